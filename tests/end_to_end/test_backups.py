"""The store is backed up after the first session of a day; what puts a backup in its place can be killed."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing, suppress
from datetime import timedelta
from random import Random

import pytest

from quizgame.store.backups import FOLDER, Backup, found
from tests.end_to_end.machine import PROGRAM, Machine
from tests.end_to_end.packs import DRILL
from tests.end_to_end.screens import SUMMARY, answer


def answers_in(machine: Machine, backup: Backup) -> int:
    """How many answers a backup holds; it must be sound."""
    with closing(sqlite3.connect(machine.home / FOLDER / backup.name)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(db.execute("SELECT count(*) FROM review").fetchone()[0])


def a_day_later(machine: Machine) -> Backup:
    """Let the only backup be yesterday's; gives it."""
    [made] = found(machine.home)
    older = made._replace(made=made.made - timedelta(days=1))
    (machine.home / FOLDER / made.name).rename(machine.home / FOLDER / older.name)
    return older


def played_in_plain_lines(machine: Machine) -> None:
    """One answer, and the end of the session."""
    outcome = machine.run("play", DRILL, said="1\nq\n")
    assert outcome.returncode == 0, outcome.stderr


def test_a_day_has_one_backup_made_when_its_first_session_ends(used: Machine) -> None:
    assert used.run("play", DRILL, said="q\n").returncode == 0
    assert found(used.home) == [], "a session without an answer leaves nothing to keep"
    for _ in range(2):
        played_in_plain_lines(used)
    [backup] = found(used.home)
    assert answers_in(used, backup) == 1, "the second session made none"
    yesterdays = a_day_later(used)
    played_in_plain_lines(used)
    todays, kept = found(used.home)
    assert kept == yesterdays
    assert answers_in(used, todays) == 3


def test_the_screens_make_it_too_while_the_summary_is_shown(used: Machine) -> None:
    with used.open("play", DRILL) as terminal:
        answer(terminal)
        terminal.press("q")
        terminal.wait_for(SUMMARY)
        terminal.wait_until(lambda: bool(found(used.home)), "a backup")
        terminal.press("q")
        assert terminal.ended() == 0
    [backup] = found(used.home)
    assert answers_in(used, backup) == 1


def test_a_session_ends_well_where_no_backup_can_be_made(used: Machine) -> None:
    (used.home / FOLDER).write_text("a file where the folder should be", encoding="utf-8")
    outcome = used.run("play", DRILL, said="1\nq\n")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert len(used.reviews()) == 1


@pytest.mark.parametrize("command", [("restore", "--yes"), ("doctor", "--repair")], ids=["restore", "repair"])
def test_killed_at_any_moment_there_is_the_old_store_or_the_new_one(used: Machine, command: tuple[str, ...]) -> None:
    for _ in range(2):
        played_in_plain_lines(used)
    if command[0] == "doctor":
        with closing(sqlite3.connect(used.store)) as db:  # a row that only the backup holds
            db.execute("DROP TRIGGER review_stays")
            db.execute("DELETE FROM review WHERE sequence = (SELECT min(sequence) FROM review)")
            db.commit()
    moments = Random(8)
    for _ in range(6):
        with subprocess.Popen([*PROGRAM, *command], env=used.environment(), stdout=subprocess.DEVNULL) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(moments.uniform(0.2, 1.2))
            process.kill()
        assert len(used.reviews()) in {1, 2}
    assert used.run(*command).returncode == 0
    assert len(used.reviews()) == (1 if command[0] == "restore" else 2)
    assert used.complaints() == ""
