"""Wording that points at places, negates, or lets grammar answer."""

from __future__ import annotations

import pytest

from tests.packs.check.checks import BECAUSE, BEST, OTHERS, Say, a_card_text, a_question, findings, rules


@pytest.mark.parametrize(
    "say",
    [
        "All of the above.",
        "None of the above",
        "Both A and B",
        "A and B.",
        "1 and 2",
        "I would do all of these answers.",
    ],
)
def test_e2_options_that_point_at_others(say: str) -> None:
    assert "E2" in rules(a_question(others=(say, OTHERS[1])))


@pytest.mark.parametrize(
    "because",
    ["Unlike option B, it says what comes next for him.", "It is kinder than the option above, and shorter too.",
     "The first option is kinder, and this one is true as well."],
)  # fmt: skip
def test_e2_reasons_that_point_at_places(because: str) -> None:
    (finding,) = findings(a_question(best=Say(BEST.say, because)))
    assert (finding.rule, finding.level, finding.path) == ("E2", "error", "questions[0].options[0].because")


@pytest.mark.parametrize(
    "say",
    ["You have two ways. The first option takes a week.", "I answer a call a day.", "Plan A and plan B are open."],
)
def test_e2_people_may_speak_of_options_and_letters(say: str) -> None:
    assert "E2" not in rules(a_question(others=(say, OTHERS[1])))


@pytest.mark.parametrize("ask", ["Which answer is not kind?", "What don't you say?", "What do you say NOT to him?"])
def test_w6_negative_questions(ask: str) -> None:
    assert rules(a_question(ask=ask)) == ["W6"]


@pytest.mark.parametrize("ask", ["What do you say?", "How do you say it so that he does not shout?", "Why not?"])
def test_w6_other_questions(ask: str) -> None:
    assert rules(a_question(ask=ask)) == []


def test_w6_cards_may_ask_what_one_never_does_but_not_which_is_not() -> None:
    assert rules(a_card_text(front="Which of these is not a greeting?")) == ["W6"]
    assert rules(a_card_text(front="What do you never promise?")) == []


def test_w8_an_article_that_goes_with_some_options_only() -> None:
    says = ("An early call to the driver on the road.", "Offer of a later day, with a call.")
    (finding,) = findings(
        a_question(best="Useful word to the driver, and a call.", others=says, ask="You begin with an")
    )
    assert (finding.rule, finding.level, finding.path) == ("W8", "info", "questions[0].options[0].say")
    assert rules(a_question(ask="Which replies are kind?")) == ["W8"]
    assert rules(a_question(ask="Which reply is kind?")) == []


def test_e3_reasons_that_explain_nothing() -> None:
    assert rules(a_question(best=Say(BEST.say, "Correct!"))) == ["E3"]
    assert rules(a_question(best=Say(BEST.say, "Yes, that is the right answer, well done, correct."))) == ["E3"]
    (finding,) = findings(a_question(best=Say(BEST.say, "It says what will come next here.")))
    assert finding.what == "The reason has 7 words; the best option needs 8."
    assert rules(a_question(others=(Say(OTHERS[0].say, "He waits in vain."), OTHERS[1]))) == ["E3"]
    assert rules(a_question(others=(Say(OTHERS[0].say, "He waits and waits here."), OTHERS[1]))) == []
    assert rules(a_question(best=Say(BEST.say, "Right words: " + BECAUSE))) == []


def test_e3_reasons_in_scripts_without_spaces_are_measured_by_their_signs() -> None:
    fine = Say(BEST.say, "待たせたことを認め、次に何をするかを伝えています。")
    assert rules(a_question(best=fine), head="language: ja") == []
    assert rules(a_question(best=Say(BEST.say, "正解です")), head="language: ja") == ["E3"]


def test_rules_about_english_words_keep_silent_elsewhere() -> None:
    text = a_question(best="I'm sorry, and we always look for it at once.", ask="Which answer is not kind?")
    assert sorted(rules(text)) == ["W11", "W5", "W6"]
    assert sorted(rules(text, head="language: en-GB")) == ["W11", "W5", "W6"]
    assert rules(text, head="language: de") == []
