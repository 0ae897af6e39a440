"""The findings in words, as a good compiler says them: place, level, rule, what is wrong, what to do, and the text."""

from __future__ import annotations

from collections.abc import Iterator

from quizgame.domain.questions import Pack
from quizgame.packs.characters import shown
from quizgame.packs.check.checking import Checked
from quizgame.packs.check.findings import Finding, amount

_EXCERPT = 100
_LONGEST_PATH = 500


def as_text(checked: Checked) -> Iterator[str]:
    """Lines for people and editors: the findings of each file, or that it is fine."""
    by_file: dict[str, list[Finding]] = {file: [] for file in checked.files}
    for finding in checked.findings:
        by_file.setdefault(finding.file, []).append(finding)
    sizes = {opened.file: _size(opened.source.pack) for opened in checked.packs}
    close = True
    for file, findings in by_file.items():
        if not close or (findings and file != checked.files[0]):
            yield ""
        close = not findings
        for finding in findings:
            yield from _lines(finding)
        if file in sizes and all(finding.level == "info" for finding in findings):
            yield f"{shown(file, _LONGEST_PATH)}: fine. {sizes[file]}."


def _size(pack: Pack) -> str:
    return ", ".join((amount(len(pack.objectives), "objective"), *_asked(len(pack.questions), len(pack.conversations))))


def _asked(questions: int, conversations: int) -> list[str]:
    """How many there are; nothing of conversations where there are none."""
    told = [amount(questions, "question")]
    return [*told, amount(conversations, "conversation")] if conversations else told


def _lines(finding: Finding) -> Iterator[str]:
    where = f"{shown(finding.file, _LONGEST_PATH)}:{finding.line}:{finding.column}"
    # What the reader alone says stands here as `packs install` says it.
    mark = f"{finding.level} {finding.rule}: " if finding.rule else ""
    yield f"{where}: {mark}{finding.what} {finding.remedy}".rstrip()
    if text := " ".join(finding.text.split()):
        yield "    " + shown(text, _EXCERPT)


def closing(checked: Checked) -> str:
    """The last line: how much was found in how much."""
    errors, warnings, notes = (checked.count(level) for level in ("error", "warning", "info"))
    packs = [opened.source.pack for opened in checked.packs]
    asked = _asked(sum(len(pack.questions) for pack in packs), sum(len(pack.conversations) for pack in packs))
    found = f"{amount(errors + warnings, 'problem')} found" if errors or warnings else "No problems found"
    if errors or warnings:
        found += f" ({amount(errors, 'error')}, {amount(warnings, 'warning')})"
    parts = [f"{found} in {amount(len(checked.files), 'file')} with {' and '.join(asked)}"]
    if notes:
        parts.append(amount(notes, "note"))
    if checked.allowed:
        parts.append(f"{amount(checked.allowed, 'finding')} set aside with a reason")
    return "; ".join(parts) + "."
