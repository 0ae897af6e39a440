"""Marks of study days: a sign and a colour for each state, and the week as a row of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from textual.content import Content

from quizgame.domain.progress import Day
from quizgame.domain.streak import DayState

SIGNS: Mapping[DayState, tuple[str, str]] = {
    "practised": ("●", "$text-primary"),
    "begun": ("◐", "$text-primary"),
    "frozen": ("◇", "$text-accent"),
    "missed": ("○", "$foreground-muted"),
    "open": ("○", "$foreground"),
    "rest": ("·", "$foreground-muted"),
    "ahead": ("·", "$foreground-muted"),
    "before": ("·", "$foreground-muted"),
}
"""Sign and style of each state; the help of the screens names them."""


def week(days: Sequence[Day]) -> Content:
    """The week as signs, Monday to Sunday."""
    signs = [SIGNS[day.state] for day in days]
    gaps: list[tuple[str, str]] = [(" ", "")] * (len(signs) - 1)
    return Content.assemble(*(part for pair in zip_longest(signs, gaps) for part in pair if part))
