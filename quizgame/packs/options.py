"""What must hold between the options of one question, whichever way they came in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quizgame.packs.places import Value
from quizgame.packs.problems import Path, Problem
from quizgame.packs.tree import Tree


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


def best_faults(bests: Sequence[bool], thing: str = "option") -> Iterator[Fault]:
    """Exactly one option is best; `bests` says of each whether it is, and `thing` what it is called."""
    count = sum(bests)
    if not count:
        yield Fault((), f"No {thing} is marked as the best.", "Add `best: true` to one of them.")
    first = bests.index(True) + 1 if count else 0
    for index, best in enumerate(bests):
        if best and index >= first:
            yield Fault(
                (index, "best"), f"A second {thing} is marked as the best.", f"Leave `best: true` at only one {thing}."
            )


def twin_faults(says: Sequence[str | None], thing: str = "option") -> Iterator[Fault]:
    """No two options say the same; None stands for a text that could not be read."""
    first: dict[str, int] = {}
    for index, say in enumerate(says):
        if say is None:
            continue
        twin = first.setdefault(alike(say), index)
        if twin != index:
            what = f"{thing.capitalize()}s {twin + 1} and {index + 1} say the same."
            yield Fault((index, "say"), what, "Rewrite or remove one of them.")


def option_faults(tree: Tree, path: Path, options: Value, thing: str = "option") -> Iterator[Problem]:
    """What is wrong with the options at a path of a file, as far as they can be read."""
    if not isinstance(options, list) or not options:
        return
    groups = [option for option in options if isinstance(option, dict)]
    bests = [group.get("best", False) for group in groups]
    faults: list[Fault] = []
    if len(groups) == len(options) and all(isinstance(best, bool) for best in bests):
        faults += best_faults([best is True for best in bests], thing)
    faults += twin_faults([_say(option) for option in options], thing)
    for fault in faults:
        yield tree.problem((*path, *fault.at), fault.what, fault.remedy, at_key=not fault.at)


def _say(option: Value) -> str | None:
    say = option.get("say") if isinstance(option, dict) else None
    return (say.strip() or None) if isinstance(say, str) else None
