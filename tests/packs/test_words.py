"""Unquoted words mean what YAML 1.2 says."""

from __future__ import annotations

import math

import pytest

from quizgame.packs.tree import read_tree
from quizgame.packs.words import meaning


@pytest.mark.parametrize(
    "word",
    [
        "no", "No", "yes", "on", "off", "y", "n", "12:30", "1:20:30", "2024-01-01", "2024-01-01T10:00:00Z", "1_000",
        "0b11", "tRue", "nil", "-", "+", ".", "1.2.3", "0o9", "0xZZ", "e3", "<<", "=", "Infinity", "nan",
    ],
)  # fmt: skip
def test_these_stay_words(word: str) -> None:
    assert meaning(word) == word


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("true", True), ("False", False), ("null", None), ("~", None), ("", None), ("0", 0), ("-12", -12), ("+3", 3),
        ("0o17", 15), ("0xfF", 255), ("1.5", 1.5), (".5", 0.5), ("2.", 2.0), ("-1e3", -1000.0), ("-.inf", -math.inf),
    ],
)  # fmt: skip
def test_these_are_values(word: str, value: object) -> None:
    assert (meaning(word), type(meaning(word))) == (value, type(value))


def test_a_leading_zero_does_not_make_an_octal_number() -> None:
    assert meaning("012") == 12


def test_not_a_number_is_a_number() -> None:
    value = meaning(".nan")
    assert isinstance(value, float)
    assert math.isnan(value)


def test_numbers_of_more_than_18_digits_stay_text() -> None:
    assert meaning("9" * 18) == int("9" * 18)
    assert meaning("9" * 19) == "9" * 19
    assert meaning("1." + "0" * 5000) == "1." + "0" * 5000


def test_quotes_make_every_word_a_text() -> None:
    tree = read_tree(b"- 'true'\n- \"12\"\n- ''\n- '~'\n- |\n  1\n", "f")
    assert tree.root == ["true", "12", "", "~", "1\n"]


def test_keys_are_always_texts() -> None:
    assert read_tree(b"1: a\ntrue: b\n~: c\n", "f").root == {"1": "a", "true": "b", "~": "c"}
