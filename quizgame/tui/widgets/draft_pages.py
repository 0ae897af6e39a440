"""The pages of a preview beside its questions: a file that cannot be read, and everything that the check has found."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from quizgame.domain.questions import Pack
from quizgame.domain.words import count
from quizgame.packs.draft import Draft, Remarks
from quizgame.tui.widgets.findings import amounts, listed
from quizgame.tui.widgets.page import Block

_MOST_QUESTIONS = 200


def unreadable(draft: Draft) -> Iterator[Block]:
    """What keeps a file from being a pack."""
    what = f"This file cannot be read as a pack: {count(len(draft.problems), 'problem')}."
    yield Block(Content.styled(what, "bold $text-error"))
    text = "Mend them in your editor and save. The questions come back by themselves."
    yield Block(Content.styled(text, "$foreground-muted"))
    yield Block(Content(""))
    yield from listed(draft.problems)


def everything_found(pack: Pack, remarks: Remarks | None) -> Iterator[Block]:
    """What concerns the whole pack, then the questions with findings; a click on one of these goes there."""
    if remarks is None:
        yield Block(Content.styled("The check is still running.", "bold"))
        return
    yield Block(Content.styled(f"Found: {amounts(remarks.all)}.", "bold"))
    if remarks.of_pack:
        yield Block(Content.styled("The whole pack", "bold"), space=1)
        yield from listed(remarks.of_pack)
    if not remarks.of_question:
        return
    yield Block(Content.styled("Questions", "bold"), space=1)
    for number, (index, found) in enumerate(remarks.of_question.items()):
        if number == _MOST_QUESTIONS:
            more = count(len(remarks.of_question) - number, "more question")
            yield Block(Content.styled(f"and {more}; x goes from one to the next", "$foreground-muted"), indent=7)
            return
        name = Content.styled(f"{index + 1}", "$foreground-muted")
        note = Content.styled(amounts(found), "$foreground-muted")
        yield Block(Content(pack.questions[index].id), name, 7, note=note, action=f"go({index})")
