"""What sets the best option apart is noticed, and what does not is let pass."""

from __future__ import annotations

import pytest

from tests.packs.check.checks import BEST, OTHERS, Say, a_question, findings, rules


def test_a_faultless_question_is_fine() -> None:
    assert rules(a_question()) == []


def test_w1_two_options_are_too_few_and_five_too_many() -> None:
    assert rules(a_question(others=OTHERS[:1])) == ["W1"]
    more = (*OTHERS, "We could look for it together in a while.", "Let us see what the driver says about that.")
    assert rules(a_question(others=more)) == ["W1"]
    assert rules(a_question(others=more[:3])) == []


def test_w2_a_best_option_stands_out_by_its_length() -> None:
    short = ("I will look.", "It was sent.")
    (finding,) = findings(a_question(others=short))
    assert (finding.rule, finding.path) == ("W2", "questions[0].options[0].say")
    assert "the longest, 4.1 times" in finding.what
    assert finding.text == BEST.say
    assert rules(a_question(best="Let me look.")) == ["W2"]


def test_w2_a_wrong_option_may_be_longer_still() -> None:
    assert rules(a_question(others=("I will look.", BEST.say + " Then we will see."))) == []


@pytest.mark.parametrize("word", ["always", "never", "only", "every", "must"])
def test_w5_an_absolute_word_on_one_side_alone(word: str) -> None:
    absolute = f"That was a long wait, and we {word} look for it at once."
    assert rules(a_question(best=absolute)) == ["W5"]
    assert rules(a_question(others=(f"I will {word} pass your note to the next shift.", OTHERS[1]))) == ["W5"]
    assert rules(a_question(best=absolute, others=(f"I {word} pass your note to the next shift.", OTHERS[1]))) == []


def test_w5_one_of_three_wrong_options_may_have_an_absolute_word_and_a_guess_is_none() -> None:
    third = "Let us see what the driver says about that."
    assert rules(a_question(others=("I will never pass your note to the next shift.", OTHERS[1], third))) == []
    assert rules(a_question(best="That must have been a long wait. Let me look for it.")) == []


def test_w7_the_best_option_repeats_the_scene() -> None:
    (finding,) = findings(a_question(best="Your parcel is late, and you have waited. Let me look for it."))
    assert (finding.rule, finding.level) == ("W7", "info")
    assert "(parcel, late, waited)" in finding.what
    both = ("The parcel is late and you waited. I pass it on.", OTHERS[1])
    assert rules(a_question(best="Your parcel is late, and you have waited. Let me look.", others=both)) == []


@pytest.mark.parametrize("warm", ["I'm sorry", "I understand", "Thank you", "I appreciate it"])
def test_w11_only_the_best_option_is_warm(warm: str) -> None:
    assert rules(a_question(best=f"{warm}. That was long. Let me look for it.")) == ["W11"]
    others = ("I am sorry. I will pass your note on tonight.", OTHERS[1])
    assert rules(a_question(best=f"{warm}. That was long. Let me look for it.", others=others)) == []


def test_w12_straw_options() -> None:
    straw = (
        Say("Shut up and wait like all the others do, will you."),
        Say("That is not my problem, so call the post."),
    )
    (finding,) = findings(a_question(others=straw))
    assert (finding.rule, finding.path) == ("W12", "questions[0].options[1].say")
    assert rules(a_question(others=(straw[0], OTHERS[0]))) == []
    assert rules(
        a_question(others=("STOP IT now, that is quite enough of this.", "Wait!! It will come when it comes."))
    ) == ["W12"]
