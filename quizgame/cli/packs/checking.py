"""`quizgame packs check`: what is wrong in packs, and what gives their answers away, before anybody plays them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from quizgame.cli.surroundings import Surroundings
from quizgame.domain.questions import Pack
from quizgame.packs.library import Library, bundled_folder
from quizgame.packs.paths import is_folder, is_there


def arguments(_action: str, parser: argparse.ArgumentParser) -> None:
    """What to check and how to tell."""
    parser.add_argument(
        "what", nargs="*", metavar="PACK|FILE|FOLDER", help="packs, pack files, or folders of them; without: every pack"
    )
    parser.add_argument("--strict", action="store_true", help="let warnings fail as well")
    parser.add_argument("--solvers", action="store_true", help="let players that know nothing try to beat chance")
    parser.add_argument(
        "--format", choices=("text", "json", "github"), default="text", help="how to tell what was found"
    )
    parser.add_argument(
        "--against",
        metavar="FILE|installed",
        help="point out what seems to mean something else than in a former version, without a new revision",
    )


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Check, tell, and say by the exit status whether there is something to mend."""
    from quizgame.packs.check.checking import check_files
    from quizgame.packs.check.contest import contests

    library = Library(bundled_folder(), surroundings.home / "packs")
    paths = list(dict.fromkeys(_paths(arguments.what, library)))
    if not paths:
        print("There are no pack files there.", file=sys.stderr)
        return 1
    checked = check_files(paths, _former(arguments.against, library))
    boards = contests(checked.packs) if arguments.solvers else None
    if arguments.format == "json":
        from quizgame.packs.check.records import records
        from quizgame.reports.untrusted import json_text

        print(json_text(records(checked, boards), indent=2))
    elif arguments.format == "github":
        from quizgame.packs.check.workflow import commands

        _print(commands(checked, boards or ()))
    else:
        from quizgame.packs.check.tables import tables
        from quizgame.packs.check.telling import as_text, closing

        _print(as_text(checked))
        _print(tables(boards or ()))
        sys.stdout.flush()  # so that the closing line comes last where both streams go to one place
        print(closing(checked), file=sys.stderr)
    beaten = any(board.beaten for board in boards or ())
    failed = checked.count("error") or (arguments.strict and (checked.count("warning") or beaten))
    return 1 if failed else 0


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        print(line)


def _paths(named: Sequence[str], library: Library) -> Iterator[Path]:
    """The files that are meant; a name that is neither a file nor a pack is kept, so that its absence is told."""
    from quizgame.packs.check.folders import pack_files

    if not named:
        yield from (found.path for found in library.files())
        return
    packs: dict[str, Path] = {}
    for name in named:
        path = Path(name)
        if is_folder(path):
            yield from pack_files(path)
        elif is_there(path) or path.suffix:
            yield path
        else:
            packs = packs or _by_id(library)
            yield packs.get(name, path)


def _former(against: str | None, library: Library) -> dict[str, Pack]:
    """The packs to compare with, by id."""
    from quizgame.packs.arriving import arrivals
    from quizgame.packs.problems import PackRefused
    from quizgame.packs.reader import read_pack

    if against is None:
        return {}
    if against != "installed":
        return {each.pack.id: each.pack for each in arrivals(Path(against))}
    found: list[Pack] = []
    for file in library.files():
        with suppress(PackRefused):  # the check of that file tells
            found.append(read_pack(file.path))
    return {pack.id: pack for pack in found}


def _by_id(library: Library) -> dict[str, Path]:
    """The library's files by the id in them; by their name where they can no longer be read."""
    from quizgame.packs.problems import PackRefused
    from quizgame.packs.reader import read_pack

    found: dict[str, Path] = {}
    for file in library.files():
        try:
            found[read_pack(file.path).id] = file.path
        except PackRefused:
            found.setdefault(file.path.stem, file.path)
    return found
