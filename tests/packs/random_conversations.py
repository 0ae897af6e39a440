"""Conversations as somebody might write them: many of them sound, many of them not, none of them with any sense."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from random import Random
from typing import Any

from hypothesis import strategies as st

from quizgame.domain.conversation import OUTCOMES, flaws
from quizgame.domain.questions import Conversation
from quizgame.packs.assembly import conversation
from quizgame.packs.models import WrittenConversation

Group = dict[str, Any]

_NAMES = [f"turn-{number}" for number in range(20)]


def graphs() -> st.SearchStrategy[Group]:
    """A conversation as a file would have it, sound or not."""
    return st.integers(0, 2**32).map(lambda seed: a_graph(Random(seed)))


def sound_conversations() -> st.SearchStrategy[Conversation]:
    """A conversation that meets the rules."""
    return st.integers(0, 2**32).map(lambda seed: valued(a_sound_graph(Random(seed))))


def valued(graph: Group, pack: str = "pack") -> Conversation:
    """A conversation as the domain has it."""
    return conversation(WrittenConversation.model_validate(graph), pack)


def a_sound_graph(by: Random, names: Sequence[str] = _NAMES) -> Group:
    """The first of several attempts that meets the rules."""
    while True:
        graph = _attempt(by, names)
        if len(graph["turns"]) > 1 and not flaws(valued(graph)):
            return graph


def a_graph(by: Random) -> Group:
    """An attempt, and often what is wrong with it."""
    if by.random() < 0.15:
        return _wild(by)
    graph = _attempt(by, _NAMES) if by.random() < 0.4 else a_sound_graph(by)
    for _ in range(by.choice([0, 1, 1, 2])):
        graph = spoilt(graph, by)
    return graph


def _attempt(by: Random, names: Sequence[str]) -> Group:
    """Turns in a row, where the best response cools most; beside some of them a turn for those who erred."""
    best, *worse = sorted(by.sample(OUTCOMES, by.randint(2, 4)), key=OUTCOMES.index)
    row = list(names[: min(by.choice([1, 2, 2, 3, 3, 4, 4, 5, 8, 9]), len(names) // 2)])
    beside = iter(names[len(row) :])
    turns = []
    for name, onward in zip(row, [*row[1:], best], strict=True):
        side = [next(beside)] if by.random() < 0.25 else []
        turns.append(_turn(name, onward, [*worse, *side * 2], by))
        turns += [_turn(each, onward, worse, by) for each in side]
    return _conversation(turns, by)


def _turn(name: str, onward: str, elsewhere: Sequence[str], by: Random) -> Group:
    coolest = by.randint(-4, -1)
    responses = [_response(coolest, onward) | {"best": True}]
    for _ in range(by.choice([1, 1, 2, 2, 3])):
        away: Any = by.choice(elsewhere)
        if by.random() < 0.4:
            limit = by.choice([f">={by.randint(4, 10)}", f">= {by.randint(4, 10)}", f"<={by.randint(0, 5)}"])
            away = [{"when": {"temperature": limit}, "to": away}, {"to": onward}]
        wrong = _response(by.randint(coolest, 3), by.choice([onward, away, away]))
        responses.append(wrong | ({"fair": True} if by.random() < 0.2 else {}))
    by.shuffle(responses)
    return _of_responses(name, responses)


def _response(effect: int, to: Any) -> Group:
    return {"because": "It does what it does.", "effect": effect, "next": to}


def _of_responses(name: str, responses: list[Group]) -> Group:
    said = [{"say": f"Response {number} to {name}."} | each for number, each in enumerate(responses)]
    return {"id": name, "says": f"She says {name}.", "objective": "other/one", "responses": said}


def _conversation(turns: list[Group], by: Random) -> Group:
    reached = {to for turn in turns for response in turn["responses"] for to in targets(response)}
    return {
        "id": "talk",
        "kind": "conversation",
        "title": "a talk",
        "channel": "counter",
        "setting": "You stand at a counter.",
        "customer": {"name": "She", "temperature": by.randint(0, 10)},
        "turns": turns,
        "endings": {outcome: f"It ended {outcome}." for outcome in OUTCOMES if outcome in reached},
    }


def targets(response: Group) -> list[str]:
    """Where a response may lead."""
    onward = response["next"]
    return [onward] if isinstance(onward, str) else [way["to"] for way in onward]


def _wild(by: Random) -> Group:
    """Anything that leads anywhere."""
    names = _NAMES[: by.randint(2, 4)]
    turns = []
    for name in names:
        responses = [_response(by.randint(-3, 3), by.choice([*names[1:], *OUTCOMES])) for _ in range(by.randint(2, 3))]
        by.choice(responses)["best"] = True
        turns.append(_of_responses(name, responses))
    return _conversation(turns, by)


def spoilt(graph: Group, by: Random) -> Group:
    """A conversation in which one thing is another, which may do no harm."""
    graph = deepcopy(graph)
    turn = by.choice(graph["turns"])
    response = by.choice(turn["responses"])
    places = [*(each["id"] for each in graph["turns"]), *graph["endings"]]
    several = [each["next"] for one in graph["turns"] for each in one["responses"] if isinstance(each["next"], list)]
    if several and by.random() < 0.4:
        _spoil_ways(by.choice(several), places, by)
    elif by.random() < 0.75:
        _spoil_response(response, turn["responses"], places, by)
    else:
        match by.randrange(3):
            case 0:
                graph["customer"]["temperature"] = by.randint(0, 10)
            case 1:
                graph["endings"][by.choice(OUTCOMES)] = "Another ending."
            case _:
                turn["id"] = by.choice([*places, "other"])
    return graph


def _spoil_ways(ways: list[Group], places: list[str], by: Random) -> None:
    way = by.choice(ways)
    match by.randrange(4):
        case 0:
            way["to"] = by.choice(places)
        case 1:
            by.choice([way, ways[-1]])["when"] = {"temperature": f"{by.choice(['>=', '<='])}{by.randint(0, 10)}"}
        case 2:
            way.pop("when", None)
        case _:
            ways.reverse()


def _spoil_response(response: Group, others: list[Group], places: list[str], by: Random) -> None:
    match by.randrange(9):
        case 0 | 1 | 2:
            response["next"] = by.choice(places)
        case 3:
            response["next"] = by.choice([*OUTCOMES, "nowhere"])
        case 4 | 5:
            response["effect"] = by.randint(-10, 10)
        case 6:
            for each in others:
                each.pop("best", None)
            response |= {"best": True, "fair": False}
        case 7:
            response[by.choice(["best", "fair"])] = by.choice([True, False])
        case _:
            response["say"] = by.choice(others)["say"].upper()
