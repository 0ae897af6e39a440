"""The real program, in a terminal and over a pipe, ended at random moments while somebody answers."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from random import Random
from signal import SIGKILL, Signals
from time import monotonic

from tests.end_to_end.machine import Machine
from tests.end_to_end.packs import DRILL, door
from tests.end_to_end.screens import QUESTION, VERDICTS, answer
from tests.end_to_end.terminal import ENTER, PATIENCE, Terminal
from tests.faults.record import Record

SESSION = ("play", DRILL, "--minutes", "60")
LATEST = 0.06
"""Seconds after the answer's key within which the blow falls; a verdict takes about a tenth of that."""

MOST_IN_PEACE = 9
"""Answers given before the blow: from one to so many."""


class Seen:
    """What a witness in front of the screen has seen, held against the store after every blow."""

    def __init__(self, machine: Machine, record: Record) -> None:
        self._machine = machine
        self.record = record
        self._lost = 0
        self.verdicts: Counter[str] = Counter()
        """By question's id: verdicts that were seen. A question whose answer got lost is asked again."""
        self.answers: Counter[str] = Counter()
        """By question's id: answers that were given."""

    def given(self, question: str, *, verdict: bool) -> None:
        """Remember an answer, and whether its verdict came up before the end."""
        self.answers[question] += 1
        self.verdicts[question] += verdict

    def count(self, acknowledged: int) -> None:
        """Note a blow: each verdict has its answer in the store, and no answer is there more often than given."""
        stored = Counter(review.answer.question.partition("/")[2] for review in self._machine.reviews())
        assert stored <= self.answers, f"stored too often: {stored - self.answers}"
        lost = (self.verdicts - stored).total()
        self.record = self.record.once(noticed=False, acknowledged=acknowledged, lost=lost - self._lost)
        self._lost = lost


def on_screen(scratch: Path, home: Path, number: Signals, seed: int, answers: int, copies: int = 2) -> Record:
    """Give so many answers on the screen in as many lives as it takes, several copies of the game open at a time."""
    machine, seen = _sat_down(scratch, home, Record(f"{number.name} while answering on screen"))
    dice = Random(seed)
    while (given := seen.answers.total()) < answers:
        with ExitStack() as stack:
            lives = [
                stack.enter_context(machine.open(*SESSION, "--seed", str(seed * 10_000 + given + each)))
                for each in range(copies)
            ]
            for terminal in lives:
                before = seen.verdicts.total()
                if dice.random() < 0.1:
                    terminal.watch(dice.uniform(0, 1))  # anywhere while it starts
                    terminal.kill(number)
                else:
                    _live(terminal, seen, number, dice, answers)
                seen.count(seen.verdicts.total() - before)
    assert not machine.complaints()
    return seen.record


def _live(terminal: Terminal, seen: Seen, number: Signals, dice: Random, answers: int) -> None:
    """Answer some questions in peace, and strike while the next is being answered."""
    terminal.wait_for(QUESTION)
    for _ in range(min(dice.randint(1, MOST_IN_PEACE), answers - seen.answers.total() - 1)):
        asked = door(terminal)
        answer(terminal)
        seen.given(asked, verdict=True)
        terminal.press(ENTER)
        the_next(terminal, asked)
    asked = door(terminal)
    terminal.press("1")
    terminal.watch(dice.uniform(0, LATEST))
    terminal.kill(number)
    seen.given(asked, verdict=any(map(terminal.shows, VERDICTS)))


def the_next(terminal: Terminal, asked: str) -> None:
    """Wait for another question than the one asked before."""
    terminal.wait_until(lambda: door(terminal) not in {"", asked} and terminal.shows(QUESTION), "the next question")


def window_closed(scratch: Path, home: Path, seed: int, times: int) -> Record:
    """The window itself is closed while an answer is given, as by its corner: the program is told by SIGHUP."""
    machine, seen = _sat_down(scratch, home, Record("terminal closed"))
    dice = Random(seed)
    for case in range(times):
        with machine.open(*SESSION, "--seed", str(case)) as terminal:
            before = seen.verdicts.total()
            terminal.wait_for(QUESTION)
            first = door(terminal)
            answer(terminal)
            seen.given(first, verdict=True)
            terminal.press(ENTER)
            the_next(terminal, first)
            asked = door(terminal)
            terminal.press("1")
            terminal.watch(dice.uniform(0, LATEST))
            verdict = any(map(terminal.shows, VERDICTS))
            terminal.hang_up()
            seen.given(asked, verdict=verdict)
        seen.count(seen.verdicts.total() - before)
    assert not machine.complaints()
    return seen.record


def over_a_pipe(scratch: Path, home: Path, seed: int, answers: int) -> Record:
    """The same for the plain face, with SIGKILL."""
    machine, seen = _sat_down(scratch, home, Record("SIGKILL while answering over a pipe"))
    dice = Random(seed)
    while (given := seen.answers.total()) < answers:
        before = seen.verdicts.total()
        with machine.pipes(*SESSION, "--plain", "--seed", str(seed * 10_000 + given)) as process:
            pipe = Pipe(process)
            for _ in range(min(dice.randint(1, MOST_IN_PEACE), answers - given - 1)):
                pipe.hear_until("Your choice")
                asked = pipe.question
                pipe.say("1")
                pipe.hear_until("Enter for the next one")
                seen.given(asked, verdict=True)
                pipe.say("")
            pipe.hear_until("Your choice")
            asked = pipe.question
            pipe.say("1")
            deadline = monotonic() + dice.uniform(0, LATEST / 4)
            while (left := deadline - monotonic()) > 0:
                pipe.hear(left)
            process.send_signal(SIGKILL)
            while pipe.hear(PATIENCE):
                pass
            assert process.wait() == -SIGKILL
            seen.given(asked, verdict="best response" in pipe.heard)
        seen.count(seen.verdicts.total() - before)
    assert not machine.complaints()
    return seen.record


def _sat_down(scratch: Path, home: Path, record: Record) -> tuple[Machine, Seen]:
    machine = Machine(scratch / "machine")
    shutil.copytree(home, machine.home)
    return machine, Seen(machine, record)


class Pipe:
    """The plain face, heard and answered through pipes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._in, self._out = process.stdin, process.stdout
        self.heard = ""
        self.last = ""

    def hear(self, seconds: float) -> bool:
        """Take in what is said within so many seconds; False when there was nothing."""
        if not select.select([self._out], [], [], seconds)[0]:
            return False
        data = os.read(self._out.fileno(), 1 << 16)
        self.heard += data.decode()
        return bool(data)

    def hear_until(self, text: str) -> None:
        """Take in everything up to a text that is to come."""
        deadline = monotonic() + PATIENCE
        while text not in self.heard:
            assert self.hear(deadline - monotonic()), self.heard
        self.last, self.heard = self.heard.rsplit(text, 1)

    def say(self, line: str) -> None:
        """Answer."""
        self._in.write(f"{line}\n".encode())

    @property
    def question(self) -> str:
        """Id of the question asked last."""
        *_, asked = re.finditer(r"A caller stands at door (\d{3})", self.last)
        return f"q{asked[1]}"
