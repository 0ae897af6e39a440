"""Progress for other programs."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from quizgame.domain.days import calendar
from quizgame.domain.progress import Progress
from quizgame.reports.records import COLUMNS, VERSION, as_csv, as_json
from tests.reports.samples import HOSTILE, TODAY, after_a_year, after_one_day, an_empty_learner, somebody_hostile

EVERYBODY = [an_empty_learner(), after_one_day(), after_a_year(), somebody_hostile()]

KEYS = """
coming coming.due coming.due.date coming.due.objectives coming.due.study_day coming.forecast coming.forecast.date
coming.forecast.practised coming.forecast.study_day coming.forecast.without coming.met format known known.packs
known.packs.holding known.packs.mastery known.packs.met known.packs.name known.packs.objectives known.topics
known.topics.holding known.topics.mastery known.topics.met known.topics.name known.topics.objectives known.total
known.total.holding known.total.mastery known.total.met known.total.name known.total.objectives learner sureness
sureness.fading sureness.fading.objective sureness.fading.recall sureness.fading.title sureness.predicted
sureness.predicted.answers sureness.predicted.expected sureness.predicted.from sureness.predicted.right
sureness.predicted.to sureness.stated sureness.stated.not_sure sureness.stated.not_sure_right sureness.stated.sure
sureness.stated.sure_right sureness.sure_but_wrong sureness.sure_but_wrong.objective sureness.sure_but_wrong.recall
sureness.sure_but_wrong.title sureness.sure_but_wrong.wrong sureness.sure_but_wrong.wrong.date
sureness.sure_but_wrong.wrong.study_day today today.date today.study_day version year year.answers year.days
year.days.answers year.days.date year.days.state year.days.study_day year.seconds year.streak year.streak.best
year.streak.current year.streak.freezes year.streak.frozen year.streak.frozen.date year.streak.frozen.study_day
year.streak.total year.wanted year.wanted.date year.wanted.study_day year.week year.week.best year.week.done
year.week.goal
"""


def _keys(value: Any, path: str = "") -> set[str]:
    if isinstance(value, dict):
        below = [{f"{path}{key}"} | _keys(each, f"{path}{key}.") for key, each in value.items()]
        return set().union(*below)
    return set().union(*(_keys(each, path) for each in value)) if isinstance(value, list) else set()


def test_the_keys_change_only_with_the_version() -> None:
    assert (VERSION, sorted(_keys(json.loads(as_json(after_a_year()))))) == (1, KEYS.split())


@pytest.mark.parametrize("progress", EVERYBODY)
def test_json_is_printable_and_says_who_and_when(progress: Progress) -> None:
    written = as_json(progress)
    record = json.loads(written)
    assert written.replace("\n", "").isprintable()
    assert record["learner"] == progress.name
    assert record["today"] == {"study_day": TODAY, "date": "2026-11-21"}
    assert all(each["state"] not in {"before", "ahead"} for each in record["year"]["days"])
    assert as_json(progress) == written


def test_numbers_are_those_of_the_progress_rounded() -> None:
    progress = after_a_year()
    record = json.loads(as_json(progress))
    assert record["year"]["streak"]["current"] == progress.year.streak.current
    assert [each["objectives"] for each in record["coming"]["due"]] == list(progress.coming.due)
    assert record["coming"]["forecast"][-1]["without"] == round(progress.coming.without[-1], 4)
    assert record["known"]["topics"][3]["mastery"] == round(progress.known.topics[3].mastery, 4)
    assert record["year"]["days"][-1]["date"] == "2026-11-21"


@pytest.mark.parametrize("progress", EVERYBODY)
def test_a_row_of_the_table_for_each_day_with_answers(progress: Progress) -> None:
    header, *rows = csv.reader(io.StringIO(as_csv(progress), newline=""))
    assert tuple(header) == COLUMNS
    days = [each for each in progress.year.days if each.answers]
    assert [row[:3] for row in rows] == [
        [calendar(each.day).isoformat(), str(each.answers), each.state] for each in days
    ]


def test_a_name_is_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(after_one_day("=HYPERLINK(1)")), newline="")))
    assert rows[1][3] == "'=HYPERLINK(1)"
    assert "\x1b" not in as_csv(after_one_day(HOSTILE))
