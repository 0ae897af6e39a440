"""From starting the process until a key sent at once shows its verdict, that answer being on the disk.

The key is typed before Python has even loaded: a learner on a short break does not wait for a prompt. The terminal
keeps it until the program reads it, so one key is enough; should a program throw early keys away, it is typed again
every 20 ms from two seconds on, in the floor as in ours, and the results say how often.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.harness import NotSeen, Terminal
from benchmarks.stores import Stores, answers_in, copied

VERDICTS = (b"There is a better response.", b"That is the best response")
REASON = b"ANSWERED="

_EARLY = 2.0  # seconds that the key typed at once is given
_AGAIN = 0.02
_MOST_AGAIN = 500

Start = Callable[[], tuple[float, int]]
"""Starts a program once; gives milliseconds until the verdict, and how often the key was typed again."""


def measure(stores: Stores, runs: int, words: str) -> list[Figure]:
    """Start the bare screen, and ours on three stores, in turn; `words` say how large the large ones are."""
    programs: dict[str, Start] = {
        "bare": lambda: _started("benchmarks.bare_question", (), (REASON,)),
        "small": lambda: _played(copied(stores.small, stores.copy)),
        "deep": lambda: _played(stores.deep),
        "wide": lambda: _played(stores.wide),
    }
    for start in programs.values():  # so that bytecode and the disk's pages are there, as on any day but the first
        start()
    times: dict[str, list[list[float]]] = {name: [] for name in programs}
    again = dict.fromkeys(programs, 0)
    for run in range(runs):
        # Every other round goes backwards, so that nobody always comes after the same neighbour.
        for name, start in list(programs.items())[:: 1 if run % 2 else -1]:
            time, repeated = start()
            times[name].append([time])
            again[name] += repeated
    return [
        Figure("start to verdict", times["small"], times["bare"], "bare screen", 1.25, facts={"typed again": again}),
        Figure(f"start, {words}, 3 variants", times["deep"], times["small"], "start, built-in pack", 1.1),
        Figure(f"start, {words}, 1 variant", times["wide"], times["small"], "start, built-in pack", 1.1),
    ]


def _played(home: Path) -> tuple[float, int]:
    before = answers_in(home)
    time, again = _started("quizgame", ("play", "--home", str(home)), VERDICTS)
    stored = answers_in(home) - before
    if stored != 1:
        raise NotSeen(f"one answer was shown as judged, and the store holds {stored} more")
    return time, again


def _started(module: str, arguments: tuple[str, ...], markers: tuple[bytes, ...]) -> tuple[float, int]:
    with Terminal(module, *arguments) as terminal:
        terminal.press(b"1")
        seen = terminal.shows(*markers, within=_EARLY)
        again = 0
        while seen is None:
            if again == _MOST_AGAIN:
                raise NotSeen(f"{module} shows no verdict, however often a key is pressed")
            terminal.type_on(b"1")
            again += 1
            seen = terminal.shows(*markers, within=_AGAIN)
        return (seen - terminal.started) * 1000, again
