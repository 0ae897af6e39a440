"""Charts for a terminal, as lines of text: every sign is explained beside it, and colour only helps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from quizgame.domain.calibration import Bin
from quizgame.domain.progress import COMING, Coming, Day, Year
from quizgame.domain.streak import DayState
from quizgame.reports import wording
from quizgame.reports.ink import Ink

_LEVELS = "▒▓█"
_SIGNS: dict[DayState, str] = {"begun": "░", "frozen": "◇", "missed": "○", "rest": "·", "open": "◦"}
_COLUMNS = "▁▂▃▄▅▆▇█"
_BRIGHT = frozenset(_LEVELS + _SIGNS["begun"] + _COLUMNS + "●")
_GUTTER = 4
_SCALE = 21

_MEANINGS = {
    **dict(zip(_LEVELS, wording.AMOUNTS, strict=True)),
    **{sign: wording.STATES[state] for state, sign in _SIGNS.items()},
}
SCALE_LEGEND = "○ expected  ● right"


def _sign(day: Day) -> str:
    return _LEVELS[wording.level(day.answers)] if day.state == "practised" else _SIGNS.get(day.state, " ")


def heatmap(year: Year, width: int, ink: Ink) -> list[str]:
    """The months, and a row for each weekday with a sign a week, the present week last; as many weeks as fit."""
    most = len(year.days) // 7
    step = 2 if width >= _GUTTER + most * 2 else 1
    weeks = min(most, (width - _GUTTER) // step)
    days = year.days[-weeks * 7 :]
    months = _axis({week * step: name for week, name in wording.month_starts(days).items()}, weeks * step)
    rows = [" " * _GUTTER + ink.quiet(months)]
    for weekday in range(7):
        name = wording.weekday(days[weekday].day)
        signs = "".join(_sign(day) * step for day in days[weekday::7])
        rows.append(ink.quiet(name) + _inked((" " * (_GUTTER - len(name)) + signs).rstrip(), ink))
    return rows


def legend(year: Year) -> list[str]:
    """What the signs mean, those that are in the picture: `▒ practised`."""
    seen = {_sign(day) for day in year.days}
    return [f"{sign} {meaning}" for sign, meaning in _MEANINGS.items() if sign in seen]


def bar(share: float, width: int, ink: Ink) -> str:
    """A share as a heavy line on a light one; full only when the share is whole, empty only when it is nothing."""
    filled = round(share * width)
    filled = max(filled, 1) if share > 0 else 0
    filled = min(filled, width - 1) if share < 1 else width
    return ink.accent("━" * filled) + ink.quiet("─" * (width - filled))


def columns_of(values: Sequence[float], top: float, step: int, ink: Ink) -> str:
    """Values as small columns, `step` signs apart; a point stands for nothing."""
    last = len(_COLUMNS) - 1
    signs = [_COLUMNS[min(last, int(value / top * len(_COLUMNS)))] if value > 0 else "·" for value in values]
    return _inked((" " * (step - 1)).join(signs), ink)


def due_days(coming: Coming, today: int, width: int, ink: Ink) -> list[str]:
    """A column for today and each of the next thirty days, and dates below."""
    step = 2 if width >= (COMING + 1) * 2 + _GUTTER else 1
    dates = {
        ahead * step: wording.short_date(today + ahead) if ahead else "today" for ahead in range(0, COMING + 1, 10)
    }
    return [columns_of(coming.due, max(coming.due), step, ink), ink.quiet(_axis(dates, (COMING + 1) * step + 6))]


def scale(each: Bin, ink: Ink) -> str:
    """Expected and right on a scale from 0 to 100 %."""
    signs = ["·"] * _SCALE
    signs[round(each.expected / each.answers * (_SCALE - 1))] = "○"
    signs[round(each.right / each.answers * (_SCALE - 1))] = "●"
    return _inked("".join(signs), ink)


def _axis(names: dict[int, str], width: int) -> str:
    """Names at their columns; one that would run into the one before, or off the end, is left out."""
    line = ""
    for column, name in names.items():
        if column >= len(line) + bool(line) and column + len(name) <= width:
            line = line.ljust(column) + name
    return line


def _inked(signs: str, ink: Ink) -> str:
    """What was done or comes in the accent colour, the rest quiet."""
    parts = groupby(signs, lambda sign: sign in _BRIGHT)
    return "".join((ink.accent if bright else ink.quiet)("".join(run)) for bright, run in parts)
