"""`quizgame packs list`, `show`, `on` and `off`: what stands on the shelf."""

from __future__ import annotations

import argparse
from typing import Any

from quizgame.cli.commands import Trouble
from quizgame.cli.house import House
from quizgame.cli.packs.graph import draw
from quizgame.cli.packs.opening import opened_aloud, the_pack
from quizgame.cli.surroundings import Surroundings
from quizgame.cli.who import study_of
from quizgame.domain.words import count, counts, version_by
from quizgame.reports.untrusted import json_text
from quizgame.store.catalogue import ShelvedPack


def arguments(action: str, parser: argparse.ArgumentParser) -> None:
    """Which pack, and in what form."""
    if action == "show":
        parser.add_argument("pack", nargs="?", default="", metavar="PACK|FILE", help="a file only with --graph")
        parser.add_argument(
            "--mermaid", action="store_true", help="with --graph: in the language of Mermaid, for a page"
        )
        parser.set_defaults(refuse=parser.error)
        forms = parser.add_mutually_exclusive_group()
        forms.add_argument("--graph", metavar="CONVERSATION", help="draw this conversation: its `pack/id`, or its id")
        forms.add_argument("--json", action="store_true", help="as JSON")
    elif action == "list":
        parser.add_argument("--json", action="store_true", help="as JSON")
    else:
        parser.add_argument("pack", metavar="PACK")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Show it, or switch it."""
    if arguments.action == "show" and arguments.graph:
        draw(arguments.graph, arguments.pack, surroundings, mermaid=arguments.mermaid)
        return 0
    if arguments.action == "show" and (arguments.mermaid or not arguments.pack):
        arguments.refuse("name a pack, or a conversation after --graph")
    with opened_aloud(surroundings) as house:
        if arguments.action == "list":
            _list(house, as_json=arguments.json, off=_off(arguments, surroundings, house))
        elif arguments.action == "show":
            _show(house, arguments.pack, as_json=arguments.json)
        else:
            the_pack(house, arguments.pack)
            preferences = study_of(arguments, surroundings, house).preferences
            preferences.switch_pack(arguments.pack, on=arguments.action == "on")
            print(f"{arguments.pack} is {arguments.action}.")
    return 0


def _off(arguments: argparse.Namespace, surroundings: Surroundings, house: House) -> set[str]:
    """Packs that the learner has switched off; none while nobody learns here."""
    try:
        return study_of(arguments, surroundings, house).preferences.packs_off()
    except Trouble:
        return set()


def _list(house: House, *, as_json: bool, off: set[str]) -> None:
    packs = house.catalogue.packs()
    if as_json:
        print(json_text({"packs": [_as_json(pack, on=pack.id not in off) for pack in packs]}))
        return
    if not packs:
        print("There are no packs yet. `quizgame packs install FILE` adds one.")
    width = max((len(pack.id) for pack in packs), default=0)
    for pack in packs:
        origin = "built in" if pack.source.built_in else "installed"
        state = ", off" if pack.id in off else ""
        amount = counts(
            (pack.objectives, "objective"), (pack.questions, "question"), (pack.conversations, "conversation")
        )
        print(f"{pack.id:<{width}}  {pack.title} ({amount}; {origin}{state})")


def _as_json(pack: ShelvedPack, *, on: bool) -> dict[str, Any]:
    return {
        "id": pack.id,
        "title": pack.title,
        "author": pack.author,
        "version": pack.version,
        "language": pack.language,
        "built_in": pack.source.built_in,
        "on": on,
        "objectives": pack.objectives,
        "questions": pack.questions,
        "conversations": pack.conversations,
    }


def _show(house: House, name: str, *, as_json: bool) -> None:
    pack = the_pack(house, name)
    objectives = house.catalogue.objectives(name)
    conversations = house.catalogue.conversations(name)
    if as_json:
        listed = [{"key": each.key, "title": each.title, "questions": each.questions} for each in objectives]
        talks = [
            {
                "key": each.key,
                "title": each.conversation.title,
                "channel": each.conversation.channel,
                "turns": len(each.conversation.turns),
            }
            for each in conversations
        ]
        whole = _as_json(pack, on=True) | {"objectives": listed, "conversations": talks}
        print(json_text(whole))
        return
    print(f"{pack.title}, {version_by(pack.version, pack.author)}")
    for each in objectives:
        print(f"  {each.title} ({count(each.questions, 'question')})")
        if each.takeaway:
            print(f"      {each.takeaway}")
    for held in conversations:
        talk = held.conversation
        print(f"  {talk.title} ({talk.channel}, {count(len(talk.turns), 'turn')}): conversation {talk.id}")
