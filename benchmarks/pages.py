"""Pages whose prose is written by hand and whose figures are not: places between marks, and tables to put there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

_SECTION = re.compile(r"(<!-- figures: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


class WrongPage(Exception):
    """A page has no place for what was measured, or a place for something else."""


def filled(name: str, page: str, found: Mapping[str, str]) -> str:
    """A page with each section between `<!-- figures: NAME -->` and `<!-- end -->`; the prose around stays as it is.

    Raises `WrongPage`, which calls the page by its name, where marks and sections are not the same.
    """
    places = [place for _, place, _ in _SECTION.findall(page)]
    if sorted(places) != sorted(found):
        raise WrongPage(
            f"{name} has places for {', '.join(sorted(places)) or 'nothing'}, and the results fill "
            f"{', '.join(sorted(found))}: write each once as `<!-- figures: NAME -->` and `<!-- end -->`, or remove it."
        )
    return _SECTION.sub(lambda place: f"{place[1]}\n{found[place[2]]}\n\n{place[3]}", page)


def write(page: Path, text: str, folder: Path, plots: Mapping[str, str]) -> None:
    """Write a page and the folder of its plots; those that it has no more are removed."""
    page.write_text(text, encoding="utf-8", newline="\n")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.svg"):
        if old.name not in plots:
            old.unlink()
    for name, picture in plots.items():
        (folder / name).write_text(picture, encoding="utf-8", newline="\n")


def table(head: Sequence[str], rows: Iterable[Sequence[str]], left: Iterable[int]) -> str:
    """A table in Markdown; numbers stand on the right, and what is named in `left` on the left."""
    lines = set(left)
    rule = "|".join("---" if column in lines else "---:" for column in range(len(head)))
    return "\n".join([_line(head), f"|{rule}|", *(_line(row) for row in rows)])


def _line(row: Sequence[str]) -> str:
    return f"| {' | '.join(row)} |"
