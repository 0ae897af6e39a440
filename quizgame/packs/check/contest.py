"""The contest: all solvers play a set of questions, and it is judged whether any of them beats chance.

With twenty solvers, some will lie two standard errors above chance by luck. So all of them are judged together. The
right options are drawn anew at random two thousand times, each option of a question being equally likely; the solver
that learns is trained anew each time; and of every draw the highest z of the whole family is kept. A solver beats
chance if that highest z reaches its own in at most 5 % of the draws (single-step max-z: Westfall and Young, 1993). So
packs that give nothing away are blamed with a chance of 5 %, whatever the number of solvers. Only scores above chance
count: what lies far below it shows in the solver's opposite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean, pstdev

from quizgame.packs.check import bayes
from quizgame.packs.check.asked import Asked
from quizgame.packs.check.bayes import Bayes
from quizgame.packs.check.chance import POINT, Credits, Expected, credits_of, expected, opposite_of, score_of
from quizgame.packs.check.opened import Opened
from quizgame.packs.check.solvers import SOLVERS, values_of
from quizgame.packs.check.tells import Tell, tells

LEVEL = 0.05
"""The chance to blame packs that give nothing away."""
DRAWS, FEWEST_DRAWS = 2000, 200
_MOST_WORK = 40_000_000
"""Words that the learning solver may read in all draws; where there are very many questions, fewer draws are made."""
PACK_DRAWS = 200
"""For the mean and deviation of the learning solver on one pack."""
SUSPICIOUS = 2.0
"""Standard errors above chance from which a single pack should be read again."""
SEED = 2011
_BITS = 40  # room for the sum of a solver's points over any number of questions


@dataclass(frozen=True, slots=True)
class Entrant:
    """A question that takes part."""

    asked: Asked
    group: tuple[str, str]
    """Pack and objective."""
    english: bool


@dataclass(frozen=True, slots=True)
class Result:
    """How one solver did."""

    solver: str
    score: float
    """Questions solved; a guess among several counts as its chance."""
    z: float
    """Standard errors above chance."""
    p: float | None = None
    """How often chance alone lets any solver of the family do as well; None where that was not asked."""


@dataclass(frozen=True, slots=True)
class Board:
    """The results on one set of questions."""

    name: str
    questions: int
    chance: float
    """Questions that guessing solves."""
    pairs: tuple[tuple[Result, Result], ...]
    """Each solver with its opposite."""
    draws: int
    """How often the right options were drawn at random."""
    family: bool
    """Whether the solvers were judged together."""
    tells: tuple[Tell, ...]
    """Words that right and wrong options do not share evenly."""

    @property
    def results(self) -> tuple[Result, ...]:
        """All of them, one after another."""
        return tuple(result for pair in self.pairs for result in pair)

    @property
    def learnt(self) -> tuple[Result, Result]:
        """The results of the solver that learns."""
        return self.pairs[-1]

    @property
    def suspicious(self) -> tuple[Result, ...]:
        """Those that lie two standard errors above chance, which by itself proves nothing."""
        return tuple(result for result in self.results if result.z > SUSPICIOUS)

    @property
    def beaten(self) -> tuple[Result, ...]:
        """Those that beat chance with the whole family considered."""
        return tuple(result for result in self.results if result.p is not None and result.p <= LEVEL)


def contest(name: str, entrants: Sequence[Entrant], *, family: bool, draws: int = 0, seed: int = SEED) -> Board:
    """Let all solvers play; with `family`, judge them together. `draws` of 0 means as many as is reasonable."""
    asked = [entrant.asked for entrant in entrants]
    keys = [each.best for each in asked]
    values = [[values_of(solver, each.asked, english=each.english) for each in entrants] for solver in SOLVERS]
    plays = [
        play for rows in values for play in ([credits_of(row) for row in rows], [opposite_of(row) for row in rows])
    ]
    learner = Bayes([each.said_words for each in asked], [entrant.group for entrant in entrants])
    draws = draws or _draws(learner.size, DRAWS if family else PACK_DRAWS)
    drawn = _draw(asked, plays, learner, draws, seed)
    scores = [*(score_of(play, keys) for play in plays), *learner.scores(keys)]
    # What the learner scores on one question hangs on the keys of others, so its deviation is taken from the draws.
    chances = [*map(expected, plays), *(Expected(fmean(row), pstdev(row)) for row in drawn[len(plays) :])]
    zs = [chance.z(score) for chance, score in zip(chances, scores, strict=True)]
    ps: list[float | None] = [None] * len(zs)
    if family and entrants:
        highest = [
            max(chance.z(score) for chance, score in zip(chances, draw, strict=True))
            for draw in zip(*drawn, strict=True)
        ]
        ps = [(1 + sum(top >= z - 1e-9 for top in highest)) / (1 + draws) for z in zs]
    names = [name for solver in SOLVERS for name in (solver.name, solver.opposite)] + [bayes.NAME, bayes.OPPOSITE]
    results = [Result(name, score / POINT, z, p) for name, score, z, p in zip(names, scores, zs, ps, strict=True)]
    guessed = sum(1 / len(each.options) for each in asked)
    return Board(
        name, len(asked), guessed, tuple(zip(results[::2], results[1::2], strict=True)), draws, family, tells(asked)
    )


def _draws(words: int, most: int) -> int:
    return max(FEWEST_DRAWS, min(most, _MOST_WORK // max(1, words)))


def _draw(
    asked: Sequence[Asked], plays: Sequence[Sequence[Credits]], learner: Bayes, draws: int, seed: int
) -> list[list[int]]:
    """For each solver the scores under keys drawn at random.

    The credits of all solvers for an option are packed into one whole number, so that one addition adds for all.
    """
    random = Random(seed)
    packed = [_packed([play[question] for play in plays]) for question in range(len(asked))]
    counts = [len(each.options) for each in asked]
    mask = (1 << _BITS) - 1
    drawn: list[list[int]] = [[] for _ in range(len(plays) + 2)]
    for _ in range(draws):
        keys = [int(random.random() * count) for count in counts]
        total = sum(row[key] for row, key in zip(packed, keys, strict=True))
        for solver in range(len(plays)):
            drawn[solver].append(total >> (_BITS * solver) & mask)
        for row, score in zip(drawn[-2:], learner.scores(keys), strict=True):
            row.append(score)
    return drawn


def _packed(credits_: Sequence[Credits]) -> list[int]:
    """For each option of a question the credits of all solvers side by side."""
    by_option = zip(*credits_, strict=True)
    return [sum(credit << (_BITS * solver) for solver, credit in enumerate(earned)) for earned in by_option]


def contests(packs: Sequence[Opened]) -> tuple[Board, ...]:
    """A board for each pack, and one for all of them together, which is the one that is judged."""
    entrants = {
        pack.file: [
            Entrant(asked, (pack.file, asked.question.objective), pack.english) for asked in pack.asked if asked.options
        ]
        for pack in packs
    }
    boards = [contest(pack.source.pack.id, entrants[pack.file], family=False) for pack in packs]
    every = [entrant for entered in entrants.values() for entrant in entered]
    return (*boards, contest("All packs together", every, family=True))
