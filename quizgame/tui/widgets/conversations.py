"""How a conversation is drawn, alike in a session and in a preview: what was said, what can be said, the debriefing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from textual.content import Content

from quizgame.domain.conversation import FURIOUS, OUTCOMES, Moment, Run, Step, best_from, in_words, looked_back
from quizgame.domain.questions import ASK, Conversation, Response
from quizgame.study.conversation_words import ENDED
from quizgame.tui.widgets.page import Block, prose
from quizgame.tui.widgets.questions import choice, source_lines

YOU = "You"
_MUTED = "$foreground-muted"
_HEAT = ((8, "$text-error"), (6, "$text-warning"), (4, "$text-accent"), (0, "$text-success"))
_GAP = 3  # columns between the two ways of the debriefing
_BESIDE = 70  # columns from which the two ways stand beside each other


def heading(conversation: Conversation) -> str:
    """Channel and title, for the line at the top."""
    return f"{conversation.channel[:1].upper()}{conversation.channel[1:]} · {conversation.title}"


def gauge(temperature: int) -> Content:
    """The customer's temperature in a word, a bar and a number."""
    style = _heat(temperature)
    return Content.assemble(
        (f"{in_words(temperature)} ", f"bold {style}"),
        ("█" * temperature, style),
        ("░" * (FURIOUS - temperature), _MUTED),
        (f" {temperature}", f"bold {style}"),
    )


def transcript(run: Run) -> Iterator[Block]:
    """The setting, and what was said before the customer's present words."""
    yield Block(prose(run.conversation.setting, _MUTED if run.steps else ""))
    for number, step in enumerate(run.steps):
        before = run.back_to(number)
        yield _line(run, run.conversation.customer, prose(before.heard, _MUTED), space=1)
        yield _line(run, YOU, prose(run.said(step).say, _MUTED), note=change(step))


def spoken(run: Run, seen: int | None) -> Block:
    """The customer's present words; of those beyond the first `seen` letters only the place is kept."""
    said = prose(run.heard)
    return _line(run, run.conversation.customer, concealed(said, seen), space=1, style="bold")


def choices(run: Run, order: Sequence[int], cursor: int | None, *, seen: bool) -> Iterator[Block]:
    """What can be said; before it is to be `seen`, only the place is kept."""
    blocks = [Block(Content.styled(ASK, "bold"), space=1)]
    for place, index in enumerate(order):
        blocks.append(choice(place, prose(run.turn.responses[index].say), cursor))
    for block in blocks:
        yield block if seen else block._replace(text=concealed(block.text, 0), mark=concealed(block.mark, 0), action="")


def concealed(text: Content, seen: int | None) -> Content:
    """A text whose letters from `seen` on have the colour of the ground; all of it is seen with None."""
    return text if seen is None else text.stylize("$background", seen)


def change(step: Step) -> Content:
    """What a response did to the temperature."""
    if step.after == step.before:
        return Content.styled(f"= {step.after}", _MUTED)
    sign = "▼" if step.after < step.before else "▲"
    return Content.styled(f"{sign} {step.before} → {step.after}", "$text-success" if sign == "▼" else "$text-error")


# ── the debriefing ────────────────────────────────────────────────────────────────────────────────────────


def debriefing(run: Run, width: int, title: Callable[[str], str]) -> Iterator[Block]:
    """How it ended, the way taken beside the best one, and every turn with its reasons; `width` is in columns."""
    assert run.outcome is not None, "it has ended"
    best = best_from(run.back_to(0))
    yield from _outcome(run, best)
    yield from _ways(run, best, width)
    for number, moment in enumerate(looked_back(run), start=1):
        yield from _moment(run, number, moment)
        yield from source_lines(moment.turn.sources, title, indent=5)


def _outcome(run: Run, best: Run) -> Iterator[Block]:
    assert run.outcome is not None
    assert best.outcome is not None
    reached = run.outcome == best.outcome
    style = "$text-success" if reached else "$text-error" if run.outcome == OUTCOMES[-1] else "$text-warning"
    within = Content("") if reached else Content.styled(f"Within reach: {ENDED[best.outcome]}.", _MUTED)
    if run.heard:
        yield _line(run, run.conversation.customer, prose(run.heard))
    ended = Content.styled(f"{ENDED[run.outcome].capitalize()}.", f"bold {style}")
    yield Block(ended, space=int(bool(run.heard)), note=within)
    yield Block(prose(run.debrief))


def _ways(run: Run, best: Run, width: int) -> Iterator[Block]:
    """Both ways, step by step: beside each other where there is room, else one under the other."""
    mine = [Content.styled("Your way", "bold"), *(_step(run, step) for step in run.steps), _end(run)]
    if [step[:2] for step in run.steps] == [step[:2] for step in best.steps]:
        mine[0] = Content.styled("Your way was the best one", "bold")
        yield from _rows(row.truncate(width, ellipsis=True) for row in mine)
        return
    other = [Content.styled("The best way", "bold"), *(_step(best, step) for step in best.steps), _end(best)]
    if width < _BESIDE:
        yield from _rows(row.truncate(width, ellipsis=True) for row in mine)
        yield from _rows(row.truncate(width, ellipsis=True) for row in other)
        return
    half = (width - _GAP) // 2
    pairs = zip_longest(mine, other, fillvalue=Content(""))
    yield from _rows(
        left.truncate(half, ellipsis=True).pad_right(half + _GAP - min(half, left.cell_length))
        + right.truncate(half, ellipsis=True)
        for left, right in pairs
    )


def _rows(rows: Iterator[Content]) -> Iterator[Block]:
    for number, row in enumerate(rows):
        yield Block(row, space=int(number == 0))


def _step(run: Run, step: Step) -> Content:
    sign, style = _sign(run.said(step))
    heat = f"{step.before:>2} → {step.after:<2} "
    return Content.assemble((heat, _heat(step.after)), (f"{sign} ", style), prose(" ".join(run.said(step).say.split())))


def _end(run: Run) -> Content:
    assert run.outcome is not None
    return Content.styled(f"{run.temperature:>7}   {ENDED[run.outcome]}", _MUTED)


def _moment(run: Run, number: int, moment: Moment) -> Iterator[Block]:
    """One turn of the debriefing; its number tries it again."""
    sign, style = _sign(moment.said)
    mark = Content.assemble((f"{sign} ", style), (f"{number}", "bold"))
    turned = Content.styled("Here it turned.", "bold $text-warning") if moment.turned else Content("")
    yield Block(prose(run.back_to(number - 1).heard, _MUTED), mark, 5, 1, action=f"number({number})")
    yield Block(prose(moment.said.say, "bold"), indent=5, note=change(moment.step))
    yield Block(prose(moment.said.because), indent=5, note=turned)
    if not moment.said.best:
        lead = Content.styled("Better: ", "bold $text-success")
        yield Block(lead + prose(moment.best.say, "bold"), indent=5)
        yield Block(prose(moment.best.because), indent=5)


def _sign(response: Response) -> tuple[str, str]:
    if response.best:
        return "✓", "bold $text-success"
    return ("~", "bold $text-warning") if response.fair else ("✗", "bold $text-error")


def _heat(temperature: int) -> str:
    return next(style for least, style in _HEAT if temperature >= least)


def _line(run: Run, who: str, said: Content, *, note: Content | None = None, space: int = 0, style: str = "") -> Block:
    """Something said, with whoever says it in a column of their own."""
    indent = max(Content(run.conversation.customer).cell_length, len(YOU)) + 2
    return Block(said, Content.styled(who, style or _MUTED), indent, space, note or Content(""))
