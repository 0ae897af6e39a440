"""A year of study days: a column a week, a row a weekday, a shape for each state, so that it reads without colour too.

Both halves of the year are groups of one picture; the style sheet sets them side by side where there is room, and else
below each other.
"""

from __future__ import annotations

from quizgame.domain import headlines
from quizgame.domain.progress import Day, Year
from quizgame.domain.streak import DayState
from quizgame.reports import svg, wording
from quizgame.reports.markup import NOTHING, Markup, joined

PITCH = 12
"""From one day to the next."""
GUTTER = 28
"""Room for the names of the weekdays."""
TOP = 20
"""Room for the names of the months."""
FIRST_HALF = 27
"""Weeks of the first half."""
HEIGHT = TOP + 7 * PITCH + 12
"""Of each half."""

_SIDES = (5.0, 7.5, 10.0)
_NAMED_ROWS = (0, 2, 4, 6)
_LABEL = 2
"""Weeks that the name of a month covers."""

_SHAPES: tuple[DayState, ...] = ("begun", "frozen", "rest", "missed")


def heatmap(year: Year, today: int) -> Markup:
    """The picture."""
    cut = FIRST_HALF * 7
    return svg.chart(
        headlines.practised(year, today),
        HEIGHT,
        _weekdays(year),
        _half(year.days[:cut], today, "joint"),
        svg.group(svg.group(_weekdays(year), kind="again"), _half(year.days[cut:], today, ""), kind="later"),
        kind="year",
    )


def legend(year: Year, today: int) -> list[tuple[Markup, str]]:
    """The shapes that are in the picture, and what each means; the three sizes belong together."""
    came = [each for each in year.days if each.day <= today]
    seen, levels = (
        {each.state for each in came},
        {wording.level(each.answers) for each in came if each.state == "practised"},
    )
    sizes = zip((0, *wording.LEVELS), wording.AMOUNTS, strict=True)
    shown = [(Day(0, least, "practised"), words) for least, words in sizes if wording.level(least) in levels]
    shown += [(Day(0, 0, state), wording.STATES[state]) for state in _SHAPES if state in seen]
    shapes = [(svg.swatch(_mark(day, 6, 6)), words) for day, words in shown]
    return [*shapes, (svg.swatch(_ring(6, 6)), "today")]


def _mark(day: Day, x: float, y: float) -> Markup:
    """The shape of a day around a place."""
    if day.state == "practised":
        side = _SIDES[wording.level(day.answers)]
        return svg.rect(x - side / 2, y - side / 2, side, side, "fill", round_=1.5)
    if day.state == "begun":
        return svg.rect(x - 2.5, y - 2.5, 5, 5, "ring")
    if day.state == "frozen":
        return svg.path(f"M{x:g} {y - 4.5:g}l4.5 4.5l-4.5 4.5l-4.5 -4.5z", "ring")
    if day.state == "missed":
        return svg.circle(x, y, 2.5, "hollow")
    return svg.circle(x, y, 1, "quiet" if day.state == "rest" else "faint")


def _ring(x: float, y: float) -> Markup:
    """Around today."""
    return svg.rect(x - 6, y - 6, 12, 12, "today", round_=3)


def _weekdays(year: Year) -> Markup:
    names = ((row, wording.weekday(year.days[row].day)) for row in _NAMED_ROWS)
    return joined(svg.text(0, TOP + row * PITCH + 10, name) for row, name in names)


def _half(days: tuple[Day, ...], today: int, over_the_edge: str) -> Markup:
    """Months above, days below; `over_the_edge` is the kind of a name that reaches into the next half."""
    shapes = []
    for week, name in wording.month_starts(days).items():
        within = week <= len(days) // 7 - _LABEL
        if within or over_the_edge:
            shapes.append(svg.text(GUTTER + week * PITCH, 12, name, kind="" if within else over_the_edge))
    for index, each in enumerate(days):
        x, y = GUTTER + (index // 7 + 0.5) * PITCH, TOP + (index % 7 + 0.5) * PITCH
        ring = _ring(x, y) if each.day == today else NOTHING
        if each.day <= today:
            shapes.append(svg.group(_mark(each, x, y), ring, tip=wording.a_day(each)))
    return joined(shapes)
