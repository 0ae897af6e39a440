"""The plots of `docs/learning.md`: what each shows of the findings, as SVG and in a sentence.

The same findings give the same bytes.
"""

from __future__ import annotations

from benchmarks.learning.cells import Cell
from benchmarks.learning.findings import (
    DEFAULTS,
    GAME,
    POLICY_WORDS,
    TRUTH_WORDS,
    Findings,
    down,
    policy_words,
    settings_words,
    signed,
)
from benchmarks.learning.grid import Dot, Scale, grid
from benchmarks.learning.panels import Curve, Panel, panels
from benchmarks.learning.picture import Heading, Look
from benchmarks.learning.tables import Mean
from benchmarks.learning.world import HEADLINES, PROBES, STOP

LOOKS = {
    GAME: Look("ours", "disc", stroke="thick"),
    DEFAULTS: Look("peer", "square", filled=False, stroke="dashed"),
    "random": Look("soft", "up", filled=False),
    "round robin": Look("soft", "down", filled=False),
    "massed": Look("soft", "diamond", filled=False),
    "leitner": Look("soft", "times", filled=False),
    "sm-2": Look("soft", "plus", filled=False),
}
BEST_SETTINGS = Look("peer", "square")

_ROWS = "Rows: minutes a day and objectives."


def recall_says(found: Findings, cells: list[Cell]) -> str:
    """The plot of recall in a sentence."""
    last = HEADLINES[-1]
    ahead = sum(
        all(
            found.recalled(cell, GAME, last).mean >= found.recalled(cell, each, last).mean
            for each in _shown(found, cell)
        )
        for cell in cells
    )
    of, minutes = cells[0].objectives, cells[0].minutes
    return (
        f"Objectives recalled, of {of}, from day {PROBES[0]} to day {PROBES[-1]} with {minutes} minutes a day, "
        f"by policy: at the end the game is ahead of all under {ahead} of {len(cells)} truths"
    )


def recall(found: Findings, cells: list[Cell]) -> str:
    """Recall over the days by policy, a panel for each of these cells: their budgets and libraries are the same."""
    drawn = [
        Panel(TRUTH_WORDS[cell.truth], [_curve(found, cell, each) for each in _shown(found, cell)]) for cell in cells
    ]
    error = max(
        found.recalled(cell, each, day).error for cell in cells for each in _shown(found, cell) for day in PROBES
    )
    settings = [(TRUTH_WORDS[cell.truth], _settings(found, cell)) for cell in cells]
    heading = Heading(
        recall_says(found, cells),
        f"Objectives recalled, of {cells[0].objectives}, with {cells[0].minutes} minutes a day",
        (
            f"Means of {found.learners} learners by day; standard errors are at most {error:.1f}. "
            f"Practice stops on day {STOP}, at the dotted line.",
        ),
    )
    return panels(heading, PROBES, STOP, drawn, ("Anki's best settings", settings))


def _shown(found: Findings, cell: Cell) -> list[str]:
    """The policies of a panel, the foremost first; of several settings of Anki the best."""
    return [
        each for each in dict.fromkeys((GAME, found.best_settings(cell), *LOOKS)) if each and each in found.runs[cell]
    ]


def _curve(found: Findings, cell: Cell, policy: str) -> Curve:
    values = [found.recalled(cell, policy, day).mean for day in PROBES]
    return Curve(POLICY_WORDS.get(policy, "Anki, best settings"), LOOKS.get(policy, BEST_SETTINGS), values)


def _settings(found: Findings, cell: Cell) -> str:
    best = found.best_settings(cell)
    return settings_words(best) if best else "none better than its defaults"


def standings_say(found: Findings, near: float) -> str:
    """The plot of standings in a sentence."""
    against = [100 + each.against.mean for each in found.standings.values()]
    reached = sum(each >= near for each in against)
    return (
        "The game in per cent of its best peer, by truth, minutes a day and objectives: "
        f"{down(min(against), 0):g} to {down(max(against), 0):g} %, at least {near} % in {reached} of {len(against)}"
    )


def standings(found: Findings, near: float) -> str:
    """The game against the best of its peers in every cell, on both headline days."""
    looks = (Look("ours", "disc"), Look("ours", "diamond", filled=False))
    dots = []
    for (cell, day), each in found.standings.items():
        lane = HEADLINES.index(day)
        value = Mean(100 + each.against.mean, each.against.error)
        short = value.mean < near
        look = looks[lane]._replace(colour="peer") if short else looks[lane]
        words = f"{value} % of {policy_words(each.best)}, day {day}"
        dots.append(Dot(cell, value, look, words, lane, f"{down(value.mean, 0):g}" if short else ""))
    notes = (
        f"{_ROWS} Lines longer than their sign: two standard errors of the difference in pairs.",
        f"100: as much as the best peer. Band: at least {near}; beside what falls short, the number.",
    )
    legend = [(look, f"day {day}") for look, day in zip(looks, HEADLINES, strict=True)]
    heading = Heading(standings_say(found, near), "The game in per cent of its best peer", notes)
    return grid(heading, dots, Scale(100, near), legend)


def mastery_says(found: Findings, close: float) -> str:
    """The plot of mastery in a sentence."""
    bias = [each.mean for cell in found.cells if (each := found.bias(cell, GAME))]
    within = sum(abs(each) <= close for each in bias)
    return (
        "Mastery shown less the truth, in points, by truth, minutes a day and objectives: "
        f"{signed(min(bias))} to {signed(max(bias))}, within {close} in {within} of {len(bias)} cells"
    )


def mastery(found: Findings, close: float) -> str:
    """How far the mastery that is shown lies from the truth, in every cell."""
    dots = []
    for cell in found.cells:
        bias = found.bias(cell, GAME)
        if bias:
            beyond = abs(bias.mean) > close
            number = signed(bias.mean)
            look = Look("peer" if beyond else "ours", "disc")
            words = f"{number} ± {bias.error:.1f} points"
            dots.append(Dot(cell, bias, look, words, number=number if beyond else ""))
    notes = (
        f"{_ROWS} Lines longer than their sign: two standard errors.",
        f"Right of 0 the learner is told too much. Band: within {close} points; beside what lies beyond, the number.",
    )
    heading = Heading(mastery_says(found, close), "Mastery shown less the truth, in points of a hundred", notes)
    return grid(heading, dots, Scale(0, -close, close))
