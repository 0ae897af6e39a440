"""What an unquoted word in a pack file means: the core schema of YAML 1.2, in which `no` and `on` are words.

Source: https://yaml.org/spec/1.2.2/#103-core-schema. A leading zero changes nothing there: `012` is twelve.
"""

from __future__ import annotations

import re

Scalar = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FIRST_SIGNS = frozenset("~nNtTfF+-.0123456789")
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_ENDLESS = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_MOST_DIGITS = 18
"""A number with more digits is a text: it would lose digits, or be an attack on the conversion."""


def meaning(word: str) -> Scalar:
    """The value of an unquoted word.

    >>> meaning("no"), meaning("12:30"), meaning("true"), meaning("012"), meaning("")
    ('no', '12:30', True, 12, None)
    """
    if word and word[0] not in _FIRST_SIGNS:
        return word
    if word in _WORDS:
        return _WORDS[word]
    if len(word) > _MOST_DIGITS + 2 or sum(map(str.isdigit, word)) > _MOST_DIGITS:
        return word
    return _number(word)


def _number(word: str) -> Scalar:
    if _INTEGER.fullmatch(word):
        base = {"0o": 8, "0x": 16}.get(word[:2], 10)
        return int(word, base)
    if _FLOAT.fullmatch(word):
        return float(word)
    if _ENDLESS.fullmatch(word):
        return float(word.replace(".", ""))
    return word
