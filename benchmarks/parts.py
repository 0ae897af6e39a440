"""The parts of the benchmarks: which stores and peers each of them measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import answers, keys, packs, progress, queues, start
from benchmarks.figures import Figure
from benchmarks.progress import Often
from benchmarks.start import SMALL
from benchmarks.workbench import Workbench


def _start(bench: Workbench) -> list[Figure]:
    played = bench.scale.played
    large = {bench.large: bench.pasts[played].home, f"{bench.large}, one to an objective": bench.wide.home}
    peers = start.Peers(bench.peers.screens, bench.peers.anki, _collections(bench, {SMALL: 0, bench.large: played}))
    return start.measure(bench.small, bench.places.copy, bench.scale.rounds, start.Homes(large, bench.mixed), peers)


def _keys(bench: Workbench) -> list[Figure]:
    return keys.measure(bench.drill, bench.places.copy, bench.scale.rounds, bench.scale.keys)


def _answers(bench: Workbench) -> list[Figure]:
    sizes = {f"{reviews:,} answers before": reviews for reviews in bench.pasts}
    ours = {"none before": (bench.drill, 0)} | {
        name: (bench.pasts[reviews].home, reviews) for name, reviews in sizes.items()
    }
    homes = answers.Homes(ours, _collections(bench, {"none before": 0, **sizes}))
    return answers.measure(bench.places.folder, bench.scale.rounds, bench.scale.answers, homes, bench.peers.anki)


def _queue(bench: Workbench) -> list[Figure]:
    return queues.measure(list(bench.mixed.values()), bench.scale.rounds, bench.scale.again)


def _progress(bench: Workbench) -> list[Figure]:
    built, scale = list(bench.pasts.values()), bench.scale
    often = Often(scale.rounds, scale.looks, scale.again)
    return progress.measure(bench.places, built, often, bench.peers.anki, bench.collections)


def _packs(bench: Workbench) -> list[Figure]:
    return packs.measure(bench.small, bench.places, bench.scale.packs, bench.scale.rounds)


PARTS: Mapping[str, Callable[[Workbench], list[Figure]]] = {
    "progress": _progress,
    "queue": _queue,
    "start": _start,
    "keys": _keys,
    "answers": _answers,
    "packs": _packs,
}
"""In the order in which they are measured: stores are looked back over before they are played on."""


def _collections(bench: Workbench, wanted: Mapping[str, int]) -> dict[str, Path]:
    """Anki's collections of so many reviews, by the same names; none where Anki is not at hand."""
    return {name: bench.collections[reviews] for name, reviews in wanted.items()} if bench.peers.anki else {}
