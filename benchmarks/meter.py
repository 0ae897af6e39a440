"""Takes the times and the peak memory of one piece of work from inside a process that does nothing else.

One process for each piece, so that none hides behind another's memory, nor profits from what another has loaded. Only
Python's own modules are needed here: a peer's interpreter knows no others.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.harness import ROOT, environment


@dataclass(frozen=True, slots=True)
class Metered:
    """What a process told of its work."""

    first: float
    """Milliseconds that the work took when nothing had been read before."""
    again: list[float]
    """The same of every further time."""
    worked: list[float]
    """Milliseconds that processors worked, all threads together, each time: what other programs cannot lengthen."""
    peak: float
    """MiB at the peak of the whole process."""


def tell(work: Callable[[], object], times: int) -> None:
    """Do a piece of work so many times, and print what it took for `metered` to read."""
    taken, worked = [], []
    for _ in range(times):
        started, idle = time.perf_counter(), time.process_time()
        work()
        worked.append((time.process_time() - idle) * 1000)
        taken.append((time.perf_counter() - started) * 1000)
    print(json.dumps({"first": taken[0], "again": taken[1:], "worked": worked, "peak": peak()}))


def metered(module: str, *arguments: str, python: str = sys.executable) -> Metered:
    """Start `python -m module arguments`, which calls `tell`, and read what it tells."""
    command = [python, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(), check=True, stdout=subprocess.PIPE, text=True)
    return Metered(**json.loads(done.stdout.splitlines()[-1]))


def peak() -> float:
    """MiB that this process has needed at once.

    What getrusage says may be the memory of the process that started this one, so the system's own note goes first.
    """
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
