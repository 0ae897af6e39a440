"""Progress as plain sentences for dumb terminals and screen readers: words and numbers, said once, top to bottom."""

from __future__ import annotations

from collections.abc import Iterator

from quizgame.domain import headlines
from quizgame.domain.progress import AHEAD, STEP, Coming, Known, Progress, Sureness, Year
from quizgame.domain.words import count, date, duration, in_days, since
from quizgame.reports import wording
from quizgame.reports.untrusted import clean


def lines(progress: Progress) -> str:
    """The whole report, a fact a line, with a newline at the end."""
    year, today = progress.year, progress.day
    said = [
        f"Progress of {clean(progress.name)}, {wording.full_date(today)}.",
        *("", wording.WHEN, headlines.practised(year, today), *_when(year, today)),
        *("", wording.WHAT, headlines.known(progress.known), *_what(progress.known)),
        *("", wording.COMES, headlines.due(progress.coming), *_due(progress.coming, today)),
        *(headlines.memory(progress.coming), *_forecast(progress.coming)),
        *("", wording.SURE, headlines.calibration(progress.sureness), *_calibration(progress.sureness)),
        headlines.certainty(progress.sureness),
        *(headlines.weak(progress.sureness), *_weak(progress.sureness, today)),
    ]
    return "\n".join(said) + "\n"


def _when(year: Year, today: int) -> Iterator[str]:
    if not year.streak.total:
        return
    yield f"Streak: {count(year.streak.current, 'day')}. Best: {count(year.streak.best, 'day')}."
    yield f"In all: {count(year.answers, 'answer')} in {duration(year.seconds)}."
    days = (each for each in year.week if each.day <= today and each.state != "before")
    yield f"This week: {'; '.join(f'{wording.weekday(each.day)} {wording.done(each)}' for each in days)}."
    months: dict[str, int] = {}
    for each in year.days:
        if each.state == "practised":
            name = wording.full_date(each.day).split(" ", 2)[2]
            months[name] = months.get(name, 0) + 1
    yield "By month: " + "; ".join(f"{name}, {count(days, 'day')}" for name, days in months.items()) + "."


def _what(known: Known) -> Iterator[str]:
    for each in known.topics:
        yield f"{wording.named(each)}: {wording.percent(each.mastery)}, {wording.met(each).removesuffix(' ✓')}."


def _due(coming: Coming, today: int) -> Iterator[str]:
    days = (
        f"{date(today + ahead) if ahead > 1 else in_days(ahead)}, {number}"
        for ahead, number in enumerate(coming.due)
        if number
    )
    if any(coming.due):
        yield f"Due: {'; '.join(days)}."


def _forecast(coming: Coming) -> Iterator[str]:
    if coming.met:
        for days in range(0, AHEAD + 1, 30):
            without, practised = round(coming.without[days // STEP]), round(coming.practised[days // STEP])
            when = f"In {days} days" if days else "Today"
            yield f"{when}: about {without} recalled without practice, {practised} with each asked when it is due."


def _calibration(sureness: Sureness) -> Iterator[str]:
    for each in sureness.tally.bins:
        expected, right = wording.percent(each.expected / each.answers), wording.percent(each.right / each.answers)
        answers = count(each.answers, "answer")
        yield f"Predicted {wording.tenth(each.tenth)}: {expected} expected, {right} right, {answers}."


def _weak(sureness: Sureness, today: int) -> Iterator[str]:
    for each in sureness.misled:
        when = "" if each.misled is None else f", {since(each.misled, today)}"
        yield f"{wording.MISLED}: {wording.titled(each.title)}{when}."
    for each in sureness.fading:
        yield f"{wording.FADING}: {wording.titled(each.title)}, {wording.percent(each.recall)}."
