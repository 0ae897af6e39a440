"""Writes everything held about a learner into a file of its own, one row after another, whatever their number."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from quizgame.store import rows
from quizgame.store.backups import PART
from quizgame.store.database import Database
from quizgame.store.errors import StoreError
from quizgame.store.joining import others_of
from quizgame.store.learners import Learner
from quizgame.store.lines import End, Header, end_line, header_line, row_line


class Exported(NamedTuple):
    """What was written."""

    reviews: int
    events: int


def write(database: Database, learner: Learner, out: BinaryIO) -> Exported:
    """Write a learner's whole log; raises rows.Damaged rather than writing a row that could not be read back."""
    with database.snapshot() as db:
        header = _header(db, learner)
        running = 0
        for line in _lines(db, header):
            running = zlib.crc32(line, running)
            out.write(line)
        out.write(end_line(End(header.reviews, header.events, running)))
    return Exported(header.reviews, header.events)


def write_file(database: Database, learner: Learner, path: Path, called: str, *, overwrite: bool = False) -> Exported:
    """The same into a file; `called` is how messages name it."""
    with new_file(path, called, overwrite=overwrite) as out:
        return write(database, learner, out)


@contextmanager
def new_file(path: Path, called: str, *, overwrite: bool) -> Iterator[BinaryIO]:
    """A file that only its owner may read, and that stands there whole once the block has ended, or not at all."""
    with _placed(called):
        if path.is_dir():
            raise StoreError(f"{called} is a folder. Name a file in it.")
        if path.exists() and not path.is_file():
            raise StoreError(f"{called} is no file. Name another one, or - for the screen.")
        if path.exists() and not overwrite:
            raise StoreError(f"{called} is already there. Name another file, or add --force to write over it.")
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=PART[0], suffix=PART[1])  # mode 0600
        try:
            with os.fdopen(handle, "wb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink()
            raise


@contextmanager
def _placed(called: str) -> Iterator[None]:
    """Turn what the file system says of the file into words."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{called} cannot be written: {error.strerror or error}. Name another file.") from error


def _header(db: sqlite3.Connection, learner: Learner) -> Header:
    (created,) = db.execute("SELECT created FROM learner WHERE id = ?", (learner.id,)).fetchone()
    reviews, events = (
        db.execute(f"SELECT count(*) FROM {table} WHERE learner = ?", (learner.id,)).fetchone()[0]
        for table in ("review", "event")
    )
    return Header(learner.id, learner.name, created, others_of(db, learner.id), reviews, events)


def _lines(db: sqlite3.Connection, header: Header) -> Iterator[bytes]:
    """Every line but the last. The rows stand in the order of their tables, so that nothing has to be sorted."""
    yield header_line(header)
    for table, columns, order in (
        ("review", rows.REVIEW_COLUMNS, "day, instant, id"),
        ("event", rows.EVENT_COLUMNS, "kind, day, instant, id"),
    ):
        query = f"SELECT {columns} FROM {table} WHERE learner = ? ORDER BY {order}"
        for row in db.execute(query, (header.learner,)):
            rows.check(row)
            yield row_line(table, row)
