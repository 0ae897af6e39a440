"""Conversations in a session: turn by turn over a real store, paused, undone, left and gone on with at every turn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from quizgame.domain.conversation import Run, best_from, paths
from quizgame.domain.events import Event, Grade, Review
from quizgame.domain.questions import Conversation, conversation_of
from quizgame.domain.session import OutOfTurn
from quizgame.store.inspection import inspect
from quizgame.study.study import Study
from quizgame.study.views import Scope, Showing
from tests.builders import NOON, FixedClock, a_conversation, a_desk, a_pack, a_store, a_study, shelve

TALK = "pack/talk"
ONLY = Scope(conversation=TALK)
PATHS = list(paths(Run(a_conversation())))


@contextmanager
def a_house(
    home: Path, conversation: Conversation | None = None, objectives: int = 3
) -> Iterator[tuple[Study, FixedClock]]:
    """A study with a pack and a conversation over its first three objectives."""
    talk = conversation or a_conversation()
    clock = FixedClock()
    with a_store(home, replace(a_pack(objectives=objectives), conversations=(talk,))) as database:
        yield a_study(database, clock), clock


def say(study: Study, chosen: int) -> Showing | None:
    """Give the response with this index in the file, and go on."""
    study.choose(study.showing.order.index(chosen))
    run = study.run
    assert run is not None
    return study.proceed() if run.outcome is None else None


def the_run(study: Study) -> Run:
    """The conversation that is being held."""
    assert study.run is not None
    return study.run


def choices(run: Run) -> list[tuple[str, int]]:
    """Turn and response of every step."""
    return [(step.turn, step.chosen) for step in run.steps]


# ── turn by turn ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", PATHS, ids=lambda path: "".join(str(step.chosen) for step in path.steps))
def test_every_path_is_played_to_its_end_and_stands_in_the_log(tmp_path: Path, path: Run) -> None:
    with a_house(tmp_path) as (study, clock):
        study.start(5, ONLY)
        for step in path.steps:
            assert the_run(study).place == step.turn
            assert study.showing.run == study.run
            clock.tick(9)
            say(study, step.chosen)
        assert the_run(study).outcome == path.outcome
        assert choices(the_run(study)) == choices(path)
        answers = [review.answer for review in study._desk.reviews()]
        assert [(each.question, each.objective, each.chosen, each.seconds) for each in answers] == [
            (f"{TALK}.{step.turn}", f"pack/o{step.turn[1]}", step.chosen, 9) for step in path.steps
        ]
        assert [each.grade for each in answers] == [Grade.AGAIN if step.chosen else Grade.GOOD for step in path.steps]
        assert study.proceed() is None
        assert study.finish().questions == len(path.steps)
        assert inspect(study._desk._database).sound


def test_a_turn_is_evidence_for_its_objective_once_a_day(tmp_path: Path) -> None:
    with a_house(tmp_path) as (study, clock):
        study.start(5, ONLY)
        verdicts = [study.choose(study.showing.order.index(0))]
        for _ in range(2):
            study.proceed()
            verdicts.append(study.choose(study.showing.order.index(0)))
        assert not any(each.practice for each in verdicts)
        held = the_run(study).conversation
        assert [study._desk.standing(turn.objective) is not None for turn in held.turns] == [True] * 3
        before = [study._desk.standing(turn.objective).memory for turn in held.turns]  # type: ignore[union-attr]
        study.finish()
        clock.tick(60)
        study.start(5, ONLY)  # the same day again: practice
        for _ in range(3):
            assert study.choose(study.showing.order.index(1)).practice
            study.proceed()
        after = [study._desk.standing(turn.objective).memory for turn in held.turns]  # type: ignore[union-attr]
        assert after == before


def test_the_objective_is_asked_again_by_a_question_after_a_blunder(tmp_path: Path) -> None:
    """A turn cannot be asked by itself: what slipped comes back as another variant."""
    with a_house(tmp_path) as (study, _):
        study.start(5, Scope(packs=("pack",)))
        study._queue = study._ranked(study.session.day)._replace(known=(), fresh=())
        study._session = replace(study.session, phase="ready", pick=None)
        assert study.proceed() is not None
        for chosen in (1, 0, 0):
            say(study, chosen)
        showing = study.proceed()
        assert showing is not None
        assert (showing.pick.objective, showing.pick.reason) == ("pack/o0", "slipped")
        assert not conversation_of(showing.question.key)


def test_a_conversation_whose_objectives_are_at_home_elsewhere_is_held_without_their_pack(tmp_path: Path) -> None:
    with a_house(tmp_path, a_conversation(pack="missing")) as (study, _):
        study.start(5, ONLY)
        assert study.showing.question.title == "the title of talk"
        for chosen in (1, 2, 0):
            say(study, chosen)
        assert the_run(study).outcome == "resolved"
        assert study.proceed() is None
        study.finish()
        shelve(study._desk._database, a_pack("missing"))
        assert study._desk.due_and_met(study.today())[1] == 3  # what was answered counts once the pack is there


# ── paused, left, undone ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("days", [0, 1, 20])
@pytest.mark.parametrize("path", PATHS, ids=lambda path: "".join(str(step.chosen) for step in path.steps))
def test_a_conversation_left_at_any_turn_goes_on_there(tmp_path: Path, path: Run, days: int) -> None:
    """Killed after every single answer, and started anew: within the half hour, the next day, and weeks later."""
    with a_house(tmp_path) as (study, clock):
        study.start(5, ONLY)
        first = study.session.id
    for number, step in enumerate(path.steps):
        with a_store(tmp_path) as database:
            study = a_study(database, clock, seed=number + 9)
            showing = study.resume() if days == 0 and number else study.start(5, ONLY)
            assert showing is not None
            assert showing.run is not None
            assert choices(showing.run) == choices(path)[:number]
            assert showing.run.place == step.turn
            assert (study.session.id == first) is (days == 0 and number > 0) or number == 0
            first = study.session.id
            study.choose(showing.order.index(step.chosen))
            assert inspect(database).sound
        clock.set(clock.when + timedelta(days=days, seconds=20))
    with a_store(tmp_path) as database:
        study = a_study(database, clock, seed=99)
        study.start(5, ONLY)
        assert the_run(study).steps == ()  # it has ended: begun anew


def test_the_break_stands_still_while_a_call_is_taken(tmp_path: Path) -> None:
    with a_house(tmp_path) as (study, clock):
        study.start(5, ONLY)
        for chosen in (0, 1):
            say(study, chosen)
            before = study.showing
            clock.tick(5)
            study.pause()
            clock.tick(300)
            study.unpause()
            clock.tick(4)
            assert study.showing == before
            study.choose(study.showing.order.index(0))
            assert study._desk.reviews()[-1].answer.seconds == 9
            study.undo()
            say(study, 0)
            study.undo()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: "".join(str(step.chosen) for step in path.steps))
def test_undo_at_every_turn_leads_back_to_it(tmp_path: Path, path: Run) -> None:
    with a_house(tmp_path) as (study, clock):
        study.start(5, ONLY)
        for number, step in enumerate(path.steps):
            other = (step.chosen + 1) % 3
            study.choose(study.showing.order.index(other))
            clock.tick(3)
            undone = study.undo()
            assert undone is not None
            assert undone.reopened
            assert choices(the_run(study)) == choices(path)[:number]
            assert study.showing.run == study.run
            say(study, step.chosen)
            clock.tick(3)
        assert the_run(study).outcome == path.outcome
        for number in reversed(range(len(path.steps))):
            assert study.undo() is not None
            assert choices(the_run(study)) == choices(path)[:number]
        assert study.undo() is None
        assert all(total.answers == 0 for total in study._desk.day_totals(0))


def test_undo_of_what_was_said_in_an_earlier_session_reopens_its_turn(tmp_path: Path) -> None:
    with a_house(tmp_path) as (study, clock):
        study.start(5, ONLY)
        say(study, 1)
        study.finish()
        clock.set(NOON + timedelta(days=2))
        study.start(5, ONLY)
        assert the_run(study).place == "t1"
        undone = study.undo()
        assert undone is not None
        assert undone.reopened
        assert the_run(study).place == "t0"
        assert study.showing.question.key == f"{TALK}.t0"
        for _ in range(3):
            say(study, 0)
        assert choices(the_run(study)) == choices(best_from(Run(a_conversation())))


def test_a_changed_conversation_is_begun_anew(tmp_path: Path) -> None:
    with a_house(tmp_path) as (study, _):
        study.start(5, ONLY)
        say(study, 0)
        study.finish()
        shelve(study._desk._database, replace(a_pack(version=2), conversations=(a_conversation(revision=2),)))
        study.start(5, ONLY)
        assert the_run(study).steps == ()


def test_a_conversation_that_was_renamed_goes_on(tmp_path: Path) -> None:
    with a_house(tmp_path) as (study, _):
        study.start(5, ONLY)
        say(study, 0)
        study.finish()
        moved = replace(a_conversation("chat"), was=TALK)
        shelve(study._desk._database, replace(a_pack(version=2), conversations=(moved,)))
        study.start(5, Scope(conversation="pack/chat"))
        assert the_run(study).place == "t1"


def test_a_conversation_whose_pack_goes_while_it_is_held_is_held_to_its_end(tmp_path: Path) -> None:
    with a_house(tmp_path) as (study, _):
        study.start(5, ONLY)
        say(study, 0)
        study._catalogue.drop("pack")
        assert study.undo() is not None
        assert the_run(study).place == "t0"
        for _ in range(3):
            say(study, 0)
        assert the_run(study).outcome == "resolved"
        assert study.rehearse(the_run(study).back_to(1)).question.key == f"{TALK}.t1"
        undone = study.undo()
        assert undone is not None
        assert undone.reopened
        say(study, 0)
        assert study.proceed() is None
        assert study.finish().questions == 3


def test_a_clock_set_back_turns_nothing_round(tmp_path: Path) -> None:
    with a_house(tmp_path) as (study, clock):
        study.start(5, ONLY)
        say(study, 0)
        clock.set(clock.when - timedelta(minutes=50))
        say(study, 1)
        assert choices(the_run(study)) == [("t0", 0), ("t1", 1)]
        study.finish()
        clock.set(NOON + timedelta(days=1))
        study.start(5, ONLY)
        assert the_run(study).place == "t2"


def test_undo_after_a_rest_in_the_debriefing_opens_the_last_turn(tmp_path: Path) -> None:
    with a_house(tmp_path) as (study, clock):
        study.start(5, ONLY)
        for _ in range(3):
            say(study, 0)
        clock.set(clock.when + timedelta(minutes=40))
        undone = study.undo()
        assert undone is not None
        assert undone.reopened
        say(study, 1)
        assert choices(the_run(study)) == [("t0", 0), ("t1", 0), ("t2", 1)]


def test_two_windows_on_one_conversation_do_not_throw_it_back(tmp_path: Path) -> None:
    with a_house(tmp_path) as (study, clock):
        study.start(5, ONLY)
        say(study, 0)
        other = a_study(study._desk._database, clock, seed=77)
        other.start(5, ONLY)
        say(study, 0)
        clock.tick(5)
        say(other, 0)
        assert the_run(study).place == the_run(other).place == "t2"
        say(other, 0)
        assert the_run(other).outcome == "resolved"


def test_a_session_for_one_conversation_holds_it_once(tmp_path: Path) -> None:
    """Not after a rest in the debriefing, not when it is resumed after a kill, and not when more minutes are wanted."""
    with a_house(tmp_path) as (study, clock):
        study.start(5, ONLY)
        for _ in range(3):
            say(study, 1)
            clock.tick(3)
        killed = a_study(study._desk._database, clock, seed=9)
        assert killed.overview().cut_short is None
        assert killed.resume() is None
        clock.set(clock.when + timedelta(minutes=40))
        assert study.proceed() is None
        study.finish()
        more = study.again(1)
        assert more is not None
        assert more.run is None


def test_a_resumed_session_for_one_conversation_asks_nothing_else(tmp_path: Path) -> None:
    with a_house(tmp_path, a_conversation(pack="away")) as (study, clock):
        study.start(5, ONLY)
        say(study, 1)
        clock.tick(3)
        resumed = a_study(study._desk._database, clock, seed=9)
        resumed.resume()
        for _ in range(2):
            say(resumed, 0)
        assert resumed.proceed() is None
        resumed.finish()
        assert resumed.overview().left is None


@pytest.mark.parametrize("aside", ["off", "suspended", "out of scope"])
def test_what_is_set_aside_is_not_asked_after_a_blunder(tmp_path: Path, aside: str) -> None:
    talks = replace(a_pack("talks", questions=()), conversations=(a_conversation(pack="other"),))
    with a_store(tmp_path, a_pack("other"), talks) as database:
        study = a_study(database, FixedClock())
        study.start(5, Scope(packs=("talks",)))
        if aside == "off":
            study.preferences.switch_pack("other", on=False)
        if aside == "suspended":
            for number in range(3):
                study.shelf().suspend(f"other/o{number}")
        if aside != "out of scope":
            study._scope = Scope()
        for chosen in (1, 1, 1):
            say(study, chosen)
        assert study.proceed() is None


def test_an_answer_without_a_choice_does_no_harm(tmp_path: Path) -> None:
    """A file from elsewhere may hold one."""
    with a_house(tmp_path) as (study, _):
        study.start(5, ONLY)
        say(study, 0)
        review = study._desk.reviews()[0]
        stamp = review.stamp._replace(id=b"x" * 16, sequence=99)
        bad = replace(review, stamp=stamp, answer=review.answer._replace(chosen=None))
        study._desk.merge([bad], study.today())
        assert study.overview().left is not None


def test_many_later_conversations_do_not_hide_what_was_left(tmp_path: Path) -> None:
    talks = tuple(a_conversation(f"c{number}", turns=4) for number in range(40))
    with a_store(tmp_path, replace(a_pack(objectives=4), conversations=talks)) as database:
        clock = FixedClock()
        study = a_study(database, clock)
        study.start(5, Scope(conversation="pack/c0"))
        say(study, 0)
        study.finish()
        for number in range(1, 40):
            clock.tick(3600)
            study.start(5, Scope(conversation=f"pack/c{number}"))
            for _ in range(4):
                say(study, 0)
                clock.tick(5)
            study.finish()
        left = study.overview().left
        assert left is not None
        assert left.key == "pack/c0"


# ── when it is offered ────────────────────────────────────────────────────────────────────────────────────


def test_a_new_learner_is_not_thrown_into_a_conversation(tmp_path: Path) -> None:
    with a_house(tmp_path, objectives=30) as (study, _):
        assert [plan.conversations for plan in study.overview().plans] == [0, 0, 0]


def test_what_was_left_comes_first_and_is_named(tmp_path: Path) -> None:
    with a_house(tmp_path) as (study, clock):
        assert study.overview().left is None
        study.start(5, ONLY)
        say(study, 0)
        study.finish()
        clock.set(NOON + timedelta(days=1))
        left = study.overview().left
        assert left is not None
        assert (left.key, left.title, left.channel, left.days) == (TALK, "the title of talk", "counter", 1)
        assert [plan.conversations for plan in study.overview().plans] == [0, 1, 1], "a minute is too short for it"
        showing = study.start(3)
        assert showing is not None
        assert showing.question.key == f"{TALK}.t1"
        clock.set(NOON + timedelta(days=40))
        assert study.overview().left is None  # weeks later it is begun anew


def test_it_is_the_finale_of_a_session_that_is_long_enough(tmp_path: Path) -> None:
    with a_house(tmp_path, objectives=12) as (study, clock):
        for day in range(3):  # everything is met, and slept on
            clock.set(NOON + timedelta(days=day))
            study.start(5, Scope(packs=("pack",)))
            while study.session.phase != "over" and study.clock()[0] < 250:
                clock.tick(20)
                showing = study.showing
                if showing.order:
                    study.choose(showing.order.index(0))
                else:
                    study.reveal()
                    study.grade(Grade.GOOD)
                study.proceed()
            study.finish()
        clock.set(NOON + timedelta(days=9))
        plans = study.overview().plans
        assert plans[0].conversations == 0
        assert plans[2].conversations == 1


def test_a_conversation_stays_away_while_its_pack_is_off(tmp_path: Path) -> None:
    with a_house(tmp_path) as (study, _):
        study.start(5, ONLY)
        say(study, 0)
        study.finish()
        study.preferences.switch_pack("pack", on=False)
        assert study.overview().left is None
        assert study.start(5) is None


# ── trying again ──────────────────────────────────────────────────────────────────────────────────────────


def test_trying_again_from_any_turn_keeps_nothing(tmp_path: Path) -> None:
    with a_house(tmp_path) as (study, _):
        study.start(5, ONLY)
        for _ in range(3):
            say(study, 1)
        ended = the_run(study)
        before = study._desk.reviews()
        for step in range(3):
            run = ended.back_to(step)
            while run.outcome is None:
                showing = study.rehearse(run)
                assert showing.question.question.scene == run.turn.says  # type: ignore[union-attr]
                assert sorted(showing.order) == [0, 1, 2]
                run = run.say(0)
            assert run.outcome == "resolved"
        assert study._desk.reviews() == before
        assert study.run == ended
        assert study.proceed() is None


def test_there_is_nothing_to_try_again_before_a_conversation(tmp_path: Path) -> None:
    with a_house(tmp_path) as (study, _):
        study.start(1)
        with pytest.raises(OutOfTurn):
            study.rehearse(Run(a_conversation()))


# ── around it ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_turn_can_be_read_again_flagged_and_found(tmp_path: Path) -> None:
    with a_house(tmp_path) as (study, _):
        study.start(5, ONLY)
        study.flag("too easy")
        say(study, 2)
        slip = study.finish().slipped[0]
        assert slip.question == f"{TALK}.t0"
        found = study.question(slip.question)
        assert found is not None
        assert (found.title, found.question.scene) == ("Title of o0", "Words 0 of talk.")  # type: ignore[union-attr]
        assert study.question(f"{TALK}.gone") is None
        hits = study.shelf().search().look("setting of talk")
        assert [(hit.question, hit.kind, hit.title) for hit in hits.first] == [
            (TALK, "conversation", "the title of talk")
        ]


def test_an_exported_conversation_goes_on_elsewhere(tmp_path: Path) -> None:
    """The log is enough: merged into another store with the same pack, the run stands at the same turn."""
    with a_house(tmp_path / "one") as (study, clock):
        study.start(5, ONLY)
        say(study, 1)
        log: list[Review | Event] = [*study._desk.reviews(), *study._desk.events()]
        learner = study._desk.learner
        with a_store(tmp_path / "two", replace(a_pack(), conversations=(a_conversation(),)), seed=5) as other:
            desk = a_desk(other)
            assert desk.learner.id == learner.id
            desk.merge(log, study.today())
            there = a_study(other, clock)
            there.start(5, ONLY)
            assert choices(the_run(there)) == [("t0", 1)]
