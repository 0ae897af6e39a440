"""`quizgame learners`: who learns here, and what is theirs to take along, bring back, join and erase."""

from __future__ import annotations

import argparse
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from quizgame.cli.commands import Trouble
from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings, is_a_terminal
from quizgame.domain.words import count
from quizgame.packs.characters import shown
from quizgame.reports.untrusted import json_text
from quizgame.store.errors import StoreError
from quizgame.store.learners import folded, tidy_name
from quizgame.study.door import Door

if TYPE_CHECKING:
    from quizgame.domain.items import Sheet
    from quizgame.store.erasure import Erased
    from quizgame.store.incoming import Incoming
    from quizgame.store.taking_in import TakenIn

_LONG = 5_000_000  # bytes of an export that takes longer than a moment


def arguments(parser: argparse.ArgumentParser) -> None:
    """list, add, rename, export, import, join, erase."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="show who learns here")
    listing.add_argument("--json", action="store_true", help="as JSON")
    adding = actions.add_parser("add", help="add a learner")
    adding.add_argument("name", metavar="NAME")
    renaming = actions.add_parser("rename", help="give a learner another name; progress stays")
    renaming.add_argument("old", metavar="OLD")
    renaming.add_argument("new", metavar="NEW")
    exporting = actions.add_parser("export", help="write everything held about a learner into a file")
    exporting.add_argument("name", metavar="NAME")
    exporting.add_argument("file", metavar="FILE", help="a new file; - for the screen or a pipe")
    exporting.add_argument("--force", action="store_true", help="write over a file that is already there")
    exporting.add_argument(
        "--for-trainer", action="store_true", help="only what was answered first and flags: no name, no time, no speed"
    )
    importing = actions.add_parser("import", help="take in what was exported here or on another machine")
    importing.add_argument("file", type=Path, metavar="FILE")
    answer = importing.add_mutually_exclusive_group()
    answer.add_argument("--as", dest="name", default="", metavar="NAME", help="add the learner under another name")
    answer.add_argument("--join", action="store_true", help="whoever has that name here is the same person")
    joining = actions.add_parser("join", help="make one of two learners who are the same person")
    joining.add_argument("stays", metavar="A", help="whose name and settings stay")
    joining.add_argument("goes", metavar="B", help="whose answers become A's")
    erasing = actions.add_parser("erase", help="remove a learner from store and backups, for good")
    erasing.add_argument("name", metavar="NAME")
    erasing.add_argument("--yes", action="store_true", help="without asking")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Do it."""
    if arguments.action == "erase":
        return _erase(arguments, surroundings)
    with opened(surroundings) as house:
        door = Door(house.database, surroundings.clock, surroundings.entropy)
        if arguments.action == "add":
            print(f"Welcome, {door.welcome(arguments.name).name}.")
        elif arguments.action == "rename":
            door.rename(arguments.old, arguments.new)
            print("Renamed.")
        elif arguments.action == "export":
            _export(door, arguments)
        elif arguments.action == "import":
            _import(door, arguments)
        elif arguments.action == "join":
            stays, goes = door.spelled(arguments.stays), door.spelled(arguments.goes)
            joined = door.join(stays, goes)
            print(f"{goes} is one with {stays} now: {_amount(*joined)} went over. The progress was folded anew.")
        elif arguments.json:
            print(json_text({"learners": door.names()}))
        else:
            print("\n".join(door.names()) or "Nobody yet. `quizgame learners add NAME` adds one, or start the game.")
    return 0


def _amount(answers: int, events: int) -> str:
    return f"{count(answers, 'answer')} and {count(events, 'other event')}"


# ── export and import ─────────────────────────────────────────────────────────────────────────────────────────


def _export(door: Door, arguments: argparse.Namespace) -> None:
    name = door.spelled(arguments.name)
    if arguments.file == "-":
        sys.stdout.flush()
        (door.write_for_trainer if arguments.for_trainer else door.export)(name, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    called = shown(arguments.file, 500)
    if arguments.for_trainer:
        sheet = door.export_for_trainer(name, Path(arguments.file), called, overwrite=arguments.force)
        print(_for_trainer(sheet, called))
        return
    exported = door.export_file(name, Path(arguments.file), called, overwrite=arguments.force)
    print(f"Everything held about {name} is in {called}: {_amount(*exported)}. Only you may read that file.")


def _for_trainer(sheet: Sheet, called: str) -> str:
    """What the file holds, and what to look at before it is sent."""
    said = (
        f"{called} holds the first answers to {count(len(sheet.exposures), 'question')} and "
        f"{count(len(sheet.flags), 'flag')}: no name, no time, no speed. Your trainer reads it with "
        "`quizgame packs items --with FILE`."
    )
    notes = [each.note for each in sheet.flags if each.note]
    if notes:
        said += "\nThe notes on the flags go along as they were written. Read them first:\n"
        said += "\n".join(f"  {shown(note, 500)}" for note in notes)
    return said


def _import(door: Door, arguments: argparse.Namespace) -> None:
    from quizgame.store.incoming import incoming

    called = shown(str(arguments.file), 500)
    with incoming(arguments.file, called) as source:
        if is_a_terminal(sys.stderr) and arguments.file.stat().st_size > _LONG:
            print(f"Reading {called} …", file=sys.stderr)
        print(_report(_take_in(door, source, arguments.name, same=arguments.join)))


def _take_in(door: Door, source: Incoming, name: str, *, same: bool) -> TakenIn:
    """Import, asking on a terminal who it is where that has to be decided."""
    from quizgame.store.taking_in import WhoIsIt

    while True:
        try:
            return door.take_in(source, name=name, same=same)
        except WhoIsIt as doubt:
            if not _at_a_terminal():
                raise
            name, same = _who_is_it(doubt.other.name, source.header.name)


def _who_is_it(other: str, name: str) -> tuple[str, bool]:
    """Ask whether the file's learner is somebody here; gives another name for them, or True."""
    print(f"There is already somebody called {other} here.")
    while (answer := _asked(f"Is {name} in the file the same person? (y or n) ").casefold()) not in {"y", "n"}:
        if not answer:
            raise Trouble("Nothing was imported.")
    if answer == "y":
        return "", True
    while True:
        answer = _asked("What should the one in the file be called here? ")
        if not answer:
            raise Trouble("Nothing was imported.")
        try:
            return tidy_name(answer), False
        except StoreError as error:
            print(error)


def _report(taken: TakenIn) -> str:
    """What an import has brought, in words."""
    name = taken.learner.name
    said = [f"{name} learns here now." if taken.new else ""]
    said += [f"{other} is one with {name} now, since the two were joined elsewhere." for other in taken.joined]
    if taken.answers or taken.events:
        said.append(f"New from the file: {_amount(taken.answers, taken.events)}.")
    else:
        said.append(f"Nothing in the file was new: all of it is in the log of {name} already.")
    before, after = taken.streak_before, taken.streak_after
    if before != after and not taken.new:
        said.append(f"The streak went from {count(before, 'day')} to {count(after, 'day')}.")
    else:
        said.append(f"The streak {'is' if taken.new else 'stays at'} {count(after, 'day')}.")
    return " ".join(filter(None, said))


# ── erase ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _erase(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    from quizgame.store.erasure import erase

    with opened(surroundings) as house:
        name = Door(house.database, surroundings.clock, surroundings.entropy).spelled(arguments.name)
    # The store is closed from here on: whoever erases has to be alone with it.
    if not arguments.yes:
        if not _at_a_terminal():
            raise Trouble(f"Erasing cannot be undone, so it is asked for twice. Add --yes to erase {name} unasked.")
        print(f"Everything held about {name} will be gone, from the backups too. This cannot be undone.")
        print("`quizgame learners export` writes a copy to keep.")
        if not _same(_asked("Type the name again to erase: "), name):
            print("That is not the name. Nothing was erased.", file=sys.stderr)
            return 1
    print("\n".join(_erased(erase(surroundings.home, name), surroundings.home)))
    return 0


def _same(typed: str, name: str) -> bool:
    return folded(" ".join(typed.split())) == folded(name)


def _erased(erased: Erased, home: Path) -> list[str]:
    """What was erased, and what could not be reached."""

    def listed(paths: tuple[Path, ...]) -> str:
        return ", ".join(shown(str(path.relative_to(home)), 500) for path in paths)

    said = [f"{erased.learner.name} is erased: {_amount(erased.answers, erased.events)} are gone from the store."]
    if erased.cleaned:
        said.append(f"Cleaned as well: {listed(erased.cleaned)}.")
    if erased.deleted:
        said.append(f"Deleted whole, since they could not be cleaned: {listed(erased.deleted)}.")
    if erased.left:
        said.append(f"Still there, for you to delete: {listed(erased.left)}. They are not the game's own files.")
    said.append(
        "quizgame cannot reach what was copied elsewhere: exports, copies of its folder, backups of the whole "
        "computer, other machines. Delete the learner there too."
    )
    return said


# ── the terminal ──────────────────────────────────────────────────────────────────────────────────────────────


def _at_a_terminal() -> bool:
    return is_a_terminal(sys.stdin, sys.stdout)


def _asked(question: str) -> str:
    """What somebody types; empty when they do not want to."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    try:
        return input(question).strip()
    except EOFError:
        print()
        return ""
