"""Study: one learner's desk. Both faces drive a session through it and show what it answers.

It is the one place where the pure session meets the clock and the store. Every answer is in the store before its
verdict is given out; when the store refuses, nothing has changed and the same answer can be given again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Protocol

from quizgame.domain import days, forgetting, memory, planner, rotation, standing
from quizgame.domain.conversation import Run, best_from
from quizgame.domain.days import Moment
from quizgame.domain.events import (
    Answer,
    Certainty,
    Flagged,
    Grade,
    SessionFinished,
    SessionStarted,
)
from quizgame.domain.ids import uuid7
from quizgame.domain.planner import Asked, Pick, Queue
from quizgame.domain.progress import Coming, Known, Progress, Sureness, Year
from quizgame.domain.questions import BetterResponse, conversation_of
from quizgame.domain.session import OutOfTurn, Session
from quizgame.store.catalogue import Catalogue, ShelvedQuestion
from quizgame.store.conversations import ShelvedConversation
from quizgame.store.desk import Desk
from quizgame.store.errors import StoreError
from quizgame.store.log import When
from quizgame.study import interrupted, progress, survey
from quizgame.study.preferences import Preferences
from quizgame.study.views import CutShort, Overview, Scope, Showing, Summary, Undone, Verdict

if TYPE_CHECKING:  # a session does not need it
    from quizgame.study.shelf import Shelf
    from quizgame.study.why import Why

LONGEST_NOTE = 280
"""Characters of a note to the trainer."""

EVERYTHING = Scope()
"""No limits: whatever is switched on."""


class Clock(Protocol):
    """Where time comes from; the composition root hands in the real one, tests a fixed one."""

    def now(self) -> Moment:
        """The instant and the offset of local time."""

    def stopwatch(self) -> float:
        """Seconds from any start, never running backwards."""


class Study:
    """One learner's sessions, one after another."""

    def __init__(
        self,
        desk: Desk,
        catalogue: Catalogue,
        clock: Clock,
        entropy: Callable[[int], bytes],
        seed: int | None = None,
        *,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """`ended` is called whenever the end of a session was stored; it must return at once."""
        self._ended = ended
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
        self._held: ShelvedConversation | None = None
        self._run: Run | None = None
        self._finished = b""
        self._touched = 0
        self.preferences = Preferences(desk, clock.now)
        """The learner's settings."""

    # ── before a session ──────────────────────────────────────────────────────────────────────────────────

    @property
    def name(self) -> str:
        """The learner's name."""
        return self._desk.learner.name

    def overview(self) -> Overview:
        """Everything that today's screen shows."""
        day = self._turn_to_today()
        found = self._resumable()
        cut_short = CutShort(found.minutes, found.left, found.answers) if found else None
        return survey.overview(self._desk, self._catalogue, day, self._clock.now(), cut_short)

    def start(self, minutes: int, scope: Scope = EVERYTHING) -> Showing | None:
        """Begin a session and open its first question; None when there is nothing to ask.

        Nothing is written until the first answer, so that a session without answers leaves no trace.
        """
        day = self._turn_to_today()
        now = self._clock.now()
        seed = self._seed if self._seed is not None else int.from_bytes(self._entropy(6), "big")
        identity = uuid7(now.instant, self._entropy(8))
        self._scope = scope
        self._unwritten = SessionStarted(identity, minutes, seed, *astuple(scope))
        self._session = Session(identity, day, minutes, seed, self._clock.stopwatch())
        self._run = None
        self._queue = self._ranked(day)
        return self.proceed()

    def resume(self) -> Showing | None:
        """Go on with the session that was cut short; None when there is none, or nothing left to ask."""
        found = self._resumable()
        if found is None:
            return None
        self._turn_to_today()
        self._scope = found.scope
        self._unwritten = None
        self._queue = self._ranked(found.day)
        self._session = found.session(self._clock.stopwatch())
        self._run = None
        return self.proceed()

    def again(self, minutes: int) -> Showing | None:
        """Begin another session with the limits of the last one; after a conversation, one of questions."""
        return self.start(minutes, replace(self._scope, conversation=""))

    def _resumable(self) -> interrupted.Interrupted | None:
        """The session that was cut short, if another question fits into what is left of it."""
        found = interrupted.resumable(self._desk, self._clock.now())
        if found is None:
            return None
        queue = survey.ranked(self._desk, found.day, found.scope)
        if found.scope.conversation and not any(each.dialogue.begun for each in queue.offers):
            return None  # it has ended, and nothing else was wanted
        return found if planner.choose(queue, found.asked, found.left, found.minutes * 60) else None

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
        """Open the next question, or the next turn of a conversation; None when the session is over."""
        if self.session.phase == "verdict":
            if self._scope.conversation and self._run is not None and self._run.outcome is not None:
                self._session = self.session.end()  # who wanted one conversation wants no more
                return None
            self._renew_if_rested()
            if self._run is not None and self._run.outcome is None and self.session.pick is not None:
                self._session = self.session.turn_to(self.session.pick, self._clock.stopwatch())
                return self._show(self._run)
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

    @property
    def run(self) -> Run | None:
        """How far the conversation has come that is being held, or has just ended; None while a question is asked."""
        return self._run

    def rehearse(self, run: Run) -> Showing:
        """The turn that a run of the conversation on the screen waits at, to try it again: nothing of it is kept.

        Who has read the debriefing knows the answers, so they say nothing about memory.
        """
        if self._held is None:
            raise OutOfTurn("no conversation is being held")
        found = self._catalogue.turn(self._held, run.turn.id)
        self._session = replace(self.session, showings=self.session.showings + 1)
        return self.showing._replace(question=found, order=self._shuffled(found), run=run)

    def pause(self) -> None:
        """Stop the stopwatch: a call comes first."""
        self._session = self.session.pause(self._clock.stopwatch())

    def unpause(self) -> None:
        """Let time run again."""
        self._session = self.session.unpause(self._clock.stopwatch())

    def undo(self, *, this_session: bool = False) -> Undone | None:
        """Take back the latest answer on this device, in this session or before it, restarts apart.

        None when there is nothing to undo. With `this_session`, answers given before it are out of reach. An answer
        of the running session opens its question again.
        """
        running = self._session
        if running is not None and running.phase == "verdict":
            self._renew_if_rested()
        review = self._desk.undo(self._when(), self.session.id if this_session else None)
        if review is None:
            return None
        found = self._catalogue.objective(review.answer.objective)
        title = found[0] if found else review.answer.objective
        running = self._session
        if running is None or running.phase == "over":
            return Undone(title, reopened=False)
        if review.answer.session == running.id:
            back = running.taken_back(review.answer.objective, self._clock.stopwatch())
            if back is not None:
                self._session = back
                return Undone(title, reopened=self._open() is not None)
        self._queue = self._ranked(running.day)
        held = self._held is not None and self._held.key == conversation_of(review.answer.question)
        if self._run is not None and held and running.pick is not None:
            # What is said now must follow from what the log still has.
            self._session = running.turn_to(running.pick, self._clock.stopwatch())
            return Undone(title, reopened=self._open() is not None)
        return Undone(title, reopened=False)

    def flag(self, note: str, showing: Showing | None = None) -> None:
        """Mark the question on the screen, or another one shown, as bad, for its trainer to read."""
        question = (showing or self.showing).question
        clean = " ".join("".join(each if each.isprintable() else " " for each in note).split())
        self._desk.note(Flagged(question.key, question.question.revision, clean[:LONGEST_NOTE]), self._when())

    def finish(self) -> Summary:
        """End the session where it stands, and look back on it."""
        session = self.session
        used = session.used(self._clock.stopwatch())
        self._note_end(session)
        self._session = replace(session.end(), spent=used, paused=True)
        return self.look_back()

    def look_back(self) -> Summary:
        """The summary of the session that has ended, as the log has it now."""
        return survey.summary(self._desk, self._catalogue, self.session, self._scope, self._clock.now())

    # ── progress ──────────────────────────────────────────────────────────────────────────────────────────

    def today(self) -> int:
        """The study day that it is."""
        return self._turn_to_today()

    def year(self) -> Year:
        """When did I practise?"""
        return progress.year(self._desk, self._turn_to_today(), self._clock.now())

    def known(self) -> Known:
        """What do I know?"""
        return progress.known(self._desk, self._catalogue, self._turn_to_today())

    def coming(self) -> Coming:
        """What comes?"""
        return progress.coming(self._desk, self._turn_to_today())

    def sureness(self) -> Sureness:
        """Am I as sure as I am right?"""
        return progress.sureness(self._desk, self._catalogue, self._turn_to_today())

    def progress(self) -> Progress:
        """All four at once, for a report."""
        return progress.whole(self._desk, self._catalogue, self._turn_to_today(), self._clock.now())

    def due(self) -> int:
        """How many objectives are due today."""
        return self._desk.due_and_met(self._turn_to_today())[0]

    # ── the workings ──────────────────────────────────────────────────────────────────────────────────────

    def _turn_to_today(self) -> int:
        now = self._clock.now()
        day = self._desk.today(now)
        self._desk.turn_to(day)
        self._touched = now.instant
        self._close_what_rested(now)
        return day

    def _close_what_rested(self, now: Moment) -> None:
        """Note the end of a session that was left half an hour ago or more, by a call or a closed terminal."""
        left = interrupted.left_behind(self._desk, now)
        running = self._session is not None and self._session.phase != "over" and self._session.id
        if left is not None and left.started.session != running:
            with suppress(StoreError):  # a store that is busy now will take it the next time
                self._store_end(left.started.session, When(now.instant, now.offset, left.day))

    def _when(self) -> When:
        """Now, on the study day of the running session, or on today's."""
        now = self._clock.now()
        running = self._session is not None and self._session.phase != "over"
        return When(now.instant, now.offset, self.session.day if running else self._desk.today(now))

    def _ranked(self, day: int) -> Queue:
        return survey.ranked(self._desk, day, self._scope)

    def _open(self) -> Showing | None:
        """Fetch what the session has picked; a pick whose pack has just gone is passed over."""
        if self.session.pick is None:
            self._showing = None
            return None
        self._hold(self.session.pick)
        return self._show(self._run)

    def _hold(self, pick: Pick) -> None:
        """Come to where a conversation stands by the log; one that has ended begins anew."""
        before, self._held, self._run = self._held, None, None
        if pick.reason != "conversation":
            return
        name = conversation_of(pick.question) or pick.question
        self._held = self._catalogue.conversation(name)
        if self._held is None and before is not None and before.key == name:
            self._held = before  # its pack has gone while it is held
        if self._held is not None:
            run = self._desk.run(self._held, self.session.day)
            self._run = Run(self._held.conversation) if run is None or run.outcome else run

    def _show(self, run: Run | None) -> Showing | None:
        """Show the picked question, or the turn that a run waits at."""
        session = self.session
        assert session.pick is not None, "something was picked"
        pick = self._turned(session.pick)
        found = self._fetch(pick, run)
        if found is None:
            self._queue = self._without(pick)
            asked = (
                each._replace(slipped=False) if each.pick.objective == pick.objective else each
                for each in session.asked
            )
            self._session = replace(session, phase="ready", pick=None, asked=tuple(asked))
            return self.proceed()
        number = about = len(session.asked) + 1
        spent = session.used(self._clock.stopwatch())
        if run is not None:
            ahead = len(best_from(run).steps) - len(run.steps)
            if not conversation_of(pick.question):  # the planner picked the whole, for all its seconds
                pick = pick._replace(seconds=(pick.seconds - planner.DEBRIEFING) / ahead)
            pick = pick._replace(objective=found.objective, question=found.key)
            self._session = replace(session, pick=pick)
            about += ahead - 1
            spent += pick.seconds * (ahead - 1) + planner.DEBRIEFING
        about += len(self._ahead(pick, spent + pick.seconds))
        self._showing = Showing(found, self._shuffled(found), pick, number, about, run)
        self._touched = self._clock.now().instant
        return self._showing

    def _fetch(self, pick: Pick, run: Run | None) -> ShelvedQuestion | None:
        if run is not None and self._held is not None:
            return self._catalogue.turn(self._held, run.turn.id)
        return None if pick.reason == "conversation" else self._catalogue.question(pick.question)

    def _shuffled(self, found: ShelvedQuestion) -> tuple[int, ...]:
        options = found.question.options if isinstance(found.question, BetterResponse) else ()
        return rotation.shuffled(len(options), self.session.seed, found.key, self.session.showings)

    def _turned(self, pick: Pick) -> Pick:
        """A second asking takes the next variant in rotation."""
        if pick.reason not in {"slipped", "practice"}:
            return pick
        before = self._desk.standing(pick.objective)
        turn = rotation.next_variant(self._desk.variants(pick.objective), before.shown if before else {})
        return pick._replace(question=turn.variant.question) if turn else pick

    def _without(self, gone: Pick) -> Queue:
        """The queue as it is now that something has gone: whatever went with it is left out as well."""
        held = {each.dialogue.conversation for each in self._queue.offers}
        queue = self._ranked(self.session.day)
        known, fresh, practised = (
            tuple(pick for pick in picks if pick.objective != gone.objective)
            for picks in (queue.known, queue.fresh, queue.practised)
        )
        offers = tuple(each for each in queue.offers if each.dialogue.conversation in held)
        queue = queue._replace(known=known, fresh=fresh, practised=practised, offers=offers)
        return queue.without(conversation_of(gone.question) or gone.question)

    def _ahead(self, pick: Pick, spent: float) -> list[Pick]:
        """What is expected to come after a pick, when `spent` seconds of the break are used."""
        queue = self._queue.without(self._held.key) if self._held else self._queue
        asked = [*self.session.asked, Asked(pick, slipped=False)]
        return planner.forecast(queue, self.session.minutes * 60, asked, spent)

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
        variants = self._desk.variants(question.objective)
        again = survey.asked_again(self._desk, self._scope, question.key, question.objective)
        slipped = grade is Grade.AGAIN and again
        self._session = replace(self.session, pick=showing.pick).answered(slipped=slipped)
        if showing.run is not None and self._held is not None and chosen is not None:
            self._run = showing.run.say(chosen)
            if self._run.outcome is not None:
                self._queue = self._queue.without(self._held.key)
        after = standing.schedule(recorded.after, question.objective, variants)
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

    def _note_end(self, session: Session) -> None:
        """Write once, on the session's own study day, that it is finished; one without answers leaves no trace."""
        if session.asked and self._finished != session.id:
            self._learn()  # before the end is told, since the store may be copied then
            now = self._clock.now()
            self._store_end(session.id, When(now.instant, now.offset, session.day))
            self._finished = session.id

    def _learn(self) -> None:
        """Learn from the log how the learner forgets, for the sessions to come."""
        found = forgetting.experience(self._desk.evidence(forgetting.WINDOW))
        if found != self._desk.experience():
            with suppress(StoreError):  # there is always a next time
                self._desk.note(forgetting.fitted(found), self._when())

    def _store_end(self, session: bytes, when: When) -> None:
        self._desk.note(SessionFinished(session), when)
        if self._ended:
            self._ended()

    def _renew_if_rested(self) -> None:
        """A session that rested for half an hour is over: what is asked or answered now begins another."""
        now = self._clock.now()
        if now.instant - self._touched <= days.REST * 1_000_000:
            return
        session = self.session
        self._note_end(session)
        identity = uuid7(now.instant, self._entropy(8))
        self._unwritten = SessionStarted(identity, session.minutes, session.seed, *astuple(self._scope))
        self._session = replace(
            session,
            id=identity,
            day=self._turn_to_today(),
            asked=(),
            started=self._clock.stopwatch(),
            spent=0.0,
            shown_at=0.0,
        )
        self._queue = self._ranked(self.session.day)

    # ── packs ─────────────────────────────────────────────────────────────────────────────────────────────

    def shelf(self) -> Shelf:
        """The packs to look through, and what this learner remembers of them."""
        from quizgame.study.shelf import Shelf

        return Shelf(self._desk, self._catalogue, self.preferences, self._turn_to_today)

    def document_title(self, document: str) -> str:
        """The title of a document that questions draw on; its id where the title is not known."""
        return self._catalogue.document_title(document)

    def question(self, key: str) -> ShelvedQuestion | None:
        """A question to read again, by its key."""
        return self._catalogue.question(key)

    def why(self, objective: str) -> Why | None:
        """Why an objective is asked when it is; None when its pack is gone."""
        from quizgame.study.why import why

        return why(self._desk, self._catalogue, objective, self._turn_to_today())

    def conversation(self, key: str) -> ShelvedConversation | None:
        """A conversation by its key."""
        return self._catalogue.conversation(key)
