"""Where a learner stands with one objective: the fold of its answers, in the order of the log.

The first answer of a study day is evidence for the memory; later ones are practice, and only turn the rotation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from quizgame.domain.events import Grade, Order
from quizgame.domain.memory import Memory, due_day, observe
from quizgame.domain.rotation import Shown, Turn, Variant, next_variant


class Told(NamedTuple):
    """What the fold needs of one review."""

    order: Order
    question: str
    revision: int
    grade: Grade


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
    if standing is None:
        return Standing(now, told.order, None, shown)
    second = standing.second
    if now.repetitions == 2 and now is not before:
        second = Second(told.grade is not Grade.AGAIN, day, instant)
    return replace(standing, memory=now, latest=told.order, second=second, shown=shown)


def fold(answers: Iterable[Told]) -> Standing | None:
    """The standing after all answers to an objective, in any order; None when there are none."""
    standing: Standing | None = None
    for told in sorted(answers, key=lambda each: each.order):
        standing = follow(standing, told)
    return standing


def schedule(standing: Standing, objective: str, variants: Iterable[Variant]) -> Schedule | None:
    """The variant whose turn it is and the study day it falls due; None when every variant is retired."""
    turn = next_variant(variants, standing.shown)
    if turn is None:
        return None
    if turn.revised:
        return Schedule(turn, standing.memory.last_day)
    return Schedule(turn, due_day(standing.memory, turn.variant.options, objective))
