"""The numbers behind each chart, as a table that opens on request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quizgame.domain.progress import STEP, Coming, Known, Share, Sureness, Year
from quizgame.reports import wording
from quizgame.reports.markup import Markup, element, isolated, joined, said

_Row = Sequence[Markup]


def days(year: Year) -> Markup:
    """The days with something to say, the latest first."""
    rows = (
        (said(wording.full_date(each.day)), said(str(each.answers)), said(wording.STATES[each.state]))
        for each in reversed(year.days)
        if each.answers or each.state == "frozen"
    )
    return _table("The days", ("Day", "Answers", ""), rows)


def shares(known: Known) -> Markup:
    """Topics and packs."""
    heads = ("Mastery", "Objectives", "Met", "Hold a month")
    return joined(
        _table(f"The {name.lower()}s", (name, *heads), (_share(each) for each in listed))
        for name, listed in (("Topic", known.topics), ("Pack", known.packs))
        if listed
    )


def _share(share: Share) -> _Row:
    numbers = (str(each) for each in (share.objectives, share.met, share.holding))
    return (isolated(wording.named(share)), said(wording.percent(share.mastery)), *(said(each) for each in numbers))


def due(coming: Coming, today: int) -> Markup:
    """The days on which something falls due."""
    rows = (
        (said(wording.full_date(today + ahead)), said(str(number))) for ahead, number in enumerate(coming.due) if number
    )
    return _table("The days ahead", ("Day", "Due"), rows)


def forecast(coming: Coming, today: int) -> Markup:
    """Every third point of the forecast."""
    rows = (
        (said(wording.full_date(today + index * STEP)), said(str(round(practised))), said(str(round(without))))
        for index, (practised, without) in enumerate(zip(coming.practised, coming.without, strict=True))
        if index % 3 == 0
    )
    return _table("The forecast", ("Day", "Asked when due", "Without practice"), rows)


def calibration(sureness: Sureness) -> Markup:
    """Predictions and answers by tenths."""
    rows = (
        tuple(
            said(each)
            for each in (
                wording.tenth(tenth.tenth),
                wording.percent(tenth.expected / tenth.answers),
                wording.percent(tenth.right / tenth.answers),
                str(tenth.answers),
            )
        )
        for tenth in sureness.tally.bins
    )
    return _table("The predictions", ("Predicted", "Expected", "Right", "Answers"), rows)


def certainty(sureness: Sureness) -> Markup:
    """What was said, and what came."""
    stated = sureness.tally.stated
    rows = (
        (said(name), said(str(answers)), said(str(right)))
        for name, answers, right in (
            ("Sure", stated.sure, stated.sure_right),
            ("Not sure", stated.not_sure, stated.not_sure_right),
        )
    )
    return _table("The answers", ("Said", "Answers", "Right"), rows)


def _table(name: str, heads: Sequence[str], rows: Iterable[_Row]) -> Markup:
    """A table below a line that opens it; the first cell of a row names the row."""
    head = joined(element("th", said(each), scope="col") if each else element("td") for each in heads)
    body = joined(
        element("tr", element("th", first, scope="row"), *(element("td", each) for each in rest))
        for first, *rest in rows
    )
    return element(
        "details",
        element("summary", said(f"{name} as a table")),
        element("table", element("thead", element("tr", head)), element("tbody", body), aria_label=name),
    )
