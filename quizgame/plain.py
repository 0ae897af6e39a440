"""The plain face: the same session as numbered lines, for screen readers, dumb terminals and pipes.

No box drawing, no colour, no redrawing: every line is said once, from top to bottom.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable
from typing import Literal, TextIO

from quizgame import plain_conversation
from quizgame.domain import headlines
from quizgame.domain.conversation import Run
from quizgame.domain.events import Certainty, Grade
from quizgame.domain.questions import BetterResponse, Flashcard, conversation_of
from quizgame.domain.text import plain as text_of
from quizgame.domain.words import count, date, in_days, minutes_seconds
from quizgame.store.errors import StoreError
from quizgame.study.conversation_words import waits
from quizgame.study.door import Door
from quizgame.study.study import Study
from quizgame.study.views import MINUTES, Overview, Scope, Showing, Summary, Verdict

_CHOICE = re.compile(r"([1-6])\s*([cx]?)")
_CERTAINTY = {"": Certainty.UNSTATED, "c": Certainty.SURE, "x": Certainty.NOT_SURE}
_GRADES = {"1": Grade.AGAIN, "2": Grade.HARD, "3": Grade.GOOD, "4": Grade.EASY}
_WORDS = {Grade.AGAIN: "Again", Grade.HARD: "Hard", Grade.GOOD: "Good", Grade.EASY: "Easy"}
_HOW = (
    "quizgame has no terminal to ask on, and nothing came in on standard input. Start it in a terminal, "
    "or send it a line for each answer, the learner's name first where there is none yet."
)


Aside = Literal["unknown", "heard", "reopened"]
"""What became of a line that is no answer; `reopened` when an undo has put another question on the table."""


class _Stopped(Exception):
    """Standard input has ended, or the learner has had enough."""


def play(
    door: Door, study: Study | None, streams: tuple[TextIO, TextIO], minutes: int = 0, scope: Scope | None = None
) -> int:
    """Lead a learner through a session; gives the exit status.

    `streams` are for hearing and saying; `minutes` of 0 asks for them.
    """
    gc.enable()  # see quizgame.cli.main
    talk = _Talk(*streams)
    try:
        learner = study or talk.newcomer(door)
        showing = learner.start(minutes, scope or Scope()) if minutes else talk.begun(learner, scope or Scope())
    except _Stopped:
        if not talk.heard:
            talk.say(_HOW)
        return 0 if talk.heard else 1
    if showing is None:
        talk.say("There is nothing to ask. Switch a pack on with quizgame packs on NAME, or install one.")
        return 1
    session = _Session(learner, talk)
    session.run(showing)
    if not talk.heard:
        talk.say(_HOW)
    return 0 if talk.heard else 1


class _Talk:
    """Says lines and hears them."""

    def __init__(self, lines: TextIO, out: TextIO) -> None:
        self._lines = lines
        self._out = out
        self.heard = False

    def say(self, text: str = "") -> None:
        """One line, at once."""
        self._out.write(text + "\n")
        self._out.flush()

    def ask(self, prompt: str) -> str:
        """A line from the learner; raises _Stopped when there are no more."""
        self._out.write(prompt + " ")
        self._out.flush()
        line = self._lines.readline()
        if not line:
            self.say()
            raise _Stopped
        self.heard = True
        return line.strip()

    def newcomer(self, door: Door) -> Study:
        """Ask for a name until one can be used."""
        self.say("Welcome to quizgame.")
        while True:
            try:
                return door.welcome(self.ask("What should I call you?"))
            except StoreError as error:
                self.say(str(error))

    def begun(self, study: Study, scope: Scope) -> Showing | None:
        """Ask for the minutes, or what else to go on with, and begin; None when there is nothing to ask."""
        overview = study.overview()
        self._stand(overview)
        words = "/".join(map(str, MINUTES))
        left, cut_short = overview.left, overview.cut_short
        go_on = ""
        if left:
            go_on += "; v goes on with the conversation"
        if cut_short:
            go_on += f"; g goes on with the session that was cut short, {minutes_seconds(cut_short.left)} left"
        while True:
            answer = self.ask(f"How many minutes ({words}{go_on}; q quit)?").lower()
            if answer in {"q", "quit"}:
                raise _Stopped
            if cut_short and answer == "g":
                return study.resume()
            if left and answer == "v":
                return study.start(MINUTES[-1], Scope(conversation=left.key))
            if answer == "" or _number(answer, max(MINUTES)) in MINUTES:
                return study.start(int(answer or 3), scope)
            self.say(f"Please type {' or '.join(map(str, MINUTES))}.")

    def _stand(self, overview: Overview) -> None:
        """Say how things stand today."""
        self.say(f"{overview.name}, {date(overview.day)}. {overview.due} to refresh.")
        if overview.year.answers:
            self.say(headlines.practised(overview.year, overview.day))
        if overview.clock_behind:
            self.say(
                "Some answers carry dates that have not come yet. They wait until then; check this computer's clock."
            )
        for plan in overview.plans:
            asked = f"{count(plan.questions, 'question')}, {plan.new} of them new"
            held = count(plan.conversations, "conversation")
            parts = [asked] * bool(plan.questions) + [held] * bool(plan.conversations)
            self.say(f"{count(plan.minutes, 'minute')}: {', and '.join(parts) or asked}.")
        if overview.left:
            self.say(f"A conversation waits: {waits(overview.left)}.")


class _Session:
    """One session, line by line."""

    def __init__(self, study: Study, talk: _Talk) -> None:
        self._study = study
        self._talk = talk
        self._say = talk.say
        self._held = ""
        """Key of the conversation whose setting was said last, while nothing else was asked since."""

    def run(self, showing: Showing | None) -> None:
        """Ask until the session is over, then sum up."""
        try:
            while showing is not None:
                showing = self._turn(showing, showing.run) if showing.run else self._step(showing)
        except _Stopped:
            pass
        try:
            self._sum_up(self._study.finish())
        except StoreError as error:
            self._say(f"The end of the session was not stored. {error}")

    def _step(self, showing: Showing) -> Showing | None:
        """One question to its end; gives the next, which after an undo is the same again."""
        self._held = ""
        self._question(showing)
        question = showing.question.question
        verdict = self._flashcard(question) if isinstance(question, Flashcard) else self._response(showing)
        if verdict is None:
            return self._study.showing
        if isinstance(question, BetterResponse):
            self._judge(question, verdict)
        elif verdict.due_in:
            self._say(f"Due {in_days(verdict.due_in)}.")
        while True:
            answer = (
                self._talk.ask("Enter for the next one (u undo, f flag, q stop):").lower()
                if isinstance(question, BetterResponse)
                else ""
            )
            if answer == "":
                return self._study.proceed()
            if self._aside(answer) == "reopened":
                return self._study.showing

    def _turn(self, showing: Showing, run: Run) -> Showing | None:
        """One turn of a conversation; gives the next thing to show, which after an undo is the turn before."""
        key = conversation_of(showing.question.key)
        if key != self._held or not run.steps:
            self._say_all(plain_conversation.opening(run))
        self._held = key
        self._say_all(plain_conversation.turn(run, showing.order))
        if self._response(showing) is None:
            return self._study.showing
        said = self._study.run
        assert said is not None
        self._say(plain_conversation.moved(said.steps[-1]))
        return self._look_back(said) if said.outcome else self._study.proceed()

    def _look_back(self, ended: Run) -> Showing | None:
        """Debrief, and let it be tried again; gives the next thing to show, which after an undo is the last turn."""
        run = ended
        self._say_all(plain_conversation.looking_back(run, self._study.document_title))
        while True:
            turns = len(run.steps)
            prompt = f"Enter to go on ({_numbers(turns)} to try again from that turn; u undo, p pause, q stop):"
            answer = self._talk.ask(prompt).lower()
            if answer == "":
                return self._study.proceed()
            if number := _number(answer, turns):
                again = self._rehearse(run.back_to(number - 1))
                if again:
                    run = again
                    self._say_all(plain_conversation.looking_back(run, self._study.document_title))
                continue
            aside = self._aside(answer, flags=False)
            if aside == "reopened":
                return self._study.showing
            if aside == "unknown":
                self._say("Please press Enter, or type the number of a turn.")

    def _rehearse(self, run: Run) -> Run | None:
        """Try it again from where a run stands; gives how it went, or None when the learner has gone back."""
        first = len(run.steps)
        self._say("For practice: nothing of this is kept.")
        while run.outcome is None:
            showing = self._study.rehearse(run)
            self._say_all(plain_conversation.turn(run, showing.order))
            answer = self._practised(len(showing.order))
            if answer == "q" or (answer == "u" and len(run.steps) == first):
                return None
            if answer == "u":
                run = run.back_to(len(run.steps) - 1)
            else:
                run = run.say(showing.order[int(answer) - 1])
                self._say(plain_conversation.moved(run.steps[-1]))
        return run

    def _practised(self, last: int) -> str:
        """Hear the number of a response, for practice, or u or q."""
        while True:
            prompt = f"Your choice, for practice ({_numbers(last)}; u back, p pause, q end practice):"
            answer = self._talk.ask(prompt).lower()
            if answer in {"u", "q"} or _number(answer, last):
                return answer
            if self._aside(answer, flags=False) == "unknown":
                self._say(f"Please type a number from 1 to {last}.")

    def _say_all(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._say(line)

    def _question(self, showing: Showing) -> None:
        used, planned = self._study.clock()
        self._say()
        self._say(
            f"{showing.question.pack_title}. Question {showing.number} of about {showing.about}."
            f" {minutes_seconds(planned - used)} left."
        )
        self._say()
        question = showing.question.question
        if isinstance(question, Flashcard):
            self._say(text_of(question.front))
            return
        self._say(text_of(question.scene))
        self._say()
        self._say(text_of(question.ask))
        for place, index in enumerate(showing.order, 1):
            self._say(f"{place}. {text_of(question.options[index].say)}")

    def _response(self, showing: Showing) -> Verdict | None:
        """Hear a choice; None when an undo has opened another question."""
        last = len(showing.order)
        sure = "" if showing.run else " 1c if sure, 1x if not;"
        prompt = f"Your choice (1-{last};{sure} u undo, f flag, p pause, q stop):"
        while True:
            answer = self._talk.ask(prompt).lower()
            match = _CHOICE.fullmatch(answer)
            if match and int(match[1]) <= last and not (showing.run and match[2]):
                try:
                    return self._study.choose(int(match[1]) - 1, _CERTAINTY[match[2]])
                except StoreError as error:
                    self._say(f"Your answer was not stored. {error}")
                continue
            aside = self._aside(answer)
            if aside == "reopened":
                return None
            if aside == "unknown":
                self._say(f"Please type a number from 1 to {last}.")

    def _flashcard(self, question: Flashcard) -> Verdict | None:
        """Let the card be turned, then graded; None when an undo has opened another question."""
        outlook: dict[Grade, int] = {}
        while True:
            prompt = (
                "Your grade (1-4; u undo, f flag, p pause, q stop):"
                if outlook
                else "Enter to turn the card (u undo, f flag, p pause, q stop):"
            )
            answer = self._talk.ask(prompt).lower()
            if not outlook and answer == "":
                outlook = self._study.reveal()
                self._say(text_of(question.back))
                self._sources(question)
                self._say("How well did you know it?")
                for number, grade in _GRADES.items():
                    self._say(f"{number}. {_WORDS[grade]}: due {in_days(outlook[grade])}")
            elif outlook and answer in _GRADES:
                try:
                    return self._study.grade(_GRADES[answer])
                except StoreError as error:
                    self._say(f"Your answer was not stored. {error}")
            elif (aside := self._aside(answer)) == "reopened":
                return None
            elif aside == "unknown":
                self._say("Please type a number from 1 to 4." if outlook else "Please press Enter to turn the card.")

    def _aside(self, answer: str, *, flags: bool = True) -> Aside:
        """Keys that work everywhere; `flags` where one question stands open that can be flagged."""
        if answer in {"q", "quit"}:
            raise _Stopped
        if answer == "u":
            return self._undo()
        if answer == "p":
            self._study.pause()
            try:
                self._talk.ask("Paused. Your call comes first. Enter to go on:")
            finally:
                self._study.unpause()
        elif flags and (answer == "f" or answer.startswith("f ")):
            self._flag(answer[2:])
        else:
            return "unknown"
        return "heard"

    def _undo(self) -> Aside:
        try:
            undone = self._study.undo()
        except StoreError as error:
            self._say(str(error))
            return "heard"
        if undone is None:
            self._say("There is no answer to undo.")
            return "heard"
        self._say(f"Taken back: {text_of(undone.title).rstrip('.')}.")
        return "reopened" if undone.reopened else "heard"

    def _flag(self, note: str) -> None:
        try:
            self._study.flag(note or self._talk.ask("What is wrong with this question?"))
        except StoreError as error:
            self._say(str(error))
        else:
            self._say("Noted for the trainer. Thank you.")

    def _judge(self, question: BetterResponse, verdict: Verdict) -> None:
        assert verdict.best is not None
        assert verdict.chosen is not None
        order = verdict.showing.order
        reasons = [text_of(question.options[index].because) for index in order]
        self._say()
        if verdict.right:
            self._say(f"Yes, {verdict.chosen + 1} is the best response: {reasons[verdict.best]}")
        else:
            self._say(f"Not the best response. The best is {verdict.best + 1}.")
            self._say(f"{verdict.chosen + 1}, your choice: {reasons[verdict.chosen]}")
            self._say(f"{verdict.best + 1}, the best: {reasons[verdict.best]}")
        for place, reason in enumerate(reasons):
            if place not in {verdict.best, verdict.chosen}:
                self._say(f"{place + 1}: {reason}")
        if verdict.showing.question.takeaway:
            self._say(text_of(verdict.showing.question.takeaway))
        self._sources(question)
        self._say(f"{'This was practice. ' if verdict.practice else ''}Due {in_days(verdict.due_in)}.")

    def _sources(self, question: BetterResponse | Flashcard) -> None:
        self._say_all(plain_conversation.sources(question.sources, self._study.document_title))

    def _sum_up(self, summary: Summary) -> None:
        self._say()
        if not summary.questions:
            self._say("No answers this time. Nothing was counted.")
            return
        done = f"{count(summary.questions, 'question')} in {minutes_seconds(summary.seconds)}"
        self._say(f"Done. {done}, {summary.right} right.")
        self._say(f"Plus {summary.growth:.1f} that you would still recall in a month.")
        for slip in summary.slipped:
            self._say(f"Slipped: {text_of(slip.title)}, due {in_days(slip.due_in)}.")
        if summary.deferred:
            self._say(f"{count(summary.deferred, 'objective waits', 'objectives wait')} until next time.")
        for topic in summary.mastered:
            self._say(f"Mastered: {topic.name}. All of it would hold for a month.")
        self._say(f"This week {summary.year.done} of {summary.year.goal} days, streak {summary.year.streak.current}.")


def _numbers(last: int) -> str:
    """The numbers that can be typed: `1-3`."""
    return f"1-{last}" if last > 1 else "1"


def _number(answer: str, last: int) -> int:
    """The number that was typed; 0 when it is none of those from 1 to the last."""
    # Python reads no number of thousands of digits, and nobody means one.
    return int(answer) if answer.isdecimal() and len(answer) < 10 and 1 <= int(answer) <= last else 0
