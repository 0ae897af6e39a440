"""Means, standard errors and paired differences, as lines to read and as values to keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from benchmarks.learning.cells import Cell
from benchmarks.learning.play import Record
from benchmarks.learning.world import HEADLINES, PROBES, STOP


class Mean(NamedTuple):
    """A mean and its standard error."""

    mean: float
    error: float

    def __str__(self) -> str:
        return f"{self.mean:.1f} ± {self.error:.1f}"


def mean(values: Any) -> Mean:
    """Over learners."""
    found = np.asarray(values, dtype=np.float64)
    return Mean(float(found.mean()), float(found.std(ddof=1) / np.sqrt(len(found))) if len(found) > 1 else 0.0)


def ratio(values: Any, others: Any) -> Mean:
    """How much more one policy's learners recall than another's, in per cent; the same learners stand in pairs."""
    ours, theirs = np.asarray(values, dtype=np.float64), np.asarray(others, dtype=np.float64)
    base = max(theirs.mean(), 1e-9)
    share = ours.mean() / base
    found = mean((ours - share * theirs) / base)
    return Mean(100 * (share - 1), 100 * found.error)


def kept(record: Record) -> dict[str, Any]:
    """What is written down of a record: means and errors, and each learner's headlines for paired differences."""

    def rounded(values: Any, digits: int = 2) -> list[float]:
        found = mean(values)
        return [round(found.mean, digits), round(found.error, digits + 1)]

    return {
        "recalled": {str(day): rounded(values) for day, values in record.recalled.items()},
        "met": rounded(record.met, 1),
        "questions": rounded(record.questions, 1),
        "right": rounded(record.right, 4),
        "seconds a session": rounded(record.seconds, 1),
        "backlog": {str(day): rounded(record.backlog[day], 1) for day in (90, STOP)},
        "mastery shown less the truth": None if record.bias is None else rounded(record.bias, 4),
        "each": {str(day): [round(float(each), 1) for each in record.recalled[day]] for day in HEADLINES},
    }


def table(cell: Cell, found: Mapping[str, Mapping[str, Any]], base: str) -> str:
    """One cell, a line for each policy."""
    lines = [
        f"{cell.words} (± standard error)",
        f"  {'':48}" + "".join(f"{f'day {day}':>15}" for day in PROBES) + f"{'against ' + base[:20]:>27}"
        f"{'right':>7}{'due':>6}{'met':>6}{'s':>6}{'bias':>7}",
    ]
    for policy, each in found.items():
        days = "".join(f"{Mean(*each['recalled'][str(day)])!s:>15}" for day in PROBES)
        against = (ratio(each["each"][str(day)], found[base]["each"][str(day)]) for day in HEADLINES)
        differences = " / ".join(f"{gap.mean:+.0f} ± {gap.error:.0f} %" for gap in against)
        bias = each["mastery shown less the truth"]
        lines.append(
            f"  {policy:48}{days}{differences:>27}{each['right'][0]:7.2f}{each['backlog'][str(STOP)][0]:6.0f}"
            f"{each['met'][0]:6.0f}{each['seconds a session'][0]:6.0f}{'' if bias is None else f'{bias[0]:+7.3f}'}"
        )
    return "\n".join(lines)


class Standing(NamedTuple):
    """The game in one cell, against the best of its peers on a probe day."""

    cell: Cell
    day: int
    best: str
    against: Mean
    """In per cent of the best peer."""


def standings(
    results: Mapping[Cell, Mapping[str, Mapping[str, Any]]], game: str, besides: Iterable[str] = ()
) -> list[Standing]:
    """Where a game's planner stands in every cell; `besides` are no peers of it."""
    found: list[Standing] = []
    aside = {game, *besides}
    for cell, policies in results.items():
        for day in HEADLINES:
            peers = {name: np.mean(each["each"][str(day)]) for name, each in policies.items() if name not in aside}
            if game not in policies or not peers:
                continue
            best = max(peers, key=lambda name: float(peers[name]))
            against = ratio(policies[game]["each"][str(day)], policies[best]["each"][str(day)])
            found.append(Standing(cell, day, best, against))
    return found


def summary(found: Sequence[Standing]) -> str:
    """The standings, a line for each cell, and how often the goal is met."""
    lines = [f"{'truth, minutes, objectives':34}{'day':>5}{'against the best peer':>24}  which"]
    for each in found:
        against = f"{each.against.mean:+.1f} ± {each.against.error:.1f} %"
        lines.append(f"{each.cell.words:34}{each.day:>5}{against:>24}  {each.best}")
    near = sum(each.against.mean >= -5 for each in found)
    best = sum(each.against.mean >= 0 for each in found)
    lines.append(f"at least 95 % of the best peer in {near} of {len(found)}, the best in {best}")
    return "\n".join(lines)
