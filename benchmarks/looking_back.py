"""One piece of looking back over a store, in a process of its own.

python -m benchmarks.looking_back WORK HOME TIMES      prints times and peak memory, as `benchmarks.meter` tells them
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.meter import tell
from benchmarks.stores import LEARNER
from quizgame.cli.house import House, opened
from quizgame.cli.surroundings import Surroundings
from quizgame.store import caches
from quizgame.store.caches import EVERYTHING
from quizgame.store.learners import Learners
from quizgame.study.door import Door

VALUES = ("year", "known", "coming", "sureness")
"""What each tab of the Progress screen asks a study for."""

WHOLE = "progress"
"""All four at once, as the reports ask for them."""


def _work(name: str, house: House, surroundings: Surroundings) -> Callable[[], object]:
    if name == "nothing":
        return lambda: None
    if name in {*VALUES, WHOLE}:
        study = Door(house.database, surroundings.clock, surroundings.entropy).enter(LEARNER)
        work: Callable[[], object] = getattr(study, name)
        return work
    found = Learners(house.database, surroundings.entropy).named(LEARNER)
    assert found is not None
    learner = found.id

    def recount() -> None:
        with house.database.writing() as db:
            caches.recount(db, learner, -EVERYTHING, EVERYTHING)

    def rebuild() -> None:
        with house.database.writing() as db:
            caches.rebuild(db, learner, EVERYTHING)

    return {"recount": recount, "rebuild": rebuild}[name]


def main() -> None:
    """Do it."""
    name, home, times = sys.argv[1:]
    surroundings = Surroundings(Path(home))
    with opened(surroundings) as house:
        tell(_work(name, house, surroundings), int(times))


if __name__ == "__main__":
    main()
