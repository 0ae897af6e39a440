"""`quizgame progress` and `status`: the same figures in every form, into a file only where it was asked for."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from quizgame.domain.words import date
from tests.builders import FixedClock, a_pack, a_store, a_study
from tests.cli.test_commands import Shell
from tests.study.test_progress import practise


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A home whose learner has just finished a session, looked at on the same day."""
    clock = FixedClock()
    home = tmp_path / "home"
    with a_store(home, a_pack(objectives=9), built_in=True) as database:
        practise(a_study(database, clock), clock, 6)
    monkeypatch.setattr("quizgame.cli.surroundings.SystemClock", lambda: clock)
    return Shell(home, capsys)


def test_status_is_one_line_and_the_same_as_json(shell: Shell) -> None:
    status, line, _ = shell("status")
    assert (status, line) == (0, "1 day, today done · 1 of 5 this week · nothing due\n")
    told = json.loads(shell("status", "--json")[1])
    assert told == {
        "streak": {"current": 1, "best": 1, "total": 1},
        "freezes": 1,
        "week": {"days": 1, "goal": 5},
        "due": 0,
    }


def test_without_a_terminal_progress_is_plain_lines(shell: Shell) -> None:
    status, text, _ = shell("progress")
    assert status == 0
    assert text.startswith("Progress of Sam, Sat 21 Nov 2026.")
    assert "\x1b" not in text
    for question in ("When did I practise?", "What do I know?", "What comes?", "Am I as sure as I am right?"):
        assert question in text


def test_json_and_csv_tell_the_same_days(shell: Shell) -> None:
    told = json.loads(shell("progress", "--json")[1])
    rows = list(csv.DictReader(StringIO(shell("progress", "--csv", "-")[1])))
    assert told["learner"] == "Sam"
    assert [(row["date"], row["answers"]) for row in rows] == [("2026-11-21", "6")]


def test_html_goes_into_a_file_of_its_own(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "progress.html"
    status, said, where = shell("progress", "--html", str(file))
    assert (status, said) == (0, "")
    assert str(file) in where
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_place_that_cannot_be_written_is_named(shell: Shell, tmp_path: Path) -> None:
    status, _, trouble = shell("progress", "--html", str(tmp_path))
    assert status == 1
    assert f"{tmp_path} cannot be written" in trouble
    assert "Choose another place." in trouble


def test_two_forms_at_once_are_wrong_use(shell: Shell) -> None:
    assert shell("progress", "--json", "--html", "x")[0] == 2


@pytest.mark.parametrize("words", [("progress",), ("status",)])
def test_before_anybody_learns_here_a_line_says_how_to_begin(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, trouble = Shell(tmp_path / "new", capsys)(*words)
    assert status == 1
    assert "`quizgame learners add NAME` adds one." in trouble


def test_status_loads_no_screen_no_yaml_and_no_models(tmp_path: Path) -> None:
    """It stands before every prompt of a shell."""
    with a_store(tmp_path, a_pack()) as database:
        a_study(database, FixedClock())
    code = (
        "import sys; from quizgame.cli import main; main(['--home', sys.argv[1], 'status']);"
        "print(sorted({'textual', 'rich', 'yaml', 'pydantic'} & set(sys.modules)))"
    )
    for _ in range(2):  # the very first start compiles the built-in packs
        command = [sys.executable, "-c", code, str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_day_in_the_header_is_the_study_day(shell: Shell) -> None:
    assert date(20_778) in shell("progress")[1].splitlines()[0]
