"""The game's planner for hundreds of learners at once: what `quizgame.domain.planner` picks, in arrays.

A test holds it against the planner itself. Left out is what does not happen here: conversations, revised questions, and
a second session on the same day.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.learning import fsrs
from benchmarks.learning.arrays import Bools, Floats, Ints, uniform
from benchmarks.learning.play import NOTHING, Asking, Policy, Told
from benchmarks.learning.world import World
from quizgame.domain import forgetting, planner
from quizgame.domain.memory import FUZZ, HORIZON, TARGET

KEPT = 64
"""Places of a ranking that are kept for a session: more than it can ask."""

_RECENT = 60
_IMAGINED = 5

Doubles = npt.NDArray[np.float64]

_FADING_TURNED = np.array([1, 1, -1, 1])
PRIOR = forgetting.PRIOR._replace(fading=-forgetting.PRIOR.fading)

_NEVER = np.float32(-1)
_FUZZ_STREAM = 300


class Ranking(NamedTuple):
    """Objectives in the order of their worth, `KEPT` of them for each learner; worth is -1 where there is none."""

    objective: Ints
    worth: Floats
    seconds: Floats

    def of(self, who: Ints) -> Ranking:
        """The rows of some learners."""
        return Ranking(self.objective[who], self.worth[who], self.seconds[who])


def recall(curve: Doubles, stability: Floats, repetitions: Any, days: Any) -> Doubles:
    """What `quizgame.domain.forgetting.recall` computes, with one curve for each entry [entry, number]."""
    logit = curve[:, 0] + curve[:, 1] * np.log(stability) + curve[:, 3] * np.log(repetitions)
    logit = logit - curve[:, 2] * np.log(np.maximum(days, 1) / forgetting.WEEK)
    found: Doubles = 1 / (1 + np.exp(-logit))
    return found


def gain(curve: Doubles, stability: Floats, difficulty: Floats, repetitions: Ints, elapsed: Floats) -> Doubles:
    """What `quizgame.domain.forgetting.gain` computes."""
    chance = fsrs.recall(stability, elapsed)
    good = fsrs.held(stability, difficulty, chance)
    again = np.maximum(fsrs.lost(stability, difficulty, chance), 0.001)
    right = recall(curve, stability, repetitions, elapsed)
    kept = recall(curve, good, repetitions + 1, HORIZON)
    relearned = recall(curve, again, repetitions + 1, HORIZON)
    return right * kept + (1 - right) * relearned - recall(curve, stability, repetitions, elapsed + HORIZON)


class Game(Policy):
    """The game as it is."""

    masters = True

    def __init__(self, world: World, minutes: int) -> None:
        super().__init__(world, minutes)
        self.stability = np.ones(self.shape, dtype=np.float32)
        self.difficulty = np.ones(self.shape, dtype=np.float32)
        self.last_day = np.full(self.shape, -1, dtype=np.int64)
        self.repetitions = np.zeros(self.shape, dtype=np.int64)
        learners = world.learners
        self.recent_kind = np.full((learners, _RECENT), -1, dtype=np.int64)
        """Kind of the latest answers, 1 for flashcards; -1 where there is no gap to take."""
        self.recent_seconds = np.zeros((learners, _RECENT), dtype=np.float32)
        self.answers = np.zeros(learners, dtype=np.int64)
        self.mean = np.tile(np.array(PRIOR), (learners, 1))
        """What is learned of each learner's curve, with fading below zero."""
        self.spread = np.tile(np.diag(np.square(forgetting.DEVIATION)), (learners, 1, 1))
        self.outcomes = np.zeros(learners, dtype=np.int64)
        self.firsts = np.zeros(learners, dtype=np.int64)
        self.firsts_right = np.zeros(learners, dtype=np.int64)
        self.pace = np.zeros((learners, 2), dtype=np.float32)
        """Seconds for a better-response question and for a flashcard."""
        self.share = np.zeros(learners, dtype=np.float32)
        kept = min(KEPT, world.objectives)
        empty = np.zeros((learners, kept), dtype=np.int64)
        self.known = Ranking(empty.copy(), empty.astype(np.float32), empty.astype(np.float32))
        self.fresh = Ranking(empty.copy(), empty.astype(np.float32), empty.astype(np.float32))
        self.new_asked = np.zeros(learners, dtype=np.int64)
        self.last_pack = np.full(learners, -1, dtype=np.int64)
        self.done = np.full((learners, KEPT), NOTHING, dtype=np.int64)
        """Objectives of this session, in the order in which they were first asked."""
        self.done_slipped = np.zeros((learners, KEPT), dtype=np.bool_)
        self.done_at = np.zeros((learners, KEPT), dtype=np.int64)
        self.done_seconds = np.zeros((learners, KEPT), dtype=np.float32)
        self.done_count = np.zeros(learners, dtype=np.int64)

    # ── before a session ──────────────────────────────────────────────────────────────────────────────────

    def begin(self, day: int, who: Ints) -> None:
        """Rank everything, as `planner.queue` does."""
        self.pace[who] = self.paces(who)
        self.share[who] = self.shares(who)
        self._rank_known(day, who)
        self._rank_fresh(who)
        self.new_asked[who] = 0
        self.last_pack[who] = -1
        self.done[who] = NOTHING
        self.done_slipped[who] = False
        self.done_count[who] = 0

    def paces(self, who: Ints) -> Floats:
        """What `planner.paces` computes [learner, kind]."""
        found = np.empty((len(who), 2), dtype=np.float32)
        for kind, start in enumerate((planner.STARTING_PACE["better-response"], planner.STARTING_PACE["flashcard"])):
            capped = np.clip(self.recent_seconds[who], 1, planner.LONGEST)
            values = np.where(self.recent_kind[who] == kind, capped, np.inf)
            imagined = np.full((len(who), _IMAGINED), start, dtype=np.float32)
            values = np.sort(np.concatenate([imagined, values], axis=1), axis=1)
            middle = np.isfinite(values).sum(axis=1) // 2
            found[:, kind] = values[np.arange(len(who)), middle]
        return found

    def shares(self, who: Ints) -> Floats:
        """What `planner.largest_share` computes."""
        enough = self.outcomes[who] >= np.maximum(planner.ENOUGH, planner.ENOUGH_EACH * self.firsts[who])
        return np.where(enough, np.float32(1), np.float32(planner.FIRST_SHARE))

    def curves(self, who: Ints) -> Doubles:
        """The learned curves, as `forgetting.learned` gives them [learner, number]."""
        found: Doubles = np.clip(self.mean[who] * _FADING_TURNED, forgetting.LEAST, forgetting.MOST)
        return found

    def worths(self, day: int, row: Ints, objective: Ints) -> Floats:
        """Growth that asking now is expected to bring."""
        elapsed = (day - self.last_day[row, objective]).astype(np.float32)
        states = self.stability[row, objective], self.difficulty[row, objective], self.repetitions[row, objective]
        return gain(self.curves(row), *states, elapsed).astype(np.float32)

    def worth_of_new(self, who: Ints) -> Doubles:
        """What `forgetting.worth_of_new` computes."""
        found = [
            forgetting.worth_of_new(forgetting.Experience(forgetting.Curve(*curve), 0, firsts, right))
            for curve, firsts, right in zip(
                self.curves(who).tolist(), self.firsts[who].tolist(), self.firsts_right[who].tolist(), strict=True
            )
        ]
        return np.array(found)

    def _rank_known(self, day: int, who: Ints) -> None:
        place, objective = np.nonzero(self.showings[who] > 0)
        worth = np.full((len(who), self.world.objectives), -np.inf, dtype=np.float32)
        seconds = np.zeros_like(worth)
        row = who[place]
        seconds[place, objective] = self.pace[row, (self.options(row, objective) == 0).astype(np.int64)]
        worth[place, objective] = self.worths(day, row, objective) / seconds[place, objective]
        kept = self.known.objective.shape[1]
        order = np.argsort(-worth, axis=1, kind="stable")[:, :kept]
        self.known.objective[who] = order
        ranked = np.take_along_axis(worth, order, axis=1)
        self.known.worth[who] = np.where(np.isfinite(ranked), ranked, -np.inf)
        self.known.seconds[who] = np.take_along_axis(seconds, order, axis=1)

    def _rank_fresh(self, who: Ints) -> None:
        order = self.world.in_packs_order
        unmet = self.showings[who][:, order] == 0
        kept = self.fresh.objective.shape[1]
        places = np.argsort(~unmet, axis=1, kind="stable")[:, :kept]
        found = order[places]
        self.fresh.objective[who] = found
        cards = (self.world.options[found, 0] == 0).astype(np.int64)
        seconds = np.take_along_axis(self.pace[who], cards, axis=1)
        worth = self.worth_of_new(who)[:, None] / seconds
        self.fresh.worth[who] = np.where(np.take_along_axis(unmet, places, axis=1), worth, -np.inf)
        self.fresh.seconds[who] = seconds

    # ── within a session ──────────────────────────────────────────────────────────────────────────────────

    def pick(self, asking: Asking) -> Ints:
        """What `planner.choose` chooses."""
        who = asking.who
        budget = asking.remaining if asking.asked else np.full(len(who), np.inf, dtype=np.float32)
        known, fresh = self.known.of(who), self.fresh.of(who)
        first_fresh = self._first(fresh, who, budget, -np.inf)
        first_known = self._first(known, who, budget, planner.WORTH)
        room = (self.share[who] * np.float32(asking.asked + 1) + np.float32(0.5)).astype(np.int64)
        pays = self._best(fresh, who, budget, -np.inf) >= np.maximum(self._best(known, who, budget, planner.WORTH), 0)
        new_first = pays & (self.new_asked[who] < room)
        picked = np.where(new_first, first_fresh, first_known)
        picked = np.where(picked == NOTHING, np.where(new_first, first_known, first_fresh), picked)
        if (picked == NOTHING).any():
            rest = self._slipped(who, budget, asking.asked)
            rest = np.where(rest == NOTHING, self._plainly_first(known, who, budget), rest)
            picked = np.where(picked == NOTHING, rest, picked)
        self._note_seconds(who, picked)
        return picked

    def _fitting(self, ranking: Ranking, who: Ints, budget: Floats) -> Bools:
        able = np.isfinite(ranking.worth) & (ranking.seconds <= budget[:, None])
        for place in range(int(self.done_count[who].max(initial=0))):
            able &= ranking.objective != self.done[who, place][:, None]
        return able & (np.cumsum(able, axis=1) <= planner.LOOK_AHEAD)

    def _best(self, ranking: Ranking, who: Ints, budget: Floats, least: float) -> Floats:
        """What the first that fits is worth; without bounds below zero where none does."""
        able = self._fitting(ranking, who, budget) & (ranking.worth >= least)
        first = ranking.worth[np.arange(len(who)), able.argmax(axis=1)]
        return np.where(able.any(axis=1), first, -np.inf).astype(np.float32)

    def _first(self, ranking: Ranking, who: Ints, budget: Floats, least: float) -> Ints:
        """The first that fits, or one worth nearly as much from another pack than the last question's."""
        able = self._fitting(ranking, who, budget) & (ranking.worth >= least)
        rows = np.arange(len(who))
        first = able.argmax(axis=1)
        enough = ranking.worth[rows, first] * np.float32(planner.NEARLY)
        other = self.world.packs[ranking.objective] != self.last_pack[who][:, None]
        other &= able & (ranking.worth >= enough[:, None])
        place = np.where(other.any(axis=1), other.argmax(axis=1), first)
        return np.where(able.any(axis=1), ranking.objective[rows, place], NOTHING)

    def _plainly_first(self, ranking: Ranking, who: Ints, budget: Floats) -> Ints:
        able = self._fitting(ranking, who, budget)
        first = ranking.objective[np.arange(len(who)), able.argmax(axis=1)]
        return np.where(able.any(axis=1), first, NOTHING)

    def _slipped(self, who: Ints, budget: Floats, asked: int) -> Ints:
        """What slipped in this session and has not been right since, the first asked first."""
        able = self.done_slipped[who] & (self.done_at[who] < asked - planner.SPACING)
        able &= self.done_seconds[who] <= budget[:, None]
        able &= np.arange(able.shape[1]) < self.done_count[who][:, None]
        first = self.done[who][np.arange(len(who)), able.argmax(axis=1)]
        return np.where(able.any(axis=1), first, NOTHING)

    def _note_seconds(self, who: Ints, picked: Ints) -> None:
        """Keep what a pick was expected to take, for its second asking."""
        place = np.minimum(self.done_count[who], KEPT - 1)
        options = self.options(who, np.maximum(picked, 0))
        self.done_seconds[who, place] = self.pace[who, (options == 0).astype(np.int64)]

    def told(self, told: Told) -> None:
        """Fold answers into memories, paces and curves."""
        who, objective = told.who, told.objective
        self._note(told)
        first = self.last_day[who, objective] < told.day
        self._learn(told, first)
        self._observe(told.day, who[first], objective[first], told.right[first])
        flashcard = (told.options == 0).astype(np.int64)
        place = self.answers[who] % _RECENT
        self.recent_kind[who, place] = flashcard if told.asked else -1
        self.recent_seconds[who, place] = told.seconds
        self.answers[who] += 1

    def _note(self, told: Told) -> None:
        who, objective = told.who, told.objective
        before = self.done[who] == objective[:, None]
        again = before.any(axis=1)
        place = np.where(again, before.argmax(axis=1), np.minimum(self.done_count[who], KEPT - 1))
        self.new_asked[who] += self.showings[who, objective] == 1
        self.done[who, place] = objective
        self.done_slipped[who, place] = ~told.right
        self.done_at[who, place] = told.asked
        self.done_count[who] = np.minimum(self.done_count[who] + ~again, KEPT)
        self.last_pack[who] = self.world.packs[objective]

    def _learn(self, told: Told, evidence: Bools) -> None:
        """What `forgetting.learned` does with each outcome; the next session's plan is the first to use it."""
        new = self.repetitions[told.who, told.objective] == 0
        first = told.who[evidence & new]
        self.firsts[first] += 1
        self.firsts_right[first] += told.right[evidence & new]
        later = evidence & ~new
        who, objective, right = told.who[later], told.objective[later], told.right[later]
        options = told.options[later]
        elapsed = (told.day - self.last_day[who, objective]).astype(np.float64)
        at = np.stack(
            [
                np.ones(len(who)),
                np.log(self.stability[who, objective]),
                np.log(elapsed / forgetting.WEEK),
                np.log(self.repetitions[who, objective]),
            ],
            axis=1,
        )
        luck = np.where(options == 0, forgetting.FLATTERY, 1 / np.maximum(options, 1))
        known = 1 / (1 + np.exp(-(at * self.mean[who]).sum(axis=1)))
        chance = luck + (1 - luck - forgetting.SLIP) * known
        slope = (1 - luck - forgetting.SLIP) * known * (1 - known)
        information = slope**2 / (chance * (1 - chance))
        toward = np.einsum("ijk,ik->ij", self.spread[who], at)
        shrinks = 1 + information * (toward * at).sum(axis=1)
        self.mean[who] += toward * ((right - chance) / (chance * (1 - chance)) * slope / shrinks)[:, None]
        self.spread[who] -= (information / shrinks)[:, None, None] * toward[:, :, None] * toward[:, None, :]
        self.outcomes[who] += 1

    def _observe(self, day: int, who: Ints, objective: Ints, right: Bools) -> None:
        if not len(who):
            return
        grades = np.where(right, fsrs.GOOD, fsrs.AGAIN)
        new = self.repetitions[who, objective] == 0
        elapsed = (day - self.last_day[who, objective]).astype(np.float32)
        later = fsrs.later(self.stability[who, objective], self.difficulty[who, objective], elapsed, grades)
        first = fsrs.first(grades)
        self.stability[who, objective] = np.where(new, first[0], later[0])
        self.difficulty[who, objective] = np.where(new, first[1], later[1])
        self.repetitions[who, objective] += 1
        self.last_day[who, objective] = day

    # ── what the learner is shown ─────────────────────────────────────────────────────────────────────────

    def mastery(self, day: int) -> Floats:
        """What `forgetting.recall` says of everything met."""
        who, objective = np.nonzero(self.showings > 0)
        elapsed = day - self.last_day[who, objective]
        found = np.zeros(self.shape, dtype=np.float32)
        strength, repetitions = self.stability[who, objective], self.repetitions[who, objective]
        found[who, objective] = recall(self.curves(who), strength, repetitions, elapsed)
        return found

    def backlog(self, day: int) -> Floats:
        """Objectives whose day has come, by `memory.due_day` with its shortening drawn anew."""
        who, objective = np.nonzero(self.showings > 0)
        options = self.options(who, objective)
        guess = np.where(options == 0, 0, 1 / np.maximum(options, 1))
        due = np.zeros(len(who), dtype=np.float32)
        for each in np.unique(guess):
            target = float(TARGET + 0.85 * each * (1 - TARGET))
            chosen = guess == each
            due[chosen] = fsrs.interval(self.stability[who[chosen], objective[chosen]], target)
        share = uniform(self.world.seed, _FUZZ_STREAM, objective, self.repetitions[who, objective])
        falls = self.last_day[who, objective] + np.maximum(1, np.floor(due * (1 - FUZZ * share)))
        found = np.zeros(self.world.learners, dtype=np.float32)
        np.add.at(found, who[falls <= day], 1)
        return found
