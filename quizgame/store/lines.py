"""How a learner's log stands in an export: JSON Lines, a header, one line a row with every value by name, and an end.

Whatever is read is checked here before anything is done with it: an export may have been cut short, changed or made up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any, NamedTuple

from quizgame.domain.days import calendar
from quizgame.domain.events import (
    Certainty,
    DayOff,
    Fact,
    Flagged,
    Grade,
    LearnersJoined,
    ParametersFitted,
    SessionFinished,
    SessionStarted,
    SettingChanged,
    Voided,
)
from quizgame.store import checks
from quizgame.store.checks import Check, TooNew, Unfit
from quizgame.store.rows import Row, checksum

FORMAT = "quizgame-learner"
VERSION = 1

MOST_ROWS = 100_000_000
"""Far more than anybody can answer in a life."""

_KIND = re.compile(r"[a-z-]{1,40}")


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


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Field(NamedTuple):
    """One value of a row under its name in the file."""

    key: str
    read: Check
    write: Callable[[Any], Any] | None = None
    """From the store's form to JSON's; None where they are alike."""


_STAMP = (
    Field("id", checks.identity, bytes.hex),
    Field("learner", checks.identity, bytes.hex),
    Field("device", checks.identity, bytes.hex),
    Field("number", checks.whole(1, 2**53)),
    Field("instant", checks.instant),
    Field("offset", checks.whole(-100_000, 100_000)),
    Field("day", checks.day),
)
_CHECKSUM = Field("checksum", checks.whole(0, 2**32 - 1))

REVIEW = (
    *_STAMP,
    Field("session", checks.identity, bytes.hex),
    Field("question", checks.word),
    Field("objective", checks.word),
    Field("revision", checks.revision),
    Field("content", checks.word),
    Field("shown", checks.shown, lambda text: [int(each) for each in text.split(",")] if text else []),
    Field("chosen", checks.chosen),
    Field("grade", checks.one_of(Grade), checks.words_of(Grade)),
    Field("certainty", checks.one_of(Certainty), checks.words_of(Certainty)),
    Field("seconds", checks.seconds),
    Field("engine", checks.text),
    _CHECKSUM,
)
"""A review, in the order of `rows.REVIEW_COLUMNS`."""

EVENT = (*_STAMP, Field("kind", checks.word), Field("body", lambda value: value), _CHECKSUM)
"""An event, in the order of `rows.EVENT_COLUMNS`; its body is checked by its kind."""

_words = checks.list_of(checks.word, 10_000)

FACTS: dict[str, tuple[type[Fact], dict[str, Check]]] = {
    "voided": (Voided, {"review": checks.hexadecimal, "day": checks.day}),
    "session-started": (
        SessionStarted,
        {
            "session": checks.hexadecimal,
            "minutes": checks.whole(0, 100_000),
            "seed": checks.seed,
            "packs": _words,
            "topic": checks.text,
            "objectives": _words,
            "conversation": checks.text,
        },
    ),
    "session-finished": (SessionFinished, {"session": checks.hexadecimal}),
    "setting-changed": (SettingChanged, {"key": checks.word, "value": checks.text, "from_day": checks.day}),
    "day-off": (DayOff, {"day": checks.day, "off": checks.flag}),
    "flagged": (Flagged, {"question": checks.word, "revision": checks.revision, "note": checks.text}),
    "learners-joined": (LearnersJoined, {"other": checks.hexadecimal}),
    "parameters-fitted": (
        ParametersFitted,
        {
            **dict.fromkeys(("level", "strength", "fading", "meetings"), checks.number),
            **dict.fromkeys(("outcomes", "firsts", "firsts_right"), checks.whole(0, 2**31)),
        },
    ),
}
"""Every kind of event, and what its body may hold."""

_OPTIONAL = {
    kind: {each.name for each in fields(fact) if each.default is not MISSING} for kind, (fact, _) in FACTS.items()
}
_KEYS = {
    "review": {"row", "date", *(each.key for each in REVIEW)},
    "event": {"row", "date", *(each.key for each in EVENT)},
}
_CHECKS = {
    "review": [(each.key, each.read) for each in REVIEW],
    "event": [(each.key, each.read) for each in EVENT],
}
_HEADER: dict[str, Check] = {
    "format": lambda value: value,
    "version": lambda value: value,
    "id": checks.identity,
    "name": checks.name,
    "created": checks.instant,
    "joined": checks.list_of(checks.identity, 1000),
    "reviews": checks.whole(0, MOST_ROWS),
    "events": checks.whole(0, MOST_ROWS),
}
_END: dict[str, Check] = {
    "row": lambda value: value,
    "reviews": checks.whole(0, MOST_ROWS),
    "events": checks.whole(0, MOST_ROWS),
    "checksum": checks.whole(0, 2**32 - 1),
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
    _same_keys(value, _HEADER.keys())
    _, _, learner, name, created, joined, reviews, events = _values(value, list(_HEADER.items()))
    return Header(learner, name, created, tuple(joined), reviews, events)


def read_line(data: bytes) -> End | tuple[str, Row]:
    """Any later line; raises Unfit. The row's checksum is right, and its learner anybody."""
    value = _object(data)
    table = value.get("row")
    if table == "end":
        _same_keys(value, _END.keys())
        return End(*_values(value, list(_END.items()))[1:])
    if table not in ("review", "event"):
        raise Unfit("`row` must be review, event or end")
    _same_keys(value, _KEYS[table])
    if table == "event":
        value["body"] = _body(value["kind"], value["body"])
    row = _values(value, _CHECKS[table])
    if value["date"] != calendar(row[6]).isoformat():
        raise Unfit("`date` is not the date of `day`")
    if checksum(row[:-1]) != row[-1]:
        raise Unfit("the values do not agree with their checksum")
    return table, row


def _values(value: Mapping[str, Any], wanted: Sequence[tuple[str, Check]]) -> Row:
    """The values of an object in the order wanted, each as the store keeps it."""
    try:
        return tuple([check(value[key]) for key, check in wanted])
    except Unfit:
        # Only now is it worth the time to find out which it was.
        for key, check in wanted:
            try:
                check(value[key])
            except Unfit as error:
                raise Unfit(f"`{key}` must be {error}") from None
        raise


def _body(kind: Any, body: Any) -> str:
    """The body of an event as the log keeps it."""
    if type(kind) is not str or kind not in FACTS:
        named = f" ({kind})" if type(kind) is str and _KIND.fullmatch(kind) else ""
        raise TooNew(f"it holds a kind of event that this quizgame does not know{named}")
    if type(body) is not dict:
        raise Unfit("`body` must be an object")
    known = FACTS[kind][1]
    _same_keys(body, known.keys() - (_OPTIONAL[kind] - body.keys()))
    body = dict(zip(body, _values(body, [(key, known[key]) for key in body]), strict=True))
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


def _same_keys(value: Mapping[str, Any], wanted: Any) -> None:
    if value.keys() == wanted:
        return
    missing = sorted(wanted - value.keys())
    if missing:
        raise Unfit(f"`{missing[0]}` is missing")
    raise TooNew("it holds a value that this quizgame does not know")
