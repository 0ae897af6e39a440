"""Study days: when a learner's day turns, and what to believe when a clock has jumped.

A study day is an int: days since 1970-01-01 on the learner's own calendar, with nights belonging to the day before
until the rollover. It is judged once, when something happens, and stored; later travel, daylight saving or another
rollover never rewrites it. Instants are microseconds since 1970 UTC; offsets are seconds east of UTC.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

ROLLOVER = 4 * 60
"""Minutes after local midnight at which a new study day begins, unless the learner moves it."""

REST = 30 * 60
"""Seconds of rest after which a session is over."""

GRACE = 1
"""Days by which a study day may lie ahead of today and still count: a flight west over the date line."""

_EPOCH = date(1970, 1, 1)
_DAY = 86_400


class Moment(NamedTuple):
    """A reading of the clock: the instant, and how far local time is from UTC."""

    instant: int
    """Microseconds since 1970 UTC."""
    offset: int
    """Seconds east of UTC."""


class DatedSetting(NamedTuple):
    """A value and the study day from which it holds."""

    day: int
    value: int


def clock_day(moment: Moment, rollover: int = ROLLOVER) -> int:
    """The study day that the clock shows, for a day that turns `rollover` minutes after local midnight."""
    return (moment.instant // 1_000_000 + moment.offset - rollover * 60) // _DAY


def clock_day_with(moment: Moment, rollovers: tuple[DatedSetting, ...]) -> int:
    """The study day that the clock shows when the rollover was moved, each move holding from its study day on.

    A moved rollover may skip a study day or let one repeat; both are harmless (a rest day, and one day).
    The newest move wins whose own day has begun by its own reckoning.
    """
    for setting in reversed(rollovers):
        day = clock_day(moment, setting.value)
        if day >= setting.day:
            return day
    return clock_day(moment)


class LastSeen(NamedTuple):
    """The newest event that this device wrote for a learner: what a jumping clock is measured against."""

    day: int
    """The study day as it was judged then."""
    clock_day: int
    """The study day that the clock showed then."""


def judge(clock: int, earlier: int, later: int, last: LastSeen | None) -> int:
    """The study day to write down when the clock shows study day `clock`.

    `earlier` and `later` count the practised days in the log up to tomorrow of `clock` and after it. A clock is
    believed unless most practised days lie after it. If they do, the clock was set back, and the count of days
    goes on from the last event of this device at the clock's own pace. So a clock that jumped ahead and came back
    is believed at once, its wrong days wait (see `waits`), and a clock that fell behind changes nothing.
    """
    if later <= earlier or last is None:
        return clock
    return last.day + max(0, clock - last.clock_day)


def waits(day: int, today: int) -> bool:
    """True for a study day that has not come yet: its answers are kept, and count when their day comes."""
    return day > today + GRACE


def calendar(day: int) -> date:
    """The calendar date that a study day began on."""
    return _EPOCH + timedelta(days=day)


def from_calendar(when: date) -> int:
    """The study day that begins on a calendar date."""
    return (when - _EPOCH).days


def monday(day: int) -> int:
    """The Monday of a study day's week."""
    return day - (day + 3) % 7
