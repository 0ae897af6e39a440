"""The doctor's look: a sound store is found sound, and every sort of damage is noticed without changing anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgame.domain.events import SessionFinished
from quizgame.store.caches import rebuild_all
from quizgame.store.database import FILE, Database
from quizgame.store.desk import Desk
from quizgame.store.inspection import DOUBLED, Inspection, inspect
from tests.builders import a_desk, a_pack, a_store
from tests.store.histories import SESSION, TODAY, answer_on, desk_of, dump, log_of, same_learner, when, without_triggers


def practised(database: Database) -> Desk:
    """A learner with answers, an undo and a finished session."""
    desk = a_desk(database)
    for day in range(4):
        answer_on(desk, TODAY + day, f"pack/o{day % 3}")
    desk.undo(when(TODAY + 3, 5))
    desk.note(SessionFinished(SESSION), when(TODAY + 3, 9))
    return desk


def test_a_new_store_is_sound(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        found = inspect(database)
        assert found.sound
        assert (found.reviews, found.events) == (0, 0)


@pytest.mark.parametrize(
    ("found", "broken"),
    [
        (Inspection((), (), (), (), 1, 1), False),
        (Inspection((), (), (), ("stale",), 1, 1), False),
        (Inspection((), (), (DOUBLED,), (), 1, 1), False),
        (Inspection(("page",), (), (), (), 1, 1), True),
        (Inspection((), ("row",), (), (), 1, 1), True),
        (Inspection((), (), ("number", DOUBLED), (), 1, 1), True),
    ],
)
def test_what_copies_must_help_is_any_harm_to_the_log(found: Inspection, broken: bool) -> None:
    assert found.broken is broken


def test_a_practised_store_is_sound_and_left_as_it_was(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        before = log_of(database), dump(database)
        found = inspect(database)
        assert found.sound
        assert (found.reviews, found.events) == (4, 2)
        assert (log_of(database), dump(database)) == before


def test_a_merged_store_is_sound(tmp_path: Path) -> None:
    with a_store(tmp_path / "here", a_pack()) as here, a_store(tmp_path / "there", a_pack(), seed=9) as there:
        desk = practised(here)
        other = desk_of(there, same_learner(there, desk.learner), 7)
        for day in range(3):
            answer_on(other, TODAY + day)
        desk.merge(other.reviews()[1:], TODAY + 5)
        assert inspect(here).sound, "rows of another machine may arrive later"


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("review", "grade = 5 - grade"),
        ("review", "seconds = seconds + 0.001"),
        ("review", "question = replace(question, 'o', 'O')"),
        ("event", "body = replace(body, '\"', '\"')||' '"),
        ("event", "utc_offset = utc_offset + 1"),
    ],
)
def test_a_changed_value_in_the_log_is_noticed(tmp_path: Path, table: str, change: str) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        without_triggers(database).execute(
            f"UPDATE {table} SET {change} WHERE sequence = (SELECT min(sequence) FROM {table})"
        )
        found = inspect(database)
        assert not found.sound
        assert len(found.damaged) == 1
        assert found.damaged[0].startswith(table)


@pytest.mark.parametrize(("table", "which"), [("review", "min"), ("review", "max"), ("event", "min")])
def test_a_missing_row_is_noticed(tmp_path: Path, table: str, which: str) -> None:
    """Any but the very last that this device wrote, an event here: nothing comes after it that could tell."""
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        db = without_triggers(database)
        db.execute(f"DELETE FROM {table} WHERE sequence = (SELECT {which}(sequence) FROM {table})")
        found = inspect(database)
        assert found.gaps == ("this device has written 6 rows, and 1 of them are missing",)


def test_a_number_written_twice_is_noticed(tmp_path: Path) -> None:
    """As after a copied store was used on two machines."""
    with a_store(tmp_path / "a", a_pack()) as one:
        desk = practised(one)
        with a_store(tmp_path / "b", a_pack()) as twin:  # the same entropy: the same device
            other = desk_of(twin, same_learner(twin, desk.learner), 77)
            answer_on(other, TODAY + 9)
            desk.merge(other.reviews(), TODAY + 9)
        assert any("twice" in each for each in inspect(one).gaps)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("memory", "UPDATE memory SET stability = stability + 1 WHERE objective = 'pack/o1'"),
        ("memory", "UPDATE memory SET due = due + 1 WHERE objective = 'pack/o0'"),
        ("memory", "DELETE FROM memory WHERE objective = 'pack/o2'"),
        ("memory", "UPDATE memory SET shown = '[]' WHERE objective = 'pack/o0'"),
        ("day_total", "UPDATE day_total SET answers = answers + 1"),
    ],
)
def test_a_stale_cache_is_noticed(tmp_path: Path, table: str, change: str) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        database.reading.execute(change)
        found = inspect(database)
        assert len(found.caches) == 1
        assert found.caches[0].startswith(table)


@pytest.mark.parametrize(
    "change", ["DELETE FROM voided", "INSERT INTO voided SELECT id, learner, 0 FROM review LIMIT 1"]
)
def test_a_table_of_undone_answers_that_differs_from_the_log_is_noticed_and_mended(tmp_path: Path, change: str) -> None:
    """It is a cache like the others: folding anew restores it."""
    with a_store(tmp_path, a_pack()) as database:
        desk = practised(database)
        database.reading.execute(change)
        assert not inspect(database).sound
        desk.turn_to(TODAY)  # folds anew, since answers lie ahead of this day
        desk.turn_to(TODAY + 9)
        assert inspect(database).sound


def test_a_broken_page_of_the_file_is_noticed(tmp_path: Path) -> None:
    """What SQLite's own check finds; nothing is folded from a broken file."""
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        [page] = database.reading.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'review_by_objective'"
        ).fetchone()
        [size] = database.reading.execute("PRAGMA page_size").fetchone()
    content = bytearray((tmp_path / FILE).read_bytes())
    start = (page - 1) * size
    content[start + size - 40 : start + size] = bytes(40)
    (tmp_path / FILE).write_bytes(content)
    with a_store(tmp_path) as database:
        found = inspect(database)
        assert found.file
        assert not found.sound


def test_a_cache_that_is_no_text_any_more_is_folded_anew(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        answer_on(a_desk(database), TODAY)
        database.reading.execute("UPDATE memory SET shown = CAST(x'5B22FF22' AS TEXT)")
        found = inspect(database)
        assert [each.split()[0] for each in found.caches] == ["memory"]
        assert not found.broken
        with database.writing() as db:
            rebuild_all(db)
        assert inspect(database).sound
