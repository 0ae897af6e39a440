"""Looks over a learner's desk: what could be asked, how things stand today, what a session has brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quizgame.domain import days, forgetting, planner, standing
from quizgame.domain.days import Moment
from quizgame.domain.events import Grade, Review
from quizgame.domain.forgetting import Curve, Experience
from quizgame.domain.planner import Offer, Pick, Queue
from quizgame.domain.progress import Held, Share, holds, known, recall
from quizgame.domain.questions import Kind, conversation_of
from quizgame.domain.session import Session
from quizgame.domain.sieve import Sieve
from quizgame.store.catalogue import Catalogue
from quizgame.store.desk import SAMPLED, Desk
from quizgame.study import progress
from quizgame.study.views import MINUTES, CutShort, Fading, LeftOff, Overview, Plan, Scope, Slip, Summary

_MOST_FADING = 3

NEARLY = 0.5
"""The share of a topic's objectives that must hold before the topic is named as the next milestone."""


def ranked(desk: Desk, day: int, scope: Scope) -> Queue:
    """Everything that could be asked on study day `day`, in order."""
    pace, experience = planner.paces(desk.gaps()), desk.experience()
    if scope.conversation:
        return Queue((), (), (), 0.0, _offers(desk, day, pace, experience, scope))
    if scope.objectives:
        known, wanted = desk.known(scope.packs, scope.topic), set(scope.objectives)
        return planner.queue((each for each in known if each.objective in wanted), (), day, pace, experience)
    queue = _of_questions(desk, day, pace, experience, scope)
    return queue if scope.topic else queue._replace(offers=_offers(desk, day, pace, experience, scope))


def _of_questions(desk: Desk, day: int, pace: Mapping[Kind, float], experience: Experience, scope: Scope) -> Queue:
    """The queue without conversations. Of thousands, only objectives that may be in it are read and weighed."""
    limits = (scope.packs, scope.topic)
    fresh = desk.fresh(*limits)
    sample = planner.queue(desk.sample(*limits), (), day, pace, experience)
    least = planner.modest(sample, 1 / SAMPLED)
    if least > 0:
        promising = desk.promising(Sieve(experience.curve, pace, least), day, *limits)
        queue = planner.queue(promising, fresh, day, pace, experience)
        if planner.reaches(queue, least):
            return queue
    return planner.queue(desk.known(*limits), fresh, day, pace, experience)


def _offers(
    desk: Desk, day: int, pace: Mapping[Kind, float], experience: Experience, scope: Scope
) -> tuple[Offer, ...]:
    dialogues = desk.dialogues(day, scope.packs, scope.conversation)
    objectives = {objective for each in dialogues for _, objective in each.turns}
    return planner.offers(dialogues, desk.strengths(sorted(objectives)) if objectives else {}, day, pace, experience)


def asked_again(desk: Desk, scope: Scope, question: str, objective: str) -> bool:
    """Whether an answer that went wrong is made good in the same session.

    A turn of a conversation practises objectives that may be elsewhere, switched off or suspended, or outside of what
    the session was limited to; and who wanted one conversation wants no more.
    """
    if not conversation_of(question):
        return True
    if scope.conversation or (scope.packs and objective.partition("/")[0] not in scope.packs):
        return False
    return desk.can_ask(objective)


def overview(desk: Desk, catalogue: Catalogue, day: int, now: Moment, cut_short: CutShort | None) -> Overview:
    """Everything that today's screen shows."""
    queue = ranked(desk, day, Scope())
    due = sorted((pick for pick in queue.known if pick.reason != "early"), key=lambda pick: -pick.worth)
    helds = desk.history.held(desk.packs_off(), desk.suspended())
    curve = desk.experience().curve
    held = {each.objective: each for each in helds}
    newest, latest = desk.history.newest(), desk.history.newest(day + days.GRACE)
    due_count, met = desk.due_and_met(day)
    return Overview(
        name=desk.learner.name,
        day=day,
        plans=tuple(_plan(queue, minutes) for minutes in MINUTES),
        due=due_count,
        fading=tuple(
            _fading(desk, catalogue, pick, day, recall(curve, held[pick.objective], day)) for pick in due[:_MOST_FADING]
        ),
        year=progress.year(desk, day, now),
        met=met,
        nearly=_nearly(progress.known(desk, catalogue, day, helds).topics) if met else None,
        away=0 if latest is None else max(0, day - latest),
        cut_short=cut_short,
        left=_left_off(catalogue, queue, day),
        clock_behind=newest is not None and days.waits(newest, day),
    )


def summary(desk: Desk, catalogue: Catalogue, session: Session, scope: Scope, now: Moment) -> Summary:
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
        mastered=_mastered(desk, catalogue, reviews, session.day),
        year=progress.year(desk, session.day, now),
    )


def _growth(desk: Desk, review: Review) -> float:
    """What one answer added to the recall in thirty days; nothing where it was practice."""
    told = [each for each in desk.told(review.answer.objective) if each.order <= review.stamp.order]
    before, after = standing.fold(told[:-1]), standing.fold(told)
    if after is None or (before is not None and before.memory == after.memory):
        return 0.0
    held = before.memory if before else None
    return forgetting.growth(desk.experience().curve, held, after.memory, review.answer.grade)


def _plan(queue: Queue, minutes: int) -> Plan:
    picks = planner.forecast(queue, minutes * 60)
    conversations = sum(pick.reason == "conversation" for pick in picks)
    new = sum(pick.reason == "new" for pick in picks)
    return Plan(minutes, len(picks) - conversations, new, conversations)


def _left_off(catalogue: Catalogue, queue: Queue, day: int) -> LeftOff | None:
    """The conversation that was left last."""
    begun = (each.dialogue for each in queue.offers if each.dialogue.begun)
    latest = max(begun, key=lambda each: each.last_day or 0, default=None)
    shelved = catalogue.conversation(latest.conversation) if latest else None
    if latest is None or shelved is None:
        return None
    found = shelved.conversation
    return LeftOff(shelved.key, found.title, found.channel, day - (latest.last_day or day))


def _fading(desk: Desk, catalogue: Catalogue, pick: Pick, day: int, chance: float) -> Fading:
    return Fading(_title(catalogue, pick.objective), chance, day - desk.due(pick.objective))


def _nearly(topics: Iterable[Share]) -> Share | None:
    """The topic with the largest share of objectives that hold for a month, from half of them on."""
    ahead = (each for each in topics if not each.mastered)
    nearest = max(ahead, key=lambda each: (each.holding / each.objectives, each.objectives), default=None)
    return nearest if nearest and nearest.holding >= nearest.objectives * NEARLY else None


def _mastered(desk: Desk, catalogue: Catalogue, reviews: list[Review], day: int) -> tuple[Share, ...]:
    """The topics that are mastered now, and were not before these reviews."""
    first: dict[str, Review] = {}
    for review in reviews:
        first.setdefault(review.answer.objective, review)
    if not first:
        return ()
    aside, curve = (desk.packs_off(), desk.suspended()), desk.experience().curve
    helds = desk.history.held(*aside)
    asked = (held for held in helds if held.objective in first and holds(curve, held, day))
    grown = {held.topic for held in asked if not _held_before(desk, curve, held, first[held.objective], day)}
    topics = known(curve, helds, desk.history.shelves(*aside), day).topics
    return progress.titled(
        (each for each in topics if each.mastered and each.name in grown), progress.topic_titles(catalogue)
    )


def _held_before(desk: Desk, curve: Curve, held: Held, review: Review, day: int) -> bool:
    before = standing.fold(told for told in desk.told(held.objective) if told.order < review.stamp.order)
    if before is None:
        return False
    stability, _, last_day, repetitions, _ = before.memory
    return holds(curve, held._replace(stability=stability, repetitions=repetitions, last_day=last_day), day)


def _slip(desk: Desk, catalogue: Catalogue, objective: str, question: str, day: int) -> Slip:
    title, takeaway = catalogue.objective(objective) or (objective, "")
    return Slip(title, takeaway, question, max(1, desk.due(objective) - day))


def _title(catalogue: Catalogue, objective: str) -> str:
    title, _ = catalogue.objective(objective) or (objective, "")
    return title
