"""Two learners who turned out to be one: their logs become one log, here and wherever the news of it arrives.

The law: joining and merging may come in any order, and end in the same log. Rows keep their ids, instants, devices and
numbers; only whose they are changes, and with it their checksums. An event keeps the news, so that rows which were
exported under the other id before still find their way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import NamedTuple

from quizgame.domain.events import LearnersJoined
from quizgame.store import caches, rows
from quizgame.store.caches import EVERYTHING
from quizgame.store.database import Database
from quizgame.store.errors import StoreError
from quizgame.store.learners import Learner
from quizgame.store.log import INSERT_EVENT, INSERT_REVIEW, Log, When

_TABLES = (("review", rows.REVIEW_COLUMNS, INSERT_REVIEW), ("event", rows.EVENT_COLUMNS, INSERT_EVENT))


class Joined(NamedTuple):
    """What went over to the learner who stays."""

    answers: int
    events: int


def join(database: Database, stays: Learner, goes: Learner, entropy: Callable[[int], bytes], when: When) -> Joined:
    """Make the log of `goes` part of the log of `stays`; raises rows.Damaged before a damaged row is signed anew."""
    if stays.id == goes.id:
        raise StoreError(f"{stays.name} is one learner already. Name two.")
    with database.writing() as db:
        moved = move(db, goes.id, stays.id)
        Log(db, stays.id, entropy).add(LearnersJoined(goes.id), when)
        caches.rebuild(db, stays.id, EVERYTHING)
    return moved


def move(db: sqlite3.Connection, goes: bytes, stays: bytes) -> Joined:
    """Move every row of a learner, who is no more after it; the caches of the one who stays are not folded yet."""
    db.execute("INSERT INTO erasing VALUES (?)", (goes,))
    counts = []
    for table, columns, insert in _TABLES:
        found = db.execute(f"SELECT {columns} FROM {table} WHERE learner = ?", (goes,))
        moved = (rows.rehomed(row, stays) for row in found)
        counts.append(db.executemany(f"{insert} ON CONFLICT DO NOTHING", moved).rowcount)
        db.execute(f"DELETE FROM {table} WHERE learner = ?", (goes,))
    for table in caches.TABLES:
        db.execute(f"DELETE FROM {table} WHERE learner = ?", (goes,))
    # Whoever of the two was here last: it was the one who stays.
    db.execute(
        "UPDATE learner SET since = max(since, (SELECT since FROM learner WHERE id = ?)) WHERE id = ?", (goes, stays)
    )
    db.execute("DELETE FROM learner WHERE id = ?", (goes,))
    db.execute("DELETE FROM erasing WHERE learner = ?", (goes,))
    return Joined(*counts)


def joins(db: sqlite3.Connection) -> dict[bytes, bytes]:
    """Everybody who was joined, and the learner here whom each of them is now."""
    learners = [row[0] for row in db.execute("SELECT id FROM learner ORDER BY id")]
    return {other: learner for learner in learners for other in _told_of(db, learner)}


def others_of(db: sqlite3.Connection, learner: bytes) -> tuple[bytes, ...]:
    """The ids of all who were joined with this learner, sorted."""
    return tuple(sorted(_told_of(db, learner) - {learner}))


def _told_of(db: sqlite3.Connection, learner: bytes) -> set[bytes]:
    """Everybody whom this learner's log tells to be this learner."""
    found = db.execute("SELECT kind, body FROM event WHERE learner = ? AND kind = 'learners-joined'", (learner,))
    try:
        facts = [rows.fact_of(*row) for row in found]
    except (ValueError, TypeError, AttributeError) as error:
        raise rows.Damaged("an event that joins learners cannot be read") from error
    return {fact.other for fact in facts if isinstance(fact, LearnersJoined)}


def here(db: sqlite3.Connection, learner: bytes) -> Learner | None:
    """Who of those who learn here has this id, or had it before they were joined."""
    query = "SELECT id, name FROM learner WHERE id = ?"
    row = db.execute(query, (learner,)).fetchone()
    if row is None and (now := joins(db).get(learner)):
        row = db.execute(query, (now,)).fetchone()
    return Learner(*row) if row else None
