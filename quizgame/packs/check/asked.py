"""A question as the rules look at it: its texts without emphasis signs, each worked out once."""

from __future__ import annotations

from functools import cached_property

from quizgame.domain.questions import BetterResponse, Flashcard, Option, Question
from quizgame.domain.text import plain
from quizgame.packs.check.wordcount import words
from quizgame.packs.problems import Path


class Asked:
    """A question of a pack, with what several rules need of it."""

    def __init__(self, index: int, question: Question) -> None:
        self.index = index
        """Its number in the file, from 0."""
        self.question = question
        self.options: tuple[Option, ...] = question.options if isinstance(question, BetterResponse) else ()
        """Empty for a flashcard."""
        self.best = question.best if isinstance(question, BetterResponse) else -1

    @cached_property
    def scene(self) -> str:
        """The scene, or the front of a card."""
        question = self.question
        return _shown(question.front if isinstance(question, Flashcard) else question.scene)

    @cached_property
    def scene_path(self) -> Path:
        """Where the scene, or the front, stands."""
        return ("front",) if isinstance(self.question, Flashcard) else ("scene",)

    @cached_property
    def ask(self) -> str:
        """What is to be decided; empty for a card."""
        return "" if isinstance(self.question, Flashcard) else _shown(self.question.ask)

    @cached_property
    def says(self) -> tuple[str, ...]:
        """The responses, in the order of the file."""
        return tuple(_shown(option.say) for option in self.options)

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
    def texts(self) -> tuple[tuple[Path, str], ...]:
        """Everything that the learner reads, with its place."""
        if isinstance(self.question, Flashcard):
            return (self.scene_path, self.scene), (("back",), _shown(self.question.back))
        found: list[tuple[Path, str]] = [(self.scene_path, self.scene), (("ask",), self.ask)]
        for index, option in enumerate(self.options):
            found += [(say_path(index), self.says[index]), (("options", index, "because"), _shown(option.because))]
        return tuple(found)


def say_path(index: int) -> Path:
    """Where the response with this index stands."""
    return "options", index, "say"


def _shown(text: str) -> str:
    """The text as it is read; most texts have no stars that would have to go."""
    return plain(text) if "*" in text else text
