"""The page about performance: its figures are those of the run that is kept, and no missed target is hidden."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import asdict
from itertools import chain, pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from xml.etree import ElementTree as Xml

import pytest

from benchmarks import document, growth, progress
from benchmarks.document import PAGE, PLOTS, PLOTTED, SECTIONS, filled, number, plots, read, sections
from benchmarks.growth import Plot, Point
from benchmarks.pages import WrongPage
from benchmarks.parts import PARTS
from benchmarks.reasons import reason
from benchmarks.scale import FULL

SVG = "{http://www.w3.org/2000/svg}"


class Target(NamedTuple):
    """A figure, what stands beside it, the largest ratio and the largest median."""

    name: str
    beside: str = ""
    goal: float | None = None
    most: float | None = None


PLAIN = "PyYAML's safe loader and pydantic"
BARE = "bare screen"


def targets(scale: Mapping[str, Any]) -> list[Target]:
    """What is to be reached, as the project has set itself, over stores of these sizes."""
    large = f"{scale['questions']:,} questions and {scale['played']:,} answers"
    start, memory = "start to a stored verdict", "peak memory in play"
    queue = {2_000: 10, 20_000: 50}
    pack = f"pack read, checked and compiled into the store, {scale['packs'][-1]:,} questions"
    past = progress.words(scale["pasts"][-1])
    found = [
        Target(f"{start}, built-in packs", BARE, 1.2),
        Target(f"{start}, {large}", BARE, 1.2),
        Target(f"{start}, {large}, one to an objective", BARE, 1.2),
        Target(f"{memory}, built-in packs", BARE, most=45),
        Target(f"{memory}, {large}", "ours, built-in packs", 1.2),
        Target(f"Progress opened, first time in a run, {past}", "bare screen, a key to its repaint", most=50),
        Target(pack, PLAIN, most=1000),
        Target(f"peak memory, {pack}", PLAIN, most=150),
        Target(f"home opened, pack unchanged, {scale['packs'][-1]:,} questions", most=10),
    ]
    for what in ("answer to verdict", "verdict to question"):
        found += [Target(f"{what}, {minutes} min", BARE, 1.3) for minutes in (3, 60)]
    for what in ("a durable answer", "a durable undo"):
        found += [Target(f"{what}, {each:,} answers before", "fdatasync", 1.7) for each in scale["pasts"]]
    for what, other in (("all caches folded", "Anki's FSRS states of all cards"), ("totals recounted", "")):
        found += [Target(f"{what} from the log, {progress.words(each)}", other, most=2.0) for each in scale["pasts"]]
    for each in scale["objectives"]:
        if each in queue:
            found.append(
                Target(f"store read and queue ranked, {each:,} objectives, first in a process", most=queue[each])
            )
    return found


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    return dict(read())


def a_figure(**other: Any) -> dict[str, Any]:
    """One figure of a results file, as `Figure.record` writes it."""
    return {
        "part": "keys",
        "name": "answer to verdict, 3 min",
        "unit": "ms",
        "median": 12.34,
        "p99": 56.78,
        "floor": "bare screen",
        "floor_median": 10.0,
        "floor_p99": 20.0,
        "ratio": 1.234,
        "goal": 1.3,
        "most": None,
        "met": True,
        "growth": None,
        **other,
    }


def with_figures(results: dict[str, Any], *figures: dict[str, Any]) -> dict[str, Any]:
    """The results as they are, but for their figures."""
    return {**results, "figures": list(figures)}


def rows(text: str) -> list[list[str]]:
    """The cells of every table in a text, without heads and rules."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    rules = {index for index, line in enumerate(lines) if line.startswith("|---")}
    body = [line for index, line in enumerate(lines) if not {index, index + 1} & rules]
    return [[each.strip() for each in line.strip("|").split("|")] for line in body]


# The page that is there.


def test_the_page_and_its_plots_say_what_the_results_say(results: dict[str, Any]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert filled(page, sections(results)) == page, "run: python -m benchmarks.document"
    assert {file.name: file.read_text(encoding="utf-8") for file in PLOTS.glob("*.svg")} == plots(results)


def test_every_part_was_measured_to_its_end(results: dict[str, Any]) -> None:
    assert results["failed"] == []
    assert {each["part"] for each in results["figures"]} == {*PARTS, "caches"}
    assert {each.removesuffix(".svg") for each in plots(results)} == set(PLOTTED)


def test_each_target_of_the_project_is_held_against_its_figure(results: dict[str, Any]) -> None:
    shown = {(row[0], row[3]): row for row in rows(sections(results)["targets"])}
    for name, beside, goal, most in targets(results["scale"]):
        (found,) = (each for each in results["figures"] if (each["name"], each["floor"]) == (name, beside))
        assert (found["goal"], found["most"]) == (goal, most), name
        assert shown[name, beside][-1] == ("met" if found["met"] else "**missed**"), name


def test_a_full_run_is_as_large_as_the_targets_ask_for() -> None:
    assert FULL.objectives == (200, 2_000, 20_000, 100_000)
    assert FULL.pasts == (10_000, 100_000, 1_000_000)
    assert FULL.packs == (100, 1_000, 10_000)
    assert (FULL.questions, FULL.played, FULL.rounds) == (10_000, 100_000, 10)
    names = [each.name for each in targets(asdict(FULL))]
    assert sum("queue ranked" in each for each in names) == 2
    assert "all caches folded from the log, 1M reviews" in names


def test_every_figure_follows_from_its_raw_times(results: dict[str, Any]) -> None:
    for each in results["figures"]:
        middle = median(median(run) for run in each["runs"])
        times = sorted(chain.from_iterable(each["runs"]))
        assert each["median"] == pytest.approx(middle, abs=1e-3)
        assert sum(time > each["p99"] + 1e-3 for time in times) <= len(times) / 100
        kept = [middle <= each["most"]] if each["most"] is not None else []
        if each["floor_runs"]:
            floor = median(median(run) for run in each["floor_runs"])
            assert each["ratio"] == pytest.approx(middle / floor, rel=0.01)
            kept += [middle / floor <= each["goal"]] if each["goal"] is not None else []
        assert each["met"] is (all(kept) if kept else None), each["name"]


def test_every_figure_stands_on_the_page_once(results: dict[str, Any]) -> None:
    shown = [row[0] for name, text in sections(results).items() if name != "machine" for row in rows(text)]
    assert sorted(shown) == sorted(each["name"] for each in results["figures"])


def test_there_is_a_reason_at_hand_for_every_target_that_could_be_missed(results: dict[str, Any]) -> None:
    for each in results["figures"]:
        if each["met"] is not None:
            assert reason(each["name"]).startswith("*")
    with pytest.raises(LookupError, match=r"a figure misses its target, and benchmarks/reasons\.py does not say why"):
        reason("a figure")


# What it says of results.


def test_a_missed_target_stays_with_its_figure_and_the_reason(results: dict[str, Any]) -> None:
    missed = a_figure(median=14.0, ratio=1.4, met=False)
    text = sections(with_figures(results, missed, a_figure(goal=None, most=20.0)))["targets"]
    assert rows(text) == [
        ["answer to verdict, 3 min", "14 ms", "56.8", "bare screen", "10 ms", "20", "1.40", "≤ 1.3 ×", "**missed**"],
        ["answer to verdict, 3 min", "12.3 ms", "56.8", "bare screen", "10 ms", "20", "1.23", "≤ 20 ms", "met"],
    ]
    assert "1 of 2 targets are met." in text
    assert f"- {reason(missed['name'])}" in text
    assert "What is missed" not in sections(with_figures(results, a_figure()))["targets"]


def test_figures_without_a_target_stand_in_their_part(results: dict[str, Any]) -> None:
    alone = a_figure(part="packs", goal=None, met=None, floor="", floor_median=None, floor_p99=None, ratio=None)
    found = sections(with_figures(results, alone))
    assert rows(found["packs"]) == [["answer to verdict, 3 min", "12.3 ms", "56.8", "", "", "", ""]]
    assert found["keys"] == "*Everything has a target.*"
    assert rows(found["targets"]) == []


def test_what_could_not_be_measured_is_said(results: dict[str, Any]) -> None:
    found = {**results, "failed": ["start"], "peers": {}}
    assert sections(found)["machine"].endswith("**Not measured to the end: start.**")
    assert "Peers: none." in sections(found)["machine"]


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.1264, "0.13"), (1.0, "1"), (1.005, "1.00"), (12.34, "12.3"), (123.4, "123"), (12345.6, "12,346")],
)
def test_numbers_have_three_digits_that_count(value: float, words: str) -> None:
    assert number(value) == words


def test_marks_must_fit() -> None:
    page = "Ours.\n<!-- figures: keys -->\nold\n<!-- end -->\nOurs as well.\n"
    new = filled(page, {"keys": "new \\1"})
    assert new == "Ours.\n<!-- figures: keys -->\n\nnew \\1\n\n<!-- end -->\nOurs as well.\n"
    with pytest.raises(WrongPage, match=r"performance\.md has places for keys, and the results fill start"):
        filled(page, {"start": "new"})


def test_writing_brings_plots_up_to_the_results(results: dict[str, Any], tmp_path: Path) -> None:
    page, folder = tmp_path / "performance.md", tmp_path / "performance"
    page.write_text("".join(f"<!-- figures: {name} -->\n<!-- end -->\n" for name in sections(results)), "utf-8")
    folder.mkdir()
    (folder / "of-old.svg").write_text("<svg/>", "utf-8")
    document.write(results, page, folder)
    drawn = {file.name for file in folder.iterdir()}
    assert drawn == {f"{name}.svg" for name in PLOTTED}
    assert set(re.findall(r"\(performance/([a-z-]+\.svg)\)", page.read_text("utf-8"))) == drawn
    assert {name for names in SECTIONS.values() for name in names} == set(PLOTTED)


# Plots.

PLOT = Plot("The queue", "objectives", "milliseconds")
CURVES = {
    "ours, first in a process": [Point(200, 1.2), Point(2_000, 11.0), Point(20_000, 130.0)],
    "ours, again": [Point(200, 1.1), Point(2_000, 10.8), Point(20_000, 128.0)],
    "Anki's library, whole collection": [Point(20_000, 140.0)],
}


def test_everything_stands_on_its_paper(results: dict[str, Any]) -> None:
    pictures = {**plots(results), "made up": growth.drawn(PLOT, CURVES)}
    for name, picture in pictures.items():
        root = Xml.fromstring(picture)
        _, _, width, height = map(float, root.attrib["viewBox"].split())
        for text in root.iter(f"{SVG}text"):
            words, x, y = text.text or "", float(text.attrib["x"]), float(text.attrib["y"])
            length = 6.4 * len(words)
            left = x - {"start": 0, "middle": length / 2, "end": length}[text.attrib["text-anchor"]]
            assert 0 <= left < left + length <= width, (name, words)
            assert 12 < y < height, (name, words)


def test_names_beside_curves_do_not_touch(results: dict[str, Any]) -> None:
    for picture in [*plots(results).values(), growth.drawn(PLOT, CURVES)]:
        texts = list(Xml.fromstring(picture).iter(f"{SVG}text"))
        beside = max(float(each.attrib["x"]) for each in texts)
        heights = sorted(float(each.attrib["y"]) for each in texts if float(each.attrib["x"]) == beside)
        assert all(after - before >= 14 for before, after in pairwise(heights))


def test_a_tenfold_is_as_far_anywhere_on_an_axis() -> None:
    root = Xml.fromstring(growth.drawn(PLOT, {"ours": [Point(100, 2), Point(1_000, 20), Point(10_000, 200)]}))
    (path,) = (each.attrib["d"] for each in root.iter(f"{SVG}path") if "curve" in each.attrib["class"])
    places = [tuple(map(float, each.split())) for each in path.removeprefix("M").split("L")]
    steps = [(after[0] - before[0], before[1] - after[1]) for before, after in pairwise(places)]
    assert steps[0] == pytest.approx(steps[1], abs=0.02)
    assert steps[0][0] > 50
    assert steps[0][1] > 50


def test_a_curve_is_told_by_its_sign_and_what_is_not_ours_by_its_line() -> None:
    picture = growth.drawn(PLOT, CURVES)
    lines = re.findall(r'class="curve ([a-z -]+)"', picture)
    assert sorted(lines) == ["ours-line", "ours-line", "peer-line dashed"]
    shapes = re.findall(r'class="sign ([a-z]+) [a-z-]+"', picture)
    assert shapes.count("paper") == 2  # the only point of Anki's, and its sign beside the name


def test_a_picture_says_its_figures_to_those_who_cannot_see_it(results: dict[str, Any]) -> None:
    assert growth.says(PLOT, CURVES) == (
        "The queue, milliseconds, from 200 to 20,000 objectives: ours, first in a process 1.2 to 130; "
        "ours, again 1.1 to 128; Anki's library, whole collection 140 to 140"
    )
    page = sections(results)
    for part, names in SECTIONS.items():
        for name in names:
            assert f"![{PLOTTED[name].title}, " in page[part]


def test_the_same_results_give_the_same_bytes(results: dict[str, Any]) -> None:
    again = copy.deepcopy(results)
    assert plots(again) == plots(results)
    assert sections(again) == sections(results)
