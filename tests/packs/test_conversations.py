"""The reader takes exactly those conversations that meet the rules, as somebody says who walks every path by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any, NamedTuple

from hypothesis import given

from quizgame.packs.problems import PackRefused
from quizgame.packs.reader import parse_pack
from tests.examples import examples

from .random_conversations import Group, a_graph, graphs

WORST_LAST = ["resolved", "closed-kindly", "handed-over", "ended-properly", "lost"]
OTHER = {"id": "one", "kind": "flashcard", "front": "What?", "back": "That."}


class Choice(NamedTuple):
    """What was said at one moment of a path, and what had been the mood."""

    turn: str
    mood: int
    response: int
    way: int


class Walk(NamedTuple):
    """A path from the opening to an ending."""

    choices: tuple[Choice, ...]
    ending: str
    mood: int

    @property
    def worth(self) -> tuple[int, int]:
        """The lower the better."""
        return WORST_LAST.index(self.ending), self.mood


class Reference:
    """The rules again, as slowly and plainly as can be; what the house's own code finds is not asked."""

    def __init__(self, graph: Group) -> None:
        self.graph = graph
        self.turns = {turn["id"]: turn for turn in graph["turns"]}

    def refuses(self) -> str:
        """Why the conversation breaks the rules; empty when it meets them."""
        judges = (self._names, self._responses, self._ways, self._cycles, self._size, self._unreached, self._rewards)
        return next((fault for judge in judges if (fault := judge())), "")

    def _names(self) -> str:
        names = [turn["id"] for turn in self.graph["turns"]]
        if len(names) < 2 or len(set(names)) < len(names) or set(names) & set(WORST_LAST):
            return "names"
        return ""

    def _responses(self) -> str:
        for turn in self.graph["turns"]:
            given = turn["responses"]
            if [bool(each.get("best")) for each in given].count(True) != 1:
                return "best"
            if len({each["say"].casefold() for each in given}) < len(given):
                return "twins"
            if any(each.get("best") and each.get("fair") for each in given):
                return "fair and best"
        return ""

    def _ways(self) -> str:
        for turn in self.graph["turns"]:
            for response in turn["responses"]:
                ways = self._ways_of(response)
                if any(to not in self.turns and to not in self.graph["endings"] for _, to in ways):
                    return "leads nowhere"
                if ways[-1][0] or not all(limit for limit, _ in ways[:-1]):
                    return "ways"
        return ""

    def _ways_of(self, response: Group) -> list[tuple[str, str]]:
        onward = response["next"]
        if isinstance(onward, str):
            return [("", onward)]
        return [(way["when"]["temperature"] if "when" in way else "", way["to"]) for way in onward]

    def _cycles(self) -> str:
        """Whether a turn follows itself, at whatever temperatures: all that follow, and what follows those."""
        after = {
            name: {to for response in turn["responses"] for _, to in self._ways_of(response)}
            for name, turn in self.turns.items()
        }
        for _ in self.turns:
            after = {name: seen.union(*(after.get(each, set()) for each in seen)) for name, seen in after.items()}
        return "cycle" if any(name in seen for name, seen in after.items()) else ""

    def _size(self) -> str:
        self.walks = list(islice(self._walked(self.graph["turns"][0]["id"], self._start(), ()), 401))
        if len(self.walks) > 400:
            return "more than 400 paths"
        return "more than 8 turns" if any(len(walk.choices) > 8 for walk in self.walks) else ""

    def _start(self) -> int:
        return int(self.graph["customer"]["temperature"])

    def _walked(self, place: str, mood: int, so_far: tuple[Choice, ...]) -> Iterator[Walk]:
        if place in WORST_LAST:
            yield Walk(so_far, place, mood)
            return
        for number in range(len(self.turns[place]["responses"])):
            way, to, after = self._said(place, mood, number)
            yield from self._walked(to, after, (*so_far, Choice(place, mood, number, way)))

    def _said(self, place: str, mood: int, number: int) -> tuple[int, str, int]:
        """The way that is taken, where it leads, and the mood then."""
        response = self.turns[place]["responses"][number]
        after = sorted([0, mood + response["effect"], 10])[1]
        for way, (limit, to) in enumerate(self._ways_of(response)):
            bound = int(limit[2:] or 0)
            if not limit or (after >= bound if limit[0] == ">" else after <= bound):
                return way, to, after
        raise AssertionError("the last way is always open")

    def _unreached(self) -> str:
        made = {(each.turn, each.response, each.way) for walk in self.walks for each in walk.choices}
        there = {
            (name, number, way)
            for name, turn in self.turns.items()
            for number, response in enumerate(turn["responses"])
            for way in range(len(self._ways_of(response)))
        }
        ended = {walk.ending for walk in self.walks}
        return "" if made == there and ended == set(self.graph["endings"]) else "unreached"

    def _rewards(self) -> str:
        for walk in self.walks:
            for choice in walk.choices:
                right = self._best_at(choice.turn)
                if choice.response != right and walk.worth < self._with_best(choice.turn, choice.mood):
                    return "rewards a worse answer"
        return ""

    def _best_at(self, place: str) -> int:
        return [bool(each.get("best")) for each in self.turns[place]["responses"]].index(True)

    def _with_best(self, place: str, mood: int) -> tuple[int, int]:
        while place not in WORST_LAST:
            _, place, mood = self._said(place, mood, self._best_at(place))
        return Walk((), place, mood).worth


def as_file(graph: Group) -> bytes:
    """A pack with a conversation, in the part of YAML that is JSON."""
    pack: dict[str, Any] = {"pack": "p", "title": "P", "version": 1, "questions": [OTHER, graph]}
    return json.dumps(pack).encode()


def told(graph: Group) -> tuple[str, ...]:
    """What the reader minds."""
    try:
        parse_pack(as_file(graph), "f")
    except PackRefused as refused:
        return tuple(problem.what for problem in refused.problems)
    return ()


@given(graphs())
@examples(400)
def test_the_reader_takes_exactly_those_that_meet_the_rules(graph: Group) -> None:
    refuses = Reference(graph).refuses()
    problems = told(graph)
    assert bool(problems) == bool(refuses), (refuses, problems)


def test_the_random_conversations_break_every_rule_and_many_break_none() -> None:
    verdicts = [Reference(a_graph(Random(seed))).refuses() for seed in range(500)]
    counted = {verdict: verdicts.count(verdict) for verdict in set(verdicts)}
    assert counted.pop("") > 100
    assert set(counted) == {
        "names", "best", "twins", "fair and best", "leads nowhere", "ways", "cycle", "more than 400 paths",
        "more than 8 turns", "unreached", "rewards a worse answer",
    }  # fmt: skip
    assert min(counted.values()) > 1, counted
