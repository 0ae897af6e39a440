"""Rules about what a pack refers to: claims, tensions, topics and documents that are listed beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from quizgame.packs.characters import quoted
from quizgame.packs.check.findings import Spot, Spots, amount
from quizgame.packs.check.opened import Opened
from quizgame.packs.problems import Path
from quizgame.packs.suggestions import did_you_mean

MOST_CLAIMS = 3
"""A question asks for one to three claims; one that names more asks for none of them really."""


def dangling_references(opened: Opened) -> Spots:
    """E6: ids that no list beside the pack has; silent where there is no list."""
    known = opened.inventory
    for index, objective in enumerate(opened.source.pack.objectives[: opened.declared]):
        at = ("objectives", index)
        yield from _lost("topic", "claims.yaml", known.topics, [(objective.topic, (*at, "topic"))])
        tensions = [(id_, (*at, "tensions", number)) for number, id_ in enumerate(objective.tensions)]
        yield from _lost("tension", "claims.yaml", known.tensions, tensions)
    for asked in opened.asked:
        claims = [(id_, (*asked.path, "asks", number)) for number, id_ in enumerate(asked.question.asks)]
        yield from _lost("claim", "claims.yaml", known.claims, claims)
        if known.documents is None:
            continue
        for number, source in enumerate(asked.question.sources):
            path = (*asked.path, "sources", number)
            yield from _lost("document", "documents.yaml", known.documents, [(source.document, (*path, "document"))])
            sections = known.documents.get(source.document)
            if sections is not None and source.section not in sections:
                what = f"The document {quoted(source.document)} has no section {quoted(source.section)}."
                remedy = did_you_mean(source.section, sections) or "Name a section that documents.yaml lists."
                yield Spot((*path, "section"), what, source.section, remedy)


def too_many_claims(opened: Opened) -> Spots:
    """W14."""
    if opened.inventory.claims is None:
        return
    for asked in opened.asked:
        claims = asked.question.asks
        if len(claims) > MOST_CLAIMS:
            name, number = asked.parts.name, amount(len(claims), "claim")
            what = f"The {name} claims to ask for {number}; {MOST_CLAIMS} are the most."
            yield Spot((*asked.path, "asks"), what, ", ".join(claims))


def _lost(thing: str, file: str, known: Collection[str] | None, named: Sequence[tuple[str, Path]]) -> Spots:
    for id_, path in named if known is not None else ():
        if known is not None and id_ not in known:
            remedy = did_you_mean(id_, known) or f"Name one that {file} lists."
            yield Spot(path, f"There is no {thing} {quoted(id_)} in {file}.", id_, remedy)
