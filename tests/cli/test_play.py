"""`quizgame play --conversation` finds the conversation that is meant, and holds it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quizgame.domain.questions import Conversation
from quizgame.packs.writer import as_yaml
from tests.builders import a_conversation, a_pack, lay_home
from tests.cli.test_commands import Shell

Played = tuple[int, str, str]


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A home with a pack that holds the conversation `talk`, and somebody who learns there."""
    shell = Shell(lay_home(tmp_path / "home", built_in=True), capsys)
    install(shell, "pack", a_conversation())
    shell("learners", "add", "Sam")
    return shell


def install(shell: Shell, pack: str, *conversations: Conversation) -> str:
    """Install a pack of three objectives and these conversations; gives what was said."""
    path = shell.home.parent / f"{pack}.yaml"
    path.write_text(as_yaml(replace(a_pack(pack), conversations=conversations)), encoding="utf-8")
    status, said, error = shell("packs", "install", str(path))
    assert status == 0, error
    return said


@pytest.fixture
def play(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Played]:
    """Plays in plain lines, with these typed."""

    def run(*words: str, typed: str = "") -> Played:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        return shell("--plain", "play", *words)

    return run


@pytest.mark.parametrize("name", ["pack/talk", "talk"])
def test_a_conversation_is_held_by_its_key_or_its_id(play: Callable[..., Played], name: str) -> None:
    status, said, _ = play("--conversation", name, "--minutes", "7", typed="1\n1\n1\n\n")
    assert status == 0
    assert "Conversation: the title of talk (counter)." in said
    assert "How it ended: " in said
    assert "Done. " in said


def test_an_unknown_conversation_is_told_with_the_nearest_one(play: Callable[..., Played]) -> None:
    status, _, error = play("--conversation", "tlak")
    assert (status, error) == (1, "There is no conversation called tlak. Did you mean `talk`?\n")
    status, _, error = play("--conversation", "pack/tal")
    assert (status, "Did you mean `pack/talk`?" in error) == (1, True)
    status, _, error = play("--conversation", "something\x1b[2J")
    assert status == 1
    assert "\x1b" not in error
    assert "`quizgame packs show PACK`" in error


def test_an_id_that_two_packs_use_must_be_told_in_full(shell: Shell, play: Callable[..., Played]) -> None:
    install(shell, "other", a_conversation(pack="other"))
    status, _, error = play("--conversation", "talk")
    assert (status, "Name one of them: other/talk, pack/talk." in error) == (1, True)
    assert play("--conversation", "other/talk", typed="q\n")[0] == 0


def test_a_conversation_is_held_by_itself(play: Callable[..., Played]) -> None:
    for words in (("pack",), ("--topic", "pack")):
        status, _, error = play("--conversation", "talk", *words)
        assert (status, error.startswith("A conversation is held by itself.")) == (1, True)


def test_it_is_held_even_while_its_pack_is_off(shell: Shell, play: Callable[..., Played]) -> None:
    assert shell("packs", "off", "pack")[0] == 0
    assert "Turn 1 of about 3." in play("--conversation", "talk", typed="q\n")[1]


def test_packs_are_listed_and_shown_with_their_conversations(shell: Shell) -> None:
    said = install(shell, "talks", a_conversation("one"), a_conversation("two"))
    assert said == "Installed: The talks pack, version 1 (3 objectives, 9 questions, 2 conversations).\n"
    assert "(3 objectives, 9 questions, 1 conversation; installed)" in shell("packs", "list")[1]
    packs = json.loads(shell("packs", "list", "--json")[1])["packs"]
    assert [each["conversations"] for each in packs if not each["built_in"]] == [1, 2]
    assert "  the title of two (counter, 3 turns): conversation two\n" in shell("packs", "show", "talks")[1]
    shown = json.loads(shell("packs", "show", "talks", "--json")[1])["conversations"]
    assert shown[0] == {"key": "talks/one", "title": "the title of one", "channel": "counter", "turns": 3}


def test_a_pack_of_conversations_alone_has_no_questions_to_name(shell: Shell) -> None:
    path = shell.home.parent / "alone.yaml"
    alone = replace(a_pack("alone"), objectives=(), questions=(), conversations=(a_conversation(),))
    path.write_text(as_yaml(alone), encoding="utf-8")
    assert shell("packs", "install", str(path))[1] == "Installed: The alone pack, version 1 (1 conversation).\n"
    assert "The alone pack (1 conversation; installed)" in shell("packs", "list")[1]


def test_the_best_way_through_is_found_by_the_words_alone(play: Callable[..., Played]) -> None:
    """What stands on the lines is enough to choose by."""
    chosen = ""
    for number in range(3):
        _, said, _ = play("--conversation", "talk", "--seed", "3", typed="q\n")  # it goes on where it was left
        choice = next(line[0] for line in said.splitlines() if line.endswith(f". Best {number} of talk."))
        _, chosen, _ = play("--conversation", "talk", "--seed", "3", typed=f"{choice}\nq\n")
    assert "How it ended: resolved." in chosen
