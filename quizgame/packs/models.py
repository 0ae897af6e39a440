"""What an author may write: the shapes of a pack file, which the JSON Schema for editors is made from.

These models guard the gate; behind it, the plain values of `quizgame.domain.questions` go about. What must hold
between several questions is in `quizgame.packs.rules`.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator

from quizgame.domain.questions import Outcome
from quizgame.packs.options import best_faults, twin_faults

ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}$"
KEY_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}/[a-z0-9][a-z0-9-]{0,63}$"
LANGUAGE_PATTERN = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
RULE_PATTERN = r"^[A-Za-z0-9-]{1,64}$"
ONE_LINE_PATTERN = r"^[^\n]*$"
OBJECTIVE_PATTERN = r"^([a-z0-9][a-z0-9-]{0,63}/)?[a-z0-9][a-z0-9-]{0,63}$"
LIMIT_PATTERN = r"^(>=|<=) ?(10|[0-9])$"

MOST_QUESTIONS = 20_000
MOST_NUMBER = 999_999

Item = TypeVar("Item")
Id = Annotated[str, Field(pattern=ID_PATTERN)]
Key = Annotated[str, Field(pattern=KEY_PATTERN)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Line = Annotated[str, Field(min_length=1, max_length=120, pattern=ONE_LINE_PATTERN)]
Number = Annotated[int, Field(ge=1, le=MOST_NUMBER)]
# Strict tuples would refuse the lists that every parser gives.
Several = Annotated[tuple[Item, ...], Field(strict=False)]


class Written(BaseModel):
    """Anything that an author writes: no unknown keys, no guessing at types, no change afterwards."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, str_strip_whitespace=True)


class WrittenSource(Written):
    """Where a document says what the question asks for."""

    document: Id = Field(description="Id of the document.")
    section: Line = Field(description="Heading of the section, as the document prints it.")


class WrittenOption(Written):
    """One response that the learner can pick."""

    say: Text = Field(description="The response, in the words an agent would use.")
    because: Text = Field(description="Why it is the best response, or what is wrong with it.")
    best: bool = Field(default=False, description="`true` for the one best response; leave it out otherwise.")


class WrittenItem(Written):
    """What everything in the list of questions has."""

    id: Id = Field(description="Name of the question in its pack; keep it for ever, progress hangs on it.")
    revision: Number = Field(default=1, description="Add 1 when the meaning of the question changes.")
    was: Key | None = Field(
        default=None, description="`old-pack/old-id` of a question that moved or was renamed; progress follows."
    )
    allow: dict[Annotated[str, Field(pattern=RULE_PATTERN)], Text] = Field(
        default={}, max_length=50, description="Rules of the checker that do not fit this question, each with a reason."
    )


class WrittenQuestion(WrittenItem):
    """What every kind of question has that is asked by itself."""

    objective: Id | None = Field(
        default=None,
        description="Id of the objective that the question practises; without one it is its own objective.",
    )
    asks: Several[Id] = Field(
        default=(), max_length=20, description="Ids of the claims that the question really asks for."
    )
    sources: Several[WrittenSource] = Field(
        default=(), max_length=20, description="Where the documents say it; shown with the answer."
    )


class WrittenFlashcard(WrittenQuestion):
    """A prompt to recall from."""

    kind: Literal["flashcard"] = Field(description="`flashcard`: recall the answer, then grade yourself.")
    front: Text = Field(description="What is asked.")
    back: Text = Field(description="What a good answer holds.")


class WrittenBetterResponse(WrittenQuestion):
    """A scene, and responses of which exactly one is best."""

    kind: Literal["better-response"] = Field(description="`better-response`: pick the best of several responses.")
    scene: Text = Field(description="One person, one thing, one moment, with every fact that is needed.")
    ask: Text = Field(description="What the learner has to decide, such as: What do you say?")
    options: Several[WrittenOption] = Field(
        min_length=2, max_length=6, description="The responses; their order is shuffled at every showing."
    )

    @field_validator("options")
    @classmethod
    def one_is_best_and_none_are_alike(cls, options: tuple[WrittenOption, ...]) -> tuple[WrittenOption, ...]:
        """Guard the model against every source of packs, not only files."""
        _judge([one.best for one in options], [one.say for one in options])
        return options


def _judge(bests: list[bool], says: list[str]) -> None:
    for fault in (*best_faults(bests), *twin_faults(says)):
        raise ValueError(fault.what)


class WrittenCondition(Written):
    """What the temperature must be for a way to be taken."""

    temperature: Annotated[str, Field(pattern=LIMIT_PATTERN)] = Field(
        description='`">=8"` or `"<=3"`: what the temperature must be after the response.'
    )


class WrittenWay(Written):
    """One of several ways on from a response."""

    when: WrittenCondition | None = Field(
        default=None, description="When this way is taken; leave it out at the last one, which takes the rest."
    )
    to: Id = Field(description="Id of a turn, or the name of an ending.")


class WrittenResponse(Written):
    """One thing to say in a turn."""

    say: Text = Field(description="The response, in the words an agent would use.")
    because: Text = Field(description="Why it is the best response, or what is wrong with it.")
    effect: Annotated[int, Field(ge=-10, le=10)] = Field(
        description="What it does to the temperature: -2 cools it by two, 1 heats it by one."
    )
    best: bool = Field(default=False, description="`true` for the one best response; leave it out otherwise.")
    fair: bool = Field(default=False, description="`true` for a response that is not the best, but no blunder.")
    reply: Annotated[str, Field(max_length=2000)] = Field(
        default="", description="What the customer says or does at once; the words of the next turn follow it."
    )
    next: Annotated[
        Annotated[Id, Tag("name")] | Annotated[Several[WrittenWay], Field(min_length=1, max_length=11), Tag("ways")],
        Discriminator(lambda value: "ways" if isinstance(value, list | tuple | dict) else "name"),
    ] = Field(
        description="Id of the next turn, or the name of an ending; or a list of ways that depend on the temperature."
    )


class WrittenTurn(Written):
    """One moment of a conversation."""

    id: Id = Field(description="Name of the turn in its conversation; keep it for ever, progress hangs on it.")
    says: Text = Field(description="What the customer says.")
    objective: Annotated[str, Field(pattern=OBJECTIVE_PATTERN)] = Field(
        description="Id of the objective that the choice practises, or `pack/id` of one in another pack."
    )
    responses: Several[WrittenResponse] = Field(
        min_length=2, max_length=4, description="What can be said; their order is shuffled at every showing."
    )
    asks: Several[Id] = Field(
        default=(), max_length=20, description="Ids of the claims that the choice really hangs on."
    )
    sources: Several[WrittenSource] = Field(
        default=(), max_length=20, description="Where the documents say it; shown in the debriefing."
    )

    @field_validator("responses")
    @classmethod
    def one_is_best_and_none_are_alike(cls, responses: tuple[WrittenResponse, ...]) -> tuple[WrittenResponse, ...]:
        """Guard the model against every source of packs, not only files."""
        _judge([one.best for one in responses], [one.say for one in responses])
        return responses


class WrittenCustomer(Written):
    """Who the conversation is with."""

    name: Annotated[str, Field(min_length=1, max_length=16, pattern=ONE_LINE_PATTERN)] = Field(
        description="What stands before the customer's words, such as `She` or `Mr Silva`."
    )
    temperature: Annotated[int, Field(ge=0, le=10)] = Field(description="At the start: 0 calm to 10 furious.")


class WrittenConversation(WrittenItem):
    """A dialogue with an upset customer."""

    kind: Literal["conversation"] = Field(description="`conversation`: choose what to say, turn by turn.")
    title: Line = Field(description="What it is about, in a few words, as the top line shows it.")
    channel: Annotated[str, Field(min_length=1, max_length=20, pattern=ONE_LINE_PATTERN)] = Field(
        description="Where it is held: counter, telephone, chat, e-mail, review."
    )
    setting: Text = Field(description="Who you are, what has happened, and what you can offer.")
    customer: WrittenCustomer = Field(description="Who it is with, and how upset they are at the start.")
    turns: Several[WrittenTurn] = Field(min_length=2, max_length=40, description="The turns; the first one opens.")
    endings: dict[Outcome, Text] = Field(
        min_length=1,
        description="`resolved`, `closed-kindly`, `handed-over`, `ended-properly` and `lost`, as far as responses lead"
        " to them, each with a line of debriefing.",
    )


AnyWrittenQuestion = Annotated[
    WrittenFlashcard | WrittenBetterResponse | WrittenConversation, Field(discriminator="kind")
]
KINDS: dict[str, type[WrittenItem]] = {
    "flashcard": WrittenFlashcard,
    "better-response": WrittenBetterResponse,
    "conversation": WrittenConversation,
}


class WrittenObjective(Written):
    """One thing to learn, practised by one question or several."""

    id: Id = Field(description="Name of the objective in its pack; keep it for ever, progress hangs on it.")
    title: Line = Field(description="What the learner will be able to do.")
    topic: Id = Field(description="Id of the topic under which it is counted.")
    takeaway: str = Field(
        default="",
        max_length=300,
        pattern=ONE_LINE_PATTERN,
        description="The point in one line, shown after the answer.",
    )
    tensions: Several[Id] = Field(
        default=(), max_length=20, description="Ids of the tensions between documents that are at home here."
    )
    was: Key | None = Field(
        default=None, description="`old-pack/old-id` of an objective that moved or was renamed; progress follows."
    )


class WrittenPack(Written):
    """A pack file: questions that travel together."""

    pack: Id = Field(description="Name of the pack; keep it for ever, progress hangs on it.")
    title: Line = Field(description="Title of the pack, as lists show it.")
    author: str = Field(default="", max_length=120, pattern=ONE_LINE_PATTERN, description="Who wrote it.")
    version: Number = Field(description="Add 1 whenever the pack is given to others again.")
    language: Annotated[str, Field(pattern=LANGUAGE_PATTERN)] = Field(
        default="en", description="Language of the texts, such as `en` or `pt-BR`."
    )
    objectives: Several[WrittenObjective] = Field(
        default=(), max_length=MOST_QUESTIONS, description="What the questions teach; a simple pack needs none."
    )
    questions: Several[AnyWrittenQuestion] = Field(
        min_length=1, max_length=MOST_QUESTIONS, description="The questions, each starting with a dash."
    )
