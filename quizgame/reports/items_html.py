"""Item analysis as one HTML file to keep, print or show: an overview, what to look at, and every question's options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quizgame.domain.item_report import ItemReport, PackItems, Row, sources, standing
from quizgame.domain.words import count
from quizgame.reports import items_charts as charts
from quizgame.reports import items_wording as wording
from quizgame.reports.document import document
from quizgame.reports.items_style import STYLE
from quizgame.reports.markup import NOTHING, Markup, element, isolated, joined, said

Numbers = dict[tuple[str, int], int]
"""The place of a question, by key and revision, in the list of those to look at."""


_GAP = Markup(" ")


def html(report: ItemReport) -> str:
    """The file's text, to be written as UTF-8."""
    worst = list(report.worst_first())
    numbers = {(row.item.question, row.item.revision): place for place, (_, row) in enumerate(worst, 1)}
    head = element(
        "header",
        element("p", said("quizgame"), class_="mark"),
        element("h1", said("How the questions fare")),
        element("p", said(sources(report)), class_="soft"),
        *(element("p", said(note), class_="soft") for note in report.notes),
    )
    sections = (
        [_worth(report, worst), *(_pack(pack, numbers) for pack in report.packs)]
        if report.learners
        else [element("section", element("p", said(wording.NOBODY)))]
    )
    foot = element(
        "footer",
        element("p", said(wording.HOW_TO_READ)),
        element("p", said("Made on this computer by quizgame. This page fetches nothing and sends nothing.")),
    )
    return document("How the questions fare", STYLE, head, element("main", *sections), foot)


# ── what to look at ───────────────────────────────────────────────────────────────────────────────────────────


def _worth(report: ItemReport, worst: Sequence[tuple[PackItems, Row]]) -> Markup:
    one = len(report.packs) == 1
    items = (_link(place, "" if one else pack.title, row) for place, (pack, row) in enumerate(worst, 1))
    listed = element("ol", *items, class_="worst")
    return element(
        "section",
        element("h2", said(wording.WORTH)),
        element("p", said(wording.found(report)), class_="lead"),
        listed if worst else NOTHING,
    )


def _link(number: int, pack: str, row: Row) -> Markup:
    sentence = row.findings[0].sentence if row.findings and row.level != "fine" else f"{'; '.join(wording.notes(row))}"
    where = [said(wording.standing(row)), *([said(","), _GAP, isolated(pack)] if pack else [])]
    return element(
        "li",
        element("a", isolated(wording.name(row)), href=f"#q{number}"),
        _GAP,
        element("span", said(f"{wording.sign(row)} {wording.level(row)}"), class_="level"),
        element("span", *where, class_="soft where"),
        element("span", said(sentence), class_="why"),
    )


# ── a pack ────────────────────────────────────────────────────────────────────────────────────────────────────


def _pack(pack: PackItems, numbers: Numbers) -> Markup:
    worth = sorted((row for row in pack.rows if row.worth_a_look), key=lambda row: _number(row, numbers))
    rest = [row for row in pack.rows if not row.worth_a_look]
    return element(
        "section",
        element("h2", isolated(pack.title)),
        element("p", said(f"{wording.coverage(pack)} {standing(pack)}"), class_="lead"),
        _overview(pack, numbers),
        _table(pack, numbers) if pack.rows else NOTHING,
        *(_question(row, numbers) for row in worth),
        _others(rest, numbers),
    )


def _number(row: Row, numbers: Numbers) -> int:
    return numbers.get((row.item.question, row.item.revision), 0)


def _overview(pack: PackItems, numbers: Numbers) -> Markup:
    number = sum(map(charts.plotted, pack.rows))
    if not number:
        return NOTHING
    sentence = (
        f"{count(number, 'question')} by how many got it right and by how well it tells apart: sound questions stand "
        "above the line at +0.20. Numbers are those of the list above."
    )
    return element(
        "figure",
        element("figcaption", said(sentence)),
        charts.overview(pack.rows, numbers, sentence),
        _legend(charts.legend()),
        class_="overview",
    )


def _legend(signs: Iterable[tuple[Markup, str]]) -> Markup:
    shown = joined(element("li", shape, said(words)) for shape, words in signs)
    return element("ul", shown, class_="legend", aria_label="Legend")


def _table(pack: PackItems, numbers: Numbers) -> Markup:
    heads = ("Question", "Answers", "Right", "Item-rest", "Sure but wrong", "")
    head = joined(element("th", said(each), scope="col") if each else element("td") for each in heads)
    body = joined(
        element("tr", element("th", _named(row, numbers), scope="row"), *(element("td", said(each)) for each in cells))
        for row, cells in ((row, _cells(row)) for row in pack.rows)
    )
    return element(
        "table",
        element("caption", said(wording.ALL)),
        element("thead", element("tr", head)),
        element("tbody", body),
        class_="all",
    )


def _cells(row: Row) -> tuple[str, ...]:
    item = row.item
    verdict = f"{wording.sign(row)} {wording.level(row)}".strip()
    return (str(item.answers), wording.right(item), wording.rest(item), wording.sure_but_wrong(item), verdict)


def _named(row: Row, numbers: Numbers) -> Markup:
    number = _number(row, numbers)
    name = isolated(wording.name(row))
    return element("a", name, href=f"#q{number}") if number else name


# ── a question ────────────────────────────────────────────────────────────────────────────────────────────────


def _others(rows: Sequence[Row], numbers: Numbers) -> Markup:
    if not rows:
        return NOTHING
    name = f"{count(len(rows), 'question')} with nothing to report"
    return element("details", element("summary", said(name)), *(_question(row, numbers) for row in rows))


def _question(row: Row, numbers: Numbers) -> Markup:
    item = row.item
    number = _number(row, numbers)
    title = joined((said(f"{number}."), _GAP)) if number else NOTHING
    anchor = {"id": f"q{number}"} if number else {}
    figures = [wording.standing(row)]
    if item.answers:
        figures.append(f"{wording.right(item)} {'right' if item.options else 'recalled'}")
    if wording.judged_rest(item) is not None:
        figures.append(f"item-rest {wording.rest(item)}")
    if item.stated:
        figures.append(f"{wording.sure_but_wrong(item)} sure but wrong")
    remarks = [each for each in (wording.rest_note(item), wording.elsewhere(item)) if each]
    return element(
        "article",
        element("h3", title, isolated(wording.name(row))),
        element("p", isolated(row.title), class_="soft") if row.title else NOTHING,
        element("p", isolated(wording.asked(row)), class_="asked") if wording.asked(row) else NOTHING,
        element("p", said(", ".join(figures) + "."), class_="figures"),
        element("ul", *_options(row), class_="bars options") if item.choices else NOTHING,
        *(_finding(row, index) for index in range(len(row.findings))),
        *(element("p", said(each), class_="note") for each in remarks),
        *_flags(row),
        **anchor,
    )


def _options(row: Row) -> Iterator[Markup]:
    for choice in row.item.choices:
        chosen = wording.chosen(choice, row.item)
        best = joined((element("strong", said("✓ best:")), _GAP)) if choice.best else NOTHING
        words = f"{'Best, chosen' if choice.best else 'Chosen'} by {chosen}"
        yield element(
            "li",
            element("span", best, isolated(wording.option(choice, row))),
            element("span", said(chosen), class_="value", aria_hidden="true"),
            charts.bar(choice, words),
        )


def _finding(row: Row, index: int) -> Markup:
    finding = row.findings[index]
    kind = "finding provisional" if finding.provisional else "finding"
    so_far = joined((_GAP, element("span", said("(provisional)"), class_="soft"))) if finding.provisional else NOTHING
    sign = element("span", said(wording.SIGNS[finding.level]), class_="sign", aria_hidden="true")
    return element("p", sign, element("span", said(finding.sentence), so_far), class_=kind)


def _flags(row: Row) -> Iterator[Markup]:
    if row.flags:
        yield element("h4", said(f"{wording.FLAG} {count(len(row.flags), 'flag')} by learners"))
        yield element("ul", *(element("li", isolated(note)) for note in wording.notes(row)), class_="list")
