"""Finds Anki's library, or installs it where it touches nothing else, and has it measured."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.harness import ROOT, environment
from benchmarks.meter import Metered, metered

LOCK = Path(__file__).parent / "anki.txt"
"""Names, versions and hashes of what is installed for it."""

_MODULE = "benchmarks.anki_graphs"


class NotToBeHad(Exception):
    """Anki's library is not here and cannot be installed; the message says why."""


@dataclass(frozen=True, slots=True)
class Anki:
    """An interpreter that has Anki's library."""

    python: str
    version: str

    def build(self, collection: Path, cards: int, reviews: int) -> None:
        """Make a collection with so many cards and reviews."""
        collection.parent.mkdir(parents=True, exist_ok=True)
        command = [self.python, "-m", _MODULE, "build", str(collection), str(cards), str(reviews)]
        subprocess.run(command, cwd=ROOT, env=environment(), check=True)

    def graphs(self, collection: Path, times: int, search: str, days: int) -> Metered:
        """Have the graphs computed so many times."""
        return metered(_MODULE, "graphs", str(collection), str(times), str(days), search, python=self.python)


def found(python: str, folder: Path) -> Anki:
    """Anki in the interpreter that was named, else in an environment of its own in `folder`, made when it is missing.

    Raises NotToBeHad.
    """
    if python:
        return _with_library(python)
    own = str(folder / "bin" / "python")
    try:
        return _with_library(own)
    except NotToBeHad:
        _install(own, folder)
    return _with_library(own)


def _install(own: str, folder: Path) -> None:
    pip = [own, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes"]
    for command in ([sys.executable, "-m", "venv", str(folder)], [*pip, "--requirement", str(LOCK)]):
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise NotToBeHad(f"its library could not be installed ({done.stderr.strip()[-300:]})")


def _with_library(python: str) -> Anki:
    question = "import anki.collection, anki.buildinfo; print(anki.buildinfo.version)"
    try:
        done = subprocess.run([python, "-c", question], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotToBeHad(f"{python} does not have its library") from error
    return Anki(python, done.stdout.strip())
