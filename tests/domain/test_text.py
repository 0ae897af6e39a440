"""Pack text knows emphasis and line breaks; everything else, markup of any sort included, is literal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.text import Span, plain, spans
from tests.examples import examples

STARRY = st.text(st.sampled_from("*ab \n[]\\_é"), max_size=30) | st.text(max_size=30)


def parts(text: str) -> list[tuple[str, bool]]:
    """Spans as bare pairs."""
    return [tuple(span) for span in spans(text)]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Listen first.", [("Listen first.", False)]),
        ("*Listen* first.", [("Listen", True), (" first.", False)]),
        ("Listen *first*", [("Listen ", False), ("first", True)]),
        ("*a**b*", [("a", True), ("b", True)]),
        ("one\n*two*\nthree", [("one\n", False), ("two", True), ("\nthree", False)]),
    ],
)
def test_stars_around_words_are_emphasis(text: str, expected: list[tuple[str, bool]]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize("text", ["2 * 3 * 4", "*", "**", "* a *", "*open", "closed*", "*over\nlines*", "5* hotel"])
def test_a_star_that_opens_or_closes_nothing_stays_a_star(text: str) -> None:
    assert parts(text) == [(text, False)]
    assert plain(text) == text


@pytest.mark.parametrize("text", ["[red]alert[/red]", "[/]", "[@click=app.bell]x[/]", "<b>", "\\[x]", "_so_", "`x`"])
def test_markup_of_other_languages_is_text(text: str) -> None:
    assert parts(text) == [(text, False)]


@given(STARRY)
@examples(300)
def test_spans_join_to_the_plain_text(text: str) -> None:
    assert "".join(span.text for span in spans(text)) == plain(text)


@given(STARRY)
@examples(300)
def test_nothing_but_the_stars_of_emphasis_is_lost(text: str) -> None:
    rebuilt = "".join(f"*{span.text}*" if span.emphasis else span.text for span in spans(text))
    assert rebuilt == text


@given(STARRY)
@examples(200)
def test_emphasis_is_never_empty_and_never_crosses_a_line(text: str) -> None:
    for span in spans(text):
        assert isinstance(span, Span)
        assert span.text
        if span.emphasis:
            assert "\n" not in span.text
            assert span.text == span.text.strip()
