"""The characters that pack text may not hold, because a terminal obeys them or a reader cannot see them."""

from __future__ import annotations

import re

_FORBIDDEN_RANGES = (
    (0x00, 0x08),  # the tab and the newline are the only control characters that text needs
    (0x0B, 0x1F),
    (0x7F, 0x9F),
    (0x061C, 0x061C),  # marks, embeddings and overrides that reorder what is read
    (0x180E, 0x180E),
    (0x200B, 0x200B),  # joiners (200C, 200D) stay: emoji and several scripts are built with them
    (0x200E, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0xD800, 0xDFFF),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0xFFFE, 0xFFFF),
    (0xE0000, 0xE007F),  # "tag" characters spell out text that nobody sees
)
FORBIDDEN = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _FORBIDDEN_RANGES) + "]")
"""Matches one character that pack text may not hold."""

STAND_IN = "\ufffd"
"""Stands where a forbidden character was, so that the rest of the file can still be read."""


def has_forbidden(text: str) -> bool:
    """Whether a text holds a forbidden character; fast on the usual text that holds none."""
    # `isprintable` is ten times faster than the pattern, and refuses all that the pattern refuses and more.
    if text.replace("\n", "").replace("\t", "").isprintable():
        return False
    return FORBIDDEN.search(text) is not None


def code_point(character: str) -> str:
    """A character's number as Unicode writes it, for messages about characters that cannot be shown.

    >>> code_point("\\x1b")
    'U+001B'
    """
    return f"U+{ord(character):04X}"


def shown(text: str, most: int = 60) -> str:
    r"""Text from a file as a message may quote it: on one line, nothing unprintable, not long.

    >>> shown("a\x1b[2J")
    'a\\x1b[2J'
    """
    cut = text if len(text) <= most else text[: most - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in cut)


def quoted(text: str) -> str:
    """Text from a file between backticks, safe to show."""
    return f"`{shown(text)}`"


def harmless(text: str) -> str:
    r"""Text as a terminal may get it: whole and on its lines, but what a terminal obeys or nobody sees spelled out.

    >>> harmless("a\x1b[2J\nb")
    'a\\x1b[2J\nb'
    """
    return (
        FORBIDDEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text) if has_forbidden(text) else text
    )
