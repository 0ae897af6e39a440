"""What was measured: runs of times, their medians, and the table that says which goals were met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from statistics import median, quantiles
from typing import Any, NamedTuple

Runs = list[list[float]]
"""Times in milliseconds, a list for each run."""


class Growth(NamedTuple):
    """Where a figure stands in a plot of how something grows."""

    plot: str
    size: float
    """How much there was of what makes it grow."""
    ours: str
    """The curve of our median."""
    floor: str = ""
    """The curve of the median beside it; empty for none."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Our times beside those of a floor or a peer measured in turn with them."""

    name: str
    ours: Runs
    floor: Runs = field(default_factory=list)
    """Empty where there is nothing to stand beside."""
    floor_name: str = ""
    goal: float | None = None
    """The most that our median may be, as a multiple of the floor's; None for no such goal."""
    unit: str = "ms"
    most: float | None = None
    """The most that our median may be, whatever the floor; None for no such goal."""
    facts: dict[str, Any] = field(default_factory=dict)
    """What else the figures' readers should know; written into the results as it is."""
    growth: Growth | None = None
    part: str = ""
    """The part of the benchmark that it belongs to."""

    @property
    def ratio(self) -> float | None:
        """Our median over the floor's."""
        return middle(self.ours) / middle(self.floor) if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether every goal was met; None when there is none."""
        kept = [middle(self.ours) <= self.most] if self.most is not None else []
        if self.goal is not None and self.ratio is not None:
            kept.append(self.ratio <= self.goal)
        return all(kept) if kept else None

    def record(self) -> dict[str, Any]:
        """For the results file, raw times included."""
        return {
            "part": self.part,
            "name": self.name,
            "unit": self.unit,
            "median": round(middle(self.ours), 4),
            "quartiles": [round(each, 4) for each in spread(self.ours)],
            "p99": round(worst(self.ours), 4),
            "floor": self.floor_name,
            "floor_median": round(middle(self.floor), 4) if self.floor else None,
            "floor_quartiles": [round(each, 4) for each in spread(self.floor)] if self.floor else None,
            "floor_p99": round(worst(self.floor), 4) if self.floor else None,
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "goal": self.goal,
            "most": self.most,
            "met": self.met,
            "facts": self.facts,
            "growth": self.growth._asdict() if self.growth else None,
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


def spread(runs: Runs) -> tuple[float, float]:
    """The quartiles of all times together: between them lies half of what was measured."""
    times = list(chain.from_iterable(runs))
    first, _, third = quantiles(times, method="inclusive") if len(times) > 1 else times * 3
    return first, third


def table(figures: Sequence[Figure]) -> str:
    """All figures under one another, in plain columns."""
    head = ("figure", "median", "quartiles", "p99", "beside it", "median", "p99", "ratio", "goal", "")
    rows = [head, *(_row(each) for each in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(_line(row, widths) for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    unit = figure.unit
    ours = [_time(middle(figure.ours), unit), _between(figure.ours), _time(worst(figure.ours), unit)]
    floor = [_time(middle(figure.floor), unit), _time(worst(figure.floor), unit)] if figure.floor else ["", ""]
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}x"
    goals = [f"{figure.most:g} {unit}".rstrip()] if figure.most is not None else []
    goals += [f"{figure.goal:.2f}x"] if figure.goal is not None else []
    met = {True: "met", False: "MISSED", None: ""}[figure.met]
    return (figure.name, *ours, figure.floor_name, *floor, ratio, ", ".join(goals), met)


def _between(runs: Runs) -> str:
    return " to ".join(_digits(each) for each in spread(runs))


def _time(value: float, unit: str) -> str:
    return f"{_digits(value)} {unit}"


def _digits(value: float) -> str:
    return f"{value:.{0 if value >= 100 else 2}f}"


def _line(row: Iterable[str], widths: Sequence[int]) -> str:
    texts = {0, 4, 9}
    cells = zip(row, widths, strict=True)
    return "  ".join(f"{cell:{'<' if i in texts else '>'}{width}}" for i, (cell, width) in enumerate(cells)).rstrip()


def _rounded(runs: Runs) -> Runs:
    return [[round(value, 4) for value in run] for run in runs]
