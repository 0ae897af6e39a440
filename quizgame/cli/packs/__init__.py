"""`quizgame packs`: what there is to practise, and what a trainer adds to it. A module for each kind of action."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Protocol

from quizgame.cli.surroundings import Surroundings

ACTIONS = {
    "list": ("shelf", "show every pack"),
    "show": ("shelf", "show what a pack teaches"),
    "on": ("shelf", "ask from a pack again"),
    "off": ("shelf", "ask no questions from a pack"),
    "new": ("writing", "write a small pack to begin with"),
    "import": ("exchange", "make a pack of a spreadsheet, a Moodle quiz or Anki cards"),
    "export": ("exchange", "write a pack as a spreadsheet, for Moodle, or for Anki"),
    "schema": ("writing", "print the JSON Schema by which editors check packs"),
    "check": ("checking", "find what is wrong in pack files, before anybody plays them"),
    "preview": ("preview", "see a pack file as learners will see it; it is read again whenever it is saved"),
    "items": ("items", "see which questions are bad, by the first answers of learners"),
    "install": ("installing", "add packs from a file, a folder or a zip file"),
    "update": ("installing", "put a newer version of a pack in place of the one that is here"),
    "diff": ("comparing", "see what a newer version would change, and what happens to progress"),
    "remove": ("installing", "take an installed pack away; progress is kept and comes back with it"),
}
"""Each action with the module that does it, and what it is for."""


class Action(Protocol):
    """What the module of an action offers."""

    def arguments(self, action: str, parser: argparse.ArgumentParser) -> None:
        """Declare what the action takes."""

    def run(self, arguments: argparse.Namespace, surroundings: Surroundings) -> int:
        """Do it; gives the exit status."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Every action."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, (module, words) in ACTIONS.items():
        _load(module).arguments(
            name, actions.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        )


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Do it."""
    return _load(ACTIONS[arguments.action][0]).run(arguments, surroundings)


def _load(module: str) -> Action:
    action: Action = import_module(f"quizgame.cli.packs.{module}")
    return action
