"""A file is written whole or not at all, and read only if it is a file of a size that can be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quizgame.packs.formats.files import MOST_BYTES, ExchangeError, taken, written


def test_what_was_there_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "pack.yaml"
    written(file, b"one", replace=False)
    with pytest.raises(ExchangeError, match="is there already"):
        written(file, b"two", replace=False)
    assert taken(file) == b"one"
    written(file, b"two", replace=True)
    assert taken(file) == b"two"


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(ExchangeError, match="cannot be written"):
        written(tmp_path / "folder", b"x", replace=True)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_ctrl_c_while_the_disk_works_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "pack.yaml"
    written(file, b"old", replace=False)

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        written(file, b"new", replace=True)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("pack.yaml", b"old")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(ExchangeError, match="not an ordinary file"):
        taken(tmp_path / "pipe.csv")


def test_a_file_that_is_too_big_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(ExchangeError, match="bigger than 32 MiB"):
        taken(tmp_path / "big.csv")
