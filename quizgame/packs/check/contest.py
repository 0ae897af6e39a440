"""The contest: all solvers play a set of questions, and it is judged whether any of them beats chance.

With twenty solvers, some will lie two standard errors above chance by luck. So all of them are judged together: the
right options are drawn anew at random, each option of a question being equally likely, two thousand times; the solver that
learns is trained anew each time; and of every draw the highest z of the whole family is kept. A solver beats chance
if its own z is reached by that highest one in at most 5 % of the draws (single-step max-z: Westfall and Young, 1993).
So the chance that a pack without give-aways is blamed at all is 5 %. Only scores above chance count; what lies far below shows in
the solver's opposite.
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
from quizgame.packs.check.solvers import SOLVERS, values_of

LEVEL = 0.05
"""The chance to blame packs that give nothing away."""
DRAWS, FEWEST_DRAWS = 2000, 200
_MOST_WORK = 40_000_000
"""Words that the learning solver reads in all draws; with so many questions that it would be more, it draws less often."""
PACK_DRAWS = 200
"""For the mean and deviation of the learning solver on one pack."""
SUSPICIOUS = 2.0
"""Standard errors above chance from which a single pack should be read again."""
SEED = 20_11


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
    draws: int = 0

    @property
    def results(self) -> tuple[Result, ...]:
        """All of them, one after another."""
        return tuple(result for pair in self.pairs for result in pair)

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
    return Board(name, len(asked), guessed, tuple(zip(results[::2], results[1::2], strict=True)), draws)


def _draws(words: int, most: int) -> int:
    return max(FEWEST_DRAWS, min(most, _MOST_WORK // max(1, words)))


def _draw(
    asked: Sequence[Asked], plays: Sequence[Sequence[Credits]], learner: Bayes, draws: int, seed: int
) -> list[list[int]]:
    """For each solver the scores under keys drawn at random.

    The credits of all solvers for an option are packed into one whole number, 40 bits each, so that one addition adds for
    all of them.
    """
    random = Random(seed)
    packed = [
        [
            sum(play[question][option] << (40 * solver) for solver, play in enumerate(plays))
            for option in range(len(each.options))
        ]
        for question, each in enumerate(asked)
    ]
    counts = [len(each.options) for each in asked]
    mask = (1 << 40) - 1
    drawn: list[list[int]] = [[] for _ in range(len(plays) + 2)]
    for _ in range(draws):
        keys = [int(random.random() * count) for count in counts]
        total = sum(row[key] for row, key in zip(packed, keys, strict=True))
        for solver in range(len(plays)):
            drawn[solver].append(total >> (40 * solver) & mask)
        for row, score in zip(drawn[-2:], learner.scores(keys), strict=True):
            row.append(score)
    return drawn
