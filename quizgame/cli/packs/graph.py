"""`quizgame packs show --graph`: a conversation drawn, from the shelf or from a file that somebody is writing."""

from __future__ import annotations

from pathlib import Path

from quizgame.cli.packs.opening import opened_aloud, the_conversation, the_pack
from quizgame.cli.surroundings import Surroundings
from quizgame.domain.questions import Conversation, key
from quizgame.packs.paths import is_file


def draw(name: str, among: str, surroundings: Surroundings, *, mermaid: bool) -> None:
    """Draw the conversation that is meant by its key, or by its id; `among` is a pack or a file, empty for any pack."""
    from quizgame.packs.graph import flowchart, outline

    known = _conversations(among, surroundings)
    conversation = known[the_conversation(name, known)]
    print("\n".join((flowchart if mermaid else outline)(conversation)))


def _conversations(among: str, surroundings: Surroundings) -> dict[str, Conversation]:
    """By their keys."""
    if among and _is_file(among):
        from quizgame.packs.reader import read_pack

        pack = read_pack(Path(among))
        return {key(pack.id, each.id): each for each in pack.conversations}
    with opened_aloud(surroundings) as house:
        packs = [the_pack(house, among)] if among else house.catalogue.packs()
        return {each.key: each.conversation for pack in packs for each in house.catalogue.conversations(pack.id)}


def _is_file(name: str) -> bool:
    return is_file(Path(name)) or bool(Path(name).suffix)
