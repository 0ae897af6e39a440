"""`python -m benchmarks`: build the stores, measure everything, print one table, write the raw figures down.

    python -m benchmarks                 all of it, about half an hour
    python -m benchmarks --quick         small stores and few runs, about a minute: that it works, not how fast it is
    python -m benchmarks --only keys     one part (may be given again)

Peers (oboeru, kanban-tui, Anki's library) are installed into environments of their own beside the stores. Those that
cannot be had are left out with a word; `--no-peers` leaves out all, as `--quick` does. `--anki PYTHON` names an
interpreter that has Anki's library. `python -m benchmarks.document` brings docs/performance.md up to the results.

The exit status is 0 whatever the figures say: a busy machine must not turn a build red. It is 1 where a part could not
be measured, and with `--strict` for a missed target.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
import traceback
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.environments import NotToBeHad
from benchmarks.figures import Figure, table
from benchmarks.harness import NotSeen
from benchmarks.parts import PARTS
from benchmarks.record import RESULTS, Run, write
from benchmarks.scale import FULL, QUICK
from benchmarks.stores import Stores
from benchmarks.workbench import Peers, Workbench, at_hand, told

_WORK = Path(__file__).parent / ".work"


def main() -> int:
    """Measure, print and write down."""
    options = _options()
    folder: Path = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    loads = [os.getloadavg()[0]]
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        left_out = options.no_peers or (options.quick and not options.peers)
        peers = Peers() if left_out else at_hand(folder, options.anki)
        scale = QUICK if options.quick else FULL
        scale = replace(scale, rounds=options.rounds or scale.rounds)
        bench = Workbench(Stores(Path(scratch)), scale, peers)
        figures: list[Figure] = []
        failed: list[str] = []
        for name in options.only or PARTS:
            try:
                measured = told(name, partial(PARTS[name], bench))
            except (NotSeen, NotToBeHad, OSError, subprocess.SubprocessError):  # half an hour is not thrown away for it
                traceback.print_exc()
                failed.append(name)
                continue
            figures += [each if each.part else replace(each, part=name) for each in measured]
    loads.append(os.getloadavg()[0])
    print(table(figures))
    run = Run(bench.scale, bench.built, bench.peers.versions, loads, time.perf_counter() - started, failed)
    write(options.results or _place(options), figures, run)
    return int(bool(failed) or (options.strict and any(each.met is False for each in figures)))


def _place(options: argparse.Namespace) -> Path:
    """The figures of everything are kept; those of a part or of a smoke lie beside the stores."""
    whole = not (options.quick or options.rounds) and set(options.only or PARTS) == set(PARTS)
    return RESULTS if whole else Path(options.folder) / "latest.json"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure the game beside floors and peers."
    )
    parser.add_argument("--quick", action="store_true", help="small stores, few runs and no peers, about a minute")
    parser.add_argument("--rounds", type=int, help=f"how often all is measured, in turn ({FULL.rounds})")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part (may be given again)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a target is missed")
    parser.add_argument("--anki", default="", metavar="PYTHON", help="an interpreter that has Anki's library")
    peers = parser.add_mutually_exclusive_group()
    peers.add_argument("--peers", action="store_true", help="other programs too, even with --quick")
    peers.add_argument("--no-peers", action="store_true", help="leave other programs out, as --quick does")
    parser.add_argument("--folder", type=Path, default=_WORK, help="where stores are built; a real disk, please")
    parser.add_argument(
        "--results", type=Path, help="where figures are written: results/latest.json, those of a part beside the stores"
    )
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
