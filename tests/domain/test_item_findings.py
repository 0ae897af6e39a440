"""What is said to a trainer of a question and of a pack, word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizgame.domain.item_findings import findings, option_name, signed
from quizgame.domain.item_report import ItemReport, PackItems, Row, sources, standing
from quizgame.domain.items import Item
from quizgame.domain.questions import BetterResponse, Option
from tests.domain.test_items import an_item

SAYS = ("Wait.", "Ask first.", "Go.", "Shout.")


def sentences(item: Item) -> list[str]:
    """What is said of a question whose options are known."""
    return [each.sentence for each in findings(item, SAYS)]


# ── of a question ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (
            an_item(28, 24, 24, 24, rest=0.3),
            "Hard: 28 % right. That is fine where it is meant to be; else give the scene the fact that decides, or "
            "make the best response stand out by what it does.",
        ),
        (an_item(91, 5, 4), "Easy: 91 % right, which is fine for mastery."),
        (
            an_item(70, 20, 10, rest=-0.014),
            "Check the key: learners who do well on the other questions get this one wrong more often (item-rest "
            "−0.01).",
        ),
        (
            an_item(70, 20, 10, rest=0.0),
            "Look again: getting this one right says little about how somebody does on the others (item-rest +0.00). "
            "Could a second response be defended, or does it turn on something else?",
        ),
        (
            an_item(50, 30, 20, rests=(0.3, 0.0, -0.3)),
            "A second good answer? 30 % chose “Ask first”, and those who do well on the other questions no less often "
            "than the rest (option-rest +0.00). Let the scene say what rules it out.",
        ),
        (
            an_item(40, 45, 15),
            "A second good answer? More chose “Ask first” than the best response, 45 %. Let the scene say what rules "
            "it out.",
        ),
        (
            an_item(70, 10, 20, sure_wrong=20),
            "Sure but wrong: 20 % said that they were sure, and were wrong. Either many hold the same wrong idea, or "
            "the key is wrong. The one they mostly chose: “Go”.",
        ),
        (
            an_item(70, 26, 4, 0),
            "Hardly chosen, so do no work: “Go” (4 %) and “Shout” (nobody). Put mistakes there that people really "
            "make, or leave it out.",
        ),
        (
            an_item(90, 8, 2),
            "Hardly chosen, so does no work: “Go” (2 %). Put a mistake there that people really make, or leave it out.",
        ),
        (
            an_item(33, 34, 33, rest=0.3, rests=(0.1, 0.1, -0.3)),
            "Suspect the key: 33 % chose the option marked best, where guessing alone would give 33 %. Most chose “Ask "
            "first”.",
        ),
        (
            an_item(30, 36, 34, rest=0.3, rests=(-0.2, 0.0, -0.3)),
            "Suspect the key: 30 % chose the option marked best, where guessing alone would give 33 %. Most chose “Ask "
            "first”.",
        ),
        (
            an_item(30, 36, 34, rest=0.3, rests=(-0.2, 0.1, -0.3)),
            "Suspect the key: 30 % chose the option marked best, where guessing alone would give 33 %. Most chose “Ask "
            "first”, and they do better on the other questions than those who chose the best one.",
        ),
    ],
)
def test_each_rule_says_what_it_found_and_what_to_do(item: Item, said: str) -> None:
    assert sentences(item) == [said]


def test_below_chance_no_option_is_named_that_was_not_chosen_more_often() -> None:
    """With figures of another order of the options, more may have chosen the best than any other."""
    item = replace(an_item(40, 30, 30, rest=0.3), answers=100, right=30)
    assert sentences(item) == [
        "Suspect the key: 30 % chose the option marked best, where guessing alone would give 33 %."
    ]


def test_one_rival_is_told_of_behind_one_that_is_none() -> None:
    item = an_item(40, 22, 38, rests=(0.3, -0.2, 0.2))
    assert [each.rule for each in findings(item)] == ["second-answer"]
    assert "option 3 in the file" in findings(item)[0].sentence


@pytest.mark.parametrize(("rested", "said"), [(30, True), (29, False)])
def test_what_those_who_do_well_chose_counts_from_thirty_of_them(rested: int, said: bool) -> None:
    item = an_item(50, 30, 20, rests=(0.3, 0.1, -0.3))
    choices = tuple(each._replace(rested=rested) for each in item.choices)
    assert bool(findings(replace(item, choices=choices))) is said


@pytest.mark.parametrize(("chosen", "said"), [(30, True), (29, False)])
def test_an_idle_option_is_told_of_from_thirty_who_saw_it_in_this_order(chosen: int, said: bool) -> None:
    item = an_item(20, chosen - 20, 0)
    assert bool(findings(replace(item, answers=40, right=28))) is said


@pytest.mark.parametrize("answers", [99, 100])
def test_each_finding_is_provisional_below_a_hundred_answers(answers: int) -> None:
    several = (
        an_item(answers - 60, 40, 20, rests=(0.3, 0.0, -0.3), sure_wrong=30),
        an_item(answers - 3, 3, 0, rest=0.1),
        an_item(answers - 80, 50, 30, rest=-0.2),
        an_item(answers - 30, 29, 1, rest=0.1),
    )
    found = [finding for item in several for finding in findings(item)]
    assert {each.rule for each in found} == {
        "below-chance", "rest-negative", "sure-but-wrong", "second-answer", "rest-weak", "idle-option", "easy",
    }  # fmt: skip
    assert {each.provisional for each in found} == {answers < 100}


def test_an_option_is_named_by_what_it_says_or_by_its_place() -> None:
    assert [option_name(option, SAYS[:2]) for option in range(3)] == ["“Wait”", "“Ask first”", "option 3 in the file"]


@pytest.mark.parametrize(
    ("value", "said"), [(0.314, "+0.31"), (1.0, "+1.00"), (-0.12, "−0.12"), (-0.004, "+0.00"), (0.0, "+0.00")]
)
def test_a_correlation_has_its_sign_and_nothing_has_plus(value: float, said: str) -> None:
    assert signed(value) == said


# ── of a pack ─────────────────────────────────────────────────────────────────────────────────────────────


def a_row(item: Item, *, key: str = "pack/q", flags: tuple[str, ...] = ()) -> Row:
    """A question with what was found of it."""
    return Row(replace(item, question=key), None, "An objective", findings(item), flags)


def a_pack(*rows: Row) -> PackItems:
    """A pack of these questions."""
    return PackItems("pack", "A pack", 9, 12, len(rows), rows)


@pytest.mark.parametrize(
    ("here", "files", "said"),
    [
        (1, 0, "1 learner of this store."),
        (0, 2, "2 learners from files."),
        (3, 6, "9 learners: 3 of this store and 6 from files."),
        (0, 0, "0 learners of this store."),
    ],
)
def test_whose_answers_they_are(here: int, files: int, said: str) -> None:
    assert sources(ItemReport(here, files, (), ())) == said


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (0, "Nobody has answered a question of this pack yet."),
        (
            1,
            "Too few to judge: 1 first answer to the question that has the most, and below 30 a share is mostly luck, "
            "so only counts are shown. 29 more learners, and the first questions can be judged.",
        ),
        (
            29,
            "Too few to judge: 29 first answers to the question that has the most, and below 30 a share is mostly "
            "luck, so only counts are shown. 1 more learner, and the first questions can be judged.",
        ),
        (
            30,
            "Provisional: 30 first answers to the question that has the most. From 100 on figures hold; until then "
            "take them as a reason to look, not as a verdict. 70 more learners to go.",
        ),
        (
            99,
            "Provisional: 99 first answers to the question that has the most. From 100 on figures hold; until then "
            "take them as a reason to look, not as a verdict. 1 more learner to go.",
        ),
        (100, "100 first answers to the question that has the most. The figures of 2 questions are stable."),
    ],
)
def test_how_much_can_be_said_about_a_pack(most: int, said: str) -> None:
    some, few = replace(an_item(20, 5, 5), answers=most), replace(an_item(1, 0, 0), answers=min(most, 1))
    pack = a_pack(a_row(some), a_row(some, key="pack/other"), a_row(few))
    assert standing(pack) == said


def test_a_pack_without_questions_was_answered_by_nobody() -> None:
    assert standing(a_pack()) == "Nobody has answered a question of this pack yet."
    assert (a_pack().most, a_pack().mark) == (0, "counts only")


def test_a_pack_is_as_sure_as_its_best_known_question_and_a_question_as_grave_as_its_gravest_finding() -> None:
    rows = a_row(an_item(20, 20, 10, rest=-0.2)), a_row(an_item(70, 20, 10))
    assert [row.level for row in rows] == ["check the key", None]
    assert [a_pack(*rows[:number]).mark for number in (1, 2)] == ["provisional", "stable"]


def test_a_question_without_a_correlation_stands_between_those_below_and_above_nothing() -> None:
    rows = [a_row(an_item(66, 30, 4, rest=rest), key=f"pack/{rest}") for rest in (0.5, None, 0.25)]
    report = ItemReport(1, 0, (), (a_pack(*rows),))
    assert [row.item.question for _, row in report.worst_first()] == ["pack/None", "pack/0.25", "pack/0.5"]


def test_the_gravest_question_comes_first_and_a_sound_one_not_at_all() -> None:
    """Level, then what is stable, then how many findings of that level, then the correlation, then the key."""
    rows = (
        a_row(an_item(70, 20, 10), key="pack/sound"),
        a_row(an_item(91, 5, 4), key="pack/easy"),
        a_row(an_item(70, 20, 10), key="pack/flagged", flags=("Two of these are right.",)),
        a_row(an_item(66, 30, 4), key="pack/idle"),
        a_row(an_item(70, 20, 10, rest=0.1), key="pack/weak"),
        a_row(an_item(70, 20, 10, rest=0.05), key="pack/weaker-b"),
        a_row(an_item(70, 20, 10, rest=0.05), key="pack/weaker-a"),
        a_row(an_item(28, 24, 24, 24, rest=0.1), key="pack/weak-and-hard"),
        a_row(an_item(35, 10, 5, rest=-0.5), key="pack/negative-of-fifty"),
        a_row(an_item(70, 20, 10, rest=-0.1), key="pack/negative"),
    )
    report = ItemReport(1, 0, (), (a_pack(*rows),))
    assert [row.item.question.removeprefix("pack/") for _, row in report.worst_first()] == [
        "negative", "negative-of-fifty", "weak-and-hard", "weaker-a", "weaker-b", "weak", "idle", "flagged",
    ]  # fmt: skip


def test_options_are_named_only_where_the_best_stands_where_the_figures_have_it() -> None:
    def asked(best: int) -> BetterResponse:
        options = tuple(Option(f"Say *{place}*.", "", place == best) for place in range(3))
        return BetterResponse("q", "A scene.", "What do you say?", options)

    row = a_row(an_item(70, 20, 10))
    assert replace(row, question=asked(0)).says == ("Say 0.", "Say 1.", "Say 2.")
    assert replace(row, question=asked(1)).says == ()
    assert row.says == ()
