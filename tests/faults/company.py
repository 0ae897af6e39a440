"""Several copies of the game at once, and clocks that jump."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

from tests.builders import NOON, FixedClock, a_learner, a_pack, a_store, a_study
from tests.faults.home import examined, stored
from tests.faults.record import Record
from tests.store.histories import answer_open
from tests.store.test_two_processes import at_once

PATIENT = """
import sys
from pathlib import Path
from quizgame.domain.events import Grade
from quizgame.store.errors import StoreBusy
from tests.builders import a_desk, a_store
from tests.store.histories import TODAY, an_answer, when

home, learner, seed, answers = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with a_store(home) as database:
    desk = a_desk(database, learner, seed)
    print("ready", flush=True)
    sys.stdin.readline()
    number = 0
    while number < answers:
        objective = f"pack/o{number * seed % 3}"
        try:
            desk.record(an_answer(f"{objective}-b", objective, Grade(1 + number % 4)), when(TODAY, number))
        except StoreBusy:  # it was said that the answer is not stored: the same key again
            continue
        number += 1
"""
"""Answers, and answers again where another copy of the game held the store for longer than anybody waits."""


def copies_at_once(scratch: Path, copies: int, answers: int) -> Record:
    """So many programs that answer as quickly as they can, two by two as the same learner."""
    names = [f"Learner {number // 2}" for number in range(copies)]
    with a_store(scratch, a_pack()) as database:
        for seed, name in enumerate(sorted(set(names)), 5):
            a_learner(database, name, seed)
    at_once(scratch, *names, answers=answers, copy=PATIENT)
    found = examined(scratch)
    given = copies * answers
    record = Record(f"{copies} programs at once")
    return record.once(noticed=not found.sound, acknowledged=given, lost=given - len(stored(scratch)))


def jumping_clock(scratch: Path, seed: int, times: int) -> Record:
    """A clock that jumps up to ten years back or ahead, again and again, with an answer and a restart after each."""
    dice, clock, record = Random(seed), FixedClock(), Record("the clock jumped")
    with a_store(scratch, a_pack(objectives=20)):
        pass
    for case in range(1, times + 1):
        clock.set(NOON + timedelta(seconds=dice.choice((0, dice.gauss(0, 60), dice.uniform(-1, 1) * 3.15e8))))
        with a_store(scratch) as database:
            study = a_study(database, clock, seed=case)
            study.start(3)
            answer_open(study, clock)
            if dice.random() < 0.5:
                clock.set(clock.when + timedelta(seconds=dice.gauss(0, 5000)))  # while the session runs
                study.finish()
        found = examined(scratch)
        record = record.once(noticed=not found.sound, acknowledged=1, lost=case - len(stored(scratch)))
    return record
