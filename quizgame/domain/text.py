"""The small inline subset that pack text may use: `*emphasis*` and line breaks. Everything else is literal."""

from __future__ import annotations

import re
from typing import NamedTuple

_EMPHASIS = re.compile(r"\*(?=\S)([^*\n]+?)(?<=\S)\*")


class Span(NamedTuple):
    """A run of text in one style."""

    text: str
    emphasis: bool


def spans(text: str) -> tuple[Span, ...]:
    """Pack text cut into styled runs, in order; their texts joined give what is shown.

    A star that opens or closes nothing stays a star.

    >>> [tuple(span) for span in spans("Say it *once*, 2 * 3")]
    [('Say it ', False), ('once', True), (', 2 * 3', False)]
    """
    found: list[Span] = []
    end = 0
    for match in _EMPHASIS.finditer(text):
        if match.start() > end:
            found.append(Span(text[end : match.start()], False))
        found.append(Span(match[1], True))
        end = match.end()
    if end < len(text):
        found.append(Span(text[end:], False))
    return tuple(found)


def plain(text: str) -> str:
    """Pack text without its emphasis signs.

    >>> plain("Say it *once*")
    'Say it once'
    """
    if "*" not in text:  # as in nearly all of a large pack
        return text
    return "".join(span.text for span in spans(text))
