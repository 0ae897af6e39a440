"""What plain output is: lines of text and nothing that a terminal obeys or a screen reader stumbles over."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Control characters, of both sets, save tabs and the ends of lines: escape codes begin with one."""

DRAWN = re.compile("[\u2500-\u259f]")
"""Box drawing and blocks."""


def not_plain(written: str) -> list[str]:
    """The lines that are not plain, as Python would write them."""
    return [ascii(line) for line in written.splitlines() if OBEYED.search(line) or DRAWN.search(line)]


def is_plain(written: bytes) -> bool:
    """Whether there are only lines of text: no escape codes, no box drawing.

    The last character may be cut off, where what is written was looked at in the middle of it.
    """
    text = getincrementaldecoder("utf-8")().decode(written)
    return not OBEYED.search(text) and not DRAWN.search(text)
