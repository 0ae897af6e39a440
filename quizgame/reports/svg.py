"""The few shapes that the charts are made of.

Places across are percentages, so that a chart fits any width while its text keeps its size.
"""

from __future__ import annotations

from typing import Literal

from quizgame.reports.markup import NOTHING, Markup, element, said

Anchor = Literal["start", "middle", "end"]


def chart(sentence: str, height: float, *shapes: Markup, kind: str = "") -> Markup:
    """A picture that says its sentence to those who cannot see it."""
    return element("svg", *shapes, class_=f"chart {kind}".strip(), role="img", aria_label=sentence, height=height)


def swatch(*shapes: Markup) -> Markup:
    """A small sign of a legend, beside its word."""
    return element("svg", *shapes, class_="swatch", width=12, height=12, aria_hidden="true")


def across(share: float) -> str:
    """A place or a length across the chart: 0 is the left edge, 1 the right one."""
    return f"{share * 100:.2f}%"


def text(x: str | float, y: float, words: str, anchor: Anchor = "start", *, kind: str = "") -> Markup:
    """Words on one line; `y` is the line they stand on."""
    more = {"class_": kind} if kind else {}
    return element("text", said(words), x=x, y=y, text_anchor=anchor, **more)


def line(x1: str | float, y1: float, x2: str | float, y2: float, kind: str) -> Markup:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=kind)


def rect(x: str | float, y: float, width: str | float, height: float, kind: str, *, round_: float = 0) -> Markup:
    """A rectangle, its corners round where that is asked for."""
    more = {"rx": round_} if round_ else {}
    return element("rect", x=x, y=y, width=width, height=height, **more, class_=kind)


def circle(cx: str | float, cy: float, r: float, kind: str) -> Markup:
    """A circle."""
    return element("circle", cx=cx, cy=cy, r=r, class_=kind)


def path(d: str, kind: str) -> Markup:
    """Any other shape."""
    return element("path", d=d, class_=kind)


def group(*shapes: Markup, kind: str = "", tip: str = "") -> Markup:
    """Shapes that belong together, with words for the pointer that rests on them."""
    more = {"class_": kind} if kind else {}
    return element("g", element("title", said(tip)) if tip else NOTHING, *shapes, **more)
