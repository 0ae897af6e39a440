"""Names for the arrays, and random numbers that depend on nothing but what they are drawn for."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_STEP = 0x9E3779B97F4A7C15


def uniform(seed: int, *keys: npt.NDArray[Any] | int) -> Floats:
    """Numbers within 0 and 1, the same for the same seed and keys whoever asks, and in whatever order.

    So every policy meets the same luck at the n-th showing of an objective. Keys are broadcast against each other; the
    mixing steps are those of SplitMix64.
    """
    with np.errstate(over="ignore"):
        bits = _mixed(np.asarray((seed * _STEP + 1) % 2**64, dtype=np.uint64))
        for key in keys:
            bits = _mixed(bits + np.asarray(key).astype(np.uint64) * np.uint64(_STEP))
    found: Floats = ((bits >> np.uint64(40)).astype(np.float32) + np.float32(0.5)) / np.float32(2**24)
    return found


def _mixed(bits: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    bits = (bits ^ bits >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ bits >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return bits ^ bits >> np.uint64(31)


def normal(seed: int, *keys: npt.NDArray[Any] | int) -> Floats:
    """Standard normal numbers, drawn as `uniform` draws (Box and Muller)."""
    radius = np.sqrt(-2 * np.log(uniform(seed, *keys, 1)))
    found: Floats = (radius * np.cos(2 * np.pi * uniform(seed, *keys, 2))).astype(np.float32)
    return found
