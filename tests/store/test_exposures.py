"""First answers and flags leave the log as they are: the first of each, nothing undone, and nothing of who or when."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.days import calendar
from quizgame.domain.events import Certainty, Flagged, Grade, ParametersFitted
from quizgame.domain.items import Exposure, Flag, Sheet
from quizgame.store.exposures import Exposures
from quizgame.store.inspection import inspect
from quizgame.store.trainer_file import BadTrainerFile, read, write
from quizgame.study.views import Scope
from tests.builders import (
    FixedClock,
    a_conversation,
    a_desk,
    a_learner,
    a_pack,
    a_response,
    a_store,
    a_study,
    seeded,
    shelve,
)
from tests.store.histories import TODAY, an_answer, when


def choices(sheet: Sheet) -> list[tuple[str, int, int | None]]:
    return [(each.question, each.revision, each.chosen) for each in sheet.exposures]


def test_the_first_answer_to_each_question_and_revision_counts_whatever_came_later(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        for day, revision, chosen in ((0, 1, 2), (1, 1, 0), (2, 2, 1), (3, 2, 0)):
            answer = an_answer("pack/o0-c", revision=revision, chosen=chosen, grade=Grade.AGAIN)
            desk.turn_to(TODAY + day)
            desk.record(answer, when(TODAY + day))
        (sheet,) = Exposures(database).everybody()
        assert choices(sheet) == [("pack/o0-c", 1, 2), ("pack/o0-c", 2, 1)]
        assert [each.options for each in sheet.exposures] == [3, 3]


def test_an_undone_answer_was_none(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        desk.record(an_answer("pack/o0-c", chosen=2), when())
        desk.undo(when(second=5))
        assert Exposures(database).everybody() == []
        desk.record(an_answer("pack/o0-c", chosen=1), when(second=9))
        (sheet,) = Exposures(database).everybody()
        assert choices(sheet) == [("pack/o0-c", 1, 1)]


def test_a_card_is_recalled_unless_it_was_graded_again(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        desk = a_desk(database)
        for place, grade in enumerate(Grade):
            desk.record(an_answer(f"pack/o{place}-b", f"pack/o{place}", grade), when(second=place))
        (sheet,) = Exposures(database).everybody()
        assert [(each.options, each.chosen, each.right) for each in sheet.exposures] == [
            (0, None, False),
            (0, None, True),
            (0, None, True),
            (0, None, True),
        ]


def test_a_renamed_question_keeps_its_first_answer(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack(questions=[a_response("old")])) as database:
        desk = a_desk(database)
        desk.record(an_answer("pack/old", "pack/old", chosen=1), when())
        desk.note(Flagged("pack/old", 1, "odd"), when(second=1))
        renamed = a_response("new")
        object.__setattr__(renamed, "was", "pack/old")
        shelve(database, a_pack(questions=[renamed], version=2))
        desk.record(an_answer("pack/new", "pack/new", chosen=0), when(TODAY + 1))
        (sheet,) = Exposures(database).everybody()
        assert choices(sheet) == [("pack/new", 1, 1)]
        assert sheet.flags == (Flag("pack/new", 1, "odd"),)


def test_a_turn_is_known_by_its_own_key_and_goes_where_its_conversation_goes(tmp_path: Path) -> None:
    with a_store(tmp_path, replace(a_pack(), conversations=(a_conversation(),))) as database:
        study = a_study(database, FixedClock())
        study.start(5, Scope(conversation="pack/talk"))
        study.flag("odd")
        for chosen in (2, 0):
            study.choose(study.showing.order.index(chosen))
            study.proceed()
        (sheet,) = Exposures(database).everybody()
        assert choices(sheet) == [("pack/talk.t0", 1, 2), ("pack/talk.t1", 1, 0)]
        assert [(each.options, each.right) for each in sheet.exposures] == [(3, False), (3, True)]
        assert read_back(tmp_path, written(sheet)) == sheet
        renamed = replace(a_conversation("chat"), was="pack/talk")
        shelve(database, replace(a_pack(version=2), conversations=(renamed,)))
        (later,) = Exposures(database).everybody()
        assert choices(later) == [("pack/chat.t0", 1, 2), ("pack/chat.t1", 1, 0)]
        assert later.flags == (Flag("pack/chat.t0", 1, "odd"),)
        assert choices(Exposures(database).settled(sheet)) == choices(later), "a file from before says the same"
        both = (renamed, a_conversation())
        shelve(database, replace(a_pack(version=3), conversations=both))
        (now,) = Exposures(database).everybody()
        assert choices(now) == choices(sheet), "the old one is back, and its answers are its own"
        assert inspect(database).sound


# ── the file ──────────────────────────────────────────────────────────────────────────────────────────────────


def written(sheet: Sheet, seed: int = 1) -> bytes:
    out = BytesIO()
    write(sheet, seeded(seed), out)
    return out.getvalue()


def read_back(folder: Path, data: bytes) -> Sheet:
    path = folder / "sam.jsonl"
    path.write_bytes(data)
    return read(path, "sam.jsonl").sheet


_words = st.text(alphabet="abc-/.1", min_size=1, max_size=12)
_exposures = st.builds(
    lambda question, revision, wording, options, chosen, right, certainty: Exposure(
        question, revision, wording, options, min(chosen, options - 1) if options else None, right, certainty
    ),
    _words,
    st.integers(1, 9),
    _words,
    st.sampled_from((0, 2, 4)),
    st.integers(0, 3),
    st.booleans(),
    st.sampled_from(Certainty),
)
_notes = st.text(alphabet=st.characters(categories=("L", "N", "P", "Zs", "S")), max_size=40)
_sheets = st.builds(
    lambda exposures, flags: Sheet(tuple(exposures), tuple(flags)),
    st.lists(_exposures, unique_by=lambda each: each[:2], max_size=12),
    st.lists(st.builds(Flag, _words, st.integers(1, 9), _notes), max_size=4),
)


@given(_sheets)
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, sheet: Sheet) -> None:
    back = read_back(tmp_path_factory.mktemp("file"), written(sheet))
    assert sorted(back.exposures, key=repr) == sorted(sheet.exposures, key=repr)
    assert sorted(back.flags) == sorted(sheet.flags)


@given(_sheets)
def test_the_order_in_which_things_were_done_leaves_no_trace(sheet: Sheet) -> None:
    backwards = Sheet(sheet.exposures[::-1], sheet.flags[::-1])
    assert written(sheet) == written(backwards)


def test_nothing_of_who_or_when_is_in_the_file(tmp_path: Path) -> None:
    with a_store(tmp_path, a_pack()) as database:
        learner = a_learner(database, "Samira Q")
        desk = a_desk(database, "Samira Q")
        stamps = []
        for day in range(4):
            desk.turn_to(TODAY + day)
            answer = an_answer(f"pack/o{day % 3}-c", f"pack/o{day % 3}", chosen=day % 3, seconds=7.25)
            stamps.append(desk.record(answer, when(TODAY + day, 11)).review.stamp)
        desk.note(Flagged("pack/o1-c", 1, "two are right"), when(TODAY + 3, 12))
        desk.note(ParametersFitted(-0.8123, 0.2456, 0.3789, 0.7012, 4321, 987, 876), when(TODAY + 3, 13))
        data = written(Exposures(database).of(learner.id), seed=99)
    text = data.decode()
    assert "two are right" in text
    secrets = ["Samira", "samira", "7.25", "seconds", "day", "instant", "date", "session", "engine"]
    secrets += ["8123", "2456", "3789", "7012", "4321", "fitted", "level", "strength", "fading", "meetings", "firsts"]
    for stamp in stamps:
        ids = (stamp.id, stamp.learner, stamp.device, answer.session)
        secrets += [each.hex() for each in ids] + [each.hex()[:12] for each in ids]
        secrets += [
            str(stamp.instant),
            str(stamp.instant // 1_000_000),
            str(stamp.day),
            calendar(stamp.day).isoformat(),
        ]
    assert [each for each in secrets if each in text] == []
    assert not re.search(r"\b20[0-9]{2}-|[0-9]{5,}(?![0-9a-f]*\")", re.sub(r'"checksum":[0-9]+', "", text))
    keys = {key for line in text.splitlines() for key in json.loads(line)}
    assert keys == {
        *("format", "version", "label", "answers", "flags"),
        *("row", "question", "revision", "wording", "options", "option", "right", "certainty", "note", "checksum"),
    }


def test_two_files_of_one_learner_have_labels_of_their_own(tmp_path: Path) -> None:
    sheet = Sheet((Exposure("pack/a", 1, "w", 3, 1, False, Certainty.SURE),))
    labels = {json.loads(written(sheet, seed).splitlines()[0])["label"] for seed in (1, 2)}
    assert len(labels) == 2


SHEET = Sheet(
    (
        Exposure("pack/a", 1, "w", 3, 1, False, Certainty.SURE),
        Exposure("pack/b", 1, "w", 0, None, True, Certainty.UNSTATED),
    ),
    (Flag("pack/a", 1, "odd"),),
)


def resealed(lines: list[bytes]) -> bytes:
    """Lines changed by somebody who mended the checksum."""
    end = json.loads(lines[-1])
    body = b"".join(line + b"\n" for line in lines[:-1])
    end["checksum"] = crc32(body)
    return body + json.dumps(end).encode() + b"\n"


@pytest.mark.parametrize(
    ("line", "old", "new", "told"),
    [
        (0, b"quizgame-answers", b"something", "line 1: this is not a file for a trainer"),
        (0, b"quizgame-answers", b"quizgame-learner", "line 1: this is everything held about a learner"),
        (0, b'"version":1', b'"version":2', "line 1: it is written in version 2"),
        (0, b'"answers":2', b'"answers":3', "line 5: the file does not hold as many"),
        (1, b'"revision":1', b'"revision":"1"', "line 2: `revision` must be a whole number"),
        (1, b'"option":1', b'"option":3', "line 2: `option` must be one of its `options`"),
        (1, b'"option":1', b'"option":null', "line 2: `option` must be one of its `options`"),
        (1, b'"sure"', b'"certain"', "line 2: `certainty` must be one of unstated, sure, not-sure"),
        (1, b'"right":false', b'"right":0', "line 2: `right` must be true or false"),
        (
            1,
            b'"right":false',
            b'"right":false,"name":"Sam"',
            "line 2: it holds a value that this quizgame does not know",
        ),
        (1, b'"right":false,', b"", "line 2: `right` is missing"),
        (1, b"pack/a", b"pack/b", "line 3: it holds a second answer to the same question"),
        (1, b'"row":"answer"', b'"row":"event"', "line 2: `row` must be answer, flag or end"),
        (3, b"odd", b"\\u001b[2J", "line 4: `note` must be a text without control characters"),
        (2, b"{", b"", "line 3: it is not a line of JSON"),
        (2, b"pack", b"\xff", "line 3: it is not UTF-8 text"),
    ],
)
def test_a_bad_line_is_told_with_file_and_line(tmp_path: Path, line: int, old: bytes, new: bytes, told: str) -> None:
    lines = written(SHEET).splitlines()
    assert old in lines[line]
    lines[line] = lines[line].replace(old, new)
    with pytest.raises(BadTrainerFile) as refused:
        read_back(tmp_path, resealed(lines))
    assert str(refused.value).startswith(f"sam.jsonl, {told}")
    assert "It was left out." in str(refused.value)


def test_a_file_that_was_cut_short_changed_or_lengthened_is_refused(tmp_path: Path) -> None:
    whole = written(SHEET)
    for length in range(len(whole) - 1):
        with pytest.raises(BadTrainerFile):
            read_back(tmp_path, whole[:length])
    with pytest.raises(BadTrainerFile, match="changed since it was written"):
        read_back(tmp_path, whole.replace(b"odd", b"add"))
    with pytest.raises(BadTrainerFile, match="more after the end"):
        read_back(tmp_path, whole + b"{}\n")
    assert read_back(tmp_path, b"\xef\xbb\xbf" + whole.replace(b"\n", b"\r\n")) == SHEET
