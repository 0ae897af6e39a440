"""`python -m benchmarks.learning`: play every policy in every cell, print tables, write the raw figures down.

    python -m benchmarks.learning                            every cell, the headline tables
    python -m benchmarks.learning --quick                    one small cell, a few seconds
    python -m benchmarks.learning --truth fsrs --minutes 3   these cells (each option may be given again)
    python -m benchmarks.learning --policy game --policy "anki: 40 new, no steps, mixed, 0.85"
    python -m benchmarks.learning --tune                     find the best settings of Anki for each cell

Settings of Anki are chosen on learners of their own (`--tune`), and reported on others. Other seeds than that of the
report are for tuning, and leave out the truth that nothing is tuned on. The same seed gives the same figures.
What is kept in `results/learning` is written into `docs/learning.md` as well.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.learning import document, tables
from benchmarks.learning.cells import CELLS, DEFAULT, GRID, POLICIES, REPORTING, TUNING, UNTOUCHED, Cell, Job, Sweep
from benchmarks.learning.findings import GAME
from benchmarks.learning.truths import TRUTHS

RESULTS = document.RESULTS
SETTINGS = RESULTS / "anki-settings.json"
"""The best settings of Anki for each cell, found on the tuning learners."""

QUICK = Cell("fsrs", 1, 100)
"""A cell small enough to be played again wherever the tests run."""

QUICK_LEARNERS = 24

_AT_ONCE = 150_000
"""Memories that a sweep over settings holds at most."""

Results = dict[Cell, dict[str, dict[str, Any]]]


def main() -> int:
    """Play, print and write down."""
    options = _options()
    cells = _cells(options)
    if options.tune:
        _tune(cells, options)
        return 0
    learners = QUICK_LEARNERS if options.quick else options.learners
    best = _best_settings()
    jobs = [
        Job(cell, policy, learners, options.seed)
        for cell in cells
        for policy in options.policy or [*POLICIES, *_unless_default(best.get(cell))]
    ]
    results = played(jobs, options.jobs)
    for cell, found in results.items():
        print(tables.table(cell, found, "anki" if "anki" in found else next(iter(found))), end="\n\n")
    print(tables.summary(tables.standings(results, options.game)))
    place = options.results or _place(options)
    _write(place, results, options.seed, learners)
    if place.parent == RESULTS and options.game == GAME:
        document.write()
    return 0


def played(jobs: Sequence[Job], processes: int) -> Results:
    """What came of jobs, by cell and policy."""
    started = time.perf_counter()
    heavy_first = sorted(jobs, key=lambda job: -job.cell.minutes * (job.cell.objectives + 500))
    found: Results = {job.cell: {} for job in jobs}
    if processes == 1:
        done = {job: tables.kept(job.run()) for job in heavy_first}
    else:
        with ProcessPoolExecutor(processes) as pool:
            done = dict(zip(heavy_first, pool.map(_kept, heavy_first), strict=True))
    for job in jobs:
        found[job.cell][job.policy] = done[job]
    print(f"{len(jobs)} runs in {time.perf_counter() - started:.0f} s\n", flush=True)
    return found


def _kept(job: Job) -> dict[str, Any]:
    return tables.kept(job.run())


def _tune(cells: Sequence[Cell], options: argparse.Namespace) -> None:
    """Find the best settings of Anki: all of them with few learners, then the best ten with more."""
    best = _best_settings()
    names = tuple(GRID)
    with ProcessPoolExecutor(options.jobs) as pool:
        for cell in cells:
            few = max(options.learners // 4, 2)
            most = max(1, _AT_ONCE // cell.objectives // few)
            parts = [Sweep(cell, names[at : at + most], few, TUNING) for at in range(0, len(names), most)]
            scores = {name: score for found in pool.map(Sweep.run, parts) for name, score in found.items()}
            ahead = sorted(scores, key=lambda name: -scores[name])[:10]
            halves = [Sweep(cell, tuple(each), options.learners, TUNING + 1) for each in (ahead[:5], ahead[5:])]
            scores = {name: score for found in pool.map(Sweep.run, halves) for name, score in found.items()}
            best[cell] = f"anki: {max(scores, key=lambda name: scores[name])}"
            print(f"{cell.words}: {best[cell]} ({max(scores.values()):.1f})", flush=True)
            text = {each.words: policy for each, policy in sorted(best.items())}
            SETTINGS.parent.mkdir(parents=True, exist_ok=True)
            SETTINGS.write_text(json.dumps(text, indent=1) + "\n", encoding="utf-8")


def _best_settings() -> dict[Cell, str]:
    if not SETTINGS.exists():
        return {}
    known = {cell.words: cell for cell in CELLS}
    found = json.loads(SETTINGS.read_text(encoding="utf-8"))
    return {known[words]: policy for words, policy in found.items() if words in known}


def _unless_default(policy: str | None) -> Iterable[str]:
    return [policy] if policy and policy != f"anki: {DEFAULT}" else []


def _cells(options: argparse.Namespace) -> list[Cell]:
    if options.quick:
        return [QUICK]
    reports = options.tune or options.seed == REPORTING
    return [
        cell
        for cell in CELLS
        if (cell.truth in options.truth if options.truth else reports or cell.truth not in UNTOUCHED)
        and (not options.minutes or cell.minutes in options.minutes)
        and (not options.objectives or cell.objectives in options.objectives)
    ]


def _place(options: argparse.Namespace) -> Path:
    """Figures of everything are kept; those of a part lie in the working folder."""
    if options.quick and not options.policy:
        return RESULTS / "quick.json"
    part = options.quick or options.truth or options.minutes or options.objectives or options.policy
    if part or options.seed != REPORTING:
        return Path(__file__).parents[1] / ".work" / "learning.json"
    return RESULTS / "tables.json"


def _write(path: Path, results: Results, seed: int, learners: int) -> None:
    """One line to each policy in each cell, so that a difference between two results can be read."""
    lines = [
        json.dumps({"cell": list(cell), "policy": policy, **found})
        for cell, policies in results.items()
        for policy, found in policies.items()
    ]
    head = json.dumps({"seed": seed, "learners": learners})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"drawn": {head}, "runs": [\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning", description="What is learned in a break.")
    parser.add_argument("--truth", choices=list(TRUTHS), action="append", help="of these memories")
    parser.add_argument("--minutes", type=int, action="append", help="of these budgets a day")
    parser.add_argument("--objectives", type=int, action="append", help="of these libraries")
    parser.add_argument("--policy", action="append", metavar="NAME", help=f"{', '.join(POLICIES)}, or `anki: SETTINGS`")
    parser.add_argument("--game", default=GAME, metavar="NAME", help="the policy that the summary is about")
    parser.add_argument("--learners", type=int, default=100)
    parser.add_argument("--seed", type=int, default=REPORTING)
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--quick", action="store_true", help="one small cell with few learners")
    parser.add_argument("--tune", action="store_true", help="find the best settings of Anki on the tuning learners")
    parser.add_argument("--results", type=Path, help="where figures are written")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
