"""The plots of `docs/performance.md`: how a figure grows, on logarithmic axes, as SVG and in a sentence.

A straight line that rises by a square for each square is growth in proportion; a level one is none. The same figures
give the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import cycle
from typing import NamedTuple

from benchmarks.learning.panels import spread
from benchmarks.learning.picture import SIGN, Axis, Heading, Look, Sign, framed, sign
from quizgame.reports import svg
from quizgame.reports.markup import Markup

_LEFT, _RIGHT, _HIGH, _BASE = 70, 440, 84, 330
"""Edges of the axes."""

_HEIGHT = 376
_LABELS = 16
"""How far the words stand from the curves they name."""

_PITCH = 18
_NARROW = 34
"""Ticks within a power of ten are drawn where it is at least so many times three pixels long."""

_SIGNS: Sequence[Sign] = ("disc", "square", "diamond", "up", "down", "times", "plus")
_PEERS = ("bare screen", "fdatasync", "Anki", "PyYAML")
"""What the names of curves begin with that are not ours."""


class Point(NamedTuple):
    """One figure."""

    size: float
    value: float


class Plot(NamedTuple):
    """What a plot is about."""

    title: str
    across: str
    """What grows from left to right."""
    up: str
    """The unit of what is measured."""


Curves = Mapping[str, Sequence[Point]]


def says(plot: Plot, curves: Curves) -> str:
    """A plot in a sentence."""
    ends = (f"{name} {_short(points[0].value)} to {_short(points[-1].value)}" for name, points in curves.items())
    sizes = [point.size for points in curves.values() for point in points]
    return f"{plot.title}, {plot.up}, from {min(sizes):,.0f} to {max(sizes):,.0f} {plot.across}: {'; '.join(ends)}"


def drawn(plot: Plot, curves: Curves) -> str:
    """A plot as a picture."""
    heading = Heading(says(plot, curves), plot.title, (f"{plot.up} over {plot.across}; both axes logarithmic",))
    return framed(heading, _HEIGHT, _shapes(plot, curves))


def _shapes(plot: Plot, curves: Curves) -> Iterable[Markup]:
    across = _axis((point.size for points in curves.values() for point in points), _LEFT, _RIGHT)
    up = _axis((point.value for points in curves.values() for point in points), _BASE, _HIGH)
    for tick in up.ticks:
        y = up.at(tick)
        yield svg.line(_LEFT, y, _RIGHT, y, "hair-line")
        yield svg.text(_LEFT - 8, y + 4, _short(10**tick), "end", kind="soft")
    for tick in across.ticks:
        x = across.at(tick)
        yield svg.line(x, _HIGH, x, _BASE, "hair-line")
        yield svg.text(x, _BASE + 18, _size(10**tick), "middle", kind="soft")
    yield svg.text((_LEFT + _RIGHT) / 2, _BASE + 36, plot.across, "middle", kind="soft")
    places = {
        name: [(across.at(math.log10(size)), up.at(math.log10(value))) for size, value in points]
        for name, points in curves.items()
    }
    labels = spread([each[-1][1] for each in places.values()], _PITCH, _HIGH, _BASE)
    looks = _looks(curves)
    for (name, each), y in reversed(list(zip(places.items(), labels, strict=True))):
        look = looks[name]
        yield svg.line(each[-1][0] + SIGN + 1, each[-1][1], _RIGHT + _LABELS - 2, y, "soft-line leader")
        yield _curve(name, look, curves[name], each)
        yield sign(look, _RIGHT + _LABELS + SIGN, y)
        yield svg.text(_RIGHT + _LABELS + 14, y + 4, name, kind=look.colour)


def _curve(name: str, look: Look, points: Sequence[Point], places: Sequence[tuple[float, float]]) -> Markup:
    d = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in places)
    values = ", ".join(f"{_short(value)} at {size:,.0f}" for size, value in points)
    line = svg.path(d, f"curve {look.colour}-line {look.stroke}".strip())
    return svg.group(line, *(sign(look, x, y) for x, y in places), tip=f"{name}: {values}")


def _looks(curves: Curves) -> dict[str, Look]:
    """Ours are filled and their lines whole; what stands beside them is neither."""
    return {
        name: Look("peer", each, filled=False, stroke="dashed") if name.startswith(_PEERS) else Look("ours", each)
        for name, each in zip(curves, cycle(_SIGNS), strict=False)
    }


def _axis(values: Iterable[float], start: float, end: float) -> Axis:
    """Logarithms to the base of ten, from one round number below the values to one above."""
    found = [math.log10(value) for value in values]
    low, high = _below(min(found)), -_below(-max(found))
    if low == high:
        high = low + 1
    steps = (1, 2, 5) if abs(end - start) / (high - low) >= 3 * _NARROW else (1,)
    rounds = (power + math.log10(step) for power in range(math.floor(low), math.ceil(high) + 1) for step in steps)
    return Axis(low, high, start, end, tuple(each for each in rounds if low - 1e-9 <= each <= high + 1e-9))


def _below(value: float) -> float:
    """The logarithm of the nearest 1, 2 or 5 times a power of ten at or below."""
    power = math.floor(value)
    return max(power + math.log10(step) for step in (1, 2, 5) if power + math.log10(step) <= value + 1e-9)


def _size(value: float) -> str:
    for name, unit in (("M", 1e6), ("k", 1e3)):
        if value >= unit * 0.999:
            return f"{value / unit:.3g}{name}"
    return f"{value:.3g}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
