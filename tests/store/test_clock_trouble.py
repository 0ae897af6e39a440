"""Clocks that jump, learners who fly, sessions past the rollover: no answer is lost and no later one is poisoned.

The rule is stated in `quizgame.domain.days.judge`: a clock is believed unless most practised days lie after it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from quizgame.domain import days
from quizgame.domain.events import Grade, SessionFinished, SessionStarted
from quizgame.domain.memory import Memory
from quizgame.store.desk import Desk
from tests.builders import FixedClock, a_card, a_desk, a_pack, a_response, a_store, a_study
from tests.store.histories import (
    TODAY,
    answer_open,
    assert_caches_equal_the_fold,
    memory_of,
    moment,
    play,
    sit,
)

FIVE_YEARS = 5 * 365
JUMPS = pytest.mark.parametrize("jump", [FIVE_YEARS, -FIVE_YEARS], ids=["five years ahead", "five years behind"])

AUCKLAND, HONOLULU = ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")


def an_old_log(desk: Desk, *, length: int = 20) -> None:
    """Two objectives answered every other day, up to the day before yesterday."""
    for day in range(TODAY - 2 * length, TODAY, 2):
        grade = Grade.AGAIN if day % 14 == 0 else Grade.GOOD
        sit(desk, day, ("pack/o0", grade), ("pack/o1", Grade.GOOD))


def memories(desk: Desk) -> dict[str, Memory]:
    """Memory by objective."""
    return {objective: memory for objective, memory, _ in desk.memories()}


# ── five years ahead, and back ────────────────────────────────────────────────────────────────────────────


def test_while_answers_of_a_clock_that_was_ahead_wait_everything_is_as_if_they_had_not_been_given(
    tmp_path: Path,
) -> None:
    with a_store(tmp_path / "a", a_pack()) as troubled, a_store(tmp_path / "b", a_pack()) as calm:
        desks = a_desk(troubled), a_desk(calm)
        for desk in desks:
            an_old_log(desk)
        ahead = TODAY + FIVE_YEARS
        assert sit(desks[0], ahead, ("pack/o0", Grade.AGAIN), ("pack/o2", Grade.GOOD)) == ahead
        for desk in desks:
            assert sit(desk, TODAY + 1, ("pack/o1", Grade.GOOD)) == TODAY + 1
            assert sit(desk, TODAY + 4, ("pack/o0", Grade.HARD)) == TODAY + 4
        assert memory_of(desks[0]) == memory_of(desks[1])
        assert [each.objective for each in desks[0].fresh()] == [each.objective for each in desks[1].fresh()]
        assert len(desks[0].reviews()) == len(desks[1].reviews()) + 2, "and they are still in the log"
        assert_caches_equal_the_fold(troubled)


def test_answers_of_a_clock_that_was_ahead_count_when_their_day_comes(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        an_old_log(desk)
        ahead = TODAY + FIVE_YEARS
        sit(desk, ahead, ("pack/o2", Grade.GOOD))
        sit(desk, TODAY + 1, ("pack/o1", Grade.GOOD))
        assert desk.standing("pack/o2") is None
        sit(desk, ahead)
        standing = desk.standing("pack/o2")
        assert standing is not None
        assert standing.memory.last_day == ahead
        assert_caches_equal_the_fold(database)


def test_objectives_that_were_not_touched_in_the_episode_never_notice_it(tmp_path: Path) -> None:
    """Not even when its days have come."""
    with a_store(tmp_path / "a", a_pack()) as troubled, a_store(tmp_path / "b", a_pack()) as calm:
        desks = a_desk(troubled), a_desk(calm)
        for desk in desks:
            an_old_log(desk)
        sit(desks[0], TODAY + FIVE_YEARS, ("pack/o0", Grade.AGAIN))
        for desk in desks:
            sit(desk, TODAY + 1, ("pack/o1", Grade.GOOD))
            sit(desk, TODAY + FIVE_YEARS + 1, ("pack/o1", Grade.AGAIN))
        assert memory_of(desks[0])["pack/o1"] == memory_of(desks[1])["pack/o1"]


@pytest.mark.parametrize(("practised", "wrong"), [(1, 1), (3, 1), (20, 5)])
def test_the_true_clock_is_believed_at_once_unless_most_practised_days_are_wrong(
    tmp_path: Path, practised: int, wrong: int
) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        for day in range(practised):
            sit(desk, TODAY - practised + day, ("pack/o0", Grade.GOOD))
        for day in range(wrong):
            sit(desk, TODAY + FIVE_YEARS + day, ("pack/o1", Grade.GOOD))
        assert sit(desk, TODAY + 1, ("pack/o0", Grade.GOOD)) == TODAY + 1


def test_a_young_log_goes_on_from_the_days_that_most_of_it_was_written_on(tmp_path: Path) -> None:
    """One day before, three in the wrong years: nobody can tell which clock was right, and the gaps stay true."""
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        sit(desk, TODAY, ("pack/o0", Grade.GOOD))
        ahead = TODAY + FIVE_YEARS
        for day in range(3):
            sit(desk, ahead + day, ("pack/o1", Grade.GOOD))
        judged = [sit(desk, TODAY + 5 + day, ("pack/o1", Grade.GOOD)) for day in (0, 1, 8)]
        assert judged == [ahead + 2, ahead + 3, ahead + 10]
        assert_caches_equal_the_fold(database)


# ── five years behind, and back ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("length", [1, 20], ids=["young log", "old log"])
def test_a_clock_that_fell_behind_writes_the_days_that_follow_the_last(tmp_path: Path, length: int) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        an_old_log(desk, length=length)
        last = TODAY - 2
        behind = TODAY - FIVE_YEARS
        judged = [sit(desk, behind + day, ("pack/o2", Grade.GOOD)) for day in (0, 1, 3)]
        assert judged == [last, last + 1, last + 3]
        assert sit(desk, TODAY + 7, ("pack/o2", Grade.GOOD)) == TODAY + 7
        assert memories(desk)["pack/o2"].repetitions == 4
        assert_caches_equal_the_fold(database)


def test_a_clock_that_fell_behind_leaves_the_others_memory_as_it_would_have_been(tmp_path: Path) -> None:
    with a_store(tmp_path / "a", a_pack()) as troubled, a_store(tmp_path / "b", a_pack()) as calm:
        desks = a_desk(troubled), a_desk(calm)
        for desk in desks:
            an_old_log(desk)
        sit(desks[0], TODAY - FIVE_YEARS, ("pack/o2", Grade.GOOD))
        for desk in desks:
            sit(desk, TODAY + 2, ("pack/o0", Grade.GOOD), ("pack/o1", Grade.AGAIN))
        found, expected = memory_of(desks[0]), memory_of(desks[1])
        assert {key: found[key] for key in expected} == expected


@JUMPS
def test_whatever_the_clock_did_a_later_answer_is_due_at_a_sane_day(tmp_path: Path, jump: int) -> None:
    """Touched objectives included: the next due day lies after today and not years away."""
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        an_old_log(desk)
        sit(desk, TODAY + jump, ("pack/o0", Grade.GOOD), ("pack/o1", Grade.GOOD), ("pack/o2", Grade.GOOD))
        before = memories(desk)
        sit(desk, TODAY + 1)
        sit(desk, TODAY + 2, ("pack/o0", Grade.GOOD), ("pack/o1", Grade.GOOD), ("pack/o2", Grade.GOOD))
        for objective, memory, due in desk.memories():
            assert memory.last_day == TODAY + 2
            assert TODAY + 2 < due < TODAY + 400, objective
        assert len(before) == 3
        assert_caches_equal_the_fold(database)


@JUMPS
def test_no_answer_leaves_the_log(tmp_path: Path, jump: int) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        an_old_log(desk)
        before = desk.reviews()
        sit(desk, TODAY + jump, ("pack/o0", Grade.GOOD))
        sit(desk, TODAY + 1, ("pack/o0", Grade.GOOD))
        after = desk.reviews()
        assert len(after) == len(before) + 2
        assert {each.stamp.id for each in before} < {each.stamp.id for each in after}
        assert desk.days_practised() >= len({each.stamp.day for each in before})


@JUMPS
def test_a_study_plays_on_through_a_jump(tmp_path: Path, jump: int) -> None:
    """Before, during and after: each session asks, the week and the days are those of the judged day."""
    clock = FixedClock()
    with a_store(tmp_path, a_pack(objectives=6)) as database:
        study = a_study(database, clock)
        for _ in range(4):
            assert play(study, clock)
            clock.when += timedelta(days=1)
        true = clock.when
        clock.set(true + timedelta(days=jump))
        assert play(study, clock)
        clock.set(true + timedelta(days=1))
        overview = study.overview()
        assert days.calendar(overview.day) == clock.when.date()
        assert overview.clock_behind == (jump > 0)
        verdicts = play(study, clock)
        assert verdicts
        assert all(1 <= verdict.due_in < 400 for verdict in verdicts)
        assert_caches_equal_the_fold(database)


def test_the_pace_does_not_hang_on_answers_that_wait(tmp_path: Path) -> None:
    """Sixty slow answers of a wrong year must not be the latest ones for five years."""
    clock = FixedClock()
    with a_store(tmp_path, a_pack(objectives=30)) as database:
        study = a_study(database, clock)
        for _ in range(20):
            play(study, clock)
            clock.when += timedelta(days=1)
        before = a_desk(database).gaps()
        true = clock.when
        clock.set(true + timedelta(days=FIVE_YEARS))
        for _ in range(3):
            study.start(5)
            for _ in range(4):
                answer_open(study, clock, seconds=70)
                study.proceed()
            study.finish()
        clock.set(true)
        study.overview()
        assert a_desk(database).gaps() == before


def test_a_setting_changed_by_a_clock_that_was_ahead_can_be_changed_again(tmp_path: Path) -> None:
    """Switching the pack on today must not wait for the year in which it was switched off."""
    clock = FixedClock()
    with a_store(tmp_path, a_pack(objectives=6)) as database:
        study = a_study(database, clock)
        for _ in range(4):
            play(study, clock)
            clock.when += timedelta(days=1)
        true = clock.when
        clock.set(true + timedelta(days=FIVE_YEARS))
        play(study, clock)
        study.preferences.switch_pack("pack", on=False)
        study.preferences.move_rollover(9 * 60)
        clock.set(true)
        study.preferences.switch_pack("pack", on=True)
        study.preferences.move_rollover(2 * 60)
        assert study.preferences.packs_off() == set()
        assert study.preferences.rollover() == 2 * 60
        assert study.start(1) is not None


# ── travel ────────────────────────────────────────────────────────────────────────────────────────────────


def travelled(clock: FixedClock, when: datetime) -> None:
    """Let it be this time in its zone."""
    offset = when.utcoffset()
    assert offset is not None
    clock.set(when.astimezone(UTC))
    clock.offset = int(offset.total_seconds())


def test_from_auckland_to_honolulu_and_back_nothing_waits_nothing_is_lost_and_nothing_is_asked_twice_a_day(
    tmp_path: Path,
) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack(objectives=8)) as database:
        study = a_study(database, clock)
        seats = [
            datetime(2026, 7, 9, 20, 0, tzinfo=AUCKLAND),
            datetime(2026, 7, 10, 20, 0, tzinfo=AUCKLAND),
            datetime(2026, 7, 10, 7, 0, tzinfo=HONOLULU),  # nine hours later, and the same day once more
            datetime(2026, 7, 10, 20, 0, tzinfo=HONOLULU),
            datetime(2026, 7, 13, 21, 0, tzinfo=HONOLULU),
            datetime(2026, 7, 15, 5, 0, tzinfo=AUCKLAND),  # the 14th is skipped
        ]
        judged = []
        for seat in seats:
            travelled(clock, seat)
            judged.append(study.overview().day)
            assert not study.overview().clock_behind
            play(study, clock)
            assert_caches_equal_the_fold(database)
        assert [days.calendar(day).day for day in judged] == [9, 10, 10, 10, 13, 15]
        evidence = [(each.stamp.day, each.answer.objective) for each in a_desk(database).reviews()]
        assert len(evidence) > len(seats)
        assert all(1 <= memory.repetitions <= 4 for _, memory, _ in a_desk(database).memories())


def test_a_flight_west_late_at_night_repeats_a_day_and_loses_nothing(tmp_path: Path) -> None:
    """Answers of the 11th in Auckland, then of the 10th in Honolulu: both count, in the order of their days."""
    clock = FixedClock()
    with a_store(tmp_path, a_pack(objectives=4)) as database:
        study = a_study(database, clock)
        travelled(clock, datetime(2026, 7, 11, 10, 0, tzinfo=AUCKLAND))
        first = play(study, clock)
        travelled(clock, datetime(2026, 7, 10, 21, 0, tzinfo=HONOLULU))
        assert not study.overview().clock_behind
        second = play(study, clock)
        days_ = [each.stamp.day for each in a_desk(database).reviews()]
        assert len(days_) == len(first) + len(second)
        assert max(days_) - min(days_) == 1
        assert_caches_equal_the_fold(database)


# ── sessions and the turn of the day ──────────────────────────────────────────────────────────────────────


def test_a_session_across_four_in_the_morning_keeps_its_study_day(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 21, 3, 59, 30, tzinfo=UTC))
    with a_store(tmp_path, a_pack(objectives=9)) as database:
        study = a_study(database, clock)
        assert len(play(study, clock, minutes=3)) > 3
        assert clock.when.hour == 4
        desk = a_desk(database)
        friday = days.from_calendar(datetime(2026, 11, 20, tzinfo=UTC).date())
        assert {each.stamp.day for each in desk.reviews()} == {friday}
        assert {each.stamp.day for each in desk.events() if isinstance(each.fact, SessionStarted)} == {friday}
        assert study.overview().day == friday + 1


def test_the_end_of_a_session_belongs_to_the_study_day_on_which_it_started(tmp_path: Path) -> None:
    """A session that ends after the turn of the day must not count as practice of the next one."""
    clock = FixedClock(datetime(2026, 11, 21, 3, 59, 30, tzinfo=UTC))
    with a_store(tmp_path, a_pack(objectives=9)) as database:
        study = a_study(database, clock)
        play(study, clock, minutes=3)
        desk = a_desk(database)
        [finished] = [each for each in desk.events() if isinstance(each.fact, SessionFinished)]
        assert {finished.stamp.day} == {each.stamp.day for each in desk.reviews()}
        assert len(desk.day_totals(0)) == 1


def test_an_answer_after_half_an_hour_of_rest_begins_another_session(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack(objectives=9)) as database:
        study = a_study(database, clock)
        study.start(5)
        first = answer_open(study, clock)
        study.proceed()
        study.pause()
        clock.tick(days.REST + 60)
        study.unpause()
        answer_open(study, clock)
        sessions = [each.answer.session for each in a_desk(database).reviews()]
        assert len(set(sessions)) == 2
        asked = {first.showing.question.objective, study.showing.question.objective}
        while len(asked) < 9 and (showing := study.proceed()) is not None:
            assert showing.question.objective not in asked, "what was answered before the rest is not asked again"
            asked.add(showing.question.objective)
            answer_open(study, clock)


def test_a_rested_session_that_goes_on_after_four_is_of_the_new_day(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 21, 3, 50, tzinfo=UTC))
    with a_store(tmp_path, a_pack(objectives=9)) as database:
        study = a_study(database, clock)
        study.start(5)
        answer_open(study, clock)
        study.proceed()
        study.pause()
        clock.tick(days.REST + 60)
        study.unpause()
        answer_open(study, clock)
        found = [each.stamp.day for each in a_desk(database).reviews()]
        assert found == [found[0], found[0] + 1]
        assert_caches_equal_the_fold(database)


# ── a rollover that moves ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rollover", "tonight", "tomorrow_night"),
    [(1 * 60, [21, 22, 22, 22], [22, 23, 23, 23]), (9 * 60, [21, 21, 21, 22], [22, 22, 22, 22])],
    ids=["to one", "to nine"],
)
def test_a_rollover_moved_in_mid_day_holds_from_tomorrow(
    tmp_path: Path, rollover: int, tonight: list[int], tomorrow_night: list[int]
) -> None:
    """Asked on the 21st at noon; then the study day at 00:30, 01:30, 03:30 and 04:30 of the 22nd and of the 23rd."""
    clock = FixedClock()
    with a_store(tmp_path, a_pack()) as database:
        study = a_study(database, clock)
        play(study, clock)
        today = study.overview().day
        assert study.preferences.move_rollover(rollover) == today + 1
        assert study.overview().day == today
        midnight = datetime(2026, 11, 22, tzinfo=UTC)
        found = []
        for night in (midnight, midnight + timedelta(days=1)):
            for minutes in (30, 90, 210, 270):
                clock.set(night + timedelta(minutes=minutes))
                found.append(days.calendar(study.overview().day).day)
        assert found == [*tonight, *tomorrow_night]


def test_moving_the_rollover_rewrites_no_day_of_the_log(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack(objectives=9)) as database:
        study = a_study(database, clock)
        play(study, clock)
        before = [each.stamp.day for each in a_desk(database).reviews()]
        study.preferences.move_rollover(0)
        clock.tick(86_400)
        play(study, clock)
        assert [each.stamp.day for each in a_desk(database).reviews()][: len(before)] == before
        assert a_desk(database).today(moment(before[0] + 1)) == before[0] + 1


# ── pace ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_kinds_of_questions_are_told_apart_in_the_pace(tmp_path: Path) -> None:
    """The gap before an answer belongs to the kind of that answer."""
    pack = a_pack(questions=[question for n in range(4) for question in (a_card(f"c{n}"), a_response(f"r{n}"))])
    clock = FixedClock()
    with a_store(tmp_path, pack) as database:
        study = a_study(database, clock)
        study.start(5)
        kinds = []
        for _ in range(6):
            kind = study.showing.question.question.kind
            answer_open(study, clock, seconds=5 if kind == "flashcard" else 30)
            kinds.append(kind)
            study.proceed()
        gaps = a_desk(database).gaps()
        assert [kind for kind, _ in gaps] == kinds[:0:-1], "the first answer of a session has no gap before it"
        assert [seconds for _, seconds in gaps] == pytest.approx([{"f": 5, "b": 30}[kind[0]] for kind, _ in gaps])
