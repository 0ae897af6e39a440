"""Ink for a terminal: one accent colour or none at all, and how many columns a text takes."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

_ACCENT, _STRONG, _QUIET, _PLAIN = "36", "1", "2", "0"  # the terminal's own colours, so its theme decides


class Ink(NamedTuple):
    """Styles text by SGR sequences, or leaves it as it is where colour is not wanted."""

    colour: bool

    def accent(self, text: str) -> str:
        """What the eye should find first."""
        return self._styled(text, _ACCENT)

    def strong(self, text: str) -> str:
        """Headings and names."""
        return self._styled(text, _STRONG)

    def quiet(self, text: str) -> str:
        """What is there when looked for."""
        return self._styled(text, _QUIET)

    def _styled(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[{_PLAIN}m" if self.colour and text.strip() else text


def columns(text: str) -> int:
    """Columns that a text without escape sequences takes: two for wide signs, none for marks that combine."""
    return sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def cut(text: str, room: int) -> str:
    """The text, or as much of it as fits before an ellipsis."""
    if columns(text) <= room:
        return text
    kept, used = "", 1
    for sign in text:
        used += _columns(sign)
        if used > room:
            break
        kept += sign
    return kept.rstrip() + "…"


def padded(text: str, room: int) -> str:
    """The text, cut or filled with spaces to exactly so many columns."""
    shown = cut(text, room)
    return shown + " " * (room - columns(shown))
