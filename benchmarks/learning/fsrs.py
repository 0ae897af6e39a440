"""FSRS-6 in numpy: the same formulas as the engine's, for whole arrays and for parameters of one's own.

Parameters lie along the last axis, 21 of them: one set for all, or one for each learner asked.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.learning.arrays import Floats
from quizgame.domain.memory import PARAMETERS

DEFAULTS: Floats = np.array(PARAMETERS, dtype=np.float32)

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4

Numbers = npt.NDArray[Any]


def recall(stability: Numbers, days: Numbers | int, parameters: Floats = DEFAULTS) -> Numbers:
    """The chance of recall `days` after the last review."""
    decay = parameters[..., 20]
    factor = np.float32(0.9) ** (-1 / decay) - 1
    found: Numbers = (1 + factor * days / stability) ** -decay
    return found


def interval(stability: Numbers, target: float | Floats, parameters: Floats = DEFAULTS) -> Numbers:
    """Days after which the chance of recall has fallen to `target`."""
    decay = parameters[..., 20]
    return (
        stability * (np.asarray(target, dtype=np.float32) ** (-1 / decay) - 1) / (np.float32(0.9) ** (-1 / decay) - 1)
    )


def first(grades: Numbers, parameters: Floats = DEFAULTS) -> tuple[Numbers, Numbers]:
    """Stability and difficulty after the first review."""
    table = np.broadcast_to(parameters[..., :4], (*grades.shape, 4))
    stability = np.take_along_axis(table, (grades - 1)[..., None], axis=-1)[..., 0]
    return stability, np.clip(_first_difficulty(grades, parameters), 1, 10)


def _first_difficulty(grades: Numbers | int, parameters: Floats) -> Numbers:
    found: Numbers = parameters[..., 4] - np.exp(parameters[..., 5] * (np.asarray(grades, dtype=np.float32) - 1)) + 1
    return found


def later(
    stability: Numbers, difficulty: Numbers, elapsed: Numbers, grades: Numbers, parameters: Floats = DEFAULTS
) -> tuple[Numbers, Numbers]:
    """Stability and difficulty after a review `elapsed` whole days after the one before."""
    right = recall(stability, elapsed, parameters)
    w = parameters
    grown = held(stability, difficulty, right, w)
    bonus = np.where(grades == HARD, w[..., 15], np.where(grades == EASY, w[..., 16], np.float32(1)))
    grown = stability + (grown - stability) * bonus
    found = np.where(grades == AGAIN, lost(stability, difficulty, right, w), grown)
    within = np.exp(w[..., 17] * (grades - 3 + w[..., 18])) * stability ** -w[..., 19]
    within = np.where(grades >= HARD, np.maximum(within, 1), within)
    found = np.where(elapsed > 0, found, stability * within)
    change = -w[..., 6] * (grades - np.float32(3))
    moved = difficulty + (10 - difficulty) * change / 9
    reverted = w[..., 7] * _first_difficulty(EASY, w) + (1 - w[..., 7]) * moved
    return (
        np.clip(found, 0.001, 36500).astype(np.float32),
        np.clip(reverted, 1, 10).astype(np.float32),
    )


def held(stability: Numbers, difficulty: Numbers, right: Numbers, parameters: Floats = DEFAULTS) -> Numbers:
    """Stability after it was recalled, graded good, when the chance of recall had been `right`."""
    w = parameters
    growth = np.exp(w[..., 8]) * (11 - difficulty) * stability ** -w[..., 9] * (np.exp((1 - right) * w[..., 10]) - 1)
    found: Numbers = stability * (1 + growth)
    return found


def lost(stability: Numbers, difficulty: Numbers, right: Numbers, parameters: Floats = DEFAULTS) -> Numbers:
    """Stability after it was not recalled."""
    w = parameters
    relearned = w[..., 11] * difficulty ** -w[..., 12] * ((stability + 1) ** w[..., 13] - 1)
    relearned = relearned * np.exp((1 - right) * w[..., 14])
    found: Numbers = np.minimum(relearned, stability / np.exp(w[..., 17] * w[..., 18]))
    return found
