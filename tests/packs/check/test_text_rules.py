"""Length, readability and personal data of single texts."""

from __future__ import annotations

import pytest

from quizgame.packs.check.readability import grade, syllables
from tests.packs.check.checks import a_card_text, a_question, findings, rules

KNOWN = {
    1: "call the man walked asked came time house horse place late screamed voice names friend tried cries "
    "helped please cares loved though through thought you're don't can't I'll queue style whole eight juice "
    "guests breathed fire",
    2: "parcel walking wanted needed houses places changes boxes wishes little table tables parcel's angry being "
    "quiet people something really review reviews apple station question science poet didn't couldn't isn't "
    "business trouble patient client lion voicemail basement lonely safely timely hopeful careless waiting "
    "handled ruin fuel denied going",
    3: "customer banana reviewing manager another radio video idea area serious previous period beautiful "
    "companion museum violence quietly reaction creation carefully already promises services easily camera "
    "obvious opinion",
    4: "apologise apologised information community situation usually actually experience material supervisor "
    "television conversation society variety anxiety delivery resolution apologies disappointed complicated",
    5: "immediately alternatively opportunity",
    6: "responsibility",
}


@pytest.mark.parametrize(("number", "known"), KNOWN.items())
def test_syllables_of_known_words(number: int, known: str) -> None:
    assert {word: syllables(word) for word in known.split()} == dict.fromkeys(known.split(), number)


def test_the_grade_is_the_formula_of_1975() -> None:
    # Ten words in two sentences, twelve syllables.
    assert grade("He waits here now. The parcel did not come today.") == pytest.approx(
        0.39 * 10 / 2 + 11.8 * 12 / 10 - 15.59
    )
    assert grade("…") == 0


HARD = (
    "Notwithstanding considerable organisational difficulties experienced immediately beforehand, the representative "
    "communicated comprehensively regarding alternative arrangements, subsequently facilitating appropriate "
    "resolution of numerous outstanding complications affecting international customers and "
    "their unfortunately undelivered orders."
)
PLAIN = "He is at the desk. He has a coat. It has a hole in it. He wants a new one. " * 3


def test_w9_hard_texts_of_thirty_words() -> None:
    (finding,) = findings(a_question(scene=HARD))
    assert finding.rule == "W9"
    assert finding.what.startswith("This is very hard to read")
    assert rules(a_question(scene=PLAIN)) == []
    assert rules(a_question(scene=" ".join(HARD.split()[:29]) + ".")) == [], "too short for a grade to mean anything"


def test_w10_long_scenes_and_options() -> None:
    scene = "A man is here. " * 20
    assert rules(a_question(scene=scene + "He is.")) == ["W10"]
    assert rules(a_question(scene=scene)) == []
    long = "I will look at it now. " * 5
    (finding,) = findings(a_question(best=long, others=(long + "And on.", "And then " + long[:-20])))
    assert (finding.rule, finding.path) == ("W10", "questions[0].options[1].say")
    assert rules(a_question(best=long, others=("So " + long[:-20], "And then " + long[:-20]))) == []


@pytest.mark.parametrize(
    "scene",
    ["Write to jo.smith@ourshop.co.uk today.", "He calls from +44 20 7946 0958 now.", "Call (030) 123-4567, he says.",
     "Her card is 4111 1111 1111 1111 and it fails.", "His number is 01234567 here.", "Reach me: 555.867.5309 please."],
)  # fmt: skip
def test_e5_personal_data(scene: str) -> None:
    (finding,) = findings(a_question(scene=scene))
    assert (finding.rule, finding.level) == ("E5", "error")
    assert [each.rule for each in findings(a_card_text(front=scene))] == ["E5"]


@pytest.mark.parametrize(
    "scene",
    ["In 2019-2024, on 12.05.2024 or 2024-05-12.", "It costs €1 250 000 or 12,345,678.90 or 4.500.000.",
     "Order 123456 is late.", "From 10:30 to 11:45, or 9.30 - 10.45, on day 3.", "At 8.15 in room 12, row 3, seat 44.",
     "She paid 100 000 000 pounds.", "Write to jo@shop.example or jo@example.com then.", "10 000 steps and 24/7 help."],
)  # fmt: skip
def test_e5_years_prices_times_and_order_numbers_are_no_personal_data(scene: str) -> None:
    assert rules(a_question(scene=scene)) == []
