"""How much a run of the benchmarks builds, and how often it measures: all of it, or a smoke."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is built and how often it is measured."""

    questions: int
    """Of the large library."""
    pasts: tuple[int, ...]
    """Reviews of the stores that are looked back over, the largest last."""
    played: int
    """Reviews of the large stores that are played on: one of `pasts`."""
    objectives: tuple[int, ...]
    """Of the stores in all states."""
    packs: tuple[int, ...]
    """Questions of the packs that are taken in, the largest last."""
    rounds: int
    """How often everything is measured, in turn."""
    keys: int
    """Answers by keys in each round."""
    answers: int
    """Durable answers in each round."""
    again: int
    """Times that a queue or a value is computed in each process, after the first."""
    looks: int
    """Visits to the Progress screen in each process, after the first."""


FULL = Scale(
    questions=10_000,
    pasts=(10_000, 100_000, 1_000_000),
    played=100_000,
    objectives=(200, 2_000, 20_000, 100_000),
    packs=(100, 1_000, 10_000),
    rounds=10,
    keys=60,
    answers=500,
    again=3,
    looks=5,
)
QUICK = Scale(
    questions=300,
    pasts=(1_000, 5_000),
    played=5_000,
    objectives=(100, 500),
    packs=(50, 200),
    rounds=1,
    keys=12,
    answers=60,
    again=2,
    looks=2,
)
