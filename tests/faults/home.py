"""A small home whose every answer is known, and what can be seen of it after it was damaged."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from quizgame.domain.events import Review
from quizgame.store import caches
from quizgame.store.backups import make
from quizgame.store.database import FILE, Database
from quizgame.store.desk import Desk
from quizgame.store.errors import StoreDamaged
from quizgame.store.inspection import Inspection, inspect, unreadable
from quizgame.store.learners import Learners
from quizgame.store.mending import repair
from tests.builders import NOON, a_desk, a_pack, a_store, instant, seeded
from tests.faults.record import Record
from tests.store.histories import TODAY, answer_on, when

NOW = instant(NOON)
WAL = f"{FILE}-wal"
SHM = f"{FILE}-shm"


@dataclass(frozen=True, slots=True)
class Known:
    """A home, and what was acknowledged in it."""

    folder: Path
    answers: frozenset[Review]
    backed_up: frozenset[Review]
    """Those that its backup holds."""

    def copy(self, to: Path) -> Path:
        """The same home elsewhere."""
        shutil.copytree(self.folder, to)
        return to


def closed(folder: Path, answers: int = 60) -> Known:
    """A home that was left in order, with a backup of two thirds of its answers; every ninth was taken back."""
    given: list[Review] = []
    with a_store(folder, a_pack(objectives=8)) as database:
        desk = a_desk(database)
        for number in range(answers):
            if number == answers * 2 // 3:
                make(database.path, NOW)
                backed_up = frozenset(given)
            given.append(_answered(desk, number))
    return Known(folder, frozenset(given), backed_up)


def killed(folder: Path, answers: int = 60) -> Known:
    """The same after its program was killed: what came after the backup is only in the journal."""
    before = folder.with_name(f"{folder.name}-open")
    given: list[Review] = []
    with a_store(before, a_pack(objectives=8)) as database:
        desk = a_desk(database)
        for number in range(answers):
            if number == answers * 2 // 3:
                make(database.path, NOW)
                database.reading.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                backed_up = frozenset(given)
            given.append(_answered(desk, number))
        shutil.copytree(before, folder)
    shutil.rmtree(before)
    return Known(folder, frozenset(given), backed_up)


def _answered(desk: Desk, number: int) -> Review:
    objective = f"pack/o{number % 8}"
    review = answer_on(desk, TODAY + number // 10, objective, second=number)
    if number % 9 == 8:
        desk.undo(when(TODAY + number // 10, number))
    return review


def stored(home: Path) -> frozenset[Review]:
    """All answers of everybody in a home."""
    with a_store(home) as database:
        everybody = Learners(database, seeded()).all()
        desks = [Desk(database, learner, seeded()) for learner in everybody]
        return frozenset(review for desk in desks for review in desk.reviews())


def examined(home: Path) -> Inspection:
    """What opening the store and looking it over says, as `quizgame doctor` does."""
    try:
        with a_store(home) as database:
            return inspect(database)
    except StoreDamaged as error:
        said = str(error)
        assert "`quizgame doctor --repair`" in said, said
        assert "`quizgame restore`" in said, said
        return unreadable(said)


def repaired(home: Path, found: Inspection) -> int:
    """Repair a home as `quizgame doctor --repair` does; gives how many rows it says to be missing."""
    if found.broken:
        return repair(home, NOW, seeded(8)).missing
    with a_store(home) as database, database.writing() as db:
        caches.rebuild_all(db)
    return 0


def judged(record: Record, home: Path, known: Known) -> Record:
    """Look a damaged home over, repair it if anything is wrong, and count what is gone."""
    found = examined(home)
    told = 0 if found.sound else repaired(home, found)
    after = examined(home)
    assert after.sound, (record.fault, found, after)
    there = stored(home)
    assert there <= known.answers, "an answer that was never given"
    assert there >= known.backed_up, "an answer that the backup holds"
    lost = len(known.answers - there)
    return record.once(noticed=not found.sound, acknowledged=len(known.answers), lost=lost, told=told)


def opened(home: Path) -> Database:
    """The store of a home."""
    return Database.open(home, seeded())
