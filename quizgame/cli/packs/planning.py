"""What would happen if packs came in: who is replaced by whom, what changes, and what becomes of progress."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quizgame.cli.commands import Trouble
from quizgame.cli.house import House
from quizgame.packs.arriving import Arrival, arrivals
from quizgame.packs.changes import Changes, compare
from quizgame.packs.characters import shown
from quizgame.packs.content import content_hashes
from quizgame.packs.library import LibraryError, file_for
from quizgame.store.catalogue import PackFile, ShelvedPack
from quizgame.store.effects import Arriving, Outlook, outlook


@dataclass(frozen=True, slots=True)
class Step:
    """One pack that would come in."""

    arrival: Arrival
    present: ShelvedPack | None
    """What stands under its id now."""
    changes: Changes
    file: str
    """Its name among the installed files."""
    notes: tuple[str, ...]
    """What should be known before it is done, each in a sentence or two."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that would come in together."""

    steps: tuple[Step, ...]
    outlooks: tuple[Outlook, ...]
    """What becomes of each learner's progress; those whom nothing concerns are left out."""


def plan(house: House, path: Path, only: str = "") -> Plan:
    """What bringing in a file, folder or zip file would do; nothing is changed."""
    found = [each for each in arrivals(path) if not only or each.pack.id == only]
    if not found:
        raise Trouble(f"There is no pack called {shown(only)} in {shown(str(path), 500)}.")
    present = {each.id: each for each in house.catalogue.packs()}
    coming = {each.pack.id for each in found}
    steps = tuple(_step(house, each, present.get(each.pack.id), coming) for each in found)
    arriving = [Arriving(step.arrival.pack, _source(step), content_hashes(step.arrival.pack)) for step in steps]
    return Plan(steps, tuple(outlook(house.database, arriving)))


def refuse(step: Step, *, new_author: bool) -> None:
    """Raise `LibraryError` where a pack may not come in."""
    pack, present = step.arrival.pack, step.present
    if present and present.source.built_in:
        raise LibraryError(f"{pack.id} is the id of a built-in pack. Give your pack another id in its first line.")
    if present and present.author != pack.author and not new_author:
        raise LibraryError(
            f"{pack.id} is already here, by {present.author or 'nobody named'}; this one is by"
            f" {pack.author or 'nobody named'}. Give one of them another id, or install with --new-author to replace"
            " it. Progress on questions of the same id would go on."
        )


def _step(house: House, arrival: Arrival, present: ShelvedPack | None, coming: set[str]) -> Step:
    changes = compare(house.catalogue.pack(arrival.pack.id), arrival.pack)
    file = Path(present.source.file).name if present else _free_name(house, arrival.pack.id)
    return Step(arrival, present, changes, file, tuple(_notes(house, arrival, present, changes, coming)))


def _free_name(house: House, pack: str) -> str:
    """A name for a pack's file that no other file has; a trainer may have put files there by hand."""
    taken = {found.path.name for found in house.library.files() if not found.built_in}
    names = (file_for(pack if number == 1 else f"{pack}.{number}") for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _source(step: Step) -> PackFile:
    if step.present:
        return step.present.source
    return PackFile(f"installed/{step.file}", False, len(step.arrival.data), 0, "")


def _notes(
    house: House, arrival: Arrival, present: ShelvedPack | None, changes: Changes, coming: set[str]
) -> Iterator[str]:
    pack = arrival.pack
    if present and not changes.same and pack.version <= present.version:
        how = "is the one that is here" if pack.version == present.version else f"is older than {present.version}"
        yield f"Its version, {pack.version}, {how}. Add 1 to `version:` whenever you give a pack to others again."
    for change in (*changes.objectives, *changes.questions, *changes.conversations):
        home = change.was.partition("/")[0]
        if change.what == "moved" and home not in coming and house.catalogue.is_in_play(change.was):
            yield f"{change.was} is still asked in the pack {home}; its progress comes to {change.id} once it is gone."
