"""How much a run of the benchmarks builds, and how often it measures: all of it, or a smoke."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.progress import Often


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
    starts: int
    key_runs: int
    keys: int
    answer_runs: int
    answers: int
    queue_runs: int
    queue_again: int
    pack_runs: int
    often: Often
    """How often stores are looked back over."""


FULL = Scale(
    questions=10_000,
    pasts=(10_000, 100_000, 1_000_000),
    played=100_000,
    objectives=(200, 2_000, 20_000, 100_000),
    packs=(100, 1_000, 10_000),
    starts=10,
    key_runs=10,
    keys=60,
    answer_runs=10,
    answers=500,
    queue_runs=10,
    queue_again=4,
    pack_runs=10,
    often=Often(rounds=10, looks=5, again=4),
)
QUICK = Scale(
    questions=300,
    pasts=(1_000, 5_000),
    played=5_000,
    objectives=(100, 500),
    packs=(50, 200),
    starts=2,
    key_runs=2,
    keys=15,
    answer_runs=2,
    answers=60,
    queue_runs=2,
    queue_again=2,
    pack_runs=2,
    often=Often(rounds=2, looks=2, again=2),
)
