"""What must hold within a conversation: names that lead somewhere, ways that are always open, and a sound graph."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pydantic import ValidationError

from quizgame.domain.conversation import OUTCOMES, Flaw, flaws
from quizgame.packs.assembly import conversation
from quizgame.packs.characters import quoted
from quizgame.packs.models import WrittenConversation
from quizgame.packs.options import option_faults
from quizgame.packs.places import Value
from quizgame.packs.problems import Path, Problem
from quizgame.packs.suggestions import did_you_mean
from quizgame.packs.tree import Tree

Group = dict[str, Value]
Placed = list[tuple[Path, Group]]


def broken_rules(tree: Tree, path: Path, group: Group, objectives: Collection[str], pack: str) -> Iterator[Problem]:
    """Every broken rule of the conversation at a path; `objectives` are the ids of those in its pack.

    The graph is looked at only when everything else is in order: before, half of what it shows would mislead.
    """
    turns = _groups(group.get("turns"), (*path, "turns"))
    endings = group.get("endings")
    known = {_text(turn, "id") for _, turn in turns} - {""}
    debriefed = {str(outcome) for outcome in endings} if isinstance(endings, dict) else set()
    found = [*_names(tree, turns), *_objectives(tree, turns, objectives, pack)]
    for place, turn in turns:
        found += option_faults(tree, (*place, "responses"), turn.get("responses"), "response")
        for where, response in _groups(turn.get("responses"), (*place, "responses")):
            found += _response(tree, where, response, known, debriefed)
    yield from found
    if not found:
        yield from _graph(tree, path, group, pack)


def _groups(items: Value, path: Path) -> Placed:
    values = items if isinstance(items, list) else []
    return [((*path, index), item) for index, item in enumerate(values) if isinstance(item, dict)]


def _text(group: Group, key: str) -> str:
    value = group.get(key)
    return value.strip() if isinstance(value, str) else ""


def _names(tree: Tree, turns: Placed) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for path, turn in turns:
        name = _text(turn, "id")
        if name in OUTCOMES:
            what = f"{quoted(name)} is the name of an ending, and a turn cannot have it."
            yield tree.problem((*path, "id"), what, "Give the turn another id.")
        elif name and (other := first.setdefault(name, path)) is not path:
            line, _ = tree.places.find(tree.root, (*other, "id"))
            what = f"The id {quoted(name)} is already used by a turn on line {line}."
            yield tree.problem((*path, "id"), what, "Give each turn an id of its own.")


def _objectives(tree: Tree, turns: Placed, objectives: Collection[str], pack: str) -> Iterator[Problem]:
    """Turns that name an objective which should be in this pack and is not; other packs may be elsewhere."""
    for path, turn in turns:
        home, _, name = _text(turn, "objective").rpartition("/")
        if name and home in {"", pack} and name not in objectives:
            what = f"There is no objective {quoted(name)} in this pack that can be asked by itself."
            remedy = (
                did_you_mean(name, objectives) or "Add it with a question, or name one of another pack as `pack/id`."
            )
            yield tree.problem((*path, "objective"), what, remedy)


def _response(tree: Tree, path: Path, response: Group, turns: set[str], endings: set[str]) -> Iterator[Problem]:
    if response.get("best") is True and response.get("fair") is True:
        yield tree.problem((*path, "fair"), "A response cannot be the best and only fair.", "Leave out `fair:`.")
    onward = response.get("next")
    if isinstance(onward, str):
        yield from _leads(tree, (*path, "next"), onward.strip(), turns, endings)
    ways = _groups(onward, (*path, "next"))
    for place, way in ways:
        yield from _leads(tree, (*place, "to"), _text(way, "to"), turns, endings)
        last = place == ways[-1][0]
        if last and "when" in way:
            what = "The last way has a `when`, so at some temperatures nothing follows."
            yield tree.problem(place, what, "Leave `when:` out at the last way.")
        elif not last and "when" not in way:
            what = "No way after this one is ever taken."
            yield tree.problem(place, what, "Give this way a `when:`, or put it last.")


def _leads(tree: Tree, path: Path, name: str, turns: set[str], endings: set[str]) -> Iterator[Problem]:
    if not name or name in turns or name in endings:
        return
    if name in OUTCOMES:
        what, remedy = f"The ending {quoted(name)} has no debriefing.", f"Add `{name}:` under `endings:`."
    else:
        what = f"There is no turn and no ending {quoted(name)} in this conversation."
        remedy = did_you_mean(name, turns | set(OUTCOMES)) or "Name a turn, or an ending."
    yield tree.problem(path, what, remedy)


def _graph(tree: Tree, path: Path, group: Group, pack: str) -> Iterator[Problem]:
    try:
        written = WrittenConversation.model_validate(group)
    except ValidationError:
        return  # the models complain about it
    for flaw in flaws(conversation(written, pack)):
        yield tree.problem((*path, *_place(flaw)), flaw.what, flaw.remedy, at_key=bool(flaw.ending))


def _place(flaw: Flaw) -> Path:
    if flaw.ending:
        return "endings", flaw.ending
    if flaw.turn < 0:
        return ()
    return ("turns", flaw.turn) if flaw.response < 0 else ("turns", flaw.turn, "responses", flaw.response)
