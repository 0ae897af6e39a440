"""The results file: what a reader needs to judge the figures, and nothing that tells whose machine it was."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from benchmarks.scale import Scale
from benchmarks.stores import Built

RESULTS = Path(__file__).parent / "results" / "latest.json"
"""Figures of the last run of everything; docs/performance.md is written from them."""


@dataclass(frozen=True, slots=True)
class Run:
    """What is known of a run besides its figures."""

    scale: Scale
    built: Mapping[str, Built]
    peers: Mapping[str, str]
    """Version of each peer that was measured."""
    loads: Sequence[float]
    """How busy the machine was, before and after."""
    seconds: float
    failed: Sequence[str] = ()
    """Parts that did not come to their end."""


def write(path: Path, figures: Sequence[Figure], run: Run) -> None:
    """Write the results down."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_compact(recorded(figures, run)), encoding="utf-8")


def recorded(figures: Sequence[Figure], run: Run) -> dict[str, Any]:
    """Everything a reader needs to judge the figures, and nothing that tells whose machine it was."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": {
            "system": platform.system(),
            "release": platform.release().split("-")[0],
            "processor": _processor(),
            "processors": os.cpu_count(),
            "load, before and after": [round(each, 1) for each in run.loads],
        },
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "versions": {name: version(name) for name in ("textual", "fsrs-rs-python", "pyyaml", "pydantic")},
        "peers": dict(run.peers),
        "failed": list(run.failed),
        "minutes": round(run.seconds / 60, 1),
        "scale": asdict(run.scale),
        "stores": {
            name: {
                "reviews": each.reviews,
                "questions": each.questions,
                "objectives": each.objectives,
                "seconds to compile the packs": round(each.compiling, 2),
                "seconds to make up, write and fold the log": round(each.merging, 2),
            }
            for name, each in run.built.items()
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
