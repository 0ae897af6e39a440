"""The commands, each in a module of its own that is loaded only when it is called."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol

from quizgame import __version__
from quizgame.cli.surroundings import Surroundings
from quizgame.packs.problems import PackError
from quizgame.store.errors import StoreError

COMMANDS = {
    "play": "start a session at once",
    "packs": "list, check, install and switch packs",
    "learners": "list, add and rename learners",
    "settings": "show and change your settings",
    "doctor": "check the store and its caches",
}


class Command(Protocol):
    """What a command's module offers."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what the command takes."""

    def run(self, arguments: argparse.Namespace, surroundings: Surroundings) -> int:
        """Do it; gives the exit status."""


class Trouble(Exception):
    """A command cannot go on; the text is for people, the exit status 1."""


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; wrong use ends the program with status 2 and a line that says why."""
    parser = argparse.ArgumentParser(
        prog="quizgame", description="Three-minute de-escalation drills in the terminal. Without a command: the game."
    )
    parser.add_argument("--version", action="version", version=f"quizgame {__version__}")
    parser.add_argument(
        "--plain", action="store_true", help="plain numbered lines, for screen readers and dumb terminals"
    )
    _common(parser, first=True)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, words in COMMANDS.items():
        sub = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        _common(sub, first=False)
        if name in argv:
            _load(name).arguments(sub)
    return parser.parse_args(argv)


def run(arguments: argparse.Namespace) -> int:
    """Run the command and turn what goes wrong into a line for people."""
    surroundings = Surroundings(arguments.home)
    try:
        return _load(arguments.command or "game").run(arguments, surroundings)
    except (StoreError, PackError, Trouble) as error:
        if arguments.debug:
            raise
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; keep Python from complaining about it at exit.
        sys.stderr.close()
        return 1
    except Exception as error:
        if arguments.debug:
            raise
        print(f"quizgame stumbled ({type(error).__name__}: {error}). Every answer so far is stored.", file=sys.stderr)
        print("Run the same command with --debug to see where, and tell the authors.", file=sys.stderr)
        return 1


def _common(parser: argparse.ArgumentParser, *, first: bool) -> None:
    """The options that may stand before or after the command."""

    def default(value: object) -> object:
        return value if first else argparse.SUPPRESS

    parser.add_argument("--home", type=Path, metavar="DIR", default=default(None), help="folder of the store and packs")
    parser.add_argument("--learner", metavar="NAME", default=default(None), help="who is learning")
    parser.add_argument("--debug", action="store_true", default=default(False), help=argparse.SUPPRESS)


def _load(name: str) -> Command:
    module: Command = import_module(f"quizgame.cli.{name}")
    return module
