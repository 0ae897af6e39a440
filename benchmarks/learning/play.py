"""Plays one policy through half a year with every learner of a world at once, and measures what they recall."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from benchmarks.learning.arrays import Bools, Floats, Ints, uniform
from benchmarks.learning.truths import Truth
from benchmarks.learning.world import PROBES, STOP, UNSEEN, World

NOTHING = -1
"""Picked by a policy that ends a learner's session."""

CLOSE = tuple(range(2, STOP, 4))
"""Days on which the mastery shown is held against the truth."""

_RECALLED = 100
_HOUR = 0.5
"""Practice is at noon."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The learners who are still in their session, one entry of each array for each of them."""

    day: int
    who: Ints
    remaining: Floats
    """Seconds left of the break."""
    asked: int
    """Questions that each of them was asked so far in this session."""


@dataclass(frozen=True, slots=True)
class Told:
    """How answers went, one entry of each array for each learner who gave one."""

    day: int
    who: Ints
    objective: Ints
    options: Ints
    """Of the variant that was asked; 0 for a flashcard."""
    right: Bools
    seconds: Floats
    asked: int
    """Questions of this session that came before."""
    spent: Floats
    """Seconds of the session when the answer had been given."""


class Policy(ABC):
    """Chooses what is asked. It sees what a program would see: answers and times, never the truth."""

    masters: ClassVar[bool] = False
    """Whether it shows its learners a mastery of its own."""

    def __init__(self, world: World, minutes: int) -> None:
        self.world = world
        self.minutes = minutes
        self.shape = (world.learners, world.objectives)
        self.showings = np.zeros(self.shape, dtype=np.int64)
        """How often each objective was asked; kept by `play`."""

    def options(self, who: Ints, objective: Ints) -> Ints:
        """Options of the variant whose turn it is: they take turns."""
        turn = self.showings[who, objective] % self.world.variants[objective]
        found: Ints = self.world.options[objective, turn]
        return found

    def fits(self, asking: Asking, objective: Ints) -> Ints:
        """What was picked, or nothing where it is not expected to fit; the first question of a session always does."""
        picked = np.maximum(objective, 0)
        seconds = self.world.expected_seconds(asking.who, self.options(asking.who, picked))
        return np.where((asking.asked == 0) | (seconds <= asking.remaining), objective, NOTHING)

    def begin(self, day: int, who: Ints) -> None:  # noqa: B027
        """Learners sit down for a session."""

    @abstractmethod
    def pick(self, asking: Asking) -> Ints:
        """What each of them is asked next, or `NOTHING`."""

    def told(self, told: Told) -> None:  # noqa: B027
        """Learn how answers went."""

    def backlog(self, day: int) -> Floats:  # noqa: ARG002
        """How many objectives each learner has due."""
        return np.zeros(self.world.learners, dtype=np.float32)

    def mastery(self, day: int) -> Floats:
        """The chances of recall that the learner is shown [learner, objective]; 0 for what was never asked."""
        raise NotImplementedError


@dataclass(slots=True)
class Record:
    """What came of one policy in one cell; every array has an entry for each learner."""

    recalled: dict[int, Floats] = field(default_factory=dict)
    """Objectives recalled on each probe day."""
    backlog: dict[int, Floats] = field(default_factory=dict)
    met: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    questions: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    right: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    """Share of right answers."""
    seconds: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    """Seconds of an average session."""
    bias: Floats | None = None
    """Mastery shown less the truth, averaged over objectives met and days; None where none is shown."""


def play(world: World, truth: Truth, policy: Policy) -> Record:
    """Let every learner practise until `STOP`, and measure on each of `PROBES`."""
    record = Record()
    questions = np.zeros(world.learners, dtype=np.float32)
    right = np.zeros(world.learners, dtype=np.float32)
    seconds = np.zeros(world.learners, dtype=np.float32)
    bias: list[Floats] = []
    for day in range(max(PROBES) + 1):
        if day in PROBES:
            record.recalled[day] = _free_recall(truth, policy, day)
            record.backlog[day] = policy.backlog(day)
        if policy.masters and day in CLOSE:
            bias.append(_bias(truth, policy, day))
        if day >= STOP:
            continue
        who = np.nonzero(world.attends[:, day])[0]
        if not len(who):
            continue
        policy.begin(day, who)
        for told in _session(world, truth, policy, day, who):
            questions[told.who] += 1
            right[told.who] += told.right
            seconds[told.who] += told.seconds
    sessions = np.maximum(world.attends.sum(axis=1), 1)
    record.met = (policy.showings > 0).sum(axis=1).astype(np.float32)
    record.questions = questions
    record.right = (right / np.maximum(questions, 1)).astype(np.float32)
    record.seconds = (seconds / sessions).astype(np.float32)
    record.bias = np.nanmean(np.stack(bias), axis=0).astype(np.float32) if bias else None
    return record


def _session(world: World, truth: Truth, policy: Policy, day: int, who: Ints) -> list[Told]:
    spent = np.zeros(len(who), dtype=np.float32)
    length = np.float32(policy.minutes * 60)
    given: list[Told] = []
    while len(who):
        objective = policy.pick(Asking(day, who, length - spent, len(given)))
        on = objective != NOTHING
        who, objective, spent = who[on], objective[on], spent[on]
        if not len(who):
            break
        now = (day + _HOUR + spent / np.float32(86400)).astype(np.float32)
        showing = policy.showings[who, objective]
        options = policy.options(who, objective)
        serves = np.where(showing < world.variants[objective], _serves_unseen(showing), 1)
        chance = truth.chance(who, objective, now) * serves
        recalled = uniform(world.seed, _RECALLED, world.person(who), objective, showing) < chance
        right = world.answers(who, objective, showing, options, recalled)
        seconds = world.seconds(who, objective, showing, options, right)
        truth.present(who, objective, now, recalled)
        policy.showings[who, objective] += 1
        spent = spent + seconds
        told = Told(day, who, objective, options, right, seconds, len(given), spent)
        policy.told(told)
        given.append(told)
    return given


def _serves_unseen(showing: Ints) -> Floats:
    """How much of an objective's memory serves a variant not seen yet; before the first there is nothing to share."""
    return np.where(showing == 0, np.float32(1), np.float32(UNSEEN))


def _free_recall(truth: Truth, policy: Policy, day: int) -> Floats:
    """Objectives recalled when any of their variants may be asked, without options to guess from."""
    chances = _over_variants(truth, policy, day)
    found: Floats = chances.sum(axis=1)
    return found


def _over_variants(truth: Truth, policy: Policy, day: int) -> Floats:
    seen = np.minimum(policy.showings / truth.world.variants, 1).astype(np.float32)
    return truth.chances(day + _HOUR) * (UNSEEN + (1 - UNSEEN) * seen)


def _bias(truth: Truth, policy: Policy, day: int) -> Floats:
    met = policy.showings > 0
    difference = np.where(met, policy.mastery(day) - _over_variants(truth, policy, day), 0)
    count = met.sum(axis=1)
    return np.where(count > 0, difference.sum(axis=1) / np.maximum(count, 1), np.nan).astype(np.float32)
