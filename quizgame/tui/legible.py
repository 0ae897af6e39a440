"""Colours of a theme that can be read: text that stands out too little is moved towards black or white.

Themes choose their colours by taste; some of Textual's own leave text at a contrast of 3. What passes stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.color import Color

LEAST = 4.5
"""The lowest contrast that text may have (WCAG 2.2, success criterion 1.4.3)."""

GROUNDS = ("background", "surface")
"""Colours on which text stands: a page, and a box or a line to write on."""

TEXTS = (
    *("foreground", "foreground-muted", "text-primary", "text-accent"),
    *("text-success", "text-warning", "text-error"),
)
"""Colours in which text is written."""

_ENOUGH = LEAST + 0.05  # what is drawn is rounded to whole steps of red, green and blue
_STEPS = 50


def contrast(one: Color, other: Color) -> float:
    """How far two opaque colours stand apart in luminance: 1 (alike) to 21 (black and white), after WCAG 2.2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def legible(variables: Mapping[str, str]) -> dict[str, str]:
    """A theme's variables, with every colour of text readable on every ground; those of the terminal's own stay."""
    grounds = [Color.parse(variables[name]) for name in GROUNDS]
    changed = dict(variables)
    if all(ground.ansi is None and ground.a == 1 for ground in grounds):
        for name in TEXTS:
            changed[name] = _readable(variables[name], grounds)
    return changed


def _readable(text: str, grounds: Iterable[Color]) -> str:
    """The colour itself where it can be read on every ground, else the nearest one that can."""
    grounds = tuple(grounds)
    colour = Color.parse(text)
    if min(contrast(ground + colour, ground) for ground in grounds) >= LEAST:
        return text
    opaque = grounds[0] + colour
    ends = (Color(0, 0, 0), Color(255, 255, 255))
    end = max(ends, key=lambda each: min(contrast(each, ground) for ground in grounds))
    for step in range(1, _STEPS):
        moved = opaque.blend(end, step / _STEPS)
        if min(contrast(moved, ground) for ground in grounds) >= _ENOUGH:
            return moved.hex
    return end.hex


def _luminance(colour: Color) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
