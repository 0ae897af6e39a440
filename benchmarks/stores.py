"""Builds the stores that are measured, through the project's own gates.

Pack files are compiled as start-up compiles them, and the log is merged in as another device's would be, with real
checksums and sequence numbers.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from operator import itemgetter
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
from quizgame.store.desk import Desk
from quizgame.store.learners import Learners

LEARNER = "Ada"
TOKEN = "ASK="
"""Stands in the scene of every question made here, and nowhere else on a screen."""

_PER_PACK = 100
_PER_SESSION = 8
_PER_DAY = 256
_MOST_PACKS = 100
_DAY = 86_400_000_000  # microseconds
_APART = 24_000_000  # microseconds between two answers of a day
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
    def shelf(self) -> Path:
        """Nothing answered yet, a large library, three variants an objective."""
        return self.folder / "shelf"

    @property
    def wide(self) -> Path:
        """Years of answers to a large library, every question an objective of its own."""
        return self.folder / "wide"

    def past(self, reviews: int) -> Path:
        """So many answers to a large library, three variants an objective."""
        return self.folder / f"past-{reviews}"

    def mixed(self, objectives: int) -> Path:
        """So many objectives of one question, in all states from never met to long forgotten."""
        return self.folder / f"mixed-{objectives}"

    @property
    def copy(self) -> Path:
        """Where a copy goes that a single run may write to."""
        return self.folder / "copy"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A store in which nothing was answered, and what lies on it."""

    home: Path
    questions: int
    objectives: int
    compiling: float
    """Seconds to compile the packs."""


@dataclass(frozen=True, slots=True)
class Built:
    """A store with a past, and the seconds that its parts took to build."""

    home: Path
    reviews: int
    questions: int
    objectives: int
    compiling: float
    merging: float
    """Making up the log, writing it, and folding the caches from it once."""


Visits = Iterable[tuple[int, str]]
"""Study day and objective of each answer, in order."""


def small(home: Path) -> Path:
    """A learner who has answered nothing yet, and the built-in packs."""
    _compile(home)
    return home


def shelf(home: Path, questions: int, variants: int = 1) -> Shelf:
    """A learner who has answered nothing yet, and so many better-response questions, `variants` to an objective."""
    started = time.perf_counter()
    objectives = _write_packs(home, questions, variants)
    _compile(home)
    return Shelf(home, questions, objectives, time.perf_counter() - started)


def past(home: Path, shelf: Shelf, reviews: int) -> Built:
    """A copy of a shelf whose learner has practised every day up to yesterday, the objectives in turn."""

    def visits(objectives: Sequence[str], today: int) -> Visits:
        first_day = today - 1 - (reviews - 1) // _PER_DAY
        return ((first_day + each // _PER_DAY, objectives[each % len(objectives)]) for each in range(reviews))

    return _lived(copied(shelf.home, home), shelf, visits)


def mixed(home: Path, shelf: Shelf) -> Built:
    """A copy of a shelf whose objectives are in all states: never met, lately met, due, long forgotten."""
    return _lived(copied(shelf.home, home), shelf, _mixed_visits)


def _mixed_visits(objectives: Sequence[str], today: int) -> Visits:
    """One in five was never met; the others begin some day of the last 400 and come back after growing gaps."""
    dice = random.Random(11)
    visits: list[tuple[int, str]] = []
    for objective in objectives:
        if dice.random() < 0.2:
            continue
        day, gap, left = today - dice.randint(1, 400), 1.0, dice.randint(1, 6)
        while day < today and left:
            visits.append((day, objective))
            gap *= dice.uniform(1.2, 4)
            day, left = day + round(gap), left - 1
    return sorted(visits)


def _lived(home: Path, shelf: Shelf, visits: Callable[[Sequence[str], int], Visits]) -> Built:
    """The store in `home`, a copy of a shelf, with the answers of all these visits."""
    started = time.perf_counter()
    surroundings = Surroundings(home)
    with opened(surroundings) as house:
        found = Learners(house.database, surroundings.entropy).named(LEARNER)
        assert found is not None
        desk = Desk(house.database, found, surroundings.entropy)
        db = house.database.reading
        (device,) = db.execute("SELECT id FROM device").fetchone()
        questions: dict[str, list[tuple[str, str]]] = {}
        asked = db.execute("SELECT objective, key, content FROM question WHERE key LIKE 'drill-%' ORDER BY key")
        for objective, key, content in asked:
            questions.setdefault(objective, []).append((key, content))
        today = desk.today(SystemClock().now())
        # Years in one transaction: without room for the log's trees, most of the time goes into writing pages twice.
        db.execute(f"PRAGMA cache_size = {-_ROOM}")
        told = _log(visits(list(questions), today), found.id, bytes(device), questions)
        with house.database.writing() as writing:
            log.merge(writing, found.id, EVERYTHING, told)
        desk.turn_to(today)
        (reviews,) = db.execute("SELECT count(*) FROM review").fetchone()
        # As in a store that has lived for years, nothing waits in the write-ahead log.
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    seconds = time.perf_counter() - started
    return Built(home, reviews, shelf.questions, shelf.objectives, shelf.compiling, seconds)


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


def _write_packs(home: Path, questions: int, variants: int) -> int:
    """Packs of a hundred questions each, in a hundred files at most; gives how many objectives they have."""
    folder = home / "packs"
    folder.mkdir(parents=True)
    each = max(_PER_PACK, questions // _MOST_PACKS)
    objectives = 0
    for number, first in enumerate(range(0, questions, each)):
        numbers = range(first, min(first + each, questions))
        text, found = pack_text(f"drill-{number:03}", numbers, variants)
        objectives += found
        (folder / f"drill-{number:03}.yaml").write_text(text, encoding="utf-8")
    return objectives


def pack_text(pack: str, numbers: range, variants: int) -> tuple[str, int]:
    """A pack file of so many questions, and how many objectives they have."""
    names = [f"o{(number - numbers[0]) // variants:05}" for number in numbers]
    distinct = list(dict.fromkeys(names))
    text = [f"pack: {pack}\ntitle: Drill {pack}\nversion: 1\nlanguage: en\nobjectives:"]
    text += [_objective(name, f"{pack} {name}") for name in distinct]
    text += ["questions:"]
    text += [_question(number, name) for number, name in zip(numbers, names, strict=True)]
    return "\n".join(text) + "\n", len(distinct)


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


def _log(
    visits: Visits, learner: bytes, device: bytes, questions: Mapping[str, Sequence[tuple[str, str]]]
) -> Iterator[Review | Event]:
    """The log of these visits, the variants of each objective in turn, right 17 times in 20."""
    dice = random.Random(7)
    met: Counter[str] = Counter()
    sequence = count(1)

    def stamp(instant: int, day: int) -> Stamp:
        return Stamp(uuid7(instant, dice.randbytes(8)), learner, device, next(sequence), instant, 0, day)

    def event(fact: Fact, instant: int, day: int) -> Event:
        return Event(stamp(instant, day), fact)

    for day, visited in groupby(visits, key=itemgetter(0)):
        todays = [objective for _, objective in visited]
        session = b""
        for number, objective in enumerate(todays):
            instant = day * _DAY + _DAY // 2 + number * _APART
            if number % _PER_SESSION == 0:
                session = uuid7(instant, dice.randbytes(8))
                yield event(SessionStarted(session, 3, dice.getrandbits(48)), instant - 10_000_000, day)
            variants = questions[objective]
            question, content = variants[met[objective] % len(variants)]
            met[objective] += 1
            right = dice.random() < 0.85
            yield Review(
                stamp(instant, day),
                Answer(
                    session=session,
                    question=question,
                    objective=objective,
                    revision=1,
                    content=content,
                    shown=tuple(dice.sample(range(3), 3)),
                    chosen=1 if right else 0,
                    grade=Grade.GOOD if right else Grade.AGAIN,
                    certainty=Certainty.UNSTATED,
                    seconds=round(dice.uniform(4, 20), 3),
                    engine=memory.ENGINE,
                ),
            )
            if number % _PER_SESSION == _PER_SESSION - 1 or number == len(todays) - 1:
                yield event(SessionFinished(session), instant + 12_000_000, day)
