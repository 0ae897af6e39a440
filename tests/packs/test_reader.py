"""A valid file becomes a pack; a file that cannot be read becomes one plain problem."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from quizgame.domain.questions import BetterResponse, Flashcard, Objective, Option, Pack, Source
from quizgame.packs.assembly import shortened
from quizgame.packs.file_text import MOST_BYTES
from quizgame.packs.models import WrittenPack
from quizgame.packs.problems import PackRefused, Problem
from quizgame.packs.reader import open_pack, parse_pack, read_pack

from .pack_texts import a_flashcard_text, a_pack_text, an_objective_text, problems_of, the_problem

COATS = """\
# Comments are for authors.
pack: coats
title: Coats and buttons
author: A. Trainer
version: 3
language: en
objectives:
  - id: sorry-for-what-we-did
    title: Say sorry for what you did, not for how the customer feels
    topic: apologising
    takeaway: Be sorry for the act, and leave a door open.
    tensions: [t-what-to-apologise-for]
    was: old-coats/sorry
questions:
  - id: coat-button
    kind: better-response
    objective: sorry-for-what-we-did
    asks: [apol-10, apol-11]
    revision: 2
    was: old-coats/button
    scene: >
      A man brings back a coat. A button came off.
      He has just asked for his *money*.
    ask: How do you begin?
    options:
      - say: I'm sorry we sold you a coat that didn't last. What else could I do for you?
        best: true
        because: The apology is for what the shop did, and the question keeps a way open.
      - say: "No: [red] is not a colour. Yes?"
        because: It is sorry for nothing.
    sources: [{document: how-to-defuse, section: "Step 5: Apologize"}]
    allow:
      W1: Two options are enough here.

  - id: what-first
    kind: flashcard
    was: old-coats/first
    front: |
      What comes first?
      What comes second?
    back: no
"""


def test_everything_that_an_author_writes_arrives() -> None:
    assert parse_pack(COATS.encode(), "coats.yaml") == Pack(
        id="coats",
        title="Coats and buttons",
        author="A. Trainer",
        version=3,
        language="en",
        objectives=(
            Objective(
                id="sorry-for-what-we-did",
                title="Say sorry for what you did, not for how the customer feels",
                topic="apologising",
                takeaway="Be sorry for the act, and leave a door open.",
                tensions=("t-what-to-apologise-for",),
                was="old-coats/sorry",
            ),
            Objective(
                id="what-first",
                title="What comes first? What comes second?",
                topic="coats",
                was="old-coats/first",
            ),
        ),
        questions=(
            BetterResponse(
                id="coat-button",
                scene="A man brings back a coat. A button came off. He has just asked for his *money*.",
                ask="How do you begin?",
                options=(
                    Option(
                        "I'm sorry we sold you a coat that didn't last. What else could I do for you?",
                        "The apology is for what the shop did, and the question keeps a way open.",
                        best=True,
                    ),
                    Option("No: [red] is not a colour. Yes?", "It is sorry for nothing."),
                ),
                objective="sorry-for-what-we-did",
                sources=(Source("how-to-defuse", "Step 5: Apologize"),),
                asks=("apol-10", "apol-11"),
                revision=2,
                was="old-coats/button",
            ),
            Flashcard(
                id="what-first",
                front="What comes first?\nWhat comes second?",
                back="no",
                objective="what-first",
                was="old-coats/first",
            ),
        ),
    )


def test_the_checker_gets_places_and_allowances() -> None:
    opened = open_pack(COATS.encode(), "coats.yaml")
    assert opened.allowed == {"coat-button": {"W1": "Two options are enough here."}}
    problem = opened.tree.problem(("questions", 0, "options", 1, "say"), "Long.", "Shorten it.")
    assert (problem.line, problem.column, problem.path) == (29, 14, "questions[0].options[1].say")


def test_a_file_is_read_from_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "coats.yaml"
    path.write_text(COATS, encoding="utf-8")
    assert read_pack(path) == parse_pack(COATS.encode(), "elsewhere")


def test_a_question_without_objective_is_its_own() -> None:
    pack = parse_pack(a_pack_text().encode(), "f")
    assert [question.objective for question in pack.questions] == ["name-it", "late-parcel"]
    assert pack.objectives == (
        Objective("name-it", "What does name-it mean?", "shop-floor"),
        Objective("late-parcel", "A caller waits for parcel late-parcel and is loud.", "shop-floor"),
    )


def test_a_question_may_say_that_it_is_its_own_objective() -> None:
    said = a_pack_text(a_flashcard_text("a", extra="objective: a"))
    assert parse_pack(said.encode(), "f") == parse_pack(a_pack_text(a_flashcard_text("a")).encode(), "f")


def test_a_question_finds_its_objective_wherever_the_list_stands() -> None:
    text = a_pack_text(a_flashcard_text("a", extra="objective: b")) + "objectives:\n" + an_objective_text("b")
    pack = parse_pack(text.encode(), "f")
    assert [objective.id for objective in pack.objectives] == ["b"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Short *and* sweet", "Short and sweet"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("word " * 20, "word " * 11 + "word…"),
        ("a" * 59 + " b", "a" * 59 + "…"),
    ],
)
def test_implied_titles_are_cut_between_words(text: str, title: str) -> None:
    short = shortened(text)
    assert short == title
    assert len(short) <= 60


def refusal_of(path: Path) -> Problem:
    with pytest.raises(PackRefused) as caught:
        read_pack(path)
    [problem] = caught.value.problems
    return problem


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "none.yaml").what == "There is no such file."
    assert refusal_of(tmp_path / "\0").line == 1


def test_a_folder_is_told(tmp_path: Path) -> None:
    assert refusal_of(tmp_path).what == "This is a folder."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    assert refusal_of(path).what == "This is not an ordinary file."


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything: for a moment, be somebody who may not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows closes files in another way")
def test_a_closed_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "closed.yaml"
    path.write_text(COATS, encoding="utf-8")
    path.chmod(0)
    with as_nobody():
        assert refusal_of(path).what == "You may not read this file."


def test_a_file_over_16_mib_is_told_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as big:
        big.truncate(2**40)
    assert refusal_of(path).what == "The file is bigger than 16 MiB."


def test_16_mib_is_the_limit_to_the_byte() -> None:
    text = a_pack_text().encode()
    full = text + b"#" * (MOST_BYTES - len(text))
    assert problems_of(full) == ()
    assert the_problem(full + b"#").what == "The file is bigger than 16 MiB."


@pytest.mark.parametrize("text", ["", "\n \n", "# nothing yet\n", "---\n", "null\n", "\ufeff"])
def test_an_empty_file_is_told(text: str) -> None:
    assert the_problem(text).what == "The file is empty."


def test_a_file_without_keys_is_told() -> None:
    assert the_problem("- id: a\n").what == "This file holds a list, and a pack is made of keys."
    assert the_problem("\n\nhello\n").what == "This file holds one value, and a pack is made of keys."
    assert the_problem("\n\nhello\n").line == 3


def test_other_encodings_are_told_with_the_byte() -> None:
    text = a_pack_text(a_flashcard_text(front="naïve")).encode("latin-1")
    problem = the_problem(text)
    assert (problem.line, problem.column) == (7, 14)
    assert f"byte {text.index(0xEF) + 1} (hexadecimal EF)" in problem.what
    assert problems_of(a_pack_text().encode("utf-16"))


def test_every_field_explains_itself_for_the_schema() -> None:
    schema = WrittenPack.model_json_schema()
    shapes = [schema, *schema["$defs"].values()]
    fields = [(shape["title"], name, field) for shape in shapes for name, field in shape["properties"].items()]
    assert len(fields) > 30
    assert [(title, name) for title, name, field in fields if not field.get("description")] == []
