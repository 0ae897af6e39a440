"""`python -m benchmarks`: build the stores, measure everything, print one table, write the raw figures down.

    python -m benchmarks                 all of it, about twenty-five minutes
    python -m benchmarks --quick         small stores and few runs, about a minute: that it works, not how fast it is
    python -m benchmarks --only keys     one part: start, keys, answers or progress

The peer of progress, Anki's library, is installed into a folder of its own beside the stores, unless `--anki PYTHON`
names an interpreter that has it, or `--no-anki` leaves it out.

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
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from benchmarks import anki_peer, answers, keys, progress, start, stores
from benchmarks.figures import Figure, table
from benchmarks.progress import Often
from benchmarks.stores import Built, Size, Stores

HERE = Path(__file__).parent
PARTS = ("start", "keys", "answers", "progress")

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
    pasts: tuple[int, ...]
    """Reviews of the stores that are looked back over, the largest last."""
    often: Often
    """How often they are looked back over."""

    @property
    def words(self) -> str:
        """How large the large stores are."""
        return f"{self.reviews // 1000}k answers, {self.questions / 1000:g}k questions"


FULL = Scale(
    100_000,
    10_000,
    starts=20,
    key_runs=10,
    keys=100,
    answer_runs=10,
    answers=500,
    pasts=(10_000, 100_000, 1_000_000),
    often=Often(rounds=10, looks=10, again=10),
)
QUICK = Scale(
    2_000,
    500,
    starts=3,
    key_runs=2,
    keys=30,
    answer_runs=2,
    answers=100,
    pasts=(20_000,),
    often=Often(rounds=2, looks=2, again=2),
)


def main() -> int:
    """Measure, print and write down."""
    options = _options()
    scale = QUICK if options.quick else FULL
    folder: Path = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    loads = [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        figures, built = _measured(Stores(Path(scratch)), scale, options)
    loads.append(os.getloadavg()[0])
    print(table(figures))
    results: Path = options.results or _place(options)
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text(_compact(_record(figures, built, scale, loads)), encoding="utf-8")
    return int(options.strict and any(each.met is False for each in figures))


def _place(options: argparse.Namespace) -> Path:
    """Where figures are kept: those of everything, or of one part, in full; the rest lie beside the stores."""
    parts = set(options.only or PARTS)
    if options.quick or 1 < len(parts) < len(PARTS):
        return Path(options.folder) / "latest.json"
    return HERE / "results" / f"{'latest' if len(parts) > 1 else parts.pop()}.json"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure the game against the barest screen."
    )
    parser.add_argument("--quick", action="store_true", help="small stores and few runs, about a minute")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part (may be given again)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a goal is missed")
    peer = parser.add_mutually_exclusive_group()
    peer.add_argument("--anki", default="", metavar="PYTHON", help="an interpreter that has Anki's library")
    peer.add_argument("--no-anki", action="store_true", help="leave Anki out, as --quick does")
    parser.add_argument(
        "--folder", type=Path, default=HERE / ".work", help="where stores are built; a real disk, please"
    )
    parser.add_argument(
        "--results",
        type=Path,
        help="where figures are written: results/latest.json, results/PART.json for one part, else beside the stores",
    )
    return parser.parse_args()


def _measured(places: Stores, scale: Scale, options: argparse.Namespace) -> tuple[list[Figure], dict[str, Built]]:
    parts: Collection[str] = options.only or PARTS
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
    if "progress" in parts:
        figures += _told("progress", lambda: _looked_back(places, scale, options, built))
    return figures, built


def _looked_back(places: Stores, scale: Scale, options: argparse.Namespace, built: dict[str, Built]) -> list[Figure]:
    for reviews in scale.pasts:
        name, size = f"past of {reviews} reviews", Size(reviews, scale.questions, 3)
        built[name] = _told(name, partial(stores.big, places.past(reviews), size))
    anki = None
    if not (options.quick or options.no_anki):
        try:
            anki = anki_peer.found(options.anki, options.folder / "anki")
        except anki_peer.NotToBeHad as error:
            print(f"Anki is not measured: {error}.", flush=True)
    return progress.measure(places, [built[f"past of {each} reviews"] for each in scale.pasts], scale.often, anki)


def _told(name: str, work: Callable[[], Result]) -> Result:
    started = time.perf_counter()
    result = work()
    print(f"{name}: {time.perf_counter() - started:.0f} s", flush=True)
    return result


def _record(figures: list[Figure], built: dict[str, Built], scale: Scale, loads: list[float]) -> dict[str, Any]:
    """Everything a reader needs to judge the figures, and nothing that tells whose machine it was."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": {
            "system": platform.system(),
            "release": platform.release().split("-")[0],
            "processor": _processor(),
            "processors": os.cpu_count(),
            "load, before and after": [round(each, 1) for each in loads],
        },
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "versions": {name: version(name) for name in ("textual", "rich", "fsrs-rs-python")},
        "scale": asdict(scale),
        "stores": {
            name: {
                "objectives": each.objectives,
                "seconds to compile the packs": round(each.compiling, 2),
                "seconds to make up, write and fold the log": round(each.merging, 2),
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
