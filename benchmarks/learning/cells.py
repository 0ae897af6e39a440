"""What is played where: cells, the policies by name, and the seeds, those of tuning apart from those of reporting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from benchmarks.learning.anki import UNLIMITED, Anki, Mix, Settings
from benchmarks.learning.game import Game
from benchmarks.learning.peers import Leitner, Massed, RandomQuiz, RoundRobin, SuperMemo2
from benchmarks.learning.play import Policy, Record, play
from benchmarks.learning.tried import (
    AnyKindAlike,
    NewFromTheStart,
    NoPromise,
    NothingLearned,
    NothingTwice,
    SlipsAtOnce,
    Trusting,
)
from benchmarks.learning.truths import TRUTHS
from benchmarks.learning.world import HEADLINES, World

REPORTING = 20261
"""Seed of the learners that tables are about: drawn after the planner was settled."""

TUNING = 7
"""Seed of the learners that settings and planners are chosen on."""

MINUTES = (1, 3, 5)
LIBRARIES = (100, 300, 1000)

UNTOUCHED = ("sleep",)
"""Truths that nothing is tuned on."""


class Cell(NamedTuple):
    """A truth, a budget and a library."""

    truth: str
    minutes: int
    objectives: int

    @property
    def words(self) -> str:
        """For a table."""
        return f"{self.truth}, {self.minutes} min, {self.objectives}"


CELLS = tuple(Cell(*each) for each in product(TRUTHS, MINUTES, LIBRARIES))

GRID = {
    each.words: each
    for each in (
        Settings(new, steps, steps[1:], mix, target, UNLIMITED if new == UNLIMITED else 200)
        for new, steps, mix, target in product(
            (5, 10, 20, 40, UNLIMITED),
            ((), (60, 600)),
            tuple[Mix, ...](("mixed", "new first", "new last")),
            (0.70, 0.75, 0.80, 0.85, 0.90),
        )
    )
}
"""Settings of Anki, by their words."""

DEFAULT = Settings().words

Maker = Callable[[World, int], Policy]


def _anki(settings: Settings) -> Maker:
    return lambda world, minutes: Anki(world, minutes, settings)


POLICIES: dict[str, Maker] = {
    "game": Game,
    "anki": _anki(Settings()),
    "random": RandomQuiz,
    "round robin": RoundRobin,
    "massed": Massed,
    "leitner": Leitner,
    "sm-2": SuperMemo2,
}
"""Every policy but the settings of Anki, which go by `anki: WORDS`."""


TRIED: dict[str, Maker] = {
    "game before": Trusting,
    "game, nothing learned": NothingLearned,
    "game, no promise": NoPromise,
    "game, new from the start": NewFromTheStart,
    "game, any kind alike": AnyKindAlike,
    "game, slips at once": SlipsAtOnce,
    "game, nothing twice": NothingTwice,
}
"""Changes to the planner that can be asked for by name, and what it was before."""


def maker(name: str) -> Maker:
    """The policy of a name."""
    known = POLICIES | TRIED
    if name in known:
        return known[name]
    return _anki(GRID[name.removeprefix("anki: ")])


@dataclass(frozen=True, slots=True)
class Job:
    """One policy in one cell."""

    cell: Cell
    policy: str
    learners: int
    seed: int

    def run(self) -> Record:
        """Play it; the same job gives the same record."""
        world = World(self.seed, self.learners, self.cell.objectives)
        truth = TRUTHS[self.cell.truth](world)
        return play(world, truth, maker(self.policy)(world, self.cell.minutes))


@dataclass(frozen=True, slots=True)
class Sweep:
    """Several settings of Anki in one cell at once, each for the same learners: what they recall, by a score."""

    cell: Cell
    settings: tuple[str, ...]
    learners: int
    seed: int

    def run(self) -> dict[str, float]:
        """Play them all."""
        settings = [GRID[each] for each in self.settings]
        record = at_once(self, len(settings), lambda world, minutes: Anki(world, minutes, *settings))
        score = np.mean([record.recalled[day] for day in HEADLINES], axis=0)
        means = score.reshape(len(settings), self.learners).mean(axis=1)
        return dict(zip(self.settings, means.tolist(), strict=True))


def at_once(where: Job | Sweep, variants: int, make: Maker) -> Record:
    """Play so many variants of one policy in one go, a dozen times as fast as one after the other.

    The policy meets every person so many times, first everybody for its first variant, then everybody for its second,
    and so on; the record's arrays are in that order.
    """
    world = World(where.seed, where.learners * variants, where.cell.objectives, where.learners)
    return play(world, TRUTHS[where.cell.truth](world), make(world, where.cell.minutes))
