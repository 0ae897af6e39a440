"""The few shapes that all formats share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from quizgame.domain.questions import Pack
from quizgame.packs.characters import shown

REASON_MISSING = "Reason missing."
"""Stands for a reason that the other tool did not give; the check always points at it, because it explains nothing."""
MOST_LOSSES = 50_000
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that could not be carried."""

    where: str
    """Such as `row 7`, `line 12` or `question late-kettle`."""
    what: str
    """One or more sentences; raw, since they may quote the file."""

    def text(self) -> str:
        """The loss on one line, safe to show."""
        return shown(f"{self.where}: {' '.join(self.what.split())}", _LONGEST)


class Losses(list[Loss]):
    """A loss report that a file made to be all loss cannot make endless."""

    @property
    def full(self) -> bool:
        """Whether nothing more is noted, so that reading on would tell nobody anything."""
        return len(self) > MOST_LOSSES

    def append(self, loss: Loss) -> None:
        """Note a loss; beyond the most, only that there are more."""
        if len(self) < MOST_LOSSES:
            super().append(loss)
        elif len(self) == MOST_LOSSES:
            super().append(Loss("file", "There is more that cannot be carried. Mend what is told first."))


@dataclass(frozen=True, slots=True)
class Exported:
    """A pack in another tool's format."""

    data: bytes
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """A pack made from another tool's file."""

    pack: Pack
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a file says of the objective of a question; empty where it says nothing."""

    id: str
    title: str = ""
    topic: str = ""
    takeaway: str = ""


@dataclass(slots=True)
class Draft:
    """A question as another tool's file has it, not yet judged."""

    where: str
    fields: dict[str, Any]
    """Keys and values as in a pack file; `id` may be missing or empty, and `objective` is said by the lesson."""
    lesson: Lesson | None = None


@dataclass(slots=True)
class Reading:
    """What is read from a file, draft by draft; losses are noted while the drafts are drawn."""

    drafts: Iterable[Draft]
    losses: Losses = field(default_factory=Losses)
    cover: Mapping[str, str] = field(default_factory=dict)
    """Keys of the top of a pack file, as far as the file has them."""


class Format(Protocol):
    """What the module of a format offers; one that cannot be read has no `read`."""

    def read(self, data: bytes) -> Reading:
        """The questions in a file. Raises `ExchangeError` if it is no such file."""

    def write(self, pack: Pack) -> Exported:
        """A pack as such a file."""


Progress = Callable[[int], None]
"""Is told after each question how many were looked at."""
