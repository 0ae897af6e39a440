"""`restore` and `doctor` work on a store that the game cannot open, say what they did, and delete nothing."""

from __future__ import annotations

import io
import json
import sys
import threading
from pathlib import Path

import pytest

from quizgame.store.backups import FOLDER
from quizgame.store.copies import DAMAGED
from quizgame.store.database import FILE
from tests.builders import a_store
from tests.cli.test_commands import Shell


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A home in which Sam has given two answers, of which a backup holds the first."""
    shell = Shell(tmp_path / "home", capsys)
    shell("learners", "add", "Sam")
    for _ in range(2):
        monkeypatch.setattr(sys, "stdin", io.StringIO("1\nq\n"))
        assert shell("--plain", "play")[0] == 0
        for thread in threading.enumerate():  # the program would wait for its backup at exit
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join()
    return shell


def backup_of(shell: Shell) -> str:
    """The name of the only backup."""
    [path] = (shell.home / FOLDER).iterdir()
    return path.name


def spoil(shell: Shell) -> bytes:
    """Make a store of which nothing can be read; gives it."""
    data = b"Dear diary, today was long. " * 200
    (shell.home / FILE).write_bytes(data)
    return data


def test_the_backups_are_shown_and_nothing_restored_unasked(shell: Shell) -> None:
    before = (shell.home / FILE).read_bytes()
    status, said, error = shell("restore")
    assert status == 1
    assert f"* {backup_of(shell)}" in said
    assert "1 answer: Sam" in said
    assert error == f"Add --yes to restore {backup_of(shell)}, the one with the star, unasked.\n"
    assert (shell.home / FILE).read_bytes() == before
    [listed] = json.loads(shell("restore", "--json")[1])["backups"]
    assert (listed["name"], listed["answers"], listed["learners"]) == (backup_of(shell), 1, ["Sam"])


@pytest.mark.parametrize("named", [False, True])
def test_a_backup_is_restored_and_what_it_lacks_is_said(shell: Shell, *, named: bool) -> None:
    name = backup_of(shell)
    status, said, _ = shell("restore", "--yes", *[name[:10]] * named)
    assert status == 0
    assert f"Restored: {name}.\n" in said
    assert "It held 1 answer and 3 other events that the backup lacks; the first of these answers was given on " in said
    assert "Log: 1 answer, " in shell("doctor")[1]


def test_restoring_as_json_says_the_same(shell: Shell) -> None:
    spoiled = spoil(shell)
    status, said, _ = shell("restore", "--yes", "--json")
    done = json.loads(said)
    assert (status, done["restored"]) == (0, backup_of(shell))
    assert done["lacking"] == {"answers": 0, "events": 0, "since": None, "whole": False, "missing": 4}
    assert Path(done["set_aside"]).read_bytes() == spoiled
    assert Path(done["set_aside"]).parent == shell.home / DAMAGED


def test_what_cannot_be_restored_is_told(shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell("restore", "1999")[::2] == (
        1,
        "There is no backup called 1999. `quizgame restore --json` shows them all.\n",
    )
    (shell.home / FOLDER / backup_of(shell)).write_bytes(b"no store")
    status, said, error = shell("restore", "--yes")
    assert (status, "cannot be read" in said, "damaged" in error) == (1, True, True)
    assert not (shell.home / DAMAGED).exists()
    status, _, error = Shell(tmp_path / "other", capsys)("restore")
    assert (status, error.startswith("There are no backups yet.")) == (1, True)
    assert not (tmp_path / "other").exists()


def test_the_game_says_of_a_damaged_store_what_to_do(shell: Shell) -> None:
    spoil(shell)
    for words in ((), ("play",), ("progress",), ("learners", "list")):
        status, said, error = shell(*words)
        assert (status, said) == (1, "")
        assert "is damaged and was left as it is" in error
        assert "`quizgame doctor --repair`" in error
        assert "`quizgame restore`" in error


def test_the_doctor_tells_of_everything(shell: Shell) -> None:
    status, said, _ = shell("doctor", "--json")
    found = json.loads(said)
    assert (status, found["sound"], found["repaired"]) == (0, True, [])
    assert found["backups"] == [backup_of(shell)]
    assert found["terminal"].keys() == {"columns", "lines", "kind", "encoding", "colour", "face"}
    assert {"quizgame", "python", "sqlite", "textual"} <= found["versions"].keys()
    lines = shell("doctor")[1]
    for title in (
        "Store",
        "Log",
        "File",
        "Checksums",
        "Sequence",
        "Caches",
        "Packs",
        "Backups",
        "Terminal",
        "Versions",
    ):
        assert f"{title}: " in lines


def test_a_store_that_cannot_be_opened_is_reported_and_repaired(shell: Shell) -> None:
    spoiled = spoil(shell)
    status, said, _ = shell("doctor")
    assert (status, "Log: cannot be counted." in said, "Checksums: not looked at" in said) == (1, True, True)
    assert (shell.home / FILE).read_bytes() == spoiled
    status, said, _ = shell("doctor", "--repair")
    assert status == 0
    assert f"Repaired: the backup {backup_of(shell)} was restored" in said
    assert "A part of the old store could not be read" in said
    [aside] = (shell.home / DAMAGED).iterdir()
    assert str(aside) in said
    assert aside.read_bytes() == spoiled
    assert json.loads(shell("doctor", "--json")[1])["sound"] is True


def test_caches_that_differ_are_folded_anew_and_nothing_set_aside(shell: Shell) -> None:
    with a_store(shell.home) as database:
        database.reading.execute("UPDATE day_total SET answers = answers + 1")
    status, said, _ = shell("doctor")
    assert (status, "day_total of learner" in said, "`quizgame doctor --repair`" in said) == (1, True, True)
    status, said, _ = shell("doctor", "--repair")
    assert (status, said.startswith("Repaired: the caches were folded anew from the log.\n")) == (0, True)
    assert not (shell.home / DAMAGED).exists()


def test_a_sound_store_needs_no_repair(shell: Shell) -> None:
    status, said, _ = shell("doctor", "--repair")
    assert (status, said.startswith("There was nothing to repair.\n")) == (0, True)
    assert json.loads(shell("doctor", "--repair", "--json")[1])["repaired"] == ["There was nothing to repair."]


def test_of_a_store_that_is_gone_everybody_is_told_and_offered_the_backups(shell: Shell) -> None:
    (shell.home / FILE).unlink()
    for words in ((), ("play",), ("progress",), ("learners", "list")):
        status, said, error = shell(*words)
        assert (status, said) == (1, "")
        assert "is gone, though there was a store here" in error
        assert "`quizgame restore`" in error
    assert not (shell.home / FILE).exists()
    status, said, _ = shell("restore", "--yes")
    assert status == 0
    assert "There was no store any more: what was done after " in said
    assert "4 rows that this device had written could not be found in either.\n" in said
    assert "Log: 1 answer, " in shell("doctor")[1]


@pytest.mark.parametrize("backed_up", [True, False])
def test_the_doctor_too_repairs_a_store_that_is_gone(shell: Shell, *, backed_up: bool) -> None:
    (shell.home / FILE).unlink()
    if not backed_up:
        (shell.home / FOLDER / backup_of(shell)).unlink()
    assert "is gone" in shell("doctor")[1]
    said = shell("doctor", "--repair")[1]
    assert "rows that this device had written could not be found" in said
    assert "There was no old store any more: what was done " in said
    assert shell("learners", "list")[1].startswith("Sam\n" if backed_up else "Nobody yet.")
