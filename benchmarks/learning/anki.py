"""A model of Anki's queue and of its FSRS scheduler (v3, release 26.09), for hundreds of learners at once.

`real_anki` plays the same answers in Anki's own library and compares them day by day. A learner reviews once a day, at
noon; right is answered with Good, wrong with Again. The load balancer only chooses within the range of the fuzz, and is
left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from benchmarks.learning import fsrs
from benchmarks.learning.arrays import Bools, Floats, Ints, uniform
from benchmarks.learning.peers import lowest
from benchmarks.learning.play import NOTHING, Asking, Policy, Told
from benchmarks.learning.world import World

KEPT = 64
"""Places of a queue that are kept for a session: more than it can ask."""

LEARN_AHEAD = 1200
"""Seconds before its time that a learning card may be shown when nothing else is left."""

_NOON = 43200
_SHORT = 0.5
"""Days below which an interval is counted in seconds."""
_TIES, _FUZZ = 210, 211

NEW, LEARNING, REVIEW, RELEARNING = range(4)

Mix = Literal["mixed", "new first", "new last"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set; the defaults are Anki's."""

    new: int = 20
    """New cards a day."""
    steps: tuple[int, ...] = (60, 600)
    """Learning steps, in seconds."""
    relearning: tuple[int, ...] = (600,)
    mix: Mix = "mixed"
    target: float = 0.90
    """Desired retention."""
    reviews: int = 200
    """Reviews a day; new cards are only shown where they leave room."""

    @property
    def words(self) -> str:
        """For a table."""
        new = "unlimited new" if self.new >= UNLIMITED else f"{self.new} new"
        return f"{new}, {'' if self.steps else 'no '}steps, {self.mix}, {self.target:.2f}"


UNLIMITED = 9999


_MOST_STEPS = 3
_AHEAD: dict[Mix, float] = {"mixed": 0, "new first": -1e6, "new last": 1e6}


def _padded(steps: tuple[int, ...]) -> list[float]:
    return [*steps, *[np.nan] * (_MOST_STEPS + 1 - len(steps))]


class Intervals(NamedTuple):
    """What intervals are drawn from."""

    exact: Floats
    hard: Floats
    """What Hard would have given."""
    scheduled: Ints
    passed: Bools
    """Whether this was a review that was passed: its interval is longer than the one before, and than that of Hard."""

    def drawn(self, fuzz: Floats | float) -> Ints:
        """Whole days."""
        hard = fuzzed(self.hard, _above(self.hard, self.scheduled), fuzz)
        least = np.maximum(hard + 1, _above(self.exact, self.scheduled))
        whole = fuzzed(np.round(self.exact), np.ones_like(self.scheduled), fuzz)
        return np.where(self.passed, fuzzed(self.exact, least, fuzz), whole)


class Anki(Policy):
    """Anki with its FSRS scheduler."""

    def __init__(self, world: World, minutes: int, *settings: Settings) -> None:
        """With several settings, each person of the world meets one after the other of them."""
        super().__init__(world, minutes)
        each = settings or (Settings(),)
        times = world.learners // len(each)
        self.new = np.repeat([one.new for one in each], times)
        self.reviews = np.repeat([one.reviews for one in each], times)
        self.target = np.repeat([one.target for one in each], times).astype(np.float32)
        self.ahead = np.repeat([_AHEAD[one.mix] for one in each], times).astype(np.float32)
        self.steps = [
            np.repeat([_padded(kind) for kind in kinds], times, axis=0)
            for kinds in ([one.steps for one in each], [one.relearning for one in each])
        ]
        """Learning and relearning steps of each learner in seconds; not a number after the last one."""
        self.state = np.zeros(self.shape, dtype=np.int64)
        self.left = np.zeros(self.shape, dtype=np.int64)
        """Steps that a learning card still has before it."""
        self.step_due = np.full(self.shape, np.inf)
        """When a learning card comes back, in seconds since the first midnight; never for the others."""
        self.due = np.zeros(self.shape, dtype=np.int64)
        """The day on which a review card comes back."""
        self.interval = np.zeros(self.shape, dtype=np.int64)
        self.stability = np.ones(self.shape, dtype=np.float32)
        self.difficulty = np.ones(self.shape, dtype=np.float32)
        self.last = np.zeros(self.shape, dtype=np.int64)
        self.drawn_from: Intervals | None = None
        """What the intervals after the latest answers were drawn from."""
        self.queue = np.full((world.learners, 2 * KEPT), NOTHING, dtype=np.int64)
        self.place = np.zeros(world.learners, dtype=np.int64)
        self.length = np.zeros(world.learners, dtype=np.int64)

    # ── the queue ─────────────────────────────────────────────────────────────────────────────────────────

    def begin(self, day: int, who: Ints) -> None:
        """Gather what is due and what is new, and mix them."""
        objectives = self.world.objectives
        ties = uniform(self.world.seed, _TIES, self.world.person(who)[:, None], np.arange(objectives), day)
        due = (self.state[who] == REVIEW) & (self.due[who] <= day)
        reviews = np.minimum(due.sum(axis=1), self.reviews[who])
        keys = np.where(due, self.due[who] + ties, np.inf).astype(np.float32)
        old = lowest(keys, min(KEPT, objectives))
        positions = self.world.in_packs_order
        unmet = self.state[who][:, positions] == NEW
        fresh = np.minimum(unmet.sum(axis=1), np.minimum(self.new[who], self.reviews[who] - reviews))
        new = positions[np.argsort(~unmet, axis=1, kind="stable")[:, : min(KEPT, objectives)]]
        self.queue[who] = NOTHING
        both = np.concatenate([old, new], axis=1)
        order = np.argsort(self._places(who, reviews, fresh, old.shape[1]), axis=1, kind="stable")
        self.queue[who, : both.shape[1]] = np.take_along_axis(both, order, axis=1)
        self.place[who] = 0
        self.length[who] = np.minimum(reviews, old.shape[1]) + np.minimum(fresh, old.shape[1])

    def _places(self, who: Ints, reviews: Ints, fresh: Ints, kept: int) -> Floats:
        """Where each review and each new card stands in the queue; at infinity where there is none."""
        each = np.arange(kept)[None, :] + np.float32(1)
        old_at = np.where(each <= reviews[:, None], each, np.inf)
        ratio = np.where(self.ahead[who] == 0, (reviews + 1) / (fresh + 1), 1).astype(np.float32)
        new_at = each * ratio[:, None] + self.ahead[who][:, None]
        new_at = np.where(each <= fresh[:, None], new_at, np.inf)
        return np.concatenate([old_at, new_at], axis=1).astype(np.float32)

    def pick(self, asking: Asking) -> Ints:
        """A learning card whose time has come, else the next of the queue, else a learning card before its time."""
        who = asking.who
        now = asking.day * 86400 + _NOON + (self.minutes * 60 - asking.remaining)
        learning = self.step_due[who].argmin(axis=1)
        soonest = self.step_due[who, learning]
        place = np.minimum(self.place[who], self.queue.shape[1] - 1)
        queued = np.where(self.place[who] < self.length[who], self.queue[who, place], NOTHING)
        picked = np.where(soonest <= now, learning, queued)
        picked = np.where((picked == NOTHING) & (soonest <= now + LEARN_AHEAD), learning, picked)
        return np.where(picked == NOTHING, NOTHING, self.fits(asking, picked))

    # ── the scheduler ─────────────────────────────────────────────────────────────────────────────────────

    def told(self, told: Told) -> None:
        """Answer cards with Good or Again."""
        who, objective = told.who, told.objective
        now = told.day * 86400 + _NOON + told.spent
        before = self.state[who, objective]
        self.place[who] += (before == NEW) | (before == REVIEW)
        fuzz = uniform(self.world.seed, _FUZZ, self.world.person(who), objective, self.showings[who, objective])
        self.drawn_from = intervals = self._remember(told, before)
        exact = intervals.exact
        learning = before != REVIEW
        steps = np.where((before == RELEARNING) | (before == REVIEW), 1, 0)
        delay, left = self._step(told, steps, before)
        empty = np.isnan(np.where(steps == 1, self.steps[1][who, 0], self.steps[0][who, 0]))
        short = np.isnan(delay) & empty & (exact < _SHORT) & (learning | ~told.right)
        delay = np.where(short, exact * 86400, delay)
        stays = ~np.isnan(delay)
        waits = np.nan_to_num(delay)
        waits = np.floor(waits + fuzz * most_wait(waits))
        self.step_due[who, objective] = np.where(stays, now + waits, np.inf)
        self._put_behind(who, objective, now, stays)
        self.left[who, objective] = left
        days = intervals.drawn(fuzz)
        self.interval[who, objective] = np.where(stays, self.interval[who, objective], days)
        self.due[who, objective] = told.day + days
        self.state[who, objective] = np.where(stays, np.where(steps == 1, RELEARNING, LEARNING), REVIEW)

    def _remember(self, told: Told, before: Ints) -> Intervals:
        """Move memories on, and say what their intervals are drawn from."""
        who, objective = told.who, told.objective
        grades = np.where(told.right, fsrs.GOOD, fsrs.AGAIN)
        elapsed = (told.day - self.last[who, objective]).astype(np.float32)
        stability, difficulty = self.stability[who, objective], self.difficulty[who, objective]
        scheduled = self.interval[who, objective]
        hard = fsrs.interval(
            fsrs.later(stability, difficulty, elapsed, np.full(len(who), fsrs.HARD))[0], self.target[who]
        )
        good = fsrs.later(stability, difficulty, elapsed, grades)
        first = fsrs.first(grades)
        self.stability[who, objective] = np.where(before == NEW, first[0], good[0])
        self.difficulty[who, objective] = np.where(before == NEW, first[1], good[1])
        self.last[who, objective] = told.day
        exact = fsrs.interval(self.stability[who, objective], self.target[who])
        return Intervals(exact, hard, scheduled, (before == REVIEW) & told.right)

    def _step(self, told: Told, which: Ints, before: Ints) -> tuple[Floats, Ints]:
        """Seconds to the next step and the steps left; not a number where there is no next step."""
        rows, left = np.arange(len(which)), self.left[told.who, told.objective]
        table = np.where(which[:, None] == 1, self.steps[1][told.who], self.steps[0][told.who])
        count = np.isfinite(table).sum(axis=1)
        at = np.where(before == NEW, 0, np.clip(count - left, 0, np.maximum(count - 1, 0)))
        good = np.where(before == REVIEW, np.nan, table[rows, at + 1])
        delay = np.where(told.right, good, table[:, 0]).astype(np.float32)
        return delay, np.where(told.right, np.maximum(count - at - 1, 0), count)

    def _put_behind(self, who: Ints, objective: Ints, now: Floats, stays: Bools) -> None:
        """When the queue is at its end, do not show the same learning card twice where another one can be shown."""
        ended = np.nonzero(stays & (self.place[who] >= self.length[who]))[0]
        if not len(ended):
            return
        rows, own = who[ended], objective[ended]
        mine = self.step_due[rows, own].copy()
        self.step_due[rows, own] = np.inf
        soonest = self.step_due[rows].min(axis=1)
        behind = (soonest >= mine) & (soonest + 1 < now[ended] + LEARN_AHEAD)
        self.step_due[rows, own] = np.where(behind, soonest + 1, mine)

    def backlog(self, day: int) -> Floats:
        """Reviews due and cards in learning."""
        reviews = (self.state == REVIEW) & (self.due <= day)
        found: Floats = (reviews | np.isfinite(self.step_due)).sum(axis=1).astype(np.float32)
        return found


def _above(interval: Floats, scheduled: Ints) -> Ints:
    """An interval that grows at all grows by a day at least."""
    return np.where(np.round(interval) > scheduled, scheduled + 1, 1).astype(np.int64)


def most_wait(delay: Floats) -> Floats:
    """Seconds that a step may take longer than it says."""
    found: Floats = np.minimum(np.float32(0.25) * delay, 300)
    return found


def fuzz_range(interval: Floats, minimum: Ints) -> tuple[Ints, Ints]:
    """The shortest and the longest interval that the fuzz may make of one."""
    interval = np.maximum(interval, minimum)
    delta = 0.15 * (np.clip(interval, 2.5, 7) - 2.5) + 0.1 * (np.clip(interval, 7, 20) - 7)
    delta = np.where(interval < 2.5, 0, 1 + delta + 0.05 * (np.maximum(interval, 20) - 20))
    lower = np.maximum(np.floor(interval - delta + 0.5), minimum).astype(np.int64)
    upper = np.maximum(np.floor(interval + delta + 0.5), minimum).astype(np.int64)
    return lower, np.where((upper == lower) & (upper > 2), upper + 1, upper)


def fuzzed(interval: Floats, minimum: Ints, fuzz: Floats | float) -> Ints:
    """Whole days, drawn from the range of the fuzz."""
    lower, upper = fuzz_range(interval, minimum)
    return np.floor(lower + fuzz * (1 + upper - lower)).astype(np.int64)
