"""The page for a terminal, and its plain variant."""

from __future__ import annotations

import re

import pytest

from quizgame.domain import headlines
from quizgame.domain.progress import Progress
from quizgame.reports import wording
from quizgame.reports.blocks import bar
from quizgame.reports.ink import Ink, columns, cut, padded
from quizgame.reports.lines import lines
from quizgame.reports.page import NARROWEST, WIDEST, page
from tests.reports.samples import after_a_year, after_one_day, an_empty_learner, somebody_hostile

WIDTHS = [60, 61, 79, 80, 99, 110, 111, 120]
EVERYBODY = [an_empty_learner(), after_one_day(), after_a_year(), after_a_year("日本語の名前" * 20), somebody_hostile()]
SGR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("progress", EVERYBODY)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(progress: Progress, width: int) -> None:
    assert max(columns(line) for line in page(progress, width, colour=False).splitlines()) <= width


@pytest.mark.parametrize("progress", EVERYBODY)
def test_colour_only_adds(progress: Progress) -> None:
    plain, coloured = page(progress, 80, colour=False), page(progress, 80, colour=True)
    assert "\x1b" not in plain
    assert plain.replace("\n", "").replace("\u200d", "").isprintable()
    assert SGR.sub("", coloured) == plain
    assert all(line.count("\x1b[") % 2 == 0 for line in coloured.splitlines())  # no colour runs over a line's end


@pytest.mark.parametrize("progress", EVERYBODY)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_question_and_every_sentence_is_there(progress: Progress, width: int) -> None:
    said = " ".join(page(progress, width, colour=False).split())
    for each in _sentences(progress):
        assert each in said


def test_a_terminal_out_of_bounds_gets_the_nearest_layout() -> None:
    progress = after_a_year()
    assert page(progress, 10, colour=False) == page(progress, NARROWEST, colour=False)
    assert page(progress, 300, colour=False) == page(progress, WIDEST, colour=False)


def test_the_heatmap_shows_a_year_from_sixty_columns_on() -> None:
    rows = [line[2:] for line in page(after_a_year(), 60, colour=False).splitlines() if line.startswith("  Mon ")]
    assert len(rows[0]) == 4 + 53
    wide = [line[2:] for line in page(after_a_year(), 120, colour=False).splitlines() if line.startswith("  Mon ")]
    assert len(wide[0]) == 4 + 53 * 2


def test_a_narrow_heatmap_keeps_the_latest_weeks() -> None:
    narrow = next(line for line in page(after_a_year(), 44, colour=False).splitlines() if line.startswith("  Mon "))
    whole = next(line for line in page(after_a_year(), 60, colour=False).splitlines() if line.startswith("  Mon "))
    assert whole.endswith(narrow[6:])


def test_the_legend_explains_exactly_the_signs_in_the_picture() -> None:
    text = page(after_a_year(), 80, colour=False)
    picture = "".join(line[6:] for line in text.splitlines() if re.match("  (Mon|Tue|Wed|Thu|Fri|Sat|Sun) ", line))
    rest = text[text.index("▒ practised") :]
    legend = rest[: rest.index("\n\n")]
    assert {sign for sign in picture if sign != " "} == {sign for sign in legend if sign in "▒▓█░◇○·◦"}


def test_a_topic_reads_as_number_and_words() -> None:
    share = after_a_year().known.topics[1]
    assert f"{wording.percent(share.mastery)}  {share.met} of {share.objectives} met" in page(
        after_a_year(), 80, colour=False
    )


def test_a_mastered_topic_says_so() -> None:
    share = after_a_year().known.topics[0]
    assert wording.met(share._replace(met=9, holding=9)) == "9 of 9 met, all hold a month ✓"
    assert wording.met(share._replace(objectives=1, met=1, holding=1)) == "1 of 1 met, 1 holds a month"
    assert wording.met(share._replace(met=0, holding=0)) == "0 of 9 met"


def test_long_lists_end_in_a_number() -> None:
    progress = after_a_year()
    assert f"and {len(progress.sureness.misled) - 5} more" in page(progress, 80, colour=False)


@pytest.mark.parametrize(("share", "drawn"), [(0, "────"), (0.01, "━───"), (0.5, "━━──"), (0.99, "━━━─"), (1, "━━━━")])
def test_a_bar_is_full_or_empty_only_when_it_is_true(share: float, drawn: str) -> None:
    assert bar(share, 4, Ink(colour=False)) == drawn


def test_wide_and_combining_signs_keep_columns_straight() -> None:
    assert [columns(each) for each in ("ab", "日本", "e\u0301", "")] == [2, 4, 1, 0]
    assert cut("日本語", 5) == "日本…"
    assert padded("日本語", 4) == "日… "


@pytest.mark.parametrize("progress", EVERYBODY)
def test_the_plain_variant_is_words_and_numbers(progress: Progress) -> None:
    said = lines(progress)
    drawn = {sign for sign in said if "\u2190" <= sign <= "\u27bf"}
    assert not drawn
    assert "\x1b" not in said
    for each in _sentences(progress):
        assert each in said


def test_the_plain_variant_names_every_topic_and_every_weak_objective() -> None:
    progress = after_a_year()
    said = lines(progress)
    assert all(f"{wording.named(share)}: {wording.percent(share.mastery)}" in said for share in progress.known.topics)
    assert said.count("Sure but wrong: ") == len(progress.sureness.misled)
    assert said.count("Fading: ") == len(progress.sureness.fading)


def test_the_plain_variant_of_one_day() -> None:
    said = lines(after_one_day())
    assert "This week: Sat practised, 9 answers." in said
    assert "By month: Nov 2026, 1 day." in said
    assert "Due: tomorrow, 2; Tue 24 Nov, 7." in said


def _sentences(progress: Progress) -> tuple[str, ...]:
    return (
        *(wording.WHEN, wording.WHAT, wording.COMES, wording.SURE),
        headlines.practised(progress.year, progress.day),
        headlines.known(progress.known),
        headlines.due(progress.coming),
        headlines.memory(progress.coming),
        headlines.calibration(progress.sureness),
        headlines.certainty(progress.sureness),
        headlines.weak(progress.sureness),
    )
