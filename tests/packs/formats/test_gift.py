"""A GIFT file with every type of question that Moodle's documentation describes: carried, or told and skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgame.domain.questions import BetterResponse, Flashcard, Pack
from quizgame.packs.formats.shapes import REASON_MISSING

from .round_trips import losses_in

FILE = Path(__file__).with_name("every_type.gift")
TEXT = FILE.read_text(encoding="utf-8")


def line_of(part: str) -> str:
    return f"line {next(number for number, line in enumerate(TEXT.splitlines(), 1) if part in line)}"


@pytest.fixture(scope="module")
def read() -> tuple[Pack, dict[str, str]]:
    pack, told = losses_in("gift", TEXT)
    assert isinstance(pack, Pack)
    return pack, told


def response(read: tuple[Pack, dict[str, str]], id_: str) -> BetterResponse:
    (found,) = [question for question in read[0].questions if question.id == id_]
    assert isinstance(found, BetterResponse)
    return found


def card(read: tuple[Pack, dict[str, str]], id_: str) -> Flashcard:
    (found,) = [question for question in read[0].questions if question.id == id_]
    assert isinstance(found, Flashcard)
    return found


def test_what_can_be_carried_is_carried(read: tuple[Pack, dict[str, str]]) -> None:
    assert [question.id for question in read[0].questions] == [
        "till-queue", "a-parcel-came-back-opened", "one-best-one-half", "short-answer", "missing-word",
        "missing-word-short", "essay-with-an-answer", "html", "escapes-all-of-them", "blank-lines-inside", "last",
    ]  # fmt: skip


def test_multiple_choice_becomes_a_scene_with_responses(read: tuple[Pack, dict[str, str]]) -> None:
    question = response(read, "till-queue")
    assert question.scene.startswith("Eleven people wait")
    assert question.ask == "What do you say?"
    assert [option.best for option in question.options] == [True, False, False]
    assert question.options[2].say == "Please be patient."
    assert question.options[2].because == "It asks for what has just run out."


def test_a_question_at_the_end_of_the_text_becomes_the_ask(read: tuple[Pack, dict[str, str]]) -> None:
    question = response(read, "a-parcel-came-back-opened")
    assert (question.scene, question.ask) == ("A parcel came back opened.", "Which step comes first?")


def test_a_missing_reason_gets_a_sentence_that_the_check_minds(read: tuple[Pack, dict[str, str]]) -> None:
    question = response(read, "a-parcel-came-back-opened")
    assert [option.because for option in question.options] == [
        REASON_MISSING,
        "Nothing can be decided before.",
        REASON_MISSING,
    ]
    assert "Answers without feedback: 2." in read[1][line_of("A parcel came back")]


def test_short_answers_and_essays_become_cards_where_they_have_one_answer(read: tuple[Pack, dict[str, str]]) -> None:
    assert card(read, "short-answer").back == "the wait"
    assert card(read, "missing-word-short").front == "First listen, then _____."
    assert card(read, "essay-with-an-answer").back == "What you cannot do, and what you can."
    assert "general feedback" in read[1][line_of("::Short answer")]


def test_a_missing_word_leaves_a_gap(read: tuple[Pack, dict[str, str]]) -> None:
    assert response(read, "missing-word").scene == "Say what you _____ do, and by when."


def test_formats_are_read(read: tuple[Pack, dict[str, str]]) -> None:
    question = response(read, "html")
    assert question.scene == "The caller is *loud* & tired.\nIt is midnight."
    assert question.ask == "What do you do?"
    assert [option.say for option in question.options] == ["Listen", "<hang up>"]
    assert [option.because for option in question.options] == ["Loud is *not* yet rude.", "*Never* first."]
    assert "a picture" in read[1][line_of("::HTML")]


def test_escaped_signs_are_text(read: tuple[Pack, dict[str, str]]) -> None:
    question = response(read, "escapes-all-of-them")
    assert question.scene == "A sign says 2 \\+ 2 = 4 {sic} ~ 5 # 6 \\ 7."
    assert question.ask == "Which : is right?"
    assert [option.say for option in question.options] == ["50\\% = half", "40~50#"]


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Partly right", "Several answers are right together"),
        ("True or false", "half the time"),
        ("Short true", "half the time"),
        ("Several short answers", "several accepted answers"),
        ("Pattern", "star"),
        ("Matching", "Pairs"),
        ("Numerical", "numerical"),
        ("Numerical range", "numerical"),
        ("Several numbers", "numerical"),
        ("Essay", "no answer to recall"),
        ("Description", "asks nothing"),
        ("All options wrong", "No answer is wholly right"),
        ("Too many", "7 answers"),
        ("Two right", "Several answers are right together"),
        ("Never closed", "never closed"),
    ],
)
def test_what_cannot_be_carried_is_told_with_line_and_reason(
    read: tuple[Pack, dict[str, str]], title: str, reason: str
) -> None:
    told = read[1][line_of(f"::{title}::")]
    assert f"“{title}” was left out." in told
    assert reason in told


def test_partial_credit_categories_and_comments_are_told(read: tuple[Pack, dict[str, str]]) -> None:
    assert "partly right" in read[1][line_of("::One best")]
    assert "no categories" in read[1][line_of("$CATEGORY")]
    assert any("Comments were left out" in what for what in read[1].values())


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_do_not_matter(ends: str, read: tuple[Pack, dict[str, str]]) -> None:
    assert losses_in("gift", TEXT.replace("\n", ends)) == read


@pytest.mark.parametrize(
    "text",
    [
        "", "   \n\n", "::", "::a", "{", "}", "{}", "{{{{", "a{=", "a{~}", "a{=}", "a{#}", "a{####}", "\\",
        "[html]{=a ~b}", "a{=%%b ~c}", "a{=%999999999%b ~c}", "//", "$CATEGORY:", "a\x00{=b\x01 ~c\x02}", "a{->}",
        "a{=->}", "{" * 100_000,
    ],
)  # fmt: skip
def test_any_scrap_is_read_or_told(text: str) -> None:
    losses_in("gift", text)


def test_an_endless_block_takes_no_endless_time() -> None:
    losses_in("gift", "a {\n" + "\n=b\n" * 100_000)
    losses_in("gift", "a {=" + "b" * 10_000_000 + "}")
    losses_in("gift", "a {" + "=b ~c " * 500_000 + "}")
    losses_in("gift", "[html]" + "<a " * 1_000_000)
