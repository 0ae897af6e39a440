"""The copies of a store in its home: backups, files that were set aside, and what was left half written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from quizgame.store.backups import FOLDER as BACKUPS
from quizgame.store.backups import PART, copy
from quizgame.store.cleaning import Entangled, clean, look
from quizgame.store.errors import translated
from quizgame.store.learners import folded
from quizgame.store.rows import Damaged

DAMAGED = "damaged"
"""Name of the folder, in the home folder, of files that were set aside since they could not be read."""

BLOCK = 1 << 20
"""Bytes of a file that are looked through at once."""

PATIENCE = 3.0
"""Seconds to wait for another program."""

_SIDES = ("-wal", "-shm", "-journal")
_NOT_THE_FILE = {  # the trouble is the disk's or another program's, and goes away
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}


def clean_copies(home: Path, ids: Sequence[bytes], name: str) -> tuple[list[Path], list[Path]]:
    """Clean every backup and every file that was set aside; gives those cleaned, and those deleted whole."""
    cleaned: list[Path] = []
    deleted: list[Path] = []
    unreadable: list[Path] = []
    traces = _forms(ids)
    names = {name}
    for path in _copies(home):
        with translated(str(path)):
            try:
                found = _clean_copy(path, ids, traces)
            except Entangled:
                deleted.append(path)
            except (sqlite3.DatabaseError, Damaged, ValueError) as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOT_THE_FILE:
                    raise
                unreadable.append(path)
            else:
                if found is not None:
                    names |= found
                    cleaned.append(path)
    traces |= {form.encode() for each in names for form in (each, folded(each))}
    deleted += [path for path in unreadable if any(_holds(each, traces) for each in with_sides(path))]
    for path in deleted:
        with translated(str(path)):
            for each in with_sides(path):
                each.unlink(missing_ok=True)
    return cleaned, deleted


def _clean_copy(path: Path, ids: Sequence[bytes], traces: set[bytes]) -> set[str] | None:
    """Put a clean copy in a file's place where it is needed; gives the names that were in it, None when nothing was."""
    if not any(_holds(each, traces) for each in with_sides(path)):
        look(path)
        return None
    with part_in(path.parent) as part:
        with closing(sqlite3.connect(path, timeout=PATIENCE)) as source:
            copy(source, part)
        names = clean(part, ids)
        shutil.copymode(path, part)
        for each in with_sides(path)[1:]:
            each.unlink(missing_ok=True)
        part.replace(path)
    return names


def _copies(home: Path) -> list[Path]:
    """The files that may be copies of the store, each without those that SQLite lays beside it."""
    backups = [each for each in _files(home / BACKUPS) if each.name.endswith((".db", *_SIDES))]
    found = {*backups, *_files(home / DAMAGED)}
    return sorted(found - {side for path in found for side in with_sides(path)[1:]})


def sweep(home: Path) -> None:
    """Delete what was left half written when a backup, an export or an erasure was killed."""
    for folder in (home, home / BACKUPS, home / DAMAGED):
        for path in _files(folder):
            if path.name.startswith(PART[0]) and PART[1] in path.name:
                path.unlink(missing_ok=True)
    for workshop in home.glob(f"{PART[0]}*{PART[1]}"):  # files are gone by now
        shutil.rmtree(workshop, ignore_errors=True)


def left(home: Path, ids: Sequence[bytes]) -> Iterator[Path]:
    """Files that still hold an id: exports that lie here, or copies made by hand."""
    traces = _forms(ids)
    for folder, _, names in os.walk(home):
        for path in sorted(Path(folder, name) for name in names):
            with suppress(OSError):
                if path.is_file() and _holds(path, traces):
                    yield path


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [each for each in folder.iterdir() if each.is_file() and not each.is_symlink()]


def with_sides(path: Path) -> list[Path]:
    """A file, and those that SQLite lays beside it, where they are there."""
    return [path, *(side for side in (path.with_name(path.name + end) for end in _SIDES) if side.exists())]


def _forms(ids: Iterable[bytes]) -> set[bytes]:
    """How ids stand in files: as they are, and in hexadecimal."""
    return {form for each in ids for form in (each, each.hex().encode(), each.hex().upper().encode())}


def _holds(path: Path, traces: Iterable[bytes]) -> bool:
    """Whether a file holds one of these, read a block at a time."""
    overlap = max(map(len, traces)) - 1
    with path.open("rb") as file:
        tail = b""
        while block := file.read(BLOCK):
            window = tail + block
            if any(each in window for each in traces):
                return True
            tail = window[-overlap:]
    return False


@contextmanager
def part_in(folder: Path) -> Iterator[Path]:
    """A file that is gone in the end, unless it took another's place."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=PART[0], suffix=PART[1])  # mode 0600
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for each in with_sides(Path(name)):
            each.unlink(missing_ok=True)
