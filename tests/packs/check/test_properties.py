"""Whatever a pack says: the checker comes to an end, says the same twice, and shows nothing that a terminal obeys."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from quizgame.packs.characters import FORBIDDEN
from quizgame.packs.check.checking import Checked, check_packs
from quizgame.packs.check.contest import contests
from quizgame.packs.check.findings import Finding
from quizgame.packs.check.records import records
from quizgame.packs.check.registry import BY_ID
from quizgame.packs.check.tables import tables
from quizgame.packs.check.telling import as_text
from quizgame.packs.check.workflow import commands
from quizgame.packs.reader import parse_pack
from quizgame.packs.writer import as_yaml
from tests.examples import examples
from tests.packs.check.checks import Say, a_card_text, a_question, open_text
from tests.packs.pack_texts import FILE, a_pack_text
from tests.packs.random_conversations import sound_conversations

FRAGMENTS = [
    *"aAbBzZ09.,;:!?…'\"’“()[]*_-–—@%/+ \n\t", " ", "  ", "\n\n", "sorry", "Thank you", "never", "ONLY", "n't", "'ve",
    "all of the above", "option A", "Both A and B", "correct", "Which is not", "shut up", "STOP NOW", "we", "3.14",
    "+49 30 1234567", "a@b.co", "4111 1111 1111 1111", "日本語", "ß", "İ", "👩\u200d👩\u200d👧", "e\u0301", "\u00a0",
    "ไทย", "x" * 90, "*so*",
]  # fmt: skip
texts = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=30).map("".join)
fillable = texts.filter(lambda text: bool(text.strip()) and not FORBIDDEN.search(text))
LANGUAGES = ["en", "en-GB", "de", "ja", "zz-Latn"]
ALLOWS = ["", "allow: {W10: because it is so}", "allow: {E7: no, W99: what is this rule}", "allow: {w1: a b c d}"]


@st.composite
def packs(draw: st.DrawFn) -> str:
    """A valid pack of random texts."""
    questions = []
    for number in range(draw(st.integers(1, 4))):
        extra = draw(st.sampled_from(ALLOWS))
        if draw(st.booleans()):
            questions.append(a_card_text(f"q{number}", f"{number} {draw(fillable)}", draw(fillable), extra=extra))
            continue
        count = draw(st.integers(2, 6))
        says = [Say(f"{place}{draw(fillable)}", draw(fillable)) for place in range(count)]
        scene, place = f"{number} {draw(fillable)}", draw(st.integers(0, count - 1))
        questions.append(
            a_question(f"q{number}", says[0], says[1:], scene=scene, ask=draw(fillable), place=place, extra=extra)
        )
    return a_pack_text(*questions, head=f"language: {draw(st.sampled_from(LANGUAGES))}")


@st.composite
def packs_of_conversations(draw: st.DrawFn) -> str:
    """A valid pack of a question and a conversation in which random texts are said."""

    def text(number: int) -> str:
        return f"{number}{draw(fillable)}".strip()

    plain = draw(sound_conversations())
    turns = tuple(
        replace(
            turn,
            says=text(0),
            responses=tuple(
                replace(each, say=text(place), reply=text(place)) for place, each in enumerate(turn.responses)
            ),
        )
        for turn in plain.turns[:2]
    )
    conversation = replace(plain, setting=text(0), turns=(*turns, *plain.turns[2:]))
    pack = parse_pack(a_pack_text(a_question()).encode(), FILE)
    return as_yaml(replace(pack, conversations=(conversation,)), allowed={"talk": {"W9": draw(fillable)}})


@given(packs() | packs_of_conversations())
@example(a_pack_text(a_question(ask="an", best="…")))
@examples(150)
def test_any_pack_is_checked_and_the_findings_are_the_same_twice(text: str) -> None:
    opened = open_text(text)
    findings, allowed = check_packs([opened])
    assert (findings, allowed) == check_packs([opened]) == check_packs([open_text(text)])
    lines = text.count("\n") + 1
    for finding in findings:
        assert finding.rule in BY_ID
        assert 1 <= finding.line <= lines
        assert finding.column >= 1
        assert finding.what
        assert finding.remedy


@given(st.lists(packs() | packs_of_conversations(), min_size=1, max_size=3))
@examples(15)
def test_whatever_is_found_is_told_safely(several: list[str]) -> None:
    opened = [open_text(text, f"{number}.yaml") for number, text in enumerate(several)]
    findings, allowed = check_packs(opened)
    checked = Checked(tuple(each.file for each in opened), tuple(opened), tuple(findings), allowed)
    boards = contests(opened)
    for line in (*as_text(checked), *tables(boards), *commands(checked, boards)):
        assert line.isprintable()
    json.dumps(records(checked, boards))


@given(texts)
def test_annotations_stay_on_one_line_whatever_a_file_is_called(name: str) -> None:
    finding = Finding("W1", "warning", name, 1, 2, f"100 % of {name}\r\n::error::x", "Mend it.")
    (line,) = commands(Checked((FILE,), (), (finding,), 0))
    assert line.count("\n") == line.count("\r") == 0
    properties = line.removeprefix("::warning ").partition("::")[0]
    assert [part.partition("=")[0] for part in properties.split(",")] == ["file", "line", "col", "title"]
