"""What is missing at the end of the log is noticed, and what is damaged around it is read as far as it can be."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quizgame.store.backups import FOLDER, found, make
from quizgame.store.copies import DAMAGED
from quizgame.store.database import FILE, Database
from quizgame.store.errors import StoreDamaged, StoreError
from quizgame.store.inspection import inspect
from quizgame.store.journal import mended
from quizgame.store.learners import Learners
from quizgame.store.log import latest_row
from quizgame.store.mark import FILE as MARK
from quizgame.store.mark import Mark, Marker, read
from quizgame.store.mending import repair, restore
from tests.builders import a_desk, a_pack, a_store, seeded
from tests.store.histories import TODAY, answer_on
from tests.store.test_mending import NOW, a_home, answers

WAL = FILE + "-wal"
FRAME = 24 + 4096


def killed(home: Path) -> list[bytes]:
    """A home as a killed program leaves it: three answers in a backup, five more in the journal; gives all ids."""
    open_home = home.parent / f"{home.name}-open"
    with a_store(open_home, a_pack()) as database:
        desk = a_desk(database)
        for number in range(3):
            answer_on(desk, TODAY, second=number)
        make(database.path, NOW)
        database.reading.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for number in range(3, 8):
            answer_on(desk, TODAY, second=number)
        shutil.copytree(open_home, home)
        return [review.stamp.id for review in desk.reviews()]


def flip(path: Path, at: int) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << 3
    path.write_bytes(data)


def refused(home: Path) -> str:
    """What is said when a damaged store is opened."""
    with pytest.raises(StoreDamaged) as caught, a_store(home):
        pass
    assert "`quizgame restore`" in str(caught.value)
    assert "`quizgame doctor --repair`" in str(caught.value)
    return str(caught.value)


def complaint(home: Path) -> str:
    """What is said when a store is opened; nothing when it opens."""
    try:
        with a_store(home):
            return ""
    except StoreDamaged as error:
        return str(error)


# ── the mark ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_mark_is_the_number_of_the_latest_row(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        for number in range(3):
            review = answer_on(desk, TODAY, second=number)
            assert read(tmp_path) == Mark(review.stamp.device, review.stamp.sequence)


def test_a_mark_that_was_changed_says_nothing(tmp_path: Path) -> None:
    with closing(Marker(tmp_path)) as marker:
        marker.note(Mark(b"sixteen bytes !!", 12))
    size = (tmp_path / MARK).stat().st_size
    for at in range(size):
        flip(tmp_path / MARK, at)
        assert read(tmp_path) is None
        flip(tmp_path / MARK, at)
    assert read(tmp_path) == Mark(b"sixteen bytes !!", 12)


def test_a_mark_that_cannot_be_written_keeps_no_answer_from_being_stored(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        (tmp_path / MARK).unlink(missing_ok=True)
        (tmp_path / MARK).mkdir()
    with a_store(tmp_path) as database:
        answer_on(a_desk(database), TODAY)
        assert len(a_desk(database).reviews()) == 1


@pytest.mark.parametrize("version", ["0002.db", "0003.db"])
def test_a_loss_is_missed_before_the_store_is_brought_up_to_date(tmp_path: Path, version: str) -> None:
    old = Path(__file__).parent / "versions" / version
    with closing(sqlite3.connect(old)) as db:
        device, number, _ = latest_row(db)
    shutil.copy(old, tmp_path / FILE)
    with closing(Marker(tmp_path)) as marker:
        marker.note(Mark(device, number + 3))
    before = (tmp_path / FILE).read_bytes()
    assert "3 rows written last are missing" in complaint(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


def test_the_mark_of_another_device_says_nothing(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()):
        pass
    with closing(Marker(tmp_path)) as marker:
        marker.note(Mark(b"sixteen bytes !!", 12))
    with a_store(tmp_path) as database:
        assert inspect(database).sound


# ── a journal that is gone, or was changed ────────────────────────────────────────────────────────────────────


def test_a_killed_program_leaves_nothing_to_complain_of(tmp_path: Path) -> None:
    everything = killed(tmp_path / "home")
    assert answers(tmp_path / "home") == everything


def test_a_deleted_journal_is_missed_and_said_to_be(tmp_path: Path) -> None:
    home = tmp_path / "home"
    everything = killed(home)
    (home / WAL).unlink()
    before = (home / FILE).read_bytes()
    assert "5 rows written last are missing" in refused(home)
    assert (home / FILE).read_bytes() == before
    done = repair(home, NOW, seeded())
    assert (done.answers, done.missing) == (0, 5)
    assert answers(home) == everything[:3]
    assert repair(home, NOW, seeded()).missing == 0, "it is told once"


def test_restoring_too_says_what_a_deleted_journal_held(tmp_path: Path) -> None:
    home = tmp_path / "home"
    killed(home)
    (home / WAL).unlink()
    assert restore(home, found(home)[0], NOW, seeded()).lacking == (0, 0, None, True, 5)


@pytest.mark.parametrize("part", ["header", "salt", "commit", "page"])
def test_a_changed_journal_stays_as_it_is_until_it_is_read_to_its_end(tmp_path: Path, part: str) -> None:
    home = tmp_path / "home"
    everything = killed(home)
    at = {"header": 18, "salt": 32 + 9, "commit": 32 + 7, "page": 32 + 24 + 4000}[part]
    flip(home / WAL, at)
    before = (home / WAL).read_bytes()
    assert "missing" in refused(home)
    assert (home / WAL).read_bytes() == before
    done = repair(home, NOW, seeded())
    assert done.set_aside is not None
    assert done.set_aside.with_name(done.set_aside.name + "-wal").read_bytes() == before
    kept = answers(home)
    assert len(kept) + done.missing == len(everything)
    assert set(everything) >= set(kept) >= set(everything[:3])
    assert len(kept) > 6, "what follows the change is read as well"


def test_a_journal_that_was_cut_short_gives_what_is_left_and_says_what_is_not(tmp_path: Path) -> None:
    home = tmp_path / "home"
    everything = killed(home)
    data = (home / WAL).read_bytes()
    (home / WAL).write_bytes(data[: len(data) - 5000])
    assert "1 row written last is missing" in refused(home)
    done = repair(home, NOW, seeded())
    assert (answers(home), done.missing) == (everything[:-1], 1)


def test_a_sound_journal_needs_no_mending(tmp_path: Path) -> None:
    killed(tmp_path / "home")
    log = (tmp_path / "home" / WAL).read_bytes()
    assert mended(log) is None
    assert mended(log[: 32 + FRAME + 100]) is None
    assert mended(b"") is None
    for at in (20, 32, 32 + 16, 32 + FRAME + 30):
        changed = bytearray(log)
        changed[at] ^= 1
        signed = mended(bytes(changed))
        assert signed is not None
        assert mended(signed) is None


# ── a header that was changed ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("backed_up", [True, False])
@pytest.mark.parametrize("at", [3, 17, 19, 21, 47, 59, 63, 71], ids=str)
def test_whatever_the_header_says_the_rows_behind_it_are_found(tmp_path: Path, at: int, *, backed_up: bool) -> None:
    everything = a_home(tmp_path)
    if not backed_up:
        shutil.rmtree(tmp_path / FOLDER)
    flip(tmp_path / FILE, at)
    said = complaint(tmp_path)
    assert not said or "`quizgame restore`" in said
    done = repair(tmp_path, NOW, seeded(9))
    assert (answers(tmp_path), done.missing) == (everything, 0)


def test_a_first_page_that_is_gone_is_taken_from_a_backup(tmp_path: Path) -> None:
    everything = a_home(tmp_path)
    data = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(os.urandom(4096) + data[4096:])
    refused(tmp_path)
    assert repair(tmp_path, NOW, seeded()).answers == 3
    assert answers(tmp_path) == everything


def test_another_program_s_file_is_told_from_a_damaged_store(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("CREATE TABLE recipe (name TEXT)")
    with pytest.raises(StoreError, match="belongs to another program"), a_store(tmp_path):
        pass
    (tmp_path / FILE).unlink()
    a_home(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("PRAGMA application_id = 7")
    refused(tmp_path)


def test_every_format_has_tables_of_its_own() -> None:
    """So that a changed number in the header is told from another format."""
    shapes = []
    for path in (Path(__file__).parent / "versions").glob("*.db"):
        with closing(sqlite3.connect(path)) as db:
            query = "SELECT name, sql FROM sqlite_master ORDER BY name"
            shapes.append(tuple(db.execute(query).fetchall()))
    assert len(shapes) == len(set(shapes)) > 2


# ── a store that is gone ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("backed_up", [True, False])
def test_a_store_that_is_gone_is_not_begun_anew_in_silence(tmp_path: Path, *, backed_up: bool) -> None:
    everything = a_home(tmp_path)
    (tmp_path / FILE).unlink()
    if not backed_up:
        shutil.rmtree(tmp_path / FOLDER)
    assert "is gone" in refused(tmp_path)
    assert not (tmp_path / FILE).exists()
    done = repair(tmp_path, NOW, seeded(9))
    assert (done.set_aside, done.answers) == (None, 0)
    if backed_up:
        assert (answers(tmp_path), done.missing) == (everything[:4], 3)
    else:
        assert done.missing > len(everything)
        with a_store(tmp_path) as database:
            assert inspect(database).sound
    assert not (tmp_path / DAMAGED).exists()


def test_after_a_store_is_gone_restoring_says_how_much_is_missing(tmp_path: Path) -> None:
    a_home(tmp_path)
    (tmp_path / FILE).unlink()
    assert restore(tmp_path, found(tmp_path)[0], NOW, seeded()).lacking == (0, 0, None, False, 3)


def test_a_new_home_is_begun_without_a_word(tmp_path: Path) -> None:
    with a_store(tmp_path / "new") as database:
        assert inspect(database).sound


# ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_name_given_since_the_backup_is_kept(tmp_path: Path) -> None:
    a_home(tmp_path)
    with a_store(tmp_path) as database:
        Learners(database, seeded()).rename("Sam", "Samantha")
    (tmp_path / WAL).unlink(missing_ok=True)
    flip(tmp_path / FILE, 3)
    repair(tmp_path, NOW, seeded())
    assert names(tmp_path) == ["Samantha"]


def test_a_name_that_was_changed_by_no_one_is_that_of_the_backup(tmp_path: Path) -> None:
    a_home(tmp_path)
    with a_store(tmp_path) as database:
        database.reading.execute("UPDATE learner SET name = 'Sim'")
    repair(tmp_path, NOW, seeded())
    assert names(tmp_path) == ["Sam"]


def names(home: Path) -> list[str]:
    """Who learns in a home."""
    with closing(Database.open(home, seeded())) as database:
        return [each.name for each in Learners(database, seeded()).all()]


# ── a journal that goes while the game is open ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sides", [("-wal",), ("-wal", "-shm")])
def test_a_journal_deleted_under_an_open_store_is_begun_anew_and_nothing_of_it_lost(
    tmp_path: Path, sides: tuple[str, ...]
) -> None:
    home = tmp_path / "home"
    with a_store(home, a_pack()) as database:
        desk = a_desk(database)
        given = [answer_on(desk, TODAY, second=number).stamp.id for number in range(3)]
        for side in sides:
            (home / (FILE + side)).unlink()
        given += [answer_on(desk, TODAY, second=number).stamp.id for number in range(3, 6)]
        shutil.copytree(home, tmp_path / "killed")
    assert answers(tmp_path / "killed") == answers(home) == given
