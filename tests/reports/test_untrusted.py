"""Text from people and packs does nothing but be read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.reports.untrusted import cell, clean, json_text

ANY = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sam", "Sam"),
        (" Sam\n and\u00a0Kim\t", "Sam and Kim"),
        ("Sam\x1b[2J", "Sam\ufffd[2J"),
        ("\u202eevil\u2066", "\ufffdevil\ufffd"),
        ("שלום", "שלום"),
        ("👩\u200d🚒", "👩\u200d🚒"),
        ("\ud800", "\ufffd"),
    ],
)
def test_what_moves_a_cursor_or_turns_a_line_is_taken_out(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(ANY)
def test_clean_text_is_one_printable_line(text: str) -> None:
    shown = clean(text)
    assert shown.replace("\u200c", "").replace("\u200d", "").isprintable()
    shown.encode()
    assert clean(shown) == shown


@given(ANY)
def test_json_means_the_same_and_is_safe_to_print(text: str) -> None:
    written = json_text({text: [text]}, indent=1)
    assert json.loads(written) == {text: [text]}
    assert all(sign.isprintable() or sign in "\n\u200c\u200d" for sign in written)
    written.encode()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n-2"])
def test_a_spreadsheet_reads_no_formula(text: str) -> None:
    assert cell(text).startswith("'")


def test_an_ordinary_name_stays_as_it_is_in_a_spreadsheet() -> None:
    assert cell("Anna-Lena =)") == "Anna-Lena =)"
