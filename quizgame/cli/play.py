"""`quizgame play`: a session at once."""

from __future__ import annotations

import argparse

from quizgame.cli.commands import Trouble
from quizgame.cli.game import face
from quizgame.cli.surroundings import Surroundings
from quizgame.study.views import Scope


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to ask from, minutes, and seed."""
    parser.add_argument("packs", nargs="*", metavar="PACK", help="ask from these packs only")
    parser.add_argument("--minutes", type=_minutes, default=3, metavar="N", help="how long the break is (1 to 60; 3)")
    parser.add_argument("--topic", default="", metavar="T", help="ask about this topic only")
    parser.add_argument(
        "--conversation", default="", metavar="KEY", help="hold this conversation: PACK/ID, or its id alone"
    )
    parser.add_argument("--seed", type=int, default=None, metavar="N", help="fix how options are shuffled")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Start."""
    if arguments.conversation and (arguments.packs or arguments.topic):
        raise Trouble("A conversation is held by itself. Leave out the packs and the topic, or --conversation.")
    scope = Scope(tuple(arguments.packs), arguments.topic, conversation=arguments.conversation)
    return face(arguments, surroundings, arguments.minutes, scope, arguments.seed)


def _minutes(text: str) -> int:
    if not text.isdecimal() or len(text) > 9 or not 1 <= int(text) <= 60:
        raise argparse.ArgumentTypeError("minutes are a whole number from 1 to 60")
    return int(text)
