"""Gathers from a learner's desk what the four questions of progress are answered with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quizgame.domain import progress, streak
from quizgame.domain.days import Moment
from quizgame.domain.progress import Coming, Held, Known, Progress, Share, Sureness, Year
from quizgame.domain.words import topic_name
from quizgame.store.catalogue import Catalogue
from quizgame.store.desk import Desk


def year(desk: Desk, today: int, now: Moment) -> Year:
    """When did I practise?"""
    history = desk.history
    practices, rules = history.practices(today), history.rules()
    folded = streak.settle(streak.fold(practices, rules), today - 1, (streak.reading(now),), rules)
    return progress.year(practices, folded, today, rules, history.totals(today))


def known(desk: Desk, catalogue: Catalogue, today: int, helds: Sequence[Held] | None = None) -> Known:
    """What do I know? Topics and packs by their titles; `helds`, where they were read already, are not read again."""
    shelves = desk.history.shelves(desk.packs_off(), desk.suspended())
    found = progress.known(desk.experience().curve, _helds(desk) if helds is None else helds, shelves, today)
    return found._replace(
        topics=titled(found.topics, topic_titles(catalogue)), packs=titled(found.packs, catalogue.pack_titles())
    )


def topic_titles(catalogue: Catalogue) -> Mapping[str, str]:
    """What each topic is called: by the pack that is all about it, else by its own words."""
    return {topic: topic_name(topic) for topic in catalogue.topics()} | catalogue.topic_titles()


def titled(shares: Iterable[Share], titles: Mapping[str, str]) -> tuple[Share, ...]:
    """The shares under the names that people read."""
    return tuple(each._replace(name=titles.get(each.name, each.name)) for each in shares)


def coming(desk: Desk, today: int) -> Coming:
    """What comes?"""
    return progress.coming(desk.experience().curve, _helds(desk), today)


def sureness(desk: Desk, catalogue: Catalogue, today: int) -> Sureness:
    """Am I as sure as I am right?"""
    return progress.sureness(desk.experience().curve, desk.history.tally(), _helds(desk), catalogue.titles(), today)


def whole(desk: Desk, catalogue: Catalogue, today: int, now: Moment) -> Progress:
    """All four at once, the objectives read once."""
    helds, curve = _helds(desk), desk.experience().curve
    return Progress(
        name=desk.learner.name,
        day=today,
        year=year(desk, today, now),
        known=known(desk, catalogue, today, helds),
        coming=progress.coming(curve, helds, today),
        sureness=progress.sureness(curve, desk.history.tally(), helds, catalogue.titles(), today),
    )


def _helds(desk: Desk) -> list[Held]:
    """The objectives met before, those left aside apart."""
    return desk.history.held(desk.packs_off(), desk.suspended())
