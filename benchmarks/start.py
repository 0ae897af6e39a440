"""From starting the process until a key sent at once shows its verdict, that answer being on the disk.

The key is typed before Python has even loaded: a learner on a short break does not wait for a prompt. The terminal
keeps it until the program reads it, so one key is enough; should a program throw early keys away, it is typed again
every 20 ms from ten seconds on, in the floor as in ours, and the results say how often.

Two of the peers are programs with Textual. They throw early keys away: theirs is typed as soon as their first screen
shows, and every 20 ms until it takes effect. Anki's library has neither screen nor key: it opens a collection and
renders the first card that is due. The peak memory of each program is read at the same moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.anki_peer import Anki
from benchmarks.figures import Figure, Growth, Runs
from benchmarks.harness import NotSeen, Terminal, module
from benchmarks.screens import Screen
from benchmarks.stores import Built, answers_in, copied

VERDICTS = (b"There is a better response.", b"That is the best response")
REASON = b"ANSWERED="

_EARLY = 10.0  # seconds that the key typed at once is given
_AGAIN = 0.02
_MOST_AGAIN = 1000
_REST = 0.05  # seconds of silence after which a program has settled

_BARE = "bare screen"
SMALL = "built-in packs"
_ANKI = "Anki's library: open, first card"


@dataclass(frozen=True, slots=True)
class Started:
    """What one start told."""

    time: float
    """Milliseconds until the reaction."""
    peak: float
    """MiB at the peak until then; 0 where the system does not tell."""
    again: int = 0
    """How often the key was typed again."""


Start = Callable[[], Started]


@dataclass(frozen=True, slots=True)
class Homes:
    """Our stores that are started on, by how large they are in words."""

    large: Mapping[str, Path]
    grown: Mapping[str, Built] = field(default_factory=dict)
    """Of rising size, for the plot."""


@dataclass(frozen=True, slots=True)
class Peers:
    """Other programs that could be had."""

    screens: Sequence[Screen] = ()
    anki: Anki | None = None
    collections: Mapping[str, Path] = field(default_factory=dict)
    """Anki's collections, by the words of the stores of ours that are as large."""


def measure(small: Path, copy: Path, runs: int, homes: Homes, peers: Peers) -> list[Figure]:
    """Start the bare screen, ours on every store (of the `small` one, on a fresh `copy`), and all peers, in turn."""
    programs: dict[str, Start] = {
        _BARE: lambda: _typed_at_once(module("benchmarks.bare_question"), (REASON,)),
        SMALL: lambda: _played(copied(small, copy)),
    }
    homes_of_all = {**homes.large, **{name: each.home for name, each in homes.grown.items()}}
    programs |= {name: _playing(home) for name, home in homes_of_all.items()}
    peers = replace(peers, screens=[each for each in peers.screens if _tried(each)])
    programs |= {each.name: _reacting(each) for each in peers.screens}
    if peers.anki:
        programs |= {f"{_ANKI}, {name}": _opening(peers.anki, each) for name, each in peers.collections.items()}
    for start in programs.values():  # so that bytecode and the disk's pages are there, as on any day but the first
        start()
    told: dict[str, list[Started]] = {name: [] for name in programs}
    for run in range(runs):
        # Every other round goes backwards, so that nobody always comes after the same neighbour.
        for name, start in list(programs.items())[:: 1 if run % 2 else -1]:
            told[name].append(start())
    return [*_times(told, homes, peers), *_peaks(told, homes, peers)]


def _times(told: Mapping[str, Sequence[Started]], homes: Homes, peers: Peers) -> list[Figure]:
    times: dict[str, Runs] = {name: [[each.time] for each in starts] for name, starts in told.items()}
    again = {name: sum(each.again for each in starts) for name, starts in told.items()}
    what, bare, small = "start to a stored verdict", times[_BARE], times[SMALL]
    figures = [Figure(f"{what}, {SMALL}", small, bare, _BARE, 1.2, facts={"typed again": again})]
    figures += [Figure(f"{what}, {name}", times[name], bare, _BARE, 1.2) for name in homes.large]
    figures += [Figure(f"{what}, {name}", times[name], small, f"ours, {SMALL}", 1.1) for name in homes.large]
    for name, each in homes.grown.items():
        growth = Growth("start", each.objectives, what, _BARE)
        figures.append(Figure(f"{what}, {name}", times[name], bare, _BARE, growth=growth))
    for screen in peers.screens:
        facts = {"version": screen.version}
        figures.append(Figure(f"{what}, {SMALL}", small, times[screen.name], screen.words, facts=facts))
    for name in peers.collections:
        peer = f"{_ANKI}, {name}"
        figures.append(Figure(f"{what}, {name}", times[name], times[peer], peer))
    return figures


def _peaks(told: Mapping[str, Sequence[Started]], homes: Homes, peers: Peers) -> list[Figure]:
    """Peak memory at the verdict; nothing where the system does not tell."""
    peaks: dict[str, Runs] = {name: [[each.peak] for each in starts] for name, starts in told.items()}
    if not peaks[_BARE][0][0]:
        return []
    what, small = "peak memory in play", peaks[SMALL]
    figures = [Figure(f"{what}, {SMALL}", small, peaks[_BARE], _BARE, unit="MiB", most=45.0)]
    ours = f"ours, {SMALL}"
    figures += [Figure(f"{what}, {name}", peaks[name], small, ours, 1.2, unit="MiB") for name in homes.large]
    for name, each in homes.grown.items():
        growth = Growth("memory", each.objectives, what, _BARE)
        figures.append(Figure(f"{what}, {name}", peaks[name], peaks[_BARE], _BARE, unit="MiB", growth=growth))
    figures += [Figure(f"{what}, {SMALL}", small, peaks[each.name], each.name, unit="MiB") for each in peers.screens]
    for name in peers.collections:
        peer = f"{_ANKI}, {name}"
        figures.append(Figure(f"{what}, {name}", peaks[name], peaks[peer], peer, unit="MiB"))
    return figures


def _playing(home: Path) -> Start:
    return lambda: _played(home)


def _played(home: Path) -> Started:
    before = answers_in(home)
    started = _typed_at_once(module("quizgame", "play", "--home", str(home)), VERDICTS)
    stored = answers_in(home) - before
    if stored != 1:
        raise NotSeen(f"one answer was shown as judged, and the store holds {stored} more")
    return started


def _typed_at_once(command: Sequence[str], markers: tuple[bytes, ...]) -> Started:
    with Terminal(command) as terminal:
        terminal.press(b"1")
        return _seen(terminal, b"1", markers, _EARLY)


def _reacting(screen: Screen) -> Start:
    def start() -> Started:
        with Terminal(screen.command, screen.surroundings) as terminal:
            terminal.wait(screen.first)
            terminal.press(screen.key)
            return _seen(terminal, screen.key, (screen.reaction,), _AGAIN)

    return start


def _tried(screen: Screen) -> bool:
    """Whether a peer can be started here; it makes its files on the way."""
    try:
        _reacting(screen)()
    except NotSeen as error:
        print(f"{screen.name} is not measured: {error}", flush=True)
        return False
    return True


def _seen(terminal: Terminal, key: bytes, markers: tuple[bytes, ...], patience: float) -> Started:
    """Wait until a marker is read; the key is typed again after `patience` seconds, and then every 20 ms."""
    seen = terminal.shows(*markers, within=patience)
    again = 0
    while seen is None:
        if again == _MOST_AGAIN:
            raise NotSeen(f"none of {markers!r} came, however often {key!r} was typed")
        terminal.type_on(key)
        again += 1
        seen = terminal.shows(*markers, within=_AGAIN)
    taken = (seen - terminal.started) * 1000
    terminal.settle(_REST)
    return Started(taken, terminal.peak(), again)


def _opening(anki: Anki, collection: Path) -> Start:
    return lambda: Started(*anki.first_card(collection))
