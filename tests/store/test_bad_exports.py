"""A bad export is refused in one kind line that says where and what to do; nothing of it is kept, nothing breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from quizgame.domain.events import Fact
from quizgame.store.database import Database
from quizgame.store.errors import StoreError
from quizgame.store.incoming import LONGEST_LINE, incoming
from quizgame.store.lines import EVENT, FACTS, REVIEW
from quizgame.store.rows import EVENT_COLUMNS, REVIEW_COLUMNS
from quizgame.store.taking_in import take_in
from tests.builders import a_pack, a_store
from tests.examples import examples
from tests.store.exports import COMPANY, everything, exported, lines_of, practised, taken_in, values_of

MANY = examples(300, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A good export of Sam, with every kind of event but joins."""
    with a_store(tmp_path_factory.mktemp("good"), a_pack()) as database:
        practised(database)
        return exported(database)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store with somebody in it, which no bad file changes."""
    with a_store(tmp_path_factory.mktemp("store"), a_pack(), seed=2) as database:
        practised(database, "Kim")
        yield database


def refusal(store: Database, data: bytes) -> str:
    """What is said to a bad file; nothing has changed."""
    before = everything(store)
    with pytest.raises(StoreError) as refused:
        taken_in(store, data)
    assert everything(store) == before
    text = str(refused.value)
    assert text.isprintable(), "one line, and nothing that a terminal obeys"
    assert len(text) < 400
    assert text.startswith("sam.jsonl")
    assert "Nothing was imported." in text
    return text


def changed(good: bytes, line: int, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The export with one line changed; the checksums are left as they were."""
    values = values_of(good)
    change(values[line])
    return lines_of(values)


# ── files that are no exports ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"\n", "not the export"),
        (b"\x00" * 5000, "too early|not the export"),
        (b"Dear diary,\ntoday was long.\n", "not the export"),
        (b"{}\n", "not the export"),
        (b"[]\n", "not the export"),
        (b'{"format": 3}\n', "not the export"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not the export"),
        (b"SQLite format 3\x00" + bytes(4096), "too early|not the export"),
        (b"x" * (10 << 20), "too long"),
        (b"[" * 100_000 + b"\n", "not the export"),
        (b'{"a":' * 100_000 + b"\n", "not the export"),
        (b'{"format":"quizgame-learner","version":' + b"9" * 10_000 + b"}\n", "not the export"),
    ],
)
def test_what_is_no_export_is_told_so(store: Database, data: bytes, said: str) -> None:
    text = refusal(store, data)
    assert any(each in text for each in said.split("|")), text


def test_an_export_in_another_encoding_is_refused(store: Database, good: bytes) -> None:
    assert "not the export" in refusal(store, good.decode().encode("utf-16"))


def test_a_line_that_is_not_utf_8_is_refused_by_its_number(store: Database, good: bytes) -> None:
    assert "line 2: it is not UTF-8" in refusal(store, good.replace(b'"content":"', b'"content":"\xff', 1))


@pytest.mark.parametrize("version", [2, 10**30])
def test_a_newer_format_asks_for_a_newer_game(store: Database, good: bytes, version: int) -> None:
    assert "Update quizgame" in refusal(store, changed(good, 0, lambda header: header.update(version=version)))


@pytest.mark.parametrize("version", [0, -1, "1", None, 1.5, [1]])
def test_a_format_that_never_was_is_refused(store: Database, good: bytes, version: object) -> None:
    assert "`version` must be 1" in refusal(store, changed(good, 0, lambda header: header.update(version=version)))


@pytest.mark.parametrize("name", ["", " ", "x" * 41, "\x1b[31mSam", "Sam\n", " Sam", 3, None, "\u202eSam"])
def test_a_name_that_nobody_could_have_is_refused(store: Database, good: bytes, name: object) -> None:
    text = refusal(store, changed(good, 0, lambda header: header.update(name=name)))
    assert "line 1: `name` must be a learner's name" in text


# ── damage on the way ─────────────────────────────────────────────────────────────────────────────────────────


@given(data=st.data())
@MANY
def test_a_file_that_was_cut_short_anywhere_is_refused(store: Database, good: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(good) - 2))
    refusal(store, good[:cut])


def test_a_file_that_was_cut_short_at_a_line_is_refused(store: Database, good: bytes) -> None:
    lines = good.splitlines(keepends=True)
    for number in range(1, len(lines)):
        assert f"line {number + 1}: the file ends too early" in refusal(store, b"".join(lines[:number]))


@given(data=st.data())
@MANY
def test_a_single_changed_byte_anywhere_is_noticed(store: Database, good: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(good) - 2))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != good[at]))
    refusal(store, good[:at] + bytes([byte]) + good[at + 1 :])


def test_a_line_that_is_missing_is_noticed(store: Database, good: bytes) -> None:
    lines = good.splitlines(keepends=True)
    for number in range(1, len(lines) - 1):
        refusal(store, b"".join(lines[:number] + lines[number + 1 :]))


def test_a_row_that_stands_twice_is_refused(store: Database, good: bytes) -> None:
    lines = good.splitlines(keepends=True)
    for number in range(1, len(lines) - 1):
        text = refusal(store, b"".join([*lines[: number + 1], *lines[number:]]))
        assert f"line {number + 2}: it stands out of order, or for the second time" in text


@pytest.mark.parametrize("more", [b"\n", b"x", b"{}\n", b'{"row":"end","reviews":0,"events":0,"checksum":0}\n'])
def test_nothing_may_follow_the_end(store: Database, good: bytes, more: bytes) -> None:
    assert "there is more after the end" in refusal(store, good + more)


@pytest.mark.parametrize("line", [b"\n", b"null\n", b"3\n", b'"text"\n', b"[]\n", b"{}\n", b'{"row":[]}\n', b"\x00\n"])
def test_a_line_of_something_else_is_refused(store: Database, good: bytes, line: bytes) -> None:
    lines = good.splitlines(keepends=True)
    assert "line 3: " in refusal(store, b"".join([*lines[:2], line, *lines[2:]]))


@pytest.mark.parametrize("size", [LONGEST_LINE + 2, 10 << 20])
def test_a_huge_line_is_not_read_to_its_end(store: Database, good: bytes, size: int) -> None:
    lines = good.splitlines(keepends=True)
    assert "line 2: the line is too long" in refusal(store, lines[0] + b'{"row":"' + b"x" * size + b'"}\n')


def test_deep_nesting_is_refused(store: Database, good: bytes) -> None:
    lines = good.splitlines(keepends=True)
    for deep in (b"[" * 200_000, b"[" * 200_000 + b"]" * 200_000, b'{"row":' * 100_000):
        assert "line 2: it is not a" in refusal(store, lines[0] + deep + b"\n")


# ── values that cannot be ─────────────────────────────────────────────────────────────────────────────────────

NEVER: tuple[object, ...] = ("\x1b[31m", "a\x00b", -(10**30), 10**30, {}, [[]], "\u202e" * 3, float("inf"), "x" * 5000)
"""What no key of a row may hold."""


def wrong_values(keys: Iterator[str]) -> list[tuple[str, object]]:
    return [(key, value) for key in keys for value in NEVER]


@pytest.mark.parametrize(("key", "value"), wrong_values(field.key for field in REVIEW))
def test_a_value_that_a_review_cannot_have_is_named(store: Database, good: bytes, key: str, value: object) -> None:
    text = refusal(store, changed(good, 1, lambda line: line.update({key: value})))
    assert f"line 2: `{key}` must be " in text


@pytest.mark.parametrize(("key", "value"), wrong_values(field.key for field in EVENT if field.key != "kind"))
def test_a_value_that_an_event_cannot_have_is_named(store: Database, good: bytes, key: str, value: object) -> None:
    text = refusal(store, changed(good, 5, lambda line: line.update({key: value})))
    assert "line 6: `" in text


BODIES = [(kind, key, value) for kind, (_, checks) in FACTS.items() for key in checks for value in NEVER]


@pytest.mark.parametrize(
    ("kind", "key", "value"), [each for each in BODIES if each[1] != "seed" and each[0] != "learners-joined"]
)
def test_a_value_that_a_fact_cannot_have_is_named(
    store: Database, good: bytes, kind: str, key: str, value: object
) -> None:
    [number] = [number for number, line in enumerate(values_of(good)) if line.get("kind") == kind]
    text = refusal(store, changed(good, number, lambda line: line["body"].update({key: value})))
    assert f"line {number + 1}: `{key}` must be " in text


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("number", 0),
        ("number", True),
        ("number", 2**53 + 1),
        ("day", 90_000),
        ("day", -400),
        ("day", 20778.0),
        ("offset", 200_000),
        ("grade", "perfect"),
        ("grade", 3),
        ("grade", None),
        ("certainty", "very"),
        ("seconds", -1),
        ("seconds", "8.5"),
        ("seconds", None),
        ("shown", None),
        ("shown", ["a"]),
        ("shown", [-1]),
        ("chosen", -1),
        ("chosen", 1.0),
        ("id", "abc"),
        ("id", "A" * 32),
        ("question", "two words"),
        ("question", ""),
        ("engine", None),
        ("revision", -1),
        ("checksum", -1),
        ("checksum", 2**32),
    ],
)
def test_a_value_just_beyond_what_can_be_is_named(store: Database, good: bytes, key: str, value: object) -> None:
    assert f"`{key}` must be " in refusal(store, changed(good, 1, lambda line: line.update({key: value})))


@pytest.mark.parametrize("text", [b"NaN", b"Infinity", b"-Infinity", b"1e999"])
def test_numbers_that_are_none_are_refused(store: Database, good: bytes, text: bytes) -> None:
    assert "`seconds` must be" in refusal(store, good.replace(b'"seconds":8.5', b'"seconds":' + text, 1))


def test_a_number_too_long_to_be_one_is_refused(store: Database, good: bytes) -> None:
    assert "line 2: " in refusal(store, good.replace(b'"number":2', b'"number":' + b"2" * 9000, 1))


@pytest.mark.parametrize("line", [1, 5])
def test_a_key_that_is_missing_is_named(store: Database, good: bytes, line: int) -> None:
    for key in values_of(good)[line].keys() - {"row"}:
        assert f"`{key}` is missing" in refusal(store, changed(good, line, lambda value, key=key: value.pop(key)))  # type: ignore[misc]


@pytest.mark.parametrize("line", [0, 1, 5])
def test_a_key_that_is_not_known_here_asks_for_a_newer_game(store: Database, good: bytes, line: int) -> None:
    text = refusal(store, changed(good, line, lambda value: value.update(mood="\x1b[31mred")))
    assert "Update quizgame" in text


def test_a_field_of_a_fact_that_is_not_known_here_asks_for_a_newer_game(store: Database, good: bytes) -> None:
    assert "Update quizgame" in refusal(store, changed(good, 5, lambda value: value["body"].update(mood=1)))


@pytest.mark.parametrize("kind", ["mood-noted", "\x1b[31m", "x" * 5000, ""])
def test_a_kind_of_event_that_is_not_known_here_asks_for_a_newer_game(store: Database, good: bytes, kind: str) -> None:
    text = refusal(store, changed(good, 5, lambda line: line.update(kind=kind)))
    assert "line 6: it holds a kind of event that this quizgame does not know" in text
    assert "Update quizgame" in text


def test_a_row_of_somebody_else_is_refused(store: Database, good: bytes, tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database, "Kim")
        stranger = exported(database, "Kim").splitlines(keepends=True)[1]
    lines = good.splitlines(keepends=True)
    text = refusal(store, b"".join([lines[0], stranger, *lines[2:]]))
    assert "line 2: it belongs to another learner than the first line names" in text


def test_a_date_that_is_not_that_of_the_day_is_refused(store: Database, good: bytes) -> None:
    assert "`date` is not the date of `day`" in refusal(
        store, changed(good, 1, lambda line: line.update(date="2026-01-01"))
    )


def test_a_changed_answer_does_not_agree_with_its_checksum(store: Database, good: bytes) -> None:
    grade = "good" if values_of(good)[1]["grade"] == "easy" else "easy"
    text = refusal(store, changed(good, 1, lambda line: line.update(grade=grade)))
    assert "line 2: the values do not agree with their checksum" in text


def test_joins_that_no_event_tells_of_are_refused(store: Database, good: bytes) -> None:
    [kim] = store.reading.execute("SELECT id FROM learner").fetchone()
    text = refusal(store, changed(good, 0, lambda header: header.update(joined=[kim.hex()])))
    assert "other joined learners" in text


# ── places ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("place", ["nowhere.jsonl", ".", "closed/sam.jsonl"])
def test_a_file_that_cannot_be_opened_is_told(store: Database, tmp_path: Path, place: str) -> None:
    with (
        pytest.raises(StoreError, match=r"cannot be read: .*\. Nothing was imported\."),
        incoming(tmp_path / place, place),
    ):
        pass


def test_an_endless_file_is_not_read_for_ever(store: Database) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no endless file here")
    with pytest.raises(StoreError, match="too long"), incoming(Path("/dev/zero"), "zero") as source:
        take_in(store, source, COMPANY)


# ── the checks know everything that is stored ─────────────────────────────────────────────────────────────────


def test_every_column_of_the_log_has_a_check() -> None:
    assert len(REVIEW) == len(REVIEW_COLUMNS.split(","))
    assert len(EVENT) == len(EVENT_COLUMNS.split(","))


def test_every_field_of_every_kind_of_event_has_a_check() -> None:
    assert {fact for fact, _ in FACTS.values()} == set(get_args(Fact))
    for fact, checks in FACTS.values():
        assert [each.name for each in fields(fact)] == list(checks)
