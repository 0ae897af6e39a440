"""Every shipped conversation, played in both faces with every answer taken back, and what they cover.

In plain lines every path is played. On the screen every response is given once at every temperature at which its turn
can be met: how the temperature came about changes only what was said before, which has scrolled away.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizgame.domain.conversation import OUTCOMES, Run, best_from, paths
from quizgame.domain.questions import Conversation, Pack, as_question, key
from quizgame.domain.text import plain as text_of
from quizgame.plain import play
from quizgame.study.door import Door
from quizgame.study.study import Study
from quizgame.study.views import Scope
from quizgame.tui.screens.conversation import ConversationScreen
from tests.builders import FixedClock, a_learner, a_store, seeded
from tests.content.shelf import documents, inventory, packs
from tests.tui.house import Visitor, visiting

SHIPPED = [(pack, each) for pack in packs() for each in pack.conversations]
ALL = pytest.mark.parametrize(("pack", "talk"), SHIPPED, ids=[each.id for _, each in SHIPPED])
SCROLLBAR = re.compile(r"[\u2580-\u259f]")
FRAME = 1 / 120
CHANNELS = {"counter", "telephone", "chat", "e-mail", "review"}


def moves(run: Run, met: set[tuple[str, int]] | None = None) -> Iterator[tuple[int | None, Run]]:
    """What takes a player along every path: a response, or None for an undo, each with where it leads.

    With `met`, nothing is said at a turn and a temperature that are among these; those that come up are added.
    """
    for chosen in range(len(run.turn.responses)):
        after = run.say(chosen)
        yield chosen, after
        now = after.place, after.temperature
        if after.outcome is None and (met is None or now not in met):
            if met is not None:
                met.add(now)
            yield from moves(after, met)
        yield None, run


def squeezed(text: str) -> str:
    """A text without spaces, so that wrapping does not matter."""
    return "".join(text_of(text).split())


async def drawn(visitor: Visitor, run: Run) -> None:
    """Wait until the screen shows all that is to be read now, which takes a frame or two."""
    wanted = (run.debrief,) if run.outcome else (run.heard, *(each.say for each in run.turn.responses))
    for _ in range(100):
        seen = squeezed(SCROLLBAR.sub("", visitor.sees()))
        missing = [text for text in wanted if squeezed(text) not in seen]
        if not missing:
            return
        await visitor.pilot.pause(FRAME)
    raise AssertionError(f"{run.conversation.id}, {run.place}: {missing} is not on the screen:\n{visitor.sees()}")


# ── playing ───────────────────────────────────────────────────────────────────────────────────────────────


@ALL
async def test_every_response_is_given_on_the_screen_and_what_follows_fits_it(
    tmp_path: Path, pack: Pack, talk: Conversation
) -> None:
    """All of what the customer says now, and all responses, are seen at 80×24 without scrolling."""
    scope = Scope(conversation=key(pack.id, talk.id))
    async with visiting(tmp_path, pack, minutes=5, scope=scope, still=True) as visitor:
        study, given, shown = visitor.app.study, set[tuple[str, int, int]](), set[tuple[str, str]]()
        for chosen, expected in moves(Run(talk), met=set()):
            screen = visitor.app.screen
            assert isinstance(screen, ConversationScreen)
            if chosen is None:
                screen.action_undo()  # what it shows is tested elsewhere: drawing it would take as long again
            else:
                screen.action_number(study.showing.order.index(chosen) + 1)
            run = study.run
            assert run is not None
            assert [step[:2] for step in run.steps] == [step[:2] for step in expected.steps]
            if chosen is not None:
                given.add(run.steps[-1][:3])
                if (now := (run.place, run.said(run.steps[-1]).reply)) not in shown:
                    shown.add(now)  # what there is to read now is the same on every path that leads here so
                    await drawn(visitor, run)
        steps = [(path, number) for path in paths(Run(talk)) for number in range(len(path.steps))]
        assert given == {path.steps[number][:3] for path, number in steps}
        assert shown == {
            (path.back_to(number + 1).place, path.said(path.steps[number]).reply) for path, number in steps
        }


class Player:
    """Somebody at the plain face who takes every path, and takes back every answer."""

    def __init__(self, talk: Conversation) -> None:
        self.study: Study | None = None
        self.ended = 0
        self._moves = moves(Run(talk))
        self._expected = Run(talk)

    def readline(self) -> str:
        """The next line that is typed."""
        assert self.study is not None
        run = self.study.run
        assert run is not None
        assert [step[:2] for step in run.steps] == [step[:2] for step in self._expected.steps]
        self.ended += run.outcome is not None
        chosen, self._expected = next(self._moves, (-1, self._expected))
        if chosen == -1:
            return "q\n"
        return "u\n" if chosen is None else f"{self.study.showing.order.index(chosen) + 1}\n"


@ALL
def test_every_path_is_played_in_plain_lines(tmp_path: Path, pack: Pack, talk: Conversation) -> None:
    with a_store(tmp_path, pack) as database:
        a_learner(database)
        door = Door(database, FixedClock(), seeded(), 1)
        player, out = Player(talk), io.StringIO()
        player.study = door.enter_latest()
        scope = Scope(conversation=key(pack.id, talk.id))
        assert play(door, player.study, (player, out), 5, scope) == 0  # type: ignore[arg-type]
        assert player.ended == len(list(paths(Run(talk))))
        said = squeezed(out.getvalue())
        for _, debrief in talk.endings:
            assert squeezed(debrief) in said
        assert "\x1b" not in out.getvalue()


# ── what they cover ───────────────────────────────────────────────────────────────────────────────────────


def test_there_are_enough_of_every_kind() -> None:
    talks = [talk for _, talk in SHIPPED]
    assert len(talks) >= 16
    assert {talk.channel for talk in talks} == CHANNELS
    endings = Counter(outcome for talk in talks for outcome, _ in talk.endings)
    assert all(endings[outcome] >= 2 for outcome in OUTCOMES)
    best = Counter(best_from(Run(talk)).outcome for talk in talks)
    assert all(best[outcome] >= 2 for outcome in OUTCOMES[:-1]), "each good ending is the best one somewhere"
    assert best["lost"] == 0


def test_every_topic_is_in_at_least_two() -> None:
    topics = {key(pack.id, each.id): each.topic for pack in packs() for each in pack.objectives}
    held = Counter(topic for _, talk in SHIPPED for topic in {topics[turn.objective] for turn in talk.turns})
    assert {topic["id"] for topic in inventory()["topics"] if held[topic["id"]] < 2} == set()


@ALL
def test_each_turn_asks_claims_and_says_where_they_come_from(pack: Pack, talk: Conversation) -> None:
    claims = {claim["id"] for claim in inventory()["claims"]}
    for turn in talk.turns:
        assert 1 <= len(turn.asks) <= 3
        assert set(turn.asks) <= claims
        assert turn.sources
        for source in turn.sources:
            assert source.section in documents()[source.document]["sections"]


@ALL
def test_the_best_way_has_several_turns_and_a_blunder_costs_it(pack: Pack, talk: Conversation) -> None:
    best = best_from(Run(talk))
    assert 4 <= len(best.steps) <= 7
    every = list(paths(Run(talk)))
    assert sum(path.outcome == best.outcome for path in every) <= len(every) / 4
    for path in every:
        blunders = sum(not path.said(step).best and not path.said(step).fair for step in path.steps)
        assert path.outcome != best.outcome or blunders <= 1


@ALL
def test_each_turn_as_a_question_names_its_conversation(pack: Pack, talk: Conversation) -> None:
    assert [as_question(talk, turn).id for turn in talk.turns] == [f"{talk.id}.{turn.id}" for turn in talk.turns]
