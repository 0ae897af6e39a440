"""A pack file that somebody is writing: read anew when it was saved, and checked question by question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from quizgame.domain.questions import Conversation, Pack, Question
from quizgame.packs.library import DOCUMENTS, bundled_folder
from quizgame.packs.problems import PackRefused, Problem

if TYPE_CHECKING:  # the screen stands before YAML and pydantic are loaded
    from quizgame.packs.check.findings import Finding
    from quizgame.packs.reader import PackFile

_GRAVITY = {"error": 0, "warning": 1, "info": 2}
_QUESTION = re.compile(r"questions\[(\d+)\]")


Item = Question | Conversation
"""What a draft is shown by, one after another."""


def items(pack: Pack) -> tuple[Item, ...]:
    """The questions of a pack, then its conversations."""
    return (*pack.questions, *pack.conversations)


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it was when it was read: a pack, or what is wrong with it."""

    pack: Pack | None
    problems: tuple[Problem, ...] = ()
    documents: Mapping[str, str] = field(default_factory=dict)
    """Titles of the documents that the sources may name, by id."""
    source: PackFile | None = None
    """What the check needs; to be let go once it has been checked."""

    def without_source(self) -> Draft:
        """The same, without what only the check needs: more than half of the memory."""
        return replace(self, source=None)


@dataclass(frozen=True, slots=True)
class Remarks:
    """What the check has found in a draft."""

    of_question: Mapping[int, tuple[Finding, ...]]
    """By the question's place in the pack, from 0: only those with findings, the gravest first."""
    of_pack: tuple[Finding, ...]
    """What concerns more than one question or conversation."""
    of_conversation: Mapping[int, tuple[Finding, ...]] = field(default_factory=dict)
    """By the conversation's place in the pack, likewise."""

    def of_items(self, pack: Pack) -> dict[int, tuple[Finding, ...]]:
        """By the place among the pack's items: only those with findings."""
        after = len(pack.questions)
        return {**self.of_question, **{after + index: found for index, found in self.of_conversation.items()}}

    @property
    def all(self) -> tuple[Finding, ...]:
        """Everything that was found."""
        each = chain(self.of_question.values(), self.of_conversation.values())
        return (*self.of_pack, *chain.from_iterable(each))


class DraftFile:
    """A file on a trainer's desk. Reading and checking touch no screen and no store, so that a thread can do both."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen = self._look()

    def saved(self) -> bool:
        """Whether the file was saved since the last time this was asked.

        A file that is gone for a moment is being saved: many editors put a new one in its place. It counts as changed
        only when it is still gone the next time.
        """
        now = self._look()
        if now == self._seen:
            return False
        gone_just_now = now is None and self._seen != _GONE
        self._seen = _GONE if gone_just_now else now
        return not gone_just_now

    def read(self) -> Draft:
        """The pack in the file, or everything that is wrong with it."""
        from quizgame.packs.documents import document_titles
        from quizgame.packs.reader import open_pack, read_bytes

        try:
            source = open_pack(read_bytes(self.path), str(self.path))
        except PackRefused as refused:
            return Draft(None, refused.problems)
        documents = document_titles(bundled_folder() / DOCUMENTS)
        with suppress(PackRefused, ValueError, OSError):  # a list that cannot be read leaves the ids as they are
            documents |= document_titles(self.path.parent / DOCUMENTS)
        return Draft(source.pack, (), documents, source)

    def check(self, draft: Draft) -> Remarks:
        """What the rules find in the file by itself; solvers, and lists that lie beside it, are left out."""
        from quizgame.packs.check.checking import check_packs, opened
        from quizgame.packs.check.inventory import inventory_of

        if draft.source is None:
            return Remarks({}, ())
        findings, _ = check_packs([opened(draft.source, inventory_of(self.path.parent))])
        by_place: dict[int, list[Finding]] = {}
        of_pack = []
        for finding in sorted(findings, key=lambda each: (_GRAVITY[each.level], each.line, each.column, each.rule)):
            if place := _QUESTION.match(finding.path):
                by_place.setdefault(int(place[1]), []).append(finding)
            else:
                of_pack.append(finding)

        def of(items: Sequence[Question | Conversation]) -> dict[int, tuple[Finding, ...]]:
            found = (by_place.get(places[each.id], ()) for each in items)
            return {index: tuple(these) for index, these in enumerate(found) if these}

        pack, places = draft.source.pack, draft.source.places
        return Remarks(of(pack.questions), tuple(of_pack), of(pack.conversations))

    def _look(self) -> tuple[int, int, int] | None:
        """What tells one state of the file from another; None when there is no file."""
        try:
            status = self.path.stat()
        except (OSError, ValueError):
            return None
        return status.st_size, status.st_mtime_ns, status.st_ino


_GONE = (-1, -1, -1)
