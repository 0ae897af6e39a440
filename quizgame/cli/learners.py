"""`quizgame learners`: who learns here."""

from __future__ import annotations

import argparse
import json

from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings
from quizgame.study.door import Door


def arguments(parser: argparse.ArgumentParser) -> None:
    """list, add, rename."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="show who learns here")
    listing.add_argument("--json", action="store_true", help="as JSON")
    adding = actions.add_parser("add", help="add a learner")
    adding.add_argument("name", metavar="NAME")
    renaming = actions.add_parser("rename", help="give a learner another name; progress stays")
    renaming.add_argument("old", metavar="OLD")
    renaming.add_argument("new", metavar="NEW")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Do it."""
    with opened(surroundings) as house:
        door = Door(house.database, surroundings.clock, surroundings.entropy)
        if arguments.action == "add":
            print(f"Welcome, {door.welcome(arguments.name).name}.")
        elif arguments.action == "rename":
            door.rename(arguments.old, arguments.new)
            print("Renamed.")
        elif arguments.json:
            print(json.dumps({"learners": door.names()}, ensure_ascii=False))
        else:
            print("\n".join(door.names()) or "Nobody yet. `quizgame learners add NAME` adds one, or start the game.")
    return 0
