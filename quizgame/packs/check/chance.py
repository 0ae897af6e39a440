"""What chance alone gives: the credit of a guesser, its expected score, and how far a score lies from that.

A solver that finds several options equally good guesses among them, so each of them gives it a share of the point.
Points are counted in sixtieths: 60 can be divided by every number of options up to six, so all sums are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt

POINT = 60
"""What one question is worth."""

Credits = tuple[int, ...]
"""For each option of a question what the solver earns if that option is best; together one point."""


def credits_of(values: Sequence[float]) -> Credits:
    """The credits of a solver that picks the highest value.

    >>> credits_of([3, 1, 3])
    (30, 0, 30)
    """
    return _shared(values, max(values))


def opposite_of(values: Sequence[float]) -> Credits:
    """The credits of a solver that picks the lowest value."""
    return _shared(values, min(values))


def clear_credits(values: Sequence[float], apart: float) -> tuple[Credits, Credits] | None:
    """Both, where highest and lowest lie further than `apart` from all others; else None. This is quicker.

    >>> clear_credits([3, 1, 2], 0.5)
    ((60, 0, 0), (0, 60, 0))
    """
    ordered = sorted(values)
    if len(ordered) < 2 or ordered[-1] - ordered[-2] <= apart or ordered[1] - ordered[0] <= apart:
        return None
    sure = _sure(len(values))
    return sure[values.index(ordered[-1])], sure[values.index(ordered[0])]


@cache
def _sure(options: int) -> tuple[Credits, ...]:
    """For each option the credits of a solver that picks it alone."""
    return tuple(tuple(POINT * (index == picked) for index in range(options)) for picked in range(options))


def _shared(values: Sequence[float], picked: float) -> Credits:
    """One point, shared among the options that have the value picked."""
    share = POINT // values.count(picked)
    return tuple([share if value == picked else 0 for value in values])


@dataclass(frozen=True, slots=True)
class Expected:
    """What a solver would score if every option of a question were equally likely to be best."""

    mean: float
    deviation: float
    """Standard deviation of the sum over all questions; 0 for a solver that always guesses among all options."""

    def z(self, score: float) -> float:
        """Standard deviations by which a score lies above the mean."""
        return (score - self.mean) / self.deviation if self.deviation else 0.0


def expected(plays: Sequence[Credits]) -> Expected:
    """The exact mean and deviation in sixtieths for credits, one entry a question; their keys are independent."""
    mean = sum(POINT / len(credit) for credit in plays)
    variance = sum(sum(part * part for part in credit) / len(credit) - (POINT / len(credit)) ** 2 for credit in plays)
    return Expected(mean, sqrt(max(0.0, variance)))


def score_of(plays: Sequence[Credits], keys: Sequence[int]) -> int:
    """What the credits earn when `keys` are the indexes of the best options."""
    return sum(credit[key] for credit, key in zip(plays, keys, strict=True))
