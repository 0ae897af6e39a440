"""Random steps of study on three machines, each taken by the model and by the real thing, and compared after each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from quizgame.domain.events import (
    Answer,
    DayOff,
    Flagged,
    LearnersJoined,
    SettingChanged,
)
from quizgame.store import caches
from quizgame.store.errors import StoreError
from tests.model.author import CHANGES
from tests.model.naive import (
    FOUR_O_CLOCK,
    HALF_AN_HOUR,
    union,
)
from tests.model.workings import CAME, MACHINES, Expected, Workings

NAMES = ("Sam", "Kim", "Lee", "SAM", "Ada")
FIVE_YEARS = 5 * 365 * 86_400 * 1_000_000  # microseconds

STEPS: Counter[str] = Counter()
"""How often each rule was taken in this process."""

places = st.integers(0, 99)
machines = st.integers(0, MACHINES - 1)


class StudyOnMachines(Workings):
    """Some people who learn on three machines, whose packs change, and who carry their logs back and forth."""

    @initialize()
    def somebody_begins(self) -> None:
        """Sam learns on the first machine, and on the second; Kim on the second and the third."""
        for number, name in ((0, "Sam"), (1, "Kim")):
            self._welcome(self.places[number], name)
            self._answer_some(self.places[number], [0] * 6)
        for number, to, name in ((0, 1, "Sam"), (1, 2, "Kim")):
            self._take_in(self.places[to], self._exported(self.places[number], name), "", same=False)

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

    @rule(at=machines, years=st.sampled_from([-1, 1, 1]), answers=st.lists(places, min_size=1, max_size=4))
    def a_wrong_year(self, at: int, years: int, answers: list[int]) -> None:
        """Answers by a clock that is five years ahead, or behind, and some after it is right again."""
        STEPS["a wrong year"] += 1
        place = self.places[at]
        for leap in (years, -years):
            place.machine.clock.skew += leap * FIVE_YEARS
            self._answer_some(place, answers)
            if place.sitting:
                self._look(place, place.sitting.person)
            self._pass_by(2400)

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
