"""The charts of the item report: every question's share right against its correlation, and a bar for each option."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizgame.domain.item_findings import EASY, HARD, WEAK, Level, signed
from quizgame.domain.item_report import Row
from quizgame.domain.items import Choice
from quizgame.reports import items_wording as wording
from quizgame.reports import svg
from quizgame.reports.markup import Markup, element
from quizgame.reports.wording import percent

_TOP, _BASE = 24, 304
_LEFT, _WIDTH = 0.11, 0.82
_LOWEST, _HIGHEST = -0.4, 0.8
_BAR = 10
_APART = (0.075, 15.0)
"""Share across and units down within which a number would be written over another one."""

SHAPES: tuple[tuple[Level | None, str], ...] = (
    ("check the key", "check the key"),
    ("misconception", "sure but wrong"),
    ("look again", "look again"),
    (None, "nothing grave"),
)
"""Levels that have a shape of their own; all others share the last one."""


def plotted(row: Row) -> bool:
    """True for a question that has both figures of the overview."""
    return row.item.options > 0 and row.item.mark != "counts only" and wording.judged_rest(row.item) is not None


def overview(rows: Iterable[Row], numbers: dict[tuple[str, int], int], sentence: str) -> Markup:
    """A shape for each question, numbered as in the list of those to look at."""
    shapes = [*_grid()]
    labels: list[tuple[float, float]] = []
    marks: list[Markup] = []
    for row in sorted(filter(plotted, rows), key=lambda each: numbers.get((each.item.question, each.item.revision), 0)):
        x, y = _LEFT + row.item.p * _WIDTH, _height(row.item.rest or 0.0)
        tip = f"{wording.name(row)}: {percent(row.item.p)} right, item-rest {signed(row.item.rest or 0.0)}"
        marks.append(svg.group(shape(row.level, svg.across(x), y), tip=tip))
        number = numbers.get((row.item.question, row.item.revision))
        if number and all(abs(x - a) > _APART[0] or abs(y - b) > _APART[1] for a, b in labels):
            labels.append((x, y))
            marks.append(_label(x, y, str(number)))
    return svg.chart(sentence, _BASE + 44, *shapes, *marks)


def shape(level: Level | None, x: str | float, y: float) -> Markup:
    """A mark around a place; the graver, the more corners it has."""
    known = {each for each, _ in SHAPES}
    if level == "check the key":
        drawn = svg.path("M0 -6.5L6.5 0L0 6.5L-6.5 0Z", "alarm")
    elif level == "misconception":
        drawn = svg.rect(-4.5, -4.5, 9, 9, "ring")
    elif level in known and level is not None:
        drawn = svg.path("M0 -5.5L5.5 4.5L-5.5 4.5Z", "ring")
    else:
        drawn = svg.circle(0, 0, 3.5, "fill")
    return element("svg", drawn, class_="plot", x=x, y=y, width=1, height=1)


def legend() -> tuple[tuple[Markup, str], ...]:
    """Each shape, and what it means."""
    return tuple((svg.swatch(shape(level, 6, 6)), words) for level, words in SHAPES)


def _label(x: float, y: float, number: str) -> Markup:
    """A number beside a shape, on the side where there is room."""
    if x > 0.85:
        return svg.text(svg.across(x - 0.025), y + 4, number, "end", kind="value")
    return svg.text(svg.across(x + 0.025), y + 4, number, kind="value")


def _height(rest: float) -> float:
    within = min(_HIGHEST, max(_LOWEST, rest))
    return _BASE - (within - _LOWEST) / (_HIGHEST - _LOWEST) * (_BASE - _TOP)


def _grid() -> Sequence[Markup]:
    left, right = svg.across(_LEFT), svg.across(_LEFT + _WIDTH)
    shapes = [svg.text(0, 12, "item-rest"), svg.text(right, _BASE + 38, "share right", "end")]
    for rest in (-0.4, 0.0, WEAK, 0.5, 0.8):
        y = _height(rest)
        kind = "limit" if rest in {0.0, WEAK} else "hair"
        shapes += [svg.line(left, y, right, y, kind), svg.text(0, y + 4, signed(rest) if rest else "0")]
    for share in (0.0, HARD, 0.6, EASY):
        x = svg.across(_LEFT + share * _WIDTH)
        kind = "limit" if share in {HARD, EASY} else "hair"
        shapes += [svg.line(x, _TOP, x, _BASE, kind), svg.text(x, _BASE + 18, percent(share), "middle")]
    return shapes


def bar(choice: Choice, words: str) -> Markup:
    """How often an option was chosen, solid for the best one and hollow for the others."""
    filled = svg.across(choice.share)
    drawn = (
        svg.rect(0, 1, filled, _BAR - 2, "fill", round_=2)
        if choice.best
        else svg.rect(0, 1, filled, _BAR - 2, "other", round_=2)
    )
    return svg.chart(words, _BAR, svg.rect(0, 1, "100%", _BAR - 2, "track", round_=2), drawn, kind="thin")
