"""The contest: all solvers play a set of questions, and it is judged whether any of them beats chance.

With twenty solvers, some will lie two standard errors above chance by luck. So all of them are judged together. The
right options are drawn anew at random two thousand times, each option of a question being equally likely; the solver
that learns is trained anew each time; and of every draw the highest z of the whole family is kept. A solver beats
chance if that highest z reaches its own in at most 5 % of the draws (single-step max-z: Westfall and Young, 1993). So
packs that give nothing away are blamed with a chance of 5 %, whatever the number of solvers. Only scores above chance
count: what lies far below it shows in the solver's opposite.

Turns of conversations are questions among others. Besides, the solvers play the conversations from the opening to an
ending, and how many best endings they reach is judged in the same way, by the same draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizgame.domain.questions import key
from quizgame.packs.check.field import NAMES, Entrant, Field, Game, Questions, Thing
from quizgame.packs.check.opened import Opened
from quizgame.packs.check.tells import Tell, tells
from quizgame.packs.check.whole import Conversations

LEVEL = 0.05
"""The chance to blame packs that give nothing away."""
DRAWS, FEWEST_DRAWS = 2000, 200
_MOST_WORK = 60_000_000
"""Words that the learning solver may read in all draws; where there are very many questions, fewer draws are made."""
PACK_DRAWS = 200
"""For the mean and deviation of the learning solver on one pack."""
SUSPICIOUS = 2.0
"""Standard errors above chance from which a single pack should be read again."""
SEED = 2011


@dataclass(frozen=True, slots=True)
class Result:
    """How one solver did."""

    solver: str
    score: float
    """Questions solved, or best endings reached; a guess among several counts as its chance."""
    z: float
    """Standard errors above chance."""
    p: float | None = None
    """How often chance alone lets any solver of the family do as well; None where that was not asked."""


@dataclass(frozen=True, slots=True)
class Board:
    """The results on one set of questions or conversations."""

    name: str
    thing: Thing
    size: int
    """How many of them there are."""
    chance: float
    """Questions that guessing solves, or best endings that it reaches."""
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


def contests(packs: Sequence[Opened]) -> tuple[Board, ...]:
    """A board for each pack, and one for all of them together, which is the one that is judged.

    Where there are conversations, a last board tells how they were played as a whole, and is judged as well.
    """
    entrants = {pack.file: _entrants(pack) for pack in packs}
    boards = [contest(pack.source.pack.id, entrants[pack.file], family=False) for pack in packs]
    field = Field([entrant for entered in entrants.values() for entrant in entered])
    games: dict[str, Game] = {"All packs together": Questions(field)}
    if conversed := [each for pack in packs for each in pack.conversed]:
        games["Whole conversations"] = Conversations(field, conversed)
    return (*boards, *_held(field, games, family=True))


def _entrants(pack: Opened) -> list[Entrant]:
    entrants = []
    for asked in pack.asked:
        objective = asked.turn.objective if asked.turn else key(pack.source.pack.id, asked.question.objective)
        if asked.options:
            entrants.append(Entrant(asked, objective, pack.english))
    return entrants


def contest(name: str, entrants: Sequence[Entrant], *, family: bool, draws: int = 0, seed: int = SEED) -> Board:
    """Let all solvers play; with `family`, judge them together. `draws` of 0 means as many as is reasonable."""
    field = Field(entrants)
    (board,) = _held(field, {name: Questions(field)}, family=family, draws=draws, seed=seed)
    return board


def _held(field: Field, games: Mapping[str, Game], *, family: bool, draws: int = 0, seed: int = SEED) -> list[Board]:
    """A board for each game, by its name; all are scored by the same draws."""
    draws = draws or max(FEWEST_DRAWS, min(DRAWS if family else PACK_DRAWS, _MOST_WORK // max(1, field.size)))
    learnt = field.learnt(field.keys(field.as_written))
    scores = [game.scores(field.as_written, learnt) for game in games.values()]
    drawn: list[list[list[float]]] = [[] for _ in games]
    for deal in field.deals(draws, seed):
        learnt = field.learnt(field.keys(deal))
        for rows, game in zip(drawn, games.values(), strict=True):
            rows.append(game.scores(deal, learnt))
    return [
        Board(
            name, game.thing, game.size, game.chance, _judged(game, score, rows, family=family), draws, family,
            tells(field.asked) if game.thing == "question" else (),
        )
        for (name, game), score, rows in zip(games.items(), scores, drawn, strict=True)
    ]  # fmt: skip


def _judged(
    game: Game, scores: Sequence[float], drawn: Sequence[Sequence[float]], *, family: bool
) -> tuple[tuple[Result, Result], ...]:
    """The results of all solvers, each with its opposite, by what they scored and what they scored in every draw."""
    chances = game.expected(list(zip(*drawn, strict=True)))
    zs = [chance.z(score) for chance, score in zip(chances, scores, strict=True)]
    ps: list[float | None] = [None] * len(zs)
    if family and game.size:
        highest = [max(chance.z(score) for chance, score in zip(chances, row, strict=True)) for row in drawn]
        ps = [(1 + sum(top >= z - 1e-9 for top in highest)) / (1 + len(drawn)) for z in zs]
    results = [Result(*each) for each in zip(NAMES, scores, zs, ps, strict=True)]
    return tuple(zip(results[::2], results[1::2], strict=True))
