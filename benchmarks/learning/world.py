"""What every policy finds alike: a library, learners, and the days on which they come.

The library is like the built-in one: packs of nine objectives with three or four variants each, about three of ten of
them flashcards, the others better-response questions of three or four options.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from benchmarks.learning.arrays import Bools, Floats, Ints, normal, uniform
from quizgame.domain.planner import STARTING_PACE

STOP = 180
"""The day from which nobody practises any more."""

PROBES = (14, 30, 90, STOP, STOP + 30)
"""Days on which free recall is measured, before anything is asked: the last, thirty days after the end of practice."""

HEADLINES = (90, STOP + 30)
"""The probe days that goals are about."""

PACK = 9
"""Objectives of a pack."""

MOST_VARIANTS = 4

ATTENDANCE = 0.70
"""Chance that a learner who is on shift practises."""

SLIP = 0.03
"""Chance of a wrong answer to what is known."""

FLATTERY = 0.05
"""Chance that a learner grades a flashcard as known that was not."""

UNSEEN = 0.90
"""How much of the memory of an objective serves a variant that was never seen."""

KNOWN_BEFORE = 0.15
"""Share of the objectives that a learner knew before they were first asked."""

SPREAD = 0.35
"""Standard deviation of the logarithm of answer times."""

WRONG_TAKES = 1.3
"""How much longer a wrong answer takes, with the reading of its verdict."""

_ABSENT, _MISSED, _WEEKEND, _TEMPO, _KNOWN, _LIBRARY, _ANSWER, _TIME = range(8)


@dataclass(frozen=True)
class World:
    """Learners and a library, drawn from a seed; objectives are numbered in the order of their keys."""

    seed: int
    learners: int
    objectives: int
    people: int = 0
    """How many different ones the learners are: after so many, the same ones come again, each of them to meet another
    setting of a policy. 0 for as many as there are learners."""

    def person(self, who: Ints) -> Ints:
        """Who a learner is."""
        return who % (self.people or self.learners)

    @cached_property
    def everyone(self) -> Ints:
        """Each learner's person."""
        return self.person(np.arange(self.learners))

    @cached_property
    def packs(self) -> Ints:
        """The pack of each objective."""
        return np.arange(self.objectives) // PACK

    @cached_property
    def in_packs_order(self) -> Ints:
        """Objectives as new ones are offered: the first of each pack, the second of each pack, and so on."""
        place = np.arange(self.objectives) % PACK
        return np.lexsort((self.packs, place))

    @cached_property
    def variants(self) -> Ints:
        """How many variants each objective has."""
        drawn = uniform(self.seed, _LIBRARY, 0, np.arange(self.objectives))
        return np.where(drawn < 0.55, 3, 4)

    @cached_property
    def options(self) -> Ints:
        """Options of each variant [objective, variant]; 0 for a flashcard."""
        every, each = np.arange(self.objectives)[:, None], np.arange(MOST_VARIANTS)
        drawn = uniform(self.seed, _LIBRARY, 1, every, each)
        return np.where(drawn < 0.30, 0, np.where(drawn < 0.82, 3, 4))

    @cached_property
    def known_before(self) -> Bools:
        """What each learner knew before [learner, objective]."""
        found: Bools = uniform(self.seed, _KNOWN, self.everyone[:, None], np.arange(self.objectives)) < KNOWN_BEFORE
        return found

    @cached_property
    def tempo(self) -> Floats:
        """What each learner's time for a question is multiplied by."""
        found: Floats = np.exp(np.float32(0.2) * normal(self.seed, _TEMPO, self.everyone))
        return found

    @cached_property
    def attends(self) -> Bools:
        """Who practises when [learner, day].

        Half of the learners work from Monday to Friday, half in shifts of four days and two off; of their days they
        miss 30 %, and once they are away for 14 to 21 days.
        """
        who, days = self.everyone[:, None], np.arange(STOP)
        offset = (uniform(self.seed, _WEEKEND, who) * 42).astype(np.int64)
        works = np.where(who % 2 == 0, (days + offset) % 7 < 5, (days + offset) % 6 < 4)
        start = 20 + (uniform(self.seed, _ABSENT, who, 0) * 120).astype(np.int64)
        length = 14 + (uniform(self.seed, _ABSENT, who, 1) * 8).astype(np.int64)
        away = (days >= start) & (days < start + length)
        found: Bools = works & ~away & (uniform(self.seed, _MISSED, who, days) < ATTENDANCE)
        return found

    def expected_seconds(self, who: Ints, options: Ints) -> Floats:
        """What a question takes these learners at the median."""
        base = np.where(options == 0, STARTING_PACE["flashcard"], STARTING_PACE["better-response"])
        return (base * self.tempo[who]).astype(np.float32)

    def answers(self, who: Ints, objective: Ints, showing: Ints, options: Ints, recalled: Bools) -> Bools:
        """Whether the answers count as right: known ones slip, unknown ones are guessed or flattered."""
        drawn = uniform(self.seed, _ANSWER, self.person(who), objective, showing)
        luck = np.where(options == 0, FLATTERY, 1 / np.maximum(options, 1))
        return np.where(recalled, drawn >= SLIP, drawn < luck)

    def seconds(self, who: Ints, objective: Ints, showing: Ints, options: Ints, right: Bools) -> Floats:
        """How long the answers take, the reading of the verdict included."""
        spread = np.exp(np.float32(SPREAD) * normal(self.seed, _TIME, self.person(who), objective, showing))
        found: Floats = self.expected_seconds(who, options) * spread * np.where(right, 1, WRONG_TAKES)
        return found.astype(np.float32)
