"""`quizgame packs`: what there is to practise, and what a trainer adds to it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from quizgame.cli import check
from quizgame.cli.commands import Trouble
from quizgame.cli.house import House, opened, shelve
from quizgame.cli.surroundings import Surroundings
from quizgame.cli.who import study_of
from quizgame.domain.words import count
from quizgame.packs.library import LibraryError, file_for
from quizgame.store.catalogue import ShelvedPack


def arguments(parser: argparse.ArgumentParser) -> None:
    """list, show, check, install, remove, on, off."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="show every pack")
    listing.add_argument("--json", action="store_true", help="as JSON")
    showing = actions.add_parser("show", help="show what a pack teaches")
    showing.add_argument("pack", metavar="PACK")
    showing.add_argument("--json", action="store_true", help="as JSON")
    checking = actions.add_parser("check", help="find what is wrong in pack files, before anybody plays them")
    check.arguments(checking)
    installing = actions.add_parser("install", help="add a pack, or put a newer version in its place")
    installing.add_argument("file", type=Path, metavar="FILE")
    installing.add_argument(
        "--new-author", action="store_true", help="replace a pack of the same id even if it is by somebody else"
    )
    for name, words in (
        ("remove", "take an installed pack away; progress is kept and comes back with it"),
        ("on", "ask from a pack again"),
        ("off", "ask no questions from a pack"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("pack", metavar="PACK")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Do it."""
    if arguments.action == "check":
        return check.run(arguments, surroundings)
    with opened(surroundings) as house:
        for refused in house.refused:
            print(refused, file=sys.stderr)
        if arguments.action == "list":
            _list(house, as_json=arguments.json, off=_off(arguments, surroundings, house))
        elif arguments.action == "show":
            _show(house, arguments.pack, as_json=arguments.json)
        elif arguments.action == "install":
            _install(house, arguments.file, new_author=arguments.new_author)
        elif arguments.action == "remove":
            _remove(house, arguments.pack)
        else:
            _pack(house, arguments.pack)
            study_of(arguments, surroundings, house).preferences.switch_pack(
                arguments.pack, on=arguments.action == "on"
            )
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
        print(json.dumps({"packs": [_as_json(pack, on=pack.id not in off) for pack in packs]}, ensure_ascii=False))
        return
    if not packs:
        print("There are no packs yet. `quizgame packs install FILE` adds one.")
    width = max((len(pack.id) for pack in packs), default=0)
    for pack in packs:
        origin = "built in" if pack.source.built_in else "installed"
        state = ", off" if pack.id in off else ""
        amount = f"{count(pack.objectives, 'objective')}, {count(pack.questions, 'question')}"
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
    }


def _show(house: House, name: str, *, as_json: bool) -> None:
    pack = _pack(house, name)
    objectives = house.catalogue.objectives(name)
    if as_json:
        listed = [{"key": each.key, "title": each.title, "questions": each.questions} for each in objectives]
        print(json.dumps(_as_json(pack, on=True) | {"objectives": listed}, ensure_ascii=False))
        return
    print(f"{pack.title}, version {pack.version}, by {pack.author}")
    for each in objectives:
        print(f"  {each.title} ({count(each.questions, 'question')})")
        if each.takeaway:
            print(f"      {each.takeaway}")


def _pack(house: House, name: str) -> ShelvedPack:
    packs = {pack.id: pack for pack in house.catalogue.packs()}
    if name not in packs:
        raise Trouble(f"There is no pack called {name}. `quizgame packs list` shows them.")
    return packs[name]


def _install(house: House, file: Path, *, new_author: bool) -> None:
    from hashlib import blake2b

    from quizgame.packs.reader import parse_pack, read_bytes

    data = read_bytes(file)
    pack = parse_pack(data, str(file))
    present = {each.id: each for each in house.catalogue.packs()}.get(pack.id)
    if present and present.source.built_in:
        raise LibraryError(f"{pack.id} is the id of a built-in pack. Give your pack another id in its first line.")
    if present and present.author != pack.author and not new_author:
        raise LibraryError(
            f"{pack.id} is already here, by {present.author}; this one is by {pack.author}. Give one of them another "
            "id, or install with --new-author to replace it. Progress on questions of the same id would go on."
        )
    # A trainer may have put the file there by hand, under a name of its own.
    house.library.keep(Path(present.source.file).name if present else file_for(pack.id), data)
    problems = shelve(house.library, house.catalogue)
    shelved = {each.id: each for each in house.catalogue.packs()}.get(pack.id)
    if shelved is None or not shelved.source.hash.endswith(blake2b(data, digest_size=16).hexdigest()):
        raise LibraryError("\n".join([*problems, f"{pack.id} was not installed."]))
    amount = f"{count(len(pack.objectives), 'objective')}, {count(len(pack.questions), 'question')}"
    print(f"Installed: {pack.title}, version {pack.version} ({amount}).")


def _remove(house: House, name: str) -> None:
    pack = _pack(house, name)
    if pack.source.built_in:
        raise LibraryError(
            f"{name} came with the game and stays. `quizgame packs off {name}` keeps it from being asked."
        )
    house.library.discard(Path(pack.source.file).name)
    house.catalogue.drop(name)
    print(f"Removed: {pack.title}. Its answers stay in the log; install it again and its progress is back.")
