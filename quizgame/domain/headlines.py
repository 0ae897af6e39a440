"""The sentence above each chart: what it shows today, in plain and kind words."""

from __future__ import annotations

from quizgame.domain.progress import AHEAD, Coming, Known, Sureness, Year
from quizgame.domain.words import count, date, weekday

FEW = 20
"""Answers below which a comparison of shares says little."""

_EARLY = "It is early to tell."
_QUIET = "Nothing is due today or in the next seven days."
_HOLIDAY = 366  # days of rest ahead after which no date tells anything


def practised(year: Year, today: int) -> str:
    """Above the heatmap."""
    if not year.streak.total:
        begun = "A start is made: five answers on a day, or a finished session, and the day counts."
        return begun if year.answers else "Nothing yet: the first session puts the first mark here."
    return f"{count(year.streak.total, 'day')} practised in all{_week(year.done, year.goal)}. {safety(year, today)}"


def _week(done: int, goal: int) -> str:
    if not done:
        return f"; this week's goal is {count(goal, 'day')}"
    if done < goal:
        return f", {done} of {goal} this week"
    return f", {done} of {goal} this week: the goal is met" if done == goal else f", {done} this week: the goal is met"


def safety(year: Year, today: int) -> str:
    """Is my streak safe? Never in words of loss."""
    streak, wanted = year.streak, year.wanted
    if wanted is None:
        return "A session today begins a streak." if streak.total else ""
    kept = f"{count(streak.freezes, 'freeze')} kept" if streak.freezes else ""
    if wanted <= today:
        also = f", with {kept}" if kept else ""
        return f"A session today makes your streak {count(streak.current + 1, 'day')}{also}."
    if wanted - today > _HOLIDAY:
        return "Safe: every day is a rest day."
    safe, rest = f"Safe until {_when(wanted, today)}", _rest(streak.day, wanted, today)
    if rest:
        return f"{safe}: {rest}, {kept}." if kept else f"{safe}: {rest}."
    return f"{safe}, with {kept}." if kept else f"{safe}."


def _rest(judged: int, wanted: int, today: int) -> str:
    """Why nothing is asked before `wanted`, when every study day up to `judged` is judged."""
    if judged < today:
        return "today is a rest day"
    return "tomorrow is a rest day" if judged == today and wanted > today + 1 else ""


def known(known: Known) -> str:
    """Above the bars of mastery."""
    total = known.total
    if not total.met:
        return "Nothing yet: what you practise appears here."
    met = f"You have met {_of(total.met, total.objectives)}"
    if not total.holding:
        return f"{met}. Each new meeting makes what you know last longer."
    held = "it" if total.met == 1 else "all of them" if total.holding == total.met else f"{total.holding} of them"
    mastered = sum(each.mastered for each in known.topics)
    also = f" {count(mastered, 'topic')} mastered." if mastered else ""
    return f"{met} and can count on {held} in a month.{also}"


def due(coming: Coming) -> str:
    """Above the reviews of the next thirty days."""
    if not coming.met:
        return "Nothing is due yet."
    now, week = coming.due[0], sum(coming.due[1:8])
    if not now:
        return f"Nothing is due today; {_fall(week)} in the next seven days." if week else _QUIET
    more = f"{week} more" if week else "nothing more"
    are = "is" if now == 1 else "are"
    return f"{count(now, 'objective')} {are} due today, {more} in the next seven days. What you leave waits for you."


def memory(coming: Coming) -> str:
    """Above the forecast."""
    met, without, practised = coming.met, coming.without[-1], coming.practised[-1]
    if not met:
        return "Nothing yet: what you will remember appears here once you have met it."
    if met == 1:
        asked, left = _percent(practised), _percent(without)
        rest = f" if you practise it when it is due, and {left} without" if asked != left else ""
        return f"In {AHEAD} days you would recall the objective you have met with a chance of {asked}{rest}."
    asked, left = _about(practised), _about(without)
    rest = f" if you practise each when it is due, and {left} without" if asked != left else ""
    return f"Of the {met} objectives you have met, you would recall {asked} in {AHEAD} days{rest}."


def calibration(sureness: Sureness) -> str:
    """Above predicted against actual."""
    bins = sureness.tally.bins
    answers, right = sum(each.answers for each in bins), sum(each.right for each in bins)
    if not answers:
        return "Nothing yet: when you meet objectives again, this compares what was expected with what came."
    expected = sum(each.expected for each in bins)
    if answers >= FEW:
        return (
            f"Of {answers} answers, {_percent(expected / answers)} were expected to be right, "
            f"and {_percent(right / answers)} were."
        )
    if answers == 1:
        came = ", and it was right" if right else ""
        return f"One answer so far{came}. {_EARLY}"
    about = round(expected)
    foreseen = f"about {_were(about)}" if about else _were(about)
    return f"Of {answers} answers, {foreseen} expected to be right, and {_were(right)}. {_EARLY}"


def certainty(sureness: Sureness) -> str:
    """Above sure and not sure against right."""
    sure, sure_right, not_sure, not_sure_right = sureness.tally.stated
    if not (sure or not_sure):
        return "Mark your answers as sure (c) or not sure (x), and this shows how well you know yourself."
    parts = [f"you were sure, {_often(sure_right, sure)}"] if sure else []
    parts += [f"you were not sure, {_often(not_sure_right, not_sure)}"] if not_sure else []
    early = f" {_EARLY}" if sure + not_sure < FEW else ""
    return f"When {'; when '.join(parts)}.{early}"


def weak(sureness: Sureness) -> str:
    """Above the list from which a session can start."""
    misled, fading = len(sureness.misled), len(sureness.fading)
    if not (misled or fading):
        return "Nothing is fading, and nothing was sure but wrong."
    parts = [f"{misled} sure but wrong"] if misled else []
    parts += [f"{fading} fading"] if fading else []
    these = "this one" if misled + fading == 1 else "these"
    return f"{' and '.join(parts)}: a session can take just {these}."


def _percent(share: float) -> str:
    return f"{round(share * 100)} %"


def _of(met: int, objectives: int) -> str:
    """How much of everything: `3 of 12 objectives`, `all 12 objectives`."""
    if met < objectives:
        return f"{met} of {objectives} objectives"
    return f"all {objectives} objectives" if objectives > 1 else "the only objective"


def _about(number: float) -> str:
    return f"about {round(number)}" if round(number) else "hardly any"


def _fall(number: int) -> str:
    return f"{count(number, 'objective')} {'falls' if number == 1 else 'fall'} due"


def _were(number: int) -> str:
    """So many were, or none."""
    return f"{number or 'none'} {'was' if number <= 1 else 'were'}"


def _often(right: int, answers: int) -> str:
    if not right:
        return "you were not right yet"
    share = "every time" if right == answers else f"{_percent(right / answers)} of the time"
    return f"you were right {share}"


def _when(day: int, today: int) -> str:
    """`tomorrow`, a weekday within the week, else a date."""
    if day == today + 1:
        return "tomorrow"
    return weekday(day) if day - today < 7 else date(day)
