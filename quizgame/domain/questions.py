"""Packs, objectives, questions and conversations as plain frozen values: what the rest of the house passes around.

The models that guard the pack files live in `quizgame.packs`; what reaches this module is already valid.
Ids are unique within a pack; a *key* is `pack/id` and is unique in a store.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["flashcard", "better-response", "conversation"]

Outcome = Literal["resolved", "closed-kindly", "handed-over", "ended-properly", "lost"]
"""How a conversation can end. `closed-kindly`: without a solution, but kindly."""


ASK = "What do you say?"
"""What every turn of a conversation asks."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document says it."""

    document: str
    section: str


@dataclass(frozen=True, slots=True)
class Option:
    """One response that the learner can pick, with the reason that it is best or not."""

    say: str
    because: str
    best: bool = False


@dataclass(frozen=True, slots=True)
class Flashcard:
    """A prompt to recall from, graded by the learner."""

    id: str
    front: str
    back: str
    objective: str = ""
    """Id of the objective in the same pack; empty when the question is its own objective."""
    sources: tuple[Source, ...] = ()
    asks: tuple[str, ...] = ()
    """Ids of the claims that the question really asks for."""
    revision: int = 1
    was: str = ""
    """Key (`old-pack/old-id`) under which the question was known before."""

    @property
    def kind(self) -> Kind:
        """The word that pack files use for this kind of question."""
        return "flashcard"


@dataclass(frozen=True, slots=True)
class BetterResponse:
    """A scene, and responses of which exactly one is best."""

    id: str
    scene: str
    ask: str
    options: tuple[Option, ...]
    objective: str = ""
    """Id of the objective in the same pack; empty when the question is its own objective."""
    sources: tuple[Source, ...] = ()
    asks: tuple[str, ...] = ()
    """Ids of the claims that the question really asks for."""
    revision: int = 1
    was: str = ""
    """Key (`old-pack/old-id`) under which the question was known before."""

    @property
    def kind(self) -> Kind:
        """The word that pack files use for this kind of question."""
        return "better-response"

    @property
    def best(self) -> int:
        """Index, in the file's order, of the best option."""
        return next(index for index, option in enumerate(self.options) if option.best)


Question = Flashcard | BetterResponse
"""What can be asked by itself."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where a conversation goes on after a response."""

    to: str
    """Id of a turn, or an outcome."""
    least: int = 0
    """The temperature from which this way is open."""
    most: int = 10
    """The temperature up to which it is."""


@dataclass(frozen=True, slots=True)
class Response:
    """What the learner can say in a turn of a conversation."""

    say: str
    because: str
    effect: int
    """Added to the customer's temperature."""
    ways: tuple[Way, ...]
    """Tried in order with the temperature after the effect; the last one is always open."""
    best: bool = False
    fair: bool = False
    """Not the best, but no blunder either."""
    reply: str = ""
    """What the customer says or does at once."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One moment of a conversation: what the customer says, and what can be said to it."""

    id: str
    says: str
    objective: str
    """Key of the objective that the choice practises; it may be at home in another pack."""
    responses: tuple[Response, ...]
    sources: tuple[Source, ...] = ()
    asks: tuple[str, ...] = ()
    """Ids of the claims that the choice hangs on."""

    @property
    def best(self) -> int:
        """Index, in the file's order, of the best response."""
        return next(index for index, response in enumerate(self.responses) if response.best)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A dialogue with an upset customer, whose temperature moves with what the learner says."""

    id: str
    title: str
    channel: str
    """Where it is held, such as `counter` or `telephone`."""
    setting: str
    customer: str
    """What stands before the customer's words."""
    temperature: int
    """At the start: 0 calm to 10 furious."""
    turns: tuple[Turn, ...]
    """The first one opens."""
    endings: tuple[tuple[Outcome, str], ...]
    """The outcomes that can be reached, each with a line of debriefing."""
    revision: int = 1
    was: str = ""
    """Key (`old-pack/old-id`) under which the conversation was known before."""

    @property
    def kind(self) -> Kind:
        """The word that pack files use for this kind of question."""
        return "conversation"

    def turn(self, name: str) -> Turn:
        """The turn with this id; raises KeyError when there is none."""
        for turn in self.turns:
            if turn.id == name:
                return turn
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Objective:
    """One thing to learn: what the scheduler schedules."""

    id: str
    title: str
    topic: str
    takeaway: str = ""
    tensions: tuple[str, ...] = ()
    """Ids of the tensions between documents that this objective is the home of."""
    was: str = ""
    """Key (`old-pack/old-id`) under which the objective was known before."""


@dataclass(frozen=True, slots=True)
class Pack:
    """Questions that travel together. Every question's objective is among `objectives`, the implied ones included."""

    id: str
    title: str
    author: str
    version: int
    language: str
    objectives: tuple[Objective, ...]
    questions: tuple[Question, ...]
    conversations: tuple[Conversation, ...] = ()


def key(pack: str, id_: str) -> str:
    """The store-wide name of a question or an objective.

    >>> key("limits", "warn-first")
    'limits/warn-first'
    """
    return f"{pack}/{id_}"


def turn_key(conversation: str, turn: str) -> str:
    """The store-wide name of a turn, under which its answers stand in the log; ids hold no full stop.

    >>> turn_key("counter/late-kettle", "sent-around")
    'counter/late-kettle.sent-around'
    """
    return f"{conversation}.{turn}"


def conversation_of(name: str) -> str:
    """The key of the conversation that a turn's key belongs to; empty for the key of a question.

    >>> conversation_of("counter/late-kettle.sent-around"), conversation_of("limits/warn-first")
    ('counter/late-kettle', '')
    """
    conversation, stop, _ = name.partition(".")
    return conversation if stop else ""


def as_question(conversation: Conversation, turn: Turn) -> BetterResponse:
    """A turn as a question by itself: the customer's words are the scene, the responses the options."""
    return BetterResponse(
        id=turn_key(conversation.id, turn.id),
        scene=turn.says,
        ask=ASK,
        options=tuple(Option(each.say, each.because, each.best) for each in turn.responses),
        objective=turn.objective,
        sources=turn.sources,
        asks=turn.asks,
        revision=conversation.revision,
    )


def options_of(question: Question) -> int:
    """How many options the learner picks from; 0 where the answer is recalled freely."""
    return len(question.options) if isinstance(question, BetterResponse) else 0
