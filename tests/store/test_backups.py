"""Backups are whole stores, made while the store is in use, one before each migration, and thinned out as they age."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_IMODE

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.store import backups
from quizgame.store import database as module
from quizgame.store.backups import DAILY, FOLDER, MONTHLY, WEEKLY, Backup, daily, found, kept, make, named, thin
from quizgame.store.database import FILE
from quizgame.store.errors import StoreBusy, StoreError
from quizgame.store.inspection import inspect
from tests.builders import NOON, a_desk, a_pack, a_store, instant
from tests.store.exports import everything, practised
from tests.store.histories import TODAY, answer_on

DAY = 86_400_000_000
OWN = sorted((Path(module.__file__).parent / "migrations").glob("*.sql"))
NEWEST = len(OWN)


# ── one backup ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_backup_of_an_open_store_holds_everything(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        path = make(database.path, instant(NOON))
        held = everything(database)
    assert path == tmp_path / FOLDER / f"2026-11-21T120000Z-v{NEWEST}.db"
    shutil.copy(path, tmp_path / "restored.db")
    home = tmp_path / "restored"
    home.mkdir()
    (tmp_path / "restored.db").rename(home / FILE)
    with a_store(home) as restored:
        assert everything(restored) == held
        assert inspect(restored).sound
        answer_on(a_desk(restored), TODAY + 9)
        mode = restored.reading.execute("PRAGMA journal_mode").fetchone()
        assert mode == ("wal",), "a backup put in the store's place works as the store did"


def test_a_backup_is_one_file_for_its_owner_only(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        path = make(database.path, instant(NOON))
    assert list((tmp_path / FOLDER).iterdir()) == [path]
    assert S_IMODE(path.stat().st_mode) == 0o600
    assert S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_transaction_that_is_not_finished_is_not_in_it(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        with database.writing() as db:
            db.execute("DELETE FROM memory")
            path = make(database.path, instant(NOON))
    with closing(sqlite3.connect(path)) as backup:
        assert backup.execute("SELECT count(*) FROM memory").fetchone() == (3,)


def test_a_backup_can_be_made_in_a_thread_while_answers_are_given(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = practised(database)
        made: list[Path] = []
        threads = [
            threading.Thread(
                target=lambda number=number: made.append(make(database.path, instant(NOON) + number * DAY))
            )
            for number in range(3)
        ]
        for thread in threads:
            thread.start()
        for second in range(30):
            answer_on(desk, TODAY + 9, second=second)
        for thread in threads:
            thread.join()
        assert len(desk.reviews()) == 34
    assert len(made) == 3
    for path in made:
        with closing(sqlite3.connect(path)) as backup:
            assert backup.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert backup.execute("SELECT count(*) FROM review").fetchone()[0] >= 4


def test_the_time_of_the_file_is_taken_where_no_clock_is_at_hand(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        made = named(make(database.path).name)
    assert made is not None
    assert abs(made.made - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_damaged_store_makes_no_backup_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        [page] = database.reading.execute("SELECT rootpage FROM sqlite_master WHERE name = 'memory'").fetchone()
    content = bytearray((tmp_path / FILE).read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(StoreError, match=r"doctor|damaged"):
        make(tmp_path / FILE, instant(NOON))
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_a_store_that_is_held_even_for_reading_is_told_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "PATIENCE", 0.01)
    with a_store(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusy):
            make(tmp_path / FILE, instant(NOON))
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_no_store_is_made_where_there_was_none(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        make(tmp_path / FILE, instant(NOON))
    assert not (tmp_path / FILE).exists()


def test_a_home_with_signs_that_urls_know_is_backed_up_too(tmp_path: Path) -> None:
    with a_store(tmp_path / "it's 100% ?mode=memory#é") as database:
        assert make(database.path, instant(NOON)).stat().st_size > 0


# ── every day ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_backup_a_day_is_enough(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        made = [daily(database.path, instant(NOON) + hours * DAY // 24) for hours in (0, 5, 11, 13, 30)]
    assert [path is not None for path in made] == [True, False, False, True, False]
    assert [each.made.day for each in found(tmp_path)] == [22, 21]


def test_the_day_s_backup_lets_old_ones_go(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        for day in range(60):
            daily(database.path, instant(NOON) + day * DAY)
    left = found(tmp_path)
    assert DAILY <= len(left) <= DAILY + WEEKLY + MONTHLY
    assert left == sorted(kept(left), reverse=True)


def test_files_that_are_no_backups_are_never_deleted(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    mine = [folder / name for name in ("mine.db", "2026-11-21.db", "2026-13-41T000000Z-v1.db", "notes.txt")]
    for path in mine:
        path.write_text("mine")
    with a_store(tmp_path) as database:
        for day in range(60):
            daily(database.path, instant(NOON) + day * DAY)
    assert all(path.read_text() == "mine" for path in mine)


def test_what_a_killed_backup_left_goes_after_a_day(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        daily(database.path, instant(NOON))
        left = tmp_path / FOLDER / ".quizgame-abc.part"
        for age, stays in ((2, False), (0.5, True)):
            left.write_bytes(b"half a backup")
            os.utime(left, (NOON.timestamp() - age * 86_400,) * 2)
            (tmp_path / FOLDER / found(tmp_path)[0].name).unlink()
            daily(database.path, instant(NOON))
            assert left.exists() is stays


def test_a_home_without_backups_has_none(tmp_path: Path) -> None:
    assert found(tmp_path) == []
    assert thin(tmp_path) == []


# ── which are kept ────────────────────────────────────────────────────────────────────────────────────────────

TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda time: time.replace(microsecond=0)
)
BACKUPS = st.builds(Backup, TIMES, st.integers(1, 3))
MANY = st.lists(BACKUPS, max_size=40)


def days_running(days: int) -> list[Backup]:
    """A backup at noon of so many days."""
    return [Backup(NOON + timedelta(days=day), NEWEST) for day in range(days)]


def test_of_a_year_of_days_the_latest_week_four_weeks_and_six_months_are_kept() -> None:
    dates = [each.made.date().isoformat() for each in sorted(kept(days_running(365)))]
    assert dates[-7:] == [f"2027-11-{day}" for day in range(14, 21)]
    assert dates[:-7] == ["2027-06-30", "2027-07-31", "2027-08-31", "2027-09-30", "2027-10-31", "2027-11-07"]


@given(BACKUPS)
def test_a_name_says_when_and_of_what_version(backup: Backup) -> None:
    assert named(backup.name) == backup


@given(MANY)
def test_the_newest_is_always_kept_and_never_too_many(there: list[Backup]) -> None:
    worth = kept(there)
    assert worth <= set(there)
    assert (max(there) in worth) if there else not worth
    assert len(worth) <= DAILY + WEEKLY + MONTHLY + 3


@given(MANY, st.randoms())
def test_which_are_kept_depends_on_nothing_but_which_there_are(there: list[Backup], dice: object) -> None:
    shuffled = list(there)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert kept(shuffled) == kept(there)
    assert kept(kept(there)) == kept(there)


@given(MANY)
def test_thinning_as_time_goes_by_keeps_what_thinning_at_once_would(there: list[Backup]) -> None:
    """So a backup that is let go today would never have been wanted later."""
    left: set[Backup] = set()
    for each in sorted(set(there)):
        left = kept({*left, each})
    assert left == kept(there)


@given(MANY)
def test_the_newest_of_each_of_the_latest_days_is_kept(there: list[Backup]) -> None:
    worth = kept(there)
    for day in sorted({each.made.date() for each in there}, reverse=True)[:DAILY]:
        assert max(each for each in there if each.made.date() == day) in worth


@given(MANY)
def test_the_newest_of_each_version_is_kept(there: list[Backup]) -> None:
    """The way back from an update outlives the other backups of its day."""
    for version in {each.version for each in there}:
        assert max(each for each in there if each.version == version) in kept(there)


# ── before a migration ────────────────────────────────────────────────────────────────────────────────────────


def an_older_store(home: Path) -> Path:
    """A store as version 1 wrote it."""
    home.mkdir()
    shutil.copy(Path(__file__).parent / "versions" / "0001.db", home / FILE)
    return home


def test_a_migration_is_preceded_by_a_backup_of_the_store_as_it_was(tmp_path: Path) -> None:
    home = an_older_store(tmp_path / "home")
    for _ in range(2):
        with a_store(home):
            pass
    [backup] = found(home)
    assert backup.version == 1
    with closing(sqlite3.connect(home / FOLDER / backup.name)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM review").fetchone() == (40,)


def test_a_migration_that_fails_leaves_a_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    with a_store(home, a_pack()) as database:
        practised(database)
    folder = tmp_path / "migrations"
    folder.mkdir()
    for own in OWN:
        shutil.copy(own, folder)
    (folder / f"{NEWEST + 1:04}.sql").write_text("DROP TABLE memory;\nINSERT INTO nowhere VALUES (1);\n")
    monkeypatch.setattr(module, "_MIGRATIONS", folder)
    with pytest.raises(StoreError), a_store(home):
        pass
    assert [each.version for each in found(home)] == [NEWEST]


def test_a_new_store_needs_no_backup(tmp_path: Path) -> None:
    with a_store(tmp_path):
        pass
    assert not (tmp_path / FOLDER).exists()


def test_when_no_backup_can_be_made_nothing_is_migrated(tmp_path: Path) -> None:
    home = an_older_store(tmp_path / "home")
    (home / FOLDER).write_text("a file where the folder should be")
    with pytest.raises(StoreError, match=FOLDER), a_store(home):
        pass
    with closing(sqlite3.connect(home / FILE)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
