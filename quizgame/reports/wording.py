"""What every report calls things: the four questions, the states of a day, shares and dates."""

from __future__ import annotations

from collections.abc import Sequence

from quizgame.domain.days import calendar
from quizgame.domain.progress import COMING, Coming, Day, Share
from quizgame.domain.streak import DayState
from quizgame.domain.text import plain
from quizgame.domain.words import count, date
from quizgame.reports.untrusted import clean

WHEN, WHAT, COMES, SURE = "When did I practise?", "What do I know?", "What comes?", "Am I as sure as I am right?"
MISLED, FADING = "Sure but wrong", "Fading"

MASTERY = (
    "The share of a topic that you would recall today, as your own answers tell, lucky guesses apart. "
    "What you have not met yet counts as nothing; what holds will be there in a month with a chance of 80 % or more."
)

STATES: dict[DayState, str] = {
    "practised": "practised",
    "begun": "begun",
    "frozen": "freeze",
    "rest": "rest day",
    "missed": "missed",
    "open": "nothing yet today",
    "ahead": "still to come",
    "before": "before the first day",
}

LEVELS = (10, 20)
"""Answers from which a practised day is drawn fuller."""

AMOUNTS = ("practised", f"{LEVELS[0]} answers or more", f"{LEVELS[1]} or more")
"""What each of the three levels means."""


def level(answers: int) -> int:
    """How full a practised day is drawn: 0, 1 or 2."""
    return sum(answers >= each for each in LEVELS)


def weekday(day: int) -> str:
    """The weekday of a study day: `Sat`."""
    return date(day).split(" ", 1)[0]


def full_date(day: int) -> str:
    """A date that is still clear when the report is found years later: `Sat 21 Nov 2026`."""
    return f"{date(day)} {calendar(day).year}"


def short_date(day: int) -> str:
    """A date for an axis: `21 Nov`."""
    return date(day).split(" ", 1)[1]


def month(day: int) -> str:
    """The month of a study day: `Nov`."""
    return date(day).split()[-1]


def month_starts(days: Sequence[Day]) -> dict[int, str]:
    """Weeks, counted from 0, in which a month begins, and the months."""
    return {index // 7: month(each.day) for index, each in enumerate(days) if calendar(each.day).day == 1}


def percent(share: float) -> str:
    """A share as `61 %`."""
    return f"{round(share * 100)} %"


def a_day(day: Day) -> str:
    """A day of the heatmap in words: `Sat 21 Nov 2026: practised, 9 answers`."""
    return f"{full_date(day.day)}: {done(day)}"


def done(day: Day) -> str:
    """What became of a day: `practised, 9 answers`."""
    return STATES[day.state] + (f", {count(day.answers, 'answer')}" if day.answers else "")


def named(share: Share) -> str:
    """A topic or pack as it is read."""
    return clean(share.name) or "Without a name"


def titled(title: str) -> str:
    """An objective's title as it is read: on one line, without emphasis signs."""
    return clean(plain(title))


def met(share: Share) -> str:
    """What a share consists of: `9 of 10 met, 4 hold a month`."""
    seen = f"{share.met} of {share.objectives} met"
    if share.mastered and share.objectives > 1:
        return f"{seen}, all hold a month ✓"
    return f"{seen}, {share.holding} {'holds' if share.holding == 1 else 'hold'} a month" if share.met else seen


def tenth(index: int) -> str:
    """A tenth of the chance of recall: `80 to 89 %`."""
    return f"{index * 10} to {index * 10 + (10 if index == 9 else 9)} %"


def most_due(coming: Coming) -> int:
    """The day ahead on which most falls due, today first among equals."""
    return max(range(COMING + 1), key=lambda ahead: (coming.due[ahead], -ahead))
