"""The fingerprint of what a question shows, by which an answer in the log can be told from one to another wording."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b

from quizgame.domain.questions import Flashcard, Pack, Question, as_question


def content_hashes(pack: Pack) -> Mapping[str, str]:
    """The fingerprints of a pack's questions by their ids, and of the turns of its conversations by `id.turn`."""
    turns = (as_question(each, turn) for each in pack.conversations for turn in each.turns)
    return {question.id: content_hash(question) for question in (*pack.questions, *turns)}


def content_hash(question: Question) -> str:
    """Sixteen hexadecimal digits that change exactly when something on the screen would.

    Ids, objective, claims, sources and revision are left out: changing them changes nothing that the learner reads.
    The order of the options counts, since answers name options by it.
    """
    content: list[object] = [question.kind]
    if isinstance(question, Flashcard):
        content += [question.front, question.back]
    else:
        options = [[option.say, option.because, option.best] for option in question.options]
        content += [question.scene, question.ask, options]
    return blake2b(json.dumps(content).encode(), digest_size=8).hexdigest()
