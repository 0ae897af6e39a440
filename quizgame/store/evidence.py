"""Reads from the log what there is to learn about a learner: the evidence on each objective."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from quizgame.domain.events import Grade
from quizgame.domain.forgetting import Evidence
from quizgame.store.caches import STANDS
from quizgame.store.names import Names

MOST = 5
"""Pieces of evidence read for each of the latest answers, at most. A trail is read from its very beginning: after years
of practice, those of a thousand objectives would take a second, and those of fewer hold as many late outcomes."""

_LATELY = f"""
    SELECT objective, content FROM review WHERE learner = ? AND day <= (SELECT horizon FROM learner WHERE id = ?)
        AND {STANDS} ORDER BY day DESC, instant DESC, id DESC LIMIT ?
"""

_LONG = """
    SELECT objective, repetitions FROM memory
    WHERE learner = ? AND objective IN (SELECT value FROM json_each(?))
"""

_ANSWERS = f"""
    SELECT day, instant, id, grade, objective, content, shown, chosen
    FROM review INDEXED BY review_by_objective
    WHERE learner = ? AND objective IN (SELECT value FROM json_each(?))
        AND day <= (SELECT horizon FROM learner WHERE id = ?) AND {STANDS}
"""

_GRADES = {each.value: each for each in Grade}


def trails(db: sqlite3.Connection, learner: bytes, latest: int) -> list[list[Evidence]]:
    """The evidence on each objective that one of the `latest` answers was about, from its first meeting on.

    Answers under old names count for the objective they have moved to; those taken back, and those of days that have
    not come, do not count. Of objectives that hold more evidence than `MOST` times `latest` in all, those are left out
    that were answered longest ago.
    """
    names = Names(db)
    lately = dict.fromkeys(names.objective(*row) for row in db.execute(_LATELY, (learner, learner, latest)))
    wanted = _within(db, learner, lately, MOST * latest)
    keys = {key for objective in wanted for key in names.former(objective)}
    found: dict[str, list[Evidence]] = {objective: [] for objective in sorted(wanted)}
    answers = db.execute(_ANSWERS, (learner, json.dumps(sorted(keys)), learner))
    latest_day: dict[str, int] = {}
    for row in sorted(answers):
        day, _, _, grade, key, content, shown, chosen = row
        objective = names.objective(key, content)
        if objective in found and latest_day.get(objective) != day:
            latest_day[objective] = day
            options = shown.count(",") + 1 if shown and chosen is not None else 0
            found[objective].append(Evidence(row[:3], _GRADES[grade], options))
    return [trail for trail in found.values() if trail]


def _within(db: sqlite3.Connection, learner: bytes, objectives: Iterable[str], most: int) -> set[str]:
    """The first of these objectives, as long as they hold no more than so many pieces of evidence; at least one."""
    named = list(objectives)
    pieces = dict(db.execute(_LONG, (learner, json.dumps(named))).fetchall())
    wanted: set[str] = set()
    total = 0
    for objective in named:
        total += pieces.get(objective, 0)
        if wanted and total > most:
            break
        wanted.add(objective)
    return wanted
