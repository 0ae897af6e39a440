"""Progress for other programs: JSON with every number of the report, and CSV with a row a study day.

Keys of the JSON, stable within a `version` (a new key does not raise it; a changed or removed one does):

- `format` (always `quizgame-progress`), `version`, `learner`, `today`
- `year`: `streak` (`current`, `best`, `total`, `freezes`, `frozen`), `wanted` (the next day that asks for practice, or
  null), `week` (`done`, `goal`, `best`), `answers`, `seconds`, and `days`, each with `answers` and `state`
  (`practised`, `begun`, `frozen`, `rest`, `missed` or `open`), from the first day or a year ago up to today
- `known`: `total`, `topics` and `packs`, with `name`, `objectives`, `met`, `holding` and `mastery` (0 to 1)
- `coming`: `met`, `due` (each day with `objectives`), `forecast` (each day with objectives recalled `without` practice
  and when `practised`)
- `sureness`: `predicted` (`from`, `to`, `answers`, `right`, `expected`), `stated` (`sure`, `sure_right`, `not_sure`,
  `not_sure_right`), `sure_but_wrong` and `fading` (`objective`, `title`, `recall`, and `wrong` for the former's day)

A day is an object of `study_day` (days since 1970-01-01) and `date` (ISO 8601). Shares are rounded to four places.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from quizgame.domain.calibration import BINS, Tally
from quizgame.domain.days import calendar
from quizgame.domain.progress import STEP, Coming, Day, Known, Progress, Share, Sureness, Weak, Year
from quizgame.reports.untrusted import cell, json_text

VERSION = 1
COLUMNS = ("date", "answers", "state", "learner")

_Json = None | bool | int | float | str | list["_Json"] | dict[str, "_Json"]
_Record = dict[str, _Json]


def as_json(progress: Progress) -> str:
    """All of it, indented; fit for a terminal and for UTF-8 whatever a name holds."""
    record: _Record = {
        "format": "quizgame-progress",
        "version": VERSION,
        "learner": progress.name,
        "today": _day(progress.day),
        "year": _year(progress.year, progress.day),
        "known": _known(progress.known),
        "coming": _coming(progress.coming, progress.day),
        "sureness": _sureness(progress.sureness),
    }
    return json_text(record, indent=2)


def as_csv(progress: Progress) -> str:
    """A row for each study day of the heatmap with answers, oldest first; lines end as RFC 4180 has it.

    Columns: `date` (ISO 8601), `answers`, `state` (`practised` or `begun`), `learner`.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    learner = cell(progress.name)
    for each in progress.year.days:
        if each.answers:
            writer.writerow((calendar(each.day).isoformat(), each.answers, each.state, learner))
    return out.getvalue()


def _day(day: int) -> _Record:
    return {"study_day": day, "date": calendar(day).isoformat()}


def _year(year: Year, today: int) -> _Record:
    streak = year.streak
    return {
        "streak": {
            "current": streak.current,
            "best": streak.best,
            "total": streak.total,
            "freezes": streak.freezes,
            "frozen": [_day(day) for day in streak.frozen],
        },
        "wanted": None if year.wanted is None else _day(year.wanted),
        "week": {"done": year.done, "goal": year.goal, "best": year.best_week},
        "answers": year.answers,
        "seconds": round(year.seconds, 1),
        "days": [_practice(each) for each in year.days if each.day <= today and each.state != "before"],
    }


def _practice(day: Day) -> _Record:
    return {**_day(day.day), "answers": day.answers, "state": day.state}


def _known(known: Known) -> _Record:
    return {
        "total": _share(known.total),
        "topics": [_share(each) for each in known.topics],
        "packs": [_share(each) for each in known.packs],
    }


def _share(share: Share) -> _Record:
    return {**share._asdict(), "mastery": round(share.mastery, 4)}


def _coming(coming: Coming, today: int) -> _Record:
    forecast = zip(coming.without, coming.practised, strict=True)
    return {
        "met": coming.met,
        "due": [{**_day(today + ahead), "objectives": count} for ahead, count in enumerate(coming.due)],
        "forecast": [
            {**_day(today + index * STEP), "without": round(without, 4), "practised": round(practised, 4)}
            for index, (without, practised) in enumerate(forecast)
        ],
    }


def _sureness(sureness: Sureness) -> _Record:
    return {
        "predicted": _predicted(sureness.tally),
        "stated": dict(sureness.tally.stated._asdict()),
        "sure_but_wrong": _weak(sureness.misled),
        "fading": _weak(sureness.fading),
    }


def _predicted(tally: Tally) -> list[_Json]:
    return [
        {
            "from": each.tenth / BINS,
            "to": (each.tenth + 1) / BINS,
            "answers": each.answers,
            "right": each.right,
            "expected": round(each.expected, 4),
        }
        for each in tally.bins
    ]


def _weak(weak: Iterable[Weak]) -> list[_Json]:
    records: list[_Json] = []
    for each in weak:
        record: _Record = {"objective": each.objective, "title": each.title, "recall": round(each.recall, 4)}
        records.append(record if each.misled is None else {**record, "wrong": _day(each.misled)})
    return records
