"""Changes to the game's planner that were tried in the simulator; no part of the game."""

from __future__ import annotations

import numpy as np

from benchmarks.learning.arrays import Floats, Ints
from benchmarks.learning.game import Game
from benchmarks.learning.world import World


class SteadyShare(Game):
    """The planner with the same share of new objectives for everybody."""

    def __init__(self, world: World, minutes: int, share: float) -> None:
        super().__init__(world, minutes)
        self.steady = share

    def shares(self, who: Ints) -> Floats:
        """One share for all."""
        return np.full(len(who), self.steady, dtype=np.float32)
