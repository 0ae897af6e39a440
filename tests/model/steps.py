"""Random steps of study on three machines, each taken by the model and by the real thing, and compared after each."""

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
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from quizgame.domain.calibration import Stated
from quizgame.domain.days import Moment
from quizgame.domain.events import (
    Answer,
    Certainty,
    DayOff,
    Fact,
    Flagged,
    Grade,
    LearnersJoined,
    ParametersFitted,
    Review,
    SessionFinished,
    SessionStarted,
    SettingChanged,
    Voided,
)
from quizgame.domain.forgetting import START, experience_in
from quizgame.domain.memory import ENGINE
from quizgame.domain.questions import Flashcard
from quizgame.domain.session import OutOfTurn
from quizgame.domain.streak import reading
from quizgame.store import caches
from quizgame.store.errors import StoreError
from quizgame.store.incoming import Incoming
from quizgame.store.learners import Learner
from quizgame.study import progress, survey
from quizgame.study.study import EVERYTHING, Study
from quizgame.study.views import Scope
from tests.model.author import CHANGES, Author
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
NAMES = ("Sam", "Kim", "Lee", "SAM", "Ada")
FIVE_YEARS = 5 * 365 * 86_400 * 1_000_000
STEPS: Counter[str] = Counter()
"""How often each rule was taken in this process."""
CAME: Counter[str] = Counter()
"""What came of it."""

places = st.integers(0, 99)
machines = st.integers(0, MACHINES - 1)


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


class StudyOnMachines(RuleBasedStateMachine):
    """Some people who learn on three machines, whose packs change, and who carry their logs to and fro."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.world = World()
        self.author = Author()
        self.places = [Place(Path(self.folder.name), self.world, n, self.author) for n in range(MACHINES)]
        self.files: list[Export] = []

    @initialize()
    def somebody_begins(self) -> None:
        """Sam learns on the first machine, and on the second; Kim on the second and the third."""
        for number, name in ((0, "Sam"), (1, "Kim")):
            self._welcome(self.places[number], name)
            self._answer_some(self.places[number], [0] * 6)
        for number, to, name in ((0, 1, "Sam"), (1, 2, "Kim")):
            self._take_in(self.places[to], self._exported(self.places[number], name), "", same=False)

    def teardown(self) -> None:
        for place in self.places:
            place.machine.close()
        self.folder.cleanup()

    @invariant()
    def model_and_machines_agree(self) -> None:
        """On all that holds whatever day it is; the rest is compared by looking."""
        for place in self.places:
            if place.touched:
                self._check(place)
                place.touched = False

    # ── answering ─────────────────────────────────────────────────────────────────────────────────────────

    @rule(at=machines, minutes=st.sampled_from([1, 3, 5]), scope=places)
    def start(self, at: int, minutes: int, scope: int) -> None:
        """Begin a session; what was running is left as by closing the terminal."""
        STEPS["start"] += 1
        place = self.places[at]
        sitting = self._seated(place)
        if sitting.running:
            sitting = self._sit(place, sitting.person)
        self._start(place, sitting, minutes, self._scope(place, scope))

    @rule(at=machines, answers=st.lists(places, min_size=1, max_size=7))
    def answer_some(self, at: int, answers: list[int]) -> None:
        """Answer question after question, right or wrong, sure or not."""
        STEPS["answer some"] += 1
        self._answer_some(self.places[at], answers)

    @rule(at=machines, days=st.lists(st.sampled_from([1, 1, 1, 1, 1, 2, 3]), max_size=9), answers=st.integers(4, 6))
    def practise(self, at: int, days: list[int], answers: int) -> None:
        """Day after day, with some days left out: what streaks and freezes are made of."""
        STEPS["practise"] += 1
        for number, each in enumerate(days):
            self._answer_some(self.places[at], [5 + number % 11] * answers)
            self._pass_by(each * 86_400)

    @rule(at=machines, answers=st.lists(places, min_size=1, max_size=3), back=st.integers(1, 3))
    def answer_and_undo(self, at: int, answers: list[int], back: int) -> None:
        """Answer, and take some of it back, here or after a restart."""
        STEPS["answer and undo"] += 1
        place = self.places[at]
        self._answer_some(place, answers)
        for number in range(back):
            if number == 1 and answers[0] % 2:
                place.machine.restart()
                place.sitting = None
            self._undo(place, this_session=False)

    @rule(at=machines, how=places, seconds=st.sampled_from([0, 0.2, 7.3, 40, 2400]))
    def answer(self, at: int, how: int, seconds: float) -> None:
        """Answer one question, after a time that may be long."""
        STEPS["answer"] += 1
        place = self.places[at]
        if self._asked(place):
            self._pass_by(seconds)
            self._answer(place, how)

    @rule(at=machines)
    def proceed(self, at: int) -> None:
        """Go on from a verdict."""
        STEPS["proceed"] += 1
        place = self.places[at]
        if place.sitting and place.sitting.phase == "verdict":
            self._proceed(place, place.sitting)

    @rule(at=machines)
    def finish(self, at: int) -> None:
        """End the session."""
        STEPS["finish"] += 1
        place = self.places[at]
        if place.sitting and place.sitting.phase != "none":
            self._finish(place, place.sitting)

    @rule(at=machines, this_session=st.booleans())
    def undo(self, at: int, this_session: bool) -> None:
        """Take the latest answer back."""
        STEPS["undo"] += 1
        self._undo(self.places[at], this_session=this_session)

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

    @rule(at=machines, seconds=st.sampled_from([5, 600, 2400]))
    def a_call_comes(self, at: int, seconds: int) -> None:
        """The stopwatch stands still meanwhile."""
        STEPS["a call comes"] += 1
        sitting = self.places[at].sitting
        if sitting and sitting.running:
            sitting.study.pause()
            before = sitting.looked_at
            self._pass_by(seconds)
            sitting.study.unpause()
            sitting.looked_at = before

    @rule(at=machines)
    def flag(self, at: int) -> None:
        """Mark the question on the screen as bad."""
        STEPS["flag"] += 1
        place = self.places[at]
        if place.sitting and place.sitting.running:
            sitting = place.sitting
            asked = sitting.study.showing.question
            sitting.study.flag("odd")
            self._written(
                place, sitting.person, [Expected(Flagged(asked.key, asked.question.revision, "odd"), sitting.day)]
            )

    @rule(at=machines)
    def resume(self, at: int) -> None:
        """Go on with the session that was cut short, in a new window."""
        STEPS["resume"] += 1
        place = self.places[at]
        sitting = self._sit(place, self._seated(place).person)
        cut = sitting.person.cut_short(place.model.id)
        now = self._now(place)
        fresh = cut is not None and bool(cut[2]) and 0 <= now - cut[2][-1].instant <= HALF_AN_HOUR
        showing = sitting.study.resume()
        assert showing is None or fresh, "it rested too long, or there was none"
        if sitting.phase != "none":
            assert cut is not None
            assert sitting.study.session.id == cut[0].session
            sitting.day, sitting.touched, sitting.looked_at = cut[1], now, 0.0
            CAME["resumed"] += 1
        self._written(place, sitting.person, [])

    # ── time ──────────────────────────────────────────────────────────────────────────────────────────────

    @rule(seconds=st.sampled_from([0, 1, 20, 90, 1500]))
    def time_passes(self, seconds: int) -> None:
        STEPS["time passes"] += 1
        self._pass_by(seconds)

    @rule(hours=st.sampled_from([0.6, 3, 9]))
    def rest(self, hours: float) -> None:
        """Long enough for every session to be over."""
        STEPS["rest"] += 1
        self._pass_by(hours * 3600)

    @rule(days=st.sampled_from([1, 1, 1, 1, 2, 3, 4, 8, 40]), hours=st.sampled_from([0, 0, -7.5, 8.5, 16]))
    def days_pass(self, days: int, hours: float) -> None:
        """Sleep, for once or for long; at the end it may be some minutes past midnight, or early."""
        STEPS["days pass"] += 1
        self._pass_by(days * 86_400 + hours * 3600)

    @rule(at=machines, seconds=st.sampled_from([-0.4, -1, -30, -3000, 45, 3000]))
    def clock_steps(self, at: int, seconds: float) -> None:
        """A clock is set right, or wrong."""
        STEPS["clock steps"] += 1
        self.places[at].machine.clock.skew += round(seconds * 1_000_000)

    @rule(at=machines, hours=st.sampled_from([-1, 1, 1, -1, -9, 9, 5.5]))
    def offset_changes(self, at: int, hours: float) -> None:
        """Daylight saving begins or ends, or the machine travels."""
        STEPS["offset changes"] += 1
        clock = self.places[at].machine.clock
        offset = clock.offset + round(hours * 3600)
        if -12 * 3600 <= offset <= 14 * 3600:
            clock.offset = offset

    @rule(at=machines, sign=st.sampled_from([-1, 1]))
    def clock_leaps(self, at: int, sign: int) -> None:
        """By five years, and at another time back."""
        STEPS["clock leaps"] += 1
        place = self.places[at]
        if place.leaps:
            sign = -place.leaps
        place.machine.clock.skew += sign * FIVE_YEARS
        place.leaps += sign

    # ── people ────────────────────────────────────────────────────────────────────────────────────────────

    @rule(at=machines, who=places)
    def switch_learner(self, at: int, who: int) -> None:
        STEPS["switch learner"] += 1
        people = self.places[at].model.people
        if people:
            self._sit(self.places[at], people[who % len(people)])

    @rule(at=machines, name=st.sampled_from(NAMES))
    def add_learner(self, at: int, name: str) -> None:
        """Somebody begins to learn here, unless the name is taken."""
        STEPS["add learner"] += 1
        place = self.places[at]
        if place.model.named(name):
            with pytest.raises(StoreError, match="already a learner"):
                place.machine.door.welcome(name)
        elif len(place.model.people) < 4:
            self._welcome(place, name)

    @rule(at=machines, who=places, name=st.sampled_from(NAMES))
    def rename_learner(self, at: int, who: int, name: str) -> None:
        STEPS["rename learner"] += 1
        place = self.places[at]
        if not place.model.people:
            return
        person = place.model.people[who % len(place.model.people)]
        if place.model.named(name) in {None, person}:
            place.machine.door.rename(person.name, name)
            person.name = name
        else:
            with pytest.raises(StoreError, match="already a learner"):
                place.machine.door.rename(person.name, name)
        place.touched = True

    @rule(at=machines, one=places, other=places)
    def join(self, at: int, one: int, other: int) -> None:
        """Two learners turn out to be one."""
        STEPS["join"] += 1
        place = self.places[at]
        people = place.model.people
        if len(people) < 2:
            return
        stays = people[one % len(people)]
        goes = people[other % len(people)]
        if stays is goes:
            with pytest.raises(StoreError, match="one learner already"):
                place.machine.door.join(stays.name, goes.name)
            return
        CAME["joined"] += 1
        place.sitting = None
        day = self._today(place, stays)
        joined = place.machine.door.join(stays.name, goes.name)
        answers = sum(isinstance(row.what, Answer) for row in goes.rows.values())
        assert tuple(joined) == (answers, len(goes.rows) - answers)
        self._one(place, stays, goes)
        self._written(place, stays, [Expected(LearnersJoined(goes.id), day)])
        self._look(place, stays)

    # ── logs that travel ──────────────────────────────────────────────────────────────────────────────────

    @rule(at=machines, who=places)
    def export(self, at: int, who: int) -> None:
        """A file that may be imported much later."""
        STEPS["export"] += 1
        people = self.places[at].model.people
        if people:
            self.files.append(self._exported(self.places[at], people[who % len(people)].name))

    @precondition(lambda self: self.files)
    @rule(at=machines, which=places, name=st.sampled_from(["", "", "", *NAMES]), same=st.booleans())
    def import_a_file(self, at: int, which: int, name: str, same: bool) -> None:
        """One of those that were exported, old or new."""
        STEPS["import a file"] += 1
        self._take_in(self.places[at], self.files[which % len(self.files)], name, same=same)

    @rule(here=machines, there=machines, who=places, same=st.booleans())
    def merge_both_ways(self, here: int, there: int, who: int, same: bool) -> None:
        """Two machines of one person end equal."""
        STEPS["merge both ways"] += 1
        one, other = self.places[here], self.places[there]
        if one is other or not one.model.people:
            return
        person = one.model.people[who % len(one.model.people)]
        taken = self._take_in(other, self._exported(one, person.name), "", same=same)
        if taken is None:
            return
        back = self._take_in(one, self._exported(other, taken.name), "", same=False)
        if back is person and set(person.rows) > set(taken.rows):  # by what was joined there, two here became one
            taken = self._take_in(other, self._exported(one, person.name), "", same=False)
        if back is person and taken is not None:
            assert person.rows == taken.rows
            self._same_everywhere(one, person, other, taken)

    @rule(who=places, order=st.permutations(range(MACHINES)))
    def merge_into_new_machines(self, who: int, order: Sequence[int]) -> None:
        """Merging is commutative, associative and idempotent, in its rows and in all that is folded from them."""
        STEPS["merge into new machines"] += 1
        ids = {each.id: None for place in self.places for each in place.model.people}
        if not ids:
            return
        learner = sorted(ids)[who % len(ids)]
        holders = [
            (place, each) for place in (self.places[n] for n in order) for each in place.model.people
            if each.id == learner
        ]  # fmt: skip
        files = [self._exported(place, each.name) for place, each in holders]
        rows = union(file.rows for file in files)
        with TemporaryDirectory() as folder:
            found = [
                self._merged(Path(folder, "in a row"), files, rows),
                self._merged(Path(folder, "backwards"), [*reversed(files), *files], rows),
                self._merged(Path(folder, "by the last"), [files[-1]], rows, self._two_merged(folder, files[:-1])),
            ]
        assert all(each == found[0] for each in found)

    # ── packs ─────────────────────────────────────────────────────────────────────────────────────────────

    @rule(what=st.sampled_from(sorted(CHANGES)), pack=st.sampled_from(["shop", "desk"]), place=places)
    def change_pack(self, what: str, pack: str, place: int) -> None:
        """The author of the packs makes a new version."""
        STEPS["change pack"] += 1
        self.author.change(what, pack, place)

    @rule(
        at=machines,
        changes=st.lists(
            st.tuples(st.sampled_from(sorted(CHANGES)), st.sampled_from(["shop", "desk"]), places), max_size=3
        ),
        answers=st.lists(places, max_size=2),
    )
    def change_and_update(self, at: int, changes: list[tuple[str, str, int]], answers: list[int]) -> None:
        """Version after version, with answers in between."""
        STEPS["change and update"] += 1
        for change in changes:
            self.author.change(*change)
            self._install(self.places[at], {**self.places[at].model.shelf.packs, **self.author.packs})
            self._answer_some(self.places[at], answers)

    @rule(at=machines, only=st.sampled_from(["", "", "", "shop", "desk"]))
    def update_packs(self, at: int, only: str) -> None:
        """A machine gets the present versions, or one of them."""
        STEPS["update packs"] += 1
        place = self.places[at]
        wanted = {**place.model.shelf.packs, **self.author.packs}
        if only:
            wanted = {**place.model.shelf.packs, only: self.author.packs[only]}
        self._install(place, wanted)

    @rule(at=machines, pack=st.sampled_from(["shop", "desk", "talks"]))
    def remove_pack(self, at: int, pack: str) -> None:
        """Until the next update."""
        STEPS["remove pack"] += 1
        place = self.places[at]
        self._install(place, {name: each for name, each in place.model.shelf.packs.items() if name != pack})

    # ── settings ──────────────────────────────────────────────────────────────────────────────────────────

    @rule(at=machines, pack=st.sampled_from(["shop", "desk", "talks"]), on=st.booleans())
    def switch_pack(self, at: int, pack: str, on: bool) -> None:
        STEPS["switch pack"] += 1
        place, sitting, today = self._setting(at)
        expected = []
        if on == (pack in sitting.person.packs_off(today)):
            expected.append(Expected(SettingChanged("pack", f"{pack}={'on' if on else 'off'}", today), today))
        sitting.study.preferences.switch_pack(pack, on=on)
        self._written(place, sitting.person, expected)

    @rule(at=machines, which=places, suspended=st.booleans())
    def suspend(self, at: int, which: int, suspended: bool) -> None:
        STEPS["suspend"] += 1
        place, sitting, today = self._setting(at)
        objectives = sorted(place.model.shelf.held(sitting.person, 10**9))
        if objectives:
            objective = objectives[which % len(objectives)]
            expected = []
            if suspended != (objective in place.model.shelf.suspended(sitting.person, today)):
                value = f"{objective}={'suspended' if suspended else 'asked'}"
                expected.append(Expected(SettingChanged("objective", value, today), today))
            sitting.study.preferences.suspend(objective, suspended=suspended)
            self._written(place, sitting.person, expected)

    @rule(at=machines, bits=st.integers(0, 126))
    def rest_on(self, at: int, bits: int) -> None:
        """Choose the weekdays that rest."""
        STEPS["rest on"] += 1
        place, sitting, today = self._setting(at)
        before = sitting.person.setting("rest", today, 0b1100000)
        sitting.study.preferences.rest_on(day for day in range(7) if bits >> day & 1)
        expected = [] if before == bits else [Expected(SettingChanged("rest", f"{bits}", today), today)]
        self._written(place, sitting.person, expected)

    @rule(at=machines, goal=st.integers(1, 7))
    def aim(self, at: int, goal: int) -> None:
        STEPS["aim"] += 1
        place, sitting, today = self._setting(at)
        sunday = today - (today + 3) % 7 + 6
        before = sitting.person.setting("goal", sunday, 5)
        sitting.study.preferences.aim(goal)
        expected = [] if before == goal else [Expected(SettingChanged("goal", f"{goal}", today), today)]
        self._written(place, sitting.person, expected)

    @rule(at=machines, hour=st.sampled_from([0, 3, 4, 12, 23]))
    def move_rollover(self, at: int, hour: int) -> None:
        STEPS["move rollover"] += 1
        place, sitting, today = self._setting(at)
        before = sitting.person.setting("rollover", today + 1, FOUR_O_CLOCK)
        since = sitting.study.preferences.move_rollover(hour * 60)
        assert since == (None if before == hour * 60 else today + 1)
        fact = SettingChanged("rollover", f"{hour * 60}", today + 1)
        self._written(place, sitting.person, [] if before == hour * 60 else [Expected(fact, today)])

    @rule(at=machines, days=st.sets(st.integers(-14, 9), min_size=1, max_size=4), off=st.booleans())
    def days_off(self, at: int, days: set[int], off: bool) -> None:
        """Mark days off, up to two weeks back."""
        STEPS["days off"] += 1
        place, sitting, today = self._setting(at)
        before = sitting.person.days_off()
        wanted = sorted(today + day for day in days if off != (today + day in before))
        assert sitting.study.preferences.mark((today + day for day in days), off=off) == tuple(wanted)
        self._written(place, sitting.person, [Expected(DayOff(day, off), today) for day in wanted])

    # ── the store ─────────────────────────────────────────────────────────────────────────────────────────

    @rule(at=machines)
    def restart(self, at: int) -> None:
        """Close the terminal, and come again."""
        STEPS["restart"] += 1
        place = self.places[at]
        place.machine.restart()
        place.sitting = None
        place.touched = True

    @rule(at=machines, which=places)
    def restore(self, at: int, which: int) -> None:
        """Put a backup in the place of the store; no number is given out twice."""
        STEPS["restore"] += 1
        place = self.places[at]
        there = place.machine.backups()
        if not there:
            return
        CAME["restored"] += 1
        name = there[which % len(there)]
        packs, number = place.model.shelf.packs, place.model.number
        place.machine.restore(name)
        place.model = deepcopy(place.backups[name])
        place.model.number = number
        place.sitting = None
        self._shelve(place.model.shelf, packs)
        for each in place.model.people:
            self._look(place, each)
        place.touched = True

    @rule(at=machines)
    def lose_the_caches(self, at: int) -> None:
        """Deleting every cache and folding anew changes nothing."""
        STEPS["lose the caches"] += 1
        machine = self.places[at].machine
        self.places[at].touched = True
        before = machine.caches()
        with machine.database.writing() as db:
            for table in caches.TABLES:
                db.execute(f"DELETE FROM {table}")
            caches.rebuild_all(db)
        assert machine.caches() == before

    @rule(at=machines, who=places)
    def look(self, at: int, who: int) -> None:
        """Today's screen and everything below it, against the model."""
        STEPS["look"] += 1
        place = self.places[at]
        if place.model.people:
            self._look(place, place.model.people[who % len(place.model.people)])

    # ── the workings: a session ───────────────────────────────────────────────────────────────────────────

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
        return self._ended(place, sitting) if self._has_rested(place, sitting) else []

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

    # ── the workings: logs and packs ──────────────────────────────────────────────────────────────────────

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

    # ── the workings: comparing ───────────────────────────────────────────────────────────────────────────

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
            assert what == wanted.what
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
