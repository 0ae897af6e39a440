"""What a learner's past is read from: settings with their days, totals kept with each answer, and memory in play."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from quizgame.domain.calibration import Tally
from quizgame.domain.days import GRACE, DatedSetting
from quizgame.domain.events import DayOff, Fact, ParametersFitted, SettingChanged
from quizgame.domain.forgetting import START, Experience, experience_in
from quizgame.domain.progress import Held, Shelf
from quizgame.domain.streak import BACK, Practice, Rules
from quizgame.store import rows
from quizgame.store.caches import tally_of
from quizgame.store.database import Database
from quizgame.store.learners import Learner

_DIGITS = 4  # of a setting in whole numbers


class DayTotal(NamedTuple):
    """What was practised on one study day."""

    day: int
    answers: int
    """Those taken back left out."""
    again: int
    millis: int
    kept: int
    """Answers that were not taken back on their own day; what the streak counts."""
    finished: int
    """Sessions that were finished."""
    opened: int | None
    """When and where the first answer was given, as `streak.reading` packs it; None without answers."""
    closed: int | None
    """The same of the last one."""


class History:
    """One learner's past. Whatever depends on packs takes the condition that leaves out those switched off."""

    def __init__(self, database: Database, learner: Learner) -> None:
        self._database = database
        self._learner = learner.id

    # ── settings ──────────────────────────────────────────────────────────────────────────────────────────

    def settings(self, key: str) -> list[tuple[int, str]]:
        """Every value that a setting took, oldest first: the study day from which it holds, and the value."""
        facts = (fact for _, fact in self._facts("setting-changed") if isinstance(fact, SettingChanged))
        return [(fact.from_day, fact.value) for fact in facts if fact.key == key]

    def numbers(self, key: str) -> tuple[DatedSetting, ...]:
        """Every value that a setting in whole numbers took; what is no number is passed over."""
        found = ((day, value) for day, value in self.settings(key) if value.isdecimal() and len(value) <= _DIGITS)
        return tuple(DatedSetting(day, int(value)) for day, value in found)

    def days_off(self) -> frozenset[int]:
        """Study days marked as days off, each at most two weeks after it was over."""
        off: dict[int, bool] = {}
        for day, fact in self._facts("day-off"):
            if isinstance(fact, DayOff) and day - fact.day <= BACK:
                off[fact.day] = fact.off
        return frozenset(day for day, is_off in off.items() if is_off)

    def rules(self) -> Rules:
        """What the learner has set about streaks."""
        return Rules(self.numbers("rest"), self.days_off(), self.numbers("goal"), self.numbers("rollover"))

    # ── practice ──────────────────────────────────────────────────────────────────────────────────────────

    def day_totals(self, since: int) -> list[DayTotal]:
        """What was practised on each study day from `since` on."""
        found = self._database.reading.execute(
            "SELECT day, answers, again, millis, kept, finished, opened, closed FROM day_total"
            " WHERE learner = ? AND day >= ? ORDER BY day",
            (self._learner, since),
        )
        return list(map(partial(tuple.__new__, DayTotal), found))

    def practices(self, today: int) -> list[Practice]:
        """The study days on which something was answered, those that have not come yet left out."""
        found = self._database.reading.execute(
            "SELECT day, kept, finished > 0, opened, closed FROM day_total"
            " WHERE learner = ? AND day <= ? AND kept > 0 ORDER BY day",
            (self._learner, today + GRACE),
        )
        return list(map(partial(tuple.__new__, Practice), found))

    def newest(self, until: int = 2**31) -> int | None:
        """The latest study day up to `until` on which something was answered; None when there is none."""
        (day,) = self._database.reading.execute(
            "SELECT max(day) FROM day_total WHERE learner = ? AND day <= ? AND kept > 0", (self._learner, until)
        ).fetchone()
        return None if day is None else int(day)

    def totals(self, today: int) -> tuple[int, float]:
        """Answers and seconds in all, those taken back and those of days that have not come left out."""
        answers, millis = self._database.reading.execute(
            "SELECT coalesce(sum(answers), 0), coalesce(sum(millis), 0) FROM day_total WHERE learner = ? AND day <= ?",
            (self._learner, today + GRACE),
        ).fetchone()
        return answers, millis / 1000

    # ── memory ────────────────────────────────────────────────────────────────────────────────────────────

    def held(self, off: Iterable[str], suspended: Iterable[str] = ()) -> list[Held]:
        """The objectives met before; those of the packs in `off`, those in `suspended` and retired ones left out."""
        clause, values = _without(("memory.pack", off), ("memory.objective", suspended))
        found = self._database.reading.execute(
            "SELECT objective, memory.pack, topic, stability, difficulty, repetitions, last_day, due, options, misled"
            " FROM memory JOIN objective ON objective.key = memory.objective"
            f" WHERE learner = ? AND question IS NOT NULL {clause} ORDER BY objective",
            (self._learner, *values),
        )
        return list(map(partial(tuple.__new__, Held), found))

    def held_of(self, pack: str) -> list[Held]:
        """The objectives of one pack met before, whatever is switched off or suspended."""
        found = self._database.reading.execute(
            "SELECT objective.key, objective.pack, topic, stability, difficulty, repetitions, last_day, due, options,"
            " misled"
            " FROM objective JOIN memory ON memory.objective = objective.key AND memory.learner = ?"
            " WHERE objective.pack = ? AND memory.question IS NOT NULL",
            (self._learner, pack),
        )
        return list(map(partial(tuple.__new__, Held), found))

    def met(self) -> dict[str, int]:
        """How many objectives of each pack were met before, whatever is switched off or suspended."""
        return dict(
            self._database.reading.execute(
                "SELECT pack, count(*) FROM memory WHERE learner = ? AND question IS NOT NULL GROUP BY pack",
                (self._learner,),
            )
        )

    def experience(self) -> Experience:
        """What is known of how the learner forgets: the latest that was learned, on days that have come."""
        row = self._database.reading.execute(
            "SELECT kind, body FROM event WHERE learner = ? AND kind = 'parameters-fitted'"
            " AND day <= (SELECT horizon FROM learner WHERE id = ?) ORDER BY day DESC, instant DESC, id DESC LIMIT 1",
            (self._learner, self._learner),
        ).fetchone()
        fact = rows.fact_of(*row) if row else None
        return experience_in(fact) if isinstance(fact, ParametersFitted) else START

    def shelves(self, off: Iterable[str], suspended: Iterable[str] = ()) -> list[Shelf]:
        """How many objectives each pack has on each topic; the packs in `off`, and `suspended` ones, left out."""
        clause, values = _without(("pack", off), ("key", suspended))
        found = self._database.reading.execute(
            f"SELECT pack, topic, count(*) FROM objective WHERE TRUE {clause} GROUP BY 1, 2 ORDER BY 1, 2",
            values,
        )
        return list(map(Shelf._make, found))

    def tally(self) -> Tally:
        """Predictions and stated certainty against what came, of every objective ever met, as one sum."""
        found = self._database.reading.execute(
            "SELECT tally FROM memory WHERE learner = ? ORDER BY objective", (self._learner,)
        )
        # Thousands of texts are read as one and summed by columns: a tenth of the time of a Tally for each.
        flat = json.loads(f"[{','.join(row[0] for row in found)}]")
        return tally_of([sum(column) for column in zip(*flat, strict=True)])

    def _facts(self, kind: str) -> list[tuple[int, Fact]]:
        """Study day and fact of every event of a kind, in the order of the log."""
        found = self._database.reading.execute(
            "SELECT day, kind, body FROM event WHERE learner = ? AND kind = ? ORDER BY day, instant, id",
            (self._learner, kind),
        )
        return [(day, rows.fact_of(name, body)) for day, name, body in found]


def _without(*columns: tuple[str, Iterable[str]]) -> tuple[str, list[str]]:
    """A condition, and its values, that leaves out what each column is not to hold."""
    clauses, values = [], []
    for column, unwanted in columns:
        if left_out := sorted(unwanted):
            clauses.append(f"AND {column} NOT IN ({','.join('?' * len(left_out))})")
            values += left_out
    return " ".join(clauses), values
