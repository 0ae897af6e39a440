"""Players that know nothing but how questions are written: where one beats chance, answers give themselves away."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from quizgame.packs.check.asked import Asked
from quizgame.packs.check.english import ABSOLUTES, NEGATIVE, OURS, POLITE, POSITIVE, content_words

_SENTENCE_END = re.compile(r"[.!?…]+(?=\W|$)")

Values = Sequence[float]
"""One value for each option of a question, in the order of the file."""


class Solver(NamedTuple):
    """One way to guess, and its opposite."""

    name: str
    """Says which option it picks."""
    opposite: str
    """Says which option its opposite picks."""
    values: Callable[[Asked], Values]
    """The solver picks the highest, its opposite the lowest."""
    english: bool = False
    """Whether it reads English words; in other languages it guesses."""


def _matches(pattern: re.Pattern[str]) -> Callable[[Asked], Values]:
    return lambda asked: [len(pattern.findall(say.replace("’", "'"))) for say in asked.says]


def _lengths(asked: Asked) -> Values:
    return [len(say) for say in asked.says]


def _good_less_bad(asked: Asked) -> Values:
    good, bad = _matches(POSITIVE)(asked), _matches(NEGATIVE)(asked)
    return [plus - minus for plus, minus in zip(good, bad, strict=True)]


def _words_of_the_scene(asked: Asked) -> Values:
    scene = content_words(asked.scene_words)
    return [len(content_words(said) & scene) for said in asked.said_words]


def _plurals(asked: Asked) -> Values:
    return [sum(word in OURS for word in said) for said in asked.said_words]


def _questions(asked: Asked) -> Values:
    return ["?" in say or "？" in say for say in asked.says]


def _sentences(asked: Asked) -> Values:
    return [len(_SENTENCE_END.findall(say)) for say in asked.says]


def _places(asked: Asked) -> Values:
    return [-index for index in range(len(asked.options))]


LENGTH = Solver("longest", "shortest", _lengths)
PLACE = Solver("first in the file", "last in the file", _places)
SOLVERS = (
    LENGTH,
    Solver("most sentences", "fewest sentences", _sentences),
    Solver("most commas", "fewest commas", lambda asked: [say.count(",") for say in asked.says]),
    Solver("asks a question", "asks no question", _questions),
    Solver("politest", "least polite", _matches(POLITE), english=True),
    Solver("most positive", "most negative", _good_less_bad, english=True),
    Solver("most absolutes", "fewest absolutes", _matches(ABSOLUTES), english=True),
    Solver("most words of scene", "fewest of scene", _words_of_the_scene, english=True),
    Solver("most we, us, our", "fewest we, us, our", _plurals, english=True),
    PLACE,
)
"""All but the one that learns, which is in `bayes`."""


def values_of(solver: Solver, asked: Asked, *, english: bool) -> Values:
    """What a solver sees in the options of a question."""
    if solver.english and not english:
        return [0] * len(asked.options)
    return solver.values(asked)
