"""The formats by name, and which of them a file is in."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from quizgame.packs.formats.files import ExchangeError


@dataclass(frozen=True, slots=True)
class Kind:
    """One format."""

    module: str
    suffixes: tuple[str, ...]
    words: str
    """What it is, for lists."""
    comes_in: bool = True


KINDS = {
    "csv": Kind("csv_table", (".csv", ".tsv"), "a table as text"),
    "xlsx": Kind("xlsx", (".xlsx", ".xlsm"), "a spreadsheet"),
    "gift": Kind("gift", (".gift",), "Moodle's text format"),
    "anki-text": Kind("anki_text", (".anki",), "Anki's text files"),
    "apkg": Kind("apkg", (".apkg",), "Anki's packages", comes_in=False),
}


def module_of(name: str) -> Any:
    """The module of a format, loaded now; it has the shape of `Format`."""
    return import_module(f"quizgame.packs.formats.{KINDS[name].module}")


def format_of(path: Path, data: bytes | None = None) -> str:
    """The format that a file's name tells, or the beginning of its text. Raises `ExchangeError`."""
    suffix = path.suffix.lower()
    for name, kind in KINDS.items():
        if suffix in kind.suffixes:
            if data is not None and not kind.comes_in:
                raise ExchangeError(f"{kind.words} are only written here. In Anki, export the notes as plain text.")
            return name
    if data is not None and suffix == ".txt":
        # Moodle and Anki both call their files so.
        start = data[:200_000].decode("utf-8-sig", "replace")
        if start.startswith(("#separator:", "#html:", "#notetype", "#guid", "#deck", "#tags", "#columns")):
            return "anki-text"
        return "gift" if "{" in start and "}" in start else "anki-text"
    names = ", ".join(KINDS)
    raise ExchangeError(f"{path.name[:100]!r} does not tell its format. Say it with --format ({names}).")
