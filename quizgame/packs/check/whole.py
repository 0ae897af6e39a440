"""Whole conversations: how often solvers reach the best ending, worked out over all paths.

A solver that finds several responses equally good guesses among them, and so takes several paths, each with its
probability. What a response does and where it leads is dealt to the texts of its turn along with whether it is best.
So under chance every solver reaches the best ending as often as somebody who picks at random, whatever it looks at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from statistics import fmean, pstdev

from quizgame.domain.conversation import Run, best_from, paths
from quizgame.packs.check.asked import Conversed
from quizgame.packs.check.chance import POINT, Credits, Expected
from quizgame.packs.check.field import Deal, Field, Plays, Thing

Steps = tuple[tuple[int, int], ...]
"""A path: for each of its turns the number of the question in the field, and of the response."""
Branch = tuple[int, tuple[tuple[int, "Branch | None"], ...]]
"""Paths that begin alike, from where they part: a turn, and its responses with what follows; None at the end."""


class Conversations:
    """A point for every conversation that comes to its best ending."""

    thing: Thing = "conversation"

    def __init__(self, field: Field, conversed: Sequence[Conversed]) -> None:
        """Take conversations whose turns are questions of the field."""
        self._field = field
        numbers = {id(asked): number for number, asked in enumerate(field.asked)}
        best = [list(_best_paths(each, numbers)) for each in conversed]
        self._branches = [_branch(ways) for ways in best]
        self.size = len(conversed)
        self.chance = sum(
            1 / prod(len(field.asked[turn].options) for turn, _ in steps) for ways in best for steps in ways
        )

    def scores(self, deal: Deal, learnt: Plays) -> list[float]:
        """The best endings reached: the sum, over every path to one, of the probability that it is taken."""
        scores = []
        for play in (*self._field.plays, *learnt):
            found: list[float] = []
            for branch in self._branches:
                _follow(branch, deal, play, 1.0, found)
            scores.append(sum(found))
        return scores

    def expected(self, drawn: Sequence[Sequence[float]]) -> list[Expected]:
        """The mean is exact but for those that learn, which choose in one turn by what was right in another."""
        exact = len(self._field.plays)
        means = (self.chance if solver < exact else fmean(row) for solver, row in enumerate(drawn))
        return [Expected(mean, pstdev(row)) for mean, row in zip(means, drawn, strict=True)]


def _best_paths(conversed: Conversed, numbers: Mapping[int, int]) -> Iterator[Steps]:
    """Every path to the best ending."""
    turns = {each.turn.id: numbers[id(each)] for each in conversed.turns if each.turn}
    start = Run(conversed.conversation)
    best = best_from(start).outcome
    for run in paths(start):
        if run.outcome == best:
            yield tuple((turns[step.turn], step.chosen) for step in run.steps)


def _branch(ways: Sequence[Steps], depth: int = 0) -> Branch:
    """Gather paths of one conversation, which are equal up to this depth."""
    turn = ways[0][depth][0]
    onward: dict[int, list[Steps]] = {}
    for steps in ways:
        onward.setdefault(steps[depth][1], []).append(steps)
    return turn, tuple(
        (response, None if len(rest[0]) == depth + 1 else _branch(rest, depth + 1)) for response, rest in onward.items()
    )


def _follow(branch: Branch, deal: Deal, play: Sequence[Credits], share: float, found: list[float]) -> None:
    """Gather the probability of every path that a solver may take from here; it is here with this share."""
    turn, responses = branch
    texts, credits_ = deal[turn], play[turn]
    for response, onward in responses:
        if credit := credits_[texts[response]]:
            taken = share * (credit / POINT)
            if onward:
                _follow(onward, deal, play, taken, found)
            else:
                found.append(taken)
