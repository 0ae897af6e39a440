"""From what other tools' files hold to a pack: gives names, judges each question, and leaves out what cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from pydantic import ValidationError

from quizgame.packs.assembly import assemble, shortened
from quizgame.packs.formats.cleaning import cleaned
from quizgame.packs.formats.cover import Cover
from quizgame.packs.formats.shapes import Draft, Imported, Lesson, Loss, Progress, Reading
from quizgame.packs.models import MOST_QUESTIONS, WrittenObjective, WrittenPack, WrittenQuestion
from quizgame.packs.options import alike
from quizgame.packs.places import Places
from quizgame.packs.problems import Problem
from quizgame.packs.rules import broken_rules
from quizgame.packs.sentences import objections
from quizgame.packs.suggestions import as_id
from quizgame.packs.tree import Tree

_WORDS_OF_A_NAME, _LONGEST_NAME = 6, 40
_LONGEST_TITLE, _LONGEST_TAKEAWAY = 120, 300


def gather(reading: Reading, cover: Cover, progress: Progress) -> Imported | None:
    """The pack that a file holds; None, with the reasons in the losses, when not one question can be carried."""
    gathering = _Gathering(cover.pack, reading.losses)
    drafts = list(_first(reading.drafts, reading.losses))
    gathering.name_objectives(drafts)
    for number, draft in enumerate(drafts, 1):
        gathering.add(draft)
        progress(number)
    if not gathering.questions:
        return None
    practised = {question.objective for question in gathering.questions}
    written = WrittenPack(
        pack=cover.pack,
        title=cover.title,
        author=cover.author,
        version=cover.version,
        language=cover.language,
        objectives=tuple(each for each in gathering.objectives.values() if each.id in practised),
        questions=tuple(gathering.questions),  # type: ignore[arg-type]  # each has passed as one of the union
    )
    return Imported(assemble(written), tuple(reading.losses))


def _first(drafts: Iterable[Draft], losses: list[Loss]) -> Iterator[Draft]:
    rest = iter(drafts)
    yield from islice(rest, MOST_QUESTIONS)
    for draft in islice(rest, 1):
        what = f"A pack holds at most {MOST_QUESTIONS} questions. This one and those after it were left out."
        losses.append(Loss(draft.where, what))


@dataclass(slots=True)
class _Gathering:
    pack: str
    losses: list[Loss]
    questions: list[WrittenQuestion] = field(default_factory=list)
    objectives: dict[str, WrittenObjective] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    """Ids that are taken, by objectives and questions."""
    asked: dict[tuple[str, str], str] = field(default_factory=dict)
    """Where each question was asked first."""
    made: dict[str, int] = field(default_factory=dict)
    """How often each made-up id was needed."""

    def name_objectives(self, drafts: list[Draft]) -> None:
        """Find every objective first, since a question must not take its id."""
        for draft in drafts:
            if draft.lesson:
                draft.lesson = self.lesson(draft.lesson, draft)
        # What the author has named keeps its name, whatever would be made for questions before it.
        self.used |= self.objectives.keys()
        for draft in drafts:
            if id_ := as_id(str(draft.fields.get("id") or "")):
                self.made.setdefault(id_, 0)

    def lesson(self, said: Lesson, draft: Draft) -> Lesson | None:
        id_ = as_id(said.id or said.title)
        own = as_id(str(draft.fields.get("id") or ""))
        if not id_:
            if said.topic or said.takeaway:
                self.lose(draft, "A topic or takeaway belongs to an objective, and this question names none.")
            return None
        if id_ == own and not said.title:
            return None
        if said.id and id_ != said.id.strip():
            self.lose(draft, f"The objective “{said.id}” was given the id {id_}.")
        title = self.heading(said.title, draft, _LONGEST_TITLE)
        takeaway = self.heading(said.takeaway, draft, _LONGEST_TAKEAWAY)
        topic = as_id(said.topic)
        if (known := self.objectives.get(id_)) is None:
            if not title:
                title = said.id.strip() if id_ != said.id.strip() else id_.replace("-", " ").capitalize()
                title = self.heading(title, draft, _LONGEST_TITLE)
                self.lose(draft, f"The objective {id_} has no title; “{title}” was put in.")
            topic = topic or self.pack
            self.objectives[id_] = WrittenObjective(id=id_, title=title, topic=topic, takeaway=takeaway)
            return replace(said, id=id_)
        for word, here, there in (
            ("title", title, known.title),
            ("topic", topic, known.topic),
            ("takeaway", takeaway, known.takeaway),
        ):
            if here and here != there:
                self.lose(draft, f"The objective {id_} has another {word} further up, which is kept.")
        return replace(said, id=id_)

    def heading(self, text: str, draft: Draft, most: int) -> str:
        line = " ".join(cleaned(text, draft.where, self.losses).split("\n"))
        if len(line) > most:
            self.lose(draft, f"“{line}” has more than {most} characters; the rest was cut off.")
        return line[:most].strip()

    def add(self, draft: Draft) -> None:
        """Take a question in, or say why it cannot be."""
        fields = {key: self.clean(value, draft) for key, value in draft.fields.items() if value not in (None, "", [])}
        asked = alike(str(fields.get("front") or fields.get("scene") or "")), alike(str(fields.get("ask") or ""))
        if asked[0] and asked in self.asked:
            self.lose(draft, f"This asks the same as {self.asked[asked]} and was left out.")
            return
        fields["id"] = self.name(draft, fields)
        if draft.lesson:
            fields["objective"] = draft.lesson.id
        tree = Tree("", Places(""), [], _alone(fields), whole=True)
        question, problems = _judged(tree)
        if question is None:
            reasons = " ".join(f"{_place(each)}{each.what} {each.remedy}" for each in problems[:5])
            self.lose(draft, f"The question was left out. {reasons}")
            return
        self.asked[asked] = draft.where
        self.used.add(question.id)
        self.questions.append(question)

    def clean(self, value: Any, draft: Draft) -> Any:
        if isinstance(value, str):
            return cleaned(value, draft.where, self.losses)
        if isinstance(value, dict):
            return {key: self.clean(each, draft) for key, each in value.items()}
        return [self.clean(each, draft) for each in value] if isinstance(value, list) else value

    def name(self, draft: Draft, fields: dict[str, Any]) -> str:
        """The id that the file gives, or one made from the question's first words."""
        given = str(fields.get("id") or "")
        if id_ := as_id(given):
            if id_ != given:
                self.lose(draft, f"The id “{given}” was written as {id_}.")
            if id_ not in self.used:
                return id_
            other = self.free(id_)
            self.lose(draft, f"The id {id_} is used further up; this question was given {other}.")
            return other
        words = as_id(shortened(str(fields.get("front") or fields.get("scene") or ""))).split("-")
        made = "-".join(words[:_WORDS_OF_A_NAME])[:_LONGEST_NAME].strip("-") or "question"
        return made if made not in self.used and made not in self.made else self.free(made)

    def free(self, id_: str) -> str:
        """An id that nobody has, counted up from a taken one; the count is kept, for files that repeat one."""
        number = max(self.made.get(id_, 0), 1)
        while True:
            number += 1
            other = f"{id_[:58]}-{number}"
            if other not in self.used and other not in self.made:
                self.made[id_] = number
                return other

    def lose(self, draft: Draft, what: str) -> None:
        self.losses.append(Loss(draft.where, what))


def _alone(fields: dict[str, Any]) -> dict[str, Any]:
    """A pack that holds one question, for judging it with the sentences that authors of pack files get."""
    objectives = [{"id": fields["objective"], "title": "x", "topic": "x"}] if "objective" in fields else []
    return {"pack": "x", "title": "x", "version": 1, "objectives": objectives, "questions": [fields]}


def _judged(tree: Tree) -> tuple[WrittenQuestion | None, list[Problem]]:
    try:
        written = WrittenPack.model_validate(tree.root)
    except ValidationError as error:
        return None, [*objections(error, tree), *broken_rules(tree)]
    problems = list(broken_rules(tree))
    question = written.questions[0]
    assert isinstance(question, WrittenQuestion), "other tools have no conversations"
    return (None, problems) if problems else (question, [])


def _place(problem: Problem) -> str:
    """Which option is meant, as a spreadsheet numbers them."""
    if "options[" not in problem.path:
        return ""
    return f"Option {int(problem.path.partition('options[')[2].partition(']')[0]) + 1}: "
