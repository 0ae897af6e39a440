"""The peer of looking back: Anki's own library over a collection with a long past. Runs in Anki's interpreter.

    python -m benchmarks.anki_graphs build COLLECTION CARDS REVIEWS     as many reviews as ours, on as many days
    python -m benchmarks.anki_graphs graphs COLLECTION TIMES DAYS SEARCH   what its statistics screen shows
    python -m benchmarks.anki_graphs states COLLECTION TIMES 0    the FSRS state of every card, from its reviews

The last two print times and peak memory.

The screen asks its backend for `graphs`, at first with the search `deck:current` and 365 days; 0 days stand for all
history, an empty search for the whole collection. The answer goes to a web view as it is, which then draws it: neither
reading nor drawing it is counted here. States are computed anew when a learner changes the desired retention.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from benchmarks.meter import tell

_PER_DAY = 256
_APART = 24_000  # milliseconds between two answers
_DAY = 86_400_000  # milliseconds
_ROLLOVER = 4  # o'clock

_REVIEW, _LEARNING = 1, 0  # kinds of a row of the review log
_GOOD, _AGAIN = 3, 1


_NO_LIMIT = 9999
_LOWEST, _CHOICES = 80, 15  # per cent: the desired retentions that are gone through


def opened(collection: str) -> Any:  # Anki need not be installed where types are checked
    """An open collection."""
    return import_module("anki.collection").Collection(collection)


def build(collection: str, cards: int, reviews: int) -> None:
    """A collection: notes added by Anki, then a long past straight into its log, where there is to be one."""
    col = opened(collection)
    notetype, deck = col.models.by_name("Basic"), col.decks.id("Default")
    request = import_module("anki.collection").AddNoteRequest
    notes = []
    for number in range(cards):
        note = col.new_note(notetype)
        note["Front"] = (
            f"A caller whose parcel is late raises his voice for the third time ({number}). What do you say?"
        )
        note["Back"] = "Say in your own words what has gone wrong for him, and ask whether you have it right."
        notes.append(request(note, deck))
    col.add_notes(notes)
    col.set_config("fsrs", True)
    limits = col.decks.config_dict_for_deck_id(deck)
    limits["new"]["perDay"] = limits["rev"]["perDay"] = _NO_LIMIT
    col.decks.update_config(limits)
    ids = col.db.list("SELECT id FROM cards ORDER BY id")
    col.close()
    if not reviews:
        return
    today = int(time.time() * 1000) // _DAY
    first_day = today - 1 - (reviews - 1) // _PER_DAY
    db = sqlite3.connect(collection)
    db.executemany(
        "INSERT INTO revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type) VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)",
        _life(ids, reviews, first_day),
    )
    db.execute("UPDATE col SET crt = ?", (first_day * _DAY // 1000 + _ROLLOVER * 3600,))
    db.executemany(
        "UPDATE cards SET type = 2, queue = 2, due = ?, ivl = ?, factor = 2500, reps = ?, lapses = ?, data = ?"
        " WHERE id = ?",
        _states(ids, reviews, today - first_day),
    )
    db.commit()
    db.close()
    col = opened(collection)
    col.optimize()  # as Anki itself does from time to time: nobody shall say that it was given a worn collection
    counted = _answer(col, "", 0)
    if sum(sum(each.values()) for each in counted) != reviews:
        raise SystemExit(f"Anki does not see the {reviews} reviews that it was given.")
    col.close()


def _life(ids: list[int], reviews: int, first_day: int) -> Iterator[tuple[int, ...]]:
    """Rows of the log: every day the cards in turn, as in our own stores, right 17 times in 20."""
    dice = random.Random(7)
    met: set[int] = set()
    for number in range(reviews):
        instant = (first_day + number // _PER_DAY) * _DAY + _DAY // 2 + number % _PER_DAY * _APART
        card = ids[number % len(ids)]
        ease = _GOOD if dice.random() < 0.85 else _AGAIN
        interval = dice.randint(1, 120)
        kind = _REVIEW if card in met else _LEARNING
        met.add(card)
        yield (
            instant,
            card,
            ease,
            interval,
            dice.randint(1, 60),
            dice.randint(100, 1000),
            dice.randint(4_000, 20_000),
            kind,
        )


def _states(ids: list[int], reviews: int, today: int) -> Iterator[tuple[int, int, int, int, str, int]]:
    """Each card's schedule, and what FSRS keeps with it; `today` is counted from the collection's first day."""
    dice = random.Random(8)
    each = reviews // len(ids)
    for card in ids:
        interval = dice.randint(1, 120)
        state = {"s": round(dice.uniform(1, 120), 4), "d": round(dice.uniform(2, 9), 3), "dr": 0.9, "decay": 0.5}
        yield today + dice.randint(-30, 90), interval, each, each // 8, json.dumps(state), card


def _answer(col: Any, search: str, days: int) -> list[dict[str, int]]:
    """How many reviews of each kind the graphs count, day by day."""
    counts = col._backend.graphs(search=search, days=days).reviews.count
    kinds = ("learn", "relearn", "young", "mature", "filtered")
    return [{kind: getattr(day, kind) for kind in kinds} for day in counts.values()]


def graphs(collection: str, times: int, days: int, search: str) -> None:
    """Ask for the graphs so many times."""
    col = opened(collection)
    message = import_module("anki.stats_pb2").GraphsRequest(search=search, days=days).SerializeToString()
    tell(lambda: col._backend.graphs_raw(message), times)
    col.close()


def states(collection: str, times: int) -> None:
    """Have the state of every card computed so many times, each for another desired retention."""
    col = opened(collection)
    (deck,) = [each.id for each in col.decks.all_names_and_ids()]
    messages = import_module("anki.deck_config_pb2")
    now = col._backend.get_deck_configs_for_update(deck)
    (chosen,) = [each.config for each in now.all_config]

    def work() -> None:
        per_cent = _LOWEST + (round(chosen.config.desired_retention * 100) + 1 - _LOWEST) % _CHOICES
        chosen.config.desired_retention = per_cent / 100
        message = messages.UpdateDeckConfigsRequest(
            target_deck_id=deck, configs=[chosen], fsrs=True, limits=now.current_deck.limits
        )
        col._backend.update_deck_configs_raw(message.SerializeToString())

    tell(work, times)
    written = {json.loads(each)["dr"] for each in col.db.list("SELECT data FROM cards")}
    if written != {round(chosen.config.desired_retention, 2)}:
        raise SystemExit(f"Anki left cards as they were: {written}.")
    col.close()


def main() -> None:
    """Build, or ask."""
    command, collection, one, other, *search = sys.argv[1:]
    if command == "build":
        build(collection, int(one), int(other))
    elif command == "states":
        states(collection, int(one))
    else:
        graphs(collection, int(one), int(other), "".join(search))


if __name__ == "__main__":
    main()
