"""Opens a home for an action on packs, and finds the pack or the conversation that is meant."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from quizgame.cli.commands import Trouble
from quizgame.cli.house import House, opened
from quizgame.cli.surroundings import Surroundings
from quizgame.packs.characters import shown
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
        raise Trouble(f"There is no pack called {shown(name)}. `quizgame packs list` shows them.")
    return packs[name]


def the_conversation(name: str, keys: Collection[str]) -> str:
    """The key of the conversation that is meant by its key, or by its id alone; raises Trouble when there is none."""
    found = [key for key in keys if name in {key, key.partition("/")[2]}]
    if len(found) == 1:
        return found[0]
    if found:
        raise Trouble(f"{name} is the id of {len(found)} conversations. Name one of them: {', '.join(found)}.")
    from quizgame.packs.suggestions import did_you_mean

    remedy = did_you_mean(name, [*keys, *(key.partition("/")[2] for key in keys)])
    remedy = remedy or "`quizgame packs show PACK` shows those of a pack."
    raise Trouble(f"There is no conversation called {shown(name)}. {remedy}")
