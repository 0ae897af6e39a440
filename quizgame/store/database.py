"""Opens the store, brings it up to date, and gives out transactions."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from quizgame.store import caches
from quizgame.store.errors import StoreError, damaged, translated

FILE = "quizgame.db"
"""Name of the store's file in the home folder."""

SQLITE_VERSION = sqlite3.sqlite_version
"""The SQLite that this Python was built with."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_APPLICATION = 0x71757A67  # "quzg": tells the file from any other SQLite file
_OLDEST = (3, 37, 0)
_PATIENCE = 3.0  # seconds to wait for another copy of the game to finish writing


class Database:
    """One open store file. Use it from the thread that opened it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self._connection = connection
        self._identity: tuple[int, int] | None = None

    @classmethod
    def open(cls, home: Path, entropy: Callable[[int], bytes]) -> Database:
        """Open the store in `home`, creating folder and file as needed; raises StoreError with a text for people."""
        if sqlite3.sqlite_version_info < _OLDEST:
            raise StoreError(
                f"quizgame needs SQLite 3.37 or newer, and this Python has {sqlite3.sqlite_version}. "
                "Install a newer Python."
            )
        path = home / FILE
        with translated(str(path)):
            if not path.exists():
                home.mkdir(parents=True, exist_ok=True)
            elif path.stat().st_size == 0:
                cls._refuse_emptied(home)
            connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        database = cls(connection, path)
        try:
            database._prepare(entropy)
            database._identity = _identity(path)
        except BaseException:
            connection.close()
            raise
        return database

    @staticmethod
    def _refuse_emptied(home: Path) -> None:
        """Raise StoreDamaged where backups tell that an empty file was a store: else a new one would be begun in it."""
        from quizgame.store import backups

        if backups.found(home):
            raise damaged(str(home / FILE), "it is empty")

    def _prepare(self, entropy: Callable[[int], bytes]) -> None:
        with translated(str(self.path)):
            execute = self._connection.execute
            execute("PRAGMA foreign_keys = ON")
            execute("PRAGMA synchronous = FULL")
            execute("PRAGMA recursive_triggers = ON")  # or REPLACE would slip past the log's own triggers
            if self._is_foreign():
                raise StoreError(f"{self.path} belongs to another program. Choose another folder with --home DIR.")
            version = self._version()
            newest = self._newest()
            if version > newest:
                raise StoreError(
                    f"{self.path} was written by a newer quizgame (format {version}, this one knows {newest}). "
                    "It was left untouched. Update quizgame, or choose another folder with --home DIR."
                )
            if version < newest:
                if version:
                    from quizgame.store import backups

                    backups.make(self.path)  # the way back, should the new version turn out to be a mistake
                execute("PRAGMA journal_mode = WAL")
                self._migrate(entropy)

    def _is_foreign(self) -> bool:
        """True for a file that another program made; an empty one may become ours."""
        if self._connection.execute("PRAGMA application_id").fetchone()[0] == _APPLICATION:
            return False
        (things,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return bool(things) or self._version() != 0

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def _newest(self) -> int:
        return max(int(each.stem) for each in _MIGRATIONS.glob("[0-9]*.sql"))

    def _migrate(self, entropy: Callable[[int], bytes]) -> None:
        """Apply the missing migrations and fold the caches anew, all in one transaction."""
        with self.writing() as connection:
            # Judged inside the transaction: two copies of the game may open a new store at once.
            before = self._version()
            for script in sorted(_MIGRATIONS.glob("[0-9]*.sql")):
                if int(script.stem) <= before:
                    continue
                for statement in _statements(script.read_text(encoding="utf-8")):
                    connection.execute(statement)
                if script.stem == "0001":
                    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
                    connection.execute("INSERT INTO device VALUES (?)", (entropy(16),))
                connection.execute(f"PRAGMA user_version = {int(script.stem)}")
            caches.rebuild_all(connection)

    @property
    def reading(self) -> sqlite3.Connection:
        """The connection, for single reads."""
        return self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One durable transaction: all of it is on disk when the block ends, or none of it is kept."""
        with translated(str(self.path)):
            self._stay_put()
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _stay_put(self) -> None:
        """Raise StoreError when the file is no longer where it was opened: what is written now would be lost."""
        if self._identity is not None and _identity(self.path) != self._identity:
            raise StoreError(
                f"{self.path} was moved, replaced or deleted while the game was open."
                " Put it back, or start the game again."
            )

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Several reads of one and the same state."""
        with translated(str(self.path)):
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file; what was committed is safe with or without it."""
        self._connection.close()


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that stands under the same name; None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116  (half the time of Path.stat, and it stands before every answer)
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _statements(script: str) -> Iterator[str]:
    """The script's statements one by one: sqlite3's own executescript would commit the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
