"""Packs, objectives and questions as plain frozen values: what the rest of the house passes around.

The models that guard the pack files live in `quizgame.packs`; what reaches this module is already valid.
Ids are unique within a pack; a *key* is `pack/id` and is unique in a store.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["flashcard", "better-response"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document says it."""

    document: str
    section: str


@dataclass(frozen=True, slots=True)
class Option:
    """One response that the learner can pick, with the reason that it is best or not."""

    say: str
    because: str
    best: bool = False


@dataclass(frozen=True, slots=True)
class Flashcard:
    """A prompt to recall from, graded by the learner."""

    id: str
    front: str
    back: str
    objective: str = ""
    """Id of the objective in the same pack; empty when the question is its own objective."""
    sources: tuple[Source, ...] = ()
    asks: tuple[str, ...] = ()
    """Ids of the claims that the question really asks for."""
    revision: int = 1
    was: str = ""
    """Key (`old-pack/old-id`) under which the question was known before."""

    @property
    def kind(self) -> Kind:
        """The word that pack files use for this kind of question."""
        return "flashcard"


@dataclass(frozen=True, slots=True)
class BetterResponse:
    """A scene, and responses of which exactly one is best."""

    id: str
    scene: str
    ask: str
    options: tuple[Option, ...]
    objective: str = ""
    """Id of the objective in the same pack; empty when the question is its own objective."""
    sources: tuple[Source, ...] = ()
    asks: tuple[str, ...] = ()
    """Ids of the claims that the question really asks for."""
    revision: int = 1
    was: str = ""
    """Key (`old-pack/old-id`) under which the question was known before."""

    @property
    def kind(self) -> Kind:
        """The word that pack files use for this kind of question."""
        return "better-response"

    @property
    def best(self) -> int:
        """Index, in the file's order, of the best option."""
        return next(index for index, option in enumerate(self.options) if option.best)


Question = Flashcard | BetterResponse


@dataclass(frozen=True, slots=True)
class Objective:
    """One thing to learn: what the scheduler schedules."""

    id: str
    title: str
    topic: str
    takeaway: str = ""
    tensions: tuple[str, ...] = ()
    """Ids of the tensions between documents that this objective is the home of."""
    was: str = ""
    """Key (`old-pack/old-id`) under which the objective was known before."""


@dataclass(frozen=True, slots=True)
class Pack:
    """Questions that travel together. Every question's objective is among `objectives`, the implied ones included."""

    id: str
    title: str
    author: str
    version: int
    language: str
    objectives: tuple[Objective, ...]
    questions: tuple[Question, ...]


def key(pack: str, id_: str) -> str:
    """The store-wide name of a question or an objective.

    >>> key("limits", "warn-first")
    'limits/warn-first'
    """
    return f"{pack}/{id_}"


def options_of(question: Question) -> int:
    """How many options the learner picks from; 0 where the answer is recalled freely."""
    return len(question.options) if isinstance(question, BetterResponse) else 0
