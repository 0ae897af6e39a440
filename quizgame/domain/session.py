"""A session as a value: what was asked, how much of the break is used, and whether a call has paused it.

Every step takes a session and a reading of the stopwatch (seconds, from any start) and returns a new session.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from quizgame.domain.planner import Asked, Pick, Queue, choose

Phase = Literal["ready", "asking", "revealed", "verdict", "over"]
"""`ready`: nothing was asked yet. `asking`: a question stands open. `revealed`: a flashcard's back shows.
`verdict`: the answer is in the log."""


class OutOfTurn(Exception):
    """A step was asked for that the session's phase does not allow."""


@dataclass(frozen=True, slots=True)
class Session:
    """One drill. `spent` and the stopwatch are in seconds."""

    id: bytes
    day: int
    """The study day it started on, and which all its reviews belong to."""
    minutes: int
    seed: int
    started: float
    """Stopwatch reading since which time runs; meaningless while paused."""
    spent: float = 0.0
    """Seconds used before `started`."""
    paused: bool = False
    phase: Phase = "ready"
    asked: tuple[Asked, ...] = ()
    pick: Pick | None = None
    shown_at: float = 0.0
    """Seconds used when the open question was first seen."""
    showings: int = 0
    """Questions opened so far, those opened again by an undo included: each shuffles its options anew."""

    def used(self, now: float) -> float:
        """Seconds of the break used so far, pauses left out."""
        return self.spent if self.paused else self.spent + max(0.0, now - self.started)

    def remaining(self, now: float) -> float:
        """Seconds of the break left; negative once it is over."""
        return self.minutes * 60 - self.used(now)

    def ask(self, plan: Queue, now: float) -> Session:
        """Open the next question, or end when none fits."""
        if self.phase not in {"ready", "verdict"}:
            raise OutOfTurn("the open question comes first" if self.phase != "over" else "the session is over")
        pick = choose(plan, self.asked, self.remaining(now), self.minutes * 60)
        return replace(self, phase="asking" if pick else "over", pick=pick)._opened(now)

    def turn_to(self, pick: Pick, now: float) -> Session:
        """Open a question that was not for the planner to choose: the next turn of a conversation."""
        return replace(self, phase="asking", pick=pick)._opened(now)

    def _opened(self, now: float) -> Session:
        return replace(self, shown_at=self.used(now), showings=self.showings + 1)

    def reveal(self) -> Session:
        """Turn the flashcard."""
        if self.phase != "asking":
            raise OutOfTurn("there is nothing to reveal")
        return replace(self, phase="revealed")

    def answered(self, *, slipped: bool) -> Session:
        """Close the open question with its verdict."""
        if self.phase not in {"asking", "revealed"} or self.pick is None:
            raise OutOfTurn("no question is open")
        return replace(self, phase="verdict", asked=(*self.asked, Asked(self.pick, slipped)))

    def taken_back(self, objective: str, now: float) -> Session | None:
        """Undo the latest answer to an objective: its question stands open again, in place of any other.

        None when this session does not know of the answer: another window gave it.
        """
        for place in range(len(self.asked) - 1, -1, -1):
            pick = self.asked[place].pick
            if pick.objective == objective:
                rest = self.asked[:place] + self.asked[place + 1 :]
                return replace(self, phase="asking", pick=pick, asked=rest)._opened(now)
        return None

    def pause(self, now: float) -> Session:
        """Stop the stopwatch for a call."""
        return self if self.paused else replace(self, spent=self.used(now), paused=True)

    def unpause(self, now: float) -> Session:
        """Let time run again."""
        return replace(self, started=now, paused=False) if self.paused else self

    def end(self) -> Session:
        """Close the session; an open question stays unanswered."""
        return replace(self, phase="over", pick=None)
