"""A real machine: a home on the disk, opened as `quizgame.cli` opens it, with a clock that may be wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from quizgame.cli.house import shelve
from quizgame.domain.days import Moment
from quizgame.domain.events import Event, Review
from quizgame.domain.questions import Pack
from quizgame.packs.library import Library, file_for
from quizgame.packs.writer import as_yaml
from quizgame.store import backups, rows
from quizgame.store.catalogue import Catalogue
from quizgame.store.database import Database
from quizgame.store.desk import Desk
from quizgame.store.inspection import inspect
from quizgame.store.learners import Learner, Learners
from quizgame.store.mending import restore
from quizgame.study.door import Door
from tests.builders import NOON, instant, seeded
from tests.model.author import Author


class World:
    """The time that all machines live in, in microseconds since 1970 UTC."""

    def __init__(self) -> None:
        self.now = instant(NOON)
        self.ran = 0.0

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.now += round(seconds * 1_000_000)
        self.ran += seconds


class Clock:
    """A machine's clock: `skew` is by how many microseconds it is wrong, `offset` its seconds east of UTC."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.skew = 0
        self.offset = 3600

    def now(self) -> Moment:
        """What it shows."""
        return Moment(self._world.now + self.skew, self.offset)

    def stopwatch(self) -> float:
        """Seconds; no setting of the clock touches it."""
        return self._world.ran


class Machine:
    """One machine, with a window that is opened and closed."""

    def __init__(self, home: Path, world: World, number: int) -> None:
        self.home = home
        self.clock = Clock(world)
        self.entropy = seeded(number)
        self.backed_up: list[str] = []
        """Backups that the end of a session has brought since somebody last looked."""
        self.open()

    def open(self) -> None:
        """Open the home."""
        self.database = Database.open(self.home, self.entropy)
        self.library = Library(_nowhere(), self.home / "packs")
        self.catalogue = Catalogue(self.database)
        self.door = Door(self.database, self.clock, self.entropy, ended=self._back_up)
        self._shelve()

    def _shelve(self) -> None:
        refused = shelve(self.library, self.catalogue)
        assert not refused, refused

    def _back_up(self) -> None:
        """Make the day's backup, as the game does in a thread."""
        made = backups.daily(self.database.path, self.clock.now().instant)
        if made is not None:
            self.backed_up.append(made.name)

    def close(self) -> None:
        """Close the window."""
        self.database.close()

    def restart(self) -> None:
        """Close and open."""
        self.close()
        self.open()

    def install(self, packs: Mapping[str, Pack]) -> None:
        """Put these versions of packs among the installed ones, and no others; start-up does the rest."""
        names = {file_for(pack): as_yaml(value).encode() for pack, value in packs.items()}
        for path in (self.home / "packs").iterdir():
            if path.name not in names:
                self.library.discard(path.name)
        for name, data in names.items():
            if self.library.held(name) != data:
                self.library.keep(name, data)
        self._shelve()

    def backups(self) -> list[str]:
        """The names of the backups' files, newest first."""
        return [each.name for each in backups.found(self.home)]

    def restore(self, name: str) -> None:
        """Close the window, put a backup in the store's place, and open it again."""
        self.close()
        backup = backups.named(name)
        assert backup is not None
        restore(self.home, backup, self.clock.now().instant, self.entropy)
        self.open()

    # ── what is in it ─────────────────────────────────────────────────────────────────────────────────────

    def desk(self, learner: Learner) -> Desk:
        """A learner's desk."""
        return Desk(self.database, learner, self.entropy)

    def learners(self) -> list[Learner]:
        """Everybody, by name."""
        return Learners(self.database, self.entropy).all()

    def latest(self) -> Learner | None:
        """Who was here last."""
        return Learners(self.database, self.entropy).latest()

    def device(self) -> bytes:
        """This device."""
        return bytes(self._read("SELECT id FROM device")[0][0])

    def written_since(self, number: int) -> list[Review | Event]:
        """The rows of this device with a higher number, in the order of their numbers."""
        found: list[Review | Event] = []
        for table, columns, read in _LOG:
            query = f"SELECT {columns} FROM {table} WHERE device = (SELECT id FROM device) AND sequence > ?"
            found += [read(row) for row in self._read(query, number)]
        return sorted(found, key=lambda each: each.stamp.sequence)

    def log(self) -> dict[bytes, dict[bytes, rows.Row]]:
        """Every row of the log by learner and id; whose it is, and the checksum over that, left out."""
        found: dict[bytes, dict[bytes, rows.Row]] = {each.id: {} for each in self.learners()}
        for table, columns, _ in _LOG:
            for row in self._read(f"SELECT {columns} FROM {table}"):
                found[row[1]][row[0]] = (*row[2:-1],)
        return found

    def voided(self, learner: bytes) -> dict[bytes, bool]:
        """The answers that were taken back."""
        return {
            row[0]: bool(row[1]) for row in self._read("SELECT review, same_day FROM voided WHERE learner = ?", learner)
        }

    def memory(self, learner: bytes) -> list[rows.Row]:
        """What the cache holds of each objective."""
        return self._read(
            "SELECT objective, stability, difficulty, last_day, repetitions, lapses, latest_day, latest_instant,"
            " latest_id, misled, tally, question, due, revised FROM memory WHERE learner = ?",
            learner,
        )

    def caches(self) -> dict[str, list[rows.Row]]:
        """Every row of the caches."""
        return {table: sorted(self._read(f"SELECT * FROM {table}")) for table in ("voided", "memory", "day_total")}

    def assert_sound(self) -> None:
        """What `quizgame doctor` asks: file, checksums, numbers, and whether the caches equal the fold."""
        found = inspect(self.database)
        assert found.sound, found

    def _read(self, query: str, *values: object) -> list[rows.Row]:
        return self.database.reading.execute(query, values).fetchall()


_LOG = (("review", rows.REVIEW_COLUMNS, rows.review_of), ("event", rows.EVENT_COLUMNS, rows.event_of))


@cache
def _folder_of(_process: int) -> TemporaryDirectory[str]:
    return TemporaryDirectory()


def _scratch() -> Path:
    """A folder of this process's own, which goes when it ends."""
    return Path(_folder_of(os.getpid()).name)


@cache
def _nowhere() -> Path:
    """A folder without packs, in the place of the built-in ones."""
    folder = _scratch() / "nowhere"
    folder.mkdir()
    return folder


@cache
def _new_home(number: int) -> Path:
    """A home of a device of its own, with the first version of every pack; made once, and copied."""
    home = _scratch() / f"{number}"
    (home / "packs").mkdir(parents=True)
    with closing(Database.open(home, seeded(1000 + number))) as database:
        library = Library(_nowhere(), home / "packs")
        for pack, value in Author().packs.items():
            library.keep(file_for(pack), as_yaml(value).encode())
        assert not shelve(library, Catalogue(database))
    return home


def a_machine(folder: Path, world: World, number: int) -> Machine:
    """A new machine; machines of the same number are the same device."""
    home = folder / f"{number}"
    copytree(_new_home(number), home)
    return Machine(home, world, number)


@contextmanager
def a_spare_machine(folder: Path, world: World, number: int, packs: Mapping[str, Pack]) -> Iterator[Machine]:
    """One that nobody has learned on yet."""
    machine = a_machine(folder, world, number)
    try:
        machine.install(packs)
        yield machine
    finally:
        machine.close()
