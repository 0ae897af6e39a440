"""Runs the rules over pack files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizgame.domain.questions import Pack
from quizgame.packs.check.allowances import OWN_RULE, Allowances
from quizgame.packs.check.asked import Asked, Conversed
from quizgame.packs.check.coverage import claims_never_asked
from quizgame.packs.check.findings import Finding, Level, Spot
from quizgame.packs.check.inventory import Inventory, inventory_of
from quizgame.packs.check.opened import Opened
from quizgame.packs.check.refusals import finding_of, findings_of
from quizgame.packs.check.registry import BY_ID, RULES, Rule
from quizgame.packs.problems import PackRefused
from quizgame.packs.problems import Path as Place
from quizgame.packs.reader import PackFile, open_pack, read_bytes

_LISTS = {"options", "turns", "responses", "questions", "asks"}
"""A spot on one of these is shown at its key, since its value begins somewhere below."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that one check found out."""

    files: tuple[str, ...]
    """Those that were to be checked, in the order in which they were named."""
    packs: tuple[Opened, ...]
    """Those that could be read."""
    findings: tuple[Finding, ...]
    """By file, then by place."""
    allowed: int
    """Findings that authors have set aside with a reason."""

    def count(self, level: Level) -> int:
        """How many findings there are of a level."""
        return sum(finding.level == level for finding in self.findings)


def check_files(paths: Sequence[Path], former: Mapping[str, Pack] | None = None) -> Checked:
    """Check pack files, each by itself and all of them together, and beside their former versions by the pack's id."""
    paths = list(dict.fromkeys(paths))
    packs: list[Opened] = []
    findings: list[Finding] = []
    inventories: dict[Path, Inventory] = {}
    for path in paths:
        data = b""
        try:
            data = read_bytes(path)
            source = open_pack(data, str(path))
        except PackRefused as refused:
            findings += findings_of(refused, data.decode("utf-8", "replace"))
            continue
        if path.parent not in inventories:
            inventories[path.parent] = inventory_of(path.parent)
        packs.append(opened(source, inventories[path.parent], (former or {}).get(source.pack.id)))
    for folder, inventory in inventories.items():
        findings += map(finding_of, inventory.problems)
        findings += claims_never_asked(folder, packs)
    judged, allowed = check_packs(packs)
    files = tuple(map(str, paths))
    order = {file: number for number, file in enumerate(files)}
    findings = sorted(
        [*findings, *judged],
        key=lambda each: (order.get(each.file, len(order)), each.file, each.line, each.column, each.rule),
    )
    return Checked(files, tuple(packs), tuple(findings), allowed)


def opened(source: PackFile, inventory: Inventory | None = None, former: Pack | None = None) -> Opened:
    """A pack ready for checking, with what is known beside it."""
    places = source.places
    asked = tuple(Asked(("questions", places[each.id]), each) for each in source.pack.questions)
    conversed = tuple(Conversed(("questions", places[each.id]), each) for each in source.pack.conversations)
    turns = (turn for each in conversed for turn in each.turns)
    return Opened(source, (*asked, *turns), conversed, inventory or Inventory(), former)


def check_packs(packs: Sequence[Opened]) -> tuple[list[Finding], int]:
    """What the rules find in packs, without what their authors set aside; and how many findings that was."""
    allowances = {id(pack): Allowances(pack) for pack in packs}
    findings: list[Finding] = []
    allowed = 0
    for pack, rule, spot in _spots(packs):
        finding = _finding(pack, rule, spot)
        question = _question(pack, spot.path)
        if question and allowances[id(pack)].silences(finding, question):
            allowed += 1
        else:
            findings.append(finding)
    for pack in packs:
        findings += [_finding(pack, BY_ID[OWN_RULE], spot) for spot in allowances[id(pack)].objections()]
    return findings, allowed


def _spots(packs: Sequence[Opened]) -> Iterator[tuple[Opened, Rule, Spot]]:
    """Everything that any rule finds, with paths from the top of the file."""
    for pack in packs:
        rules = [rule for rule in RULES if pack.english or not rule.english]
        of_question = [(rule, rule.of_question) for rule in rules if rule.of_question]
        of_conversation = [(rule, rule.of_conversation) for rule in rules if rule.of_conversation]
        for asked in pack.asked:
            for rule, look in of_question:
                for spot in look(asked):
                    yield pack, rule, spot._replace(path=(*asked.path, *spot.path))
        for conversed in pack.conversed:
            for rule, look_at_it in of_conversation:
                for spot in look_at_it(conversed):
                    yield pack, rule, spot._replace(path=(*conversed.path, *spot.path))
        for rule in rules:
            if rule.of_questions:
                yield from ((pack, rule, spot) for spot in rule.of_questions(pack.asked))
            if rule.of_pack:
                yield from ((pack, rule, spot) for spot in rule.of_pack(pack))
    for rule in RULES:
        for look_at_all in rule.of_packs:
            yield from ((placed.opened, rule, placed.spot) for placed in look_at_all(packs))


def _finding(pack: Opened, rule: Rule, spot: Spot) -> Finding:
    at_key = spot.path[-1] in _LISTS
    problem = pack.source.tree.problem(spot.path, spot.what, spot.remedy or rule.remedy, at_key=at_key)
    return Finding(
        rule.id, spot.level or rule.level, problem.file, problem.line, problem.column,
        problem.what, problem.remedy, problem.path, spot.text,
    )  # fmt: skip


def _question(pack: Opened, path: Place) -> str:
    """The id of the question or conversation that a path leads into; empty for none."""
    if len(path) > 1 and path[0] == "questions" and isinstance(path[1], int):
        return str(pack.written("questions", path[1])["id"]).strip()
    return ""
