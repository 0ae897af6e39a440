"""Learners: a name is whatever a person is called, unique in the store, and shown as it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgame.store.database import Database
from quizgame.store.errors import StoreError
from quizgame.store.learners import LONGEST_NAME, Learners, tidy_name
from tests.builders import NOON, a_learner, a_pack, a_store, instant, seeded
from tests.store.histories import TODAY, answer_on, desk_of


def learners(database: Database) -> Learners:
    """The learners of a store."""
    return Learners(database, seeded(2))


# ── names ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name",
    [
        "Sam",
        "Zoë Müller-O'Brien",
        "明美",
        "مريم",
        "🦊",
        "👩‍👩‍👧 Kim",
        "🏳️‍🌈",
        "[red]Sam[/red]",
        "[/]",
        "*Sam*",
        "Robert'); DROP TABLE learner;--",
        "../../etc",
        "%s {0} \\n",
        "x" * LONGEST_NAME,
    ],
)
def test_whatever_a_person_is_called_is_kept_as_it_was_typed(tmp_path: Path, name: str) -> None:
    with a_store(tmp_path) as database:
        added = learners(database).add(name, instant(NOON))
        assert added.name == name
        assert learners(database).named(name) == added
        assert [each.name for each in learners(database).all()] == [name]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Sam  ", "Sam"), ("Sam\tSmith", "Sam Smith"), ("Sam\n\nSmith", "Sam Smith"), ("Zoe\u0308", "Zo\u00eb")],
)
def test_spaces_and_combining_marks_are_tidied(typed: str, kept: str) -> None:
    assert tidy_name(typed) == kept


@pytest.mark.parametrize("name", ["", "   ", "\n\t", "\u00a0"])
def test_a_blank_name_is_refused(name: str) -> None:
    with pytest.raises(StoreError, match="at least one letter"):
        tidy_name(name)


@pytest.mark.parametrize("name", ["\u200d", "\u200c\u200d"])
def test_a_name_that_would_be_invisible_is_refused(name: str) -> None:
    with pytest.raises(StoreError):
        tidy_name(name)


def test_a_name_that_is_too_long_is_refused() -> None:
    with pytest.raises(StoreError, match=str(LONGEST_NAME)):
        tidy_name("x" * (LONGEST_NAME + 1))


@pytest.mark.parametrize("sign", ["\x1b[31m", "\x00", "\x07", "\x9b", "\u202e", "\u2066", "\ufeff", "\ud800", "\ue000"])
def test_control_characters_are_refused(sign: str) -> None:
    """Escape sequences, and marks that turn the direction of what follows."""
    with pytest.raises(StoreError, match="cannot be shown"):
        tidy_name(f"Sam{sign}x")


# ── unique ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("first", "second"), [("Sam", "Sam"), ("Sam", "sAM"), ("Sam", " sam "), ("Zoë", "ZOË"), ("Ägnes", "ägnes")]
)
def test_a_name_is_taken_in_upper_and_lower_case_alike(tmp_path: Path, first: str, second: str) -> None:
    with a_store(tmp_path) as database:
        added = learners(database).add(first, instant(NOON))
        assert learners(database).named(second) == added
        with pytest.raises(StoreError, match="already a learner"):
            learners(database).add(second, instant(NOON) + 1)
        assert learners(database).all() == [added]


def test_nobody_is_found_under_a_name_that_nobody_has(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        a_learner(database, "Sam")
        assert learners(database).named("Samuel") is None
        assert learners(database).named("S%") is None


# ── renaming ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_renamed_learner_keeps_id_and_progress(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        sam = a_learner(database, "Sam")
        answer_on(desk_of(database, sam), TODAY)
        renamed = learners(database).rename("sam", "Samira")
        assert renamed == (sam.id, "Samira")
        assert learners(database).named("Sam") is None
        assert len(desk_of(database, renamed).reviews()) == 1


def test_a_learner_may_change_the_case_of_a_name(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        a_learner(database, "sam")
        assert learners(database).rename("sam", "Sam").name == "Sam"


@pytest.mark.parametrize("new", ["Kim", "KIM", ""])
def test_a_rename_that_cannot_be_changes_nothing(tmp_path: Path, new: str) -> None:
    with a_store(tmp_path) as database:
        a_learner(database, "Sam", 5)
        a_learner(database, "Kim", 6)
        with pytest.raises(StoreError):
            learners(database).rename("Sam", new)
        assert [each.name for each in learners(database).all()] == ["Kim", "Sam"]


def test_renaming_nobody_says_how_to_see_who_there_is(tmp_path: Path) -> None:
    with a_store(tmp_path) as database, pytest.raises(StoreError, match="learners list"):
        learners(database).rename("Nobody", "Sam")


# ── who was here last ─────────────────────────────────────────────────────────────────────────────────────


def test_nobody_was_here_last_in_a_new_store(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        assert learners(database).latest() is None


def test_whoever_answered_last_was_here_last(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        sam, kim = a_learner(database, "Sam", 5), a_learner(database, "Kim", 6)
        for learner in (sam, kim, sam):
            answer_on(desk_of(database, learner), TODAY + 1, second=len(desk_of(database, learner).reviews()))
            assert learners(database).latest() == learner


def test_whoever_was_added_last_was_here_last(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        answer_on(desk_of(database, a_learner(database, "Sam", 5)), TODAY - 9)
        kim = learners(database).add("Kim", instant(NOON) + 1)
        assert learners(database).latest() == kim


def test_a_clock_that_was_ahead_does_not_make_a_learner_the_latest_for_years(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        sam, kim = a_learner(database, "Sam", 5), a_learner(database, "Kim", 6)
        answer_on(desk_of(database, kim), TODAY + 5 * 365)
        answer_on(desk_of(database, sam), TODAY + 1)
        assert learners(database).latest() == sam
