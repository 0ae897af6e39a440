"""Caches equal the fold of the log after every step of any history; deleting them changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from quizgame.domain.events import Event, Grade, Review, SessionFinished
from quizgame.domain.questions import Objective, Pack, Question
from quizgame.store import caches
from quizgame.store.catalogue import Catalogue
from quizgame.store.database import Database
from quizgame.store.desk import Desk
from quizgame.store.log import latest_row
from tests.builders import a_card, a_desk, a_learner, a_pack, a_store, seeded, shelve
from tests.examples import examples
from tests.store.histories import (
    CACHES,
    SESSION,
    TODAY,
    an_answer,
    answer_on,
    assert_caches_equal_the_fold,
    desk_of,
    dump,
    folded,
    keys_of,
    log_of,
    memory_of,
    moment,
    same_learner,
    shelve_as,
    when,
)

FIVE_YEARS = 5 * 365


def without(pack: Pack, objective: str) -> Pack:
    """The next version of a pack, an objective and its questions retired."""
    return replace(
        pack,
        version=pack.version + 1,
        objectives=tuple(each for each in pack.objectives if each.id != objective),
        questions=tuple(each for each in pack.questions if each.objective != objective),
    )


def with_(pack: Pack, objective: Objective, questions: tuple[Question, ...]) -> Pack:
    """The next version of a pack with one more objective."""
    return replace(
        pack,
        version=pack.version + 1,
        objectives=(*pack.objectives, objective),
        questions=(*pack.questions, *questions),
    )


def move(objective: str, source: Pack, target: Pack) -> tuple[Pack, Pack]:
    """Both packs after an objective with its questions has moved from one to the other under the same ids."""
    [moved] = [each for each in source.objectives if each.id == objective]
    questions = tuple(
        replace(each, was=f"{source.id}/{each.id}") for each in source.questions if each.objective == objective
    )
    return without(source, objective), with_(target, replace(moved, was=f"{source.id}/{moved.id}"), questions)


def revised(pack: Pack, question: int) -> Pack:
    """The next version of a pack, the meaning of one question changed."""
    return replace(
        pack,
        version=pack.version + 1,
        questions=tuple(
            replace(each, revision=each.revision + 1) if place == question % len(pack.questions) else each
            for place, each in enumerate(pack.questions)
        ),
    )


# ── any history ───────────────────────────────────────────────────────────────────────────────────────────


class AnyHistory(RuleBasedStateMachine):
    """Two learners on this machine, one of them on another one too, packs that change, and clocks that jump."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        home = Path(self.folder.name)
        self.here = Database.open(home / "here", seeded(1))
        self.there = Database.open(home / "there", seeded(2))
        self.packs = {"pack": a_pack(objectives=3), "other": a_pack("other", objectives=1)}
        for database in (self.here, self.there):
            for pack in self.packs.values():
                shelve(database, pack)
        sam = a_learner(self.here, "Sam")
        self.desks = [desk_of(self.here, sam, 3), desk_of(self.here, a_learner(self.here, "Kim", 5), 4)]
        self.elsewhere = desk_of(self.there, same_learner(self.there, sam), 6)
        self.current = 0
        self.day = TODAY
        self.second = 0
        self.away = 0

    def teardown(self) -> None:
        self.here.close()
        self.there.close()
        self.folder.cleanup()

    @property
    def desk(self) -> Desk:
        """Whoever sits here now."""
        return self.desks[self.current]

    @rule(place=st.integers(0, 99), grade=st.sampled_from(Grade), ago=st.sampled_from([0, 0, 0, 3]))
    def answer(self, place: int, grade: Grade, ago: int) -> None:
        """Answer any question in play; sometimes by a clock that is three seconds slow."""
        keys = [each for pack in self.packs.values() for each in keys_of(pack)]
        question, objective, revision, _ = keys[place % len(keys)]
        self.second += 7
        today = self.desk.today(moment(self.day, self.second))
        self.desk.turn_to(today)
        now = when(self.day, self.second - ago)._replace(day=today)
        self.desk.record(an_answer(question, objective, grade, revision=revision, seconds=0.1 * place), now)

    @rule(objective=st.sampled_from(["pack/o0", "pack/o1"]), grade=st.sampled_from(Grade), ahead=st.integers(-3, 3))
    def answer_elsewhere(self, objective: str, grade: Grade, ahead: int) -> None:
        """Answer on the other machine, which knows nothing of changed packs."""
        self.second += 7
        answer_on(self.elsewhere, self.day + ahead, objective, grade, second=self.second)

    @rule()
    def undo_elsewhere(self) -> None:
        self.elsewhere.undo(when(self.day, self.second))

    @rule()
    def merge(self) -> None:
        """Sam's rows come from the other machine."""
        self.desks[0].merge([*self.elsewhere.reviews(), *self.elsewhere.events()], self.day)

    @rule()
    def undo(self) -> None:
        self.second += 7
        self.desk.undo(when(self.day, self.second))

    @rule()
    def finish(self) -> None:
        self.second += 7
        self.desk.note(SessionFinished(SESSION), when(self.day, self.second))

    @rule(days=st.integers(1, 40))
    def sleep(self, days: int) -> None:
        """Let study days pass."""
        self.day += days
        self.second = 0

    @rule()
    def switch_learner(self) -> None:
        self.current = 1 - self.current

    @precondition(lambda self: not self.away)
    @rule(days=st.sampled_from([-FIVE_YEARS, 3, 30, FIVE_YEARS]))
    def clock_jumps(self, days: int) -> None:
        self.away = days
        self.day += days

    @precondition(lambda self: self.away)
    @rule()
    def clock_comes_back(self) -> None:
        self.day -= self.away
        self.away = 0

    @rule(question=st.integers(0, 9))
    def revise(self, question: int) -> None:
        """A question changes its meaning."""
        self.packs["pack"] = revised(self.packs["pack"], question)
        shelve(self.here, self.packs["pack"])

    @precondition(lambda self: len(self.packs["pack"].objectives) > 1)
    @rule()
    def retire(self) -> None:
        """An objective is retired, and comes back in the version after."""
        whole = self.packs["pack"]
        shelve(self.here, without(whole, whole.objectives[-1].id))
        assert_caches_equal_the_fold(self.here)
        shelve(self.here, whole)

    @rule(pack=st.sampled_from(["pack", "other"]))
    def remove_and_install_again(self, pack: str) -> None:
        Catalogue(self.here).drop(pack)
        assert_caches_equal_the_fold(self.here)
        shelve(self.here, self.packs[pack])

    @precondition(lambda self: any(each.id == "o1" for each in self.packs["pack"].objectives))
    @rule()
    def move_an_objective(self) -> None:
        """The objective o1 moves into another pack, under an id that is its old one with a prefix."""
        source, target = self.packs["pack"], self.packs["other"]
        [moved] = [each for each in source.objectives if each.id == "o1"]
        questions = tuple(
            replace(each, id=f"moved-{each.id}", objective="moved-o1", was=f"pack/{each.id}")
            for each in source.questions
            if each.objective == "o1"
        )
        self.packs = {
            "pack": without(source, "o1"),
            "other": with_(target, replace(moved, id="moved-o1", was="pack/o1"), questions),
        }
        for pack in self.packs.values():
            shelve(self.here, pack)

    @invariant()
    def caches_equal_the_fold(self) -> None:
        assert_caches_equal_the_fold(self.here)
        assert_caches_equal_the_fold(self.there)

    @invariant()
    def each_device_numbers_its_rows_without_gaps(self) -> None:
        for database in (self.here, self.there):
            device, last, _ = latest_row(database.reading)
            numbers = database.reading.execute(
                "SELECT sequence FROM review WHERE device = ? UNION ALL SELECT sequence FROM event WHERE device = ?",
                (device, device),
            )
            assert sorted(row[0] for row in numbers) == list(range(1, last + 1))


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(
    examples(40, suppress_health_check=[HealthCheck.data_too_large]), stateful_step_count=20
)


# ── single steps that once were, or might be, forgotten ───────────────────────────────────────────────────


def practised(desk: Desk) -> None:
    """Three objectives answered over some days, one undone, one session finished."""
    answer_on(desk, TODAY, "pack/o0", Grade.GOOD)
    answer_on(desk, TODAY, "pack/o1", Grade.AGAIN, second=20)
    answer_on(desk, TODAY, "pack/o1", Grade.GOOD, second=40, variant="a")
    answer_on(desk, TODAY + 3, "pack/o1", Grade.HARD)
    answer_on(desk, TODAY + 3, "pack/o0", Grade.EASY, second=20, variant="c")
    desk.note(SessionFinished(SESSION), when(TODAY + 3, 30))
    answer_on(desk, TODAY + 9, "pack/o2", Grade.AGAIN)
    desk.undo(when(TODAY + 9, 10))


def test_deleting_every_cache_and_folding_anew_restores_them_bit_for_bit(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        practised(desk)
        before = dump(database)
        assert all(before.values())
        with database.writing() as db:
            for table in CACHES:
                db.execute(f"DELETE FROM {table}")
            caches.rebuild(db, desk.learner.id, 2**31)
        assert dump(database) == before


def test_which_answers_are_undone_is_a_cache_too(tmp_path: Path) -> None:
    """The table of undone answers is a fold of the log's undo events, and comes back like every other cache."""
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        practised(desk)
        before = dump(database), database.reading.execute("SELECT * FROM voided").fetchall()
        with database.writing() as db:
            for table in (*CACHES, "voided"):
                db.execute(f"DELETE FROM {table}")
            caches.rebuild(db, desk.learner.id, 2**31)
        assert (dump(database), database.reading.execute("SELECT * FROM voided").fetchall()) == before


def test_undo_and_the_same_answer_give_the_same_memory(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY, "pack/o0", Grade.AGAIN)
        answer_on(desk, TODAY + 4, "pack/o0", Grade.HARD)
        before = memory_of(desk), desk.standing("pack/o0"), desk.day_totals(0)
        desk.undo(when(TODAY + 4, 5))
        assert memory_of(desk) != before[0]
        answer_on(desk, TODAY + 4, "pack/o0", Grade.HARD)
        after = memory_of(desk), desk.standing("pack/o0"), desk.day_totals(0)
        assert after[0] == before[0]
        assert after[2] == before[2]
        assert after[1] is not None
        assert before[1] is not None
        assert (after[1].memory, after[1].tally) == (before[1].memory, before[1].tally)


def test_undoing_everything_leaves_nothing_but_the_log(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        for number in range(3):
            answer_on(desk, TODAY + number, f"pack/o{number}")
        for number in range(3):
            assert desk.undo(when(TODAY + 3, number)) is not None
        assert desk.undo(when(TODAY + 3, 9)) is None
        left = {table: rows for table, rows in dump(database).items() if rows}
        assert left.keys() == {"voided", "day_total"}  # the days were practised all the same
        assert all(total.answers == 0 and total.kept == 1 for total in desk.day_totals(0))
        assert len(desk.reviews()) == 3
        assert desk.days_practised() == 0


def test_undoing_evidence_makes_the_days_practice_evidence(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY, "pack/o0", Grade.GOOD)
        answer_on(desk, TODAY, "pack/o1", Grade.GOOD, second=10)
        first = desk.standing("pack/o0")
        desk.undo(when(TODAY, 20))
        answer_on(desk, TODAY, "pack/o0", Grade.AGAIN, second=30)
        after = desk.standing("pack/o0")
        assert first is not None
        assert after is not None
        assert after.memory == first.memory, "a second answer of the day is practice"
        desk.undo(when(TODAY, 40))
        assert desk.undo(when(TODAY, 50)) is not None
        assert desk.standing("pack/o0") is None


# ── packs that change ─────────────────────────────────────────────────────────────────────────────────────


def test_a_removed_pack_keeps_its_memory_and_gives_it_back(tmp_path: Path) -> None:
    pack = a_pack()
    with a_store(tmp_path, pack) as database:
        desk = a_desk(database)
        practised(desk)
        before = memory_of(desk)
        Catalogue(database).drop("pack")
        assert memory_of(desk) == {}
        assert_caches_equal_the_fold(database)
        shelve(database, pack)
        assert memory_of(desk) == before


def test_a_revised_question_makes_its_objective_due_until_it_is_answered(tmp_path: Path) -> None:
    pack = a_pack(objectives=1)
    with a_store(tmp_path, pack) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY, variant="b")
        shelve(database, revised(pack, 1))
        [known] = desk.known()
        assert (known.question, known.revised) == ("pack/o0-b", True)
        desk.record(an_answer("pack/o0-b", "pack/o0", revision=2), when(TODAY + 1))
        [known] = desk.known()
        assert (known.question, known.revised) == ("pack/o0-a", False)
        assert_caches_equal_the_fold(database)


def test_a_file_that_holds_another_pack_now_takes_the_former_one_out_of_play(tmp_path: Path) -> None:
    """Its author gave the pack another id: the old objectives have no questions any more."""
    with a_store(tmp_path) as database:
        desk = a_desk(database)
        shelve_as(database, a_pack("pack"), "installed/one.yaml")
        answer_on(desk, TODAY)
        shelve_as(database, a_pack("renamed"), "installed/one.yaml")
        assert desk.known() == []
        assert_caches_equal_the_fold(database)


def test_an_objective_that_moved_takes_its_memory_along(tmp_path: Path) -> None:
    source, target = a_pack("pack", 2), a_pack("target", questions=[a_card("own")])
    with a_store(tmp_path, source, target) as database:
        desk = a_desk(database)
        practised_ = [answer_on(desk, TODAY + day, "pack/o0").answer.grade for day in (0, 5, 20)]
        before = memory_of(desk)["pack/o0"]
        for pack in move("o0", source, target):
            shelve(database, pack)
        standing = desk.standing("target/o0")
        assert standing is not None
        assert standing.memory.repetitions == len(practised_)
        assert before == (standing.memory, before[1])  # type: ignore[index]
        assert set(standing.shown) == {"target/o0-b"}, "and which variants were seen"
        assert desk.standing("pack/o0") is None
        assert_caches_equal_the_fold(database)


@pytest.mark.parametrize("first", ["source", "target"])
def test_an_objective_moves_whichever_pack_is_compiled_first(tmp_path: Path, first: str) -> None:
    source, target = a_pack("pack", 2), a_pack("target", questions=[a_card("own")])
    with a_store(tmp_path, source, target) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY)
        changed = move("o0", source, target)
        for pack in changed if first == "source" else changed[::-1]:
            shelve(database, pack)
            assert_caches_equal_the_fold(database)
        assert list(memory_of(desk)) == ["target/o0"]


def test_an_answer_given_elsewhere_under_the_old_key_counts_for_the_new_one(tmp_path: Path) -> None:
    source, target = a_pack("pack", 2), a_pack("target", questions=[a_card("own")])
    with a_store(tmp_path / "here", source, target) as here, a_store(tmp_path / "there", source, seed=9) as there:
        desk = a_desk(here)
        other = desk_of(there, same_learner(there, desk.learner), 7)
        answer_on(desk, TODAY)
        answer_on(other, TODAY + 3)
        for pack in move("o0", source, target):
            shelve(here, pack)
        desk.merge([*other.reviews(), *other.events()], TODAY + 4)
        standing = desk.standing("target/o0")
        assert standing is not None
        assert standing.memory.repetitions == 2
        assert_caches_equal_the_fold(here)


def test_an_answer_under_the_old_key_can_be_undone_after_the_move(tmp_path: Path) -> None:
    source, target = a_pack("pack", 2), a_pack("target", questions=[a_card("own")])
    with a_store(tmp_path, source, target) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY)
        for pack in move("o0", source, target):
            shelve(database, pack)
        desk.undo(when(TODAY, 5))
        assert memory_of(desk) == {}
        assert_caches_equal_the_fold(database)


def test_a_renamed_question_keeps_its_place_in_the_rotation(tmp_path: Path) -> None:
    """Only the question has a new id; its objective stays what it was."""
    pack = a_pack(objectives=1)
    with a_store(tmp_path, pack) as database:
        desk = a_desk(database)
        for day, variant in enumerate("abc"):
            answer_on(desk, TODAY + day, variant=variant)
        renamed = replace(
            pack,
            version=2,
            questions=tuple(
                replace(each, id="o0-new", was="pack/o0-c") if each.id == "o0-c" else each for each in pack.questions
            ),
        )
        shelve(database, renamed)
        standing = desk.standing("pack/o0")
        assert standing is not None
        assert set(standing.shown) == {"pack/o0-a", "pack/o0-b", "pack/o0-new"}
        assert [each.question for each in desk.known()] == ["pack/o0-a"], "the variant seen longest ago"
        assert_caches_equal_the_fold(database)


def test_a_pack_that_others_moved_into_can_be_removed_and_installed_again(tmp_path: Path) -> None:
    source, target = a_pack("pack", 2), a_pack("target", questions=[a_card("own")])
    with a_store(tmp_path, source, target) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY)
        source, target = move("o0", source, target)
        shelve(database, source)
        shelve(database, target)
        before = memory_of(desk)
        Catalogue(database).drop("target")
        assert_caches_equal_the_fold(database)
        shelve(database, target)
        assert memory_of(desk) == before


def test_a_move_that_a_later_version_no_longer_mentions_leaves_caches_that_equal_the_fold(tmp_path: Path) -> None:
    source, target = a_pack("pack", 2), a_pack("target", questions=[a_card("own")])
    with a_store(tmp_path, source, target) as database:
        answer_on(a_desk(database), TODAY)
        source, target = move("o0", source, target)
        shelve(database, source)
        shelve(database, target)
        forgetful = replace(
            target,
            version=9,
            objectives=tuple(replace(each, was="") for each in target.objectives),
            questions=tuple(replace(each, was="") for each in target.questions),
        )
        shelve(database, forgetful)
        assert_caches_equal_the_fold(database)


def test_memory_follows_an_objective_that_moves_twice(tmp_path: Path) -> None:
    first, second, third = (
        a_pack("pack", 2),
        a_pack("two", questions=[a_card("x")]),
        a_pack("three", questions=[a_card("y")]),
    )
    with a_store(tmp_path, first, second, third) as database:
        desk = a_desk(database)
        answer_on(desk, TODAY)
        first, second = move("o0", first, second)
        shelve(database, first)
        shelve(database, second)
        second, third = move("o0", second, third)
        shelve(database, second)
        shelve(database, third)
        assert_caches_equal_the_fold(database)
        assert list(memory_of(desk)) == ["three/o0"]


# ── another machine ───────────────────────────────────────────────────────────────────────────────────────


def rows_of(desk: Desk) -> list[Review | Event]:
    """Everything a machine knows of its learner."""
    return [*desk.reviews(), *desk.events()]


def three_machines(tmp_path: Path) -> list[list[Review | Event]]:
    """Rows of one learner from three machines, with undos, a day practised on two of them, and a finished session."""
    found: list[list[Review | Event]] = []
    with a_store(tmp_path / "first", a_pack()) as database:
        learner = a_learner(database)
        practised(desk_of(database, learner, 3))
        found.append(rows_of(desk_of(database, learner)))
    for number, days in ((2, (1, 3, 5)), (3, (0, 3, 9))):
        with a_store(tmp_path / str(number), a_pack(), seed=10 + number) as database:
            desk = desk_of(database, same_learner(database, learner), 20 + number)
            for day in days:
                answer_on(desk, TODAY + day, "pack/o0", Grade(1 + day % 4), second=number)
                answer_on(desk, TODAY + day, "pack/o1", Grade(1 + number), second=number + 5, variant="a")
            desk.undo(when(TODAY + days[-1], 99))
            found.append(rows_of(desk))
    return found


def merged(folder: Path, *parts: list[Review | Event]) -> tuple[object, ...]:
    """Log and caches of a new machine that took in these rows, one part after another."""
    with a_store(folder, a_pack(), seed=40) as database:
        reviewer = parts[0][0].stamp.learner
        with database.writing() as db:
            db.execute("INSERT INTO learner VALUES (?, 'Sam', 'sam', 0, 0, ?)", (reviewer, 2**31))
        desk = desk_of(database, a_learner(database), 50)
        for part in parts:
            desk.merge(part, TODAY + 20)
        assert_caches_equal_the_fold(database)
        voided = database.reading.execute("SELECT * FROM voided ORDER BY review").fetchall()
        return log_of(database), dump(database), voided


def test_merging_is_a_set_union_in_any_order_grouping_and_number(tmp_path: Path) -> None:
    one, two, three = three_machines(tmp_path)
    expected = merged(tmp_path / "a", one, two, three)
    assert merged(tmp_path / "b", three, one, two) == expected, "commutative"
    assert merged(tmp_path / "c", [*two, *three], one) == expected, "associative"
    assert merged(tmp_path / "d", one, two, two, three, one, three) == expected, "idempotent"
    assert merged(tmp_path / "e", [*one, *two, *three][::-1]) == expected, "whatever the order of the rows"


def test_merging_tells_how_many_rows_were_new(tmp_path: Path) -> None:
    with a_store(tmp_path / "here", a_pack()) as here, a_store(tmp_path / "there", a_pack(), seed=9) as there:
        desk = a_desk(here)
        other = desk_of(there, same_learner(there, desk.learner), 7)
        answer_on(other, TODAY)
        other.undo(when(TODAY, 5))
        assert desk.merge(rows_of(other), TODAY) == 2
        assert desk.merge(rows_of(other), TODAY) == 0


def test_an_answer_is_undone_right_after_a_merge(tmp_path: Path) -> None:
    """Undo takes back what was answered here, not what came from elsewhere, and the merged evidence remains."""
    with a_store(tmp_path / "here", a_pack()) as here, a_store(tmp_path / "there", a_pack(), seed=9) as there:
        desk = a_desk(here)
        other = desk_of(there, same_learner(there, desk.learner), 7)
        mine = answer_on(desk, TODAY, grade=Grade.AGAIN)
        answer_on(other, TODAY + 2, grade=Grade.EASY)
        desk.merge(rows_of(other), TODAY + 2)
        undone = desk.undo(when(TODAY + 2, 9))
        assert undone is not None
        assert undone.stamp.id == mine.stamp.id
        theirs, ours = other.standing("pack/o0"), desk.standing("pack/o0")
        assert theirs is not None
        assert ours is not None
        assert ours.memory == theirs.memory
        assert_caches_equal_the_fold(here)


def test_the_undo_of_an_answer_may_arrive_before_the_answer(tmp_path: Path) -> None:
    with a_store(tmp_path / "here", a_pack()) as here, a_store(tmp_path / "there", a_pack(), seed=9) as there:
        desk = a_desk(here)
        other = desk_of(there, same_learner(there, desk.learner), 7)
        answer_on(other, TODAY)
        other.undo(when(TODAY, 5))
        desk.merge(other.events(), TODAY)
        desk.merge(other.reviews(), TODAY)
        assert memory_of(desk) == {}
        assert_caches_equal_the_fold(here)


def test_a_second_copy_of_the_game_whose_clock_went_back_does_not_spoil_the_first(tmp_path: Path) -> None:
    """One copy still plays on a day that, for the other, has not come yet."""
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        for day in range(3):
            answer_on(desk, TODAY + day)
        ahead = TODAY + FIVE_YEARS
        answer_on(desk, ahead, "pack/o1")
        with a_store(tmp_path) as second:
            desk_of(second, desk.learner, 8).turn_to(TODAY + 3)
        desk.record(an_answer("pack/o2-b", "pack/o2"), when(ahead, 30))
        assert_caches_equal_the_fold(database)


def test_the_fold_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(a_desk(database))
        before = dump(database)
        assert folded(database) == before == dump(database)
