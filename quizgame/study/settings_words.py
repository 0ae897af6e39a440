"""How settings are said in words, alike in both faces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizgame.domain.days import calendar, monday
from quizgame.domain.progress import Year
from quizgame.domain.words import count, date, weekday

_A_MONDAY = monday(0)

WEEKDAYS = tuple(weekday(_A_MONDAY + number) for number in range(7))
"""`Monday` to `Sunday`."""

SHORT = tuple(name[:3] for name in WEEKDAYS)
"""`Mon` to `Sun`."""


def clock_time(minutes: int) -> str:
    """Minutes after midnight as `04:00`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def goal(number: int) -> str:
    """Days to practise: `5 days a week`."""
    return f"{count(number, 'day')} a week"


def weekdays(numbers: Iterable[int]) -> str:
    """Weekdays in short: `Sat Sun`, or `none`."""
    return " ".join(SHORT[number] for number in sorted(set(numbers))) or "none"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: `Mon, Wed and Fri`."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def dated(day: int, today: int) -> str:
    """A study day's date: `Mon 23 Nov`, with its year when that is not today's."""
    year = calendar(day).year
    return date(day) if year == calendar(today).year else f"{date(day)} {year}"


def stretches(days: Iterable[int], today: int) -> str:
    """Study days as stretches: `Mon 23 Nov to Fri 27 Nov, Tue 1 Dec`, or `none`."""
    found: list[tuple[int, int]] = []
    for day in sorted(days):
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    said = (
        dated(last, today) if first == last else f"{dated(first, today)} to {dated(last, today)}"
        for first, last in found
    )
    return ", ".join(said) or "none"


def streak(year: Year) -> str:
    """What the streak is, and the freezes; empty before the first day that counts."""
    found = year.streak
    if not found.current:
        return "A session today begins a streak." if found.total else ""
    kept = f", with {count(found.freezes, 'freeze')} kept" if found.freezes else ""
    return f"Your streak is {count(found.current, 'day')}{kept}."
