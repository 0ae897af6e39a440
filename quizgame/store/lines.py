"""How a learner's log stands in an export: JSON Lines, a header, one line a row with every value by name, and an end.

Whatever is read is checked here before anything is done with it: an export may have been cut short, changed or made up.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from enum import IntEnum
from typing import Any, NamedTuple

from quizgame.domain.days import calendar
from quizgame.domain.events import (
    Certainty,
    DayOff,
    Fact,
    Flagged,
    Grade,
    LearnersJoined,
    SessionFinished,
    SessionStarted,
    SettingChanged,
    Voided,
)
from quizgame.store.errors import StoreError
from quizgame.store.learners import JOINERS, UNSHOWABLE, tidy_name
from quizgame.store.rows import Row, checksum

FORMAT = "quizgame-learner"
VERSION = 1

MOST_ROWS = 100_000_000
"""Far more than anybody can answer in a life."""

_FIRST_DAY, _LAST_DAY = -365, 84_370  # 1969, since a clock that was never set may stand west of 1970, to 2200
_DAY = 86_400_000_000  # microseconds
_NO_ID = "16 bytes as 32 hexadecimal digits"
_IDENTITY = re.compile(r"[0-9a-f]{32}")
_WORD = re.compile(r"[!-~]{1,200}")
_KIND = re.compile(r"[a-z-]{1,40}")


class Unfit(Exception):
    """A line cannot be what it should be; the text says why, and never quotes what might speak to a terminal."""


class TooNew(Unfit):
    """A line holds what only a newer quizgame understands."""


class Header(NamedTuple):
    """The first line: whose log it is, and how much follows."""

    learner: bytes
    name: str
    created: int
    """When the learner was added, microseconds since 1970 UTC."""
    joined: tuple[bytes, ...]
    """Other ids that this learner had once, before they were joined; sorted."""
    reviews: int
    events: int


class End(NamedTuple):
    """The last line, without which a file was cut short."""

    reviews: int
    events: int
    checksum: int
    """CRC-32 of all lines before, each with its line feed."""


Check = Callable[[Any], Any]
"""Takes a value as JSON gave it, and gives it as the store keeps it; raises Unfit with what it should have been."""


# ── values ────────────────────────────────────────────────────────────────────────────────────────────────────


def _identity(value: Any) -> bytes:
    if type(value) is not str or not _IDENTITY.fullmatch(value):
        raise Unfit(_NO_ID)
    return bytes.fromhex(value)


def _hex(value: Any) -> str:
    return _identity(value).hex()


def _whole(first: int, last: int) -> Check:
    def check(value: Any) -> int:
        if type(value) is not int or not first <= value <= last:
            raise Unfit(f"a whole number from {first} to {last}")
        return value

    return check


def _seconds(value: Any) -> float:
    if type(value) not in {int, float} or not 0 <= value <= 1e9 or not math.isfinite(value):
        raise Unfit("a number of seconds")
    return float(value) + 0.0  # no negative zero, as in the store


def _word(value: Any) -> str:
    if type(value) is not str or not _WORD.fullmatch(value):
        raise Unfit("one word of up to 200 plain letters, digits and signs")
    return value


def _text(value: Any) -> str:
    if type(value) is not str or len(value) > 4000:
        raise Unfit("a text of up to 4000 characters")
    if not value.isprintable():
        kinds = {unicodedata.category(sign) for sign in value if sign not in JOINERS}
        if kinds & UNSHOWABLE:
            raise Unfit("a text without control characters")
    return value


def _name(value: Any) -> str:
    try:
        if type(value) is str and tidy_name(value) == value:
            return value
    except StoreError:
        pass
    raise Unfit("a learner's name")


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise Unfit("true or false")
    return value


def _list_of(check: Check, most: int) -> Check:
    def checked(value: Any) -> list[Any]:
        if type(value) is not list or len(value) > most:
            raise Unfit(f"a list of up to {most}")
        try:
            return [check(each) for each in value]
        except Unfit as error:
            raise Unfit(f"a list of which each is {error}") from None

    return checked


def _one_of(kind: type[IntEnum]) -> Check:
    words = {each.name.lower().replace("_", "-"): int(each) for each in kind}

    def check(value: Any) -> int:
        if type(value) is not str or value not in words:
            raise Unfit(f"one of {', '.join(words)}")
        return words[value]

    return check


def _words_of(kind: type[IntEnum]) -> Callable[[int], str]:
    words = {int(each): each.name.lower().replace("_", "-") for each in kind}
    return words.__getitem__


_day = _whole(_FIRST_DAY, _LAST_DAY)
_instant = _whole(_FIRST_DAY * _DAY, (_LAST_DAY + 1) * _DAY)
_index = _whole(0, 99)
_revision = _whole(0, 2**31)
_any_number = _whole(-(10**60), 10**60)  # a seed is whatever somebody typed
_indexes = _list_of(_index, 100)


def _shown(value: Any) -> str:
    return ",".join(map(str, _indexes(value)))


def _chosen(value: Any) -> int | None:
    if value is None:
        return None
    try:
        return int(_index(value))
    except Unfit as error:
        raise Unfit(f"null or {error}") from None


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Field(NamedTuple):
    """One value of a row under its name in the file."""

    key: str
    read: Check
    write: Callable[[Any], Any] | None = None
    """From the store's form to JSON's; None where they are alike."""


_STAMP = (
    Field("id", _identity, bytes.hex),
    Field("learner", _identity, bytes.hex),
    Field("device", _identity, bytes.hex),
    Field("number", _whole(1, 2**53)),
    Field("instant", _instant),
    Field("offset", _whole(-100_000, 100_000)),
    Field("day", _day),
)
_CHECKSUM = Field("checksum", _whole(0, 2**32 - 1))

REVIEW = (
    *_STAMP,
    Field("session", _identity, bytes.hex),
    Field("question", _word),
    Field("objective", _word),
    Field("revision", _revision),
    Field("content", _word),
    Field("shown", _shown, lambda text: [int(each) for each in text.split(",")] if text else []),
    Field("chosen", _chosen),
    Field("grade", _one_of(Grade), _words_of(Grade)),
    Field("certainty", _one_of(Certainty), _words_of(Certainty)),
    Field("seconds", _seconds),
    Field("engine", _text),
    _CHECKSUM,
)
"""A review, in the order of `rows.REVIEW_COLUMNS`."""

EVENT = (*_STAMP, Field("kind", _word), Field("body", lambda value: value), _CHECKSUM)
"""An event, in the order of `rows.EVENT_COLUMNS`; its body is checked by its kind."""

_words = _list_of(_word, 10_000)

FACTS: dict[str, tuple[type[Fact], dict[str, Check]]] = {
    "voided": (Voided, {"review": _hex, "day": _day}),
    "session-started": (
        SessionStarted,
        {
            "session": _hex,
            "minutes": _whole(0, 100_000),
            "seed": _any_number,
            "packs": _words,
            "topic": _text,
            "objectives": _words,
        },
    ),
    "session-finished": (SessionFinished, {"session": _hex}),
    "setting-changed": (SettingChanged, {"key": _word, "value": _text, "from_day": _day}),
    "day-off": (DayOff, {"day": _day, "off": _flag}),
    "flagged": (Flagged, {"question": _word, "revision": _revision, "note": _text}),
    "learners-joined": (LearnersJoined, {"other": _hex}),
}
"""Every kind of event, and what its body may hold."""

_OPTIONAL = {
    kind: {each.name for each in fields(fact) if each.default is not MISSING} for kind, (fact, _) in FACTS.items()
}
_KEYS = {
    "review": {"row", "date", *(each.key for each in REVIEW)},
    "event": {"row", "date", *(each.key for each in EVENT)},
}
_HEADER: dict[str, Check] = {
    "format": lambda value: value,
    "version": lambda value: value,
    "id": _identity,
    "name": _name,
    "created": _instant,
    "joined": _list_of(_identity, 1000),
    "reviews": _whole(0, MOST_ROWS),
    "events": _whole(0, MOST_ROWS),
}
_END: dict[str, Check] = {
    "row": lambda value: value,
    "reviews": _whole(0, MOST_ROWS),
    "events": _whole(0, MOST_ROWS),
    "checksum": _whole(0, 2**32 - 1),
}


# ── writing ───────────────────────────────────────────────────────────────────────────────────────────────────


def header_line(header: Header) -> bytes:
    """The first line."""
    value = {"format": FORMAT, "version": VERSION, "id": header.learner.hex(), "name": header.name}
    rest = {"created": header.created, "joined": [each.hex() for each in header.joined]}
    return _line(value | rest | {"reviews": header.reviews, "events": header.events})


def row_line(table: str, row: Row) -> bytes:
    """The line of a row of the log."""
    value: dict[str, Any] = {"row": table}
    for (key, _, write), each in zip(REVIEW if table == "review" else EVENT, row, strict=True):
        value[key] = each if write is None else write(each)
        if key == "day":
            value["date"] = calendar(each).isoformat()
    if table == "event":
        value["body"] = json.loads(value["body"])
    return _line(value)


def end_line(end: End) -> bytes:
    """The last line."""
    return _line({"row": "end", "reviews": end.reviews, "events": end.events, "checksum": end.checksum})


def _line(value: dict[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if not text.isprintable():  # whatever a terminal might obey is spelled out
        text = json.dumps(value, separators=(",", ":"))
    return text.encode() + b"\n"


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────


def read_header(data: bytes) -> Header:
    """The first line; raises Unfit."""
    try:
        value = _object(data)
    except Unfit:
        value = {}
    if value.get("format") != FORMAT:
        raise Unfit("this is not the export of a learner; `quizgame learners export NAME FILE` writes one")
    version = value.get("version")
    if type(version) is int and version > VERSION:
        raise TooNew(f"it is written in version {min(version, 10**9)} of the format, and this quizgame knows {VERSION}")
    if version != VERSION:
        raise Unfit(f"`version` must be {VERSION}")
    _, _, learner, name, created, joined, reviews, events = _checked(value, _HEADER)
    return Header(learner, name, created, tuple(joined), reviews, events)


def read_line(data: bytes) -> End | tuple[str, Row]:
    """Any later line; raises Unfit. The row's checksum is right, and its learner anybody."""
    value = _object(data)
    table = value.get("row")
    if table == "end":
        return End(*_checked(value, _END)[1:])
    if table not in ("review", "event"):
        raise Unfit("`row` must be review, event or end")
    _same_keys(value, _KEYS[table])
    if table == "event":
        value["body"] = _body(value["kind"], value["body"])
    row: list[Any] = []
    for key, read, _ in REVIEW if table == "review" else EVENT:
        try:
            row.append(read(value[key]))
        except Unfit as error:
            raise Unfit(f"`{key}` must be {error}") from None
    if value["date"] != calendar(row[6]).isoformat():
        raise Unfit("`date` is not the date of `day`")
    if checksum(tuple(row[:-1])) != row[-1]:
        raise Unfit("the values do not agree with their checksum")
    return table, tuple(row)


def _body(kind: Any, body: Any) -> str:
    """The body of an event as the log keeps it."""
    if type(kind) is not str or kind not in FACTS:
        named = f" ({kind})" if type(kind) is str and _KIND.fullmatch(kind) else ""
        raise TooNew(f"it holds a kind of event that this quizgame does not know{named}")
    if type(body) is not dict:
        raise Unfit("`body` must be an object")
    checks = FACTS[kind][1]
    _same_keys(body, checks.keys() - (_OPTIONAL[kind] - body.keys()))
    for key, value in body.items():
        try:
            body[key] = checks[key](value)
        except Unfit as error:
            raise Unfit(f"`{key}` must be {error}") from None
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data.decode())
    except UnicodeDecodeError:
        raise Unfit("it is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise Unfit("it is not a line of JSON") from None
    if type(value) is not dict:
        raise Unfit("it is not a JSON object")
    return value


def _checked(value: Mapping[str, Any], checks: Mapping[str, Check]) -> list[Any]:
    _same_keys(value, checks.keys())
    found = []
    for key, check in checks.items():
        try:
            found.append(check(value[key]))
        except Unfit as error:
            raise Unfit(f"`{key}` must be {error}") from None
    return found


def _same_keys(value: Mapping[str, Any], wanted: Any) -> None:
    if value.keys() == wanted:
        return
    missing = sorted(wanted - value.keys())
    if missing:
        raise Unfit(f"`{missing[0]}` is missing")
    raise TooNew("it holds a value that this quizgame does not know")
