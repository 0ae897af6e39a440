"""What an author may write: the shapes of a pack file, which the JSON Schema for editors is made from.

These models guard the gate; behind it, the plain values of `quizgame.domain.questions` go about. What must hold
between several questions is in `quizgame.packs.rules`.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from quizgame.packs.options import best_faults, twin_faults

ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}$"
KEY_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}/[a-z0-9][a-z0-9-]{0,63}$"
LANGUAGE_PATTERN = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
RULE_PATTERN = r"^[A-Za-z0-9-]{1,64}$"
ONE_LINE_PATTERN = r"^[^\n]*$"

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


class WrittenQuestion(Written):
    """What every kind of question has."""

    id: Id = Field(description="Name of the question in its pack; keep it for ever, progress hangs on it.")
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
    revision: Number = Field(default=1, description="Add 1 when the meaning of the question changes.")
    was: Key | None = Field(
        default=None, description="`old-pack/old-id` of a question that moved or was renamed; progress follows."
    )
    allow: dict[Annotated[str, Field(pattern=RULE_PATTERN)], Text] = Field(
        default={}, max_length=50, description="Rules of the checker that do not fit this question, each with a reason."
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
        for fault in (*best_faults([one.best for one in options]), *twin_faults([one.say for one in options])):
            raise ValueError(fault.what)
        return options


# A further kind, such as a conversation, joins here with a literal of its own.
AnyWrittenQuestion = Annotated[WrittenFlashcard | WrittenBetterResponse, Field(discriminator="kind")]
KINDS: dict[str, type[WrittenQuestion]] = {"flashcard": WrittenFlashcard, "better-response": WrittenBetterResponse}


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
