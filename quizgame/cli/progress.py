"""`quizgame progress`: what practice has brought, on the terminal or in a file of its own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from quizgame.cli.commands import Trouble
from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings, expanded
from quizgame.cli.who import study_of
from quizgame.domain.progress import Progress
from quizgame.packs.characters import shown


def arguments(parser: argparse.ArgumentParser) -> None:
    """The form of the report."""
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="as JSON")
    forms.add_argument("--csv", metavar="FILE", help="a table of your study days for a spreadsheet; - for the terminal")
    forms.add_argument("--html", metavar="FILE", help="one page with charts that opens in any browser, offline")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Gather it, close the store, and show it."""
    with opened(surroundings) as house:
        progress = study_of(arguments, surroundings, house).progress()
    if arguments.json:
        from quizgame.reports.records import as_json

        print(as_json(progress))
    elif arguments.csv:
        from quizgame.reports.records import as_csv

        _write(arguments.csv, as_csv, progress)
    elif arguments.html:
        from quizgame.reports.html import html

        _write(arguments.html, html, progress)
    elif arguments.plain or surroundings.plain:
        from quizgame.reports.lines import lines

        print(lines(progress), end="")
    else:
        from quizgame.reports.page import page

        print(page(progress, surroundings.columns, surroundings.colour), end="")
    return 0


def _write(file: str, report: Callable[[Progress], str], progress: Progress) -> None:
    """Put a report into a file, and say where it is."""
    text = report(progress)
    if file == "-":
        print(text, end="")
        return
    path, called = expanded(Path(file)), shown(file, 500)
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise Trouble(f"{called} cannot be written: {error.strerror or error}. Choose another place.") from error
    print(f"Written to {shown(str(path.resolve()), 500)}.", file=sys.stderr)
