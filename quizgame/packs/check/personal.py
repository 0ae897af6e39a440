"""The rule about personal data: scenes come from work, and real addresses and numbers must not come along."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizgame.packs.check.asked import Asked, Conversed
from quizgame.packs.check.findings import Spot, Spots, cited

_ADDRESS = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[A-Za-z]{2,24}")
# Domains that nobody can own: RFC 2606.
_NOBODYS = re.compile(r"(?:\.|@)(?:example(?:\.(?:com|org|net))?|test|invalid|localhost)$", re.IGNORECASE)

_SPACED = re.compile(r"(?<![\w.,])\+?\(?\d(?:[ \u00a0()./-]{0,2}\d)+(?!\w)")
_NO_CONTACT = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2}"  # dates
    r"|\d{1,2}\.\d{2} ?- ?\d{1,2}\.\d{2}"  # times
    r"|(?:19|20)\d{2} ?[-/] ?(?:19|20)\d{2}"  # years
    r"|\d{1,3}(?:\.\d{3})+"  # thousands
)
_MONEY_BEFORE = re.compile(r"(?:[€$£¥]|\b(?:EUR|USD|GBP|CHF))\s*$")
_MONEY_AFTER = re.compile(r"\s*(?:[€$£¥]|(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?)\b)")
FEWEST_DIGITS = 7
"""Order numbers of up to six digits are told from telephone numbers by their length."""
_CARD_DIGITS = range(13, 20)


def personal_data(asked: Asked | Conversed) -> Spots:
    """E5."""
    for path, text in asked.stories:
        yield from (Spot(path, what, text) for what in _contacts(text))


def _contacts(text: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(text) if "@" in text else ():
        if not _NOBODYS.search(match[0]):
            yield f"{cited(match[0])} looks like an e-mail address."
    for match in _SPACED.finditer(text):
        digits = sum(map(str.isdigit, match[0]))
        if digits < FEWEST_DIGITS or _NO_CONTACT.fullmatch(match[0]) or _is_money(text, match):
            continue
        thing = "the number of a bank card" if digits in _CARD_DIGITS else "a telephone or customer number"
        yield f"{cited(match[0])} looks like {thing}."


def _is_money(text: str, match: re.Match[str]) -> bool:
    return bool(_MONEY_BEFORE.search(text[: match.start()]) or _MONEY_AFTER.match(text, match.end()))
