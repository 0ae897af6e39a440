"""Packs on their way in: from a file, a folder or a zip file, read whole and with every problem told at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from quizgame.domain.questions import Pack
from quizgame.packs.archives import MOST_ARCHIVE, is_archive, packs_in
from quizgame.packs.characters import shown
from quizgame.packs.library import LibraryError, is_pack_name
from quizgame.packs.paths import is_file, is_folder
from quizgame.packs.problems import PackRefused, Problem
from quizgame.packs.reader import parse_pack, read_bytes

Found = TypeVar("Found")

MOST_FILES = 200
"""Packs that may come in at once."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A pack that somebody wants to bring in."""

    name: str
    """What messages call its file."""
    data: bytes
    pack: Pack


def arrivals(path: Path) -> list[Arrival]:
    """Every pack of a file, folder or zip file.

    Raises `PackRefused` with the problems of all files, and `LibraryError` where packs cannot come in together.
    """
    found: list[Arrival] = []
    problems: list[Problem] = []
    for name, data in _files(path):
        try:
            found.append(Arrival(name, data, parse_pack(data, name)))
        except PackRefused as refused:
            problems += refused.problems
    if problems:
        raise Refusals(problems)
    _one_of_each(found)
    return found


class Refusals(PackRefused):
    """What is wrong with several files, file by file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[:1])
        self.problems = tuple(problems)
        self.args = ("\n".join(problem.text() for problem in problems),)


def _files(path: Path) -> list[tuple[str, bytes]]:
    if is_folder(path):
        return [(str(each), read_bytes(each)) for each in _in_folder(path)]
    if is_file(path) and _begins_as_archive(path):
        try:
            with path.open("rb") as opened:
                data = opened.read(MOST_ARCHIVE + 1)
        except OSError as error:
            raise LibraryError(f"{_safe(path)} cannot be read: {error.strerror or error}.") from error
        found = packs_in(data, str(path))
        if not found:
            raise LibraryError(f"There are no pack files (.yaml) in {_safe(path)}.")
        return [(f"{path}/{name}", data) for name, data in _few(found, path)]
    return [(str(path), read_bytes(path))]


def _in_folder(folder: Path) -> list[Path]:
    """The pack files of a folder; a link that leads out of it is refused, for who made it may not be who installs."""
    try:
        home = folder.resolve()
        names = sorted(each for each in folder.iterdir() if is_pack_name(each.name) and not each.name.startswith("."))
        for each in names:
            if each.is_symlink() and not each.resolve().is_relative_to(home):
                raise LibraryError(
                    f"{_safe(each)} is a link that leads out of the folder, so nothing was read. "
                    "Put the file itself there, or take the link away."
                )
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        reason = error.strerror if isinstance(error, OSError) else None
        raise LibraryError(f"{_safe(folder)} cannot be read ({reason or 'a link leads in a circle'}).") from error
    if not names:
        raise LibraryError(f"There are no pack files (.yaml) in {_safe(folder)}.")
    return _few(names, folder)


def _few(found: list[Found], where: Path) -> list[Found]:
    if len(found) > MOST_FILES:
        raise LibraryError(f"{_safe(where)} holds {len(found)} packs. Install at most {MOST_FILES} at once.")
    return found


def _begins_as_archive(path: Path) -> bool:
    try:
        with path.open("rb") as opened:
            return is_archive(opened.read(8)) or path.suffix.lower() == ".zip"
    except OSError:
        return False  # reading it as a pack will say what is wrong


def _one_of_each(found: list[Arrival]) -> None:
    first: dict[str, Arrival] = {}
    for each in found:
        other = first.setdefault(each.pack.id, each)
        if other is not each:
            raise LibraryError(
                f"{shown(other.name, 500)} and {shown(each.name, 500)} both hold the pack {each.pack.id}. "
                "Leave one of them out; nothing was installed."
            )


def _safe(path: Path) -> str:
    return shown(str(path), 500)
