"""Where a learner stands with one objective: the fold of its answers, in the order of the log.

The first answer of a study day is evidence for the memory; later ones are practice, and only turn the rotation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby
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


class Second(NamedTuple):
    """How the second meeting went: the planner's measure of whether new objectives hold."""

    held: bool
    day: int
    instant: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything known about one learner's memory of one objective."""

    memory: Memory
    latest: Order
    """Place in the log of the latest answer, practice included."""
    second: Second | None = None
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
        return Standing(now, told.order, None, shown, _misled(None, told, right=right), tally)
    if now is before:
        return replace(standing, latest=told.order, shown=shown)
    second = Second(right, day, instant) if now.repetitions == 2 else standing.second
    predicted = retrievability(before.stability, day - before.last_day)
    tally = counted(standing.tally, predicted, told.certainty, right=right)
    return Standing(now, told.order, second, shown, _misled(standing.misled, told, right=right), tally)


def _misled(before: int | None, told: Told, *, right: bool) -> int | None:
    """The study day of the sure but wrong answer that stands uncorrected, after one more piece of evidence."""
    if right:
        return None
    return told.order[0] if told.certainty is Certainty.SURE else before


def fold(answers: Iterable[Told]) -> Standing | None:
    """The standing after all answers to an objective, in any order; None when there are none.

    What following them one by one gives, to the last bit, at a fraction of the cost: whole logs are folded with it.
    """
    told = sorted(answers, key=attrgetter("order"))
    if not told:
        return None
    evidence = [next(of_day) for _, of_day in groupby(told, lambda each: each.order[0])]
    memory, predicted = course([(each.order[0], each.grade) for each in evidence])
    rights = [each.grade is not Grade.AGAIN for each in evidence]
    latest = {each.question: each for each in told}
    shown = {question: Shown(*each.order[:2], each.revision) for question, each in latest.items()}
    second = Second(rights[1], *evidence[1].order[:2]) if len(evidence) > 1 else None
    misled = None
    for each, right in zip(evidence, rights, strict=True):
        misled = _misled(misled, each, right=right)
    certainties = [each.certainty for each in evidence]
    tally = tallied(zip((None, *predicted), certainties, rights, strict=True))
    return Standing(memory, told[-1].order, second, shown, misled, tally)


def schedule(standing: Standing, objective: str, variants: Iterable[Variant]) -> Schedule | None:
    """The variant whose turn it is and the study day it falls due; None when every variant is retired."""
    turn = next_variant(variants, standing.shown)
    if turn is None:
        return None
    if turn.revised:
        return Schedule(turn, standing.memory.last_day)
    return Schedule(turn, due_day(standing.memory, turn.variant.options, objective))
