"""Looks a store over: is the file sound, is the log whole, and do the caches equal the fold? Changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from quizgame.store import caches, rows
from quizgame.store.database import Database
from quizgame.store.errors import translated

BROKEN = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What SQLite may raise over a broken file; the second when its message quotes what it has found there."""

DOUBLED = "this device has written the same number twice"
"""As after a copied store was used on two machines. Rows go by their ids, so nothing is lost or mixed up by it."""

_TABLES = (("review", rows.REVIEW_COLUMNS, rows.review_of), ("event", rows.EVENT_COLUMNS, rows.event_of))


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
    reviews: int | None
    """How many answers the log holds; None where they cannot be counted."""
    events: int | None
    """The same of other events."""

    @property
    def sound(self) -> bool:
        """True when nothing was found."""
        return not (self.file or self.damaged or self.gaps or self.caches)

    @property
    def broken(self) -> bool:
        """True when the log itself has suffered: then only copies of it can help."""
        return bool(self.file or self.damaged or set(self.gaps) - {DOUBLED})


def unreadable(problem: str) -> Inspection:
    """What there is to say of a store that cannot be opened."""
    return Inspection((problem,), (), (), (), None, None)


def inspect(database: Database) -> Inspection:
    """Look the whole store over."""
    with translated(str(database.path)):
        db = database.reading
        file, damaged = flaws(db)
        whole = not (file or damaged)
        return Inspection(
            file=file,
            damaged=damaged,
            gaps=() if file else tuple(_gaps(db)),
            caches=tuple(_stale(db)) if whole else (),
            reviews=_counted(db, "review"),
            events=_counted(db, "event"),
        )


def flaws(db: sqlite3.Connection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is wrong with a store's file, and with the rows of its log."""
    return tuple(_broken(db)), tuple(_damaged(db))


def _broken(db: sqlite3.Connection) -> Iterator[str]:
    try:
        yield from (row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok")
    except BROKEN as error:
        if _busy(error):
            raise
        yield f"the check could not go on: {error}"


def _damaged(db: sqlite3.Connection) -> Iterator[str]:
    for table, columns, read in _TABLES:
        try:
            for row in db.execute(f"SELECT {columns} FROM {table}"):
                try:
                    read(row)
                except rows.UNREADABLE as error:
                    yield f"{table}: {error}"
        except BROKEN as error:
            if _busy(error):
                raise
            yield f"{table}: cannot be read to the end ({error})"


def _busy(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _counted(db: sqlite3.Connection, table: str) -> int | None:
    with suppress(*BROKEN):
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    return None


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
        yield DOUBLED
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
    return {table: _read(db, table, learner) for table in caches.TABLES}


def _read(db: sqlite3.Connection, table: str, learner: bytes) -> list[rows.Row]:
    """The rows of a cache; where a flipped bit has made a text of it unreadable, why it cannot be read."""
    try:
        return sorted(db.execute(f"SELECT * FROM {table} WHERE learner = ?", (learner,)).fetchall(), key=repr)
    except BROKEN as error:
        if _busy(error):
            raise
        return [(str(error),)]
