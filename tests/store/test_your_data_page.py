"""The page about one's data says every key of an export, and nothing that is not in one."""

from __future__ import annotations

import re
from pathlib import Path

from quizgame.store.backups import DAILY, MONTHLY, WEEKLY
from quizgame.store.lines import EVENT, FACTS, REVIEW
from tests.builders import a_pack, a_store
from tests.store.exports import exported, practised, values_of

PAGE = (Path(__file__).parents[2] / "docs" / "your-data.md").read_text(encoding="utf-8")


def keys_under(heading: str) -> list[str]:
    """The keys in the first table below a heading."""
    section = PAGE.split(f"\n### {heading}\n")[1].split("\n### ")[0].split("\n| kind |")[0]
    return re.findall(r"^\| `([\w-]+)` \|", section, re.MULTILINE)


def test_each_table_lists_the_keys_of_its_lines_in_their_order(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        header, *rows, end = values_of(exported(database))
    assert keys_under("The header") == list(header)
    assert keys_under("An answer") == list(rows[0])
    assert keys_under("An event") == list(rows[-1])
    assert keys_under("The end") == list(end)


def test_each_table_lists_what_an_import_checks() -> None:
    assert set(keys_under("An answer")) == {"row", "date", *(field.key for field in REVIEW)}
    assert set(keys_under("An event")) == {"row", "date", *(field.key for field in EVENT)}


def test_every_kind_of_event_and_every_field_of_it_is_said() -> None:
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (.*) \|$", PAGE.split("\n| kind |")[1], re.MULTILINE))
    assert FACTS.keys() <= rows.keys()
    for kind, (_, checks) in FACTS.items():
        assert set(re.findall(r"`(\w+)`", rows[kind])) == set(checks), kind


def test_the_words_for_grades_and_certainty_are_said() -> None:
    for word in ("again", "hard", "good", "easy", "unstated", "sure", "not-sure", "quizgame-learner"):
        assert f"`{word}`" in PAGE


def test_how_many_backups_are_kept_is_said() -> None:
    assert f"{DAILY} days, {WEEKLY} weeks, {MONTHLY} months" in PAGE


def test_no_line_is_long() -> None:
    assert all(len(line) <= 120 for line in PAGE.splitlines())
