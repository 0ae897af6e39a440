"""Puts a sound store in the place of the one that is there: a backup, and all that can still be read beside it.

The new store is made ready in a folder of its own, and looked over, before anything else is touched. The old one then
goes to the folder of damaged files, byte for byte, and stays there.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from quizgame.store import backups, caches, wreck
from quizgame.store import mark as marks
from quizgame.store.aside import keep, swap
from quizgame.store.backups import PART, Backup
from quizgame.store.copies import with_sides
from quizgame.store.database import FILE, Database
from quizgame.store.errors import StoreDamaged, StoreError, translated
from quizgame.store.inspection import flaws
from quizgame.store.joining import joins, move
from quizgame.store.learners import ELSEWHERE, Learner, enrol, folded, tidy_name
from quizgame.store.log import latest_row
from quizgame.store.mark import Mark, Marker
from quizgame.store.numbers import Run, merged, without
from quizgame.store.wreck import EVENTS, REVIEWS, Wreck

RESERVE = 100_000
"""Numbers that are passed over where nobody can tell how many this device has given out since the backup."""

Entropy = Callable[[int], bytes]

_OWN_NUMBERS = """
    SELECT sequence FROM review WHERE device = (SELECT id FROM device)
    UNION SELECT sequence FROM event WHERE device = (SELECT id FROM device) ORDER BY sequence
"""
_THERE = {
    table: f"SELECT 1 FROM {table.name} WHERE learner IN (SELECT id FROM learner) AND "
    + " AND ".join(f"{column} = ?" for column in table.order[1:])
    for table in (REVIEWS, EVENTS)
}


class Lacking(NamedTuple):
    """What the store that was there held, and the restored one does not."""

    answers: int
    events: int
    since: int | None
    """Instant of the earliest of these answers."""
    whole: bool
    """False where a part of the old store could not be read, so that there may be more."""
    missing: int
    """Rows that this device had written, and that are in neither."""


class Restored(NamedTuple):
    """What was done."""

    set_aside: Path | None
    """Where the old store is now; None when there was none."""
    lacking: Lacking


class Repaired(NamedTuple):
    """What was done."""

    backup: Backup | None
    """The newest that is sound; None when there was none."""
    passed_over: tuple[str, ...]
    """Why newer backups were of no use."""
    set_aside: Path | None
    """Where the old store is now; None when there was none."""
    answers: int
    """Those that the old store held beside the backup's."""
    events: int
    whole: bool
    """False where a part of the old store could not be read."""
    missing: int
    """Rows that this device had written, and that are in neither."""


class _Old(NamedTuple):
    """The store that is there."""

    kept: tuple[Path, ...]
    """Its files as they were before anything opened them; none where there is no store."""
    wreck: Wreck
    mark: Mark | None


def restore(home: Path, backup: Backup, instant: int, entropy: Entropy) -> Restored:
    """Put a backup in the store's place; raises StoreError, and then has changed nothing."""
    with _workshop(home, instant) as workshop, _old(home, workshop, entropy) as old:
        with _copied(home, backup, workshop, entropy) as database:
            lacking = _lacking(database, old)
            mark = _mark(database)
        set_aside = _swapped(home, workshop, old, mark, instant)
        return Restored(set_aside, lacking)


def repair(home: Path, instant: int, entropy: Entropy) -> Repaired:
    """Make a new store of the newest sound backup and every row of the old store that can still be read."""
    with _workshop(home, instant) as workshop, _old(home, workshop, entropy) as old:
        passed_over: list[str] = []
        with _newest_sound(home, workshop, entropy, passed_over) as (backup, database):
            with database.writing() as db:
                answers, events = _take_over(db, old.wreck)
                missing = _pass_over_numbers(db, set(), old)
                caches.rebuild_all(db)
            mark = _mark(database)
        set_aside = _swapped(home, workshop, old, mark, instant)
        return Repaired(backup, tuple(passed_over), set_aside, answers, events, old.wreck.whole, missing)


# ── the new store ─────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _workshop(home: Path, instant: int) -> Iterator[Path]:
    """A folder in the home, for nobody else, that is gone in the end; so is one that was left by a kill a day ago."""
    for left in home.glob(f"{PART[0]}*{PART[1]}"):
        with suppress(OSError):
            if left.stat().st_mtime < instant / 1e6 - 86_400:
                shutil.rmtree(left)
    with (
        translated(str(home)),
        tempfile.TemporaryDirectory(dir=home, prefix=PART[0], suffix=PART[1], ignore_cleanup_errors=True) as folder,
    ):
        yield Path(folder)


@contextmanager
def _copied(home: Path, backup: Backup, workshop: Path, entropy: Entropy) -> Iterator[Database]:
    """A copy of a backup, brought up to date and looked over; raises StoreError when it is not sound."""
    path, new = home / backups.FOLDER / backup.name, workshop / FILE
    with translated(str(path)):
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as source:
            backups.copy(source, new)
        with closing(sqlite3.connect(new)) as db:
            file, damaged = flaws(db)
    if file or damaged:
        raise StoreDamaged(f"The backup {backup.name} is damaged: {(*file, *damaged)[0]}.")
    try:
        database = Database.open(workshop, entropy)
    except StoreError as error:
        error.args = (str(error).replace(str(new), str(path)),)
        raise
    with closing(database):
        yield database


@contextmanager
def _newest_sound(
    home: Path, workshop: Path, entropy: Entropy, passed_over: list[str]
) -> Iterator[tuple[Backup | None, Database]]:
    """The newest backup that can be used, or an empty store; says why newer ones cannot."""
    for backup in backups.found(home):
        try:
            with _copied(home, backup, workshop, entropy):
                pass
        except StoreDamaged as error:
            passed_over.append(str(error))
            for path in with_sides(workshop / FILE):
                path.unlink(missing_ok=True)
        else:
            break
    else:
        backup = None
    with closing(Database.open(workshop, entropy)) as database:
        yield backup, database


def _mark(database: Database) -> Mark:
    device, number, _ = latest_row(database.reading)
    return Mark(device, number)


def _swapped(home: Path, workshop: Path, old: _Old, mark: Mark, instant: int) -> Path | None:
    """Let the new store take its place; gives where the old one is."""
    with translated(str(home)):
        set_aside = swap(home, workshop / FILE, old.kept, instant)
    with closing(Marker(home)) as marker:
        marker.note(mark)
    return set_aside


# ── the old store ─────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _old(home: Path, workshop: Path, entropy: Entropy) -> Iterator[_Old]:
    """The store that is there, for reading. Raises StoreBusy while a window has it open."""
    store, mark = home / FILE, marks.read(home)
    if not store.exists():
        yield _Old((), Wreck(()), mark)
        return
    kept = keep(store, workshop / "kept")
    folder = workshop / "old"
    folder.mkdir()
    with wreck.opened(kept, folder, _sound(home, folder / "new", entropy)) as old:
        yield _Old(tuple(kept), old, mark)


def _sound(home: Path, empty: Path, entropy: Entropy) -> Iterator[Path]:
    """Stores that are as this one was, most alike first: its backups, then a new one."""
    yield from (home / backups.FOLDER / backup.name for backup in backups.found(home))
    Database.open(empty, entropy).close()
    yield empty / FILE


def _lacking(database: Database, old: _Old) -> Lacking:
    """Compare, and pass over the numbers that were given out since the backup."""
    device = _mark(database).device
    numbers: set[int] = set()
    lacking: dict[str, dict[bytes, int]] = {}
    for table in (REVIEWS, EVENTS):
        found = lacking[table.name] = {}
        for row in old.wreck.rows(table):
            if row[2] == device:
                numbers.add(row[3])
            values = dict(zip(table.columns.split(", "), row, strict=True))
            if not database.reading.execute(_THERE[table], [values[each] for each in table.order[1:]]).fetchone():
                found[row[0]] = row[4]
    with database.writing() as db:
        missing = _pass_over_numbers(db, numbers, old)
        caches.rebuild_all(db)
    answers, events = lacking["review"], lacking["event"]
    return Lacking(len(answers), len(events), min(answers.values(), default=None), old.wreck.whole, missing)


def _take_over(db: sqlite3.Connection, old: Wreck) -> tuple[int, int]:
    """Write every row that is not there yet: a set union, as with an import. Gives how many answers and events."""
    names = old.learners()
    known = {row[0] for row in db.execute("SELECT id FROM learner")} | joins(db).keys()
    for learner in names.keys() & known:
        _rename(db, learner, names[learner])
    for learner in names.keys() - known:
        _welcome(db, learner, names[learner])
    added = []
    for table in (REVIEWS, EVENTS):
        count = 0
        for row in old.rows(table):
            if row[1] not in known and row[1] not in names:
                names[row[1]] = ""
                _welcome(db, row[1], "")
            count += db.execute(f"{table.insert} ON CONFLICT DO NOTHING", row).rowcount
        added.append(count)
    here = {row[0] for row in db.execute("SELECT id FROM learner")}
    for other, learner in joins(db).items():  # joined after the backup was made
        if other in here and other != learner:
            move(db, other, learner)
    return added[0], added[1]


def _rename(db: sqlite3.Connection, learner: bytes, name: str) -> None:
    """Give a learner the name that the old store has; where that cannot be, the one in the backup stays."""
    with suppress(StoreError, sqlite3.IntegrityError):
        values = (tidy_name(name), folded(tidy_name(name)), learner, folded(name))
        db.execute("UPDATE learner SET name = ?, folded = ? WHERE id = ? AND folded <> ?", values)


def _welcome(db: sqlite3.Connection, learner: bytes, name: str) -> None:
    """Add a learner whom the backup does not know; one whose name cannot be used is called Recovered."""
    for each in (name, "Recovered", *(f"Recovered {number}" for number in range(2, 1000))):
        with suppress(StoreError):
            enrol(db, Learner(learner, tidy_name(each)), 0, ELSEWHERE)
            return


def _pass_over_numbers(db: sqlite3.Connection, seen: set[int], old: _Old) -> int:
    """Note the numbers of this device that no row bears: they may stand in an export, and are not given out again.

    `seen` are those that only the old store has. Gives how many nobody knows of that had been given out.
    """
    (device,) = db.execute("SELECT id FROM device").fetchone()
    numbers: list[int] = [row[0] for row in db.execute(_OWN_NUMBERS)]
    noted = [Run(*row) for row in db.execute("SELECT first, last FROM erased")]
    reached = old.mark.number if old.mark and old.mark.device == device else 0
    highest = max(reached, *seen, *numbers[-1:], 0)
    top = max(highest + (0 if old.wreck.whole else RESERVE), *(run.last for run in noted), 0)
    db.execute("DELETE FROM erased")
    db.executemany("INSERT INTO erased VALUES (?, ?)", without(Run(1, top), numbers))
    db.execute("UPDATE device SET erased_to = max(erased_to, ?)", (top,))
    if old.mark and old.mark.device != device:  # without a backup, the new store is another device
        where = "WHERE device = ? AND sequence <= ?"
        query = f"SELECT sequence FROM review {where} UNION SELECT sequence FROM event {where}"
        return _unknown(old.mark.number, {row[0] for row in db.execute(query, old.mark * 2)}, old.wreck.erased())
    return _unknown(highest, seen.union(numbers), merged([*noted, *old.wreck.erased()]))


def _unknown(highest: int, numbers: set[int], erased: list[Run]) -> int:
    """How many of the numbers up to the highest are neither borne by a row nor erased."""
    there = set(numbers)
    for run in erased:
        there.update(range(run.first, min(run.last, highest) + 1))
    return highest - len(there)
