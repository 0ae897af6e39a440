"""The queue of a session over small and large libraries, objectives in all states: what a start waits for.

The plan is made once in a session, so what counts is the first one in a process; later ones say what is left when all
modules and pages are at hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from benchmarks.figures import Figure, Growth, Runs
from benchmarks.meter import metered
from benchmarks.ranking import PLAN, PLANNER
from benchmarks.stores import Built

GOALS = {2_000: 10.0, 20_000: 50.0}
"""The most milliseconds that the plan may take over so many objectives."""

_WORDS = {PLAN: "store read and queue ranked", PLANNER: "all objectives weighed"}


def measure(built: Sequence[Built], runs: int, again: int) -> list[Figure]:
    """Make the plan of every store, in turn."""
    first: dict[tuple[str, int], Runs] = defaultdict(list)
    later: dict[tuple[str, int], Runs] = defaultdict(list)
    each = [(work, store) for store in built for work in (PLAN, PLANNER)]
    for run in range(runs):
        for work, store in each[:: 1 if run % 2 else -1]:
            told = metered("benchmarks.ranking", work, str(store.home), str(again + 1))
            first[work, store.objectives].append([told.first])
            later[work, store.objectives].append(told.again)
    return [figure for work, store in each for figure in _figures(work, store, first, later)]


def _figures(
    work: str, store: Built, first: dict[tuple[str, int], Runs], later: dict[tuple[str, int], Runs]
) -> list[Figure]:
    size, words = store.objectives, _WORDS[work]
    goal = GOALS.get(size) if work == PLAN else None
    return [
        Figure(
            f"{words}, {size:,} objectives, {when}",
            runs[work, size],
            most=goal,
            facts={"answers in the store": store.reviews},
            growth=Growth("queue", size, f"{words}, {when}"),
        )
        for when, runs in (("first in a process", first), ("again", later))
    ]
