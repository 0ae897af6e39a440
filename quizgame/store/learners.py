"""The learners of a store: who they are, and the names they go by."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from quizgame.domain.ids import uuid7
from quizgame.store.caches import EVERYTHING
from quizgame.store.database import Database
from quizgame.store.errors import StoreError
from quizgame.store.log import latest_row

LONGEST_NAME = 40
"""Characters; the screens' header has room for it."""

JOINERS = "\u200c\u200d"
"""Invisible, yet part of emoji and of some scripts."""

UNSHOWABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode's categories of what a terminal may obey or nobody can see; joiners are the exception."""

ELSEWHERE = -1
"""Stands for `since` with learners who came from another device: they were not here last."""


class Learner(NamedTuple):
    """A person with progress of their own."""

    id: bytes
    name: str


def tidy_name(name: str) -> str:
    """A name as it is stored; raises StoreError when it cannot be one."""
    tidy = unicodedata.normalize("NFC", " ".join(name.split()))
    if not tidy:
        raise StoreError("A name needs at least one letter. Please type one.")
    if len(tidy) > LONGEST_NAME:
        raise StoreError(f"That name is too long. Please use {LONGEST_NAME} characters or fewer.")
    kinds = [unicodedata.category(each) for each in tidy if each not in JOINERS]
    if not UNSHOWABLE.isdisjoint(kinds):
        raise StoreError("That name holds characters that cannot be shown. Please type it without them.")
    if all(kind[0] in "MZ" for kind in kinds):
        raise StoreError("A name needs at least one letter. Please type one.")
    return tidy


def folded(name: str) -> str:
    """The name as it is compared: upper and lower case alike, in every script."""
    return unicodedata.normalize("NFC", name.casefold())


def find(db: sqlite3.Connection, name: str) -> Learner | None:
    """The learner of this name, upper and lower case alike."""
    row = db.execute("SELECT id, name FROM learner WHERE folded = ?", (folded(tidy_name(name)),)).fetchone()
    return Learner(*row) if row else None


def enrol(db: sqlite3.Connection, learner: Learner, created: int, since: int) -> None:
    """Write a new learner down; raises StoreError when the name is taken."""
    try:
        db.execute(
            "INSERT INTO learner VALUES (?, ?, ?, ?, ?, ?)",
            (*learner, folded(learner.name), created, since, EVERYTHING),
        )
    except sqlite3.IntegrityError as error:
        raise StoreError(f"There is already a learner called {learner.name}. Please choose another name.") from error


class Learners:
    """Finds, adds and renames learners."""

    def __init__(self, database: Database, entropy: Callable[[int], bytes]) -> None:
        self._database = database
        self._entropy = entropy

    def all(self) -> list[Learner]:
        """Everyone, by name."""
        rows = self._database.reading.execute("SELECT id, name FROM learner ORDER BY name")
        return [Learner(*row) for row in rows]

    def named(self, name: str) -> Learner | None:
        """The learner of this name, upper and lower case alike."""
        return find(self._database.reading, name)

    def latest(self) -> Learner | None:
        """The learner who answered or was added last on this device, by its own numbers: who is probably here."""
        row = self._database.reading.execute(
            "SELECT id, name FROM learner LEFT JOIN (SELECT learner, sequence FROM review"
            " WHERE device = (SELECT id FROM device) ORDER BY sequence DESC LIMIT 1) ON learner = id"
            " ORDER BY max(since, coalesce(sequence, 0)) DESC, since DESC, id DESC LIMIT 1"
        ).fetchone()
        return Learner(*row) if row else None

    def add(self, name: str, instant: int) -> Learner:
        """A new learner; raises StoreError when the name is taken or cannot be one."""
        learner = Learner(uuid7(instant, self._entropy(8)), tidy_name(name))
        with self._database.writing() as db:
            enrol(db, learner, instant, latest_row(db)[1])
        return learner

    def rename(self, old: str, new: str) -> Learner:
        """Give a learner another name; raises StoreError when that cannot be."""
        learner = self.named(old)
        if learner is None:
            raise StoreError(f"There is no learner called {old}. `quizgame learners list` shows who there is.")
        renamed = Learner(learner.id, tidy_name(new))
        with self._database.writing() as db:
            try:
                db.execute(
                    "UPDATE learner SET name = ?, folded = ? WHERE id = ?",
                    (renamed.name, folded(renamed.name), renamed.id),
                )
            except sqlite3.IntegrityError as error:
                raise StoreError(
                    f"There is already a learner called {renamed.name}. Please choose another name."
                ) from error
        return renamed
