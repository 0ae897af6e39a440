"""One learner's side of the store: what a session reads, and what it writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from quizgame.domain.conversation import Run
from quizgame.domain.days import (
    GRACE,
    ROLLOVER,
    DatedSetting,
    LastSeen,
    Moment,
    clock_day,
    clock_day_with,
    judge,
    waits,
)
from quizgame.domain.events import Answer, Event, Fact, Review, SessionStarted, Voided
from quizgame.domain.forgetting import Evidence, Experience
from quizgame.domain.memory import Memory
from quizgame.domain.planner import READING, Dialogue, Fresh, Known, Strength
from quizgame.domain.questions import Kind
from quizgame.domain.rotation import Variant
from quizgame.domain.sieve import Sieve
from quizgame.domain.standing import Standing, Told
from quizgame.store import caches, conversations, evidence, log, rows
from quizgame.store.caches import EVERYTHING
from quizgame.store.conversations import ShelvedConversation
from quizgame.store.database import Database
from quizgame.store.errors import Gone, translated
from quizgame.store.history import DayTotal, History
from quizgame.store.learners import Learner
from quizgame.store.log import Log, Recorded, When

_RECENT = 60
"""Answers that the learner's pace is measured on."""

SAMPLED = 16
"""One in how many of the objectives met before tells how good the best are."""

_FRESH = 100
"""New objectives read at once: more than the longest session can ask."""


class OpenSession(NamedTuple):
    """A session in the log that was not finished."""

    started: SessionStarted
    day: int
    reviews: tuple[Review, ...]
    """In the order they were given, undone ones left out."""


class Desk:
    """One learner's log and caches."""

    def __init__(self, database: Database, learner: Learner, entropy: Callable[[int], bytes]) -> None:
        self.learner = learner
        self._database = database
        self._entropy = entropy
        self._day = EVERYTHING
        self.history = History(database, learner)
        """The learner's past, from the totals."""

    # ── time ──────────────────────────────────────────────────────────────────────────────────────────────

    def today(self, moment: Moment) -> int:
        """The study day at a moment, judged against the log (see `days.judge`)."""
        shown = clock_day_with(moment, self.rollovers())
        (newest,) = self._one("SELECT max(day) FROM day_total WHERE learner = ?", self.learner.id)
        if newest is None or not waits(newest, shown):
            return shown
        earlier, later = self._one(
            "SELECT count(*) FILTER (WHERE day <= ?), count(*) FILTER (WHERE day > ?) FROM day_total"
            " WHERE learner = ? AND answers > 0",
            shown + GRACE,
            shown + GRACE,
            self.learner.id,
        )
        return judge(shown, earlier, later, self._last_seen())

    def rollovers(self) -> tuple[DatedSetting, ...]:
        """Every move of the rollover, oldest first."""
        return self.history.numbers("rollover")

    def _last_seen(self) -> LastSeen | None:
        row = self._one(
            "SELECT day, instant, utc_offset FROM review INDEXED BY review_by_sequence WHERE learner = ?"
            " AND device = (SELECT id FROM device) ORDER BY sequence DESC LIMIT 1",
            self.learner.id,
        )
        if row is None:
            return None
        moves = [each for each in self.rollovers() if each.day <= row[0]]
        rollover = moves[-1].value if moves else ROLLOVER
        return LastSeen(row[0], clock_day(Moment(row[1], row[2]), rollover))

    def turn_to(self, day: int) -> None:
        """Make the caches those of study day `day`: what is dated later than tomorrow waits until its day comes."""
        self._day = day
        (newest,) = self._one("SELECT max(day) FROM day_total WHERE learner = ?", self.learner.id)
        found = self._one("SELECT horizon FROM learner WHERE id = ?", self.learner.id)
        if found is None:
            raise Gone()
        wanted = day + GRACE if newest is not None and waits(newest, day) else EVERYTHING
        if wanted != found[0]:
            with self._database.writing() as db:
                caches.rebuild(db, self.learner.id, wanted)

    # ── what can be asked ─────────────────────────────────────────────────────────────────────────────────

    def known(self, packs: Sequence[str] = (), topic: str = "") -> list[Known]:
        """Objectives met before that are in play, limited to `packs` and `topic` where given."""
        return self._known(packs, topic)

    def sample(self, packs: Sequence[str] = (), topic: str = "") -> list[Known]:
        """About one in `SAMPLED` of them, as the dice fell for the ids of their latest answers."""
        return self._known(packs, topic, "AND substr(latest_id, -1) < ?", bytes([256 // SAMPLED]))

    def promising(self, sieve: Sieve, day: int, packs: Sequence[str] = (), topic: str = "") -> list[Known]:
        """Those of them that on study day `day` are revised, were answered already, or pass the sieve."""
        self._database.reading.create_function("soonest", 3, sieve.soonest, deterministic=True)
        clause = "AND (revised OR last_day >= ? OR last_day <= ? - soonest(kind, stability, repetitions))"
        return self._known(packs, topic, clause, day, day)

    def _known(self, packs: Sequence[str], topic: str, further: str = "", *values: object) -> list[Known]:
        clause, wanted = self._met_in_play(packs, topic)
        found = self._database.reading.execute(
            "SELECT objective, pack, question, kind, stability, difficulty, repetitions, last_day, due, revised"
            f" FROM memory WHERE learner = ? AND question IS NOT NULL {clause} {further}",
            (self.learner.id, *wanted, *values),
        )
        # Over ten thousand objectives, `Known._make` would cost more than weighing them.
        return list(map(partial(tuple.__new__, Known), found))

    def fresh(self, packs: Sequence[str] = (), topic: str = "") -> list[Fresh]:
        """The first objectives never met, one of each pack in turn."""
        clause, values = self._in_play("objective.pack", "objective.key", packs)
        if topic:
            clause += " AND topic = ?"
            values.append(topic)
        (objectives,) = self._one(f"SELECT count(*) FROM objective WHERE TRUE {clause}", *values)
        if objectives == self.due_and_met(0, packs, topic)[1]:  # told in a third of the time of looking for them
            return []
        found = self._database.reading.execute(
            "SELECT objective.key, pack, question.key, kind FROM objective JOIN question ON question.key ="
            " (SELECT key FROM question WHERE objective = objective.key ORDER BY position LIMIT 1)"
            " WHERE NOT EXISTS (SELECT 1 FROM memory WHERE learner = ? AND memory.objective = objective.key)"
            f" {clause} ORDER BY objective.position, pack LIMIT {_FRESH}",
            (self.learner.id, *values),
        )
        return list(map(Fresh._make, found))

    def due_and_met(self, day: int, packs: Sequence[str] = (), topic: str = "") -> tuple[int, int]:
        """How many objectives in play are due on study day `day` and not answered on it, and how many were met."""
        clause, values = self._met_in_play(packs, topic)
        due, met = self._one(
            "SELECT count(*) FILTER (WHERE (due <= ? AND last_day < ?) OR revised), count(*) FROM memory"
            f" WHERE learner = ? AND question IS NOT NULL {clause}",
            day,
            day,
            self.learner.id,
            *values,
        )
        return int(due), int(met)

    def _met_in_play(self, packs: Sequence[str], topic: str) -> tuple[str, list[str]]:
        """A condition on objectives met before, and its values, that leaves out what is not asked for, or set aside."""
        clause, values = self._in_play("pack", "objective", packs)
        if not topic:
            return clause, values
        return f"{clause} AND objective IN (SELECT key FROM objective WHERE topic = ?)", [*values, topic]

    def _in_play(self, pack: str, objective: str, packs: Sequence[str]) -> tuple[str, list[str]]:
        """A condition on these two columns, and its values, that leaves out what the learner has set aside.

        Packs asked for by name are in play even when they are off; suspended objectives are not.
        """
        clause, values = self._packs_in_play(pack, packs)
        if suspended := sorted(self.suspended()):
            clause += f" AND {objective} NOT IN ({','.join('?' * len(suspended))})"
        return clause, [*values, *suspended]

    def _packs_in_play(self, pack: str, packs: Sequence[str]) -> tuple[str, list[str]]:
        """The same, as far as it is about packs."""
        if packs:
            return f"AND {pack} IN ({','.join('?' * len(packs))})", list(packs)
        if off := sorted(self.packs_off()):
            return f"AND {pack} NOT IN ({','.join('?' * len(off))})", off
        return "", []

    def packs_off(self) -> set[str]:
        """Ids of the packs that the learner has switched off."""
        return {pack for pack, value in dict(self._stated("pack")).items() if value == "off"}

    def suspended(self) -> set[str]:
        """Keys of the objectives that the learner does not want to be asked; a moved one is known by its new key."""
        states = {self._present_key(objective): value for objective, value in self._stated("objective")}
        return {objective for objective, value in states.items() if value == "suspended"}  # the last one stands

    def _present_key(self, objective: str, table: str = "objective") -> str:
        """The key under which a thing is in play: its own, or the first one it has moved to that is."""
        seen: dict[str, None] = {}
        name: str | None = objective
        while name is not None and name not in seen:
            if self._one(f"SELECT 1 FROM {table} WHERE key = ?", name):
                return name
            seen[name] = None
            (name,) = self._one("SELECT new FROM alias WHERE old = ?", name) or (None,)
        return objective

    def _stated(self, key: str) -> list[tuple[str, str]]:
        """Name and value, oldest first, of a setting that is written as `name=value`."""
        values = (text.partition("=") for day, text in self.settings(key) if not waits(day, self._day))
        return [(name, value) for name, _, value in values]

    def can_ask(self, objective: str) -> bool:
        """Whether an objective has a question of its own here, and was not set aside."""
        aside = objective in self.suspended() or objective.partition("/")[0] in self.packs_off()
        return not aside and bool(self.variants(objective))

    def gaps(self) -> list[tuple[Kind, float]]:
        """Kind and seconds of the latest answers: from one to the next of a session, verdict included, pauses not."""
        found = self._database.reading.execute(
            "SELECT session, instant, CASE WHEN chosen IS NULL THEN 'flashcard' WHEN instr(question, '.') > 0"
            " THEN 'conversation' ELSE 'better-response' END, seconds FROM review WHERE learner = ?"
            " AND day <= (SELECT horizon FROM learner WHERE id = ?)"
            f" ORDER BY day DESC, instant DESC, id DESC LIMIT {_RECENT}",
            (self.learner.id, self.learner.id),
        ).fetchall()
        return [
            (later[2], _pace(earlier[1], later[1], later[3]))
            for later, earlier in pairwise(found)
            if later[0] == earlier[0]
        ]

    def experience(self) -> Experience:
        """What is known of how the learner forgets."""
        return self.history.experience()

    def evidence(self, latest: int) -> list[list[Evidence]]:
        """The evidence on each objective that was answered lately: in one of the `latest` answers."""
        return evidence.trails(self._database.reading, self.learner.id, latest)

    def standing(self, objective: str) -> Standing | None:
        """Where the learner stands with one objective."""
        return caches.standing(self._database.reading, self.learner.id, objective)

    def variants(self, objective: str) -> list[Variant]:
        """The questions of an objective."""
        return caches.variants(self._database.reading, objective)

    # ── conversations ─────────────────────────────────────────────────────────────────────────────────────

    def dialogues(self, day: int, packs: Sequence[str] = (), only: str = "") -> list[Dialogue]:
        """The conversations in play as this learner has left them, limited to `packs`, or to the `only` one.

        Suspended objectives are not asked by themselves; where a story leads through them, it does.
        """
        clause, values = ("AND conversation = ?", [only]) if only else self._packs_in_play("pack", packs)
        db = self._database.reading
        found = {each.conversation: each for each in conversations.dialogues(db, clause, values)}
        for conversation, said in self._said(day).items() if found else ():
            shelved = conversations.find(db, conversation) if conversation in found else None
            if shelved is not None:
                run = conversations.run_of(shelved.conversation, said)
                found[conversation] = conversations.left_off(found[conversation], said, run)
        return list(found.values())

    def run(self, shelved: ShelvedConversation, day: int) -> Run | None:
        """How far this learner has come with a conversation; None when it is to be begun, or begun anew."""
        said = self._said(day).get(shelved.key)
        return conversations.run_of(shelved.conversation, said) if said else None

    def _said(self, day: int) -> dict[str, list[conversations.Said]]:
        """The latest answers in conversations not long left, by the key under which each is in play."""
        found: dict[str, list[conversations.Said]] = {}
        for conversation, said in conversations.said(self._database.reading, self.learner.id).items():
            if day - said[-1].day <= conversations.KEPT:
                found.setdefault(self._present_key(conversation, "conversation"), []).extend(said)
        return found

    def strengths(self, objectives: Iterable[str]) -> dict[str, Strength]:
        """What is left of those of these objectives that were met."""
        found = self._database.reading.execute(
            "SELECT objective, stability, difficulty, repetitions, last_day FROM memory WHERE learner = ?"
            " AND objective IN (SELECT value FROM json_each(?))",
            (self.learner.id, json.dumps(list(objectives))),
        )
        return {row[0]: Strength(*row[1:]) for row in found}

    # ── writing ───────────────────────────────────────────────────────────────────────────────────────────

    def record(self, answer: Answer, when: When, first: SessionStarted | None = None) -> Recorded:
        """Write an answer durably, and before it the start of its session where that is not in the log yet.

        When this returns, the answer is on the disk; when it raises StoreError, nothing was kept.
        """
        with self._database.writing() as db:
            book = Log(db, self.learner.id, self._entropy)
            if first:
                book.add(first, when)
            return book.add_review(answer, when)

    def note(self, fact: Fact, when: When) -> Event:
        """Write any other event durably."""
        with self._database.writing() as db:
            return Log(db, self.learner.id, self._entropy).add(fact, when)

    def undo(self, when: When, session: bytes | None = None) -> Review | None:
        """Take back this device's latest answer that still counts; None when there is none, or none of `session`."""
        with self._database.writing() as db:
            row = db.execute(
                f"SELECT {rows.REVIEW_COLUMNS} FROM review INDEXED BY review_by_sequence WHERE learner = ?"
                f" AND {caches.STANDS} AND device = (SELECT id FROM device)"
                " ORDER BY sequence DESC LIMIT 1",
                (self.learner.id,),
            ).fetchone()
            if row is None:
                return None
            review = rows.review_of(row)
            if session is not None and review.answer.session != session:
                return None
            Log(db, self.learner.id, self._entropy).add(Voided(review.stamp.id, review.stamp.day), when)
            return review

    def merge(self, others: Sequence[Review | Event], day: int) -> int:
        """Take in rows of this learner written elsewhere; gives how many were new here."""
        with self._database.writing() as db:
            added = log.merge(db, self.learner.id, EVERYTHING, others)
        self.turn_to(day)
        return added

    # ── looking back ──────────────────────────────────────────────────────────────────────────────────────

    def settings(self, key: str) -> list[tuple[int, str]]:
        """Every value that a setting took, oldest first: the study day from which it holds, and the value."""
        return self.history.settings(key)

    def day_totals(self, since: int) -> list[DayTotal]:
        """What was practised on each study day from `since` on."""
        return self.history.day_totals(since)

    def days_practised(self) -> int:
        """Study days with at least one answer that still counts."""
        return int(self._one("SELECT count(*) FROM day_total WHERE learner = ? AND answers > 0", self.learner.id)[0])

    def open_session(self) -> OpenSession | None:
        """This device's latest session, unless it was finished."""
        row = self._one(
            "SELECT kind, body, day FROM event WHERE learner = ?"
            " AND kind IN ('session-started', 'session-finished')"
            " AND device = (SELECT id FROM device) ORDER BY sequence DESC LIMIT 1",
            self.learner.id,
        )
        if row is None or row[0] != "session-started":
            return None
        started = rows.fact_of(row[0], row[1])
        assert isinstance(started, SessionStarted)
        return OpenSession(started, row[2], tuple(self.session_reviews(row[2], started.session)))

    def session_reviews(self, day: int, session: bytes) -> list[Review]:
        """The answers of a session that still count, in the order they were given."""
        found = self._database.reading.execute(
            f"SELECT {rows.REVIEW_COLUMNS} FROM review WHERE learner = ? AND day = ? AND session = ?"
            f" AND {caches.STANDS} ORDER BY sequence",
            (self.learner.id, day, session),
        )
        return [rows.review_of(each) for each in found]

    def told(self, objective: str) -> list[Told]:
        """The answers to an objective that still count, in the order of the log."""
        return caches.told(self._database.reading, self.learner.id, objective)

    def due(self, objective: str) -> int:
        """The study day on which an objective met before falls due; 0 when its questions are retired."""
        row = self._one("SELECT due FROM memory WHERE learner = ? AND objective = ?", self.learner.id, objective)
        return int(row[0]) if row and row[0] is not None else 0

    def memories(self) -> list[tuple[str, Memory, int]]:
        """Key, memory and due day of every objective in play that was met before."""
        clause, values = self._in_play("pack", "objective", ())
        found = self._database.reading.execute(
            "SELECT objective, stability, difficulty, last_day, repetitions, lapses, due FROM memory"
            f" WHERE learner = ? AND question IS NOT NULL {clause}",
            (self.learner.id, *values),
        )
        return [(row[0], Memory(*row[1:6]), row[6]) for row in found]

    def reviews(self) -> list[Review]:
        """The whole log of answers, undone ones included; raises StoreError when a row is damaged."""
        with translated(str(self._database.path)):
            return list(log.reviews(self._database.reading, self.learner.id))

    def events(self) -> list[Event]:
        """Everything else in the log."""
        with translated(str(self._database.path)):
            return list(log.events(self._database.reading, self.learner.id))

    def _one(self, query: str, *values: object) -> Any:
        return self._database.reading.execute(query, values).fetchone()


def _pace(earlier: int, later: int, seconds: float) -> float:
    """Seconds that an answer took, with the reading of the verdict before it; instants in microseconds."""
    return seconds + min(max((later - earlier) / 1e6 - seconds, 0.0), READING)
