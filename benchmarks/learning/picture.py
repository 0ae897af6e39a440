"""What the plots of `docs/learning.md` are drawn with: paper, colours, signs and axes.

A picture stands on paper of its own, so that it can be read on a white page and on a dark one, and says by a sign or a
word what it says by a colour. Its shapes are those of the game's own report.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal, NamedTuple

from quizgame.reports import svg
from quizgame.reports.markup import Markup, element, said

WIDTH = 800
MARGIN = 16

SIGN = 4.0
"""Half of a sign's breadth."""

LETTERS = 12
"""The smallest size of text, in pixels."""

Colour = Literal["ink", "soft", "ours", "peer"]
Sign = Literal["disc", "square", "up", "down", "diamond", "times", "plus"]

LIGHT = {
    "paper": "#faf9f6",
    "band": "#e4efec",
    "hair": "#dcddd7",
    "ink": "#1f2629",
    "soft": "#586268",
    "ours": "#0a6c67",
    "peer": "#b3400e",
}
DARK = {
    "paper": "#14181a",
    "band": "#1d3230",
    "hair": "#343b3e",
    "ink": "#e7eae8",
    "soft": "#a3aeb2",
    "ours": "#5fc6b7",
    "peer": "#f2985c",
}


def _colours(colours: dict[str, str]) -> str:
    rules = "".join(f".{name}{{fill:{each}}}.{name}-line{{stroke:{each}}}" for name, each in colours.items())
    return f"{rules}.halo{{stroke:{colours['paper']}}}"


_STYLE = Markup(
    f"text{{font:{LETTERS}px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',Arial,sans-serif}}"
    "text.title{font-size:15px;font-weight:600}text.strong{font-weight:600}"
    ".curve{fill:none;stroke-width:1.3;stroke-linejoin:round}.thick{stroke-width:2.6}.dashed{stroke-dasharray:5 3}"
    ".dotted{stroke-dasharray:2 4}.leader{stroke-width:.6}.sign{stroke-width:1.5}"
    ".halo{paint-order:stroke;stroke-width:4}"
    f"{_colours(LIGHT)}@media (prefers-color-scheme:dark){{{_colours(DARK)}}}"
)

_OUTLINES: dict[Sign, tuple[tuple[tuple[float, float], ...], ...]] = {
    "square": (((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),),
    "up": (((0, -1), (0.95, 0.8), (-0.95, 0.8)),),
    "down": (((0, 1), (0.95, -0.8), (-0.95, -0.8)),),
    "diamond": (((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)),),
    "times": (((-0.8, -0.8), (0.8, 0.8)), ((-0.8, 0.8), (0.8, -0.8))),
    "plus": (((-1, 0), (1, 0)), ((0, -1), (0, 1))),
}
"""Corners of what each sign is drawn of, in half breadths; a disc has none."""


class Look(NamedTuple):
    """How something is drawn, so that it is known from all else without its colour."""

    colour: Colour
    sign: Sign
    filled: bool = True
    stroke: Literal["", "thick", "dashed"] = ""
    """Of its curve, where it has one."""


class Axis(NamedTuple):
    """Values laid out along a stretch of the picture."""

    low: float
    high: float
    start: float
    """Where the lowest value stands, in pixels."""
    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Where a value stands."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


class Heading(NamedTuple):
    """What stands above a picture, and what it says to those who cannot see it."""

    says: str
    """What it shows, in a sentence."""
    title: str
    notes: tuple[str, ...]
    """Lines that say how to read it."""


def axis(values: Iterable[float], start: float, end: float, pitch: float) -> Axis:
    """An axis that holds these values and no more, with ticks at round numbers that are at least a pitch apart."""
    found = list(values)
    low, high = min(found), max(found)
    if low == high:
        raise ValueError(f"{low} alone makes no axis")
    least = pitch / abs(end - start) * (high - low)
    step = next(step for power in range(-2, 7) for base in (1, 2, 5) if (step := base * 10.0**power) >= least)
    ticks = tuple(index * step for index in range(math.ceil(low / step), math.floor(high / step) + 1))
    return Axis(low, high, start, end, ticks)


def sign(look: Look, x: float, y: float) -> Markup:
    """A sign around a place."""
    kind = f"sign {look.colour if look.filled else 'paper'} {look.colour}-line"
    if look.sign == "disc":
        return svg.circle(x, y, SIGN, kind)
    outlines = (
        "L".join(f"{x + right * SIGN:.2f} {y + below * SIGN:.2f}" for right, below in corners)
        for corners in _OUTLINES[look.sign]
    )
    return svg.path("".join(f"M{outline}Z" for outline in outlines), kind)


def framed(heading: Heading, height: float, shapes: Iterable[Markup]) -> str:
    """A whole picture: paper, a heading and the shapes."""
    root = element(
        "svg",
        element("title", said(heading.says)),
        element("style", _STYLE),
        svg.rect(0.5, 0.5, WIDTH - 1, height - 1, "paper hair-line", round_=8),
        svg.text(MARGIN, 28, heading.title, kind="ink title"),
        *(svg.text(MARGIN, 48 + 18 * line, words, kind="soft") for line, words in enumerate(heading.notes)),
        *shapes,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height:g}",
        width=WIDTH,
        height=height,
        role="img",
    )
    return root.replace("><", ">\n<") + "\n"
