"""`quizgame packs diff`: what a newer version would change, and what happens to progress; and how that is told."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizgame.cli.packs.opening import opened_aloud
from quizgame.cli.surroundings import Surroundings
from quizgame.domain.words import count
from quizgame.packs.characters import shown
from quizgame.reports.untrusted import json_text

if TYPE_CHECKING:
    from quizgame.cli.packs.planning import Plan, Step
    from quizgame.packs.changes import Change
    from quizgame.store.effects import Outlook

_MOST = 8
"""Things listed of each kind; what is beyond them is counted."""

_WORDS = {
    "edited": "edited; progress stays",
    "revised": "revised; due until answered anew",
    "renamed": "renamed; progress follows",
    "moved": "moved here; progress follows",
    "new": "new",
    "retired": "retired; no longer asked, the answers stay in the log",
}

_OF_CONVERSATIONS = _WORDS | {"revised": "revised; who has left one in the middle begins it anew"}

_FATES = {
    "kept": "kept",
    "due again": "due again",
    "follows": "following a move",
    "shared": "sharing answers with what moved",
    "rests": "resting: nothing of them is left to ask",
    "comes back": "coming back",
}


def arguments(_action: str, parser: argparse.ArgumentParser) -> None:
    """What to compare."""
    parser.add_argument("file", type=Path, metavar="FILE|FOLDER|ZIP")
    parser.add_argument("pack", nargs="?", default="", metavar="PACK", help="of several packs, only this one")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Compare and tell; nothing is changed."""
    from quizgame.cli.packs.planning import plan

    with opened_aloud(surroundings) as house:
        found = plan(house, arguments.file, arguments.pack)
    if arguments.json:
        print(json_text(as_json(found)))
    else:
        print("\n".join(as_text(found)))
    return 0


# ── for people ────────────────────────────────────────────────────────────────────────────────────────────


def as_text(found: Plan) -> Iterator[str]:
    """What would change, pack by pack, and what becomes of progress."""
    for step in found.steps:
        yield from _of_pack(step)
        yield ""
    yield from _progress(found.outlooks, new=all(step.present is None for step in found.steps))


def _of_pack(step: Step) -> Iterator[str]:
    pack, changes = step.arrival.pack, step.changes
    before, now = changes.versions
    version = f"new, version {now}" if before is None else f"version {before} → {now}"
    yield f"{pack.id}: {shown(pack.title, 120)} ({version if before != now else f'version {now}'})"
    for name, old, new in changes.head:
        if name != "version":
            yield f"  {name}: {shown(old, 100) or '(none)'} → {shown(new, 100) or '(none)'}"
    if changes.same:
        yield "  Nothing has changed."
    else:
        yield from _things("question", changes.questions)
        yield from _things("conversation", changes.conversations, _OF_CONVERSATIONS)
        yield from _things("objective", changes.objectives)
    if doubtful := changes.doubtful:
        yield "  These look like another meaning, and have no new revision:"
        for change in doubtful[:_MOST]:
            yield f"      {change.id}: {' '.join(change.doubts)}"
        yield from _more(len(doubtful))
        yield "    If the meaning has changed, add 1 to `revision:` there, and those who learnt it are asked anew."
    for note in step.notes[:_MOST]:
        yield f"  {note}"
    yield from _more(len(step.notes))


def _things(noun: str, changes: Sequence[Change], said: Mapping[str, str] = _WORDS) -> Iterator[str]:
    if kept := sum(each.what == "kept" for each in changes):
        yield f"  {count(kept, noun)} unchanged"
    for what, words in said.items():
        these = [each for each in changes if each.what == what]
        if these:
            yield f"  {count(len(these), noun)} {words}"
            yield from (f"      {_thing(each)}" for each in these[:_MOST])
            yield from _more(len(these))


def _thing(change: Change) -> str:
    name = f"{change.was} → {change.id}" if change.was else change.id
    if change.parts:
        return f"{name}: {', '.join(change.parts)}"
    words = " ".join(change.title.split())
    reused = " (its id was that of something else)" if change.reused else ""
    return f"{name}: {shown(words, max(20, 68 - len(name)))}{reused}"


def _more(number: int) -> Iterator[str]:
    if number > _MOST:
        yield f"      … and {number - _MOST} more; --json tells them all"


def _progress(outlooks: Sequence[Outlook], *, new: bool) -> Iterator[str]:
    if not outlooks:
        if not new:
            yield "Nobody on this machine has answered any of it yet."
        return
    yield "Progress on this machine, in objectives:"
    width = min(20, max(len(shown(each.name)) for each in outlooks))
    for each in outlooks:
        counts = [f"{number} {words}" for fate, words in _FATES.items() if (number := each.count(fate))]  # type: ignore[arg-type]
        yield f"  {shown(each.name):<{width}}  {', '.join(counts)}"


# ── for programs ──────────────────────────────────────────────────────────────────────────────────────────


def as_json(found: Plan) -> dict[str, Any]:
    """All of it."""
    return {
        "packs": [_pack_as_json(step) for step in found.steps],
        "learners": [
            {
                "name": each.name,
                "counts": {fate: each.count(fate) for fate in _FATES},  # type: ignore[arg-type]
                "objectives": dict(each.fates),
                "follows": dict(each.follows),
            }
            for each in found.outlooks
        ],
    }


def _pack_as_json(step: Step) -> dict[str, Any]:
    before, now = step.changes.versions
    return {
        "id": step.arrival.pack.id,
        "title": step.arrival.pack.title,
        "installed_version": before,
        "version": now,
        "same": step.changes.same,
        "head": {name: {"from": old, "to": new} for name, old, new in step.changes.head},
        "questions": [_change_as_json(each) for each in step.changes.questions],
        "conversations": [_change_as_json(each) for each in step.changes.conversations],
        "objectives": [_change_as_json(each) for each in step.changes.objectives],
        "notes": list(step.notes),
    }


def _change_as_json(change: Change) -> dict[str, Any]:
    return {
        "what": change.what,
        "id": change.id,
        "was": change.was,
        "parts": change.parts,
        "doubts": change.doubts,
        "reused": change.reused,
    }
