"""Search finds every question in which all words occur, however they are written, and no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.questions import Flashcard, Option, Pack, Question
from quizgame.store.catalogue import Catalogue
from quizgame.store.database import Database
from quizgame.store.search import MOST, Search, folded
from tests.builders import a_card, a_pack, a_response, a_store, shelve

CAFE = replace(
    a_response("cafe"),
    scene="A señor in a *Café* says: “It’s STRASSE, not Straße.”",
    ask="What now?",
    options=(Option("Fetch Łukasz at once.", "Because so.", True), Option("Shrug.", "Hardly helps anybody.")),
)
CARD = Flashcard(
    "order", front="What comes before a solution?", back="Listening; naïve advice never helps.", objective="order"
)


def found(database: Database, text: str) -> list[str]:
    """The ids found."""
    return [hit.question.partition("/")[2] for hit in Catalogue(database).search().look(text).first]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("señor", ["cafe"]),
        ("SENOR cafe", ["cafe"]),
        ("cafe señor", ["cafe"]),
        ("strasse", ["cafe"]),
        ("it's", ["cafe"]),
        ('"it', ["cafe"]),
        ("lukasz", ["cafe"]),
        ("shrug", ["cafe"]),
        ("what now", ["cafe"]),
        ("listening", ["order"]),
        ("naive", ["order"]),
        ("solution?", ["order"]),
        ("what", ["cafe", "order"]),
        ("of order", ["order"]),
        ("cafe solution", []),
        ("hardly", []),
        ("%", []),
        ("_", []),
        ("'; --", []),
        ("", []),
        ("   ", []),
    ],
)
def test_every_word_must_occur_somewhere(tmp_path: Path, text: str, ids: list[str]) -> None:
    with a_store(tmp_path, a_pack(questions=[CAFE, CARD])) as database:
        assert found(database, text) == ids


def test_what_is_in_the_title_comes_first(tmp_path: Path) -> None:
    pack = a_pack(questions=[replace(a_card("aa"), front="Is it about o7?"), a_card("zz", "o7")])
    with a_store(tmp_path, pack) as database:
        assert found(database, "o7") == ["zz", "aa"]


def test_the_number_is_exact_and_the_list_is_not_endless(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack(questions=[a_card(f"c{number}") for number in range(MOST + 7)])) as database:
        hits = Catalogue(database).search().look("front")
        assert hits.number == MOST + 7
        assert len(hits.first) == MOST


def test_a_hit_says_where_it_comes_from(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack("desk", questions=[CARD])) as database:
        [hit] = Catalogue(database).search().look("listening").first
        assert (hit.pack, hit.pack_title, hit.kind) == ("desk", "The desk pack", "flashcard")
        assert hit.excerpt == CARD.front


def test_a_newer_version_and_a_pack_taken_out_are_followed(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack(questions=[CAFE, CARD])) as database:
        shelve(database, a_pack(questions=[replace(CARD, front="What comes after?")], version=2))
        assert found(database, "after") == ["order"]
        assert found(database, "before") == found(database, "cafe") == []
        Catalogue(database).drop("pack")
        assert found(database, "after") == []


def test_packs_compiled_before_there_was_a_search_are_found(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack(questions=[CAFE, CARD])) as database:
        with database.writing() as db:
            db.execute("DELETE FROM question_words")
        assert found(database, "cafe") == ["cafe"]
        before = database.reading.total_changes
        Search(database)
        assert database.reading.total_changes == before, "nothing is written where nothing is missing"


texts = st.text(st.sampled_from("aàäÅbßcéE ’'-\n*"), max_size=12)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4), texts)
def test_search_agrees_with_looking_at_every_text(pairs: list[tuple[str, str]], wanted: str) -> None:
    questions: list[Question] = [Flashcard(f"q{n}", front=f"f {a}", back=f"b {b}") for n, (a, b) in enumerate(pairs)]
    pack: Pack = a_pack(questions=[replace(each, objective=each.id) for each in questions])
    with TemporaryDirectory() as folder, a_store(Path(folder), pack) as database:
        words = folded(wanted).split()
        assert sorted(found(database, wanted)) == [
            each.id
            for each in questions
            if isinstance(each, Flashcard)
            and words
            and all(word in f"title of {each.id} {folded(each.front)} {folded(each.back)}" for word in words)
        ]


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text).replace("*", "")) == folded(text).replace("*", "")
