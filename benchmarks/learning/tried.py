"""Changes to the game's planner that were tried in the simulator; no part of the game."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.learning.arrays import Floats, Ints
from benchmarks.learning.game import Game
from benchmarks.learning.world import World


class SteadyShare(Game):
    """The planner with the same share of new objectives for everybody; with several shares, one for each variant."""

    def __init__(self, world: World, minutes: int, shares: Sequence[float]) -> None:
        super().__init__(world, minutes)
        self.steady = np.repeat(shares, world.learners // len(shares)).astype(np.float32)

    def shares(self, who: Ints) -> Floats:
        """One share for all."""
        found: Floats = self.steady[who]
        return found
