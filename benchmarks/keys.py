"""From a key to what it brings, in the running program: the verdict after an answer, the next question after a verdict.

Between keys the screen is left to settle, as under a reader's eyes; what a key sets in motion after its text has come
is not hidden by that, since a program that still works when the next key comes answers that one late.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, Runs
from benchmarks.harness import Terminal, module
from benchmarks.start import REASON, VERDICTS
from benchmarks.stores import TOKEN, copied

_REST = 0.02  # seconds of silence after which a screen has settled
_WARMING = 3  # answers before the clock runs


@dataclass(frozen=True, slots=True)
class Program:
    """How a program is started and driven, and what tells that it has reacted."""

    module: str
    arguments: tuple[str, ...]
    question: bytes
    verdicts: tuple[bytes, ...]
    onward: bytes
    """The key from a verdict to the next question."""


BARE = Program("benchmarks.bare_question", (), b"COUNT=", (REASON,), b"n")


def measure(drill: Path, home: Path, runs: int, answers: int) -> list[Figure]:
    """Drive the bare screen, and ours in a break of three minutes and in the longest session, in turn.

    Each run has a fresh copy of the `drill` store, in `home`.
    """
    programs = {"bare": BARE, "3 min": _ours(home, 3), "60 min": _ours(home, 60)}
    verdicts: dict[str, Runs] = {name: [] for name in programs}
    questions: dict[str, Runs] = {name: [] for name in programs}
    for run in range(runs):
        for name, program in list(programs.items())[:: 1 if run % 2 else -1]:
            copied(drill, home)
            to_verdict, to_question = _driven(program, answers)
            verdicts[name].append(to_verdict)
            questions[name].append(to_question)
    return [
        figure
        for name in ("3 min", "60 min")
        for figure in (
            Figure(f"answer to verdict, {name}", verdicts[name], verdicts["bare"], "bare screen", 1.3),
            Figure(f"verdict to question, {name}", questions[name], questions["bare"], "bare screen", 1.3),
        )
    ]


def _ours(home: Path, minutes: int) -> Program:
    packs = tuple(sorted(f"drill-{number:03}" for number in range(3)))
    arguments = ("play", *packs, "--minutes", str(minutes), "--home", str(home))
    return Program("quizgame", arguments, TOKEN.encode(), VERDICTS, b"\r")


def _driven(program: Program, answers: int) -> tuple[list[float], list[float]]:
    to_verdict: list[float] = []
    to_question: list[float] = []
    with Terminal(module(program.module, *program.arguments)) as terminal:
        terminal.wait(program.question)
        terminal.settle(0.3)
        for _ in range(_WARMING + answers):
            pressed = terminal.press(b"1")
            to_verdict.append((terminal.wait(*program.verdicts) - pressed) * 1000)
            terminal.settle(_REST)
            pressed = terminal.press(program.onward)
            to_question.append((terminal.wait(program.question) - pressed) * 1000)
            terminal.settle(_REST)
    return to_verdict[_WARMING:], to_question[_WARMING:]
