"""The document about learning: its figures are those of the results, and its plots can be read by everybody."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree as Xml

import numpy as np
import pytest

from benchmarks.learning import document, picture, plots
from benchmarks.learning.cells import POLICIES, Cell
from benchmarks.learning.document import PAGE, PLOTS, RESULTS, filled, pictures, sections
from benchmarks.learning.findings import POLICY_WORDS, TRUTH_WORDS, Findings, read
from benchmarks.learning.panels import spread
from benchmarks.learning.play import Record
from benchmarks.learning.tables import kept
from benchmarks.learning.truths import TRUTHS
from benchmarks.learning.world import HEADLINES, PROBES, STOP
from benchmarks.pages import WrongPage

TUNED = "anki: 5 new, no steps, mixed, 0.70"
SHOWCASE = Cell("fsrs", 3, 300)
SVG = "{http://www.w3.org/2000/svg}"
PEOPLE = np.array([0.8, 0.9, 1.0, 1.1, 1.2])

Policies = Mapping[str, float]


def a_result(cells: Mapping[Cell, Policies], bias: float = 0.02) -> dict[str, Any]:
    """A results file: how much is recalled by policy in each cell, the same share of it on each day."""
    runs = [
        {"cell": list(cell), "policy": policy, **_kept(amount, bias if policy == "game" else None)}
        for cell, policies in cells.items()
        for policy, amount in policies.items()
    ]
    return {"drawn": {"seed": 1, "learners": len(PEOPLE)}, "runs": runs}


def _kept(amount: float, bias: float | None) -> dict[str, Any]:
    recalled = {day: (PEOPLE * amount).astype(np.float32) for day in PROBES}
    some = np.ones(len(PEOPLE), dtype=np.float32)
    shown = None if bias is None else (bias + 0.01 * (PEOPLE - 1)).astype(np.float32)
    return kept(Record(recalled, {90: some, STOP: some}, some, some, some, some, shown))


def found_in(folder: Path, result: dict[str, Any], name: str = "tables.json") -> Findings:
    (folder / name).write_text(json.dumps(result), encoding="utf-8")
    findings = read(folder / name)
    assert findings
    return findings


def everywhere(amount: float = 101.0) -> dict[Cell, Policies]:
    """All peers in every cell, and the game at this height; the best peer is at 100."""
    heights = dict(zip(POLICIES, (amount, 50.0, 100.0, 80.0, 85.0, 40.0, 45.0), strict=True)) | {TUNED: 90.0}
    return {Cell(truth, minutes, size): heights for truth in TRUTHS for minutes in (1, 3) for size in (100, 300)}


def rows(text: str) -> list[list[str]]:
    """The cells of all lines of tables in a text, without heads, rules and stars."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    rules = {index for index, line in enumerate(lines) if line.startswith("|---")}
    body = [line for index, line in enumerate(lines) if not {index, index + 1} & rules]
    return [[each.strip().replace("**", "") for each in line.strip("|").split("|")] for line in body]


def section(page: str, name: str) -> str:
    found = re.search(rf"<!-- figures: {name} -->(.*?)<!-- end -->", page, re.DOTALL)
    assert found
    return found[1]


# The page that is there.


def test_the_page_and_its_plots_say_what_the_results_say() -> None:
    every, quick = read(RESULTS / "tables.json"), read(RESULTS / "quick.json")
    page = PAGE.read_text(encoding="utf-8")
    assert filled(page, sections(every, quick)) == page, "run: python -m benchmarks.learning.document"
    drawn = {file.name: file.read_text(encoding="utf-8") for file in PLOTS.glob("*.svg")}
    assert drawn == pictures(every)


def test_the_quick_table_holds_the_figures_of_the_quick_cell() -> None:
    runs = json.loads((RESULTS / "quick.json").read_text(encoding="utf-8"))["runs"]
    shown = rows(section(PAGE.read_text(encoding="utf-8"), "quick"))
    assert len(shown) == len(runs) >= len(POLICIES)
    for row, run in zip(shown, runs, strict=True):
        means = [float(each.split(" ± ")[0]) for each in row[1:6]]
        assert means == pytest.approx([mean for mean, _ in run["recalled"].values()], abs=0.051)
        assert float(row[6].removesuffix(" %")) == pytest.approx(100 * run["right"][0], abs=0.51)
        bias = run["mastery shown less the truth"]
        assert bool(row[7]) == bool(bias)
        if bias:
            assert float(row[7].replace("−", "-")) == pytest.approx(100 * bias[0], abs=0.051)


def test_the_headline_tables_hold_the_figures_of_every_cell(tmp_path: Path) -> None:
    result = a_result(everywhere(96.94))
    text = sections(found_in(tmp_path, result), None)["headlines"]
    _holds(text, result)
    if (RESULTS / "tables.json").exists():
        written = json.loads((RESULTS / "tables.json").read_text(encoding="utf-8"))
        _holds(section(PAGE.read_text(encoding="utf-8"), "headlines"), written)


def _holds(text: str, result: dict[str, Any]) -> None:
    """Each row against the raw figures, computed another way."""
    tables = re.split(r"### Day ", text)[1:]
    assert [int(table.split(",")[0].split("\n")[0]) for table in tables] == list(HEADLINES)
    raw: dict[tuple[str, str, str], dict[str, Any]] = {}
    for run in result["runs"]:
        truth, minutes, objectives = run["cell"]
        raw.setdefault((TRUTH_WORDS[truth], str(minutes), str(objectives)), {})[run["policy"]] = run
    for day, table in zip(map(str, HEADLINES), tables, strict=True):
        shown = {(row[0], row[1], row[2]): row[3:] for row in rows(table)}
        assert list(shown) == list(raw)
        near = best = 0
        for place, policies in raw.items():
            game, defaults, _, _, share, verdict = shown[place]
            assert float(game) == pytest.approx(policies["game"]["recalled"][day][0], abs=0.051)
            assert float(defaults) == pytest.approx(policies["anki"]["recalled"][day][0], abs=0.051)
            peers = [np.mean(run["each"][day]) for policy, run in policies.items() if not policy.startswith("game")]
            per_cent = 100 * np.mean(policies["game"]["each"][day]) / max(peers)
            assert float(share.split(" ± ")[0]) == pytest.approx(per_cent - 0.05, abs=0.0501)
            near, best = near + (per_cent >= 95), best + (per_cent >= 100)
            assert verdict == ("short" if per_cent < 95 else "best" if per_cent >= 100 else "")
        assert f"at least 95 % of the best peer in {near} of {len(raw)}, the best in {best} of {len(raw)}" in table


def test_anki_was_played_with_the_settings_found_for_it() -> None:
    settings = json.loads((RESULTS / "anki-settings.json").read_text(encoding="utf-8"))
    for findings in (read(RESULTS / "tables.json"), read(RESULTS / "quick.json")):
        for cell in findings.cells if findings else ():
            assert findings
            assert findings.best_settings(cell) == settings[cell.words]


# What it says of results.


@pytest.mark.parametrize(
    ("amount", "share", "verdict"),
    [
        (94.99, "94.9 ± 0.0", "**short**"),
        (95.2, "95.2 ± 0.0", ""),
        (99.98, "99.9 ± 0.0", ""),
        (104.0, "104.0 ± 0.0", "best"),
    ],
)
def test_a_cell_that_falls_short_is_marked_and_never_rounded_up(
    tmp_path: Path, amount: float, share: str, verdict: str
) -> None:
    findings = found_in(tmp_path, a_result({SHOWCASE: {"game": amount * 10, "anki": 500.0, "random": 1000.0}}))
    text = sections(findings, None)["headlines"]
    assert f"| {share} | {verdict} |" in text
    assert f"in {0 if 'short' in verdict else 2} of 2, the best in {2 if verdict == 'best' else 0} of 2" in text


def test_the_best_peer_is_whoever_recalls_most_but_no_variant_of_the_game(tmp_path: Path) -> None:
    heights = {"game": 90.0, "game, 80 % new": 200.0, "anki": 40.0, TUNED: 100.0, "random": 60.0, "massed": 70.0}
    text = sections(found_in(tmp_path, a_result({SHOWCASE: heights})), None)["headlines"]
    assert "| FSRS-6 | 3 | 300 | 90.0 | 40.0 | **100.0** | 70.0 massed practice | 90.0 ± 0.0 | **short** |" in text


def test_without_better_settings_of_anki_there_is_a_dash(tmp_path: Path) -> None:
    found = sections(found_in(tmp_path, a_result({SHOWCASE: {"game": 90.0, "anki": 40.0, "random": 60.0}})), None)
    assert "| 90.0 | 40.0 | – | 60.0 random quiz |" in found["headlines"].replace("**", "")
    assert rows(found["anki-settings"]) == [["3", "300", "–"]]


@pytest.mark.parametrize(
    ("truth", "amount", "verdict"),
    [("fsrs", 149.0, "missed"), ("fsrs", 151.0, "met"), ("sleep", 124.0, "missed"), ("sleep", 126.0, "met")],
)
def test_default_anki_is_to_be_beaten_by_far(tmp_path: Path, truth: str, amount: float, verdict: str) -> None:
    found = found_in(tmp_path, a_result({Cell(truth, 3, 300): {"game": amount, "anki": 100.0, "random": 90.0}}))
    (row,) = rows(sections(found, None)["default-anki"])
    assert row[3] == row[6] == f"+{amount - 100:.1f} ± 0.0 %"
    assert row[-1] == verdict


@pytest.mark.parametrize(("bias", "within", "verdict"), [(0.049, "4 of 4", "met"), (-0.06, "0 of 4", "missed")])
def test_mastery_is_to_be_close_to_the_truth(tmp_path: Path, bias: float, within: str, verdict: str) -> None:
    found = found_in(tmp_path, a_result(everywhere(), bias))
    shown = rows(sections(found, None)["mastery"])
    assert [row[0] for row in shown] == [TRUTH_WORDS[truth] for truth in TRUTHS]
    for row in shown:
        assert float(row[1].replace("−", "-")) == pytest.approx(100 * bias)
        assert row[3:] == [within, verdict]


def test_what_is_not_measured_yet_is_said_to_be_so(tmp_path: Path) -> None:
    assert read(tmp_path / "tables.json") is None
    found = sections(None, None)
    assert set(found.values()) == {"*Not measured yet.*"}
    assert pictures(None) == {}
    part = found_in(tmp_path, a_result({Cell("fsrs", 1, 100): {"game": 9.0, "anki": 4.0, "random": 6.0}}))
    assert "recall.svg" not in pictures(part)
    assert sections(part, None)["recall"] == sections(part, None)["default-anki"] == "*Not measured yet.*"


def test_prose_stays_and_marks_must_fit() -> None:
    page = "Ours.\n<!-- figures: quick -->\nold\n<!-- end -->\nOurs as well.\n"
    new = filled(page, {"quick": "new \\1"})
    assert new == "Ours.\n<!-- figures: quick -->\n\nnew \\1\n\n<!-- end -->\nOurs as well.\n"
    assert filled(new, {"quick": "new \\1"}) == new
    for sent in ({}, {"quick": "new", "headlines": "more"}):
        with pytest.raises(WrongPage, match=r"learning\.md has places for quick"):
            filled(page, sent)
    with pytest.raises(WrongPage, match="quick, quick"):
        filled(page + page, {"quick": "new"})


def test_writing_brings_plots_up_to_the_results(tmp_path: Path) -> None:
    page, folder = tmp_path / "learning.md", tmp_path / "learning"
    page.write_text("".join(f"<!-- figures: {name} -->\n<!-- end -->\n" for name in sections(None, None)), "utf-8")
    folder.mkdir()
    (folder / "of-old.svg").write_text("<svg/>", "utf-8")
    every = found_in(tmp_path, a_result(everywhere()))
    quick = found_in(tmp_path, a_result({SHOWCASE: {"game": 9.0}}), "quick.json")
    document.write(tmp_path, page, folder)
    text = page.read_text("utf-8")
    assert text == filled(text, sections(every, quick))
    assert {file.name for file in folder.iterdir()} == {"recall.svg", "standings.svg", "mastery.svg"}
    assert set(re.findall(r"\(learning/([a-z]+\.svg)\)", text)) == {file.name for file in folder.iterdir()}
    (tmp_path / "tables.json").unlink()
    document.write(tmp_path, page, folder)
    assert not list(folder.iterdir())


# Plots.


def drawn(folder: Path, amount: float = 91.0, bias: float = 0.08) -> dict[str, Xml.Element]:
    found = found_in(folder, a_result(everywhere(amount), bias))
    return {name: Xml.fromstring(text) for name, text in pictures(found).items()}


def test_everything_stands_on_its_paper(tmp_path: Path) -> None:
    for name, root in drawn(tmp_path).items():
        _, _, width, height = map(float, root.attrib["viewBox"].split())
        places = _texts(root)
        assert len(places) > 40
        for words, x, y, anchor in places:
            length = 6.4 * len(words)
            left = x - {"start": 0, "middle": length / 2, "end": length}[anchor]
            assert left >= 0, (name, words)
            assert left + length <= width, (name, words)
            assert 12 < y < height, (name, words)


def _texts(root: Xml.Element) -> list[tuple[str, float, float, str]]:
    """Words, where they stand, and their anchor; panels are groups that are moved as a whole."""
    found = []
    for moved in (root, *root.iter(f"{SVG}g")):
        by = re.match(r"translate\(([\d.]+) ([\d.]+)\)", moved.get("transform", "translate(0 0)"))
        assert by
        if moved is not root and not moved.get("transform"):
            continue
        inside = set(moved.iter(f"{SVG}text"))
        if moved is root:
            inside -= {
                text for each in root.iter(f"{SVG}g") if each.get("transform") for text in each.iter(f"{SVG}text")
            }
        for text in inside:
            x, y = float(text.attrib["x"]) + float(by[1]), float(text.attrib["y"]) + float(by[2])
            found.append((text.text or "", x, y, text.attrib["text-anchor"]))
    return found


def test_names_beside_curves_do_not_touch(tmp_path: Path) -> None:
    texts = _texts(drawn(tmp_path)["recall.svg"])
    names = {*POLICY_WORDS.values(), "Anki, best settings"}
    for column in {x for words, x, _, _ in texts if words in names}:
        heights = sorted(y for words, x, y, _ in texts if words in names and x == column)
        assert len(heights) == len(names) * math.ceil(len(TRUTHS) / 2) - (column > 400) * len(names)
        assert min(low - high for high, low in pairwise(heights)) >= picture.LETTERS + 2


def test_labels_stay_near_what_they_name() -> None:
    assert spread([50, 10, 90], 15, 0, 200) == [50, 10, 90]
    assert spread([50, 50, 90], 20, 0, 200) == [40, 60, 90]
    assert spread([5, 5], 20, 0, 200) == [0, 20]
    assert spread([195, 198, 100], 20, 0, 200) == [180, 200, 100]


def test_what_misses_its_goal_has_its_number_beside_it(tmp_path: Path) -> None:
    missed, met = drawn(tmp_path, 91.0, 0.08), drawn(tmp_path, 96.0, 0.04)
    cells = len(everywhere())
    for name, numbers in (("standings.svg", ["91"] * 2 * cells), ("mastery.svg", ["+8.0"] * cells)):
        assert _numbers(missed[name]) == numbers
        assert _numbers(met[name]) == []


def _numbers(root: Xml.Element) -> list[str | None]:
    return [text.text for text in root.iter(f"{SVG}text") if "halo" in text.get("class", "")]


def test_nothing_is_said_by_a_colour_alone() -> None:
    looks = [*plots.LOOKS.values(), plots.BEST_SETTINGS]
    without_colour = {(look.sign, look.filled) for look in looks}
    assert len(without_colour) == len(looks)


def test_every_policy_and_truth_has_its_words_and_its_look() -> None:
    assert set(plots.LOOKS) == set(POLICY_WORDS) == set(POLICIES)
    assert set(TRUTH_WORDS) == set(TRUTHS)


@pytest.mark.parametrize("colours", [picture.LIGHT, picture.DARK], ids=["light", "dark"])
def test_text_can_be_read_on_its_paper(colours: dict[str, str]) -> None:
    for ink in ("ink", "soft", "ours", "peer"):
        for behind in ("paper", "band"):
            assert _contrast(colours[ink], colours[behind]) >= 4.5, (ink, behind)
    assert picture.LETTERS >= 11


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2."""
    dark, light = sorted(_luminance(each) for each in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_ticks_are_round_and_apart() -> None:
    for low, high in ((0, 152.3), (0, 9.1), (84.2, 131), (-7.3, 16.9), (99.6, 100.4)):
        across = picture.axis([low, high], 10, 210, 34)
        places = [across.at(tick) for tick in across.ticks]
        assert all(10 <= place <= 210 for place in places)
        assert len(places) >= 2
        assert all(after - before >= 34 for before, after in pairwise(places))
        assert (across.at(low), across.at(high)) == pytest.approx((10, 210))
    with pytest.raises(ValueError, match="5 alone makes no axis"):
        picture.axis([5, 5], 0, 100, 20)


def test_signs_differ_in_shape() -> None:
    shapes = [str(picture.sign(picture.Look("soft", each, filled=False), 0, 0)) for each in get_args(picture.Sign)]
    assert all(one != other for one, other in combinations(shapes, 2))
