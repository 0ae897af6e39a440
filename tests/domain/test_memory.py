"""What is remembered: FSRS-6 as its reference implementation computes it, in whole study days, first answers only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import accumulate
from math import isclose

import fsrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizgame.domain import memory
from quizgame.domain.events import Certainty, Grade
from quizgame.domain.memory import Memory
from tests.examples import examples

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

STABILITY = {"rel_tol": 1e-4, "abs_tol": 2e-6}
"""The engine counts in 32-bit floats, py-fsrs in 64-bit ones. Over 4,000 random histories of up to 30 answers they
stayed within 4.5e-6 of each other; uniform ones ('easy' every day) within 4.5e-5. Only near the floor of 0.001 days
does cancellation in (S + 1)^w cost more, and there two millionths of a day are a fifth of a second."""

DIFFICULTY = {"rel_tol": 3e-5}
"""Within 4.4e-6 in the same histories."""

GRADES = st.sampled_from(Grade)
SINGLE_DAYS = st.lists(st.tuples(st.integers(1, 400), GRADES), min_size=1, max_size=30).map(
    lambda gaps: list(zip(accumulate(gap for gap, _ in gaps), (grade for _, grade in gaps), strict=True))
)
"""Histories of one answer a study day: (day, grade)."""

CROWDED_DAYS = st.lists(st.tuples(st.integers(0, 30), GRADES), min_size=1, max_size=12)
"""Histories in which several answers may share a study day, in any order."""

MEMORIES = st.builds(
    Memory,
    st.floats(0.001, 36500),
    st.floats(1, 10),
    st.integers(20_000, 21_000),
    st.integers(1, 100),
    st.integers(0, 20),
)


def oracle() -> fsrs.Scheduler:
    """The reference: no learning steps and no fuzz, with the very parameters of the engine."""
    return fsrs.Scheduler(parameters=memory.PARAMETERS, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def reference(history: list[tuple[int, Grade]]) -> fsrs.Card:
    """The card after a history, answered at exact multiples of 24 hours."""
    scheduler = oracle()
    card = fsrs.Card(card_id=1)
    for day, grade in history:
        card, _ = scheduler.review_card(card, fsrs.Rating(int(grade)), EPOCH + timedelta(days=day))
    return card


# ── the reference implementation ──────────────────────────────────────────────────────────────────────────


@given(SINGLE_DAYS)
@example([(day, Grade.AGAIN) for day in range(1, 31)])
@example([(day, Grade.EASY) for day in range(1, 31)])
@example([(400 * day, Grade.EASY) for day in range(1, 31)])
@examples(100)
def test_the_fold_gives_the_states_of_py_fsrs(history: list[tuple[int, Grade]]) -> None:
    found = memory.fold(history)
    card = reference(history)
    assert found is not None
    assert card.stability is not None
    assert card.difficulty is not None
    assert isclose(found.stability, card.stability, **STABILITY)
    assert isclose(found.difficulty, card.difficulty, **DIFFICULTY)
    assert found.last_day == history[-1][0]
    assert found.repetitions == len(history)
    assert found.lapses == sum(grade is Grade.AGAIN for _, grade in history[1:])


@given(SINGLE_DAYS, st.integers(0, 5000))
@examples(60)
def test_the_chance_of_recall_is_that_of_py_fsrs(history: list[tuple[int, Grade]], later: int) -> None:
    card = reference(history)
    assert card.stability is not None
    then = EPOCH + timedelta(days=history[-1][0] + later)
    expected = oracle().get_card_retrievability(card, then)
    assert isclose(memory.retrievability(card.stability, later), expected, rel_tol=1e-9)


def test_the_engine_has_the_published_default_parameters() -> None:
    published = pytest.approx(fsrs.scheduler.DEFAULT_PARAMETERS, rel=1e-6)
    assert published == memory.PARAMETERS


# ── the forgetting curve ──────────────────────────────────────────────────────────────────────────────────


@given(st.floats(0.001, 36500))
@examples(50)
def test_stability_is_the_days_until_nine_in_ten_are_recalled(stability: float) -> None:
    assert memory.retrievability(stability, 0) == 1
    assert isclose(memory.retrievability(stability, stability), 0.9, rel_tol=1e-9)


@given(st.floats(0.001, 36500), st.floats(0.05, 0.999))
@examples(100)
def test_the_interval_undoes_the_curve(stability: float, target: float) -> None:
    assert isclose(memory.retrievability(stability, memory.interval(stability, target)), target, rel_tol=1e-9)


@given(st.floats(0.001, 36500), st.floats(-500, 5000), st.floats(0, 500))
@examples(100)
def test_recall_only_fades_and_never_exceeds_certainty(stability: float, days: float, more: float) -> None:
    earlier, later = memory.retrievability(stability, days), memory.retrievability(stability, days + more)
    assert 0 < later <= earlier <= 1


# ── evidence ──────────────────────────────────────────────────────────────────────────────────────────────


@given(CROWDED_DAYS, GRADES)
@examples(100)
def test_a_second_answer_on_a_study_day_changes_nothing(history: list[tuple[int, Grade]], grade: Grade) -> None:
    found = memory.fold(history)
    assert found is not None
    assert memory.observe(found, found.last_day, grade) is found
    assert memory.observe(found, found.last_day - 3, grade) is found


@given(CROWDED_DAYS)
@examples(100)
def test_the_first_answer_of_each_study_day_is_the_evidence(history: list[tuple[int, Grade]]) -> None:
    history = sorted(history, key=lambda each: each[0])
    firsts: dict[int, Grade] = {}
    for day, grade in history:
        firsts.setdefault(day, grade)
    assert memory.fold(history) == memory.fold(list(firsts.items()))


@given(MEMORIES, st.integers(0, 3000), GRADES)
@examples(100)
def test_elapsed_time_is_never_negative(before: Memory, back: int, grade: Grade) -> None:
    """Evidence dated before the last evidence counts as of the same day, and the day does not run back."""
    assert memory.after(before, before.last_day - back, grade) == memory.after(before, before.last_day, grade)
    assert memory.after(before, before.last_day - back, grade).last_day == before.last_day


def test_nothing_answered_is_nothing_remembered() -> None:
    assert memory.fold([]) is None


@given(CROWDED_DAYS, st.integers(0, 11))
@examples(60)
def test_folding_in_two_parts_equals_folding_at_once(history: list[tuple[int, Grade]], cut: int) -> None:
    found = memory.fold(history[:cut])
    for day, grade in history[cut:]:
        found = memory.observe(found, day, grade)
    assert found == memory.fold(history)


@given(MEMORIES, st.integers(1, 2000))
@examples(100)
def test_a_better_grade_never_leaves_a_weaker_memory(before: Memory, elapsed: int) -> None:
    after = [memory.after(before, before.last_day + elapsed, grade) for grade in Grade]
    stabilities = [each.stability for each in after]
    assert stabilities == sorted(stabilities)
    assert [each.difficulty for each in after] == sorted((each.difficulty for each in after), reverse=True)


# ── the target ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("options", "target"), [(0, 0.90), (4, 0.92), (3, 0.93), (2, 0.94)])
def test_the_target_rises_with_the_chance_of_a_lucky_guess(options: int, target: float) -> None:
    """The table of design section 2.5."""
    assert memory.guess_aware_target(options) == pytest.approx(target, abs=0.005)


@pytest.mark.parametrize(("options", "chance"), [(0, 0), (2, 1 / 2), (3, 1 / 3), (4, 1 / 4)])
def test_chance_alone_is_right_one_time_in_k(options: int, chance: float) -> None:
    assert memory.guess_chance(options) == chance


# ── the due day ───────────────────────────────────────────────────────────────────────────────────────────

OBJECTIVES = st.sampled_from(["limits/warn", "limits/end", "words/sorry", "ä/ö"])


@given(MEMORIES, st.sampled_from([0, 2, 3, 4]), OBJECTIVES)
@examples(200)
def test_the_due_day_is_at_least_tomorrow_and_never_past_the_day_of_the_target(
    found: Memory, options: int, objective: str
) -> None:
    due = memory.due_day(found, options, objective)
    exact = memory.interval(found.stability, memory.guess_aware_target(options))
    assert due >= found.last_day + 1
    assert due <= found.last_day + max(1, int(exact))


@given(MEMORIES, st.sampled_from([0, 2, 3, 4]), OBJECTIVES)
@examples(200)
def test_fuzz_only_shortens_and_by_a_twentieth_at_most(found: Memory, options: int, objective: str) -> None:
    exact = memory.interval(found.stability, memory.guess_aware_target(options))
    shortest = int(exact * (1 - memory.FUZZ))
    assert max(1, shortest) <= memory.due_day(found, options, objective) - found.last_day


@given(MEMORIES, OBJECTIVES)
@examples(50)
def test_the_due_day_is_the_same_every_time(found: Memory, objective: str) -> None:
    """Nothing is drawn from a global generator: folding a log again reschedules nothing."""
    assert {memory.due_day(found, 4, objective) for _ in range(5)} == {memory.due_day(found, 4, objective)}


def test_what_was_learned_together_does_not_come_back_together() -> None:
    found = Memory(stability=400, difficulty=5, last_day=20_000, repetitions=6, lapses=0)
    dues = {memory.due_day(found, 0, f"pack/o{number}") for number in range(40)}
    assert len(dues) > 10


@given(MEMORIES, OBJECTIVES)
@examples(50)
def test_what_can_be_guessed_is_due_no_later(found: Memory, objective: str) -> None:
    dues = [memory.due_day(found, options, objective) for options in (0, 4, 3, 2)]
    assert dues == sorted(dues, reverse=True)


# ── grades ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("certainty", "right", "grade"),
    [
        (Certainty.UNSTATED, True, Grade.GOOD),
        (Certainty.SURE, True, Grade.GOOD),
        (Certainty.NOT_SURE, True, Grade.HARD),
        (Certainty.UNSTATED, False, Grade.AGAIN),
        (Certainty.SURE, False, Grade.AGAIN),
        (Certainty.NOT_SURE, False, Grade.AGAIN),
    ],
)
def test_right_is_good_unsure_is_hard_and_wrong_is_again(certainty: Certainty, right: bool, grade: Grade) -> None:
    assert memory.grade_of_choice(certainty, right=right) is grade


# ── looking ahead ─────────────────────────────────────────────────────────────────────────────────────────


@given(MEMORIES, st.integers(0, 2000))
@examples(100)
def test_the_futures_are_what_grading_would_leave(before: Memory, elapsed: int) -> None:
    found = memory.futures(before.stability, before.difficulty, elapsed)
    graded = (memory.after(before, before.last_day + elapsed, grade) for grade in (Grade.GOOD, Grade.AGAIN))
    assert found == tuple(each.stability for each in graded)


def test_first_stabilities_are_those_of_a_first_answer() -> None:
    graded = (memory.after(None, 20_000, grade) for grade in (Grade.GOOD, Grade.AGAIN))
    assert [each.stability for each in graded] == pytest.approx(list(memory.FIRST_STABILITIES))


@given(CROWDED_DAYS)
@examples(60)
def test_stabilities_on_the_way_are_those_of_each_step(history: list[tuple[int, Grade]]) -> None:
    evidence = list(dict(sorted(history, key=lambda each: each[0])).items())
    steps = [memory.fold(evidence[: count + 1]) for count in range(len(evidence))]
    found = memory.stabilities(evidence) if evidence else []
    assert found == [each.stability for each in steps if each]
