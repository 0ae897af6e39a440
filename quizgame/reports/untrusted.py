"""Text that came from a person or a pack, made fit for the place where it is shown."""

from __future__ import annotations

import json

_JOINERS = "\u200c\u200d"  # emoji and several scripts are built with them
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def clean(text: str) -> str:
    r"""Text on one line that neither moves a cursor nor reorders what stands beside it.

    >>> clean("Sam\x1b[2J\n and\u202e Kim")
    'Sam\ufffd[2J and\ufffd Kim'
    """
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return "".join(sign if sign.isprintable() or sign in _JOINERS else "\ufffd" for sign in line)


def json_text(record: object, indent: int | None = None) -> str:
    r"""A record as JSON, in which what cannot be printed is written as JSON's own escapes.

    >>> json_text({"name": "Zoë\u202e"})
    '{"name": "Zoë\\u202e"}'
    """
    text = json.dumps(record, ensure_ascii=False, indent=indent, allow_nan=False)
    return "".join(sign if sign.isprintable() or sign in _JOINERS or sign == "\n" else _units(sign) for sign in text)


def _units(sign: str) -> str:
    """A character as the one or two UTF-16 units that JSON knows."""
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))


def cell(text: str) -> str:
    """Text for a spreadsheet, which takes it for a formula no more.

    >>> cell("=1+1")
    "'=1+1"
    """
    shown = clean(text)
    return f"'{shown}" if text.startswith(_FORMULA) or shown.startswith(_FORMULA) else shown
