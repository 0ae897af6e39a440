"""Plays learners in Anki's own library, its clock moved from day to day, and holds the model of it against that.

    python -m benchmarks.learning.real_anki                 four learners, a hundred days, three settings
    python -m benchmarks.learning.real_anki --anki PYTHON   with the interpreter that has the library

Anki decides what is asked. The model is told the same answers and says at every step what it would have asked, and
after every answer where the card stands now. Where Anki draws lots (the order of reviews due on one day, and the days
within the range of its fuzz) the model takes over what was drawn. It seeds them with the time at which cards were made,
so that no two runs are quite alike. Needs Linux and a C compiler for the moved clock.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.learning.anki import LEARNING, NEW, RELEARNING, REVIEW, UNLIMITED, Anki, Settings, most_wait
from benchmarks.learning.arrays import Ints, uniform
from benchmarks.learning.play import NOTHING, Asking, Told
from benchmarks.learning.truths import TRUTHS, Truth
from benchmarks.learning.world import World

if TYPE_CHECKING:
    from anki.collection import Collection

COMPARED = (
    Settings(),
    Settings(steps=(), relearning=(), new=10, mix="new first", target=0.85),
    Settings(steps=(), relearning=(), new=UNLIMITED, mix="new last", reviews=UNLIMITED),
)

RESULTS = Path(__file__).parents[1] / "results" / "learning" / "real-anki.json"

_START = 1_800_000_000 // 86400 * 86400
"""Midnight of the first day, UTC."""
_MIX = {"mixed": 0, "new last": 1, "new first": 2}
_HERE = Path(__file__)


def main() -> int:
    """Compare, print and write down."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning.real_anki")
    parser.add_argument("--anki", default=sys.executable, metavar="PYTHON", help="an interpreter with Anki and numpy")
    parser.add_argument("--learners", type=int, default=4)
    parser.add_argument("--days", type=int, default=100)
    parser.add_argument("--minutes", type=int, default=5)
    parser.add_argument("--objectives", type=int, default=300)
    parser.add_argument("--clock", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.clock:
        return _with_moved_clock(options.anki, sys.argv[1:])
    found = [_compared(settings, options) for settings in COMPARED]
    for each in found:
        print(json.dumps(each, indent=1))
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


def _with_moved_clock(python: str, arguments: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        library = str(Path(folder) / "clock.so")
        compiler = ["cc", "-shared", "-fPIC", "-o", library, str(_HERE.with_name("clock.c")), "-ldl"]
        subprocess.run(compiler, check=True)
        command = [python, "-m", "benchmarks.learning.real_anki", *arguments, "--clock", library]
        environment = {**os.environ, "LD_PRELOAD": library, "TZ": "UTC"}
        return subprocess.run(command, env=environment, cwd=_HERE.parents[2], check=False).returncode


class Clock:
    """The wall clock, moved."""

    def __init__(self, library: str) -> None:
        self._move = ctypes.CDLL(library).move_clock
        self._move.argtypes = [ctypes.c_longlong]
        self._real = time.time
        self._moved = 0

    def turn_to(self, day: int, seconds: float) -> None:
        """Make it so many seconds after noon of a day."""
        wanted = int(_START + day * 86400 + 43200 + seconds)
        self._moved += wanted - int(self._real())
        self._move(self._moved)


def _compared(settings: Settings, options: argparse.Namespace) -> dict[str, Any]:
    world = World(99, options.learners, options.objectives)
    truth = TRUTHS["act-r"](world)
    model = Anki(world, options.minutes, settings)
    clock = Clock(options.clock)
    tally: Counter[str] = Counter()
    version = ""
    for learner in range(options.learners):
        with tempfile.TemporaryDirectory() as folder:
            clock.turn_to(0, 0)
            comparison = Comparison(truth, model, settings, clock, learner)
            version = comparison.play(Path(folder) / "collection.anki2", options.days)
            tally += comparison.tally
    asked, compared = tally["asked"], tally["days"]
    return {
        "anki": version,
        "settings": settings.words,
        "learners": options.learners,
        "days of practice": compared,
        "questions": asked,
        "same counts due at the start of a day": round(tally["counts"] / max(compared, 1), 4),
        "same kind of card asked": round(tally["kind"] / max(asked, 1), 4),
        "same card, or one due on the same day": round(tally["card"] / max(asked, 1), 4),
        "same state after the answer": round(tally["state"] / max(asked, 1), 4),
        "same memory after the answer": round(tally["memory"] / max(asked, 1), 4),
        "same time to the next step, or interval in range": round(tally["when"] / max(asked, 1), 4),
    }


class Comparison:
    """One learner, in Anki and in the model."""

    def __init__(self, truth: Truth, model: Anki, settings: Settings, clock: Clock, learner: int) -> None:
        self.world, self.truth, self.model, self.clock = model.world, truth, model, clock
        self.learner, self.settings = learner, settings
        self.tally: Counter[str] = Counter()
        self.who = np.array([learner])
        self.cards: list[int] = []

    def play(self, path: Path, days: int) -> str:
        """Play so many days; the release of Anki."""
        from anki import buildinfo
        from anki.collection import Collection

        collection = Collection(str(path))
        try:
            self._fill(collection)
            for day in np.nonzero(self.world.attends[self.learner, :days])[0]:
                self._session(collection, int(day))
        finally:
            collection.close()
        return buildinfo.version

    def _fill(self, collection: Collection) -> None:
        settings = self.settings
        collection.set_config("fsrs", True)
        deck: Any = collection.decks.config_dict_for_deck_id(1)  # type: ignore[arg-type]
        deck["new"]["perDay"], deck["rev"]["perDay"] = settings.new, settings.reviews
        deck["new"]["delays"] = [each / 60 for each in settings.steps]
        deck["lapse"]["delays"] = [each / 60 for each in settings.relearning]
        deck["newMix"], deck["desiredRetention"] = _MIX[settings.mix], settings.target
        collection.decks.update_config(deck)
        kind = collection.models.by_name("Basic")
        assert kind
        ids: dict[int, int] = {}
        for objective in self.world.in_packs_order:
            note = collection.new_note(kind)
            note["Front"] = str(objective)
            collection.add_note(note, 1)  # type: ignore[arg-type]
            ids[int(objective)] = note.card_ids()[0]
        self.cards = [ids[each] for each in range(self.world.objectives)]

    def _session(self, collection: Collection, day: int) -> None:
        spent, asked, length = 0.0, 0, self.model.minutes * 60
        self.clock.turn_to(day, 0)
        self.model.begin(day, self.who)
        self._count(collection, day)
        while True:
            self.clock.turn_to(day, spent)
            queued = self._top(collection)
            remaining = np.array([length - spent], dtype=np.float32)
            expected = int(self.model.pick(Asking(day, self.who, remaining, 0))[0])
            if not queued.cards:
                self.tally["asked"] += expected != NOTHING
                return
            objective = self.cards.index(queued.cards[0].card.id)
            picked = np.array([objective])
            if self.model.fits(Asking(day, self.who, remaining, asked), picked)[0] == NOTHING:
                return
            self._asked(objective, expected)
            told = self._told(day, picked, spent, asked)
            spent, asked = float(told.spent[0]), asked + 1
            self.clock.turn_to(day, spent)
            self._answer(collection, queued.cards[0], told)

    def _top(self, collection: Collection) -> Any:
        scheduler: Any = collection.sched
        return scheduler.get_queued_cards(fetch_limit=1)

    def _count(self, collection: Collection, day: int) -> None:
        counts = self._top(collection)
        model, who = self.model, self.learner
        reviews = int(((model.state[who] == REVIEW) & (model.due[who] <= day)).sum())
        reviews = min(reviews, self.settings.reviews)
        new = min(int((model.state[who] == NEW).sum()), self.settings.new, self.settings.reviews - reviews)
        learning = int((model.step_due[who] <= (day + 1) * 86400).sum())
        self.tally["days"] += 1
        self.tally["counts"] += (counts.new_count, counts.learning_count, counts.review_count) == (
            new,
            learning,
            reviews,
        )

    def _asked(self, objective: int, expected: int) -> None:
        model, who = self.model, self.learner
        self.tally["asked"] += 1
        if expected == NOTHING:
            return
        kinds = [model.state[who, each] for each in (objective, expected)]
        learning = [each in {LEARNING, RELEARNING} for each in kinds]
        self.tally["kind"] += learning[0] == learning[1] and (all(learning) or kinds[0] == kinds[1])
        tied = kinds == [REVIEW, REVIEW] and model.due[who, objective] == model.due[who, expected]
        self.tally["card"] += objective == expected or bool(tied)
        if not learning[0]:
            self._bring_forward(objective)

    def _bring_forward(self, objective: int) -> None:
        """Where Anki has drawn another of those due on one day, the model takes that one too."""
        queue, place = self.model.queue[self.learner], int(self.model.place[self.learner])
        at = np.nonzero(queue == objective)[0]
        if len(at):
            queue[at[0]] = queue[place]
        queue[place] = objective

    def _told(self, day: int, picked: Ints, spent: float, asked: int) -> Told:
        world, who = self.world, self.who
        showing, options = self.model.showings[who, picked], self.model.options(who, picked)
        now = np.array([day + 0.5 + spent / 86400], dtype=np.float32)
        recalled = uniform(world.seed, 100, who, picked, showing) < self.truth.chance(who, picked, now)
        right = world.answers(who, picked, showing, options, recalled)
        seconds = world.seconds(who, picked, showing, options, right)
        self.truth.present(who, picked, now, recalled)
        self.model.showings[who, picked] += 1
        return Told(day, who, picked, options, right, seconds, asked, np.floor(spent + seconds))

    def _answer(self, collection: Collection, queued: Any, told: Told) -> None:
        from anki.cards import Card
        from anki.scheduler.v3 import CardAnswer

        scheduler: Any = collection.sched
        card = Card(collection, backend_card=queued.card)
        card.start_timer()
        rating = CardAnswer.GOOD if told.right[0] else CardAnswer.AGAIN
        scheduler.answer_card(scheduler.build_answer(card=card, states=queued.states, rating=rating))
        self.model.told(told)
        self._compare(collection.get_card(card.id), told)

    def _compare(self, card: Any, told: Told) -> None:
        model, at = self.model, (self.learner, int(told.objective[0]))
        self.tally["state"] += int(card.type) == model.state[at]
        memory = card.memory_state
        close = memory is not None and abs(memory.stability / model.stability[at] - 1) < 0.01
        self.tally["memory"] += close and abs(memory.difficulty - model.difficulty[at]) < 0.01
        if int(card.queue) == 1:
            answered = told.day * 86400 + 43200 + float(told.spent[0])
            drawn, own = card.due - _START - answered, model.step_due[at] - answered
            # Both lie within a quarter of the step, or of five minutes, above it.
            self.tally["when"] += bool(drawn <= own + most_wait(own) + 2 and own <= drawn + most_wait(drawn) + 2)
            model.step_due[at] = drawn + answered
            return
        assert model.drawn_from
        shortest, longest = (int(model.drawn_from.drawn(fuzz)[0]) for fuzz in (0.0, 0.9999))
        drawn = int(card.ivl)
        self.tally["when"] += shortest <= drawn <= longest and model.state[at] == REVIEW
        model.interval[at], model.due[at] = drawn, told.day + drawn


if __name__ == "__main__":
    raise SystemExit(main())
