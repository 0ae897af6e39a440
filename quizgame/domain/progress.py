"""What a learner sees of their progress, computed from what is known on one study day; no screen, no store.

Four questions, a value for each: when did I practise, what do I know, what comes, and am I as sure as I am right?
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import exp, log
from operator import attrgetter
from typing import NamedTuple

from quizgame.domain import forgetting, memory
from quizgame.domain.calibration import Tally
from quizgame.domain.days import monday
from quizgame.domain.forgetting import WEEK, Curve
from quizgame.domain.streak import DayState, Practice, Rules, Streak, wanted, without_practice

WEEKS = 53
"""Weeks of the heatmap, the present one included."""

# Both thresholds are chances of free recall by the learner's own curve, which is calibrated on the learner's answers.

HOLDS = 0.80
"""Chance with which an objective must still be recalled in thirty days to hold."""

COMING = 30
"""Days for which due reviews are counted."""

AHEAD = 90
"""Days for which memory is forecast."""

STEP = 5
"""Days between two points of the forecast."""

SAMPLE = 250
"""Objectives that a forecast follows one by one; of a larger library, as many evenly spread ones stand for all."""

FADING = 0.50
"""Chance of recall below which an objective fades: more likely forgotten than not."""


class Held(NamedTuple):
    """An objective in play that was met before."""

    objective: str
    pack: str
    topic: str
    stability: float
    difficulty: float
    repetitions: int
    last_day: int
    due: int
    options: int
    """Options of the variant whose turn it is; 0 for a flashcard."""
    misled: int | None
    """Study day of a sure but wrong answer that no right one has followed yet."""


class Shelf(NamedTuple):
    """How many objectives in play a pack has on a topic."""

    pack: str
    topic: str
    objectives: int


class Day(NamedTuple):
    """A study day of the heatmap."""

    day: int
    answers: int
    state: DayState


class Year(NamedTuple):
    """When did I practise?"""

    days: tuple[Day, ...]
    """Whole weeks from a Monday, the last one being the present week."""
    streak: Streak
    wanted: int | None
    """The next study day that asks for practice, freezes apart; None when no streak runs."""
    goal: int
    """Days to practise this week."""
    answers: int
    """In all, those taken back left out."""
    seconds: float
    """Spent on them in all."""
    best_week: int
    """Most counted days in one week, Monday to Sunday."""

    @property
    def week(self) -> tuple[Day, ...]:
        """The present week, Monday to Sunday."""
        return self.days[-7:]

    @property
    def done(self) -> int:
        """Days of the present week that count."""
        return sum(each.state == "practised" for each in self.week)


class Share(NamedTuple):
    """How much of a topic or a pack is known."""

    name: str
    objectives: int
    met: int
    holding: int
    """Would still be recalled in thirty days."""
    mastery: float
    """Mean chance of recall today; what was never met counts as 0."""

    @property
    def mastered(self) -> bool:
        """True when every objective holds."""
        return self.holding == self.objectives > 0


class Known(NamedTuple):
    """What do I know?"""

    topics: tuple[Share, ...]
    packs: tuple[Share, ...]
    total: Share


class Coming(NamedTuple):
    """What comes?"""

    due: tuple[int, ...]
    """Objectives due today (and before), tomorrow, and so on for `COMING` days."""
    without: tuple[float, ...]
    """Objectives recalled today and every `STEP` days, if nothing is practised."""
    practised: tuple[float, ...]
    """The same, if each is asked on the day it falls due."""
    met: int


class Weak(NamedTuple):
    """An objective that a session could strengthen."""

    objective: str
    title: str
    recall: float
    """Chance of recall today."""
    misled: int | None
    """Study day of the sure but wrong answer, if that is why it is listed."""


class Sureness(NamedTuple):
    """Am I as sure as I am right?"""

    tally: Tally
    misled: tuple[Weak, ...]
    """Sure but wrong, the latest first."""
    fading: tuple[Weak, ...]
    """The weakest first."""


class Progress(NamedTuple):
    """All four answers, on one study day."""

    name: str
    day: int
    year: Year
    known: Known
    coming: Coming
    sureness: Sureness


def year(practices: Sequence[Practice], streak: Streak, today: int, rules: Rules, totals: tuple[int, float]) -> Year:
    """When did I practise? `streak` is settled up to yesterday; `totals` are answers and seconds in all."""
    start = monday(today) - (WEEKS - 1) * 7
    first = practices[0].day if practices else today
    latest = {each.day: each for each in practices[bisect_left(practices, start, key=attrgetter("day")) :]}

    def shown(day: int) -> Day:
        found = latest.get(day)
        if found is None or not found.answers:
            return Day(day, 0, "before" if day < min(first, today) else without_practice(day, today, streak, rules))
        return Day(day, found.answers, "practised" if found.counts else "begun")

    weeks = Counter([monday(each.day) for each in practices if each.counts])
    return Year(
        days=tuple(shown(day) for day in range(start, start + WEEKS * 7)),
        streak=streak,
        wanted=wanted(streak, today, rules),
        goal=rules.goal(today),
        answers=totals[0],
        seconds=totals[1],
        best_week=max(weeks.values(), default=0),
    )


def recall(curve: Curve, held: Held, day: int) -> float:
    """The chance of recalling an objective on a study day, by the learner's curve."""
    return forgetting.recall(curve, held.stability, held.repetitions, day - held.last_day)


def holds(curve: Curve, held: Held, today: int) -> bool:
    """True when an objective would still be recalled in thirty days."""
    return recall(curve, held, today + memory.HORIZON) >= HOLDS


def _odds(curve: Curve, stability: float, repetitions: int) -> float:
    """The odds of recall a week after the latest evidence: what `recall` need not find anew for every day."""
    return exp(curve.level + curve.strength * log(stability) + curve.meetings * log(repetitions))


def _chance(fading: float, odds: float, days: int) -> float:
    """The chance of recall `days` after the latest evidence, from the odds a week after it."""
    faded: float = (max(days, 1) / WEEK) ** fading
    return 1 / (1 + faded / odds)


def known(curve: Curve, helds: Iterable[Held], shelves: Iterable[Shelf], today: int) -> Known:
    """What do I know?"""
    corners: dict[tuple[str, str], list[float]] = {
        (each.pack, each.topic): [each.objectives, 0, 0, 0.0] for each in shelves
    }
    level, strength, fading, meetings = curve
    horizon = memory.HORIZON
    # What `holds` and `recall` say, written out: a library may have ten thousand objectives.
    for _, pack, topic, stability, _, repetitions, last_day, _, _, _ in helds:
        corner, ago = corners[pack, topic], today - last_day
        odds = exp(level + strength * log(stability) + meetings * log(repetitions))
        corner[1] += 1
        corner[2] += _chance(fading, odds, ago + horizon) >= HOLDS
        corner[3] += _chance(fading, odds, ago)
    total = _shares(corners, lambda _: "")
    return Known(
        topics=_shares(corners, lambda corner: corner[1]),
        packs=_shares(corners, lambda corner: corner[0]),
        total=total[0] if total else Share("", 0, 0, 0, 0.0),
    )


def _shares(
    corners: Mapping[tuple[str, str], Sequence[float]], name: Callable[[tuple[str, str]], str]
) -> tuple[Share, ...]:
    """A share for every name, in order, from what is known of each pack's topics."""
    sums: dict[str, list[float]] = {}
    for corner, numbers in corners.items():
        found = sums.setdefault(name(corner), [0, 0, 0, 0.0])
        for place, number in enumerate(numbers):
            found[place] += number
    return tuple(
        Share(key, int(objectives), int(met), int(holding), chances / objectives)
        for key, (objectives, met, holding, chances) in sorted(sums.items())
    )


def coming(curve: Curve, helds: Sequence[Held], today: int) -> Coming:
    """What comes?"""
    due = [0] * (COMING + 1)
    for each in helds:
        ahead = max(0, each.due - today)
        if ahead <= COMING:
            due[ahead] += 1
    sample = _sample(curve, helds, today)
    weight = len(helds) / len(sample) if sample else 0.0
    points = range(0, AHEAD + 1, STEP)
    paths = [_practised(curve, each, today, points) for each in sample]
    states = [(_odds(curve, each.stability, each.repetitions), today - each.last_day) for each in sample]
    fading = curve.fading
    without = [sum(_chance(fading, odds, ago + point) for odds, ago in states) for point in points]
    return Coming(
        due=tuple(due),
        without=tuple(weight * recalled for recalled in without),
        practised=tuple(weight * sum(path[index] for path in paths) for index in range(len(points))),
        met=len(helds),
    )


def _sample(curve: Curve, helds: Sequence[Held], today: int) -> Sequence[Held]:
    """Objectives to follow for all: spread over those that will fade and those that will last, at even steps."""
    if len(helds) <= SAMPLE:
        return helds
    _, strength, fading, meetings = curve
    ahead = today + memory.HORIZON
    ordered = sorted(
        (
            strength * log(stability) + meetings * log(repetitions) - fading * log(max(ahead - last_day, 1)),
            objective,
            place,
        )
        for place, (objective, _, _, stability, _, repetitions, last_day, _, _, _) in enumerate(helds)
    )
    return [helds[ordered[(2 * place + 1) * len(ordered) // (2 * SAMPLE)][-1]] for place in range(SAMPLE)]


def _practised(curve: Curve, held: Held, today: int, points: Sequence[int]) -> list[float]:
    """The chance of recall at each point when the objective is asked whenever it falls due."""
    stability, difficulty, repetitions, last_day = held.stability, held.difficulty, held.repetitions, held.last_day
    target = memory.guess_aware_target(held.options)
    odds = _odds(curve, stability, repetitions)
    due = max(held.due, today)
    chances = []
    for point in points:
        while due <= today + point:
            stability, difficulty = memory.expected_after(stability, difficulty, due - last_day)
            repetitions += 1
            odds = _odds(curve, stability, repetitions)
            last_day = due
            due += max(1, int(memory.interval(stability, target)))
        chances.append(_chance(curve.fading, odds, today + point - last_day))
    return chances


def sureness(curve: Curve, tally: Tally, helds: Iterable[Held], titles: Mapping[str, str], today: int) -> Sureness:
    """Am I as sure as I am right? `titles` name the objectives by their keys."""

    def weak(held: Held, misled: int | None) -> Weak:
        return Weak(held.objective, titles.get(held.objective, held.objective), recall(curve, held, today), misled)

    misled, faded = [], []
    for held in helds:
        if held.misled is not None:
            misled.append((-held.misled, held.objective, held))
        elif (chance := recall(curve, held, today)) < FADING:
            faded.append((chance, held.objective, held))
    return Sureness(
        tally,
        tuple(weak(held, held.misled) for _, _, held in sorted(misled)),
        tuple(weak(held, None) for _, _, held in sorted(faded)),
    )
