"""Reading a pack file: from bytes that nobody vouches for to the plain values that the house works with.

A pack is given back whole, or refused with everything that is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from quizgame.domain.questions import Pack
from quizgame.packs.assembly import assemble
from quizgame.packs.file_text import MOST_BYTES, too_big
from quizgame.packs.models import WrittenPack
from quizgame.packs.problems import PackRefused, Problem, enough
from quizgame.packs.rules import broken_rules
from quizgame.packs.sentences import objections
from quizgame.packs.tree import Tree, read_tree

_BEGINNING = "Start it with `pack:`, `title:`, `version:` and `questions:`."


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack with what only its file knows, for the checker."""

    pack: Pack
    tree: Tree
    """Gives the place of every text: `tree.problem(("questions", 3, "scene"), what, remedy)`."""
    allowed: Mapping[str, Mapping[str, str]]
    """By id of the question or conversation: the checker's rules that the author sets aside there, with the reason."""
    places: Mapping[str, int]
    """By id: where a question or conversation stands in the file's list, which mixes both as the author likes."""


def read_pack(path: Path) -> Pack:
    """The pack in a file. Raises `PackRefused` with every problem."""
    return parse_pack(read_bytes(path), str(path))


def parse_pack(data: bytes, file: str) -> Pack:
    """The pack in a file's bytes; `file` is what the problems call it. Raises `PackRefused` with every problem."""
    return open_pack(data, file).pack


def open_pack(data: bytes, file: str) -> PackFile:
    """The pack in a file's bytes, with its places. Raises `PackRefused` with every problem."""
    tree = read_tree(data, file)
    written, problems = _judge(tree) if tree.whole else (None, [])
    # What the tree has complained about holds only a stand-in, which needs no second complaint.
    told = {(problem.line, problem.column) for problem in tree.problems}
    problems = tree.problems + [problem for problem in problems if (problem.line, problem.column) not in told]
    if problems or written is None:
        raise PackRefused(problems or [_empty(file)])
    allowed = {question.id: question.allow for question in written.questions if question.allow}
    places = {question.id: index for index, question in enumerate(written.questions)}
    return PackFile(assemble(written), tree, allowed, places)


def _judge(tree: Tree) -> tuple[WrittenPack | None, list[Problem]]:
    """Everything that is wrong with a file that could be read to its end."""
    if tree.root is None:
        return None, [_empty(tree.file)]
    if not isinstance(tree.root, dict):
        found = "a list" if isinstance(tree.root, list) else "one value"
        return None, [tree.problem((), f"This file holds {found}, and a pack is made of keys.", _BEGINNING)]
    broken = list(enough(broken_rules(tree)))
    try:
        return WrittenPack.model_validate(tree.root), broken
    except ValidationError as error:
        return None, [*enough(objections(error, tree)), *broken]


def _empty(file: str) -> Problem:
    return Problem(file, 1, 1, "The file is empty.", _BEGINNING)


def read_bytes(path: Path) -> bytes:
    """What is in a file, but no more than a pack can be. Raises `PackRefused` if it cannot be read."""
    file = str(path)
    try:
        if path.is_dir():
            raise PackRefused([Problem(file, 1, 1, "This is a folder.", "Name a pack file in it.")])
        if path.exists() and not path.is_file():
            # Reading from a pipe or a device might never end.
            raise PackRefused([Problem(file, 1, 1, "This is not an ordinary file.", "Name a pack file.")])
        with path.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise PackRefused([_unreadable(file, error)]) from None
    if len(data) > MOST_BYTES:
        raise PackRefused([too_big(file)])
    return data


def _unreadable(file: str, error: OSError | ValueError) -> Problem:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Problem(file, 1, 1, "There is no such file.", "Check the name and the folder.")
    if isinstance(error, PermissionError):
        return Problem(file, 1, 1, "You may not read this file.", "Ask its owner for permission to read it.")
    reason = error.strerror if isinstance(error, OSError) else None
    return Problem(file, 1, 1, f"The file cannot be read ({reason or 'its name is not valid'}).", "Check the name.")
