"""Sets the store that is there aside, byte for byte, and puts another in its place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from quizgame.store.copies import DAMAGED, with_sides
from quizgame.store.database import FILE
from quizgame.store.erasure import alone
from quizgame.store.errors import StoreBusy, StoreError


def keep(store: Path, folder: Path) -> list[Path]:
    """Keep the store's files in a folder, as they are before anything opens them; gives them, the store's first.

    Raises StoreBusy while a window has the store open.
    """
    folder.mkdir()
    before = _state(store)
    kept = _taken(store, folder)
    try:
        with alone(store):
            changed = _state(store) != before
    except StoreBusy as error:
        raise StoreBusy(
            f"Nothing was changed: another window or program has {store} open. Close the game there, and try again."
        ) from error
    except StoreError:
        return kept  # what cannot be opened is open nowhere
    return _taken(store, folder) if changed else kept


def _state(store: Path) -> list[tuple[Path, int, int]]:
    """By what it is told that a window wrote to the store and was closed meanwhile."""
    files = [path for path in with_sides(store) if not path.name.endswith("-shm")]
    return [(path, path.stat().st_size, path.stat().st_mtime_ns) for path in files]


def _taken(store: Path, folder: Path) -> list[Path]:
    """Take the files into a folder: a lone one by another name for it, where the disk can; else copies."""
    for path in folder.iterdir():
        path.unlink()
    files = with_sides(store)
    kept = [folder / path.name for path in files]
    if files == [store]:
        try:
            os.link(store, kept[0])
        except OSError:
            pass
        else:
            return kept
    for path, copy in zip(files, kept, strict=True):
        shutil.copy2(path, copy)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
    return kept


def swap(home: Path, new: Path, kept: Iterable[Path], instant: int) -> Path | None:
    """Put a new store in the place of the old one, which was kept; gives where that is now, None for none.

    At no moment there is no store: a new one would be begun.
    """
    store = home / FILE
    aside = None
    for path in kept:
        aside = aside or _free_name(home / DAMAGED, instant)
        path.replace(aside.with_name(aside.name + path.name.removeprefix(FILE)))
    if store.exists():
        shutil.copymode(store, new)
    for side in with_sides(store)[1:]:
        side.unlink()
    new.replace(store)
    return aside


def _free_name(folder: Path, instant: int) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=instant // 1_000_000)
    stem = time.strftime("quizgame-%Y-%m-%dT%H%M%SZ")
    names = (f"{stem}{suffix}.db" for suffix in ("", *(f"-{number}" for number in range(2, 10_000))))
    return next(folder / name for name in names if not any(folder.glob(f"{name}*")))
