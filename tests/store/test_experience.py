"""How a learner forgets is an event in the log: the latest holds, wherever it was written, and none breaks anything."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from quizgame.domain import forgetting
from quizgame.domain.events import Event, Grade, ParametersFitted, Review, SessionFinished
from quizgame.domain.forgetting import LEAST, MOST, START, WINDOW, Curve, Experience
from quizgame.domain.planner import paces, queue
from quizgame.store.desk import Desk
from quizgame.store.erasure import erase
from quizgame.store.errors import StoreError
from quizgame.store.inspection import inspect
from quizgame.store.joining import join
from tests.builders import FixedClock, a_desk, a_learner, a_pack, a_store, a_study, seeded
from tests.examples import examples
from tests.store.exports import KIM, SAM, a_machine, exported, taken_in, values_of
from tests.store.histories import (
    TODAY,
    answer_on,
    assert_caches_equal_the_fold,
    desk_of,
    dump,
    play,
    same_learner,
    when,
)

NUMBERS = ("level", "strength", "fading", "meetings")
COUNTS = ("outcomes", "firsts", "firsts_right")


def a_fact(level: float = -0.25, outcomes: int = 12) -> ParametersFitted:
    """Fitted numbers told apart by their level."""
    return ParametersFitted(level, 0.21, 0.35, 0.7, outcomes, 9, 4)


def rows_of(desk: Desk) -> list[Review | Event]:
    """A whole log."""
    return [*desk.reviews(), *desk.events()]


def fitted_in(desk: Desk) -> list[ParametersFitted]:
    """Every fit in the log, oldest first."""
    return [each.fact for each in desk.events() if isinstance(each.fact, ParametersFitted)]


# ── which one holds ───────────────────────────────────────────────────────────────────────────────────────────


def test_before_anything_was_learned_everybody_is_taken_to_forget_alike(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY)
        assert desk.experience() == START


def test_the_latest_in_the_order_of_the_log_holds_not_the_one_written_last(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        for day, level in ((0, 0.1), (3, 0.3), (1, 0.2)):
            desk.note(a_fact(level), when(TODAY + day))
        assert desk.experience() == forgetting.experience_in(a_fact(0.3))


def test_each_learner_has_their_own(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        sam, kim = a_desk(database), desk_of(database, a_learner(database, "Kim", 5), 6)
        kim.note(a_fact(), when())
        assert (sam.experience(), kim.experience().curve.level) == (START, -0.25)


CURVES = st.builds(
    Curve, *(st.floats(*ends).map(lambda each: round(each, 6)) for ends in zip(LEAST, MOST, strict=True))
)
# Nobody can have known more first meetings than there were.
EXPERIENCES = st.builds(Experience, CURVES, *[st.integers(0, 2**31)] * 3).map(
    lambda found: found._replace(firsts=max(found[2:]), firsts_right=min(found[2:]))
)


@given(EXPERIENCES)
@examples(60)
def test_what_was_learned_comes_back_from_log_and_export_to_the_last_digit(found: Experience) -> None:
    with (
        TemporaryDirectory() as folder,
        a_machine(Path(folder, "a")) as here,
        a_machine(Path(folder, "b"), learner=None, seed=2) as there,
    ):
        desk = desk_of(here, SAM)
        desk.note(forgetting.fitted(found), when())
        taken_in(there, exported(here))
        assert desk.experience() == desk_of(there, SAM).experience() == found
        assert exported(there) == exported(here)


def test_machines_that_learned_apart_agree_once_they_have_merged_in_any_order(tmp_path: Path) -> None:
    logs: list[list[Review | Event]] = []
    for number, day in enumerate((2, 5, 5), 1):
        with a_machine(tmp_path / f"{number}", seed=number) as machine:
            desk = desk_of(machine, SAM, number)
            answer_on(desk, TODAY + day, second=number)
            desk.note(a_fact(number / 10), when(TODAY + day, 10))  # two of them at one instant
            logs.append(rows_of(desk))
    found = set()
    for place, order in enumerate(permutations(logs)):
        with a_machine(tmp_path / f"merged-{place}", seed=9) as machine:
            desk = desk_of(machine, SAM)
            for log in (*order, order[0]):
                desk.merge(log, TODAY + 9)
            assert_caches_equal_the_fold(machine)
            found.add(desk.experience())
    assert len(found) == 1
    assert found.pop().curve.level in {0.2, 0.3}


@pytest.mark.parametrize("later", ["Sam", "Kim"])
def test_of_two_learners_who_are_one_the_later_fit_holds(tmp_path: Path, later: str) -> None:
    with a_store(tmp_path, a_pack()) as database:
        same_learner(database, SAM)
        same_learner(database, KIM)
        for learner, level in ((SAM, 0.1), (KIM, 0.2)):
            desk_of(database, learner).note(a_fact(level), when(TODAY + (learner.name == later)))
        join(database, SAM, KIM, seeded(5), when(TODAY + 3))
        assert desk_of(database, SAM).experience().curve.level == (0.1 if later == "Sam" else 0.2)
        assert inspect(database).sound


def test_what_was_learned_on_a_day_that_has_not_come_waits_for_it(tmp_path: Path) -> None:
    ahead = TODAY + 400
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        for day in range(3):
            answer_on(desk, TODAY + day)
        desk.note(a_fact(0.1), when(TODAY + 2, 9))
        answer_on(desk, ahead)
        desk.note(a_fact(0.9), when(ahead, 9))
        assert desk.experience().curve.level == 0.9
        desk.turn_to(TODAY + 3)
        assert desk.experience().curve.level == 0.1
        desk.turn_to(ahead)
        assert desk.experience().curve.level == 0.9


def test_an_undo_goes_past_it_to_the_answer_and_leaves_it_in_the_log(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        review = answer_on(desk, TODAY)
        desk.note(a_fact(), when(TODAY, 5))
        undone = desk.undo(when(TODAY, 9))
        assert undone == review
        assert (desk.experience().curve.level, fitted_in(desk), desk.evidence(WINDOW)) == (-0.25, [a_fact()], [])
        assert_caches_equal_the_fold(database)


def test_it_moves_no_cache_and_the_store_stays_sound(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY)
        before = dump(database)
        desk.note(a_fact(), when(TODAY, 5))
        assert dump(database) == before
        assert inspect(database).sound


def test_an_erased_learner_leaves_no_fit_behind(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        for name, seed in (("Sam", 2), ("Kim", 5)):
            desk = desk_of(database, a_learner(database, name, seed), seed)
            answer_on(desk, TODAY)
            desk.note(a_fact(seed / 10), when(TODAY, 5))
    assert erase(tmp_path, "Sam").events == 1
    with a_store(tmp_path) as database:
        bodies = database.reading.execute("SELECT body FROM event WHERE kind = 'parameters-fitted'").fetchall()
        assert len(bodies) == 1
        assert a_desk(database, "Kim").experience().curve.level == 0.5


# ── after a session ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_session_ends_with_what_it_taught(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack(objectives=6)) as database:
        clock = FixedClock()
        study = a_study(database, clock)
        desk = a_desk(database)
        for session in range(3):
            assert play(study, clock, wrong={0})
            assert desk.experience() == forgetting.experience(desk.evidence(WINDOW))
            assert len(fitted_in(desk)) == session + 1
            clock.tick(3 * 86_400)
        assert desk.experience().outcomes > 0
        assert desk.experience().firsts_right < desk.experience().firsts
        assert inspect(database).sound


def test_a_session_in_which_nothing_was_answered_leaves_no_trace(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        study = a_study(database, FixedClock())
        study.start(1)
        study.finish()
        assert rows_of(a_desk(database)) == []


def test_what_teaches_nothing_new_is_not_written_again(tmp_path: Path) -> None:
    """A second session of the day in which everything was practice."""
    with a_store(tmp_path, a_pack(objectives=1)) as database:
        clock = FixedClock()
        study, desk = a_study(database, clock), a_desk(database)
        for _ in range(2):
            play(study, clock)
            clock.tick(3600)
        facts = [type(each.fact) for each in desk.events()]
        assert (facts.count(SessionFinished), facts.count(ParametersFitted)) == (2, 1)


# ── from elsewhere ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An export with one fit in it."""
    with a_machine(tmp_path_factory.mktemp("good")) as here:
        desk_of(here, SAM).note(a_fact(), when())
        return exported(here)


def test_an_export_says_the_numbers_by_name(good: bytes) -> None:
    [line] = [each for each in values_of(good) if each.get("kind") == "parameters-fitted"]
    assert line["body"] == dict(zip((*NUMBERS, *COUNTS), (-0.25, 0.21, 0.35, 0.7, 12, 9, 4), strict=True))


NONE = ["NaN", "Infinity", "-Infinity", "1e999", "1e9", "-100.001", '"0.2"', "null", "true", "[]", "{}", "1" * 400]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *((key, value) for key in NUMBERS for value in NONE),
        *((key, value) for key in COUNTS for value in [*NONE, "-1", "1.5", "1.0", str(2**31 + 1)]),
    ],
)
def test_numbers_that_cannot_be_are_refused(good: bytes, tmp_path: Path, key: str, value: str) -> None:
    old = dict(zip((*NUMBERS, *COUNTS), ("-0.25", "0.21", "0.35", "0.7", "12", "9", "4"), strict=True))[key]
    bad = good.replace(f'"{key}":{old}'.encode(), f'"{key}":{value}'.encode())
    assert bad != good
    with a_machine(tmp_path, learner=None) as there:
        with pytest.raises(StoreError, match=f"line 2: `{key}` must be .* Nothing was imported"):
            taken_in(there, bad)
        assert there.reading.execute("SELECT count(*) FROM learner").fetchone() == (0,)


EXTREME = st.sampled_from([-100.0, 100.0, 0.0, -0.0, 1e-300]) | st.floats(-100, 100)


@given(st.builds(ParametersFitted, *[EXTREME] * 4, *[st.sampled_from([0, 1, 2**31])] * 3))
@examples(100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_numbers_an_import_lets_in_break_nothing_that_is_computed(
    tmp_path_factory: pytest.TempPathFactory, fact: ParametersFitted
) -> None:
    with a_machine(tmp_path_factory.mktemp("there")) as there:
        desk = desk_of(there, SAM)
        for number, grade in enumerate(Grade):
            answer_on(desk, TODAY + number, f"pack/o{number % 3}", grade)
        desk.note(fact, when(TODAY + 5))
        found = desk.experience()
        bounds = zip(found.curve, LEAST, MOST, strict=True)
        assert all(least <= number <= most for number, least, most in bounds)
        for later in (4, 60_000):
            ranked = queue(desk.known(), desk.fresh(), TODAY + later, paces(()), found)
            assert len(ranked.known) == 3
            assert all(-1 <= pick.worth <= 1 for pick in ranked.known)


TRAILS = st.lists(
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from(Grade), st.sampled_from([0, 1, 2, 4, 100])), min_size=1),
    max_size=12,
)


@given(TRAILS, st.booleans())
@examples(200)
def test_whatever_is_learned_passes_the_checks_of_an_import(
    trails: list[list[tuple[int, Grade, int]]], sparse: bool
) -> None:
    """An export that the game has written can always be taken in."""
    evidence = []
    for trail in trails:
        days = sorted({day * (200 if sparse else 1): (grade, options) for day, grade, options in trail}.items())
        evidence.append([forgetting.Evidence((day, 0, b""), *rest) for day, rest in days])
    fact = forgetting.fitted(forgetting.experience(evidence))
    assert all(-100 <= getattr(fact, key) <= 100 for key in NUMBERS)
    assert all(type(getattr(fact, key)) is float for key in NUMBERS)
    assert all(0 <= getattr(fact, key) <= 2**31 for key in COUNTS)
