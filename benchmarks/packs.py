"""Taking in packs: files of rising size read, checked and compiled into the store, and found unchanged the next time.

Beside it, the same file read by PyYAML's safe loader and pydantic. Every time and every peak of memory is that of a
process of its own. Where a file is read, imports count, ours and the peer's; Python's own start does not.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, Growth
from benchmarks.meter import Metered, metered
from benchmarks.stores import Stores, copied, pack_text

_GOALS = {"read": (1000.0, 150.0), "compile": (1000.0, 150.0), "unchanged": (10.0, None)}
"""The most milliseconds and MiB that the largest pack may take."""

_WORDS = {
    "read": "pack read and checked",
    "compile": "pack read, checked and compiled into the store",
    "unchanged": "home opened, pack unchanged",
}
_PEER = "PyYAML's safe loader and pydantic"


def measure(small: Path, stores: Stores, sizes: Sequence[int], runs: int) -> list[Figure]:
    """Take in packs of so many questions each, in turn; the last one is the largest."""
    told: dict[tuple[str, int], list[Metered]] = defaultdict(list)
    files = {size: _pack(stores.folder / f"pack-{size}", small, size) for size in sizes}
    for run in range(runs):
        for size, home in list(files.items())[:: 1 if run % 2 else -1]:
            copy = copied(home, stores.copy)
            for work in ("read", "plain", "compile", "unchanged"):
                told[work, size].append(metered("benchmarks.reading", work, str(copy)))
    return [
        figure for work in _WORDS for size in sizes for figure in _figures(work, size, told, largest=size == sizes[-1])
    ]


def _pack(home: Path, small: Path, size: int) -> Path:
    """A home that has the built-in packs in its store, and beside it a pack file that it has not seen yet."""
    shutil.copytree(small, home)
    folder = home / "packs"
    folder.mkdir()
    text, _ = pack_text("drill", range(size), 3)
    (folder / "drill.yaml").write_text(text, encoding="utf-8")
    return home


def _figures(work: str, size: int, told: dict[tuple[str, int], list[Metered]], *, largest: bool) -> list[Figure]:
    goals = _GOALS[work] if largest else (None, None)
    ours, plain = told[work, size], told["plain", size]
    beside = work != "unchanged"
    words = f"{_WORDS[work]}, {size:,} questions"
    facts = {"processor": round(median(each.worked[0] for each in ours), 2)}
    times = Figure(
        words,
        [[each.first] for each in ours],
        [[each.first] for each in plain] if beside else [],
        _PEER if beside else "",
        most=goals[0],
        facts=facts,
        growth=Growth("packs", size, _WORDS[work], _PEER if work == "read" else ""),
    )
    peaks = Figure(
        f"peak memory, {words}",
        [[each.peak] for each in ours],
        [[each.peak] for each in plain] if beside else [],
        _PEER if beside else "",
        unit="MiB",
        most=goals[1],
        growth=Growth("pack-memory", size, _WORDS[work], _PEER if work == "read" else ""),
    )
    return [times, peaks]
