"""Pack text cannot command the terminal, reorder what is read, or hide anything."""

from __future__ import annotations

import pytest

from quizgame.packs.characters import shown
from quizgame.packs.reader import parse_pack

from .pack_texts import a_flashcard_text, a_pack_text, line_of, problems_of, the_problem

FORBIDDEN = [
    *map(chr, (0x00, 0x07, 0x08, 0x0B, 0x0C, 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0x061C, 0x180E)),
    *map(chr, (0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xFEFF, 0xFFFE)),
    chr(0xE0041),
]


@pytest.mark.parametrize("character", FORBIDDEN, ids=lambda character: f"{ord(character):04X}")
def test_a_forbidden_character_is_told_with_its_place(character: str) -> None:
    text = a_pack_text(a_flashcard_text(front=f"Ask{character}me"))
    problem = the_problem(text)
    assert (problem.line, problem.column) == (line_of(text, "front"), len("    front: Ask") + 1)
    assert f"U+{ord(character):04X}" in problem.what


@pytest.mark.parametrize(
    "code", [r"\x1b", r"\e", r"\0", r"\a", r"\r", r"\u202e", r"\N", r"\L", r"\P", r"\x9b", r"\uFEFF"]
)
def test_a_forbidden_character_is_told_even_when_it_is_written_as_a_code(code: str) -> None:
    text = a_pack_text(a_flashcard_text(front=f'"Ask {code}[2J me"'))
    problem = the_problem(text)
    assert (problem.line, problem.column) == (line_of(text, "front"), len("    front: ") + 1)


def test_a_code_for_half_a_character_is_told() -> None:
    assert problems_of(a_pack_text(a_flashcard_text(front=r'"\ud800"')))


def test_several_are_told_at_once() -> None:
    text = a_pack_text(a_flashcard_text("a", front="x\x1by\x07"), a_flashcard_text("b", front="\u202ez"))
    first, last = line_of(text, "x\x1b"), line_of(text, "\u202ez")
    assert [problem.line for problem in problems_of(text)] == [first, first, last]


@pytest.mark.parametrize(
    "text",
    [
        "[red]",
        "[/]",
        "[/re] [bold",
        "{x}",
        "$HOME",
        "../../etc",
        "<b>",
        "&amp;",
        "naïve",
        "“so” – 'x'",
        "👩‍👧",
        "日本語",
        "a\tb",
    ],
)
def test_everything_else_is_kept_as_it_stands(text: str) -> None:
    quoted = text.replace("'", "''")
    pack = parse_pack(a_pack_text(a_flashcard_text(front=f"'{quoted}'")).encode(), "f")
    assert pack.objectives[0].title == text.replace("\t", " ")
    assert getattr(pack.questions[0], "front", None) == text


def test_a_byte_order_mark_and_any_line_ends_are_accepted() -> None:
    text = a_pack_text()
    plain = parse_pack(text.encode(), "f")
    for ends in ("\r\n", "\r"):
        assert parse_pack(b"\xef\xbb\xbf" + text.replace("\n", ends).encode(), "f") == plain


def test_quotations_are_short_and_printable() -> None:
    assert shown("\x1b[2J\u202e\n\ud800") == r"\x1b[2J\u202e\n\ud800"
    assert len(shown("x" * 5000)) == 60
