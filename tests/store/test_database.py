"""Opening a store: migrations are numbered and whole, and what is not ours, or is newer, is left untouched."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from quizgame.domain.forgetting import START
from quizgame.store import database as module
from quizgame.store.database import FILE, Database
from quizgame.store.errors import StoreBusy, StoreError
from quizgame.store.inspection import inspect
from quizgame.study.survey import ranked
from quizgame.study.views import Scope
from tests.builders import NOON, FixedClock, a_created_store, a_desk, a_pack, a_study, seeded
from tests.store.histories import TODAY, an_answer, answer_on, desk_of, dump, play, same_learner, when

OWN = sorted((Path(module.__file__).parent / "migrations").glob("*.sql"))
NEWEST = len(OWN)
VERSIONS = Path(__file__).parent / "versions"


def schema(path: Path) -> list[tuple[str, ...]]:
    """Everything that the file's schema says."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()


def pragma(path: Path, name: str) -> object:
    """One of the file's own numbers."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute(f"PRAGMA {name}").fetchone()[0]


def fingerprint(home: Path) -> dict[str, str]:
    """Every file of a folder by its hash."""
    return {each.name: sha256(each.read_bytes()).hexdigest() for each in sorted(home.iterdir())}


# ── a new store ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_store_is_made_with_its_folders(tmp_path: Path) -> None:
    with a_created_store(tmp_path / "deep" / "down") as database:
        assert database.path.exists()
    assert pragma(tmp_path / "deep" / "down" / FILE, "user_version") == NEWEST


def test_the_file_says_whose_it_is(tmp_path: Path) -> None:
    with a_created_store(tmp_path):
        pass
    assert pragma(tmp_path / FILE, "application_id") == int.from_bytes(b"quzg", "big")


def test_a_store_is_one_device_for_ever(tmp_path: Path) -> None:
    found = []
    for seed in (1, 2):
        with a_created_store(tmp_path, seed=seed) as database:
            found.append(database.reading.execute("SELECT id FROM device").fetchall())
    assert found[0] == found[1]
    assert len(found[0]) == 1


def test_opening_a_created_store_again_changes_nothing(tmp_path: Path) -> None:
    with a_created_store(tmp_path, a_pack()) as database:
        answer_on(a_desk(database), TODAY)
    before = fingerprint(tmp_path)
    with a_created_store(tmp_path):
        pass
    assert fingerprint(tmp_path) == before


# ── migrations ────────────────────────────────────────────────────────────────────────────────────────────


def migrations(folder: Path, monkeypatch: pytest.MonkeyPatch, *scripts: str) -> None:
    """Let these scripts be the migrations after our own."""
    folder.mkdir(exist_ok=True)
    for own in OWN:
        (folder / own.name).write_text(own.read_text("utf-8"))
    for number, script in enumerate(scripts, NEWEST + 1):
        (folder / f"{number:04}.sql").write_text(script)
    monkeypatch.setattr(module, "_MIGRATIONS", folder)


def test_migrations_are_applied_once_and_in_the_order_of_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    with a_created_store(home, a_pack()) as database:
        answer_on(a_desk(database), TODAY)
    numbers = range(NEWEST + 1, 12)
    scripts = [f"CREATE TABLE t{number} (x);\nINSERT INTO t{number} VALUES (1);\n" for number in numbers]
    migrations(tmp_path / "migrations", monkeypatch, *scripts)
    for _ in range(2):
        with a_created_store(home) as database:
            assert pragma(home / FILE, "user_version") == 11
            assert database.reading.execute("SELECT count(*) FROM t11").fetchone() == (1,)
            assert len(a_desk(database).reviews()) == 1


def test_a_failing_migration_leaves_version_tables_and_rows_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    with a_created_store(home, a_pack()) as database:
        answer_on(a_desk(database), TODAY)
    before = schema(home / FILE)
    broken = """
        CREATE TABLE new (x);
        DELETE FROM memory;
        ALTER TABLE memory DROP COLUMN revised;
        INSERT INTO nowhere VALUES (1);
    """
    migrations(tmp_path / "migrations", monkeypatch, broken)
    with pytest.raises(StoreError), a_created_store(home):
        pass
    assert schema(home / FILE) == before
    assert pragma(home / FILE, "user_version") == NEWEST
    with closing(sqlite3.connect(home / FILE)) as db:
        assert db.execute("SELECT count(*) FROM memory").fetchone() == (1,)


def test_of_several_migrations_all_are_kept_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caches are folded once, by the newest code: a store that is half way between would not fit it."""
    home = tmp_path / "home"
    with a_created_store(home):
        pass
    migrations(tmp_path / "migrations", monkeypatch, "CREATE TABLE good (x);\n", "CREATE TABLE good (x);\n")
    with pytest.raises(StoreError), a_created_store(home):
        pass
    assert pragma(home / FILE, "user_version") == NEWEST


@pytest.mark.parametrize("version", sorted(VERSIONS.glob("*.db"), key=str), ids=lambda path: path.stem)
def test_a_store_of_every_earlier_version_opens_with_all_it_held(tmp_path: Path, version: Path) -> None:
    """Each holds 40 answers of eight days, two of them taken back, three settings and a flag."""
    shutil.copy(version, tmp_path / FILE)
    with a_created_store(tmp_path) as database:
        desk = a_desk(database)
        assert pragma(tmp_path / FILE, "user_version") == NEWEST
        assert inspect(database).sound
        assert (len(desk.reviews()), sum(total.answers for total in desk.day_totals(0))) == (40, 38)
        assert [total.kept for total in desk.day_totals(0)] == [5, 5, 5, 5, 5, 5, 5, 4]
        assert desk.settings("rollover") == [(TODAY + 9, "300")]
        answer_on(desk, TODAY + 9)
        assert inspect(database).sound


@pytest.mark.parametrize("version", sorted(VERSIONS.glob("*.db"), key=str), ids=lambda path: path.stem)
def test_a_store_of_every_earlier_version_asks_and_shows_what_a_new_one_would(tmp_path: Path, version: Path) -> None:
    """The same log in a store that never was of another version leads to the same queue, memory and progress."""
    clock = FixedClock(NOON + timedelta(days=9))
    (tmp_path / "old").mkdir()
    shutil.copy(version, tmp_path / "old" / FILE)
    with a_created_store(tmp_path / "old") as old, a_created_store(tmp_path / "new", a_pack(), seed=9) as new:
        here = a_desk(old)
        there = desk_of(new, same_learner(new, here.learner))
        there.merge([*here.reviews(), *here.events()], TODAY + 9)
        here.turn_to(TODAY + 9)
        assert dump(old) == dump(new)
        for day in (9, 40):
            assert ranked(here, TODAY + day, Scope()) == ranked(there, TODAY + day, Scope())
            assert (here.gaps(), here.evidence(1000)) == (there.gaps(), there.evidence(1000))
        assert here.experience() == there.experience() == START
        one, other = (a_study(database, clock) for database in (old, new))
        assert one.year() == other.year()
        assert (one.known(), one.coming(), one.sureness()) == (other.known(), other.coming(), other.sureness())
        assert play(one, clock) == play(other, clock)
        assert here.experience() == there.experience() != START
        assert (inspect(old).sound, inspect(new).sound) == (True, True)


def test_every_version_but_the_newest_is_kept_as_a_file() -> None:
    assert [path.stem for path in sorted(VERSIONS.glob("*.db"))] == [own.stem for own in OWN[:-1]]


# ── what is not for us ────────────────────────────────────────────────────────────────────────────────────


def test_a_store_of_a_newer_game_is_refused_and_left_untouched(tmp_path: Path) -> None:
    with a_created_store(tmp_path, a_pack()) as database:
        answer_on(a_desk(database), TODAY)
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("PRAGMA user_version = 99")
        db.execute("CREATE TABLE of_a_later_format (name TEXT)")
    before = fingerprint(tmp_path)
    with pytest.raises(StoreError, match="newer quizgame"), a_created_store(tmp_path):
        pass
    assert fingerprint(tmp_path) == before


def test_another_programs_file_is_refused_and_left_untouched(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.executescript("PRAGMA application_id = 12345; CREATE TABLE notes (x); INSERT INTO notes VALUES (1);")
    before = fingerprint(tmp_path)
    with pytest.raises(StoreError, match="another program"), a_created_store(tmp_path):
        pass
    assert fingerprint(tmp_path) == before


def test_another_programs_file_that_names_no_program_is_refused_and_left_untouched(tmp_path: Path) -> None:
    """Most programs set no application id; a file with tables that are not ours is not a new store."""
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.executescript("CREATE TABLE notes (x); INSERT INTO notes VALUES (1);")
    before = fingerprint(tmp_path)
    with pytest.raises(StoreError, match="another program"), a_created_store(tmp_path):
        pass
    assert fingerprint(tmp_path) == before


def test_a_file_that_is_no_store_at_all_is_refused_and_left_untouched(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"Dear diary, today was long. " * 100)
    before = fingerprint(tmp_path)
    with pytest.raises(StoreError, match="damaged"), a_created_store(tmp_path):
        pass
    assert fingerprint(tmp_path) == before


def test_a_home_that_cannot_be_a_folder_is_told_in_a_text_for_people(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="--home"), a_created_store(tmp_path / "file" / "home"):
        pass


# ── transactions ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_transaction_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    with a_created_store(tmp_path) as database:
        with pytest.raises(StoreError), database.writing() as db:
            db.executemany("INSERT INTO document VALUES (?, 'A')", [("a",), ("b",), ("a",)])
        assert database.reading.execute("SELECT count(*) FROM document").fetchone() == (0,)
        with database.writing() as db:
            db.execute("INSERT INTO document VALUES ('a', 'A')")
        assert database.reading.execute("SELECT count(*) FROM document").fetchone() == (1,)


def test_a_store_that_another_program_holds_is_busy_and_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.01)
    with a_created_store(tmp_path, a_pack()) as database, closing(sqlite3.connect(tmp_path / FILE)) as other:
        desk = a_desk(database)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="Close it, or wait"):
            desk.record(an_answer(), when())
        other.rollback()
        assert desk.reviews() == []
        desk.record(an_answer(), when())
        assert len(desk.reviews()) == 1


def test_a_snapshot_sees_one_and_the_same_state(tmp_path: Path) -> None:
    with a_created_store(tmp_path) as database, a_created_store(tmp_path) as other:
        count = "SELECT count(*) FROM document"
        with database.snapshot() as db:
            before = db.execute(count).fetchone()
            with other.writing() as writing:
                writing.execute("INSERT INTO document VALUES ('a', 'A')")
            assert db.execute(count).fetchone() == before
        assert database.reading.execute(count).fetchone() == (1,)


OPEN = """
import os, sys
from pathlib import Path
from quizgame.store.database import Database
sys.stdin.readline()
Database.open(Path(sys.argv[1]), os.urandom).close()
"""


@pytest.mark.parametrize("time", range(3))
def test_several_copies_may_open_a_new_store_at_once(tmp_path: Path, time: int) -> None:
    copies = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN, str(tmp_path / "home")],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for copy in copies:
        assert copy.stdin is not None
        copy.stdin.write("\n")
        copy.stdin.flush()
    errors = [copy.communicate(timeout=30)[1] for copy in copies]
    assert [copy.returncode for copy in copies] == [0] * len(copies), "\n".join(errors)
    with a_created_store(tmp_path / "home") as database:
        assert database.reading.execute("SELECT count(*) FROM device").fetchone() == (1,)


def test_the_database_is_opened_from_a_path_with_signs_that_sql_and_urls_know(tmp_path: Path) -> None:
    home = tmp_path / "it's 100% ?mode=memory#é"
    with closing_(Database.open(home, seeded(1))):
        assert (home / FILE).stat().st_size > 0


def closing_(database: Database) -> closing[Database]:
    """Close the store at the end."""
    return closing(database)
