"""What a learner sets holds from a study day on, is written once, and never rewrites the days before."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from quizgame.domain.days import calendar
from quizgame.domain.events import DayOff, Fact, SettingChanged
from quizgame.domain.progress import Year
from quizgame.store.database import FILE, Database
from quizgame.store.errors import StoreBusy
from quizgame.study.preferences import AHEAD, Refused
from quizgame.study.study import Study
from tests.builders import NOON, FixedClock, a_desk, a_learner, a_pack_of_responses, a_store, a_study

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def practise(study: Study) -> None:
    """A session that counts."""
    assert study.start(1) is not None
    study.choose(0)
    study.finish()


def practised_on(study: Study, clock: FixedClock, ago: Iterable[int]) -> None:
    """Practise on the days that lie so many days ago, and come back to today."""
    today = clock.when
    for days in sorted(ago, reverse=True):
        clock.set(today - timedelta(days=days))
        practise(study)
    clock.set(today)


def facts(database: Database) -> list[Fact]:
    """The settings and days off in the log, in order."""
    return [each.fact for each in a_desk(database).events() if isinstance(each.fact, SettingChanged | DayOff)]


def states(year: Year) -> list[str]:
    """What the days of the year were."""
    return [each.state for each in year.days]


def test_until_something_is_set_the_weekend_rests_and_five_days_are_the_goal(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        found = a_study(database, FixedClock()).preferences.settings()
        assert found.rest == {SAT, SUN}
        assert (found.goal, found.rollover, found.days_off) == (5, 4 * 60, ())


@pytest.mark.parametrize(
    ("change", "key", "value", "ahead"),
    [
        (lambda study: study.preferences.aim(4), "goal", "4", 0),
        (lambda study: study.preferences.rest_on([MON, SUN]), "rest", str(1 + 64), 0),
        (lambda study: study.preferences.rest_on([]), "rest", "0", 0),
        (lambda study: study.preferences.move_rollover(12 * 60), "rollover", "720", 1),
    ],
    ids=["goal", "rest", "no rest", "rollover"],
)
def test_a_change_is_one_event_and_the_same_value_again_is_none(
    tmp_path: Path, change: Callable[[Study], int | None], key: str, value: str, ahead: int
) -> None:
    """A goal and rest days hold from today on, the hour at which the day turns from tomorrow on."""
    with a_store(tmp_path) as database:
        study = a_study(database, FixedClock())
        holds = study.today() + ahead
        assert change(study) == holds
        assert change(study) is None
        assert facts(database) == [SettingChanged(key, value, holds)]


def test_what_nobody_has_set_is_a_value_too(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        preferences = a_study(database, FixedClock()).preferences
        preferences.aim(5)
        preferences.rest_on([SUN, SAT])
        preferences.move_rollover(4 * 60)
        preferences.mark([preferences.settings().today], off=False)
        preferences.switch_pack("pack", on=True)
        assert facts(database) == []


def test_a_pack_is_switched_once(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        preferences = a_study(database, FixedClock()).preferences
        for on in (False, False, True, True):
            preferences.switch_pack("pack", on=on)
        assert [fact.value for fact in facts(database) if isinstance(fact, SettingChanged)] == ["pack=off", "pack=on"]


@pytest.mark.parametrize("goal", [-1, 0, 8])
def test_a_goal_is_one_to_seven_days(tmp_path: Path, goal: int) -> None:
    with a_store(tmp_path) as database:
        with pytest.raises(Refused, match="1 to 7 days"):
            a_study(database, FixedClock()).preferences.aim(goal)
        assert facts(database) == []


def test_one_weekday_is_left_to_practise_on(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        preferences = a_study(database, FixedClock()).preferences
        with pytest.raises(Refused, match="One weekday at least"):
            preferences.rest_on(range(7))
        preferences.rest_on(range(6))
        assert preferences.settings().rest == set(range(6))


@pytest.mark.parametrize("minutes", [-1, 24 * 60])
def test_a_day_turns_within_a_day(tmp_path: Path, minutes: int) -> None:
    with a_store(tmp_path) as database, pytest.raises(Refused):
        a_study(database, FixedClock()).preferences.move_rollover(minutes)


def test_a_goal_changed_today_is_this_weeks_goal_and_not_last_weeks(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        study = a_study(database, FixedClock())
        study.preferences.aim(3)
        rules, today = a_desk(database).history.rules(), study.today()
        assert study.preferences.settings().goal == 3
        assert study.year().goal == rules.goal(today) == 3
        assert rules.goal(today - 7) == 5


def test_a_streak_is_told_of_a_moved_rollover(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        study = a_study(database, FixedClock())
        study.preferences.move_rollover(300)
        (moved,) = a_desk(database).history.rules().rollovers
        assert (moved.value, moved.day > study.today()) == (300, True)


def test_a_changed_rest_day_never_rewrites_the_days_before(tmp_path: Path) -> None:
    """Resting on Wednesdays from today on does not make last Wednesday a rest day: its freeze stays spent."""
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(9)) as database:
        study = a_study(database, clock)
        practised_on(study, clock, (5, 4, 2, 1))  # Monday to Friday, all but Wednesday
        before = study.year()
        assert [calendar(day).weekday() for day in before.streak.frozen] == [WED]
        study.preferences.rest_on([WED])
        after = study.year()
        assert after.streak.frozen == before.streak.frozen
        assert states(after)[:-2] == states(before)[:-2], "the last two are today and tomorrow"
        assert states(before)[-2:] == ["rest", "rest"]
        assert states(after)[-2:] == ["open", "ahead"]


def test_freezes_come_back_when_a_missed_day_is_marked_off_late(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(9)) as database:
        study = a_study(database, clock)
        practised_on(study, clock, (5, 4, 2, 1))  # all but Wednesday
        today = study.today()
        assert (study.year().streak.freezes, study.year().streak.frozen) == (0, (today - 3,))
        assert study.preferences.mark([today - 3], off=True) == (today - 3,)
        assert (study.year().streak.freezes, study.year().streak.frozen) == (1, ())
        study.preferences.mark([today - 3], off=False)
        assert (study.year().streak.freezes, study.year().streak.frozen) == (0, (today - 3,))


def test_a_streak_comes_back_when_the_days_that_ended_it_are_marked_off(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(9)) as database:
        study = a_study(database, clock)
        practised_on(study, clock, (12, 11, 10, 9, 8))
        today = study.today()
        assert study.year().streak.current == 0
        study.preferences.mark(range(today - 5, today), off=True)
        assert study.year().streak.current == 5


def test_days_off_reach_from_fourteen_days_back_to_a_year_ahead(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        preferences = a_study(database, FixedClock()).preferences
        today = preferences.settings().today
        for day, words in ((today - 15, "stays as it was"), (today + AHEAD + 1, "too far ahead")):
            for off in (True, False):
                with pytest.raises(Refused, match=words):
                    preferences.mark([today, day], off=off)
        assert facts(database) == [], "one that cannot be marked refuses them all"
        assert preferences.mark([today - 14, today + AHEAD], off=True) == (today - 14, today + AHEAD)
        assert preferences.settings().days_off == (today - 14, today + AHEAD)


def test_a_range_of_days_off_is_written_day_by_day_and_each_only_once(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        preferences = a_study(database, FixedClock()).preferences
        today = preferences.settings().today
        preferences.mark([today + 1], off=True)
        assert preferences.mark(range(today, today + 3), off=True) == (today, today + 2)
        assert preferences.mark(range(today, today + 3), off=True) == ()
        assert preferences.mark([today + 1, today + 9], off=False) == (today + 1,)
        assert facts(database) == [
            DayOff(today + 1, True),
            DayOff(today, True),
            DayOff(today + 2, True),
            DayOff(today + 1, False),
        ]
        assert preferences.settings().days_off == (today, today + 2)


def test_days_off_that_can_no_longer_be_changed_are_not_listed_and_still_hold(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path) as database:
        preferences = a_study(database, clock).preferences
        today = preferences.settings().today
        preferences.mark([today, today + 1], off=True)
        clock.set(clock.when + timedelta(days=15))
        assert preferences.settings().days_off == (today + 1,)
        assert a_desk(database).history.rules().rests(today)


def test_after_midnight_it_is_still_the_study_day_before(tmp_path: Path) -> None:
    """Fourteen days back are counted from the study day, which turns at four in the morning."""
    clock = FixedClock(NOON.replace(hour=3))
    with a_store(tmp_path) as database:
        preferences = a_study(database, clock).preferences
        first = preferences.settings().first
        clock.set(NOON.replace(hour=5))
        assert preferences.settings().first == first + 1
        clock.set(NOON.replace(hour=3))
        assert preferences.mark([first], off=True) == (first,)


def test_the_hour_that_holds_from_tomorrow_on_is_shown_at_once(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        preferences = a_study(database, FixedClock()).preferences
        preferences.move_rollover(12 * 60)
        assert preferences.settings().rollover == 12 * 60
        preferences.move_rollover(4 * 60)
        assert preferences.rollover() == 4 * 60
        assert len(facts(database)) == 2, "back to four o'clock is a change as well"


def test_a_store_that_refuses_leaves_everything_as_it_was(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        database.reading.execute("PRAGMA busy_timeout = 0")
        preferences = a_study(database, FixedClock()).preferences
        before = preferences.settings()
        with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for change in (lambda: preferences.aim(2), lambda: preferences.mark([before.today], off=True)):
                with pytest.raises(StoreBusy):
                    change()
            other.execute("ROLLBACK")
        assert preferences.settings() == before
        assert preferences.aim(2) == before.today


def test_settings_outlive_the_study_that_set_them(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        preferences = a_study(database, FixedClock()).preferences
        preferences.aim(2)
        preferences.rest_on([FRI])
        preferences.mark([preferences.settings().today + 3], off=True)
        kept = preferences.settings()
    with a_store(tmp_path) as database:
        assert a_study(database, FixedClock()).preferences.settings() == kept


def test_learners_set_for_themselves(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        a_study(database, FixedClock(), "Sam").preferences.aim(2)
        a_learner(database, "Kim", seed=7)
        assert a_study(database, FixedClock(), "Kim").preferences.settings().goal == 5


def test_a_setting_made_by_a_clock_that_was_ahead_waits(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2031, 11, 21, 12, tzinfo=NOON.tzinfo))
    with a_store(tmp_path) as database:
        preferences = a_study(database, clock).preferences
        preferences.aim(1)
        clock.set(NOON)
        assert preferences.settings().goal == 5
        preferences.aim(6)
        assert preferences.settings().goal == 6
