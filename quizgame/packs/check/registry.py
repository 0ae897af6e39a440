"""Every rule of the checker, with its level, its reason and its remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from quizgame.packs.check import (
    completeness,
    keys,
    options,
    personal,
    reasons,
    references,
    revisions,
    texts,
    together,
    wording,
)
from quizgame.packs.check.asked import Asked, Conversed
from quizgame.packs.check.findings import Level, Spots
from quizgame.packs.check.opened import Opened
from quizgame.packs.check.together import Placed


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that the checker looks for."""

    id: str
    level: Level
    finds: str
    """What it finds, as a line of a list."""
    why: str
    """Why that is bad for learners."""
    remedy: str = ""
    """What to do; empty where each finding brings its own."""
    english: bool = False
    """Whether it reads English words, and keeps silent about packs in other languages."""
    of_question: Callable[[Asked], Spots] | None = None
    """Asked of every question, and of every turn of a conversation."""
    of_conversation: Callable[[Conversed], Spots] | None = None
    """Asked of what a conversation has beside its turns, or of how they hang together."""
    of_questions: Callable[[Sequence[Asked]], Spots] | None = None
    of_pack: Callable[[Opened], Spots] | None = None
    of_packs: tuple[Callable[[Sequence[Opened]], Iterator[Placed]], ...] = ()


RULES = (
    Rule(
        "E1", "error", "not exactly one best option, or two that say the same",
        "An answer must be right or wrong, and for one reason.",
    ),
    Rule(
        "E2", "error", "“all of the above”, or a reference to the place of an option",
        "Options are shuffled at every showing, so places mean nothing.",
        "Say what is meant in words, and let each option stand alone.",
        english=True, of_question=wording.positions,
    ),
    Rule(
        "E3", "error", "an option without a reason, or with one that only says right or wrong",
        "Explanations are what learners keep; a bare verdict teaches next to nothing.",
        "Say what the response does to the customer, in a sentence.",
        of_question=reasons.thin_reason,
    ),
    Rule(
        "E4", "error", "an id used twice, the same question twice, or (as a warning) nearly the same",
        "Progress hangs on ids, and a second story practises more than the same one twice.",
        "Tell another story on the same point, or remove one of them.",
        of_packs=(together.packs_with_one_id, together.near_duplicates),
    ),
    Rule(
        "E5", "error", "an e-mail address, or a telephone or card number, in a scene",
        "Stories come from work, and a real customer's data must not come along.",
        "Leave it out, or make up something short.",
        of_question=personal.personal_data, of_conversation=personal.personal_data,
    ),
    Rule(
        "E6", "error", "control characters, unknown or repeated keys, and ids that lead nowhere",
        "What points at nothing cannot be shown, counted or carried over.",
        of_pack=references.dangling_references, of_packs=(together.former_names, together.objectives_elsewhere),
    ),
    Rule(
        "E7", "error", "a question or a turn that does not fit a terminal of 80×24 without scrolling",
        "Who has to scroll compares the options from memory.",
        "Shorten the scene or the options.",
        of_question=texts.fits_the_screen, of_conversation=texts.turns_fit_the_screen,
    ),
    Rule(
        "W1", "warning", "fewer than three or more than four options",
        "Two options are half right by chance, and beyond four some are hardly ever chosen.",
        of_question=options.number_of_options,
    ),
    Rule(
        "W2", "warning", "a best option that stands out by its length",
        "Learners pick the longest without reading.",
        of_question=options.telling_length,
    ),
    Rule(
        "W3", "warning", "a pack in which the best option is too often the longest or the shortest",
        "Once noticed, it answers every question.",
        of_questions=keys.lengths_of_the_best,
    ),
    Rule(
        "W4", "warning", "a pack in which the best option stands too often in one place of the file",
        "The game shuffles, but other tools and printed pages do not.",
        "Move some of them.",
        of_questions=keys.places_of_the_best,
    ),
    Rule(
        "W5", "warning", "always, never, only, every or must on one side alone",
        "Absolute words are taken for the sign of a wrong option.",
        "Soften it, or use such words on both sides.",
        english=True, of_question=options.telling_absolutes,
    ),
    Rule(
        "W6", "warning", "a negative question",
        "A hurried reader overlooks the “not” and learns the wrong thing.",
        "Ask for what is best.",
        english=True, of_question=wording.negative_question,
    ),
    Rule(
        "W7", "info", "a best option that repeats the scene more than the others do",
        "Matching words can be done without understanding.",
        "Let a wrong option take up the scene's words as well.",
        english=True, of_question=options.telling_words_of_the_scene,
    ),
    Rule(
        "W8", "info", "an option that does not go with the grammar of the question",
        "Grammar gives the answer away, or makes readers stumble.",
        english=True, of_question=wording.mismatch,
    ),
    Rule(
        "W9", "warning", "a text that is hard to read",
        "A break of three minutes is no time to decipher, and not everyone reads in a first language.",
        "Use shorter sentences and plainer words.",
        english=True, of_question=texts.hard_to_read, of_conversation=texts.hard_to_read,
    ),
    Rule(
        "W10", "warning", "a scene of more than 80 words, or an option of more than 30",
        "Reading takes the minutes that practice needs.",
        "Keep what the decision needs.",
        of_question=texts.long_texts, of_conversation=texts.long_setting,
    ),
    Rule(
        "W11", "warning", "a best option that alone says sorry, thanks, or that it understands",
        "Warmth is then taken for the answer, and learners practise spotting it.",
        "Let a wrong option be as warm: kind and wrong is what they meet at work.",
        english=True, of_question=options.telling_warmth,
    ),
    Rule(
        "W12", "warning", "wrong options that nobody decent would choose",
        "A straw man teaches nothing.",
        "Write what a kind colleague in a hurry might really say.",
        english=True, of_question=options.straw_options,
    ),
    Rule(
        "W13", "info", "an objective with fewer than three questions, a question without a source",
        "With few stories the wording is learnt instead of the point; without a source a doubt cannot be settled.",
        of_pack=completeness.thin_objectives_and_missing_sources,
    ),
    Rule(
        "W14", "warning", "beside a list of claims: a question that names more than three; a claim never asked (note)",
        "What is said to be asked but is not counts as taught and is not.",
        "Name only what the learner must know to answer.",
        of_pack=references.too_many_claims,
    ),
    Rule(
        "W15", "warning", "an `allow` without a proper reason, of an unknown rule, or with nothing to allow",
        "A rule set aside without a reason looks like a mistake to the next reader.",
    ),
    Rule(
        "W16", "warning", "with `--against`: a meaning that seems to have changed without a new revision",
        "Who learnt the former answer is not asked again, and keeps believing it.",
        "If the meaning has changed, add 1 to its `revision:`; if only the wording has, leave it.",
        of_pack=revisions.unrevised_meaning,
    ),
)  # fmt: skip
BY_ID = {rule.id: rule for rule in RULES}
