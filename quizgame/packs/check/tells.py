"""The words that right options have more often than wrong ones, or the reverse: what the learning solver has learnt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from quizgame.packs.check.asked import Asked

_FAR = 2.0
_MOST = 16
_FEWEST = 8  # options that have the word: of rarer ones some are always far


class Tell(NamedTuple):
    """A word and the share of options that have it."""

    word: str
    in_best: float
    in_others: float
    z: float
    """Standard errors between the shares: above 0 where the best options have it more often."""


def tells(asked: Sequence[Asked]) -> tuple[Tell, ...]:
    """The words furthest from an even spread, the furthest first.

    Among thousands of words some are far by luck: this explains a result of the solvers and proves nothing by itself.
    """
    best: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for each in asked:
        for index, said in enumerate(each.said_words):
            (best if index == each.best else others).update(set(said))
    n_best, n_others = len(asked), sum(len(each.others) for each in asked)
    common = sorted(word for word, count in (best + others).items() if count >= _FEWEST)
    found = [_tell(word, best[word], n_best, others[word], n_others) for word in common]
    far = [tell for tell in found if abs(tell.z) >= _FAR]
    return tuple(sorted(far, key=lambda tell: -abs(tell.z))[:_MOST])


def _tell(word: str, best: int, n_best: int, others: int, n_others: int) -> Tell:
    share = (best + others) / (n_best + n_others)
    error = sqrt(share * (1 - share) * (1 / n_best + 1 / n_others)) if n_best and n_others else 0.0
    in_best, in_others = best / max(1, n_best), others / max(1, n_others)
    return Tell(word, in_best, in_others, (in_best - in_others) / error if error else 0.0)
