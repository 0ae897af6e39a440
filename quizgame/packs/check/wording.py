"""Rules about the wording of one question: references to positions, negations, grammar that points at an answer."""

from __future__ import annotations

import re

from quizgame.packs.check.asked import Asked
from quizgame.packs.check.findings import Spot, Spots, cited

_THINGS = r"(?:options?|answers?|responses?|choices?|replies|reply)"
_ABOVE = re.compile(
    rf"\b(?:all|none|neither|both|any|each|either|two|some)\s+(?:of\s+)?(?:the\s+)?(?:{_THINGS}\s+)?(?:above|below)\b"
    rf"|\ball\s+of\s+(?:these|those|the)\s+{_THINGS}\b|\bnone\s+of\s+(?:these|those|the)\s+{_THINGS}\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"(?i:both\s+)?\(?[A-F1-6]\)?(?:\s*(?:,|and|or|&)\s*\(?[A-F1-6]\)?)+\s*[.!]?")
_NUMBERED = re.compile(rf"\b{_THINGS}\s+(?:no\.\s*|number\s+)?\(?(?:[A-F]|[1-6])\)?(?![\w’'])", re.IGNORECASE)
_LETTER = re.compile(r"[A-F1-6]")
_PLACED = re.compile(
    rf"\b(?:first|second|third|fourth|fifth|sixth|last|previous|next|preceding|following)\s+(?:option|choice)s?\b"
    rf"|\b{_THINGS}\s+(?:above|below)\b|\b(?:above|below)\s+{_THINGS}\b",
    re.IGNORECASE,
)

_NEGATIVE_CHOICE = re.compile(
    r"(?i:\b(?:which|what|who|whom)\b(?:\W+\w+){0,5}?\W+(?:not|never|except|least|worst)\b)"
    r"|(?i:\b(?:which|what|who|whom)\b(?:\W+\w+){0,4}?\W+\w+n['’]t\b)|(?i:\bexcept\b)|\b(?:NOT|NEVER)\b"
)
_NEGATIVE_CARD = re.compile(
    r"\bwhich\b(?:\W+\w+){0,4}?\W+(?:is|are|was|were|does|do)\s*(?:not\b|n['’]t\b)|\ball\b[^?]*\bexcept\b",
    re.IGNORECASE,
)

_ARTICLE_END = re.compile(r"\b(an?)\s*(?:_+|…|\.{3}|:|-|–)?\s*$", re.IGNORECASE)
_PLURAL_CHOICE = re.compile(
    r"\bwhich\s+(?:of\s+(?:these|the)\s+)?(?:options|answers|responses|replies|sentences|messages)\b"
    r"|\bwhich\s+(?:of\s+(?:these|the)\s+(?:\w+\s+)?)?are\b|\bwhich\s+(?:two|three)\b",
    re.IGNORECASE,
)
# Spelt with one kind of sound and spoken with the other.
_AS_VOWEL = re.compile(r"hour|honest|honour|heir", re.IGNORECASE)
_AS_CONSONANT = re.compile(r"uni(?!n|m)|use|usual|eu|one\b|once", re.IGNORECASE)


def positions(asked: Asked) -> Spots:
    """E2."""
    if not asked.options:
        return
    for path, text in asked.texts:
        is_response = path[-1] == "say"
        if found := _ABOVE.search(text) or (is_response and _LETTERS.fullmatch(text.strip())) or _numbered(text):
            what = f"{cited(found[0])} points at other {asked.parts.options}, and they are shuffled at every showing."
            yield Spot(path, what, text)
        elif not is_response and (path, text) not in asked.stories and (found := _PLACED.search(text)):
            # In a scene or a response, "the first option" is one that the people in it talk about.
            what = f"{cited(found[0])} names an option by its place, and places are shuffled."
            yield Spot(path, what, text)


def _numbered(text: str) -> re.Match[str] | None:
    """A match such as "option B"; the letter must be a capital, so that "answers a question" is none."""
    return next((match for match in _NUMBERED.finditer(text) if _LETTER.match(match[0].rstrip(")")[-1])), None)


def negative_question(asked: Asked) -> Spots:
    """W6."""
    if not asked.options:
        if found := _NEGATIVE_CARD.search(asked.scene):
            yield Spot(asked.scene_path, f"The card asks for what does not fit ({cited(found[0])}).", asked.scene)
    elif found := _NEGATIVE_CHOICE.search(asked.ask):
        yield Spot(
            ("ask",), f"The question is negative ({cited(found[0])}), so the best option is a bad one.", asked.ask
        )


def mismatch(asked: Asked) -> Spots:
    """W8."""
    if not asked.options:
        return
    if article := _ARTICLE_END.search(asked.ask):
        wants_vowel = article[1].lower() == "an"
        for index, say in enumerate(asked.says):
            if say[:1].isalpha() and _sounds_like_vowel(say) is not wants_vowel:
                what = f"The question ends with {cited(article[1])}, which does not go with this option."
                yield Spot(asked.say_path(index), what, say, "End the question before the article.")
    elif plural := _PLURAL_CHOICE.search(asked.ask):
        yield Spot(("ask",), f"{cited(plural[0])} asks for several, and one option is best.", asked.ask, "Ask for one.")


def _sounds_like_vowel(text: str) -> bool:
    if text[0].lower() in "aeiou":
        return _AS_CONSONANT.match(text) is None
    return _AS_VOWEL.match(text) is not None
