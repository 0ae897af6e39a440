"""Finds the learner that a command is about."""

from __future__ import annotations

import argparse

from quizgame.cli.commands import Trouble
from quizgame.cli.house import House
from quizgame.cli.surroundings import Surroundings
from quizgame.packs.characters import shown
from quizgame.study.door import Door
from quizgame.study.study import Study


def study_of(arguments: argparse.Namespace, surroundings: Surroundings, house: House) -> Study:
    """The study of the learner asked for, or of whoever was here last; raises Trouble when there is none."""
    door = Door(house.database, surroundings.clock, surroundings.entropy)
    name = arguments.learner or surroundings.learner
    study = door.enter(name) if name else door.enter_latest()
    if study is None:
        names = ", ".join(door.names())
        here = f"Here are: {names}." if names else "Nobody learns here yet."
        wanted = f"There is no learner called {shown(name)}. " if name else ""
        raise Trouble(f"{wanted}{here} `quizgame learners add NAME` adds one.")
    return study
