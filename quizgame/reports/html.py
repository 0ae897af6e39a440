"""Progress as one HTML file to keep, print or show: no script, no address, nothing fetched.

The design is one column of paper with wide margins, one accent colour for what was practised and is known, dots, rings
and squares that differ in shape before they differ in colour, and a sentence above every chart that says it in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quizgame.domain import headlines
from quizgame.domain.days import calendar
from quizgame.domain.progress import Coming, Known, Progress, Share, Sureness, Weak, Year
from quizgame.domain.words import count, duration, of_goal, since
from quizgame.reports import charts, svg, tables, wording
from quizgame.reports.heatmap import heatmap, legend
from quizgame.reports.markup import NOTHING, Markup, element, isolated, joined, said
from quizgame.reports.style import STYLE

FEW = 6
"""Objectives that a list shows before the rest waits to be opened."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html(progress: Progress) -> str:
    """The file's text, to be written as UTF-8."""
    today = progress.day
    title = f"Progress of {progress.name}, {wording.full_date(today)}"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", said(title)),
        element("style", Markup(STYLE)),
    )
    body = element(
        "body",
        element(
            "header",
            element("p", said("quizgame"), class_="mark"),
            element("h1", said("Progress of"), Markup(" "), isolated(progress.name)),
            element(
                "p",
                element("time", said(wording.full_date(today)), datetime=calendar(today).isoformat()),
                class_="soft",
            ),
        ),
        element(
            "main",
            _section(wording.WHEN, _when(progress.year, today)),
            _section(wording.WHAT, _what(progress.known)),
            _section(wording.COMES, _comes(progress.coming, today)),
            _section(wording.SURE, _sure(progress.sureness, today)),
        ),
        element(
            "footer",
            element("p", said("Made on this computer by quizgame. This page fetches nothing and sends nothing.")),
        ),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def _section(title: str, content: Markup) -> Markup:
    return element("section", element("h2", said(title)), content)


def _figure(sentence: str, *content: Markup, title: str = "", kind: str = "") -> Markup:
    heading = element("h3", said(title)) if title else NOTHING
    more = {"class_": kind} if kind else {}
    return element("figure", heading, element("figcaption", said(sentence)), *content, **more)


def _legend(signs: Iterable[tuple[Markup, str]]) -> Markup:
    shown = joined(element("li", shape, said(words)) for shape, words in signs)
    return element("ul", shown, class_="legend", aria_label="Legend")


def _when(year: Year, today: int) -> Markup:
    picture = element("div", heatmap(year, today), _legend(legend(year, today)), class_="calendar")
    total = year.streak.total
    shown = element("div", picture, tables.days(year)) if year.answers else picture
    beside = element("div", _facts(year), shown, class_="beside") if total else shown
    return _figure(headlines.practised(year, today), beside)


def _facts(year: Year) -> Markup:
    facts = (
        ("Streak", count(year.streak.current, "day")),
        ("This week", of_goal(year.done, year.goal)),
        ("Best streak", count(year.streak.best, "day")),
        ("Days in all", str(year.streak.total)),
        ("Answers in all", f"{year.answers} in {duration(year.seconds)}"),
    )
    pairs = (element("div", element("dt", said(name)), element("dd", said(value))) for name, value in facts)
    return element("dl", *pairs, class_="facts")


def _what(known: Known) -> Markup:
    bars = element("ul", *(_bar(each) for each in known.topics), class_="bars pair")
    note = element("p", said(wording.MASTERY), class_="note")
    shown = (bars, note, tables.shares(known)) if known.topics else ()
    return _figure(headlines.known(known), *shown, kind="flows")


def _bar(share: Share) -> Markup:
    """A topic: the picture says the numbers to those who cannot see them, so they are not said twice."""
    return element(
        "li",
        element("span", isolated(wording.named(share))),
        element("span", said(wording.percent(share.mastery)), class_="value", aria_hidden="true"),
        charts.mastery(share),
        element("span", said(wording.met(share)), class_="soft", aria_hidden="true"),
    )


def _comes(coming: Coming, today: int) -> Markup:
    due = (charts.due(coming, today), tables.due(coming, today)) if any(coming.due) else ()
    shown = (charts.forecast(coming), tables.forecast(coming, today)) if coming.met else ()
    return element(
        "div",
        _figure(headlines.due(coming), *due, title="Due in the next thirty days"),
        _figure(headlines.memory(coming), *shown, title="Your memory in the next ninety days"),
        class_="pair",
    )


def _sure(sureness: Sureness, today: int) -> Markup:
    tally = sureness.tally
    signs = ((svg.swatch(svg.circle(6, 6, 5, "ring")), "expected"), (svg.swatch(svg.circle(6, 6, 4, "fill")), "right"))
    predicted = (charts.calibration(sureness), _legend(signs), tables.calibration(sureness)) if tally.bins else ()
    stated = (charts.certainty(sureness), tables.certainty(sureness)) if any(tally.stated) else ()
    return joined(
        (
            element(
                "div",
                _figure(headlines.calibration(sureness), *predicted, title="Expected and right"),
                _figure(headlines.certainty(sureness), *stated, title="Sure and not sure"),
                class_="pair",
            ),
            _weak(sureness, today),
        )
    )


def _weak(sureness: Sureness, today: int) -> Markup:
    misled = [(each, since(each.misled, today)) for each in sureness.misled if each.misled is not None]
    fading = [(each, wording.percent(each.recall)) for each in sureness.fading]
    lists = ((wording.MISLED, misled), (wording.FADING, fading))
    return element(
        "div",
        element("h3", said("Worth another look")),
        element("p", said(headlines.weak(sureness)), class_="soft"),
        element("div", *(_list(title, weak) for title, weak in lists if weak), class_="pair"),
        class_="weak",
    )


def _list(title: str, weak: list[tuple[Weak, str]]) -> Markup:
    more = element(
        "details",
        element("summary", said(f"and {count(len(weak) - FEW, 'more', 'more')}")),
        element("ul", *_items(weak[FEW:]), class_="list"),
    )
    shown = element("ul", *_items(weak[:FEW]), class_="list")
    return element("div", element("h4", said(title)), shown, more if len(weak) > FEW else NOTHING)


def _items(weak: list[tuple[Weak, str]]) -> Iterator[Markup]:
    for each, note in weak:
        yield element("li", isolated(wording.titled(each.title)), element("span", said(note), class_="soft"))
