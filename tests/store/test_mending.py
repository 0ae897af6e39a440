"""A damaged store is put together again from its newest sound backup and whatever of it can still be read."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.store import mark
from quizgame.store.backups import FOLDER, Backup, contents, found, make
from quizgame.store.copies import DAMAGED
from quizgame.store.database import FILE
from quizgame.store.erasure import erase
from quizgame.store.errors import StoreBusy, StoreDamaged, StoreError
from quizgame.store.inspection import inspect
from quizgame.store.joining import join
from quizgame.store.mending import RESERVE, repair, restore
from tests.builders import NOON, a_desk, a_learner, a_pack, a_store, instant, seeded
from tests.examples import examples
from tests.store.exports import practised
from tests.store.histories import TODAY, answer_on, log_of, when, without_triggers

NOW = instant(NOON)
PAGE = 4096


def a_home(home: Path) -> list[bytes]:
    """A home with seven answers of which a backup holds the first four; gives the ids of all, in order."""
    with a_store(home, a_pack()) as database:
        desk = practised(database)
        make(database.path, NOW)
        for day in range(3):
            answer_on(desk, TODAY + 20 + day)
        return [review.stamp.id for review in desk.reviews()]


def answers(home: Path) -> list[bytes]:
    """The ids of all answers in a home, whose store must be sound."""
    with a_store(home) as database:
        assert inspect(database).sound, inspect(database)
        return [review.stamp.id for review in a_desk(database).reviews()]


def spoil(home: Path, table: str) -> bytes:
    """Overwrite the first page of a table; gives the whole file as it is then."""
    with closing(sqlite3.connect(home / FILE)) as db:
        [page] = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    data = bytearray((home / FILE).read_bytes())
    start = (page - 1) * PAGE
    data[start : start + PAGE] = b"\xa5" * PAGE
    (home / FILE).write_bytes(data)
    return bytes(data)


def files(home: Path) -> dict[Path, bytes]:
    """Everything that lies in a home."""
    return {each: each.read_bytes() for each in home.rglob("*") if each.is_file()}


# ── restoring ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_backup_takes_the_store_s_place_and_says_what_it_lacks(tmp_path: Path) -> None:
    everything = a_home(tmp_path)
    before = (tmp_path / FILE).read_bytes()
    [backup] = found(tmp_path)
    done = restore(tmp_path, backup, NOW, seeded())
    assert (done.lacking.answers, done.lacking.events, done.lacking.whole) == (3, 0, True)
    assert done.lacking.since == when(TODAY + 20).instant
    assert done.set_aside == tmp_path / DAMAGED / "quizgame-2026-11-21T120000Z.db"
    assert done.set_aside is not None
    assert done.set_aside.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == [FOLDER, DAMAGED, FILE, mark.FILE]
    assert answers(tmp_path) == everything[:4]


def test_numbers_given_out_since_the_backup_are_not_given_out_again(tmp_path: Path) -> None:
    """They stand in exports and on other machines."""
    a_home(tmp_path)
    with a_store(tmp_path) as database:
        numbers = {review.stamp.sequence for review in a_desk(database).reviews()}
    restore(tmp_path, found(tmp_path)[0], NOW, seeded())
    with a_store(tmp_path) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY + 30)
        assert desk.reviews()[-1].stamp.sequence == max(numbers) + 1
        assert inspect(database).sound


def test_after_a_store_that_cannot_be_read_many_numbers_are_passed_over(tmp_path: Path) -> None:
    a_home(tmp_path)
    (tmp_path / FILE).write_bytes(b"Dear diary, today was long. " * 100)
    assert not restore(tmp_path, found(tmp_path)[0], NOW, seeded()).lacking.whole
    with a_store(tmp_path) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY + 30)
        assert desk.reviews()[-1].stamp.sequence > RESERVE
        assert inspect(database).sound
    again = restore(tmp_path, found(tmp_path)[0], NOW, seeded())
    assert again.set_aside == tmp_path / DAMAGED / "quizgame-2026-11-21T120000Z-2.db"
    assert len(answers(tmp_path)) == 4


def test_a_backup_is_restored_where_there_is_no_store_any_more(tmp_path: Path) -> None:
    everything = a_home(tmp_path)
    (tmp_path / FILE).unlink()
    assert restore(tmp_path, found(tmp_path)[0], NOW, seeded()).set_aside is None
    assert answers(tmp_path) == everything[:4]


def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    a_home(tmp_path)
    backup = Backup(NOON, 1)
    shutil.copy(Path(__file__).parent / "versions" / "0001.db", tmp_path / FOLDER / backup.name)
    restore(tmp_path, backup, NOW, seeded())
    with a_store(tmp_path) as database:
        assert inspect(database).sound
        assert inspect(database).reviews == 40


def test_a_damaged_backup_is_refused_and_nothing_changed(tmp_path: Path) -> None:
    a_home(tmp_path)
    [backup] = found(tmp_path)
    path = tmp_path / FOLDER / backup.name
    with closing(sqlite3.connect(path)) as db:
        [page] = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'review'").fetchone()
    data = path.read_bytes()
    path.write_bytes(data[: (page - 1) * PAGE] + bytes(PAGE) + data[page * PAGE :])
    before = files(tmp_path)
    with pytest.raises(StoreDamaged, match="damaged"):
        restore(tmp_path, backup, NOW, seeded())
    assert files(tmp_path) == before


def test_nothing_is_changed_while_another_window_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizgame.store.erasure.PATIENCE", 0.01)
    everything = a_home(tmp_path)
    [backup] = found(tmp_path)
    with a_store(tmp_path) as database:
        answer_on(a_desk(database), TODAY + 40)
        with pytest.raises(StoreBusy, match="Nothing was changed"):
            restore(tmp_path, backup, NOW, seeded())
        with pytest.raises(StoreBusy, match="Nothing was changed"):
            repair(tmp_path, NOW, seeded())
    assert len(answers(tmp_path)) == len(everything) + 1
    assert not (tmp_path / DAMAGED).exists()


def test_a_backup_is_told_by_what_it_holds(tmp_path: Path) -> None:
    a_home(tmp_path)
    [backup] = found(tmp_path)
    path = tmp_path / FOLDER / backup.name
    assert contents(tmp_path, backup) == (path.stat().st_size, 4, ("Sam",))
    path.write_bytes(b"no store")
    assert contents(tmp_path, backup) is None
    assert list((tmp_path / FOLDER).iterdir()) == [path]


def test_a_workshop_left_by_a_kill_goes_with_the_next_one_or_with_its_learner(tmp_path: Path) -> None:
    a_home(tmp_path)
    old, new = (tmp_path / f".quizgame-{name}.part" for name in ("old", "new"))
    for left, age in ((old, 2), (new, 0.5)):
        (left / "old").mkdir(parents=True)
        shutil.copy(tmp_path / FILE, left / "old")
        os.utime(left, (NOON.timestamp() - age * 86_400,) * 2)
    restore(tmp_path, found(tmp_path)[0], NOW, seeded())
    assert (old.exists(), new.exists()) == (False, True)
    assert erase(tmp_path, "Sam").left == ()
    assert not new.exists()


# ── repairing ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_store_that_was_emptied_is_not_begun_anew(tmp_path: Path) -> None:
    everything = a_home(tmp_path)
    (tmp_path / FILE).write_bytes(b"")
    with pytest.raises(StoreDamaged, match=r"it is empty.*doctor --repair"), a_store(tmp_path):
        pass
    assert (tmp_path / FILE).read_bytes() == b""
    repair(tmp_path, NOW, seeded())
    assert answers(tmp_path) == everything[:4]


@pytest.mark.parametrize("table", ["review", "event", "learner", "device", "memory", "review_by_sequence", "pack"])
def test_whatever_is_broken_the_repaired_store_is_sound_and_the_old_one_kept(tmp_path: Path, table: str) -> None:
    everything = a_home(tmp_path)
    spoiled = spoil(tmp_path, table)
    done = repair(tmp_path, NOW, seeded())
    assert done.backup == found(tmp_path)[0]
    assert done.set_aside is not None
    assert done.set_aside.read_bytes() == spoiled
    assert answers(tmp_path) == (everything[:4] if table == "review" else everything)
    assert done.answers == (0 if table == "review" else 3)


def test_without_a_backup_all_that_can_be_read_makes_a_new_store(tmp_path: Path) -> None:
    everything = a_home(tmp_path)
    (tmp_path / FOLDER / found(tmp_path)[0].name).unlink()
    spoil(tmp_path, "memory")
    done = repair(tmp_path, NOW, seeded(9))
    assert (done.backup, done.answers) == (None, len(everything))
    assert answers(tmp_path) == everything


def test_a_learner_whose_name_is_gone_keeps_the_answers(tmp_path: Path) -> None:
    everything = a_home(tmp_path)
    (tmp_path / FOLDER / found(tmp_path)[0].name).unlink()
    spoil(tmp_path, "learner")
    repair(tmp_path, NOW, seeded(9))
    with a_store(tmp_path) as database:
        assert [review.stamp.id for review in a_desk(database, "Recovered").reviews()] == everything
        assert inspect(database).sound


def test_a_damaged_backup_is_passed_over_for_an_older_one(tmp_path: Path) -> None:
    everything = a_home(tmp_path)
    [backup] = found(tmp_path)
    newer = backup._replace(made=backup.made.replace(hour=13))
    (tmp_path / FOLDER / newer.name).write_bytes(b"no store")
    spoil(tmp_path, "review")
    done = repair(tmp_path, NOW, seeded())
    assert done.backup == backup
    assert newer.name in done.passed_over[0]
    assert answers(tmp_path) == everything[:4]


def test_a_changed_row_comes_back_from_the_backup(tmp_path: Path) -> None:
    everything = a_home(tmp_path)
    with a_store(tmp_path) as database:
        before = log_of(database)
        without_triggers(database).execute("UPDATE review SET seconds = seconds + 1 WHERE day = ?", (TODAY,))
    done = repair(tmp_path, NOW, seeded())
    assert (done.answers, done.whole, done.missing) == (3, False, 0)
    assert answers(tmp_path) == everything
    with a_store(tmp_path) as database:
        assert log_of(database) == before


def test_a_row_that_is_nowhere_is_told_once(tmp_path: Path) -> None:
    everything = a_home(tmp_path)
    with a_store(tmp_path) as database:
        without_triggers(database).execute("DELETE FROM review WHERE day = ?", (TODAY + 20,))
        assert inspect(database).broken
    done = repair(tmp_path, NOW, seeded())
    assert (done.answers, done.missing) == (2, 1)
    assert answers(tmp_path) == everything[:4] + everything[5:]


def test_learners_who_were_joined_after_the_backup_stay_joined(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        practised(database, "Kim")
        make(database.path, NOW)
        join(database, a_learner(database, "Sam"), a_learner(database, "Kim"), seeded(5), when(TODAY + 9))
        before = log_of(database)
    spoil(tmp_path, "memory")
    repair(tmp_path, NOW, seeded())
    with a_store(tmp_path) as database:
        assert log_of(database) == before
        assert inspect(database).sound


def test_a_backup_of_a_newer_program_does_not_count_as_damaged(tmp_path: Path) -> None:
    """Else the repair would go on without it."""
    a_home(tmp_path)
    [backup] = found(tmp_path)
    with closing(sqlite3.connect(tmp_path / FOLDER / backup.name)) as db:
        db.execute("PRAGMA user_version = 999")
        db.execute("CREATE TABLE of_a_later_format (name TEXT)")
    spoil(tmp_path, "review")
    with pytest.raises(StoreError, match=f"{backup.name} was written by a newer quizgame"):
        repair(tmp_path, NOW, seeded())
    assert not (tmp_path / DAMAGED).exists()


@given(seed=st.integers(0, 10**6), cut=st.booleans())
@examples(40)
def test_whatever_becomes_of_the_file_nothing_that_the_backup_holds_is_lost(
    tmp_path_factory: pytest.TempPathFactory, seed: int, *, cut: bool
) -> None:
    home = tmp_path_factory.mktemp("home")
    everything = a_home(home)
    data = bytearray((home / FILE).read_bytes())
    dice = Random(seed)
    if cut:
        data = data[: dice.randrange(len(data))]
    else:
        for _ in range(8):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    (home / FILE).write_bytes(data)
    done = repair(home, NOW, seeded())
    kept = answers(home)
    assert set(everything[:4]) <= set(kept) <= set(everything)
    assert len(kept) == 4 + done.answers
    assert done.set_aside is not None
    assert done.set_aside.read_bytes() == data


def test_of_a_long_log_only_what_stood_on_broken_pages_is_lost(tmp_path: Path) -> None:
    """What lies between two of them is found as well."""
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        for day in range(150):
            answer_on(desk, TODAY + day)
        ids = [review.stamp.id for review in desk.reviews()]
        leaves = database.reading.execute("SELECT pageno FROM dbstat WHERE name = 'review' AND pagetype = 'leaf'")
        pages = [row[0] for row in leaves.fetchall()]
    data = bytearray((tmp_path / FILE).read_bytes())
    whole = {each for each in ids if sum(each in data[(page - 1) * PAGE : page * PAGE] for page in pages) == 1}
    for page in (pages[2], pages[-3]):
        whole -= {each for each in ids if each in data[(page - 1) * PAGE : page * PAGE]}
        data[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    (tmp_path / FILE).write_bytes(data)
    repair(tmp_path, NOW, seeded(9))
    kept = set(answers(tmp_path))
    assert whole <= kept < set(ids)
    assert 75 < len(whole) < 150
