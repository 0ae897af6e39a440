"""Notices the same learner in two files, or in a file and this store, from what was answered alone.

First answers never change, so a later file of the same learner holds all that an earlier one held. Two people can agree
on a few answers as well, and on many easy ones: so it counts how rare each answer is among the others, as bits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log2
from typing import NamedTuple

from quizgame.domain.items import Exposure, Sheet

ENOUGH = 10.0
"""Bits beyond the number of pairs that could agree by chance: one wrong guess in a thousand reports. Ours."""

_RIGHT = 0.8
_BEFORE = 2  # learners that the guess below weighs as much as, where few others have answered


class Handed(NamedTuple):
    """A sheet, and where it is from."""

    sheet: Sheet
    file: str
    """How messages name the file; empty for a learner of this store."""
    label: str
    """The file's own label; empty for a learner of this store."""


def each_once(handed: Sequence[Handed]) -> tuple[list[Handed], list[str]]:
    """The sheets with every learner once, the fullest sheet of each, and what to say about the others."""
    rarity = _Rarity(each.sheet for each in handed)
    enough = ENOUGH + 2 * log2(max(len(handed), 1))
    kept: list[tuple[Handed, frozenset[Exposure]]] = []
    notes: list[str] = []
    # The fullest first, so that each sheet has only to be looked for in those before it; the store before the files.
    for each in sorted(handed, key=lambda one: -len(one.sheet.exposures)):
        held = frozenset(each.sheet.exposures)
        for place, (other, all_) in enumerate(kept):
            copied = bool(each.label) and each.label == other.label
            if copied or ((each.file or other.file) and held <= all_ and rarity.bits(held) >= enough):
                flags = tuple(dict.fromkeys((*other.sheet.flags, *each.sheet.flags)))
                kept[place] = (other._replace(sheet=Sheet(other.sheet.exposures, flags)), all_)
                notes.append(_note(each, other))
                break
        else:
            kept.append((each, held))
    return [each for each, _ in kept], sorted(notes)


class _Rarity:
    """How much an answer tells of who gave it."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self._given: Counter[Exposure] = Counter()
        self._answered: Counter[tuple[str, int]] = Counter()
        for sheet in sheets:
            self._given.update(sheet.exposures)
        for one, number in self._given.items():
            self._answered[one.question, one.revision] += number

    def bits(self, held: Iterable[Exposure]) -> float:
        """How unlikely it is that two people both gave these answers; the two who did are left out of the counting."""
        return sum(map(self._bits, held))

    def _bits(self, one: Exposure) -> float:
        guessed = _RIGHT if one.right else (1 - _RIGHT) / max(one.options - 1, 1)
        others = max(self._answered[one.question, one.revision] - 2, 0)
        alike = max(self._given[one] - 2, 0)
        return -log2((alike + _BEFORE * guessed) / (others + _BEFORE))


def _note(each: Handed, other: Handed) -> str:
    first, second = sorted((each.file, other.file))
    where = f"{first} and {second}" if first else f"{second} and a learner of this store"
    return f"{where} hold the same answers: counted once."
