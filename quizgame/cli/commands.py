"""The commands, each in a module of its own that is loaded only when it is called."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import NoReturn, Protocol

from quizgame import __version__
from quizgame.cli.surroundings import Surroundings
from quizgame.packs.characters import harmless, shown
from quizgame.packs.problems import PackError
from quizgame.store.errors import StoreError, explained

COMMANDS = {
    "play": "start a session at once",
    "progress": "see when you practised, what you know, and what comes",
    "why": "why an objective is asked when it is",
    "status": "one line for a shell prompt",
    "packs": "list, check, install and switch packs",
    "learners": "list, add, rename, export, import, join and erase learners",
    "settings": "show and change your settings",
    "privacy": "see every field that is stored, where, and why",
    "doctor": "check the store, its caches and what is around them, and repair them",
    "restore": "show the backups, and put one in the store's place",
}


class Command(Protocol):
    """What a command's module offers."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what the command takes."""

    def run(self, arguments: argparse.Namespace, surroundings: Surroundings) -> int:
        """Do it; gives the exit status."""


class Trouble(Exception):
    """A command cannot go on; the text is for people, the exit status 1."""


class _Parser(argparse.ArgumentParser):
    """Complains about words without repeating what a terminal would obey."""

    def error(self, message: str) -> NoReturn:
        """End the program with status 2 and a line that says why."""
        super().error(shown(message, 500))


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; wrong use ends the program with status 2 and a line that says why."""
    parser = _Parser(
        prog="quizgame",
        description="Three-minute de-escalation drills in the terminal. Without a command: the game.",
        epilog="The options may stand before or after the command.",
    )
    parser.add_argument("--version", action="version", version=f"quizgame {__version__}")
    parser.add_argument("--home", type=Path, metavar="DIR", help="folder of the store and packs")
    parser.add_argument("--learner", metavar="NAME", help="who is learning")
    parser.add_argument("--plain", action="store_true", help="numbered lines, for screen readers and dumb terminals")
    parser.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    argv = _options_first(argv)
    for name, words in COMMANDS.items():
        sub = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        if name in argv:
            _load(name).arguments(sub)
    return parser.parse_args(argv)


def _options_first(argv: Sequence[str]) -> list[str]:
    """The words with the options that belong to every command in front, wherever they stood."""
    options: list[str] = []
    words: list[str] = []
    rest = iter(argv)
    for word in rest:
        if word == "--":
            words += [word, *rest]
        elif word in {"--home", "--learner"}:
            options += [word, *islice(rest, 1)]
        elif word in {"--plain", "--debug"} or word.startswith(("--home=", "--learner=")):
            options.append(word)
        else:
            words.append(word)
    return options + words


def run(arguments: argparse.Namespace) -> int:
    """Run the command and turn what goes wrong into a line for people."""
    surroundings = Surroundings(arguments.home)
    try:
        return _load(arguments.command or "game").run(arguments, surroundings)
    except (StoreError, PackError, Trouble) as error:
        if arguments.debug:
            raise
        print(harmless(str(error)), file=sys.stderr)
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
        if known := explained(error):
            print(harmless(str(known)), file=sys.stderr)
            return 1
        what = f"{type(error).__name__}: {harmless(str(error))}"
        print(f"quizgame stumbled ({what}). Every answer so far is stored.", file=sys.stderr)
        print("Run the same command with --debug to see where, and tell the authors.", file=sys.stderr)
        return 1


def _load(name: str) -> Command:
    module: Command = import_module(f"quizgame.cli.{name}")
    return module
