"""How numbers of the study are said in words, alike in both faces and in reports."""

from __future__ import annotations

from quizgame.domain.days import calendar

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = 46  # days from which a rounded number of months is at least two
_YEAR = 540


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 question`, `2 questions`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def counts(*amounts: tuple[int, str]) -> str:
    """What there is of several things: `9 questions, 1 conversation`; what there is none of is left out."""
    return ", ".join(count(number, what) for number, what in amounts if number)


def in_days(number: int) -> str:
    """How far ahead a study day lies: `today`, `tomorrow`, `in 4 days`, `in 2 months`."""
    if number <= 0:
        return "today"
    if number == 1:
        return "tomorrow"
    if number < _MONTH:
        return f"in {number} days"
    return f"in {round(number / 30.4)} months" if number < _YEAR else f"in {number / 365.25:.1f} years"


def since(day: int, today: int) -> str:
    """From when on: `since today`, `since yesterday`, `since Tue`, `since 14 Nov`."""
    ago = today - day
    if ago <= 0:
        return "since today"
    if ago == 1:
        return "since yesterday"
    weekday, *rest = date(day).split()
    return f"since {weekday if ago < 7 else ' '.join(rest)}"


def days_ago(number: int) -> str:
    """How far back a study day lies: `today`, `yesterday`, `4 days ago`."""
    if number <= 0:
        return "today"
    return "yesterday" if number == 1 else f"{number} days ago"


def minutes_seconds(seconds: float) -> str:
    """A stretch of time as `1:50`; what has run over counts as nothing left."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def date(day: int) -> str:
    """A study day's date, short: `Sat 21 Nov`."""
    when = calendar(day)
    return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]}"


def version_by(version: int, author: str) -> str:
    """Which version, and by whom where that is said: `version 2, by Jo`."""
    return f"version {version}" + (f", by {author}" if author else "")


def of_goal(done: int, goal: int) -> str:
    """Days of a week beside its goal: `4 of 5`, or `6 days, goal 5` once it is passed."""
    return f"{done} of {goal}" if done <= goal else f"{count(done, 'day')}, goal {goal}"


def duration(seconds: float) -> str:
    """A stretch of practice: `40 minutes`, `3 h 10 min`."""
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else count(minutes, "minute")


def weekday(day: int) -> str:
    """The weekday of a study day: `Monday`."""
    return _WEEKDAYS[calendar(day).weekday()]


def topic_name(topic: str) -> str:
    """A topic as it is read: `limits-and-safety` as `Limits and safety`."""
    words = topic.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
