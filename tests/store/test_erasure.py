"""Whoever is erased is nowhere in the home any more; everybody else is as before, to the byte; or nothing was done."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Collection
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.events import Flagged
from quizgame.store import copies, erasure, mark
from quizgame.store.backups import FOLDER as BACKUPS
from quizgame.store.backups import make
from quizgame.store.copies import BLOCK, DAMAGED
from quizgame.store.database import FILE, Database
from quizgame.store.erasure import Erased, erase
from quizgame.store.errors import StoreBusy, StoreError, StoreFull
from quizgame.store.export import write_file
from quizgame.store.inspection import inspect
from quizgame.store.joining import join
from quizgame.store.learners import Learner, Learners
from quizgame.store.log import latest_row
from quizgame.store.numbers import Run, merged, without
from tests.builders import NOON, a_learner, a_pack, a_store, instant, seeded
from tests.examples import examples
from tests.store.exports import Entry, a_machine, everything, exported, logs, practised, taken_in
from tests.store.histories import TODAY, answer_on, assert_caches_equal_the_fold, copy_of, desk_of, dump, log_of, when

FEW = examples(15)
DAY = 86_400_000_000


def traces(home: Path, ids: Collection[bytes], names: Collection[str]) -> list[str]:
    """Every file below a home that holds an id or a name, and what it holds."""
    wanted = {each.hex(): each for each in ids} | {f"{each.hex()} in letters": each.hex().encode() for each in ids}
    wanted |= {each.hex() + " in capitals": each.hex().upper().encode() for each in ids}
    wanted |= {form: form.encode() for name in names for form in (name, name.casefold())}
    return [
        f"{path.relative_to(home)} holds {what}"
        for path in home.rglob("*")
        if path.is_file()
        for what, needle in wanted.items()
        if needle in path.read_bytes()
    ]


def contents(home: Path) -> dict[str, bytes]:
    """Every file below a home."""
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def a_home(home: Path, name: str = "Somebody") -> tuple[Learner, Learner]:
    """A home in which somebody and Kim have practised, with two backups; gives both learners."""
    with a_store(home, a_pack()) as database:
        gone = practised(database, name).learner
        make(database.path, instant(NOON))
        kim = practised(database, "Kim").learner
        answer_on(desk_of(database, gone), TODAY + 9)
        make(database.path, instant(NOON) + DAY)
    return gone, kim


def log_of_one(database: Database, learner: Learner) -> list[tuple[object, ...]]:
    """One learner's rows and caches."""
    tables = ("review", "event", "voided", "memory", "day_total")
    return [
        row
        for table in tables
        for row in database.reading.execute(f"SELECT * FROM {table} WHERE learner = ?", (learner.id,))
    ]


# ── nowhere ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name",
    ["Somebody", "Zoë Müller-O'Brien", "明美さん", "مريم الصغيرة", "👩‍👩‍👧 Familie", "İstanbul", "x" * 40, "明" * 40],
)
def test_no_file_of_the_home_holds_id_or_name_any_more(tmp_path: Path, name: str) -> None:
    home = tmp_path / "home"
    gone, kim = a_home(home, name)
    assert traces(home, [gone.id], [name]), "they were there before"
    erased = erase(home, name)
    assert traces(home, [gone.id], [name]) == []
    assert (erased.learner, erased.answers, erased.events) == (gone, 5, 7)
    assert len(erased.cleaned) == 2
    assert erased.deleted == erased.left == ()
    assert traces(home, [kim.id], ["Kim"]), "somebody else is still there"


def test_old_names_go_too(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, _ = a_home(home, "Maiden Name")
    with a_store(home) as database:
        Learners(database, seeded()).rename("Maiden Name", "Married Name")
    erase(home, "married name")
    assert traces(home, [gone.id], ["Maiden Name", "Married Name"]) == []


def test_what_lingers_in_free_parts_of_the_files_goes_too(tmp_path: Path) -> None:
    """SQLite may leave what was deleted where it was, and does so unless it was built otherwise."""
    home = tmp_path / "home"
    gone, _ = a_home(home)
    for path in (home / FILE, *(home / BACKUPS).iterdir()):
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA secure_delete = OFF")
            for number in range(50):
                db.execute("INSERT INTO document VALUES (?, ?)", (f"{number}", "A Name Of Old" * 100))
            db.execute("INSERT INTO document VALUES ('id', ?)", (gone.id.hex() * 100,))
            db.execute("DELETE FROM document")
    assert len(traces(home, [], ["A Name Of Old"])) == 3
    erase(home, gone.name)
    assert traces(home, [gone.id], [gone.name, "A Name Of Old"]) == []


def test_those_who_became_the_learner_go_too_from_older_backups_as_well(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with a_store(home, a_pack()) as database:
        gone, other = practised(database, "Somebody").learner, practised(database, "S. Body").learner
        practised(database, "Kim")
        make(database.path, instant(NOON))
        join(database, gone, other, seeded(5), when(TODAY + 20))
        make(database.path, instant(NOON) + DAY)
    erase(home, "Somebody")
    assert traces(home, [gone.id, other.id], ["Somebody", "S. Body"]) == []


def test_what_had_not_been_written_back_when_the_game_was_killed_goes_too(tmp_path: Path) -> None:
    """A copy made while the store is open is as after a crash: its latest rows stand beside it."""
    with a_store(tmp_path / "open", a_pack()) as database:
        gone = practised(database, "Somebody").learner
        home = tmp_path / "home"
        shutil.copytree(tmp_path / "open", home)
        for folder, name in ((BACKUPS, "2026-11-21T120000Z-v2.db"), (DAMAGED, "2026-11-21.db")):
            (home / folder).mkdir()
            for side in ("", "-wal", "-shm"):
                shutil.copy(home / (FILE + side), home / folder / (name + side))
    assert (home / f"{FILE}-wal").stat().st_size > 0
    erase(home, "Somebody")
    assert traces(home, [gone.id], ["Somebody"]) == []
    with a_store(home) as database:
        assert inspect(database).sound


def test_what_a_killed_backup_export_or_erasure_left_goes_too(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, _ = a_home(home)
    (home / DAMAGED).mkdir()
    for folder in (home, home / BACKUPS, home / DAMAGED):
        shutil.copy(home / FILE, folder / ".quizgame-abc.part")
        shutil.copy(home / FILE, folder / ".quizgame-abc.part-journal")
    erase(home, gone.name)
    assert traces(home, [gone.id], [gone.name]) == []
    assert not list(home.rglob(".quizgame-*"))


# ── everybody else ────────────────────────────────────────────────────────────────────────────────────────────


def test_everybody_else_is_as_before_byte_for_byte(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, kim = a_home(home)
    with a_store(home) as database:
        before = log_of_one(database, kim), exported(database, "Kim")
    erase(home, gone.name)
    with a_store(home) as database:
        assert (log_of_one(database, kim), exported(database, "Kim")) == before
        assert Learners(database, seeded()).all() == [kim]
        assert_caches_equal_the_fold(database)
        assert inspect(database).sound
        assert database.reading.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        desk_of(database, kim).undo(when(TODAY + 30))
        with pytest.raises(StoreError, match="append-only"), database.writing() as db:
            db.execute("DELETE FROM review")


def test_a_cleaned_backup_is_a_store_with_everybody_else(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, kim = a_home(home)
    erase(home, gone.name)
    newest = max((home / BACKUPS).iterdir())
    (tmp_path / "restored").mkdir()
    shutil.copy(newest, tmp_path / "restored" / FILE)
    with a_store(tmp_path / "restored") as database:
        assert Learners(database, seeded()).all() == [kim]
        assert inspect(database).sound


def test_a_backup_in_which_the_learner_is_not_is_left_as_it_was(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with a_store(home, a_pack()) as database:
        practised(database, "Kim")
        path = make(database.path, instant(NOON))
        practised(database, "Somebody")
    before = path.read_bytes()
    assert erase(home, "Somebody").cleaned == ()
    assert path.read_bytes() == before


def test_the_numbers_that_go_are_neither_missing_nor_given_out_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, kim = a_home(home)
    with a_store(home) as database:
        last = latest_row(database.reading)[1]
        [highest] = database.reading.execute(
            "SELECT max(sequence) FROM review WHERE learner = ?", (gone.id,)
        ).fetchone()
        assert last == highest, "the learner's own row is the latest"
    erase(home, gone.name)
    with a_store(home) as database:
        assert inspect(database).sound
        assert latest_row(database.reading)[1] == last
        assert answer_on(desk_of(database, kim), TODAY + 20).stamp.sequence == last + 1
        assert inspect(database).sound


def test_a_row_that_is_missing_besides_is_still_noticed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, kim = a_home(home)
    erase(home, gone.name)
    with a_store(home) as database:
        db = database.reading
        db.execute("DROP TRIGGER review_stays")
        db.execute("DELETE FROM review WHERE sequence = (SELECT min(sequence) FROM review)")
        assert any("1 of them are missing" in gap for gap in inspect(database).gaps)
        assert kim


@given(logs())
@FEW
def test_exported_erased_and_imported_is_the_same_study(entries: list[Entry]) -> None:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        with a_machine(home, entries) as database:
            kept, log, caches = exported(database), log_of(database), dump(database)
        erase(home, "Sam")
        with a_store(home) as database:
            assert log_of(database) == {"review": [], "event": []}
            taken_in(database, kept)
            assert (log_of(database), dump(database)) == (log, caches)
            assert exported(database) == kept
            assert inspect(database).sound


def test_numbers_that_come_back_are_no_longer_noted_as_erased(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, _ = a_home(home)
    with a_store(home) as database:
        kept, before = exported(database, gone.name), everything(database)
    erase(home, gone.name)
    with a_store(home) as database:
        assert everything(database)["erased"]
        taken_in(database, kept)
        after = everything(database)
        assert after["erased"] == []
        assert {table: after[table] for table in ("review", "event", "memory", "voided", "day_total")} == {
            table: before[table] for table in ("review", "event", "memory", "voided", "day_total")
        }
        assert inspect(database).sound


# ── other copies ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_backup_of_an_older_version_is_cleaned_and_guarded_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(Path(__file__).parent / "versions" / "0001.db", home / FILE)
    with a_store(home) as database:
        [gone] = Learners(database, seeded()).all()
        practised(database, "Kim")
    [path] = (home / BACKUPS).iterdir()
    erased = erase(home, gone.name)
    assert erased.cleaned == (path,)
    assert traces(home, [gone.id], []) == []
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM review").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone() == (4,)


def test_a_file_that_was_set_aside_and_can_be_read_is_cleaned(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, kim = a_home(home)
    (home / DAMAGED / "deeper").mkdir(parents=True)
    shutil.copy(home / FILE, home / DAMAGED / "2026-11-20.db")
    erased = erase(home, gone.name)
    assert home / DAMAGED / "2026-11-20.db" in erased.cleaned
    assert traces(home, [gone.id], [gone.name]) == []
    assert kim.id in (home / DAMAGED / "2026-11-20.db").read_bytes()


@pytest.mark.parametrize("folder", [DAMAGED, BACKUPS])
@pytest.mark.parametrize("trace", ["id", "hexadecimal", "name", "folded"])
def test_a_file_that_cannot_be_read_goes_when_it_holds_a_trace(tmp_path: Path, folder: str, trace: str) -> None:
    home = tmp_path / "home"
    gone, _ = a_home(home, "Zoë Müller")
    (home / folder).mkdir(exist_ok=True)
    held = {"id": gone.id, "hexadecimal": gone.id.hex().encode(), "name": b"Zo\xc3\xab M\xc3\xbcller"}
    held["folded"] = "zoë müller".encode()
    path = home / folder / "broken.db"
    path.write_bytes(b"rubbish" * 1000 + held[trace] + b"rubbish" * 1000)
    erased = erase(home, gone.name)
    assert erased.deleted == (path,)
    assert not path.exists()
    assert traces(home, [gone.id], [gone.name]) == []


def test_a_trace_that_lies_across_two_blocks_is_found(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, _ = a_home(home)
    (home / DAMAGED).mkdir()
    for before in (1, 7, 15):
        (home / DAMAGED / f"{before}").write_bytes(b"." * (BLOCK - before) + gone.id + b"." * 100)
    assert len(erase(home, gone.name).deleted) == 3


@pytest.mark.parametrize(
    "content",
    [b"", b"rubbish" * 1000, b"SQLite format 3\x00" + b"rubbish" * 1000],
    ids=["empty", "rubbish", "rubbish-with-a-header"],
)
def test_a_file_that_cannot_be_read_and_holds_no_trace_stays(tmp_path: Path, content: bytes) -> None:
    """It may be all that is left of somebody else's practice."""
    home = tmp_path / "home"
    gone, _ = a_home(home)
    (home / DAMAGED).mkdir()
    (home / DAMAGED / "broken.db").write_bytes(content)
    assert erase(home, gone.name).deleted == ()
    assert (home / DAMAGED / "broken.db").read_bytes() == content


@pytest.mark.parametrize("page", range(1, 40, 3))
def test_a_store_with_a_broken_page_is_cleaned_or_goes(tmp_path: Path, page: int) -> None:
    home = tmp_path / "home"
    gone, _ = a_home(home)
    (home / DAMAGED).mkdir()
    content = bytearray((home / FILE).read_bytes())
    content[page * 4096 : page * 4096 + 2048] = b"\xa5" * 2048
    (home / DAMAGED / "broken.db").write_bytes(content)
    erase(home, gone.name)
    assert traces(home, [gone.id], [gone.name]) == []


def test_another_programs_database_that_was_set_aside_is_not_touched(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, _ = a_home(home)
    (home / DAMAGED).mkdir()
    path = home / DAMAGED / "recipes.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript("CREATE TABLE recipe (name TEXT, learner BLOB); INSERT INTO recipe VALUES ('soup', x'00');")
    before = path.read_bytes()
    erase(home, gone.name)
    assert path.read_bytes() == before


def test_a_backup_in_which_the_learner_is_part_of_somebody_else_goes_whole(tmp_path: Path) -> None:
    """As after a store was put back from before a join: rows of the two cannot be told apart in that backup."""
    home = tmp_path / "home"
    with a_store(home, a_pack()) as database:
        gone, kim = practised(database, "Somebody").learner, practised(database, "Kim").learner
        copy_of(home, tmp_path / "before")
        join(database, kim, gone, seeded(5), when(TODAY + 20))
        path = make(database.path, instant(NOON))
    shutil.copy(tmp_path / "before" / FILE, home / FILE)
    (home / mark.FILE).unlink()  # or the rows that came after would be missed
    erased = erase(home, "Somebody")
    assert erased.deleted == (path,)
    assert traces(home, [gone.id], ["Somebody"]) == []
    with a_store(home) as database:
        assert Learners(database, seeded()).all() == [kim]


def test_an_export_that_lies_in_the_home_is_named_and_left(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, _ = a_home(home)
    with a_store(home) as database:
        write_file(database, gone, home / "mine.jsonl", "mine.jsonl")
        (home / "packs").mkdir()
        shutil.copy(home / FILE, home / "packs" / "copy of the store")
    erased = erase(home, gone.name)
    assert erased.left == (home / "mine.jsonl", home / "packs" / "copy of the store")
    assert (home / "mine.jsonl").exists()


# ── or nothing was done ───────────────────────────────────────────────────────────────────────────────────────


def refused(home: Path, name: str, kind: type[StoreError] = StoreError) -> str:
    """What is said when nobody could be erased; not one byte has changed."""
    before = contents(home)
    with pytest.raises(kind) as error:
        erase(home, name)
    assert contents(home) == before
    return str(error.value)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for another window in these tests."""
    for module in (erasure, copies):
        monkeypatch.setattr(module, "PATIENCE", 0.01)


@pytest.mark.usefixtures("impatient")
def test_another_window_is_asked_to_close_first(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, _ = a_home(home)
    with a_store(home) as other:
        text = refused(home, gone.name, StoreBusy)
        assert "Nothing was erased" in text
        assert "Close the game there, and try again." in text
        answer_on(desk_of(other, gone), TODAY + 30)
    erase(home, gone.name)


@pytest.mark.usefixtures("impatient")
def test_a_window_that_opens_meanwhile_does_not_see_half_of_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, _ = a_home(home)
    with erasure.alone(home / FILE):
        with closing(sqlite3.connect(home / FILE, timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
            other.execute("SELECT * FROM learner").fetchall()
        with pytest.raises(StoreBusy):
            erase(home, gone.name)
    assert erase(home, gone.name)


@pytest.mark.usefixtures("impatient")
def test_a_store_that_a_file_system_keeps_from_its_log_is_erased_from_too(tmp_path: Path) -> None:
    """Not every file system can share a write-ahead log; then SQLite keeps a journal, and other locks."""
    home = tmp_path / "home"
    gone, _ = a_home(home)
    with closing(sqlite3.connect(home / FILE)) as db:
        assert db.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    with closing(sqlite3.connect(home / FILE, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM learner").fetchall()
        refused(home, gone.name, StoreBusy)
    erase(home, gone.name)
    assert traces(home, [gone.id], [gone.name]) == []


@pytest.mark.usefixtures("impatient")
def test_a_backup_that_another_program_holds_stops_it_and_the_learner_stays_whole(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, _ = a_home(home)
    with a_store(home) as database:
        before = exported(database, gone.name)
    first, second = sorted((home / BACKUPS).iterdir())
    with closing(sqlite3.connect(second, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusy, match=second.name):
            erase(home, gone.name)
    with a_store(home) as database:
        assert exported(database, gone.name) == before
        assert inspect(database).sound
    assert not list(home.rglob(".quizgame-*"))
    erased = erase(home, gone.name)
    assert second in erased.cleaned
    assert first not in erased.cleaned, "it was clean by then"
    assert traces(home, [gone.id], [gone.name]) == []


def test_nobody_of_that_name_is_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    a_home(home)
    assert "no learner called Nobody" in refused(home, "Nobody")


def test_without_room_for_a_clean_copy_nothing_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    gone, _ = a_home(home)
    usage = shutil.disk_usage(home)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    assert "Free some space" in refused(home, gone.name, StoreFull)


def test_a_damaged_store_is_not_made_worse(tmp_path: Path) -> None:
    home = tmp_path / "home"
    gone, _ = a_home(home)
    with closing(sqlite3.connect(home / FILE)) as db:
        [page] = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'memory'").fetchone()
    content = bytearray((home / FILE).read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    (home / FILE).write_bytes(content)
    assert "damaged" in refused(home, gone.name)


def test_somebody_who_has_not_answered_yet_can_be_erased(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        gone = a_learner(database, "Somebody")
        desk_of(database, a_learner(database, "Kim", 9)).note(Flagged("pack/o0-a", 1, "note"), when())
    erased: Erased = erase(tmp_path, "Somebody")
    assert (erased.answers, erased.events) == (0, 0)
    assert traces(tmp_path, [gone.id], ["Somebody"]) == []


# ── runs of numbers ───────────────────────────────────────────────────────────────────────────────────────────

NUMBERS = st.sets(st.integers(1, 60), max_size=30)


def runs_of(numbers: Collection[int]) -> list[Run]:
    """Each number as a run of its own."""
    return [Run(number, number) for number in numbers]


def spread(runs: Collection[Run]) -> list[int]:
    """The numbers in runs."""
    return [number for run in runs for number in range(run.first, run.last + 1)]


@given(NUMBERS, NUMBERS)
def test_merged_runs_hold_the_same_numbers_in_as_few_runs_as_can_be(some: set[int], others: set[int]) -> None:
    found = merged([*merged(runs_of(some)), *runs_of(others)])
    assert spread(found) == sorted(some | others)
    assert all(before.last + 1 < after.first for before, after in pairwise(found))


@given(NUMBERS, NUMBERS)
def test_numbers_can_be_taken_out_of_runs(some: set[int], out: set[int]) -> None:
    left = [
        piece
        for run in merged(runs_of(some))
        for piece in without(run, sorted(out & set(range(run.first, run.last + 1))))
    ]
    assert spread(left) == sorted(some - out)
