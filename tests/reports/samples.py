"""Progress of three learners on one study day: somebody new, somebody after a first day, somebody after a year."""

from __future__ import annotations

from datetime import date
from random import Random

from quizgame.domain import progress
from quizgame.domain.calibration import NOTHING, Tally, counted
from quizgame.domain.days import DatedSetting, from_calendar, monday
from quizgame.domain.events import Certainty
from quizgame.domain.forgetting import PRIOR
from quizgame.domain.progress import Held, Progress, Shelf, Weak
from quizgame.domain.streak import BEGINNING, Practice, Rules, fold, settle

TODAY = from_calendar(date(2026, 11, 21))
"""A Saturday, and so a rest day unless a learner says otherwise."""

SHELVES = tuple(
    Shelf(pack, topic, objectives)
    for pack, topic, objectives in (
        ("apologising", "apologising", 9),
        ("calm-and-courtesy", "calm-courtesy-professionalism", 11),
        ("closing", "closing-and-afterwards", 8),
        ("ego-aside", "not-personal-setting-ego-aside", 9),
        ("empathy", "empathy-and-being-on-their-side", 12),
        ("involving-a-supervisor", "involving-a-supervisor", 5),
        ("limits-and-safety", "limits-safety-and-escalation", 11),
        ("listening", "listening", 10),
        ("ownership-and-promises", "ownership-and-promises", 6),
        ("service-mindset", "service-mindset-and-stakes", 13),
        ("solutions", "solutions-and-flexibility", 11),
        ("voice-and-face", "voice-face-and-body", 8),
    )
)
TITLES = (
    "Be sorry for the act, never for the feeling",
    "Warn calmly before you end an abusive call",
    "Say back the facts and the feeling",
    "Promise effort freely, and a result once you know it will hold",
    "Once you have heard the concern, say that you will do your best",
    "Back up *I understand* with proof",
    "Stand beside the customer without running your house down",
    "Let them vent to the end",
    "Hand over with the story, so that nobody tells it twice",
)
HOSTILE = '<script>alert(\'x\')</script>" onload="alert(1)" \u202eevil\u2066 \x1b[31m=1+1 &amp; ' + "unbroken" * 12
"""What a name or a title must never be able to do to a report."""


def an_empty_learner(name: str = "Sam") -> Progress:
    """Somebody who has just said their name."""
    return _progress(name, [], Rules(), [], NOTHING, 0.0)


def after_one_day(name: str = "Sam") -> Progress:
    """Somebody after their first three minutes, on a Saturday."""
    helds = [
        Held(f"listening/o{number}", "listening", "listening", 3.1, 5.0, 1, TODAY, TODAY + 3, 3, None)
        for number in range(7)
    ]
    helds += [
        Held(f"empathy/o{number}", "empathy", _topic("empathy"), 0.4, 7.0, 1, TODAY, TODAY + 1, 0, None)
        for number in range(2)
    ]
    tally = counted(NOTHING, None, Certainty.SURE, right=True)
    return _progress(name, [_practice(TODAY, 9)], Rules(), helds, tally, 171.0)


def after_a_year(name: str = "Sam", seed: int = 7) -> Progress:
    """Somebody who has practised most working days for more than a year, with holidays and lapses."""
    random = Random(seed)
    rules = Rules(goals=(DatedSetting(TODAY - 300, 4),), off=frozenset(range(TODAY - 118, TODAY - 104)))
    practices = []
    for day in range(monday(TODAY) - 330, TODAY + 1):
        steady = 1.0 if day > TODAY - 60 else 0.9
        chance = 0.12 if rules.rests(day) else 0.55 if day < TODAY - 200 else steady
        if random.random() < chance and day not in rules.off:
            practices.append(
                _practice(day, random.choice((3 if day < TODAY - 60 else 7, 5, 8, 9, 9, 10, 14, 15, 21, 30)))
            )
    helds = [held for shelf in SHELVES[:-1] for held in _helds(shelf, random)]
    tally = NOTHING
    for _ in range(640):
        chance = min(0.99, max(0.2, random.gauss(0.87, 0.11)))
        certainty = random.choices((Certainty.UNSTATED, Certainty.SURE, Certainty.NOT_SURE), (5, 4, 1))[0]
        right = random.random() < chance - 0.03 - 0.25 * (certainty is Certainty.NOT_SURE)
        tally = counted(tally, chance, certainty, right=right)
    return _progress(name, practices, rules, helds, tally, sum(each.answers for each in practices) * 19.5)


def somebody_hostile() -> Progress:
    """A year whose name, topics, packs and titles try to break out of the report."""
    made = after_a_year(HOSTILE)
    shares = tuple(each._replace(name=f"{HOSTILE}{number}") for number, each in enumerate(made.known.topics))
    weak = tuple(Weak(HOSTILE, HOSTILE, 0.4, TODAY - number) for number in range(3))
    return made._replace(
        known=made.known._replace(topics=shares, packs=shares),
        sureness=made.sureness._replace(misled=weak, fading=weak),
    )


def _practice(day: int, answers: int) -> Practice:
    opened = (day * 86_400 + 12 * 3600) * (1 << 18) + (1 << 17)  # noon in Greenwich, as `streak.reading` packs it
    return Practice(day, answers, finished=answers > 5, opened=opened, closed=opened)


def _topic(pack: str) -> str:
    return next(shelf.topic for shelf in SHELVES if shelf.pack == pack)


def _helds(shelf: Shelf, random: Random) -> list[Held]:
    """The objectives of a shelf that were met: most of them."""
    helds = []
    for number in range(shelf.objectives):
        repetitions = random.choice((1, 4, 6, 8, 10, 12))
        stability = {1: 4.0, 4: 15.0, 6: 40.0, 8: 90.0, 10: 160.0, 12: 300.0}[repetitions]
        last = TODAY - random.randrange(1, min(int(stability * random.choice((0.4, 0.6, 5.0))) + 4, 330))
        due = max(last + int(stability * 0.85), TODAY - 2)
        misled = TODAY - random.randrange(1, 40) if random.random() < 0.08 else None
        key = f"{shelf.pack}/objective-{number}"
        if random.random() < 0.85:
            helds.append(
                Held(
                    key,
                    shelf.pack,
                    shelf.topic,
                    stability,
                    5.0,
                    repetitions,
                    last,
                    due,
                    random.choice((0, 3, 3, 4)),
                    misled,
                )
            )
    return helds


def _progress(
    name: str, practices: list[Practice], rules: Rules, helds: list[Held], tally: Tally, seconds: float
) -> Progress:
    until_now = fold((each for each in practices), rules, BEGINNING)
    settled = settle(until_now, TODAY - 1, (_practice(TODAY, 0).opened,), rules)
    answers = sum(each.answers for each in practices)
    titles = {held.objective: TITLES[index % len(TITLES)] for index, held in enumerate(helds)}
    return Progress(
        name=name,
        day=TODAY,
        year=progress.year(practices, settled, TODAY, rules, (answers, seconds)),
        known=progress.known(PRIOR, helds, SHELVES, TODAY),
        coming=progress.coming(PRIOR, helds, TODAY),
        sureness=progress.sureness(PRIOR, tally, helds, titles, TODAY),
    )
