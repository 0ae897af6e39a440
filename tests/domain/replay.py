"""Folds the answers of a golden file and compares every state with the one written there, to the last bit.

So it does with what all the answers together teach about their learner.

`python -m tests.domain.replay` compares; `--write` draws the answers anew and writes what this Python makes of them. It
needs nothing but what the game itself needs, so that any Python can be asked: `make replay PYTHON=/path/to/python3.13`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random
from typing import Any

from quizgame.domain import forgetting, standing
from quizgame.domain.events import Certainty, Grade
from quizgame.domain.forgetting import Evidence
from quizgame.domain.rotation import Variant
from quizgame.domain.standing import Standing, Told

GOLDEN = Path(__file__).parent / "golden" / "replay.json"
_VARIANTS = (("p/a", 4), ("p/b", 0), ("p/c", 3))
_OBJECTIVES, _ANSWERS, _FIRST_DAY = 40, 30, 20_000


def answers(seed: int) -> list[list[Any]]:
    """Answers to one objective over months: day, question, grade and certainty."""
    dice = Random(seed)
    day, found = _FIRST_DAY, []
    for _ in range(dice.randint(1, _ANSWERS)):
        question = dice.choice(_VARIANTS)[0]
        certainty = dice.choice(list(Certainty))
        found.append([day, question, int(dice.choice(list(Grade))), int(certainty)])
        day += dice.choice((0, 0, 1, 1, 2, 3, 5, 8, 13, 21, 60))
    return found


def states(given: list[list[Any]]) -> list[list[Any]]:
    """What the fold makes of them after each: numbers as hexadecimal floats, which lose nothing."""
    found: Standing | None = None
    told = []
    for number, (day, question, grade, certainty) in enumerate(given):
        order = (day, number, number.to_bytes(4, "big"))
        found = standing.follow(found, Told(order, question, 1, Grade(grade), Certainty(certainty)))
        plan = standing.schedule(found, "p/objective", (Variant(*each, 1) for each in _VARIANTS))
        assert plan is not None, "there are variants"
        memory = found.memory
        told.append([
            memory.stability.hex(), memory.difficulty.hex(), memory.last_day, memory.repetitions, memory.lapses,
            plan.turn.variant.question, plan.due, found.misled,
            [[each.tenth, each.answers, each.right, each.expected.hex()] for each in found.tally.bins],
            list(found.tally.stated),
        ])  # fmt: skip
    return told


def experience(drawn: list[list[list[Any]]]) -> list[Any]:
    """What answers to all objectives teach about the learner."""
    options = dict(_VARIANTS)
    trails: list[list[Evidence]] = []
    for number, given in enumerate(drawn):
        trails.append([])
        for place, (day, question, grade, _) in enumerate(given):
            if not place or day > given[place - 1][0]:
                order = (day, number, place.to_bytes(4, "big"))
                trails[-1].append(Evidence(order, Grade(grade), options[question]))
    curve, *counts = forgetting.experience(trails)
    return [*(each.hex() for each in curve), *counts]


def differences() -> list[int | str]:
    """Numbers of the objectives whose states are not those of the golden file, and whether the experience is not."""
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    objectives = golden["objectives"]
    found: list[int | str] = [
        number for number, each in enumerate(objectives) if states(each["answers"]) != each["states"]
    ]
    learned = experience([each["answers"] for each in objectives])
    return found if learned == golden["experience"] else [*found, "experience"]


def main() -> int:
    """Compare, or write."""
    if "--write" in sys.argv:
        drawn = [answers(seed) for seed in range(_OBJECTIVES)]
        rows = (json.dumps({"answers": each, "states": states(each)}, separators=(",", ":")) for each in drawn)
        learned = json.dumps(experience(drawn))
        text = f'{{"experience": {learned},\n"objectives": [\n' + ",\n".join(rows) + "\n]}\n"
        GOLDEN.write_text(text, encoding="utf-8")
        return 0
    found = differences()
    version = ".".join(map(str, sys.version_info[:3]))
    verdict = f"{found} differ" if found else "every state is the same, bit by bit"
    sys.stdout.write(f"Python {version}: {verdict}.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
