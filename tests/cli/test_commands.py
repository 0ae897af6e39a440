"""Every command says what it did or what to do next, and its exit status tells fine, trouble and wrong use apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizgame.cli import main

PACK = """\
pack: coats
title: Coats [and] buttons
author: {author}
version: {version}
questions:
  - id: one
    kind: flashcard
    front: What comes before the answer?
    back: A question.
{more}"""

Run = tuple[int, str, str]


class Shell:
    """Runs commands on one home."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capsys = capsys

    def __call__(self, *words: str) -> Run:
        """Exit status, standard output and standard error of a command."""
        try:
            status = main(["--home", str(self.home), *words])
        except SystemExit as left:
            status = int(left.code or 0)
        said = self._capsys.readouterr()
        return status, said.out, said.err

    def pack(self, author: str = "Jo", version: int = 1, more: str = "", name: str = "coats.yaml") -> str:
        """A pack file, and its path."""
        path = self.home.parent / name
        path.write_text(PACK.format(author=author, version=version, more=more), encoding="utf-8")
        return str(path)


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "home", capsys)


def test_version(shell: Shell) -> None:
    assert shell("--version")[1].startswith("quizgame ")


@pytest.mark.parametrize("words", [("nonsense",), ("packs",), ("play", "--minutes", "0"), ("play", "--minutes", "x")])
def test_wrong_use_is_told_with_status_2(shell: Shell, words: tuple[str, ...]) -> None:
    status, _, error = shell(*words)
    assert status == 2
    assert "usage: quizgame" in error


@pytest.mark.parametrize(
    "words", [(), ("play",), ("packs",), ("packs", "install"), ("learners",), ("settings",), ("doctor",)]
)
def test_every_command_explains_itself(shell: Shell, words: tuple[str, ...]) -> None:
    status, said, _ = shell(*words, "--help")
    assert status == 0
    assert said.startswith("usage: quizgame")


def test_built_in_packs_are_listed_for_people_and_for_programs(shell: Shell) -> None:
    status, said, _ = shell("packs", "list")
    assert status == 0
    assert "limits-and-safety  " in said
    listed = json.loads(shell("packs", "list", "--json")[1])["packs"]
    assert all(pack["built_in"] and pack["on"] for pack in listed)
    assert all(pack["questions"] >= 10 or pack["conversations"] >= 5 for pack in listed)


def test_a_pack_is_installed_shown_and_removed(shell: Shell) -> None:
    assert shell("packs", "install", shell.pack()) == (
        0,
        "Installed: Coats [and] buttons, version 1 (1 objective, 1 question).\n",
        "",
    )
    assert "What comes before the answer?" in shell("packs", "show", "coats")[1]
    status, said, _ = shell("packs", "remove", "coats")
    assert status == 0
    assert "Its answers stay in the log" in said
    assert "coats" not in shell("packs", "list")[1]
    assert shell("packs", "show", "coats")[0] == 1


def test_a_newer_version_takes_the_place_of_the_older(shell: Shell) -> None:
    shell("packs", "install", shell.pack())
    more = "  - {id: two, kind: flashcard, front: And after it?, back: Silence.}\n"
    shell("packs", "install", "--yes", shell.pack(version=2, more=more))
    (pack,) = [each for each in json.loads(shell("packs", "list", "--json")[1])["packs"] if each["id"] == "coats"]
    assert (pack["version"], pack["questions"]) == (2, 2)


def test_another_authors_pack_under_a_used_id_is_refused_unless_told(shell: Shell) -> None:
    shell("packs", "install", shell.pack(author="Jo"))
    status, _, error = shell("packs", "install", shell.pack(author="Kim"))
    assert status == 1
    assert "already here, by Jo; this one is by Kim" in error
    assert shell("packs", "install", "--yes", "--new-author", shell.pack(author="Kim"))[0] == 0


def test_a_built_in_pack_can_be_neither_replaced_nor_removed(shell: Shell, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        PACK.format(author="Jo", version=1, more="").replace("coats", "limits-and-safety"), encoding="utf-8"
    )
    status, _, error = shell("packs", "install", str(mine))
    assert (status, "built-in pack" in error) == (1, True)
    assert shell("packs", "remove", "limits-and-safety")[0] == 1


def test_a_broken_pack_is_not_installed_and_every_problem_is_told(shell: Shell, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("pack: Broken Name\ntitle: ''\nversion: no\nquestions: []\n", encoding="utf-8")
    status, said, error = shell("packs", "install", str(broken))
    assert (status, said) == (1, "")
    assert error.count(f"{broken}:") >= 4
    assert "Traceback" not in error
    assert "Broken" not in shell("packs", "list")[1]


def test_check_reads_files_and_folders_and_counts_problems(shell: Shell, tmp_path: Path) -> None:
    good = shell.pack()
    assert shell("packs", "check", good)[0] == 0
    (tmp_path / "bad.yaml").write_text("pack: x\n", encoding="utf-8")
    status, said, error = shell("packs", "check", str(tmp_path))
    assert status == 1
    assert "coats.yaml: fine." in said
    assert "bad.yaml:1:" in said
    assert "problems found" in error
    assert shell("packs", "check", str(tmp_path / "nothing"))[0] == 1


def test_a_pack_is_switched_off_for_the_learner_and_on_again(shell: Shell) -> None:
    status, _, error = shell("packs", "off", "limits-and-safety")
    assert (status, "learners add" in error) == (1, True)
    shell("learners", "add", "Sam")
    assert shell("packs", "off", "limits-and-safety")[0] == 0
    assert "installed, off" in shell("packs", "list")[1] or "built in, off" in shell("packs", "list")[1]
    assert shell("packs", "on", "limits-and-safety")[0] == 0
    assert ", off" not in shell("packs", "list")[1]
    assert shell("packs", "on", "no-such")[0] == 1


def test_an_installed_file_that_breaks_leaves_its_last_good_version_in_play(shell: Shell) -> None:
    shell("packs", "install", shell.pack())
    (shell.home / "packs" / "coats.yaml").write_text("pack: [", encoding="utf-8")
    status, said, error = shell("packs", "list")
    assert status == 0
    assert "coats" in said
    assert "coats.yaml:1:" in error


def test_a_file_put_into_the_folder_by_hand_is_found_and_a_deleted_one_forgotten(shell: Shell) -> None:
    path = Path(shell.pack())
    folder = shell.home / "packs"
    folder.mkdir(parents=True)
    path.rename(folder / "by-hand.yml")
    assert "coats" in shell("packs", "list")[1]
    (folder / "by-hand.yml").unlink()
    assert "coats" not in shell("packs", "list")[1]


def test_learners_are_added_listed_and_renamed(shell: Shell) -> None:
    assert "Nobody yet" in shell("learners", "list")[1]
    assert shell("learners", "add", "  Zoë   😀 ")[1] == "Welcome, Zoë 😀.\n"
    assert shell("learners", "add", "zoë 😀")[0] == 1
    assert shell("learners", "rename", "Zoë 😀", "[red]Zoë[/]")[0] == 0
    assert json.loads(shell("learners", "list", "--json")[1]) == {"learners": ["[red]Zoë[/]"]}
    assert shell("learners", "rename", "nobody", "x")[0] == 1
    assert shell("learners", "add", "\x1b[31mred")[0] == 1


def test_the_learner_asked_for_must_be_there(shell: Shell) -> None:
    status, _, error = shell("--learner", "Kim", "settings")
    assert status == 1
    assert "There is no learner called Kim." in error


def test_doctor_finds_a_good_store_sound_and_a_changed_one_not(shell: Shell) -> None:
    shell("learners", "add", "Sam")
    shell("settings", "rollover", "05:00")
    assert shell("doctor")[0] == 0
    assert json.loads(shell("doctor", "--json")[1])["sound"] is True
    import sqlite3

    with sqlite3.connect(shell.home / "quizgame.db") as db:
        db.execute("DROP TRIGGER event_is_final")
        db.execute("UPDATE event SET body = replace(body, '300', '301')")
    db.close()
    status, said, _ = shell("doctor")
    assert status == 1
    assert "does not agree with its checksum" in said


@pytest.mark.parametrize("words", [("play", "no-such-pack"), ("play", "--topic", "no-such-topic")])
def test_what_is_not_there_cannot_be_played(shell: Shell, words: tuple[str, ...]) -> None:
    status, _, error = shell(*words)
    assert status == 1
    assert error.startswith("There is no ")


def test_a_home_that_is_a_file_is_told(shell: Shell) -> None:
    shell.home.write_text("a file", encoding="utf-8")
    status, _, error = shell("packs", "list")
    assert (status, "is not a folder" in error) == (1, True)


def test_with_debug_the_error_itself_is_raised(shell: Shell) -> None:
    shell.home.write_text("a file", encoding="utf-8")
    with pytest.raises(Exception, match="is not a folder"):
        shell("--debug", "packs", "list")


def test_a_pack_file_that_was_renamed_stays_in_play(shell: Shell) -> None:
    shell("packs", "install", shell.pack())
    (installed,) = (shell.home / "packs").iterdir()
    installed.rename(installed.with_name("other.yaml"))
    for _ in range(2):
        status, said, error = shell("packs", "list")
        assert (status, "coats" in said, error) == (0, True, "")


def test_a_pack_laid_by_hand_is_updated_and_removed_under_its_own_name(shell: Shell) -> None:
    folder = shell.home / "packs"
    folder.mkdir(parents=True)
    Path(shell.pack()).rename(folder / "by-hand.yaml")
    assert shell("packs", "install", "--yes", shell.pack(version=2))[0] == 0
    assert [path.name for path in folder.iterdir()] == ["by-hand.yaml"]
    (pack,) = [each for each in json.loads(shell("packs", "list", "--json")[1])["packs"] if each["id"] == "coats"]
    assert pack["version"] == 2
    assert shell("packs", "remove", "coats")[0] == 0
    assert "coats" not in shell("packs", "list")[1]


def test_the_options_of_every_command_may_stand_anywhere(shell: Shell) -> None:
    shell("learners", "add", "Sam")
    assert main(["learners", "list", "--home", str(shell.home)]) == 0
    assert shell("settings", "--learner", "Sam")[0] == 0


def test_a_file_name_cannot_speak_to_the_terminal(shell: Shell) -> None:
    folder = shell.home / "packs"
    folder.mkdir(parents=True)
    Path(shell.pack()).rename(folder / "a.yaml")
    Path(shell.pack()).rename(folder / "b\x1b[31m.yaml")
    _, _, error = shell("packs", "list")
    assert "already used by" in error
    assert "\x1b" not in error
