"""A disk that takes no more, from each write on that a home, a learner, a pack and a session of answers make."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from quizgame.store import backups
from quizgame.store.database import FILE
from quizgame.store.errors import StoreError, translated
from quizgame.store.export import write_file
from quizgame.study.study import Study
from tests.builders import FixedClock, a_learner, a_pack, a_study, shelve
from tests.faults.home import NOW, examined, opened, stored
from tests.faults.record import Record
from tests.store.histories import answer_open

PAGE = 4096
ANSWERS = 6

SIZE = 16 << 20
EXPORT = "sam.jsonl"
_MAY_NOT_MOUNT = 77

Full = Callable[[], None]
"""Makes room again on a disk that is full."""

Fullness = Callable[[Path, int], AbstractContextManager[Full]]
"""A disk, or files on it, with room for so many bytes."""


class NoSmallDisk(Exception):
    """Nobody may mount one here."""


class Sitting:
    """Somebody's first sitting: each step is what a person does, and can be done again when it has failed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.acknowledged = 0
        self.stack = ExitStack()
        self._study: Study | None = None
        self._clock = FixedClock()

    def steps(self) -> list[Callable[[], object]]:
        """Begin a home, be somebody, compile a pack, answer, undo, tidy up, back up, export."""
        return [
            self._begin,
            lambda: a_learner(self._database),
            lambda: shelve(self._database, a_pack(objectives=12)),
            self._sit_down,
            *[self._answer] * ANSWERS,
            lambda: self._sat().undo(),
            self._tidy_up,
            self._answer,
            lambda: backups.make(self.home / FILE, NOW),
            lambda: write_file(self._database, a_learner(self._database), self.home / EXPORT, EXPORT, overwrite=True),
        ]

    def _begin(self) -> None:
        self._database = opened(self.home)
        self.stack.callback(self._database.close)

    def _sit_down(self) -> None:
        self._study = a_study(self._database, self._clock)
        self._study.start(60)

    def _answer(self) -> None:
        answer_open(self._sat(), self._clock)
        self.acknowledged += 1
        self._sat().proceed()

    def _tidy_up(self) -> None:
        with translated(str(self.home)):
            self._database.reading.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def _sat(self) -> Study:
        assert self._study is not None
        return self._study


def _walked(record: Record, scratch: Path, full: Fullness, limits: Iterable[int]) -> Record:
    """Sit down once for each limit: the step that finds no room says so, keeps nothing, and can be done again."""
    for limit in limits:
        home = scratch / "home"
        sitting = Sitting(home)
        noticed = False
        with full(scratch, limit) as free, sitting.stack:
            for step in sitting.steps():
                try:
                    step()
                except StoreError as error:
                    if str(scratch) not in str(error):
                        raise  # it must say where
                    noticed = True
                    free()
                    step()
            assert len(stored(home)) == sitting.acknowledged
        record = record.once(noticed=noticed, acknowledged=sitting.acknowledged, lost=_lost(home, sitting))
        shutil.rmtree(home)
        if not noticed:
            break  # all of it went in: there is nothing beyond
    return record


def _lost(home: Path, sitting: Sitting) -> int:
    """How many of the answers are not there after a restart; the rest of the store must be sound."""
    found = examined(home)
    assert found.sound, found
    [backup] = backups.found(home)
    held = backups.contents(home, backup)
    assert held is not None
    assert held.answers == sitting.acknowledged
    assert (home / EXPORT).read_bytes().count(b'"row":"review"') == sitting.acknowledged
    return sitting.acknowledged - len(stored(home))


def files_kept_small(scratch: Path, first: int, step: int, most: int) -> Record:
    """No file may grow beyond a limit, which any system can set: `first` bytes, then `step` more each time."""

    @contextmanager
    def full(_: Path, limit: int) -> Iterator[Full]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)

        def free() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        try:
            yield free
        finally:
            free()

    return _walked(Record("a file that may not grow, at each write"), scratch, full, range(first, most, step))


def small_disk(scratch: Path, first: int, step: int) -> Record:
    """A real disk of 16 MB with so many bytes left; made in a name space of its own, which needs root or `unshare`."""
    for through in ((), ("unshare", "-rm")):
        said = subprocess.run(
            [*through, sys.executable, "-m", "tests.faults.disk", str(scratch), str(first), str(step)],
            capture_output=True,
            text=True,
            check=False,
        )
        if said.returncode != _MAY_NOT_MOUNT:
            assert said.returncode == 0, said.stderr
            return Record(**json.loads(said.stdout))
    raise NoSmallDisk("Neither root nor `unshare -rm` may mount a small disk here.")


def _on_small_disk(scratch: Path, first: int, step: int) -> Record:
    @contextmanager
    def full(disk: Path, left: int) -> Iterator[Full]:
        filler = disk / "filler"
        room = os.statvfs(disk)
        with filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(room.f_bavail * room.f_frsize - left, 1))
        try:
            yield lambda: filler.unlink(missing_ok=True)
        finally:
            filler.unlink(missing_ok=True)

    return _walked(Record("a full disk, at each write"), scratch, full, range(first, SIZE, step))


def _main(scratch: Path, first: int, step: int) -> int:
    disk = scratch / "disk"
    disk.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        return _MAY_NOT_MOUNT
    try:
        sys.stdout.write(json.dumps(asdict(_on_small_disk(disk, first, step))))
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
