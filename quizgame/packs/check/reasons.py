"""The rule about reasons: an explanation is what makes an answer stick (Van der Kleij 2015), so each must explain."""

from __future__ import annotations

import re

from quizgame.packs.check.asked import Asked
from quizgame.packs.check.findings import Spot, Spots, amount
from quizgame.packs.check.wordcount import word_count

FEWEST_FOR_BEST, FEWEST_FOR_OTHERS = 8, 5
"""Words."""
_BARE = re.compile(
    r"(?:(?:yes|no|well done|(?:that|this|it)(?:['’]s| is| was)?|not|the|a|an|very|quite|in)?[\s,]*"
    r"(?:(?:in)?correct(?:ly)?|right|wrong|true|false|best|better|good|bad|exactly|perfect)[\s,]*"
    r"(?:answers?|options?|responses?|choices?|one|reply|thing|to|say|choose|do|here|and|so|because|[-–—:;,.!])*\s*)+",
    re.IGNORECASE,
)


def thin_reason(asked: Asked) -> Spots:
    """E3."""
    for index, option in enumerate(asked.options):
        path = ("options", index, "because")
        opening = _BARE.match(option.because)
        rest = option.because[opening.end() :] if opening else option.because
        if opening and not rest.strip(" .!"):
            yield Spot(path, "The reason says only whether the option is right.", option.because)
            continue
        fewest = FEWEST_FOR_BEST if option.best else FEWEST_FOR_OTHERS
        number = word_count(option.because)
        if number < fewest:
            which = "the best option" if option.best else "an option"
            yield Spot(path, f"The reason has {amount(number, 'word')}; {which} needs {fewest}.", option.because)
