"""A conversation as pictures: opening, heated, calm, looked back on, compared with those that somebody has looked at.

After a wanted change: `pytest tests/tui/test_conversation_pictures.py --snapshot-update`, then look at every picture.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from quizgame.domain.conversation import Run
from quizgame.domain.questions import Conversation, Pack, Response, Source, Turn, Way
from quizgame.store.learners import Learners
from quizgame.study.door import Door
from quizgame.study.views import Scope
from quizgame.tui.app import QuizApp
from tests.builders import NOON, FixedClock, a_pack, a_store, instant, seeded
from tests.tui.test_pictures import SIZES, Compare

KETTLE = Conversation(
    id="kettle",
    title="out-of-policy return",
    channel="counter",
    setting="You run the desk of a kitchen shop. Returns end after 30 days; you may mend or lend, but not refund. It is"
    " day 41, and the kettle of Mrs Adeyemi leaks.",
    customer="Mrs Adeyemi",
    temperature=7,
    turns=(
        Turn(
            "sent-around",
            "I've been sent from one desk to the next for an hour. And now you're telling me it's too late?",
            "pack/o0",
            (
                Response(
                    "Let me see if I've got this right. It leaks, and for an hour nobody has listened.",
                    "What happened and what it was like, in words of your own: she can stop telling it louder.",
                    -2,
                    (Way("what-now"),),
                    best=True,
                    reply="Yes. All over the kitchen.",
                ),
                Response(
                    "I'm sorry about the wait. May I have the receipt and the kettle for a moment?",
                    "Courteous, and straight to the paper, as at the last three desks. She is still not heard.",
                    0,
                    (Way("what-now"),),
                    fair=True,
                    reply="Here. Again.",
                ),
                Response(
                    "It's day 41, I'm afraid, and returns end after 30. But we may be able to mend it.",
                    "True, and the offer is good. Said first, it sounds like the fourth desk that sends her away.",
                    2,
                    (Way("what-now"),),
                    reply="So that's a no. Before I've even said what happened!",
                ),
            ),
            (Source("a-document", "Listen and Reflect"),),
        ),
        Turn(
            "what-now",
            "My mother is coming for tea on Sunday. So, what happens now?",
            "pack/o1",
            (
                Response(
                    "I can't refund it. I can lend you one like it today, while ours is mended.",
                    "The no comes once and whole, and what can be done stands right behind it.",
                    -2,
                    (Way("lost", least=8), Way("closed-kindly")),
                    best=True,
                ),
                Response(
                    "Let me ask round whether somebody can make an exception for you this once.",
                    "A perhaps where the answer is sure. On Sunday she pours tea, and hears the no then.",
                    1,
                    (Way("lost"),),
                    reply="You said that nicely. I'll be back on Monday, then.",
                ),
            ),
            (Source("a-document", "Offer What You Can"),),
        ),
    ),
    endings=(
        (
            "closed-kindly",
            "She leaves without the refund and with a kettle on loan. The no had a reason, and help behind it.",
        ),
        ("lost", "She leaves with a photo of the notice. It was not the policy; it was being handled."),
    ),
)
BEST, FAIR, BLUNDER = 0, 1, 2
SCENES = {
    "opening": [],
    "heated": [BLUNDER],
    "calm": [BEST],
    "debriefing": [BLUNDER, 1],
    "best-debriefing": [BEST, BEST],
}


def the_pack() -> Pack:
    """A pack with the conversation."""
    return replace(a_pack(), conversations=(KETTLE,))


def test_the_story_is_sound() -> None:
    assert Run(KETTLE).say(BEST).say(BEST).outcome == "closed-kindly"


def steps(said: list[int], theme: str) -> object:
    """Say so much."""

    async def run(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, QuizApp)
        pilot.app.animation_level = "none"
        pilot.app.theme = theme
        await pilot.press("down", "up")  # whatever was still being said is all there
        for chosen in said:
            await pilot.press(str(pilot.app.study.showing.order.index(chosen) + 1))
        await pilot.pause()

    return run


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
@pytest.mark.parametrize("scene", SCENES)
def test_a_conversation(scene: str, theme: str, size: str, tmp_path: Path, snap_compare: Compare) -> None:
    with a_store(tmp_path, the_pack()) as database:
        Learners(database, seeded()).add("Sam", instant(NOON))
        door = Door(database, FixedClock(), seeded(), 5)
        app = QuizApp(door, door.enter_latest(), 5, Scope(conversation="pack/kettle"))
        assert snap_compare(app, terminal_size=SIZES[size], run_before=steps(SCENES[scene], theme))


def test_a_conversation_without_colours(tmp_path: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with a_store(tmp_path, the_pack()) as database:
        Learners(database, seeded()).add("Sam", instant(NOON))
        door = Door(database, FixedClock(), seeded(), 5)
        app = QuizApp(door, door.enter_latest(), 5, Scope(conversation="pack/kettle"))
        assert snap_compare(app, terminal_size=(80, 24), run_before=steps([BLUNDER], "textual-dark"))
