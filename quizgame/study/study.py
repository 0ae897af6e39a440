"""Study: one learner's desk. Both faces drive a session through it and show what it answers.

It is the one place where the pure session meets the clock and the store. Every answer is in the store before its
verdict is given out; when the store refuses, nothing has changed and the same answer can be given again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from quizgame.domain import days, memory, planner, rotation, standing
from quizgame.domain.days import Moment
from quizgame.domain.events import (
    Answer,
    Certainty,
    Flagged,
    Grade,
    Review,
    SessionFinished,
    SessionStarted,
    SettingChanged,
)
from quizgame.domain.ids import uuid7
from quizgame.domain.planner import Asked, Pick, Queue
from quizgame.domain.questions import BetterResponse
from quizgame.domain.session import OutOfTurn, Session
from quizgame.store.catalogue import Catalogue, ShelvedQuestion
from quizgame.store.desk import Desk
from quizgame.store.log import When
from quizgame.study.views import CutShort, Fading, Overview, Plan, Showing, Slip, Summary, Verdict

MINUTES = (1, 3, 5)
"""The breaks that a session can fill."""

_MOST_FADING = 3
_STILL_WORTH = 15.0  # seconds: below this, a session cut short is not offered again


class Clock(Protocol):
    """Where time comes from; the composition root hands in the real one, tests a fixed one."""

    def now(self) -> Moment:
        """The instant and the offset of local time."""

    def stopwatch(self) -> float:
        """Seconds from any start, never running backwards."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a session is limited to; nothing named means everything that is switched on."""

    packs: tuple[str, ...] = ()
    topic: str = ""


class Study:
    """One learner's sessions, one after another."""

    def __init__(
        self, desk: Desk, catalogue: Catalogue, clock: Clock, entropy: Callable[[int], bytes], seed: int | None = None
    ) -> None:
        self._desk = desk
        self._catalogue = catalogue
        self._clock = clock
        self._entropy = entropy
        self._seed = seed
        self._session: Session | None = None
        self._scope = Scope()
        self._unwritten: SessionStarted | None = None
        self._queue = Queue((), (), (), 0.0)
        self._showing: Showing | None = None
        self._finished = b""
        self._touched = 0

    # ── before a session ──────────────────────────────────────────────────────────────────────────────────

    @property
    def name(self) -> str:
        """The learner's name."""
        return self._desk.learner.name

    def overview(self) -> Overview:
        """Everything that today's screen shows."""
        day = self._turn_to_today()
        queue = self._ranked(day, Scope())
        due = sorted((pick for pick in queue.known if pick.reason != "early"), key=lambda pick: -pick.worth)
        totals = self._desk.day_totals(0)
        return Overview(
            name=self.name,
            day=day,
            plans=tuple(_plan(queue, minutes) for minutes in MINUTES),
            due=len(due),
            fading=tuple(self._fading(pick, day) for pick in due[:_MOST_FADING]),
            week=self._week(day),
            days_practised=self._desk.days_practised(),
            met=len(self._desk.memories()),
            cut_short=self._cut_short(),
            clock_behind=bool(totals) and days.waits(totals[-1].day, day),
        )

    def start(self, minutes: int, scope: Scope = Scope()) -> Showing | None:
        """Begin a session and open its first question; None when there is nothing to ask.

        Nothing is written until the first answer, so that a session without answers leaves no trace.
        """
        day = self._turn_to_today()
        now = self._clock.now()
        seed = self._seed if self._seed is not None else int.from_bytes(self._entropy(6), "big")
        identity = uuid7(now.instant, self._entropy(8))
        self._scope = scope
        self._unwritten = SessionStarted(identity, minutes, seed, scope.packs, scope.topic)
        self._session = Session(identity, day, minutes, seed, self._clock.stopwatch())
        self._queue = self._ranked(day, scope)
        return self.proceed()

    def resume(self) -> Showing | None:
        """Go on with the session that was cut short; None when there is none, or nothing left to ask."""
        if self._cut_short() is None:
            return None
        found = self._desk.open_session()
        assert found is not None
        started = found.started
        self._turn_to_today()
        self._scope = Scope(started.packs, started.topic)
        self._unwritten = None
        self._queue = self._ranked(found.day, self._scope)
        self._session = Session(
            started.session,
            found.day,
            started.minutes,
            started.seed,
            self._clock.stopwatch(),
            spent=_spent(found.reviews),
            asked=tuple(self._asked(review) for review in found.reviews),
            showings=len(found.reviews),
        )
        return self.proceed()

    # ── in a session ──────────────────────────────────────────────────────────────────────────────────────

    @property
    def session(self) -> Session:
        """The session as it stands; raises OutOfTurn before the first one."""
        if self._session is None:
            raise OutOfTurn("no session has been started")
        return self._session

    @property
    def showing(self) -> Showing:
        """The question on the screen, open or answered; raises OutOfTurn when there is none."""
        if self._showing is None:
            raise OutOfTurn("no question is open")
        return self._showing

    def clock(self) -> tuple[float, float]:
        """Seconds of the break used, and planned."""
        return self.session.used(self._clock.stopwatch()), self.session.minutes * 60.0

    def proceed(self) -> Showing | None:
        """Open the next question; None when the session is over."""
        self._session = self.session.ask(self._queue, self._clock.stopwatch())
        return self._open()

    def reveal(self) -> dict[Grade, int]:
        """Turn the flashcard; gives, for each grade, the days until the objective would be due."""
        self._session = self.session.reveal()
        objective = self.showing.question.objective
        before = self._desk.standing(objective)
        variants = self._desk.variants(objective)
        outlook = {}
        for grade in Grade:
            told = self._told(grade)
            after = standing.follow(before, told)
            schedule = standing.schedule(after, objective, variants)
            outlook[grade] = schedule.due - self.session.day if schedule else 0
        return outlook

    def choose(self, place: int, certainty: Certainty = Certainty.UNSTATED) -> Verdict:
        """Pick the response at a place on the screen (from 0); raises StoreError when it could not be stored."""
        showing, question = self.showing, self.showing.question.question
        if not isinstance(question, BetterResponse) or self.session.phase != "asking":
            raise OutOfTurn("there is no response to choose")
        if not 0 <= place < len(showing.order):
            raise OutOfTurn("there is no such response")
        chosen = showing.order[place]
        grade = memory.grade_of_choice(certainty, right=question.options[chosen].best)
        return self._record(grade, certainty, chosen)

    def grade(self, grade: Grade) -> Verdict:
        """Grade the revealed flashcard; raises StoreError when it could not be stored."""
        if self.session.phase != "revealed":
            raise OutOfTurn("reveal the answer first")
        return self._record(grade, Certainty.UNSTATED, None)

    def pause(self) -> None:
        """Stop the stopwatch: a call comes first."""
        self._session = self.session.pause(self._clock.stopwatch())

    def unpause(self) -> None:
        """Let time run again."""
        self._session = self.session.unpause(self._clock.stopwatch())

    def undo(self) -> str | None:
        """Take back the latest answer on this device, in this session or before it, restarts apart.

        Gives the title of its objective, or None when there is nothing to undo. An answer of the running session
        opens its question again.
        """
        review = self._desk.undo(self._when())
        if review is None:
            return None
        running = self._session
        if running is not None and running.phase != "over" and review.answer.session == running.id:
            self._session = running.taken_back(self._clock.stopwatch())
            self._open()
        elif running is not None:
            self._queue = self._ranked(running.day, self._scope)
        found = self._catalogue.objective(review.answer.objective)
        return found[0] if found else review.answer.objective

    def flag(self, note: str) -> None:
        """Mark the question on the screen as bad, for its trainer to read."""
        question = self.showing.question
        self._desk.note(Flagged(question.key, question.question.revision, note.strip()), self._when())

    def finish(self) -> Summary:
        """End the session where it stands, and look back on it."""
        session = self.session
        used = session.used(self._clock.stopwatch())
        if session.asked and self._finished != session.id:
            now = self._clock.now()
            self._desk.note(SessionFinished(session.id), When(now.instant, now.offset, session.day))
            self._finished = session.id
        self._session = replace(session.end(), spent=used, paused=True)
        return self._summary(used)

    def look_back(self) -> Summary:
        """The summary of the session that has ended, as the log has it now."""
        return self._summary(self.session.spent)

    # ── settings ──────────────────────────────────────────────────────────────────────────────────────────

    def rollover(self) -> int:
        """Minutes after midnight at which the learner's day turns, as last set."""
        moves = self._desk.rollovers()
        return moves[-1].value if moves else days.ROLLOVER

    def move_rollover(self, minutes: int) -> int:
        """Let the day turn at another time; gives the study day from which that holds, which is tomorrow."""
        when = self._when()
        self._desk.note(SettingChanged("rollover", str(minutes), when.day + 1), when)
        return when.day + 1

    def switch_pack(self, pack: str, *, on: bool) -> None:
        """Ask from a pack, or ask no more from it."""
        when = self._when()
        self._desk.note(SettingChanged("pack", f"{pack}={'on' if on else 'off'}", when.day), when)

    def packs_off(self) -> set[str]:
        """Ids of the packs that the learner has switched off."""
        return self._desk.packs_off()

    # ── the workings ──────────────────────────────────────────────────────────────────────────────────────

    def _turn_to_today(self) -> int:
        now = self._clock.now()
        day = self._desk.today(now)
        self._desk.turn_to(day)
        self._touched = now.instant
        return day

    def _when(self) -> When:
        """Now, on the study day of the running session, or on today's."""
        now = self._clock.now()
        running = self._session is not None and self._session.phase != "over"
        return When(now.instant, now.offset, self.session.day if running else self._desk.today(now))

    def _ranked(self, day: int, scope: Scope) -> Queue:
        pace = planner.paces(self._desk.gaps())
        known = self._desk.known(scope.packs, scope.topic)
        fresh = self._desk.fresh(scope.packs, scope.topic)
        return planner.queue(known, fresh, day, pace, self._desk.meetings())

    def _open(self) -> Showing | None:
        """Fetch the question that the session has picked; a pick whose pack has just gone is passed over."""
        session = self.session
        if session.pick is None:
            self._showing = None
            return None
        pick = self._turned(session.pick)
        found = self._catalogue.question(pick.question)
        if found is None:
            self._queue = self._without(pick.objective)
            self._session = replace(session, phase="verdict", pick=None)
            return self.proceed()
        options = found.question.options if isinstance(found.question, BetterResponse) else ()
        order = rotation.shuffled(len(options), session.seed, found.key, session.showings)
        left = session.remaining(self._clock.stopwatch()) - pick.seconds
        about = len(session.asked) + 1 + len(self._ahead(pick, left))
        self._showing = Showing(found, order, pick, len(session.asked) + 1, about)
        self._touched = self._clock.now().instant
        return self._showing

    def _turned(self, pick: Pick) -> Pick:
        """A second asking takes the next variant in rotation."""
        if pick.reason not in {"slipped", "practice"}:
            return pick
        before = self._desk.standing(pick.objective)
        turn = rotation.next_variant(self._desk.variants(pick.objective), before.shown if before else {})
        return pick._replace(question=turn.variant.question) if turn else pick

    def _without(self, objective: str) -> Queue:
        known = tuple(pick for pick in self._queue.known if pick.objective != objective)
        fresh = tuple(pick for pick in self._queue.fresh if pick.objective != objective)
        practised = tuple(pick for pick in self._queue.practised if pick.objective != objective)
        return self._queue._replace(known=known, fresh=fresh, practised=practised)

    def _ahead(self, pick: Pick, left: float) -> list[Pick]:
        asked = [*self.session.asked, Asked(pick, slipped=False)]
        ahead = []
        while following := planner.choose(self._queue, asked, left):
            ahead.append(following)
            asked.append(Asked(following, slipped=False))
            left -= following.seconds
        return ahead

    def _told(self, grade: Grade) -> standing.Told:
        """The open question as if it were answered now."""
        question = self.showing.question
        order = (self.session.day, self._clock.now().instant, b"")
        return standing.Told(order, question.key, question.question.revision, grade)

    def _record(self, grade: Grade, certainty: Certainty, chosen: int | None) -> Verdict:
        self._renew_if_rested()
        showing, question = self.showing, self.showing.question
        used = self.session.used(self._clock.stopwatch())
        answer = Answer(
            session=self.session.id,
            question=question.key,
            objective=question.objective,
            revision=question.question.revision,
            content=question.content,
            shown=showing.order,
            chosen=chosen,
            grade=grade,
            certainty=certainty,
            seconds=round(used - self.session.shown_at, 3),
            engine=memory.ENGINE,
        )
        when = self._when()
        recorded = self._desk.record(answer, when, self._unwritten)
        self._unwritten = None
        self._touched = when.instant
        self._session = replace(self.session, pick=showing.pick).answered(slipped=grade is Grade.AGAIN)
        after = standing.schedule(recorded.after, question.objective, self._desk.variants(question.objective))
        best = question.question.best if isinstance(question.question, BetterResponse) else None
        return Verdict(
            showing=showing,
            chosen=None if chosen is None else showing.order.index(chosen),
            best=None if best is None else showing.order.index(best),
            grade=grade,
            certainty=certainty,
            due_in=(after.due if after else self.session.day) - self.session.day,
            practice=recorded.before is not None and recorded.before.memory == recorded.after.memory,
        )

    def _renew_if_rested(self) -> None:
        """A session that rested for half an hour is over: the answer that comes now begins another."""
        now = self._clock.now()
        if now.instant - self._touched <= days.REST * 1_000_000:
            return
        seed = self.session.seed
        identity = uuid7(now.instant, self._entropy(8))
        self._unwritten = SessionStarted(identity, self.session.minutes, seed, self._scope.packs, self._scope.topic)
        self._session = replace(self.session, id=identity, day=self._turn_to_today(), asked=())

    def _cut_short(self) -> CutShort | None:
        found = self._desk.open_session()
        if found is None or not found.reviews:
            return None
        rested = self._clock.now().instant - found.reviews[-1].stamp.instant
        left = found.started.minutes * 60 - _spent(found.reviews)
        if not 0 <= rested <= days.REST * 1_000_000 or left < _STILL_WORTH:
            return None
        return CutShort(found.started.minutes, left, len(found.reviews))

    def _asked(self, review: Review) -> Asked:
        answer = review.answer
        met = standing.fold(told for told in self._desk.told(answer.objective) if told.order < review.stamp.order)
        pack = answer.objective.partition("/")[0]
        pick = Pick(answer.objective, pack, answer.question, 0.0, "due" if met else "new")
        return Asked(pick, answer.grade is Grade.AGAIN)

    def _fading(self, pick: Pick, day: int) -> Fading:
        title, _ = self._catalogue.objective(pick.objective) or (pick.objective, "")
        found = self._desk.standing(pick.objective)
        due = self._desk.due(pick.objective)
        assert found is not None
        recall = memory.retrievability(found.memory.stability, day - found.memory.last_day)
        return Fading(title, recall, day - due)

    def _week(self, day: int) -> tuple[bool, ...]:
        start = days.monday(day)
        practised = {total.day for total in self._desk.day_totals(start) if total.answers}
        return tuple(start + index in practised for index in range(7))

    def _summary(self, used: float) -> Summary:
        session = self.session
        reviews = self._desk.session_reviews(session.day, session.id)
        growths: list[tuple[float, str]] = []
        for review in reviews:
            told = [each for each in self._desk.told(review.answer.objective) if each.order <= review.stamp.order]
            before = standing.fold(told[:-1])
            after = standing.fold(told)
            if after is None or (before is not None and before.memory == after.memory):
                continue
            grown = memory.growth(before.memory if before else None, after.memory, review.answer.grade)
            growths.append((grown, review.answer.objective))
        top = max(growths, default=(0.0, ""))
        missed = {each.answer.objective: each.answer.question for each in reviews if each.answer.grade is Grade.AGAIN}
        due = [pick for pick in self._ranked(session.day, self._scope).known if pick.reason != "early"]
        return Summary(
            questions=len(reviews),
            right=sum(each.answer.grade is not Grade.AGAIN for each in reviews),
            seconds=used,
            growth=max(0.0, sum(grown for grown, _ in growths)),
            slipped=tuple(self._slip(objective, question) for objective, question in missed.items()),
            deferred=len(due),
            strongest=self._strongest(top[1]) if top[0] > 0 else None,
            week=self._week(session.day),
            days_practised=self._desk.days_practised(),
        )

    def _slip(self, objective: str, question: str) -> Slip:
        title, takeaway = self._catalogue.objective(objective) or (objective, "")
        return Slip(title, takeaway, question, max(1, self._desk.due(objective) - self.session.day))

    def _strongest(self, objective: str) -> tuple[str, int]:
        title, _ = self._catalogue.objective(objective) or (objective, "")
        return title, self._desk.due(objective) - self.session.day

    def document_title(self, document: str) -> str:
        """The title of a document that questions draw on; its id where the title is not known."""
        return self._catalogue.document_title(document)

    def question(self, key: str) -> ShelvedQuestion | None:
        """A question to read again, by its key."""
        return self._catalogue.question(key)


def _plan(queue: Queue, minutes: int) -> Plan:
    picks = planner.forecast(queue, minutes * 60)
    return Plan(minutes, len(picks), sum(pick.reason == "new" for pick in picks))


def _spent(reviews: Sequence[Review]) -> float:
    """Seconds of the break that answers in the log took: from one to the next, idle time capped."""
    if not reviews:
        return 0.0
    gaps = ((later.stamp.instant - earlier.stamp.instant) / 1e6 for earlier, later in pairwise(reviews))
    return reviews[0].answer.seconds + sum(min(max(gap, 0.0), planner.LONGEST) for gap in gaps)
