"""Moodle's GIFT: what a pack and a quiz have in common, both ways. The grammar is in `gift_grammar`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from quizgame.domain.questions import BetterResponse, Flashcard, Option, Pack, Question
from quizgame.domain.text import spans
from quizgame.packs.formats.conversations import left_out
from quizgame.packs.formats.gift_grammar import FORMATS, Answer, Item, escaped, items
from quizgame.packs.formats.html_text import as_text
from quizgame.packs.formats.shapes import REASON_MISSING, Draft, Exported, Loss, Losses, Reading
from quizgame.packs.formats.texts import decoded

ASK_MISSING = "Which response is best?"
_NO_PLACE = "GIFT has no place for author, version and language, and the title only names the category."
_SKIPPED = {
    "description": "A description asks nothing.",
    "true-false": "True or false is right half the time by guessing. Write it as a scene with three responses.",
    "numerical": "A numerical answer cannot be compared here.",
    "matching": "Pairs to match are several questions in one.",
}
_STEM = re.compile(r"(.*[.!?…][\"'”’»)]*)\s+([^.!?…]+\?)", re.DOTALL)
_TAGS = re.compile(r"</?(p|br|b|i|em|strong|u|span|div|img|a|ul|ol|li|table|h[1-6]|sub|sup)\b[^<>]*>", re.IGNORECASE)
MOST_OPTIONS = 6


def write(pack: Pack) -> Exported:
    """A pack as GIFT: responses as multiple choice with feedback, flashcards as essays whose feedback is the back."""
    losses = [Loss("pack", _NO_PLACE), *left_out(pack, "GIFT")]
    takeaways = {objective.id: objective.takeaway for objective in pack.objectives}
    category = pack.title.replace("/", "//")
    parts = [f"$CATEGORY: $course$/top/{category}\n"]
    for question in pack.questions:
        parts.append(_written(question, takeaways[question.objective], losses))
        losses += _not_carried(question)
    return Exported("\n".join(parts).encode(), tuple(losses))


def _written(question: Question, takeaway: str, losses: list[Loss]) -> str:
    if isinstance(question, Flashcard):
        return f"::{question.id}::[plain]{escaped(question.front)} {{####{_guarded(question.back)}}}\n"
    assert isinstance(question, BetterResponse)
    ask = re.sub("\n\n+", "\n", question.ask)
    if ask != question.ask:
        losses.append(Loss(f"question {question.id}", "Empty lines in the ask were left out."))
    answers = "".join(f"\t{_answer(option)}\n" for option in question.options)
    feedback = f"\t####{_guarded(takeaway)}\n" if takeaway else ""
    stem = escaped(f"{question.scene}\n\n{ask}")
    return f"::{question.id}::[plain]{stem} {{\n{answers}{feedback}}}\n"


def _answer(option: Option) -> str:
    return f"{'=' if option.best else '~'}{_guarded(option.say)}#{_guarded(option.because)}"


def _guarded(text: str) -> str:
    """A text that begins like a format or a weight, with a format of its own before it."""
    return ("[plain]" if text.startswith(("[", "%")) else "") + escaped(text)


def _not_carried(question: Question) -> Iterator[Loss]:
    gone = [
        word
        for word, value in (
            ("objective", question.objective != question.id),
            ("sources", question.sources),
            ("asks", question.asks),
            ("revision", question.revision > 1),
            ("was", question.was),
        )
        if value
    ]
    texts = [question.front, question.back] if isinstance(question, Flashcard) else [question.scene, question.ask]
    texts += [text for option in getattr(question, "options", ()) for text in (option.say, option.because)]
    if gone:
        yield Loss(f"question {question.id}", f"GIFT has no place for: {', '.join(gone)}.")
    if any(span.emphasis for text in texts for span in spans(text)):
        yield Loss(f"question {question.id}", "Moodle will show the stars of *emphasis*.")


def read(data: bytes) -> Reading:
    """The questions of a GIFT file; those of kinds that packs do not have are told and left out."""
    losses = Losses()
    return Reading(_drafts(decoded(data, losses), losses), losses)


def _drafts(text: str, losses: Losses) -> Iterator[Draft]:
    for item in items(text, losses):
        if losses.full:
            return
        where = f"line {item.line}"
        try:
            fields = _fields(item, where, losses)
        except _Skipped as skipped:
            name = f"“{item.title}” was" if item.title else "The question was"
            losses.append(Loss(where, f"{name} left out. {skipped}"))
        else:
            yield Draft(where, {"id": item.name or item.title} | fields)


class _Skipped(Exception):
    """A question cannot be carried; the text says why."""


def _fields(item: Item, where: str, losses: list[Loss]) -> dict[str, Any]:
    if item.fault:
        raise _Skipped(item.fault)
    if item.kind in _SKIPPED:
        raise _Skipped(_SKIPPED[item.kind])
    if item.kind == "multiple-choice":
        return _response(item, where, losses)
    return _card(item, where, losses)


def _card(item: Item, where: str, losses: list[Loss]) -> dict[str, Any]:
    front = _converted(item.stem, item.format, where, losses)
    if item.kind == "essay":
        if not item.feedback:
            raise _Skipped("An essay without general feedback has no answer to recall.")
        return {"kind": "flashcard", "front": front, "back": _plain(item.feedback, item.format, where, losses)}
    right = [answer for answer in item.answers if answer.weight > 0]
    if len(item.answers) != 1 or len(right) != 1 or right[0].weight < 100:
        raise _Skipped(
            "A short answer with several accepted answers has not one back. Keep one answer, or write a card."
        )
    if "*" in right[0].text:
        raise _Skipped("Its answer has a star for any letters, so it is a pattern and no answer.")
    if right[0].feedback:
        losses.append(Loss(where, "The feedback to the answer was left out; a flashcard has no place for it."))
    _feedback_lost(item, where, losses)
    return {"kind": "flashcard", "front": front, "back": _plain(right[0].text, item.format, where, losses)}


def _response(item: Item, where: str, losses: list[Loss]) -> dict[str, Any]:
    right = [at for at, answer in enumerate(item.answers) if answer.weight >= 100]
    partly = [answer for answer in item.answers if 0 < answer.weight < 100]
    if len(right) != 1:
        several = len(right) > 1 or len(partly) > 1
        raise _Skipped("Several answers are right together." if several else "No answer is wholly right.")
    if len(item.answers) > MOST_OPTIONS:
        raise _Skipped(f"It has {len(item.answers)} answers; a question has {MOST_OPTIONS} at most.")
    if partly:
        losses.append(Loss(where, "Answers that are partly right count as not the best."))
    options = [_option(answer, item.format, where, losses) for answer in item.answers]
    options[right[0]]["best"] = True
    if without := sum(option["because"] == REASON_MISSING for option in options):
        losses.append(Loss(where, f"Answers without feedback: {without}. “{REASON_MISSING}” stands there instead."))
    scene, ask = _split(_converted(item.stem, item.format, where, losses))
    if not ask:
        losses.append(Loss(where, f"Scene and question are one text; “{ASK_MISSING}” was put in as the ask."))
    _feedback_lost(item, where, losses)
    return {"kind": "better-response", "scene": scene, "ask": ask or ASK_MISSING, "options": options}


def _option(answer: Answer, format_: str, where: str, losses: list[Loss]) -> dict[str, Any]:
    because = _plain(answer.feedback, format_, where, losses) or REASON_MISSING
    return {"say": _plain(answer.text, format_, where, losses), "because": because}


def _feedback_lost(item: Item, where: str, losses: list[Loss]) -> None:
    if item.feedback:
        losses.append(Loss(where, "The general feedback was left out; the takeaway of an objective is its place."))


def _split(stem: str) -> tuple[str, str]:
    """Scene and ask: the last paragraph asks, or the last sentence if it is a question."""
    scene, gap, ask = stem.rpartition("\n\n")
    if gap and scene.strip() and ask.strip():
        return scene, ask
    if match := _STEM.fullmatch(stem[:5000]):
        return match[1], match[2]
    return stem, ""


def _plain(text: str, inherited: str, where: str, losses: list[Loss]) -> str:
    """A text as pack text, by the format before it or the one of the whole question."""
    format_ = inherited
    if match := re.match(rf"\s*\[({FORMATS})\]", text):
        format_, text = match[1], text[match.end() :]
    return _converted(text, format_, where, losses)


def _converted(text: str, format_: str, where: str, losses: list[Loss]) -> str:
    if format_ != "html" and not (format_ in {"", "moodle"} and _TAGS.search(text)):
        return text.strip()
    plain, lost = as_text(text)
    if lost:
        losses.append(Loss(where, f"Left out: {', '.join(lost)}."))
    return plain
