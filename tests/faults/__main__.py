"""Makes every fault in large numbers, prints the table, and writes it into docs/testing.md: `make faults`."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from signal import SIGHUP, SIGKILL
from time import monotonic

from tests.end_to_end.machine import Machine
from tests.end_to_end.packs import DRILL, a_drill
from tests.faults import company, damage, disk, kills, places
from tests.faults.record import Record, summed, table

PAGE = Path(__file__).parents[2] / "docs" / "testing.md"

Fault = Callable[[Path], Record]
"""Makes a fault in a folder of its own."""


def home_of_sam(scratch: Path) -> Path:
    """A home in which Sam is about to learn, with two hundred doors to practise on."""
    machine = Machine(scratch)
    assert machine.packs()
    machine.lay_pack(DRILL, a_drill(questions=200))
    machine.add_learner("Sam")
    return machine.home


def faults(home: Path) -> list[Fault]:
    """Every fault, in pieces that run side by side."""
    answered = partial(kills.on_screen, home=home)
    return [
        *(partial(answered, number=SIGKILL, seed=seed, answers=100) for seed in range(7)),
        *(partial(kills.over_a_pipe, home=home, seed=seed, answers=100) for seed in range(3)),
        partial(answered, number=SIGHUP, seed=7, answers=60),
        partial(kills.window_closed, home=home, seed=8, times=20),
        partial(disk.small_disk, first=0, step=4096),
        partial(disk.files_kept_small, first=0, step=1024, most=1 << 22),
        *(partial(damage.truncated, seed=seed, times=50) for seed in range(4)),
        *(partial(damage.flipped, seed=seed, times=50) for seed in range(4)),
        *(partial(damage.header_flipped, seed=seed, times=50) for seed in range(4)),
        partial(damage.beside_flipped, seed=1, times=40),
        partial(places.journal_deleted_between_runs, seed=1, times=30),
        partial(places.journal_deleted_while_open, home=home, times=8),
        partial(places.nothing_may_be_written, home=home, times=6),
        partial(company.copies_at_once, copies=2, answers=250),
        partial(company.copies_at_once, copies=8, answers=250),
        partial(company.jumping_clock, seed=1, times=200),
        partial(places.home_moved, home=home),
        partial(places.resized, home=home, seed=1, times=30),
    ]


def made(fault: Fault) -> Record | str | None:
    """Make a fault; gives what came of it, or what went wrong; None where it cannot be made here."""
    with tempfile.TemporaryDirectory() as scratch:
        try:
            return fault(Path(scratch))
        except disk.NoSmallDisk as error:
            sys.stderr.write(f"{error}\n")
            return None
        except Exception:  # noqa: BLE001  (one that goes wrong is told of, and does not end the others)
            return traceback.format_exc()


def main(programs: int) -> int:
    """Make them all, so many at a time; gives 1 when anything was lost in silence, or went wrong."""
    began = monotonic()
    outcomes: list[Record | str | None] = []
    with tempfile.TemporaryDirectory() as scratch, ProcessPoolExecutor(programs) as pool:
        for outcome in pool.map(made, faults(home_of_sam(Path(scratch) / "sam"))):
            outcomes.append(outcome)
            sys.stderr.write(f"{outcome}\n")
    records = summed(outcome for outcome in outcomes if isinstance(outcome, Record))
    sys.stdout.write(f"{table(records)}\n{(monotonic() - began) / 60:.1f} minutes\n")
    if not records or any(isinstance(outcome, str) for outcome in outcomes):
        return 1
    _write(table(records))
    return 0 if all(record.good for record in records) else 1


def _write(printed: str) -> None:
    """Put the table in the place of the one in the section on faults."""
    before, heading, rest = PAGE.read_text(encoding="utf-8").partition("## Faults\n")
    section, mark, after = rest.partition("\n## ")
    on = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()}"
    new = re.sub(r"(?m)^On Python.*\n\n(\|.*\n)+", lambda _: f"On {on}:\n\n{printed}", section)
    PAGE.write_text(before + heading + new + mark + after, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else os.cpu_count() or 1))
