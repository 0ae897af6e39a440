"""Trainers see what a newer pack changes before they say yes; what cannot come in whole does not come in at all."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pexpect
import pytest

from quizgame.domain.questions import Conversation
from quizgame.packs.writer import as_yaml
from tests.builders import a_conversation, a_desk, a_pack, a_store, lay_home
from tests.cli.test_commands import Shell
from tests.packs.pack_texts import a_pack_text
from tests.store.histories import assert_caches_equal_the_fold
from tests.store.test_updates import answer

HEAD = "pack: {id}\ntitle: {title}\nauthor: {author}\nversion: {version}\nquestions:\n"
TWO = {"one": "A question.", "two": "Silence, and a look."}


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(lay_home(tmp_path / "home", built_in=True), capsys)


def a_file(
    folder: Path,
    backs: dict[str, str] | None = None,
    *,
    id_: str = "coats",
    name: str = "",
    title: str = "Coats",
    author: str = "Jo",
    version: int = 1,
    extra: str = "",
) -> str:
    """A pack file of flashcards by their backs; gives its path. `extra` goes into the first question."""
    text = HEAD.format(id=id_, title=title, author=author, version=version)
    for number, (card, back) in enumerate((backs or TWO).items()):
        more = f", {extra}" if extra and not number else ""
        text += f'  - {{id: {card}, kind: flashcard, front: "What is {card} for {id_}?", back: "{back}"{more}}}\n'
    path = folder / f"{name or id_}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def learnt(home: Path, *questions: str, pack: str = "coats") -> None:
    """Sam has answered these."""
    with a_store(home) as database:
        from quizgame.store.catalogue import Catalogue

        desk = a_desk(database)
        compiled = Catalogue(database).pack(pack)
        assert compiled is not None
        for question in questions:
            answer(desk, compiled, question)


def remembered(home: Path) -> dict[str, int]:
    """What Sam is asked again, with the study days on which it was answered."""
    with a_store(home) as database:
        assert_caches_equal_the_fold(database)
        return {objective: memory.repetitions for objective, memory, _ in a_desk(database).memories()}


def packs_of(shell: Shell) -> dict[str, int]:
    """The installed packs with their versions."""
    listed = json.loads(shell("packs", "list", "--json")[1])["packs"]
    return {each["id"]: each["version"] for each in listed if not each["built_in"]}


def difference(shell: Shell, *words: str) -> Any:
    """What `packs diff --json` says."""
    status, said, error = shell("packs", "diff", *words, "--json")
    assert (status, error) == (0, "")
    return json.loads(said)


# ── diff ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_diff_tells_what_changes_and_what_happens_to_progress(shell: Shell, tmp_path: Path) -> None:
    shell("packs", "install", a_file(tmp_path, {"one": "A question.", "two": "Silence.", "three": "Tea."}))
    learnt(shell.home, "one", "two", "three")
    newer = a_file(tmp_path, {"one": "A question!", "two": "Silence.", "four": "Cake."}, title="Coats, hats", version=2)
    status, said, error = shell("packs", "diff", newer)
    assert (status, error) == (0, "")
    assert said.splitlines() == [
        "coats: Coats, hats (version 1 → 2)",
        "  title: Coats → Coats, hats",
        "  1 question unchanged",
        "  1 question edited; progress stays",
        "      one: back",
        "  1 question new",
        "      four: What is four for coats?",
        "  1 question retired; no longer asked, the answers stay in the log",
        "      three: What is three for coats?",
        "",
        "Progress on this machine, in objectives:",
        "  Sam  2 kept, 1 resting: nothing of them is left to ask",
    ]
    assert packs_of(shell) == {"coats": 1}, "nothing was done"


def test_diff_is_told_to_programs_in_full(shell: Shell, tmp_path: Path) -> None:
    shell("packs", "install", a_file(tmp_path))
    learnt(shell.home, "one", "two")
    newer = a_file(tmp_path, {"uno": "A question."}, version=2, extra="was: coats/one")
    told = difference(shell, newer)
    [pack] = told["packs"]
    assert (pack["id"], pack["installed_version"], pack["version"]) == ("coats", 1, 2)
    assert [(each["what"], each["id"], each["was"]) for each in pack["questions"]] == [
        ("renamed", "uno", "coats/one"),
        ("retired", "two", ""),
    ]
    [sam] = told["learners"]
    assert sam["objectives"] == {"coats/one": "follows", "coats/two": "rests"}
    assert sam["follows"] == {"coats/one": "coats/uno"}
    assert (sam["counts"]["follows"], sam["counts"]["rests"], sam["counts"]["kept"]) == (1, 1, 0)


def test_diff_points_at_a_changed_meaning_without_a_new_revision(shell: Shell, tmp_path: Path) -> None:
    shell("packs", "install", a_file(tmp_path))
    newer = a_file(tmp_path, TWO | {"one": "The name of whoever sits nearest."}, version=2)
    assert "      one: The back was replaced by another text." in shell("packs", "diff", newer)[1]
    revised = a_file(tmp_path, TWO | {"one": "The name of whoever sits nearest."}, version=2, extra="revision: 2")
    said = shell("packs", "diff", revised)[1]
    assert "1 question revised; due until answered anew" in said
    assert "replaced" not in said


def test_diff_tells_of_conversations(shell: Shell, tmp_path: Path) -> None:
    def talks(version: int, *conversations: Conversation) -> str:
        pack = replace(a_pack("talks", questions=(), version=version), conversations=conversations)
        path = tmp_path / f"talks-{version}.yaml"
        path.write_text(as_yaml(pack), encoding="utf-8")
        return str(path)

    one, two = a_conversation("one", pack="elsewhere"), a_conversation("two", pack="elsewhere")
    shell("packs", "install", talks(1, one, two))
    newer = talks(2, replace(one, revision=2, setting="Another day."), a_conversation("three", pack="elsewhere"))
    said = shell("packs", "diff", newer)[1]
    assert "1 conversation revised; who has left one in the middle begins it anew" in said
    assert "1 conversation new" in said
    assert "1 conversation retired" in said
    told = difference(shell, newer)["packs"][0]["conversations"]
    assert [(each["what"], each["id"]) for each in told] == [("revised", "one"), ("new", "three"), ("retired", "two")]


def test_diff_of_what_is_here_says_that_nothing_has_changed(shell: Shell, tmp_path: Path) -> None:
    file = a_file(tmp_path)
    shell("packs", "install", file)
    said = shell("packs", "diff", file)[1]
    assert "Nothing has changed." in said
    assert "Nobody on this machine has answered any of it yet." in said


def test_diff_picks_one_of_several_packs(shell: Shell, tmp_path: Path) -> None:
    a_file(tmp_path / "packs", id_="coats")
    a_file(tmp_path / "packs", id_="hats")
    assert [each["id"] for each in difference(shell, str(tmp_path / "packs"), "hats")["packs"]] == ["hats"]
    status, _, error = shell("packs", "diff", str(tmp_path / "packs"), "gloves")
    assert (status, "There is no pack called gloves" in error) == (1, True)


def test_a_move_out_of_a_pack_that_still_asks_it_is_told(shell: Shell, tmp_path: Path) -> None:
    shell("packs", "install", a_file(tmp_path))
    said = shell("packs", "diff", a_file(tmp_path, {"one": "A question."}, id_="hats", extra="was: coats/one"))[1]
    assert "coats/one is still asked in the pack coats; its progress comes to one once it is gone." in said


def test_long_lists_are_cut_for_people_and_whole_for_programs(shell: Shell, tmp_path: Path) -> None:
    many = a_file(tmp_path, {f"c{number}": f"Back {number}." for number in range(30)})
    assert "… and 22 more; --json tells them all" in shell("packs", "diff", many)[1]
    assert len(difference(shell, many)["packs"][0]["questions"]) == 30


def test_texts_of_a_pack_are_shown_as_they_are(shell: Shell, tmp_path: Path) -> None:
    """No markup, and nothing that a terminal obeys: the reader refuses that before."""
    said = shell("packs", "diff", a_file(tmp_path, title="'[red]%s{0}'"))[1]
    assert "[red]%s{0}" in said


# ── update, and install over what is here ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("action", ["update", "install"])
def test_without_a_terminal_an_update_wants_yes(shell: Shell, tmp_path: Path, action: str) -> None:
    shell("packs", "install", a_file(tmp_path))
    newer = a_file(tmp_path, version=2)
    status, said, error = shell("packs", action, newer)
    assert (status, "version 1 → 2" in said) == (1, True)
    assert error == "Nothing was changed: there is no terminal here to ask on. To go ahead, add --yes.\n"
    assert packs_of(shell) == {"coats": 1}
    status, said, _ = shell("packs", action, "--yes", newer)
    assert (status, said.splitlines()[-1]) == (0, "Updated: Coats, version 2 (2 objectives, 2 questions).")
    assert packs_of(shell) == {"coats": 2}


@pytest.mark.parametrize(("answer_", "version"), [("y", 2), ("n", 1), ("", 1), ("\x04", 1)])
def test_on_a_terminal_it_is_asked(shell: Shell, tmp_path: Path, answer_: str, version: int) -> None:
    shell("packs", "install", a_file(tmp_path))
    newer = a_file(tmp_path, version=2)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "quizgame", "--home", str(shell.home), "packs", "update", newer],
        encoding="utf-8",
        timeout=30,
        cwd=str(Path(__file__).parents[2]),
    )
    child.expect(r"Replace what is here\? \[y/N\] ")
    if answer_ == "\x04":
        child.sendeof()
    else:
        child.sendline(answer_)
    child.expect("Updated: Coats, version 2" if version == 2 else "Nothing was changed")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == (0 if version == 2 else 1)
    assert packs_of(shell) == {"coats": version}


@pytest.mark.parametrize(("version", "words"), [(2, "is the one that is here"), (1, "is older than 2")])
def test_a_version_that_is_not_higher_is_pointed_out(shell: Shell, tmp_path: Path, version: int, words: str) -> None:
    shell("packs", "install", a_file(tmp_path, version=2))
    said = shell("packs", "diff", a_file(tmp_path, TWO | {"one": "A question?"}, version=version))[1]
    assert f"Its version, {version}, {words}. Add 1 to `version:`" in said


def test_the_very_same_file_is_not_asked_about(shell: Shell, tmp_path: Path) -> None:
    file = a_file(tmp_path)
    shell("packs", "install", file)
    assert shell("packs", "install", file) == (0, "Already here: Coats, version 1.\n", "")


def test_update_is_for_what_is_here(shell: Shell, tmp_path: Path) -> None:
    status, _, error = shell("packs", "update", a_file(tmp_path))
    assert (status, "coats is not here yet. `quizgame packs install` adds it." in error) == (1, True)


def test_another_authors_pack_goes_by_ids_when_it_is_said_so(shell: Shell, tmp_path: Path) -> None:
    shell("packs", "install", a_file(tmp_path))
    learnt(shell.home, "one", "two")
    stranger = a_file(tmp_path, {"one": "Something of Kim's own."}, author="Kim", name="stranger")
    status, _, error = shell("packs", "update", "--yes", stranger)
    assert (status, "already here, by Jo; this one is by Kim" in error) == (1, True)
    status, said, _ = shell("packs", "update", "--yes", "--new-author", stranger)
    assert (status, "author: Jo → Kim" in said, "one: The back was replaced" in said) == (0, True, True)
    assert remembered(shell.home) == {"coats/one": 1}


def test_a_pack_that_is_removed_and_installed_again_has_its_progress_back(shell: Shell, tmp_path: Path) -> None:
    file = a_file(tmp_path)
    shell("packs", "install", file)
    learnt(shell.home, "one")
    shell("packs", "remove", "coats")
    assert remembered(shell.home) == {}
    [sam] = difference(shell, file)["learners"]
    assert sam["objectives"] == {"coats/one": "comes back"}
    shell("packs", "install", file)
    assert remembered(shell.home) == {"coats/one": 1}


def test_a_built_in_pack_can_be_compared_but_neither_replaced_nor_removed(shell: Shell, tmp_path: Path) -> None:
    mine = a_file(tmp_path, id_="limits-and-safety")
    assert {each["what"] for each in difference(shell, mine)["packs"][0]["questions"]} == {"new", "retired"}
    for action in ("install", "update"):
        status, _, error = shell("packs", action, "--yes", mine)
        assert (status, "is the id of a built-in pack" in error) == (1, True)
    status, _, error = shell("packs", "remove", "limits-and-safety")
    assert (status, "`quizgame packs off limits-and-safety`" in error) == (1, True)


# ── several at once ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_several_packs_come_in_together(shell: Shell, tmp_path: Path, kind: str) -> None:
    source = tmp_path / "packs"
    for id_ in ("coats", "hats"):
        a_file(source, id_=id_, title=id_)
    if kind == "zip":
        with ZipFile(tmp_path / "packs.zip", "w") as archive:
            for path in source.iterdir():
                archive.write(path, f"packs/{path.name}")
        source = tmp_path / "packs.zip"
    assert shell("packs", "install", str(source))[0] == 0
    assert packs_of(shell) == {"coats": 1, "hats": 1}
    assert sorted(path.name for path in (shell.home / "packs").iterdir()) == ["pack-coats.yaml", "pack-hats.yaml"]


def test_all_come_in_or_none(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    a_file(folder, id_="coats")
    (folder / "broken.yaml").write_text("pack: Broken\n", encoding="utf-8")
    assert shell("packs", "install", str(folder))[0] == 1
    (folder / "broken.yaml").unlink()
    a_file(folder, id_="limits-and-safety")
    assert shell("packs", "install", str(folder))[0] == 1
    assert packs_of(shell) == {}


def test_when_one_file_cannot_be_written_none_is_kept(shell: Shell, tmp_path: Path) -> None:
    shell("packs", "install", a_file(tmp_path, id_="coats"))
    folder = tmp_path / "packs"
    a_file(folder, id_="coats", version=2)
    a_file(folder, id_="hats")
    (shell.home / "packs" / "pack-hats.yaml").mkdir()  # in the way
    status, _, error = shell("packs", "install", "--yes", str(folder))
    assert (status, "Traceback" in error) == (1, False)
    assert "Nothing was installed" in error
    assert packs_of(shell) == {"coats": 1}
    assert sorted(each.name for each in (shell.home / "packs").iterdir()) == ["pack-coats.yaml", "pack-hats.yaml"]


def test_a_file_that_was_put_there_by_hand_is_not_overwritten(shell: Shell, tmp_path: Path) -> None:
    by_hand = Path(a_file(shell.home / "packs", id_="hats", name="pack-coats"))
    before = by_hand.read_text(encoding="utf-8")
    shell("packs", "install", a_file(tmp_path, id_="coats"))
    assert packs_of(shell) == {"coats": 1, "hats": 1}
    assert by_hand.read_text(encoding="utf-8") == before


def test_packs_that_move_questions_between_them_are_updated_together(shell: Shell, tmp_path: Path) -> None:
    a_file(tmp_path / "old", id_="coats")
    a_file(tmp_path / "old", {"felt": "Wool."}, id_="hats")
    shell("packs", "install", str(tmp_path / "old"))
    learnt(shell.home, "one", "two")
    a_file(tmp_path / "new", {"two": TWO["two"]}, id_="coats", version=2)
    a_file(tmp_path / "new", {"uno": TWO["one"], "felt": "Wool."}, id_="hats", version=2, extra="was: coats/one")
    [sam] = difference(shell, str(tmp_path / "new"))["learners"]
    assert sam["objectives"] == {"coats/one": "follows", "coats/two": "kept"}
    assert shell("packs", "update", "--yes", str(tmp_path / "new"))[0] == 0
    assert remembered(shell.home) == {"hats/uno": 1, "coats/two": 1}


# ── check --against ───────────────────────────────────────────────────────────────────────────────────────


def test_check_compares_with_a_former_file_or_with_what_is_installed(shell: Shell, tmp_path: Path) -> None:
    old = a_file(tmp_path / "old")
    new = a_file(tmp_path, TWO | {"one": "The name of whoever sits nearest."}, version=2)
    assert "W16" not in shell("packs", "check", new)[1]
    for against in (old, "installed"):
        if against == "installed":
            assert "W16" not in shell("packs", "check", new, "--against", against)[1]
            shell("packs", "install", old)
        said = shell("packs", "check", new, "--against", against)[1]
        assert f"{new}:6:" in said
        assert "warning W16: The back was replaced by another text." in said
    assert shell("packs", "check", new, "--against", str(tmp_path / "nothing.yaml"))[0] == 1


def test_the_hint_can_be_set_aside_with_a_reason(shell: Shell, tmp_path: Path) -> None:
    old = a_file(tmp_path / "old")
    new = a_file(
        tmp_path,
        TWO | {"one": "The name of whoever sits nearest."},
        extra="allow: {W16: said in other words at last}",
    )
    assert "W16" not in shell("packs", "check", new, "--against", old)[1]
    assert "W15" not in shell("packs", "check", new)[1], "an allowance is not idle where nothing is compared"
    assert "W15" in shell("packs", "check", new, "--against", new)[1]


def test_a_pack_of_better_responses_goes_the_whole_way_too(shell: Shell, tmp_path: Path) -> None:
    """A pack with better responses and objectives goes the whole way too."""
    path = tmp_path / "shop.yaml"
    path.write_text(a_pack_text(), encoding="utf-8")
    assert shell("packs", "install", str(path))[0] == 0
    path.write_text(a_pack_text(version="2").replace("Let me look.", "Let me look at once."), encoding="utf-8")
    assert "late-parcel: options" in shell("packs", "update", "--yes", str(path))[1]
