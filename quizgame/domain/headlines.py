"""The sentence above each chart: what it shows today, in plain and kind words."""

from __future__ import annotations

from quizgame.domain.progress import AHEAD, Coming, Known, Sureness, Year
from quizgame.domain.words import count, date, weekday

FEW = 20
"""Answers below which a comparison of shares says little."""


def practised(year: Year, today: int) -> str:
    """Above the heatmap."""
    total = year.streak.total
    if not total:
        return "Nothing yet: the first session puts the first mark here."
    week = f"{year.done} of {year.goal} this week" + (", your goal" if year.done >= year.goal else "")
    return f"{count(total, 'day')} practised in all, {week}. {safety(year, today)}"


def safety(year: Year, today: int) -> str:
    """Is my streak safe? Never in words of loss."""
    streak, wanted = year.streak, year.wanted
    if wanted is None:
        return "A session today begins a streak." if streak.total else ""
    kept = f"{count(streak.freezes, 'freeze')} kept" if streak.freezes else "no freeze kept"
    if wanted <= today:
        spare = f", {kept}" if streak.freezes else ""
        return f"A session today makes it {streak.current + 1}{spare}."
    rests = {each.day for each in year.days if each.state == "rest"}
    rest = "today is a rest day, " * (today in rests) or "tomorrow is a rest day, " * (today + 1 in rests)
    return f"Safe until {_when(wanted, today)}: {rest}{kept}."


def known(known: Known) -> str:
    """Above the bars of mastery."""
    total = known.total
    if not total.met:
        return "Nothing yet: what you practise appears here."
    mastered = sum(each.mastered for each in known.topics)
    also = f" {count(mastered, 'topic')} mastered." if mastered else ""
    return (
        f"Of {count(total.objectives, 'objective')} you have met {total.met}; "
        f"{total.holding} of them would still be recalled in a month.{also}"
    )


def due(coming: Coming) -> str:
    """Above the reviews of the next thirty days."""
    if not coming.met:
        return "Nothing is due yet."
    week = sum(coming.due[1:8])
    return f"{coming.due[0]} due today, {week} more in the next seven days. What you miss keeps."


def memory(coming: Coming) -> str:
    """Above the forecast."""
    if not coming.met:
        return "What you have met and would remember appears here."
    without, practised = round(coming.without[-1]), round(coming.practised[-1])
    return (
        f"Of {count(coming.met, 'objective')} met, {AHEAD} days from now you would recall about {without} without "
        f"practice, and {practised} with each asked when it is due."
    )


def calibration(sureness: Sureness) -> str:
    """Above predicted against actual."""
    answers = sum(each.answers for each in sureness.tally.bins)
    if not answers:
        return "After second meetings, this compares what was expected of your memory with what came."
    expected = sum(each.expected for each in sureness.tally.bins) / answers
    right = sum(each.right for each in sureness.tally.bins) / answers
    early = " It is early to tell." if answers < FEW else ""
    return (
        f"Of {count(answers, 'answer')}, {_percent(expected)} were expected to be right, {_percent(right)} were.{early}"
    )


def certainty(sureness: Sureness) -> str:
    """Above sure and not sure against right."""
    stated = sureness.tally.stated
    if not (stated.sure or stated.not_sure):
        return "Press c (sure) or x (not sure) before you answer, and this shows how well you know yourself."
    parts = []
    if stated.sure:
        parts.append(f"When you said sure, {_percent(stated.sure_right / stated.sure)} were right")
    if stated.not_sure:
        said = "when not sure" if parts else "When you said not sure"
        parts.append(f"{said}, {_percent(stated.not_sure_right / stated.not_sure)} were right")
    early = " It is early to tell." if stated.sure + stated.not_sure < FEW else ""
    return "; ".join(parts) + "." + early


def weak(sureness: Sureness) -> str:
    """Above the list from which a session can start."""
    if not (sureness.misled or sureness.fading):
        return "Nothing sure but wrong, and nothing fading."
    parts = [f"{len(sureness.misled)} sure but wrong" * bool(sureness.misled)]
    parts.append(f"{len(sureness.fading)} fading" * bool(sureness.fading))
    return " and ".join(part for part in parts if part) + ": a session can take just these."


def _percent(share: float) -> str:
    return f"{round(share * 100)} %"


def _when(day: int, today: int) -> str:
    """`tomorrow`, a weekday within the week, else a date."""
    if day == today + 1:
        return "tomorrow"
    return weekday(day) if day - today < 7 else date(day)
