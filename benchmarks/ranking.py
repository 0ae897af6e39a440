"""One way to the queue of a session, in a process of its own.

    python -m benchmarks.ranking WORK HOME TIMES      prints times and peak memory, as `benchmarks.meter` tells them

`plan` is what the start of a session asks its study for: of what the store holds, all that can be among the best is
read and ranked. `planner` weighs every objective, read before: what the plan would cost if it passed by none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.meter import tell
from benchmarks.stores import LEARNER
from quizgame.cli.house import House, opened
from quizgame.cli.surroundings import Surroundings
from quizgame.domain import planner
from quizgame.store.desk import Desk
from quizgame.store.learners import Learners
from quizgame.study import survey
from quizgame.study.views import Scope

PLAN, PLANNER = "plan", "planner"


def _work(name: str, house: House, surroundings: Surroundings) -> Callable[[], object]:
    found = Learners(house.database, surroundings.entropy).named(LEARNER)
    assert found is not None
    desk = Desk(house.database, found, surroundings.entropy)
    day = desk.today(surroundings.clock.now())
    desk.turn_to(day)
    if name == PLAN:
        return lambda: survey.ranked(desk, day, Scope())
    known, fresh = desk.known(), desk.fresh()
    pace, experience = planner.paces(desk.gaps()), desk.experience()
    return lambda: planner.queue(known, fresh, day, pace, experience)


def main() -> None:
    """Do it."""
    name, home, times = sys.argv[1:]
    surroundings = Surroundings(Path(home))
    with opened(surroundings) as house:
        tell(_work(name, house, surroundings), int(times))


if __name__ == "__main__":
    main()
