"""What the sieve holds back is surely worth less than what it looks for; so nothing that matters is missed."""

from __future__ import annotations

from math import exp
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain import forgetting, planner
from quizgame.domain.forgetting import PRIOR, Curve, Experience
from quizgame.domain.planner import LONGEST_SESSION, STARTING_PACE, Known
from quizgame.domain.questions import Kind
from quizgame.domain.sieve import Sieve
from tests.examples import examples

TODAY = 20_000
CURVES = st.builds(Curve, st.floats(-3, 3), st.floats(0, 0.6), st.floats(0.05, 1.5), st.floats(0, 2))
WILD_CURVES = st.builds(Curve, st.floats(-20, 20), st.floats(0, 2), st.floats(0.05, 3), st.floats(0, 5))


def mixed(count: int, seed: int = 1) -> list[Known]:
    """Objectives in every state: new and old, easy and hard, long overdue, of today, and revised."""
    dice = Random(seed)
    found = []
    for number in range(count):
        stability = min(3000.0, exp(dice.gauss(2.5, 1.3)))
        last_day = TODAY - int(stability * dice.expovariate(1))
        kind: Kind = dice.choice(["flashcard", "better-response"])
        state = (stability, dice.uniform(1, 10), dice.randint(1, 9), last_day)
        due = last_day + max(1, int(stability))
        found.append(Known(f"p/o{number}", "p", f"p/q{number}", kind, *state, due, dice.random() < 0.001))
    return found


def passes(sieve: Sieve, each: Known, day: int = TODAY) -> bool:
    """As the desk asks it."""
    rested = day - sieve.soonest(each.kind, each.stability, each.repetitions)
    return each.revised or each.last_day >= day or each.last_day <= rested


@given(
    st.one_of(CURVES, WILD_CURVES), st.floats(0.001, 36500), st.floats(1, 10), st.integers(1, 60),
    st.integers(1, 40_000), st.floats(0.01, 1.5),
)  # fmt: skip
@examples(300)
def test_what_is_held_back_gains_less(
    curve: Curve, stability: float, difficulty: float, repetitions: int, elapsed: int, share: float
) -> None:
    gain = forgetting.gain(curve, stability, difficulty, repetitions, elapsed)
    least = max(gain * share, 1e-6) / STARTING_PACE["flashcard"]
    soonest = Sieve(curve, STARTING_PACE, least).soonest("flashcard", stability, repetitions)
    assert elapsed >= soonest or gain / STARTING_PACE["flashcard"] < least


@pytest.mark.parametrize(
    "curve", [PRIOR, Curve(1.2, 0.3, 0.6, 0.9), Curve(-1.0, 0.1, 0.2, 0.3), Curve(2.0, 0.0, 1.5, 0.0)]
)
def test_the_queue_of_what_passes_is_the_queue_of_everything(curve: Curve) -> None:
    """Pick by pick, to the last bit, with a bar that the sample sets."""
    objectives, experience = mixed(4000), Experience(curve)
    sample = planner.queue(objectives[::16], [], TODAY, STARTING_PACE, experience)
    least = planner.modest(sample, 1 / 16)
    sieve = Sieve(curve, STARTING_PACE, least)
    passed = [each for each in objectives if passes(sieve, each)]
    found = planner.queue(passed, [], TODAY, STARTING_PACE, experience)
    assert planner.reaches(found, least)
    assert found == planner.queue(objectives, [], TODAY, STARTING_PACE, experience)
    assert len(passed) < len(objectives) / 2


def test_a_bar_that_is_too_high_is_noticed() -> None:
    objectives = mixed(2000)
    best = planner.queue(objectives, [], TODAY, STARTING_PACE)
    least = best.known[20].worth
    sieve = Sieve(PRIOR, STARTING_PACE, least)
    found = planner.queue([each for each in objectives if passes(sieve, each)], [], TODAY, STARTING_PACE)
    assert found.known[:20] == best.known[:20]
    assert not planner.reaches(found, least)


def test_a_small_sample_tells_nothing() -> None:
    few = planner.queue(mixed(30), [], TODAY, STARTING_PACE)
    assert planner.modest(few, 1 / 16) == 0.0


def test_a_sample_tells_what_more_than_enough_are_worth() -> None:
    objectives = mixed(8000)
    least = planner.modest(planner.queue(objectives[::16], [], TODAY, STARTING_PACE), 1 / 16)
    best = planner.queue(objectives, [], TODAY, STARTING_PACE).known
    assert len(best) == LONGEST_SESSION
    assert 0 < least <= best[-1].worth
