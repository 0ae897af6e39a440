"""`quizgame packs items`: which questions are bad, by the first answers of all who learn here or sent a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from quizgame.cli.commands import Trouble
from quizgame.cli.packs.opening import opened_aloud
from quizgame.cli.surroundings import Surroundings, expanded
from quizgame.packs.characters import shown

if TYPE_CHECKING:
    from quizgame.domain.item_report import ItemReport
    from quizgame.store.trainer_file import TrainerFile


def arguments(_action: str, parser: argparse.ArgumentParser) -> None:
    """Which pack, whose answers, and in what form."""
    parser.add_argument("pack", nargs="?", default="", metavar="PACK", help="without: every pack, in short")
    parser.add_argument(
        "--with",
        dest="files",
        nargs="+",
        action="extend",
        default=[],
        metavar="FILE",
        help="add what learners sent you, written by `quizgame learners export NAME FILE --for-trainer`",
    )
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="as JSON")
    forms.add_argument("--csv", metavar="FILE", help="a table for a spreadsheet; - for the terminal")
    forms.add_argument("--html", metavar="FILE", help="one page with charts that opens in any browser, offline")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Gather it, close the store, and show it; 1 when a file had to be left out."""
    from quizgame.study.items import gather

    files, refused = _files(arguments.files)
    with opened_aloud(surroundings) as house:
        report = gather(house.database, arguments.pack, files, [str(each) for each in refused])
        known = {pack.id for pack in house.catalogue.packs()}
    if arguments.pack and arguments.pack not in known and not any(pack.rows for pack in report.packs):
        raise Trouble(f"There is no pack called {shown(arguments.pack)}. `quizgame packs list` shows them.")
    for each in refused:
        print(each, file=sys.stderr)
    if arguments.json:
        from quizgame.reports.items_records import as_json

        print(as_json(report), end="")
    elif arguments.csv:
        from quizgame.reports.items_records import as_csv

        _write(arguments.csv, as_csv(report))
    elif arguments.html:
        from quizgame.reports.items_html import html

        _write(arguments.html, html(report))
    else:
        print(_text(report, surroundings, plain=arguments.plain or surroundings.plain), end="")
    return 1 if refused else 0


def _files(named: list[str]) -> tuple[list[tuple[str, TrainerFile]], list[Exception]]:
    """The files that can be read, and what is wrong with the others."""
    from quizgame.store.trainer_file import BadTrainerFile, read

    found, refused = [], list[Exception]()
    for name in named:
        called = shown(name, 500)
        try:
            found.append((called, read(expanded(Path(name)), called)))
        except BadTrainerFile as error:
            refused.append(error)
    return found, refused


def _text(report: ItemReport, surroundings: Surroundings, *, plain: bool) -> str:
    if plain:
        from quizgame.reports.items_lines import lines

        return lines(report)
    from quizgame.reports.items_page import page

    return page(report, surroundings.columns, surroundings.colour)


def _write(file: str, text: str) -> None:
    """Put a report into a file, and say where it is."""
    if file == "-":
        print(text, end="")
        return
    path, called = expanded(Path(file)), shown(file, 500)
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise Trouble(f"{called} cannot be written: {error.strerror or error}. Choose another place.") from error
    print(f"Written to {shown(str(path.resolve()), 500)}.", file=sys.stderr)
