"""Takes tens of thousands of random steps, a run of its own for each seed, and prints what was done: `make model`."""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.steps import STEPS, StudyOnMachines
from tests.model.workings import CAME

LONGEST = 60
"""Steps of one history."""


class Ran(NamedTuple):
    """What a run of one seed has brought."""

    steps: Counter[str]
    came: Counter[str]
    seconds: float
    """Of processor time."""
    failure: str


def run(number: int, histories: int, *, shrink: bool) -> Ran:
    """So many histories of this seed."""
    STEPS.clear()
    CAME.clear()
    began, failure = time.process_time(), ""
    chosen = settings(
        max_examples=histories,
        stateful_step_count=LONGEST,
        deadline=None,
        database=None,
        derandomize=False,
        phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    machine = type(f"Seed{number}", (StudyOnMachines,), {})
    try:
        run_state_machine_as_test(seed(number)(machine), settings=chosen)
    except Exception:  # noqa: BLE001  (whatever it is, it is what the run is there to find)
        failure = f"seed {number}:\n{traceback.format_exc()}"
    return Ran(Counter(STEPS), Counter(CAME), time.process_time() - began, failure)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Run all seeds side by side; exit status 1 when the model and the real thing have differed."""
    parser = argparse.ArgumentParser(prog="python -m tests.model", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--runs", type=int, default=10, help="how many seeds")
    parser.add_argument("--histories", type=int, default=45, help="histories of each seed")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="how many run side by side")
    parser.add_argument("--shrink", action="store_true", help="make a history that fails as short as can be")
    asked = parser.parse_args()
    seeds = range(asked.seed, asked.seed + asked.runs)
    with ProcessPoolExecutor(max_workers=min(asked.runs, asked.workers)) as pool:
        ran = list(pool.map(partial(run, histories=asked.histories, shrink=asked.shrink), seeds))
    steps, came = sum((each.steps for each in ran), Counter[str]()), sum((each.came for each in ran), Counter[str]())
    for title, counts in (("steps", steps), ("what came of them", came)):
        _say(f"{title}:")
        for name, count in sorted(counts.items()):
            _say(f"  {name:<28}{count:>8,}")
    failures = [each.failure for each in ran if each.failure]
    seconds = sum(each.seconds for each in ran)
    _say(f"{steps.total():,} steps in {len(ran)} runs, {seconds:,.0f} s of processor time, {len(failures)} differences")
    _say("\n".join(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
