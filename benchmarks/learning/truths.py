"""What a learner truly remembers. None of these is the scheduler's model with the scheduler's parameters.

An answer with its verdict is a presentation, whether the objective was recalled or not; presentations on one day add
little to the first. Chances are those of free recall: nothing is guessed here, and nothing slips.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

import numpy as np

from benchmarks.learning import fsrs
from benchmarks.learning.arrays import Bools, Floats, Ints
from benchmarks.learning.world import STOP, World

_TINY = np.float32(1e-6)


class Truth(ABC):
    """The true memory of every learner, for every objective."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.shape = (world.learners, world.objectives)
        self.last = np.full(self.shape, -1, dtype=np.float32)
        """The day of the latest presentation, seconds included; below 0 before the first."""
        self.random = np.random.default_rng([world.seed, 17])

    def spread(self, deviation: float) -> Floats:
        """A factor for each learner around 1."""
        return np.exp(self.drawn(deviation))

    def drawn(self, deviation: float, *shape: int) -> Floats:
        """Normal numbers around 0 for each learner; the same person always has the same."""
        people = self.world.people or self.world.learners
        values = self.random.normal(0, deviation, (people, *shape)).astype(np.float32)
        found: Floats = values[self.world.everyone]
        return found

    def met(self, who: Ints, objective: Ints) -> Bools:
        """Whether there was a presentation before."""
        found: Bools = self.last[who, objective] >= 0
        return found

    def chance(self, who: Ints, objective: Ints, now: Floats) -> Floats:
        """The chance of recall at a time in days; before the first presentation, what was known before."""
        known = self.world.known_before[who, objective].astype(np.float32)
        return np.where(self.met(who, objective), self._chance(who, objective, now), known)

    def chances(self, now: float) -> Floats:
        """The chance of recall of everything [learner, objective]; 0 where nothing was ever asked."""
        found = np.zeros(self.shape, dtype=np.float32)
        who, objective = np.nonzero(self.last >= 0)
        found[who, objective] = self._chance(who, objective, np.full(len(who), now, dtype=np.float32))
        return found

    def present(self, who: Ints, objective: Ints, now: Floats, recalled: Bools) -> None:
        """Let an answer and its verdict do their work."""
        first = ~self.met(who, objective)
        if first.any():
            self._first(who[first], objective[first], now[first], recalled[first])
        if not first.all():
            self._again(who[~first], objective[~first], now[~first], recalled[~first])
        self.last[who, objective] = now

    @abstractmethod
    def _chance(self, who: Ints, objective: Ints, now: Floats) -> Floats: ...

    @abstractmethod
    def _first(self, who: Ints, objective: Ints, now: Floats, recalled: Bools) -> None: ...

    @abstractmethod
    def _again(self, who: Ints, objective: Ints, now: Floats, recalled: Bools) -> None: ...


class Fsrs(Truth):
    """FSRS-6 with parameters of each learner's own, drawn around the defaults.

    What was known before starts as if graded good, the rest as if graded again, and each objective is by itself easier
    or harder to take in.
    """

    def __init__(self, world: World) -> None:
        super().__init__(world)
        count = len(fsrs.DEFAULTS)
        jitter = np.exp(self.drawn(0.25, count))
        jitter[:, 20] = self.spread(0.15)
        self.parameters = (fsrs.DEFAULTS * jitter).astype(np.float32)
        self.parameters[:, :4].sort(axis=1)
        # Two parameters stand in exponents that make or break a memory: they vary less.
        self.parameters[:, [4, 8]] = fsrs.DEFAULTS[[4, 8]] * (1 + (jitter[:, [4, 8]] - 1) * 0.4)
        self.parameters = self.parameters.astype(np.float32)
        self.grasp = np.exp(self.drawn(0.4, world.objectives))
        self.stability = np.ones(self.shape, dtype=np.float32)
        self.difficulty = np.ones(self.shape, dtype=np.float32)

    def _elapsed(self, who: Ints, objective: Ints, now: Floats) -> Floats:
        found: Floats = np.maximum(np.floor(now) - np.floor(self.last[who, objective]), 0)
        return found

    def _chance(self, who: Ints, objective: Ints, now: Floats) -> Floats:
        elapsed = self._elapsed(who, objective, now)
        return fsrs.recall(self.stability[who, objective], elapsed, self.parameters[who])

    def _first(self, who: Ints, objective: Ints, now: Floats, recalled: Bools) -> None:  # noqa: ARG002
        stability, difficulty = fsrs.first(np.where(recalled, fsrs.GOOD, fsrs.AGAIN), self.parameters[who])
        self.stability[who, objective] = stability * self.grasp[who, objective]
        self.difficulty[who, objective] = difficulty

    def _again(self, who: Ints, objective: Ints, now: Floats, recalled: Bools) -> None:
        self.stability[who, objective], self.difficulty[who, objective] = fsrs.later(
            self.stability[who, objective],
            self.difficulty[who, objective],
            self._elapsed(who, objective, now),
            np.where(recalled, fsrs.GOOD, fsrs.AGAIN),
            self.parameters[who],
        )


class Activation(Truth):
    """ACT-R with decay by activation (Pavlik & Anderson 2005).

    Each presentation leaves a trace that decays as a power of its age; the higher the activation was when it was laid,
    the faster it decays, so that massed presentations are soon lost. Between sessions time runs slower, by `PACE`.
    """

    PACE = 0.025
    TRACES = 40
    NOISE = 0.40
    GROWTH = 0.217
    DECAY = 0.177
    threshold: ClassVar[float] = -1.75
    """Activation at which half is recalled."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.needed = np.float32(self.threshold) + self.drawn(0.15, 1) - self.drawn(0.35, world.objectives)
        self.decay = (self.DECAY * self.spread(0.10)).astype(np.float32)
        self.growth = (self.GROWTH * self.spread(0.10)).astype(np.float32)
        self.count = np.zeros(self.shape, dtype=np.int64)
        self.laid = np.zeros((*self.shape, self.TRACES), dtype=np.float32)
        self.decays = np.zeros((*self.shape, self.TRACES), dtype=np.float32)

    def _clock(self, now: Floats) -> Floats:
        """Seconds of psychological time: within a day as they are, from day to day fewer."""
        day = np.floor(now)
        return day * np.float32(86400 * self.PACE) + (now - day) * np.float32(86400)

    def _activation(self, who: Ints, objective: Ints, now: Floats) -> Floats:
        kept = np.minimum(self.count[who, objective], self.TRACES)
        most = int(kept.max(initial=1))
        age = np.maximum(self._clock(now)[:, None] - self.laid[who, objective, :most], 1)
        traces = np.where(np.arange(most) < kept[:, None], age ** -self.decays[who, objective, :most], 0)
        found: Floats = np.log(np.maximum(traces.sum(axis=1), _TINY))
        return found

    def _chance(self, who: Ints, objective: Ints, now: Floats) -> Floats:
        activation = self._activation(who, objective, now)
        found: Floats = 1 / (1 + np.exp((self.needed[who, objective] - activation) / np.float32(self.NOISE)))
        return found

    def _lay(self, who: Ints, objective: Ints, now: Floats, decay: Floats) -> None:
        place = self.count[who, objective] % self.TRACES
        self.laid[who, objective, place] = self._clock(now)
        self.decays[who, objective, place] = decay
        self.count[who, objective] += 1

    def _first(self, who: Ints, objective: Ints, now: Floats, recalled: Bools) -> None:
        # What was known before decays more slowly, as if it had been laid long ago.
        self._lay(who, objective, now, self.decay[who] * np.where(recalled, np.float32(0.7), np.float32(1)))

    def _again(self, who: Ints, objective: Ints, now: Floats, recalled: Bools) -> None:  # noqa: ARG002
        activation = self._activation(who, objective, now)
        self._lay(who, objective, now, self.growth[who] * np.exp(activation) + self.decay[who])


class HarshActivation(Activation):
    """The same for learners who forget more than half of what is new from one day to the next."""

    threshold = -1.25


class TwoComponents(Truth):
    """Two traces: a fast one, whole after each presentation and gone in days, and a slow one that grows.

    What a presentation adds to the slow trace, and to the time that it lasts, is the more the less is left of the
    fast one (Bjork's new theory of disuse): spacing pays, massing does not.
    """

    FAST = 2.0
    """Days in which the fast trace falls to a third."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        every = self.spread(0.25)[:, None] * np.exp(self.drawn(0.3, world.objectives))
        self.share = np.clip(0.35 * every, 0.05, 0.8).astype(np.float32)
        """What a presentation adds to the slow trace at most."""
        self.fast = self.FAST * self.spread(0.25)
        self.lasts = (60 * self.spread(0.25)[:, None] * np.ones(self.shape)).astype(np.float32)
        """Days in which the slow trace falls to a third."""
        self.slow = np.zeros(self.shape, dtype=np.float32)

    def _traces(self, who: Ints, objective: Ints, now: Floats) -> tuple[Floats, Floats]:
        days = np.maximum(now - self.last[who, objective], 0)
        slow = self.slow[who, objective] * np.exp(-days / self.lasts[who, objective])
        return np.exp(-days / self.fast[who]), slow

    def _chance(self, who: Ints, objective: Ints, now: Floats) -> Floats:
        fast, slow = self._traces(who, objective, now)
        return slow + (1 - slow) * fast

    def _first(self, who: Ints, objective: Ints, now: Floats, recalled: Bools) -> None:  # noqa: ARG002
        before = np.where(recalled, np.float32(0.6), np.float32(0))
        self.slow[who, objective] = before + (1 - before) * self.share[who, objective]

    def _again(self, who: Ints, objective: Ints, now: Floats, recalled: Bools) -> None:
        fast, slow = self._traces(who, objective, now)
        fresh = 1 - np.float32(0.95) * fast
        self.slow[who, objective] = slow + self.share[who, objective] * (1 - slow) * fresh
        self.lasts[who, objective] *= 1 + fresh * np.where(recalled, np.float32(0.60), np.float32(0.20))


class Sleep(Truth):
    """Forgetting as a power of time, slowed by what nights have consolidated. Written last; nothing was tuned on it.

    What was practised on a day is consolidated in the night after it, the less for each objective the more there were;
    within a day it is nearly whole, and a second presentation on a day adds a tenth. Objectives of one pack get in each
    other's way.
    """

    STEEP = 0.9
    """Exponent of forgetting before anything is consolidated."""
    SCALE = 0.7
    """Days after which forgetting sets in."""
    GAIN = 0.7
    LOAD = 25
    """Presentations of a day that halve what its night consolidates."""
    CROWD = 0.03
    """How much faster an objective is forgotten for each other one of its pack that was met."""
    FRESH = 0.96
    """Chance of recall on the day itself."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.steep = (self.STEEP * self.spread(0.15)).astype(np.float32)
        self.gain = self.GAIN * self.spread(0.2)[:, None] * np.exp(self.drawn(0.25, world.objectives))
        self.gain = self.gain.astype(np.float32)
        self.firm = np.zeros(self.shape, dtype=np.float32)
        """What earlier nights have consolidated."""
        self.pending = np.zeros(self.shape, dtype=np.float32)
        """What the night after the latest day of practice consolidates, before it is shared."""
        self.load = np.zeros((world.learners, STOP + 1), dtype=np.float32)
        self.crowd = np.zeros((world.learners, int(world.packs[-1]) + 1), dtype=np.float32)

    def _night(self, who: Ints, objective: Ints) -> Floats:
        day = np.floor(self.last[who, objective]).astype(np.int64)
        found: Floats = self.pending[who, objective] / (1 + self.load[who, day] / np.float32(self.LOAD))
        return found

    def _chance(self, who: Ints, objective: Ints, now: Floats) -> Floats:
        last = self.last[who, objective]
        slept = np.floor(now) > np.floor(last)
        firm = self.firm[who, objective] + self._night(who, objective)
        others = self.crowd[who, self.world.packs[objective]] - 1
        steep = self.steep[who] * np.exp(-firm) * (1 + self.CROWD * others)
        faded = (1 + np.maximum(now - last, 0) / np.float32(self.SCALE)) ** -steep
        return np.where(slept, self.FRESH * faded, self.FRESH).astype(np.float32)

    def _first(self, who: Ints, objective: Ints, now: Floats, recalled: Bools) -> None:
        self.firm[who, objective] = np.where(recalled, np.float32(0.8), np.float32(0))
        self.pending[who, objective] = self.gain[who, objective] * np.float32(0.8)
        self.load[who, np.floor(now).astype(np.int64)] += 1
        self.crowd[who, self.world.packs[objective]] += 1

    def _again(self, who: Ints, objective: Ints, now: Floats, recalled: Bools) -> None:
        chance = self._chance(who, objective, now)
        adds = self.gain[who, objective] * (np.float32(0.3) + 1 - chance)
        adds *= np.where(recalled, np.float32(1), np.float32(0.6))
        slept = np.floor(now) > np.floor(self.last[who, objective])
        self.firm[who, objective] += np.where(slept, self._night(who, objective), 0)
        pending = self.pending[who, objective] + np.float32(0.1) * adds
        self.pending[who, objective] = np.where(slept, adds, pending)
        self.load[who, np.floor(now).astype(np.int64)] += 1


TRUTHS: dict[str, Callable[[World], Truth]] = {
    "fsrs": Fsrs,
    "act-r": Activation,
    "act-r-harsh": HarshActivation,
    "two-components": TwoComponents,
    "sleep": Sleep,
}
