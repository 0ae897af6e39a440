"""What the checker found, in the shape that every way of telling it starts from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from quizgame.packs.characters import shown
from quizgame.packs.problems import Path

Level = Literal["error", "warning", "info"]


class Spot(NamedTuple):
    """A place where a rule is broken, as the rule's function says it."""

    path: Path
    """From the question for rules about questions, from the top of the file for all others."""
    what: str
    """One sentence."""
    text: str = ""
    """The words in question."""
    remedy: str = ""
    """Empty where the rule's own remedy fits."""
    level: Level | None = None
    """None for the rule's own level."""


Spots = Iterator[Spot]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the checker found in a file."""

    rule: str
    """Id of the rule; empty where the reader could not make sense of the file at all."""
    level: Level
    file: str
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    what: str
    """One sentence."""
    remedy: str
    """One sentence; may be empty."""
    path: str = ""
    """Such as `questions[3].options[1].say`."""
    text: str = ""
    """The words in question; raw, so to be made safe before a terminal sees them."""


def amount(number: int, one: str) -> str:
    """A number with its noun.

    >>> amount(1, "word"), amount(2, "word")
    ('1 word', '2 words')
    """
    return f"{number} {one if number == 1 else one + 's'}"


def cited(text: str) -> str:
    """Words of a question between quotation marks, safe to show on one line."""
    return f"“{shown(' '.join(text.split()))}”"
