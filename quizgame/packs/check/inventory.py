"""What packs may refer to: the claims and documents listed in files beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quizgame.packs.library import DOCUMENTS
from quizgame.packs.paths import is_file
from quizgame.packs.places import Value
from quizgame.packs.problems import PackRefused, Problem
from quizgame.packs.reader import read_bytes
from quizgame.packs.tree import Tree, read_tree

CLAIMS = "claims.yaml"


@dataclass(frozen=True, slots=True)
class Inventory:
    """The ids that are known beside a pack; None where no file lists them, so that nothing can be said about them."""

    claims: Mapping[str, Problem] | None = None
    """By id, with the place where the claim stands."""
    tensions: frozenset[str] | None = None
    topics: frozenset[str] | None = None
    documents: Mapping[str, frozenset[str]] | None = None
    """The sections of each document."""
    problems: tuple[Problem, ...] = field(default=())
    """What is wrong with the lists themselves."""


def inventory_of(folder: Path) -> Inventory:
    """What the files in a folder list."""
    claims, problems = _tree(folder / CLAIMS)
    documents, more = _tree(folder / DOCUMENTS)
    return Inventory(
        claims=None if claims is None else _places(claims),
        tensions=None if claims is None else frozenset(id_ for _, id_, _ in _entries(claims, "tensions")),
        topics=None if claims is None else frozenset(id_ for _, id_, _ in _entries(claims, "topics")),
        documents=None
        if documents is None
        else {id_: _sections(entry) for _, id_, entry in _entries(documents, "documents")},
        problems=(*problems, *more),
    )


def _tree(path: Path) -> tuple[Tree | None, list[Problem]]:
    if not is_file(path):
        return None, []
    try:
        tree = read_tree(read_bytes(path), str(path))
    except PackRefused as refused:
        return None, list(refused.problems)
    return (None if tree.problems else tree), tree.problems


def _entries(tree: Tree, section: str) -> Iterator[tuple[int, str, dict[str, Value]]]:
    """The entries of a list that have an id."""
    items = tree.root.get(section) if isinstance(tree.root, dict) else None
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict) and isinstance(id_ := item.get("id"), str):
            yield index, id_, item


def _places(tree: Tree) -> dict[str, Problem]:
    return {id_: tree.problem(("claims", index, "id"), "", "") for index, id_, _ in _entries(tree, "claims")}


def _sections(entry: dict[str, Value]) -> frozenset[str]:
    sections = entry.get("sections")
    return frozenset(str(section) for section in sections) if isinstance(sections, list) else frozenset()
