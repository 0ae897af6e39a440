"""The peer of the pack reader: the same file read as most programs would, by PyYAML's safe loader and pydantic.

The loader is the quicker one, on libyaml. The models ask only for what the file must hold; places of mistakes, twins
and everything else that the game's reader looks for are not asked for.
"""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Strict):
    """A response."""

    say: str
    because: str
    best: bool = False


class Question(_Strict):
    """A question with responses."""

    id: str
    kind: str
    objective: str
    scene: str
    ask: str
    options: list[Option]


class Objective(_Strict):
    """An objective."""

    id: str
    title: str
    topic: str
    takeaway: str


class Pack(_Strict):
    """A pack."""

    pack: str
    title: str
    version: int
    language: str
    objectives: list[Objective]
    questions: list[Question]


def read(path: Path) -> Pack:
    """The pack in a file."""
    with path.open("rb") as file:
        return Pack.model_validate(yaml.load(file, Loader=yaml.CSafeLoader))
