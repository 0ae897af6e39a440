"""The rule about reasons: an explanation is what makes an answer stick (Van der Kleij 2015), so each must explain."""

from __future__ import annotations

from quizgame.packs.check.asked import Asked
from quizgame.packs.check.findings import Spot, Spots, amount
from quizgame.packs.check.wordcount import word_count, words

FEWEST_FOR_BEST, FEWEST_FOR_OTHERS = 8, 5
"""Words."""
_VERDICTS = (
    "a an and answer bad best better choice correct correctly course done exactly false good great here incorrect is it"
    " it's no not of one option perfect quite reply response right so that that's"
    " the this to true very was well wrong yes"
)
_VERDICT_WORDS = frozenset(_VERDICTS.split())
"""A reason made of these alone says only whether the option is right; English, and harmless elsewhere."""


def thin_reason(asked: Asked) -> Spots:
    """E3."""
    name = asked.parts.option
    for index, option in enumerate(asked.options):
        path = asked.because_path(index)
        if _VERDICT_WORDS.issuperset(words(option.because)):
            yield Spot(path, f"The reason says only whether the {name} is right.", option.because)
            continue
        fewest = FEWEST_FOR_BEST if option.best else FEWEST_FOR_OTHERS
        number = word_count(option.because)
        if number < fewest:
            which = f"the best {name}" if option.best else f"any other {name}"
            yield Spot(path, f"The reason has {amount(number, 'word')}; {which} needs {fewest}.", option.because)
