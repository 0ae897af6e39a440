"""Finds Anki's library, or installs it where it touches nothing else, and has it measured."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environments import NotToBeHad, installed
from benchmarks.harness import ROOT, environment
from benchmarks.meter import Metered, metered

LOCK = Path(__file__).parent / "anki.txt"
"""Names, versions and hashes of what is installed for it."""

_GRAPHS = "benchmarks.anki_graphs"
_STUDY = "benchmarks.anki_study"


@dataclass(frozen=True, slots=True)
class Anki:
    """An interpreter that has Anki's library."""

    python: str
    version: str

    def build(self, collection: Path, cards: int, reviews: int) -> None:
        """Make a collection with so many cards and reviews."""
        collection.parent.mkdir(parents=True, exist_ok=True)
        command = [self.python, "-m", _GRAPHS, "build", str(collection), str(cards), str(reviews)]
        subprocess.run(command, cwd=ROOT, env=environment(), check=True)

    def graphs(self, collection: Path, times: int, search: str, days: int) -> Metered:
        """Have the graphs computed so many times."""
        return metered(_GRAPHS, "graphs", str(collection), str(times), str(days), search, python=self.python)

    def states(self, collection: Path, times: int) -> Metered:
        """Have the memory state of every card computed so many times."""
        return metered(_GRAPHS, "states", str(collection), str(times), "0", python=self.python)

    def first_card(self, collection: Path) -> tuple[float, float]:
        """Milliseconds from the start of a process until the first card that is due is rendered, and its peak MiB."""
        started = time.perf_counter()
        with subprocess.Popen(
            [self.python, "-m", _STUDY, "open", str(collection)], cwd=ROOT, env=environment(), stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            taken = (time.perf_counter() - started) * 1000
        if process.returncode:
            raise NotToBeHad(f"Anki's library ended with {process.returncode} instead of showing a card")
        return taken, float(line)

    def answers(self, collection: Path, count: int) -> tuple[list[float], list[float]]:
        """Milliseconds of so many answers, and of half as many undone."""
        command = [self.python, "-m", _STUDY, "answers", str(collection), str(count)]
        done = subprocess.run(command, cwd=ROOT, env=environment(), check=True, stdout=subprocess.PIPE, text=True)
        told = json.loads(done.stdout.splitlines()[-1])
        return told["answers"], told["undone"]


def found(python: str, folder: Path) -> Anki:
    """Anki in the interpreter that was named, else in an environment of its own in `folder`, made when it is missing.

    Raises NotToBeHad.
    """
    own = python or installed(folder, LOCK, "anki")[0]
    question = "import anki.collection, anki.buildinfo; print(anki.buildinfo.version)"
    try:
        done = subprocess.run([own, "-c", question], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotToBeHad(f"{own} does not have Anki's library") from error
    return Anki(own, done.stdout.strip())
