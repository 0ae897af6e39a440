"""`quizgame why`: the answers that an objective's schedule rests on, its memory, and what each grade would do."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from quizgame.cli.commands import Trouble
from quizgame.cli.house import opened
from quizgame.cli.surroundings import Surroundings
from quizgame.cli.who import study_of
from quizgame.packs.characters import shown
from quizgame.reports.untrusted import json_text
from quizgame.study.why import GRADES, Why, answers, due, futures, state


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to explain."""
    parser.add_argument("objective", metavar="OBJECTIVE", help="its key `pack/id`, its id, or a question of it")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Say why."""
    with opened(surroundings) as house:
        study = study_of(arguments, surroundings, house)
        # Every key is ASCII; what is not even text, as a stray byte, could not be looked for.
        question = study.question(arguments.objective) if arguments.objective.isascii() else None
        key = question.objective if question else _the_objective(arguments.objective, house.catalogue.titles())
        found = study.why(key)
    assert found is not None, "it is on the shelf"
    print(json_text(_as_json(found)) if arguments.json else "\n".join(_lines(found)))
    return 0


def _the_objective(name: str, titles: Mapping[str, str]) -> str:
    """The key of the objective that is meant by its key, or by its id alone; raises Trouble when there is none."""
    found = [key for key in titles if name in {key, key.partition("/")[2]}]
    if len(found) == 1:
        return found[0]
    if found:
        raise Trouble(f"{name} is the id of {len(found)} objectives. Name one of them: {', '.join(found)}.")
    from quizgame.packs.suggestions import did_you_mean

    remedy = did_you_mean(name, [*titles, *(key.partition("/")[2] for key in titles)])
    raise Trouble(
        f"There is no objective called {shown(name)}. {remedy or '`quizgame packs show PACK` shows those of a pack.'}"
    )


def _lines(found: Why) -> list[str]:
    lines = [f"{found.title} ({found.objective})", "", *state(found), *due(found), "", "Answers so far:"]
    lines += [f"  {each}" for each in answers(found)]
    if found.grades:
        lines += ["", "An answer today would make it:", *(f"  {each}" for each in futures(found))]
    return lines


def _as_json(found: Why) -> dict[str, Any]:
    held, coming = found.memory, found.next
    return {
        "objective": found.objective,
        "title": found.title,
        "today": found.today,
        "answers": [
            {
                "day": each.day,
                "question": each.question,
                "grade": GRADES[each.grade],
                "certainty": each.certainty.name.lower().replace("_", "-"),
                "evidence": each.evidence,
            }
            for each in found.answers
        ],
        "memory": held._asdict() if held else None,
        "days_ahead": found.ahead,
        "chance": round(found.chance, 4) if held else None,
        "recall": round(found.recall, 4) if held else None,
        "recall_in_30_days": round(found.later, 4) if held else None,
        "gain_if_asked": round(found.gain, 4) if held else None,
        "own_answers": found.outcomes,
        "next": {"question": coming.turn.variant.question, "due": coming.due, "revised": coming.turn.revised}
        if coming
        else None,
        "target": round(found.target, 4),
        "due_after": {word: found.grades[grade] for grade, word in GRADES.items() if grade in found.grades},
        "aside": found.aside,
    }
