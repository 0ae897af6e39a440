"""How hard a text is to read: the Flesch-Kincaid grade, in years of American school.

Source: Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas", Research Branch Report 8-75,
1975: 0.39 × words per sentence + 11.8 × syllables per word - 15.59.
"""

from __future__ import annotations

import re
from functools import lru_cache

from quizgame.packs.check.wordcount import words

_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)]*(?=\s|$)")
_VOWELS = re.compile("[aeiouy]+")
# Two vowels side by side that are spoken apart: qui-et, be-ing, vi-olin, o-asis, du-et …
_APART = re.compile(
    r"ia(?!l$|ls$|lly$|n$|ns$|ge|b)|(?<![cgstx])ial(?!$)|(?<=[bdlmnpr])ian|(?<![cgstx])io|iu|eo(?!u)|(?<=[^aeiou])ying"
    r"|(?<!q)ua(?!r|n|s)|(?<=[aeou])ing|iet|uou|uity|oa(?=sis)|(?<!q)uel$|ynic|(?<=cr|th)ea(?=t[eio])|oe(?=t)|ie(?=nt|nc)"
)
_SILENT_END = re.compile(r"(?<![aeiouyl])e$|(?<=[aeiouy])le$|(?<![aeiouy])ely$|(?<=[aeiouylrnw])le$")
_EXCEPTIONS = {
    "area": 3, "areas": 3, "being": 2, "business": 2, "businesses": 3, "colleague": 2, "colleagues": 2, "every": 2,
    "everyone": 3, "everything": 3, "evening": 2, "evenings": 2, "people": 2, "something": 2, "sometimes": 2,
    "somewhere": 2, "someone": 2, "somebody": 3, "idea": 3, "ideas": 3, "really": 2, "science": 2, "quiet": 2,
    "quietly": 3, "client": 2, "clients": 2, "different": 3, "interest": 3, "interested": 4, "wednesday": 2, "recipe": 3,
    "cafe": 2, "apologise": 4, "apologises": 5, "apologised": 4, "apologize": 4, "create": 2, "created": 3,
    "theatre": 3, "co-worker": 3, "serious": 3, "seriously": 4, "the": 1, "me": 1, "he": 1, "she": 1, "we": 1, "be": 1,
    "one's": 1, "lovely": 2, "careful": 2, "carefully": 3, "therefore": 2, "furious": 3, "period": 3, "fire": 1, "hour": 1,
    "our": 1, "gentlemen": 3, "actually": 4, "usually": 4, "usual": 3, "casual": 3, "special": 2, "patient": 2,
    "patients": 2, "patience": 2, "ancient": 2, "poem": 2, "poet": 2, "dying": 2, "lying": 2, "going": 2, "doing": 2,
    "themselves": 2, "ourselves": 2, "yourselves": 2, "statement": 2, "homework": 2, "aloud": 2, "react": 2, "reacted": 3,
}  # fmt: skip
_INNER_E = re.compile(r"(?<=[^aeiouy])e(?=(?:ment|ments|ful|fully|less|ness|where|thing|body|times?|work|room)$)")


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Spoken syllables of an English word, estimated from its spelling; never less than 1.

    >>> [syllables(word) for word in ("call", "parcel", "customer", "apologise", "walked", "wanted")]
    [1, 2, 3, 4, 1, 2]
    """
    word = word.lower().replace("’", "'")
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    if "-" in word:
        return sum(syllables(part) for part in word.split("-") if part) or 1
    if any(sign.isdigit() for sign in word):
        return 1
    extra = word.endswith(("n't", "'ve")) and word[:-3] not in {
        "do",
        "wo",
        "ca",
        "are",
        "were",
        "we",
        "you",
        "they",
        "i",
    }
    stem = re.sub(r"'\w*$", "", word.removesuffix("n't")) or word
    if stem in _EXCEPTIONS:
        return _EXCEPTIONS[stem] + extra
    return max(1, _spelt(stem)) + extra


def _spelt(word: str) -> int:
    end = 0
    if word.endswith("ed") and len(word) > 3:
        # "-ed" is spoken after t and d alone.
        end = 1 if word[-3] in "td" else int(word[-4:-2] in {"bl", "pl", "tl", "dl", "gl", "kl", "fl"})
        word = word[:-2] if not word.endswith(("ied", "yed")) else word[:-2]
    elif word.endswith("es") and len(word) > 3:
        end = 1 if re.search(r"(?:[sxz]|ch|sh|[cg])es$", word) else int(re.search(r"[^aeiou]les$", word) is not None)
        word = word[:-2]
    elif word.endswith("e"):
        end = int(re.search(r"[^aeiouy]le$", word) is not None and len(word) > 3)
        word = word[:-1] if len(word) > 2 and not word.endswith(("ee", "ye", "oe", "ie")) else word
    elif word.endswith("sm"):
        end = 1
    word = _INNER_E.sub("", word)
    if word.endswith("ely") and len(word) > 4:
        word = word[:-3] + "ly"
    return len(_VOWELS.findall(word)) + len(_APART.findall(word)) + end


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of an English text; 0 for one without words."""
    found = words(text)
    if not found:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    return 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
