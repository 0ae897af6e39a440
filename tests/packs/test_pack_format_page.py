"""The page that trainers read says every key of the models, and its example is a pack."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from quizgame.domain.conversation import CALM, FURIOUS, MOST_PATHS, MOST_TURNS, OUTCOMES, Run, best_from, paths
from quizgame.domain.questions import Pack
from quizgame.packs.models import (
    WrittenBetterResponse,
    WrittenCondition,
    WrittenConversation,
    WrittenCustomer,
    WrittenFlashcard,
    WrittenObjective,
    WrittenOption,
    WrittenPack,
    WrittenQuestion,
    WrittenResponse,
    WrittenSource,
    WrittenTurn,
    WrittenWay,
)
from quizgame.packs.reader import parse_pack

PAGE = (Path(__file__).parents[2] / "docs" / "pack-format.md").read_text(encoding="utf-8")


def keys_under(heading: str) -> set[str]:
    """The keys in the table below a heading."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("The pack", WrittenPack),
        ("An objective", WrittenObjective),
        ("Every question", WrittenQuestion),
        ("A turn", WrittenTurn),
        ("A response", WrittenResponse),
    ],
)
def test_each_table_lists_exactly_the_keys_of_its_model(heading: str, model: type[BaseModel]) -> None:
    assert keys_under(heading) - {"kind"} == set(model.model_fields) - {"kind"}


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("A flashcard", WrittenFlashcard),
        ("A better-response question", WrittenBetterResponse),
        ("A conversation", WrittenConversation),
    ],
)
def test_each_kind_lists_the_keys_of_its_own(heading: str, model: type[BaseModel]) -> None:
    assert keys_under(heading) == set(model.model_fields) - set(WrittenQuestion.model_fields) - {"kind"}


@pytest.mark.parametrize("model", [WrittenOption, WrittenSource, WrittenCustomer, WrittenWay, WrittenCondition])
def test_small_parts_are_named_in_the_text(model: type[BaseModel]) -> None:
    for key in model.model_fields:
        assert f"`{key}`" in PAGE or f"`{key}: true`" in PAGE, key


def test_the_page_names_the_schema_as_new_packs_do() -> None:
    from quizgame.packs.schema import SCHEMA_FILE
    from quizgame.packs.starter import starter

    first = starter("p", "P", "").partition("\n")[0]
    assert first in PAGE
    assert f"packs schema --output {SCHEMA_FILE}" in PAGE


HEADINGS = {
    "WrittenPack": ["The pack"],
    "WrittenObjective": ["An objective"],
    "WrittenFlashcard": ["Every question", "A flashcard"],
    "WrittenBetterResponse": ["Every question", "A better-response question"],
    "WrittenConversation": ["Every question", "A conversation"],
    "WrittenTurn": ["A turn"],
    "WrittenResponse": ["A response"],
}


@pytest.mark.parametrize("definition", HEADINGS)
def test_the_tables_and_the_schema_mark_the_same_keys_as_needed(definition: str) -> None:
    from quizgame.packs.models import WrittenPack as Root

    made = Root.model_json_schema()
    required = set((made if definition == "WrittenPack" else made["$defs"][definition])["required"])
    needed: set[str] = set()
    for heading in HEADINGS[definition]:
        section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
        needed |= set(re.findall(r"^\| `(\w+)` \| needed \|", section, re.MULTILINE))
    assert needed == required


def the_examples() -> list[Pack]:
    """The packs that the page shows; the line about the schema is none."""
    found = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    return [parse_pack(text.encode(), "example") for text in found if text.startswith("pack: ")]


def test_the_examples_are_packs() -> None:
    returns, workshop = the_examples()
    assert [question.id for question in returns.questions] == ["late-kettle", "four-weeks"]
    assert [question.id for question in workshop.questions] == ["name-the-loss"]
    assert [conversation.id for conversation in workshop.conversations] == ["ride-to-the-sea"]


def test_the_paths_of_the_conversation_are_as_the_page_says() -> None:
    [ride] = the_examples()[1].conversations
    runs = list(paths(Run(ride)))
    assert len(runs) == 9
    assert "in the example all nine from the opening" in " ".join(PAGE.split())
    assert {run.outcome for run in runs} == {"resolved", "closed-kindly", "lost"}
    last = {run.steps[1].before: run.outcome for run in runs if run.steps[1].chosen == 2}
    assert last == {8: "lost", 4: "closed-kindly", 7: "closed-kindly"}
    assert "loses Mr Haddad if his temperature was 8, and leaves him at peace if it was 4 or 7." in PAGE
    assert best_from(Run(ride)).outcome == "resolved"


def test_the_page_names_the_endings_in_their_order_and_the_limits() -> None:
    section = PAGE.split("\nThere are five endings.")[1].split("\n## ")[0]
    assert tuple(re.findall(r"`([a-z-]+)`", section)) == OUTCOMES
    assert f"A path has at most {MOST_TURNS} turns, and a conversation at most {MOST_PATHS} paths." in PAGE
    assert f"from {CALM} (calm) to {FURIOUS} (furious)" in PAGE


def test_the_page_multiplies_rightly() -> None:
    said = re.search(r"four turns make (\d+) paths, five (\d+), and six (\d+)", PAGE)
    assert said is not None
    assert [int(number) for number in said.groups()] == [3**4, 3**5, 3**6]
    assert 3**5 <= MOST_PATHS < 3**6
