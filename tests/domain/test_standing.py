"""The standing is a fold of the answers in the order of the log, however they arrive."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain import memory
from quizgame.domain.events import Certainty, Grade
from quizgame.domain.rotation import Shown, Variant
from quizgame.domain.standing import Standing, Told, fold, follow, schedule
from tests.examples import examples

QUESTIONS = ("p/card", "p/story", "p/other")


def told(day: int, grade: Grade = Grade.GOOD, question: str = "p/card", instant: int = 0, revision: int = 1) -> Told:
    """An answer on a day."""
    return Told((day, instant, day.to_bytes(4, "big")), question, revision, grade)


def in_turn(answers: Sequence[Told]) -> Standing | None:
    """Following one answer after another."""
    standing: Standing | None = None
    for each in answers:
        standing = follow(standing, each)
    return standing


HISTORIES = st.lists(
    st.builds(
        Told,
        st.tuples(st.integers(1, 9) | st.integers(1, 3000), st.integers(0, 9), st.binary(min_size=2, max_size=2)),
        st.sampled_from(QUESTIONS),
        st.integers(1, 2),
        st.sampled_from(Grade),
        st.sampled_from(Certainty),
    ),
    max_size=30,
    unique_by=lambda each: each.order,
)


@given(HISTORIES.flatmap(lambda answers: st.tuples(st.just(answers), st.permutations(answers))))
@examples(300)
def test_folding_in_any_order_equals_following_in_the_order_of_the_log(
    histories: tuple[list[Told], list[Told]],
) -> None:
    answers, mixed = histories
    assert fold(mixed) == in_turn(sorted(answers, key=lambda each: each.order))


@given(HISTORIES)
@examples(100)
def test_the_memory_is_that_of_the_grades_alone(answers: list[Told]) -> None:
    found = fold(answers)
    ordered = sorted(answers, key=lambda each: each.order)
    assert (found.memory if found else None) == memory.fold((each.order[0], each.grade) for each in ordered)


def test_nothing_answered_is_no_standing() -> None:
    assert fold([]) is None


def test_practice_turns_the_rotation_but_not_the_memory() -> None:
    before = follow(None, told(100, question="p/card"))
    after = follow(before, told(100, Grade.AGAIN, "p/story", instant=5))
    assert after.memory == before.memory
    assert after.shown == {"p/card": Shown(100, 0, 1), "p/story": Shown(100, 5, 1)}
    assert after.latest == told(100, instant=5).order


def test_following_changes_nothing_in_the_standing_before() -> None:
    before = follow(None, told(100))
    kept = dict(before.shown)
    follow(before, told(105, question="p/story"))
    assert before.shown == kept


def test_the_schedule_takes_the_next_variant_and_its_guessing_chance() -> None:
    found = fold([told(100, question="p/card")])
    assert found is not None
    variants = [Variant("p/card", 0, 1), Variant("p/story", 2, 1)]
    plan = schedule(found, "p/o", variants)
    assert plan is not None
    assert plan.turn.variant.question == "p/story"
    assert plan.due == memory.due_day(found.memory, 2, "p/o")


def test_a_revised_variant_is_due_at_once() -> None:
    found = fold([told(100, question="p/card", revision=1)])
    assert found is not None
    plan = schedule(found, "p/o", [Variant("p/card", 0, 2)])
    assert plan is not None
    assert plan.turn.revised
    assert plan.due <= 100


def test_when_every_variant_is_retired_there_is_no_schedule() -> None:
    found = fold([told(100)])
    assert found is not None
    assert schedule(found, "p/o", []) is None


def test_a_sure_wrong_answer_stands_until_a_right_one_whatever_is_said_of_the_others() -> None:
    answers = [
        told(1)._replace(grade=Grade.AGAIN, certainty=Certainty.SURE),
        told(2)._replace(grade=Grade.AGAIN, certainty=Certainty.UNSTATED),
        told(3)._replace(grade=Grade.AGAIN, certainty=Certainty.SURE),
        told(4),
    ]
    stands = [fold(answers[:number]) for number in range(1, 5)]
    assert [each and each.misled for each in stands] == [1, 1, 3, None]
