"""A bad pack, folder, disk or store: the program says what is wrong and what to do, and loses nothing."""

from __future__ import annotations

import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from stat import S_IMODE

import pytest

from tests.end_to_end.machine import ORDINARY, Machine
from tests.end_to_end.packs import DRILL, a_drill, door
from tests.end_to_end.screens import JUDGED, NAME, QUESTION, SUMMARY, TODAY, VERDICTS, answer, first_run
from tests.end_to_end.terminal import ENTER, Terminal

LINUX = sys.platform == "linux"
BROKEN = "pack: broken\ntitle: Broken\nversion: 1\nquestions:\n  - id: one\n    kind: flashkard\n    front: What?\n"


def refused(outcome: subprocess.CompletedProcess[str], *texts: str) -> bool:
    """Whether a command failed as it should: status 1, no traceback, a message on standard error with these texts."""
    assert outcome.returncode == 1, outcome
    assert "Traceback" not in outcome.stdout + outcome.stderr
    assert "stumbled" not in outcome.stderr
    for text in texts:
        assert text in outcome.stderr
    return True


def refused_on_screen(machine: Machine, *texts: str, through: Sequence[str] = ()) -> bool:
    """The same for the game in a terminal, which is left as it was."""
    with machine.open(through=through, size=(240, 24)) as terminal:  # a shell breaks lines within words
        assert terminal.ended() == 1, terminal.picture()
        for text in ("Traceback", "stumbled"):
            assert not terminal.shows(text), terminal.picture()
        for text in texts:
            assert terminal.shows(text), terminal.picture()
        return terminal.is_restored()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, byte for byte."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# ── packs ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_broken_pack_beside_good_ones_is_named_and_the_others_are_asked(used: Machine) -> None:
    used.lay_pack("broken", BROKEN)
    with used.open() as terminal:
        terminal.wait_for("A pack cannot be read … broken.yaml:6:")
        terminal.wait_for(TODAY)
        terminal.press(ENTER)
        terminal.wait_for("q stop")
    with used.open("play", DRILL) as terminal:
        answer(terminal)
    assert len(used.reviews()) == 1
    assert "broken" not in used.packs()


def test_a_pack_that_may_not_be_read_is_named_and_the_others_are_asked(used: Machine) -> None:
    used.lay_pack("secret", a_drill().replace("pack: drill", "pack: secret")).chmod(0)
    with used.open(through=ORDINARY) as terminal:
        terminal.wait_for("A pack cannot be read … You may not read this file.")
        terminal.wait_for(TODAY)
        terminal.press(ENTER)
        terminal.wait_for("q stop")


def test_a_pack_that_breaks_later_stays_in_play_as_it_was_last_good(used: Machine) -> None:
    used.lay_pack(DRILL, a_drill()[:-40] + "\n  - nonsense")
    with used.open() as terminal:
        terminal.wait_for("A pack cannot be read")
        terminal.wait_for(TODAY)
    with used.open("play", DRILL) as terminal:
        answer(terminal)
    assert len(used.reviews()) == 1


def test_check_lists_the_problems_of_a_pack_with_file_line_and_column(machine: Machine) -> None:
    path = machine.lay_pack("broken", BROKEN)
    checked = machine.run("packs", "check", str(path))
    assert checked.returncode == 1
    places = re.findall(rf"^{re.escape(str(path))}:(\d+):(\d+): \S", checked.stdout, re.MULTILINE)
    assert ("6", "11") in places  # the unknown kind, where it is written
    assert "flashkard" in checked.stdout
    assert "problem" in checked.stderr
    assert "Traceback" not in checked.stdout + checked.stderr


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "---\n"])
def test_an_empty_pack_file_is_called_empty(ready: Machine, text: str) -> None:
    path = ready.lay_pack("empty", text)
    checked = ready.run("packs", "check", str(path))
    assert checked.returncode == 1
    assert f"{path}:1:1: The file is empty." in checked.stdout
    assert refused(ready.run("packs", "install", str(path)), "The file is empty.")


def test_fifty_mistakes_are_told_in_one_go(ready: Machine) -> None:
    good = a_drill(questions=50)
    path = ready.lay_pack("faulty", good.replace("    ask: What do you say?\n", ""))
    checked = ready.run("packs", "check", str(path))
    assert checked.returncode == 1
    places = re.findall(r":(\d+):\d+: .*`ask`", checked.stdout)
    assert len(set(places)) >= 50
    assert refused(ready.run("packs", "install", str(path)), "ask")
    assert DRILL not in ready.packs()


def test_files_that_are_no_packs_at_all_are_refused_with_a_reason(ready: Machine) -> None:
    picture = ready.folder / "picture.yaml"
    picture.write_bytes(bytes(range(256)) * 16)
    for path in (picture, ready.folder / "nowhere.yaml"):
        assert refused(ready.run("packs", "install", str(path)), f"{path}:")
    assert refused(ready.run("packs", "install", str(ready.folder)), f"{picture}:"), "a folder is read file by file"


# ── the folder ────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder, and all files in it, that may be read but not written."""
    paths = [folder, *folder.iterdir()]
    modes = [S_IMODE(path.stat().st_mode) for path in paths]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode)


def test_an_empty_home_that_may_not_be_written_is_refused(machine: Machine) -> None:
    machine.home.mkdir()
    with read_only(machine.home):
        assert refused(machine.run("learners", "list", through=ORDINARY), str(machine.home), "--home DIR")
        assert refused_on_screen(machine, "--home DIR", through=ORDINARY)
    assert contents(machine.home) == {}


def test_a_store_that_may_not_be_written_is_refused_and_nothing_is_lost(used: Machine) -> None:
    with used.open("play", DRILL) as terminal:
        answer(terminal)
        terminal.press("q")
        terminal.wait_for(SUMMARY)
        terminal.press("q")
        assert terminal.ended() == 0
    with read_only(used.home):
        before = contents(used.home)
        assert refused_on_screen(used, "may not write to", "--home DIR", through=ORDINARY)
        assert contents(used.home) == before
    assert len(used.reviews()) == 1
    assert not used.complaints()


def test_a_home_that_is_a_file_is_refused_and_left_as_it_is(machine: Machine) -> None:
    machine.home.write_text("my shopping list")
    assert refused(machine.run("learners", "list"), f"{machine.home} is not a folder", "--home DIR")
    assert refused_on_screen(machine, "is not a folder")
    assert machine.home.read_text() == "my shopping list"


def test_a_home_below_a_file_is_refused(machine: Machine) -> None:
    machine.home.write_text("my shopping list")
    assert refused(machine.run("--home", str(machine.home / "deeper"), "learners", "list"), "--home DIR")


def test_a_home_that_is_not_there_is_made(machine: Machine) -> None:
    home = machine.folder / "not" / "yet" / "there"
    with machine.open("--home", str(home)) as terminal:
        first_run(terminal, "Sam")
    assert machine.run("--home", str(home), "learners", "list").stdout == "Sam\n"
    assert not machine.home.exists()


# ── the store's file ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_store_from_a_newer_program_is_refused_and_left_untouched(used: Machine) -> None:
    with closing(sqlite3.connect(used.store)) as store:
        store.execute("PRAGMA user_version = 999")
        store.execute("CREATE TABLE of_a_later_format (name TEXT)")
    before = contents(used.home)
    assert refused(used.run("learners", "list"), "written by a newer quizgame", "left untouched")
    assert refused_on_screen(used, "written by a newer quizgame")
    assert contents(used.home) == before


def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(machine: Machine) -> None:
    machine.home.mkdir()
    machine.store.write_bytes(b"Dear diary, this is not a database. " * 100)
    before = contents(machine.home)
    assert refused(machine.run("learners", "list"), str(machine.store), "was left as it is")
    assert refused_on_screen(machine, "was left as it is")
    assert contents(machine.home) == before


def test_the_database_of_another_program_is_refused_and_left_as_it_is(machine: Machine) -> None:
    machine.home.mkdir()
    with closing(sqlite3.connect(machine.store)) as store:
        store.execute("PRAGMA application_id = 12345")
        store.execute("CREATE TABLE recipe (name TEXT)")
        store.commit()
    before = contents(machine.home)
    assert refused(machine.run("learners", "list"), "belongs to another program", "--home DIR")
    assert contents(machine.home) == before


def test_the_unnamed_database_of_another_program_is_refused_and_left_as_it_is(machine: Machine) -> None:
    machine.home.mkdir()
    with closing(sqlite3.connect(machine.store)) as store:
        store.execute("CREATE TABLE learner (name TEXT)")
        store.execute("INSERT INTO learner VALUES ('somebody')")
        store.commit()
    before = contents(machine.home)
    assert refused(machine.run("learners", "list"), str(machine.store), "--home DIR")
    assert contents(machine.home) == before


def test_a_store_cut_in_half_is_called_damaged_and_left_as_it_is(used: Machine) -> None:
    data = used.store.read_bytes()
    used.store.write_bytes(data[: len(data) // 2])
    before = used.store.read_bytes()
    for command in (["learners", "list"], ["play", DRILL], ["doctor"]):
        outcome = used.run(*command)
        assert outcome.returncode == 1, (command, outcome)
        assert "Traceback" not in outcome.stdout + outcome.stderr
        assert "damaged" in outcome.stdout + outcome.stderr, command
    assert used.store.read_bytes() == before


def test_a_store_damaged_in_mid_session_is_called_damaged(used: Machine) -> None:
    with used.open("play", DRILL, size=(120, 40)) as terminal:
        to_the_second_question(terminal)
        data = used.store.read_bytes()
        used.store.write_bytes(data[:4096] + b"\xa5" * (len(data) - 4096))
        terminal.press("1" + ENTER + "q")
        terminal.wait_until(lambda: "damaged" in terminal.text() or terminal.is_over, "a word about the damage")
        assert b"Traceback" not in terminal.written, terminal.picture()
        assert terminal.shows("damaged")
        assert not terminal.is_over or terminal.ended() == 1


# ── a store held by another program ───────────────────────────────────────────────────────────────────────────


def test_a_new_store_held_by_another_program_is_called_busy(machine: Machine) -> None:
    machine.home.mkdir()
    with machine.held():
        assert refused(machine.run("learners", "list"), "Another program is holding", "try again")
    with machine.open() as terminal:
        terminal.wait_for(NAME)


def test_a_store_held_for_writing_is_called_busy_by_whoever_has_to_write(used: Machine) -> None:
    with used.held():
        assert refused(used.run("learners", "add", "Kim"), "Another program is holding", "try again")
    assert used.run("learners", "list").stdout == "Sam\n"


@pytest.mark.parametrize("broken", [False, True], ids=["good-packs", "a-broken-pack"])
def test_today_needs_no_writing_and_opens_while_the_store_is_held(used: Machine, broken: bool) -> None:
    if broken:
        used.lay_pack("broken", BROKEN)
    with used.held(), used.open(size=(120, 24)) as terminal:
        terminal.wait_for(TODAY)


def test_a_store_held_even_for_reading_is_called_busy(used: Machine) -> None:
    with used.held(reading_too=True):
        assert refused_on_screen(used, "Another program is holding")
    assert used.run("learners", "list").stdout == "Sam\n"


def the_same_key_stores_it(machine: Machine, terminal: Terminal, asked: str) -> bool:
    """After a failure: the question is still open, and the key that failed now stores the answer, once."""
    terminal.wait_until(lambda: door(terminal) == asked, "the same question")
    assert not any(map(terminal.shows, VERDICTS))
    terminal.press("1")
    terminal.wait_for(JUDGED)
    assert not terminal.shows("was not stored")
    answers = [review.answer.question for review in machine.reviews()]
    assert answers.count(f"{DRILL}/{asked}") == 1
    terminal.press(ENTER)
    terminal.wait_until(lambda: door(terminal) not in {"", asked}, "the next question")
    answer(terminal)
    assert len(machine.reviews()) == len(answers) + 1
    terminal.press("q")
    terminal.wait_for(SUMMARY)
    terminal.press("q")
    assert terminal.ended() == 0
    return not machine.complaints()


def to_the_second_question(terminal: Terminal) -> str:
    """Answer one question and open another; gives its id."""
    terminal.wait_for(QUESTION)
    first = door(terminal)
    answer(terminal)
    terminal.press(ENTER)
    terminal.wait_until(lambda: door(terminal) not in {"", first} and terminal.shows(QUESTION), "the second question")
    return door(terminal)


def test_an_answer_given_while_another_program_holds_the_store_is_stored_once_by_the_same_key_later(
    used: Machine,
) -> None:
    with used.open("play", DRILL) as terminal:
        asked = to_the_second_question(terminal)
        with used.held():
            terminal.press("1")
            terminal.wait_for("Your answer was not stored. Another program is holding")
            terminal.wait_for(QUESTION)
        assert the_same_key_stores_it(used, terminal, asked)
    assert len(used.reviews()) == 3


def test_the_plain_face_too_keeps_the_question_open_while_the_store_is_held(used: Machine) -> None:
    with used.open("play", DRILL, "--plain", size=(100, 60)) as terminal:
        terminal.wait_for("Your choice (1-3")
        with used.held():
            terminal.press("1\n")
            terminal.wait_for("Your answer was not stored. Another program is holding … Your choice (1-3")
        assert used.reviews() == []
        terminal.press("1\n")
        terminal.wait_for("Enter for the next one")
    assert len(used.reviews()) == 1


@pytest.mark.parametrize(
    ("key", "shown"), [("u", "Another program is holding"), ("q", "Another program is holding")], ids=["undo", "stop"]
)
def test_other_keys_too_say_that_the_store_is_held_and_work_later(used: Machine, key: str, shown: str) -> None:
    with used.open("play", DRILL) as terminal:
        to_the_second_question(terminal)
        with used.held():
            terminal.press(key)
            terminal.wait_for(shown)
        terminal.press(key)
        terminal.wait_for("Taken back:" if key == "u" else SUMMARY)
    assert len(used.void()) == (1 if key == "u" else 0)
    assert not used.complaints()


def test_who_may_not_end_a_session_is_told_how_to_leave_and_can(used: Machine) -> None:
    with used.open("play", DRILL) as terminal:
        to_the_second_question(terminal)
        with used.held():
            terminal.press("q")
            terminal.wait_for("Another program is holding … Ctrl+Q leaves all the same.")
            terminal.press("\x11")
            assert terminal.ended() == 0
            assert terminal.is_restored()
    assert len(used.reviews()) == 1
    assert not used.complaints()


# ── a full disk ───────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 8 MiB of its own."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """A file that leaves not one byte on a disk."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while file.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue
    return filler


@pytest.mark.skipif(not LINUX or os.geteuid() != 0, reason="only root on Linux may mount a small disk")
def test_an_answer_given_while_the_disk_is_full_is_stored_once_by_the_same_key_later(
    machine: Machine, home_of_sam: Path
) -> None:
    with small_disk(machine.folder / "disk") as disk:
        used = Machine(machine.folder / "inside", home=disk / "home")
        shutil.copytree(home_of_sam, used.home)
        with used.open("play", DRILL) as terminal:
            asked = to_the_second_question(terminal)
            filler = fill(disk)
            terminal.press("1")
            terminal.wait_for("Your answer was not stored. The disk")
            terminal.wait_for(QUESTION)
            filler.unlink()
            assert the_same_key_stores_it(used, terminal, asked)
        assert len(used.reviews()) == 3


@pytest.mark.skipif(not LINUX or os.geteuid() != 0, reason="only root on Linux may mount a small disk")
def test_a_disk_that_is_full_from_the_start_is_named(machine: Machine) -> None:
    with small_disk(machine.folder / "disk") as disk:
        used = Machine(machine.folder / "inside", home=disk / "home")
        filler = fill(disk)
        assert refused(used.run("learners", "add", "Sam"), str(disk))
        filler.unlink()
        used.add_learner("Sam")
        assert used.run("learners", "list").stdout == "Sam\n"


@pytest.mark.skipif(not LINUX, reason="only Linux can limit a program that runs")
def test_an_answer_that_the_disk_does_not_take_is_stored_once_by_the_same_key_later(used: Machine) -> None:
    with used.open("play", DRILL) as terminal:
        asked = to_the_second_question(terminal)
        limits = resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (1, limits[1]))
        terminal.press("1")
        terminal.wait_for("Your answer was not stored. The disk")
        terminal.wait_for(QUESTION)
        resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, limits)
        assert the_same_key_stores_it(used, terminal, asked)
    assert len(used.reviews()) == 3
