"""The peer of a session: Anki's own library shows cards and keeps answers. Runs in Anki's interpreter.

    python -m benchmarks.anki_study open COLLECTION            prints its peak memory when the first card is rendered
    python -m benchmarks.anki_study answers COLLECTION COUNT   prints what answers took, and taking half of them back

Each answer is Anki's own transaction, and so is each undo. Which card comes next is worked out between them, and not
counted.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from benchmarks.anki_graphs import opened
from benchmarks.meter import peak

_BLOCK = 20
"""Answers before some are taken back: Anki remembers no more than thirty steps."""


def _next(col: Any) -> Any:
    queued = col.sched.get_queued_cards(fetch_limit=1)
    if not queued.cards:
        raise SystemExit("Anki has no card to show.")
    return queued.cards[0]


def _card(col: Any, queued: Any) -> Any:
    return import_module("anki.cards").Card(col, backend_card=queued.card)


def open_(collection: str) -> None:
    """Render the first card, and say so."""
    col = opened(collection)
    card = _card(col, _next(col))
    assert "parcel" in card.question()
    assert "wrong" in card.answer()
    print(peak(), flush=True)
    col.close()


def answers(collection: str, count: int) -> None:
    """Answer and take every other answer back, a few at a time."""
    col = opened(collection)
    before = col.db.scalar("SELECT count(*) FROM revlog")
    kept: list[float] = []
    undone: list[float] = []
    while len(kept) < count:
        kept += [_answered(col) for _ in range(_BLOCK)]
        undone += [_timed(col.undo) for _ in range(_BLOCK // 2)]
    if col.db.scalar("SELECT count(*) FROM revlog") != before + len(kept) - len(undone):
        raise SystemExit("Anki did not keep, or did not take back, every answer.")
    col.close()
    print(json.dumps({"answers": kept, "undone": undone}))


def _answered(col: Any) -> float:
    queued = _next(col)
    card = _card(col, queued)
    card.start_timer()
    good = import_module("anki.scheduler.v3").CardAnswer.GOOD
    answer = col.sched.build_answer(card=card, states=queued.states, rating=good)
    return _timed(lambda: col.sched.answer_card(answer))


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def main() -> None:
    """Do it."""
    command, collection, *more = sys.argv[1:]
    if command == "open":
        open_(collection)
    else:
        answers(collection, int(more[0]))


if __name__ == "__main__":
    main()
