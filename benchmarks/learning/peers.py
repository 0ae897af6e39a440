"""Peers that need no settings: what a learner would have who asks at random, goes round, crams, or keeps boxes."""

from __future__ import annotations

import numpy as np

from benchmarks.learning.arrays import Bools, Floats, Ints, uniform
from benchmarks.learning.play import NOTHING, Asking, Policy, Told
from benchmarks.learning.world import World

_RANDOM, _ORDER = 200, 201


class Listed(Policy):
    """Makes a list before each session and follows it; what does not fit any more ends the session."""

    LENGTH = 64

    def __init__(self, world: World, minutes: int) -> None:
        super().__init__(world, minutes)
        self.length = min(self.LENGTH, world.objectives)
        self.list = np.zeros((world.learners, self.length), dtype=np.int64)

    def pick(self, asking: Asking) -> Ints:
        """The next of the list, which starts again when it has run out."""
        return self.fits(asking, self.list[asking.who, asking.asked % self.length])


def lowest(keys: Floats, count: int) -> Ints:
    """Columns of the lowest `count` keys of each row, in their order."""
    if count < keys.shape[1]:
        chosen = np.argpartition(keys, count, axis=1)[:, :count]
        order = np.argsort(np.take_along_axis(keys, chosen, axis=1), axis=1, kind="stable")
        return np.take_along_axis(chosen, order, axis=1)
    return np.argsort(keys, axis=1, kind="stable")


class RandomQuiz(Listed):
    """Anything of the library, in an order drawn anew each day."""

    def begin(self, day: int, who: Ints) -> None:
        """Shuffle."""
        drawn = uniform(
            self.world.seed, _RANDOM, self.world.person(who)[:, None], np.arange(self.world.objectives), day
        )
        self.list[who] = lowest(drawn, self.length)


class Massed(Listed):
    """One topic a day, what was asked least of it first, over and over; the next day the next topic."""

    def __init__(self, world: World, minutes: int) -> None:
        super().__init__(world, minutes)
        self.sessions = np.zeros(world.learners, dtype=np.int64)

    def begin(self, day: int, who: Ints) -> None:  # noqa: ARG002
        """Take up the next topic."""
        packs = self.world.packs
        topics = int(packs[-1]) + 1
        topic = self.sessions[who] % topics
        sizes = np.bincount(packs, minlength=topics)
        inside = packs[None, :] == topic[:, None]
        keys = np.where(inside, self.showings[who], np.inf).astype(np.float32)
        order = np.argsort(keys, axis=1, kind="stable")
        self.list[who] = np.take_along_axis(order, np.arange(self.length) % sizes[topic][:, None], axis=1)
        self.sessions[who] += 1


class TwoLists(Policy):
    """Takes from what was met, in an order of its own, and from what is new, in the packs' order."""

    LENGTH = 64

    def __init__(self, world: World, minutes: int) -> None:
        super().__init__(world, minutes)
        self.length = min(self.LENGTH, world.objectives)
        self.old = np.full((world.learners, self.length), NOTHING, dtype=np.int64)
        self.new = np.full((world.learners, self.length), NOTHING, dtype=np.int64)
        self.old_asked = np.zeros(world.learners, dtype=np.int64)
        self.new_asked = np.zeros(world.learners, dtype=np.int64)
        self.slips = np.full((world.learners, self.length), NOTHING, dtype=np.int64)
        self.slip_count = np.zeros(world.learners, dtype=np.int64)
        self.slips_asked = np.zeros(world.learners, dtype=np.int64)
        self.last = np.full(self.shape, -1, dtype=np.int64)
        """Day of the latest answer."""

    def begin(self, day: int, who: Ints) -> None:
        """Make both lists."""
        keys = np.where(self.showings[who] > 0, self.keys(day, who), np.float32(np.inf))
        order = lowest(keys, self.length)
        self.old[who] = np.where(np.isfinite(np.take_along_axis(keys, order, axis=1)), order, NOTHING)
        places = self.world.in_packs_order
        unmet = self.showings[who][:, places] == 0
        first = np.argsort(~unmet, axis=1, kind="stable")[:, : self.length]
        self.new[who] = np.where(np.take_along_axis(unmet, first, axis=1), places[first], NOTHING)
        for counter in (self.old_asked, self.new_asked, self.slip_count, self.slips_asked):
            counter[who] = 0

    def keys(self, day: int, who: Ints) -> Floats:  # noqa: ARG002
        """What orders the objectives that were met, the lowest first; infinite for what is not to be asked."""
        return self.last[who].astype(np.float32)

    def wants_new(self, asking: Asking) -> Bools:
        """Whether a new one comes first."""
        return np.zeros(len(asking.who), dtype=np.bool_)

    def new_allowed(self, asking: Asking) -> Bools:
        """Whether there may be one more new one in this session."""
        return np.ones(len(asking.who), dtype=np.bool_)

    def pick(self, asking: Asking) -> Ints:
        """The next of one list, or where that is at its end of the other; slips are asked again at the end."""
        who = asking.who
        old = self._next(self.old, self.old_asked, who)
        new = np.where(self.new_allowed(asking), self._next(self.new, self.new_asked, who), NOTHING)
        prefer_new = self.wants_new(asking)
        picked = np.where(prefer_new, new, old)
        picked = np.where(picked == NOTHING, np.where(prefer_new, old, new), picked)
        slipped = np.where(
            self.slips_asked[who] < self.slip_count[who], self._next(self.slips, self.slips_asked, who), -1
        )
        picked = np.where(picked == NOTHING, slipped, picked)
        return np.where(picked == NOTHING, NOTHING, self.fits(asking, picked))

    def _next(self, ranking: Ints, asked: Ints, who: Ints) -> Ints:
        place = asked[who]
        return np.where(place < self.length, ranking[who, np.minimum(place, self.length - 1)], NOTHING)

    def told(self, told: Told) -> None:
        """Move on in the lists."""
        who, objective = told.who, told.objective
        second = self.last[who, objective] == told.day
        new = self.showings[who, objective] == 1
        self.slips_asked[who] += second
        self.old_asked[who] += ~second & ~new
        self.new_asked[who] += ~second & new
        self.last[who, objective] = told.day
        wrong = ~told.right
        place = np.minimum(self.slip_count[who[wrong]], self.length - 1)
        self.slips[who[wrong], place] = objective[wrong]
        self.slip_count[who[wrong]] += 1
        self.judged(told, second)

    def judged(self, told: Told, second: Bools) -> None:
        """Learn from answers; `second` marks those to what was asked on the same day already."""


class RoundRobin(TwoLists):
    """Three of ten new, the rest what was asked longest ago."""

    SHARE = 0.30

    def wants_new(self, asking: Asking) -> Bools:
        """At a steady share."""
        found: Bools = self.new_asked[asking.who] < int(self.SHARE * (asking.asked + 1) + 0.5)
        return found


class DueList(TwoLists):
    """What is due, and then what is new."""

    def __init__(self, world: World, minutes: int) -> None:
        super().__init__(world, minutes)
        self.due = np.zeros(self.shape, dtype=np.int64)

    def keys(self, day: int, who: Ints) -> Floats:
        """The longest overdue first."""
        due = self.due[who]
        return np.where(due <= day, due, np.inf).astype(np.float32)

    def backlog(self, day: int) -> Floats:
        """What is due."""
        found: Floats = ((self.showings > 0) & (self.due <= day)).sum(axis=1).astype(np.float32)
        return found


class Leitner(DueList):
    """Five boxes, asked every 1, 2, 4, 8 and 16 days: right answers move up one, wrong ones go back to the first.

    Lower boxes first.
    """

    DAYS = np.array([1, 2, 4, 8, 16])

    def __init__(self, world: World, minutes: int) -> None:
        super().__init__(world, minutes)
        self.box = np.full(self.shape, -1, dtype=np.int64)

    def keys(self, day: int, who: Ints) -> Floats:
        """Lower boxes first, and in each the longest overdue."""
        due = self.due[who]
        return np.where(due <= day, self.box[who] * 1000 + due, np.inf).astype(np.float32)

    def judged(self, told: Told, second: Bools) -> None:
        """Move to another box, by the first answer of a day."""
        who, objective, right = told.who[~second], told.objective[~second], told.right[~second]
        box = np.where(right, np.minimum(self.box[who, objective] + 1, len(self.DAYS) - 1), 0)
        self.box[who, objective] = box
        self.due[who, objective] = told.day + self.DAYS[box]


class SuperMemo2(DueList):
    """SM-2: right is a quality of 4, wrong of 1; twenty new ones a day, and slips again at the end of the day."""

    NEW = 20

    def __init__(self, world: World, minutes: int) -> None:
        super().__init__(world, minutes)
        self.ease = np.full(self.shape, 2.5, dtype=np.float32)
        self.streak = np.zeros(self.shape, dtype=np.int64)
        self.interval = np.zeros(self.shape, dtype=np.float32)

    def new_allowed(self, asking: Asking) -> Bools:
        """Up to a number a day."""
        found: Bools = self.new_asked[asking.who] < self.NEW
        return found

    def judged(self, told: Told, second: Bools) -> None:
        """Compute the next interval from the first answer of a day."""
        who, objective, right = told.who[~second], told.objective[~second], told.right[~second]
        quality = np.where(right, 4, 1)
        ease = self.ease[who, objective]
        streak = np.where(right, self.streak[who, objective] + 1, 0)
        longer = np.ceil(self.interval[who, objective] * ease)
        interval = np.where(streak <= 1, 1, np.where(streak == 2, 6, longer))
        self.interval[who, objective] = interval
        self.streak[who, objective] = streak
        self.ease[who, objective] = np.maximum(1.3, ease + 0.1 - (5 - quality) * (0.08 + (5 - quality) * 0.02))
        self.due[who, objective] = told.day + interval.astype(np.int64)
