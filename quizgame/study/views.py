"""What a study shows of itself: plain values that both faces draw, and nothing they could change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from quizgame.domain.conversation import Run
from quizgame.domain.events import Certainty, Grade
from quizgame.domain.planner import Pick
from quizgame.domain.progress import Share, Year
from quizgame.store.catalogue import ShelvedQuestion

MINUTES = (1, 3, 5)
"""The breaks that a session can fill."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a session is limited to; nothing named means everything that is switched on."""

    packs: tuple[str, ...] = ()
    topic: str = ""
    objectives: tuple[str, ...] = ()
    """Keys of objectives met before."""
    conversation: str = ""
    """Key of the one conversation to hold."""


class Showing(NamedTuple):
    """An open question as it stands on the screen."""

    question: ShelvedQuestion
    order: tuple[int, ...]
    """The options as they stand, as indexes into the file's order; empty for a flashcard."""
    pick: Pick
    number: int
    """1 for the first question of the session."""
    about: int
    """How many questions the session will probably have."""
    run: Run | None = None
    """How far the conversation has come that this is a turn of."""


class Verdict(NamedTuple):
    """What is shown after an answer; the answer is in the log by then."""

    showing: Showing
    chosen: int | None
    """Place of the chosen option on the screen, from 0; None for a flashcard."""
    best: int | None
    """Place of the best option on the screen, from 0; None for a flashcard."""
    grade: Grade
    certainty: Certainty
    due_in: int
    """Days until the objective is due."""
    practice: bool
    """True for a second asking on the same study day, which is not evidence."""

    @property
    def right(self) -> bool:
        """True unless the answer was graded again."""
        return self.grade is not Grade.AGAIN


class Undone(NamedTuple):
    """An answer that was taken back."""

    title: str
    """Of its objective."""
    reopened: bool
    """True when its question stands open again."""


class Plan(NamedTuple):
    """What a session of some minutes would ask."""

    minutes: int
    questions: int
    new: int
    conversations: int


class Fading(NamedTuple):
    """An objective that is slipping out of memory."""

    title: str
    recall: float
    """Chance of recall today, 0 to 1."""
    due: int
    """Days since it fell due."""


class CutShort(NamedTuple):
    """A session that can still be resumed."""

    minutes: int
    left: float
    """Seconds."""
    answers: int


class LeftOff(NamedTuple):
    """A conversation that waits to be ended."""

    key: str
    title: str
    channel: str
    days: int
    """Days since it was left."""


class Overview(NamedTuple):
    """Today's screen."""

    name: str
    day: int
    plans: tuple[Plan, ...]
    due: int
    fading: tuple[Fading, ...]
    year: Year
    met: int
    """Objectives met so far."""
    nearly: Share | None
    """The topic that is closest to being mastered, if one is close."""
    away: int
    """Days since the latest practice; 0 before the first."""
    cut_short: CutShort | None
    left: LeftOff | None
    """The conversation that was begun and left last, if there is one."""
    clock_behind: bool
    """True when answers in the log are dated later than tomorrow."""


class Slip(NamedTuple):
    """An objective that was graded again in a session."""

    title: str
    takeaway: str
    question: str
    due_in: int


class Summary(NamedTuple):
    """The end of a session."""

    questions: int
    right: int
    seconds: float
    growth: float
    """Growth in the number of objectives that would still be recalled in thirty days; never below 0."""
    slipped: tuple[Slip, ...]
    deferred: int
    """Objectives that are due and were not asked."""
    strongest: tuple[str, int] | None
    """Title of the objective whose memory grew most, and the days until it is due."""
    mastered: tuple[Share, ...]
    """Topics that this session has made mastered."""
    year: Year
