"""What the reader complains about comes with the id of the rule it belongs to, and with the line itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgame.packs.check.checking import check_files
from tests.packs.check.checks import WORDS, a_conversation, a_question, a_turn
from tests.packs.pack_texts import a_better_response_text, a_flashcard_text, a_pack_text, an_objective_text

ONE = a_flashcard_text("one")
TALK = a_conversation()
RESPONSE = a_better_response_text()


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("E1", a_pack_text(a_better_response_text(best="false"))),
        ("E1", a_pack_text(RESPONSE + "        best: true\n")),
        ("E1", a_pack_text(RESPONSE.replace("It will come tomorrow.", "please  calm DOWN."))),
        ("E3", a_pack_text(RESPONSE.replace("        because: You do not know that.\n", ""))),
        ("E4", a_pack_text(ONE, ONE.replace("one mean", "other mean"))),
        ("E4", a_pack_text(ONE, a_flashcard_text("two", front="What does one mean?"))),
        ("E6", a_pack_text(a_flashcard_text(extra="bakc: x"))),
        ("E6", a_pack_text(a_flashcard_text(extra="front: again"))),
        ("E6", a_pack_text(ONE.replace("what you see", "what\x1b you see"))),
        ("E6", a_pack_text(a_flashcard_text(extra="objective: lost"))),
        (
            "E6",
            a_pack_text(ONE, a_flashcard_text("two", extra="objective: one"), objectives=an_objective_text("three")),
        ),
        ("E1", a_pack_text(a_question(), TALK.replace("            best: true\n", "", 1))),
        (
            "E1",
            a_pack_text(a_question(), a_conversation("x", a_turn(others=[WORDS["came-late"][1]]), a_turn("what-now"))),
        ),
        ("E4", a_pack_text(a_question(), TALK.replace("id: came-late", "id: what-now"))),
        ("E6", a_pack_text(a_question(), TALK.replace("next: what-now", "next: whatnow"))),
        ("E6", a_pack_text(a_question(), TALK.replace("next: lost", "next: handed-over"))),
        ("E6", a_pack_text(a_question(), TALK.replace("objective: late", "objective: lat"))),
        ("", a_pack_text(a_question(), TALK.replace("next: resolved", "next: came-late"))),
        ("", "pack: [\n"),
        ("", a_pack_text(ONE, version="none")),
    ],
)
def test_the_readers_problems_have_their_rules(tmp_path: Path, rule: str, text: str) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(text, encoding="utf-8")
    checked = check_files([path])
    assert checked.packs == ()
    assert checked.findings[0].rule == rule
    assert {finding.level for finding in checked.findings} == {"error"}
    lines = text.split("\n")
    assert all(
        finding.text == lines[finding.line - 1].strip() for finding in checked.findings if finding.line < len(lines)
    )


def test_a_file_that_is_missing_or_no_text_is_told(tmp_path: Path) -> None:
    picture = tmp_path / "picture.yaml"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    checked = check_files([picture, tmp_path / "missing.yaml"])
    assert [finding.what.split(":")[0] for finding in checked.findings] == [
        "The file is not UTF-8 text",
        "There is no such file.",
    ]
