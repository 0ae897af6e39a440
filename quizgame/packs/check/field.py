"""The questions of a contest as all solvers see them, and how the solvers score on them under any choice of answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from random import Random
from statistics import fmean, pstdev
from typing import Literal, Protocol

from quizgame.packs.check import bayes
from quizgame.packs.check.asked import Asked
from quizgame.packs.check.bayes import Bayes
from quizgame.packs.check.chance import POINT, Credits, Expected, credits_of, expected, opposite_of, score_of
from quizgame.packs.check.solvers import SOLVERS, values_of

NAMES = (*(name for solver in SOLVERS for name in (solver.name, solver.opposite)), bayes.NAME, bayes.OPPOSITE)
"""All solvers, each followed by its opposite; those that learn come last."""
_BITS = 40  # room for the sum of a solver's points over any number of questions

Thing = Literal["question", "conversation"]
Deal = Sequence[tuple[int, ...]]
"""For each question the texts that its options are given: the first number is the text of the first option."""
Plays = Sequence[Sequence[Credits]]
"""For each solver its credits for every question."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """A question that takes part."""

    asked: Asked
    group: str
    """Its objective."""
    english: bool


class Field:
    """The questions of a contest, and the solvers before them."""

    def __init__(self, entrants: Sequence[Entrant]) -> None:
        self.asked = [entrant.asked for entrant in entrants]
        values = [[values_of(solver, each.asked, english=each.english) for each in entrants] for solver in SOLVERS]
        self.plays: Plays = [
            play for rows in values for play in (list(map(credits_of, rows)), list(map(opposite_of, rows)))
        ]
        """Of all solvers but those that learn, which play by what is right elsewhere."""
        self._learner = Bayes([each.said_words for each in self.asked], [entrant.group for entrant in entrants])

    @property
    def size(self) -> int:
        """Words in all options: what a draw costs."""
        return self._learner.size

    @property
    def as_written(self) -> Deal:
        """Every option with its own text."""
        return [tuple(range(len(each.options))) for each in self.asked]

    def deals(self, draws: int, seed: int) -> Iterator[Deal]:
        """The options of every question dealt to its texts anew, each way being equally likely."""
        random = Random(seed)
        ways = [list(permutations(range(len(each.options)))) for each in self.asked]
        for _ in range(draws):
            yield [way[int(random.random() * len(way))] for way in ways]

    def keys(self, deal: Deal) -> list[int]:
        """The text of the best option of each question."""
        return [texts[each.best] for texts, each in zip(deal, self.asked, strict=True)]

    def learnt(self, keys: Sequence[int]) -> Plays:
        """The credits of the solvers that learn."""
        return self._learner.plays(keys)


class Game(Protocol):
    """What solvers are scored by."""

    thing: Thing
    size: int
    """How many things there are to score at."""
    chance: float
    """What guessing scores."""

    def scores(self, deal: Deal, learnt: Plays) -> list[float]:
        """What each solver scores; `learnt` are the credits of those that learn."""

    def expected(self, drawn: Sequence[Sequence[float]]) -> list[Expected]:
        """What chance gives each solver: exactly where that is known, else from the scores drawn."""


class Questions:
    """A point for every question.

    The credits of all solvers for a text are packed into one whole number, so that one addition adds for all.
    """

    thing: Thing = "question"

    def __init__(self, field: Field) -> None:
        self._field = field
        self.size = len(field.asked)
        self.chance = sum(1 / len(each.options) for each in field.asked)
        self._packed = [_packed([play[question] for play in field.plays]) for question in range(self.size)]

    def scores(self, deal: Deal, learnt: Plays) -> list[float]:
        """The questions solved."""
        keys = self._field.keys(deal)
        total = sum(row[key] for row, key in zip(self._packed, keys, strict=True))
        mask = (1 << _BITS) - 1
        points = [total >> (_BITS * solver) & mask for solver in range(len(self._field.plays))]
        return [point / POINT for point in (*points, *(score_of(play, keys) for play in learnt))]

    def expected(self, drawn: Sequence[Sequence[float]]) -> list[Expected]:
        """What one that learns scores on a question hangs on the answers to others, so its own is from the draws."""
        exact = map(expected, self._field.plays)
        known = [Expected(each.mean / POINT, each.deviation / POINT) for each in exact]
        return [*known, *(Expected(fmean(row), pstdev(row)) for row in drawn[len(known) :])]


def _packed(credits_: Sequence[Credits]) -> list[int]:
    """For each text of a question the credits of all solvers side by side."""
    by_text = zip(*credits_, strict=True)
    return [sum(credit << (_BITS * solver) for solver, credit in enumerate(earned)) for earned in by_text]
