"""How each thing is done by the model and by the real machines, and how the two are compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import astuple, dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis.stateful import RuleBasedStateMachine, invariant

from quizgame.domain.calibration import Stated
from quizgame.domain.days import Moment
from quizgame.domain.events import (
    Answer,
    Certainty,
    Fact,
    Grade,
    LearnersJoined,
    ParametersFitted,
    Review,
    SessionFinished,
    SessionStarted,
    Voided,
)
from quizgame.domain.forgetting import START, experience_in
from quizgame.domain.memory import ENGINE
from quizgame.domain.questions import Flashcard
from quizgame.domain.session import OutOfTurn
from quizgame.domain.streak import reading
from quizgame.store.errors import StoreError
from quizgame.store.incoming import Incoming
from quizgame.store.learners import Learner
from quizgame.study import progress, survey
from quizgame.study.study import EVERYTHING, Study
from quizgame.study.views import Scope
from tests.model.author import Author
from tests.model.machine import World, a_machine, a_spare_machine
from tests.model.naive import (
    FOUR_O_CLOCK,
    HALF_AN_HOUR,
    Device,
    Export,
    Person,
    Row,
    Shelf,
    StreakSoFar,
    Total,
    union,
)

MACHINES = 3

CAME: Counter[str] = Counter()
"""What came of the steps that were taken in this process."""


@dataclass
class Expected:
    """A row that the model expects to be written."""

    what: Answer | Fact | type[ParametersFitted]
    """ParametersFitted itself for what the program may have learned, or not."""
    day: int


@dataclass
class Sitting:
    """A study, and what the model knows of its session."""

    study: Study
    person: Person
    day: int = 0
    unwritten: bool = False
    touched: int = 0
    looked_at: float = 0.0
    """Seconds that the open question has been looked at."""
    finished: bytes = b""
    scope: Scope = EVERYTHING

    @property
    def running(self) -> bool:
        """Whether a session has begun, and is not over."""
        return self.phase not in {"none", "over"}

    @property
    def phase(self) -> str:
        """What stands on the screen."""
        try:
            return self.study.session.phase
        except OutOfTurn:
            return "none"


class Place:
    """A machine, and its model."""

    def __init__(self, folder: Path, world: World, number: int, packs: Author) -> None:
        self.machine = a_machine(folder, world, number)
        self.model = Device(self.machine.device())
        for pack in sorted(packs.packs):
            self.model.shelf.compile(packs.packs[pack])
        self.backups: dict[str, Device] = {}
        self.sitting: Sitting | None = None
        self.leaps = 0
        self.touched = True
        """Something may have changed since it was compared."""


class Workings(RuleBasedStateMachine):
    """Three machines and their models: how a thing is done on both, and how they are compared."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.world = World()
        self.author = Author()
        self.places = [Place(Path(self.folder.name), self.world, n, self.author) for n in range(MACHINES)]
        self.files: list[Export] = []
        self.turn = 0

    def teardown(self) -> None:
        for place in self.places:
            place.machine.close()
        self.folder.cleanup()

    @invariant()
    def model_and_machines_agree(self) -> None:
        """On all that holds whatever day it is; what depends on the day is compared by looking, now and then."""
        self.turn += 1
        for place in self.places:
            if place.touched and place.sitting and self.turn % 3 == 0:
                self._look(place, place.sitting.person)
            if place.touched:
                self._check(place)
                place.touched = False

    # ── a session ───────────────────────────────────────────────────────────────────────────

    def _now(self, place: Place) -> int:
        return place.machine.clock.now().instant

    def _today(self, place: Place, person: Person) -> int:
        return person.today(place.model.id, place.machine.clock.now())

    def _pass_by(self, seconds: float) -> None:
        self.world.pass_by(seconds)
        for place in self.places:
            if place.sitting:
                place.sitting.looked_at += seconds

    def _welcome(self, place: Place, name: str) -> None:
        study = place.machine.door.welcome(name)
        [new] = [each for each in place.machine.learners() if each.name == name]
        person = Person(new.id, name, place.model.number)
        place.model.people.append(person)
        place.sitting = Sitting(study, person)
        place.touched = True

    def _sit(self, place: Place, person: Person) -> Sitting:
        study = place.machine.door.enter(person.name)
        assert study is not None
        place.sitting = Sitting(study, person)
        return place.sitting

    def _seated(self, place: Place) -> Sitting:
        """Whoever sits there; else who was here last; else somebody new."""
        if place.sitting is None:
            person = place.model.latest()
            study = place.machine.door.enter_latest()
            assert (person is None) == (study is None)
            if person is None:
                self._welcome(place, "Sam")
            else:
                assert study is not None
                assert study.name == person.name
                place.sitting = Sitting(study, person)
        assert place.sitting is not None
        return place.sitting

    def _scope(self, place: Place, which: int) -> Scope:
        packs = sorted(place.model.shelf.packs)
        if which < 50 or not packs:
            return Scope()
        if which < 80:
            return Scope((packs[which % len(packs)],))
        return Scope(conversation="talks/talk") if "talks" in packs else Scope()

    def _closed(self, place: Place, person: Person, running: bytes = b"") -> list[Expected]:
        """The end of a session that was left half an hour ago, which whoever looks next writes down."""
        cut = person.cut_short(place.model.id)
        if cut is None or not cut[2] or cut[0].session == running:
            return []
        started, day, given = cut
        rested = self._now(place) - given[-1].instant > HALF_AN_HOUR
        return [Expected(SessionFinished(started.session), day)] if rested else []

    def _start(self, place: Place, sitting: Sitting, minutes: int, scope: Scope) -> None:
        expected = self._closed(place, sitting.person)
        showing = sitting.study.start(minutes, scope)
        self._written(place, sitting.person, expected)
        today = self._today(place, sitting.person)
        assert sitting.study.session.day == today
        sitting.day, sitting.unwritten, sitting.scope, sitting.looked_at = today, True, scope, 0.0
        sitting.touched = self._now(place)
        if showing:
            self._assert_may_be_asked(place, sitting)

    def _asked(self, place: Place) -> bool:
        """Come to an open question, by whatever leads there; False where there is nothing to ask."""
        sitting = self._seated(place)
        if sitting.phase == "verdict":
            self._proceed(place, sitting)
        if sitting.phase in {"none", "over", "ready"}:
            self._start(place, sitting, 5, Scope())
        return sitting.phase in {"asking", "revealed"}

    def _answer_some(self, place: Place, answers: Sequence[int]) -> None:
        for how in answers:
            if self._asked(place):
                self._pass_by(3 + how % 7)
                self._answer(place, how)

    def _has_rested(self, place: Place, sitting: Sitting) -> bool:
        return self._now(place) - sitting.touched > HALF_AN_HOUR

    def _renewed(self, place: Place, sitting: Sitting) -> list[Expected]:
        """What is written when a session has rested, before the next thing is done in another one."""
        if not self._has_rested(place, sitting):
            return []
        return self._ended(place, sitting) or self._closed(place, sitting.person, sitting.study.session.id)

    def _ended(self, place: Place, sitting: Sitting) -> list[Expected]:
        session = sitting.study.session
        if not session.asked or sitting.finished == session.id:
            return []
        learned = sitting.day if sitting.running else self._today(place, sitting.person)
        sitting.finished = session.id
        return [Expected(ParametersFitted, learned), Expected(SessionFinished(session.id), sitting.day)]

    def _answer(self, place: Place, how: int) -> None:
        """Answer the open question; `how` says what with."""
        sitting, study = place.sitting, place.sitting.study  # type: ignore[union-attr]
        assert sitting is not None
        showing = study.showing
        asked = showing.question
        expected = self._renewed(place, sitting)
        seconds = sitting.looked_at
        if self._has_rested(place, sitting):
            sitting.unwritten, sitting.day, seconds = True, self._today(place, sitting.person), 0.0
        right, certainty, chosen = how % 3 > 0, Certainty.UNSTATED, None
        if isinstance(asked.question, Flashcard):
            grade = Grade(1 + how % 4)
            if sitting.phase == "asking":
                study.reveal()
            verdict = study.grade(grade)
        else:
            certainty = Certainty(how // 3 % 3)
            best = showing.order.index(asked.question.best)
            at = best if right else (best + 1 + how % (len(showing.order) - 1)) % len(showing.order)
            chosen = showing.order[at]
            grade = Grade.AGAIN if not right else Grade.HARD if certainty is Certainty.NOT_SURE else Grade.GOOD
            verdict = study.choose(at, certainty)
        session = study.session
        if sitting.unwritten:
            fact = SessionStarted(session.id, session.minutes, session.seed, *astuple(sitting.scope))
            expected.append(Expected(fact, sitting.day))
        answer = Answer(
            session.id,
            asked.key,
            asked.objective,
            asked.question.revision,
            asked.content,
            showing.order,
            chosen,
            grade,
            certainty,
            round(seconds, 3),
            ENGINE,
        )
        assert verdict.right == (grade is not Grade.AGAIN)
        expected.append(Expected(answer, sitting.day))
        sitting.unwritten, sitting.touched = False, self._now(place)
        CAME["answered"] += 1
        CAME["answered in a conversation"] += showing.run is not None
        self._written(place, sitting.person, expected)

    def _proceed(self, place: Place, sitting: Sitting) -> None:
        run = sitting.study.run
        over = sitting.scope.conversation and run is not None and run.outcome is not None
        expected = [] if over else self._renewed(place, sitting)
        renewed = not over and self._has_rested(place, sitting)
        showing = sitting.study.proceed()
        self._written(place, sitting.person, expected)
        if renewed:
            sitting.unwritten, sitting.day = True, self._today(place, sitting.person)
        if renewed or showing:
            sitting.touched = self._now(place)
        sitting.looked_at = 0.0
        if showing is None:
            self._finish(place, sitting)
        else:
            self._assert_may_be_asked(place, sitting)

    def _undo(self, place: Place, *, this_session: bool) -> None:
        sitting = self._seated(place)
        if this_session and sitting.phase == "none":
            return
        expected = self._renewed(place, sitting) if sitting.phase == "verdict" else []
        renewed = bool(expected) or (sitting.phase == "verdict" and self._has_rested(place, sitting))
        found = sitting.person.last_own(place.model.id, standing=True)
        session = sitting.study.session.id if sitting.phase != "none" else b""
        if found and this_session and (renewed or found[1].session != session):
            found = None
        today = self._today(place, sitting.person)
        if renewed:
            sitting.day = today
        if found:
            day = sitting.day if sitting.running else today
            expected.append(Expected(Voided(found[0].id, found[0].day), day))
            CAME["taken back"] += 1
        undone = sitting.study.undo(this_session=this_session)
        assert (undone is None) == (found is None)
        if renewed:
            sitting.unwritten, sitting.touched = True, self._now(place)
        if undone and undone.reopened:
            sitting.looked_at, sitting.touched = 0.0, self._now(place)
        self._written(place, sitting.person, expected)

    def _finish(self, place: Place, sitting: Sitting) -> None:
        expected = self._ended(place, sitting)
        session = sitting.study.session
        summary = sitting.study.finish()
        self._written(place, sitting.person, expected)
        given = [answer for row, answer in sitting.person.answers() if answer.session == session.id]
        assert (summary.questions, summary.right) == (
            len(given),
            sum(answer.grade is not Grade.AGAIN for answer in given),
        )

    def _assert_may_be_asked(self, place: Place, sitting: Sitting) -> None:
        """What is asked is in play, and was not set aside."""
        asked = sitting.study.showing
        shelf, today = place.model.shelf, self._today(place, sitting.person)
        if asked.run is not None:
            assert sitting.study.session.pick is not None
            return
        assert asked.question.key in {name for name, _, _ in shelf.variants(asked.question.objective)}
        if asked.number == 1:  # what is set aside while a session runs may still be asked in it
            assert asked.question.objective not in shelf.suspended(sitting.person, today)
            pack = asked.question.pack
            assert pack in sitting.scope.packs if sitting.scope.packs else pack not in sitting.person.packs_off(today)

    def _setting(self, at: int) -> tuple[Place, Sitting, int]:
        place = self.places[at]
        sitting = self._seated(place)
        return place, sitting, self._today(place, sitting.person)

    # ── logs and packs ──────────────────────────────────────────────────────────────────────

    def _exported(self, place: Place, name: str) -> Export:
        out = BytesIO()
        person = place.model.named(name)
        assert person is not None
        written = place.machine.door.export(name, out)
        answers = sum(isinstance(row.what, Answer) for row in person.rows.values())
        assert tuple(written) == (answers, len(person.rows) - answers)
        return Export(
            out.getvalue(), person.id, person.name, frozenset(person.joined() - {person.id}), dict(person.rows)
        )

    def _take_in(self, place: Place, file: Export, name: str, *, same: bool) -> Person | None:
        """Import a file; gives whose log it went to, None where it was refused."""
        model, door = place.model, place.machine.door
        how, person, goes = model.place(file, name, same=same)
        if how == "refused":
            before = place.machine.log(), place.machine.learners(), place.machine.caches()
            with pytest.raises(StoreError, match=r"[Nn]othing was imported"):
                door.take_in(Incoming(BytesIO(file.data), "a file"), name=name, same=same)
            assert (place.machine.log(), place.machine.learners(), place.machine.caches()) == before
            CAME["import refused"] += 1
            return None
        now = place.machine.clock.now()
        streak_before = person.streak(self._today(place, person), now).current if person else 0
        day = self._today(place, person) if person else 0
        taken = door.take_in(Incoming(BytesIO(file.data), "a file"), name=name, same=same)
        if person is None:
            person = Person(file.learner, name or file.name, max((-1, *(each.since for each in goes))))
            model.people.append(person)
        for each in goes:
            self._one(place, person, each)
        if goes:
            place.sitting = None
        new = [row for id_, row in file.rows.items() if id_ not in person.rows]
        person.rows.update({row.id: row for row in new})
        answers = sum(isinstance(row.what, Answer) for row in new)
        assert (taken.learner, taken.new) == (Learner(person.id, person.name), how == "new")
        assert (taken.answers, taken.events) == (answers, len(new) - answers)
        assert taken.joined == tuple(each.name for each in sorted(goes, key=lambda each: each.id))
        assert taken.streak_before == streak_before
        expected = [Expected(LearnersJoined(file.learner), day)] if how == "joined" else []
        self._written(place, person, expected)
        assert taken.streak_after == person.streak(self._today(place, person), now).current
        CAME[f"imported: {how}"] += 1
        CAME["rows merged"] += len(new)
        self._look(place, person)
        return person

    def _one(self, place: Place, stays: Person, goes: Person) -> None:
        stays.rows = union([stays.rows, goes.rows])
        stays.since = max(stays.since, goes.since)
        place.model.people.remove(goes)
        if place.sitting and place.sitting.person is goes:
            place.sitting = None

    def _same_everywhere(self, one: Place, person: Person, other: Place, twin: Person) -> None:
        """The same log read by the same clock and the same packs gives the same progress, to the last digit."""
        if one.model.shelf == other.model.shelf:
            moment, day = one.machine.clock.now(), self._today(one, person)
            shown = []
            for place, each in ((one, person), (other, twin)):
                desk = place.machine.desk(Learner(each.id, "they"))
                desk.turn_to(day)
                shown.append(progress.whole(desk, place.machine.catalogue, day, moment))
            assert shown[0] == shown[1]
            CAME["two machines compared"] += 1

    def _two_merged(self, folder: str, files: Sequence[Export]) -> list[Export]:
        """Files merged on another machine first, and exported there."""
        if not files:
            return []
        with a_spare_machine(Path(folder, "before"), self.world, 8, self.author.packs) as machine:
            for file in files:
                machine.door.take_in(Incoming(BytesIO(file.data), "a file"), name="they")
            out = BytesIO()
            machine.door.export("they", out)
        return [files[0]._replace(data=out.getvalue(), name="they")]

    def _merged(
        self, folder: Path, files: Sequence[Export], rows: Mapping[bytes, Row], before: Sequence[Export] = ()
    ) -> object:
        """All that a new machine holds once these files are merged into it."""
        with a_spare_machine(folder, self.world, 9, self.author.packs) as machine:
            for number, file in enumerate((*before, *files)):
                machine.door.take_in(Incoming(BytesIO(file.data), "a file"), name="" if number else "they")
            [learner] = machine.learners()
            log = machine.log()[learner.id]
            assert log.keys() == rows.keys()
            machine.assert_sound()
            study = machine.door.enter("they")
            assert study is not None
            streak = study.year().streak
            person = Person(learner.id, "they", -1, dict(rows))
            now = machine.clock.now()
            _assert_streak(streak, person.streak(person.today(machine.device(), now), now))
            return log, machine.caches(), study.progress()

    def _install(self, place: Place, wanted: Mapping[str, Any]) -> None:
        place.machine.install(wanted)
        self._shelve(place.model.shelf, wanted)
        place.touched = True
        for each in place.model.people:
            self._look(place, each)

    def _shelve(self, shelf: Shelf, wanted: Mapping[str, Any]) -> None:
        """What start-up does: it compiles what has changed, by name, and then takes out what is gone."""
        for name in sorted(wanted):
            if shelf.packs.get(name) != wanted[name]:
                shelf.compile(wanted[name])
        for name in set(shelf.packs) - set(wanted):
            del shelf.packs[name]

    # ── comparing ───────────────────────────────────────────────────────────────────────────

    def _written(self, place: Place, person: Person, expected: Sequence[Expected]) -> None:
        """Hold the rows that this device has just written against those that the model expects, and take them over."""
        model, moment = place.model, place.machine.clock.now()
        waiting = list(expected)
        for entry in place.machine.written_since(model.number):
            stamp, what = entry.stamp, entry.answer if isinstance(entry, Review) else entry.fact
            if waiting and waiting[0].what is ParametersFitted:
                wanted = waiting.pop(0)
                if isinstance(what, ParametersFitted):
                    wanted.what = what
                else:
                    wanted = waiting.pop(0) if waiting else wanted
            else:
                assert waiting, f"nobody expected {what}"
                wanted = waiting.pop(0)
            assert what == wanted.what, f"{what} was written, and {wanted.what} expected"
            assert (stamp.learner, stamp.sequence) == (person.id, model.number + 1)
            last = model.last_instant()
            instant = last + 1 if 0 <= last - moment.instant < 1_000_000 else moment.instant
            assert (stamp.instant, stamp.offset, stamp.day) == (instant, moment.offset, wanted.day)
            row = Row(stamp.id, stamp.device, stamp.sequence, stamp.instant, stamp.offset, stamp.day, what)
            person.rows[row.id] = row
            model.number += 1
            CAME["rows written"] += 1
            if isinstance(what, SessionFinished):
                for name in place.machine.backed_up:
                    place.backups[name] = deepcopy(model)
                place.machine.backed_up.clear()
        assert not [each for each in waiting if each.what is not ParametersFitted], f"{waiting} was not written"
        place.touched = True

    def _check(self, place: Place) -> None:
        """What holds after every step, whatever day it is."""
        machine, model = place.machine, place.model
        machine.assert_sound()
        assert {each.id: each.name for each in machine.learners()} == {each.id: each.name for each in model.people}
        latest, found = model.latest(), machine.latest()
        assert (latest.id if latest else None) == (found.id if found else None)
        log = machine.log()
        for person in model.people:
            assert {id_: row[:5] for id_, row in log[person.id].items()} == {
                id_: (row.device, row.number, row.instant, row.offset, row.day) for id_, row in person.rows.items()
            }
            undone = person.undone()
            assert machine.voided(person.id) == undone
            totals = machine.desk(Learner(person.id, person.name)).day_totals(-(10**6))
            assert {each.day: tuple(each)[1:] for each in totals} == {
                day: _as_kept(total) for day, total in person.totals().items()
            }

    def _look(self, place: Place, person: Person) -> None:
        """Open today's screen in another window, and hold everything on it, and below it, against the model."""
        expected = self._closed(place, person)
        study = place.machine.door.enter(person.name)
        assert study is not None
        overview = study.overview()
        self._written(place, person, expected)
        now, today, shelf = place.machine.clock.now(), self._today(place, person), place.model.shelf
        assert (overview.name, overview.day) == (person.name, today)
        until = person.horizon(today)
        held = shelf.held(person, until)
        self._assert_memory(place, person, held)
        off, suspended = person.packs_off(today), shelf.suspended(person, today)
        assert study.preferences.packs_off() == off
        assert study.preferences.suspended() == suspended
        in_play = {
            objective: each
            for objective, each in held.items()
            if each.question is not None and objective.partition("/")[0] not in off and objective not in suspended
        }
        due = sum(
            bool(each.revised) or (each.due is not None and each.due <= today and each.memory.last_day < today)
            for each in in_play.values()
        )
        assert (overview.due, overview.met) == (due, len(in_play))
        _assert_streak(overview.year.streak, person.streak(today, now))
        settings = study.preferences.settings()
        assert settings.rollover == person.setting("rollover", today + 1, FOUR_O_CLOCK)
        assert settings.rest == {day for day in range(7) if person.setting("rest", today, 0b1100000) >> day & 1}
        assert settings.days_off == tuple(sorted(day for day in person.days_off() if day >= today - 14))
        desk = place.machine.desk(Learner(person.id, person.name))
        desk.turn_to(today)
        fitted = person.experience(until)
        assert desk.experience() == (experience_in(fitted) if fitted else START)
        queue = survey.ranked(desk, today, Scope())
        assert {each.objective for each in queue.known} | {each.objective for each in queue.practised} == set(in_play)
        assert len(queue.known) + len(queue.practised) == len(in_play)
        weighed = [each.worth for each in queue.known if each.reason != "revised"]
        assert weighed == sorted(weighed, reverse=True)
        if overview.cut_short:
            cut = person.cut_short(place.model.id)
            assert cut is not None
            assert overview.cut_short.answers == len(cut[2])

    def _assert_memory(self, place: Place, person: Person, held: Mapping[str, Any]) -> None:
        rows = {row[0]: row[1:] for row in place.machine.memory(person.id)}
        assert rows.keys() == held.keys()
        for objective, (memory, latest, misled, stated, question, due, revised) in held.items():
            stability, difficulty, last_day, repetitions, lapses, *rest = rows[objective]
            assert (stability, difficulty, last_day, repetitions, lapses) == tuple(memory)
            assert tuple(rest[:4]) == (*latest, misled)
            found = place.machine.desk(Learner(person.id, person.name)).standing(objective)
            assert found is not None
            assert found.tally.stated == Stated(*stated)
            assert tuple(rest[5:]) == (question, due, revised)


def _as_kept(total: Total) -> tuple[int | None, ...]:
    """A day's totals as the store keeps them."""
    seen = [reading(Moment(each[0] * 1_000_000, each[1])) for each in total.readings]
    ends = (min(seen), max(seen)) if seen else (None, None)
    return (total.answers, total.again, total.millis, total.kept, total.finished, *ends)


def _assert_streak(found: Any, model: StreakSoFar) -> None:
    assert (found.current, found.best, found.total, found.freezes) == (
        model.current,
        model.best,
        model.total,
        model.freezes,
    )
    assert found.frozen == tuple(model.frozen)
    assert sorted(found.skipped) == sorted(model.skipped)
