"""What a learner remembers of one objective: FSRS-6 states folded from the log, in whole study days.

The only module that knows the scheduling engine. The forgetting curve is FSRS-6's:
R(t, S) = (1 + f·t/S)^-d with f = 0.9^(-1/d) - 1, where S is the stability in days and d the decay parameter.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from operator import sub
from typing import NamedTuple

from fsrs_rs_python import DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview, MemoryState

from quizgame.domain.events import Certainty, Grade

ENGINE = "fsrs-rs-python/FSRS-6"
"""Written into every review, so that a later engine can tell which one scheduled it."""

TARGET = 0.90
"""Chance of recall at which an objective falls due, where a lucky guess is impossible."""

HORIZON = 30
"""Days ahead for which memory is planned and its growth is counted."""

EASIEST = 1.0
"""The lowest difficulty."""

FUZZ = 0.05
"""The largest share by which an interval is shortened: what was learned together should not come back together."""

PARAMETERS: tuple[float, ...] = tuple(DEFAULT_PARAMETERS)
_ENGINE = FSRS(list(PARAMETERS))
FIRST_STABILITIES = (PARAMETERS[Grade.GOOD - 1], PARAMETERS[Grade.AGAIN - 1])
"""Stabilities after a first answer graded good, and graded again."""
_DECAY = -PARAMETERS[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1


class Memory(NamedTuple):
    """The state of one objective after its evidence so far: the first answer of each study day."""

    stability: float
    """Days until the chance of recall has fallen to 90 %."""
    difficulty: float
    """From `EASIEST` to 10 (hard)."""
    last_day: int
    """Study day of the latest evidence."""
    repetitions: int
    """Answers that counted as evidence."""
    lapses: int
    """How many of them, after the first, were graded again."""


def retrievability(stability: float, days: float) -> float:
    """The chance of recall `days` after the last review; 1 on the day itself."""
    return float((1 + _FACTOR * max(days, 0) / stability) ** _DECAY)


def interval(stability: float, target: float) -> float:
    """Days after which the chance of recall has fallen to `target`."""
    return float(stability / _FACTOR * (target ** (1 / _DECAY) - 1))


def after(memory: Memory | None, day: int, grade: Grade) -> Memory:
    """The state after evidence on `day`; None stands for an objective never met.

    A day before the last one counts as the same day (elapsed time is never negative). Evidence comes once a study day;
    `observe` is the door that keeps it so.
    """
    if memory is None:
        states = _ENGINE.next_states(None, TARGET, 0)
        repetitions, lapses, last_day = 0, 0, day
    else:
        elapsed = max(0, day - memory.last_day)
        states = _ENGINE.next_states(MemoryState(memory.stability, memory.difficulty), TARGET, elapsed)
        repetitions, last_day = memory.repetitions, max(day, memory.last_day)
        lapses = memory.lapses + (grade is Grade.AGAIN)
    state = _pick(states, grade)
    return Memory(state.stability, state.difficulty, last_day, repetitions + 1, lapses)


def observe(memory: Memory | None, day: int, grade: Grade) -> Memory:
    """The state after an answer: the first of a study day is evidence, the rest is practice and changes nothing."""
    if memory is not None and day <= memory.last_day:
        return memory
    return after(memory, day, grade)


def fold(answers: Iterable[tuple[int, Grade]]) -> Memory | None:
    """The state after answers (study day, grade) in the order of the log."""
    memory: Memory | None = None
    for day, grade in answers:
        memory = observe(memory, day, grade)
    return memory


def course(evidence: Sequence[tuple[int, int]]) -> tuple[Memory, list[float]]:
    """The state after evidence (study day, grade) on rising days, and the chance of recall before each but the first.

    What `after` and `retrievability` give piece by piece, to the last bit, with a single call of the engine.
    """
    states, elapsed = _history(evidence)
    # `retrievability` written out: a million answers are folded with it.
    predicted = [
        (1 + _FACTOR * gap / state.stability) ** _DECAY for state, gap in zip(states[:-1], elapsed, strict=True)
    ]
    lapses = sum(grade == Grade.AGAIN for _, grade in evidence[1:])
    return Memory(states[-1].stability, states[-1].difficulty, evidence[-1][0], len(evidence), lapses), predicted


def stabilities(evidence: Sequence[tuple[int, int]]) -> list[float]:
    """The stability after each piece of evidence (study day, grade) on rising days."""
    return [state.stability for state in _history(evidence)[0]]


def _history(evidence: Sequence[tuple[int, int]]) -> tuple[list[MemoryState], list[int]]:
    """The engine's state after each piece of evidence, and the days from each to the next."""
    days, grades = zip(*evidence, strict=True)
    elapsed = list(map(sub, days[1:], days))
    reviews = list(map(FSRSReview, grades, (0, *elapsed)))
    return _ENGINE.historical_memory_states(FSRSItem(reviews)), elapsed


def _pick(states: object, grade: Grade) -> MemoryState:
    """One of the four futures that the engine computed."""
    return getattr(states, grade.name.lower()).memory  # type: ignore[no-any-return]


def futures(stability: float, difficulty: float, elapsed: int) -> tuple[float, float]:
    """Stabilities after grading good, and after grading again, `elapsed` days (at least 0) since the last evidence."""
    states = _ENGINE.next_states(MemoryState(stability, difficulty), TARGET, elapsed)
    return states.good.memory.stability, states.again.memory.stability


def expected_after(stability: float, difficulty: float, elapsed: int) -> tuple[float, float]:
    """Stability and difficulty to expect after asking `elapsed` days (at least 0) since the last evidence.

    Both futures, held and relearned, are weighed by their chances; stabilities are averaged as logarithms.
    """
    states = _ENGINE.next_states(MemoryState(stability, difficulty), TARGET, elapsed)
    right = retrievability(stability, elapsed)
    kept, lost = states.good.memory, states.again.memory
    return (
        float(kept.stability**right * lost.stability ** (1 - right)),
        float(right * kept.difficulty + (1 - right) * lost.difficulty),
    )


def guess_chance(options: int) -> float:
    """The chance of being right by luck: 1 in k for k options, 0 where nothing can be guessed (k = 0)."""
    return 1 / options if options else 0.0


def guess_aware_target(options: int, target: float = TARGET) -> float:
    """The observed chance to schedule for, so that *true* recall meets `target` in spite of lucky guesses.

    About .90 for a flashcard, .92 for four options, .93 for three and .94 for two, as simulations suggest.
    """
    return target + 0.85 * guess_chance(options) * (1 - target)


def due_day(memory: Memory, options: int, seed: str, target: float = TARGET) -> int:
    """The study day on which the chance of recall falls to the target; at least tomorrow of the last evidence.

    `options` belongs to the variant that comes next in rotation. The interval is shortened by up to `FUZZ`, by a share
    drawn from `seed` (the objective's key) and the repetition count alone, and rounded down: never past the target.
    """
    exact = interval(memory.stability, guess_aware_target(options, target))
    share = _spread(f"{seed}:{memory.repetitions}")
    return memory.last_day + max(1, int(exact * (1 - FUZZ * share)))


def _spread(text: str) -> float:
    """A share from 0 to 1 drawn from a text, the same for ever.

    CRC-32 alone would send like names to like shares; Murmur3's finishing steps tear them apart (and cost a tenth of
    seeding a generator).
    """
    bits = zlib.crc32(text.encode())
    bits = (bits ^ bits >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    bits = (bits ^ bits >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return (bits ^ bits >> 16) / 2**32


def grade_of_choice(certainty: Certainty, *, right: bool) -> Grade:
    """The grade of a chosen response: right is good, right but not sure is hard, wrong is again. Speed says nothing."""
    if not right:
        return Grade.AGAIN
    return Grade.HARD if certainty is Certainty.NOT_SURE else Grade.GOOD
