"""Gathers item analysis: the learners of this store and of files, the texts of the packs, and the figures of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from quizgame.domain.item_findings import findings
from quizgame.domain.item_report import ItemReport, PackItems, Row
from quizgame.domain.items import Item, Present, Sheet, analyse
from quizgame.domain.questions import BetterResponse
from quizgame.store.catalogue import Catalogue, ShelvedQuestion
from quizgame.store.database import Database
from quizgame.store.exposures import Exposures
from quizgame.store.trainer_file import TrainerFile
from quizgame.study.same_learner import Handed, each_once

Named = tuple[str, TrainerFile]
"""A file under the name that messages give it."""


def gather(database: Database, pack: str = "", files: Sequence[Named] = (), notes: Iterable[str] = ()) -> ItemReport:
    """The report on one pack, or without one on every pack that anybody has answered; nothing is written."""
    exposures = Exposures(database)
    handed = [Handed(sheet, "", "") for sheet in exposures.everybody()]
    handed += [Handed(exposures.settled(file.sheet), called, file.label) for called, file in files]
    given, doubles = each_once(handed) if files else (handed, [])
    if pack:
        given = [each._replace(sheet=_of_pack(each.sheet, f"{pack}/")) for each in given]
    given = [each for each in given if each.sheet.exposures or each.sheet.flags]
    return ItemReport(
        here=sum(not each.file for each in given),
        files=sum(bool(each.file) for each in given),
        notes=(*notes, *doubles),
        packs=tuple(_packs(database, pack, [each.sheet for each in given])),
    )


def _of_pack(sheet: Sheet, start: str) -> Sheet:
    return Sheet(
        tuple(each for each in sheet.exposures if each.question.startswith(start)),
        tuple(each for each in sheet.flags if each.question.startswith(start)),
    )


def _packs(database: Database, pack: str, sheets: Sequence[Sheet]) -> Iterable[PackItems]:
    catalogue = Catalogue(database)
    shelved: dict[str, ShelvedQuestion | None] = {}

    def present(question: str) -> Present | None:
        found = shelved[question] = catalogue.question(question)
        return _present(found) if found else None

    items = {(each.question, each.revision): each for each in analyse(sheets, present)}
    raised: dict[tuple[str, int], list[str]] = {}
    for flag in sorted(flag for sheet in sheets for flag in sheet.flags):
        raised.setdefault((flag.question, flag.revision), []).append(flag.note)
    for question, _ in raised:
        if question not in shelved:
            shelved[question] = catalogue.question(question)
    rows: dict[str, list[Row]] = {pack: []} if pack else {}
    for name in sorted(items.keys() | raised.keys()):
        question, revision = name
        item = items.get(name) or Item(question, revision, answers=0, right=0, options=0, chance=0.0)
        row = _row(item, shelved[question], tuple(raised.get(name, ())))
        rows.setdefault(_pack_of(question), []).append(row)
    learners = _learners(sheets, shelved)
    stood = {each.id: each for each in catalogue.packs()}
    for identity, mine in sorted(rows.items()):
        here = stood.get(identity)
        yield PackItems(
            pack=identity,
            title=here.title if here else identity,
            learners=learners[identity],
            questions=here.questions + _turns(catalogue, identity) if here else 0,
            asked=len({row.item.question for row in mine if row.question and row.item.answers}),
            rows=tuple(mine),
        )


def _turns(catalogue: Catalogue, pack: str) -> int:
    """Each is an item of its own."""
    return sum(len(each.conversation.turns) for each in catalogue.conversations(pack))


def _present(shelved: ShelvedQuestion) -> Present:
    question = shelved.question
    best = question.best if isinstance(question, BetterResponse) else None
    return Present(question.revision, shelved.content, best)


def _row(item: Item, shelved: ShelvedQuestion | None, flags: tuple[str, ...]) -> Row:
    question = shelved.question if shelved and shelved.question.revision == item.revision else None
    row = Row(item, question, shelved.title if shelved else "", (), flags)
    return Row(item, question, row.title, findings(item, row.says), flags)


def _learners(sheets: Iterable[Sheet], questions: Iterable[str]) -> Counter[str]:
    """How many learners answered or flagged anything of each pack."""
    packs = {question: _pack_of(question) for question in questions}
    found: Counter[str] = Counter()
    for sheet in sheets:
        found.update(
            {packs[each.question] for each in sheet.exposures} | {packs[each.question] for each in sheet.flags}
        )
    return found


def _pack_of(question: str) -> str:
    return question.partition("/")[0]
