"""After each session the study learns from the log how its learner forgets; the next one is planned by it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from quizgame.domain import forgetting, planner
from quizgame.domain.events import ParametersFitted, Review, Voided
from quizgame.domain.forgetting import PRIOR, START, Evidence, Experience
from quizgame.store.catalogue import Catalogue
from quizgame.store.database import Database
from quizgame.store.errors import StoreBusy
from quizgame.study import survey
from quizgame.study.study import Study
from quizgame.study.views import Scope
from tests.builders import FixedClock, a_desk, a_pack_of_responses, a_store, a_study, seeded
from tests.study.test_study import answer, held

NEVER = 99


def practise(study: Study, clock: FixedClock, days: int, needs: int) -> None:
    """A session of five minutes on each of so many days, of a learner who needs so many meetings to know a thing."""
    met = Counter[str]()
    for _ in range(days):
        showing = study.start(5)
        while showing is not None:
            clock.tick(20)
            answer(study, right=met[showing.question.objective] >= needs)
            met[showing.question.objective] += 1
            showing = study.proceed()
        study.finish()
        clock.set(clock.when + timedelta(days=1))


def fits(database: Database) -> list[ParametersFitted]:
    """What was learned, in the order of the log."""
    return [each.fact for each in a_desk(database).events() if isinstance(each.fact, ParametersFitted)]


def plainly(reviews: list[Review]) -> Experience:
    """What the whole log says, objective by objective."""
    trails: dict[str, list[Evidence]] = {}
    for review in sorted(reviews, key=lambda each: each.stamp.order):
        trail = trails.setdefault(review.answer.objective, [])
        if not trail or trail[-1].order[0] < review.stamp.day:
            trail.append(Evidence(review.stamp.order, review.answer.grade, len(review.answer.shown)))
    return forgetting.experience(trails.values())


def test_nothing_is_known_before_the_first_session_has_ended(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses()) as database:
        study = a_study(database, FixedClock())
        study.start(3)
        answer(study)
        assert a_desk(database).experience() == START
        study.finish()
        assert a_desk(database).experience() == START._replace(firsts=1, firsts_right=1)


def test_what_was_learned_is_what_the_log_says(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(20)) as database:
        practise(a_study(database, clock), clock, 8, needs=1)
        desk = a_desk(database)
        assert desk.experience() == plainly(desk.reviews())
        assert desk.experience().outcomes > 20
        assert fits(database)[-1] == forgetting.fitted(desk.experience())


@pytest.mark.parametrize("needs", [1, NEVER])
def test_who_remembers_is_thought_to_remember(tmp_path: Path, needs: int) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(20)) as database:
        practise(a_study(database, clock), clock, 10, needs)
        curve = a_desk(database).experience().curve
        recalled, before = (forgetting.recall(each, 2.0, 2, 7) for each in (curve, PRIOR))
        assert recalled > before + 0.1 if needs == 1 else recalled < before - 0.1


def test_the_next_session_is_planned_by_what_was_learned(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(200)) as database:
        practise(a_study(database, clock), clock, 8, needs=1)
        desk = a_desk(database)
        found = desk.experience()
        day = desk.today(clock.now())
        plan = survey.ranked(desk, day, Scope())
        assert plan.share == planner.largest_share(found) == 1.0
        assert plan.fresh[0].worth == forgetting.worth_of_new(found) / plan.fresh[0].seconds
        best = {each.objective: each for each in desk.known()}[plan.known[0].objective]
        gained = forgetting.gain(found.curve, best.stability, best.difficulty, best.repetitions, day - best.last_day)
        assert plan.known[0].worth == gained / plan.known[0].seconds


def test_an_end_that_is_asked_for_twice_is_learned_from_once(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses()) as database:
        study = a_study(database, FixedClock())
        study.start(3)
        answer(study)
        study.finish()
        study.finish()
        assert len(fits(database)) == 1


def test_a_session_without_answers_leaves_no_trace(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses()) as database:
        study = a_study(database, FixedClock())
        study.start(3)
        study.finish()
        assert fits(database) == []


def test_what_is_taken_back_is_unlearned_at_the_next_end(tmp_path: Path) -> None:
    clock = FixedClock()
    with a_store(tmp_path, a_pack_of_responses(20)) as database:
        study = a_study(database, clock)
        practise(study, clock, 4, needs=1)
        study.start(3)
        answer(study)
        study.undo()
        answer(study, right=False)
        study.finish()
        desk = a_desk(database)
        undone = {each.fact.review for each in desk.events() if isinstance(each.fact, Voided)}
        assert desk.experience() == plainly([each for each in desk.reviews() if each.stamp.id not in undone])


def test_what_a_busy_store_did_not_take_is_learned_when_the_end_is_stored(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack_of_responses()) as database:
        database.reading.execute("PRAGMA busy_timeout = 0")
        study = a_study(database, FixedClock())
        study.start(3)
        answer(study)
        with held(tmp_path), pytest.raises(StoreBusy):
            study.finish()
        assert fits(database) == []
        study.finish()
        assert len(fits(database)) == 1


def test_a_copy_made_at_the_end_has_what_was_learned(tmp_path: Path) -> None:
    """The day's backup starts as soon as the end is told."""
    with a_store(tmp_path, a_pack_of_responses()) as database:
        seen: list[int] = []
        desk, catalogue = a_desk(database), Catalogue(database)
        study = Study(desk, catalogue, FixedClock(), seeded(4), ended=lambda: seen.append(len(fits(database))))
        study.start(3)
        answer(study)
        study.finish()
        assert seen == [1]
