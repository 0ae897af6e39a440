"""The shelf shows what a learner remembers of each pack, and sets things aside without forgetting them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import exp, log
from pathlib import Path

import pytest

from quizgame.domain.events import Grade
from quizgame.domain.questions import Objective
from quizgame.store.catalogue import Catalogue
from quizgame.store.database import Database
from quizgame.store.inspection import inspect
from quizgame.study.study import Study
from quizgame.study.views import Scope
from tests.builders import FixedClock, a_card, a_desk, a_learner, a_pack, a_store, a_study, shelve


def a_study_of_cards(database: Database, clock: FixedClock) -> Study:
    """Sam, in front of a pack of three cards."""
    shelve(database, a_pack(questions=[a_card(f"c{each}") for each in range(3)]))
    a_learner(database)
    return a_study(database, clock)


def drill(study: Study, scope: Scope | None = None) -> list[str]:
    """A session of five minutes in which every card is known; gives the objectives asked, each once."""
    asked: dict[str, None] = {}
    showing = study.start(5, scope or Scope())
    while showing is not None and showing.question.objective not in asked:
        asked[showing.question.objective] = None
        study.reveal()
        study.grade(Grade.GOOD)
        showing = study.proceed()
    study.finish()
    return list(asked)


def test_a_pack_tells_how_much_of_it_was_met(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        study = a_study_of_cards(database, FixedClock())
        [stood] = study.shelf().packs()
        assert (stood.met, stood.pack.objectives, stood.on, stood.suspended) == (0, 3, True, 0)
        drill(study)
        assert study.shelf().packs()[0].met == 3


def test_an_objective_tells_its_chance_of_recall_today(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path) as database:
        study = a_study_of_cards(database, clock)
        assert {each.recall for each in study.shelf().objectives("pack")} == {None}
        drill(study)
        tomorrow = exp(-0.13 + 0.18 * log(2.3065) + 0.38 * log(7))  # odds a day after the first, right, answer
        fresh = [each.recall for each in study.shelf().objectives("pack")]
        assert fresh == pytest.approx([tomorrow / (1 + tomorrow)] * 3, abs=1e-3)
        clock.set(clock.when + timedelta(days=30))
        [first, *_] = study.shelf().objectives("pack")
        assert first.recall is not None
        assert fresh[0] is not None
        assert 0 < first.recall < fresh[0]
        assert first.due is not None
        assert first.due < 0, "it fell due days ago"


def test_objectives_stand_by_topic(tmp_path: Path) -> None:
    pack = a_pack(questions=[a_card(f"c{each}") for each in range(3)])
    topics = ("rain", "sun", "rain")
    pack = replace(
        pack, objectives=tuple(replace(each, topic=t) for each, t in zip(pack.objectives, topics, strict=True))
    )
    with a_store(tmp_path, pack) as database:
        a_learner(database)
        found = a_study(database, FixedClock()).shelf().objectives("pack")
        assert [(each.topic, each.key) for each in found] == [
            ("Rain", "pack/c0"), ("Rain", "pack/c2"), ("Sun", "pack/c1"),
        ]  # fmt: skip


def test_a_pack_is_switched_off_and_on_and_keeps_what_was_met(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        study = a_study_of_cards(database, FixedClock())
        drill(study)
        shelf = study.shelf()
        assert shelf.switch("pack") is False
        assert (shelf.packs()[0].on, shelf.packs()[0].met) == (False, 3)
        assert study.start(3) is None
        assert shelf.switch("pack") is True
        assert study.start(3) is not None


# ── suspending ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("scope", [Scope(), Scope(packs=("pack",)), Scope(topic="pack")])
def test_a_suspended_objective_is_never_asked_be_it_new_or_met(tmp_path: Path, scope: Scope) -> None:
    with a_store(tmp_path) as database:
        study = a_study_of_cards(database, FixedClock())
        shelf = study.shelf()
        assert shelf.suspend("pack/c1") is True
        assert sorted(drill(study, scope)) == ["pack/c0", "pack/c2"]
        shelf.suspend("pack/c0")
        assert set(drill(study, scope)) == {"pack/c2"}, "one that was met is left out as well"
        assert shelf.suspend("pack/c1") is False
        assert "pack/c1" in drill(study, scope)


def test_a_session_on_what_is_weak_leaves_it_out(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        study = a_study_of_cards(database, FixedClock())
        drill(study)
        study.shelf().suspend("pack/c0")
        assert drill(study, Scope(objectives=("pack/c0",))) == []


def test_it_is_neither_due_nor_fading_nor_in_the_way_of_a_topic(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path) as database:
        study = a_study_of_cards(database, clock)
        drill(study)
        clock.set(clock.when + timedelta(days=60))
        before = study.overview()
        assert (before.due, len(before.fading)) == (3, 3)
        assert len(study.sureness().fading) == 3
        study.shelf().suspend("pack/c1")
        after = study.overview()
        assert (after.due, len(after.fading)) == (2, 2)
        assert len(study.sureness().fading) == 2
        assert study.known().total.objectives == 2
        assert study.coming().met == 2


def test_its_memory_is_kept_and_comes_back_with_it(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        study = a_study_of_cards(database, FixedClock())
        drill(study)
        shelf, desk = study.shelf(), a_desk(database)
        before = desk.memories(), shelf.objectives("pack")
        shelf.suspend("pack/c1")
        assert [each.suspended for each in shelf.objectives("pack")] == [False, True, False]
        assert shelf.objectives("pack")[1].recall == before[1][1].recall, "what is left of it is still shown"
        assert shelf.packs()[0].suspended == 1
        shelf.suspend("pack/c1")
        assert (desk.memories(), shelf.objectives("pack")) == before
        assert inspect(database).sound


def test_each_change_is_one_event_and_no_change_is_none(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        study = a_study_of_cards(database, FixedClock())
        study.preferences.suspend("pack/c1")
        study.preferences.suspend("pack/c1")
        study.preferences.suspend("pack/c2", suspended=False)
        assert [value for _, value in a_desk(database).settings("objective")] == ["pack/c1=suspended"]


def test_another_learner_is_asked_it(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        study = a_study_of_cards(database, FixedClock())
        study.shelf().suspend("pack/c1")
        a_learner(database, "Kim", seed=9)
        assert a_study(database, FixedClock(), "Kim").shelf().packs()[0].suspended == 0


def test_it_stays_suspended_under_a_new_name_and_can_be_asked_again_there(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        study = a_study_of_cards(database, FixedClock())
        shelf = study.shelf()
        shelf.suspend("pack/c1")
        moved = a_pack(questions=[a_card("c0"), a_card("renamed"), a_card("c2")], version=2)
        shelve(database, replace(moved, objectives=tuple(_was(each) for each in moved.objectives)))
        assert [each.key for each in shelf.objectives("pack") if each.suspended] == ["pack/renamed"]
        assert sorted(drill(study)) == ["pack/c0", "pack/c2"]
        shelf.suspend("pack/renamed")
        assert [each.key for each in shelf.objectives("pack") if each.suspended] == []


def _was(objective: Objective) -> Objective:
    return replace(objective, was="pack/c1") if objective.id == "renamed" else objective


def test_what_is_suspended_in_a_pack_that_is_gone_waits_for_it(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack("other")) as database:
        study = a_study_of_cards(database, FixedClock())
        study.shelf().suspend("pack/c1")
        Catalogue(database).drop("pack")
        assert [stood.suspended for stood in study.shelf().packs()] == [0]
        shelve(database, a_pack(questions=[a_card(f"c{each}") for each in range(3)]))
        assert [each.suspended for each in study.shelf().objectives("pack")] == [False, True, False]
