"""What can go wrong with the store, said so that its owner knows what to do next."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOT_AS_WRITTEN = re.compile(
    "no such (table|column|index)|(table|index) .* already exists|duplicate column|malformed|unsupported file format"
    "|Could not decode to UTF-8"
)
"""What SQLite says of tables that are not those that our SQL was written for, and of texts that nobody has typed."""


class StoreError(Exception):
    """The store could not do what was asked; nothing of it was kept. The text is for people."""


class StoreBusy(StoreError):
    """Another program holds the store."""


class StoreFull(StoreError):
    """There is no room left to write."""


class StoreDamaged(StoreError):
    """The store's file cannot be read as one."""


class Gone(StoreError):
    """Whoever is learning in this window is no longer in the store."""

    def __init__(self) -> None:
        super().__init__(
            "Whoever is learning in this window was erased, or joined with somebody else, in another one. "
            "Start the game again."
        )


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Turn SQLite's errors into ours; `where` is the path that people should look at."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translate(error, where) from error
    except UnicodeDecodeError as error:  # SQLite's own message quotes what it has found in a broken file
        raise damaged(where, "it holds what is no text") from error
    except OSError as error:
        raise StoreError(
            f"quizgame cannot use {where}: {error.strerror or error}. Choose another folder with --home DIR."
        ) from error


def explained(error: BaseException | None) -> StoreError | None:
    """The store's words for an error that came from reading it; None for an error of another origin."""
    if isinstance(error, StoreError):
        return error
    return _translate(error, "the store") if isinstance(error, sqlite3.Error) else None


def _translate(error: sqlite3.Error, where: str) -> StoreError:
    exactly = getattr(error, "sqlite_errorcode", 0)
    code = exactly & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreBusy(f"Another program is holding {where}. Close it, or wait a moment, and try again.")
    if code == sqlite3.SQLITE_FULL:
        return StoreFull(f"The disk that holds {where} is full. Free some space and try again.")
    if _tells_of_damage(error, exactly, where):
        return damaged(where, str(error))
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN}:
        return StoreError(f"quizgame may not write to {where}. Allow it, or choose another folder with --home DIR.")
    if code == sqlite3.SQLITE_IOERR:
        return StoreFull(f"The disk that holds {where} did not take the data ({error}). Check its space and try again.")
    # Every row of the log names its learner; nothing else refers to what another window could have taken away.
    gone = exactly == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY
    return Gone() if gone else StoreError(f"The store {where} reports: {error}.")


def _tells_of_damage(error: sqlite3.Error, code: int, where: str) -> bool:
    if code & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} or _NOT_AS_WRITTEN.match(str(error)):
        return True
    if code != sqlite3.SQLITE_READONLY or not Path(where).is_file():
        return False
    # A header too can say that a file is not to be written, when a bit of it has flipped.
    return all(os.access(path, os.W_OK) for path in (where, Path(where).parent))


def missing(where: str) -> StoreDamaged:
    """The error for a file that is not there any more, though something tells that there was one."""
    return StoreDamaged(
        f"{where} is gone, though there was a store here. Put it back if you have it. `quizgame restore` shows the "
        "backups and restores one; `quizgame doctor --repair` takes the newest, or begins a new store where there is "
        "none. To leave all of it and begin anew, choose another folder with --home DIR."
    )


def damaged(where: str, why: str) -> StoreDamaged:
    """The error for a file that cannot be read as a store, with what to do about it."""
    return StoreDamaged(
        f"{where} is damaged and was left as it is ({why}). `quizgame doctor --repair` sets it aside and puts together "
        "what its newest backup and the file itself still hold; `quizgame restore` shows the backups."
    )
