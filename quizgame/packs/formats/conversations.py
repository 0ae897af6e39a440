"""Conversations, for which no other tool has a place."""

from __future__ import annotations

from quizgame.domain.questions import Pack
from quizgame.domain.words import count
from quizgame.packs.formats.files import ExchangeError
from quizgame.packs.formats.shapes import Loss


def left_out(pack: Pack, place: str) -> tuple[Loss, ...]:
    """The conversations that stay behind; `place` has none for them. Raises `ExchangeError` if nothing else is left."""
    why = f"{place} has no place for turns that depend on what was said before."
    if pack.conversations and not pack.questions:
        held = count(len(pack.conversations), "conversation")
        raise ExchangeError(f"This pack holds {held} and nothing else. {why} Give the pack file itself to others.")
    return tuple(Loss(f"conversation {each.id}", f"It was left out. {why}") for each in pack.conversations)
