"""Weekdays and the weeks below them, a cell a day: brackets hold what rests, the marked cell is shown in reverse."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from textual.content import Content

from quizgame.domain.days import calendar, monday
from quizgame.domain.streak import DayState
from quizgame.study.settings_words import SHORT
from quizgame.tui.widgets.marks import SIGNS

CELL = 5
"""Columns of a cell."""


_TOLD: Collection[DayState] = ("practised", "begun", "frozen", "missed")
"""States that have a sign here: in a calendar, a dot for every other day would be noise."""


class Cell(NamedTuple):
    """A study day of the weeks."""

    day: int
    state: DayState
    off: bool


def weekdays(rest: Collection[int], marked: int | None) -> Content:
    """Monday to Sunday, those that rest in brackets."""
    cells = (_cell(name, number in rest, number == marked, "") for number, name in enumerate(SHORT))
    return Content.assemble(*cells)


def week(cells: Collection[Cell], today: int, marked: int | None) -> Content:
    """The days of one week at their weekdays, with signs of what they were; days off in brackets."""
    parts = [(" " * CELL, "")] * len(SHORT)
    for day, state, off in cells:
        sign, style = SIGNS[state] if state in _TOLD else ("", "$foreground-muted" if state == "rest" else "")
        text = f"{calendar(day).day:2}{sign}"
        parts[day - monday(day)] = _cell(text, off, day == marked, "bold" if day == today else style)
    return Content.assemble(*parts)


def column_at(offset: int) -> int | None:
    """The weekday, 0 for Monday, whose cell holds a column of the text; None beside them."""
    return offset // CELL if 0 <= offset < len(SHORT) * CELL else None


def _cell(text: str, bracketed: bool, marked: bool, style: str) -> tuple[str, str]:
    framed = f"[{text}]" if bracketed else f" {text}"
    emphasis = "reverse" if marked else "bold $text-accent" if bracketed else style
    return framed.ljust(CELL), emphasis
