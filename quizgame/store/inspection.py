"""Looks a store over: is the file sound, is the log whole, and do the caches equal the fold? Changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from quizgame.store import caches, rows
from quizgame.store.database import Database
from quizgame.store.errors import translated


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found; empty lists are good."""

    file: tuple[str, ...]
    """What SQLite's own integrity check says."""
    damaged: tuple[str, ...]
    """Rows that do not agree with their checksums."""
    gaps: tuple[str, ...]
    """Missing numbers in a device's sequence."""
    caches: tuple[str, ...]
    """Caches that differ from the fold of the log."""
    reviews: int
    events: int

    @property
    def sound(self) -> bool:
        """True when nothing was found."""
        return not (self.file or self.damaged or self.gaps or self.caches)


def inspect(database: Database) -> Inspection:
    """Look the whole store over."""
    with translated(str(database.path)):
        db = database.reading
        file = tuple(row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok")
        damaged = tuple(_damaged(db))
        return Inspection(
            file=file,
            damaged=damaged,
            gaps=tuple(_gaps(db)),
            caches=() if file or damaged else tuple(_stale(db)),
            reviews=db.execute("SELECT count(*) FROM review").fetchone()[0],
            events=db.execute("SELECT count(*) FROM event").fetchone()[0],
        )


def _damaged(db: sqlite3.Connection) -> Iterator[str]:
    for row in db.execute(f"SELECT {rows.REVIEW_COLUMNS} FROM review"):
        try:
            rows.review_of(row)
        except (rows.Damaged, ValueError) as error:
            yield f"review: {error}"
    for row in db.execute(f"SELECT {rows.EVENT_COLUMNS} FROM event"):
        try:
            rows.event_of(row)
        except (rows.Damaged, ValueError) as error:
            yield f"event: {error}"


def _gaps(db: sqlite3.Connection) -> Iterator[str]:
    """Numbers of this device that are missing or doubled; other devices' rows may simply not have come in yet."""
    (device,) = db.execute("SELECT id FROM device").fetchone()
    numbers = [
        row[0]
        for row in db.execute(
            "SELECT sequence FROM review WHERE device = ? UNION ALL SELECT sequence FROM event WHERE device = ?",
            (device, device),
        )
    ]
    if len(numbers) != len(set(numbers)):
        yield "this device has written the same number twice"
        return
    there = set(numbers)
    for first, last in db.execute("SELECT first, last FROM erased"):
        there.update(range(first, last + 1))
    highest = max(there, default=0)
    if missing := highest - len(there):
        yield f"this device has written {highest} rows, and {missing} of them are missing"


def _stale(db: sqlite3.Connection) -> Iterator[str]:
    """Fold everything anew in a transaction that is rolled back, and compare."""
    db.execute("BEGIN IMMEDIATE")
    try:
        for learner, horizon in db.execute("SELECT id, horizon FROM learner").fetchall():
            before = _dump(db, learner)
            caches.rebuild(db, learner, horizon)
            after = _dump(db, learner)
            for table in caches.TABLES:
                if before[table] != after[table]:
                    yield f"{table} of learner {learner.hex()[:8]} differs from the log"
    finally:
        db.execute("ROLLBACK")


def _dump(db: sqlite3.Connection, learner: bytes) -> dict[str, list[rows.Row]]:
    return {
        table: sorted(db.execute(f"SELECT * FROM {table} WHERE learner = ?", (learner,)).fetchall(), key=repr)
        for table in caches.TABLES
    }
