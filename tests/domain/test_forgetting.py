"""How one learner forgets: the curve, what asking gains by it, and what answers teach about it."""

from __future__ import annotations

from math import exp, log
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain import forgetting, memory
from quizgame.domain.events import Grade, Order, ParametersFitted
from quizgame.domain.forgetting import (
    DEVIATION,
    FLATTERY,
    PRIOR,
    SLIP,
    START,
    WINDOW,
    Curve,
    Evidence,
    Experience,
    Outcome,
)
from quizgame.domain.memory import Memory
from tests.examples import examples

CURVES = st.builds(Curve, st.floats(-3, 3), st.floats(0, 0.6), st.floats(0.05, 1.5), st.floats(0, 2))
STABILITIES = st.floats(0.001, 36500)
OUTCOMES = st.lists(
    st.builds(
        Outcome, STABILITIES, st.integers(1, 40), st.integers(1, 900), st.sampled_from([0, 2, 3, 4]), st.booleans()
    ),
    max_size=40,
)


# ── the curve ─────────────────────────────────────────────────────────────────────────────────────────────


def plainly(curve: Curve, stability: float, repetitions: int, days: float) -> float:
    """The formula as the module states it."""
    level, strength, fading, meetings = curve
    logit = level + strength * log(stability) - fading * log(max(days, 1) / 7) + meetings * log(repetitions)
    return 1 / (1 + exp(-logit))


@given(CURVES, STABILITIES, st.integers(1, 60), st.integers(0, 5000))
@examples(100)
def test_recall_follows_the_formula(curve: Curve, stability: float, repetitions: int, days: int) -> None:
    found = forgetting.recall(curve, stability, repetitions, days)
    assert found == pytest.approx(plainly(curve, stability, repetitions, days), rel=1e-9)


@given(CURVES, STABILITIES, st.integers(1, 60), st.integers(0, 5000), st.integers(0, 900))
@examples(100)
def test_recall_fades_with_time_and_grows_with_strength_and_meetings(
    curve: Curve, stability: float, repetitions: int, days: int, more: int
) -> None:
    found = forgetting.recall(curve, stability, repetitions, days)
    assert 0 < found < 1
    assert forgetting.recall(curve, stability, repetitions, days + more) <= found
    assert forgetting.recall(curve, stability * 1.5, repetitions, days) >= found
    assert forgetting.recall(curve, stability, repetitions + 1, days) >= found


@given(
    st.builds(ParametersFitted, *[st.floats(-100, 100)] * 4, *[st.integers(0, 10**6)] * 3),
    STABILITIES, st.floats(1, 10), st.integers(1, 500), st.integers(0, 40_000),
)  # fmt: skip
@examples(200)
def test_no_numbers_that_a_file_may_hold_break_the_curve(
    wild: ParametersFitted, stability: float, difficulty: float, repetitions: int, elapsed: int
) -> None:
    found = forgetting.experience_in(wild)
    assert 0 <= forgetting.recall(found.curve, stability, repetitions, elapsed) <= 1
    assert -1 <= forgetting.gain(found.curve, stability, difficulty, repetitions, elapsed) <= 1
    assert forgetting.recall(found.curve, stability, 1, 9) >= forgetting.recall(found.curve, stability, 1, 10)
    assert 0 <= forgetting.worth_of_new(found) <= 1.15


# ── what asking gains ─────────────────────────────────────────────────────────────────────────────────────


@given(CURVES, STABILITIES, st.floats(1, 10), st.integers(1, 40), st.integers(0, 900))
@examples(100)
def test_the_gain_is_the_expectation_over_being_right_and_wrong(
    curve: Curve, stability: float, difficulty: float, repetitions: int, elapsed: int
) -> None:
    before = Memory(stability, difficulty, 20_000, repetitions, 0)
    good, again = (memory.after(before, 20_000 + elapsed, grade) for grade in (Grade.GOOD, Grade.AGAIN))
    right = plainly(curve, stability, repetitions, elapsed)
    expected = (
        right * plainly(curve, good.stability, repetitions + 1, 30)
        + (1 - right) * plainly(curve, again.stability, repetitions + 1, 30)
        - plainly(curve, stability, repetitions, elapsed + 30)
    )
    assert forgetting.gain(curve, stability, difficulty, repetitions, elapsed) == pytest.approx(expected, abs=1e-9)


def test_a_first_meeting_is_worth_what_it_leaves_and_its_promise() -> None:
    """With two of five imagined firsts right; the factor is 1.15 where forgetting is slow."""
    slow = Curve(0.2, 0.2, 0.3, 0.7)
    good, again = (memory.after(None, 0, grade).stability for grade in (Grade.GOOD, Grade.AGAIN))
    left = 0.4 * plainly(slow, good, 1, 30) + 0.6 * plainly(slow, again, 1, 30)
    assert forgetting.worth_of_new(Experience(slow)) == pytest.approx(1.15 * left)
    told = Experience(slow, firsts=95, firsts_right=78)
    left = 0.8 * plainly(slow, good, 1, 30) + 0.2 * plainly(slow, again, 1, 30)
    assert forgetting.worth_of_new(told) == pytest.approx(1.15 * left)


@pytest.mark.parametrize(("fading", "factor"), [(0.40, 1.15), (0.50, 1.0), (0.60, 0.85), (2.0, 0.6)])
def test_what_fades_fast_promises_less(fading: float, factor: float) -> None:
    curve = PRIOR._replace(fading=fading)
    good, again = memory.FIRST_STABILITIES
    left = 0.4 * plainly(curve, good, 1, 30) + 0.6 * plainly(curve, again, 1, 30)
    assert forgetting.worth_of_new(Experience(curve)) == pytest.approx(factor * left)


def test_growth_is_what_thirty_days_will_show() -> None:
    before = Memory(20.0, 5.0, 20_000, 3, 0)
    good, again = (memory.after(before, 20_020, grade) for grade in (Grade.GOOD, Grade.AGAIN))
    untouched = plainly(PRIOR, 20.0, 3, 50)
    found = forgetting.growth(PRIOR, before, good, Grade.GOOD)
    assert found == pytest.approx(plainly(PRIOR, good.stability, 4, 30) - untouched)
    assert found > forgetting.growth(PRIOR, before, again, Grade.AGAIN)


def test_growth_of_a_first_answer_is_what_will_be_recalled_and_nothing_when_it_was_missed() -> None:
    now, missed = (memory.after(None, 20_000, grade) for grade in (Grade.GOOD, Grade.AGAIN))
    assert forgetting.growth(PRIOR, None, now, Grade.GOOD) == forgetting.recall(PRIOR, now.stability, 1, 30)
    assert forgetting.growth(PRIOR, None, missed, Grade.AGAIN) == 0


# ── what answers teach ────────────────────────────────────────────────────────────────────────────────────


def by_matrices(outcomes: list[Outcome]) -> Curve:
    """The same steps with numpy: precision matrices are added, where the module shrinks a variance."""
    mean = np.array([PRIOR.level, PRIOR.strength, -PRIOR.fading, PRIOR.meetings])
    precision = np.diag(1 / np.square(DEVIATION))
    for stability, repetitions, days, options, right in outcomes:
        at = np.array([1, log(stability), log(days / 7), log(repetitions)])
        luck = 1 / options if options else FLATTERY
        known = 1 / (1 + exp(-float(at @ mean)))
        chance = luck + (1 - luck - SLIP) * known
        slope = (1 - luck - SLIP) * known * (1 - known)
        precision += slope**2 / (chance * (1 - chance)) * np.outer(at, at)
        mean = mean + np.linalg.solve(precision, at) * (right - chance) / (chance * (1 - chance)) * slope
    level, strength, fading, meetings = (float(each) for each in mean)
    return Curve(level, max(strength, 0), max(-fading, 0.05), max(meetings, 0))


@given(OUTCOMES)
@examples(60)
def test_each_answer_is_one_step_of_bayes(outcomes: list[Outcome]) -> None:
    found = forgetting.learned(outcomes)
    assert found.curve == pytest.approx(by_matrices(outcomes), rel=1e-4, abs=2e-6)
    assert found.outcomes == len(outcomes)


def test_without_answers_the_curve_is_the_prior() -> None:
    assert forgetting.learned([]) == START == forgetting.experience([])


@given(OUTCOMES, st.integers(0, 39))
@examples(60)
def test_a_right_answer_never_speaks_for_forgetting(outcomes: list[Outcome], place: int) -> None:
    """Of two learners who differ in the last answer, the one who was right is thought to know that objective better."""
    last = Outcome(10.0, 1 + place % 5, 1 + place, 3, right=True)
    right, wrong = (forgetting.learned([*outcomes, last._replace(right=each)]).curve for each in (True, False))
    where = last.stability, last.repetitions, last.days
    assert forgetting.recall(right, *where) >= forgetting.recall(wrong, *where) - 1e-6


def test_a_lucky_guess_says_less_than_a_flashcard() -> None:
    levels = [forgetting.learned([Outcome(5.0, 1, 7, options, right=True)]).curve.level for options in (0, 4, 3, 2)]
    assert levels == sorted(levels, reverse=True)
    assert levels[-1] > PRIOR.level


@pytest.mark.parametrize("truth", [
    Curve(0.4, 0.25, 0.30, 0.5), Curve(-0.9, 0.15, 0.25, 0.95), Curve(-0.4, 0.10, 0.65, 0.85),
])  # fmt: skip
def test_the_curve_of_a_learner_is_found_again(truth: Curve) -> None:
    """Six hundred answers drawn from a curve: what is then predicted lies within four points of it on average."""
    dice = Random(11)
    cases = [
        (exp(dice.gauss(1.5, 1.5)), dice.randint(1, 6), dice.choice((1, 2, 4, 8, 15, 30, 60)), dice.choice((0, 3, 4)))
        for _ in range(600)
    ]
    outcomes = [
        Outcome(*case, right=dice.random() < forgetting.observed(plainly(truth, *case[:3]), case[3])) for case in cases
    ]
    found = forgetting.learned(outcomes).curve
    off = [abs(forgetting.recall(found, *case[:3]) - plainly(truth, *case[:3])) for case in cases]
    before = [abs(plainly(PRIOR, *case[:3]) - plainly(truth, *case[:3])) for case in cases]
    assert sum(off) / len(off) < 0.04
    assert sum(off) < sum(before) / 2


def order(day: int, number: int = 0) -> Order:
    """A place in the log."""
    return (day, day * 1000 + number, number.to_bytes(16, "big"))


def test_experience_is_learned_from_all_but_the_first_meetings_in_the_order_of_the_log() -> None:
    one = [Evidence(order(1, 0), Grade.GOOD, 3), Evidence(order(4, 0), Grade.AGAIN, 0)]
    other = [
        Evidence(order(1, 1), Grade.AGAIN, 4),
        Evidence(order(3, 0), Grade.HARD, 4),
        Evidence(order(9, 0), Grade.GOOD, 3),
    ]
    first = memory.after(None, 1, Grade.GOOD)
    missed = memory.after(None, 1, Grade.AGAIN)
    hard = memory.after(missed, 3, Grade.HARD)
    outcomes = [
        Outcome(missed.stability, 1, 2, 4, right=True),
        Outcome(first.stability, 1, 3, 0, right=False),
        Outcome(hard.stability, 2, 6, 3, right=True),
    ]
    expected = forgetting.learned(outcomes, firsts=2, firsts_right=1)
    assert forgetting.experience([one, other]) == forgetting.experience([other, one]) == expected


def test_only_the_latest_answers_count() -> None:
    """The same thousand answers lead to the same curve, whatever came before."""

    def trail(start: int, count: int, grade: Grade) -> list[Evidence]:
        return [Evidence(order(start + place, start), grade, 3) for place in range(count)]

    late = [trail(1000 + number, 11, Grade.GOOD) for number in range(WINDOW // 10)]
    early = [trail(10 + number, 4, Grade.AGAIN) for number in range(20)]
    found, without = forgetting.experience([*early, *late]), forgetting.experience(late)
    assert (found.curve, found.outcomes) == (without.curve, WINDOW)


def test_an_experience_is_kept_by_its_event() -> None:
    found = forgetting.learned([Outcome(5.0, 2, 7, 3, right=False)], firsts=4, firsts_right=1)
    assert forgetting.experience_in(forgetting.fitted(found)) == found
