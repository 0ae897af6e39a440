"""The pages of a preview beside its questions: a file that cannot be read, and everything that the check has found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.content import Content

from quizgame.domain.questions import Conversation, Pack, Response
from quizgame.domain.words import count
from quizgame.packs.draft import Draft, Remarks, items
from quizgame.tui.widgets.findings import amounts, listed
from quizgame.tui.widgets.page import Block, prose
from quizgame.tui.widgets.questions import source_lines

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
    of_items, shown = remarks.of_items(pack), items(pack)
    if not of_items:
        return
    yield Block(Content.styled("Questions", "bold"), space=1)
    for number, (index, found) in enumerate(of_items.items()):
        if number == _MOST_QUESTIONS:
            more = count(len(of_items) - number, "more question")
            yield Block(Content.styled(f"and {more}; x goes from one to the next", "$foreground-muted"), indent=7)
            return
        name = Content.styled(f"{index + 1}", "$foreground-muted")
        note = Content.styled(amounts(found), "$foreground-muted")
        yield Block(Content(shown[index].id), name, 7, note=note, action=f"go({index})")


def everything(held: Conversation, title: Callable[[str], str]) -> Iterator[Block]:
    """All that a conversation holds: every turn with its responses, their reasons, and where they lead."""
    yield Block(prose(held.setting))
    for turn in held.turns:
        yield Block(Content.styled(f"{turn.id} · {turn.objective}", "$text-primary"), space=1)
        yield Block(prose(turn.says, "bold"))
        for number, response in enumerate(turn.responses, 1):
            yield from _response(number, response)
        yield from source_lines(turn.sources, title)
    yield Block(Content.styled("Endings", "bold"), space=1)
    for outcome, debrief in held.endings:
        yield Block(Content.styled(f"{outcome}: ", "$text-primary") + prose(debrief))
    yield Block(Content(""))


def _response(number: int, response: Response) -> Iterator[Block]:
    from quizgame.packs.graph import onward

    sign, style = ("✓ ", "bold $text-success") if response.best else ("~ " if response.fair else "  ", "bold")
    mark = Content.assemble((sign, style), (f"{number}", style))
    effect = f"{response.effect:+}".replace("-", "−") if response.effect else "0"
    leads = Content.styled(f"{effect} → {onward(response.ways)}", "$text-primary")
    yield Block(prose(response.say, "$foreground-muted"), mark, 5, 1, leads)
    yield Block(prose(response.because), indent=5)
    if response.reply:
        yield Block(prose(f"“{response.reply}”", "$foreground-muted"), indent=5)
