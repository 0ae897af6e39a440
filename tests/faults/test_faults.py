"""Nothing is lost in silence: every fault in small numbers (`make faults` runs large ones)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from signal import SIGHUP, SIGKILL

import pytest

from tests.faults import company, damage, disk, kills, places
from tests.faults.record import Record, summed, table

ON_FILES: list[tuple[Callable[[Path], Record], int]] = [
    # The second number: how many cases at least must have been noticed, or the fault did not bite.
    (partial(damage.truncated, seed=1, times=12), 8),
    (partial(damage.flipped, seed=1, times=24), 4),
    (partial(damage.header_flipped, seed=1, times=16), 4),
    (partial(damage.beside_flipped, seed=1, times=8), 0),
    (partial(disk.files_kept_small, first=0, step=5 * 4096, most=1 << 22), 10),
    (partial(places.journal_deleted_between_runs, seed=1, times=3), 2),
    (partial(company.copies_at_once, copies=8, answers=20), 0),
    (partial(company.jumping_clock, seed=1, times=20), 0),
]

IN_TERMINALS: list[tuple[Callable[[Path, Path], Record], int, int]] = [
    # The third: answers whose verdict must have been seen.
    (partial(kills.on_screen, number=SIGKILL, seed=1, answers=16), 0, 12),
    (partial(kills.on_screen, number=SIGHUP, seed=2, answers=6), 0, 4),
    (partial(kills.over_a_pipe, seed=1, answers=16), 0, 12),
    (partial(kills.window_closed, seed=2, times=2), 0, 2),
    (partial(places.journal_deleted_while_open, times=2), 0, 10),
    (partial(places.home_moved), 4, 9),
    (partial(places.nothing_may_be_written, times=2), 1, 4),
    (partial(places.resized, seed=1, times=4), 0, 4),
]


def called(value: object) -> str | None:
    """A test's name after the function of its fault."""
    return value.func.__name__ if isinstance(value, partial) else None


@pytest.mark.parametrize(("fault", "noticed"), ON_FILES, ids=called)
def test_on_files_nothing_is_lost_in_silence(tmp_path: Path, fault: Callable[[Path], Record], noticed: int) -> None:
    record = fault(tmp_path)
    assert record.good, table([record])
    assert record.noticed >= noticed


@pytest.mark.parametrize(("fault", "noticed", "acknowledged"), IN_TERMINALS, ids=called)
def test_in_terminals_nothing_is_lost_in_silence(
    tmp_path: Path, home_of_sam: Path, fault: Callable[..., Record], noticed: int, acknowledged: int
) -> None:
    record = fault(tmp_path, home=home_of_sam)
    assert record.good, table([record])
    assert record.noticed >= noticed
    assert record.acknowledged >= acknowledged


def test_a_loss_that_nobody_is_told_of_counts_as_silent() -> None:
    record = Record("a fault")
    assert not record.good, "it was never tried"
    assert record.once(noticed=True, acknowledged=9, lost=4, told=4).good
    assert record.once(noticed=True, acknowledged=9, lost=4, told=3).silent == 1
    assert record.once(noticed=False, acknowledged=9, lost=4, told=4).silent == 4
    assert record.once(noticed=False, acknowledged=9).good


def test_the_table_sums_up() -> None:
    once = Record("a fault").once(noticed=True, acknowledged=900, lost=2, told=1)
    other = Record("another").once(noticed=False, acknowledged=200)
    [first, _] = found = summed([once, other, once])
    assert (first.tried, first.silent) == (2, 2)
    last = table(found).splitlines()[-1]
    assert [cell.strip() for cell in last.strip("|").split("|")] == ["all", "3", "2", "1", "2,000", "2", "2"]
