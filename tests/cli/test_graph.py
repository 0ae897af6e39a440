"""`quizgame packs show --graph` finds the conversation that is meant, on the shelf or in a file, and draws it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from quizgame.packs.graph import flowchart, outline
from quizgame.packs.writer import as_yaml
from tests.builders import a_conversation, a_pack, lay_home
from tests.cli.test_commands import Shell

TALK = a_conversation()
DRAWN = "\n".join(outline(TALK)) + "\n"


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A home with a pack that holds the conversation `talk`."""
    shell = Shell(lay_home(tmp_path / "home", built_in=True), capsys)
    shell("packs", "install", a_file(tmp_path, "pack"))
    return shell


def a_file(folder: Path, pack: str) -> str:
    """A pack file with the conversation `talk`."""
    path = folder / f"{pack}.yaml"
    path.write_text(as_yaml(replace(a_pack(pack), conversations=(a_conversation(pack=pack),))), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("words", [("--graph", "pack/talk"), ("--graph", "talk"), ("pack", "--graph", "talk")])
def test_a_conversation_is_drawn_by_its_key_or_its_id(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell("packs", "show", *words) == (0, DRAWN, "")


def test_it_is_drawn_for_a_page(shell: Shell) -> None:
    assert shell("packs", "show", "--graph", "talk", "--mermaid") == (0, "\n".join(flowchart(TALK)) + "\n", "")


def test_a_file_needs_not_be_installed(shell: Shell, tmp_path: Path) -> None:
    file = a_file(tmp_path, "draft")
    status, said, _ = shell("packs", "show", file, "--graph", "talk")
    assert status == 0
    assert "practises draft/o0" in said
    status, _, error = shell("packs", "show", str(tmp_path / "none.yaml"), "--graph", "talk")
    assert (status, "There is no such file." in error) == (1, True)


def test_an_id_that_several_packs_have_must_be_told_apart(shell: Shell, tmp_path: Path) -> None:
    shell("packs", "install", a_file(tmp_path, "second"))
    status, _, error = shell("packs", "show", "--graph", "talk")
    assert status == 1
    assert error == "talk is the id of 2 conversations. Name one of them: pack/talk, second/talk.\n"
    assert shell("packs", "show", "second", "--graph", "talk")[0] == 0


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("--graph", "talc"), "There is no conversation called talc. Did you mean `talk`?"),
        (("--graph", "xyz"), "There is no conversation called xyz. `quizgame packs show PACK` shows those of a pack."),
        (("pakc", "--graph", "talk"), "There is no pack called pakc. `quizgame packs list` shows them."),
    ],
)
def test_a_name_that_is_nothing_is_told(shell: Shell, words: tuple[str, ...], remedy: str) -> None:
    assert shell("packs", "show", *words) == (1, "", f"{remedy}\n")


@pytest.mark.parametrize(
    "words", [(), ("pack", "--mermaid"), ("--graph", "talk", "--json"), ("pack", "--graph", "talk", "--json")]
)
def test_forms_that_do_not_go_together_are_wrong_use(shell: Shell, words: tuple[str, ...]) -> None:
    status, _, error = shell("packs", "show", *words)
    assert status == 2
    assert "usage: quizgame packs show" in error


def test_a_pack_lists_its_conversations(shell: Shell) -> None:
    said = shell("packs", "show", "pack")[1]
    assert said.endswith("\n  the title of talk (counter, 3 turns): conversation talk\n")
    assert json.loads(shell("packs", "show", "pack", "--json")[1])["conversations"] == [
        {"key": "pack/talk", "title": "the title of talk", "channel": "counter", "turns": 3}
    ]
