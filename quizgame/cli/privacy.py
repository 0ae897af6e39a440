"""`quizgame privacy`: every field that is stored, where and why. A test compares its table with the store's schema."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple

from quizgame.cli.surroundings import Surroundings
from quizgame.packs.characters import shown
from quizgame.reports.untrusted import json_text
from quizgame.store.backups import DAILY, MONTHLY, WEEKLY
from quizgame.store.backups import FOLDER as BACKUPS
from quizgame.store.copies import DAMAGED
from quizgame.store.database import FILE
from quizgame.store.mark import FILE as MARK

_WIDTH, _LABEL = 80, 16

Fields = Mapping[str, str]
"""Every field of a table, or of a kind of event, and what it holds."""


class Group(NamedTuple):
    """Fields that are kept for one reason."""

    title: str
    why: str
    tables: Mapping[str, Fields]
    """By the store's tables."""
    events: Mapping[str, Fields] = {}
    """By kinds of events, whose fields stand in an event's body."""


_STAMP = {
    "id": "a number of its own, by which two machines tell whether they have the same row",
    "learner": "whose it is",
    "device": "on which machine it was written: a random number that says nothing of the machine",
    "sequence": "how many rows that machine had written, so that a lost one is noticed",
    "instant": "when",
    "utc_offset": "how far your clock was from UTC then",
    "day": "the study day it counts for",
}
_CHECKSUM = {"checksum": "a sum over the row, so that a flipped bit is noticed"}

GROUPS = (
    Group(
        "Who you are",
        "So that several people can learn on one computer, each with progress of their own.",
        {
            "learner": {
                "id": "a random number, with the time at which you were added",
                "name": "your name, as you typed it",
                "folded": "your name in small letters, so that nobody else takes the same",
                "created": "when you were added",
                "since": "how many rows had been written by then, to tell who was here last",
                "horizon": "up to which study day your answers are counted, when a clock was wrong",
            }
        },
    ),
    Group(
        "Each answer",
        "What you know, what is fading and what comes next are worked out from these, and undo and merging need them.",
        {
            "review": {
                **_STAMP,
                "session": "in which session",
                "question": "which question",
                "objective": "what it practises",
                "revision": "which revision of the question",
                "content": "a sum over its text, as it was shown",
                "shown": "in which order its options stood",
                "chosen": "which one you chose",
                "grade": "how it went: again, hard, good or easy",
                "certainty": "whether you said that you were sure, or not",
                "seconds": "how long you took; it plans your breaks and never grades you",
                "engine": "which scheduler was at work",
                **_CHECKSUM,
            }
        },
    ),
    Group(
        "Everything else you do",
        "So that an undo, a session or a setting is known after a restart and on your other machines.",
        {
            "event": {
                **_STAMP,
                "kind": "what happened: one of the kinds that follow",
                "body": "its fields, as they follow",
                **_CHECKSUM,
            }
        },
        {
            "voided": {"review": "the answer you took back", "day": "its study day"},
            "session-started": {
                "session": "the session",
                "minutes": "how long your break was",
                "seed": "the number from which options are shuffled",
                "packs": "packs it was limited to",
                "topic": "topic it was limited to",
                "objectives": "objectives it was limited to",
                "conversation": "the conversation it was for",
            },
            "session-finished": {"session": "the session that ended"},
            "setting-changed": {
                "key": "what you set: when your day turns, weekly goal, rest days, theme, packs and objectives",
                "value": "what to",
                "from_day": "the study day from which it holds",
            },
            "day-off": {"day": "a study day you marked as a day off", "off": "whether it still is one"},
            "flagged": {
                "question": "a question you marked as bad",
                "revision": "which revision of it",
                "note": "what you wrote about it for its trainer",
            },
            "learners-joined": {"other": "the number of another learner who turned out to be you"},
            "parameters-fitted": {
                "level": "how you forget, learned from your answers: how much is left a week after a first meeting",
                "strength": "how far the scheduler's measure of a memory holds for you",
                "fading": "how fast memories fade",
                "meetings": "how much each further meeting adds",
                "outcomes": "how many answers say so",
                "firsts": "how many objectives you met for the first time",
                "firsts_right": "how many of them you knew",
            },
        },
    ),
    Group(
        "Worked out from those",
        "So that screens open at once. Deleting these loses nothing: they are folded from the log again.",
        {
            "memory": {
                "learner": "whose it is",
                "objective": "what it is about",
                "stability": "how long you will probably remember it",
                "difficulty": "how hard it is for you",
                "last_day": "the study day of your latest answer that counted",
                "repetitions": "how many answers counted",
                "lapses": "how often it had slipped",
                "latest_day": "the study day of your latest answer",
                "latest_instant": "when that was",
                "latest_id": "which answer that was",
                "shown": "which of its questions you saw when",
                "pack": "its pack",
                "question": "the question whose turn it is",
                "kind": "of what kind that is",
                "due": "the study day on which it is due",
                "revised": "whether that question has changed since",
                "options": "how many options that question has",
                "misled": "the study day of an answer you were sure of and that was wrong",
                "tally": "how sure you were and what was predicted, against what came",
            },
            "day_total": {
                "learner": "whose it is",
                "day": "the study day",
                "answers": "how many answers you gave",
                "again": "how many of them had slipped",
                "millis": "how long you practised",
                "kept": "how many answers were not taken back on the same day",
                "finished": "how many sessions you finished",
                "opened": "when and how far from UTC you gave the first answer",
                "closed": "the same of the last one",
            },
            "voided": {
                "review": "an answer you took back",
                "learner": "whose it is",
                "same_day": "whether that was on the same day",
            },
        },
    ),
    Group(
        "This computer",
        "So that rows of two machines can be put together, and a missing one is noticed.",
        {
            "device": {
                "id": "a random number, made when the game was first opened here",
                "erased_to": "the highest number of a row that was erased",
            },
            "erased": {"first": "numbers of rows that were erased, from", "last": "and up to"},
            "erasing": {"learner": "who is being erased or joined, while that lasts; empty otherwise"},
        },
    ),
)
"""Everything that is stored about learners."""

OF_PACKS = frozenset(
    {"pack", "refused_file", "objective", "question", "question_words", "conversation", "turn", "document", "alias"},
)
"""Tables that hold packs, and nothing about anybody who learns with them."""

_NOWHERE = "All of it stays on this computer. quizgame sends nothing anywhere, and asks nobody for anything."

_COMMANDS = {
    "quizgame learners export NAME FILE": "everything held about you, to read, keep or move",
    "quizgame learners export NAME FILE --for-trainer": (
        "for a trainer: what you answered first, and your flags; no name, no time, no speed"
    ),
    "quizgame learners import FILE": "takes it in again, here or on another machine",
    "quizgame learners erase NAME": "removes you from the store and its backups, for good",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The form of the answer."""
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Say what is stored; nothing is opened for that."""
    home = surroundings.home.absolute()
    if arguments.json:
        print(json_text(_as_json(home)))
    else:
        print("\n".join(_lines(home)))
    return 0


def places(home: Path) -> dict[Path, str]:
    """Where things lie, and what."""
    return {
        home / FILE: "the store: everything below. Beside it, while the game is open, -wal and -shm",
        home / MARK: "how many rows this device has written, so that it is noticed when the last of them are gone",
        home / BACKUPS: f"copies of the store, of {DAILY} days, {WEEKLY} weeks and {MONTHLY} months",
        home / DAMAGED: "a store that was damaged, or that a backup was put in the place of, is set aside here",
        home / "packs": "packs that were installed; nothing about you",
    }


def _lines(home: Path) -> Iterator[str]:
    yield from wrap(_NOWHERE, _WIDTH)
    yield ""
    for path, what in places(home).items():
        yield shown(str(path), 500)
        yield from _indented(what, 4)
    for group in GROUPS:
        yield from ("", group.title)
        yield from _indented(group.why, 2)
        several = len(group.tables) > 1
        for table, fields in group.tables.items():
            yield from [f"    {table}"] if several else []
            yield from _fields(fields, 6 if several else 4)
        for kind, fields in group.events.items():
            yield f"    {kind}"
            yield from _fields(fields, 6)
    yield from ("", "Packs")
    yield from _indented("Their questions are stored too. They say nothing about you.", 2)
    yield from ("", "It is yours")
    for command, what in _COMMANDS.items():
        yield f"  {command}"
        yield from _indented(what, 6)
    yield from _indented("What you export, print or copy yourself lies where you put it, and stays there.", 2)


def _fields(fields: Fields, indent: int) -> Iterator[str]:
    for name, what in fields.items():
        label = f"{' ' * indent}{name:<{_LABEL}}"
        yield from wrap(what, _WIDTH, initial_indent=label, subsequent_indent=" " * len(label))


def _indented(text: str, indent: int) -> list[str]:
    return wrap(text, _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent)


def _as_json(home: Path) -> dict[str, object]:
    return {
        "sent_anywhere": False,
        "places": [{"path": str(path), "what": what} for path, what in places(home).items()],
        "groups": [
            {
                "title": group.title,
                "why": group.why,
                "fields": [
                    {"table": table, "field": field, "what": what}
                    for table, fields in group.tables.items()
                    for field, what in fields.items()
                ],
                "events": [
                    {"kind": kind, "field": field, "what": what}
                    for kind, fields in group.events.items()
                    for field, what in fields.items()
                ],
            }
            for group in GROUPS
        ],
        "packs": sorted(OF_PACKS),
        "commands": _COMMANDS,
    }
