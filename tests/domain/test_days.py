"""Study days: the day turns at the rollover; neither travel, clock changes nor a jumping clock break the count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.days import (
    GRACE,
    ROLLOVER,
    DatedSetting,
    LastSeen,
    Moment,
    calendar,
    clock_day,
    clock_day_with,
    from_calendar,
    judge,
    monday,
    waits,
)
from tests.examples import examples

BERLIN = ZoneInfo("Europe/Berlin")
AUCKLAND = ZoneInfo("Pacific/Auckland")
HONOLULU = ZoneInfo("Pacific/Honolulu")
FIVE_YEARS = 5 * 365

DAYS = st.integers(-100_000, 100_000)
INSTANTS = st.integers(0, 4 * 10**15)
OFFSETS = st.integers(-12 * 4, 14 * 4).map(lambda quarters: quarters * 900)
ROLLOVERS = st.integers(0, 24 * 60 - 1)


def seen(when: datetime) -> Moment:
    """What a clock reads at a zoned time."""
    offset = when.utcoffset()
    assert offset is not None
    return Moment(round(when.timestamp() * 1_000_000), int(offset.total_seconds()))


def day_of(when: datetime) -> date:
    """The calendar date on which the study day of a zoned time began."""
    return calendar(clock_day(seen(when)))


# ── where the day turns ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ((2026, 11, 21, 3, 59, 59), date(2026, 11, 20)),
        ((2026, 11, 21, 4, 0, 0), date(2026, 11, 21)),
        ((2026, 11, 21, 23, 59, 59), date(2026, 11, 21)),
        ((2026, 11, 22, 0, 0, 0), date(2026, 11, 21)),
    ],
)
def test_the_night_belongs_to_the_day_before_until_four(clock: tuple[int, ...], expected: date) -> None:
    assert day_of(datetime(*clock, tzinfo=BERLIN)) == expected  # type: ignore[misc, arg-type]


@pytest.mark.parametrize("hours", [-12, -3.5, 0, 5.75, 14])
def test_the_day_turns_at_local_time_in_every_zone(hours: float) -> None:
    """At 03:59 it is still Friday's study day and at 04:01 Saturday's, from UTC-12 to UTC+14."""
    four = datetime(2026, 11, 21, 4, 0, tzinfo=UTC) - timedelta(hours=hours)
    before, after = (round((four + timedelta(minutes=each)).timestamp() * 1e6) for each in (-1, 1))
    offset = round(hours * 3600)
    assert calendar(clock_day(Moment(before, offset))) == date(2026, 11, 20)
    assert calendar(clock_day(Moment(after, offset))) == date(2026, 11, 21)


@given(INSTANTS, OFFSETS, ROLLOVERS)
@examples(200)
def test_a_study_day_is_the_local_date_of_the_time_less_the_rollover(instant: int, offset: int, rollover: int) -> None:
    """The arithmetic agrees with the standard library's calendar."""
    local = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant, seconds=offset, minutes=-rollover)
    assert calendar(clock_day(Moment(instant, offset), rollover)) == local.date()


# ── daylight saving ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)],
    ids=["spring forward", "fall back"],
)
def test_the_night_of_a_clock_change_makes_one_study_day_shorter_or_longer_and_skips_none(
    change: date, hours: int
) -> None:
    """The clocks change between 02:00 and 03:00, before the rollover, and so within the study day before."""
    evening = datetime(change.year, change.month, change.day, 22, 0, tzinfo=BERLIN) - timedelta(days=1)
    before = evening.replace(hour=4)
    after = datetime(change.year, change.month, change.day, 4, 0, tzinfo=BERLIN)
    assert (after.astimezone(UTC) - before.astimezone(UTC)) == timedelta(hours=hours)
    minutes = [before.astimezone(UTC) + timedelta(minutes=each) for each in range(hours * 60)]
    assert {day_of(each.astimezone(BERLIN)) for each in minutes} == {before.date()}
    assert day_of(after) == change


@pytest.mark.parametrize("fold", [0, 1], ids=["summer's 02:30", "winter's 02:30"])
def test_the_hour_that_comes_twice_belongs_to_the_same_night(fold: int) -> None:
    assert day_of(datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=fold)) == date(2026, 10, 24)


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_twenty_in_the_evening_and_eight_in_the_morning_are_two_days_across_a_clock_change(change: date) -> None:
    morning = datetime(change.year, change.month, change.day, 8, 0, tzinfo=BERLIN)
    evening = (morning - timedelta(days=1)).replace(hour=20)
    assert clock_day(seen(morning)) - clock_day(seen(evening)) == 1


# ── travel ────────────────────────────────────────────────────────────────────────────────────────────────


@given(INSTANTS)
@examples(200)
def test_a_flight_from_auckland_to_honolulu_repeats_at_most_one_day_and_back_skips_at_most_one(instant: int) -> None:
    there = datetime.fromtimestamp(instant / 1e6, AUCKLAND)
    here = there.astimezone(HONOLULU)
    assert clock_day(seen(there)) - clock_day(seen(here)) in {0, 1}
    assert not waits(clock_day(seen(there)), clock_day(seen(here))), "what was answered at home counts at once"


def test_a_day_repeats_in_honolulu_and_one_is_skipped_on_the_way_home() -> None:
    leave = datetime(2026, 7, 10, 20, 0, tzinfo=AUCKLAND)
    arrive = datetime(2026, 7, 10, 7, 0, tzinfo=HONOLULU)
    assert arrive - leave == timedelta(hours=9)
    assert day_of(leave) == day_of(arrive) == date(2026, 7, 10)
    fly_home = datetime(2026, 7, 13, 22, 0, tzinfo=HONOLULU)
    home = datetime(2026, 7, 15, 5, 0, tzinfo=AUCKLAND)
    assert home - fly_home == timedelta(hours=9)
    assert (day_of(fly_home), day_of(home)) == (date(2026, 7, 13), date(2026, 7, 15))


# ── a rollover that moves ─────────────────────────────────────────────────────────────────────────────────

TODAY = from_calendar(date(2026, 11, 21))


def at(day: int, hour: int, minute: int = 0) -> Moment:
    """A time in Greenwich, by days since 1970."""
    return Moment(((day * 24 + hour) * 60 + minute) * 60 * 1_000_000, 0)


def test_a_rollover_moved_earlier_holds_from_the_next_day_on() -> None:
    moves = (DatedSetting(TODAY + 1, 2 * 60),)
    assert clock_day_with(at(TODAY, 2), moves) == TODAY - 1, "02:00 of the day itself is still the night before"
    assert clock_day_with(at(TODAY, 3, 59), moves) == TODAY - 1
    assert clock_day_with(at(TODAY, 4), moves) == TODAY
    assert clock_day_with(at(TODAY + 1, 1, 59), moves) == TODAY
    assert clock_day_with(at(TODAY + 1, 2), moves) == TODAY + 1


def test_a_rollover_moved_later_holds_from_the_next_day_on() -> None:
    moves = (DatedSetting(TODAY + 1, 9 * 60),)
    assert clock_day_with(at(TODAY, 4), moves) == TODAY
    assert clock_day_with(at(TODAY + 1, 4), moves) == TODAY + 1, "the old rollover brings the day in"
    assert clock_day_with(at(TODAY + 1, 9), moves) == TODAY + 1
    assert clock_day_with(at(TODAY + 2, 8, 59), moves) == TODAY + 1, "and the new one lets it go"
    assert clock_day_with(at(TODAY + 2, 9), moves) == TODAY + 2


def test_moving_the_rollover_does_not_touch_days_before() -> None:
    moves = (DatedSetting(TODAY + 1, 0), DatedSetting(TODAY + 5, 12 * 60))
    for hour in range(24):
        assert clock_day_with(at(TODAY - 3, hour), moves) == clock_day(at(TODAY - 3, hour))
        assert clock_day_with(at(TODAY + 3, hour), moves) == clock_day(at(TODAY + 3, hour), 0)


MOVES = st.lists(st.tuples(st.integers(0, 6), ROLLOVERS), max_size=4).map(
    lambda found: tuple(DatedSetting(TODAY + day, value) for day, value in sorted(found, key=lambda each: each[0]))
)


@given(MOVES, OFFSETS)
@examples(60)
def test_the_study_day_never_runs_backwards_while_the_zone_is_fixed(
    moves: tuple[DatedSetting, ...], offset: int
) -> None:
    """Every quarter of an hour for ten days, through every move: a day lasts, or the next comes, or one is skipped."""
    start = at(TODAY - 1, 0).instant
    days = [clock_day_with(Moment(start + each * 900_000_000, offset), moves) for each in range(10 * 96)]
    steps = [later - earlier for earlier, later in pairwise(days)]
    assert min(steps) >= 0
    assert max(steps) <= 2, "at most one day is skipped"


# ── a clock that jumps ────────────────────────────────────────────────────────────────────────────────────


def test_a_clock_is_believed_while_nothing_lies_after_it() -> None:
    assert judge(TODAY, earlier=0, later=0, last=None) == TODAY
    assert judge(TODAY, earlier=9, later=0, last=LastSeen(TODAY - 400, TODAY - 400)) == TODAY


def test_a_clock_five_years_ahead_is_believed_at_once_and_so_is_its_return() -> None:
    """Two hundred practised days outweigh the three wrong ones: the true day is written down again."""
    wrong = TODAY + FIVE_YEARS
    assert judge(wrong, earlier=200, later=0, last=LastSeen(TODAY, TODAY)) == wrong
    assert judge(TODAY + 1, earlier=200, later=3, last=LastSeen(wrong + 2, wrong + 2)) == TODAY + 1


def test_from_a_young_log_a_clock_that_comes_back_may_be_the_wrong_one_and_days_go_on_at_its_pace() -> None:
    """One practised day against three later ones: nobody can tell which clock was right, so no day is taken back."""
    last = LastSeen(TODAY + FIVE_YEARS, TODAY + FIVE_YEARS)
    first = judge(TODAY + 1, earlier=1, later=3, last=last)
    assert first == last.day
    again = LastSeen(first, TODAY + 1)
    assert [judge(TODAY + 1 + n, 1, 3, again) for n in range(4)] == [first + n for n in range(4)]


def test_from_a_young_log_one_wrong_day_against_one_right_day_is_left_behind() -> None:
    assert judge(TODAY + 1, 1, 1, LastSeen(TODAY + FIVE_YEARS, TODAY + FIVE_YEARS)) == TODAY + 1


@pytest.mark.parametrize("practised", [1, 200], ids=["young log", "old log"])
def test_a_clock_five_years_behind_does_not_stop_the_days(practised: int) -> None:
    """Days go on from the last event at the pace of the wrong clock, and the true clock is believed when it is back."""
    wrong = TODAY - FIVE_YEARS
    first = judge(wrong, 0, practised, LastSeen(TODAY, TODAY))
    assert first == TODAY
    third = judge(wrong + 2, 0, practised, LastSeen(first, wrong))
    assert third == TODAY + 2
    assert judge(TODAY + 4, practised + 2, 0, LastSeen(third, wrong + 2)) == TODAY + 4


@given(DAYS, st.integers(0, 500), st.integers(0, 500), DAYS, DAYS, st.integers(0, 4000))
@examples(200)
def test_judged_days_keep_the_order_of_the_clock(
    clock: int, earlier: int, later: int, day: int, shown: int, ahead: int
) -> None:
    """With the same log behind it, a later reading never gives an earlier day."""
    last = LastSeen(day, shown)
    assert judge(clock + ahead, earlier, later, last) >= judge(clock, earlier, later, last)


def test_answers_wait_only_when_they_lie_beyond_tomorrow() -> None:
    assert [waits(TODAY + ahead, TODAY) for ahead in (-1, 0, GRACE, GRACE + 1)] == [False, False, False, True]


# ── the calendar ──────────────────────────────────────────────────────────────────────────────────────────


@given(st.dates())
@examples(100)
def test_days_and_dates_turn_into_each_other(when: date) -> None:
    assert calendar(from_calendar(when)) == when


@given(DAYS)
@examples(100)
def test_a_week_starts_on_its_monday(day: int) -> None:
    start = monday(day)
    assert calendar(start).weekday() == 0
    assert 0 <= day - start < 7


def test_the_day_turns_at_four_unless_it_was_moved() -> None:
    assert ROLLOVER == 4 * 60
    assert clock_day(at(TODAY, 4)) == TODAY
