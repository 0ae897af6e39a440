"""Changes to the game's planner that were tried in the simulator, and what it was before; no part of the game."""

from __future__ import annotations

import numpy as np

from benchmarks.learning import fsrs
from benchmarks.learning.arrays import Bools, Floats, Ints
from benchmarks.learning.game import Doubles, Game
from benchmarks.learning.play import NOTHING, Asking, Told
from benchmarks.learning.world import World
from quizgame.domain import forgetting, memory

_MEETINGS = 30


class NothingLearned(Game):
    """The prior for everybody."""

    def _learn(self, told: Told, evidence: Bools) -> None:
        """Learn nothing."""


class NoPromise(Game):
    """What is new counts for the recall that it brings, and no more or less."""

    def worth_of_new(self, who: Ints) -> Doubles:
        """The chance of recall that a first meeting brings."""
        right = (self.firsts_right[who] + 2) / (self.firsts[who] + 5)
        good, again = memory.FIRST_STABILITIES
        curve = self.curves(who)
        kept, lost = (
            1 / (1 + np.exp(-curve[:, 0] - curve[:, 1] * np.log(strong) + curve[:, 2] * np.log(30 / forgetting.WEEK)))
            for strong in (good, again)
        )
        found: Doubles = right * kept + (1 - right) * lost
        return found


class NewFromTheStart(Game):
    """Nothing holds new objectives back before enough is known of a learner."""

    def shares(self, who: Ints) -> Floats:
        """As many as there are."""
        return np.ones(len(who), dtype=np.float32)


class AnyKindAlike(Game):
    """A question is a question, however long it takes: flashcards and responses weigh the same."""

    def paces(self, who: Ints) -> Floats:
        """The mean of both kinds for each."""
        found = super().paces(who)
        return np.broadcast_to(found.mean(axis=1, keepdims=True), found.shape)


class SlipsAtOnce(Game):
    """What slipped is asked again in the same session, two questions later, before anything else."""

    def pick(self, asking: Asking) -> Ints:
        """A slip that has rested, or what the game would ask."""
        budget = asking.remaining if asking.asked else np.full(len(asking.who), np.inf, dtype=np.float32)
        slipped = self._slipped(asking.who, budget, asking.asked)
        picked = np.where(slipped == NOTHING, super().pick(asking), slipped)
        self._note_seconds(asking.who, picked)
        return picked


class NothingTwice(Game):
    """No second askings on a day: spare minutes stay unused."""

    def _slipped(self, who: Ints, budget: Floats, asked: int) -> Ints:  # noqa: ARG002
        return np.full(len(who), NOTHING)


class Trusting(Game):
    """The planner before: gains by the engine's default parameters, and new objectives at a share of their own.

    The share is .15 to .60, by how many of the latest thirty new objectives held at their second meeting.
    """

    def __init__(self, world: World, minutes: int) -> None:
        super().__init__(world, minutes)
        self.meetings = np.full((world.learners, _MEETINGS), -1, dtype=np.int64)
        self.second_meetings = np.zeros(world.learners, dtype=np.int64)

    def shares(self, who: Ints) -> Floats:
        """By second meetings."""
        meetings = self.meetings[who]
        success = ((meetings == 1).sum(axis=1) + 2) / ((meetings >= 0).sum(axis=1) + 4)
        found: Floats = np.clip(0.15 + 1.1 * (success - 0.30), 0.15, 0.60).astype(np.float32)
        return found

    def worths(self, day: int, row: Ints, objective: Ints) -> Floats:
        """Growth by the default parameters."""
        elapsed = (day - self.last_day[row, objective]).astype(np.float32)
        stability, difficulty = self.stability[row, objective], self.difficulty[row, objective]
        right = fsrs.recall(stability, elapsed)
        kept = fsrs.recall(fsrs.held(stability, difficulty, right), memory.HORIZON)
        lost = fsrs.recall(np.maximum(fsrs.lost(stability, difficulty, right), 0.001), memory.HORIZON)
        found: Floats = right * kept + (1 - right) * lost - fsrs.recall(stability, elapsed + memory.HORIZON)
        return found

    def worth_of_new(self, who: Ints) -> Doubles:
        """More than anything: the share alone decides."""
        return np.full(len(who), 1e6)

    def mastery(self, day: int) -> Floats:
        """Chances by the default parameters, corrected for guessing."""
        who, objective = np.nonzero(self.showings > 0)
        options = self.options(who, objective)
        observed = fsrs.recall(self.stability[who, objective], day - self.last_day[who, objective])
        guess = np.where(options == 0, 0, 1 / np.maximum(options, 1))
        found = np.zeros(self.shape, dtype=np.float32)
        found[who, objective] = np.maximum(0, (observed - guess) / (1 - guess))
        return found

    def _learn(self, told: Told, evidence: Bools) -> None:
        second = evidence & (self.repetitions[told.who, told.objective] == 1)
        met = told.who[second]
        self.meetings[met, self.second_meetings[met] % _MEETINGS] = told.right[second]
        self.second_meetings[met] += 1
