"""One way to take in a pack, in a process of its own.

    python -m benchmarks.reading WORK HOME      prints time and peak memory, as `benchmarks.meter` tells them

`read` makes a pack of the file in HOME/packs and finds all that is wrong with it; `compile` opens the home, and so
reads the file and writes the pack into the store; `plain` reads the file as `benchmarks.plain_reader` does. What these
need is imported by the work, and counted: no start imports it, but the first one after a change. `unchanged` opens a
home whose file is in the store already, as every start does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.meter import tell


def _read(home: Path) -> int:
    from quizgame.packs.reader import read_pack

    (path,) = (home / "packs").iterdir()
    return len(read_pack(path).questions)


def _open(home: Path) -> int:
    from quizgame.cli.house import opened
    from quizgame.cli.surroundings import Surroundings

    with opened(Surroundings(home)) as house:
        if house.refused:
            raise SystemExit(house.refused[0])
        return len(house.catalogue.packs())


def _plain(home: Path) -> int:
    from benchmarks.plain_reader import read

    (path,) = (home / "packs").iterdir()
    return len(read(path).questions)


def _look(home: Path) -> Callable[[], int]:
    import quizgame.cli.house  # noqa: F401 - what every start imports is no part of looking at files

    return partial(_open, home)


WORKS: dict[str, Callable[[Path], Callable[[], int]]] = {
    "read": lambda home: partial(_read, home),
    "compile": lambda home: partial(_open, home),
    "unchanged": _look,
    "plain": lambda home: partial(_plain, home),
}


def main() -> None:
    """Do it once."""
    name, home = sys.argv[1:]
    tell(WORKS[name](Path(home)), 1)


if __name__ == "__main__":
    main()
