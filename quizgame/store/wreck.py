"""Reads a store that may be broken, as far as it can be read: every row that agrees with its checksum."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import product
from pathlib import Path
from typing import NamedTuple

from quizgame.store import rows
from quizgame.store.inspection import BROKEN
from quizgame.store.journal import mended
from quizgame.store.learners import folded
from quizgame.store.log import INSERT_EVENT, INSERT_REVIEW
from quizgame.store.numbers import Run, merged
from quizgame.store.rows import Row

_MAGIC = b"SQLite format 3\0"
_HEADER = 100  # bytes of the first page before the tables begin
_LARGEST_PAGE = 65_536


class Table(NamedTuple):
    """A table of the log."""

    name: str
    columns: str
    insert: str
    read: Callable[[Row], object]
    """Raises one of rows.UNREADABLE for a row that is not as it was written."""
    order: tuple[str, ...]
    """The columns by which its rows are sorted."""


REVIEWS = Table("review", rows.REVIEW_COLUMNS, INSERT_REVIEW, rows.review_of, ("learner", "day", "instant", "id"))
EVENTS = Table("event", rows.EVENT_COLUMNS, INSERT_EVENT, rows.event_of, ("learner", "kind", "day", "instant", "id"))


class Wreck:
    """A store that may be broken; `whole` turns False with the first thing in it that cannot be read."""

    def __init__(self, copies: Sequence[sqlite3.Connection]) -> None:
        """`copies` are the same store, made readable in more than one way where the first does not do."""
        self._copies = copies
        self.whole = len(copies) == 1

    def learners(self) -> dict[bytes, str]:
        """Who learns there: names by id, as far as both forms of the name agree."""
        found: dict[bytes, str] = {}
        for db in self._copies:
            for each, name, form in self._tried(db, "SELECT id, name, folded FROM learner"):
                if isinstance(each, bytes) and isinstance(name, str) and folded(name) == form:
                    found.setdefault(each, name)
        return found

    def device(self) -> bytes | None:
        """The device that it belongs to."""
        return next((row[0] for db in self._copies for row in self._tried(db, "SELECT id FROM device")), None)

    def erased(self) -> list[Run]:
        """The numbers whose rows were erased."""
        found = [row for db in self._copies for row in self._tried(db, "SELECT first, last FROM erased")]
        return merged(Run(*row) for row in found if all(isinstance(each, int) for each in row))

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows that are as they were written; where the file is broken, some come more than once."""
        for db in self._copies:
            yield from self._rows(db, table)

    def _rows(self, db: sqlite3.Connection, table: Table) -> Iterator[Row]:
        whole, self.whole = self.whole, True
        learners, days = set(), set()
        for direction in ("ASC", "DESC"):
            order = ", ".join(f"{column} {direction}" for column in table.order)
            for row in self._sound(db, table, f"ORDER BY {order}"):
                learners.add(row[1])
                days.add(row[6])
                yield row
            if self.whole:
                self.whole = whole
                return
        # What lies between two broken pages is found by looking up each study day by itself.
        kinds = [rows.KINDS] if "kind" in table.order else []
        where = " AND ".join(f"{column} = ?" for column in table.order[:-2])
        for values in product(learners, *kinds, range(min(days, default=0), max(days, default=-1) + 1)):
            yield from self._sound(db, table, f"WHERE {where}", values)

    def _sound(self, db: sqlite3.Connection, table: Table, clause: str, values: Row = ()) -> Iterator[Row]:
        for row in self._tried(db, f"SELECT {table.columns} FROM {table.name} {clause}", values):
            try:
                table.read(row)
            except rows.UNREADABLE:
                self.whole = False
            else:
                yield row

    def _tried(self, db: sqlite3.Connection, query: str, values: Row = ()) -> Iterator[Row]:
        """The rows of a query up to the first that cannot be read."""
        try:
            yield from db.execute(query, values)
        except BROKEN:
            self.whole = False


@contextmanager
def opened(files: Sequence[Path], workshop: Path, sound: Iterable[Path]) -> Iterator[Wreck]:
    """A wreck, read from copies in a folder of its own: to open a broken file may change it.

    `files` are the store and what SQLite laid beside it; `sound` are sound stores, from whose first page it can be
    known where everything is when the wreck's own cannot be read.
    """
    with ExitStack() as stack:
        copies = [stack.enter_context(_copied(files, workshop / "as it is"))]
        log = next((path.read_bytes() for path in files if path.name.endswith("-wal")), b"")
        if (signed := mended(log)) is not None:
            copies.append(stack.enter_context(_copied(files, workshop / "all of its journal", log=signed)))
        if not any(map(_has_log, copies)):
            for number, first in enumerate(_first_pages(files[0], sound)):
                copy = stack.enter_context(_copied(files, workshop / f"first page {number}", log=signed, first=first))
                if _has_log(copy):
                    copies.append(copy)
                    break
        yield Wreck(copies)


@contextmanager
def _copied(
    files: Sequence[Path], folder: Path, *, log: bytes | None = None, first: bytes = b""
) -> Iterator[sqlite3.Connection]:
    """A copy of a store, with another journal or first page where they are given."""
    folder.mkdir()
    for path in files:
        if not path.name.endswith("-shm"):  # it only says where in the journal to look, and is made anew
            shutil.copyfile(path, folder / path.name)
    store = folder / files[0].name
    if log is not None:
        store.with_name(store.name + "-wal").write_bytes(log)
    if first:
        with store.open("rb+") as file:
            file.write(first)
    with closing(sqlite3.connect(store, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")  # or SQLite would not even begin to read a file that was cut short
        db.text_factory = lambda data: data.decode(errors="replace")  # what is wrong then fails its checksum
        yield db


def _has_log(db: sqlite3.Connection) -> bool:
    """Whether SQLite finds its way to the tables of the log."""
    try:
        for table in (REVIEWS, EVENTS):
            db.execute(f"SELECT {table.columns} FROM {table.name} WHERE FALSE")
    except BROKEN:
        return False
    return True


def _first_pages(store: Path, sound: Iterable[Path]) -> Iterator[bytes]:
    """What the first page of a broken store may have been: its own with another's header, then another's whole."""
    with store.open("rb") as file:
        own = file.read(_LARGEST_PAGE)
    for path in sound:
        with path.open("rb") as file:
            other = file.read(_LARGEST_PAGE)
        if not other.startswith(_MAGIC):
            continue
        size = int.from_bytes(other[16:18]) if other[16:18] != b"\0\1" else _LARGEST_PAGE
        pages = store.stat().st_size // size
        header = other[:28] + pages.to_bytes(4) + other[32:_HEADER]
        yield header + own[_HEADER:size]
        yield header + other[_HEADER:size]
