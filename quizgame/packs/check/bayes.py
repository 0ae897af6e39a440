"""A solver that learns: naive Bayes on the words of right and wrong options, tried on questions it has not seen.

Multinomial, with one added to every count; counts from wrong options are first divided by the number of wrong options
to a right one, so that a word it has never met weighs nothing. It is trained on the other folds only, and all questions
of an objective are in one fold, so that it cannot learn a point from one variant and be asked another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import chain
from math import log

from quizgame.packs.check.chance import Credits, credits_of, opposite_of

NAME, OPPOSITE = "learnt words", "learnt, reversed"
FOLDS = 10
"""Fewer where there are fewer objectives."""
_SAME = 9  # decimals to which two sums of logarithms must agree to be a tie


class Bayes:
    """Trains and plays a set of questions, for any choice of right options."""

    def __init__(self, options: Sequence[Sequence[Sequence[str]]], groups: Sequence[Hashable]) -> None:
        """Take the words of every option of every question, and what must not be torn apart (its objective)."""
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        self._options = [[[numbers[word] for word in said] for said in question] for question in options]
        self._vocabulary = len(numbers)
        order = {group: index for index, group in enumerate(dict.fromkeys(groups))}
        folds = max(1, min(FOLDS, len(order)))
        self._folds = [_Fold() for _ in range(folds)]
        self._fold_of = [order[group] % folds for group in groups]
        for index, (question, fold_number) in enumerate(zip(self._options, self._fold_of, strict=True)):
            self._folds[fold_number].add(index, question)
        self.size = sum(len(said) for question in self._options for said in question)
        """Words in all options: what a game costs."""
        self._totals = [0] * self._vocabulary
        for word in chain.from_iterable(chain.from_iterable(self._options)):
            self._totals[word] += 1
        wrong = sum(map(len, options)) - len(options)
        self._odds = max(1.0, wrong / max(1, len(options)))
        counts = range(max(self._totals, default=0) + 1)
        self._logs = [log(count + 1) for count in counts], [log(count / self._odds + 1) for count in counts]
        for each in self._folds:
            each.finish(self._totals)

    def play(self, keys: Sequence[int]) -> list[list[float]]:
        """What it makes of each option, for right options at `keys`: the higher, the likelier it is right."""
        right = [0] * self._vocabulary
        right_in = [[0] * self._vocabulary for _ in self._folds]
        for question, key, fold_number in zip(self._options, keys, self._fold_of, strict=True):
            here = right_in[fold_number]
            for word in question[key]:
                right[word] += 1
                here[word] += 1
        seen: list[list[float]] = [[0.0] * len(said) for said in self._options]
        all_right = sum(right)
        for fold, here in zip(self._folds if self.size else (), right_in, strict=False):
            taught_right = all_right - sum(here)
            taught_wrong = self.size - fold.size - taught_right
            length = log((taught_right + self._vocabulary) / (taught_wrong / self._odds + self._vocabulary))
            fold.judge(right, here, self._logs, length, seen)
        return seen

    def plays(self, keys: Sequence[int]) -> tuple[list[Credits], list[Credits]]:
        """Its credits for every question, and those of its opposite."""
        rounded = [[round(value, _SAME) for value in values] for values in self.play(keys)]
        return [*map(credits_of, rounded)], [*map(opposite_of, rounded)]


class _Fold:
    """Questions that are tried together, with the words that occur in them numbered from 0."""

    def __init__(self) -> None:
        self.size = 0
        self._words: dict[int, int] = {}
        self._own: list[int] = []
        self._taught: list[int] = []
        self._questions: list[tuple[int, list[list[int]]]] = []

    def add(self, question: int, options: list[list[int]]) -> None:
        local = [[self._words.setdefault(word, len(self._words)) for word in said] for said in options]
        self._questions.append((question, local))
        self._own += [0] * (len(self._words) - len(self._own))
        for word in chain.from_iterable(local):
            self._own[word] += 1
            self.size += 1

    def finish(self, totals: list[int]) -> None:
        """Learn how often each word occurs outside."""
        self._taught = [totals[word] - own for word, own in zip(self._words, self._own, strict=True)]

    def judge(
        self,
        right: list[int],
        here: list[int],
        logs: tuple[list[float], list[float]],
        length: float,
        seen: list[list[float]],
    ) -> None:
        """Weigh every option by its words, with counts from outside the fold."""
        taught_right = [right[word] - here[word] for word in self._words]
        of_right, of_wrong = logs
        weights = [
            of_right[count] - of_wrong[total - count] - length
            for count, total in zip(taught_right, self._taught, strict=True)
        ]
        weight = weights.__getitem__
        for question, options in self._questions:
            seen[question] = [sum(map(weight, said)) for said in options]
