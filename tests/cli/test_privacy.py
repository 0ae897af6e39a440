"""`quizgame privacy` keeps its word: whatever the store can hold about a learner is in it, and nothing is invented."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from quizgame.cli.privacy import GROUPS, OF_PACKS, places
from quizgame.domain.events import Fact
from quizgame.store.backups import make
from quizgame.store.database import FILE
from quizgame.store.lines import FACTS
from tests.builders import a_pack, a_store
from tests.cli.test_commands import Shell
from tests.store.exports import practised


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "home", capsys)


def schema(home: Path) -> dict[str, list[str]]:
    """Every table that the store really has, with its columns."""
    with a_store(home) as database:
        db = database.reading
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: [row[1] for row in db.execute(f"PRAGMA table_info({table})")] for table in tables}


TOLD = {table: list(told) for group in GROUPS for table, told in group.tables.items()}
EVENTS = {kind: list(told) for group in GROUPS for kind, told in group.events.items()}


def test_every_table_is_told_of_or_holds_packs(tmp_path: Path) -> None:
    assert TOLD.keys() | OF_PACKS == schema(tmp_path).keys()
    assert not TOLD.keys() & OF_PACKS


def test_every_column_about_a_learner_is_told_of(tmp_path: Path) -> None:
    real = schema(tmp_path)
    assert {table: sorted(columns) for table, columns in TOLD.items()} == {table: sorted(real[table]) for table in TOLD}


def test_tables_of_packs_name_no_learner(tmp_path: Path) -> None:
    real = schema(tmp_path)
    for table in OF_PACKS:
        assert not {"learner", "device", "session", "instant", "day"} & set(real[table]), table


def test_every_field_of_every_kind_of_event_is_told_of() -> None:
    kinds = {fact: kind for kind, (fact, _) in FACTS.items()}
    assert {kinds[fact]: [field.name for field in fields(fact)] for fact in get_args(Fact)} == EVENTS


def test_every_field_has_words_and_every_group_a_reason() -> None:
    for group in GROUPS:
        assert group.why.endswith(".")
        for told in (*group.tables.values(), *group.events.values()):
            assert all(len(what) > 3 for what in told.values())


def test_every_file_that_the_game_makes_is_told_of(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        make(database.path)
        made = {path.name for path in tmp_path.iterdir()}
    assert made <= {path.name for path in places(tmp_path)} | {f"{FILE}-wal", f"{FILE}-shm"}


def test_it_is_said_in_plain_lines_that_fit_a_terminal(shell: Shell) -> None:
    status, said, error = shell("privacy")
    assert (status, error) == (0, "")
    assert str(shell.home / FILE) in said
    for told in (*TOLD.values(), *EVENTS.values()):
        for name in told:
            assert f"  {name}  " in said or f"  {name} " in said
    assert "sends nothing anywhere" in said
    assert "quizgame learners erase NAME" in said
    assert all(len(line) <= 80 for line in said.splitlines() if str(shell.home) not in line)


def test_asking_makes_nothing(shell: Shell) -> None:
    shell("privacy")
    shell("privacy", "--json")
    assert not shell.home.exists()


def test_it_is_said_for_programs_too(shell: Shell) -> None:
    told = json.loads(shell("privacy", "--json")[1])
    assert told["sent_anywhere"] is False
    assert str(shell.home / FILE) in [place["path"] for place in told["places"]]
    pairs = {(each["table"], each["field"]) for group in told["groups"] for each in group["fields"]}
    assert pairs == {(table, column) for table, columns in TOLD.items() for column in columns}
    pairs = {(each["kind"], each["field"]) for group in told["groups"] for each in group["events"]}
    assert pairs == {(kind, name) for kind, names in EVENTS.items() for name in names}
