"""Anki's packages, out only: a deck that opens with a double click. Needs the extra `anki`."""

from __future__ import annotations

import io
from zlib import crc32

from quizgame.domain.questions import Pack
from quizgame.packs.formats import anki_cards
from quizgame.packs.formats.files import ExchangeError
from quizgame.packs.formats.shapes import Exported

_MODEL = 1_603_114_882
"""Any number; always the same, so that Anki knows the type of card again."""
_CSS = ".card { font-family: sans-serif; font-size: 20px; max-width: 40em; margin: auto; text-align: left; }"


def write(pack: Pack) -> Exported:
    """A pack as an Anki package."""
    try:
        import genanki
    except ImportError:
        raise ExchangeError("Anki packages need one more package: pip install 'quizgame[anki]'") from None
    model = genanki.Model(
        _MODEL,
        "quizgame",
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}],
        css=_CSS,
    )
    deck = genanki.Deck(2**30 + crc32(pack.id.encode()) % 2**30, pack.title.replace("::", ": :"))
    objectives = {objective.id: objective for objective in pack.objectives}
    for question in pack.questions:
        objective = objectives[question.objective]
        note = genanki.Note(
            model=model,
            fields=[anki_cards.front(question), anki_cards.back(question, objective)],
            tags=anki_cards.tags(pack, question, objective),
            guid=f"{pack.id}/{question.id}",
        )
        deck.add_note(note)
    package = io.BytesIO()
    genanki.Package(deck).write_to_file(package)
    return Exported(package.getvalue(), tuple(anki_cards.losses_of(pack)))
