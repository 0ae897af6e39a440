"""`make fuzz`: tries every target with so many inputs, in parallel, and prints a table of what came of it."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

SHARD = 4000
"""Inputs for one process; a long run would keep the memory of all that hypothesis remembers."""


def main() -> int:
    """Run it; gives 1 if anything broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--only", default="", help="targets whose name holds this")
    parser.add_argument("--share", type=float, default=1.0, help="of the usual number of inputs")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="at the same time")
    arguments = parser.parse_args()
    shards = list(_shards(arguments.only, arguments.share))
    with ThreadPoolExecutor(arguments.processes) as pool:
        found = list(pool.map(lambda shard: _one(shard, arguments.seed), shards))
    merged: dict[str, dict[str, Any]] = {}
    for each in found:
        merged[each["target"]] = _merged(merged[each["target"]], each) if each["target"] in merged else each
    _print(list(merged.values()))
    return 1 if any(each["failures"] for each in merged.values()) else 0


def _shards(only: str, share: float) -> list[tuple[str, int, int]]:
    """Target, inputs and number of each process, the long ones first."""
    from tests.fuzz.targets import TARGETS

    found = []
    for target in TARGETS.values():
        if only in target.name:
            inputs = max(1, round(target.many * share))
            found += [(target.name, min(SHARD, inputs - at), at) for at in range(0, inputs, SHARD)]
    return found


def _one(shard: tuple[str, int, int], seed: int) -> dict[str, Any]:
    name, inputs, number = shard
    command = [sys.executable, "-m", "tests.fuzz.one", name, str(inputs), str(seed * 10**6 + number)]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    try:
        told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        why = f"The process ended with status {ended.returncode}: {(ended.stdout + ended.stderr)[-3000:]}"
        told = {"inputs": 0, "refused": 0, "accepted": 0, "slowest": 0.0, "peak": 0, "failures": 1, "told": {why: ""}}
    print(f"{name}: {told['inputs']:,} inputs, {told['failures']} failures", file=sys.stderr, flush=True)
    return told | {"target": name}


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    added = {name: one[name] + other[name] for name in ("inputs", "refused", "accepted", "failures")}
    most = {name: max(one[name], other[name]) for name in ("slowest", "peak")}
    return one | added | most | {"told": one["told"] | other["told"]}


def _print(rows: list[dict[str, Any]]) -> None:
    print("| target | inputs | refused kindly | accepted | slowest, ms | peak, MiB | failures |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    sums = {name: sum(each[name] for each in rows) for name in ("inputs", "refused", "accepted", "failures")}
    most = {name: max(each[name] for each in rows) for name in ("slowest", "peak")}
    for each in [*rows, {"target": "**all**"} | sums | most]:
        counts = " | ".join(f"{each[name]:,}" for name in ("inputs", "refused", "accepted"))
        print(f"| {each['target']} | {counts} | {each['slowest'] * 1000:,.0f} | {each['peak']} | {each['failures']} |")
    for each in rows:
        for what, given in each["told"].items():
            print(f"\n{each['target']}: {what}\n  {given}")


if __name__ == "__main__":
    sys.exit(main())
