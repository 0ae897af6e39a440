"""`quizgame packs preview`: a pack file as learners will see it, read again when it is saved; nothing is recorded."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from quizgame.cli.surroundings import Surroundings
from quizgame.domain.questions import Flashcard, Pack, Question
from quizgame.domain.text import plain
from quizgame.domain.words import version_by
from quizgame.packs.draft import Draft, DraftFile, Remarks

if TYPE_CHECKING:
    from quizgame.packs.check.findings import Finding


def arguments(_action: str, parser: argparse.ArgumentParser) -> None:
    """Which file."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(arguments: argparse.Namespace, surroundings: Surroundings) -> int:
    """Show it in a terminal, or print it. No store is opened, so nothing can be recorded."""
    file = DraftFile(arguments.file)
    if not (arguments.json or arguments.plain or surroundings.plain):
        from quizgame.tui.preview import PreviewApp

        app = PreviewApp(file, tracebacks=arguments.debug)
        app.run()
        return app.return_code or 0
    draft = file.read()
    if draft.pack is None:
        print("\n".join(problem.text() for problem in draft.problems), file=sys.stderr)
        return 1
    remarks = file.check(draft)
    if arguments.json:
        print(json.dumps(_as_json(draft.pack, remarks), ensure_ascii=False))
    else:
        for line in _lines(draft.pack, draft, remarks):
            print(line)
    return 0


def _as_json(pack: Pack, remarks: Remarks) -> dict[str, object]:
    questions = [
        {"kind": question.kind, **asdict(question)}
        | {"findings": [asdict(finding) for finding in remarks.of_question.get(index, ())]}
        for index, question in enumerate(pack.questions)
    ]
    known = {name: value for name, value in asdict(pack).items() if name != "questions"}
    return {**known, "questions": questions, "findings": [asdict(finding) for finding in remarks.of_pack]}


def _lines(pack: Pack, draft: Draft, remarks: Remarks) -> Iterator[str]:
    """The pack as plain lines, every question with its answers, and under it what the check has found."""
    yield f"{pack.title}, {version_by(pack.version, pack.author)}"
    yield from _findings(remarks.of_pack)
    takeaways = {each.id: each.takeaway for each in pack.objectives}
    for index, question in enumerate(pack.questions):
        yield ""
        yield f"Question {index + 1} of {len(pack.questions)}: {question.id}"
        yield from _question(question)
        if takeaway := takeaways.get(question.objective):
            yield f"Takeaway: {plain(takeaway)}"
        for source in question.sources:
            title = draft.documents.get(source.document, source.document)
            yield f"Source: {', '.join(dict.fromkeys((title, source.section)))}"
        yield from _findings(remarks.of_question.get(index, ()))


def _question(question: Question) -> Iterator[str]:
    if isinstance(question, Flashcard):
        yield plain(question.front)
        yield f"Answer: {plain(question.back)}"
        return
    yield plain(question.scene)
    yield plain(question.ask)
    for number, option in enumerate(question.options, 1):
        yield f"{number}{', the best' if option.best else ''}. {plain(option.say)}"
        yield f"   {plain(option.because)}"


def _findings(found: tuple[Finding, ...]) -> Iterator[str]:
    for finding in found:
        yield f"Check, line {finding.line}, {finding.level} {finding.rule}: {finding.what} {finding.remedy}".rstrip()
