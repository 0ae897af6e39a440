"""Looks over a learner's desk: what could be asked, how things stand today, what a session has brought."""

from __future__ import annotations

from quizgame.domain import days, memory, planner, standing
from quizgame.domain.events import Grade, Review
from quizgame.domain.planner import Pick, Queue
from quizgame.domain.session import Session
from quizgame.store.catalogue import Catalogue
from quizgame.store.desk import Desk
from quizgame.study.views import MINUTES, CutShort, Fading, Overview, Plan, Scope, Slip, Summary

_MOST_FADING = 3


def ranked(desk: Desk, day: int, scope: Scope) -> Queue:
    """Everything that could be asked on study day `day`, in order."""
    pace = planner.paces(desk.gaps())
    known = desk.known(scope.packs, scope.topic)
    fresh = desk.fresh(scope.packs, scope.topic)
    return planner.queue(known, fresh, day, pace, desk.meetings())


def overview(desk: Desk, catalogue: Catalogue, day: int, cut_short: CutShort | None) -> Overview:
    """Everything that today's screen shows."""
    queue = ranked(desk, day, Scope())
    due = sorted((pick for pick in queue.known if pick.reason != "early"), key=lambda pick: -pick.worth)
    totals = desk.day_totals(0)
    due_count, met = desk.due_and_met(day)
    return Overview(
        name=desk.learner.name,
        day=day,
        plans=tuple(_plan(queue, minutes) for minutes in MINUTES),
        due=due_count,
        fading=tuple(_fading(desk, catalogue, pick, day) for pick in due[:_MOST_FADING]),
        week=_week(desk, day),
        days_practised=desk.days_practised(),
        met=met,
        cut_short=cut_short,
        clock_behind=bool(totals) and days.waits(totals[-1].day, day),
    )


def summary(desk: Desk, catalogue: Catalogue, session: Session, scope: Scope) -> Summary:
    """What a session has brought, from the log alone."""
    reviews = desk.session_reviews(session.day, session.id)
    growths = [(_growth(desk, review), review.answer.objective) for review in reviews]
    grown, strongest = max(growths, default=(0.0, ""))
    missed = {each.answer.objective: each.answer.question for each in reviews if each.answer.grade is Grade.AGAIN}
    slips = (_slip(desk, catalogue, objective, question, session.day) for objective, question in missed.items())
    return Summary(
        questions=len(reviews),
        right=sum(each.answer.grade is not Grade.AGAIN for each in reviews),
        seconds=session.spent,
        growth=max(0.0, sum(each for each, _ in growths)),
        slipped=tuple(slips),
        deferred=desk.due_and_met(session.day, scope.packs, scope.topic)[0],
        strongest=(_title(catalogue, strongest), desk.due(strongest) - session.day) if grown > 0 else None,
        week=_week(desk, session.day),
        days_practised=desk.days_practised(),
    )


def _growth(desk: Desk, review: Review) -> float:
    """What one answer added to the recall in thirty days; nothing where it was practice."""
    told = [each for each in desk.told(review.answer.objective) if each.order <= review.stamp.order]
    before, after = standing.fold(told[:-1]), standing.fold(told)
    if after is None or (before is not None and before.memory == after.memory):
        return 0.0
    return memory.growth(before.memory if before else None, after.memory, review.answer.grade)


def _plan(queue: Queue, minutes: int) -> Plan:
    picks = planner.forecast(queue, minutes * 60)
    return Plan(minutes, len(picks), sum(pick.reason == "new" for pick in picks))


def _fading(desk: Desk, catalogue: Catalogue, pick: Pick, day: int) -> Fading:
    found = desk.standing(pick.objective)
    assert found is not None, "what is due has been met"
    recall = memory.retrievability(found.memory.stability, day - found.memory.last_day)
    return Fading(_title(catalogue, pick.objective), recall, day - desk.due(pick.objective))


def _week(desk: Desk, day: int) -> tuple[bool, ...]:
    start = days.monday(day)
    practised = {total.day for total in desk.day_totals(start) if total.answers}
    return tuple(start + index in practised for index in range(7))


def _slip(desk: Desk, catalogue: Catalogue, objective: str, question: str, day: int) -> Slip:
    title, takeaway = catalogue.objective(objective) or (objective, "")
    return Slip(title, takeaway, question, max(1, desk.due(objective) - day))


def _title(catalogue: Catalogue, objective: str) -> str:
    title, _ = catalogue.objective(objective) or (objective, "")
    return title
