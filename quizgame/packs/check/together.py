"""Rules that look at all packs of one check together: what one has that another has too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from quizgame.domain.questions import key
from quizgame.packs.characters import quoted, shown
from quizgame.packs.check.asked import Asked
from quizgame.packs.check.findings import Spot
from quizgame.packs.check.opened import Opened
from quizgame.packs.check.twins import near_twins
from quizgame.packs.check.wordcount import words
from quizgame.packs.problems import Path
from quizgame.packs.suggestions import did_you_mean


class Placed(NamedTuple):
    """A spot in one of several files; its path leads from the top of the file."""

    opened: Opened
    spot: Spot


def packs_with_one_id(packs: Sequence[Opened]) -> Iterator[Placed]:
    """E4: two files with one pack id cannot both be installed."""
    first: dict[str, Opened] = {}
    for opened in packs:
        id_ = opened.source.pack.id
        other = first.setdefault(id_, opened)
        if other is not opened:
            what = f"The pack id {quoted(id_)} is also that of {shown(other.file, 200)}."
            yield Placed(opened, Spot(("pack",), what, id_, "Give each pack an id of its own."))


def near_duplicates(packs: Sequence[Opened]) -> Iterator[Placed]:
    """E4: questions that say nearly the same, in one pack or in two."""
    places = [(opened, asked) for opened in packs for asked in opened.asked]
    for twin in near_twins([_all_words(asked) for _, asked in places]):
        opened, asked = places[twin.later]
        other, earlier = places[twin.earlier]
        one_id = opened.source.pack.id == other.source.pack.id
        if one_id and opened is not other:
            continue  # two versions of one pack: their ids are told about, and that is enough
        path: Path = (*asked.path, *asked.scene_path)
        where = other.source.tree.problem((*earlier.path, "id"), "", "")
        file = "" if other is opened else f" of {shown(other.file, 200)}"
        name = quoted(earlier.question.id)
        if twin.likeness == 1.0 and not one_id:
            what, level = f"The {asked.parts.name} is the same as {name} on line {where.line}{file}.", "error"
        else:
            share = min(99, int(100 * twin.likeness))
            what, level = (
                f"The {asked.parts.name} is {share} % the same as {name} on line {where.line}{file}.",
                "warning",
            )
        yield Placed(opened, Spot(path, what, asked.scene, level="error" if level == "error" else "warning"))


def _all_words(asked: Asked) -> list[str]:
    texts = [asked.scene, asked.ask, *asked.says] if asked.options else [text for _, text in asked.texts]
    return list(chain.from_iterable(map(words, texts)))


def former_names(packs: Sequence[Opened]) -> Iterator[Placed]:
    """E6: a `was` that is still in use, or that two claim to have been, would take progress from the wrong one."""
    present: dict[str, tuple[Opened, int]] = {}
    for opened in packs:
        for section, items in _things(opened):
            for index, id_ in items:
                line = opened.source.tree.problem((section, index, "id"), "", "").line
                present[key(opened.source.pack.id, id_)] = opened, line
    heirs: dict[str, tuple[Opened, int]] = {}
    for opened in packs:
        for section, items in _things(opened):
            for index, _ in items:
                was = opened.written(section, index).get("was")
                if not isinstance(was, str):
                    continue
                was = was.strip()
                path: Path = (section, index, "was")
                here = opened, opened.source.tree.problem(path, "", "").line
                holder = present.get(was)
                heir = heirs.setdefault(was, here)
                if holder is not None:
                    what = f"{quoted(was)} is still in use on line {_place(holder, opened)}."
                    yield Placed(opened, Spot(path, what, was, "Remove `was:`, or give the other its own id."))
                elif heir is not here:
                    what = f"{quoted(was)} is also claimed on line {_place(heir, opened)}."
                    yield Placed(opened, Spot(path, what, was, "Let only one of them take the progress over."))


def objectives_elsewhere(packs: Sequence[Opened]) -> Iterator[Placed]:
    """E6: objectives of other packs that turns practise; those of packs that are not being checked are noted once."""
    known: dict[str, set[str]] = {}
    for opened in packs:
        known.setdefault(opened.source.pack.id, set()).update(each.id for each in opened.source.pack.objectives)
    for opened in packs:
        unknown: dict[str, Path] = {}
        for asked in opened.asked:
            if not asked.turn:
                continue
            home, _, name = asked.turn.objective.partition("/")
            path: Path = (*asked.path, "objective")
            if home not in known:
                unknown.setdefault(home, path)
            elif name not in known[home]:
                what = f"There is no objective {quoted(name)} in the pack {quoted(home)}."
                remedy = did_you_mean(name, known[home]) or "Name one of its objectives."
                yield Placed(opened, Spot(path, what, f"{home}/{name}", remedy))
        if unknown:
            what = "Turns practise objectives of packs that are not being checked."
            remedy = "Check those along with this one, to be sure that the objectives exist."
            yield Placed(opened, Spot(next(iter(unknown.values())), what, ", ".join(unknown), remedy, "info"))


def _things(opened: Opened) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """What has an id of its own in the lists of a file, with its place there."""
    pack = opened.source.pack
    yield "objectives", [(index, objective.id) for index, objective in enumerate(pack.objectives[: opened.declared])]
    yield "questions", [(index, id_) for id_, index in opened.source.places.items()]


def _place(place: tuple[Opened, int], seen_from: Opened) -> str:
    opened, line = place
    return str(line) if opened is seen_from else f"{line} of {shown(opened.file, 200)}"
