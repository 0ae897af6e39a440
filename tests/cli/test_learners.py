"""`quizgame learners`: what is theirs goes out, comes back, becomes one and is erased, each told in plain words."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from stat import S_IMODE

import pytest

from quizgame.store import copies, erasure
from quizgame.store.backups import make
from quizgame.store.database import FILE
from quizgame.store.inspection import inspect
from tests.builders import a_store, lay_home
from tests.cli.test_commands import Shell
from tests.store.exports import exported, practised, values_of


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A home in which Sam has practised."""
    with a_store(tmp_path / "home", built_in=True) as database:
        practised(database)
    return Shell(tmp_path / "home", capsys)


@pytest.fixture
def elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Another home, of another device."""
    return Shell(lay_home(tmp_path / "elsewhere" / "home", seed=2, built_in=True), capsys)


def file(shell: Shell, name: str = "sam.jsonl") -> Path:
    """An export of Sam."""
    path = shell.home.parent / name
    assert shell("learners", "export", "Sam", str(path))[0] == 0
    return path


# ── export ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_export_tells_how_much_it_holds_and_that_it_is_private(shell: Shell) -> None:
    path = shell.home.parent / "sam.jsonl"
    assert shell("learners", "export", "sam", str(path)) == (
        0,
        f"Everything held about Sam is in {path}: 4 answers and 7 other events. Only you may read that file.\n",
        "",
    )
    assert S_IMODE(path.stat().st_mode) == 0o600
    assert len(values_of(path.read_bytes())) == 13


def test_an_export_to_a_pipe_is_the_export_and_nothing_else(shell: Shell) -> None:
    status, said, error = shell("learners", "export", "Sam", "-")
    assert (status, error) == (0, "")
    with a_store(shell.home) as database:
        assert said.encode() == exported(database)


def test_a_file_that_is_there_is_kept_unless_told(shell: Shell) -> None:
    path = file(shell)
    path.write_text("my poems")
    status, said, error = shell("learners", "export", "Sam", str(path))
    assert (status, said) == (1, "")
    assert f"{path} is already there. Name another file, or add --force" in error
    assert path.read_text() == "my poems"
    assert shell("learners", "export", "Sam", str(path), "--force")[0] == 0
    assert path.read_text().startswith('{"format":"quizgame-learner"')


def test_nobody_cannot_be_exported(shell: Shell) -> None:
    path = shell.home.parent / "kim.jsonl"
    assert shell("learners", "export", "Kim", str(path)) == (
        1,
        "",
        "There is no learner called Kim. `quizgame learners list` shows who there is.\n",
    )
    assert not path.exists()


# ── import ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_import_tells_what_was_new_and_of_the_streak(shell: Shell, elsewhere: Shell) -> None:
    path = str(file(shell))
    status, said, _ = elsewhere("learners", "import", path)
    assert status == 0
    assert said.startswith("Sam learns here now. New from the file: 4 answers and 7 other events. The streak is ")
    assert elsewhere("learners", "import", path)[1].startswith(
        "Nothing in the file was new: all of it is in the log of Sam already. The streak stays at "
    )
    with a_store(elsewhere.home) as database:
        assert inspect(database).sound


def test_a_taken_name_without_a_terminal_is_told_with_the_ways_out(shell: Shell, elsewhere: Shell) -> None:
    path = str(file(shell))
    elsewhere("learners", "add", "Sam")
    status, said, error = elsewhere("learners", "import", path)
    assert (status, said) == (1, "")
    assert "already somebody called Sam here" in error
    assert "--join" in error
    assert "--as NAME" in error
    assert elsewhere("learners", "import", path, "--as", "Sam at home")[0] == 0
    assert json.loads(elsewhere("learners", "list", "--json")[1]) == {"learners": ["Sam", "Sam at home"]}


def test_the_same_person_is_joined_when_that_is_said(shell: Shell, elsewhere: Shell) -> None:
    path = str(file(shell))
    elsewhere("learners", "add", "Sam")
    assert elsewhere("learners", "import", path, "--join")[0] == 0
    assert elsewhere("learners", "list")[1] == "Sam\n"
    assert "Nothing in the file was new" in elsewhere("learners", "import", path)[1]


def test_a_name_and_a_join_at_once_are_wrong_use(shell: Shell) -> None:
    assert shell("learners", "import", "sam.jsonl", "--join", "--as", "Kim")[0] == 2


@pytest.mark.parametrize(
    "data",
    [b"", b"\x1b[31m\n", b"\xff\xfe\x00", b"{" * 100_000, b"x" * (10 << 20), b'{"format":"quizgame-learner"}\n'],
    ids=["empty", "escape", "bytes", "deep", "large", "half"],
)
def test_a_bad_file_is_told_in_one_line_that_names_it(shell: Shell, data: bytes) -> None:
    path = shell.home.parent / "bad.jsonl"
    path.write_bytes(data)
    status, said, error = shell("learners", "import", str(path))
    assert (status, said) == (1, "")
    assert error.startswith(f"{path}, line 1: ")
    assert error.count("\n") == 1
    assert "Nothing was imported." in error
    assert error.strip().isprintable()


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_what_is_no_file_is_told(shell: Shell, name: str) -> None:
    status, said, error = shell("learners", "import", str(shell.home.parent / name))
    assert (status, said) == (1, "")
    assert "cannot be read" in error
    assert "stumbled" not in error


def test_a_file_name_cannot_speak_to_the_terminal(shell: Shell) -> None:
    path = shell.home.parent / "\x1b[31mred.jsonl"
    for words in (("import", str(path)), ("export", "Sam", str(path)), ("export", "Sam", str(path))):
        _, said, error = shell("learners", *words)
        assert "\x1b" not in said + error


def test_an_import_that_fails_at_the_end_keeps_nothing(shell: Shell, elsewhere: Shell) -> None:
    path = file(shell)
    path.write_bytes(path.read_bytes().replace(b'"row":"end","reviews":4', b'"row":"end","reviews":5'))
    status, _, error = elsewhere("learners", "import", str(path))
    assert status == 1
    assert "line 13: " in error
    assert "Nobody yet" in elsewhere("learners", "list")[1]


# ── join ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_become_one(shell: Shell) -> None:
    with a_store(shell.home) as database:
        kim = practised(database, "Kim", days=2).learner
    assert shell("learners", "join", "sam", "KIM") == (
        0,
        "Kim is one with Sam now: 2 answers and 7 other events went over. The progress was folded anew.\n",
        "",
    )
    assert shell("learners", "list")[1] == "Sam\n"
    header = json.loads(shell("learners", "export", "Sam", "-")[1].splitlines()[0])
    assert header["joined"] == [kim.id.hex()]
    assert shell("doctor")[0] == 0


@pytest.mark.parametrize("names", [("Sam", "sam"), ("Sam", "Nobody"), ("Nobody", "Sam")])
def test_a_join_that_cannot_be_changes_nothing(shell: Shell, names: tuple[str, str]) -> None:
    status, said, error = shell("learners", "join", *names)
    assert (status, said) == (1, "")
    assert "one learner already" in error or "no learner called Nobody" in error
    assert shell("learners", "list")[1] == "Sam\n"


def test_an_import_of_a_joined_log_names_who_is_one_now(shell: Shell, elsewhere: Shell) -> None:
    with a_store(shell.home) as database:
        practised(database, "Kim", days=2)
    kims = shell.home.parent / "kim.jsonl"
    shell("learners", "export", "Kim", str(kims))
    elsewhere("learners", "import", str(kims))
    shell("learners", "join", "Sam", "Kim")
    said = elsewhere("learners", "import", str(file(shell)))[1]
    assert "Kim is one with Sam now, since the two were joined elsewhere." in said
    assert elsewhere("learners", "list")[1] == "Sam\n"


# ── erase ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_terminal_nobody_is_erased_unasked(shell: Shell) -> None:
    status, said, error = shell("learners", "erase", "sam")
    assert (status, said) == (1, "")
    assert "Add --yes to erase Sam" in error
    assert shell("learners", "list")[1] == "Sam\n"


def test_an_erasure_tells_what_went_and_what_it_cannot_reach(shell: Shell) -> None:
    backup = make(shell.home / FILE)
    inside = shell.home / "sam.jsonl"
    shell("learners", "export", "Sam", str(inside))
    (shell.home / "damaged").mkdir()
    (shell.home / "damaged" / "x\x1b[31m.db").write_bytes(b"Sam")
    status, said, error = shell("learners", "erase", "Sam", "--yes")
    assert (status, error) == (0, "")
    lines = said.splitlines()
    assert lines[0] == "Sam is erased: 4 answers and 7 other events are gone from the store."
    assert lines[1] == f"Cleaned as well: backups/{backup.name}."
    assert lines[2].startswith("Deleted whole")
    assert "damaged/x\\x1b[31m.db" in lines[2]
    assert lines[3].startswith("Still there, for you to delete: sam.jsonl.")
    assert "cannot reach what was copied elsewhere" in lines[4]
    assert "Nobody yet" in shell("learners", "list")[1]
    assert shell("doctor")[0] == 0


def test_nobody_cannot_be_erased(shell: Shell) -> None:
    assert "no learner called Kim" in shell("learners", "erase", "Kim", "--yes")[2]
    assert shell("learners", "list")[1] == "Sam\n"


def test_while_another_window_is_open_nobody_is_erased(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (erasure, copies):
        monkeypatch.setattr(module, "PATIENCE", 0.01)
    with a_store(shell.home):
        status, said, error = shell("learners", "erase", "Sam", "--yes")
    assert (status, said) == (1, "")
    assert "Nothing was erased: another window or program has" in error
    assert shell("learners", "erase", "Sam", "--yes")[0] == 0


def test_exported_erased_and_imported_the_learner_is_as_before(shell: Shell) -> None:
    path = file(shell)
    assert shell("learners", "erase", "Sam", "--yes")[0] == 0
    assert shell("learners", "import", str(path))[0] == 0
    with a_store(shell.home) as database:
        assert exported(database) == path.read_bytes()
        assert inspect(database).sound


# ── on a terminal ─────────────────────────────────────────────────────────────────────────────────────────────


class Typed(io.StringIO):
    """Somebody at a terminal, who types these lines."""

    def isatty(self) -> bool:
        return True


def typed(patch: pytest.MonkeyPatch, *lines: str) -> None:
    """Somebody types these lines, and then no more."""
    patch.setattr(sys, "stdin", Typed("".join(f"{line}\n" for line in lines)))
    patch.setattr(sys.stdout, "isatty", lambda: True, raising=False)


@pytest.mark.parametrize(("name", "erased"), [("Sam", True), (" sam ", True), ("Kim", False), ("", False)])
def test_the_name_is_typed_again_before_anything_goes(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, name: str, erased: bool
) -> None:
    typed(monkeypatch, name)
    status, said, error = shell("learners", "erase", "Sam")
    assert "This cannot be undone." in said
    assert status == (0 if erased else 1)
    assert ("Nothing was erased." in error) is not erased
    assert ("Nobody yet" in shell("learners", "list")[1]) is erased


def test_whoever_goes_away_at_the_question_erases_nobody(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch)
    assert shell("learners", "erase", "Sam")[0] == 1
    assert shell("learners", "list")[1] == "Sam\n"


@pytest.mark.parametrize(
    ("answers", "names", "answered"),
    [
        (["y"], ["Sam"], 4),
        (["what?", "Y"], ["Sam"], 4),
        (["n", "Sam at work"], ["Sam", "Sam at work"], 4),
        (["n", "sam", "n", "\x1b[31m", "Samira"], ["Sam", "Samira"], 4),
        ([""], ["Sam"], 0),
        (["n", ""], ["Sam"], 0),
        ([], ["Sam"], 0),
    ],
)
def test_a_taken_name_is_asked_about(
    shell: Shell,
    elsewhere: Shell,
    monkeypatch: pytest.MonkeyPatch,
    answers: list[str],
    names: list[str],
    answered: int,
) -> None:
    path = str(file(shell))
    elsewhere("learners", "add", "Sam")
    typed(monkeypatch, *answers)
    status, said, error = elsewhere("learners", "import", path)
    assert (status == 0) is bool(answered)
    assert "There is already somebody called Sam here." in said
    assert ("Nothing was imported." in error) is not answered
    assert json.loads(elsewhere("learners", "list", "--json")[1])["learners"] == names
    with a_store(elsewhere.home) as database:
        assert database.reading.execute("SELECT count(*) FROM review").fetchone() == (answered,)
        joins = "SELECT count(*) FROM event WHERE kind = 'learners-joined'"
        assert database.reading.execute(joins).fetchone() == (int(answers[-1:] in (["y"], ["Y"])),)
