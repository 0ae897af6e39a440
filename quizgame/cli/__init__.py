"""The composition root: reads the command line, clock and environment, and hands typed services to the faces."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from quizgame.cli.commands import parse, run


def main(argv: Sequence[str] | None = None) -> int:
    """Run the game, or one command; gives the exit status: 0 fine, 1 a problem, 2 wrong use."""
    arguments = parse(sys.argv[1:] if argv is None else argv)
    if arguments.command in {None, "play"} and argv is None:
        gc.disable()  # loading makes many objects and little garbage; the app turns it on again once it is ready
    return run(arguments)
