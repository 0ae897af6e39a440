"""Builders for tests: packs, learners, desks and studies on a real store, with a fixed clock and seeded entropy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from quizgame.cli.house import shelve as bring_up_to_date
from quizgame.domain.days import Moment
from quizgame.domain.questions import (
    BetterResponse,
    Conversation,
    Flashcard,
    Objective,
    Option,
    Pack,
    Question,
    Response,
    Source,
    Turn,
    Way,
    key,
)
from quizgame.packs.content import content_hashes
from quizgame.packs.library import Library, bundled_folder
from quizgame.store.catalogue import Catalogue, PackFile
from quizgame.store.database import Database
from quizgame.store.desk import Desk
from quizgame.store.learners import Learner, Learners
from quizgame.study.study import Study

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
"""A Saturday."""


def instant(when: datetime) -> int:
    """Microseconds since 1970 UTC."""
    return round(when.timestamp() * 1_000_000)


def moment(when: datetime, offset_hours: float = 0) -> Moment:
    """A reading of a clock that is so many hours east of UTC."""
    return Moment(instant(when), round(offset_hours * 3600))


class FixedClock:
    """A clock that moves only when a test moves it."""

    def __init__(self, start: datetime = NOON, offset_hours: float = 0) -> None:
        self.when = start
        self.offset = round(offset_hours * 3600)
        self.ticked = 0.0

    def now(self) -> Moment:
        """The instant it was set to."""
        return Moment(instant(self.when), self.offset)

    def stopwatch(self) -> float:
        """Seconds that tests have let pass."""
        return self.ticked

    def tick(self, seconds: float) -> None:
        """Let time pass."""
        self.when += timedelta(seconds=seconds)
        self.ticked += seconds

    def set(self, when: datetime) -> None:
        """Move the clock on the wall; the stopwatch does not notice."""
        self.when = when


def seeded(seed: int = 1) -> Callable[[int], bytes]:
    """Entropy that is the same on every run."""
    return Random(seed).randbytes


def a_response(
    identity: str, objective: str = "", options: int = 3, best: int = 0, revision: int = 1
) -> BetterResponse:
    """A better-response question whose option texts say where they stand in the file."""
    return BetterResponse(
        id=identity,
        scene=f"A customer at the counter ({identity}) is upset.",
        ask="What do you say?",
        options=tuple(
            Option(
                f"Response {index} of {identity}.", f"Reason {index} of {identity}, in so many words.", index == best
            )
            for index in range(options)
        ),
        objective=objective or identity,
        sources=(Source("a-document", "A section"),),
        revision=revision,
    )


def a_card(identity: str, objective: str = "", revision: int = 1) -> Flashcard:
    """A flashcard."""
    return Flashcard(
        id=identity,
        front=f"Front of {identity}?",
        back=f"Back of {identity}.",
        objective=objective or identity,
        sources=(Source("a-document", "A section"),),
        revision=revision,
    )


def a_conversation(identity: str = "talk", turns: int = 3, pack: str = "pack", revision: int = 1) -> Conversation:
    """A conversation of so many turns: the best response cools, the second keeps it going, the third loses it when hot.

    Turn n practises the objective on of the pack; after the last turn it is resolved, unless the customer is hot.
    """

    def onward(number: int) -> str:
        return "resolved" if number == turns - 1 else f"t{number + 1}"

    def a_turn(number: int) -> Turn:
        gate = (*[Way("lost", least=8)] * bool(number), Way(onward(number)))  # at the opening it is never that hot
        return Turn(
            f"t{number}",
            f"Words {number} of {identity}.",
            key(pack, f"o{number}"),
            (
                Response(f"Best {number} of {identity}.", "Because it cools.", -1, (Way(onward(number)),), best=True),
                Response(f"Fair {number} of {identity}.", "Because it stays.", 0, (Way(onward(number)),), fair=True),
                Response(f"Bad {number} of {identity}.", "Because it heats.", 2, gate, reply="Really?"),
            ),
            (Source("a-document", "A section"),),
        )

    return Conversation(
        id=identity,
        title=f"the title of {identity}",
        channel="counter",
        setting=f"The setting of {identity}.",
        customer="Mr Silva",
        temperature=5,
        turns=tuple(map(a_turn, range(turns))),
        endings=(("resolved", "It went well."), ("lost", "It was lost.")),
        revision=revision,
    )


def a_pack(
    identity: str = "pack", objectives: int = 3, questions: Sequence[Question] | None = None, version: int = 1
) -> Pack:
    """A pack: by default each objective has a four-option response, a card and a three-option response."""
    if questions is None:
        questions = [
            question
            for number in range(objectives)
            for question in (
                a_response(f"o{number}-a", f"o{number}", options=4, best=number % 4),
                a_card(f"o{number}-b", f"o{number}"),
                a_response(f"o{number}-c", f"o{number}", options=3, best=number % 3),
            )
        ]
    names = dict.fromkeys(question.objective for question in questions)
    return Pack(
        id=identity,
        title=f"The {identity} pack",
        author="A trainer",
        version=version,
        language="en",
        objectives=tuple(Objective(name, f"Title of {name}", identity, f"Takeaway of {name}.") for name in names),
        questions=tuple(questions),
    )


def a_pack_of_responses(objectives: int = 3, identity: str = "pack") -> Pack:
    """A pack without cards: each objective has two better-response questions."""
    return a_pack(identity, questions=[a_response(f"o{n}-{v}", f"o{n}") for n in range(objectives) for v in "ab"])


def shelve(database: Database, pack: Pack) -> None:
    """Compile a pack that no file stands behind."""
    source = PackFile(f"installed/{pack.id}.yaml", False, 1, pack.version, f"1:{pack.version}")
    Catalogue(database).shelve(pack, source, content_hashes(pack))


@cache
def _new_home(seed: int, built_in: bool) -> Mapping[str, bytes]:
    """The files of a home whose store was just created: it takes long, and comes out the same each time."""
    with TemporaryDirectory() as folder:
        home = Path(folder, "home")
        database = Database.open(home, seeded(seed))
        try:
            if built_in:
                bring_up_to_date(Library(bundled_folder(), home / "packs"), Catalogue(database))
        finally:
            database.close()
        return {path.name: path.read_bytes() for path in home.iterdir()}


def lay_home(home: Path, seed: int = 1, *, built_in: bool = False) -> Path:
    """Put a new store into a folder, with `built_in` the built-in packs too; leaves alone what is there already."""
    home.mkdir(parents=True, exist_ok=True)
    if not any(home.iterdir()):
        for name, data in _new_home(seed, built_in).items():
            (home / name).write_bytes(data)
    return home


@contextmanager
def a_store(home: Path, *packs: Pack, seed: int = 1, built_in: bool = False) -> Iterator[Database]:
    """A real store in a folder, with packs compiled into it."""
    with a_created_store(lay_home(home, seed, built_in=built_in), *packs, seed=seed) as database:
        yield database


@contextmanager
def a_created_store(home: Path, *packs: Pack, seed: int = 1) -> Iterator[Database]:
    """The same, which the program itself creates where there is none; for tests of just that."""
    database = Database.open(home, seeded(seed))
    try:
        for pack in packs:
            shelve(database, pack)
        yield database
    finally:
        database.close()


def a_learner(database: Database, name: str = "Sam", seed: int = 2) -> Learner:
    """A learner of the store, added if need be."""
    learners = Learners(database, seeded(seed))
    return learners.named(name) or learners.add(name, instant(NOON))


def a_desk(database: Database, name: str = "Sam", seed: int = 3) -> Desk:
    """A learner's desk."""
    return Desk(database, a_learner(database, name), seeded(seed))


def a_study(database: Database, clock: FixedClock, name: str = "Sam", seed: int = 4) -> Study:
    """A learner's study with a fixed clock and seed."""
    return Study(a_desk(database, name, seed), Catalogue(database), clock, seeded(seed), seed)
