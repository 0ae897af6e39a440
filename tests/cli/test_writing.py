"""A trainer begins with a pack that the checker likes, and nothing that was there is overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizgame.cli import main
from quizgame.packs.check.checking import check_files
from quizgame.packs.reader import read_pack


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["our-returns", "Our Returns", "our-returns.yaml"])
def test_a_new_pack_has_nothing_that_the_checker_would_mind(name: str, folder: Path) -> None:
    assert main(["packs", "new", name, "--author", "Jo: store <TITLE> 12"]) == 0
    path = folder / "our-returns.yaml"
    pack = read_pack(path)
    assert (pack.id, pack.title, pack.author) == ("our-returns", "Our returns", "Jo: store <TITLE> 12")
    assert {question.kind for question in pack.questions} == {"better-response", "flashcard"}
    assert check_files([path]).findings == ()


def test_the_schema_comes_beside_it_and_can_be_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["packs", "new", "one"])
    beside = (folder / "quizgame-pack.schema.json").read_text(encoding="utf-8")
    assert "quizgame-pack.schema.json" in capsys.readouterr().out
    assert main(["packs", "schema"]) == 0
    printed = capsys.readouterr().out
    assert main(["packs", "schema", "--output", "s.json"]) == 0
    assert beside == printed == (folder / "s.json").read_text(encoding="utf-8")
    assert json.loads(printed)["$schema"].endswith("2020-12/schema")


def test_what_is_there_is_left_as_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "mine.yaml").write_text("my work", encoding="utf-8")
    (folder / "quizgame-pack.schema.json").write_text("mine too", encoding="utf-8")
    assert main(["packs", "new", "mine"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["packs", "new", "other"]) == 0
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == "my work"
    assert (folder / "quizgame-pack.schema.json").read_text(encoding="utf-8") == "mine too"


@pytest.mark.parametrize(
    "words",
    [("日本",), ("...",), ("a", "--title", "x" * 121), ("a", "--author", "\x1b[2J"), ("no-such-folder/a",)],
)
def test_what_cannot_be_is_told_in_a_line(
    words: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["packs", "new", *words]) == 1
    error = capsys.readouterr().err
    assert error.strip()
    assert "\x1b" not in error
    assert "stumbled" not in error
    assert list(folder.iterdir()) == []
