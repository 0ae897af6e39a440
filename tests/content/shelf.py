"""The built-in packs and what they are to teach, read once for all tests of this folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from quizgame.domain.questions import BetterResponse, Flashcard, Pack
from quizgame.packs.library import Library, bundled_folder
from quizgame.packs.reader import read_pack
from quizgame.packs.tree import read_tree

IMPORTANT = {"do", "dont", "step", "escalation", "scripted-response"}
"""Kinds of claims that a better-response question must ask."""


@cache
def packs() -> tuple[Pack, ...]:
    """Every built-in pack."""
    return tuple(read_pack(found.path) for found in Library(bundled_folder(), Path("nowhere")).files())


@cache
def teaching() -> tuple[Pack, ...]:
    """The built-in packs that teach a topic; the others hold conversations."""
    return tuple(pack for pack in packs() if pack.questions)


@cache
def inventory() -> dict[str, Any]:
    """`claims.yaml`."""
    path = bundled_folder() / "claims.yaml"
    root = read_tree(path.read_bytes(), path.name).root
    assert isinstance(root, dict)
    return root


@cache
def documents() -> dict[str, Any]:
    """`documents.yaml`, by the documents' ids."""
    path = bundled_folder() / "documents.yaml"
    root: Any = read_tree(path.read_bytes(), path.name).root
    return {document["id"]: document for document in root["documents"]}


def texts_of(pack: Pack) -> list[str]:
    """Everything in a pack that is our own wording."""
    found = [text for question in pack.questions for text in texts(question)]
    found += [text for objective in pack.objectives for text in (objective.title, objective.takeaway)]
    for talk in pack.conversations:
        found += [talk.title, talk.setting, *(debrief for _, debrief in talk.endings)]
        for turn in talk.turns:
            found.append(turn.says)
            found += [text for each in turn.responses for text in (each.say, each.because, each.reply)]
    return found


def texts(question: BetterResponse | Flashcard) -> list[str]:
    """Everything of a question that is our own wording."""
    if isinstance(question, Flashcard):
        return [question.front, question.back]
    options = [text for option in question.options for text in (option.say, option.because)]
    return [question.scene, question.ask, *options]
