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
# Two vowels side by side that are spoken apart, as in material, radio, video, medium, quiet, going, actual and ruin.
_APART = re.compile(
    r"(?<![ctsgx])(?<!ll)ia(?!g)|(?<![ctsgxn])(?<!ll)io|eo(?!u)|iu|iet|(?<![ct])ien(?=[ct])|eum|uou|(?<=[aeouy])ing"
    r"|(?<![qgs])ua|(?<!q)uel|(?<=r)uin|oe(?=[mt])|(?<=cr)ea(?!m|k)|(?<=\br)ea(?=ct)"
)
_KNOWN = {
    1: "be fire he hour me our she the we",
    2: "aloud business careful colleague colleagues evening evenings every homework lovely ourselves people really "
    "science someone something sometimes somewhere statement themselves therefore tired wednesday yourselves",
    3: "area areas businesses carefully casual co-worker different everyone everything gentlemen idea ideas interest "
    "recipe somebody theatre usual",
    4: "actually apologise apologised apologize interested usually",
    5: "apologises apologizes",
}
_EXCEPTIONS = {word: number for number, known in _KNOWN.items() for word in known.split()}
_ONE_WITH_NOT = frozenset(["do", "wo", "ca", "are", "were"])
_ONE_WITH_HAVE = frozenset(["i", "we", "you", "they"])
_INNER_E = re.compile(r"(?<=[^aeiouy])e(?=(?:ment|ments|ful|fully|less|ness|where|thing|body|times?|work|mail|room)$)")


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
    extra = int(
        (word.endswith("n't") and word[:-3] not in _ONE_WITH_NOT)
        or (word.endswith("'ve") and word[:-3] not in _ONE_WITH_HAVE)
    )
    stem = re.sub(r"'\w*$", "", word.removesuffix("n't")) or word
    if stem in _EXCEPTIONS:
        return _EXCEPTIONS[stem] + extra
    return max(1, _spelt(stem)) + extra


def _spelt(word: str) -> int:
    end = 0
    if word.endswith("ed") and len(word) > 3:
        # "-ed" is spoken as a syllable after t and d, and "-led" where no vowel stands before it.
        end = 1 if word[-3] in "td" else int(word[-4:-2] in {"bl", "pl", "tl", "dl", "gl", "kl", "fl"})
        word = word[:-2]
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
