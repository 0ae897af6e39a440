"""`quizgame status`: one line for a shell prompt or a status bar."""

from __future__ import annotations

import argparse

from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings
from quizgame.cli.who import study_of
from quizgame.reports.status import status
from quizgame.reports.untrusted import json_text


def arguments(parser: argparse.ArgumentParser) -> None:
    """The form of the line."""
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Say it."""
    with opened(surroundings) as house:
        study = study_of(arguments, surroundings, house)
        year, today, due = study.year(), study.today(), study.due()
    if arguments.json:
        week = {"days": year.done, "goal": year.goal}
        streak = {"current": year.streak.current, "best": year.streak.best, "total": year.streak.total}
        print(json_text({"streak": streak, "freezes": year.streak.freezes, "week": week, "due": due}))
    else:
        print(status(year, today, due))
    return 0
