"""`quizgame packs install` and `remove`: packs that a trainer adds, and takes away."""

from __future__ import annotations

import argparse
from pathlib import Path

from quizgame.cli.house import House, shelve
from quizgame.cli.packs.opening import opened_aloud, the_pack
from quizgame.cli.surroundings import Surroundings
from quizgame.domain.words import count
from quizgame.packs.library import LibraryError, file_for


def arguments(action: str, parser: argparse.ArgumentParser) -> None:
    """Which file or pack."""
    if action == "remove":
        parser.add_argument("pack", metavar="PACK")
        return
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--new-author", action="store_true", help="replace a pack of the same id even if it is by somebody else"
    )


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Do it."""
    with opened_aloud(surroundings) as house:
        if arguments.action == "install":
            _install(house, arguments.file, new_author=arguments.new_author)
        else:
            _remove(house, arguments.pack)
    return 0


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
    pack = the_pack(house, name)
    if pack.source.built_in:
        raise LibraryError(
            f"{name} came with the game and stays. `quizgame packs off {name}` keeps it from being asked."
        )
    house.library.discard(Path(pack.source.file).name)
    house.catalogue.drop(name)
    print(f"Removed: {pack.title}. Its answers stay in the log; install it again and its progress is back.")
