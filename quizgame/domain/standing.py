"""Where a learner stands with one objective: the fold of its answers, in the order of the log.

The first answer of a study day is evidence for the memory; later ones are practice, and only turn the rotation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import NamedTuple

from quizgame.domain.calibration import NOTHING, Tally, counted, tallied
from quizgame.domain.events import Certainty, Grade, Order
from quizgame.domain.memory import Memory, course, due_day, observe, retrievability
from quizgame.domain.rotation import Shown, Turn, Variant, next_variant


class Told(NamedTuple):
    """What the fold needs of one review."""

    order: Order
    question: str
    revision: int
    grade: Grade
    certainty: Certainty = Certainty.UNSTATED


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything known about one learner's memory of one objective."""

    memory: Memory
    latest: Order
    """Place in the log of the latest answer, practice included."""
    shown: dict[str, Shown] = field(default_factory=dict)
    """The latest answer to each variant, by the question's key."""
    misled: int | None = None
    """Study day of a sure but wrong answer that no right one has followed yet; evidence only."""
    tally: Tally = NOTHING
    """What was predicted, and what the learner said, against what came."""


class Schedule(NamedTuple):
    """What comes next for an objective."""

    turn: Turn
    due: int


def follow(standing: Standing | None, told: Told) -> Standing:
    """The standing after one more answer, which must come later in the log than those before it."""
    day, instant, _ = told.order
    before = standing.memory if standing else None
    now = observe(before, day, told.grade)
    shown = {**(standing.shown if standing else {}), told.question: Shown(day, instant, told.revision)}
    right = told.grade is not Grade.AGAIN
    if standing is None or before is None:
        tally = counted(NOTHING, None, told.certainty, right=right)
        return Standing(now, told.order, shown, _misled(None, day, told.certainty, right=right), tally)
    if now is before:
        return replace(standing, latest=told.order, shown=shown)
    predicted = retrievability(before.stability, day - before.last_day)
    tally = counted(standing.tally, predicted, told.certainty, right=right)
    return Standing(now, told.order, shown, _misled(standing.misled, day, told.certainty, right=right), tally)


def _misled(before: int | None, day: int, certainty: Certainty, *, right: bool) -> int | None:
    """The study day of the sure but wrong answer that stands uncorrected, after one more piece of evidence."""
    if right:
        return None
    return day if certainty is Certainty.SURE else before


class Trail:
    """Answers to one objective on the way to its standing, added in the order of the log.

    Gives what following them one by one gives, to the last bit, at a fraction of the cost: whole logs are folded with
    it. It keeps little of each answer, since there may be a million of them.
    """

    __slots__ = ("_certainties", "_evidence", "_latest", "_shown")

    def __init__(self) -> None:
        self._evidence: list[tuple[int, int]] = []
        self._certainties: list[int] = []
        self._shown: dict[str, tuple[int, int, int]] = {}
        self._latest: Order = (0, 0, b"")

    def add(self, order: Order, question: str, revision: int, grade: int, certainty: int) -> None:
        """Take in one more answer, its grade and certainty numbered as in the log."""
        day, instant, _ = order
        evidence = self._evidence
        if not evidence or day > evidence[-1][0]:
            evidence.append((day, grade))
            self._certainties.append(certainty)
        self._shown[question] = (day, instant, revision)
        self._latest = order

    def standing(self) -> Standing:
        """The standing after them; there must be one at least."""
        memory, predicted = course(self._evidence)
        rights = [grade != Grade.AGAIN for _, grade in self._evidence]
        tally = tallied(zip((None, *predicted), self._certainties, rights, strict=True))
        shown = {question: Shown._make(latest) for question, latest in self._shown.items()}
        return Standing(memory, self._latest, shown, self._misled(), tally)

    def _misled(self) -> int | None:
        """The study day of the latest sure answer among the wrong ones that no right one has followed."""
        for (day, grade), certainty in zip(reversed(self._evidence), reversed(self._certainties), strict=True):
            if grade != Grade.AGAIN:
                break
            if certainty == Certainty.SURE:
                return day
        return None


def fold(answers: Iterable[Told]) -> Standing | None:
    """The standing after all answers to an objective, in any order; None when there are none."""
    trail, told = Trail(), sorted(answers, key=attrgetter("order"))
    for each in told:
        trail.add(*each)
    return trail.standing() if told else None


def schedule(standing: Standing, objective: str, variants: Iterable[Variant]) -> Schedule | None:
    """The variant whose turn it is and the study day it falls due; None when every variant is retired."""
    turn = next_variant(variants, standing.shown)
    if turn is None:
        return None
    if turn.revised:
        return Schedule(turn, standing.memory.last_day)
    return Schedule(turn, due_day(standing.memory, turn.variant.options, objective))
