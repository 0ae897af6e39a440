"""Am I as sure as I am right? Counts of what was predicted, and of what was said, against what came.

Only evidence is counted (the first answer to an objective on a study day), and only certainty that was stated.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from quizgame.domain.events import Certainty

BINS = 10
"""Predictions are gathered by tenths of the chance of recall."""


class Bin(NamedTuple):
    """The answers whose chance was predicted within one tenth."""

    tenth: int
    """0 for predictions below 10 %, 9 for 90 % and more."""
    answers: int
    right: int
    expected: float
    """Sum of the predicted chances: the right answers that were to be expected."""


class Stated(NamedTuple):
    """Answers with a stated certainty, and how many of them were right."""

    sure: int = 0
    sure_right: int = 0
    not_sure: int = 0
    not_sure_right: int = 0


class Tally(NamedTuple):
    """The counts of one objective, or the sum over many."""

    bins: tuple[Bin, ...] = ()
    """By rising tenth; tenths without answers are left out."""
    stated: Stated = Stated()


NOTHING = Tally()
"""Before the first answer."""


def counted(tally: Tally, predicted: float | None, certainty: Certainty, *, right: bool) -> Tally:
    """The tally after one more answer; `predicted` is None for the first meeting, of which nothing was predicted."""
    bins, stated = tally
    if predicted is not None:
        tenth = min(BINS - 1, int(predicted * BINS))
        found = next((each for each in bins if each.tenth == tenth), Bin(tenth, 0, 0, 0.0))
        grown = Bin(tenth, found.answers + 1, found.right + right, found.expected + predicted)
        bins = tuple(sorted((*(each for each in bins if each.tenth != tenth), grown)))
    if certainty is Certainty.SURE:
        stated = stated._replace(sure=stated.sure + 1, sure_right=stated.sure_right + right)
    elif certainty is Certainty.NOT_SURE:
        stated = stated._replace(not_sure=stated.not_sure + 1, not_sure_right=stated.not_sure_right + right)
    return Tally(bins, stated)


def tallied(outcomes: Iterable[tuple[float | None, int, bool]]) -> Tally:
    """The tally of answers from the first on: prediction, certainty, and whether it was right; as `counted` counts."""
    answers, rights, expected = [0] * BINS, [0] * BINS, [0.0] * BINS
    said = [0] * 6  # answers and right ones by certainty, as it is numbered
    for predicted, certainty, right in outcomes:
        if predicted is not None:
            tenth = int(predicted * BINS)
            if tenth == BINS:
                tenth -= 1
            answers[tenth] += 1
            rights[tenth] += right
            expected[tenth] += predicted
        if certainty:
            said[2 * certainty] += 1
            said[2 * certainty + 1] += right
    return _tally(answers, rights, expected, said[2:])


def summed(tallies: Iterable[Tally]) -> Tally:
    """All tallies as one."""
    answers, rights, expected = [0] * BINS, [0] * BINS, [0.0] * BINS
    stated = [0] * 4
    for bins, said in tallies:
        for tenth, count, right, chance in bins:
            answers[tenth] += count
            rights[tenth] += right
            expected[tenth] += chance
        if any(said):
            stated = [one + more for one, more in zip(stated, said, strict=True)]
    return _tally(answers, rights, expected, stated)


def _tally(answers: list[int], rights: list[int], expected: list[float], stated: list[int]) -> Tally:
    """A tally from its numbers, tenth by tenth."""
    bins = (Bin(tenth, answers[tenth], rights[tenth], expected[tenth]) for tenth in range(BINS) if answers[tenth])
    return Tally(tuple(bins), Stated(*stated))
