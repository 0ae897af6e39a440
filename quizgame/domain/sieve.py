"""Which objectives cannot be among the best, told from a few numbers of each: the others are read and weighed.

A library may have ten thousand objectives, and a session asks a dozen. The sieve never decides what is asked: what it
holds back is surely worth less than what it is told to look for, so the ranking of the rest begins as that of all.
"""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Mapping
from functools import cache
from itertools import accumulate, repeat
from math import ceil, exp, log

from quizgame.domain import memory
from quizgame.domain.forgetting import WEEK, Curve
from quizgame.domain.memory import HORIZON
from quizgame.domain.questions import Kind

_BANDS = tuple(accumulate(repeat(1.3, 70), lambda edge, step: edge * step, initial=1e-3))
"""Stabilities from one of these to the next are judged together; finer bands hold more back, and take longer."""
_STEPS = tuple(sorted({ceil(1.25**power) for power in range(54)}))
"""Days from one of these to the next are judged together."""
_LAST = len(_STEPS) - 1
_MARGIN = 1e-4
"""By which a bound may be wrong: the engine calculates with seven digits."""


class Sieve:
    """Tells for one learner how long an objective must have rested before asking it can be worth `least`."""

    def __init__(self, curve: Curve, pace: Mapping[Kind, float], least: float) -> None:
        """`pace` is seconds for a question of each kind; `least` is growth of the chance of recall, per second."""
        self._curve = curve
        self._least = {kind: least * seconds - _MARGIN for kind, seconds in pace.items()}
        self._known: dict[tuple[Kind, int, int], int] = {}

    def soonest(self, kind: Kind, stability: float, repetitions: int) -> int:
        """Whole days since the latest evidence; before them, asking is worth less at every difficulty."""
        band = bisect(_BANDS, stability)
        found = self._known.get((kind, band, repetitions))
        if found is None:
            found = self._known[kind, band, repetitions] = self._judged(self._least[kind], band, repetitions)
        return found

    def _judged(self, least: float, band: int, repetitions: int) -> int:
        """A bound of `forgetting.gain` is looked at, step after step, until it is not below `least`."""
        if not 0 < band < len(_BANDS):
            return 0
        level, strength, fading, meetings = self._curve
        met = level + meetings * log(repetitions)
        lowest, highest = met + strength * log(_BANDS[band - 1]), met + strength * log(_BANDS[band])
        after = level + meetings * log(repetitions + 1) - fading * log(HORIZON / WEEK)

        def most(place: int, rested: int) -> float:
            """The bound within a step, if the chance to be right is that after `rested` days, or less."""
            good, again = _strengthened(band, place)
            right = _chance(highest - fading * log(rested / WEEK))
            untouched = _chance(lowest - fading * log((_STEPS[place + 1] + HORIZON) / WEEK))
            return (
                right * _chance(after + strength * good) + (1 - right) * _chance(after + strength * again) - untouched
            )

        # While the chance to be right is held fast, the bound rises from step to step: most steps need no look.
        place = bisect_left(range(_LAST), least, key=lambda place: most(place, 1))
        while place < _LAST and most(place, _STEPS[place]) < least:
            place += 1
        return _STEPS[place]


@cache
def _strengthened(band: int, place: int) -> tuple[float, float]:
    """Logarithms of what the stability is at the most, good and again, after being asked within a step.

    A memory that holds grows by the larger share, the lower its stability and its difficulty were, and the longer ago
    the latest evidence. After a slip the more is left, the higher the stability, the lower the difficulty, and the
    lower the chance of recall.
    """
    low, high, days = _BANDS[band - 1], _BANDS[band], _STEPS[place + 1]
    good, _ = memory.futures(low, memory.EASIEST, days)
    _, again = memory.futures(high, memory.EASIEST, ceil(days * high / low))
    return log(good * high / low), log(again)


def _chance(logit: float) -> float:
    return 1 / (1 + exp(-logit))
