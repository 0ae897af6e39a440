"""Builds the stores that are measured, through the project's own gates: pack files are compiled as start-up compiles
them, and the log is merged in as another device's would be, with real checksums and sequence numbers.

    python -m benchmarks.stores FOLDER [--reviews N] [--questions N]      build them all, and say how long it took
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings, SystemClock
from quizgame.domain import memory
from quizgame.domain.events import (
    Answer,
    Certainty,
    Event,
    Fact,
    Grade,
    Review,
    SessionFinished,
    SessionStarted,
    Stamp,
)
from quizgame.domain.ids import uuid7
from quizgame.store import log
from quizgame.store.caches import EVERYTHING
from quizgame.store.database import FILE
from quizgame.store.desk import Desk
from quizgame.store.learners import Learners

LEARNER = "Ada"
TOKEN = "ASK="
"""Stands in the scene of every question made here, and nowhere else on a screen."""

_PER_PACK = 100
_PER_SESSION = 8
_PER_DAY = 256
_DAY = 86_400_000_000  # microseconds
_ROOM = 500_000  # kilobytes


@dataclass(frozen=True, slots=True)
class Stores:
    """Where the stores of a run lie; a part that does not need one does not find it built."""

    folder: Path

    @property
    def small(self) -> Path:
        """Nothing answered yet, built-in packs alone."""
        return self.folder / "small"

    @property
    def drill(self) -> Path:
        """Nothing answered yet, a few hundred better-response questions."""
        return self.folder / "drill"

    @property
    def deep(self) -> Path:
        """Years of answers to a large library, three variants an objective."""
        return self.folder / "deep"

    @property
    def wide(self) -> Path:
        """Years of answers to a large library, every question an objective of its own."""
        return self.folder / "wide"

    def past(self, reviews: int) -> Path:
        """So many answers to a large library, three variants an objective."""
        return self.folder / f"past-{reviews}"

    @property
    def copy(self) -> Path:
        """Where a copy goes that a single run may write to."""
        return self.folder / "copy"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a store is to be."""

    reviews: int
    questions: int
    variants: int
    """Questions to an objective."""


@dataclass(frozen=True, slots=True)
class Built:
    """A store, and the seconds that its parts took to build."""

    home: Path
    size: Size
    objectives: int
    compiling: float
    merging: float
    """Making up the log, writing it, and folding the caches from it once."""


def small(home: Path) -> Path:
    """A learner who has answered nothing yet, and the built-in packs."""
    _compile(home)
    return home


def drill(home: Path, questions: int) -> Path:
    """A learner who has answered nothing yet, and enough better-response questions for a long run of keys."""
    _write_packs(home, Size(0, questions, 1))
    _compile(home)
    return home


def big(home: Path, size: Size) -> Built:
    """A learner with years of answers to a large library."""
    started = time.perf_counter()
    objectives = _write_packs(home, size)
    _compile(home)
    compiled = time.perf_counter()
    surroundings = Surroundings(home)
    with opened(surroundings) as house:
        found = Learners(house.database, surroundings.entropy).named(LEARNER)
        assert found is not None
        desk = Desk(house.database, found, surroundings.entropy)
        (device,) = house.database.reading.execute("SELECT id FROM device").fetchone()
        content = dict(house.database.reading.execute("SELECT key, content FROM question"))
        today = desk.today(SystemClock().now())
        # Years in one transaction: without room for the log's trees, most of the time goes into writing pages twice.
        house.database.reading.execute(f"PRAGMA cache_size = {-_ROOM}")
        with house.database.writing() as db:
            log.merge(db, found.id, EVERYTHING, _life(size, found.id, bytes(device), today, content))
        desk.turn_to(today)
        # As in a store that has lived for years, nothing waits in the write-ahead log.
        house.database.reading.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        merged = time.perf_counter()
    return Built(home, size, objectives, compiled - started, merged - compiled)


def copied(store: Path, to: Path) -> Path:
    """A copy of a small store in place of what was there, on the disk before anything is measured."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(store, to)
    for path in to.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    return to


def answers_in(home: Path) -> int:
    """How many answers the store holds, read back through the project's own reader of the log."""
    surroundings = Surroundings(home)
    with opened(surroundings) as house:
        return int(house.database.reading.execute("SELECT count(*) FROM review").fetchone()[0])


def _compile(home: Path) -> None:
    """Open the home once, as the first start after installing packs does, and add the learner."""
    surroundings = Surroundings(home)
    with opened(surroundings) as house:
        if house.refused:
            raise SystemExit(f"A pack made for the benchmark was refused: {house.refused[0]}")
        Learners(house.database, surroundings.entropy).add(LEARNER, surroundings.clock.now().instant)


def _write_packs(home: Path, size: Size) -> int:
    """Packs of a hundred questions each, in files; gives how many objectives they have."""
    folder = home / "packs"
    folder.mkdir(parents=True)
    objectives = 0
    for first in range(0, size.questions, _PER_PACK):
        numbers = range(first, min(first + _PER_PACK, size.questions))
        pack = f"drill-{first // _PER_PACK:03}"
        names = [f"o{(number - first) // size.variants:02}" for number in numbers]
        distinct = list(dict.fromkeys(names))
        objectives += len(distinct)
        text = [f"pack: {pack}\ntitle: Drill {first // _PER_PACK}\nversion: 1\nlanguage: en\nobjectives:"]
        text += [_objective(name, f"{pack} {name}") for name in distinct]
        text += ["questions:"]
        text += [_question(number, name) for number, name in zip(numbers, names, strict=True)]
        (folder / f"{pack}.yaml").write_text("\n".join(text) + "\n", encoding="utf-8")
    return objectives


def _objective(name: str, words: str) -> str:
    return (
        f"  - id: {name}\n    title: Let the caller be heard before you solve anything ({words})\n"
        "    topic: listening\n    takeaway: Being heard comes first; a solution offered too early is a brush-off."
    )


def _question(number: int, objective: str) -> str:
    """About as long as the questions of the built-in packs."""
    return f"""\
  - id: q{number:05}
    kind: better-response
    objective: {objective}
    scene: >
      {TOKEN}{number:05}= A caller whose parcel is late has raised his voice for the third time, and says that nobody
      ever calls him back.
    ask: What do you say first?
    options:
      - say: Ask for the parcel's number, and look up where it was seen last while he goes on talking.
        because: It moves towards a solution, yet he has not heard that anyone took in what he said.
      - say: Say in your own words what has gone wrong for him, and ask whether you have it right.
        best: true
        because: He hears that he was heard, and can put right what you missed before you act on it.
      - say: Explain that parcels are often late this month, and that your company can do little about it.
        because: It may be true, and to him it sounds as if his trouble were nothing special."""


def _life(size: Size, learner: bytes, device: bytes, today: int, content: dict[str, str]) -> Iterator[Review | Event]:
    """The log of a learner who practised every day up to yesterday, the objectives in turn, right 17 times in 20."""
    dice = random.Random(7)
    keys = sorted(key for key in content if key.startswith("drill-"))
    shelf = [
        (f"{key.partition('/')[0]}/o{index % _PER_PACK // size.variants:02}", key) for index, key in enumerate(keys)
    ]
    objectives: dict[str, list[str]] = {}
    for objective, key in shelf:
        objectives.setdefault(objective, []).append(key)
    turn = list(objectives)
    first_day = today - 1 - (size.reviews - 1) // _PER_DAY
    sequence = 0
    session = b""

    def stamp(instant: int, day: int) -> Stamp:
        nonlocal sequence
        sequence += 1
        return Stamp(uuid7(instant, dice.randbytes(8)), learner, device, sequence, instant, 0, day)

    def event(fact: Fact, instant: int, day: int) -> Event:
        return Event(stamp(instant, day), fact)

    for number in range(size.reviews):
        day = first_day + number // _PER_DAY
        instant = day * _DAY + _DAY // 2 + number % _PER_DAY * 24_000_000
        if number % _PER_SESSION == 0:
            session = uuid7(instant, dice.randbytes(8))
            yield event(SessionStarted(session, 3, dice.getrandbits(48)), instant - 10_000_000, day)
        objective = turn[number % len(turn)]
        variants = objectives[objective]
        question = variants[number // len(turn) % len(variants)]
        right = dice.random() < 0.85
        order = tuple(dice.sample(range(3), 3))
        yield Review(
            stamp(instant, day),
            Answer(
                session=session,
                question=question,
                objective=objective,
                revision=1,
                content=content[question],
                shown=order,
                chosen=1 if right else 0,
                grade=Grade.GOOD if right else Grade.AGAIN,
                certainty=Certainty.UNSTATED,
                seconds=round(dice.uniform(4, 20), 3),
                engine=memory.ENGINE,
            ),
        )
        if number % _PER_SESSION == _PER_SESSION - 1 or number == size.reviews - 1:
            yield event(SessionFinished(session), instant + 12_000_000, day)


def main() -> None:
    """Build every store and say how long it took."""
    parser = argparse.ArgumentParser(description="Build the stores that the benchmarks measure.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=10_000)
    arguments = parser.parse_args()
    folder: Path = arguments.folder
    small(folder / "small")
    drill(folder / "drill", 300)
    for name, variants in (("deep", 3), ("wide", 1)):
        built = big(folder / name, Size(arguments.reviews, arguments.questions, variants))
        file = built.home / FILE
        print(
            f"{name}: {arguments.reviews} reviews, {arguments.questions} questions, {built.objectives} objectives:"
            f" packs compiled in {built.compiling:.1f} s, log merged in {built.merging:.1f} s,"
            f" {file.stat().st_size / 1e6:.0f} MB"
        )


if __name__ == "__main__":
    main()
