"""Questions and conversations as the rules look at them: their texts without emphasis signs, each worked out once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from quizgame.domain.questions import BetterResponse, Conversation, Flashcard, Option, Question, Turn, as_question
from quizgame.domain.text import plain
from quizgame.packs.check.wordcount import words
from quizgame.packs.problems import Path

Texts = tuple[tuple[Path, str], ...]
"""Texts, each with its place."""


class Parts(NamedTuple):
    """How the parts of a question are called."""

    name: str
    """What messages call the question."""
    scene: str
    """The key of the scene in the file."""
    tells: str
    """What messages call the scene."""
    options: str
    """The key of the list of options."""
    option: str
    """What messages call one of them."""


CARD = Parts("question", "front", "the front", "options", "option")
RESPONSE = Parts("question", "scene", "the scene", "options", "option")
TURN = Parts("turn", "says", "what the customer says", "responses", "response")


class Asked:
    """A question of a pack, or a turn of a conversation, with what several rules need of it."""

    def __init__(self, path: Path, question: Question, turn: Turn | None = None) -> None:
        self.path = path
        """Where it stands in the file."""
        self.question = question
        self.turn = turn
        """The turn that the question was made of; None for one that is asked by itself."""
        self.parts = TURN if turn else CARD if isinstance(question, Flashcard) else RESPONSE
        self.options: tuple[Option, ...] = question.options if isinstance(question, BetterResponse) else ()
        """Empty for a flashcard."""
        self.best = question.best if isinstance(question, BetterResponse) else -1

    @cached_property
    def scene(self) -> str:
        """The scene, the front of a card, or what the customer says."""
        question = self.question
        return _shown(question.front if isinstance(question, Flashcard) else question.scene)

    @property
    def scene_path(self) -> Path:
        """Where the scene stands, from the question."""
        return (self.parts.scene,)

    @cached_property
    def ask(self) -> str:
        """What is to be decided; empty for a card."""
        return "" if isinstance(self.question, Flashcard) else _shown(self.question.ask)

    @cached_property
    def says(self) -> tuple[str, ...]:
        """The responses, in the order of the file."""
        return tuple(_shown(option.say) for option in self.options)

    @property
    def options_path(self) -> Path:
        """Where the responses stand, from the question."""
        return (self.parts.options,)

    def say_path(self, index: int) -> Path:
        """Where the response with this index stands, from the question."""
        return self.parts.options, index, "say"

    def because_path(self, index: int) -> Path:
        """Where its reason stands."""
        return self.parts.options, index, "because"

    @cached_property
    def said_words(self) -> tuple[list[str], ...]:
        """The words of each response."""
        return tuple(words(say) for say in self.says)

    @cached_property
    def scene_words(self) -> list[str]:
        """The words of the scene."""
        return words(self.scene)

    @cached_property
    def others(self) -> tuple[int, ...]:
        """The indexes of the responses that are not best."""
        return tuple(index for index in range(len(self.options)) if index != self.best)

    @cached_property
    def stories(self) -> Texts:
        """The texts that tell what happened, which may come from work."""
        replies = enumerate(self.turn.responses if self.turn else ())
        return (
            (self.scene_path, self.scene),
            *(((*self.options_path, index, "reply"), _shown(each.reply)) for index, each in replies if each.reply),
        )

    @cached_property
    def texts(self) -> Texts:
        """Everything that the learner reads and an author wrote."""
        if isinstance(self.question, Flashcard):
            return (*self.stories, (("back",), _shown(self.question.back)))
        asks: Texts = () if self.turn else ((("ask",), self.ask),)
        found: list[tuple[Path, str]] = []
        for index, option in enumerate(self.options):
            found += [(self.say_path(index), self.says[index]), (self.because_path(index), _shown(option.because))]
        return (*self.stories, *asks, *found)


class Conversed:
    """A conversation of a pack, with what the rules need of it beside its turns."""

    def __init__(self, path: Path, conversation: Conversation) -> None:
        self.path = path
        """Where it stands in the file."""
        self.conversation = conversation
        self.turns = tuple(
            Asked((*path, "turns", index), as_question(conversation, turn), turn)
            for index, turn in enumerate(conversation.turns)
        )

    @cached_property
    def stories(self) -> Texts:
        """The text that tells what happened."""
        return ((("setting",), _shown(self.conversation.setting)),)

    @cached_property
    def texts(self) -> Texts:
        """Everything that the learner reads outside the turns."""
        endings = ((("endings", outcome), _shown(debrief)) for outcome, debrief in self.conversation.endings)
        return (*self.stories, *endings)

    def replies_before(self, turn: str) -> Iterator[str]:
        """What the customer may say or do just before the words of a turn."""
        for each in self.conversation.turns:
            for response in each.responses:
                if any(way.to == turn for way in response.ways):
                    yield response.reply


def _shown(text: str) -> str:
    """The text as it is read; most texts have no stars that would have to go."""
    return plain(text) if "*" in text else text
