"""Appends to the log and reads it back: the truth that everything else is folded from."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from quizgame.domain.events import Answer, Event, Fact, Review, SessionFinished, Stamp, Voided
from quizgame.domain.ids import uuid7
from quizgame.domain.standing import Standing
from quizgame.store import caches, rows
from quizgame.store.names import Names

INSERT_REVIEW = (
    f"INSERT INTO review ({rows.REVIEW_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_EVENT = f"INSERT INTO event ({rows.EVENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


_LATEST = """
    SELECT device.id, erased_to, r.sequence, r.instant, e.sequence, e.instant FROM device
    LEFT JOIN (SELECT sequence, instant FROM review WHERE device = (SELECT id FROM device)
        ORDER BY sequence DESC LIMIT 1) AS r
    LEFT JOIN (SELECT sequence, instant FROM event WHERE device = (SELECT id FROM device)
        ORDER BY sequence DESC LIMIT 1) AS e
"""


class When(NamedTuple):
    """The time at which something happens: instant (µs UTC), UTC offset (s) and judged study day."""

    instant: int
    offset: int
    day: int


class Recorded(NamedTuple):
    """A review as it stands in the log, and what it did to the standing of its objective."""

    review: Review
    before: Standing | None
    after: Standing


class Log:
    """Writes events of one learner on this device, inside a transaction that the caller holds."""

    def __init__(self, db: sqlite3.Connection, learner: bytes, entropy: Callable[[int], bytes]) -> None:
        self._db = db
        self._learner = learner
        self._entropy = entropy

    def add_review(self, answer: Answer, when: When) -> Recorded:
        """Append a review and move the caches."""
        review = Review(self._stamp(when), answer)
        self._db.execute(INSERT_REVIEW, rows.review_row(review))
        return Recorded(review, *caches.observe(self._db, review))

    def add(self, fact: Fact, when: When) -> Event:
        """Append any other event and move the caches."""
        event = Event(self._stamp(when), fact)
        self._db.execute(INSERT_EVENT, rows.event_row(event))
        take_effect(self._db, event)
        return event

    def _stamp(self, when: When) -> Stamp:
        device, sequence, latest = latest_row(self._db)
        # Within a second, a clock that stands still or steps back must not turn the order of two answers.
        instant = latest + 1 if 0 <= latest - when.instant < 1_000_000 else when.instant
        identity = uuid7(instant, self._entropy(8))
        return Stamp(identity, self._learner, device, sequence + 1, instant, when.offset, when.day)


def latest_row(db: sqlite3.Connection) -> tuple[bytes, int, int]:
    """This device, and the number and instant of the latest row that it wrote; 0 and 0 when it wrote none."""
    device, erased_to, *found = db.execute(_LATEST).fetchone()
    sequence, instant = max((found[0] or 0, found[1] or 0), (found[2] or 0, found[3] or 0), (erased_to, 0))
    return device, sequence, instant


def take_effect(db: sqlite3.Connection, event: Event) -> None:
    """Move the caches by one event that was just written."""
    learner = event.stamp.learner
    if isinstance(event.fact, SessionFinished):
        caches.finished(db, learner, event.stamp.day)
    elif isinstance(event.fact, Voided):
        caches.void(db, learner, event.fact, event.stamp.day)
        row = db.execute(
            "SELECT objective, day, content FROM review WHERE learner = ? AND day = ? AND id = ?",
            (learner, event.fact.day, event.fact.review),
        ).fetchone()
        if row:
            caches.refold(db, learner, Names(db).objective(row[0], row[2]))
            caches.recount(db, learner, row[1], row[1])


def reviews(db: sqlite3.Connection, learner: bytes) -> Iterator[Review]:
    """Every review of a learner, undone ones included, in the total order; raises rows.Damaged."""
    query = f"SELECT {rows.REVIEW_COLUMNS} FROM review WHERE learner = ? ORDER BY day, instant, id"
    return (rows.review_of(row) for row in db.execute(query, (learner,)))


def events(db: sqlite3.Connection, learner: bytes) -> Iterator[Event]:
    """Every other event of a learner, in the total order; raises rows.Damaged."""
    query = f"SELECT {rows.EVENT_COLUMNS} FROM event WHERE learner = ? ORDER BY day, instant, id"
    return (rows.event_of(row) for row in db.execute(query, (learner,)))


def merge(db: sqlite3.Connection, learner: bytes, horizon: int, others: Iterable[Review | Event]) -> int:
    """Take in rows written elsewhere, by row id, and fold the learner anew; gives how many were new.

    A set union: merging twice, or in another order, ends in the same log.
    """
    added = 0
    for other in others:
        if isinstance(other, Review):
            added += db.execute(f"{INSERT_REVIEW} ON CONFLICT DO NOTHING", rows.review_row(other)).rowcount
        else:
            added += db.execute(f"{INSERT_EVENT} ON CONFLICT DO NOTHING", rows.event_row(other)).rowcount
    caches.rebuild(db, learner, horizon)
    return added
