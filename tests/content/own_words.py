"""Runs of words, hashed: tells whether two texts share one without holding either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b

RUN = 8
"""Words in a row that count as copied."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words(text: str) -> list[str]:
    """The words of a text, without case and punctuation."""
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


def hash_of(run: list[str]) -> str:
    """A run of words as 16 hexadecimal digits."""
    return blake2b(" ".join(run).encode(), digest_size=8).hexdigest()


def hashes(text: str) -> Iterator[str]:
    """The hash of every run of eight words."""
    found = words(text)
    for start in range(len(found) - RUN + 1):
        yield hash_of(found[start : start + RUN])
