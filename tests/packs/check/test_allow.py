"""A rule is set aside for one question, by name and with a reason; anything else is told."""

from __future__ import annotations

import pytest

from quizgame.packs.check.checking import check_packs
from tests.packs.check.checks import OTHERS, SOURCE, a_question, findings, open_text
from tests.packs.pack_texts import a_pack_text

TWO = OTHERS[:1]


def allowing(text: str) -> str:
    return a_question(others=TWO, extra=f"{SOURCE}\nallow: {{{text}}}")


def test_a_rule_is_set_aside_with_a_reason_and_counted() -> None:
    opened = open_text(a_pack_text(allowing("W1: only two ways exist at this counter")))
    assert check_packs([opened]) == ([], 1)


@pytest.mark.parametrize(
    ("text", "rules", "what"),
    [
        ("W1: no", ["W15"], "The reason for W1 is too short to be one."),
        ("W99: it really does not fit here", ["W1", "W15"], "`W99` is not a rule that can be set aside."),
        ("W15: it really does not fit here", ["W1", "W15"], "`W15` is not a rule that can be set aside."),
        ("w1: it really does not fit here", ["W1", "W15"], "`w1` is not a rule that can be set aside."),
        ("W2: it really does not fit here", ["W1", "W15"], "There is nothing here that W2 would complain about."),
    ],
)
def test_an_allow_that_is_none_is_told(text: str, rules: list[str], what: str) -> None:
    found = findings(allowing(text))
    assert [finding.rule for finding in found] == rules
    assert found[-1].what == what
    assert found[-1].level == "warning"
    assert found[-1].path.startswith("questions[0].allow.")


def test_a_misspelt_rule_is_guessed() -> None:
    assert findings(allowing("w1: it really does not fit here"))[-1].remedy == "Did you mean `W1`?"


def test_an_allow_holds_for_its_question_alone() -> None:
    other = a_question(
        "other", others=("The room is ready for you.",), best="A guest has your key.", scene="At the inn."
    )
    assert [finding.rule for finding in findings(allowing("W1: only two ways exist here"), other)] == ["W1"]
