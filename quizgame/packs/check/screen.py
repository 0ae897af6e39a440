"""How many lines a question or a turn takes on a screen of 80×24, worked out as the screen does but without one.

A test holds this against the real screen. The numbers come from `tui/quizgame.tcss`, `tui/widgets` and
`tui/screens/play.py`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from quizgame.domain.questions import ASK, BetterResponse, Conversation, Question
from quizgame.domain.text import plain

WIDTH = 74
"""Columns for text: 80 less a padding of 3 on either side."""
OPTION_WIDTH = WIDTH - 5
"""The responses are set in by five columns."""
ROOM = 19
"""Lines for the question: 24 less 2 for the header, 2 for the foot and 1 of padding."""
_YOU = 3
"""The customer's words stand beside a column that holds the name, or “You”, and two more."""
_CARD = 10
"""Lines of a turned card besides its two texts: a rule, the four grades, their heading and the space around them."""

_TAB = 8
_PIECE = re.compile(r"\s*\S+\s*")
_JOINER = "\u200d"
_AS_EMOJI = "\ufe0f"


def lines_needed(question: Question) -> int:
    """Lines of the question with its options, or of the turned card with its grades; what follows may scroll."""
    if not isinstance(question, BetterResponse):
        return _CARD + lines(question.front, WIDTH) + lines(question.back, WIDTH)
    responses = sum(1 + lines(option.say, OPTION_WIDTH) for option in question.options)
    return lines(question.scene, WIDTH) + 1 + lines(question.ask, WIDTH) + responses


def lines_of_opening(conversation: Conversation) -> int:
    """Lines of the first turn of a conversation, with the setting above it."""
    return lines(conversation.setting, WIDTH) + 1 + _of_turn(conversation, conversation.turns[0].says, 0, WIDTH)


def lines_of_turn(conversation: Conversation, turn: int, reply: str) -> int:
    """Lines of a later turn, with what the customer replied just before and the empty line above that.

    What was said earlier may scroll away, so there is a scroll bar.
    """
    words = f"{reply} {conversation.turns[turn].says}".strip()
    return 1 + _of_turn(conversation, words, turn, WIDTH - 1)


def _of_turn(conversation: Conversation, words: str, turn: int, width: int) -> int:
    name = max(cells(conversation.customer), _YOU) + 2
    inset = WIDTH - OPTION_WIDTH
    responses = sum(lines(response.say, width - inset) for response in conversation.turns[turn].responses)
    return lines(words, width - name) + 1 + lines(ASK, width) + responses


def lines(text: str, width: int) -> int:
    """Lines that pack text takes when it is wrapped to a width.

    >>> lines("one two three", 7), lines("one\\n\\ntwo", 7), lines("incomprehensible", 7)
    (2, 3, 3)
    """
    if len(text) <= width and text.isascii() and text.isprintable():
        return 1
    return sum(_wrapped(line.expandtabs(_TAB), width) for line in plain(text).split("\n"))


def _wrapped(line: str, width: int) -> int:
    """Lines of one paragraph: words go to the next line whole, and only those wider than a line are cut."""
    measure = len if line.isascii() else cells
    count, used = 1, 0
    for number, piece in enumerate(_PIECE.findall(line)):
        needed = measure(piece.rstrip())
        if needed <= width - used:
            used += measure(piece)
        elif needed <= width:
            count += bool(used and number)
            used = measure(piece)
        else:
            parts, used = _cut(piece, width)
            count += parts - (number == 0)
    return count


def _cut(piece: str, width: int) -> tuple[int, int]:
    """Lines that a word wider than a line takes, and the columns used on the last."""
    parts, used = 1, 0
    for sign in _signs(piece):
        wide = cells(sign)
        if used + wide > width:
            parts, used = parts + 1, 0
        used += wide
    return parts, used


def _signs(text: str) -> list[str]:
    """The text in pieces that cannot be parted: each sign with what is drawn onto it."""
    signs: list[str] = []
    for character in text:
        if signs and (signs[-1].endswith(_JOINER) or not _width(character)):
            signs[-1] += character
        else:
            signs.append(character)
    return signs


def cells(text: str) -> int:
    """Columns that a text takes: two for wide signs, none for what is drawn onto the sign before it.

    >>> cells("Tür"), cells("日本"), cells("e\\u0301")
    (3, 4, 1)
    """
    if text.isascii():
        return len(text)
    total, last, joined = 0, 0, False
    for character in text:
        if joined:
            joined = False
        elif character == _JOINER:
            joined = True
        elif character == _AS_EMOJI:
            total += last == 1
            last = 0
        elif width := _width(character):
            total += width
            last = width
    return total


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
