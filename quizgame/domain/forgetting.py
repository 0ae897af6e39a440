"""How one learner forgets: a curve of four numbers over the engine's states, learned from the learner's own answers.

The engine's default parameters are those of many people with other cards. What they say of one learner may be far too
kind or too harsh, and then both the plan and the mastery shown are wrong. So the stability that they give is taken as a
measure among others, and the chance of free recall (no options to guess from) is

    logit P = level + strength · ln S - fading · ln(t / 7) + meetings · ln n

with S the stability in days, n the pieces of evidence, and t the whole days, at least one, since the latest of them.
A power law of forgetting has this form, and so has an activation that grows with the logarithm of practice (Pavlik and
Anderson 2005). The numbers start from those that fit simulated learners of four kinds (docs/learning.md), and every
piece of evidence moves them by one step of Bayes' rule. Luck is in the account: with k options an unknown answer is
right 1 time in k, so a right one says less than a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, log
from typing import NamedTuple

from quizgame.domain import memory
from quizgame.domain.events import Grade, Order, ParametersFitted
from quizgame.domain.memory import HORIZON, Memory

WEEK = 7.0

WINDOW = 1000
"""The latest pieces of evidence that are learned from: people change, and a session must end at once."""

SLIP = 0.03
"""The chance of a wrong answer to what is known."""

FLATTERY = 0.05
"""The chance that the back of a flashcard is graded as known when it was not."""


class Curve(NamedTuple):
    """The four numbers."""

    level: float
    """Logit of recall a week after the first meeting of what the engine gives a stability of one day."""
    strength: float
    fading: float
    meetings: float


class Outcome(NamedTuple):
    """One piece of evidence after the first, with what was known before it."""

    stability: float
    repetitions: int
    """Pieces of evidence before."""
    days: int
    """Whole days since the latest of them, at least 1."""
    options: int
    """Options that could be guessed from; 0 for a flashcard."""
    right: bool


class Experience(NamedTuple):
    """What a learner's answers have taught about the learner."""

    curve: Curve
    outcomes: int = 0
    """Pieces of evidence that the curve was learned from."""
    firsts: int = 0
    """First meetings."""
    firsts_right: int = 0
    """How many of them were answered right."""


PRIOR = Curve(-0.13, 0.18, 0.38, 0.73)
"""The curve before anything is known of a learner."""

DEVIATION = Curve(0.80, 0.12, 0.30, 0.40)
"""How far learners lie from it, as standard deviations."""

START = Experience(PRIOR)

LEAST, MOST = Curve(-20.0, 0.0, 0.05, 0.0), Curve(20.0, 2.0, 3.0, 5.0)
"""What a curve may be, whatever a few answers, or an imported file, say."""

_FIRSTS, _FIRSTS_RIGHT = 5, 2
"""Imagined first meetings, which steady the first sessions."""

_PROMISE, _LEAST_PROMISE, _UPKEEP, _FAST = 1.15, 0.6, 1.5, 0.40
"""By how much what is new counts for more than the recall it brings, and how much less of that, at the least, for each
unit by which `fading` exceeds what is fast."""

_HORIZON = log(HORIZON / WEEK)


def recall(curve: Curve, stability: float, repetitions: int, days: float) -> float:
    """The chance of free recall `days` after the latest evidence; on the day itself that of the next day."""
    level, strength, fading, meetings = curve
    logit = level + strength * log(stability) - fading * log(max(days, 1.0) / WEEK) + meetings * log(repetitions)
    return 1 / (1 + exp(-logit))


def gain(curve: Curve, stability: float, difficulty: float, repetitions: int, elapsed: int) -> float:
    """Expected growth, by asking now, of the chance of recall in `HORIZON` days.

    `elapsed` is whole days since the latest evidence, at least 0.
    """
    good, again = memory.futures(stability, difficulty, elapsed)
    level, strength, fading, meetings = curve
    # What four calls of `recall` give, in a third of the time: a library may have ten thousand objectives.
    before = level + strength * log(stability) + meetings * log(repetitions)
    after = level - fading * _HORIZON + meetings * log(repetitions + 1)
    right = 1 / (1 + exp(fading * log(max(elapsed, 1) / WEEK) - before))
    kept = 1 / (1 + exp(-after - strength * log(good)))
    relearned = 1 / (1 + exp(-after - strength * log(again)))
    untouched = 1 / (1 + exp(fading * log((elapsed + HORIZON) / WEEK) - before))
    return right * kept + (1 - right) * relearned - untouched


def worth_of_new(experience: Experience) -> float:
    """What a first meeting is worth beside a gain of recall: the chance of recall that it brings, and a factor.

    What is new can be asked again later, when it gains more: that counts in its favour. What fades fast will not last
    without: that counts against it.
    """
    curve = experience.curve
    right = (experience.firsts_right + _FIRSTS_RIGHT) / (experience.firsts + _FIRSTS)
    good, again = memory.FIRST_STABILITIES
    brings = right * recall(curve, good, 1, HORIZON) + (1 - right) * recall(curve, again, 1, HORIZON)
    return brings * max(_LEAST_PROMISE, _PROMISE - _UPKEEP * max(curve.fading - _FAST, 0.0))


def growth(curve: Curve, before: Memory | None, now: Memory, grade: Grade) -> float:
    """How much an answer that counted moved the chance of recall in `HORIZON` days, as it is shown to the learner.

    An objective that was never met counts as not recalled before; missing it then adds nothing.
    """
    later = recall(curve, now.stability, now.repetitions, HORIZON)
    if before is None:
        return 0.0 if grade is Grade.AGAIN else later
    return later - recall(curve, before.stability, before.repetitions, now.last_day - before.last_day + HORIZON)


def observed(chance: float, options: int) -> float:
    """The chance of a right answer, luck and slips included."""
    luck = 1 / options if options else FLATTERY
    return luck + (1 - luck - SLIP) * chance


def experience_in(fact: ParametersFitted) -> Experience:
    """The experience that an event keeps; it may have come in a file, with any numbers at all."""
    curve = (fact.level, fact.strength, fact.fading, fact.meetings)
    return Experience(_sane(curve), fact.outcomes, fact.firsts, min(fact.firsts_right, fact.firsts))


def fitted(found: Experience) -> ParametersFitted:
    """The event that keeps an experience."""
    return ParametersFitted(*found.curve, found.outcomes, found.firsts, found.firsts_right)


class Evidence(NamedTuple):
    """The first answer of a study day to an objective."""

    order: Order
    grade: Grade
    options: int
    """That could be guessed from; 0 for a flashcard."""


def experience(trails: Iterable[Sequence[Evidence]]) -> Experience:
    """What a learner's log says about the learner: `trails` holds the evidence on each objective, in order."""
    told: list[tuple[Order, Outcome]] = []
    firsts = firsts_right = 0
    for trail in trails:
        firsts += 1
        firsts_right += trail[0].grade is not Grade.AGAIN
        if len(trail) == 1:
            continue
        days = [each.order[0] for each in trail]
        stabilities = memory.stabilities([(day, each.grade) for day, each in zip(days, trail, strict=True)])
        for place in range(1, len(trail)):
            order, grade, options = trail[place]
            elapsed = days[place] - days[place - 1]
            right = grade is not Grade.AGAIN
            told.append((order, Outcome(stabilities[place - 1], place, elapsed, options, right)))
    told.sort()
    return learned((outcome for _, outcome in told[-WINDOW:]), firsts, firsts_right)


def learned(outcomes: Iterable[Outcome], firsts: int = 0, firsts_right: int = 0) -> Experience:
    """What answers say about a learner, in the order of the log.

    Each moves the mean of a normal distribution over the four numbers, whose variance shrinks by the answer's Fisher
    information.
    """
    # Written out, with what is symmetric kept once: this takes a fifth of the time, and a session must end at once.
    level, strength, fading, meetings = PRIOR
    ll, ss, ff, mm = (each**2 for each in DEVIATION)
    ls = lf = lm = sf = sm = fm = 0.0
    count = 0
    for stability, repetitions, days, options, right in outcomes:
        s, f, m = log(stability), -log(days / WEEK), log(repetitions)
        luck = 1 / options if options else FLATTERY
        known = 1 / (1 + exp(-(level + strength * s + fading * f + meetings * m)))
        chance = luck + (1 - luck - SLIP) * known
        variance = chance * (1 - chance)
        slope = (1 - luck - SLIP) * known * (1 - known)
        information = slope * slope / variance
        of_l = ll + ls * s + lf * f + lm * m
        of_s = ls + ss * s + sf * f + sm * m
        of_f = lf + sf * s + ff * f + fm * m
        of_m = lm + sm * s + fm * f + mm * m
        shrinks = 1 + information * (of_l + of_s * s + of_f * f + of_m * m)
        step = (right - chance) / variance * slope / shrinks
        level, strength = level + step * of_l, strength + step * of_s
        fading, meetings = fading + step * of_f, meetings + step * of_m
        less = information / shrinks
        ll, ss, ff, mm = (
            ll - less * of_l * of_l,
            ss - less * of_s * of_s,
            ff - less * of_f * of_f,
            mm - less * of_m * of_m,
        )
        ls, lf, lm = ls - less * of_l * of_s, lf - less * of_l * of_f, lm - less * of_l * of_m
        sf, sm, fm = sf - less * of_s * of_f, sm - less * of_s * of_m, fm - less * of_f * of_m
        count += 1
    return Experience(_sane((level, strength, fading, meetings)), count, firsts, firsts_right)


def _sane(numbers: Iterable[float]) -> Curve:
    """The nearest curve by which time never strengthens a memory, nor practice weakens it, and nothing overflows."""
    bounded = (min(most, max(least, each)) for each, least, most in zip(numbers, LEAST, MOST, strict=True))
    return Curve(*(round(each, 6) for each in bounded))
