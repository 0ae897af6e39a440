"""Which variant of an objective comes next, and in which order its options stand: no wording or place to memorise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from typing import NamedTuple


class Variant(NamedTuple):
    """One question of an objective, as much as the rotation needs of it."""

    question: str
    """Key of the question."""
    options: int
    """How many responses it offers; 0 for a flashcard."""
    revision: int


class Shown(NamedTuple):
    """The latest answer to a variant that was not undone."""

    day: int
    instant: int
    revision: int


class Turn(NamedTuple):
    """The variant whose turn it is."""

    variant: Variant
    revised: bool
    """True when its meaning has changed since it was last answered: the objective is due until it is answered anew."""


def next_variant(variants: Iterable[Variant], shown: Mapping[str, Shown]) -> Turn | None:
    """The variant to ask next: a revised one first, then one never seen, then the one seen longest ago.

    `variants` come in the pack's order, which breaks ties; None when there are none.
    """
    best: tuple[tuple[int, int, int], Turn] | None = None
    for variant in variants:
        seen = shown.get(variant.question)
        revised = seen is not None and seen.revision < variant.revision
        rank = (0, 0, 0) if revised else (1, -1, 0) if seen is None else (2, seen.day, seen.instant)
        if best is None or rank < best[0]:
            best = (rank, Turn(variant, revised))
    return best[1] if best else None


def shuffled(options: int, seed: int, question: str, showing: int) -> tuple[int, ...]:
    """The order of the options for one showing: indexes into the file's order.

    The same seed, question and number of the showing within its session give the same order.
    """
    order = list(range(options))
    Random(f"{seed}/{question}/{showing}").shuffle(order)
    return tuple(order)
