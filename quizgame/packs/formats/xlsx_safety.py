"""A look through an XLSX file before it is opened: nothing in it may be huge, endless or not what it says."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

from quizgame.packs.formats.files import ExchangeError

MOST_UNPACKED = 96 * 2**20
MOST_PARTS = 500
MOST_RATIO = 100
"""So many times smaller than its content a part may be; sheets of texts shrink to a tenth or a thirtieth."""
_SMALL = 2**20
"""Below this size, no ratio does harm."""
_DEEPEST = 40
"""Levels of XML; spreadsheets need a dozen."""
_CHUNK = 2**16
_BOMB = f"A part of this file would grow to more than {MOST_RATIO} times its size. Save it anew from a spreadsheet."
_BROKEN = "This is not an XLSX file, or it is damaged. Open it in a spreadsheet and save it as .xlsx."


def merged_cells(data: bytes) -> dict[str, list[str]]:
    """Merged cells (such as `B2:C4`) by the part of the file that holds their sheet.

    Raises `ExchangeError` for files that are no spreadsheet, or that nobody's spreadsheet would be like.
    """
    merged: dict[str, list[str]] = {}
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            # Reading stops at the size that a part declares, so that the declared sizes can be believed.
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                size = f"{MOST_UNPACKED // 2**20} MiB"
                raise ExchangeError(f"Unpacked, this file would be bigger than {size}. Split it, or save it as CSV.")
            if any(part.file_size > max(_SMALL, MOST_RATIO * part.compress_size) for part in parts):
                raise ExchangeError(_BOMB)
            if any(part.flag_bits & 1 for part in parts):
                raise ExchangeError("The file is protected by a password. Save it without one.")
            if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
                raise ExchangeError(_BROKEN)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    merged[part.filename] = _look_through(archive, part)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, NotImplementedError, EOFError, OSError, ValueError):
        raise ExchangeError(_BROKEN) from None
    return {name: ranges for name, ranges in merged.items() if ranges}


def _look_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> list[str]:
    found: list[str] = []
    depth = 0

    def refuse(*_: object) -> None:
        # Only a declaration can define entities that grow without end, or that point at files.
        raise ExchangeError(_BROKEN)

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise ExchangeError(_BROKEN)
        if name.rpartition(":")[2] == "mergeCell":
            found.append(attributes.get("ref", ""))

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    with archive.open(part) as opened:
        while chunk := opened.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return found
