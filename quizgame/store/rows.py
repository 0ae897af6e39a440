"""How events stand in the log's tables, each row signed with a checksum over everything else in it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from quizgame.domain.events import (
    Answer,
    Certainty,
    DayOff,
    Event,
    Fact,
    Flagged,
    Grade,
    LearnersJoined,
    ParametersFitted,
    Review,
    SessionFinished,
    SessionStarted,
    SettingChanged,
    Stamp,
    Voided,
)
from quizgame.store.errors import StoreError

Row = tuple[Any, ...]
"""A row as SQLite gives and takes it."""

_KINDS: dict[str, type[Fact]] = {
    "voided": Voided,
    "session-started": SessionStarted,
    "session-finished": SessionFinished,
    "setting-changed": SettingChanged,
    "day-off": DayOff,
    "flagged": Flagged,
    "learners-joined": LearnersJoined,
    "parameters-fitted": ParametersFitted,
}
KINDS = tuple(_KINDS)
"""The words under which the kinds of events are stored."""

_NAMES = {fact: name for name, fact in _KINDS.items()}
_BYTES = {"review", "session", "other"}

REVIEW_COLUMNS = (
    "id, learner, device, sequence, instant, utc_offset, day, session, question, objective, revision, content,"
    " shown, chosen, grade, certainty, seconds, engine, checksum"
)
EVENT_COLUMNS = "id, learner, device, sequence, instant, utc_offset, day, kind, body, checksum"


class Damaged(StoreError):
    """A row does not agree with its checksum, or cannot be read at all."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The log is damaged: {what}. Run `quizgame doctor` to see how far, and with --repair to mend it."
        )


UNREADABLE = (Damaged, ValueError, TypeError, AttributeError, LookupError)
"""What reading a row may raise whose bytes are not those that were written."""


def kind_of(fact: Fact) -> str:
    """The word under which a kind of event is stored."""
    return _NAMES[type(fact)]


def review_row(review: Review) -> Row:
    """A review in the order of `REVIEW_COLUMNS`."""
    answer = review.answer
    row = (
        *review.stamp,
        answer.session,
        answer.question,
        answer.objective,
        answer.revision,
        answer.content,
        ",".join(map(str, answer.shown)),
        answer.chosen,
        int(answer.grade),
        int(answer.certainty),
        float(answer.seconds) + 0.0,  # as SQLite gives it back: 5 as 5.0, and no negative zero
        answer.engine,
    )
    return (*row, checksum(row))


def review_of(row: Row) -> Review:
    """The review in a row of `REVIEW_COLUMNS`; raises Damaged when the checksum disagrees."""
    check(row)
    shown = tuple(int(index) for index in row[12].split(",")) if row[12] else ()
    answer = Answer._make((*row[7:12], shown, row[13], Grade(row[14]), Certainty(row[15]), *row[16:18]))
    return Review(Stamp(*row[:7]), answer)


def event_row(event: Event) -> Row:
    """An event in the order of `EVENT_COLUMNS`."""
    body = {key: value.hex() if isinstance(value, bytes) else value for key, value in asdict(event.fact).items()}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    row = (*event.stamp, kind_of(event.fact), text)
    return (*row, checksum(row))


def event_of(row: Row) -> Event:
    """The event in a row of `EVENT_COLUMNS`; raises Damaged when the checksum disagrees or the kind is unknown."""
    check(row)
    return Event(Stamp(*row[:7]), fact_of(row[7], row[8]))


def fact_of(kind: str, body: str) -> Fact:
    """The fact in a stored body."""
    if kind not in _KINDS:
        raise Damaged(f"unknown kind of event {kind!r}")
    values: dict[str, Any] = {
        key: bytes.fromhex(value) if key in _BYTES else tuple(value) if isinstance(value, list) else value
        for key, value in json.loads(body).items()
    }
    make: Callable[..., Fact] = _KINDS[kind]
    return make(**values)


def checksum(row: Row) -> int:
    """CRC-32 over the values of a row, its own checksum left out."""
    return zlib.crc32(repr(row).encode())


def rehomed(row: Row, learner: bytes) -> Row:
    """The same row in another learner's log, signed anew; raises Damaged when it was damaged before."""
    check(row)
    moved = (row[0], learner, *row[2:-1])
    return (*moved, checksum(moved))


def check(row: Row) -> None:
    """Raise Damaged when a row does not agree with its checksum."""
    if checksum(row[:-1]) != row[-1]:
        raise Damaged(f"row {row[0].hex()} does not agree with its checksum")
