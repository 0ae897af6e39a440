"""Taking in is a set union by row id: in any order, and however often, it ends in the same log, byte for byte."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.events import LearnersJoined, SessionStarted, Voided
from quizgame.store import rows
from quizgame.store.errors import StoreError
from quizgame.store.incoming import Incoming
from quizgame.store.inspection import inspect
from quizgame.store.learners import Learner, Learners
from quizgame.store.log import INSERT_EVENT, latest_row
from quizgame.store.taking_in import Company, WhoIsIt
from quizgame.study.door import Door
from tests.builders import FixedClock, a_learner, a_pack, a_store, a_study, seeded
from tests.examples import examples
from tests.store.exports import (
    COMPANY,
    KIM,
    SAM,
    Entry,
    a_machine,
    everything,
    exported,
    logs,
    practised,
    taken_in,
    values_of,
)
from tests.store.histories import TODAY, answer_on, assert_caches_equal_the_fold, desk_of, dump, log_of, play, when

FEW = examples(25)


# ── there and back ────────────────────────────────────────────────────────────────────────────────────────────


@given(logs())
@FEW
def test_an_export_taken_in_elsewhere_is_the_same_log_and_the_same_study(entries: list[Entry]) -> None:
    with (
        TemporaryDirectory() as folder,
        a_machine(Path(folder, "a"), entries) as here,
        a_store(Path(folder, "b"), a_pack(), seed=2) as there,
    ):
        data = exported(here)
        taken = taken_in(there, data)
        assert (taken.learner, taken.new) == (SAM, True)
        assert taken.answers + taken.events == len(entries)
        assert log_of(there) == log_of(here)
        assert dump(there) == dump(here)
        assert exported(there) == data
        assert_caches_equal_the_fold(there)
        assert inspect(there).sound


@given(logs())
@FEW
def test_taking_in_twice_changes_nothing(entries: list[Entry]) -> None:
    with TemporaryDirectory() as folder, a_machine(Path(folder, "a"), entries) as here:
        data, before = exported(here), everything(here)
        again = taken_in(here, data)
        assert (again.answers, again.events, again.new) == (0, 0, False)
        assert everything(here) == before


@given(logs(), st.data())
@FEW
def test_the_order_in_which_machines_are_merged_does_not_matter(entries: list[Entry], data: st.DataObject) -> None:
    """Each row lies on at least one of three machines; merging is commutative, associative and idempotent."""
    owners = [data.draw(st.sets(st.integers(0, 2), min_size=1)) for _ in entries]
    parts = [[entry for entry, owner in zip(entries, owners, strict=True) if who in owner] for who in range(3)]
    order = data.draw(st.permutations(range(3)))
    with TemporaryDirectory() as folder:
        files = []
        for who, part in enumerate(parts):
            with a_machine(Path(folder, f"{who}"), part, seed=who + 1) as machine:
                files.append(exported(machine))
        with a_machine(Path(folder, "whole"), entries) as whole, a_machine(Path(folder, "merged")) as merged:
            for who in (*order, order[0]):
                taken_in(merged, files[who])
            assert log_of(merged) == log_of(whole)
            assert dump(merged) == dump(whole)
        with a_machine(Path(folder, "two")) as two, a_machine(Path(folder, "three")) as three:
            taken_in(two, files[order[0]])
            taken_in(two, files[order[1]])
            taken_in(three, files[order[2]])
            taken_in(three, exported(two))
            taken_in(two, exported(three))
            assert exported(three) == exported(two)


def test_two_machines_of_one_learner_end_equal(tmp_path: Path) -> None:
    with a_store(tmp_path / "a", a_pack()) as here, a_store(tmp_path / "b", a_pack(), seed=2) as there:
        desk = practised(here)
        taken_in(there, exported(here))
        answer_on(desk, TODAY + 8, "pack/o1")
        other = desk_of(there, desk.learner, 9)
        answer_on(other, TODAY + 7, "pack/o2")
        other.undo(when(TODAY + 7, 3))
        taken_in(there, exported(here))
        taken_in(here, exported(there))
        assert exported(here) == exported(there)
        assert dump(here) == dump(there)
        assert inspect(here).sound
        assert inspect(there).sound


def test_a_body_that_an_older_version_wrote_stays_as_it_was(tmp_path: Path) -> None:
    """Its event had fewer fields; written anew it would have more, and another checksum."""
    with a_store(tmp_path / "a", a_pack()) as here, a_store(tmp_path / "b", a_pack(), seed=2) as there:
        desk = practised(here)
        event = desk.note(SessionStarted(b"of old, 16 bytes", 3, 7), when(TODAY + 5))
        stamp = event.stamp._replace(id=b"in the old way..", sequence=event.stamp.sequence + 1)
        body = f'{{"minutes":3,"seed":7,"session":"{b"of old, 16 bytes".hex()}"}}'
        row = (*stamp, "session-started", body)
        with here.writing() as db:
            db.execute(INSERT_EVENT, (*row, rows.checksum(row)))
        taken_in(there, exported(here))
        assert log_of(there) == log_of(here)


def test_a_file_may_have_been_copied_with_other_line_ends_and_a_mark(tmp_path: Path) -> None:
    with a_store(tmp_path / "a", a_pack()) as here, a_store(tmp_path / "b", a_pack(), seed=2) as there:
        practised(here)
        taken_in(there, b"\xef\xbb\xbf" + exported(here).replace(b"\n", b"\r\n").removesuffix(b"\r\n"))
        assert log_of(there) == log_of(here)


def test_a_study_goes_on_from_an_export_as_if_it_had_never_moved(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path / "a", a_pack()) as here, a_store(tmp_path / "b", a_pack(), seed=2) as there:
        study = a_study(here, clock)
        play(study, clock)
        door = Door(there, clock, seeded(5), seed=4)
        door.take_in(Incoming(BytesIO(exported(here)), "sam.jsonl"))
        moved = door.enter("Sam")
        assert moved is not None
        assert moved.overview() == study.overview()


# ── who it is ─────────────────────────────────────────────────────────────────────────────────────────────────


def two_sams(tmp_path: Path) -> tuple[bytes, Path]:
    """An export of one Sam, and a home in which another Sam learns."""
    with a_machine(tmp_path / "file", learner=SAM) as there:
        answer_on(desk_of(there, SAM), TODAY)
        data = exported(there)
    with a_store(tmp_path / "home", a_pack(), seed=2) as here:
        answer_on(desk_of(here, a_learner(here, "SAM", 8)), TODAY + 1, "pack/o1")
    return data, tmp_path / "home"


def test_a_taken_name_has_to_be_decided_and_nothing_happens_before(tmp_path: Path) -> None:
    data, home = two_sams(tmp_path)
    with a_store(home) as here:
        before = everything(here)
        with pytest.raises(WhoIsIt, match=r"--join.*--as NAME") as doubt:
            taken_in(here, data)
        assert doubt.value.other.name == "SAM"
        assert everything(here) == before


def test_another_name_keeps_the_two_apart(tmp_path: Path) -> None:
    data, home = two_sams(tmp_path)
    with a_store(home) as here:
        assert taken_in(here, data, name="Samira").learner == (SAM.id, "Samira")
        assert [each.name for each in Learners(here, seeded()).all()] == ["SAM", "Samira"]
        assert taken_in(here, data).learner.name == "Samira", "known by id from now on"
        assert taken_in(here, data, name="samira".title()).answers == 0
        with pytest.raises(StoreError, match="here already, as Samira"):
            taken_in(here, data, name="Somebody")


def test_another_name_may_be_taken_too(tmp_path: Path) -> None:
    data, home = two_sams(tmp_path)
    with a_store(home) as here, pytest.raises(WhoIsIt):
        taken_in(here, data, name="sam")


def test_the_same_person_gets_one_log(tmp_path: Path) -> None:
    data, home = two_sams(tmp_path)
    with a_store(home, a_pack()) as here:
        taken = taken_in(here, data, same=True)
        assert (taken.learner.name, taken.new, taken.answers) == ("SAM", False, 1)
        desk = desk_of(here, taken.learner)
        assert [each.answer.objective for each in desk.reviews()] == ["pack/o0", "pack/o1"]
        assert [event.fact for event in desk.events()] == [LearnersJoined(SAM.id)]
        before = everything(here)
        for same in (True, False):
            assert taken_in(here, data, same=same).answers == 0
        assert everything(here) == before, "the news is noted once"
        assert inspect(here).sound


def test_nobody_of_that_name_to_join_with_is_told(tmp_path: Path) -> None:
    data, _ = two_sams(tmp_path)
    with a_store(tmp_path / "empty") as here, pytest.raises(StoreError, match="Leave out --join"):
        taken_in(here, data, same=True)


# ── who was here last ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("age", [bytes(16), b"\xff" * 16], ids=["an older id", "a newer id"])
def test_somebody_imported_was_not_here_last(tmp_path: Path, age: bytes) -> None:
    with a_machine(tmp_path / "a", learner=Learner(age, "Sam")) as there:
        answer_on(desk_of(there, Learner(age, "Sam")), TODAY)
        data = exported(there)
    with a_store(tmp_path / "b", a_pack(), seed=5) as here:
        added = a_learner(here, "Kim", 40)
        taken_in(here, data)
        assert Learners(here, seeded()).latest() == added, "although nobody has answered yet"


def test_somebody_imported_into_an_empty_store_is_who_learns_here(tmp_path: Path) -> None:
    data, _ = two_sams(tmp_path)
    with a_store(tmp_path / "new") as here:
        taken_in(here, data)
        assert Learners(here, seeded()).latest() == SAM


# ── the streak ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_streak_is_asked_for_before_and_after(tmp_path: Path) -> None:
    asked: list[tuple[str, int]] = []

    def streak(learner: Learner) -> int:
        with a_store(tmp_path / "b") as other:
            found = other.reading.execute("SELECT count(*) FROM day_total WHERE learner = ?", (learner.id,)).fetchone()
        asked.append((learner.name, int(found[0])))
        return asked[-1][1]

    company = Company(COMPANY.entropy, COMPANY.when, streak)
    with a_store(tmp_path / "a", a_pack()) as here, a_store(tmp_path / "b", a_pack(), seed=2) as there:
        practised(here)
        taken = taken_in(there, exported(here), company=company)
        assert (taken.streak_before, taken.streak_after) == (0, 4)
        answer_on(desk_of(here, taken.learner), TODAY + 8)
        taken = taken_in(there, exported(here), company=company)
        assert (taken.streak_before, taken.streak_after) == (4, 5)


def test_a_door_tells_how_the_streak_has_grown(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path / "a", a_pack()) as here, a_store(tmp_path / "b", a_pack(), seed=2) as there:
        study = a_study(here, clock)
        door = Door(there, clock, seeded(5))
        streaks = []
        for _ in range(3):
            play(study, clock)
            taken = door.take_in(Incoming(BytesIO(exported(here)), "sam.jsonl"))
            streaks += [taken.streak_before, taken.streak_after]
            clock.tick(86_400)
        assert streaks == [0, 1, 1, 2, 2, 3]


# ── numbers ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_rows_of_this_device_that_come_back_are_counted_on_from(tmp_path: Path) -> None:
    """As after an older copy of the store was put back."""
    with a_store(tmp_path / "a", a_pack()) as here:
        learner = practised(here).learner
        data = exported(here)
    with a_machine(tmp_path / "old", learner=learner) as old:  # of the same entropy: the same device
        taken_in(old, data)
        assert latest_row(old.reading)[1] == 11
        assert answer_on(desk_of(old, learner), TODAY + 20).stamp.sequence == 12
        assert inspect(old).sound


def test_no_row_can_carry_a_number_that_leaves_no_room_for_the_next(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as here:
        practised(here)
        for before, after in pairwise(sorted(line["number"] for line in values_of(exported(here))[1:-1])):
            assert after == before + 1
        assert max(line["number"] for line in values_of(exported(here))[1:-1]) < 2**53


def test_shuffling_lines_is_no_export_any_more(tmp_path: Path) -> None:
    with a_store(tmp_path / "a", a_pack()) as here, a_store(tmp_path / "b", seed=2) as there:
        practised(here)
        first, *middle, last = exported(here).splitlines(keepends=True)
        Random(4).shuffle(middle)
        with pytest.raises(StoreError, match="out of order"):
            taken_in(there, b"".join([first, *middle, last]))
        assert everything(there)["learner"] == []
        assert KIM.name not in str(everything(there))


def test_what_an_imported_log_takes_back_is_nothing_to_somebody_else(tmp_path: Path) -> None:
    """Ids are public to whoever has an export; a made-up log must not reach into another."""
    with a_store(tmp_path / "a", a_pack()) as here, a_machine(tmp_path / "b", learner=KIM, seed=2) as there:
        desk = practised(here)
        before = dump(here)["memory"]
        review = desk.reviews()[0].stamp
        desk_of(there, KIM).note(Voided(review.id, review.day), when())
        taken_in(here, exported(there, "Kim"))
        desk.turn_to(TODAY)
        desk.turn_to(TODAY + 9)
        assert [row for row in dump(here)["memory"] if row[0] == desk.learner.id] == before
        assert inspect(here).sound
