"""`quizgame packs preview`: a pack file as learners will see it, read again when it is saved; nothing is recorded."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from quizgame.cli.surroundings import Surroundings
from quizgame.domain.questions import Conversation, Flashcard, Pack, Question, Source
from quizgame.domain.text import plain
from quizgame.domain.words import version_by
from quizgame.packs.draft import Draft, DraftFile, Item, Remarks
from quizgame.packs.graph import onward
from quizgame.study.conversation_words import felt

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
        from quizgame.reports.untrusted import json_text

        print(json_text(_as_json(draft.pack, remarks)))
    else:
        for line in _lines(draft.pack, draft, remarks):
            print(line)
    return 0


def _as_json(pack: Pack, remarks: Remarks) -> dict[str, object]:
    """Everything, with what the check has found where it was found."""

    def all_of(found: Sequence[Item], of: Mapping[int, Sequence[Finding]]) -> list[dict[str, object]]:
        return [
            {"kind": item.kind, **asdict(item), "findings": [asdict(finding) for finding in of.get(index, ())]}
            for index, item in enumerate(found)
        ]

    return {
        **asdict(pack),
        "questions": all_of(pack.questions, remarks.of_question),
        "conversations": all_of(pack.conversations, remarks.of_conversation),
        "findings": [asdict(finding) for finding in remarks.of_pack],
    }


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
        yield from _sources(question.sources, draft)
        yield from _findings(remarks.of_question.get(index, ()))
    for index, held in enumerate(pack.conversations):
        yield ""
        yield f"Conversation {index + 1} of {len(pack.conversations)}: {held.id}"
        yield from _conversation(held, draft)
        yield from _findings(remarks.of_conversation.get(index, ()))


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


def _conversation(held: Conversation, draft: Draft) -> Iterator[str]:
    yield f"{plain(held.title)} ({plain(held.channel)})"
    yield plain(held.setting)
    yield f"{plain(held.customer)} is {felt(held.temperature)}."
    for turn in held.turns:
        yield f"Turn {turn.id}, {turn.objective}: {plain(turn.says)}"
        for number, response in enumerate(turn.responses, 1):
            worth = ", the best" if response.best else ", fair" if response.fair else ""
            yield f"{number}{worth}. {plain(response.say)}"
            yield f"   {plain(response.because)}"
            effect = f"{response.effect:+}" if response.effect else "0"
            reply = f", with the reply: {plain(response.reply)}" if response.reply else ""
            yield f"   {effect}, to {onward(response.ways)}{reply}"
        yield from _sources(turn.sources, draft)
    for outcome, debrief in held.endings:
        yield f"Ending {outcome}: {plain(debrief)}"


def _sources(found: Sequence[Source], draft: Draft) -> Iterator[str]:
    for source in found:
        title = draft.documents.get(source.document, source.document)
        yield f"Source: {', '.join(dict.fromkeys((title, source.section)))}"


def _findings(found: tuple[Finding, ...]) -> Iterator[str]:
    for finding in found:
        yield f"Check, line {finding.line}, {finding.level} {finding.rule}: {finding.what} {finding.remedy}".rstrip()
