"""Rules that an author sets aside for a question or conversation, with a reason, and the rule that watches them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from quizgame.packs.characters import quoted
from quizgame.packs.check.findings import Finding, Spot
from quizgame.packs.check.opened import Opened
from quizgame.packs.check.registry import BY_ID
from quizgame.packs.check.wordcount import word_count
from quizgame.packs.suggestions import did_you_mean

FEWEST_WORDS = 3
"""Words of a reason."""
OWN_RULE = "W15"
COMPARING = "W16"
"""Complains only beside a former version."""


@dataclass(slots=True)
class Allowances:
    """What one pack sets aside."""

    opened: Opened
    used: set[tuple[str, str]] = field(default_factory=set)
    """Id and rule of those that silenced something."""

    def silences(self, finding: Finding, question: str) -> bool:
        """Whether the author has set the finding's rule aside for a question or conversation, by its id."""
        reasons = self.opened.source.allowed.get(question)
        if not reasons or finding.rule not in reasons:
            return False
        self.used.add((question, finding.rule))
        return True

    def objections(self) -> Iterator[Spot]:
        """What is wrong with the allowances themselves, once everything has been checked."""
        allowed = self.opened.source.allowed
        for id_, index in self.opened.source.places.items():
            for rule, reason in allowed.get(id_, {}).items():
                path = ("questions", index, "allow", rule)
                if rule not in BY_ID or rule == OWN_RULE:
                    what = f"{quoted(rule)} is not a rule that can be set aside."
                    remedy = did_you_mean(rule.upper(), BY_ID) if rule.upper() != rule else ""
                    yield Spot(
                        path, what, f"{rule}: {reason}", remedy or "Write the id that the check shows, such as W10."
                    )
                elif (id_, rule) not in self.used and (rule != COMPARING or self.opened.former):
                    what = f"There is nothing here that {rule} would complain about."
                    yield Spot(path, what, f"{rule}: {reason}", f"Remove {rule} from `allow:`.")
                elif word_count(reason) < FEWEST_WORDS:
                    yield Spot(path, f"The reason for {rule} is too short to be one.", reason, "Say why in a sentence.")
