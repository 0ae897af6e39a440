"""Erases a learner: from the store, its backups and whatever was set aside; the one exception to a log that only grows.

Every copy is cleaned beside the file it stands for and then put in its place, the store last of all. So when anything
cannot be done, the learner is still there whole, and erasing can be tried again.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from quizgame.store.backups import copy
from quizgame.store.cleaning import Entangled, clean
from quizgame.store.copies import clean_copies, left, part_in, sweep
from quizgame.store.database import FILE
from quizgame.store.errors import StoreBusy, StoreError, StoreFull, translated
from quizgame.store.joining import others_of
from quizgame.store.learners import Learner, find

PATIENCE = 3.0
"""Seconds to wait for another window to close."""


class Erased(NamedTuple):
    """What was done."""

    learner: Learner
    answers: int
    events: int
    cleaned: tuple[Path, ...]
    """Backups and files set aside that hold nothing of the learner any more."""
    deleted: tuple[Path, ...]
    """Those that could not be cleaned, and were deleted whole."""
    left: tuple[Path, ...]
    """Other files in the home that hold the learner's id, such as exports: they are not the game's to delete."""


def erase(home: Path, name: str) -> Erased:
    """Erase the learner of this name; nobody, this process included, may have the store open. Raises StoreError."""
    store = home / FILE
    with alone(store) as db:
        learner = find(db, name)
        if learner is None:
            raise StoreError(f"There is no learner called {name}. `quizgame learners list` shows who there is.")
        ids = (learner.id, *others_of(db, learner.id))
        answers, events = (
            db.execute(f"SELECT count(*) FROM {table} WHERE learner = ?", (learner.id,)).fetchone()[0]
            for table in ("review", "event")
        )
        _room(home, store)
        sweep(home)
        with part_in(home) as beside:
            copy(db, beside)
            try:
                clean(beside, ids)
            except Entangled as error:
                raise StoreError(
                    f"{learner.name} is part of another learner's log as well. Nothing was erased. "
                    "`quizgame learners join` makes the two one; then that one can be erased."
                ) from error
            cleaned, deleted = clean_copies(home, ids, learner.name)
            with closing(sqlite3.connect(beside)) as source:
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                source.backup(db)
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Erased(learner, answers, events, tuple(cleaned), tuple(deleted), tuple(left(home, ids)))


@contextmanager
def alone(store: Path) -> Iterator[sqlite3.Connection]:
    """The store for ourselves: no other window has it open, and none gets in until the end."""
    with translated(str(store)), closing(sqlite3.connect(store, timeout=PATIENCE, isolation_level=None)) as db:
        try:
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("BEGIN EXCLUSIVE")
            db.execute("COMMIT")  # the lock stays until the connection is closed
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise StoreBusy(
                f"Nothing was erased: another window or program has {store} open. Close the game there, and try again."
            ) from error
        db.execute("PRAGMA synchronous = FULL")
        yield db


def _room(home: Path, store: Path) -> None:
    """Raise StoreFull when the disk has no room for a clean copy, its journal and its way back."""
    needed = 3 * store.stat().st_size
    if shutil.disk_usage(home).free < needed:
        raise StoreFull(
            f"Nothing was erased: the disk that holds {home} needs {-(-needed // 1_000_000)} MB of free space to "
            "write the store anew without the learner. Free some space and try again."
        )
