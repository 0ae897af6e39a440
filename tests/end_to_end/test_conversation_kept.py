"""A conversation in the real program, killed at every turn: what was said is kept, and it goes on at the same turn."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random
from signal import SIGKILL

from quizgame.packs.writer import as_yaml
from tests.builders import a_conversation, a_pack
from tests.end_to_end.machine import Machine
from tests.end_to_end.terminal import Terminal

TURNS = 5
TALKS = "talks"
SESSION = ("play", TALKS, "--minutes", "60")
ENDED = "Your way"


def lay_the_talk(machine: Machine) -> None:
    """Install a pack that holds nothing but a conversation."""
    talk = a_conversation(turns=TURNS, pack="elsewhere")
    pack = replace(a_pack(TALKS, questions=()), conversations=(talk,))
    machine.lay_pack(TALKS, as_yaml(pack))


def turn(terminal: Terminal) -> int:
    """The number of the turn that waits; -1 while none does."""
    found = re.findall(r"Words (\d) of talk\.", terminal.text())
    waits = "What do you say?" in terminal.text()
    return int(found[-1]) if found and waits else -1


def best(terminal: Terminal) -> str:
    """The key of the best response."""
    terminal.wait_until(lambda: bool(re.search(r"\d +Best \d", terminal.text())), "the responses")
    return str(re.findall(r"(\d) +Best \d", terminal.text())[-1])


def said(machine: Machine) -> list[str]:
    """The turns that stand in the log, in the order of their answers."""
    return [review.answer.question.partition(".")[2] for review in machine.reviews()]


def test_sigkill_at_every_turn_loses_nothing(used: Machine) -> None:
    """Each turn is killed twice: before its answer, and at a moment after its key at which nobody knows."""
    lay_the_talk(used)
    dice = Random(7)
    reached, times = 0, 0
    while reached < TURNS - 1:
        times += 1
        assert times < 60, "it does not come to its end"
        with used.open(*SESSION, "--seed", str(times)) as terminal:
            terminal.wait_until(lambda: turn(terminal) >= 0, "a turn")
            assert turn(terminal) == len(said(used)), "it goes on where the log ends"
            assert turn(terminal) >= reached, "what was seen is kept"
            reached = turn(terminal)
            if reached == TURNS - 1:
                break
            if times % 2:
                terminal.kill(SIGKILL)
                continue
            terminal.press(best(terminal))
            terminal.watch(dice.uniform(0, 0.06))
            reached = max(reached, turn(terminal))
            terminal.kill(SIGKILL)
    assert said(used) == [f"t{number}" for number in range(TURNS - 1)]
    with used.open(*SESSION) as terminal:
        terminal.wait_until(lambda: turn(terminal) == TURNS - 1, "the last turn")
        terminal.press(best(terminal))
        terminal.wait_for(ENDED)
    assert len(said(used)) == TURNS
    assert not used.complaints()
