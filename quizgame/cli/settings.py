"""`quizgame settings`: what a learner can set; each change is an event in the log."""

from __future__ import annotations

import argparse
import json
import re

from quizgame.cli.commands import Trouble
from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings
from quizgame.cli.who import study_of
from quizgame.domain.words import date

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
ROLLOVER = "rollover"


def arguments(parser: argparse.ArgumentParser) -> None:
    """A key, and its new value."""
    parser.add_argument("key", nargs="?", metavar="KEY", choices=[ROLLOVER], help="rollover: when your day turns")
    parser.add_argument("value", nargs="?", metavar="VALUE", help="for rollover a time such as 04:00")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Show the settings, or change one from tomorrow on."""
    with opened(surroundings) as house:
        study = study_of(arguments, surroundings, house)
        if arguments.value is None:
            value = study.rollover()
            shown = f"{value // 60:02}:{value % 60:02}"
            print(json.dumps({ROLLOVER: shown}) if arguments.json else f"{ROLLOVER} {shown}")
            return 0
        match = _TIME.fullmatch(arguments.value)
        if match is None:
            raise Trouble(f"{arguments.value} is not a time of day. Write it as 04:00, hours and minutes.")
        from_day = study.move_rollover(int(match[1]) * 60 + int(match[2]))
        print(f"From {date(from_day)} on, your day turns at {int(match[1]):02}:{match[2]}. Today stays as it is.")
    return 0
