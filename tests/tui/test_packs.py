"""Packs on the screen: look into them, search them, switch and suspend, check and edit their files."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from quizgame.cli.folders import PackFolders
from quizgame.cli.house import shelve as compile_files
from quizgame.domain.questions import Option
from quizgame.packs.library import Library
from quizgame.store.catalogue import Catalogue
from quizgame.store.database import Database
from quizgame.study.door import Door
from quizgame.study.views import Scope
from quizgame.tui.app import QuizApp
from quizgame.tui.screens.pack_files import CheckScreen
from tests.builders import FixedClock, a_card, a_learner, a_pack, a_response, seeded
from tests.tui.house import SEED, Visitor, visiting

FILE = """\
pack: {id}
title: {title}
author: A trainer
version: 1
language: en
questions:
  - id: first
    kind: flashcard
    front: What comes before a solution?
    back: Listening.
"""


@asynccontextmanager
async def at_the_packs(
    home: Path,
    *files: tuple[str, str],
    editor: str = "",
    app: type[QuizApp] = QuizApp,
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[Visitor]:
    """The Packs screen over a folder of built-in and one of installed files, each given as folder/name and text."""
    for name, text in files:
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    database = Database.open(home, seeded(1))
    try:
        library, catalogue = Library(home / "bundled", home / "packs"), Catalogue(database)
        compile_files(library, catalogue)
        a_learner(database)
        clock = FixedClock()
        door = Door(database, clock, seeded(SEED), SEED)
        running = app(door, door.enter_latest(), 0, Scope(), files=PackFolders(library, catalogue, editor))
        async with running.run_test(size=(80, 24)) as pilot:
            visitor = Visitor(pilot, running, clock, database)
            await visitor.press("k")
            yield visitor
    finally:
        database.close()


def two_packs() -> tuple[tuple[str, str], tuple[str, str]]:
    """A built-in pack, and after it an installed one."""
    return (
        ("bundled/apples.yaml", FILE.format(id="apples", title="Apples")),
        ("packs/bananas.yaml", FILE.format(id="bananas", title="Bananas")),
    )


def row_of(visitor: Visitor, text: str) -> int:
    """The first row of the screen with this text."""
    return next(number for number, line in enumerate(visitor.sees().splitlines()) if text in line)


def settings(visitor: Visitor) -> list[str]:
    """Every setting in the log, as it was written."""
    rows = visitor.database.reading.execute("SELECT body FROM event WHERE kind = 'setting-changed' ORDER BY sequence")
    return [row[0] for row in rows]


# ── the list of packs ─────────────────────────────────────────────────────────────────────────────────────


async def test_today_leads_to_the_packs_and_back(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        assert "k packs" in visitor.sees().splitlines()[-1]
        await visitor.press("k")
        assert "The pack pack" in visitor.sees()
        await visitor.press("escape")
        assert "3 minutes" in visitor.sees()


async def test_a_pack_shows_what_was_met_where_it_came_from_and_whether_it_is_on(tmp_path: Path) -> None:
    async with at_the_packs(tmp_path, *two_packs()) as visitor:
        lines = visitor.sees().splitlines()
        apples, bananas = (lines[row_of(visitor, name)].split() for name in ("Apples", "Bananas"))
        assert apples == ["▸", "Apples", "0", "of", "1", "met", "on", "built", "in"]
        assert bananas == ["Bananas", "0", "of", "1", "met", "on", "installed"]
        assert "2 packs, 0 of 2 objectives met" in visitor.sees()


async def test_space_switches_off_and_on(tmp_path: Path) -> None:
    async with at_the_packs(tmp_path, *two_packs()) as visitor:
        await visitor.press("down", "space")
        assert visitor.sees().splitlines()[row_of(visitor, "Bananas")].split()[-2] == "off"
        assert "1 off" in visitor.sees()
        assert '"value":"bananas=off"' in settings(visitor)[-1]
        await visitor.press("space")
        assert "1 off" not in visitor.sees()


async def test_a_file_that_cannot_be_read_is_listed_with_its_problems(tmp_path: Path) -> None:
    broken = ("packs/broken.yaml", FILE.format(id="broken", title="Broken").replace("front:", "[frnt]:"))
    async with at_the_packs(tmp_path, *two_packs(), broken) as visitor:
        row = visitor.sees().splitlines()[row_of(visitor, "broken.yaml")]
        assert "cannot be read" in row
        await visitor.press("end", "enter")
        seen = " ".join(visitor.sees().split())
        assert ":9:" in seen
        assert "`front` is missing" in seen
        await visitor.press("escape")
        assert "broken.yaml" in visitor.sees()


async def test_a_pack_whose_file_was_broken_since_is_marked_and_stays(tmp_path: Path) -> None:
    async with at_the_packs(tmp_path, *two_packs()) as visitor:
        path = tmp_path / "packs" / "bananas.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("front:", "frnt:"), encoding="utf-8")
        await visitor.press("escape", "k", "down")
        assert "! 0 of 1 met" in visitor.sees()
        assert "the version before stays in play" in " ".join(visitor.sees().split())
        await visitor.press("enter")
        assert "`front` is missing" in " ".join(visitor.sees().split())
        assert "1 question" in visitor.sees()


async def test_without_packs_it_says_how_to_add_one(tmp_path: Path) -> None:
    async with at_the_packs(tmp_path) as visitor:
        assert "There are no packs yet." in visitor.sees()
        await visitor.press("enter", "space", "c", "e", "down", "up", "end", "pagedown")
        assert "There are no packs yet." in visitor.sees()


# ── in a pack ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_pack_shows_its_objectives_and_what_is_left_of_them(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack(questions=[a_card("one"), a_card("two")])) as visitor:
        await visitor.press("3", "enter", "3", "q", "enter", "k", "enter")
        seen = visitor.sees()
        assert "68 %" in seen.splitlines()[row_of(visitor, "Title of one")], "as after any first meeting that went well"
        assert "new" in seen.splitlines()[row_of(visitor, "Title of two")]


async def test_enter_reads_the_questions_in_full_one_after_another(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack(objectives=2), size=(80, 40)) as visitor:
        await visitor.press("k", "enter", "down", "enter")
        seen = visitor.sees()
        assert "4 of 6" in seen, "the marked objective's first question"
        for text in ("Title of o1", "(o1-a)", "✓ 2", "Reason 3 of o1-a", "Takeaway of o1.", "A section", "pack/o1-a"):
            assert text in seen
        await visitor.press("left")
        assert "(o0-c)" in visitor.sees()
        await visitor.press("right", "right")
        assert "Back of o1-b." in visitor.sees()
        await visitor.press("end", "right", "right", "right", "right")
        assert "6 of 6" in visitor.sees()
        await visitor.press("escape", "escape")
        assert "1 pack, 0 of 2 objectives met" in visitor.sees()


async def test_s_suspends_an_objective_and_asks_it_again(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack(objectives=2)) as visitor:
        await visitor.press("k", "enter", "s")
        assert "suspended" in visitor.sees().splitlines()[row_of(visitor, "Title of o0")]
        assert "s ask again" in visitor.sees()
        assert '"value":"pack/o0=suspended"' in settings(visitor)[-1]
        await visitor.press("enter")
        assert "suspended" in visitor.sees().splitlines()[row_of(visitor, "Title of o0")]
        await visitor.press("s", "escape")
        assert "suspended" not in visitor.sees()
        assert '"value":"pack/o0=asked"' in settings(visitor)[-1]


async def test_topics_head_the_objectives_of_a_pack_about_several(tmp_path: Path) -> None:
    pack = a_pack(objectives=3)
    topics = ("fair-weather", "foul-weather", "fair-weather")
    named = (replace(each, topic=topic) for each, topic in zip(pack.objectives, topics, strict=True))
    async with visiting(tmp_path, replace(pack, objectives=tuple(named))) as visitor:
        await visitor.press("k", "enter")
        rows = [row_of(visitor, each) for each in ("Fair weather", "of o0", "of o2", "Foul weather", "of o1")]
        assert rows == sorted(rows)
        assert "▸" in visitor.sees().splitlines()[rows[1]], "a heading is never marked"
        await visitor.press("down", "down")
        assert "▸" in visitor.sees().splitlines()[row_of(visitor, "of o1")]
        await visitor.press("home", "up")
        assert "▸" in visitor.sees().splitlines()[row_of(visitor, "of o0")]


async def test_a_click_marks_a_line_and_a_second_one_opens_it(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack("apples"), a_pack("bananas")) as visitor:
        await visitor.press("k")
        await visitor.pilot.click(offset=(10, row_of(visitor, "bananas")))
        await visitor.pilot.pause()
        assert "▸" in visitor.sees().splitlines()[row_of(visitor, "bananas")]
        await visitor.pilot.click(offset=(10, row_of(visitor, "bananas")))
        await visitor.pilot.pause()
        assert "Title of o0" in visitor.sees()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_long_list_shows_what_fits_and_the_mark_stays_in_view(tmp_path: Path, size: tuple[int, int]) -> None:
    pack = a_pack(questions=[a_card(f"c{number:04}") for number in range(500)])
    async with visiting(tmp_path, pack, size=size) as visitor:
        await visitor.press("k", "enter")
        assert len(visitor.app.screen.query_one("Page").blocks) < size[1]  # type: ignore[attr-defined]
        for keys in (["down"] * 40, ["pagedown"] * 3, ["up"] * 5, ["end"], ["up"], ["pageup"], ["home"]):
            await visitor.press(*keys)
            assert sum("▸" in line for line in visitor.sees().splitlines()) == 1
        await visitor.press("end")
        assert "▸" in visitor.sees().splitlines()[row_of(visitor, "Title of c0499")]
        assert "above" in visitor.sees()


async def test_pack_text_is_never_read_as_markup(tmp_path: Path) -> None:
    odd = replace(a_response("odd"), scene="He says [red]no[/red] and [/] to [b.", options=(
        Option("[@click=app.quit]bye[/]", "Because [/] so it is, in as many words.", True),
        Option("$text [str]", "Not this [one], for a reason."),
    ))  # fmt: skip
    pack = replace(a_pack(questions=[odd]), title="[bold]Pack[/] [/x]", author="[/]")
    pack = replace(pack, objectives=(replace(pack.objectives[0], title="Title [/re]", topic="[/top]"),))
    async with visiting(tmp_path, pack) as visitor:
        await visitor.press("k")
        assert "[bold]Pack[/] [/x]" in visitor.sees()
        await visitor.press("enter")
        assert "Title [/re]" in visitor.sees()
        await visitor.press("enter")
        assert "[red]no[/red] and [/] to [b." in visitor.sees()
        await visitor.press("escape", "slash", *"says", "enter")
        assert "[@click=app.quit]bye[/]" in visitor.sees()


@pytest.mark.parametrize("size", [(60, 20), (120, 40), (20, 6), (1, 1)])
async def test_any_size_of_terminal_is_survived(tmp_path: Path, size: tuple[int, int]) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("k")
        await visitor.pilot.resize_terminal(*size)
        await visitor.press("down", "enter", "down", "enter", "down", "escape", "slash", "o", "enter", "escape")
        await visitor.press("escape", "escape", "escape")
        await visitor.pilot.resize_terminal(80, 24)
        await visitor.pilot.pause()
        assert "1 pack" in visitor.sees()


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ([], "Switch the marked pack off"),
        (["enter"], "Ask the marked objective no more"),
        (["slash"], "Read the marked"),
    ],
)
async def test_the_help_pages_name_the_keys(tmp_path: Path, keys: list[str], sentence: str) -> None:
    async with visiting(tmp_path, size=(80, 40)) as visitor:
        await visitor.press("k", *keys, "f1" if keys == ["slash"] else "question_mark")
        assert sentence in visitor.sees()


# ── searching ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_search_follows_each_key(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack(objectives=3)) as visitor:
        await visitor.press("k", "slash", *"upset o1")
        assert "2 questions" in visitor.sees()
        await visitor.press("backspace", "2")
        assert "(o2-a)" in visitor.sees()
        assert "(o1-a)" not in visitor.sees()
        await visitor.press(*"zz")
        assert "No question has all these words." in visitor.sees()


async def test_a_hit_is_read_in_full_and_the_next_one_with_a_key(tmp_path: Path) -> None:
    async with visiting(tmp_path, a_pack(objectives=3)) as visitor:
        await visitor.press("k", "slash", *"upset o1", "down", "enter")
        assert "2 of 2" in visitor.sees()
        assert "(o1-c)" in visitor.sees()
        await visitor.press("left")
        assert "(o1-a)" in visitor.sees()
        await visitor.press("escape")
        assert visitor.app.screen.query_one(Input).value == "upset o1"


async def test_escape_empties_the_line_and_then_goes_back(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("k", "slash", *"q s/ce", "escape")
        assert visitor.app.screen.query_one(Input).value == ""
        await visitor.press("escape")
        assert "1 pack" in visitor.sees()


async def test_letters_are_text_while_searching(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.press("k", "slash", *"scequk?")
        assert visitor.app.screen.query_one(Input).value == "scequk?"
        assert settings(visitor) == []


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_check_tells_what_it_finds(tmp_path: Path) -> None:
    async with at_the_packs(tmp_path, *two_packs()) as visitor:
        await visitor.press("down", "c")
        screen = visitor.app.screen
        assert isinstance(screen, CheckScreen)
        assert screen.thread is not None
        await asyncio.to_thread(screen.thread.join)
        await visitor.pilot.pause()
        await visitor.pilot.pause()
        assert "No question of the pack names a source." in visitor.sees()
        assert "W13" in visitor.sees()
        await visitor.press("escape")
        assert "2 packs" in visitor.sees()


class AppWithRoom(QuizApp):
    """The app in a terminal that can hand the screen over; a test has none."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        yield


def an_editor(tmp_path: Path, old: str, new: str) -> str:
    """The command of an editor that replaces a text and saves."""
    script = tmp_path / "an editor.py"
    script.write_text(
        "import os, sys\n"
        "path = sys.argv[1]\n"
        "text = open(path, encoding='utf-8').read()\n"
        f"open(path, 'w', encoding='utf-8').write(text.replace({old!r}, {new!r}))\n"
        "os.utime(path, (2_000_000_000, 2_000_000_000))\n",
        encoding="utf-8",
    )
    return f'"{sys.executable}" "{script}"'


async def test_the_editor_opens_the_file_and_what_it_saved_is_read_again(tmp_path: Path) -> None:
    editor = an_editor(tmp_path, "title: Bananas", "title: Advice on bananas")
    async with at_the_packs(tmp_path, *two_packs(), editor=editor, app=AppWithRoom) as visitor:
        await visitor.press("down", "e")
        row = row_of(visitor, "Advice on bananas")
        assert row < row_of(visitor, "Apples")
        assert "▸" in visitor.sees().splitlines()[row], "the mark goes with the pack"
        assert "Read again." in visitor.sees()


async def test_a_file_broken_in_the_editor_says_so_and_the_pack_stays(tmp_path: Path) -> None:
    editor = an_editor(tmp_path, "front:", "frnt:")
    async with at_the_packs(tmp_path, *two_packs(), editor=editor, app=AppWithRoom) as visitor:
        await visitor.press("down", "enter", "e")
        seen = " ".join(visitor.sees().split())
        assert "The file cannot be read now, and the version before stays in play." in seen
        assert "`front` is missing" in seen


async def test_an_editor_that_is_not_there_is_no_disaster(tmp_path: Path) -> None:
    async with at_the_packs(tmp_path, *two_packs(), editor="no-such-editor", app=AppWithRoom) as visitor:
        await visitor.press("down", "e")
        seen = " ".join(visitor.sees().split())
        assert "The editor `no-such-editor` could not be started" in seen
        assert "Check VISUAL and EDITOR." in seen


async def test_a_terminal_that_cannot_make_room_says_so(tmp_path: Path) -> None:
    async with at_the_packs(tmp_path, *two_packs(), editor="true") as visitor:
        await visitor.press("down", "e")
        seen = " ".join(visitor.sees().split())
        assert "This terminal cannot make room for an editor." in seen


async def test_without_an_editor_it_says_how_to_name_one(tmp_path: Path) -> None:
    async with at_the_packs(tmp_path, *two_packs(), app=AppWithRoom) as visitor:
        await visitor.press("down", "e")
        assert "No editor is named. Set EDITOR" in " ".join(visitor.sees().split())


async def test_a_built_in_pack_is_never_edited(tmp_path: Path) -> None:
    editor = an_editor(tmp_path, "title: Apples", "title: Pears")
    async with at_the_packs(tmp_path, *two_packs(), editor=editor, app=AppWithRoom) as visitor:
        await visitor.press("e")
        seen = " ".join(visitor.sees().split())
        assert "This pack came with the game" in seen
        assert "quizgame packs install" in seen
        assert "title: Apples" in (tmp_path / "bundled" / "apples.yaml").read_text(encoding="utf-8")


def test_the_editor_is_visual_before_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    from quizgame.cli.surroundings import Surroundings

    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    assert Surroundings().editor == ""
    monkeypatch.setenv("EDITOR", "nano")
    assert Surroundings().editor == "nano"
    monkeypatch.setenv("VISUAL", "vim -n")
    assert Surroundings().editor == "vim -n"
