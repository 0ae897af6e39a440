"""Word lists for English, ours to choose: what a hurried reader may take for a sign of right or wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def any_of(phrases: str) -> re.Pattern[str]:
    """Matches any of these words or phrases (patterns with commas between them), whole and in any case.

    >>> any_of("may i, thank(?:s|ed)?").findall("May I? Thanks. Maybe.")
    ['May I', 'Thanks']
    """
    alternatives = "|".join(r"\s+".join(phrase.split()) for phrase in phrases.split(","))
    return re.compile(rf"(?<![\w'])(?:{alternatives})(?![\w'])", re.IGNORECASE)


ABSOLUTES = any_of(r"always, never, only, every, (?<!that\s)(?<!this\s)(?<!it\s)must(?!\s+have)")
"""Words that leave no exception; "it must have hurt" is a guess and not one of them."""

WARM = any_of("sorry, understand(?:s|ing)?, understood, thanks?, thank[- ]you, appreciate[sd]?")
"""Words that a reader who knows nothing takes for the sign of the best response."""

POLITE = any_of(
    "please, sorry, thanks?, apologi[sz]e, apologies, apology, kindly, welcome, appreciate, pleasure, afraid,"
    "understand, may i, could you, would you, could i, shall i, shall we, would it, sir, madam, excuse me, if you like,"
    "if you wish, pardon, of course"
)
POSITIVE = any_of(
    "good, great, glad, gladly, happy, happily, well, best, better, right, yes, sure, certainly, absolutely, fine,"
    "definitely, nice, helps?, helped, love, lovely, perfect, solve[sd]?, fix(?:es|ed)?, easy, easily, together, safe,"
    "friendly, calm, calmly, warm, warmly, care, kind, promise, free, worth, fair, hope, smile, trust, ready, works,"
    "true, settle, sort"
)
NEGATIVE = any_of(
    "no, not, never, nothing, bad, wrong, worse, worst, cannot, can't, won't, don't, didn't, isn't, doesn't, wasn't,"
    "couldn't, shouldn't, wouldn't, aren't, unable, fault, problem, but, trouble, however, unfortunately, fail, failed,"
    "refuse, angry, upset, hard, difficult, mistake, impossible, blame, late, lost, broken, hate, awful, terrible,"
    "sadly, without, too, rude"
)

OURS = frozenset(["we", "us", "our", "ours", "ourselves", "we'll", "we're", "we've", "we'd", "let's"])
"""The first person plural."""

_INSULTS = any_of(
    "stupid, idiots?, idiotic, moron, fool, foolish, liar, shut up, dumb, pathetic, ridiculous, get lost, go away,"
    "nonsense, rubbish, are you deaf, use your brain, crazy, grow up, whine, whining"
)
_REFUSALS = any_of(
    "not (?:my|our) (?:problem|job|fault|business), too bad, tough luck, nothing (?:i|we) can do, no way, go elsewhere,"
    "(?:i|we) (?:don't|do not|couldn't) care, (?:i|we) (?:won't|will not|can't|cannot|refuse to) help, deal with it,"
    "(?:i|we) refuse, take it or leave it, your (?:own )?(?:fault|problem), hang up on (?:him|her|them),"
    "(?:ignore|laugh at) (?:him|her|them)"
)
_SHOUTED = re.compile(r"\b[A-Z]{2,}\b[^\w.!?]+\b[A-Z]{2,}\b|!{2,}")


def is_straw(say: str) -> bool:
    """Whether nobody decent would say it: it insults, shouts or flatly refuses."""
    return bool(_SHOUTED.search(say) or _INSULTS.search(say) or _REFUSALS.search(say.replace("’", "'")))


_STOP = (
    "a about after again all also am an and any are aren't as at back be because been before being both but by can"
    " can't come comes could did didn't do does doesn't doing don't down each few first for from further get gets go"
    " goes had has have having he he's her here hers herself him himself his how i i'd i'll i'm i've if in into is"
    " isn't it it's its itself just know last let let's like made make may me might more most much my myself never"
    " next no not now of off on once one only or other our ours out over own put said same say says see she she's"
    " should so some still such take tell tells than that that's the their theirs them then there there's these they"
    " they're thing things this those through time to too two under until up us very wait want wants was wasn't we"
    " we'll we're we've were what what's when where which while who whose why will with would yet you you'll you're"
    " you've your yours yourself"
)
_STOP_WORDS = frozenset(_STOP.split())


def content_words(found: Iterable[str]) -> set[str]:
    """The words that carry content, with the commonest endings taken off so that forms of one word meet.

    >>> sorted(content_words(["the", "parcels", "parcel", "delayed", "delays"]))
    ['delay', 'parcel']
    """
    return {_stem(word) for word in found if word not in _STOP_WORDS and len(word) > 2}


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    if word.endswith("ss"):
        return word
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word[:-1] if word.endswith("s") and len(word) > 3 else word
