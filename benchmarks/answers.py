"""What it costs to keep an answer, and to take one back: against the bare `fdatasync` that durability asks for.

The floor writes as many bytes as a commit does, the way SQLite's write-ahead log does it: appended up to a thousand
pages, then over again from the start; then it waits for the disk. It takes its turn between our answers, in the same
folder, so that both meet the disk in the same mood. Anki's library takes its turn after each run of ours, with fewer
answers.

    python -m benchmarks.answers HOME COUNT       record answers and nothing else: for counting what reaches the disk
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median

from benchmarks.anki_peer import Anki
from benchmarks.figures import Figure, Growth, Runs
from benchmarks.harness import ROOT, environment
from benchmarks.stores import LEARNER, copied
from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings
from quizgame.domain import memory
from quizgame.domain.events import Answer, Certainty, Grade
from quizgame.domain.ids import uuid7
from quizgame.store.desk import Desk
from quizgame.store.learners import Learners
from quizgame.store.log import When

_LOG = 1000 * 4096  # bytes after which SQLite checkpoints its log and writes it over again
_USUAL = 8 * 4096  # bytes of a commit, where the system does not count them
_COUNTED = (100, 400)  # answers in the two traced runs; the difference leaves opening and closing out
_WARMING = 20  # answers, and undos, before the clock runs; their bytes are counted

_GOAL = 1.7
_FLOOR = "fdatasync"


@dataclass(frozen=True, slots=True)
class Book:
    """Records one answer after another in a store, and takes the latest back."""

    record: Callable[[], None]
    undo: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Homes:
    """The stores that are written to, by how large they are in words, and how many answers they hold."""

    by_name: Mapping[str, tuple[Path, int]]
    collections: Mapping[str, Path]
    """Anki's, by the words of ours that are as large."""


def measure(folder: Path, runs: int, answers: int, homes: Homes, anki: Anki | None) -> list[Figure]:
    """Record and take back on every store, with the floor between, in turn."""
    works: dict[str, dict[str, Runs]] = {work: defaultdict(list) for work in ("kept", "undone")}
    facts: dict[str, dict[str, float]] = {}
    copies = {name: copied(home, folder / f"written-{held}") for name, (home, held) in homes.by_name.items()}
    for _ in range(runs):
        with ExitStack() as stack:
            books = {name: stack.enter_context(_book(home)) for name, home in copies.items()}
            for work, called, times in (("kept", "record", answers), ("undone", "undo", answers // 2)):
                each = {name: getattr(book, called) for name, book in books.items()}
                facts[work] = _in_turn(folder / "floor", each, times, works[work])
        if anki:
            for name, collection in homes.collections.items():
                kept, undone = anki.answers(collection, answers // 5)
                works["kept"][f"Anki, {name}"].append(kept)
                works["undone"][f"Anki, {name}"].append(undone)
    return [
        *(each for work, found in works.items() for each in _figures(work, found, homes, facts)),
        *_syncs(next(iter(copies.values()))),
    ]


def _in_turn(
    floor: Path, works: Mapping[str, Callable[[], None]], times: int, found: dict[str, Runs]
) -> dict[str, float]:
    """Do each work so many times, a floor after each; gives the bytes that one writes."""
    written = round(median(_bytes_of(work) for _ in range(_WARMING) for work in works.values())) or _USUAL
    taken: dict[str, list[float]] = {name: [] for name in (*works, _FLOOR)}
    with _appending(floor, os.urandom(written)) as append:
        for _ in range(times):
            for name, work in works.items():
                taken[name].append(_timed(work))
                taken[_FLOOR].append(_timed(append))
    for name, each in taken.items():
        found[name].append(each)
    return {"bytes written": written}


def _figures(
    work: str, found: Mapping[str, Runs], homes: Homes, facts: Mapping[str, dict[str, float]]
) -> Iterator[Figure]:
    what = {"kept": "a durable answer", "undone": "a durable undo"}[work]
    for name, (_, held) in homes.by_name.items():
        growth = Growth("answers", held, what, _FLOOR if work == "kept" else "") if held else None
        yield Figure(
            f"{what}, {name}", found[name], found[_FLOOR], _FLOOR, _GOAL, facts=dict(facts[work]), growth=growth
        )
    for name in homes.collections:
        peer = f"Anki, {name}"
        if peer in found:
            yield Figure(f"{what}, {name}", found[name], found[peer], f"Anki's library, {name}")


def _timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


@contextmanager
def _book(home: Path) -> Iterator[Book]:
    """A store opened as the game opens it, and answers to its drill questions in turn, each a new one first."""
    surroundings = Surroundings(home)
    with opened(surroundings) as house:
        found = Learners(house.database, surroundings.entropy).named(LEARNER)
        assert found is not None
        desk = Desk(house.database, found, surroundings.entropy)
        rows = house.database.reading.execute(
            "SELECT key, objective, revision, content FROM question WHERE kind = 'better-response' ORDER BY content"
        ).fetchall()
        questions = cycle(rows)
        now = surroundings.clock.now()
        session, day = uuid7(now.instant, surroundings.entropy(8)), desk.today(now)

        def when() -> When:
            moment = surroundings.clock.now()
            return When(moment.instant, moment.offset, day)

        def record() -> None:
            question, objective, revision, content = next(questions)
            desk.record(
                Answer(
                    session=session,
                    question=question,
                    objective=objective,
                    revision=revision,
                    content=content,
                    shown=(2, 0, 1),
                    chosen=1,
                    grade=Grade.GOOD,
                    certainty=Certainty.UNSTATED,
                    seconds=7.25,
                    engine=memory.ENGINE,
                ),
                when(),
            )

        def undo() -> None:
            if desk.undo(when(), session) is None:
                raise RuntimeError("there was no answer of this session to take back")

        yield Book(record, undo)


@contextmanager
def _appending(path: Path, piece: bytes) -> Iterator[Callable[[], None]]:
    """Write a piece and wait until the disk has it."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    place = 0
    sync = getattr(os, "fdatasync", os.fsync)  # macOS has no fdatasync

    def append() -> None:
        nonlocal place
        os.pwrite(file, piece, place)
        sync(file)
        place = place + len(piece) if place < _LOG else 0

    try:
        yield append
    finally:
        os.close(file)
        path.unlink()


def _bytes_of(work: Callable[[], None]) -> int:
    """Bytes handed to the system's write calls meanwhile; 0 where the system does not say."""
    before = _written()
    work()
    return _written() - before


def _written() -> int:
    try:
        counts = Path("/proc/self/io").read_text(encoding="ascii")
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in counts.splitlines() if line.startswith("wchar"))


def _syncs(home: Path) -> list[Figure]:
    """Syncs of the log for each answer, and of the store at checkpoints; nothing where strace is not installed."""
    strace = shutil.which("strace")
    if strace is None:
        print("strace is not installed: the syncs of an answer are not counted.", file=sys.stderr)
        return []
    few, many = (_traced(strace, home, count) for count in _COUNTED)
    if not many.total:
        print("strace saw nothing: the syncs of an answer are not counted.", file=sys.stderr)
        return []
    answers = _COUNTED[1] - _COUNTED[0]
    facts = {
        "answers": answers,
        "syncs of the log": many.log - few.log,
        "syncs of the store at checkpoints": many.store - few.store,
        "checkpoints": many.store - few.store,
    }
    # A checkpoint syncs the log before it copies, the store after it, and the log's new header when it begins anew.
    apart = (many.log - few.log) - 2 * (many.store - few.store)
    return [Figure("syncs of an answer", [[apart / answers]], [[1.0]], "one", 1.0, unit="", facts=facts)]


@dataclass(frozen=True, slots=True)
class Syncs:
    """How often a run waited for the disk: for the write-ahead log, and for the store itself."""

    log: int
    store: int

    @property
    def total(self) -> int:
        """Both."""
        return self.log + self.store


def _traced(strace: str, home: Path, count: int) -> Syncs:
    with tempfile.NamedTemporaryFile(dir=home, suffix=".trace") as trace:
        command = [strace, "-f", "-y", "-e", "trace=fsync,fdatasync", "-o", trace.name, sys.executable]
        command += ["-m", "benchmarks.answers", str(home), str(count)]
        subprocess.run(command, cwd=ROOT, env=environment(), check=False, capture_output=True)
        lines = [line for line in Path(trace.name).read_text(encoding="utf-8").splitlines() if "sync(" in line]
    return Syncs(sum("-wal>" in line for line in lines), sum(".db>" in line for line in lines))


def main() -> None:
    """Record so many answers in a store."""
    with _book(Path(sys.argv[1])) as book:
        for _ in range(int(sys.argv[2])):
            book.record()


if __name__ == "__main__":
    main()
