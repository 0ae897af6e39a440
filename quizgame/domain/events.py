"""What the log is made of: typed events, each judged and signed once, never changed.

Everything the game knows about a learner is a fold over these, in one total order: study day, instant, row id.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

Order = tuple[int, int, bytes]
"""Place in the one total order of a log: study day, instant, row id."""


class Grade(IntEnum):
    """FSRS's own words for how an answer went; the numbers are the engine's."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Certainty(IntEnum):
    """What the learner said about an answer before seeing the verdict; never inferred."""

    UNSTATED = 0
    SURE = 1
    NOT_SURE = 2


class Stamp(NamedTuple):
    """Who wrote a row, when, and where it stands in its device's own sequence."""

    id: bytes
    """UUIDv7, 16 bytes."""
    learner: bytes
    device: bytes
    sequence: int
    """1, 2, 3 … per device, so that a lost row leaves a gap."""
    instant: int
    """Microseconds since 1970 UTC."""
    offset: int
    """Seconds east of UTC at that instant."""
    day: int
    """Study day as judged then."""

    @property
    def order(self) -> Order:
        """Place in the total order of the log."""
        return (self.day, self.instant, self.id)


class Answer(NamedTuple):
    """One answer to one question: what a review records beside its stamp."""

    session: bytes
    question: str
    """Key of the question, `pack/id`, or of the turn of a conversation, `pack/id.turn`."""
    objective: str
    """Key of the objective, `pack/id`."""
    revision: int
    content: str
    """Hash of the texts as they were shown."""
    shown: tuple[int, ...]
    """Order in which the options stood, as indexes into the file's order; empty for a flashcard."""
    chosen: int | None
    """Index, in the file's order, of the chosen option; None for a flashcard."""
    grade: Grade
    certainty: Certainty
    seconds: float
    """From the question's first sight to the answer, pauses left out."""
    engine: str
    """Name and version of the engine that scheduled it."""


@dataclass(frozen=True, slots=True)
class Review:
    """One answer in the log."""

    stamp: Stamp
    answer: Answer


@dataclass(frozen=True, slots=True)
class Voided:
    """The undo of one review; the review stays in the log."""

    review: bytes
    day: int
    """The review's study day: where in the log it stands."""


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """A drill began; all of its reviews belong to the study day of this event."""

    session: bytes
    minutes: int
    seed: int
    packs: tuple[str, ...] = ()
    """Ids of the packs it was limited to; empty for all."""
    topic: str = ""
    objectives: tuple[str, ...] = ()
    """Keys of the objectives it was limited to; empty for all."""
    conversation: str = ""
    """Key of the one conversation that was to be held; empty for a session of questions."""


@dataclass(frozen=True, slots=True)
class SessionFinished:
    """A drill ended, by itself, by the learner, or by resting for half an hour."""

    session: bytes


@dataclass(frozen=True, slots=True)
class SettingChanged:
    """A learner's setting took a value."""

    key: str
    value: str
    from_day: int
    """The study day from which it holds."""


@dataclass(frozen=True, slots=True)
class Flagged:
    """A learner marked a question as bad, with a note for its trainer."""

    question: str
    revision: int
    note: str


@dataclass(frozen=True, slots=True)
class DayOff:
    """A study day was marked as a day off, or no longer is one."""

    day: int
    off: bool


@dataclass(frozen=True, slots=True)
class LearnersJoined:
    """Another learner turned out to be this one: what either did is this learner's log now."""

    other: bytes
    """Id of the learner who is no more."""


@dataclass(frozen=True, slots=True)
class ParametersFitted:
    """How this learner forgets, as learned from the log so far (see `forgetting`); the latest one holds."""

    level: float
    strength: float
    fading: float
    meetings: float
    outcomes: int
    """Pieces of evidence that it was learned from, first meetings apart."""
    firsts: int
    """First meetings among them."""
    firsts_right: int


Fact = Voided | SessionStarted | SessionFinished | SettingChanged | DayOff | Flagged | LearnersJoined | ParametersFitted


@dataclass(frozen=True, slots=True)
class Event:
    """Anything in the log that is not a review."""

    stamp: Stamp
    fact: Fact
