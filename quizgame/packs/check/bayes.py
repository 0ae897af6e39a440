"""A solver that learns: naive Bayes on the words of right and wrong options, tried on questions it has not seen.

Multinomial, with one added to every count; counts from wrong options are first divided by the number of wrong options
to a right one, so that a word it has never met weighs nothing. It is trained on the other folds only, and all questions
of an objective are in one fold, so that it cannot learn a point from one variant and be asked another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain, pairwise
from math import log
from operator import itemgetter, sub
from typing import TypeVar

from quizgame.packs.check.chance import Credits, clear_credits, credits_of, opposite_of

T = TypeVar("T")

NAME, OPPOSITE = "learnt words", "learnt, reversed"
FOLDS = 10
"""Fewer where there are fewer objectives."""
_SAME = 9  # decimals to which two sums of logarithms must agree to be a tie
_APART = 2 * 10**-_SAME  # two sums that lie further apart are certainly no tie


class Bayes:
    """Trains and plays a set of questions, for any choice of right options.

    What does not hang on that choice is worked out at the beginning, for it is asked to play thousands of times.
    """

    def __init__(self, options: Sequence[Sequence[Sequence[str]]], groups: Sequence[Hashable]) -> None:
        """Take the words of every option of every question, and what must not be torn apart (its objective)."""
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        numbered = [[[numbers[word] for word in said] for said in question] for question in options]
        self._vocabulary = len(numbers)
        order = {group: index for index, group in enumerate(dict.fromkeys(groups))}
        folds = max(1, min(FOLDS, len(order)))
        members: list[list[int]] = [[] for _ in range(folds)]
        for index, group in enumerate(groups):
            members[order[group] % folds].append(index)
        self._lengths = [[len(said) for said in question] for question in numbered]
        self.size = sum(map(sum, self._lengths))
        """Words in all options: what a game costs."""
        totals = [0] * self._vocabulary
        for word in chain.from_iterable(chain.from_iterable(numbered)):
            totals[word] += 1
        wrong = sum(map(len, options)) - len(options)
        self._odds = max(1.0, wrong / max(1, len(options)))
        weights = _Weights(self._odds)
        self._folds = [_Fold(each, [numbered[index] for index in each], totals, weights) for each in members]

    def play(self, keys: Sequence[int]) -> list[list[float]]:
        """What it makes of each option, for right options at `keys`: the higher, the likelier it is right."""
        seen: list[list[float]] = [[0.0] * len(said) for said in self._lengths]
        if not self.size:
            return seen
        right = [0] * self._vocabulary
        right_in = [fold.count(keys, right) for fold in self._folds]
        sizes = [sum([self._lengths[index][keys[index]] for index in fold.members]) for fold in self._folds]
        all_right = sum(sizes)
        for fold, here, size in zip(self._folds, right_in, sizes, strict=True):
            taught_right = all_right - size
            taught_wrong = self.size - fold.size - taught_right
            length = log((taught_right + self._vocabulary) / (taught_wrong / self._odds + self._vocabulary))
            fold.judge(right, here, length, seen)
        return seen

    def plays(self, keys: Sequence[int]) -> tuple[list[Credits], list[Credits]]:
        """Its credits for every question, and those of its opposite."""
        both = [clear_credits(values, _APART) or _rounded_credits(values) for values in self.play(keys)]
        return [credit for credit, _ in both], [credit for _, credit in both]


def _rounded_credits(values: Sequence[float]) -> tuple[Credits, Credits]:
    rounded = [round(value, _SAME) for value in values]
    return credits_of(rounded), opposite_of(rounded)


class _Weights:
    """What a word weighs, before the lengths of the texts are taken off: a row for each number of times it was seen.

    In the row, the place says how many of those times it was in a right option.
    """

    def __init__(self, odds: float) -> None:
        self._odds = odds
        self._rows: dict[int, list[float]] = {}

    def row(self, seen: int) -> list[float]:
        if seen not in self._rows:
            counts = range(seen + 1)
            self._rows[seen] = [log(count + 1) - log((seen - count) / self._odds + 1) for count in counts]
        return self._rows[seen]


class _Fold:
    """Questions that are tried together.

    Their words have numbers from 1. All that no other fold has weigh the same, and are number 0.
    """

    def __init__(
        self, members: list[int], questions: list[list[list[int]]], totals: list[int], weights: _Weights
    ) -> None:
        """Take the indexes and words of its questions, and how often every word occurs in all folds."""
        self.members = members
        said = [*chain.from_iterable(questions)]
        self.size = sum(map(len, said))
        own: defaultdict[int, int] = defaultdict(int)
        for word in chain.from_iterable(said):
            own[word] += 1
        self._shared = [word for word, count in own.items() if count < totals[word]]
        self._rows = [weights.row(0), *(weights.row(totals[word] - own[word]) for word in self._shared)]
        number = {word: index for index, word in enumerate(self._shared, 1)}
        local = [[[number.get(word, 0) for word in each] for each in question] for question in questions]
        self._options = [[[word for word in each if word] for each in question] for question in local]
        self._all_of = _picker(chain.from_iterable(chain.from_iterable(local)))
        self._of_shared = _picker(self._shared)
        ends = [0]
        for each in said:
            ends.append(ends[-1] + len(each))
        spans = iter([slice(*span) for span in pairwise(ends)])
        self._spans = [[next(spans) for _ in question] for question in questions]

    def count(self, keys: Sequence[int], right: list[int]) -> list[int]:
        """How often each of its words is in a right option of its own; they are added to those of all folds."""
        here = [0] * len(self._rows)
        for index, options in zip(self.members, self._options, strict=True):
            for word in options[keys[index]]:
                here[word] += 1
        for word, count in zip(self._shared, here[1:], strict=True):
            right[word] += count
        return here

    def judge(self, right: list[int], here: list[int], length: float, seen: list[list[float]]) -> None:
        """Weigh every option by its words, with counts from outside the fold."""
        taught = [0, *map(sub, self._of_shared(right), here[1:])]
        weights = self._all_of([row[count] - length for row, count in zip(self._rows, taught, strict=True)])
        for index, spans in zip(self.members, self._spans, strict=True):
            seen[index] = [sum(weights[span]) for span in spans]


def _picker(indexes: Iterable[int]) -> Callable[[list[T]], Sequence[T]]:
    """Looks so many items up in one go, which is several times as fast as a loop."""
    wanted = [*indexes]
    if len(wanted) > 1:
        return itemgetter(*wanted)
    return lambda items: [items[index] for index in wanted]
