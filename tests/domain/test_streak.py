"""Streaks forgive: rest days, freezes, journeys and broken clocks cost nothing that practice has earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
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
from quizgame.domain.streak import (
    BEGINNING,
    COUNTING,
    FREEZES,
    GOAL,
    MOST_FREEZES,
    WEEKEND,
    DayState,
    Practice,
    Rules,
    Streak,
    fold,
    reading,
    settle,
    wanted,
    without_practice,
)
from tests.domain.test_days import AUCKLAND, BERLIN, HONOLULU, at, seen
from tests.examples import examples

TOKYO = ZoneInfo("Asia/Tokyo")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
APIA = ZoneInfo("Pacific/Apia")

MONDAY = from_calendar(date(2026, 11, 16))
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(MONDAY + 1, MONDAY + 7)

ALWAYS = MONDAY - 100_000
NO_REST = Rules(rest=(DatedSetting(ALWAYS, 0),))
"""Every day asks for practice."""

NIGHT = (DatedSetting(ALWAYS, 12 * 60),)
"""The study day turns at noon, as it does for those who work at night."""


def a_day(day: int, answers: int = COUNTING, *, finished: bool = False) -> Practice:
    """A study day on which something was answered at noon in Greenwich; it counts unless said otherwise."""
    noon = reading(at(day, 12))
    return Practice(day, answers, finished, noon, noon)


def practised(*days: int) -> list[Practice]:
    """Study days that count."""
    return [a_day(day) for day in days]


def shown(practices: Sequence[Practice], today: int, rules: Rules = NO_REST) -> Streak:
    """The streak as it is shown today at noon in Greenwich: every day that is over is judged."""
    return settle(fold(practices, rules), today - 1, (reading(at(today, 12)),), rules)


Session = tuple[datetime, ...]
"""The zoned times at which a session's answers were given."""


def day_of(when: datetime, rules: Rules) -> int:
    """The study day that a learner's clock shows."""
    return clock_day_with(seen(when), rules.rollovers)


def diary(rules: Rules, *sessions: Session) -> list[Practice]:
    """The study days of finished sessions; each session belongs to the day on which it began."""
    days: dict[int, list[int]] = {}
    for session in sessions:
        days.setdefault(day_of(session[0], rules), []).extend(reading(seen(when)) for when in session)
    return [Practice(day, len(times), True, min(times), max(times)) for day, times in sorted(days.items())]


def shown_at(now: datetime, rules: Rules, *sessions: Session) -> Streak:
    """The streak as it is shown at a zoned time, after these sessions."""
    return settle(fold(diary(rules, *sessions), rules), day_of(now, rules) - 1, (reading(seen(now)),), rules)


# ── which days count ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answers", "finished", "counts"),
    [(4, False, False), (5, False, True), (40, False, True), (1, True, True), (0, True, False), (0, False, False)],
)
def test_a_day_counts_with_five_answers_or_a_finished_session(answers: int, finished: bool, counts: bool) -> None:
    assert a_day(MONDAY, answers, finished=finished).counts is counts
    assert fold([a_day(MONDAY, answers, finished=finished)], NO_REST).total == counts


def with_undo(given_answers: int, *, same_day: int = 0, later: int = 0) -> Practice:
    """A day as the log keeps it: only what was taken back on that very day is not among its answers."""
    assert same_day + later <= given_answers
    return a_day(MONDAY, given_answers - same_day)


def test_an_answer_taken_back_the_same_day_does_not_count_and_one_taken_back_later_still_does() -> None:
    assert not with_undo(5, same_day=1).counts
    assert with_undo(6, same_day=1).counts
    assert with_undo(5, later=5).counts
    assert not a_day(MONDAY, 0, finished=True).counts, "a finished session of which every answer was taken back"


def test_days_in_a_row_add_up() -> None:
    streak = shown(practised(MONDAY, TUESDAY, WEDNESDAY), WEDNESDAY)
    assert (streak.current, streak.best, streak.total) == (3, 3, 3)


def test_a_day_with_too_few_answers_is_a_missed_day() -> None:
    begun = [a_day(MONDAY), a_day(TUESDAY, 4), a_day(WEDNESDAY)]
    assert shown(begun, WEDNESDAY) == shown(practised(MONDAY, WEDNESDAY), WEDNESDAY)


def test_today_is_not_missed_before_it_is_over() -> None:
    assert shown(practised(MONDAY, TUESDAY), WEDNESDAY).current == 2
    assert not shown(practised(MONDAY, TUESDAY), WEDNESDAY).frozen


def test_before_the_first_day_nothing_is_missed() -> None:
    assert shown([], MONDAY) == BEGINNING
    assert shown(practised(MONDAY), MONDAY).freezes == FREEZES


def test_the_leap_day_is_a_day_like_any_other() -> None:
    days = [from_calendar(date(2028, 2, 28)), from_calendar(date(2028, 2, 29)), from_calendar(date(2028, 3, 1))]
    streak = shown(practised(*days), days[-1])
    assert (streak.current, streak.frozen) == (3, ())
    assert shown(practised(days[0], days[2]), days[-1]).frozen == (days[1],)


# ── rest ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_weekend_rests_until_other_days_are_set() -> None:
    assert [Rules().rests(day) for day in range(MONDAY, MONDAY + 7)] == [False] * 5 + [True] * 2
    streak = shown(practised(FRIDAY, MONDAY + 7), MONDAY + 7, Rules())
    assert (streak.current, streak.freezes, streak.frozen) == (2, FREEZES, ())


def test_practice_on_a_rest_day_counts() -> None:
    assert shown(practised(FRIDAY, SATURDAY, SUNDAY), SUNDAY, Rules()).current == 3


@pytest.mark.parametrize(("bit", "rests"), [(1 << weekday, weekday) for weekday in range(7)])
def test_bits_name_weekdays_from_monday(bit: int, rests: int) -> None:
    rules = Rules(rest=(DatedSetting(ALWAYS, bit),))
    assert [day for day in range(MONDAY, MONDAY + 7) if rules.rests(day)] == [MONDAY + rests]


def test_changed_rest_days_hold_from_their_day_on_and_leave_the_past_alone() -> None:
    """Wednesdays rest from this week's Wednesday on; last week's was missed and stays so."""
    rules = NO_REST._replace(rest=(*NO_REST.rest, DatedSetting(WEDNESDAY, 1 << 2)))
    week_before = practised(MONDAY - 7, TUESDAY - 7, THURSDAY - 7)
    assert shown(week_before, FRIDAY - 7, rules).frozen == (WEDNESDAY - 7,)
    assert shown(practised(MONDAY, TUESDAY, THURSDAY), THURSDAY, rules).frozen == ()


def test_rest_days_taken_back_ask_for_practice_from_then_on() -> None:
    rules = Rules(rest=(DatedSetting(ALWAYS, WEEKEND), DatedSetting(MONDAY, 0)))
    assert shown(practised(FRIDAY - 7, MONDAY), MONDAY, rules).frozen == ()
    assert shown(practised(FRIDAY, MONDAY + 7), MONDAY + 7, rules).current == 1, "two misses, one freeze"


def test_of_two_changes_for_one_day_the_later_in_the_log_holds() -> None:
    """Somebody changes their mind; or flies west, and says it on an earlier study day than before."""
    rules = Rules(rest=(DatedSetting(THURSDAY, 0), DatedSetting(WEDNESDAY, 1 << 3)))
    assert [rules.rests(day) for day in (WEDNESDAY, THURSDAY, SATURDAY)] == [False, True, False]


def test_a_day_off_marked_late_gives_the_freeze_back() -> None:
    practices = practised(MONDAY, WEDNESDAY, THURSDAY)
    before = shown(practices, FRIDAY)
    after = shown(practices, FRIDAY, NO_REST._replace(off=frozenset({TUESDAY})))
    assert (before.current, before.freezes, before.frozen) == (3, 0, (TUESDAY,))
    assert (after.current, after.freezes, after.frozen) == (3, 1, ())


def test_days_off_marked_late_mend_a_streak() -> None:
    practices = practised(MONDAY, THURSDAY)
    assert shown(practices, FRIDAY).current == 1
    mended = shown(practices, FRIDAY, NO_REST._replace(off=frozenset({TUESDAY, WEDNESDAY})))
    assert (mended.current, mended.best, mended.total, mended.freezes) == (2, 2, 2, 1)


def test_practice_on_a_day_off_counts() -> None:
    assert shown(practised(MONDAY, TUESDAY), TUESDAY, NO_REST._replace(off=frozenset({TUESDAY}))).current == 2


# ── freezes ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_freeze_stands_in_for_a_missed_day_and_is_not_counted() -> None:
    streak = shown(practised(MONDAY, WEDNESDAY), WEDNESDAY)
    assert (streak.current, streak.best, streak.total) == (2, 2, 2)
    assert (streak.freezes, streak.frozen) == (0, (TUESDAY,))


def test_one_freeze_and_two_misses_end_the_streak_and_the_next_day_starts_at_one() -> None:
    ended = shown(practised(MONDAY, TUESDAY), FRIDAY)
    assert (ended.current, ended.best, ended.total) == (0, 2, 2)
    assert (ended.freezes, ended.frozen) == (0, (WEDNESDAY,))
    again = shown(practised(MONDAY, TUESDAY, FRIDAY), FRIDAY)
    assert (again.current, again.best, again.total) == (1, 2, 3)


def test_two_freezes_are_spent_in_the_order_of_the_missed_days() -> None:
    week = range(MONDAY - 7, MONDAY)
    assert shown(practised(*week), MONDAY).freezes == 2
    gone = shown(practised(*week, TUESDAY, THURSDAY), THURSDAY)
    assert (gone.current, gone.freezes, gone.frozen) == (9, 0, (MONDAY, WEDNESDAY))
    assert shown(practised(*week), WEDNESDAY).frozen == (MONDAY, TUESDAY)
    assert shown(practised(*week), THURSDAY).current == 0


@pytest.mark.parametrize(("days", "freezes"), [(1, 1), (6, 1), (7, 2), (8, 2), (14, 2), (70, 2)])
def test_seven_counted_days_earn_a_freeze_and_two_can_be_held(days: int, freezes: int) -> None:
    assert shown(practised(*range(MONDAY, MONDAY + days)), MONDAY + days - 1).freezes == freezes


def test_the_seven_days_need_not_be_in_a_row() -> None:
    """Three days, a freeze, a miss that ends the streak, and four more days: the seventh in all earns a freeze."""
    first, second = range(MONDAY, MONDAY + 3), range(MONDAY + 5, MONDAY + 9)
    streak = shown(practised(*first, *second), MONDAY + 8)
    assert (streak.current, streak.total, streak.freezes) == (4, 7, 1)


def test_a_full_hand_earns_nothing_and_an_empty_place_is_filled_at_the_next_seventh_day() -> None:
    """Fourteen days, one miss, seven days: the freeze of the fourteenth day was one too many."""
    fortnight = range(MONDAY, MONDAY + 14)
    assert shown(practised(*fortnight), MONDAY + 15).freezes == 1
    assert shown(practised(*fortnight, *range(MONDAY + 15, MONDAY + 21)), MONDAY + 20).freezes == 1
    assert shown(practised(*fortnight, *range(MONDAY + 15, MONDAY + 22)), MONDAY + 21).freezes == 2


def test_no_freeze_is_spent_while_no_streak_runs() -> None:
    """Before the first counted day, and after a streak has ended."""
    begun = [a_day(MONDAY, 2), a_day(THURSDAY)]
    assert (shown(begun, THURSDAY).current, shown(begun, THURSDAY).freezes) == (1, FREEZES)
    long_gone = shown(practised(MONDAY), MONDAY + 300)
    assert (long_gone.current, long_gone.total, long_gone.frozen) == (0, 1, (TUESDAY,))


def test_best_and_total_outlive_a_streak() -> None:
    streak = shown(practised(*range(MONDAY, MONDAY + 10), MONDAY + 30, MONDAY + 31), MONDAY + 31)
    assert (streak.current, streak.best, streak.total) == (2, 10, 12)


# ── clocks that change ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)], ids=["spring forward", "fall back"])
@pytest.mark.parametrize("hour", [0, 2, 3, 4, 12, 23])
def test_daylight_saving_breaks_no_streak(change: date, hour: int) -> None:
    start = datetime(change.year, change.month, change.day, hour, 30, tzinfo=BERLIN) - timedelta(days=3)
    times = [start + timedelta(days=each) for each in range(7)]
    streak = shown_at(times[-1], NO_REST, *((when,) for when in times))
    assert (streak.current, streak.frozen, streak.skipped) == (7, (), ())


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)], ids=["spring forward", "fall back"])
def test_a_day_missed_at_a_clock_change_is_one_missed_day(change: date) -> None:
    eve = datetime(change.year, change.month, change.day, 20, 0, tzinfo=BERLIN) - timedelta(days=1)
    streak = shown_at(eve + timedelta(days=2), NO_REST, (eve,), (eve + timedelta(days=2),))
    assert (streak.current, streak.frozen) == (2, (from_calendar(change),))


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"], ids=["UTC+14", "UTC-12"])
def test_days_turn_at_four_at_the_edges_of_the_world(zone: str) -> None:
    """Five past four, and five to four in the night after, are one study day; so for a week."""
    first = datetime(2026, 11, 16, 4, 5, tzinfo=ZoneInfo(zone))
    early = [(first + timedelta(days=each),) for each in range(7)]
    late = [(first + timedelta(days=each, hours=23, minutes=50),) for each in range(7)]
    now = late[-1][0]
    assert day_of(early[0][0], NO_REST) == day_of(late[0][0], NO_REST) == MONDAY
    for sessions in (early, late, early + late):
        streak = shown_at(now, NO_REST, *sessions)
        assert (streak.current, streak.total, streak.frozen) == (7, 7, ())


ZONES = st.sampled_from(
    ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Antarctica/Troll", "Pacific/Apia"]
)


@given(ZONES, st.dates(date(2012, 1, 1), date(2030, 1, 1)), st.lists(st.integers(0, 1439), min_size=2, max_size=40))
@examples(150)
def test_practice_at_any_hour_of_every_study_day_is_one_streak_in_every_zone(
    zone: str, start: date, minutes: list[int]
) -> None:
    """Through clock changes of half an hour, an hour and two: no day is missed, none counts twice."""
    four = datetime(start.year, start.month, start.day, 4, 0)  # noqa: DTZ001 -- the clock on the wall
    walls = [four + timedelta(days=day, minutes=minute) for day, minute in enumerate(minutes)]
    times = [wall.replace(tzinfo=ZoneInfo(zone)) for wall in walls]
    streak = shown_at(times[-1], NO_REST, *((when,) for when in times))
    assert (streak.current, streak.total, streak.frozen) == (len(times), len(times), ())


# ── journeys ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("hour", [5, 12, 23], ids=["on landing", "at noon", "late"])
def test_east_over_the_date_line_a_day_never_comes_and_is_a_rest_day(hour: int) -> None:
    """Off at 22:00 on the 13th in Honolulu, and nine hours later it is 05:00 on the 15th in Auckland."""
    leave = datetime(2026, 7, 13, 21, 0, tzinfo=HONOLULU)
    home = datetime(2026, 7, 15, hour, 0, tzinfo=AUCKLAND)
    never = from_calendar(date(2026, 7, 14))
    before = shown_at(home, NO_REST, (leave,))
    assert (before.current, before.freezes, before.skipped) == (1, FREEZES, (never,))
    after = shown_at(home, NO_REST, (leave,), (home,))
    assert (after.current, after.freezes, after.skipped) == (2, FREEZES, (never,))
    assert without_practice(never, day_of(home, NO_REST), after, NO_REST) == "rest"


def test_days_missed_beside_the_one_that_never_came_are_missed() -> None:
    """Practised on the 12th, nothing on the 13th, the 14th never came."""
    home = datetime(2026, 7, 15, 5, 0, tzinfo=AUCKLAND)
    streak = shown_at(home, NO_REST, (datetime(2026, 7, 12, 20, 0, tzinfo=HONOLULU),), (home,))
    assert (streak.current, streak.frozen) == (2, (from_calendar(date(2026, 7, 13)),))


def test_west_over_the_date_line_a_day_repeats_and_is_one_day() -> None:
    """Practised in Auckland on the 10th at 20:00, and in Honolulu on the 10th at 07:00, nine hours later."""
    leave = datetime(2026, 7, 10, 19, 0, tzinfo=AUCKLAND)
    there = datetime(2026, 7, 10, 8, 0, tzinfo=HONOLULU)
    next_day = datetime(2026, 7, 11, 8, 0, tzinfo=HONOLULU)
    streak = shown_at(next_day, NO_REST, (leave,), (there,), (next_day,))
    assert (streak.current, streak.total, streak.frozen) == (2, 2, ())


def test_there_and_back_over_the_date_line_costs_nothing() -> None:
    """The day that repeated is left behind in the west, and the one on the way home never comes."""
    times = [
        datetime(2026, 7, 10, 19, 0, tzinfo=AUCKLAND),
        datetime(2026, 7, 10, 20, 0, tzinfo=HONOLULU),
        datetime(2026, 7, 12, 5, 0, tzinfo=AUCKLAND),
    ]
    streak = shown_at(times[-1], NO_REST, *((when,) for when in times))
    assert (streak.current, streak.total, streak.frozen) == (2, 2, ())


def test_a_day_already_practised_in_the_east_counts_when_its_date_is_still_to_come_in_the_west() -> None:
    leave = datetime(2026, 7, 11, 5, 0, tzinfo=AUCKLAND)
    there = datetime(2026, 7, 10, 20, 0, tzinfo=HONOLULU)
    yesterday = datetime(2026, 7, 10, 19, 0, tzinfo=AUCKLAND)
    assert day_of(leave, NO_REST) == day_of(there, NO_REST) + GRACE
    assert shown_at(there, NO_REST, (yesterday,), (leave,)).current == 2
    assert shown_at(there, NO_REST, (yesterday,), (there,), (leave,)).current == 2


@pytest.mark.parametrize(
    ("last", "first", "frozen"),
    [
        (datetime(2026, 11, 16, 20, 0, tzinfo=BERLIN), datetime(2026, 11, 18, 10, 0, tzinfo=TOKYO), ()),
        (datetime(2026, 11, 16, 20, 0, tzinfo=BERLIN), datetime(2026, 11, 18, 21, 0, tzinfo=TOKYO), (TUESDAY,)),
        (datetime(2026, 11, 16, 20, 0, tzinfo=TOKYO), datetime(2026, 11, 18, 10, 0, tzinfo=BERLIN), (TUESDAY,)),
        (datetime(2026, 11, 16, 20, 0, tzinfo=BERLIN), datetime(2026, 11, 18, 10, 0, tzinfo=BERLIN), (TUESDAY,)),
    ],
    ids=["it is still Tuesday at home", "Wednesday at home too", "west", "no journey"],
)
def test_a_day_never_came_when_its_night_is_not_over_on_the_clock_at_home(
    last: datetime, first: datetime, frozen: tuple[int, ...]
) -> None:
    streak = shown_at(first, NO_REST, (last,), (first,))
    assert (streak.current, streak.frozen) == (2, frozen)


def test_from_one_edge_of_the_world_to_the_other_two_days_may_never_come() -> None:
    """From UTC-12 to UTC+14: Thursday at 05:00 is Wednesday at 03:00, and so still Tuesday's night."""
    last = datetime(2026, 11, 16, 20, 0, tzinfo=ZoneInfo("Etc/GMT+12"))
    first = datetime(2026, 11, 19, 5, 0, tzinfo=ZoneInfo("Pacific/Kiritimati"))
    streak = shown_at(first, NO_REST, (last,), (first,))
    assert (streak.current, streak.frozen, streak.skipped) == (2, (), (TUESDAY, WEDNESDAY))


def test_the_friday_that_samoa_never_had_is_a_rest_day() -> None:
    """At the end of 29 December 2011 the islands moved over the date line, and the 31st came."""
    times = [datetime(2011, 12, day, 20, 0, tzinfo=APIA) for day in (28, 29, 31)]
    streak = shown_at(times[-1], NO_REST, *((when,) for when in times))
    assert (streak.current, streak.frozen) == (3, ())
    assert streak.skipped == (from_calendar(date(2011, 12, 30)),)


def test_practice_on_landing_does_not_shorten_the_day_that_never_came() -> None:
    """Off from Los Angeles on Sunday; in Berlin at 03:30 it is still Sunday's night. Whether or not they practise
    there, Wednesday at 05:00 is Tuesday in Los Angeles."""
    rules = NO_REST._replace(off=frozenset({MONDAY}))
    sunday = datetime(2026, 11, 15, 9, 0, tzinfo=LOS_ANGELES)
    landing = datetime(2026, 11, 16, 3, 30, tzinfo=BERLIN)
    now = datetime(2026, 11, 18, 5, 0, tzinfo=BERLIN)
    assert day_of(landing, rules) == day_of(sunday, rules) == SUNDAY - 7
    assert shown_at(now, rules, (sunday,)).freezes == FREEZES
    assert shown_at(now, rules, (sunday,), (landing,)).freezes == FREEZES


# ── rollovers ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_week_of_nights_is_a_streak_when_the_day_turns_at_noon() -> None:
    """On at 22:00, off at 06:00, a few minutes when there are some; at 04:00 these would be three days and a gap."""
    shifts = [(16, 23, 30), (18, 2, 0), (19, 5, 30), (19, 22, 10), (21, 11, 50)]
    times = [(datetime(2026, 11, day, hour, minute, tzinfo=BERLIN),) for day, hour, minute in shifts]
    night = NO_REST._replace(rollovers=NIGHT)
    streak = shown_at(times[-1][0], night, *times)
    assert (streak.current, streak.total, streak.frozen) == (5, 5, ())
    assert [each.day for each in diary(night, *times)] == [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY]
    assert shown_at(times[-1][0], NO_REST, *times).current < 5


def test_a_rollover_moved_later_breaks_nothing() -> None:
    """From Wednesday on the day turns at noon: Thursday's morning still is Wednesday."""
    rules = NO_REST._replace(rollovers=(DatedSetting(WEDNESDAY, 12 * 60),))
    times = [datetime(2026, 11, day, hour, 0, tzinfo=BERLIN) for day, hour in [(17, 20), (18, 20), (19, 11), (19, 13)]]
    assert [day_of(when, rules) for when in times] == [TUESDAY, WEDNESDAY, WEDNESDAY, THURSDAY]
    streak = shown_at(times[-1], rules, *((when,) for when in times))
    assert (streak.current, streak.total, streak.frozen, streak.skipped) == (3, 3, (), ())


def test_a_rollover_moved_earlier_cuts_a_day_short_and_that_day_rests() -> None:
    """From Wednesday on the day turns at midnight instead of noon: Tuesday lasts from noon to midnight."""
    rules = NO_REST._replace(rollovers=(*NIGHT, DatedSetting(WEDNESDAY, 0)))
    late, early = datetime(2026, 11, 17, 11, 0, tzinfo=BERLIN), datetime(2026, 11, 18, 9, 0, tzinfo=BERLIN)
    assert (day_of(late, rules), day_of(early, rules)) == (MONDAY, WEDNESDAY)
    streak = shown_at(early, rules, (late,), (early,))
    assert (streak.current, streak.frozen, streak.skipped) == (2, (), (TUESDAY,))


def test_what_a_moved_rollover_skipped_does_not_excuse_the_days_after_it() -> None:
    """The day turned at noon until Sunday. Three answers on Sunday are too few, Monday is missed, and Tuesday morning
    comes: by Sunday's own clock Monday came, and so it did, however many answers Sunday had."""
    rules = Rules(rollovers=(*NIGHT, DatedSetting(SUNDAY, 0)))
    friday = Practice(FRIDAY, 5, False, reading(at(FRIDAY, 13)), reading(at(FRIDAY, 13)))
    morning = reading(at(SUNDAY, 9))
    for answers in (3, 5):
        practices = [friday, Practice(SUNDAY, answers, False, morning, morning)]
        streak = settle(fold(practices, rules), MONDAY + 7, (reading(at(TUESDAY + 7, 9)),), rules)
        assert streak.frozen == (MONDAY + 7,)


def test_on_the_day_a_rollover_moves_later_more_practice_takes_nothing_back() -> None:
    """Until Wednesday the day turned at midnight, which brings Wednesday in; from then on it turns at two."""
    rules = NO_REST._replace(rollovers=(DatedSetting(TUESDAY, 0), DatedSetting(WEDNESDAY, 2 * 60)))
    monday_noon = a_day(MONDAY)
    results = set()
    for hours in [(1,), (1, 2), (1, 2, 5)]:
        times = [reading(at(WEDNESDAY, hour)) for hour in hours]
        assert {clock_day_with(at(WEDNESDAY, hour), rules.rollovers) for hour in hours} == {WEDNESDAY}
        streak = fold([monday_noon, Practice(WEDNESDAY, 5, False, min(times), max(times))], rules)
        results.add((streak.current, streak.skipped, streak.frozen))
    assert results == {(2, (TUESDAY,), ())}, "at one in the morning, by Monday's clock, it still was Tuesday's night"


def test_a_session_over_the_rollover_belongs_to_the_day_it_began() -> None:
    begins = datetime(2026, 11, 17, 3, 58, tzinfo=BERLIN)
    evening = datetime(2026, 11, 17, 20, 0, tzinfo=BERLIN)
    night = (begins, begins + timedelta(minutes=9))
    assert [each.day for each in diary(NO_REST, night)] == [MONDAY]
    streak = shown_at(evening, NO_REST, night, (evening,))
    assert (streak.current, streak.total, streak.frozen) == (2, 2, ())


def test_a_session_over_the_rollover_is_no_journey() -> None:
    """In Tokyo since Tuesday, which was missed; Wednesday's session ends at 04:07, Wednesday evening in Berlin."""
    monday_there = datetime(2026, 11, 16, 20, 0, tzinfo=BERLIN)
    begins = datetime(2026, 11, 19, 3, 58, tzinfo=TOKYO)
    streak = shown_at(begins, NO_REST, (monday_there,), (begins, begins + timedelta(minutes=9)))
    assert (streak.current, streak.frozen, streak.skipped) == (2, (TUESDAY,), ())


# ── a clock that jumps ────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Device:
    """A device with a clock that may be wrong, and the days as they were judged when something was answered."""

    practices: dict[int, Practice] = field(default_factory=dict)
    last: LastSeen | None = None

    def today(self, clock: Moment) -> int:
        """The study day that is written down."""
        shows = clock_day(clock)
        earlier = sum(day <= shows + GRACE for day in self.practices)
        return judge(shows, earlier, len(self.practices) - earlier, self.last)

    def practise(self, *clocks: Moment) -> None:
        """A session at each of these readings of the clock."""
        for clock in clocks:
            day, now = self.today(clock), reading(clock)
            before = self.practices.get(day, Practice(day, 0, True, now, now))
            times = (before.opened, before.closed, now)
            self.practices[day] = Practice(day, before.answers + 5, True, min(times), max(times))
            self.last = LastSeen(day, clock_day(clock))

    def streak(self, clock: Moment) -> Streak:
        """What is shown; days that have not come wait."""
        today = self.today(clock)
        come = [each for _, each in sorted(self.practices.items()) if not waits(each.day, today)]
        return settle(fold(come, NO_REST), today - 1, (reading(clock),), NO_REST)


FIVE_YEARS = 5 * 365


def test_a_clock_years_ahead_for_a_session_costs_nothing_once_it_is_back() -> None:
    device = Device()
    device.practise(*(at(day, 20) for day in range(MONDAY, MONDAY + 10)))
    device.practise(at(MONDAY + 9 + FIVE_YEARS, 21))
    device.practise(at(MONDAY + 10, 20))
    streak = device.streak(at(MONDAY + 10, 21))
    assert (streak.current, streak.total, streak.frozen) == (11, 11, ())


def test_a_clock_years_behind_does_not_stop_the_streak() -> None:
    """Days go on at the wrong clock's pace. Its first day cannot be told from the day before: so one is short when the
    clock is right again, and a freeze stands in."""
    device = Device()
    device.practise(*(at(day, 20) for day in range(MONDAY, MONDAY + 5)))
    device.practise(*(at(day - FIVE_YEARS, 20) for day in range(MONDAY + 5, MONDAY + 8)))
    wrong = device.streak(at(MONDAY + 7 - FIVE_YEARS, 21))
    assert (wrong.current, wrong.total, wrong.frozen) == (7, 7, ())
    device.practise(*(at(day, 20) for day in range(MONDAY + 8, MONDAY + 10)))
    right = device.streak(at(MONDAY + 9, 21))
    assert (right.current, right.total, right.frozen) == (9, 9, (MONDAY + 7,))


def test_from_a_young_log_days_go_on_from_the_wrong_date_and_the_total_stays() -> None:
    device = Device()
    device.practise(at(MONDAY, 20), *(at(day + FIVE_YEARS, 20) for day in range(TUESDAY, FRIDAY)))
    device.practise(*(at(day, 20) for day in range(FRIDAY, FRIDAY + 3)))
    streak = device.streak(at(FRIDAY + 2, 21))
    assert (streak.total, streak.current) == (6, 5), "Monday lies five years before the others"


# ── the week's goal ───────────────────────────────────────────────────────────────────────────────────────


def test_the_goal_is_five_days_until_another_is_set() -> None:
    assert Rules().goal(MONDAY) == GOAL


def test_a_goal_holds_for_the_whole_week_in_which_it_is_set() -> None:
    rules = Rules(goals=(DatedSetting(WEDNESDAY, 3),))
    assert [rules.goal(day) for day in (MONDAY - 1, MONDAY, WEDNESDAY, SUNDAY, SUNDAY + 1)] == [GOAL, 3, 3, 3, 3]


def test_the_week_across_the_new_year_is_one_week() -> None:
    """Week 53 of 2026 runs from 28 December to 3 January: a goal set on New Year's Day is the goal of all of it."""
    new_year = from_calendar(date(2027, 1, 1))
    week = range(new_year - 4, new_year + 3)
    assert {tuple(calendar(day).isocalendar()[:2]) for day in week} == {(2026, 53)}
    rules = Rules(goals=(DatedSetting(new_year, 2),))
    assert [rules.goal(day) for day in week] == [2] * 7
    assert rules.goal(new_year - 5) == GOAL
    assert {monday(day) for day in week} == {new_year - 4}


@pytest.mark.parametrize(("value", "goal"), [(0, 1), (1, 1), (7, 7), (40, 7)])
def test_a_goal_is_one_to_seven_days(value: int, goal: int) -> None:
    assert Rules(goals=(DatedSetting(ALWAYS, value),)).goal(MONDAY) == goal


# ── what is shown ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("days", "today", "asks"),
    [
        ((), FRIDAY, None),
        ((MONDAY,), FRIDAY, None),
        ((THURSDAY,), FRIDAY, FRIDAY),
        ((THURSDAY, FRIDAY), FRIDAY, MONDAY + 7),
        ((FRIDAY,), SATURDAY, MONDAY + 7),
        ((FRIDAY, SATURDAY), SATURDAY, MONDAY + 7),
        ((MONDAY, TUESDAY), TUESDAY, WEDNESDAY),
        ((FRIDAY, SATURDAY), FRIDAY, MONDAY + 7),
    ],
    ids=["new", "ended", "today", "Monday", "rest day", "rest day used", "tomorrow", "tomorrow was practised already"],
)
def test_the_day_that_asks_for_practice(days: tuple[int, ...], today: int, asks: int | None) -> None:
    assert wanted(shown(practised(*days), today, Rules()), today, Rules()) == asks


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (TUESDAY, "frozen"),
        (WEDNESDAY, "missed"),
        (SATURDAY, "rest"),
        (MONDAY + 7, "rest"),
        (TUESDAY + 7, "open"),
        (WEDNESDAY + 7, "ahead"),
        (SATURDAY + 7, "rest"),
    ],
    ids=["frozen", "missed", "rest day", "day off", "today", "tomorrow", "the next weekend"],
)
def test_what_a_day_without_practice_was(day: int, state: DayState) -> None:
    today, rules = TUESDAY + 7, Rules(off=frozenset({MONDAY + 7}))
    streak = shown(practised(MONDAY), today, rules)
    assert without_practice(day, today, streak, rules) == state


# ── the laws ──────────────────────────────────────────────────────────────────────────────────────────────

ANSWERED = st.tuples(st.integers(1, 5), st.integers(0, 6), st.booleans())
"""A study day so many days after the one before, with answers, and a finished session or not."""

HISTORIES = st.lists(ANSWERED, max_size=40)

DATES = st.integers(0, 120).map(lambda ahead: MONDAY + ahead)
RULES = st.builds(
    Rules,
    rest=st.lists(st.builds(DatedSetting, DATES, st.integers(0, 127)), max_size=3).map(tuple),
    off=st.frozensets(DATES, max_size=30),
    goals=st.lists(st.builds(DatedSetting, DATES, st.integers(1, 7)), max_size=2).map(tuple),
    rollovers=st.just(()),
)
"""What a learner may set, in any order of the log; without moved rollovers."""


def at_home(history: list[tuple[int, int, bool]]) -> list[Practice]:
    """A history of somebody who never travels, from a Monday on."""
    day, practices = MONDAY - 1, []
    for gap, answers, finished in history:
        day += gap
        practices.append(a_day(day, answers, finished=finished))
    return practices


@dataclass(frozen=True)
class Answers:
    """Answers given at one reading of the clock, on the study day that it showed."""

    day: int
    moment: Moment
    number: int


def kept(answers: Sequence[Answers]) -> list[Practice]:
    """The study days of answers, as they are kept."""
    days: dict[int, list[Answers]] = {}
    for each in answers:
        days.setdefault(each.day, []).append(each)
    practices = []
    for day, those in sorted(days.items()):
        readings = [reading(each.moment) for each in those]
        practices.append(Practice(day, sum(each.number for each in those), False, min(readings), max(readings)))
    return practices


def looked_at(answers: Sequence[Answers], now: Answers, rules: Rules) -> Streak:
    """The streak as it is shown at a reading of the clock."""
    come = [each for each in kept(answers) if not waits(each.day, now.day)]
    return settle(fold(come, rules), now.day - 1, (reading(now.moment),), rules)


ROLLOVERS = st.sampled_from([0, 2 * 60, 4 * 60, 9 * 60, 12 * 60, 1439])
MOVES = st.lists(st.builds(DatedSetting, st.integers(MONDAY + 1, MONDAY + 12), ROLLOVERS), max_size=3).map(
    lambda moves: tuple(sorted(moves, key=lambda each: each.day))
)
PAUSES = st.sampled_from([1, 60, 3 * 60, 8 * 60, 20 * 60, 24 * 60, 30 * 60, 50 * 60])
OFFSETS = st.integers(-12 * 2, 14 * 2).map(lambda halves: halves * 1800)
STOPS = st.tuples(PAUSES, st.none() | OFFSETS, st.sampled_from([1, 5]))
"""Answers, so many minutes after those before, perhaps in another zone."""


@st.composite
def travelling(draw: st.DrawFn) -> tuple[Rules, list[Answers]]:
    """Rules with moved rollovers, and answers in the order of time on a clock that is right but travels wildly."""
    rules = draw(RULES)._replace(rollovers=draw(MOVES))
    instant, offset = at(MONDAY, 0).instant + draw(st.integers(0, 1439)) * 60_000_000, draw(OFFSETS)
    answers = []
    for pause, zone, number in draw(st.lists(STOPS, min_size=1, max_size=12)):
        instant, offset = instant + pause * 60_000_000, offset if zone is None else zone
        moment = Moment(instant, offset)
        answers.append(Answers(clock_day_with(moment, rules.rollovers), moment, number))
    return rules, answers


@given(travelling())
@examples(250)
def test_practice_today_never_shortens_the_streak_wherever_the_clock_has_been(
    found: tuple[Rules, list[Answers]],
) -> None:
    """The first law, at every answer of a life on the road: what is shown right after is never less than before."""
    rules, answers = found
    for index, now in enumerate(answers):
        before = answers[:index]
        if now.day >= max((each.day for each in before), default=now.day):
            assert looked_at([*before, now], now, rules).current >= looked_at(before, now, rules).current


@given(travelling())
@examples(250)
def test_more_answers_on_the_latest_day_never_shorten_the_streak_however_late_it_is_looked_at(
    found: tuple[Rules, list[Answers]],
) -> None:
    """The first law once more, at each of the next readings of the clock, wherever that is.

    Two readings are kept of a day. So somebody who flies west and east again within one study day may be taken to have
    stayed in the east; that alone is left out.
    """
    rules, answers = found
    for index, more in enumerate(answers):
        before = answers[:index]
        offsets = [each.moment.offset for each in before if each.day == more.day]
        latest = bool(offsets) and more.day == max(each.day for each in before)
        if latest and min(offsets[0], more.moment.offset) <= offsets[-1]:
            for now in answers[index : index + 4]:
                if now.day >= more.day:
                    then = looked_at(before, now, rules).current
                    assert looked_at([*before, more], now, rules).current >= then


@given(HISTORIES, RULES, ANSWERED, st.integers(0, 20))
@examples(200)
def test_practice_on_a_new_latest_day_never_shortens_the_streak_on_any_day_after(
    history: list[tuple[int, int, bool]], rules: Rules, more: tuple[int, int, bool], later: int
) -> None:
    """The first law for an import: somebody at home practised elsewhere, on a day after all those known here."""
    before, after = at_home(history), at_home([*history, more])
    today = after[-1].day + later
    assert shown(after, today, rules).current >= shown(before, today, rules).current


@given(HISTORIES, RULES, st.dictionaries(st.integers(0, 150), st.integers(0, 6), max_size=20), st.integers(0, 20))
@examples(200)
def test_more_practice_on_any_day_never_lowers_the_total(
    history: list[tuple[int, int, bool]], rules: Rules, more: dict[int, int], later: int
) -> None:
    """The second law: answers added to days with and without practice."""
    before = {each.day: each for each in at_home(history)}
    after = dict(before)
    for ahead, answers in more.items():
        found = before.get(MONDAY + ahead, a_day(MONDAY + ahead, 0))
        after[found.day] = found._replace(answers=found.answers + answers)
    today = max(after, default=MONDAY) + later
    one, both = ([each for _, each in sorted(days.items())] for days in (before, after))
    assert shown(both, today, rules).total >= shown(one, today, rules).total


@given(travelling())
@examples(200)
def test_folding_in_two_parts_equals_folding_at_once(found: tuple[Rules, list[Answers]]) -> None:
    """The third law, at every place, with journeys and moved rollovers."""
    rules, answers = found
    practices = kept(answers)
    at_once = fold(practices, rules)
    for cut in range(len(practices) + 1):
        assert fold(practices[cut:], rules, fold(practices[:cut], rules)) == at_once


@given(HISTORIES, RULES, st.integers(0, 20), st.integers(0, 20))
@examples(100)
def test_looking_at_a_streak_in_between_changes_nothing(
    history: list[tuple[int, int, bool]], rules: Rules, sooner: int, later: int
) -> None:
    practices = at_home(history)
    folded = fold(practices, rules)
    first = (practices[-1].day if practices else MONDAY) + sooner
    second = first + later
    then, now = (reading(at(first + 1, 12)),), (reading(at(second + 1, 12)),)
    assert settle(settle(folded, first, then, rules), second, now, rules) == settle(folded, second, now, rules)


@given(travelling())
@examples(200)
def test_what_always_holds(found: tuple[Rules, list[Answers]]) -> None:
    rules, answers = found
    for index, now in enumerate(answers):
        those = answers[: index + 1]
        streak = looked_at(those, now, rules)
        come = [each for each in kept(those) if not waits(each.day, now.day)]
        assert 0 <= streak.freezes <= MOST_FREEZES
        assert 0 <= streak.current <= streak.best <= streak.total
        assert streak.total == sum(each.counts for each in come)
        assert not {each.day for each in come if each.counts} & {*streak.frozen, *streak.skipped}
        assert list(streak.frozen) == sorted(set(streak.frozen))


@given(travelling(), DATES)
@examples(200)
def test_one_more_day_off_never_shortens_a_streak(found: tuple[Rules, list[Answers]], day: int) -> None:
    rules, answers = found
    kinder = rules._replace(off=rules.off | {day})
    for index, now in enumerate(answers):
        before, after = (looked_at(answers[: index + 1], now, each) for each in (rules, kinder))
        assert after.current >= before.current
        assert after.freezes >= before.freezes


@given(HISTORIES, RULES, st.integers(0, 20), st.integers(0, 127), st.integers(0, 1439))
@examples(200)
def test_what_is_set_from_today_on_never_rewrites_the_past(
    history: list[tuple[int, int, bool]], rules: Rules, later: int, bits: int, rollover: int
) -> None:
    """Other rest days from today on; a rollover that moves tomorrow."""
    practices = at_home(history)
    today = (practices[-1].day if practices else MONDAY) + later
    changed = rules._replace(
        rest=(*rules.rest, DatedSetting(today, bits)), rollovers=(DatedSetting(today + 1, rollover),)
    )
    assert shown(practices, today, changed) == shown(practices, today, rules)


# ── plain readings of the rules ───────────────────────────────────────────────────────────────────────────


def rests(day: int, rules: Rules) -> bool:
    """Is it a day off, or one of the rest weekdays last set for it?"""
    bits = 0b1100000
    for setting in rules.rest:
        if setting.day <= day:
            bits = setting.value
    return day in rules.off or f"{bits:07b}"[6 - calendar(day).weekday()] == "1"


def day_by_day(practices: list[Practice], rules: Rules, today: int) -> tuple[int, int, int, int, tuple[int, ...]]:
    """Current, best, total, freezes and frozen days, by going through every day as the rules are written."""
    answers = {each.day: each for each in practices}
    current = best = total = 0
    freezes, frozen = 1, []
    for day in range(min(answers, default=today), today + 1):
        found = answers.get(day)
        if found and (found.answers >= 5 or (found.finished and found.answers >= 1)):
            current += 1
            total += 1
            best = max(best, current)
            if total % 7 == 0 and freezes < 2:
                freezes += 1
        elif day == today or rests(day, rules):
            continue
        elif current and freezes:
            freezes -= 1
            frozen.append(day)
        else:
            current = 0
    return current, best, total, freezes, tuple(frozen)


@given(HISTORIES, RULES, st.integers(0, 30))
@examples(300)
def test_the_fold_agrees_with_the_rules_read_day_by_day(
    history: list[tuple[int, int, bool]], rules: Rules, later: int
) -> None:
    practices = at_home(history)
    today = (practices[-1].day if practices else MONDAY) + later
    found = shown(practices, today, rules)
    expected = day_by_day(practices, rules, today)
    assert (found.current, found.best, found.total, found.freezes, found.frozen) == expected
    assert found.skipped == ()


@given(HISTORIES, RULES, st.integers(0, 10))
@examples(300)
def test_the_day_that_asks_is_the_first_on_which_not_practising_would_be_a_miss(
    history: list[tuple[int, int, bool]], rules: Rules, later: int
) -> None:
    practices = at_home(history)
    today = (practices[-1].day if practices else MONDAY) + later
    streak = shown(practices, today, rules)
    found = wanted(streak, today, rules)
    if not streak.current:
        assert found is None
        return
    bare = streak._replace(freezes=0)
    for day in range(today, today + 400):
        if not settle(bare, day, (reading(at(day + 1, 12)),), rules).current:
            assert found == day
            return
    assert found is not None
    assert found >= today + 400, "every weekday rests"


def test_a_reading_sorts_by_time_and_tells_two_zones_apart() -> None:
    noon = at(MONDAY, 12).instant
    readings = [reading(Moment(noon + seconds * 1_000_000, 14 * 3600 - seconds)) for seconds in range(0, 90_000, 600)]
    assert readings == sorted(readings)
    assert reading(Moment(noon, 3600)) != reading(Moment(noon, 0))


def test_the_day_turns_at_four_in_the_streak_too() -> None:
    assert ROLLOVER == 4 * 60
    assert [each.day for each in diary(NO_REST, (datetime(2026, 11, 17, 3, 59, tzinfo=BERLIN),))] == [MONDAY]
