"""A home that changes under the game's feet, a terminal that shrinks to nothing, and files that may not be written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from signal import SIGKILL
from stat import S_IMODE

from tests.end_to_end.machine import ORDINARY, Machine
from tests.end_to_end.packs import door
from tests.end_to_end.screens import JUDGED, QUESTION, SUMMARY, answer
from tests.end_to_end.terminal import ENTER, Terminal
from tests.faults.home import SHM, WAL, judged, killed
from tests.faults.kills import SESSION, the_next
from tests.faults.record import Record

NOT_STORED = "was not stored"


def journal_deleted_between_runs(scratch: Path, seed: int, times: int) -> Record:
    """A kill left a journal, and somebody tidies the folder."""
    record, dice = Record("journal deleted between runs"), Random(seed)
    for case in range(times):
        known = killed(scratch / f"home{case}", answers=dice.randint(10, 60))
        for side in ((WAL,), (SHM,), (WAL, SHM))[case % 3]:
            (known.folder / side).unlink()
        record = judged(record, known.folder, known)
    return record


def journal_deleted_while_open(scratch: Path, home: Path, times: int) -> Record:
    """The journal is deleted between two answers of the real program, which is left in order or killed then."""
    record = Record("journal deleted while open")
    for case in range(times):
        machine = _machine(scratch / f"machine{case}", home)
        with machine.open(*SESSION) as terminal:
            for _ in range(3):
                _answer(terminal)
            machine.store.with_name(WAL).unlink()
            if case % 2:
                machine.store.with_name(SHM).unlink()
            for _ in range(2):
                _answer(terminal)
            if case // 2 % 2:
                terminal.kill(SIGKILL)
            else:
                _leave(terminal)
        record = record.once(noticed=False, acknowledged=5, lost=5 - len(machine.reviews()))
        assert not machine.complaints()
    return record


def home_moved(scratch: Path, home: Path) -> Record:
    """The home is moved away while somebody plays, and back; or replaced; or deleted for good."""
    record = Record("home moved or deleted while playing")
    for fate in ("back", "stays away", "another in its place", "deleted"):
        machine = _machine(scratch / fate.replace(" ", "-"), home)
        away = machine.home.with_name("elsewhere")
        with machine.open(*SESSION) as terminal:
            for _ in range(2):
                _answer(terminal)
            machine.home.rename(away)
            if fate == "another in its place":
                shutil.copytree(home, machine.home)
            elif fate == "deleted":
                shutil.rmtree(away)
            terminal.press("1")
            terminal.wait_for(f"{NOT_STORED} … was moved, replaced or deleted")
            if fate == "back":
                away.rename(machine.home)
                terminal.press("1")
                terminal.wait_for(JUDGED)
                terminal.press(ENTER)
                terminal.wait_for(QUESTION)
                _leave(terminal)
            else:
                terminal.kill(SIGKILL)
        given = 3 if fate == "back" else 2
        if fate == "deleted":
            record = record.once(noticed=True, acknowledged=given, lost=given, told=given)
            continue
        if fate != "back":
            shutil.rmtree(machine.home, ignore_errors=True)
            away.rename(machine.home)
        record = record.once(noticed=True, acknowledged=given, lost=given - len(machine.reviews()))
        assert not machine.complaints()
    return record


def nothing_may_be_written(scratch: Path, home: Path, times: int) -> Record:
    """The file, the folder or both are made read-only, in mid-session or before the start."""
    record = Record("read-only file or folder")
    for case in range(times):
        kinds, early = (("file",), ("folder",), ("file", "folder"))[case // 2 % 3], case % 2 == 1
        machine = _machine(scratch / f"machine{case}", home)
        with machine.open(*SESSION, through=ORDINARY) as terminal:
            for _ in range(2):
                _answer(terminal)
            if early:
                _leave(terminal)
            with _read_only(machine, kinds):
                given, noticed = _started(machine) if early else _answered_somehow(terminal)
        record = record.once(noticed=noticed, acknowledged=given, lost=given - len(machine.reviews()))
        assert not machine.complaints()
    return record


def resized(scratch: Path, home: Path, seed: int, times: int) -> Record:
    """The window becomes one cell and large again while somebody answers."""
    machine, record, dice = (
        _machine(scratch / "machine", home),
        Record("terminal resized to 1×1 and back"),
        Random(seed),
    )
    with machine.open(*SESSION) as terminal:
        for case in range(1, times + 1):
            terminal.wait_for(QUESTION)
            asked = door(terminal)
            terminal.resize(1, 1)
            terminal.watch(dice.uniform(0, 0.05))
            terminal.press("1")  # nobody can read what it chooses, but it may be pressed
            terminal.resize(dice.randint(60, 120), dice.randint(20, 40))
            if terminal.wait_for(QUESTION, JUDGED) == QUESTION:
                terminal.wait_for(JUDGED)
            lost = case - len(machine.reviews())
            record = record.once(noticed=False, acknowledged=1, lost=max(lost, 0))
            terminal.press(ENTER)
            the_next(terminal, asked)
        _leave(terminal)
    assert not machine.complaints()
    return record


# ── hands ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _machine(folder: Path, home: Path) -> Machine:
    machine = Machine(folder)
    shutil.copytree(home, machine.home)
    return machine


def _answer(terminal: Terminal) -> None:
    """Answer the open question and go on to the next."""
    terminal.wait_for(QUESTION)
    asked = door(terminal)
    answer(terminal)
    terminal.press(ENTER)
    the_next(terminal, asked)


def _leave(terminal: Terminal) -> None:
    terminal.press("q")
    terminal.wait_for(SUMMARY)
    terminal.press("q")
    terminal.ended()


@contextmanager
def _read_only(machine: Machine, kinds: tuple[str, ...]) -> Iterator[None]:
    paths = {"file": machine.store, "folder": machine.home}
    modes = {paths[kind]: S_IMODE(paths[kind].stat().st_mode) for kind in kinds}
    for path, mode in modes.items():
        path.chmod(mode & 0o555)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def _started(machine: Machine) -> tuple[int, bool]:
    """Start another game and answer once, if it comes so far: verdicts in all, and whether a word came instead."""
    with machine.open(*SESSION, through=ORDINARY, size=(240, 24)) as terminal:
        if terminal.wait_for("may not write to", QUESTION) == QUESTION:
            return _answered_somehow(terminal)
        return 2, True


def _answered_somehow(terminal: Terminal) -> tuple[int, bool]:
    """Answer once more in a session that was open before: verdicts in all, and whether a word came instead."""
    terminal.press("1")
    told = terminal.wait_for(JUDGED, NOT_STORED) == NOT_STORED
    terminal.kill(SIGKILL)
    return (2, True) if told else (3, False)
