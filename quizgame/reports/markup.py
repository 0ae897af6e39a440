"""HTML and SVG as a type of its own: text must be escaped to become markup, and the type checker sees to it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NewType

from quizgame.reports.untrusted import clean

Markup = NewType("Markup", str)
"""Text that a browser may take for markup."""

NOTHING = Markup("")

_VOID = {"meta", "br"}


def said(text: str) -> Markup:
    """Text as text, whatever it holds; a number stays with its per cent sign."""
    return Markup(escape(clean(text).replace(" %", "\u00a0%")))


def isolated(text: str) -> Markup:
    """A name or a title: text that may run from right to left and must not turn what stands beside it."""
    return element("bdi", said(text))


def element(name: str, /, *children: Markup, **attributes: str | float) -> Markup:
    """An element; `class_` and `aria_label` become `class` and `aria-label`, and values are escaped."""
    written = "".join(f' {_attribute(key)}="{_value(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{written}>" if name in _VOID else f"<{name}{written}>{joined(children)}</{name}>")


def joined(parts: Iterable[Markup]) -> Markup:
    """Parts one after another."""
    return Markup("".join(parts))


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return escape(clean(value)) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
