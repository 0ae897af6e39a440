"""Simulated classes: learners of differing ability meet questions of which some are bad on purpose."""

from __future__ import annotations

from math import exp
from random import Random
from typing import Literal

from quizgame.domain.events import Certainty
from quizgame.domain.items import Exposure, Sheet

Fault = Literal["", "wrong key", "ambiguous"]

OPTIONS = 4
_LURES = (0.5, 0.3, 0.2)
_GUESSED = 0.25


class SimulatedQuestion:
    """Option 0 is truly best. With a wrong key the file says option 1; where it is ambiguous, option 1 is as good."""

    def __init__(self, name: str, random: Random, fault: Fault) -> None:
        self.name = name
        self.fault = fault
        self.key = 1 if fault == "wrong key" else 0
        self._steep, self._hard = random.uniform(0.8, 1.6), random.uniform(-1.5, 0.5)

    def answer(self, ability: float, random: Random) -> Exposure:
        """A first answer: whoever knows, picks what is truly best; whoever does not guesses, or follows a lure."""
        knows = random.random() < 1 / (1 + exp(-self._steep * (ability - self._hard)))
        if knows:
            chosen = random.choice((0, 1)) if self.fault == "ambiguous" else 0
        elif random.random() < _GUESSED:
            chosen = random.randrange(OPTIONS)
        else:
            chosen = random.choices((1, 2, 3), _LURES)[0]
        sure = Certainty.SURE if random.random() < (0.4 if knows else 0.1) else Certainty.UNSTATED
        return Exposure(self.name, 1, "w", OPTIONS, chosen, chosen == self.key, sure)


def a_class(seed: int, learners: int = 200, questions: int = 20, share: float = 0.7) -> list[Sheet]:
    """Everybody meets so large a share of the questions; the first has a wrong key, and the second is ambiguous."""
    random = Random(seed)
    sound: list[Fault] = [""] * (questions - 2)
    faults: list[Fault] = ["wrong key", "ambiguous", *sound]
    asked = [SimulatedQuestion(f"pack/q{number}", random, fault) for number, fault in enumerate(faults)]
    sheets = []
    for _ in range(learners):
        ability = random.gauss(0, 1)
        met = [each for each in asked if random.random() < share]
        sheets.append(Sheet(tuple(each.answer(ability, random) for each in met)))
    return sheets
