"""A measurement of every cell at a glance: budgets and libraries as rows, truths as columns, all on one scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from benchmarks.learning.cells import Cell
from benchmarks.learning.findings import TRUTH_WORDS
from benchmarks.learning.picture import MARGIN, SIGN, WIDTH, Axis, Heading, Look, axis, framed, sign
from benchmarks.learning.tables import Mean
from quizgame.reports import svg
from quizgame.reports.markup import Markup

_LEFT, _TOP, _GAP, _LANE = 106, 116, 12, 17
_INSET = 18
"""What an axis leaves free at each edge of its column."""

_LEGEND = 90
"""Room for an entry of the legend."""

_WHISKER = 2
"""Standard errors that the line through a dot reaches to each side."""


class Dot(NamedTuple):
    """One measurement."""

    cell: Cell
    value: Mean
    look: Look
    words: str
    """For the pointer that rests on it."""
    lane: int = 0
    """Which of the dots of its cell it is."""
    number: str = ""
    """Written beside it."""


class Scale(NamedTuple):
    """What the dots are held against."""

    middle: float
    low: float
    """Where the band begins that the dots should be in."""
    high: float | None = None
    """Where it ends; None for nowhere."""


def grid(heading: Heading, dots: Sequence[Dot], scale: Scale, legend: Sequence[tuple[Look, str]] = ()) -> str:
    """A picture of dots; there is room for two notes."""
    truths = list(dict.fromkeys(dot.cell.truth for dot in dots))
    lanes = max(dot.lane for dot in dots) + 1
    tops, bottom = _rows(dots, lanes * _LANE + 6)
    breadth = (WIDTH - _LEFT - MARGIN - (len(truths) - 1) * _GAP) / len(truths)
    reach = [dot.value.mean + side * dot.value.error for dot in dots for side in (-_WHISKER, _WHISKER)]
    reach += [each for each in scale if each is not None]
    pitch = 8 + 8 * max(len(f"{each:.0f}") for each in reach)
    shapes = list(_legend(legend))
    for (minutes, objectives), top in tops.items():
        words = f"{minutes} min, {objectives}"
        shapes.append(svg.text(_LEFT - 18, top + lanes * _LANE / 2 + 4, words, "end", kind="soft"))
    for column, truth in enumerate(truths):
        left = _LEFT + column * (breadth + _GAP)
        across = axis(reach, left + _INSET, left + breadth - _INSET, pitch)
        shapes += _column(TRUTH_WORDS[truth], across, bottom, scale)
        shapes += [
            _dot(dot, across, tops[dot.cell.minutes, dot.cell.objectives] + (dot.lane + 0.5) * _LANE, scale.middle)
            for dot in dots
            if dot.cell.truth == truth
        ]
    return framed(heading, bottom + 36, shapes)


def _rows(dots: Iterable[Dot], height: float) -> tuple[dict[tuple[int, int], float], float]:
    """Where the row of each budget and library begins, those of a budget together; and where the last one ends."""
    tops: dict[tuple[int, int], float] = {}
    y, before = float(_TOP), 0
    for minutes, objectives in sorted({(dot.cell.minutes, dot.cell.objectives) for dot in dots}):
        y += 12 if before not in {0, minutes} else 0
        tops[minutes, objectives] = y
        y, before = y + height, minutes
    return tops, y


def _column(title: str, across: Axis, bottom: float, scale: Scale) -> Iterable[Markup]:
    top = _TOP - 8
    left, right = across.at(scale.low), across.end + _INSET if scale.high is None else across.at(scale.high)
    yield svg.text((across.start + across.end) / 2, top - 8, title, "middle", kind="ink strong")
    yield svg.rect(left, top, right - left, bottom - top, "band")
    for tick in across.ticks:
        yield svg.line(across.at(tick), top, across.at(tick), bottom, "hair-line")
        yield svg.text(across.at(tick), bottom + 18, f"{tick:g}".replace("-", "−"), "middle", kind="soft")
    yield svg.line(across.at(scale.middle), top, across.at(scale.middle), bottom, "soft-line")


def _dot(dot: Dot, across: Axis, y: float, middle: float) -> Markup:
    low, x, high = (across.at(dot.value.mean + side * dot.value.error) for side in (-_WHISKER, 0, _WHISKER))
    shapes = [sign(dot.look, x, y)]
    if high - x > SIGN + 1:
        shapes.insert(0, svg.line(low, y, high, y, f"sign {dot.look.colour}-line"))
    if dot.number:
        shapes.append(_number(dot, (min(low, x - SIGN), max(high, x + SIGN)), y, across, middle))
    return svg.group(*shapes, tip=dot.words)


def _number(dot: Dot, taken: tuple[float, float], y: float, across: Axis, middle: float) -> Markup:
    """The number of a dot, on the side that is away from the middle where there is room."""
    room = 4 + 7.6 * len(dot.number)
    on_left = taken[0] - room > across.start - _INSET - _GAP
    on_right = taken[1] + room < across.end + _INSET + _GAP
    kind = f"{dot.look.colour} strong halo"
    if on_left and (dot.value.mean < middle or not on_right):
        return svg.text(taken[0] - 4, y + 4, dot.number, "end", kind=kind)
    return svg.text(taken[1] + 4, y + 4, dot.number, "start", kind=kind)


def _legend(entries: Sequence[tuple[Look, str]]) -> Iterable[Markup]:
    for place, (look, words) in enumerate(reversed(entries), 1):
        x = WIDTH - place * _LEGEND
        yield sign(look, x, 24)
        yield svg.text(x + 12, 28, words, kind="soft")
