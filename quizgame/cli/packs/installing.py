"""`quizgame packs install`, `update` and `remove`: packs that a trainer adds, replaces, and takes away."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from quizgame.cli.commands import Trouble
from quizgame.cli.house import House, shelve
from quizgame.cli.packs.opening import opened_aloud, the_pack
from quizgame.cli.surroundings import Surroundings, is_a_terminal
from quizgame.domain.words import counts
from quizgame.packs.library import LibraryError

if TYPE_CHECKING:
    from quizgame.cli.packs.planning import Step


def arguments(action: str, parser: argparse.ArgumentParser) -> None:
    """Which file or pack."""
    if action == "remove":
        parser.add_argument("pack", metavar="PACK")
        return
    parser.add_argument("file", type=Path, metavar="FILE|FOLDER|ZIP")
    parser.add_argument("--yes", action="store_true", help="do not ask before a pack is replaced")
    parser.add_argument(
        "--new-author", action="store_true", help="replace a pack of the same id even if it is by somebody else"
    )


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Do it."""
    with opened_aloud(surroundings) as house:
        if arguments.action == "remove":
            _remove(house, arguments.pack)
            return 0
        return _bring_in(house, arguments)


def _bring_in(house: House, arguments: argparse.Namespace) -> int:
    """Show what would change, ask where something would be replaced, and do all of it or nothing."""
    from quizgame.cli.packs.comparing import as_text
    from quizgame.cli.packs.planning import plan, refuse

    found = plan(house, arguments.file)
    for step in found.steps:
        refuse(step, new_author=arguments.new_author)
        if arguments.action == "update" and step.present is None:
            raise Trouble(f"{step.arrival.pack.id} is not here yet. `quizgame packs install` adds it.")
    steps = [step for step in found.steps if not _is_here(house, step)]
    for step in found.steps:
        if step not in steps:
            print(f"Already here: {step.arrival.pack.title}, version {step.arrival.pack.version}.")
    if any(step.present for step in steps):
        print("\n".join(as_text(found)))
        if not arguments.yes and not _agreed():
            print("Nothing was changed.")
            return 1
    if steps:
        _keep(house, steps)
    return 0


def _is_here(house: House, step: Step) -> bool:
    """Whether exactly this file is installed already."""
    return step.present is not None and house.library.held(step.file) == step.arrival.data


def _agreed() -> bool:
    """Ask on the terminal; raises Trouble where there is none."""
    if not is_a_terminal(sys.stdin, sys.stdout):
        raise Trouble("Nothing was changed: there is no terminal here to ask on. To go ahead, add --yes.")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    try:
        return input("Replace what is here? [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        print()
        return False


def _keep(house: House, steps: Sequence[Step]) -> None:
    """Put the files in their places and compile them; on any trouble, everything is put back."""
    former = {step.file: house.library.held(step.file) for step in steps}
    house.library.keep_all({step.file: step.arrival.data for step in steps})
    try:
        problems = shelve(house.library, house.catalogue)
        if missing := [step.arrival.pack.id for step in steps if not _is_compiled(house, step)]:
            raise LibraryError("\n".join([*problems, f"Not installed: {', '.join(missing)}. Nothing was changed."]))
    except BaseException:
        house.library.put_back(former)
        shelve(house.library, house.catalogue)
        raise
    for step in steps:
        pack, before = step.arrival.pack, step.changes.versions[0]
        amount = counts(
            (len(pack.objectives), "objective"),
            (len(pack.questions), "question"),
            (len(pack.conversations), "conversation"),
        )
        done = "Installed" if before is None else "Updated"
        print(f"{done}: {pack.title}, version {pack.version} ({amount}).")


def _is_compiled(house: House, step: Step) -> bool:
    from hashlib import blake2b

    found = house.catalogue.files().get(f"installed/{step.file}")
    fingerprint = blake2b(step.arrival.data, digest_size=16).hexdigest()
    return found is not None and found[0] == step.arrival.pack.id and found[1].hash.endswith(fingerprint)


def _remove(house: House, name: str) -> None:
    pack = the_pack(house, name)
    if pack.source.built_in:
        raise LibraryError(
            f"{name} came with the game and stays. `quizgame packs off {name}` keeps it from being asked."
        )
    house.library.discard(Path(pack.source.file).name)
    house.catalogue.drop(name)
    print(f"Removed: {pack.title}. Its answers stay in the log; install it again and its progress is back.")
