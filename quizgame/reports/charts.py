"""The charts of the report below the heatmap. Each draws one value, and says the sentence that stands above it."""

from __future__ import annotations

from collections.abc import Sequence

from quizgame.domain import headlines
from quizgame.domain.progress import AHEAD, COMING, STEP, Coming, Share, Sureness
from quizgame.reports import svg, wording
from quizgame.reports.markup import Markup, element, joined

_BAR = 10
_ROW = 30
_PLOT_LEFT, _PLOT_WIDTH = 0.26, 0.60


def mastery(share: Share) -> Markup:
    """A topic's bar."""
    return svg.chart(
        f"{wording.percent(share.mastery)}: {wording.met(share)}", _BAR, *_bar(share.mastery, 0), kind="thin"
    )


def _bar(share: float, y: float) -> tuple[Markup, Markup]:
    return (
        svg.rect(0, y, "100%", _BAR, "track", round_=_BAR / 2),
        svg.rect(0, y, svg.across(share), _BAR, "fill", round_=_BAR / 2),
    )


def due(coming: Coming, today: int) -> Markup:
    """A column for today and each of the next thirty days."""
    top, base = 22, 132
    pitch = 1 / (COMING + 1)
    tallest = wording.most_due(coming)
    highest = coming.due[tallest]
    shapes = [svg.line(0, base, "100%", base, "hair")]
    for ahead, number in enumerate(coming.due):
        if number:
            height = (base - top) * number / highest
            column = svg.rect(
                svg.across((ahead + 0.14) * pitch), base - height, svg.across(pitch * 0.72), height, "fill"
            )
            shapes.append(svg.group(column, tip=f"{wording.full_date(today + ahead)}: {number} due"))
    for ahead in {tallest} if 0 < tallest < 3 else {0, tallest}:  # two labels side by side would run into each other
        if number := coming.due[ahead]:
            y = base - (base - top) * number / highest - 6
            x, anchor = _placed(ahead)
            shapes.append(svg.text(x, y, str(number), anchor, kind="value"))
    for ahead in range(0, COMING + 1, 10):
        x, anchor = _placed(ahead)
        shapes.append(svg.text(x, base + 20, wording.short_date(today + ahead) if ahead else "today", anchor))
    return svg.chart(headlines.due(coming), base + 28, *shapes)


def _placed(ahead: int) -> tuple[str, svg.Anchor]:
    """Where a label belongs to a column, and how it is set so that it stays within the chart."""
    if ahead < 2:
        return svg.across((ahead + 0.14) / (COMING + 1)), "start"
    if ahead > COMING - 4:
        return svg.across((ahead + 0.86) / (COMING + 1)), "end"
    return svg.across((ahead + 0.5) / (COMING + 1)), "middle"


def forecast(coming: Coming) -> Markup:
    """What would be recalled with and without practice, and between the two what practice keeps."""
    top, base = 26, 150
    plot = element(
        "svg",
        _between(coming),
        _curve(coming.without, coming.met, "without"),
        _curve(coming.practised, coming.met, "practised"),
        class_="plot",
        x=0,
        y=top,
        width="100%",
        height=base - top,
        viewBox=f"0 0 {AHEAD} {coming.met}",
        preserveAspectRatio="none",
    )
    return svg.chart(
        headlines.memory(coming),
        base + 28,
        svg.line(0, top, "100%", top, "hair"),
        svg.line(0, base, "100%", base, "hair"),
        plot,
        svg.text(0, top - 8, f"{coming.met} met"),
        *_ends(coming, top, base),
        *_days_ahead(base + 20),
    )


def _ends(coming: Coming, top: float, base: float) -> tuple[Markup, Markup]:
    """How each line ends, in words: beside the line, clear of the other one and of the edges."""
    practised, without = (
        base - (base - top) * values[-1] / coming.met for values in (coming.practised, coming.without)
    )
    below = without + 18 if without + 22 < base else without - 8
    above = min(practised - 8, below - 16)
    above = above if above - 14 > top else min(above, top - 8)
    return (
        svg.text("100%", above, f"{round(coming.practised[-1])} with practice", "end", kind="value"),
        svg.text("100%", below, f"{round(coming.without[-1])} without", "end"),
    )


def _days_ahead(y: float) -> tuple[Markup, ...]:
    places: tuple[tuple[int, svg.Anchor], ...] = ((0, "start"), (30, "middle"), (60, "middle"), (AHEAD, "end"))
    return tuple(
        svg.text(svg.across(days / AHEAD), y, f"in {days} days" if days else "today", anchor) for days, anchor in places
    )


def _points(values: Sequence[float], met: int) -> list[str]:
    return [f"{index * STEP} {met - value:.2f}" for index, value in enumerate(values)]


def _curve(values: Sequence[float], met: int, kind: str) -> Markup:
    return svg.path("M" + "L".join(_points(values, met)), f"curve {kind}")


def _between(coming: Coming) -> Markup:
    there, back = _points(coming.practised, coming.met), _points(coming.without, coming.met)[::-1]
    return svg.path("M" + "L".join((*there, *back)) + "Z", "tint")


def calibration(sureness: Sureness) -> Markup:
    """For each tenth of the predictions a ring where the right answers were expected, and a dot where they came."""
    bins = sureness.tally.bins
    top, base = 26, 26 + len(bins) * _ROW
    shapes = [svg.text(0, 12, "predicted"), svg.text("100%", 12, "answers", "end")]
    for share in (0.0, 0.5, 1.0):
        x = svg.across(_PLOT_LEFT + share * _PLOT_WIDTH)
        shapes += [svg.line(x, top, x, base, "hair"), svg.text(x, base + 18, wording.percent(share), "middle")]
    for row, each in enumerate(bins):
        y = top + (row + 0.5) * _ROW
        expected, right = (
            svg.across(_PLOT_LEFT + share / each.answers * _PLOT_WIDTH) for share in (each.expected, each.right)
        )
        shapes += [
            svg.text(0, y + 4, wording.tenth(each.tenth)),
            svg.line(expected, y, right, y, "link"),
            svg.circle(expected, y, 6.5, "ring"),
            svg.circle(right, y, 4, "fill"),
            svg.text("100%", y + 4, str(each.answers), "end"),
        ]
    return svg.chart(headlines.calibration(sureness), base + 26, *shapes)


def certainty(sureness: Sureness) -> Markup:
    """How many were right when the learner was sure, and when not."""
    stated = sureness.tally.stated
    rows = (("Sure", stated.sure, stated.sure_right), ("Not sure", stated.not_sure, stated.not_sure_right))
    shapes: list[Markup] = []
    height = 0
    for said, answers, right in rows:
        if answers:
            shapes += [
                svg.text(0, height + 14, f"{said}: {right} of {answers} right"),
                svg.text("100%", height + 14, wording.percent(right / answers), "end", kind="value"),
                *_bar(right / answers, height + 22),
            ]
            height += 52
    return svg.chart(headlines.certainty(sureness), height, joined(shapes))
