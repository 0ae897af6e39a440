"""The numbers of this device whose rows were erased: they are not missing, and are never given out again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Run(NamedTuple):
    """Numbers one after another, both ends belonging to it."""

    first: int
    last: int


_OWN_ROWS = """
    SELECT sequence FROM review WHERE device = (SELECT id FROM device) AND {0}
    UNION SELECT sequence FROM event WHERE device = (SELECT id FROM device) AND {0}
"""

# Numbers one after another keep their distance to their place in line.
_RUNS = f"""
    SELECT min(sequence), max(sequence) FROM (
        SELECT sequence, sequence - row_number() OVER (ORDER BY sequence) AS distance
        FROM ({_OWN_ROWS.format("learner = :learner")})
    ) GROUP BY distance
"""


def note(db: sqlite3.Connection, learner: bytes) -> None:
    """Note the numbers of a learner's rows, just before they go."""
    going = [Run(*row) for row in db.execute(_RUNS, {"learner": learner})]
    if going:
        _write(db, merged([*_noted(db), *going]))
        db.execute("UPDATE device SET erased_to = max(erased_to, ?)", (max(run.last for run in going),))


def found_again(db: sqlite3.Connection) -> None:
    """Strike out the numbers whose rows have come back with an export."""
    noted = _noted(db)
    left: list[Run] = []
    for run in noted:
        query = _OWN_ROWS.format("sequence BETWEEN :first AND :last") + "ORDER BY sequence"
        left += without(run, (row[0] for row in db.execute(query, run._asdict())))
    if left != noted:
        _write(db, left)


def merged(runs: Iterable[Run]) -> list[Run]:
    """The same numbers in as few runs as can be."""
    found: list[Run] = []
    for run in sorted(runs):
        if found and run.first <= found[-1].last + 1:
            found[-1] = Run(found[-1].first, max(found[-1].last, run.last))
        else:
            found.append(run)
    return found


def without(run: Run, numbers: Iterable[int]) -> Iterator[Run]:
    """A run with some of its numbers, which come in order, taken out."""
    first = run.first
    for number in numbers:
        if number > first:
            yield Run(first, number - 1)
        first = number + 1
    if first <= run.last:
        yield Run(first, run.last)


def _noted(db: sqlite3.Connection) -> list[Run]:
    return [Run(*row) for row in db.execute("SELECT first, last FROM erased ORDER BY first")]


def _write(db: sqlite3.Connection, runs: Iterable[Run]) -> None:
    db.execute("DELETE FROM erased")
    db.executemany("INSERT INTO erased VALUES (?, ?)", runs)
