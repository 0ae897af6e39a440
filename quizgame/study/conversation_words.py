"""How conversations are said in words, alike in both faces."""

from __future__ import annotations

from collections.abc import Mapping

from quizgame.domain.conversation import FURIOUS, Moment, Step, in_words
from quizgame.domain.questions import Outcome
from quizgame.domain.words import days_ago
from quizgame.study.views import LeftOff

ENDED: Mapping[Outcome, str] = {
    "resolved": "resolved",
    "closed-kindly": "closed kindly, without a solution",
    "handed-over": "handed over",
    "ended-properly": "ended properly",
    "lost": "lost",
}
"""How a conversation can end."""


def felt(temperature: int) -> str:
    """A temperature in full: `angry (7 of 10)`."""
    return f"{in_words(temperature)} ({temperature} of {FURIOUS})"


def moves(step: Step) -> str:
    """What a response does to the temperature: `cools from 7 to 5`."""
    if step.after == step.before:
        return f"stays at {step.after}"
    return f"{'cools' if step.after < step.before else 'heats up'} from {step.before} to {step.after}"


def judged(moment: Moment) -> str:
    """What there is to say of a response at once."""
    if moment.said.best:
        return "The best response."
    return "Fair, but not the best response." if moment.said.fair else "Not the best response."


def waits(left: LeftOff) -> str:
    """A conversation that was begun and left: `out-of-policy return (counter), left yesterday`."""
    return f"{left.title} ({left.channel}), left {days_ago(left.days)}"
