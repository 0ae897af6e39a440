"""Opens a home for an action on packs, and finds the pack that is meant."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from quizgame.cli.commands import Trouble
from quizgame.cli.house import House, opened
from quizgame.cli.surroundings import Surroundings
from quizgame.store.catalogue import ShelvedPack


@contextmanager
def opened_aloud(surroundings: Surroundings) -> Iterator[House]:
    """A home for the length of an action; what is wrong with files that cannot be read is told."""
    with opened(surroundings) as house:
        for refused in house.refused:
            print(refused, file=sys.stderr)
        yield house


def the_pack(house: House, name: str) -> ShelvedPack:
    """The pack of this id; raises Trouble when there is none."""
    packs = {pack.id: pack for pack in house.catalogue.packs()}
    if name not in packs:
        raise Trouble(f"There is no pack called {name}. `quizgame packs list` shows them.")
    return packs[name]
