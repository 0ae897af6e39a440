"""What must hold between the parts of a pack: ids, references, and questions that must differ.

The rules look at the tree and not at the models, so that one wrong key does not hide all that is wrong elsewhere.
They pass over whatever has not the shape they need; the models complain about that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from quizgame.packs.characters import quoted
from quizgame.packs.conversations import broken_rules as conversation_rules
from quizgame.packs.options import alike, option_faults
from quizgame.packs.places import Value
from quizgame.packs.problems import Path, Problem
from quizgame.packs.suggestions import did_you_mean
from quizgame.packs.tree import Tree

Group = dict[str, Value]


class _Named(NamedTuple):
    """An objective or a question, as far as it can be read."""

    path: Path
    group: Group
    id: str


def broken_rules(tree: Tree) -> Iterator[Problem]:
    """Every broken rule of a pack whose top level is made of keys."""
    assert isinstance(tree.root, dict)
    objectives = list(_named(tree, "objectives"))
    questions = list(_named(tree, "questions"))
    yield from _ids_used_twice(tree, objectives + questions)
    yield from _lost_objectives(tree, objectives, questions)
    yield from _objectives_without_questions(tree, objectives, questions)
    yield from _questions_asked_twice(tree, questions)
    for question in questions:
        yield from option_faults(tree, (*question.path, "options"), question.group.get("options"))
    askable = {_text(each.group, "objective") or each.id for each in questions if not _is_conversation(each)}
    for question in filter(_is_conversation, questions):
        yield from conversation_rules(tree, question.path, question.group, askable, _text(tree.root, "pack"))


def _is_conversation(question: _Named) -> bool:
    return question.group.get("kind") == "conversation"


def _named(tree: Tree, section: str) -> Iterator[_Named]:
    assert isinstance(tree.root, dict)
    items = tree.root.get(section)
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield _Named((section, index), item, _text(item, "id"))


def _text(group: Group, key: str) -> str:
    value = group.get(key)
    return value.strip() if isinstance(value, str) else ""


def _line(tree: Tree, path: Path) -> int:
    return tree.places.find(tree.root, path)[0]


def _ids_used_twice(tree: Tree, things: list[_Named]) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for path, _, id_ in things:
        if not id_:
            continue
        other = first.setdefault(id_, path)
        if other is not path:
            thing = "an objective" if other[0] == "objectives" else "a question"
            what = f"The id {quoted(id_)} is already used by {thing} on line {_line(tree, (*other, 'id'))}."
            yield tree.problem((*path, "id"), what, "Give each an id of its own.")


def _lost_objectives(tree: Tree, objectives: list[_Named], questions: list[_Named]) -> Iterator[Problem]:
    known = {objective.id for objective in objectives}
    asked = {question.id for question in questions}
    for path, group, id_ in questions:
        wanted = _text(group, "objective")
        if not wanted or wanted in known or wanted == id_:
            continue
        if wanted in asked:
            what, remedy = f"{quoted(wanted)} is a question, not an objective.", "Name an objective from `objectives:`."
        else:
            what = f"There is no objective {quoted(wanted)} in this pack."
            remedy = did_you_mean(wanted, known) or "Add it under `objectives:`, or leave `objective:` out."
        yield tree.problem((*path, "objective"), what, remedy)


def _objectives_without_questions(tree: Tree, objectives: list[_Named], questions: list[_Named]) -> Iterator[Problem]:
    # A conversation practises objectives as well, but nothing can be asked by itself when it fades.
    practised = {_text(question.group, "objective") for question in questions}
    for path, _, id_ in objectives:
        if id_ and id_ not in practised:
            what = f"No question practises the objective {quoted(id_)}."
            yield tree.problem((*path, "id"), what, "Add a question that names it, or remove it.")


def _questions_asked_twice(tree: Tree, questions: list[_Named]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Path] = {}
    for path, group, _ in questions:
        key = "front" if "front" in group else "scene"
        asked = alike(_text(group, key)), alike(_text(group, "ask"))
        if not asked[0]:
            continue
        other = first.setdefault(asked, path)
        if other is not path:
            what = f"This question asks the same as the one on line {_line(tree, other)}."
            yield tree.problem((*path, key), what, "Change one of them, or remove it.")
