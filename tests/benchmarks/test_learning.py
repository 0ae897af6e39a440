"""The simulator of learning: its formulas against the engine, its planner against the game's, and laws of memory."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import pytest
from fsrs_rs_python import FSRS, MemoryState

from benchmarks.learning import fsrs, game
from benchmarks.learning.__main__ import QUICK, QUICK_LEARNERS, RESULTS
from benchmarks.learning.arrays import normal, uniform
from benchmarks.learning.cells import POLICIES, REPORTING, TRIED, Cell, Job, Sweep
from benchmarks.learning.play import NOTHING, Asking, Told, play
from benchmarks.learning.tables import kept, ratio
from benchmarks.learning.truths import TRUTHS, Fsrs, Truth
from benchmarks.learning.world import HEADLINES, STOP, World
from quizgame.domain import forgetting, memory, planner
from quizgame.domain.events import Grade
from quizgame.domain.forgetting import Curve, Evidence, Experience
from quizgame.domain.planner import Asked, Fresh, Known
from quizgame.domain.questions import Kind

KINDS: tuple[Kind, Kind] = ("better-response", "flashcard")


def _states(count: int) -> tuple[Any, Any, Any]:
    random = np.random.default_rng(5)
    stability = np.exp(random.uniform(-3, 6, count)).astype(np.float32)
    difficulty = random.uniform(1, 10, count).astype(np.float32)
    return stability, difficulty, random.integers(0, 90, count)


def test_fsrs_is_the_engines() -> None:
    engine = FSRS(list(memory.PARAMETERS))
    stability, difficulty, elapsed = _states(400)
    for grade in Grade:
        found = fsrs.later(stability, difficulty, elapsed.astype(np.float32), np.full(400, int(grade)))
        for index in range(400):
            state = MemoryState(float(stability[index]), float(difficulty[index]))
            futures = engine.next_states(state, 0.9, int(elapsed[index]))
            expected = getattr(futures, grade.name.lower()).memory
            assert found[0][index] == pytest.approx(expected.stability, rel=1e-3)
            assert found[1][index] == pytest.approx(expected.difficulty, abs=1e-3)
        first = fsrs.first(np.array([int(grade)]))
        expected = memory.after(None, 0, grade)
        assert (first[0][0], first[1][0]) == pytest.approx((expected.stability, expected.difficulty), rel=1e-5)


def test_gain_and_recall_are_the_games() -> None:
    stability, difficulty, elapsed = _states(400)
    elapsed = np.maximum(elapsed, 1)
    random = np.random.default_rng(6)
    repetitions = random.integers(1, 20, 400)
    curves = np.stack([random.uniform(-2, 2, 400), *random.uniform(0.05, 1, (3, 400))], axis=1)
    gains = game.gain(curves, stability, difficulty, repetitions, elapsed.astype(np.float32))
    recalls = game.recall(curves, stability, repetitions, elapsed)
    for index in range(400):
        state = float(stability[index]), float(difficulty[index])
        curve, times = Curve(*curves[index].tolist()), int(repetitions[index])
        expected = forgetting.gain(curve, *state, times, int(elapsed[index]))
        assert gains[index] == pytest.approx(expected, abs=2e-5)
        assert recalls[index] == pytest.approx(forgetting.recall(curve, state[0], times, int(elapsed[index])), abs=1e-6)
        right = fsrs.recall(stability[index : index + 1], 7)[0]
        assert right == pytest.approx(memory.retrievability(state[0], 7), rel=1e-4)
        days = fsrs.interval(stability[index : index + 1], 0.85)[0]
        assert days == pytest.approx(memory.interval(state[0], 0.85), rel=1e-3)


@pytest.mark.parametrize("seed", range(8))
def test_the_game_picks_what_its_planner_picks(seed: int) -> None:
    world = World(seed, learners=5, objectives=60 if seed % 2 else 8)
    ours = game.Game(world, minutes=5)
    random = np.random.default_rng(seed)
    ours.stability = np.exp(random.normal(1.5, 1.5, ours.shape)).astype(np.float32)
    ours.difficulty = random.uniform(1, 10, ours.shape).astype(np.float32)
    ours.last_day = random.integers(40, 100, ours.shape)
    ours.repetitions = random.integers(1, 6, ours.shape)
    ours.showings = random.integers(0, 6, ours.shape) * (random.random(ours.shape) < random.uniform(0.1, 1))
    ours.mean += random.normal(0, 0.5, ours.mean.shape)
    ours.outcomes = random.integers(0, 2 * planner.ENOUGH, world.learners)
    ours.firsts = random.integers(20, 40, world.learners)
    ours.firsts_right = random.integers(0, 20, world.learners)
    ours.recent_kind = random.integers(-1, 2, ours.recent_kind.shape)
    ours.recent_seconds = random.uniform(0, 110, ours.recent_seconds.shape).astype(np.float32)
    everyone = np.arange(world.learners)
    plans = [_plan(ours, learner, day=100) for learner in range(world.learners)]
    ours.begin(100, everyone)
    asked: list[list[Asked]] = [[] for _ in everyone]
    remaining = np.full(world.learners, 300, dtype=np.float32)
    who, questions = everyone, 0
    while len(who):
        picks = ours.pick(Asking(100, who, remaining[who], questions))
        for learner, picked in zip(who, picks, strict=True):
            expected = planner.choose(plans[learner], asked[learner], float(remaining[learner]), 300)
            assert (expected.objective if expected else None) == (None if picked == NOTHING else _key(world, picked))
            if expected:
                asked[learner].append(Asked(expected, slipped=False))
        who, picks = who[picks != NOTHING], picks[picks != NOTHING]
        right = random.random(len(who)) < 0.6
        seconds = random.uniform(3, 40, len(who)).astype(np.float32)
        for learner, good in zip(who, right, strict=True):
            asked[learner][-1] = asked[learner][-1]._replace(slipped=not good)
        options = ours.options(who, picks)
        ours.showings[who, picks] += 1
        remaining[who] -= seconds
        ours.told(Told(100, who, picks, options, right, seconds, questions, 300 - remaining[who]))
        questions += 1
    assert questions > 5
    if not seed % 2:
        assert any(each.pick.reason == "slipped" for session in asked for each in session)


def _key(world: World, objective: int) -> str:
    return f"p{world.packs[objective]:03}/o{objective:04}"


def _plan(ours: game.Game, learner: int, day: int) -> planner.Queue:
    """The same state, as the game itself reads it."""
    world = ours.world
    gaps: list[tuple[Kind, float]] = [
        (KINDS[kind], float(seconds))
        for kind, seconds in zip(ours.recent_kind[learner], ours.recent_seconds[learner], strict=True)
        if kind >= 0
    ]
    known: list[Known] = []
    fresh: list[Fresh] = []
    for objective in world.in_packs_order:
        at = learner, int(objective)
        options = ours.options(np.array([learner]), np.array([objective]))[0]
        key, pack, kind = _key(world, objective), str(world.packs[objective]), KINDS[int(options == 0)]
        if not ours.showings[at]:
            fresh.append(Fresh(key, pack, key, kind))
            continue
        state = float(ours.stability[at]), float(ours.difficulty[at]), int(ours.repetitions[at]), int(ours.last_day[at])
        known.append(Known(key, pack, key, kind, *state, due=day, revised=False))
    return planner.queue(known, fresh, day, planner.paces(gaps), _experience(ours, learner))


def _experience(ours: game.Game, learner: int) -> Experience:
    curve = Curve(*ours.curves(np.array([learner]))[0].tolist())
    counts = (int(each[learner]) for each in (ours.outcomes, ours.firsts, ours.firsts_right))
    return Experience(curve, *counts)


@pytest.mark.parametrize("name", TRUTHS)
def test_laws_of_memory(name: str) -> None:
    world = World(3, learners=40, objectives=30)

    def after(days: list[float]) -> Truth:
        truth = TRUTHS[name](world)
        who, objective = np.nonzero(~world.known_before)
        for day in days:
            now = np.full(len(who), day, dtype=np.float32)
            chance = truth.chance(who, objective, now)
            assert ((chance >= 0) & (chance <= 1)).all()
            truth.present(who, objective, now, uniform(1, who, objective, int(day * 100)) < chance)
        return truth

    once, massed, spaced = after([0.5]), after([0.5, 0.501]), after([0.5, 4.5])
    recalled = [once.chances(day).mean() for day in (1.5, 5.5, 20.5, 100.5)]
    assert recalled == sorted(recalled, reverse=True)
    assert recalled[-1] > 0
    assert massed.chances(30.5).mean() >= recalled[2] * 0.6
    assert spaced.chances(34.5).mean() > massed.chances(30.5).mean() > 0.99 * once.chances(30.5).mean()
    assert not TRUTHS[name](world).chances(5.5).any()


def test_each_learner_has_a_memory_of_their_own() -> None:
    truth = Fsrs(World(1, learners=50, objectives=10))
    assert truth.parameters.std(axis=0)[:20].min() > 0
    assert np.median(truth.parameters, axis=0) == pytest.approx(fsrs.DEFAULTS, rel=0.35)


def test_luck_depends_on_what_it_is_drawn_for_alone() -> None:
    who, objective = np.arange(500)[:, None], np.arange(40)
    drawn = uniform(3, who, objective, 2)
    assert drawn[7, 9] == uniform(3, np.array([7]), np.array([9]), 2)[0]
    assert drawn.mean() == pytest.approx(0.5, abs=0.01)
    assert abs(np.corrcoef(drawn[:-1].ravel(), drawn[1:].ravel())[0, 1]) < 0.03
    assert normal(3, who, objective).std() == pytest.approx(1, abs=0.02)


def test_attendance_is_that_of_people_with_shifts() -> None:
    attends = World(4, learners=200, objectives=10).attends
    assert attends.shape == (200, STOP)
    assert 0.35 < attends.mean() < 0.55
    for row in attends:
        gaps = np.diff(np.nonzero(row)[0])
        assert gaps.max() > 14


@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_keeps_to_its_minutes(policy: str) -> None:
    record = Job(Cell("act-r", 3, 40), policy, learners=4, seed=1).run()
    days = list(record.recalled)
    assert all((record.recalled[day] >= 0).all() and (record.recalled[day] <= 40).all() for day in days)
    assert (record.recalled[STOP] > record.recalled[14]).all()
    assert (record.recalled[STOP + 30] < record.recalled[STOP]).all()
    assert (record.seconds < 215).all()
    assert ((record.right > 0) & (record.right < 1)).all()


def test_settings_played_at_once_are_those_played_alone() -> None:
    cell, names = Cell("two-components", 3, 30), ("5 new, steps, mixed, 0.90", "40 new, no steps, new first, 0.80")
    found = Sweep(cell, names, learners=4, seed=3).run()
    for name in names:
        record = Job(cell, f"anki: {name}", learners=4, seed=3).run()
        assert found[name] == pytest.approx(np.mean([record.recalled[day] for day in HEADLINES]), rel=1e-5)


def test_paired_differences_are_sharper() -> None:
    base = np.linspace(10, 30, 50)
    assert ratio(base * 1.1, base).mean == pytest.approx(10)
    assert ratio(base * 1.1, base).error == pytest.approx(0, abs=1e-9)


def test_a_cell_comes_out_as_it_was_written_down() -> None:
    written = json.loads((RESULTS / "quick.json").read_text(encoding="utf-8"))
    runs = {run["policy"]: run for run in written["runs"]}
    for policy in ("game", "anki", "random"):
        found = kept(Job(QUICK, policy, QUICK_LEARNERS, REPORTING).run())
        # Another processor may round a power otherwise, and one answer in a thousand then falls otherwise.
        for day, (mean, _) in runs[policy]["recalled"].items():
            assert found["recalled"][day][0] == pytest.approx(mean, rel=0.02)
        assert found["right"][0] == pytest.approx(runs[policy]["right"][0], abs=0.01)


class Recorded(game.Game):
    """The game, and everything it was told."""

    def __init__(self, world: World, minutes: int) -> None:
        super().__init__(world, minutes)
        self.log: list[Told] = []

    def told(self, told: Told) -> None:
        """Keep it."""
        self.log.append(told)
        super().told(told)


def test_half_a_year_leaves_the_memories_that_the_game_would_fold() -> None:
    world = World(8, learners=3, objectives=6)
    ours = Recorded(world, 3)
    play(world, TRUTHS["act-r-harsh"](world), ours)
    paces, mastery = ours.paces(np.arange(3)), ours.mastery(STOP)
    for learner in range(3):
        answers: dict[int, list[tuple[int, Grade, int]]] = {}
        gaps: list[tuple[Kind, float] | None] = []
        trails: dict[int, list[Evidence]] = {}
        for told in ours.log:
            for at in np.nonzero(told.who == learner)[0]:
                objective, options = int(told.objective[at]), int(told.options[at])
                grade = Grade.GOOD if told.right[at] else Grade.AGAIN
                past = answers.setdefault(objective, [])
                if not past or past[-1][0] < told.day:
                    order = (told.day, len(gaps), b"")
                    trails.setdefault(objective, []).append(Evidence(order, grade, options))
                past.append((told.day, grade, options))
                gaps.append((KINDS[int(options == 0)], float(told.seconds[at])) if told.asked else None)
        assert any(len({day for day, *_ in past}) < len(past) for past in answers.values())
        learned = forgetting.experience(trails.values())
        assert _experience(ours, learner).curve == pytest.approx(learned.curve, rel=2e-3, abs=2e-3)
        assert _experience(ours, learner)[1:] == learned[1:]
        for objective, past in answers.items():
            folded = memory.fold([(day, grade) for day, grade, _ in past])
            assert folded
            state = ours.stability[learner, objective], ours.difficulty[learner, objective]
            assert state == pytest.approx((folded.stability, folded.difficulty), rel=2e-3)
            assert ours.last_day[learner, objective] == folded.last_day
            assert ours.repetitions[learner, objective] == folded.repetitions
            shown = forgetting.recall(learned.curve, folded.stability, folded.repetitions, STOP - folded.last_day)
            assert mastery[learner, objective] == pytest.approx(shown, abs=2e-3)
        expected = planner.paces(gap for gap in gaps[-60:] if gap)
        assert list(paces[learner]) == pytest.approx([expected[kind] for kind in KINDS], rel=1e-5)


@cache
def _remembered(policy: str) -> Any:
    """What each of four learners remembers at the end of half a year with so little that it is quickly played."""
    return Job(Cell("two-components", 2, 24), policy, learners=4, seed=5).run().recalled[STOP]


@pytest.mark.parametrize("name", TRIED)
def test_what_was_tried_differs_from_the_game(name: str) -> None:
    found = _remembered(name)
    assert not np.array_equal(found, _remembered("game"))
    assert (found > 0).all()
