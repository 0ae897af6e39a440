"""The list of settings: a line for each, and the weeks around today, in which days off are marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from textual.content import Content

from quizgame.domain.days import monday
from quizgame.domain.progress import Year
from quizgame.domain.streak import DayState
from quizgame.domain.words import date
from quizgame.study import settings_words
from quizgame.study.preferences import Settings
from quizgame.study.settings_words import WEEKDAYS, clock_time, stretches
from quizgame.tui.widgets.calendar import Cell, week, weekdays
from quizgame.tui.widgets.page import Block

GOAL, TURN, REST, FIRST_WEEK = range(4)
"""The lines, top to bottom; the weeks follow one another from `FIRST_WEEK` on."""

LABEL = 21
"""Columns before the values, the mark included."""

DAYS_AHEAD = 28
"""Days ahead that the weeks show; days further ahead are marked from the command line."""

_WIDEST = len("5 days a week")
ARROWS = {_WIDEST + 3: -1, _WIDEST + 5: 1}
"""Where the arrows stand beside the marked value, and what a click on them means."""

_STATES: dict[DayState, str] = {
    "practised": "practised",
    "begun": "begun",
    "frozen": "a freeze stood in",
    "rest": "a rest day",
    "missed": "no practice",
}


class Listed(NamedTuple):
    """The settings as they stand on the screen, and the mark among them."""

    stored: Settings
    """What the log has."""
    wanted: Settings
    """The same, with what was changed on the marked line."""
    year: Year
    line: int
    column: int
    """The weekday that is marked in the lines of weekdays and weeks, 0 for Monday."""

    @property
    def last(self) -> int:
        """The last study day of the weeks; the first one is the earliest that can be marked."""
        return self.stored.today + DAYS_AHEAD

    @property
    def bottom(self) -> int:
        """The last line."""
        return self._line_of(self.last)

    @property
    def day(self) -> int | None:
        """The marked day; None above the weeks."""
        return None if self.line < FIRST_WEEK else self._near(self.monday_of(self.line) + self.column)

    def monday_of(self, line: int) -> int:
        """The day on which the week of a line begins."""
        return monday(self.stored.first) + (line - FIRST_WEEK) * 7

    def at_day(self, day: int) -> Listed:
        """The mark on a day of the weeks, or on the nearest one."""
        near = self._near(day)
        return self._replace(line=self._line_of(near), column=near - monday(near))

    def at_line(self, line: int) -> Listed:
        """The mark on a line, or on the nearest one."""
        moved = self._replace(line=min(self.bottom, max(GOAL, line)))
        return moved if moved.day is None else moved.at_day(moved.day)

    def state(self, day: int) -> DayState:
        """What a day was; from today on with the rest days as they stand on the screen."""
        offset = day - self.year.days[0].day
        state = self.year.days[offset].state if offset < len(self.year.days) else "ahead"
        if day < self.stored.today or state not in {"rest", "open", "ahead"}:
            return state
        if day - monday(day) in self.wanted.rest:
            return "rest"
        return "open" if day == self.stored.today else "ahead"

    def _line_of(self, day: int) -> int:
        return FIRST_WEEK + (monday(day) - monday(self.stored.first)) // 7

    def _near(self, day: int) -> int:
        return min(self.last, max(self.stored.first, day))


def lines(listed: Listed) -> Iterator[Block]:
    """Every line; a click on one marks it."""
    for line, label in ((GOAL, "Goal"), (TURN, "Your day turns at"), (REST, "Rest days")):
        yield _line(listed, line, label, _value(listed, line), "bold" if line == listed.line else "")
    stored = listed.stored
    off = Content.styled(f" {stretches(stored.days_off, stored.today)}", "$foreground-muted")
    yield Block(off, Content("   Days off"), LABEL, 1)
    for line in range(FIRST_WEEK, listed.bottom + 1):
        start = listed.monday_of(line)
        label = "this week" if start == monday(stored.today) else " ".join(date(start).split()[1:])
        yield _line(listed, line, f"  {label}", _week(listed, start), "$foreground-muted")


def sentence(listed: Listed) -> str:
    """What the marked setting means, and from when a change holds."""
    if listed.line == GOAL:
        return "The days a week that you would like to practise. A change counts for this week already."
    if listed.line == TURN:
        return (
            "Practice before this time belongs to the day before. With night shifts, choose a time when you sleep. "
            "A change holds from tomorrow on."
        )
    if listed.day is None:
        rests = listed.column in listed.wanted.rest
        return (
            f"{WEEKDAYS[listed.column]} is {'a rest day' if rests else 'a day to practise'}. Rest days ask for "
            "nothing and break no streak; practice on them counts. A change holds from today on."
        )
    what = ", ".join((date(listed.day), *_what(listed, listed.day)))
    streak = settings_words.streak(listed.year)
    return f"{what}. Days off ask for nothing and break no streak. {streak}".rstrip()


def _what(listed: Listed, day: int) -> Iterator[str]:
    """What there is to say of a day."""
    state, off = listed.state(day), day in listed.stored.days_off
    if day == listed.stored.today:
        yield "today"
    if off:
        yield "a day off"
    if state in _STATES and not (off and state == "rest"):
        yield _STATES[state]


def _line(listed: Listed, line: int, label: str, value: Content, style: str) -> Block:
    sign = "▸" if line == listed.line else " "
    mark = Content.assemble((f"{sign}  ", "bold $text-primary"), (label, style))
    return Block(value, mark, LABEL, action=f"line({line})")


def _value(listed: Listed, line: int) -> Content:
    """What stands beside a label; beside the marked one the arrows that change it."""
    here = line == listed.line
    if line == REST:
        return weekdays(listed.wanted.rest, listed.column if here else None)
    text = settings_words.goal(listed.wanted.goal) if line == GOAL else clock_time(listed.wanted.rollover)
    if not here:
        return Content(f" {text}")
    return Content.assemble((f" {text:{_WIDEST}}", "bold"), ("  ← →", "bold $text-primary"))


def _week(listed: Listed, start: int) -> Content:
    days = range(max(listed.stored.first, start), min(listed.last, start + 6) + 1)
    cells = [Cell(day, listed.state(day), day in listed.stored.days_off) for day in days]
    return week(cells, listed.stored.today, listed.day)
