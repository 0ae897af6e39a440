"""A preview shows a file as learners will see it, follows it as it is saved, and records nothing."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from quizgame.cli import main
from quizgame.domain.conversation import Run, paths
from quizgame.domain.questions import Conversation
from quizgame.packs.draft import DraftFile
from quizgame.packs.writer import as_yaml
from quizgame.tui.preview import PreviewApp
from quizgame.tui.screens.preview import PreviewScreen
from tests.builders import a_card, a_conversation, a_pack
from tests.tui.house import seen_by

HEAD = """\
pack: counter
title: At the counter
author: A trainer
version: 1
language: en
questions:
"""

COAT = """\
  - id: coat
    kind: better-response
    scene: A man brings back a coat [red]whose[/red] button came off.
    ask: How do you begin?
    options:
      - say: I am sorry that we sold you a coat that did not last.
        because: It takes the blame where it belongs.
        best: true
      - say: You should have looked at the buttons before you paid for it.
        because: It tells him that he is the problem.
      - say: Buttons come off now and then, so please try to see it calmly.
        because: It makes light of what has just spoilt his day.
    sources: [{document: a-book, section: Buttons}]
"""

CARD = """\
  - id: card
    kind: flashcard
    front: What comes before a solution?
    back: Sum up what happened, and how it feels.
    sources: [{document: a-book, section: Order}]
"""

PHONE = """\
  - id: phone
    kind: better-response
    scene: A caller leaves the number 0171 5550 1234 and wants to be called back.
    ask: What do you say?
    options:
      - say: I will call you back before noon.
        because: It promises a time that can be kept.
        best: true
      - say: Somebody will call you back when there is time.
        because: It leaves the caller waiting without an end in sight.
      - say: You had better call us again tomorrow.
        because: It hands the work back to the caller.
    sources: [{document: a-book, section: Calls}]
"""


class Reader:
    """Somebody who previews a file."""

    def __init__(self, pilot: Pilot[None], screen: PreviewScreen, path: Path) -> None:
        self.pilot = pilot
        self.screen = screen
        self.path = path

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def settled(self) -> None:
        """Wait for the thread, and for what it posted."""
        if self.screen.thread:
            await asyncio.to_thread(self.screen.thread.join)
        await self.pilot.pause()
        await self.pilot.pause()

    async def save(self, text: str) -> None:
        """Save the file, at another time than before, and let the screen look at it."""
        before = self.path.stat().st_mtime_ns if self.path.exists() else 0
        self.path.write_text(text, encoding="utf-8")
        os.utime(self.path, ns=(before + 1_000_000_000, before + 1_000_000_000))
        self.screen.look()
        await self.settled()

    def sees(self) -> str:
        return seen_by(self.pilot.app)


@asynccontextmanager
async def previewing(path: Path, text: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Reader]:
    """The preview of a file with this text, read and checked."""
    path.write_text(text, encoding="utf-8")
    async with PreviewApp(DraftFile(path)).run_test(size=size) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PreviewScreen)
        reader = Reader(pilot, screen, path)
        await reader.settled()
        yield reader


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "counter.yaml"


async def test_a_question_is_asked_and_judged_as_in_play(path: Path) -> None:
    async with previewing(path, HEAD + COAT + CARD) as reader:
        assert "[red]whose[/red] button" in reader.sees(), "pack text is never markup"
        assert "It takes the blame" not in reader.sees()
        await reader.press("2")
        lines = reader.sees().splitlines()
        assert [line.split()[:2] for line in lines if "✗" in line or "✓" in line] == [["✗", "2"], ["✓", "1"]]
        assert "There is a better response." in reader.sees()
        assert "It takes the blame" in reader.sees()
        await reader.press("enter")
        assert "What comes before a solution?" in reader.sees()
        assert "Sum up" not in reader.sees()
        await reader.press("enter")
        assert "Sum up what happened" in reader.sees()


async def test_the_best_response_is_called_the_best(path: Path) -> None:
    async with previewing(path, HEAD + COAT) as reader:
        await reader.press("down", "enter")
        assert "That is the best response." in reader.sees()
        assert "✗" not in reader.sees()


async def test_one_key_shows_everything_and_stays_while_turning_pages(path: Path) -> None:
    async with previewing(path, HEAD + CARD + COAT, size=(80, 30)) as reader:
        await reader.press("a")
        assert "Sum up what happened" in reader.sees()
        await reader.press("right")
        assert "It takes the blame" in reader.sees()
        assert "It makes light" in reader.sees()
        await reader.press("a")
        assert "It takes the blame" not in reader.sees()


async def test_keys_lead_from_question_to_question(path: Path) -> None:
    async with previewing(path, HEAD + COAT + CARD + PHONE) as reader:
        await reader.press("right")
        assert "2 of 3" in reader.sees()
        await reader.press("end")
        assert "3 of 3" in reader.sees()
        await reader.press("right")
        assert "This is the last question." in reader.sees()
        await reader.press("home", "left")
        assert "This is the first question." in reader.sees()


@pytest.mark.parametrize(
    ("wanted", "place"), [("2", "2 of 3"), ("pho", "3 of 3"), ("one", "3 of 3"), ("CARD", "2 of 3")]
)
async def test_a_number_or_a_part_of_an_id_leads_to_a_question(path: Path, wanted: str, place: str) -> None:
    async with previewing(path, HEAD + COAT + CARD + PHONE) as reader:
        await reader.press("g", *wanted, "enter")
        assert place in reader.sees()


async def test_what_is_not_there_is_said_to_be_not_there(path: Path) -> None:
    async with previewing(path, HEAD + COAT + CARD) as reader:
        await reader.press("g", *"99", "enter")
        assert "There is no question 99; there are 2." in reader.sees()


async def test_saving_shows_the_new_text_at_the_same_question(path: Path) -> None:
    async with previewing(path, HEAD + COAT + CARD) as reader:
        await reader.press("right", "enter")
        await reader.save(HEAD + PHONE + COAT + CARD.replace("Sum up", "Say back"))
        seen = reader.sees()
        assert "3 of 3" in seen, "two questions stand before it now"
        assert "Say back what happened" in seen, "and it stays turned"
        assert "Saved, and read again." in seen


async def test_when_the_question_is_gone_its_number_is_kept_or_the_nearest(path: Path) -> None:
    async with previewing(path, HEAD + COAT + CARD + PHONE) as reader:
        await reader.press("right")
        await reader.save(HEAD + COAT + PHONE)
        assert "2 of 2" in reader.sees()
        assert "A caller leaves" in reader.sees()
        await reader.save(HEAD + COAT)
        assert "1 of 1" in reader.sees()


async def test_nothing_is_read_again_while_nothing_is_saved(path: Path) -> None:
    async with previewing(path, HEAD + COAT) as reader:
        thread = reader.screen.thread
        reader.screen.look()
        assert reader.screen.thread is thread


async def test_a_broken_file_shows_its_problems_and_comes_back_when_mended(path: Path) -> None:
    async with previewing(path, HEAD + COAT + CARD) as reader:
        await reader.press("right")
        await reader.save(HEAD + COAT + CARD.replace("front:", "frnt:"))
        seen = " ".join(reader.sees().split())
        assert "cannot be read" in seen
        assert "frnt" in seen
        assert "line 22, column" in seen
        assert "What comes before" not in seen
        await reader.press("1", "enter", "right", "x", "a", "f", "g")
        await reader.press("escape")
        await reader.save(HEAD + COAT + CARD)
        assert "2 of 2" in reader.sees()
        assert "What comes before a solution?" in reader.sees()


async def test_a_file_that_is_away_for_one_look_only_is_being_saved(path: Path) -> None:
    async with previewing(path, HEAD + COAT) as reader:
        path.unlink()
        reader.screen.look()
        await reader.settled()
        assert "How do you begin?" in reader.sees()
        reader.screen.look()
        await reader.settled()
        assert "There is no such file." in reader.sees()
        await reader.save(HEAD + COAT)
        assert "How do you begin?" in reader.sees()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_findings_stand_with_their_question(path: Path, size: tuple[int, int]) -> None:
    async with previewing(path, HEAD + COAT + CARD + PHONE, size) as reader:
        await reader.press("x")
        while "3 of 3" not in reader.sees():
            await reader.press("x")
        await reader.press("pagedown")
        seen = " ".join(reader.sees().split())
        assert "error E5" in seen
        assert "has found" in seen


async def test_mending_a_question_takes_its_finding_away(path: Path) -> None:
    async with previewing(path, HEAD + PHONE, size=(120, 40)) as reader:
        assert "E5" in reader.sees()
        await reader.save(HEAD + PHONE.replace(" 0171 5550 1234", ""))
        assert "E5" not in reader.sees()


async def test_what_concerns_the_whole_pack_is_listed_and_leads_to_questions(path: Path) -> None:
    many = "".join(PHONE.replace("phone", f"phone-{each}").replace("A caller", f"Caller {each}") for each in "abcdef")
    unsourced = "".join(line for line in (CARD + many).splitlines(True) if "sources:" not in line)
    async with previewing(path, HEAD + unsourced, size=(80, 60)) as reader:
        await reader.press("f")
        seen = reader.sees()
        assert "The whole pack" in seen
        assert "No question of the pack names a source." in seen
        row = next(number for number, line in enumerate(seen.splitlines()) if "phone-b" in line.split())
        await reader.pilot.click(offset=(12, row))
        await reader.pilot.pause()
        assert "3 of 7" in reader.sees()


# ── conversations ─────────────────────────────────────────────────────────────────────────────────────────


def talks(*conversations: Conversation) -> str:
    """The text of a pack with a card and these conversations."""
    return as_yaml(replace(a_pack(questions=[a_card("card")]), conversations=conversations))


TALK = a_conversation(pack="other")
PATHS = list(paths(Run(TALK)))


async def test_every_path_of_a_conversation_is_played_and_looked_back_on(path: Path) -> None:
    async with previewing(path, talks(TALK), size=(80, 50)) as reader:
        await reader.press("end")
        assert "2 of 2" in reader.sees()
        assert "Counter · the title of talk" in reader.sees()
        assert await played_on(reader, Run(TALK)) == len(PATHS)


async def played_on(reader: Reader, run: Run) -> int:
    """Give every response that can be given now, go on from it, and take it back; gives the paths that ended."""
    ended = 0
    for chosen, back in enumerate(("b", "backspace", "b")):
        seen = reader.sees()
        assert f"░ {run.temperature}   " in seen.splitlines()[0]
        assert f"Words {run.place[1]} of talk." in seen
        assert "Because" not in seen
        await reader.press(str(chosen + 1))
        after = run.say(chosen)
        if after.outcome is None:
            ended += await played_on(reader, after)
        else:
            ended += 1
            seen = " ".join(reader.sees().split())
            assert after.debrief in seen
            assert "Because it cools." in seen
        await reader.press(back)
    return ended


async def test_after_a_conversation_a_number_leads_back_to_its_turn_and_enter_goes_on(path: Path) -> None:
    async with previewing(path, talks(TALK, a_conversation("chat", pack="other"))) as reader:
        await reader.press("right", "1", "1", "3", "2")
        assert "Words 1 of talk." in reader.sees()
        assert "What do you say?" in reader.sees()
        await reader.press("down", "enter", "1", "enter")
        assert "3 of 3" in reader.sees()
        assert "Words 0 of chat." in reader.sees()


async def test_one_key_shows_everything_of_a_conversation(path: Path) -> None:
    async with previewing(path, talks(TALK), size=(80, 100)) as reader:
        await reader.press("end", "a", "1", "b")
        seen = reader.sees()
        for text in ("t2 · other/o2", "Best 2 of talk.", "Because it heats.", "“Really?”", "It was lost.", "A section"):
            assert text in seen
        for text in ("−1 → t1", "0 → t1", "+2 → lost at 8 or more, otherwise t2"):
            assert text in seen
        await reader.press("a")
        assert "Words 0 of talk." in reader.sees()
        assert "Because" not in reader.sees()


async def test_saving_keeps_the_turn_where_the_conversation_still_leads_there(path: Path) -> None:
    async with previewing(path, talks(TALK)) as reader:
        await reader.press("right", "2", "1")
        await reader.save(talks(TALK).replace("Words 2 of talk.", "Other words."))
        assert "Other words." in reader.sees()
        assert "Saved, and read again." in reader.sees()
        await reader.save(talks(a_conversation(turns=2, pack="other")))
        assert "It went well." in reader.sees(), "what was said leads to its end now"
        await reader.save(HEAD + COAT)
        assert "How do you begin?" in reader.sees()
        await reader.press("b")
        assert "How do you begin?" in reader.sees(), "a question has no turns"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (20, 6)])
async def test_what_is_said_now_is_in_view_at_any_size(path: Path, size: tuple[int, int]) -> None:
    async with previewing(path, talks(TALK), size=size) as reader:
        await reader.press("right", "3", "2")
        await reader.pilot.pause()
        assert size == (20, 6) or "Words 2 of talk." in reader.sees()
        assert size == (20, 6) or "3  Bad 2 of talk." in reader.sees()
        await reader.press("1", "f", "f", "x", "g", *"talk", "enter")
        assert size == (20, 6) or "2 of 2" in reader.sees()


async def test_a_file_of_conversations_alone_is_shown_with_what_was_found_in_them(path: Path) -> None:
    named = replace(TALK, setting="Ring 0171 5550 1234, please.")
    alone = as_yaml(
        replace(a_pack(), objectives=(), questions=(), conversations=(a_conversation("chat", pack="other"), named))
    )
    async with previewing(path, alone, size=(120, 50)) as reader:
        assert "1 of 2" in reader.sees()
        await reader.press("x")
        while "2 of 2" not in reader.sees():
            await reader.press("x")
        assert "E5" in reader.sees()
        await reader.press("f")
        row = next(number for number, line in enumerate(reader.sees().splitlines()) if "chat" in line.split())
        await reader.pilot.click(offset=(30, row))
        await reader.pilot.pause()
        assert "1 of 2" in reader.sees()


def test_conversations_are_printed_whole_and_as_json(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text(talks(replace(TALK, setting="Ring 0171 5550 1234, please.")), encoding="utf-8")
    assert main(["packs", "preview", str(path), "--plain"]) == 0
    said = capsys.readouterr().out
    assert "Conversation 1 of 1: talk\nthe title of talk (counter)\n" in said
    assert "Mr Silva is tense (5 of 10).\nTurn t0, other/o0: Words 0 of talk.\n1, the best. Best 0 of talk.\n" in said
    assert "   +2, to lost at 8 or more, otherwise t2, with the reply: Really?\n" in said
    assert "Ending lost: It was lost.\n" in said
    assert "error E5" in said.partition("Conversation 1 of 1")[2]
    assert main(["packs", "preview", str(path), "--json"]) == 0
    (talk,) = json.loads(capsys.readouterr().out)["conversations"]
    assert (talk["kind"], talk["id"]) == ("conversation", "talk")
    assert "E5" in {finding["rule"] for finding in talk["findings"]}


async def test_the_help_page_names_the_keys(path: Path) -> None:
    async with previewing(path, HEAD + COAT, size=(80, 40)) as reader:
        await reader.press("question_mark")
        assert "Show everything of each question at once" in reader.sees()


async def test_it_records_nothing_and_opens_no_store(path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = Path(os.environ["QUIZGAME_HOME"])
    async with previewing(path, HEAD + COAT + CARD) as reader:
        await reader.press("1", "enter", "enter", "q")
    assert list(home.iterdir()) == []
    assert list(path.parent.iterdir()) == [path]


def test_without_a_terminal_it_prints_the_questions_and_what_was_found(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_text(HEAD + COAT + CARD + PHONE, encoding="utf-8")
    assert main(["packs", "preview", str(path), "--plain"]) == 0
    said = capsys.readouterr().out
    assert "Question 1 of 3: coat" in said
    assert "1, the best. I am sorry that we sold you" in said
    assert "Answer: Sum up what happened" in said
    assert "error E5" in said
    assert list(Path(os.environ["QUIZGAME_HOME"]).iterdir()) == []


def test_a_broken_file_is_told_with_its_place_and_exit_status_1(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text(HEAD + CARD.replace("back:", "bakc:"), encoding="utf-8")
    assert main(["packs", "preview", str(path), "--plain"]) == 1
    assert f"{path}:10:" in capsys.readouterr().err


def test_as_json_findings_stand_with_their_questions(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text(HEAD + COAT + PHONE, encoding="utf-8")
    assert main(["packs", "preview", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["id"] for each in told["questions"]] == ["coat", "phone"]
    assert "E5" in {finding["rule"] for finding in told["questions"][1]["findings"]}
