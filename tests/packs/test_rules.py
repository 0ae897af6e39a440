"""What must hold between the parts of a pack is told, even when other things are wrong."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from quizgame.packs.models import WrittenBetterResponse
from quizgame.packs.options import alike

from .pack_texts import (
    a_better_response_text,
    a_flashcard_text,
    a_pack_text,
    an_objective_text,
    line_of,
    problems_of,
    the_problem,
)


def test_ids_are_used_once_in_a_pack() -> None:
    text = a_pack_text(a_flashcard_text("a"), a_flashcard_text("a", front="Something else?"))
    problem = the_problem(text)
    assert problem.what == f"The id `a` is already used by a question on line {line_of(text, 'id: a')}."
    assert problem.line == line_of(text, "Something else?") - 2


def test_questions_and_objectives_share_their_ids() -> None:
    text = a_pack_text(a_flashcard_text("a", extra="objective: a"), objectives=an_objective_text("a"))
    assert the_problem(text).what == f"The id `a` is already used by an objective on line {line_of(text, 'id: a')}."


def test_an_objective_must_exist() -> None:
    text = a_pack_text(
        a_flashcard_text("a", extra="objective: warn-frist"),
        a_flashcard_text("b", extra="objective: warn-first"),
        objectives=an_objective_text("warn-first"),
    )
    problem = the_problem(text)
    assert problem.line == line_of(text, "warn-frist")
    assert problem.what == "There is no objective `warn-frist` in this pack."
    assert problem.remedy == "Did you mean `warn-first`?"


def test_a_question_is_no_objective_for_others() -> None:
    text = a_pack_text(a_flashcard_text("a"), a_flashcard_text("b", extra="objective: a"))
    assert the_problem(text).what == "`a` is a question, not an objective."


def test_an_objective_needs_a_question() -> None:
    text = a_pack_text(objectives=an_objective_text("lonely"))
    problem = the_problem(text)
    assert (problem.what, problem.line) == ("No question practises the objective `lonely`.", 5)


def test_no_two_questions_ask_the_same() -> None:
    text = a_pack_text(a_flashcard_text("a", front="Why  *this*?"), a_flashcard_text("b", front="why *THIS*?"))
    problem = the_problem(text)
    assert problem.line == line_of(text, "THIS")
    assert problem.what == f"This question asks the same as the one on line {line_of(text, 'id: a')}."
    twin = a_better_response_text().replace("id: late-parcel", "id: twin")
    assert len(problems_of(a_pack_text(a_better_response_text(), twin))) == 1


def test_one_scene_may_be_asked_about_twice() -> None:
    other = a_better_response_text().replace("id: late-parcel", "id: other").replace("What do you say?", "And then?")
    assert problems_of(a_pack_text(a_better_response_text(), other)) == ()


def test_exactly_one_option_is_best() -> None:
    text = a_pack_text(a_better_response_text(best="false"))
    problem = the_problem(text)
    assert (problem.what, problem.line) == ("No option is marked as the best.", line_of(text, "options:"))
    text = a_pack_text(a_better_response_text().rstrip() + "\n        best: true\n")
    problem = the_problem(text)
    assert problem.what == "A second option is marked as the best."
    assert problem.line == len(text.rstrip().split("\n"))


@pytest.mark.parametrize("twin", ["It  will COME tomorrow.", "Ｉt will come tomorrow."])
def test_no_two_options_say_the_same(twin: str) -> None:
    text = a_pack_text(a_better_response_text().replace("Please calm down.", twin))
    problem = the_problem(text)
    assert problem.what == "Options 1 and 3 say the same."
    assert problem.line == line_of(text, "say: It will come tomorrow.")


def test_likeness_looks_through_case_width_and_spaces() -> None:
    assert alike("Straße  ﬁne") == alike("STRASSE fine ")


def test_a_broken_rule_shows_beside_broken_shapes() -> None:
    text = a_pack_text(a_better_response_text(best="false").replace("because: You do", "becuase: You do"))
    assert {problem.what for problem in problems_of(text)} == {
        "No option is marked as the best.",
        "`because` is missing: an option needs it.",
        "`becuase` is not a key of an option.",
    }


@pytest.mark.parametrize("bests", [(False, False), (True, True)])
def test_the_models_guard_the_options_by_themselves(bests: tuple[bool, bool]) -> None:
    options = [{"say": f"Say {n}", "because": "x", "best": best} for n, best in enumerate(bests)]
    written = {"id": "a", "kind": "better-response", "scene": "s", "ask": "a", "options": options}
    with pytest.raises(ValidationError):
        WrittenBetterResponse.model_validate(written)
