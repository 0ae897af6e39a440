"""`quizgame why`: by key, by id, by a question of it; in lines and as JSON; and what is unknown gets help."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizgame.packs.writer import as_yaml
from quizgame.study.views import Scope
from tests.builders import FixedClock, a_pack, a_store, a_study
from tests.cli.test_commands import Shell


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A home in which Sam has answered one question of three objectives."""
    shell = Shell(tmp_path / "home", capsys)
    path = tmp_path / "pack.yaml"
    path.write_text(as_yaml(a_pack()), encoding="utf-8")
    assert shell("packs", "install", str(path))[0] == 0
    with a_store(tmp_path / "home") as database:
        study = a_study(database, FixedClock())
        study.start(1, Scope(packs=("pack",)))
        study.choose(0)
        study.finish()
    return shell


@pytest.mark.parametrize("name", ["pack/o0", "o0", "pack/o0-a"])
def test_it_tells_evidence_memory_and_what_grades_would_do(shell: Shell, name: str) -> None:
    status, said, error = shell("why", name)
    assert (status, error) == (0, "")
    assert said.startswith("Title of o0 (pack/o0)\n")
    for part in (
        "Answers so far:",
        "Sat 21 Nov",
        "stability",
        "difficulty",
        "for most learners",
        "An answer today would make it:",
    ):
        assert part in said


def test_it_tells_programs_the_same(shell: Shell) -> None:
    told = json.loads(shell("why", "o0", "--json")[1])
    assert told["objective"] == "pack/o0"
    assert [each["question"] for each in told["answers"]] == ["pack/o0-a"]
    assert set(told["due_after"]) == {"again", "hard", "good", "easy"}
    assert told["memory"]["repetitions"] == 1
    assert told["own_answers"] == 0
    assert 0 < told["recall_in_30_days"] < told["recall_in_30_days"] + told["gain_if_asked"] < told["recall"] < 1
    unmet = json.loads(shell("why", "o1", "--json")[1])
    for name in ("memory", "next", "chance", "recall", "recall_in_30_days", "gain_if_asked"):
        assert unmet[name] is None


def test_what_is_unknown_gets_help(shell: Shell) -> None:
    status, said, error = shell("why", "pack/o00")
    assert (status, said) == (1, "")
    assert error.startswith("There is no objective called pack/o00. Did you mean")
    assert "quizgame packs show PACK" in shell("why", "something-else-entirely")[2]


def test_bytes_that_are_no_text_are_no_objective(shell: Shell) -> None:
    status, said, error = shell("why", "\udcff\udc80")
    assert (status, said) == (1, "")
    assert error.startswith("There is no objective called ")
    assert "stumbled" not in error
