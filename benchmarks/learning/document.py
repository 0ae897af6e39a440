"""`python -m benchmarks.learning.document`: writes the figures of `docs/learning.md` from the results that are kept.

The page's prose is written by hand. Between `<!-- figures: NAME -->` and `<!-- end -->` stands what this module writes,
and in `docs/learning/` the plots. The same results give the same text, so that a test can hold one against the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks import pages
from benchmarks.learning import plots
from benchmarks.learning.cells import Cell
from benchmarks.learning.findings import (
    DEFAULTS,
    GAME,
    TRUTH_WORDS,
    Findings,
    cell_words,
    down,
    policy_words,
    read,
    settings_words,
    signed,
)
from benchmarks.learning.tables import Mean
from benchmarks.learning.world import HEADLINES, PROBES
from benchmarks.pages import table

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "learning"
PAGE = ROOT / "docs" / "learning.md"
PLOTS = ROOT / "docs" / "learning"

NEAR = 95
"""Per cent of the best peer that the game is to reach in every cell."""

CLOSE = 5
"""Points of a hundred within which the mastery shown is to be right."""

SHOWCASE = (3, 300)
"""Minutes and objectives of the cells in which the game is held against default Anki."""

_GOALS = {"fsrs": 50}
_GOAL = 25
_NOT_YET = "*Not measured yet.*"

Row = Sequence[str]


def main() -> int:
    """Write page and plots anew."""
    write()
    print(f"{PAGE.relative_to(ROOT)} and {PLOTS.relative_to(ROOT)}/ say what {RESULTS.relative_to(ROOT)}/ says")
    return 0


def write(results: Path = RESULTS, page: Path = PAGE, folder: Path = PLOTS) -> None:
    """Bring page and plots up to the results; plots of results that are gone are removed.

    Raises `WrongPage` before anything is written.
    """
    every, quick = read(results / "tables.json"), read(results / "quick.json")
    text = filled(page.read_text(encoding="utf-8"), sections(every, quick))
    drawn = pictures(every)
    pages.write(page, text, folder, drawn)


def filled(page: str, found: Mapping[str, str]) -> str:
    """The page with each section between its marks; the prose around stays as it is. Raises `WrongPage`."""
    return pages.filled("docs/learning.md", page, found)


def sections(every: Findings | None, quick: Findings | None) -> dict[str, str]:
    """The text between the marks, by name; of results that are not there, a line that says so."""
    parts: dict[str, Callable[[Findings], str]] = {
        "recall": _recall,
        "headlines": _headlines,
        "anki-settings": _settings,
        "default-anki": _default_anki,
        "mastery": _mastery,
    }
    found = {name: part(every) if every else _NOT_YET for name, part in parts.items()}
    return found | {"quick": _quick(quick) if quick else _NOT_YET}


def pictures(every: Findings | None) -> dict[str, str]:
    """The plots, by file name."""
    if not every:
        return {}
    drawn = {"standings.svg": plots.standings(every, NEAR), "mastery.svg": plots.mastery(every, CLOSE)}
    cells = _showcase(every)
    return drawn | ({"recall.svg": plots.recall(every, cells)} if cells else {})


def _recall(found: Findings) -> str:
    cells = _showcase(found)
    return _picture("recall", plots.recall_says(found, cells)) if cells else _NOT_YET


def _headlines(found: Findings) -> str:
    drawn = (
        f"{found.learners} learners a cell, seed {found.seed}. Objectives recalled; **the most in bold**. The last "
        "columns hold the game against the best of all peers, ± the standard error of the difference, learner by "
        f"learner. Shares are rounded down. **short**: less than {NEAR} % of the best peer."
    )
    tables = [f"### Day {day}{_occasion(day)}\n\n{_headline_table(found, day)}" for day in HEADLINES]
    both = f"Both days together: {_count(found, HEADLINES)}"
    return "\n\n".join([drawn, *tables, both, _picture("standings", plots.standings_say(found, NEAR))])


def _headline_table(found: Findings, day: int) -> str:
    head = ("truth", "minutes", "objectives", "game", "Anki, defaults", "Anki, best settings", "best other peer")
    rows = [_headline_row(found, cell, day) for cell in found.cells]
    text = table((*head, "game, % of the best peer", ""), rows, left=(0, 6, 8))
    return f"{text}\n\nDay {day}: {_count(found, (day,))}"


def _headline_row(found: Findings, cell: Cell, day: int) -> Row:
    policies = (GAME, DEFAULTS, found.best_settings(cell), found.best_other(cell, day))
    recalled = [
        found.recalled(cell, each, day).mean if each and each in found.runs[cell] else None for each in policies
    ]
    most = max(each for each in recalled if each is not None)
    shown = ["–" if each is None else _bold(f"{each:.1f}", each == most) for each in recalled]
    if policies[3]:
        shown[3] += f" {policy_words(policies[3])}"
    standing = found.standings.get((cell, day))
    share = ("–", "") if standing is None else (f"{_share(standing.against)}", _verdict(standing.against))
    return TRUTH_WORDS[cell.truth], str(cell.minutes), str(cell.objectives), *shown, *share


def _count(found: Findings, days: Iterable[int]) -> str:
    against = [each.against.mean for (_, day), each in found.standings.items() if day in set(days)]
    near, best = sum(100 + each >= NEAR for each in against), sum(each >= 0 for each in against)
    return f"at least {NEAR} % of the best peer in {near} of {len(against)}, the best in {best} of {len(against)}."


def _settings(found: Findings) -> str:
    places = sorted({(cell.minutes, cell.objectives) for cell in found.cells})
    rows = []
    for minutes, objectives in places:
        policies = [
            found.best_settings(cell) if (cell := Cell(truth, minutes, objectives)) in found.runs else None
            for truth in found.truths
        ]
        rows.append((str(minutes), str(objectives), *(settings_words(each) if each else "–" for each in policies)))
    head = ("minutes", "objectives", *(TRUTH_WORDS[truth] for truth in found.truths))
    return table(head, rows, left=range(2, len(head)))


def _default_anki(found: Findings) -> str:
    cells = [cell for cell in _showcase(found) if DEFAULTS in found.runs[cell]]
    if not cells:
        return _NOT_YET
    rows = []
    for cell in cells:
        goal = _GOALS.get(cell.truth, _GOAL)
        more = {day: found.more(cell, GAME, DEFAULTS, day) for day in HEADLINES}
        met = all(each.mean >= goal for each in more.values())
        shown = [
            value
            for day in HEADLINES
            for value in (
                f"{found.recalled(cell, GAME, day).mean:.1f}",
                f"{found.recalled(cell, DEFAULTS, day).mean:.1f}",
                f"{signed(down(more[day].mean))} ± {more[day].error:.1f} %",
            )
        ]
        rows.append((TRUTH_WORDS[cell.truth], *shown, f"+{goal} %", "met" if met else "**missed**"))
    days = [each for day in HEADLINES for each in (f"game, day {day}", f"Anki, defaults, day {day}", "more")]
    return table(("truth", *days, "goal", ""), rows, left=(0, 8))


def _mastery(found: Findings) -> str:
    rows = []
    for truth in found.truths:
        bias = [each.mean for cell in found.cells if cell.truth == truth and (each := found.bias(cell, GAME))]
        if not bias:
            continue
        mean = sum(bias) / len(bias)
        within = sum(abs(each) <= CLOSE for each in bias)
        spread = f"{signed(min(bias))} to {signed(max(bias))}"
        verdict = "met" if abs(mean) <= CLOSE else "**missed**"
        rows.append((TRUTH_WORDS[truth], signed(mean), spread, f"{within} of {len(bias)}", verdict))
    head = ("truth", "mean over cells", "cells from … to …", f"cells within {CLOSE}", f"mean within {CLOSE}")
    text = table(head, rows, left=(0, 4))
    says = "Mastery shown less the truth, in points of a hundred; above 0 the learner is told too much."
    return f"{says}\n\n{text}\n\n{_picture('mastery', plots.mastery_says(found, CLOSE))}"


def _quick(found: Findings) -> str:
    ((cell, policies),) = found.runs.items()
    head = ("policy", *(f"day {day}" for day in PROBES), "right answers", "mastery less the truth")
    rows = []
    for policy, run in policies.items():
        days = [str(found.recalled(cell, policy, day)) for day in PROBES]
        bias = found.bias(cell, policy)
        right = f"{100 * run['right'][0]:.0f} %"
        rows.append((policy_words(policy), *days, right, signed(bias.mean) if bias else ""))
    drawn = f"{cell_words(cell)}; {found.learners} learners, seed {found.seed}. Objectives recalled ± standard error."
    return f"{drawn}\n\n{table(head, rows, left=(0,))}"


def _showcase(found: Findings) -> list[Cell]:
    return [cell for cell in found.cells if (cell.minutes, cell.objectives) == SHOWCASE]


def _occasion(day: int) -> str:
    return ", thirty days after practice stops" if day == HEADLINES[-1] else ""


def _share(against: Mean) -> str:
    return f"{down(100 + against.mean):.1f} ± {against.error:.1f}"


def _verdict(against: Mean) -> str:
    if 100 + against.mean < NEAR:
        return "**short**"
    return "best" if against.mean >= 0 else ""


def _bold(words: str, on: bool) -> str:
    return f"**{words}**" if on else words


def _picture(name: str, says: str) -> str:
    return f"![{says}](learning/{name}.svg)"


if __name__ == "__main__":
    raise SystemExit(main())
