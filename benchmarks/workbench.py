"""What the parts of a run share: its stores, each built when the first part asks for it, and the peers at hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from benchmarks import anki_peer, stores
from benchmarks.anki_peer import Anki
from benchmarks.environments import NotToBeHad
from benchmarks.scale import Scale
from benchmarks.screens import Screen, kanban_tui, oboeru
from benchmarks.stores import Built, Shelf, Stores

_DRILL = 300
"""Questions of the drill store, and cards of Anki's collection without reviews."""

Result = TypeVar("Result")


def told(name: str, work: Callable[[], Result]) -> Result:
    """Do a piece of work, and print how long it took."""
    started = time.perf_counter()
    result = work()
    print(f"{name}: {time.perf_counter() - started:.0f} s", flush=True)
    return result


@dataclass(frozen=True, slots=True)
class Peers:
    """Other programs that could be had."""

    screens: tuple[Screen, ...] = ()
    anki: Anki | None = None

    @property
    def versions(self) -> dict[str, str]:
        """Of each."""
        return {each.name: each.version for each in self.screens} | ({"anki": self.anki.version} if self.anki else {})


def at_hand(folder: Path, anki_python: str) -> Peers:
    """Every peer that is in `folder` or can be installed there; of the others, a line says why they are not."""
    screens = [_had("oboeru", partial(oboeru, folder)), _had("kanban-tui", partial(kanban_tui, folder))]
    anki = _had("Anki", partial(anki_peer.found, anki_python, folder / "anki"))
    return Peers(tuple(each for each in screens if each), anki)


def _had(name: str, find: Callable[[], Result]) -> Result | None:
    try:
        return find()
    except NotToBeHad as error:
        print(f"{name} is not measured: {error}.", flush=True)
        return None


@dataclass
class Workbench:
    """The stores of a run, each built when the first part needs it, and the peers."""

    places: Stores
    scale: Scale
    peers: Peers
    built: dict[str, Built] = field(default_factory=dict)
    """Stores with a past, by name."""

    @cached_property
    def small(self) -> Path:
        """Built-in packs, nothing answered."""
        return told("small store", partial(stores.small, self.places.small))

    @cached_property
    def drill(self) -> Path:
        """A few hundred questions, nothing answered."""
        return told("drill store", partial(stores.shelf, self.places.drill, _DRILL)).home

    @cached_property
    def shelf(self) -> Shelf:
        """The large library, nothing answered."""
        return told("shelf", partial(stores.shelf, self.places.shelf, self.scale.questions, 3))

    @cached_property
    def pasts(self) -> dict[int, Built]:
        """Stores over the large library, by their reviews."""
        return {each: self._past(f"past-{each}", self.shelf, each) for each in self.scale.pasts}

    @cached_property
    def wide(self) -> Built:
        """The large library once more, each question an objective of its own."""
        name = f"wide-{self.scale.played}"
        shelf = told("wide shelf", partial(stores.shelf, self.places.folder / "wide-shelf", self.scale.questions))
        return self._past(name, shelf, self.scale.played)

    @cached_property
    def mixed(self) -> dict[str, Built]:
        """Stores in all states, by their objectives in words."""
        return {f"{each:,} objectives in all states": self._mixed(each) for each in self.scale.objectives}

    @cached_property
    def collections(self) -> dict[int, Path]:
        """Anki's collections, by their reviews; one with none is as large as the built-in packs."""
        anki = self.peers.anki
        if anki is None:
            return {}
        sizes = {0: _DRILL} | {reviews: each.objectives for reviews, each in self.pasts.items()}
        return {reviews: self._collection(anki, cards, reviews) for reviews, cards in sizes.items()}

    @property
    def large(self) -> str:
        """The store that is played on, in words."""
        return f"{self.scale.questions:,} questions and {self.scale.played:,} answers"

    def _past(self, name: str, shelf: Shelf, reviews: int) -> Built:
        home = self.places.folder / name
        self.built[name] = told(name, partial(stores.past, home, shelf, reviews))
        return self.built[name]

    def _mixed(self, objectives: int) -> Built:
        name = f"mixed-{objectives}"

        def build() -> Built:
            shelf = stores.shelf(self.places.folder / f"{name}-shelf", objectives)
            return stores.mixed(self.places.folder / name, shelf)

        self.built[name] = told(name, build)
        return self.built[name]

    def _collection(self, anki: Anki, cards: int, reviews: int) -> Path:
        path = self.places.folder / f"anki-{reviews}" / "collection.anki2"
        told(f"Anki's collection of {reviews} reviews", partial(anki.build, path, cards, reviews))
        return path
