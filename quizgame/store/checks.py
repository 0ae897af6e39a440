"""What a value in an export may be: each check gives it as the store keeps it, or says what it should have been."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from enum import IntEnum
from typing import Any

from quizgame.store.errors import StoreError
from quizgame.store.learners import JOINERS, UNSHOWABLE, tidy_name

_FIRST_DAY, _LAST_DAY = -365, 84_370  # 1969, since a clock that was never set may stand west of 1970, to 2200
_DAY = 86_400_000_000  # microseconds
_IDENTITY = re.compile(r"[0-9a-f]{32}")
_WORD = re.compile(r"[!-~]{1,200}")


class Unfit(Exception):
    """A line cannot be what it should be; the text says why, and never quotes what might speak to a terminal."""


class TooNew(Unfit):
    """A line holds what only a newer quizgame understands."""


Check = Callable[[Any], Any]
"""Takes a value as JSON gave it, and gives it as the store keeps it; raises Unfit with what it should have been."""


def identity(value: Any) -> bytes:
    """An id, in hexadecimal, as bytes."""
    if type(value) is not str or not _IDENTITY.fullmatch(value):
        raise Unfit("16 bytes as 32 hexadecimal digits")
    return bytes.fromhex(value)


def hexadecimal(value: Any) -> str:
    """An id that stays in hexadecimal, as the bodies of events keep it."""
    return identity(value).hex()


def whole(first: int, last: int) -> Check:
    """A whole number of a range, both ends belonging to it."""

    def check(value: Any) -> int:
        if type(value) is not int or not first <= value <= last:
            raise Unfit(f"a whole number from {first} to {last}")
        return value

    return check


def seconds(value: Any) -> float:
    """A stretch of time."""
    if type(value) not in {int, float} or not 0 <= value <= 1e9 or not math.isfinite(value):
        raise Unfit("a number of seconds")
    return float(value) + 0.0  # no negative zero, as in the store


def number(value: Any) -> float:
    """A fitted number: small, and none that breaks what is computed with it."""
    if type(value) not in {int, float} or not -100 <= value <= 100:
        raise Unfit("a number from -100 to 100")
    return float(value)


def word(value: Any) -> str:
    """An id or key: no spaces, nothing that is not plain."""
    if type(value) is not str or not _WORD.fullmatch(value):
        raise Unfit("one word of up to 200 plain letters, digits and signs")
    return value


def text(value: Any) -> str:
    """What somebody typed, in any script, without what a terminal obeys or nobody can see."""
    if type(value) is not str or len(value) > 4000:
        raise Unfit("a text of up to 4000 characters")
    if not value.isprintable():
        kinds = {unicodedata.category(sign) for sign in value if sign not in JOINERS}
        if kinds & UNSHOWABLE:
            raise Unfit("a text without control characters")
    return value


def name(value: Any) -> str:
    """A learner's name, as it is stored."""
    try:
        if type(value) is str and tidy_name(value) == value:
            return value
    except StoreError:
        pass
    raise Unfit("a learner's name")


def flag(value: Any) -> bool:
    """Yes or no."""
    if type(value) is not bool:
        raise Unfit("true or false")
    return value


def seed(value: Any) -> int:
    """A whole number of any size: whatever somebody typed."""
    if type(value) is not int:
        raise Unfit("a whole number")
    return value


def list_of(check: Check, most: int) -> Check:
    """A list of values that all pass a check."""

    def checked(value: Any) -> list[Any]:
        if type(value) is not list or len(value) > most:
            raise Unfit(f"a list of up to {most}")
        try:
            return [check(each) for each in value]
        except Unfit as error:
            raise Unfit(f"a list of which each is {error}") from None

    return checked


def one_of(kind: type[IntEnum]) -> Check:
    """A word for each number of an enumeration."""
    words = {each.name.lower().replace("_", "-"): int(each) for each in kind}

    def check(value: Any) -> int:
        if type(value) is not str or value not in words:
            raise Unfit(f"one of {', '.join(words)}")
        return words[value]

    return check


def words_of(kind: type[IntEnum]) -> Callable[[int], str]:
    """The way back from `one_of`."""
    words = {int(each): each.name.lower().replace("_", "-") for each in kind}
    return words.__getitem__


day = whole(_FIRST_DAY, _LAST_DAY)
instant = whole(_FIRST_DAY * _DAY, (_LAST_DAY + 1) * _DAY)
_index = whole(0, 99)
revision = whole(0, 2**31)


def shown(value: Any) -> str:
    """The order of the options, as the store keeps it."""
    if type(value) is list and len(value) <= 100 and all(type(each) is int and 0 <= each < 100 for each in value):
        return ",".join(map(str, value))
    raise Unfit("a list of up to 100 whole numbers from 0 to 99")


def chosen(value: Any) -> int | None:
    """The option chosen, or none."""
    if value is None:
        return None
    try:
        return int(_index(value))
    except Unfit as error:
        raise Unfit(f"null or {error}") from None
