"""Notices the same learner in two files, or in a file and this store, from what was answered alone.

First answers never change, so a later file of the same learner holds all that an earlier one held. Two people can
agree on a few answers as well: what tells them apart is wrong answers, and those marked sure or not sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quizgame.domain.events import Certainty
from quizgame.domain.items import Exposure, Sheet

TELLING = 8
"""Wrong or marked answers in common from which two sheets are taken for one learner's; the number is ours."""


class Handed(NamedTuple):
    """A sheet, and where it is from."""

    sheet: Sheet
    file: str
    """How messages name the file; empty for a learner of this store."""
    label: str
    """The file's own label; empty for a learner of this store."""


def each_once(handed: Sequence[Handed]) -> tuple[list[Handed], list[str]]:
    """The sheets with every learner once, the fullest sheet of each, and what to say about the others."""
    kept: list[tuple[Handed, frozenset[Exposure]]] = []
    notes: list[str] = []
    # The fullest first, so that each sheet has only to be looked for in those before it; the store before the files.
    for each in sorted(handed, key=lambda one: -len(one.sheet.exposures)):
        held = frozenset(each.sheet.exposures)
        other = next((one for one, all_ in kept if (each.file or one.file) and _same(each, held, one, all_)), None)
        if other is None:
            kept.append((each, held))
            continue
        notes.append(_note(each, other))
        flags = tuple(dict.fromkeys((*other.sheet.flags, *each.sheet.flags)))
        kept = [
            (one._replace(sheet=Sheet(one.sheet.exposures, flags)), all_) if one is other else (one, all_)
            for one, all_ in kept
        ]
    return [one for one, _ in kept], sorted(notes)


def _same(each: Handed, held: frozenset[Exposure], other: Handed, all_: frozenset[Exposure]) -> bool:
    if each.label and each.label == other.label:
        return True
    return held <= all_ and sum(not one.right or one.certainty is not Certainty.UNSTATED for one in held) >= TELLING


def _note(each: Handed, other: Handed) -> str:
    first, second = sorted((each.file, other.file))
    where = f"{first} and {second}" if first else f"{second} and a learner of this store"
    return f"{where} hold the same answers: counted once."
