"""What the writer writes, the reader takes for the same pack; and it looks as a trainer would write it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.questions import Pack
from quizgame.packs.reader import open_pack, parse_pack
from quizgame.packs.tree import read_tree
from quizgame.packs.writer import as_yaml

from .pack_texts import a_better_response_text, a_conversation_text, a_flashcard_text, a_pack_text, an_objective_text
from .random_packs import NAMES, packs, packs_with_conversations, texts

CONTENT = Path(__file__).parents[2] / "content"
BUILT_IN = sorted(path for path in CONTENT.glob("*.yaml") if path.name not in {"claims.yaml", "documents.yaml"})


any_packs = packs() | packs_with_conversations()


@given(any_packs)
def test_reading_what_was_written_gives_the_same_pack(pack: Pack) -> None:
    assert parse_pack(as_yaml(pack).encode(), "f") == pack


@given(any_packs, st.dictionaries(st.sampled_from(NAMES), texts, max_size=3))
def test_allowances_and_comments_are_written_too(pack: Pack, reasons: dict[str, str]) -> None:
    items = (*pack.questions, *pack.conversations)
    allowed = {item.id: reasons for item in (items[0], items[-1])} if reasons else {}
    read = open_pack(as_yaml(pack, allowed=allowed, comment="Two\n\nlines").encode(), "f")
    assert (read.pack, read.allowed) == (pack, allowed)


@given(any_packs)
def test_the_parser_in_python_reads_the_same(pack: Pack) -> None:
    written = as_yaml(pack).encode()
    assert read_tree(written, "f").root == read_tree(written, "f", yaml.SafeLoader).root


@given(any_packs)
def test_lines_end_without_spaces_and_prose_keeps_to_the_width(pack: Pack) -> None:
    for line in as_yaml(pack).split("\n"):
        assert line == line.rstrip(" ")


@pytest.mark.parametrize("path", BUILT_IN, ids=lambda path: path.stem)
def test_built_in_packs_survive(path: Path) -> None:
    read = open_pack(path.read_bytes(), str(path))
    written = as_yaml(read.pack, allowed=read.allowed)
    again = open_pack(written.encode(), "f")
    assert (again.pack, again.allowed) == (read.pack, read.allowed)
    assert max(len(line) for line in written.split("\n")) <= 120


def test_a_pack_looks_as_a_trainer_would_write_it() -> None:
    question = a_better_response_text("late", extra="sources: [{document: a-book, section: 'Step 5: Wait'}]")
    question = question.replace("and is loud.", "and is loud. " + "She has been waiting for it since Monday. " * 3)
    question = question.replace("Nobody ever calmed", '"Nobody, ever: calmed').replace("told to.", 'told to."')
    text = a_pack_text(
        question.replace("    ask:", "    objective: warn\n    asks: [c-01, c-02]\n    ask:"),
        a_flashcard_text("name-it", extra="revision: 2"),
        objectives=an_objective_text("warn"),
    )
    assert as_yaml(parse_pack(text.encode(), "f")) == LOOK


LOOK = """\
pack: shop-floor
title: On the shop floor
version: 1
language: en

objectives:
  - id: warn
    title: Learn warn
    topic: parcels

questions:
  - id: late
    kind: better-response
    objective: warn
    asks: [c-01, c-02]
    scene: >
      A caller waits for parcel late and is loud. She has been waiting for it since Monday. She has
      been waiting for it since Monday. She has been waiting for it since Monday.
    ask: What do you say?
    options:
      - say: Please calm down.
        because: "Nobody, ever: calmed down by being told to."
      - say: That is a long wait. Let me look.
        best: true
        because: It names the trouble and takes it on.
      - say: It will come tomorrow.
        because: You do not know that.
    sources:
      - {document: a-book, section: "Step 5: Wait"}

  - id: name-it
    kind: flashcard
    revision: 2
    front: What does name-it mean?
    back: Say what you see, then ask.
"""


def test_a_conversation_looks_as_a_trainer_would_write_it_and_comes_after_the_questions() -> None:
    text = a_pack_text(a_conversation_text(), a_flashcard_text("name-it"))
    text = text.replace("objective: name-it", "objective: shop-floor/name-it", 1)
    assert as_yaml(parse_pack(text.encode(), "f")) == CONVERSATION


CONVERSATION = """\
pack: shop-floor
title: On the shop floor
version: 1
language: en

questions:
  - id: name-it
    kind: flashcard
    front: What does name-it mean?
    back: Say what you see, then ask.

  - id: wet-tent
    kind: conversation
    title: a tent that leaked
    channel: counter
    setting: You sell tents. Seams may be mended for nothing; money is not given back. It rained.
    customer: {name: Mr Silva, temperature: 6}
    turns:
      - id: the-rain
        says: We lay in water up to here.
        objective: name-it
        asks: [listen-01, listen-02]
        responses:
          - say: A night in the water, and the children with you.
            because: It says what the night was like.
            effect: -2
            best: true
            reply: Three nights.
            next: the-money
          - say: Have you got the receipt with you?
            because: It asks for paper before anything else.
            effect: 1
            fair: true
            next: the-money
          - say: That model has never leaked before.
            because: It makes him the one who did something wrong.
            effect: 2
            next: the-money
        sources:
          - {document: a-book, section: "Step 1: Listen"}
      - id: the-money
        says: I want my money back.
        objective: other-pack/one-no
        responses:
          - say: I can't give it back, and I can have every seam mended by Friday.
            because: One no, and what can be done right behind it.
            effect: -1
            best: true
            next: closed-kindly
          - say: I'll see what I can do about the money.
            because: It promises what the rule does not let you give.
            effect: 0
            next: lost
          - say: The money stays here, I'm afraid. That is our rule.
            because: True, and it leaves him with nothing to take home.
            effect: 1
            next:
              - when: {temperature: ">=8"}
                to: lost
              - to: closed-kindly
    endings:
      closed-kindly: He leaves the tent with you until Friday.
      lost: He leaves with the tent, and tells the whole camp.
"""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("no", "no"),
        ("1e3", '"1e3"'),
        ("null", '"null"'),
        ("1234567890123456789", '"1234567890123456789"'),
        ("12:30", '"12:30"'),
        ("a: b", '"a: b"'),
        ("C#", "C#"),
        ("one #2", '"one #2"'),
        ("- so", '"- so"'),
        ('"So?" she says', "'\"So?\" she says'"),
        ("one\ntwo", "|\n      one\n      two"),
        ("one\n\ttwo", '"one\\n\\ttwo"'),
        ("one \ntwo", '"one \\ntwo"'),
    ],
)
def test_a_text_is_plain_only_where_nobody_can_misread_it(text: str, written: str) -> None:
    assert f"    back: {written}\n" in as_yaml(_with_back(text))
    assert _with_back(text) == parse_pack(as_yaml(_with_back(text)).encode(), "f")


def _with_back(text: str) -> Pack:
    from dataclasses import replace

    from quizgame.domain.questions import Flashcard

    pack = parse_pack(a_pack_text(a_flashcard_text("card")).encode(), "f")
    (card,) = pack.questions
    assert isinstance(card, Flashcard)
    return replace(pack, questions=(replace(card, back=text),))
