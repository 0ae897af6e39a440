"""What must hold between the options of one question, whichever way they came in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Fault(NamedTuple):
    """A rule that a set of options breaks."""

    at: tuple[int | str, ...]
    """Path within the options to what breaks it; empty for all of them together."""
    what: str
    remedy: str


def alike(text: str) -> str:
    """What two texts share when a reader would take them for the same.

    >>> alike("I'm  sorry.") == alike("i'M sorry.")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def best_faults(bests: Sequence[bool]) -> Iterator[Fault]:
    """Exactly one option is best; `bests` says of each whether it is."""
    count = sum(bests)
    if not count:
        yield Fault((), "No option is marked as the best.", "Add `best: true` to one of them.")
    first = bests.index(True) + 1 if count else 0
    for index, best in enumerate(bests):
        if best and index >= first:
            yield Fault(
                (index, "best"), "A second option is marked as the best.", "Leave `best: true` at only one option."
            )


def twin_faults(says: Sequence[str | None]) -> Iterator[Fault]:
    """No two options say the same; None stands for a text that could not be read."""
    first: dict[str, int] = {}
    for index, say in enumerate(says):
        if say is None:
            continue
        twin = first.setdefault(alike(say), index)
        if twin != index:
            what = f"Options {twin + 1} and {index + 1} say the same."
            yield Fault((index, "say"), what, "Rewrite or remove one of them.")
