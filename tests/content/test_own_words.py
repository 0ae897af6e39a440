"""What the packs say is in our own words: no run of eight words of a document, save the inventory's short quotes."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgame.domain.questions import Pack
from tests.content.own_words import RUN, hash_of, hashes, words
from tests.content.shelf import documents, inventory, packs, texts_of

RUNS = frozenset((Path(__file__).parent / "document_runs.txt").read_text(encoding="utf-8").split())
WORDINGS = [claim["wording"] for claim in inventory()["claims"] if claim.get("wording")]
EXEMPT = frozenset(
    run
    for text in (*WORDINGS, *(title for each in documents().values() for title in (each["title"], *each["sections"])))
    for run in hashes(text)
)


def test_the_hashes_are_those_of_the_documents() -> None:
    """A positive control: the inventory quotes three phrases of exactly eight words, and all are found."""
    exactly = [words(text) for text in WORDINGS if len(words(text)) == RUN]
    assert len(exactly) == 3
    assert all(hash_of(run) in RUNS for run in exactly)


def test_a_run_is_found_whatever_its_case_and_punctuation() -> None:
    (run, *_) = [text for text in WORDINGS if len(words(text)) == RUN]
    assert set(hashes(f"She said: {run.upper()}!")) & RUNS


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.id)
def test_no_text_shares_eight_words_with_a_document(pack: Pack) -> None:
    copied = [text for text in texts_of(pack) if set(hashes(text)) & RUNS - EXEMPT]
    assert copied == []


def test_the_inventory_itself_is_in_our_words() -> None:
    ours = [claim[key] for claim in inventory()["claims"] for key in ("claim", "why", "contrast") if claim.get(key)]
    ours += [tension[key] for tension in inventory()["tensions"] for key in ("issue", "resolution")]
    assert [text for text in ours if set(hashes(text)) & RUNS - EXEMPT] == []
