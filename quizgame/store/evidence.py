"""Reads from the log what there is to learn about a learner: the evidence on each objective."""

from __future__ import annotations

import json
import sqlite3

from quizgame.domain.events import Grade
from quizgame.domain.forgetting import Evidence
from quizgame.store.caches import STANDS
from quizgame.store.names import Names

_LATELY = """
    SELECT DISTINCT objective, content FROM (SELECT objective, content FROM review WHERE learner = ?
        AND day <= (SELECT horizon FROM learner WHERE id = ?) ORDER BY day DESC, instant DESC, id DESC LIMIT ?)
"""

_ANSWERS = f"""
    SELECT day, instant, id, grade, objective, content,
        CASE WHEN chosen IS NULL THEN 0 ELSE length(shown) - length(replace(shown, ',', '')) + 1 END
    FROM review INDEXED BY review_by_objective
    WHERE learner = ? AND objective IN (SELECT value FROM json_each(?))
        AND day <= (SELECT horizon FROM learner WHERE id = ?) AND {STANDS}
"""

_GRADES = {each.value: each for each in Grade}


def trails(db: sqlite3.Connection, learner: bytes, latest: int) -> list[list[Evidence]]:
    """The evidence on each objective that one of the `latest` answers was about, from its first meeting on.

    Answers under old names count for the objective they have moved to; those taken back, and those of days that have
    not come, do not count.
    """
    names = Names(db)
    wanted = {names.objective(*row) for row in db.execute(_LATELY, (learner, learner, latest))}
    keys = sorted({key for objective in wanted for key in names.former(objective)})
    found: dict[str, list[Evidence]] = {}
    for *order, grade, key, content, options in sorted(db.execute(_ANSWERS, (learner, json.dumps(keys), learner))):
        objective = names.objective(key, content)
        trail = found.setdefault(objective, [])
        if objective in wanted and (not trail or order[0] > trail[-1].order[0]):
            trail.append(Evidence((order[0], order[1], order[2]), _GRADES[grade], options))
    return [trail for _, trail in sorted(found.items()) if trail]
