"""Finds questions that are nearly the same, without comparing each with each.

Two texts of which 85 % of the words agree in order share many pairs of neighbouring words. So each text is looked up by
its rarest pairs, and the few that turn up are compared word by word. A pair of words remembers only the first texts
that have it: ten thousand questions cut from one pattern still take no longer than ten thousand others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

ALIKE = 0.85
"""Share of words that agree, in order."""
_PAIRS_SHARED = 0.48
"""A word that differs breaks two pairs at most: where 85 % of the words agree, about half of all pairs are whole."""
_REMEMBERED = 8
_COMPARED = 2

Pair = tuple[str, str]


class Twin(NamedTuple):
    """A text that is much like an earlier one."""

    later: int
    earlier: int
    likeness: float


def near_twins(texts: Sequence[Sequence[str]]) -> Iterator[Twin]:
    """For each text (as its words) the most alike of the earlier ones, where one is alike enough."""
    pairs = [_pairs(text) for text in texts]
    frequency = Counter(pair for found in pairs for pair in found)
    holders: dict[Pair, list[int]] = {}
    for index, found in enumerate(pairs):
        met: Counter[int] = Counter()
        for pair in _rarest(found, frequency):
            held = holders.setdefault(pair, [])
            met.update(held)
            if len(held) < _REMEMBERED:
                held.append(index)
        if met:
            best = max((_likeness(texts, pairs, index, other), -other) for other, _ in met.most_common(_COMPARED))
            if best[0] >= ALIKE:
                yield Twin(index, -best[1], best[0])


def _pairs(text: Sequence[str]) -> frozenset[Pair]:
    return frozenset(pairwise(text)) if len(text) > 1 else frozenset((word, "") for word in text)


def _rarest(found: frozenset[Pair], frequency: Counter[Pair]) -> list[Pair]:
    """So many of the rarest pairs that any twin must have one of them, without those that nobody else has."""
    shared = sorted(pair for pair in found if frequency[pair] > 1)
    lonely = len(found) - len(shared)
    needed = len(found) - int(_PAIRS_SHARED * len(found)) + 1
    shared.sort(key=frequency.__getitem__)
    return shared[: max(0, needed - lonely)]


def _likeness(texts: Sequence[Sequence[str]], pairs: Sequence[frozenset[Pair]], index: int, other: int) -> float:
    fewest = min(len(pairs[index]), len(pairs[other]))
    if len(pairs[index] & pairs[other]) < _PAIRS_SHARED * fewest:
        return 0.0
    return SequenceMatcher(None, texts[index], texts[other], autojunk=False).ratio()
