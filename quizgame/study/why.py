"""Why an objective is asked when it is: the answers so far, what they say of memory, and what each grade would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from quizgame.domain import forgetting, memory, standing
from quizgame.domain.events import Certainty, Grade
from quizgame.domain.forgetting import WINDOW
from quizgame.domain.memory import HORIZON, Memory
from quizgame.domain.planner import ENOUGH
from quizgame.domain.standing import Schedule, Standing, Told
from quizgame.domain.words import count, date, days_ago, in_days
from quizgame.store.catalogue import Catalogue
from quizgame.store.desk import Desk

GRADES: Mapping[Grade, str] = {Grade.AGAIN: "again", Grade.HARD: "hard", Grade.GOOD: "good", Grade.EASY: "easy"}
_SAID: Mapping[Certainty, str] = {
    Certainty.UNSTATED: "",
    Certainty.SURE: ", and you were sure",
    Certainty.NOT_SURE: ", and you were not sure",
}


class Given(NamedTuple):
    """An answer so far."""

    day: int
    question: str
    """Key of the question or turn."""
    grade: Grade
    certainty: Certainty
    evidence: bool
    """True for the first answer of a study day; later ones are practice."""


class Why(NamedTuple):
    """Everything that an objective's schedule rests on."""

    objective: str
    title: str
    today: int
    answers: tuple[Given, ...]
    """Oldest first, those taken back left out."""
    memory: Memory | None
    """None before the first answer."""
    ahead: int
    """Days from today for which the next four are said: 1 where it was answered today, else 0."""
    chance: float
    """Of answering right then, by the engine's curve: what the due day follows. 0 to 1."""
    recall: float
    """Chance of recall then, by the learner's own curve: the mastery that is shown."""
    later: float
    """The same thirty days after that, if it is not asked."""
    gain: float
    """By how much asking it is expected to raise the chance of recall in thirty days: its worth to the planner."""
    outcomes: int
    """The learner's own answers that the curve was learned from."""
    next: Schedule | None
    """Question and study day that come next; None before the first answer, or when no question is left."""
    target: float
    """Chance of answering right, by the engine's curve, at which the next question falls due."""
    grades: Mapping[Grade, int]
    """Days until it would be due, after each grade given today; empty where it could not be asked."""
    aside: str
    """Why it is not asked at all: its pack is off, or it is suspended; empty when it is asked."""


def why(desk: Desk, catalogue: Catalogue, objective: str, today: int) -> Why | None:
    """All of it for one objective by its key; None when its pack is gone."""
    found = catalogue.objective(objective)
    if found is None:
        return None
    told, before = desk.told(objective), desk.standing(objective)
    variants = desk.variants(objective)
    schedule = standing.schedule(before, objective, variants) if before else None
    options = schedule.turn.variant.options if schedule else variants[0].options if variants else 0
    held = before.memory if before else None
    ahead = int(held is not None and held.last_day >= today)
    elapsed = max(0, today + ahead - held.last_day) if held else 0
    curve, outcomes, *_ = desk.experience()
    return Why(
        objective=objective,
        title=found[0],
        today=today,
        answers=tuple(_given(told)),
        memory=held,
        ahead=ahead,
        chance=memory.retrievability(held.stability, elapsed) if held else 0.0,
        recall=forgetting.recall(curve, held.stability, held.repetitions, elapsed) if held else 0.0,
        later=forgetting.recall(curve, held.stability, held.repetitions, elapsed + HORIZON) if held else 0.0,
        gain=forgetting.gain(curve, held.stability, held.difficulty, held.repetitions, elapsed) if held else 0.0,
        outcomes=outcomes,
        next=schedule,
        target=memory.guess_aware_target(options),
        grades=_outlook(desk, objective, before, today) if variants else {},
        aside=_aside(desk, objective),
    )


def _given(told: list[Told]) -> Iterator[Given]:
    last: int | None = None
    for each in told:
        day = each.order[0]
        yield Given(day, each.question, each.grade, each.certainty, last is None or day > last)
        last = day if last is None else max(last, day)


def _outlook(desk: Desk, objective: str, before: Standing | None, today: int) -> dict[Grade, int]:
    """Days until it is due after each grade, as a flashcard's back tells them."""
    instant = before.latest[1] + 1 if before else 0
    question = desk.variants(objective)[0]
    outlook = {}
    for grade in Grade:
        told = Told((today, instant, b""), question.question, question.revision, grade)
        schedule = standing.schedule(standing.follow(before, told), objective, desk.variants(objective))
        outlook[grade] = schedule.due - today if schedule else 0
    return outlook


def _aside(desk: Desk, objective: str) -> str:
    if objective in desk.suspended():
        return "You have suspended it, so it is not asked."
    if objective.partition("/")[0] in desk.packs_off():
        return "Its pack is off, so it is not asked."
    return ""


# ── in words ──────────────────────────────────────────────────────────────────────────────────────────────


def answers(found: Why) -> list[str]:
    """The evidence, a line for each answer."""
    if not found.answers:
        return ["You have not met it yet."]
    return [_answer(found, each) for each in found.answers]


def _answer(found: Why, given: Given) -> str:
    ago = found.today - given.day
    when = f"{date(given.day)} ({days_ago(ago)})" if ago < 300 else f"{date(given.day)} ({ago} days ago)"
    practice = "" if given.evidence else "; practice, since it was the second that day"
    return f"{when}: {GRADES[given.grade]}{_SAID[given.certainty]}{practice}"


def state(found: Why) -> list[str]:
    """What the answers say of memory today."""
    held = found.memory
    if held is None:
        return ["It waits among the new ones, in the order of its pack."]
    when = "tomorrow" if found.ahead else "today"
    recall, later, asked = map(_percent, (found.recall, found.later, found.later + found.gain))
    lapses = f", forgotten {count(held.lapses, 'time')}" if held.lapses else ""
    lines = [
        f"Chance of recall: {recall} {when}, {later} in thirty days.",
        f"Asked {when}, it would be {asked} then. {_source(found)}",
        f"The due day follows FSRS: stability {held.stability:.1f} days, difficulty {held.difficulty:.1f} of 10,"
        f" after {count(held.repetitions, 'answer')} that counted{lapses}.",
    ]
    return [found.aside, *lines] if found.aside else lines


def _source(found: Why) -> str:
    """Whose curve it is."""
    if found.outcomes < ENOUGH:
        return "So it is for most learners; your own answers are still few."
    many = f"the latest {WINDOW}" if found.outcomes >= WINDOW else f"{found.outcomes} so far"
    return f"So say your own answers ({many})."


def _percent(chance: float) -> str:
    return f"{round(chance * 100)} %"


def due(found: Why) -> list[str]:
    """When it is due, and the reason."""
    if found.memory is None:
        return []
    if found.next is None:
        return ["No question of it is left to ask. Its memory is kept."]
    if found.next.turn.revised:
        return ["Due today: one of its questions has another meaning since you answered it."]
    ahead = found.next.due - found.today
    when = "Due today" if ahead == 0 else f"Due {in_days(ahead)}" if ahead > 0 else f"Due since {date(found.next.due)}"
    options = found.next.turn.variant.options
    guess = f" The next question has {options} options, so a guess is right once in {options}." if options else ""
    least = memory.interval(found.memory.stability, found.target) < 1
    falls = f"about then its chance of a right answer falls to {_percent(found.target)}"
    why_then = "never sooner than the next day" if least else falls
    return [f"{when}: {why_then}.{guess}"]


def futures(found: Why) -> list[str]:
    """What each grade would do."""
    return [f"{word}: due {in_days(found.grades[grade])}" for grade, word in GRADES.items() if grade in found.grades]
