"""`python -m benchmarks`: build the stores, measure everything, print one table, write the raw figures down.

    python -m benchmarks                 all of it, about ten minutes
    python -m benchmarks --quick         small stores and few runs, about a minute: that it works, not how fast it is
    python -m benchmarks --only keys     one part: start, keys or answers

The exit status is 0 whatever the figures say: a busy machine must not turn a build red. `--strict` gives 1 for a missed
goal.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from benchmarks import answers, keys, start, stores
from benchmarks.figures import Figure, table
from benchmarks.stores import Built, Size, Stores

HERE = Path(__file__).parent
PARTS = ("start", "keys", "answers")

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is built and how often it is measured."""

    reviews: int
    questions: int
    starts: int
    key_runs: int
    keys: int
    answer_runs: int
    answers: int

    @property
    def words(self) -> str:
        """How large the large stores are."""
        return f"{self.reviews // 1000}k answers, {self.questions / 1000:g}k questions"


FULL = Scale(100_000, 10_000, starts=20, key_runs=10, keys=100, answer_runs=10, answers=500)
QUICK = Scale(2_000, 500, starts=3, key_runs=2, keys=30, answer_runs=2, answers=100)


def main() -> int:
    """Measure, print and write down."""
    options = _options()
    scale = QUICK if options.quick else FULL
    folder: Path = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        figures, built = _measured(Stores(Path(scratch)), scale, options.only or PARTS)
    print(table(figures))
    complete = not (options.quick or options.only)
    results: Path = options.results or (HERE / "results" / "latest.json" if complete else folder / "latest.json")
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text(_compact(_record(figures, built, scale)), encoding="utf-8")
    return int(options.strict and not all(each.met for each in figures))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure the game against the barest screen."
    )
    parser.add_argument("--quick", action="store_true", help="small stores and few runs, about a minute")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part (may be given again)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a goal is missed")
    parser.add_argument(
        "--folder", type=Path, default=HERE / ".work", help="where stores are built; a real disk, please"
    )
    parser.add_argument(
        "--results",
        type=Path,
        help="where figures are written: results/latest.json, or beside the stores unless everything was measured",
    )
    return parser.parse_args()


def _measured(places: Stores, scale: Scale, parts: Collection[str]) -> tuple[list[Figure], dict[str, Built]]:
    built: dict[str, Built] = {}
    figures: list[Figure] = []
    if {"start", "answers"} & set(parts):
        built["deep"] = _told("deep store", lambda: stores.big(places.deep, Size(scale.reviews, scale.questions, 3)))
    if {"keys", "answers"} & set(parts):
        _told("drill store", lambda: stores.drill(places.drill, 300))
    if "start" in parts:
        built["wide"] = _told("wide store", lambda: stores.big(places.wide, Size(scale.reviews, scale.questions, 1)))
        _told("small store", lambda: stores.small(places.small))
        figures += _told("start", lambda: start.measure(places, scale.starts, scale.words))
    if "keys" in parts:
        figures += _told("keys", lambda: keys.measure(places, scale.key_runs, scale.keys))
    if "answers" in parts:
        figures += _told("answers", lambda: answers.measure(places, scale.answer_runs, scale.answers, scale.words))
    return figures, built


def _told(name: str, work: Callable[[], Result]) -> Result:
    started = time.perf_counter()
    result = work()
    print(f"{name}: {time.perf_counter() - started:.0f} s", flush=True)
    return result


def _record(figures: list[Figure], built: dict[str, Built], scale: Scale) -> dict[str, Any]:
    """Everything a reader needs to judge the figures, and nothing that tells whose machine it was."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": {
            "system": platform.system(),
            "release": platform.release().split("-")[0],
            "processor": _processor(),
            "processors": os.cpu_count(),
        },
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "versions": {name: version(name) for name in ("textual", "rich", "fsrs-rs-python")},
        "scale": {name: getattr(scale, name) for name in Scale.__slots__},
        "stores": {
            name: {
                "objectives": each.objectives,
                "seconds to compile the packs": round(each.compiling, 2),
                "seconds to merge the log": round(each.merging, 2),
                "seconds to rebuild the caches": round(each.rebuilding, 2),
            }
            for name, each in built.items()
        },
        "figures": [each.record() for each in figures],
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _compact(record: dict[str, Any]) -> str:
    """JSON with one line to a run, so that a difference between two results can be read."""
    runs: list[str] = []
    for figure in record["figures"]:
        for key in ("runs", "floor_runs"):
            runs += [json.dumps(run) for run in figure[key]]
            figure[key] = [f"<{len(runs) - len(figure[key]) + index}>" for index in range(len(figure[key]))]
    text = json.dumps(record, indent=1, ensure_ascii=False)
    for index, run in enumerate(runs):
        text = text.replace(f'"<{index}>"', run)
    return text + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
