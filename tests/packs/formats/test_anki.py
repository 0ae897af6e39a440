"""Anki's text files as Anki and people write them, and packages that Anki's own library opens."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest, ImportCsvRequest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.questions import Pack
from quizgame.packs.formats import anki_text, apkg
from quizgame.packs.formats.files import ExchangeError
from quizgame.packs.formats.html_text import as_html, as_text
from quizgame.packs.reader import read_pack
from tests.examples import examples
from tests.packs.random_packs import AWKWARD, packs
from tests.packs.test_writer import BUILT_IN

from .round_trips import losses_in


def cards(text: str) -> list[tuple[str, str]]:
    pack = losses_in("anki-text", text)[0]
    return [(card.front, card.back) for card in pack.questions]


def test_headings_say_how_to_read() -> None:
    text = (
        "#separator:Semicolon\n#html:true\n#notetype:Basic\n#deck:Ours\n#tags:late\n#guid column:1\n#tags column:4\n"
        '#columns:GUID;Front;Back;Tags\nours/late;"A <b>late</b>; parcel?<br>Now what?";"Say &amp; ask";x y\n'
        '# a comment; not; a; card\nq}^K@2;"Who&nbsp;waits?";The <i>caller</i><script>x()</script>;\n'
    )
    pack, told = losses_in("anki-text", text)
    assert [(card.id, card.front, card.back) for card in pack.questions] == [
        ("late", "A *late*; parcel?\nNow what?", "Say & ask"),
        ("who-waits", "Who waits?", "The *caller*"),
    ]
    assert "x, y" in told["file"]
    assert "a script" in told["line 11"]


@pytest.mark.parametrize("separator", ["\t", ";", ",", "|"])
def test_without_headings_the_separator_is_guessed_and_nothing_is_html(separator: str) -> None:
    assert cards(f"<b>?{separator}&amp\r\n\r\nWho{separator}You\r\n") == [("<b>?", "&amp"), ("Who", "You")]


def test_lines_inside_quotes_stay_and_a_sign_there_is_no_comment() -> None:
    assert cards('a\t"one\n# two"\nb\tc\n') == [("a", "one\n# two"), ("b", "c")]


def test_more_columns_sounds_pictures_and_gaps_are_told() -> None:
    text = "#html:true\n#columns:Front\tBack\tExtra\na\tb [sound:x.mp3]\tmore\nc\t<img src=x>d\t\n{{c1::gap}}\te\t\n"
    pack, told = losses_in("anki-text", text)
    assert [card.back for card in pack.questions] == ["b", "d"]
    assert "Extra" in told["line 3"]
    assert "a sound" in told["line 3"]
    assert "a picture" in told["line 4"]
    assert "cloze" in told["line 5"]


def test_a_card_without_a_back_is_told_by_line() -> None:
    _, told = losses_in("anki-text", "a\tb\nonly a front\n")
    assert "`back`" in told["line 2"]


@given(st.lists(st.sampled_from([*AWKWARD, "x", "word "]), max_size=12).map("".join))
def test_html_and_back_is_the_same_text(text: str) -> None:
    assert as_text(as_html(text)) == (text.strip(), [])


@given(
    st.lists(
        st.sampled_from(["<", ">", "</", "p", "b", "!--", "&", "#", "x", ";", "script", "=", '"', " "]), max_size=30
    )
)
def test_any_html_becomes_some_text(parts: list[str]) -> None:
    as_text("".join(parts))


@pytest.mark.parametrize(
    "text", ["", "#", "#html:true\n", "#separator:\n", "#guid column:99999\na\tb", "\t\t\n", "\x00\t\x01"]
)
def test_any_scrap_is_read_or_told(text: str) -> None:
    losses_in("anki-text", text)


def test_a_quotation_mark_that_swallows_the_file_is_told() -> None:
    with pytest.raises(ExchangeError, match=r"Line 2: .*quotation mark"):
        losses_in("anki-text", 'a\tb\nc\t"' + "x" * 200_000)


# Anki itself


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection(str(tmp_path / "collection.anki2"))


def test_ankis_library_imports_the_package_with_every_note(collection: Collection, tmp_path: Path) -> None:
    expected = 0
    for pack in filter(lambda each: each.questions, map(read_pack, BUILT_IN)):  # conversations cannot go there
        expected += len(pack.questions)
        file = tmp_path / f"{pack.id}.apkg"
        file.write_bytes(apkg.write(pack).data)
        request = ImportAnkiPackageRequest(package_path=str(file), options=ImportAnkiPackageOptions())
        log = collection.import_anki_package(request).log
        assert len(log.new) == len(pack.questions)
    assert collection.note_count() == expected
    assert collection.card_count() == expected
    again = collection.import_anki_package(request).log
    assert (len(again.new), collection.note_count()) == (0, expected)
    collection.close()


def test_notes_show_the_texts_and_carry_tags(collection: Collection, tmp_path: Path) -> None:
    pack, _ = losses_in("csv", "front,back,objective,objective title,topic\nIs 1 < 2 & *so*?,Yes,o,Count,sums\n")
    (tmp_path / "x.apkg").write_bytes(apkg.write(pack).data)
    collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(tmp_path / "x.apkg"), options=ImportAnkiPackageOptions())
    )
    (note,) = [collection.get_note(each) for each in collection.find_notes("")]
    assert note.fields == ["Is 1 &lt; 2 &amp; <em>so</em>?", "Yes"]
    assert set(note.tags) == {"pack::p", "topic::sums", "objective::o"}
    assert [deck.name for deck in collection.decks.all_names_and_ids(skip_empty_default=True)] == ["P"]
    collection.close()


def test_ankis_library_reads_our_text_files_and_updates_cards_by_their_id(
    collection: Collection, tmp_path: Path
) -> None:
    pack = read_pack(BUILT_IN[0])
    file = tmp_path / "notes.txt"
    file.write_bytes(anki_text.write(pack).data)
    for _ in range(2):
        metadata = collection.get_csv_metadata(str(file), None)
        assert metadata.is_html
        collection.import_csv(ImportCsvRequest(path=str(file), metadata=metadata))
        assert collection.note_count() == len(pack.questions)
    collection.close()


@examples(20)
@given(packs())
def test_any_pack_becomes_a_package(pack: Pack) -> None:
    with zipfile.ZipFile(io.BytesIO(apkg.write(pack).data)) as archive:
        assert "collection.anki2" in archive.namelist()
