"""Conversations in the store: compiled with their packs, and read back as far as a learner has come with them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from quizgame.domain.conversation import Run, best_from, followed
from quizgame.domain.planner import Dialogue
from quizgame.domain.questions import (
    Conversation,
    Pack,
    Response,
    Source,
    Turn,
    Way,
    conversation_of,
    key,
    turn_key,
)
from quizgame.store import caches
from quizgame.store.search import folded

KEPT = 30
"""Study days after which a conversation that was begun and left is begun anew."""

_RECENT = 1000
"""Answers that are looked through for what was left: more than a learner gives in a month of conversations."""

_READ = (
    "SELECT conversation.key, conversation.title, revision, body, pack.id, pack.title FROM conversation"
    " JOIN pack ON pack.id = conversation.pack"
)


class ShelvedConversation(NamedTuple):
    """A conversation with everything that a screen shows around it."""

    key: str
    conversation: Conversation
    pack: str
    pack_title: str
    contents: Mapping[str, str]
    """Content hashes of the turns by their ids."""


class Said(NamedTuple):
    """An answer in a conversation."""

    turn: str
    chosen: int
    revision: int
    day: int
    session: bytes
    sequence: int


def compile_into(db: sqlite3.Connection, pack: Pack, hashes: Mapping[str, str]) -> None:
    """Write a pack's conversations, within a transaction that the caller holds; `hashes` give those of the turns."""
    for position, each in enumerate(pack.conversations):
        name = key(pack.id, each.id)
        best = {step.turn for step in best_from(Run(each)).steps}
        db.execute(
            "INSERT INTO conversation VALUES (?, ?, ?, ?, ?, ?, ?)",
            (name, pack.id, position, each.title, each.revision, _body(each), _words(each)),
        )
        db.executemany(
            "INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    turn_key(name, turn.id),
                    name,
                    place,
                    turn.objective,
                    hashes[turn_key(each.id, turn.id)],
                    int(turn.id in best),
                )
                for place, turn in enumerate(each.turns)
            ),
        )


def of_pack(db: sqlite3.Connection, pack: str) -> list[ShelvedConversation]:
    """The conversations of a pack in its order."""
    rows = db.execute(f"{_READ} WHERE pack.id = ? ORDER BY position", (pack,)).fetchall()
    return [_shelved(db, row) for row in rows]


def find(db: sqlite3.Connection, name: str) -> ShelvedConversation | None:
    """One conversation by its key; None when its pack is gone."""
    row = db.execute(f"{_READ} WHERE conversation.key = ?", (name,)).fetchone()
    return None if row is None else _shelved(db, row)


def dialogues(db: sqlite3.Connection, clause: str, values: list[str]) -> Iterator[Dialogue]:
    """The conversations in play as if none had been begun; the clause leaves out packs and objectives set aside."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    rows = db.execute(
        "SELECT conversation, pack, turn.key, objective FROM turn JOIN conversation ON conversation.key = conversation"
        f" WHERE on_best_path {clause} ORDER BY pack, conversation.position, turn.position",
        values,
    )
    for conversation, pack, turn, objective in rows:
        found.setdefault((conversation, pack), []).append((turn, objective))
    for (conversation, pack), turns in found.items():
        yield Dialogue(conversation, pack, tuple(turns))


def said(db: sqlite3.Connection, learner: bytes) -> dict[str, list[Said]]:
    """A learner's latest answers in conversations, by conversation, oldest first."""
    rows = db.execute(
        "SELECT question, chosen, revision, day, session, sequence FROM review INDEXED BY review_of_turn"
        " WHERE learner = :learner AND instr(question, '.') > 0 AND chosen IS NOT NULL"
        f" AND day <= (SELECT horizon FROM learner WHERE id = :learner) AND {caches.STANDS}"
        f" ORDER BY day DESC, instant DESC, id DESC LIMIT {_RECENT}",
        {"learner": learner},
    ).fetchall()
    found: dict[str, list[Said]] = {}
    for question, *rest in reversed(rows):
        conversation = conversation_of(question)
        found.setdefault(conversation, []).append(Said(question[len(conversation) + 1 :], *rest))
    return {conversation: _in_order(answers) for conversation, answers in found.items()}


def _in_order(answers: list[Said]) -> list[Said]:
    """Session after session, each in the order of its device's own numbers: a clock set back turns nothing round."""
    sessions: dict[bytes, int] = {}
    for place, each in enumerate(answers):
        sessions[each.session] = place
    return sorted(answers, key=lambda each: (sessions[each.session], each.sequence))


def run_of(conversation: Conversation, answers: list[Said]) -> Run | None:
    """How far a learner has come, by the answers to the present revision; None where none begins it."""
    return followed(
        conversation, [(each.turn, each.chosen) for each in answers if each.revision == conversation.revision]
    )


def left_off(dialogue: Dialogue, answers: list[Said], run: Run | None) -> Dialogue:
    """A conversation in play as a learner left it."""
    if run is None or not run.steps or run.outcome is not None:
        return dialogue._replace(last_day=answers[-1].day)
    ahead = (step.turn for step in best_from(run).steps[len(run.steps) :])
    turns = tuple((turn_key(dialogue.conversation, turn), run.conversation.turn(turn).objective) for turn in ahead)
    return dialogue._replace(turns=turns, begun=True, last_day=answers[-1].day)


def _shelved(db: sqlite3.Connection, row: tuple[Any, ...]) -> ShelvedConversation:
    name, title, revision, body, pack, pack_title = row
    values = json.loads(body)
    turns = tuple(_turn(each) for each in values.pop("turns"))
    endings = tuple((outcome, debrief) for outcome, debrief in values.pop("endings"))
    identity = name.partition("/")[2]
    conversation = Conversation(identity, title, revision=revision, turns=turns, endings=endings, **values)
    contents = db.execute("SELECT key, content FROM turn WHERE conversation = ?", (name,))
    return ShelvedConversation(
        name, conversation, pack, pack_title, {key[len(name) + 1 :]: content for key, content in contents}
    )


def _turn(values: dict[str, Any]) -> Turn:
    responses = tuple(
        Response(**{**each, "ways": tuple(Way(**way) for way in each["ways"])}) for each in values["responses"]
    )
    sources = tuple(Source(**each) for each in values["sources"])
    return Turn(values["id"], values["says"], values["objective"], responses, sources, tuple(values["asks"]))


def _body(conversation: Conversation) -> str:
    """What a screen shows of a conversation; its key, title and revision have columns of their own."""
    values = asdict(conversation)
    for column in ("id", "title", "revision", "was"):
        del values[column]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _words(conversation: Conversation) -> str:
    """The title on a line of its own, and what is said on the next, as in `search`."""
    says = (text for turn in conversation.turns for text in (turn.says, *(each.say for each in turn.responses)))
    texts = (conversation.channel, conversation.setting, *says)
    return f"{folded(conversation.title)}\n{' '.join(map(folded, texts))}"
