"""Whatever ends the program, and whenever: an answer whose verdict was seen is stored, and stored once."""

from __future__ import annotations

import os
import re
import select
import subprocess
from collections import Counter
from contextlib import ExitStack
from random import Random
from signal import SIGHUP, SIGKILL, Signals
from time import monotonic

from tests.end_to_end.machine import Machine
from tests.end_to_end.packs import DRILL, door
from tests.end_to_end.screens import QUESTION, VERDICTS, answer
from tests.end_to_end.terminal import ENTER, PATIENCE, Terminal

SESSION = ("play", DRILL, "--minutes", "60")
LATEST = 0.06
"""Seconds after the answer's key within which the blow falls; a verdict takes about a tenth of that."""


class Seen:
    """What a witness in front of the screen has seen, held against the store after every blow."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self.verdicts: Counter[str] = Counter()
        """By question's id: verdicts that were seen. A question whose answer got lost is asked again."""
        self.answers: Counter[str] = Counter()
        """By question's id: answers that were given."""

    def given(self, question: str, *, verdict: bool) -> None:
        """Remember an answer, and whether its verdict came up before the end."""
        self.answers[question] += 1
        self.verdicts[question] += verdict

    def agrees(self) -> bool:
        """Every verdict has its answer in the store, and no answer is there more often than it was given."""
        stored = Counter(review.answer.question.partition("/")[2] for review in self._machine.reviews())
        assert stored >= self.verdicts, f"lost: {self.verdicts - stored}"
        assert stored <= self.answers, f"stored too often: {stored - self.answers}"
        return True


def blow(terminal: Terminal, seen: Seen, number: Signals, delay: float) -> None:
    """Answer one question in peace, and strike while the next is being answered."""
    terminal.wait_for(QUESTION)
    first = door(terminal)
    answer(terminal)
    seen.given(first, verdict=True)
    terminal.press(ENTER)
    terminal.wait_until(lambda: door(terminal) not in {"", first} and terminal.shows(QUESTION), "the next question")
    second = door(terminal)
    terminal.press("1")
    terminal.watch(delay)
    terminal.kill(number)
    seen.given(second, verdict=any(map(terminal.shows, VERDICTS)))


def strike(machine: Machine, number: Signals, times: int) -> Seen:
    """Open the game so many times, and end it each time at another moment after an answer's key.

    Two copies of the game are open at a time, as may be; that is also quicker.
    """
    seen = Seen(machine)
    dice = Random(number)
    for seed in range(0, times, 2):
        with ExitStack() as stack:
            copies = [stack.enter_context(machine.open(*SESSION, "--seed", str(seed + each))) for each in range(2)]
            for terminal in copies:
                blow(terminal, seen, number, dice.uniform(0, LATEST))
                assert seen.agrees()
    return seen


def test_sigkill_at_any_moment_after_an_answer_loses_no_verdict(used: Machine) -> None:
    seen = strike(used, SIGKILL, 50)
    # Both sides of the moment of truth were met: some verdicts were seen beyond those given in peace.
    assert seen.verdicts.total() > 60
    assert not used.complaints()


def test_closing_the_terminal_at_any_moment_after_an_answer_loses_no_verdict(used: Machine) -> None:
    seen = strike(used, SIGHUP, 10)
    assert seen.verdicts.total() > 10
    assert not used.complaints()


# ── the plain face ────────────────────────────────────────────────────────────────────────────────────────────


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


def test_sigkill_loses_no_verdict_that_was_said_over_a_pipe(used: Machine) -> None:
    seen = Seen(used)
    dice = Random(10)
    for seed in range(10):
        with used.pipes(*SESSION, "--plain", "--seed", str(seed)) as process:
            pipe = Pipe(process)
            pipe.hear_until("Your choice")
            first = pipe.question
            pipe.say("1")
            pipe.hear_until("Enter for the next one")
            seen.given(first, verdict=True)
            pipe.say("")
            pipe.hear_until("Your choice")
            second = pipe.question
            pipe.say("1")
            deadline = monotonic() + dice.uniform(0, LATEST / 4)
            while (left := deadline - monotonic()) > 0:
                pipe.hear(left)
            process.send_signal(SIGKILL)
            while pipe.hear(PATIENCE):
                pass
            assert process.wait() == -SIGKILL
            seen.given(second, verdict="best response" in pipe.heard)
        assert seen.agrees()
    assert seen.verdicts.total() > 10
    assert not used.complaints()
