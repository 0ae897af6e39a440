"""An export says everything that is held about a learner, in lines that people can read and machines can check."""

from __future__ import annotations

import json
import tracemalloc
from io import BytesIO
from pathlib import Path
from stat import S_IMODE

import pytest

from quizgame.domain.days import calendar
from quizgame.domain.events import Flagged, LearnersJoined
from quizgame.store import rows
from quizgame.store.errors import StoreError
from quizgame.store.export import Exported, write, write_file
from quizgame.store.log import INSERT_REVIEW
from tests.builders import a_desk, a_learner, a_pack, a_store
from tests.store.exports import KIM, exported, practised, values_of
from tests.store.histories import TODAY, answer_on, desk_of, log_of, when, without_triggers


def test_every_row_of_the_log_has_a_line_between_header_and_end(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        header, *lines, end = values_of(exported(database))
        log = log_of(database)
    assert (header["format"], header["version"], header["name"]) == ("quizgame-learner", 1, "Sam")
    assert [line["row"] for line in lines] == ["review"] * 4 + ["event"] * 7
    assert (header["reviews"], header["events"]) == (end["reviews"], end["events"]) == (4, 7)
    assert {line["id"] for line in lines} == {row[0].hex() for table in log.values() for row in table}
    assert {line["checksum"] for line in lines} == {row[-1] for table in log.values() for row in table}


def test_values_are_written_for_people(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        lines = values_of(exported(database))[1:-1]
    assert lines[0]["grade"] == "again"
    assert lines[0]["certainty"] == "unstated"
    assert all(line["date"] == calendar(line["day"]).isoformat() for line in lines)
    assert {line["kind"] for line in lines if line["row"] == "event"} == {
        *("day-off", "flagged", "parameters-fitted"),
        *("session-finished", "session-started", "setting-changed", "voided"),
    }
    [note] = [line["body"]["note"] for line in lines if line.get("kind") == "flagged"]
    assert note == "Zu höflich, nicht wahr? 🦊"


def test_nobody_else_is_in_it(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database, "Sam")
        kim = practised(database, "Kim").learner
        data = exported(database, "Sam")
    assert b"Kim" not in data
    assert kim.id.hex().encode() not in data


def test_those_who_were_joined_with_the_learner_are_named_in_the_header(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        a_desk(database).note(LearnersJoined(KIM.id), when())
        assert values_of(exported(database))[0]["joined"] == [KIM.id.hex()]


def test_a_terminal_that_shows_an_export_obeys_nothing_in_it(tmp_path: Path) -> None:
    """The game itself stores no such characters; another program might have."""
    with a_store(tmp_path, a_pack()) as database:
        a_desk(database).note(Flagged("pack/o0-a", 1, "\x1b[31m \x9b31m \u202e"), when())
        data = exported(database)
    assert data.decode().replace("\n", "").isprintable()
    assert "\x9b31m" in values_of(data)[1]["body"]["note"]


def test_an_export_of_the_same_log_is_the_same(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        assert exported(database) == exported(database)


def test_a_damaged_row_is_not_exported_as_if_it_were_sound(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        practised(database)
        without_triggers(database).execute("UPDATE review SET grade = 4 WHERE sequence = 2")
        with pytest.raises(rows.Damaged):
            exported(database)


def test_a_long_log_is_written_row_by_row(tmp_path: Path) -> None:
    """What it takes in memory does not grow with the log: ten thousand rows are five megabytes of file."""

    class Measuring(BytesIO):
        written = 0

        def write(self, data: object) -> int:
            self.written += len(bytes(data))  # type: ignore[call-overload]
            return 0

    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        [first] = [answer_on(desk, TODAY)]
        row = rows.review_row(first)
        with database.writing() as db:
            for number in range(2, 10_001):
                copy = (number.to_bytes(16, "big"), *row[1:3], number, *row[4:-1])
                db.execute(INSERT_REVIEW, (*copy, rows.checksum(copy)))
        out = Measuring()
        tracemalloc.start()
        try:
            write(database, desk.learner, out)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert out.written > 4_000_000
    assert peak < 500_000


# ── the file ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_file_is_private(tmp_path: Path) -> None:
    with a_store(tmp_path / "home", a_pack()) as database:
        learner = practised(database).learner
        write_file(database, learner, tmp_path / "sam.jsonl", "sam.jsonl")
        assert (tmp_path / "sam.jsonl").read_bytes() == exported(database)
    assert S_IMODE((tmp_path / "sam.jsonl").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_written_over_only_when_that_was_said(tmp_path: Path) -> None:
    path = tmp_path / "sam.jsonl"
    path.write_text("my poems")
    with a_store(tmp_path / "home", a_pack()) as database:
        learner = practised(database).learner
        with pytest.raises(StoreError, match=r"already there\. Name another file, or add --force"):
            write_file(database, learner, path, "sam.jsonl")
        assert path.read_text() == "my poems"
        write_file(database, learner, path, "sam.jsonl", overwrite=True)
        assert path.read_bytes() == exported(database)


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_or_a_device_is_never_written_over(tmp_path: Path, overwrite: bool) -> None:
    with a_store(tmp_path / "home", a_pack()) as database:
        learner = a_learner(database)
        for path in (tmp_path, Path("/dev/null")):
            if path.exists():
                with pytest.raises(StoreError, match="Name a"):
                    write_file(database, learner, path, "it", overwrite=overwrite)


def test_a_file_stands_there_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    with a_store(tmp_path / "home", a_pack()) as database:
        learner = practised(database).learner
        without_triggers(database).execute("UPDATE event SET checksum = 1 WHERE kind = 'voided'")
        with pytest.raises(StoreError):
            write_file(database, learner, folder / "sam.jsonl", "sam.jsonl")
    assert list(folder.iterdir()) == []


def test_whoever_exports_is_told_how_much_was_written(tmp_path: Path) -> None:
    with a_store(tmp_path / "home", a_pack()) as database:
        sam = practised(database).learner
        assert write_file(database, sam, tmp_path / "sam.jsonl", "sam.jsonl") == Exported(reviews=4, events=7)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with a_store(tmp_path / "home", a_pack()) as database, pytest.raises(StoreError, match="cannot be written"):
        write_file(database, a_learner(database), tmp_path / "no" / "sam.jsonl", "no/sam.jsonl")


def test_an_empty_log_is_an_export_too(tmp_path: Path) -> None:
    with a_store(tmp_path) as database:
        a_learner(database)
        assert [line.get("row") for line in values_of(exported(database))] == [None, "end"]


def test_json_lines_are_plain_json(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk_of(database, a_learner(database)).note(Flagged("pack/o0-a", 1, "a\u2028b"), when())
        data = exported(database)
    assert len(data.splitlines()) == data.count(b"\n") == len(data.decode().splitlines()) == 3
    assert json.loads(data.splitlines()[1])["body"]["note"] == "a\u2028b"
