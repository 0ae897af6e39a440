"""What was measured: runs of times, their medians, and the table that says which goals were met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from statistics import median
from typing import Any

Runs = list[list[float]]
"""Times in milliseconds, a list for each run."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Our times beside those of a floor measured in turn with them."""

    name: str
    ours: Runs
    floor: Runs
    floor_name: str
    goal: float
    """The most that our median may be, as a multiple of the floor's."""
    unit: str = "ms"
    facts: dict[str, Any] = field(default_factory=dict)
    """What else the figures' readers should know; written into the results as it is."""

    @property
    def ratio(self) -> float:
        """Our median over the floor's."""
        return middle(self.ours) / middle(self.floor)

    @property
    def met(self) -> bool:
        """Whether the goal was met."""
        return self.ratio <= self.goal

    def record(self) -> dict[str, Any]:
        """For the results file, raw times included."""
        return {
            "name": self.name,
            "unit": self.unit,
            "median": round(middle(self.ours), 4),
            "p99": round(worst(self.ours), 4),
            "floor": self.floor_name,
            "floor_median": round(middle(self.floor), 4),
            "floor_p99": round(worst(self.floor), 4),
            "ratio": round(self.ratio, 3),
            "goal": self.goal,
            "met": self.met,
            "facts": self.facts,
            "runs": _rounded(self.ours),
            "floor_runs": _rounded(self.floor),
        }


def middle(runs: Runs) -> float:
    """The median of the runs' medians: one disturbed run cannot move it."""
    return median(median(run) for run in runs)


def worst(runs: Runs) -> float:
    """The 99th percentile of all times together (nearest rank); of fewer than a hundred, the longest."""
    times = sorted(chain.from_iterable(runs))
    return times[-(-99 * len(times) // 100) - 1]


def table(figures: Sequence[Figure]) -> str:
    """All figures under one another, in plain columns."""
    head = ("figure", "median", "p99", "floor", "floor median", "floor p99", "ratio", "goal", "")
    rows = [head, *(_row(each) for each in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(_line(row, widths) for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    times = [middle(figure.ours), worst(figure.ours), middle(figure.floor), worst(figure.floor)]
    ours, ours_worst, floor, floor_worst = (_time(value, figure.unit) for value in times)
    met = "met" if figure.met else "MISSED"
    ratio, goal = f"{figure.ratio:.2f}x", f"{figure.goal:.2f}x"
    return (figure.name, ours, ours_worst, figure.floor_name, floor, floor_worst, ratio, goal, met)


def _time(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 2
    return f"{value:.{digits}f} {unit}"


def _line(row: Iterable[str], widths: Sequence[int]) -> str:
    texts = {0, 3, 8}
    cells = zip(row, widths, strict=True)
    return "  ".join(f"{cell:{'<' if i in texts else '>'}{width}}" for i, (cell, width) in enumerate(cells)).rstrip()


def _rounded(runs: Runs) -> Runs:
    return [[round(value, 4) for value in run] for run in runs]
