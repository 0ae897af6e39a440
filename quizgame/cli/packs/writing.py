"""`quizgame packs new` and `schema`: how a trainer begins a pack, and what editors check it against."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from quizgame.cli.commands import Trouble
from quizgame.cli.surroundings import Surroundings
from quizgame.packs.characters import shown
from quizgame.packs.paths import is_there


def arguments(action: str, parser: argparse.ArgumentParser) -> None:
    """What it is called, or where it goes."""
    if action == "new":
        parser.add_argument("name", metavar="NAME", help="name of the pack, such as our-returns")
        parser.add_argument("--title", help="as lists show it; without: made from the name")
        parser.add_argument("--author", default="", help="who writes it")
        return
    parser.add_argument("--output", type=Path, metavar="FILE", help="write it there instead of printing it")


def run(arguments: argparse.Namespace, _surroundings: Surroundings) -> int:
    """Write it."""
    if arguments.action == "new":
        _new(arguments.name, arguments.title, arguments.author)
    else:
        _schema(arguments.output)
    return 0


def _new(name: str, title: str | None, author: str) -> None:
    from quizgame.packs.formats.cover import Cover
    from quizgame.packs.formats.files import written
    from quizgame.packs.schema import SCHEMA_FILE, schema_text
    from quizgame.packs.starter import starter
    from quizgame.packs.suggestions import as_id

    path = Path(name)
    stem = path.name.removesuffix(".yaml").removesuffix(".yml")
    pack = as_id(stem)
    if not pack:
        raise Trouble(f"{shown(name)} cannot be the name of a pack. Write it like our-returns.")
    cover = Cover.checked(pack, title or pack.replace("-", " ").capitalize(), author)
    path = path.with_name(f"{pack}.yaml")
    written(path, starter(cover.pack, cover.title, cover.author).encode(), replace=False)
    schema = path.with_name(SCHEMA_FILE)
    print(f"Written: {shown(str(path), 500)}")
    if not is_there(schema):
        written(schema, schema_text().encode(), replace=False)
        print(
            f"Beside it: {SCHEMA_FILE}, by which editors complete and underline. Keep it in the folder of your packs."
        )
    print(f"Change it in a text editor, then: quizgame packs check --strict {shown(str(path), 500)}")


def _schema(output: Path | None) -> None:
    from quizgame.packs.formats.files import written
    from quizgame.packs.schema import schema_text

    if output is None:
        sys.stdout.write(schema_text())
        return
    written(output, schema_text().encode(), replace=True)
    print(f"Written: {shown(str(output), 500)}")
