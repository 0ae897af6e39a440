"""The page for trainers tells the truth about the checker."""

from __future__ import annotations

import re
from pathlib import Path

from quizgame.packs.check import contest, options, texts
from quizgame.packs.check.checking import check_packs
from quizgame.packs.check.registry import RULES
from quizgame.packs.check.solvers import SOLVERS
from tests.packs.check.checks import open_text

PAGE = (Path(__file__).parents[3] / "docs" / "writing-questions.md").read_text(encoding="utf-8")
BEFORE, AFTER = re.findall(r"^```yaml\n(pack:.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_every_rule_stands_in_the_table_with_its_level() -> None:
    told = re.findall(r"^\| ([EW]\d+) \| (\w+) \|", PAGE, re.MULTILINE)
    assert told == [(rule.id, rule.level) for rule in RULES]


def test_the_rules_that_read_english_are_named() -> None:
    assert [rule.id for rule in RULES if rule.english] == ["E2", "W5", "W6", "W7", "W8", "W9", "W11", "W12"]
    assert "E2, W5 to W9, W11 and W12 read English words" in PAGE


def test_the_question_before_has_the_faults_that_the_page_names_and_the_one_after_has_none() -> None:
    found, _ = check_packs([open_text(BEFORE)])
    named = set(re.findall(r"\((\w\d+)\)", PAGE.split("The check says that")[1].split("\n\n")[0]))
    assert {finding.rule for finding in found if finding.level != "info"} == named
    found, _ = check_packs([open_text(AFTER)])
    assert [finding.rule for finding in found] == ["W13"]


def test_the_numbers_of_the_page_are_those_of_the_rules() -> None:
    assert f"a scene of more than {texts.MOST_IN_SCENE} words, an option of more than {texts.MOST_IN_OPTION}" in PAGE
    assert (options.FEWEST, options.MOST) == (3, 4)
    assert f"at random {contest.DRAWS:,} times" in PAGE
    assert len(SOLVERS) + 1 == 11
    assert "any of the twenty-two" in PAGE
