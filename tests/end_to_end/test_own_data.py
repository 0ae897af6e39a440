"""Own your data: on a real terminal, beside an open game, and killed at any moment, nothing is half done."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest

from tests.end_to_end.machine import PROGRAM, Machine
from tests.end_to_end.packs import DRILL
from tests.end_to_end.screens import SUMMARY, TODAY, answer
from tests.end_to_end.terminal import ENTER


@pytest.fixture(scope="module")
def practised_home(tmp_path_factory: pytest.TempPathFactory, home_of_sam: Path) -> Path:
    """Sam has answered two questions, and a backup tells of it."""
    machine = Machine(tmp_path_factory.mktemp("practised"))
    shutil.copytree(home_of_sam, machine.home)
    with machine.open("play", DRILL) as terminal:
        answer(terminal)
        terminal.press(ENTER)
        answer(terminal)
        terminal.press("q")
        terminal.wait_for(SUMMARY)
        terminal.press("q")
        assert terminal.ended() == 0
    [backup] = (machine.home / "backups").iterdir()
    backup.rename(backup.with_name("2026-11-21T120000Z-v2.db"))
    return machine.home


@pytest.fixture
def practised(machine: Machine, practised_home: Path) -> Machine:
    """A machine with a copy of that home."""
    shutil.copytree(practised_home, machine.home)
    return machine


def identity(machine: Machine, name: str = "Sam") -> bytes:
    """A learner's id."""
    with machine.desk(name) as desk:
        return desk.learner.id


def holding(machine: Machine, identity: bytes) -> list[Path]:
    """The files of a home that hold an id."""
    forms = (identity, identity.hex().encode())
    found = (path for path in machine.home.rglob("*") if path.is_file())
    return [path for path in found if any(form in path.read_bytes() for form in forms)]


def killed(machine: Machine, seconds: float, *arguments: str, once: str = "") -> None:
    """Run a command and kill it after so many seconds, counted from when a file of this pattern is there, if any."""
    with subprocess.Popen(
        [*PROGRAM, *arguments], env=machine.environment(), cwd=machine.folder, stdout=subprocess.DEVNULL
    ) as process:
        while once and process.poll() is None and not any(machine.home.rglob(once)):
            pass
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()


# ── on a terminal ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_learner_is_erased_after_the_name_was_typed_again(practised: Machine) -> None:
    gone = identity(practised)
    for typed, erased in (("Kim", False), ("Sam", True)):
        with practised.open("learners", "erase", "Sam") as terminal:
            terminal.wait_for("Type the name again to erase:")
            terminal.press(f"{typed}\r")
            terminal.wait_for("Sam is erased: 2 answers" if erased else "Nothing was erased.")
            assert terminal.ended() == (0 if erased else 1)
            assert terminal.is_restored()
        assert bool(holding(practised, gone)) is not erased
    assert practised.run("learners", "list").stdout.startswith("Nobody yet.")
    assert not practised.complaints()


def test_who_somebody_is_is_asked_on_the_terminal(practised: Machine, home_of_nobody: Path) -> None:
    path = practised.folder / "sam.jsonl"
    assert practised.run("learners", "export", "Sam", str(path)).returncode == 0
    other = Machine(practised.folder / "other")
    shutil.copytree(home_of_nobody, other.home)
    other.add_learner("Sam")
    with other.open("learners", "import", str(path)) as terminal:
        terminal.wait_for("Is Sam in the file the same person?")
        terminal.press("y\r")
        terminal.wait_for("New from the file: 2 answers")
        assert terminal.ended() == 0
    assert [review.answer for review in other.reviews()] == [review.answer for review in practised.reviews()]
    assert not other.complaints()


def test_an_export_goes_through_a_pipe_into_another_machine(practised: Machine, home_of_nobody: Path) -> None:
    other = Machine(practised.folder / "other")
    shutil.copytree(home_of_nobody, other.home)
    exported = practised.run("learners", "export", "Sam", "-")
    path = other.folder / "from-a-pipe.jsonl"
    path.write_text(exported.stdout, encoding="utf-8")
    assert other.run("learners", "import", str(path)).returncode == 0
    assert other.reviews() == practised.reviews()
    assert other.run("learners", "export", "Sam", "-").stdout == exported.stdout


# ── while the game is open ────────────────────────────────────────────────────────────────────────────────────


def test_an_open_game_is_asked_to_close_before_anybody_is_erased(practised: Machine) -> None:
    gone = identity(practised)
    with practised.open() as terminal:
        terminal.wait_for(TODAY)
        outcome = practised.run("learners", "erase", "Sam", "--yes")
        assert outcome.returncode == 1
        assert "Nothing was erased: another window or program has" in outcome.stderr
        assert "Close the game there" in outcome.stderr
        terminal.press("q")
        assert terminal.ended() == 0
    assert len(practised.reviews()) == 2
    assert practised.run("learners", "erase", "Sam", "--yes").returncode == 0
    assert holding(practised, gone) == []


def test_a_game_whose_learner_was_joined_elsewhere_says_so_and_does_not_stumble(practised: Machine) -> None:
    practised.add_learner("Kim")
    with practised.open("play", DRILL, "--learner", "Sam", size=(120, 40)) as terminal:
        terminal.wait_for("q stop")
        assert practised.run("learners", "join", "Kim", "Sam").returncode == 0
        terminal.press("1")
        terminal.wait_for("Your answer was not stored. Whoever is learning in this window was erased, or joined")
        assert b"Traceback" not in terminal.written
    assert len(practised.reviews("Kim")) == 2
    assert not practised.complaints()


# ── killed ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_erasure_killed_at_any_moment_has_erased_whole_or_not_at_all(machine: Machine, practised_home: Path) -> None:
    for delay in (0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5):
        shutil.rmtree(machine.home, ignore_errors=True)
        shutil.copytree(practised_home, machine.home)
        gone = identity(machine)
        killed(machine, delay, "learners", "erase", "Sam", "--yes", once=".quizgame-*")
        there = machine.run("learners", "list").stdout == "Sam\n"
        assert not machine.complaints()
        if there:
            assert len(machine.reviews()) == 2
            assert machine.run("learners", "erase", "Sam", "--yes").returncode == 0
        assert holding(machine, gone) == []


def test_an_import_killed_at_any_moment_has_taken_in_all_or_nothing(
    machine: Machine, practised_home: Path, home_of_nobody: Path
) -> None:
    sams = Machine(machine.folder / "sams")
    shutil.copytree(practised_home, sams.home)
    path = machine.folder / "sam.jsonl"
    assert sams.run("learners", "export", "Sam", str(path)).returncode == 0
    dice = Random(8)
    for _ in range(6):
        shutil.rmtree(machine.home, ignore_errors=True)
        shutil.copytree(home_of_nobody, machine.home)
        killed(machine, dice.uniform(0.2, 1.0), "learners", "import", str(path))
        assert not machine.complaints()
        if machine.run("learners", "list").stdout == "Sam\n":
            assert machine.reviews() == sams.reviews()
        assert machine.run("learners", "import", str(path)).returncode == 0
        assert machine.reviews() == sams.reviews()
