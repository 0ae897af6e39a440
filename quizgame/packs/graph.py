"""A conversation drawn for its author: as an outline for the terminal, or as a Mermaid flowchart for a page.

Every turn is drawn once, with all turns that lead to it above it; arrows name where a response leads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from quizgame.domain.conversation import CALM, FURIOUS, Run, best_from, in_words, paths
from quizgame.domain.questions import Conversation, Response, Turn, Way
from quizgame.domain.text import plain
from quizgame.domain.words import count
from quizgame.packs.check.screen import cells

WIDTH = 80
_LABEL = 60
"""Letters of a text in a box or on an arrow of a flowchart."""
_HARMLESS = frozenset(" .,?!'’“”…·()/~✓✗−+-")
"""Signs that mean nothing to Mermaid between quotation marks, nor in a page."""


# ── for the terminal ──────────────────────────────────────────────────────────────────────────────────────────


def outline(conversation: Conversation) -> Iterator[str]:
    """The conversation as lines: its turns with their responses, its endings, and the best path."""
    runs = list(paths(Run(conversation)))
    best = best_from(Run(conversation))
    yield _heading(conversation)
    yield f"{conversation.customer} is {in_words(conversation.temperature)} ({conversation.temperature})."
    yield from wrap(plain(conversation.setting), WIDTH)
    yield ""
    won = sum(run.outcome == best.outcome for run in runs)
    yield f"{count(len(conversation.turns), 'turn')}, {count(len(runs), 'path')}, {won} to the best ending."
    yield "✓ best, ~ fair, ✗ neither, with what it does to the temperature"
    for turn in _from_the_opening(conversation, runs):
        yield ""
        yield from _turn(turn, sorted({step.before for run in runs for step in run.steps if step.turn == turn.id}))
    yield ""
    yield "Endings"
    for outcome, debrief in conversation.endings:
        reached = sum(run.outcome == outcome for run in runs)
        yield f"  {outcome}, {count(reached, 'path')}"
        yield from _wrapped(debrief, "    ")
    yield ""
    yield "The best path"
    for place, temperature in (*((step.turn, step.before) for step in best.steps), (best.place, best.temperature)):
        yield f"  {temperature:>2} {in_words(temperature):<8} {place}"


def _heading(conversation: Conversation) -> str:
    return f"{conversation.channel[:1].upper()}{conversation.channel[1:]} · {conversation.title}"


def _from_the_opening(conversation: Conversation, runs: Sequence[Run]) -> list[Turn]:
    """The turns in such an order that every one stands below all that lead to it."""
    places = {step.turn: 0 for run in runs for step in run.steps}
    for run in runs:
        for place, step in enumerate(run.steps):
            places[step.turn] = max(places[step.turn], place)
    return sorted(conversation.turns, key=lambda turn: places[turn.id])


def _turn(turn: Turn, temperatures: Sequence[int]) -> Iterator[str]:
    least, most = temperatures[0], temperatures[-1]
    yield f"{turn.id}, at {least}" if least == most else f"{turn.id}, at {least} to {most}"
    yield f"│ practises {turn.objective}"
    yield "│ " + _cut(f"“{turn.says}”", WIDTH - 2)
    for number, response in enumerate(turn.responses, start=1):
        last = number == len(turn.responses)
        lead = f"{'└' if last else '├'} {_mark(response)} "
        yield lead + _cut(response.say, WIDTH - len(lead))
        yield from _wrapped(f"→ {onward(response.ways)}", f"{' ' if last else '│'}      ")


def _mark(response: Response) -> str:
    """Whether the response is the best, and its effect: `✓ −2`."""
    sign = "✓" if response.best else "~" if response.fair else "✗"
    effect = f"{response.effect:+}".replace("-", "−") if response.effect else "0"
    return f"{sign} {effect:>2}"


def onward(ways: Sequence[Way]) -> str:
    """Where it goes on: `lost at 9 or more, otherwise the-rule`."""
    *conditional, last = ways
    if not conditional:
        return last.to
    return ", ".join((*(f"{way.to} {_when(way)}" for way in conditional), f"otherwise {last.to}"))


def _when(way: Way) -> str:
    if way.least > CALM:
        return f"at {way.least}" if way.least == FURIOUS else f"at {way.least} or more"
    return f"at {way.most}" if way.most == CALM else f"at {way.most} or less"


def _wrapped(text: str, indent: str) -> list[str]:
    """Lines of a text whose names are not cut in two."""
    return wrap(plain(text), WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _cut(text: str, width: int) -> str:
    """A text on one line, with an ellipsis where it is too long."""
    line = " ".join(plain(text).split())
    if cells(line) <= width:
        return line
    line = line[:width]  # no sign is narrower than none, so that little is left to take away
    while cells(line) >= width:
        line = line[:-1]
    return f"{line.rstrip()}…"


# ── for a page ────────────────────────────────────────────────────────────────────────────────────────────────


def flowchart(conversation: Conversation) -> Iterator[str]:
    """The conversation in the language of Mermaid; thick arrows are the best responses.

    Boxes are named by number, since ids such as `end` mean something else there.
    """
    names = {turn.id: f"turn{number}" for number, turn in enumerate(conversation.turns)}
    names |= {outcome: f"ending{number}" for number, (outcome, _) in enumerate(conversation.endings)}
    opening = conversation.turns[0].id
    at_first = f"{conversation.customer}: {in_words(conversation.temperature)} ({conversation.temperature})"
    yield "flowchart TD"
    yield f"    start({_label(_heading(conversation), at_first)}) --> {names[opening]}"
    for turn in conversation.turns:
        yield f"    {names[turn.id]}[{_label(turn.id, f'“{turn.says}”', turn.objective)}]"
    for outcome, debrief in conversation.endings:
        yield f"    {names[outcome]}([{_label(outcome, debrief)}])"
    for turn in conversation.turns:
        for response in turn.responses:
            arrow = "==>" if response.best else "-->"
            for way, when in zip(response.ways, _conditions(response.ways), strict=True):
                label = _label(f"{_mark(response)} {response.say}", *when)
                yield f"    {names[turn.id]} {arrow}|{label}| {names[way.to]}"


def _conditions(ways: Sequence[Way]) -> list[tuple[str, ...]]:
    """What is said of each way besides the response; nothing where there is only one."""
    last: tuple[str, ...] = ("otherwise",) if len(ways) > 1 else ()
    return [*((_when(way),) for way in ways[:-1]), last]


def _label(*lines: str) -> str:
    """Texts as one label; every sign that could mean something to Mermaid or in a page is written as its number."""
    return '"' + "<br>".join(_escaped(_cut(line, _LABEL)) for line in lines) + '"'


def _escaped(text: str) -> str:
    return "".join(sign if sign.isalnum() or sign in _HARMLESS else f"#{ord(sign)};" for sign in text)
