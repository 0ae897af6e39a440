"""The HTML file: whole, self-contained, and harmless whatever a name or a title holds."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from quizgame.domain import headlines
from quizgame.domain.progress import Progress
from quizgame.domain.streak import DayState
from quizgame.reports import wording
from quizgame.reports.heatmap import heatmap, legend
from quizgame.reports.html import html
from quizgame.reports.markup import element, isolated, said
from quizgame.reports.style import STYLE
from tests.reports.samples import HOSTILE, TODAY, after_a_year, after_one_day, an_empty_learner, somebody_hostile

EVERYBODY = [an_empty_learner(), after_one_day(), after_a_year(), somebody_hostile()]
VOID = {"meta"}


class Outline(HTMLParser):
    """Reads a file strictly: every element that opens must close, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append((self.open[-1] if self.open else "", data))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of a name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def texts(self, tag: str) -> list[str]:
        """What stands directly in elements of a name."""
        return [text for name, text in self.text if name == tag]


@pytest.mark.parametrize("progress", EVERYBODY)
def test_the_file_is_whole_and_needs_nothing_else(progress: Progress) -> None:
    text = html(progress)
    outline = Outline(text)
    assert text.startswith("<!DOCTYPE html>")
    assert not re.search(r"https?:|url\(|@import|//\w", text)
    assert not {name for name, _ in outline.elements} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "a",
        "form",
        "base",
    }
    assert not {
        key for _, attributes in outline.elements for key in attributes if key.startswith(("on", "src", "href"))
    }
    policies = [each["content"] for each in outline.named("meta") if "http-equiv" in each]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]
    text.encode()


@pytest.mark.parametrize("progress", EVERYBODY)
def test_headings_follow_each_other_and_the_four_questions_are_there(progress: Progress) -> None:
    outline = Outline(html(progress))
    levels = [int(name[1]) for name, _ in outline.elements if re.fullmatch("h[1-6]", name)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert outline.texts("h2") == [wording.WHEN, wording.WHAT, wording.COMES, wording.SURE]
    assert outline.named("html") == [{"lang": "en"}]
    assert len(outline.texts("title")) >= 1


@pytest.mark.parametrize("progress", EVERYBODY)
def test_every_picture_says_its_sentence_or_is_only_a_sign_beside_a_word(progress: Progress) -> None:
    outline = Outline(html(progress))
    outer = [each for each in outline.named("svg") if each.get("class") != "plot"]
    assert all(each.get("aria-label") if each.get("role") == "img" else each.get("aria-hidden") for each in outer)


def test_each_sentence_stands_above_its_chart_and_in_it() -> None:
    progress = after_a_year()
    outline = Outline(html(progress))
    labels = [each.get("aria-label") for each in outline.named("svg")]
    captions = [each.replace("\u00a0", " ") for each in outline.texts("figcaption")]
    for sentence in (
        headlines.practised(progress.year, TODAY),
        headlines.due(progress.coming),
        headlines.memory(progress.coming),
        headlines.calibration(progress.sureness),
        headlines.certainty(progress.sureness),
    ):
        assert labels.count(sentence) == captions.count(sentence) == 1
    assert headlines.known(progress.known) in captions


def test_every_chart_has_its_table() -> None:
    names = [each.get("aria-label") for each in Outline(html(after_a_year())).named("table")]
    assert names == [
        *("The days", "The topics", "The packs", "The days ahead", "The forecast", "The predictions", "The answers")
    ]


def test_somebody_new_sees_sentences_where_there_is_nothing_to_draw() -> None:
    outline = Outline(html(an_empty_learner()))
    assert [each.get("class") for each in outline.named("svg") if each.get("role")] == [
        "chart year",
        *["chart thin"] * 12,
    ]
    assert outline.texts("figcaption")[-1] == headlines.certainty(an_empty_learner().sureness)


def test_names_and_titles_are_text_and_kept_apart() -> None:
    text = html(somebody_hostile())
    outline = Outline(text)
    assert "<script" not in text
    assert "\u202e" not in text
    assert "\x1b" not in text
    isolates = [unescape(each) for each in outline.texts("bdi")]
    assert isolates
    assert all('<script>alert(\'x\')</script>" onload="alert(1)"' in each for each in isolates)


@pytest.mark.parametrize("text", ["<b>", "a & b", '"', "'", "</title>"])
def test_text_becomes_markup_only_escaped(text: str) -> None:
    assert Outline(said(text)).elements == []
    assert unescape(said(text)) == text
    assert Outline(element("p", title=text)).named("p") == [{"title": text}]
    assert isolated(text) == f"<bdi>{said(text)}</bdi>"


def test_a_number_stays_with_its_per_cent_sign() -> None:
    assert said("61 % of 2") == "61\u00a0% of 2"


def test_more_than_a_few_wait_to_be_opened() -> None:
    progress = after_a_year()
    outline = Outline(html(progress))
    assert f"and {len(progress.sureness.misled) - 6} more" in outline.texts("summary")
    titles = [wording.titled(each.title) for each in (*progress.sureness.misled, *progress.sureness.fading)]
    assert [each for each in outline.texts("bdi") if each in titles] == titles


def test_each_state_of_a_day_has_a_shape_of_its_own() -> None:
    year = after_a_year().year
    shapes = dict.fromkeys(re.sub(r'(x|y|cx|cy)="[^"]*"|d="M[\d. ]+', "", shape) for shape, _ in legend(year, TODAY))
    words = [words for _, words in legend(year, TODAY)]
    assert words == [*wording.AMOUNTS, *("begun", "freeze", "rest day", "missed", "today")]
    assert len(shapes) == len(words)


@pytest.mark.parametrize("state", ["begun", "frozen", "rest", "missed", "open", "before"])
def test_the_pointer_learns_what_a_day_was(state: DayState) -> None:
    year = after_a_year().year
    days = (*year.days[:-3], year.days[-3]._replace(state=state, answers=0), *year.days[-2:])
    assert f"<title>Fri 20 Nov 2026: {wording.STATES[state]}</title>" in heatmap(year._replace(days=days), TODAY)


def test_each_colour_is_stated_once_for_light_and_once_for_dark() -> None:
    colours = re.findall(r"#[0-9a-f]{3,8}\b", STYLE)
    assert len(colours) == len(set(colours)) == 12
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl", html(after_a_year()).replace(STYLE, "").replace(HOSTILE, ""))
