"""The schema for editors accepts every pack that ships and refuses what the models refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from quizgame.packs.models import WrittenPack
from quizgame.packs.schema import SCHEMA_FILE, schema, schema_text
from quizgame.packs.starter import starter
from quizgame.packs.tree import read_tree

from .test_writer import BUILT_IN

JUDGE = Draft202012Validator(schema())
CARD = {"id": "one", "kind": "flashcard", "front": "What?", "back": "That."}
OPTIONS = [{"say": "a", "because": "b", "best": True}, {"say": "c", "because": "d"}]
RESPONSE = {"id": "two", "kind": "better-response", "scene": "A queue.", "ask": "Well?", "options": OPTIONS}
SAYS = [
    {"say": "a", "because": "b", "effect": -1, "best": True, "next": "two"},
    {"say": "c", "because": "d", "effect": 1, "next": [{"when": {"temperature": ">=8"}, "to": "lost"}, {"to": "two"}]},
]
TURN = {"id": "one", "says": "Well?", "objective": "one", "responses": SAYS}
TALK = {
    "id": "three",
    "kind": "conversation",
    "title": "t",
    "channel": "counter",
    "setting": "A counter.",
    "customer": {"name": "She", "temperature": 6},
    "turns": [TURN, TURN],
    "endings": {"lost": "She goes."},
}
PACK = {"pack": "p", "title": "P", "version": 1, "questions": [CARD, RESPONSE, TALK]}


def talk(**changed: Any) -> dict[str, Any]:
    """A pack with a conversation in which something is another: of its first turn or response, if they have the key."""
    first = SAYS[0] | {key: value for key, value in changed.items() if key in {*SAYS[0], "reply", "fair"}}
    turn = TURN | {"responses": [first, SAYS[1]]} | {key: value for key, value in changed.items() if key in TURN}
    rest = {key: value for key, value in changed.items() if key not in {*SAYS[0], *TURN, "reply", "fair"}}
    return PACK | {"questions": [TALK | {"turns": [turn, TURN]} | rest]}


def accepted(value: Any) -> bool:
    return bool(JUDGE.is_valid(value))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())
    assert json.loads(schema_text()) == schema()


@pytest.mark.parametrize("path", BUILT_IN, ids=lambda path: path.stem)
def test_it_accepts_every_pack_that_ships(path: Path) -> None:
    errors = [error.message for error in JUDGE.iter_errors(read_tree(path.read_bytes(), "f").root)]
    assert errors == []


def test_it_accepts_the_starter_which_names_it() -> None:
    text = starter("our-returns", "Our returns", "Jo")
    assert text.startswith(f"# yaml-language-server: $schema=./{SCHEMA_FILE}\n")
    assert accepted(read_tree(text.encode(), "f").root)


def test_it_accepts_the_smallest_pack_of_each_kind() -> None:
    assert accepted(PACK)


@pytest.mark.parametrize(
    "broken",
    [
        [],
        {},
        PACK | {"pack": "Our Pack"},
        PACK | {"version": 0},
        PACK | {"version": "1"},
        PACK | {"title": ""},
        PACK | {"title": "two\nlines"},
        PACK | {"colour": "red"},
        PACK | {"language": "english!"},
        PACK | {"questions": []},
        PACK | {"questions": [CARD | {"kind": "riddle"}]},
        PACK | {"questions": [CARD | {"bakc": "x"}]},
        PACK | {"questions": [CARD | {"back": ""}]},
        PACK | {"questions": [CARD | {"was": "no-slash"}]},
        PACK | {"questions": [CARD | {"revision": 0}]},
        PACK | {"questions": [CARD | {"allow": {"W 10": "x"}}]},
        PACK | {"questions": [CARD | {"sources": [{"document": "x"}]}]},
        PACK | {"questions": [{key: CARD[key] for key in ("id", "kind", "front")}]},
        PACK | {"questions": [RESPONSE | {"options": OPTIONS[:1]}]},
        PACK | {"questions": [RESPONSE | {"options": [*OPTIONS, {"say": "x"}]}]},
        PACK | {"questions": [RESPONSE | {"options": [*OPTIONS, {"say": "x", "because": "y", "best": "yes"}]}]},
        PACK | {"objectives": [{"id": "o", "title": "O"}]},
        talk(turns=[TURN]),
        talk(endings={}),
        talk(endings={"won": "x"}),
        talk(endings=["lost"]),
        talk(customer={"name": "She", "temperature": 11}),
        talk(customer={"name": "She"}),
        talk(channel="at a counter in a big shop"),
        talk(objective="a/b/c"),
        talk(responses=SAYS[:1]),
        talk(responses=[*SAYS, *SAYS, *SAYS]),
        talk(effect=-11),
        talk(effect="cooler"),
        talk(fair="maybe"),
        talk(reply=["Yes."]),
        talk(next=8),
        talk(next=[]),
        talk(next={"to": "lost"}),
        talk(next=["lost"]),
        talk(next=[{"when": {"temperature": "8"}, "to": "lost"}]),
        talk(next=[{"when": {"mood": ">=8"}, "to": "lost"}]),
        talk(colour="red"),
    ],
)
def test_it_refuses_what_the_models_refuse(broken: Any) -> None:
    assert not accepted(broken)
    with pytest.raises(ValueError, match="validation error"):
        WrittenPack.model_validate(broken)


@pytest.mark.parametrize(
    "changed",
    [
        talk(),
        talk(objective="other-pack/one"),
        talk(reply="Yes.", fair=False),
        talk(next=[{"when": {"temperature": "<= 3"}, "to": "two"}, {"to": "lost"}]),
        talk(endings={"resolved": "x", "closed-kindly": "x", "handed-over": "x", "ended-properly": "x", "lost": "x"}),
        talk(revision=2, was="old/talk", allow={"W1": "so"}),
    ],
)
def test_it_accepts_what_the_models_accept(changed: Any) -> None:
    assert [error.message for error in JUDGE.iter_errors(changed)] == []
    WrittenPack.model_validate(changed)


def test_every_key_comes_with_its_description() -> None:
    definitions = [schema(), *schema()["$defs"].values()]  # type: ignore[union-attr]
    for definition in definitions:
        assert isinstance(definition, dict)
        properties = definition["properties"]
        assert isinstance(properties, dict)
        for key, value in properties.items():
            assert isinstance(value, dict)
            assert value.get("description"), key
