"""Of a large library only a part is read and weighed, and the queue is the one of everything."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from quizgame.domain import planner
from quizgame.domain.events import Grade, Review, Stamp
from quizgame.domain.ids import uuid7
from quizgame.domain.planner import LONGEST_SESSION, Queue
from quizgame.domain.sieve import Sieve
from quizgame.store.desk import SAMPLED, Desk
from quizgame.study import survey
from quizgame.study.views import Scope
from tests.builders import a_card, a_desk, a_pack, a_response, a_store
from tests.store.histories import TODAY, an_answer, when

MANY = 3200


def years(learner: bytes) -> Iterator[Review]:
    """Up to four answers to each of many objectives, on days long past and just gone, today's among them."""
    dice = Random(5)
    sequence = 0
    for number in range(MANY):
        day = TODAY - dice.randrange(400)
        for _ in range(dice.randint(1, 4)):
            if day > TODAY:
                break
            sequence += 1
            instant = when(day, dice.randrange(3600)).instant
            stamp = Stamp(uuid7(instant, dice.randbytes(8)), learner, b"another device", sequence, instant, 0, day)
            grade = dice.choice([Grade.GOOD, Grade.GOOD, Grade.AGAIN])
            yield Review(stamp, an_answer(f"pack/q{number}", f"pack/q{number}", grade))
            day += dice.randint(1, 60)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A learner who has met most of a library of cards and responses."""
    questions = [(a_card if number % 2 else a_response)(f"q{number}") for number in range(MANY + 20)]
    with a_store(tmp_path_factory.mktemp("large"), a_pack(questions=questions)) as database:
        desk = a_desk(database)
        desk.merge(list(years(desk.learner.id)), TODAY)
        yield desk


def of_everything(desk: Desk, day: int) -> Queue:
    """The queue for which every objective was weighed."""
    pace, experience = planner.paces(desk.gaps()), desk.experience()
    return planner.queue(desk.known(), desk.fresh(), day, pace, experience)


@pytest.mark.parametrize("day", [TODAY, TODAY + 1, TODAY + 30, TODAY + 400])
def test_the_queue_is_the_one_of_everything(desk: Desk, day: int) -> None:
    found = survey.ranked(desk, day, Scope())
    assert found == of_everything(desk, day)
    assert len(found.known) == LONGEST_SESSION


def test_it_is_so_because_the_sample_has_set_a_bar(desk: Desk) -> None:
    """Otherwise everything would have been weighed, and nothing would have been shown above."""
    pace, experience = planner.paces(desk.gaps()), desk.experience()
    sample = planner.queue(desk.sample(), [], TODAY + 1, pace, experience)
    least = planner.modest(sample, 1 / SAMPLED)
    assert least > 0
    assert planner.reaches(survey.ranked(desk, TODAY + 1, Scope()), least)


def test_most_of_a_large_library_is_not_even_read(desk: Desk) -> None:
    pace, experience = planner.paces(desk.gaps()), desk.experience()
    worths = [each.worth for each in of_everything(desk, TODAY + 1).known]
    promising = desk.promising(Sieve(experience.curve, pace, worths[40]), TODAY + 1)
    read = {each.objective for each in promising}
    assert {each.objective for each in of_everything(desk, TODAY + 1).known[:41]} <= read
    assert len(read) < MANY / 8


def test_what_was_answered_today_passes_whatever_it_is_worth(desk: Desk) -> None:
    pace, experience = planner.paces(desk.gaps()), desk.experience()
    nothing_passes = Sieve(experience.curve, pace, 1.0)
    practised = [each for each in desk.known() if each.last_day >= TODAY]
    assert practised
    assert desk.promising(nothing_passes, TODAY) == practised


def test_a_sample_is_about_one_in_sixteen_and_the_same_each_time(desk: Desk) -> None:
    found = desk.sample()
    assert MANY / 32 < len(found) < MANY / 8
    assert set(found) < set(desk.known())
    assert desk.sample() == found
