"""Two learners who are one: joining and merging may come in any order, on any machine, and end in the same log."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.events import LearnersJoined
from quizgame.domain.ids import uuid7
from quizgame.store.database import Database
from quizgame.store.errors import Gone, StoreError
from quizgame.store.inspection import inspect
from quizgame.store.joining import here, join
from quizgame.store.learners import Learner, Learners
from quizgame.store.rows import Damaged
from tests.builders import a_learner, a_pack, a_store, seeded
from tests.examples import examples
from tests.store.exports import KIM, SAM, Entry, a_machine, everything, exported, logs, practised, taken_in
from tests.store.histories import (
    TODAY,
    an_answer,
    answer_on,
    assert_caches_equal_the_fold,
    desk_of,
    dump,
    log_of,
    same_learner,
    when,
    without_triggers,
)

FEW = examples(25)
LEE = Learner(uuid7(3, b"Lee, who"), "Lee")


def made_one(database: Database, stays: Learner = SAM, goes: Learner = KIM, seed: int = 5) -> None:
    """Join two learners, as at the same moment and by the same chance everywhere."""
    join(database, stays, goes, seeded(seed), when(TODAY + 20))


def add(database: Database, learner: Learner, entries: list[Entry]) -> None:
    """Somebody else who learns here."""
    desk_of(database, same_learner(database, learner)).merge(entries, TODAY + 50)


def names(database: Database) -> list[str]:
    """Who learns here."""
    return [each.name for each in Learners(database, seeded()).all()]


# ── one join ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_all_rows_go_over_and_only_whose_they_are_changes(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        sam, kim = practised(database, "Sam").learner, practised(database, "Kim").learner
        before = {row[0]: (row[0], *row[2:-1]) for table in log_of(database).values() for row in table}
        joined = join(database, sam, kim, seeded(5), when(TODAY + 20))
        assert (joined.answers, joined.events) == (4, 7)
        rows = {row[0]: row for table in log_of(database).values() for row in table}
        news = rows.keys() - before.keys()
        assert [event.fact for event in desk_of(database, sam).events() if event.stamp.id in news] == [
            LearnersJoined(kim.id)
        ]
        assert {key: (row[0], *row[2:-1]) for key, row in rows.items() if key not in news} == before
        assert {row[1] for row in rows.values()} == {sam.id}
        assert names(database) == ["Sam"]
        assert here(database.reading, kim.id) == sam
        assert_caches_equal_the_fold(database)
        assert inspect(database).sound


def test_nobody_can_be_joined_with_themselves(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        sam = practised(database, "Sam").learner
        before = everything(database)
        with pytest.raises(StoreError, match="one learner already"):
            join(database, sam, sam, seeded(5), when())
        assert everything(database) == before


def test_a_damaged_row_is_not_signed_anew(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        sam, kim = practised(database, "Sam").learner, practised(database, "Kim").learner
        without_triggers(database).execute("UPDATE review SET grade = 4 WHERE learner = ? AND grade = 1", (kim.id,))
        before = everything(database)
        with pytest.raises(Damaged):
            join(database, sam, kim, seeded(5), when(TODAY + 20))
        assert everything(database) == before


@pytest.mark.parametrize("answered", [True, False])
def test_whoever_stays_was_here_last_if_the_other_was(tmp_path: Path, answered: bool) -> None:
    with a_store(tmp_path, a_pack()) as database:
        sam = practised(database, "Sam").learner
        practised(database, "Lee")
        kim = practised(database, "Kim").learner if answered else a_learner(database, "Kim", 30)
        join(database, sam, kim, seeded(5), when(TODAY + 20))
        assert Learners(database, seeded()).latest() == sam


def test_the_log_is_guarded_again_afterwards(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        sam, kim = practised(database, "Sam").learner, practised(database, "Kim").learner
        join(database, sam, kim, seeded(5), when(TODAY + 20))
        for table in ("review", "event"):
            with pytest.raises(StoreError, match="append-only"), database.writing() as db:
                db.execute(f"DELETE FROM {table} WHERE learner = ?", (sam.id,))


def test_a_window_in_which_the_one_who_went_is_learning_is_told_so_and_keeps_nothing(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database, a_store(tmp_path) as window:
        sam, kim = practised(database, "Sam").learner, practised(database, "Kim").learner
        desk = desk_of(window, kim)
        join(database, sam, kim, seeded(5), when(TODAY + 20))
        before = everything(database)
        for attempt in (
            lambda: desk.record(an_answer(), when(TODAY + 21)),
            lambda: desk.note(LearnersJoined(sam.id), when(TODAY + 21)),
            lambda: desk.turn_to(TODAY + 21),
        ):
            with pytest.raises(Gone, match="Start the game again"):
                attempt()
        assert everything(database) == before


# ── the law ───────────────────────────────────────────────────────────────────────────────────────────────────


@given(logs(SAM.id), logs(KIM.id), st.data())
@FEW
def test_joining_and_merging_may_come_in_any_order(sams: list[Entry], kims: list[Entry], data: st.DataObject) -> None:
    early = [entry for entry in kims if data.draw(st.booleans())]
    with (
        TemporaryDirectory() as folder,
        a_machine(Path(folder, "file"), kims, KIM, seed=9) as elsewhere,
        a_machine(Path(folder, "a"), sams) as merged_first,
        a_machine(Path(folder, "b"), sams) as joined_first,
    ):
        add(merged_first, KIM, early)
        add(joined_first, KIM, early)
        file = exported(elsewhere, "Kim")
        taken_in(merged_first, file)
        made_one(merged_first)
        made_one(joined_first)
        assert taken_in(joined_first, file).learner == SAM
        assert log_of(joined_first) == log_of(merged_first)
        assert dump(joined_first) == dump(merged_first)
        assert names(joined_first) == names(merged_first) == ["Sam"]
        assert taken_in(joined_first, file).answers == 0
        assert inspect(joined_first).sound


@given(logs(SAM.id), logs(KIM.id), logs(LEE.id), st.permutations(range(4)))
@FEW
def test_a_chain_of_joins_ends_in_one_log(
    sams: list[Entry], kims: list[Entry], lees: list[Entry], order: list[int]
) -> None:
    """Lee became Kim, Kim became Sam; old files of all three find their way, in any order, before and after."""
    with (
        TemporaryDirectory() as folder,
        a_machine(Path(folder, "file"), sams, seed=9) as elsewhere,
        a_machine(Path(folder, "here")) as database,
    ):
        add(elsewhere, KIM, kims)
        add(elsewhere, LEE, lees)
        files = [exported(elsewhere, name) for name in ("Sam", "Kim", "Lee")]
        add(database, KIM, [])
        add(database, LEE, [])
        for step in order:
            if step == 3:
                made_one(database, KIM, LEE, seed=6)
                made_one(database, SAM, KIM, seed=7)
            else:
                taken_in(database, files[step])
        assert names(database) == ["Sam"]
        assert {row[0] for table in log_of(database).values() for row in table} >= {
            entry.stamp.id for entry in (*sams, *kims, *lees)
        }
        assert sum(map(len, log_of(database).values())) == len({e.stamp.id for e in (*sams, *kims, *lees)}) + 2
        assert_caches_equal_the_fold(database)
        assert inspect(database).sound


@given(logs(SAM.id), logs(KIM.id), st.booleans(), st.booleans())
@FEW
def test_a_file_that_tells_of_a_join_joins_here_too(
    sams: list[Entry], kims: list[Entry], sam_is_here: bool, kim_is_here: bool
) -> None:
    with (
        TemporaryDirectory() as folder,
        a_machine(Path(folder, "a"), sams) as there,
        a_store(Path(folder, "b"), a_pack(), seed=2) as database,
    ):
        add(there, KIM, kims)
        old = exported(there, "Kim")
        made_one(there)
        if sam_is_here:
            add(database, SAM, sams[:1])
        if kim_is_here:
            add(database, KIM, kims[:1])
        taken = taken_in(database, exported(there))
        assert (taken.learner, taken.joined) == (SAM, ("Kim",) if kim_is_here else ())
        assert names(database) == ["Sam"]
        assert log_of(database) == log_of(there)
        assert dump(database) == dump(there)
        assert exported(database) == exported(there)
        assert taken_in(database, old).answers == 0
        assert inspect(database).sound


def test_a_join_frees_the_name_of_whoever_goes(tmp_path: Path) -> None:
    """On the other machine, the one who goes has the very name of the one who stays."""
    with a_machine(tmp_path / "a", learner=SAM) as there, a_store(tmp_path / "b", a_pack(), seed=2) as database:
        add(there, KIM, [])
        answer_on(desk_of(there, KIM), TODAY)
        made_one(there)
        add(database, Learner(KIM.id, "Sam"), [])
        taken = taken_in(database, exported(there))
        assert (taken.learner, taken.joined, taken.answers) == (SAM, ("Sam",), 1)
        assert names(database) == ["Sam"]


def test_who_was_here_last_stays_so_under_the_new_name(tmp_path: Path) -> None:
    with a_machine(tmp_path / "a", learner=SAM) as there, a_store(tmp_path / "b", a_pack(), seed=2) as database:
        add(there, KIM, [])
        made_one(there)
        a_learner(database, "Lee", 30)
        answer_on(desk_of(database, same_learner(database, KIM)), TODAY)
        taken_in(database, exported(there))
        assert Learners(database, seeded()).latest() == SAM


# ── statements that do not agree ──────────────────────────────────────────────────────────────────────────────


def test_a_join_the_other_way_round_elsewhere_changes_nothing_of_who_stays_here(tmp_path: Path) -> None:
    with a_machine(tmp_path / "a", learner=SAM) as here_, a_machine(tmp_path / "b", learner=KIM, seed=2) as there:
        for database in (here_, there):
            other = KIM if database is here_ else SAM
            add(database, other, [])
            answer_on(desk_of(database, other), TODAY)
        made_one(here_, SAM, KIM)
        made_one(there, KIM, SAM)
        for _ in range(2):
            assert taken_in(here_, exported(there, "Kim")).learner == SAM
            assert taken_in(there, exported(here_, "Sam")).learner == KIM
        ids = [{row[0] for table in log_of(each).values() for row in table} for each in (here_, there)]
        assert ids[0] == ids[1]
        assert (names(here_), names(there)) == (["Sam"], ["Kim"])
        assert inspect(here_).sound
        assert inspect(there).sound


def third_party(tmp_path: Path, *, sam_is_here: bool) -> tuple[bytes, Path]:
    """A file in which Kim became Sam, and a home in which Kim became Lee."""
    with a_machine(tmp_path / "file", learner=SAM, seed=9) as elsewhere:
        add(elsewhere, KIM, [])
        answer_on(desk_of(elsewhere, KIM), TODAY)
        old = exported(elsewhere, "Kim")
        made_one(elsewhere)
        file = exported(elsewhere)
    with a_machine(tmp_path / "home", learner=LEE) as database:
        taken_in(database, old)
        made_one(database, LEE, KIM)
        if sam_is_here:
            add(database, SAM, [])
    return file, tmp_path / "home"


def test_somebody_who_became_two_people_has_to_be_settled_first(tmp_path: Path) -> None:
    file, home = third_party(tmp_path, sam_is_here=True)
    with a_store(home) as database:
        before = everything(database)
        for same in (True, False):
            with pytest.raises(StoreError, match=r"Sam and Lee are one person.*quizgame learners join"):
                taken_in(database, file, same=same)
        assert everything(database) == before
        made_one(database, LEE, SAM, seed=8)
        assert taken_in(database, file).learner == LEE
        assert len(desk_of(database, LEE).reviews()) == 1
        assert inspect(database).sound


def test_somebody_new_who_by_a_third_is_somebody_here_goes_to_them_when_that_is_said(tmp_path: Path) -> None:
    file, home = third_party(tmp_path, sam_is_here=False)
    with a_store(home) as database:
        for name in ("", "Another"):
            with pytest.raises(StoreError, match=r"Sam in this file and Lee here are one person.*--join"):
                taken_in(database, file, name=name)
        assert taken_in(database, file, same=True).learner == LEE
        assert len(desk_of(database, LEE).reviews()) == 1
        assert inspect(database).sound
