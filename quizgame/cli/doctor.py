"""`quizgame doctor`: is everything in order?"""

from __future__ import annotations

import argparse
import json
import platform
from dataclasses import asdict
from importlib.metadata import version

from quizgame import __version__
from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings
from quizgame.domain.words import count
from quizgame.store.database import SQLITE_VERSION
from quizgame.store.inspection import inspect


def arguments(parser: argparse.ArgumentParser) -> None:
    """The form of the answer."""
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Look everything over and say what was found."""
    with opened(surroundings) as house:
        found = inspect(house.database)
        packs = [line for refused in house.refused for line in refused.splitlines()]
        versions = {
            "quizgame": __version__,
            "python": platform.python_version(),
            "sqlite": SQLITE_VERSION,
            "textual": version("textual"),
        }
        fine = found.sound and not packs
        if arguments.json:
            print(json.dumps({"sound": fine, "store": asdict(found), "packs": packs, "versions": versions}))
        else:
            print(f"Store: {house.database.path}")
            print(f"Log: {count(found.reviews, 'answer')}, {count(found.events, 'other event')}.")
            for title, problems in (
                ("File", found.file),
                ("Checksums", found.damaged),
                ("Sequence", found.gaps),
                ("Caches", found.caches),
                ("Packs", packs),
            ):
                print(f"{title}: {'fine' if not problems else ''}".rstrip())
                for problem in problems:
                    print(f"  {problem}")
            print("Versions: " + ", ".join(f"{name} {number}" for name, number in versions.items()))
    return 0 if fine else 1
