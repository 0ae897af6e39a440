"""The page about exchange names every format and column, and the command line offers the same formats."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizgame.cli import main
from quizgame.packs.formats.exchange import KINDS, module_of
from quizgame.packs.formats.table import COLUMNS

PAGE = (Path(__file__).parents[3] / "docs" / "exchange.md").read_text(encoding="utf-8")


def test_every_column_has_its_row_in_order() -> None:
    section = PAGE.split("## Tables")[1].split("\n## ")[0]
    named = [
        name for line in re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE) for name in re.findall("`(.*?)`", line)
    ]
    columns = [name for name in COLUMNS if not re.search("[2-5]$", name)]
    assert sorted(named) == sorted(columns)


@pytest.mark.parametrize("name", KINDS)
def test_every_format_has_its_row_and_does_what_it_says(name: str) -> None:
    kind = KINDS[name]
    row = next(line for line in PAGE.split("\n") if line.startswith(f"| `{name}` |"))
    suffixes, comes_in, goes_out = (cell.strip() for cell in row.split("|")[2:5])
    assert kind.suffixes[0] in suffixes
    assert kind.comes_in == (comes_in == "yes") == hasattr(module_of(name), "read")
    assert goes_out == "yes"
    assert hasattr(module_of(name), "write")


@pytest.mark.parametrize("action", ["import", "export"])
def test_the_command_offers_them_all(action: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["packs", action, "--help"])
    said = capsys.readouterr().out
    for name, kind in KINDS.items():
        assert (re.search(rf"[{{,]{name}[,}}]", said) is not None) == (kind.comes_in or action == "export")
