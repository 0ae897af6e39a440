"""Recall over the days by policy, in panels side by side."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import NamedTuple

from benchmarks.learning.picture import MARGIN, SIGN, WIDTH, Axis, Heading, Look, axis, framed, sign
from quizgame.reports import svg
from quizgame.reports.markup import Markup, element

_HEIGHT, _WIDTH, _TOP = 236, WIDTH / 2, 74
_LEFT, _RIGHT, _HIGH, _BASE = 38, 242, 30, 196
"""Edges of a panel's axes."""

_LABELS = 16
"""How far the words stand from the curves they name."""

_PITCH = 15
_TICKS = 30
_TWINS = 20
"""Ticks that are nearer to each other, in pixels, step aside."""


class Curve(NamedTuple):
    """One policy's way through the days."""

    name: str
    look: Look
    values: Sequence[float]


class Panel(NamedTuple):
    """Curves on axes of their own; the foremost curve comes first."""

    title: str
    curves: Sequence[Curve]


def panels(
    heading: Heading,
    days: Sequence[int],
    stop: int,
    drawn: Sequence[Panel],
    aside: tuple[str, Sequence[tuple[str, str]]],
) -> str:
    """A picture of panels, two in a row; `aside` is a list of names and words in the place after the last."""
    groups = [_panel(panel, days, stop) for panel in drawn]
    places = [
        element("g", *shapes, transform=f"translate({index % 2 * _WIDTH:g} {_TOP + index // 2 * _HEIGHT})")
        for index, shapes in enumerate([*groups, _list(*aside)])
    ]
    return framed(heading, _TOP + math.ceil(len(places) / 2) * _HEIGHT, places)


def _panel(panel: Panel, days: Sequence[int], stop: int) -> Iterable[Markup]:
    across = Axis(0, days[-1], _LEFT, _RIGHT, tuple(days))
    up = axis([0, *(value for curve in panel.curves for value in curve.values)], _BASE, _HIGH, _TICKS)
    yield svg.text(MARGIN, 14, panel.title, kind="ink strong")
    for tick in up.ticks:
        yield svg.line(_LEFT, up.at(tick), _RIGHT, up.at(tick), "hair-line")
        yield svg.text(_LEFT - 6, up.at(tick) + 4, f"{tick:g}", "end", kind="soft")
    yield svg.text(_LEFT - 6, _BASE + 18, "day", "end", kind="soft")
    for day, x in zip(days, _apart([across.at(day) for day in days]), strict=True):
        yield svg.text(x, _BASE + 18, str(day), "middle", kind="soft")
    yield svg.line(across.at(stop), _HIGH, across.at(stop), _BASE, "soft-line dotted")
    labels = spread([up.at(curve.values[-1]) for curve in panel.curves], _PITCH, _HIGH - 8, _BASE + 4)
    for curve, y in reversed(list(zip(panel.curves, labels, strict=True))):
        points = [(across.at(day), up.at(value)) for day, value in zip(days, curve.values, strict=True)]
        yield svg.line(_RIGHT + SIGN + 1, points[-1][1], _RIGHT + _LABELS - 2, y, "soft-line leader")
        yield _curve(curve, days, points)
        yield sign(curve.look, _RIGHT + _LABELS + SIGN, y)
        weight = " strong" if curve.look.stroke == "thick" else ""
        yield svg.text(_RIGHT + _LABELS + 14, y + 4, curve.name, kind=curve.look.colour + weight)


def _curve(curve: Curve, days: Sequence[int], points: Sequence[tuple[float, float]]) -> Markup:
    d = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    line = svg.path(d, f"curve {curve.look.colour}-line {curve.look.stroke}".strip())
    values = ", ".join(f"{value:.1f} on day {day}" for day, value in zip(days, curve.values, strict=True))
    return svg.group(line, *(sign(curve.look, x, y) for x, y in points), tip=f"{curve.name}: {values}")


def _list(title: str, entries: Sequence[tuple[str, str]]) -> Iterable[Markup]:
    yield svg.text(MARGIN, 14, title, kind="ink strong")
    for line, (name, words) in enumerate(entries):
        yield svg.text(MARGIN, 44 + 34 * line, name, kind="soft strong")
        yield svg.text(MARGIN, 60 + 34 * line, words, kind="soft")


def _apart(places: Sequence[float]) -> list[float]:
    """The places of ticks, two that are close to each other a little further apart."""
    found = list(places)
    for index in range(len(found) - 1):
        if places[index + 1] - places[index] < _TWINS:
            found[index] -= 4
            found[index + 1] += 4
    return found


def spread(places: Sequence[float], pitch: float, top: float, bottom: float) -> list[float]:
    """Places for labels near those they belong to, from top to bottom and at least a pitch apart.

    It is the arrangement with the least squared distances (isotonic regression on places less the pitches above them).
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    blocks: list[list[float]] = []
    for above, index in enumerate(order):
        blocks.append([places[index] - above * pitch])
        while len(blocks) > 1 and fmean(blocks[-2]) >= fmean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    lowest = bottom - (len(order) - 1) * pitch
    starts = [max(top, min(lowest, fmean(block))) for block in blocks for _ in block]
    found = [0.0] * len(order)
    for above, (index, start) in enumerate(zip(order, starts, strict=True)):
        found[index] = start + above * pitch
    return found
