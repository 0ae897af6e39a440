"""`quizgame packs check`: what it checks, how it tells, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizgame.cli import main
from tests.packs.check.checks import OTHERS, SOURCE, Say, a_conversation, a_question, a_turn
from tests.packs.pack_texts import a_pack_text

FINE = a_pack_text(a_question())
WARNED = a_pack_text(a_question(others=OTHERS[:1]))
WRONG = a_pack_text(a_question(best=Say("That was a long wait. Let me look for it.", "Correct!")))
NOTED = a_pack_text(a_question(extra=""))


class Check:
    """Runs the command on a home of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def file(self, text: str, name: str = "shop.yaml") -> str:
        """A file with this text."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Exit status, what was said, and what was said aside."""
        status = main(["--home", str(self.folder / "home"), "packs", "check", *words])
        said = self._capsys.readouterr()
        return status, said.out, said.err


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    return Check(tmp_path, capsys)


@pytest.mark.parametrize(
    ("text", "status", "strict"), [(FINE, 0, 0), (NOTED, 0, 0), (WARNED, 0, 1), (WRONG, 1, 1), ("pack: x", 1, 1)]
)
def test_errors_fail_and_with_strict_warnings_too(check: Check, text: str, status: int, strict: int) -> None:
    file = check.file(text)
    for form in ("text", "json", "github"):
        assert check(file, "--format", form)[0] == status
        assert check(file, "--strict", "--format", form)[0] == strict


def test_text_reads_like_a_compilers(check: Check) -> None:
    file = check.file(WRONG)
    status, said, aside = check(file)
    assert status == 1
    first, second = said.splitlines()
    assert first.startswith(f"{file}:12:18: error E3: The reason says only whether the option is right. Say what")
    assert second == "    Correct!"
    assert aside == "1 problem found (1 error, 0 warnings) in 1 file with 1 question.\n"


def test_what_the_terminal_would_obey_is_made_safe(check: Check) -> None:
    _, said, _ = check(check.file(FINE.replace("A caller", "A \x1b[31mcaller")))
    assert "\x1b" not in said
    assert "U+001B" in said


def test_files_are_grouped_and_notes_do_not_spoil_a_fine_one(check: Check) -> None:
    files = [
        check.file(NOTED, "a.yaml"),
        check.file(WARNED.replace("shop-floor", "b").replace("caller", "guest"), "b.yaml"),
    ]
    status, said, aside = check(*files, "--strict")
    assert status == 1
    groups = [group.splitlines() for group in said.split("\n\n")]
    assert [group[0].partition(":")[0] for group in groups] == files
    assert groups[0][-1] == f"{files[0]}: fine. 1 objective, 1 question."
    assert "2 files with 2 questions" in aside
    assert "1 note" in aside


def test_what_is_set_aside_is_counted(check: Check) -> None:
    allowed = a_question(others=OTHERS[:1], extra=f"{SOURCE}\nallow: {{W1: only two ways exist here}}")
    status, said, aside = check(check.file(a_pack_text(allowed)), "--strict")
    assert (status, "fine" in said, "1 finding set aside" in aside) == (0, True, True)


def test_json_is_a_list_of_findings_with_a_summary(check: Check) -> None:
    file = check.file(WARNED)
    told = json.loads(check(file, "--format", "json")[1])
    assert [(each["rule"], each["level"], each["file"], each["line"]) for each in told["findings"]] == [
        ("W1", "warning", file, 9)
    ]
    assert told["summary"]["warnings"] == 1
    assert told["summary"]["rules"] == {"W1": 1}
    assert "solvers" not in told
    boards = json.loads(check(file, "--format", "json", "--solvers")[1])["solvers"]
    assert [(board["name"], board["together"]) for board in boards] == [
        ("shop-floor", False),
        ("All packs together", True),
    ]


def test_github_annotates_lines(check: Check) -> None:
    file = check.file(WARNED, "a,b%.yaml")
    said = check(file, "--format", "github")[1]
    name = file.replace("%", "%25").replace(",", "%2C")
    what = "There are only 2 options, so half of all guesses are right. Add a plausible one."
    assert said == f"::warning file={name},line=9,col=5,title=W1::{what}\n"


def test_a_folder_gives_its_packs_and_not_its_lists(check: Check) -> None:
    check.file("documents: [{id: a-book, sections: [One]}]\n", "packs/documents.yaml")
    check.file("claims: []\n", "packs/claims.yaml")
    check.file(FINE, "packs/one.yml")
    check.file("no pack", "packs/notes.txt")
    status, said, aside = check(str(check.folder / "packs"))
    assert status == 0
    assert "one.yml: fine." in said
    assert "in 1 file" in aside
    (check.folder / "empty").mkdir()
    status, _, aside = check(str(check.folder / "empty"))
    assert (status, aside) == (1, "There are no pack files there.\n")


def test_without_a_name_every_pack_is_checked_and_a_pack_is_known_by_its_id(check: Check) -> None:
    installed = check.file(WARNED, "home/packs/other-name.yaml")
    told = json.loads(check("--format", "json")[1])
    assert told["summary"]["files"] > 1
    assert installed in {finding["file"] for finding in told["findings"]}
    told = json.loads(check("shop-floor", "limits-and-safety", "--format", "json")[1])
    assert (told["summary"]["files"], told["summary"]["packs"]) == (2, 2)


def test_a_name_that_is_nothing_is_told(check: Check) -> None:
    status, said, _ = check("no-such-pack")
    assert status == 1
    assert said.startswith("no-such-pack:1:1: There is no such file.")


def test_solvers_tell_each_pack_and_fail_only_with_strict(check: Check) -> None:
    words = [f"word{chr(letter)}" for letter in range(ord("a"), ord("p"))]
    texts = [
        a_question(f"q{n}", f"{word} {n} and so on and on", [f"{word} {n} {word} ago", f"{n} {word} or {word}"],
                   scene=f"{word} " * 9, place=n % 3)
        for n, word in enumerate(words)
    ]  # fmt: skip
    file = check.file(a_pack_text(*texts))
    status, said, _ = check(file, "--solvers")
    assert status == 0, "without --strict it only tells"
    assert "shop-floor: 15 questions with options; guessing solves 5.0." in said
    assert "All packs together: 15 questions" in said
    assert "* Read again: longest (z +5.5)" in said
    assert "* Beats chance: longest" in said
    assert check(file, "--solvers", "--strict")[0] == 1
    assert (
        "::warning title=Solvers on All packs together::* Beats chance"
        in check(file, "--solvers", "--format", "github")[1]
    )


def test_solvers_that_win_whole_conversations_fail_with_strict(check: Check) -> None:
    talks = []
    for number, word in enumerate(("baker", "cobbler", "dyer", "farrier", "glover", "hatter", "joiner", "miller")):
        turns = [
            a_turn(
                f"t{turn}", to=to, wrong="lost", says=f"{word} {turn}?",
                best=Say(f"{word} {turn} and so on, in many words"),
                others=[Say(f"{word} {turn} at once, with speed"), Say(f"{word} {turn} later on, with care")],
                place=(number + turn) % 3,
            )
            for turn, to in enumerate(("t1", "resolved"))
        ]  # fmt: skip
        talks.append(a_conversation(word, *turns))
    file = check.file(a_pack_text(a_question(), *talks))
    status, said, _ = check(file, "--solvers")
    assert status == 0
    assert "Whole conversations: guessing brings 0.9 of 8 to the best ending." in said
    told = json.loads(check(file, "--solvers", "--format", "json")[1])["solvers"][-1]
    assert (told["name"], told["together"], told["conversations"], told["chance"]) == (
        "Whole conversations", True, 8, 0.8889,
    )  # fmt: skip
    longest = next(each for each in told["results"] if each["solver"] == "longest")
    assert (longest["score"], longest["beats_chance"]) == (8, True)
    said = check(file, "--solvers", "--format", "github")[1]
    assert "::warning title=Solvers on Whole conversations::* Beats chance: longest" in said
    assert check(file, "--solvers", "--strict")[0] == 1
