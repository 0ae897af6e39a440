"""Reads a store that may be broken, as far as it can be read: every row that agrees with its checksum."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path
from typing import NamedTuple

from quizgame.store import rows
from quizgame.store.copies import with_sides
from quizgame.store.inspection import BROKEN
from quizgame.store.log import INSERT_EVENT, INSERT_REVIEW
from quizgame.store.rows import Row


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

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.whole = True

    def learners(self) -> dict[bytes, str]:
        """Who learns there: names by id."""
        found = self._tried("SELECT id, name FROM learner")
        return {each: name for each, name in found if isinstance(each, bytes) and isinstance(name, str)}

    def device(self) -> bytes | None:
        """The device that it belongs to."""
        return next((row[0] for row in self._tried("SELECT id FROM device")), None)

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows that are as they were written; where the file is broken, some come more than once."""
        whole, self.whole = self.whole, True
        learners, days = set(), set()
        for direction in ("ASC", "DESC"):
            order = ", ".join(f"{column} {direction}" for column in table.order)
            for row in self._sound(table, f"ORDER BY {order}"):
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
            yield from self._sound(table, f"WHERE {where}", values)

    def _sound(self, table: Table, clause: str, values: Row = ()) -> Iterator[Row]:
        for row in self._tried(f"SELECT {table.columns} FROM {table.name} {clause}", values):
            try:
                table.read(row)
            except rows.UNREADABLE:
                self.whole = False
            else:
                yield row

    def _tried(self, query: str, values: Row = ()) -> Iterator[Row]:
        """The rows of a query up to the first that cannot be read."""
        try:
            yield from self._db.execute(query, values)
        except BROKEN:
            self.whole = False


@contextmanager
def opened(store: Path, workshop: Path) -> Iterator[Wreck]:
    """A wreck, read from a copy in a folder of its own: to open a broken file may change it."""
    for path in with_sides(store):
        shutil.copyfile(path, workshop / path.name)
    with closing(sqlite3.connect(workshop / store.name, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")  # or SQLite would not even begin to read a file that was cut short
        db.text_factory = lambda data: data.decode(errors="replace")  # what is wrong then fails its checksum
        yield Wreck(db)
