"""The HTML file in a real browser: nothing clipped, nothing fetched, nothing pale, at any width and in any light."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from quizgame.domain import headlines
from quizgame.domain.progress import Progress
from quizgame.reports.html import html
from tests.reports.samples import after_a_year, after_one_day, an_empty_learner, somebody_hostile

CHROMIUM = shutil.which("chromium")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs the browser that Debian packages as chromium")

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

SAMPLES = {
    "empty": an_empty_learner(),
    "day": after_one_day(),
    "year": after_a_year(),
    "hostile": somebody_hostile(),
    "wide letters": after_a_year("日本語の名前"),
}

TEXTS = """() => {
  // Every piece of text that can be seen, with the boxes of its lines, its colour, and the colour behind it.
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const hidden = !parent.checkVisibility({contentVisibilityAuto: true}) || parent.closest("svg title");
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    if (hidden || !walker.currentNode.data.trim() || !parent.getBoundingClientRect().width) continue;
    const chart = parent.closest("svg");
    const box = chart ? chart.getBoundingClientRect() : {left: 0, top: 0, right: innerWidth, bottom: 1e9};
    const rects = chart ? [parent.getBoundingClientRect()] : [...range.getClientRects()];
    const style = getComputedStyle(parent);
    let behind = parent;
    while (getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
    const at = each => [each.left, each.top + scrollY, each.right, each.bottom + scrollY];
    found.push({
      text: walker.currentNode.data,
      chart: chart ? chart.getAttribute("aria-label") : null,
      rects: rects.map(at),
      box: chart ? at(box) : [0, 0, innerWidth, 1e9],
      colour: chart ? style.fill : style.color,
      behind: getComputedStyle(behind).backgroundColor,
    });
  }
  return JSON.stringify(found);  // many times faster than values one by one
}"""

OVERFLOWING = """() => [...document.querySelectorAll("html, body, body *:not(svg, svg *)")]
  .filter(each => each.checkVisibility() && getComputedStyle(each).display !== "inline")
  .filter(each => each.scrollWidth > each.clientWidth + 1)
  .map(each => each.tagName + " " + each.className)"""

LABELS = """() => [...document.querySelectorAll("svg[role=img]")]
  .filter(each => each.getBoundingClientRect().width > 100 && each.getBoundingClientRect().height > 5)
  .map(each => each.getAttribute("aria-label"))"""


class Text(NamedTuple):
    """A piece of text as it was laid out."""

    text: str
    chart: str | None
    rects: list[list[float]]
    box: list[float]
    colour: str
    behind: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this module, without a network."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The reports, written as `quizgame progress --html` writes them."""
    folder = tmp_path_factory.mktemp("reports")
    written = {}
    for name, progress in SAMPLES.items():
        written[name] = folder / f"{name}.html"
        written[name].write_text(html(progress), encoding="utf-8", newline="")
    return written


class Visit:
    """A page that remembers all it asked for and complained of."""

    def __init__(self, browser: Browser, file: Path, width: int, scheme: Scheme) -> None:
        self.address = file.as_uri()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.goto(self.address)

    def texts(self) -> list[Text]:
        """All text that can be seen."""
        return [Text(**each) for each in json.loads(self.page.evaluate(TEXTS))]

    def open_all(self) -> None:
        """Open every table and every list."""
        self.page.evaluate("() => document.querySelectorAll('details').forEach(each => each.open = true)")


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        *((name, width, scheme) for name in ("empty", "day", "year") for width in (400, 1200) for scheme in SCHEMES),
        *(
            ("year", 800, "light"),
            ("hostile", 400, "light"),
            ("hostile", 1200, "light"),
            ("wide letters", 400, "light"),
        ),
    ],
)
def test_it_reads_well_wherever_it_is_opened(
    browser: Browser, files: dict[str, Path], name: str, width: int, scheme: Scheme
) -> None:
    visit = Visit(browser, files[name], width, scheme)
    _check(visit)
    assert visit.page.evaluate(LABELS) == _sentences(SAMPLES[name])
    visit.open_all()
    _check(visit)
    assert visit.requests == [visit.address]
    assert visit.complaints == []
    visit.page.close()


@pytest.mark.parametrize("name", ["empty", "year", "hostile"])
def test_it_prints_dark_on_light_without_cutting_a_chart(browser: Browser, files: dict[str, Path], name: str) -> None:
    visited = Visit(browser, files[name], 672, "dark")  # A4 without its margins
    visited.page.emulate_media(media="print", color_scheme="dark")
    _check(visited)
    assert all(_luminance(each.behind) > 0.8 for each in visited.texts())
    split = "() => [...document.querySelectorAll('.chart')].map(each => getComputedStyle(each).breakInside)"
    assert set(visited.page.evaluate(split)) == {"avoid"}
    assert visited.page.pdf(format="A4").startswith(b"%PDF")
    visited.page.close()


def _check(visit: Visit) -> None:
    texts = visit.texts()
    assert len(texts) > 40
    assert [each.text for each in texts if not _within(each)] == []
    assert visit.page.evaluate(OVERFLOWING) == []
    assert [(each.text, each.colour, each.behind) for each in texts if _contrast(each.colour, each.behind) < 4.5] == []
    assert _collisions(texts) == []


def _within(text: Text) -> bool:
    """Whether all lines of a text lie in the picture, or in the window, that they belong to."""
    left, top, right, bottom = text.box
    return all(
        rect[0] >= left - 0.5 and rect[1] >= top - 0.5 and rect[2] <= right + 0.5 and rect[3] <= bottom + 0.5
        for rect in text.rects
    )


def _collisions(texts: list[Text]) -> list[tuple[str, str]]:
    """Labels of a chart that run into each other; the boxes of letters touch before the letters do."""
    labels = [each for each in texts if each.chart]
    return [
        (one.text, other.text)
        for index, one in enumerate(labels)
        for other in labels[index + 1 :]
        if one.chart == other.chart and _overlap(one.rects[0], other.rects[0])
    ]


def _overlap(one: list[float], other: list[float]) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0 and down > 4


def _sentences(progress: Progress) -> list[str]:
    """What the charts of a report say, in order."""
    sureness, coming = progress.sureness, progress.coming
    labels = [headlines.practised(progress.year, progress.day)]
    labels += [_share(*share[1:5]) for share in progress.known.topics]
    labels += [headlines.due(coming)] * any(coming.due) + [headlines.memory(coming)] * bool(coming.met)
    labels += [headlines.calibration(sureness)] * bool(sureness.tally.bins)
    return labels + [headlines.certainty(sureness)] * any(sureness.tally.stated)


def _share(objectives: int, met: int, holding: int, mastery: float) -> str:
    held = f", {holding} {'holds' if holding == 1 else 'hold'} a month" if met else ""
    return f"{round(mastery * 100)} %: {met} of {objectives} met{held}"


def _contrast(one: str, other: str) -> float:
    """WCAG 2's contrast of two colours, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """WCAG 2's relative luminance of a computed colour, `rgb(10, 108, 103)`."""
    parts = [int(each) / 255 for each in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
