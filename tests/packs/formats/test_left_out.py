"""Conversations stay behind when a pack goes to another tool; each is told, and a pack of nothing else is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from quizgame.cli import main
from quizgame.packs.formats.exchange import KINDS, module_of
from quizgame.packs.formats.files import ExchangeError
from quizgame.packs.reader import parse_pack
from tests.packs.pack_texts import a_conversation_text, a_flashcard_text, a_pack_text

from .round_trips import cover_of, taken_in

MIXED = parse_pack(
    a_pack_text(
        a_conversation_text("wet-tent"), a_flashcard_text(), a_conversation_text("dry-tent"), a_flashcard_text("other")
    ).encode(),
    "f",
)
ALONE = a_pack_text(a_conversation_text().replace("objective: name-it", "objective: other-pack/name-it"))


@pytest.mark.parametrize("name", KINDS)
def test_each_conversation_is_told_and_nothing_else_changes(name: str) -> None:
    exported = module_of(name).write(MIXED)
    told = [loss.text() for loss in exported.losses if loss.where.startswith("conversation")]
    assert [line.partition(": It was left out. ")[0] for line in told] == [
        "conversation wet-tent", "conversation dry-tent",
    ]  # fmt: skip
    assert all(line.endswith(" has no place for turns that depend on what was said before.") for line in told)
    without = module_of(name).write(replace(MIXED, conversations=()))
    assert [loss for loss in exported.losses if loss.text() not in told] == list(without.losses)


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.comes_in])
def test_the_questions_come_back_without_them(name: str) -> None:
    back = taken_in(name, module_of(name).write(MIXED).data, cover_of(MIXED)).pack
    assert [question.id for question in back.questions] == ["name-it", "other"]
    assert back.conversations == ()


@pytest.mark.parametrize("name", KINDS)
def test_a_pack_of_conversations_alone_is_refused_kindly(name: str) -> None:
    with pytest.raises(ExchangeError) as refused:
        module_of(name).write(parse_pack(ALONE.encode(), "f"))
    said = str(refused.value)
    assert said.startswith("This pack holds 1 conversation and nothing else. ")
    assert said.endswith(" Give the pack file itself to others.")


@pytest.mark.parametrize("name", KINDS)
def test_the_command_says_so_and_writes_no_file(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack, target = tmp_path / "talks.yaml", tmp_path / f"talks{KINDS[name].suffixes[0]}"
    pack.write_text(ALONE, encoding="utf-8")
    assert main(["packs", "export", str(pack), str(target)]) == 1
    assert "This pack holds 1 conversation and nothing else." in capsys.readouterr().err
    assert not target.exists()
