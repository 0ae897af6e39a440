"""Copies of the store beside it: made by SQLite itself, checked, and thinned out as they grow old.

Each function opens a connection of its own, so that it can run in a thread.
"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from quizgame.store.errors import StoreError, translated

FOLDER = "backups"
"""Name of the backups' folder in the home folder."""

DAILY, WEEKLY, MONTHLY = 7, 4, 6
"""How many days, weeks and months the backups reach back: of each the newest is kept."""

PART = (".quizgame-", ".part")
"""What a file's name begins and ends with until it is whole."""

_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}Z)-v(\d{1,9})\.db")
_TIME = "%Y-%m-%dT%H%M%SZ"
PATIENCE = 3.0
"""Seconds to wait for another program."""

_DAY = 86_400_000_000  # microseconds


class Backup(NamedTuple):
    """One backup."""

    made: datetime
    """In UTC, to the second."""
    version: int
    """Of the store's schema."""

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.made.strftime(_TIME)}-v{self.version}.db"


def named(name: str) -> Backup | None:
    """The backup that a file of this name is; None for any other file."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    try:
        made = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(made, int(match[2]))


def found(home: Path) -> list[Backup]:
    """The backups of a home, newest first."""
    with translated(str(home / FOLDER)):
        names = [path.name for path in (home / FOLDER).iterdir()] if (home / FOLDER).is_dir() else []
    return sorted((each for each in map(named, names) if each), reverse=True)


class Contents(NamedTuple):
    """What a backup holds."""

    size: int
    """Of the file, in bytes."""
    answers: int
    learners: tuple[str, ...]
    """Their names, sorted."""


def contents(home: Path, backup: Backup) -> Contents | None:
    """Look into a backup; None when it cannot be read as one. Nothing is checked, and nothing laid beside it."""
    path = home / FOLDER / backup.name
    try:
        # Backups are never written to, so that they can be read even in a folder that is read-only.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as db:
            (answers,) = db.execute("SELECT count(*) FROM review").fetchone()
            names = tuple(row[0] for row in db.execute("SELECT name FROM learner ORDER BY name"))
        return Contents(path.stat().st_size, answers, names)
    except (sqlite3.Error, OSError):
        return None


def make(store: Path, instant: int | None = None) -> Path:
    """Back a store up, open or not; gives the file. Raises StoreError, and then leaves nothing behind.

    `instant` is the time now, in microseconds since 1970 UTC; without it, the time that the new file bears is taken.
    """
    folder = store.parent / FOLDER
    with translated(str(folder)):
        folder.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=PART[0], suffix=PART[1])  # mode 0600
        os.close(handle)
        part = Path(name)
        try:
            # The store stays open until the backup bears its name: whoever erases wants to be alone (see erasure.py).
            address = f"{store.absolute().as_uri()}?mode=rw"
            with closing(sqlite3.connect(address, timeout=PATIENCE, uri=True)) as source:
                version = _checked_copy(source, part)
                micros = instant if instant is not None else part.stat().st_mtime_ns // 1000
                path = folder / Backup(_time(micros), version).name
                part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    return path


def _time(instant: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=instant // 1_000_000)


def _checked_copy(source: sqlite3.Connection, part: Path) -> int:
    """Copy a store and look the copy over; gives the version of its schema."""
    copy(source, part)
    with closing(sqlite3.connect(part)) as target:
        problems = [row[0] for row in target.execute("PRAGMA quick_check(1)") if row[0] != "ok"]
        version = int(target.execute("PRAGMA user_version").fetchone()[0])
    if problems:
        raise StoreError(
            f"A backup of the store could not be made: {problems[0]}. Run `quizgame doctor` to see what is wrong."
        )
    return version


def copy(source: sqlite3.Connection, to: Path) -> None:
    """Copy a store by SQLite's own means; raises sqlite3.Error when another program keeps it from being read."""
    # Without this, Python's `backup` would wait for the other program for ever.
    source.execute("BEGIN")
    try:
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with closing(sqlite3.connect(to)) as target:
            source.backup(target)
    finally:
        source.execute("ROLLBACK")


def daily(store: Path, instant: int) -> Path | None:
    """Make the day's backup and let old ones go; None when there is one of this day already."""
    today = _time(instant).date()
    if any(each.made.date() == today for each in found(store.parent)):
        return None
    path = make(store, instant)
    thin(store.parent)
    _sweep(store.parent / FOLDER, instant)
    return path


def thin(home: Path) -> list[Backup]:
    """Delete the backups that need not be kept; gives them."""
    there = found(home)
    gone = sorted(set(there) - kept(there))
    with translated(str(home / FOLDER)):
        for each in gone:
            (home / FOLDER / each.name).unlink(missing_ok=True)
    return gone


def _sweep(folder: Path, instant: int) -> None:
    """Delete what a backup left behind that was killed a day ago or longer."""
    with translated(str(folder)):
        for path in folder.glob(f"{PART[0]}*{PART[1]}*"):
            if path.stat().st_mtime_ns // 1000 < instant - _DAY:
                path.unlink(missing_ok=True)


_SPANS: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (DAILY, lambda made: made.date()),
    (WEEKLY, lambda made: made.isocalendar()[:2]),
    (MONTHLY, lambda made: (made.year, made.month)),
)


def kept(backups: Iterable[Backup]) -> set[Backup]:
    """Those worth keeping: the newest of each of the latest days, weeks and months that have any, and of each version.

    An older version's is the way back from an update that went wrong, so it outlives the backups of the same day.
    """
    newest_first = sorted(backups, reverse=True)
    worth: set[Backup] = set()
    for most, span in _SPANS:
        newest: dict[object, Backup] = {}
        for each in newest_first:
            newest.setdefault(span(each.made), each)
        worth.update(list(newest.values())[:most])
    versions: dict[int, Backup] = {}
    for each in newest_first:
        versions.setdefault(each.version, each)
    return worth | set(versions.values())
