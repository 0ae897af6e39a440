"""How long item analysis takes: many learners' first answers to a large library, from the store and in memory.

python -m benchmarks.item_analysis [QUESTIONS] [LEARNERS] [SHARE]     10,000, 200 and .5: a million first answers
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

from quizgame.domain.questions import BetterResponse, Objective, Option, Pack
from quizgame.packs.content import content_hash, content_hashes
from quizgame.store.catalogue import Catalogue, PackFile
from quizgame.store.database import Database
from quizgame.store.log import INSERT_REVIEW
from quizgame.study.items import gather

_ORDERS = ("0,1,2,3", "1,0,3,2", "3,2,1,0", "2,3,0,1")


def _pack(questions: int) -> Pack:
    asked = tuple(
        BetterResponse(
            id=f"q{number}",
            scene=f"Customer {number} has waited for twenty minutes, and says so.",
            ask="What do you say?",
            options=tuple(Option(f"Response {each} to {number}.", "For a reason.", each == 0) for each in range(4)),
            objective=f"q{number}",
        )
        for number in range(questions)
    )
    objectives = tuple(Objective(each.id, each.id, "large") for each in asked)
    return Pack("large", "A large library", "Benchmark", 1, "en", objectives, asked)


def _rows(pack: Pack, learners: list[bytes], share: float) -> Iterator[tuple[object, ...]]:
    random = Random(1)
    hashes = [content_hash(each) for each in pack.questions]
    for learner in learners:
        able = random.gauss(0.65, 0.12)
        number = 0
        for place, question in enumerate(pack.questions):
            if random.random() >= share:
                continue
            number += 1
            chosen = 0 if random.random() < able else random.randrange(1, 4)
            row = (
                random.randbytes(16), learner, b"d" * 16, number, number * 1_000_000, 0, number // 40, b"s" * 16,
                f"large/{question.id}", f"large/{question.id}", 1, hashes[place], random.choice(_ORDERS), chosen,
                3 if chosen == 0 else 1, random.choice((0, 0, 1, 2)), 8.0, "engine",
            )  # fmt: skip
            yield (*row, zlib.crc32(b""))


def main() -> None:
    """Build the store, and measure."""
    words = sys.argv[1:]
    questions = int(words[0]) if words else 10_000
    number = int(words[1]) if len(words) > 1 else 200
    share = float(words[2]) if len(words) > 2 else 0.5
    pack = _pack(questions)
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(Path(folder), Random(2).randbytes)
        source = PackFile("installed/large.yaml", False, 1, 1, "1:1")
        Catalogue(database).shelve(pack, source, content_hashes(pack))
        learners = [Random(each).randbytes(16) for each in range(number)]
        with database.writing() as db:
            for place, learner in enumerate(learners):
                name = f"Learner {place}"
                db.execute("INSERT INTO learner VALUES (?, ?, ?, 0, 0, 0)", (learner, name, name.casefold()))
            db.executemany(INSERT_REVIEW, _rows(pack, learners, share))
        (answers,) = database.reading.execute("SELECT count(*) FROM review").fetchone()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        report = gather(database)
        took = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        database.close()
    items = sum(len(each.rows) for each in report.packs)
    print(f"{answers:,} first answers of {number} learners to {items:,} questions: {took:.1f} s, ", end="")
    print(f"{peak / 1024:.0f} MiB at most ({before / 1024:.0f} before)")
    for name in ("items_page", "items_records", "items_html"):
        start = time.perf_counter()
        text = _rendered(name, report)
        print(f"{name}: {time.perf_counter() - start:.1f} s, {len(text) / 1e6:.1f} MB")


def _rendered(name: str, report: object) -> str:
    from quizgame.domain.item_report import ItemReport
    from quizgame.reports.items_html import html
    from quizgame.reports.items_page import page
    from quizgame.reports.items_records import as_json

    assert isinstance(report, ItemReport)
    if name == "items_page":
        return page(report, 80, False)
    return as_json(report) if name == "items_records" else html(report)


if __name__ == "__main__":
    main()
