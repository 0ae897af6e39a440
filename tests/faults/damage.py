"""A store, journal, mark or backup that was cut short or in which bits have flipped."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from quizgame.store.backups import FOLDER
from quizgame.store.database import FILE
from quizgame.store.mark import FILE as MARK
from tests.faults.home import SHM, WAL, Known, closed, judged, killed
from tests.faults.record import Record


def truncated(scratch: Path, seed: int, times: int) -> Record:
    """The store's file, or the journal that a kill left, cut short at random offsets."""
    return _spoiled(Record("store or journal cut short"), scratch, seed, times, _cut)


def flipped(scratch: Path, seed: int, times: int) -> Record:
    """One bit of the store or its journal flipped."""
    return _spoiled(Record("a bit flipped in store or journal"), scratch, seed, times, _flip)


def header_flipped(scratch: Path, seed: int, times: int) -> Record:
    """One bit of the store's header flipped: the few bytes on which all others depend."""
    record, known = Record("a bit flipped in the store's header"), closed(scratch / "closed")
    for case in range(times):
        home = known.copy(scratch / f"home{case}")
        _flip(home / FILE, Random(f"{seed} {case}"), 100)
        record = judged(record, home, known)
        shutil.rmtree(home)
    return record


def beside_flipped(scratch: Path, seed: int, times: int) -> Record:
    """One bit flipped, or the end cut off, in the backup or the mark: the store is sound, and stays as it is."""
    record, known = Record("backup or mark damaged"), killed(scratch / "killed")
    for case in range(times):
        home = known.copy(scratch / f"home{case}")
        [backup] = (home / FOLDER).iterdir()
        spoil = (_flip, _cut)[case // 2 % 2]
        spoil((backup, home / MARK)[case % 2], Random(f"{seed} {case}"))
        found = judged(record, home, Known(home, known.answers, frozenset()))
        assert found.noticed == record.noticed, "the store was sound"
        record = found
        shutil.rmtree(home)
    return record


def _spoiled(record: Record, scratch: Path, seed: int, times: int, spoil: Callable[[Path, Random], None]) -> Record:
    """Of each four cases: two on a store that was left in order, one each on a killed one and on its journal."""
    homes = (closed(scratch / "closed"), killed(scratch / "killed"))
    for case in range(times):
        known = homes[case % 2]
        home = known.copy(scratch / f"home{case}")
        (home / SHM).unlink(missing_ok=True)  # after a restart of the computer there is none
        spoil(home / (WAL if case % 4 == 3 else FILE), Random(f"{seed} {case}"))
        record = judged(record, home, known)
        shutil.rmtree(home)
    return record


def _cut(path: Path, dice: Random, most: int | None = None) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: dice.randrange(most or len(data))])


def _flip(path: Path, dice: Random, most: int | None = None) -> None:
    data = bytearray(path.read_bytes())
    data[dice.randrange(most or len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)
