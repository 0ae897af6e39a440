"""Guesses at what an author meant to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from difflib import get_close_matches
from itertools import islice

from quizgame.packs.characters import quoted

_MOST_COMPARED = 200
_LONGEST = 100
"""Comparing takes the square of the length, and a pack can hold ten thousand wrong words."""


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A question that names the most similar known word, or nothing when none is similar.

    >>> did_you_mean("becuase", ["say", "because", "best"])
    'Did you mean `because`?'
    """
    if len(word) > _LONGEST:
        return ""
    likely = known if len(known) <= _MOST_COMPARED else (other for other in known if other[:2] == word[:2])
    close = get_close_matches(word, islice(likely, _MOST_COMPARED), n=1, cutoff=0.75)
    return f"Did you mean {quoted(close[0])}?" if close else ""


def as_id(text: str) -> str:
    """A valid id made from any text; empty if the text has nothing to make it from.

    >>> as_id("Warn before: the Café!")
    'warn-before-the-cafe'
    """
    plain = unicodedata.normalize("NFKD", text[: 2 * _LONGEST]).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:64].rstrip("-")
