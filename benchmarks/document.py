"""`python -m benchmarks.document`: writes the figures of `docs/performance.md` from the results that are kept.

The page's prose is written by hand. Between `<!-- figures: NAME -->` and `<!-- end -->` stands what this module writes,
and in `docs/performance/` the plots. The same results give the same text, so that a test can hold one against the
other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import pages
from benchmarks.growth import Plot, Point, drawn, says
from benchmarks.pages import table
from benchmarks.reasons import reason
from benchmarks.record import RESULTS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"
PLOTS = ROOT / "docs" / "performance"

_HEAD = ("figure", "median", "p99", "beside it", "its median", "its p99", "ratio")
_LEFT = {0, 3}

PLOTTED = {
    "start": Plot("Start to a stored verdict", "objectives, in all states", "milliseconds"),
    "memory": Plot("Peak memory in play", "objectives, in all states", "MiB"),
    "queue": Plot("The queue of a session", "objectives, in all states", "milliseconds"),
    "answers": Plot("A durable answer, a durable undo", "answers in the store", "milliseconds"),
    "caches": Plot("Caches from the log", "reviews in the log", "microseconds a review"),
    "progress": Plot("What Progress shows", "reviews in the log", "milliseconds"),
    "packs": Plot("Taking in a pack", "questions in the file", "milliseconds"),
    "pack-memory": Plot("Peak memory of taking in a pack", "questions in the file", "MiB"),
}
"""The plots, by the names that figures know them by."""

SECTIONS = {
    "start": ("start", "memory"),
    "keys": (),
    "answers": ("answers",),
    "queue": ("queue",),
    "caches": ("caches",),
    "progress": ("progress",),
    "packs": ("packs", "pack-memory"),
}
"""Parts of the benchmarks in the order of the page, each a section of it, and the plots that stand there."""

Results = Mapping[str, Any]
Figure = Mapping[str, Any]


def main() -> int:
    """Write page and plots anew."""
    write(read())
    print(f"{PAGE.relative_to(ROOT)} and {PLOTS.relative_to(ROOT)}/ say what {RESULTS.relative_to(ROOT)} says")
    return 0


def read(results: Path = RESULTS) -> Results:
    """The results that are kept."""
    found: Results = json.loads(results.read_text(encoding="utf-8"))
    return found


def write(results: Results, page: Path = PAGE, folder: Path = PLOTS) -> None:
    """Bring page and plots up to the results; plots that are no longer drawn are removed.

    Raises `WrongPage` before anything is written.
    """
    text = filled(page.read_text(encoding="utf-8"), sections(results))
    pictures = plots(results)
    pages.write(page, text, folder, pictures)


def filled(page: str, found: Mapping[str, str]) -> str:
    """The page with each section between its marks; the prose around stays as it is. Raises `WrongPage`."""
    return pages.filled("docs/performance.md", page, found)


def sections(results: Results) -> dict[str, str]:
    """The text between the marks, by name."""
    found = {"machine": _machine(results), "targets": _targets(results["figures"])}
    return found | {part: _section(results, part, names) for part, names in SECTIONS.items()}


def plots(results: Results) -> dict[str, str]:
    """The plots, by file name."""
    found = ((name, plot, _curves(results, name)) for name, plot in PLOTTED.items())
    return {f"{name}.svg": drawn(plot, curves) for name, plot, curves in found if curves}


def _machine(results: Results) -> str:
    machine, versions, peers = results["machine"], results["versions"], results["peers"]
    before, after = machine["load, before and after"]
    ours = ", ".join(f"{name} {version}" for name, version in versions.items())
    theirs = ", ".join(f"{name} {version}" for name, version in peers.items()) or "none"
    rounds, failed = results["scale"]["rounds"], results["failed"]
    return (
        f"Measured on {results['date']}: {machine['system']} {machine['release']}, {machine['processors']} processors "
        f"({machine['processor']}), load {before:g} before and {after:g} after; Python {results['python']}, "
        f"SQLite {results['sqlite']}, {ours}. Peers: {theirs}. The run took {results['minutes']:g} minutes. "
        f"Medians of {rounds} interleaved runs; p99 is that of all single times (of fewer than a hundred, the longest)."
        + (f" **Not measured to the end: {', '.join(failed)}.**" if failed else "")
    )


def _targets(figures: Sequence[Figure]) -> str:
    """Every figure that has a target, and for each that was missed the reason."""
    parts = list(SECTIONS)
    aimed = sorted((each for each in figures if each["met"] is not None), key=lambda each: parts.index(each["part"]))
    rows = [(*_row(each), _target(each), "met" if each["met"] else "**missed**") for each in aimed]
    met = sum(each["met"] for each in aimed)
    missed = dict.fromkeys(reason(each["name"]) for each in aimed if not each["met"])
    lines = [table((*_HEAD, "target", ""), rows, _LEFT | {8}), f"{met} of {len(aimed)} targets are met."]
    if missed:
        lines.append("**What is missed, and why.**\n\n" + "\n".join(f"- {each}" for each in missed))
    return "\n\n".join(lines)


def _section(results: Results, part: str, names: Iterable[str]) -> str:
    """The plots of a part, and a table of its figures that have no target."""
    rows = [_row(each) for each in results["figures"] if each["part"] == part and each["met"] is None]
    pictures = [
        f"![{says(PLOTTED[name], curves)}](performance/{name}.svg)"
        for name in names
        if (curves := _curves(results, name))
    ]
    return "\n\n".join([*pictures, *([table(_HEAD, rows, _LEFT)] if rows else [])]) or "*Everything has a target.*"


def _curves(results: Results, plot: str) -> dict[str, list[Point]]:
    """Name and points of each curve of a plot, ours first; the same floor beside several figures is one point."""
    ours: dict[str, dict[float, float]] = {}
    beside: dict[str, dict[float, float]] = {}
    for figure in results["figures"]:
        growth = figure["growth"]
        if growth and growth["plot"] == plot:
            if growth["ours"]:
                ours.setdefault(growth["ours"], {})[growth["size"]] = figure["median"]
            if growth["floor"] and figure["floor_median"] is not None:
                beside.setdefault(growth["floor"], {})[growth["size"]] = figure["floor_median"]
    return {name: [Point(*each) for each in sorted(points.items())] for name, points in {**ours, **beside}.items()}


def _row(figure: Figure) -> tuple[str, ...]:
    unit = figure["unit"]
    ours = (figure["name"], quantity(figure["median"], unit), number(figure["p99"]))
    if figure["floor_median"] is None:
        return (*ours, "", "", "", "")
    floor = (figure["floor"], quantity(figure["floor_median"], unit), number(figure["floor_p99"]))
    return (*ours, *floor, f"{figure['ratio']:.2f}")


def _target(figure: Figure) -> str:
    most = [f"≤ {quantity(figure['most'], figure['unit'])}"] if figure["most"] is not None else []
    goal = [f"≤ {figure['goal']:g} ×"] if figure["goal"] is not None else []
    return ", ".join(most + goal)


def quantity(value: float, unit: str) -> str:
    """A value with its unit."""
    return f"{number(value)} {unit}".rstrip()


def number(value: float) -> str:
    """Three digits that count; whole numbers as they are."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


if __name__ == "__main__":
    raise SystemExit(main())
