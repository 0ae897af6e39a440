"""`quizgame packs import` and `export`: spreadsheets, Moodle and Anki, with a report of what could not be carried."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from quizgame.cli.commands import Trouble
from quizgame.cli.surroundings import Surroundings, is_a_terminal
from quizgame.domain.words import count
from quizgame.packs.characters import shown
from quizgame.packs.library import Library, bundled_folder
from quizgame.packs.paths import is_file, is_there
from quizgame.reports.untrusted import json_text

if TYPE_CHECKING:
    from quizgame.packs.formats.cover import Cover
    from quizgame.packs.formats.shapes import Loss, Progress, Reading
    from quizgame.packs.reader import PackFile

_MOST_TOLD = 200
"""So many losses are read by nobody; `--json` gives them all."""
_STEP = 50
_FORMATS = ("csv", "xlsx", "gift", "anki-text", "apkg")
"""As in `quizgame.packs.formats.exchange`, which reading a command line need not load."""


def arguments(action: str, parser: argparse.ArgumentParser) -> None:
    """From where to where, and in which format."""
    if action == "import":
        parser.add_argument("file", type=Path, metavar="FILE", help="a CSV, XLSX, GIFT or Anki text file")
        parser.add_argument("--to", type=Path, required=True, metavar="PACK.yaml", help="the pack file to write")
        parser.add_argument("--pack", metavar="ID", help="id of the pack; without: from the file, or from --to")
        parser.add_argument("--title", help="title of the pack")
        parser.add_argument("--author", help="who wrote it")
        formats: Sequence[str] = _FORMATS[:-1]
    else:
        parser.add_argument("pack", nargs="?", metavar="PACK", help="a pack, or a pack file")
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the file to write, such as table.xlsx")
        parser.add_argument("--template", type=Path, metavar="FILE", help="write an empty table to fill: .xlsx or .csv")
        formats = _FORMATS
    parser.add_argument("--format", choices=formats, help="where the name of the file does not tell it")
    parser.add_argument("--replace", action="store_true", help="write over a file that is there")
    parser.add_argument("--json", action="store_true", help="tell what could not be carried as JSON")
    parser.set_defaults(wrong_use=parser.error)


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Do it, and tell what could not be carried."""
    if arguments.action == "import":
        return _import(arguments)
    if arguments.template:
        return _template(arguments)
    if not arguments.pack or not arguments.file:
        arguments.wrong_use("name a PACK and a FILE, or --template FILE")
    return _export(arguments, Library(bundled_folder(), surroundings.home / "packs"))


def _import(arguments: argparse.Namespace) -> int:
    from quizgame.packs.formats.exchange import format_of, module_of
    from quizgame.packs.formats.files import taken, written
    from quizgame.packs.formats.gathering import gather
    from quizgame.packs.reader import parse_pack
    from quizgame.packs.writer import as_yaml

    to: Path = arguments.to
    if to.suffix not in {".yaml", ".yml"}:
        raise Trouble(f"{shown(str(to), 500)} is no name for a pack file. Let it end in .yaml.")
    if is_there(to) and not arguments.replace:
        raise Trouble(f"{shown(str(to), 500)} is there already. Choose another name, or add --replace.")
    data = taken(arguments.file)
    name = arguments.format or format_of(arguments.file, data)
    with _told(arguments.file) as progress:
        reading = module_of(name).read(data)
        imported = gather(reading, _cover(arguments, reading), progress)
        text = as_yaml(imported.pack).encode() if imported else b""
        if imported:
            # What is written must be a pack; a whole that is too big shows only here.
            parse_pack(text, str(to))
    if imported is None:
        _tell(reading.losses, arguments, "", questions=0)
        print(f"Nothing in {shown(str(arguments.file), 500)} could be carried. No pack was written.", file=sys.stderr)
        return 1
    written(to, text, replace=arguments.replace)
    pack = imported.pack
    amount = f"{count(len(pack.objectives), 'objective')}, {count(len(pack.questions), 'question')}"
    _tell(imported.losses, arguments, f"Written: {shown(str(to), 500)} ({amount}).", questions=len(pack.questions))
    if not arguments.json:
        print(f"Next: quizgame packs check {shown(str(to), 500)}")
    return 0


def _cover(arguments: argparse.Namespace, reading: Reading) -> Cover:
    """The cover of the pack: as the command says it, else the file, else the name of the pack's file."""
    from quizgame.packs.formats.cover import Cover
    from quizgame.packs.suggestions import as_id

    found = reading.cover
    pack = arguments.pack or found.get("pack") or as_id(arguments.to.stem) or "imported"
    title = arguments.title or found.get("title") or pack.replace("-", " ").capitalize()
    author = arguments.author if arguments.author is not None else found.get("author", "")
    version = found.get("version", "1")
    number = int(version) if version.isdecimal() and len(version) <= 6 else 1
    return Cover.checked(pack, title, author, number or 1, found.get("language", "en"))


def _export(arguments: argparse.Namespace, library: Library) -> int:
    from quizgame.packs.formats.exchange import format_of, module_of
    from quizgame.packs.formats.files import written
    from quizgame.packs.formats.shapes import Loss

    source = _pack_file(arguments.pack, library)
    exported = module_of(arguments.format or format_of(arguments.file)).write(source.pack)
    written(arguments.file, exported.data, replace=arguments.replace)
    allowed = [
        Loss(f"question {question}", f"There is no place for: allow ({', '.join(rules)}).")
        for question, rules in source.allowed.items()
    ]
    amount = count(len(source.pack.questions), "question")
    said = f"Written: {shown(str(arguments.file), 500)} ({amount})."
    _tell([*exported.losses, *allowed], arguments, said, questions=len(source.pack.questions))
    return 0


def _template(arguments: argparse.Namespace) -> int:
    from quizgame.packs.formats.exchange import format_of, module_of
    from quizgame.packs.formats.files import written

    name = arguments.format or format_of(arguments.template)
    if name not in {"csv", "xlsx"}:
        raise Trouble("Only tables have templates. Name a file that ends in .xlsx or .csv.")
    written(arguments.template, module_of(name).template(), replace=arguments.replace)
    path = shown(str(arguments.template), 500)
    print(f"Written: {path}. Fill a row for each question, then: quizgame packs import {path} --to PACK.yaml")
    return 0


def _pack_file(name: str, library: Library) -> PackFile:
    """The pack in a file, or the one of the library with this id."""
    from quizgame.packs.problems import PackRefused
    from quizgame.packs.reader import open_pack, read_bytes

    path = Path(name)
    if path.suffix or is_file(path):
        return open_pack(read_bytes(path), str(path))
    # The file is usually called after the pack.
    for found in sorted(library.files(), key=lambda each: name not in each.path.name):
        try:
            source = open_pack(read_bytes(found.path), str(found.path))
        except PackRefused:
            continue
        if source.pack.id == name:
            return source
    raise Trouble(f"There is no pack called {shown(name)}. `quizgame packs list` shows them; a file may be named too.")


def _tell(losses: Sequence[Loss], arguments: argparse.Namespace, said: str, *, questions: int) -> None:
    """The loss report, and what was done."""
    if arguments.json:
        # What is told may quote the file.
        listed = [{"where": shown(loss.where), "what": shown(loss.what, 2000)} for loss in losses]
        print(json_text({"questions": questions, "losses": listed}, indent=2))
        return
    for loss in losses[:_MOST_TOLD]:
        print(loss.text(), file=sys.stderr)
    if len(losses) > _MOST_TOLD:
        print(f"… and {len(losses) - _MOST_TOLD} more; --json gives them all.", file=sys.stderr)
    if said:
        sys.stderr.flush()
        more = f" Not carried, or changed: {count(len(losses), 'thing')}; see above." if losses else ""
        print(said + more)


@contextmanager
def _told(file: Path) -> Iterator[Progress]:
    """A line that counts on a terminal, and is gone afterwards; Ctrl+C says that nothing was written."""
    live = is_a_terminal(sys.stderr)
    start = f"Reading {shown(file.name)} …"
    width = len(start) + 22

    def told(number: int) -> None:
        if live and number % _STEP == 0:
            print(f"\r{start} {number:,} questions", end="", file=sys.stderr, flush=True)

    if live:
        print(start, end="", file=sys.stderr, flush=True)
    try:
        yield told
    except KeyboardInterrupt:
        print("\nStopped. No pack was written.", file=sys.stderr)
        # The rest of the program has nothing to add, and a second Ctrl+C must find nothing half done.
        raise
    finally:
        if live:
            blank = " " * min(width, os.get_terminal_size(sys.stderr.fileno()).columns - 1)
            print(f"\r{blank}\r", end="", file=sys.stderr, flush=True)
