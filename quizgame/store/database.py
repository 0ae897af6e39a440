"""Opens the store, brings it up to date, and gives out transactions."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from quizgame.domain.words import count
from quizgame.store import caches, log
from quizgame.store import mark as marks
from quizgame.store.errors import StoreDamaged, StoreError, damaged, missing, translated
from quizgame.store.mark import Mark, Marker

FILE = "quizgame.db"
"""Name of the store's file in the home folder."""

SQLITE_VERSION = sqlite3.sqlite_version
"""The SQLite that this Python was built with."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_APPLICATION = 0x71757A67  # "quzg": tells the file from any other SQLite file
_OLDEST = (3, 37, 0)
_SINCE_MARKS = 2  # the first format whose devices know the numbers that were erased
_PATIENCE = 3.0  # seconds to wait for another copy of the game to finish writing


class Database:
    """One open store file. Use it from the thread that opened it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self._connection = connection
        self._identity: tuple[int, int] | None = None
        self._journal = path.with_name(f"{FILE}-wal")
        self._journal_identity: tuple[int, int] | None = None
        self._marker = Marker(path.parent)

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
            if _is_empty(path):
                # Looked at again, since another copy of the game may just have made the store, and its mark.
                if _was_ours(home) and _is_empty(path):
                    raise damaged(str(path), "it is empty") if path.exists() else missing(str(path))
                home.mkdir(parents=True, exist_ok=True)
            connection = _connected(path)
        database = cls(connection, path)
        try:
            database._prepare(entropy)
            database._identity = _identity(path)
        except StoreDamaged:
            database._leave()
            raise
        except BaseException:
            database.close()
            raise
        return database

    def _leave(self) -> None:
        """Close the store without moving into it what lies beside it, as the last to close one does."""
        with suppress(sqlite3.Error), closing(sqlite3.connect(_read_only(self.path), uri=True)) as other:
            # Whoever may only read is the last one now, and moves nothing.
            other.execute("BEGIN")
            with suppress(sqlite3.Error, UnicodeDecodeError):  # the second as in `translated`
                other.execute("SELECT count(*) FROM sqlite_master").fetchone()
            self.close()
        self.close()

    def _prepare(self, entropy: Callable[[int], bytes]) -> None:
        with translated(str(self.path)):
            _set_up(self._connection)
            with self.snapshot():  # or another copy of the game would change what is looked at meanwhile
                version, newest = self._recognised(), self._newest()
            self._look_for_loss()  # before a migration, which writes the mark anew
            if version < newest:
                if version:
                    from quizgame.store import backups

                    backups.make(self.path)  # the way back, should the new version turn out to be a mistake
                self._migrate(entropy)
            self._write_ahead()

    def _recognised(self) -> int:
        """The store's format; raises StoreError for a file that is not ours, of a newer program, or damaged."""
        version, newest = self._version(), self._newest()
        if self._is_foreign():
            if _was_ours(self.path.parent) or self._has_newest_shape():
                raise damaged(str(self.path), "its header does not name it as a store")
            raise StoreError(f"{self.path} belongs to another program. Choose another folder with --home DIR.")
        if version != newest and self._has_newest_shape():
            raise damaged(str(self.path), f"its header says that its format is {version}, and it is {newest}")
        if version > newest:
            raise StoreError(
                f"{self.path} was written by a newer quizgame (format {version}, this one knows {newest}). "
                "It was left untouched. Update quizgame, or choose another folder with --home DIR."
            )
        return version

    def _write_ahead(self) -> None:
        """Keep a write-ahead log, which the store remembers.

        Two copies of the game that begin it at once would wait for each other, so that one is told at once that the
        store is busy: then the other does it for both.
        """
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise

    def _look_for_loss(self) -> None:
        """Raise StoreDamaged when the rows that were written last are missing."""
        mark = marks.read(self.path.parent)  # before the store: another window may write meanwhile
        if mark is None or self._version() < _SINCE_MARKS:
            return
        device, number, _ = log.latest_row(self._connection)
        if mark.device == device and mark.number > number:
            gone = mark.number - number
            raise damaged(str(self.path), f"{count(gone, 'row')} written last {'is' if gone == 1 else 'are'} missing")

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

    def _has_newest_shape(self) -> bool:
        """Whether this is a store of our own format, whatever its header says."""
        shape = _shape(self._connection)
        if not shape:
            return False
        with suppress(sqlite3.Error), closing(sqlite3.connect(":memory:")) as new:
            for script in sorted(_MIGRATIONS.glob("[0-9]*.sql")):
                new.executescript(script.read_text(encoding="utf-8"))
            return shape == _shape(new)
        return False

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
            self._mark()
            self._journal_identity = self._journal_identity or _identity(self._journal)

    def _mark(self) -> None:
        device, number, _ = log.latest_row(self._connection)
        self._marker.note(Mark(device, number))

    def _stay_put(self) -> None:
        """Raise StoreError when the file is no longer where it was opened: what is written now would be lost."""
        if self._identity is not None and _identity(self.path) != self._identity:
            raise StoreError(
                f"{self.path} was moved, replaced or deleted while the game was open."
                " Put it back, or start the game again."
            )
        if self._journal_identity is not None and _identity(self._journal) != self._journal_identity:
            self._begin_journal_anew()

    def _begin_journal_anew(self) -> None:
        """Somebody has deleted the journal: what stands in it is still at hand, and goes into the store."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()
        self._connection = _connected(self.path)
        _set_up(self._connection)
        self._journal_identity = None

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
        self._marker.close()
        self._connection.close()


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)


def _set_up(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA recursive_triggers = ON")  # or REPLACE would slip past the log's own triggers


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that stands under the same name; None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116  (half the time of Path.stat, and it stands before every answer)
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _is_empty(path: Path) -> bool:
    """Whether a store would be begun here."""
    return not path.exists() or path.stat().st_size == 0


def _was_ours(home: Path) -> bool:
    """Whether backups or a mark tell that there was a store of ours."""
    from quizgame.store import backups

    return bool(backups.found(home)) or marks.read(home) is not None


def _shape(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    """Every table and index, with its columns. Each format has its own: a migration always changes it."""
    return set(
        connection.execute(
            "SELECT a.type, a.name, a.tbl_name, b.name FROM sqlite_master AS a"
            " LEFT JOIN pragma_table_info(a.name) AS b WHERE a.name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        )
    )


def _read_only(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro"


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
