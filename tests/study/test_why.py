"""Why an objective is asked when it is: evidence, memory, the due day and its reason, and what grades would do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import exp
from pathlib import Path

import pytest

from quizgame.domain import memory
from quizgame.domain.events import Certainty, Grade
from quizgame.domain.forgetting import PRIOR, Curve
from quizgame.study.why import Why, answers, due, futures, state
from tests.builders import (
    NOON,
    FixedClock,
    a_card,
    a_desk,
    a_pack,
    a_pack_of_responses,
    a_response,
    a_store,
    a_study,
    shelve,
)

KEY = "pack/o0"
TODAY = 20_778  # NOON's study day


def asked(tmp_path: Path, rights: list[bool], gap: int = 3, certainty: Certainty = Certainty.UNSTATED) -> Why:
    """An objective of two responses, answered every few days; the game is opened a day after the last answer."""
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(1)) as database:
        study = a_study(database, clock)
        for number, right in enumerate(rights):
            clock.set(NOON + timedelta(days=gap * number))
            study.start(3)
            order, best = study.showing.order, study.showing.question.question.best  # type: ignore[union-attr]
            study.choose(order.index(best if right else (best + 1) % 3), certainty)
            study.finish()
        clock.set(clock.when + timedelta(days=1))
        found = study.why(KEY)
    assert found is not None
    return found


def test_what_was_never_met_waits(tmp_path: Path) -> None:
    found = asked(tmp_path, [])
    assert answers(found) == ["You have not met it yet."]
    assert state(found) == ["It waits among the new ones, in the order of its pack."]
    assert due(found) == []
    assert [line.partition(":")[0] for line in futures(found)] == ["again", "hard", "good", "easy"]


def test_the_evidence_is_told_answer_by_answer(tmp_path: Path) -> None:
    found = asked(tmp_path, [False, True, True], certainty=Certainty.SURE)
    assert answers(found) == [
        "Sat 21 Nov (7 days ago): again, and you were sure",
        "Tue 24 Nov (4 days ago): good, and you were sure",
        "Fri 27 Nov (yesterday): good, and you were sure",
    ]


def test_the_state_is_what_the_engine_says(tmp_path: Path) -> None:
    found = asked(tmp_path, [True, True, False])
    expected = memory.fold([(TODAY, Grade.GOOD), (TODAY + 3, Grade.GOOD), (TODAY + 6, Grade.AGAIN)])
    assert found.memory == expected
    assert expected is not None
    assert found.chance == memory.retrievability(expected.stability, 1)
    said = " ".join(state(found))
    assert f"FSRS: stability {expected.stability:.1f} days, difficulty {expected.difficulty:.1f} of 10" in said
    assert "after 3 answers that counted, forgotten 1 time" in said


def recalled(curve: Curve, stability: float, repetitions: int, days: int) -> float:
    """The chance of recall by odds that are multiplied."""
    odds = exp(curve.level) * stability**curve.strength * repetitions**curve.meetings * (7 / days) ** curve.fading
    return float(odds / (1 + odds))


def test_mastery_is_told_by_the_curve_with_what_asking_is_worth(tmp_path: Path) -> None:
    """Two later answers say little of a learner; they have moved the curve all the same."""
    found = asked(tmp_path, [True, True, False])
    assert found.memory is not None
    assert found.outcomes == 2
    with a_store(tmp_path) as database:
        curve = a_desk(database).experience().curve
    assert curve != PRIOR
    before = [(TODAY, Grade.GOOD), (TODAY + 3, Grade.GOOD), (TODAY + 6, Grade.AGAIN)]
    good, again = (memory.fold([*before, (TODAY + 7, grade)]) for grade in (Grade.GOOD, Grade.AGAIN))
    assert good is not None
    assert again is not None
    now, later = (recalled(curve, found.memory.stability, 3, days) for days in (1, 31))
    asked_now = now * recalled(curve, good.stability, 4, 30) + (1 - now) * recalled(curve, again.stability, 4, 30)
    assert (found.recall, found.later) == pytest.approx((now, later), abs=1e-6)
    assert found.gain == pytest.approx(asked_now - later, abs=1e-6)
    assert state(found)[:2] == [
        f"Chance of recall: {round(now * 100)} % today, {round(later * 100)} % in thirty days.",
        f"Asked today, it would be {round(asked_now * 100)} % then."
        " So it is for most learners; your own answers are still few.",
    ]


@pytest.mark.parametrize(
    ("outcomes", "source"),
    [
        (0, "So it is for most learners; your own answers are still few."),
        (14, "So it is for most learners; your own answers are still few."),
        (15, "So say your own answers (15 so far)."),
        (143, "So say your own answers (143 so far)."),
        (1000, "So say your own answers (the latest 1000)."),
    ],
)
def test_whose_answers_it_is_learned_from_is_said(tmp_path: Path, outcomes: int, source: str) -> None:
    found = asked(tmp_path, [True])._replace(outcomes=outcomes)
    assert state(found)[1].endswith(f"% then. {source}")


def test_the_due_day_is_given_with_its_reason(tmp_path: Path) -> None:
    found = asked(tmp_path, [True, True])
    assert found.next is not None
    assert found.memory is not None
    assert found.next.due == memory.due_day(found.memory, 3, KEY)
    (line,) = due(found)
    assert "about then its chance of a right answer falls to 93 %" in line
    assert "3 options, so a guess is right once in 3" in line


def test_grades_lead_to_what_answering_would_do(tmp_path: Path) -> None:
    """What `why` foretells for good and again is what the store then has."""
    for grade, right in ((Grade.GOOD, True), (Grade.AGAIN, False)):
        clock = FixedClock()
        with a_store(tmp_path / grade.name, a_pack_of_responses(1)) as database:
            study = a_study(database, clock)
            for answer in (True, right):
                foretold = study.why(KEY)
                assert foretold is not None
                study.start(3)
                order, best = study.showing.order, study.showing.question.question.best  # type: ignore[union-attr]
                verdict = study.choose(order.index(best if answer else (best + 1) % 3))
                study.finish()
                assert verdict.due_in == foretold.grades[verdict.grade]
                clock.set(clock.when + timedelta(days=4))
            assert verdict.grade is grade


def test_practice_is_told_apart(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(1)) as database:
        study = a_study(database, clock)
        for _ in range(2):
            study.start(1)
            study.choose(0)
            study.finish()
            clock.tick(60)
        found = study.why(KEY)
        assert found is not None
        assert [each.evidence for each in found.answers] == [True, False]
        assert answers(found)[1].endswith("; practice, since it was the second that day")
        assert "% tomorrow, " in state(found)[0]
        assert state(found)[1].startswith("Asked tomorrow, ")


def test_what_is_not_asked_says_so(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(1)) as database:
        study = a_study(database, clock)
        study.start(1)
        study.choose(0)
        study.finish()
        study.shelf().suspend(KEY)
        found = study.why(KEY)
        assert found is not None
        assert state(found)[0] == "You have suspended it, so it is not asked."
        study.shelf().suspend(KEY)
        study.preferences.switch_pack("pack", on=False)
        found = study.why(KEY)
        assert found is not None
        assert state(found)[0] == "Its pack is off, so it is not asked."
        assert study.why("gone/gone") is None


def test_a_revised_question_is_the_reason(tmp_path: Path) -> None:
    clock = FixedClock()
    old = a_pack(questions=[a_response("a")])
    with a_store(tmp_path, old) as database:
        study = a_study(database, clock)
        study.start(1)
        study.choose(0)
        study.finish()
        shelve(database, replace(a_pack(questions=[a_response("a", revision=2)], version=2)))
        found = study.why("pack/a")
        assert found is not None
        assert due(found) == ["Due today: one of its questions has another meaning since you answered it."]


@pytest.mark.parametrize("days", [0, 400])
def test_a_card_has_no_guess_and_old_answers_keep_their_date(tmp_path: Path, days: int) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack(questions=[a_card("a")])) as database:
        study = a_study(database, clock)
        study.start(1)
        study.reveal()
        study.grade(Grade.EASY)
        study.finish()
        clock.set(NOON + timedelta(days=days))
        found = study.why("pack/a")
        assert found is not None
        (line,) = due(found)
        assert "guess" not in line
        assert line.startswith("Due since" if days else "Due in")
        assert answers(found) == [f"Sat 21 Nov ({'400 days ago' if days else 'today'}): easy"]
