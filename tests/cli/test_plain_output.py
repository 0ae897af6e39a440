"""Where standard output is no terminal, every command writes plain lines: no escape codes, and no box drawing.

A command that is not listed here fails, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest

from quizgame.cli import main
from quizgame.cli.commands import COMMANDS
from quizgame.cli.packs import ACTIONS
from tests.cli.test_commands import PACK, Shell
from tests.plainness import not_plain
from tests.tui.walks import furnish

PACK_ID, CONVERSATION = "hearing-people-out", "talk"
FILE = "packs/hearing-people-out.yaml"

READING = (
    ("status",),
    ("progress",),
    ("why", f"{PACK_ID}/o0"),
    ("settings",),
    ("privacy",),
    ("doctor",),
    ("restore",),
    ("learners", "list"),
    ("packs", "list"),
    ("packs", "show", PACK_ID),
    ("packs", "check", FILE),
    ("packs", "preview", FILE),
    ("packs", "items", PACK_ID),
    ("packs", "diff", FILE),
    ("packs", "schema"),
)
"""Commands that show something; a file is one of the home."""

CHANGING = (
    ("settings", "goal", "4"),
    ("learners", "add", "Zoë"),
    ("learners", "rename", "Alexandra", "Alex"),
    ("learners", "export", "Sam", "sam.jsonl"),
    ("learners", "import", "sam.jsonl"),
    ("learners", "join", "Sam", "Alex"),
    ("learners", "erase", "Zoë", "--yes"),
    ("packs", "off", PACK_ID),
    ("packs", "on", PACK_ID),
    ("packs", "new", "mine"),
    ("packs", "export", PACK_ID, "out.csv"),
    ("packs", "import", "out.csv", "--to", "in.yaml"),
    ("packs", "install", "mine.yaml"),
    ("packs", "update", "mine.yaml"),
    ("packs", "remove", "coats"),
    ("doctor", "--repair"),
)
"""Commands that change something, in this order."""

WRONG = (
    ("nonsense",),
    ("why", "nobody/knows"),
    ("why", "\x1b[31mred"),
    ("status", "--learner", "No\x1b]0;one\x07"),
    ("packs", "show", "\x9b31m"),
    ("packs", "check", "no\x1b[2Jsuch.yaml"),
    ("packs", "check", "packs/broken.yaml"),
    ("play", "--plain", "no-such-pack"),
    ("learners", "erase", "Nobody"),
    ("settings", "goal", "many\x1b[1m"),
)
"""Commands that fail, some of them with what a terminal would obey."""

SESSION = ("9", "x", "p", "", "f", "a note", "1c", "u", "2x", "", "1", "", "2", "", "f another", "1", "", "q")
TALKING = ("9", "?", "p", "", "f", "a note", "1", "u", "1", "2", "3", "x", "1", "1", "u", "q", "p", "", "", "q")


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which much has happened, its packs compiled."""
    home = tmp_path_factory.mktemp("much") / "home"
    furnish(home)
    (home / "mine.yaml").write_text(PACK.format(author="Jo", version=1, more=""), encoding="utf-8")
    main(["--home", str(home), "status"])
    return home


@pytest.fixture
def reader(furnished: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Commands that change nothing in that home, which is the present folder as well."""
    monkeypatch.chdir(furnished)
    return Shell(furnished, capsys)


@pytest.fixture
def shell(
    furnished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """Commands on a copy of it."""
    home = shutil.copytree(furnished, tmp_path / "home")
    monkeypatch.chdir(home)
    return Shell(home, capsys)


def says(shell: Shell, monkeypatch: pytest.MonkeyPatch, *words: str, typed: tuple[str, ...] = ()) -> str:
    """All that a command writes, seen to be plain."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
    _, out, error = shell(*words)
    assert out or error
    assert not_plain(out + error) == []
    return out + error


def test_no_command_is_forgotten() -> None:
    called = {words[: 2 if words[0] in {"packs", "learners"} else 1] for words in (*READING, *CHANGING)}
    assert {words[0] for words in called} == set(COMMANDS) - {"play"}
    assert {words[1] for words in called if words[0] == "packs"} == set(ACTIONS)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_what_is_shown_is_plain(reader: Shell, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    assert "usage:" not in says(reader, monkeypatch, *words)


def test_what_is_said_of_changes_is_plain(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in CHANGING:
        assert "usage:" not in says(shell, monkeypatch, *words)


@pytest.mark.parametrize("words", WRONG, ids=lambda words: ascii(" ".join(words)))
def test_what_is_said_of_mistakes_is_plain(
    reader: Shell, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    says(reader, monkeypatch, *words)


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS), ("packs", "check")], ids=" ".join)
def test_help_is_plain(reader: Shell, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    assert "usage: quizgame" in says(reader, monkeypatch, *words, "--help")


def test_a_whole_session_is_plain(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    said = says(shell, monkeypatch, "play", "--plain", "--minutes", "3", PACK_ID, typed=SESSION)
    for part in ("Please type a number", "Paused.", "Noted for the trainer", "Taken back", "the best", "Done. "):
        assert part in said


def test_a_whole_conversation_is_plain(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    said = says(shell, monkeypatch, "play", "--plain", "--conversation", CONVERSATION, typed=TALKING)
    for part in ("Please type a number", "Paused.", "Taken back", "How it ended", "For practice", "Done. "):
        assert part in said


def test_the_first_run_is_plain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = says(Shell(tmp_path / "new", capsys), monkeypatch, "--plain", typed=("\x1b[31m", "Sam", "7", "1", "q"))
    assert "What should I call you?" in said
    assert "Please type 1 or 3 or 5." in said
