"""Looking back over years of practice: the Progress screen, what it is computed from, and the commands that report it.

Beside the screens stands the bare one, beside the commands Python itself, and beside the values the nearest thing to
them that another program has: the graphs of Anki's statistics screen, over as many reviews of as many cards, computed
by Anki's own library without its windows. All take their turns in the same rounds.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks import looking_back
from benchmarks.anki_peer import Anki
from benchmarks.figures import Figure, Growth, Runs, middle
from benchmarks.harness import ROOT, NotSeen, Terminal, environment, module
from benchmarks.keys import BARE
from benchmarks.looking_back import VALUES, WHOLE
from benchmarks.meter import Metered, metered
from benchmarks.stores import Built, Stores
from quizgame.tui.widgets.heatmap import LEGEND

_TODAY = b"5 minutes"  # on Today alone
_HEATMAP = LEGEND.encode()
_TABS = {"2": b" met, ", "3": b"each asked when due", "4": b"% right  "}
"""What stands at or near the end of each tab, and nowhere else."""

_REST = 0.05  # seconds of silence after which a screen has settled
_FIRST, _AGAIN, _PEAK, _WORKED = "first", "again", "peak", "worked"

_ALL = "all four values"

Round = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Often:
    """How often everything is measured."""

    rounds: int
    looks: int
    """Visits to the Progress screen in each process, after the first."""
    again: int
    """Times that a value is computed in each process, after the first."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Times by what was measured, a run for each round; each kind of work under its own name."""

    runs: defaultdict[tuple[str, ...], Runs] = field(default_factory=lambda: defaultdict(list))

    def add(self, *name: str, times: Sequence[float]) -> None:
        """One more run."""
        self.runs[name].append(list(times))

    def take(self, *name: str, told: Metered) -> None:
        """What a process told."""
        self.add(*name, _FIRST, times=[told.first])
        self.add(*name, _FIRST, _WORKED, times=told.worked[:1])
        self.add(*name, _PEAK, times=[told.peak])
        if told.again:
            self.add(*name, _AGAIN, times=told.again)
            self.add(*name, _AGAIN, _WORKED, times=told.worked[1:])

    def facts(self, *name: str) -> dict[str, float]:
        """What processors worked for it, which a busy machine does not lengthen as it does the time."""
        return {"processor": round(middle(self.runs[*name, _WORKED]), 4)}


def measure(
    places: Stores, built: Sequence[Built], often: Often, anki: Anki | None, collections: Mapping[int, Path]
) -> list[Figure]:
    """Take everything in turn, round by round; `built` are stores of rising size, the last one the heart of it.

    Anki's collections are named by their reviews; they are as large as the stores.
    """
    gathered = Gathered()
    largest, page = built[-1], places.folder / "progress.html"
    rounds: list[Round] = [
        lambda: _bare(gathered, often.looks),
        lambda: _visited(gathered, largest.home, often.looks),
        *(_back(gathered, each, work, often.again) for each in built for work in (*VALUES, WHOLE)),
        *(_back(gathered, each, work, 0) for each in built for work in ("recount", "rebuild", "nothing")),
        *_commands(gathered, largest.home, page),
    ]
    if anki:
        for each in built:
            peer = partial(_anki_rounds, gathered, anki, collections[each.reviews])
            rounds += peer(words(each.reviews), _ranges(each, largest), again=often.again)
    for work in (lambda: _visited(Gathered(), largest.home, 0), *_commands(Gathered(), largest.home, page)):
        work()  # so that bytecode and the disk's pages are there, as on any day but the first
    for number in range(often.rounds):
        print(f"progress: round {number + 1} of {often.rounds}", flush=True)  # a round takes a minute or two
        for work in rounds[:: 1 if number % 2 else -1]:
            work()
    return [
        *_screens(gathered, largest),
        *(figure for each in built for figure in _values(gathered, each)),
        *(figure for each in built if anki for figure in _beside_anki(gathered, each, largest)),
        *(figure for each in built for figure in _totals(gathered, each)),
        *_memory(gathered, built),
        *_whole_commands(gathered, largest),
    ]


# ── screens ───────────────────────────────────────────────────────────────────────────────────────────────────


def _bare(gathered: Gathered, times: int) -> None:
    """The floor of a repaint: a key to the next question of the bare screen."""
    with Terminal(module(BARE.module, *BARE.arguments)) as terminal:
        terminal.wait(BARE.question)
        terminal.settle(0.3)
        _key(terminal, BARE.onward, BARE.question)
        keys = [_key(terminal, BARE.onward, BARE.question) for _ in range(times)]
    _note(gathered, "bare", keys=keys)


def _visited(gathered: Gathered, home: Path, looks: int) -> None:
    """From Today to Progress and through its tabs, then back, and the same again."""
    opened: list[Key] = []
    tabs: dict[str, list[Key]] = {key: [] for key in _TABS}
    with Terminal(module("quizgame", "--home", str(home))) as terminal:
        terminal.wait(_TODAY)
        terminal.settle(0.5)
        for _ in range(looks + 1):
            opened.append(_key(terminal, b"p", _HEATMAP))
            for key, marker in _TABS.items():
                tabs[key].append(_key(terminal, key.encode(), marker))
            _key(terminal, b"q", _TODAY)
    _note(gathered, "screen", _FIRST, keys=opened[:1])
    _note(gathered, "screen", _AGAIN, keys=opened[1:])
    for key, keys in tabs.items():
        _note(gathered, "screen", key, keys=keys)


class Key(NamedTuple):
    """What a key brought about, in milliseconds."""

    seen: float
    """Until the text it brings was read."""
    worked: float
    """That processors worked for the program until it rested again."""


def _key(terminal: Terminal, key: bytes, marker: bytes) -> Key:
    idle = terminal.worked()
    pressed = terminal.press(key)
    seen = terminal.wait(marker)
    terminal.settle(_REST)
    return Key((seen - pressed) * 1000, terminal.worked() - idle)


def _note(gathered: Gathered, *name: str, keys: Sequence[Key]) -> None:
    if keys:
        gathered.add(*name, times=[each.seen for each in keys])
        gathered.add(*name, _WORKED, times=[each.worked for each in keys])


def _screens(gathered: Gathered, built: Built) -> list[Figure]:
    names = {_FIRST: "Progress opened, first time in a run", _AGAIN: "Progress opened again"}
    names |= {key: f"tab {key} of Progress" for key in _TABS}
    goals = dict.fromkeys((_FIRST, _AGAIN), 50.0)
    return [
        Figure(
            f"{name}, {words(built.reviews)}",
            gathered.runs["screen", key],
            gathered.runs["bare",],
            "bare screen, a key to its repaint",
            most=goals.get(key),
            facts=gathered.facts("screen", key),
        )
        for key, name in names.items()
    ]


# ── values and totals ─────────────────────────────────────────────────────────────────────────────────────────


def _back(gathered: Gathered, built: Built, work: str, again: int) -> Round:
    name = looking_back.__name__
    return lambda: gathered.take(words(built.reviews), work, told=metered(name, work, str(built.home), str(again + 1)))


def words(reviews: int) -> str:
    """How large a store is."""
    return f"{reviews // 1000}k reviews" if reviews < 1_000_000 else f"{reviews / 1e6:g}M reviews"


def _values(gathered: Gathered, built: Built) -> list[Figure]:
    size = words(built.reviews)
    names = {each: f"value of tab {number}" for number, each in enumerate(VALUES, 1)} | {WHOLE: _ALL}
    return [
        Figure(
            f"{name}, {size}",
            gathered.runs[size, work, _AGAIN],
            facts=gathered.facts(size, work, _AGAIN),
            growth=Growth("progress", built.reviews, name),
        )
        for work, name in names.items()
    ]


def _totals(gathered: Gathered, built: Built) -> list[Figure]:
    """What the caches take to be folded from the log, for each of its reviews."""
    size, reviews = words(built.reviews), built.reviews
    names = {"recount": "totals recounted from the log", "rebuild": "all caches folded from the log"}
    states = _each(gathered.runs.get((size, _STATES, _FIRST), []), reviews)
    figures = []
    for work, name in names.items():
        times = gathered.runs[size, work, _FIRST]
        seconds = middle(times) / 1000
        facts = {"seconds in all": round(seconds, 3), "reviews a second": round(reviews / seconds)}
        facts |= gathered.facts(size, work, _FIRST)
        beside = states if work == "rebuild" else []
        figures.append(
            Figure(
                f"{name}, {size}",
                _each(times, reviews),
                beside,
                _STATES if beside else "",
                unit="µs/review",
                most=2.0,  # half a million reviews a second
                facts=facts,
                part="caches",
                growth=Growth("caches", reviews, name, _STATES if beside else ""),
            )
        )
    return figures


def _each(times: Runs, reviews: int) -> Runs:
    """Microseconds for each review."""
    return [[time * 1000 / reviews for time in run] for run in times]


def _memory(gathered: Gathered, built: Sequence[Built]) -> list[Figure]:
    largest = words(built[-1].reviews)
    peers = {WHOLE: _RANGES[1].name, "rebuild": _STATES}
    names = {
        "nothing": "store opened, nothing asked",
        WHOLE: "all four values",
        "recount": "totals recounted",
        "rebuild": "all caches folded",
    }
    return [
        Figure(
            f"peak memory, {name}, {largest}",
            gathered.runs[largest, work, _PEAK],
            gathered.runs.get((largest, peers[work], _PEAK), []) if work in peers else [],
            peers[work] if (largest, peers.get(work, ""), _PEAK) in gathered.runs else "",
            unit="MiB",
        )
        for work, name in names.items()
    ]


# ── the peer ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Range:
    """What Anki is asked for."""

    name: str
    search: str
    days: int


_RANGES = (
    Range("Anki's graphs, this deck, last year", "deck:current", 365),
    Range("Anki's graphs, this deck, all history", "deck:current", 0),
    Range("Anki's graphs, whole collection, all history", "", 0),
)
"""The first is what its screen opens with; the last two count what we count."""

_STATES = "Anki's FSRS states of all cards"


def _ranges(built: Built, largest: Built) -> Sequence[Range]:
    return _RANGES if built is largest else _RANGES[-1:]


def _anki_rounds(
    gathered: Gathered, anki: Anki, collection: Path, size: str, ranges: Sequence[Range], *, again: int
) -> list[Round]:
    """What is asked of Anki over a collection as large as the store whose size is given in words."""

    def asked(what: Range) -> Round:
        def work() -> None:
            gathered.take(size, what.name, told=anki.graphs(collection, again // 2 + 1, what.search, what.days))

        return work

    def states() -> None:
        gathered.take(size, _STATES, told=anki.states(collection, 1))

    return [*map(asked, ranges), states]


def _beside_anki(gathered: Gathered, built: Built, largest: Built) -> list[Figure]:
    """All four values beside each of Anki's ranges; of the smaller stores, beside the whole of its collection."""
    size = words(built.reviews)
    when = {_FIRST: "first in a process", _AGAIN: "again"}
    return [
        Figure(
            f"{_ALL}, {size}, {name}",
            gathered.runs[size, WHOLE, moment],
            gathered.runs[size, asked.name, moment],
            asked.name,
            facts={
                **gathered.facts(size, WHOLE, moment),
                "Anki's processor": gathered.facts(size, asked.name, moment)["processor"],
            },
            growth=Growth("progress", built.reviews, "", asked.name) if moment == _AGAIN else None,
        )
        for asked in _ranges(built, largest)
        for moment, name in when.items()
    ]


# ── commands ──────────────────────────────────────────────────────────────────────────────────────────────────


def _commands(gathered: Gathered, home: Path, page: Path) -> list[Round]:
    """Whole processes, from the start of Python to its end."""
    place = ("--home", str(home))
    programs = {
        "python": ("-c", "pass"),
        "status": ("-m", "quizgame", "status", *place),
        "progress --json": ("-m", "quizgame", "progress", "--json", *place),
        "progress --html": ("-m", "quizgame", "progress", "--html", str(page), *place),
    }
    return [_run(gathered, name, arguments) for name, arguments in programs.items()]


def _run(gathered: Gathered, name: str, arguments: tuple[str, ...]) -> Round:
    def run() -> None:
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=environment(), check=False, capture_output=True
        )
        taken = (time.perf_counter() - started) * 1000
        if done.returncode:
            raise NotSeen(f"{name} ended with {done.returncode}: {done.stderr[-600:]!r}")
        gathered.add("command", name, times=[taken])

    return run


def _whole_commands(gathered: Gathered, built: Built) -> list[Figure]:
    python = gathered.runs["command", "python"]
    names = ("status", "progress --json", "progress --html")
    return [
        Figure(f"quizgame {name}, {words(built.reviews)}", gathered.runs["command", name], python, "python -c pass")
        for name in names
    ]
