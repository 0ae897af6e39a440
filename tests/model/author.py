"""Who writes the packs: each change gives the next version, and no name is ever given to another thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from quizgame.domain.questions import Flashcard, Objective, Pack, Question, key
from tests.builders import a_card, a_conversation, a_pack, a_response

Parts = tuple[Objective, tuple[Question, ...]]
"""An objective and its questions."""


class Author:
    """The present version of each pack, and what was retired."""

    def __init__(self) -> None:
        self.packs = {
            "desk": a_pack("desk", questions=[a_card("o8-a", "o8"), a_response("o8-b", "o8")]),
            "shop": a_pack("shop", questions=[make(f"o{n}-{v}", f"o{n}") for n in range(4) for v, make in _MAKERS]),
            "talks": replace(
                a_pack("talks", questions=[a_card(f"o{n}-a", f"o{n}") for n in range(3)]),
                conversations=(a_conversation("talk", 3, "talks"),),
            ),
        }
        self._attic: list[tuple[str, Parts]] = []
        self._names = 0

    def change(self, what: str, pack: str, place: int) -> None:
        """Make one of `CHANGES` to `shop` or `desk`, at a place; nothing where it cannot be made."""
        now = self.packs[pack]
        CHANGES[what](self, now, now.objectives[place % len(now.objectives)], now.questions[place % len(now.questions)])

    def edit(self, now: Pack, _: Objective, question: Question) -> None:
        """Mend a text."""
        self._put(now.id, questions=_with(now, question, _edited(question, self._name("so"))))

    def revise(self, now: Pack, _: Objective, question: Question) -> None:
        """Change what a question means."""
        anew = _edited(question, self._name("now"))
        self._put(now.id, questions=_with(now, question, replace(anew, revision=question.revision + 1)))

    def rename_objective(self, now: Pack, objective: Objective, _: Question) -> None:
        """Say what it was."""
        self._rename(now, objective, self._name("n"))

    def name_as_before(self, now: Pack, objective: Objective, _: Question) -> None:
        """Give an objective the name that it had before."""
        was, _slash, former = objective.was.partition("/")
        if was == now.id and former not in {each.id for each in (*now.objectives, *now.questions)}:
            self._rename(now, objective, former)

    def rename_question(self, now: Pack, _: Objective, question: Question) -> None:
        """Say what it was."""
        named = replace(question, id=self._name("q"), was=key(now.id, question.id))
        self._put(now.id, questions=_with(now, question, named))

    def move(self, now: Pack, objective: Objective, _: Question) -> None:
        """Put an objective into the other pack, under new names."""
        if len(now.objectives) > 1:
            objective, questions = self._take(now.id, objective)
            name = self._name("m")
            moved = (
                replace(each, id=f"{name}-{place}", objective=name, was=key(now.id, each.id))
                for place, each in enumerate(questions)
            )
            other = "desk" if now.id == "shop" else "shop"
            self._add(other, (replace(objective, id=name, was=key(now.id, objective.id)), tuple(moved)))

    def retire(self, now: Pack, objective: Objective, _: Question) -> None:
        """Take an objective out."""
        if len(now.objectives) > 1:
            self._attic.append((now.id, self._take(now.id, objective)))

    def bring_back(self, *_: object) -> None:
        """Put one that was retired back where it was."""
        if self._attic:
            self._add(*self._attic.pop(0))

    def add_variant(self, now: Pack, objective: Objective, _: Question) -> None:
        """Another question to an objective."""
        self._put(now.id, questions=(*now.questions, a_card(self._name("v"), objective.id)))

    def drop_variant(self, now: Pack, _: Objective, question: Question) -> None:
        """Retire a question that is not the only one."""
        if sum(each.objective == question.objective for each in now.questions) > 1:
            self._put(now.id, questions=_with(now, question))

    def _name(self, start: str) -> str:
        self._names += 1
        return f"{start}{self._names}"

    def _put(
        self, pack: str, questions: Iterable[Question] | None = None, objectives: Iterable[Objective] | None = None
    ) -> None:
        now = self.packs[pack]
        self.packs[pack] = replace(
            now,
            version=now.version + 1,
            questions=now.questions if questions is None else tuple(questions),
            objectives=now.objectives if objectives is None else tuple(objectives),
        )

    def _rename(self, now: Pack, objective: Objective, name: str) -> None:
        named = replace(objective, id=name, was=key(now.id, objective.id))
        self._put(
            now.id,
            (replace(each, objective=name) if each.objective == objective.id else each for each in now.questions),
            (named if each == objective else each for each in now.objectives),
        )

    def _take(self, pack: str, objective: Objective) -> Parts:
        now = self.packs[pack]
        questions = tuple(each for each in now.questions if each.objective == objective.id)
        self._put(
            pack,
            (each for each in now.questions if each.objective != objective.id),
            (each for each in now.objectives if each != objective),
        )
        return objective, questions

    def _add(self, pack: str, parts: Parts) -> None:
        now = self.packs[pack]
        self._put(pack, (*now.questions, *parts[1]), (*now.objectives, parts[0]))


CHANGES: dict[str, Callable[[Author, Pack, Objective, Question], None]] = {
    "edit": Author.edit,
    "revise": Author.revise,
    "rename objective": Author.rename_objective,
    "name as before": Author.name_as_before,
    "rename question": Author.rename_question,
    "move": Author.move,
    "retire": Author.retire,
    "bring back": Author.bring_back,
    "add variant": Author.add_variant,
    "drop variant": Author.drop_variant,
}
"""What an author does, by its name."""

_MAKERS = (("a", a_response), ("b", a_card))


def _with(pack: Pack, question: Question, *others: Question) -> Iterable[Question]:
    for each in pack.questions:
        yield from others if each == question else (each,)


def _edited(question: Question, text: str) -> Question:
    if isinstance(question, Flashcard):
        return replace(question, front=f"Front of {question.id}, {text}?")
    return replace(question, scene=f"A customer at the counter ({question.id}) is {text}.")
