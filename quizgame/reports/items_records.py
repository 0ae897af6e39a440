"""Item analysis for other programs: JSON with every figure, and CSV with a row for each option of each question.

Keys of the JSON, stable within a `version` (a new key does not raise it; a changed or removed one does):

- `format` (always `quizgame-items`), `version`, `learners` (`here`, `files`), `notes`
- `packs`, each with `pack`, `title`, `learners`, `questions`, `asked`, `standing` and `items`, each with
  `question` (key), `revision`, `kind`, `text` (null where it is not in this store), `answers`, `right`, `mark`
  (`counts only`, `provisional` or `stable`), `p`, `chance`, `item_rest` and `item_rest_learners`, `stated`, `sure`,
  `sure_wrong`, `sure_but_wrong`, `other_order` (answers to a wording with its options in another order),
  `options` (`option`, counted from 1 in the file's order, `say`, `best`, `chosen`, `share`), `findings` (`rule`,
  `level`, `provisional`, `sentence`, the gravest first) and `flags` (the notes)

Shares are null where fewer than thirty answers are behind them, and rounded to four places.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from quizgame.domain.item_report import ItemReport, PackItems, Row, standing
from quizgame.domain.items import Choice
from quizgame.domain.questions import conversation_of
from quizgame.reports import items_wording as wording
from quizgame.reports.untrusted import cell, json_text

VERSION = 1
COLUMNS = (
    "pack",
    "question",
    "revision",
    "kind",
    "asked",
    "answers",
    "right",
    "mark",
    "share right",
    "item-rest",
    "sure but wrong",
    "option",
    "best",
    "says",
    "chosen",
    "share chosen",
    "findings",
    "flags",
)

_Json = None | bool | int | float | str | list["_Json"] | dict[str, "_Json"]
_Record = dict[str, _Json]


def as_json(report: ItemReport) -> str:
    """All of it, indented, with a newline at the end."""
    record: _Record = {
        "format": "quizgame-items",
        "version": VERSION,
        "learners": {"here": report.here, "files": report.files},
        "notes": list(report.notes),
        "packs": [_pack(pack) for pack in report.packs],
    }
    return json_text(record, indent=2) + "\n"


def as_csv(report: ItemReport) -> str:
    """A row for each option, and one for each card; what belongs to the question stands in each of its rows."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for pack in report.packs:
        for row in pack.rows:
            writer.writerows(_cells(pack, row))
    return out.getvalue()


def _pack(pack: PackItems) -> _Record:
    return {
        "pack": pack.pack,
        "title": pack.title,
        "learners": pack.learners,
        "questions": pack.questions,
        "asked": pack.asked,
        "standing": standing(pack),
        "items": [_item(row) for row in pack.rows],
    }


def _item(row: Row) -> _Record:
    item = row.item
    rest = wording.judged_rest(item)
    return {
        "question": item.question,
        "revision": item.revision,
        "kind": _kind(row),
        "text": wording.asked(row) or None,
        "answers": item.answers,
        "right": item.right,
        "mark": item.mark,
        "p": _share(row, item.p),
        "chance": round(item.chance, 4),
        "item_rest": None if rest is None else round(rest, 4),
        "item_rest_learners": item.rested,
        "stated": item.stated,
        "sure": item.sure,
        "sure_wrong": item.sure_wrong,
        "sure_but_wrong": _share(row, item.sure_but_wrong),
        "other_order": item.elsewhere,
        "options": [_option(row, choice) for choice in item.choices],
        "findings": [
            {"rule": each.rule, "level": each.level, "provisional": each.provisional, "sentence": each.sentence}
            for each in row.findings
        ],
        "flags": list(row.flags),
    }


def _option(row: Row, choice: Choice) -> _Record:
    return {
        "option": choice.option + 1,
        "say": row.says[choice.option] if row.says else None,
        "best": choice.best,
        "chosen": choice.chosen,
        "share": _share(row, choice.share),
    }


def _kind(row: Row) -> str | None:
    if conversation_of(row.item.question):
        return "conversation"
    if row.question is not None:
        return row.question.kind
    if not row.item.answers:
        return None
    return "better-response" if row.item.options else "flashcard"


def _share(row: Row, share: float) -> float | None:
    return None if row.item.mark == "counts only" else round(share, 4)


def _cells(pack: PackItems, row: Row) -> Iterator[tuple[object, ...]]:
    item, record = row.item, _item(row)
    question = (
        cell(pack.pack),
        cell(item.question.partition("/")[2]),
        item.revision,
        record["kind"],
        cell(wording.asked(row)),
        item.answers,
        item.right,
        item.mark,
        record["p"],
        record["item_rest"],
        record["sure_but_wrong"],
    )
    said = (cell(" ".join(each.sentence for each in row.findings)), cell("; ".join(wording.notes(row))))
    for choice in item.choices:
        best = "best" if choice.best else ""
        share = _share(row, choice.share)
        yield (*question, choice.option + 1, best, cell(wording.option(choice, row)), choice.chosen, share, *said)
    if not item.choices:
        yield (*question, None, None, None, None, None, *said)
