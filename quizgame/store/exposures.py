"""What item analysis reads of the log: every learner's first answer to each question, and the flags they raised."""

from __future__ import annotations

import json
import sqlite3

from quizgame.domain.events import Certainty
from quizgame.domain.items import Exposure, Flag, Sheet
from quizgame.domain.questions import conversation_of
from quizgame.store.database import Database
from quizgame.store.names import Names

_ANSWERS = (
    "SELECT question, revision, content, CASE shown WHEN '' THEN 0 ELSE length(shown) - length(replace(shown, ',', ''))"
    " + 1 END, chosen, grade > 1, certainty FROM review WHERE learner = :learner"
    " AND id NOT IN (SELECT review FROM voided WHERE learner = :learner)"
    " ORDER BY day, instant, id"
)
_FLAGS = "SELECT body FROM event WHERE learner = ? AND kind = 'flagged' ORDER BY day, instant, id"


_Known = tuple[tuple[str, int], Exposure]
"""An answer with the name that it must be the first of: question and revision."""


class Exposures:
    """The first exposures of a store's learners. Equal answers are one value in memory, however many gave them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[tuple[object, ...], _Known] = {}
        self._shared: dict[Exposure, Exposure] = {}
        self._names = Names(database.reading)

    def everybody(self) -> list[Sheet]:
        """The sheet of every learner who has answered or flagged anything."""
        with self._database.snapshot() as db:
            learners = [row[0] for row in db.execute("SELECT id FROM learner ORDER BY id")]
            sheets = [self._sheet(db, learner) for learner in learners]
        return [sheet for sheet in sheets if sheet.exposures or sheet.flags]

    def of(self, learner: bytes) -> Sheet:
        """The sheet of one learner."""
        with self._database.snapshot() as db:
            return self._sheet(db, learner)

    def settled(self, sheet: Sheet) -> Sheet:
        """A sheet from elsewhere under the keys of this store; of two answers to what is one question now, the older.

        The older one is that under the former key, since a thing is renamed once.
        """
        first: dict[tuple[str, int], Exposure] = {}
        moves = [(each, each._replace(question=self._key(each.question, each.wording))) for each in sheet.exposures]
        for _, now in sorted(moves, key=lambda move: move[0].question == move[1].question):
            first.setdefault(now[:2], self._shared.setdefault(now, now))
        flags = (each._replace(question=self._key(each.question, "")) for each in sheet.flags)
        return Sheet(tuple(first.values()), tuple(dict.fromkeys(flags)))

    def _key(self, question: str, wording: str) -> str:
        if conversation := conversation_of(question):
            return self._names.turn(question) if self._names.moved(conversation) else question
        return self._names.question(question, wording) if self._names.moved(question) else question

    def _sheet(self, db: sqlite3.Connection, learner: bytes) -> Sheet:
        first: dict[tuple[str, int], Exposure] = {}
        known = self._known
        for row in db.execute(_ANSWERS, {"learner": learner}):
            name, exposure = known.get(row) or self._meet(row)
            if name not in first:
                first[name] = exposure
        flags = (json.loads(body) for (body,) in db.execute(_FLAGS, (learner,)))
        raised = (Flag(self._key(each["question"], ""), each["revision"], each["note"]) for each in flags)
        return Sheet(tuple(first.values()), tuple(dict.fromkeys(raised)))

    def _meet(self, row: tuple[str, int, str, int, int | None, int, int]) -> _Known:
        question, revision, content, options, chosen, right, certainty = row
        exposure = Exposure(
            self._key(question, content),
            revision,
            content,
            options if chosen is not None else 0,
            chosen,
            bool(right),
            Certainty(certainty),
        )
        exposure = self._shared.setdefault(exposure, exposure)
        return self._known.setdefault(row, ((exposure.question, exposure.revision), exposure))
