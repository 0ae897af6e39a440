"""A session that was cut short: what the log still knows of it, and the session to go on with."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from quizgame.domain import planner, standing
from quizgame.domain.days import REST, Moment
from quizgame.domain.events import Grade, Review, SessionStarted
from quizgame.domain.planner import Asked, Pick, Reason
from quizgame.domain.questions import conversation_of
from quizgame.domain.session import Session
from quizgame.store.desk import Desk, OpenSession
from quizgame.study import survey
from quizgame.study.views import Scope

_STILL_WORTH = 15.0  # seconds: below this, a session cut short is not offered again


class Interrupted(NamedTuple):
    """A session that can be resumed."""

    started: SessionStarted
    day: int
    spent: float
    """Seconds of the break used."""
    asked: tuple[Asked, ...]

    @property
    def minutes(self) -> int:
        """How long the break was to be."""
        return self.started.minutes

    @property
    def left(self) -> float:
        """Seconds of the break left."""
        return self.minutes * 60 - self.spent

    @property
    def scope(self) -> Scope:
        """What the session was limited to."""
        return _scope(self.started)

    @property
    def answers(self) -> int:
        """Answers given so far."""
        return len(self.asked)

    def session(self, stopwatch: float) -> Session:
        """The session to go on with, its time running from now."""
        return Session(
            self.started.session,
            self.day,
            self.minutes,
            self.started.seed,
            stopwatch,
            spent=self.spent,
            asked=self.asked,
            showings=len(self.asked),
        )


def left_behind(desk: Desk, now: Moment) -> OpenSession | None:
    """This device's latest session, if it was cut short and has rested long enough to be over."""
    found = desk.open_session()
    if found is None or not found.reviews:
        return None
    rested = now.instant - found.reviews[-1].stamp.instant
    return found if rested > REST * 1_000_000 else None


def resumable(desk: Desk, now: Moment) -> Interrupted | None:
    """This device's latest session, if it was cut short within the last half hour with some of its break left."""
    found = desk.open_session()
    if found is None or not found.reviews:
        return None
    rested = now.instant - found.reviews[-1].stamp.instant
    spent = _spent(found.reviews)
    if not 0 <= rested <= REST * 1_000_000 or found.started.minutes * 60 - spent < _STILL_WORTH:
        return None
    started, scope = found.started, _scope(found.started)
    return Interrupted(started, found.day, spent, tuple(_asked(desk, scope, review) for review in found.reviews))


def _scope(started: SessionStarted) -> Scope:
    return Scope(started.packs, started.topic, started.objectives, started.conversation)


def _spent(reviews: Sequence[Review]) -> float:
    """Seconds that the answers took, pauses left out, and reading the verdicts between them."""
    reading = (
        (later.stamp.instant - earlier.stamp.instant) / 1e6 - later.answer.seconds
        for earlier, later in pairwise(reviews)
    )
    return sum(each.answer.seconds for each in reviews) + sum(min(max(each, 0.0), planner.READING) for each in reading)


def _asked(desk: Desk, scope: Scope, review: Review) -> Asked:
    answer = review.answer
    met = standing.fold(told for told in desk.told(answer.objective) if told.order < review.stamp.order)
    pack = answer.objective.partition("/")[0]
    reason: Reason = "conversation" if conversation_of(answer.question) else "due" if met else "new"
    slipped = answer.grade is Grade.AGAIN and survey.asked_again(desk, scope, answer.question, answer.objective)
    return Asked(Pick(answer.objective, pack, answer.question, 0.0, reason), slipped)
