"""From what an author wrote to the plain values of the domain, with the implied objectives added."""

from __future__ import annotations

from collections.abc import Iterator

from quizgame.domain.conversation import OUTCOMES
from quizgame.domain.questions import (
    BetterResponse,
    Conversation,
    Flashcard,
    Objective,
    Option,
    Pack,
    Question,
    Response,
    Source,
    Turn,
    Way,
    key,
)
from quizgame.domain.text import plain
from quizgame.packs.models import (
    WrittenBetterResponse,
    WrittenConversation,
    WrittenFlashcard,
    WrittenObjective,
    WrittenPack,
    WrittenQuestion,
    WrittenResponse,
    WrittenSource,
    WrittenTurn,
    WrittenWay,
)

_TITLE_WIDTH = 60


def assemble(written: WrittenPack) -> Pack:
    """The pack that a valid file means; every question of it names an objective of it."""
    questions = tuple(_question(each) for each in written.questions if isinstance(each, WrittenQuestion))
    conversations = (each for each in written.questions if isinstance(each, WrittenConversation))
    declared = tuple(_objective(objective) for objective in written.objectives)
    known = {objective.id for objective in declared}
    implied = _implied((question for question in questions if question.objective not in known), written.pack)
    return Pack(
        id=written.pack,
        title=written.title,
        author=written.author,
        version=written.version,
        language=written.language,
        objectives=(*declared, *implied),
        questions=questions,
        conversations=tuple(conversation(each, written.pack) for each in conversations),
    )


def _objective(written: WrittenObjective) -> Objective:
    return Objective(
        id=written.id,
        title=written.title,
        topic=written.topic,
        takeaway=written.takeaway,
        tensions=written.tensions,
        was=written.was or "",
    )


def _implied(questions: Iterator[Question], topic: str) -> Iterator[Objective]:
    """The objectives of questions that are their own; what the question was, its objective was too."""
    for question in questions:
        asked = question.front if isinstance(question, Flashcard) else question.scene
        yield Objective(question.id, shortened(asked), topic, was=question.was)


def shortened(text: str) -> str:
    """The beginning of a text as a title, cut between words.

    >>> shortened("A caller whose parcel is late has *insulted* you in every sentence for minutes.")
    'A caller whose parcel is late has insulted you in every…'
    """
    # Without this cut, a pack of ten thousand long texts would spend a quarter of a second here.
    line = " ".join(plain(text[: 4 * _TITLE_WIDTH]).split())
    if len(line) <= _TITLE_WIDTH:
        return line
    words, _, _ = line[:_TITLE_WIDTH].rpartition(" ")
    return (words or line[: _TITLE_WIDTH - 1]) + "…"


def _question(written: WrittenQuestion) -> Question:
    objective = written.objective or written.id
    sources = _sources(written.sources)
    was = written.was or ""
    if isinstance(written, WrittenFlashcard):
        return Flashcard(
            written.id, written.front, written.back, objective, sources, written.asks, written.revision, was
        )
    assert isinstance(written, WrittenBetterResponse)
    options = tuple(Option(option.say, option.because, option.best) for option in written.options)
    return BetterResponse(
        written.id, written.scene, written.ask, options, objective, sources, written.asks, written.revision, was
    )


def conversation(written: WrittenConversation, pack: str) -> Conversation:
    """The conversation that a valid group of keys means, in a pack of this id."""
    return Conversation(
        id=written.id,
        title=written.title,
        channel=written.channel,
        setting=written.setting,
        customer=written.customer.name,
        temperature=written.customer.temperature,
        turns=tuple(_turn(turn, pack) for turn in written.turns),
        endings=tuple((outcome, written.endings[outcome]) for outcome in OUTCOMES if outcome in written.endings),
        revision=written.revision,
        was=written.was or "",
    )


def _turn(written: WrittenTurn, pack: str) -> Turn:
    objective = written.objective if "/" in written.objective else key(pack, written.objective)
    responses = tuple(_response(response) for response in written.responses)
    return Turn(written.id, written.says, objective, responses, _sources(written.sources), written.asks)


def _response(written: WrittenResponse) -> Response:
    ways = (Way(written.next),) if isinstance(written.next, str) else tuple(_way(way) for way in written.next)
    return Response(written.say, written.because, written.effect, ways, written.best, written.fair, written.reply)


def _way(written: WrittenWay) -> Way:
    if written.when is None:
        return Way(written.to)
    limit = int(written.when.temperature[2:])
    return Way(written.to, least=limit) if written.when.temperature.startswith(">") else Way(written.to, most=limit)


def _sources(written: tuple[WrittenSource, ...]) -> tuple[Source, ...]:
    return tuple(Source(source.document, source.section) for source in written)
