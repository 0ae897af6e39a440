"""Takes learners out of a store that nobody else has open, of whatever version it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from quizgame.store import numbers
from quizgame.store.joining import joins


class Entangled(Exception):
    """The learner is part of somebody else's log there, joined with them in a past that was taken back."""


def look(path: Path) -> None:
    """Raise sqlite3.Error when a file is no store, or cannot be read as one."""
    with closing(sqlite3.connect(path)) as db:
        _tables(db)


def clean(path: Path, ids: Sequence[bytes]) -> set[str]:
    """Take every row of these learners out of a store that nobody else has open; gives the names that they had there.

    Raises sqlite3.Error when the file cannot be read or written, Entangled when rows cannot be told apart.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = ON")
        db.execute("BEGIN IMMEDIATE")
        tables = {table: _columns(db, table) for table in _tables(db)}
        if any(other in ids and now not in ids for other, now in joins(db).items()):
            raise Entangled
        names = {row[0] for each in ids for row in db.execute("SELECT name FROM learner WHERE id = ?", (each,))}
        guards = _guards_down(db, tables, ids)
        for each in ids:
            if "erased" in tables:
                numbers.note(db, each)
            for table, columns in tables.items():
                if "learner" in columns and table != "erasing":
                    db.execute(f"DELETE FROM {table} WHERE learner = ?", (each,))
            db.execute("DELETE FROM learner WHERE id = ?", (each,))
        _guards_up(db, tables, guards)
        db.execute("COMMIT")
        # Whatever was deleted or changed at any time may still stand in a free part of a page.
        db.execute("VACUUM")
        if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("not sound")
    return names


def _tables(db: sqlite3.Connection) -> list[str]:
    found = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    if not {"learner", "review", "event"} <= set(found):
        raise sqlite3.DatabaseError("no store")
    return [name for name in found if name.isidentifier()]


def _columns(db: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in db.execute(f"PRAGMA table_info({table})")}


def _guards_down(db: sqlite3.Connection, tables: dict[str, set[str]], ids: Iterable[bytes]) -> list[str]:
    """Let the log's guards through for these learners; gives the guards of a version that lets nobody through."""
    if "erasing" in tables:
        db.executemany("INSERT INTO erasing VALUES (?)", ((each,) for each in ids))
        return []
    found = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in found:
        db.execute(f'DROP TRIGGER "{name}"')
    return [sql for _, sql in found]


def _guards_up(db: sqlite3.Connection, tables: dict[str, set[str]], guards: Iterable[str]) -> None:
    if "erasing" in tables:
        db.execute("DELETE FROM erasing")
    for sql in guards:
        db.execute(sql)
