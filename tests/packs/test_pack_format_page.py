"""The page that trainers read says every key of the models, and its example is a pack."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from quizgame.packs.models import (
    WrittenBetterResponse,
    WrittenFlashcard,
    WrittenObjective,
    WrittenOption,
    WrittenPack,
    WrittenQuestion,
    WrittenSource,
)
from quizgame.packs.reader import parse_pack

PAGE = (Path(__file__).parents[2] / "docs" / "pack-format.md").read_text(encoding="utf-8")


def keys_under(heading: str) -> set[str]:
    """The keys in the table below a heading."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


@pytest.mark.parametrize(
    ("heading", "model"),
    [("The pack", WrittenPack), ("An objective", WrittenObjective), ("Every question", WrittenQuestion)],
)
def test_each_table_lists_exactly_the_keys_of_its_model(heading: str, model: type[BaseModel]) -> None:
    assert keys_under(heading) - {"kind"} == set(model.model_fields) - {"kind"}


@pytest.mark.parametrize(
    ("heading", "model"),
    [("A flashcard", WrittenFlashcard), ("A better-response question", WrittenBetterResponse)],
)
def test_each_kind_lists_the_keys_of_its_own(heading: str, model: type[BaseModel]) -> None:
    assert keys_under(heading) == set(model.model_fields) - set(WrittenQuestion.model_fields) - {"kind"}


@pytest.mark.parametrize("model", [WrittenOption, WrittenSource])
def test_small_parts_are_named_in_the_text(model: type[BaseModel]) -> None:
    for key in model.model_fields:
        assert f"`{key}`" in PAGE or f"`{key}: true`" in PAGE


def test_the_page_names_the_schema_as_new_packs_do() -> None:
    from quizgame.packs.schema import SCHEMA_FILE
    from quizgame.packs.starter import starter

    first = starter("p", "P", "").partition("\n")[0]
    assert first in PAGE
    assert f"packs schema --output {SCHEMA_FILE}" in PAGE


@pytest.mark.parametrize("definition", ["WrittenPack", "WrittenObjective", "WrittenFlashcard", "WrittenBetterResponse"])
def test_the_tables_and_the_schema_mark_the_same_keys_as_needed(definition: str) -> None:
    from quizgame.packs.models import WrittenPack as Root

    made = Root.model_json_schema()
    required = set((made if definition == "WrittenPack" else made["$defs"][definition])["required"])
    headings = {
        "WrittenPack": ["The pack"],
        "WrittenObjective": ["An objective"],
        "WrittenFlashcard": ["Every question", "A flashcard"],
        "WrittenBetterResponse": ["Every question", "A better-response question"],
    }[definition]
    needed: set[str] = set()
    for heading in headings:
        section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
        needed |= set(re.findall(r"^\| `(\w+)` \| needed \|", section, re.MULTILINE))
    assert needed == required


def test_the_example_is_a_pack() -> None:
    match = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert match is not None
    pack = parse_pack(match[1].encode(), "example")
    assert [question.id for question in pack.questions] == ["late-kettle", "four-weeks"]
