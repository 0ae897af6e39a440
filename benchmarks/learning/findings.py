"""What a results file holds, by cell and policy, and the words that its readers know things by."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.learning.cells import POLICIES, Cell
from benchmarks.learning.tables import Mean, Standing, ratio, standings
from benchmarks.learning.world import HEADLINES

GAME = "game"
DEFAULTS = "anki"

TRUTH_WORDS = {
    "fsrs": "FSRS-6",
    "act-r": "ACT-R",
    "act-r-harsh": "ACT-R, harsh",
    "two-components": "two components",
    "sleep": "sleep",
}

POLICY_WORDS = {
    GAME: "game",
    DEFAULTS: "Anki, defaults",
    "random": "random quiz",
    "round robin": "round robin",
    "massed": "massed practice",
    "leitner": "Leitner box",
    "sm-2": "SM-2",
}

_SETTINGS = "anki: "

Run = Mapping[str, Any]
"""Figures of one policy in one cell, as `tables.kept` writes them."""


@dataclass(frozen=True)
class Findings:
    """A results file that was read."""

    seed: int
    learners: int
    runs: Mapping[Cell, Mapping[str, Run]]

    @property
    def cells(self) -> list[Cell]:
        """Every cell in which the game was played, in the order of the file."""
        return [cell for cell, policies in self.runs.items() if GAME in policies]

    @property
    def truths(self) -> list[str]:
        """The truths of these cells."""
        return list(dict.fromkeys(cell.truth for cell in self.cells))

    def best_settings(self, cell: Cell) -> str | None:
        """The policy that is Anki with its best settings; None where none better than the defaults was found."""
        tuned = [policy for policy in self.runs[cell] if policy.startswith(_SETTINGS)]
        return max(tuned, key=lambda policy: self._score(cell, policy), default=None)

    def best_other(self, cell: Cell, day: int) -> str | None:
        """The peer that is not Anki and has most recalled on a day; None where only Anki was played."""
        others = [policy for policy in self.runs[cell] if policy in POLICIES and policy not in {GAME, DEFAULTS}]
        return max(others, key=lambda policy: self.recalled(cell, policy, day).mean, default=None)

    def recalled(self, cell: Cell, policy: str, day: int) -> Mean:
        """Objectives recalled on a probe day."""
        return Mean(*self.runs[cell][policy]["recalled"][str(day)])

    def bias(self, cell: Cell, policy: str) -> Mean | None:
        """Mastery shown less the truth, in points of a hundred; None where none is shown."""
        found = self.runs[cell][policy]["mastery shown less the truth"]
        return Mean(100 * found[0], 100 * found[1]) if found else None

    def more(self, cell: Cell, policy: str, other: str, day: int) -> Mean:
        """How much more one policy's learners recall than another's on a headline day, in per cent, in pairs."""
        ours, theirs = (self.runs[cell][each]["each"][str(day)] for each in (policy, other))
        return ratio(ours, theirs)

    @cached_property
    def standings(self) -> dict[tuple[Cell, int], Standing]:
        """The game against the best of its peers, by cell and headline day; variants of the game are no peers."""
        aside = {
            policy
            for policies in self.runs.values()
            for policy in policies
            if policy not in POLICIES and not policy.startswith(_SETTINGS)
        }
        return {(each.cell, each.day): each for each in standings(self.runs, GAME, aside)}

    def _score(self, cell: Cell, policy: str) -> float:
        return float(np.mean([self.recalled(cell, policy, day).mean for day in HEADLINES]))


def read(path: Path) -> Findings | None:
    """What was written down; None where there is no such file yet."""
    if not path.exists():
        return None
    written = json.loads(path.read_text(encoding="utf-8"))
    runs: dict[Cell, dict[str, Run]] = {}
    for run in written["runs"]:
        runs.setdefault(Cell(*run["cell"]), {})[run["policy"]] = run
    return Findings(written["drawn"]["seed"], written["drawn"]["learners"], runs)


def cell_words(cell: Cell) -> str:
    """A cell in a sentence."""
    minutes = "1 minute" if cell.minutes == 1 else f"{cell.minutes} minutes"
    return f"{TRUTH_WORDS[cell.truth]}, {minutes} a day, {cell.objectives} objectives"


def settings_words(policy: str) -> str:
    """The settings of Anki that a policy is named by."""
    return policy.removeprefix(_SETTINGS)


def policy_words(policy: str) -> str:
    """A policy in a table."""
    if policy.startswith(_SETTINGS):
        return f"Anki, {settings_words(policy)}"
    return POLICY_WORDS.get(policy, policy)


def signed(value: float) -> str:
    """A number with its sign, to a tenth."""
    return f"{value:+.1f}".replace("-", "−")


def down(value: float, digits: int = 1) -> float:
    """A number rounded down, so that nothing seems to reach what it has not."""
    steps = 10.0**digits
    return math.floor(round(value * steps, 6)) / steps
