"""Bad input of every kind that comes in: made by chance out of what is right, what is odd and what is meant to hurt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from random import Random
from stat import S_IFCHR, S_IFLNK, S_IFREG
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo
from zlib import crc32

import yaml
from hypothesis import strategies as st

from quizgame.domain.days import calendar
from quizgame.packs.formats.table import COLUMNS
from quizgame.store import lines, rows
from quizgame.store.checks import Unfit
from tests.packs.random_conversations import a_graph
from tests.packs.random_packs import AWKWARD
from tests.packs.test_reader_properties import SNIPPETS, VALID

HOSTILE = [
    "\x1b[2J\x1b[31m", "\x1b]0;title\x07", "\x1b]52;c;aGk=\x07", "\x1bP1$q\x1b\\", "\x9b2J", "\x9d0;t\x9c", "\x90q",
    "\x00", "\x08\x08", "\x7f", "\r", "\v", "\f", "\x85", "\u2028", "\u202e", "\u2066", "\u200b", "\ufeff", "\ufffe",
    "\U000e0041", "\u0600", "\ue000", "[red]", "[/]", "{0}", "%s%n", "$(true)", "`true`", "'; DROP TABLE review; --",
    "e\u0301", "日本", "👩\u200d👧", "\u00a0", "９", "..", "/", "\\", "~", "-", "--", "*", "?", "\t", "\n",
]  # fmt: skip
"""Pieces of text that command a terminal, hide, or mean something to some machine."""

# ── texts and bytes ───────────────────────────────────────────────────────────────────────────────────────────


def soup(pieces: Sequence[str], most: int = 30) -> st.SearchStrategy[str]:
    """Pieces in any order."""
    return st.lists(st.sampled_from(pieces), max_size=most).map("".join)


short = soup([*HOSTILE, *AWKWARD, "a", "b", "1", " "], 6) | st.text(max_size=12)
"""A word or two, as somebody might type them who means no good."""

_BYTES = [
    b"", b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\x80", b"\xed\xa0\x80", b"\xc0\x80", b"\n", b"\r", b"\r\n",
    b"\t", b" ", b":", b"-", b"- ", b'"', b"'", b"[", b"{", b"]", b"}", b",", b"&a ", b"*a", b"!!python/object:os ",
    b"|\n", b">\n", b"#", b"%YAML 1.2\n", b"---\n", b"9" * 5000, b"-1", b"1e999", b"null", b"[" * 300, b"{a: " * 300,
    b"\x1b[2J", "\u202e".encode(), "\x85".encode(), b"PK\x03\x04", b"<", b"&amp;", b"\x1f\x8b",
]  # fmt: skip
_CHANGES = ("put in", "put over", "take out", "twice", "cut off", "flip")
Change = tuple[str, int, bytes]
changes = st.lists(
    st.tuples(st.sampled_from(_CHANGES), st.integers(0, 2**16), st.sampled_from(_BYTES)), max_size=6
)  # fmt: skip


def spoilt(data: bytes, wanted: Iterable[Change]) -> bytes:
    """Bytes with changes made to them, one after another."""
    for what, place, piece in wanted:
        at = place % (len(data) + 1)
        match what:
            case "put in":
                data = data[:at] + piece + data[at:]
            case "put over":
                data = data[:at] + piece + data[at + max(1, len(piece)) :]
            case "take out":
                data = data[:at] + data[at + 1 + place % 40 :]
            case "twice":
                data = data[:at] + data[max(0, at - 60) : at] + data[at:]
            case "cut off":
                data = data[:at] if place % 4 == 0 else data
            case _:
                data = data[:at] + bytes([data[at] ^ 1 << place % 8]) + data[at + 1 :] if at < len(data) else data
    return data


_CODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "latin-1", "cp1252")


def _coded(text: str, coding: str, ends: str) -> bytes:
    text = text.replace("\n", ends)
    return text.encode(coding, "surrogatepass" if coding.startswith("utf") else "replace")


def coded(texts: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    """Texts as some program may have saved them: in any encoding, with any ends of lines."""
    return st.builds(_coded, texts, st.sampled_from(_CODINGS), st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]))


# ── values ────────────────────────────────────────────────────────────────────────────────────────────────────

ODD: list[Any] = [
    None, True, False, 0, -1, 1, 2, 10, 255, 2**31, 2**53, 2**63, 2**64, -(2**63) - 1, 10**400, -(10**4000), 0.5, -0.0,
    1e308, float("inf"), float("nan"), "", " ", "x", "no", "true", "1", "９", "1e5", "2026-11-22", "a" * 130,
    "a" * 5000,
    "a/b", "/", "../../x", "resolved", "lost", ">=8", "<=-1", ">= 99", "flashcard", "better-response", "conversation",
    [], [[]], [None], ["x"] * 30, [["x"] * 3] * 3, {}, {"a": 1}, {"": None}, {"x": {"y": {"z": []}}}, *HOSTILE,
    "name-it", "shop-floor/a", "warn", "a", "b", "pt-BR", "voided", "rollover", "goal", "rest", "pack", "objective",
    "pack=off", "300", "99999", "-5", "x=suspended", "0" * 32, "f" * 32, ["0" * 32],
]  # fmt: skip
"""Values that stand in the place of others."""


def _containers(value: Any) -> list[Any]:
    """Every list and group in a value, in the order of the file."""
    found, waiting = [], [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict | list):
            found.append(each)
            waiting += each.values() if isinstance(each, dict) else each
    return found


def mutated(value: Any, steps: Iterable[tuple[str, int, Any]]) -> Any:
    """A copy of a value in which things were replaced, taken out, doubled, renamed or moved."""
    value = json.loads(json.dumps(value))
    for what, seed, odd in steps:
        by = Random(seed)
        place = by.choice(_containers(value) or [[]])
        if not place:
            continue
        key = by.choice(list(place) if isinstance(place, dict) else range(len(place)))
        match what:
            case "replace":
                place[key] = odd
            case "take out":
                del place[key]
            case "double" if isinstance(place, list):
                place.insert(key, place[key])
            case "rename" if isinstance(place, dict):
                place[odd if isinstance(odd, str) else str(odd)[:50]] = place.pop(key)
            case "move":
                other = by.choice(_containers(value))
                if isinstance(other, list) and not isinstance(place[key], dict | list):
                    other.append(place[key])
            case _:
                if isinstance(place, dict):
                    place[str(odd)[:50]] = odd
                else:
                    place.append(odd)
    return value


steps = st.lists(
    st.tuples(
        st.sampled_from(["replace", "replace", "replace", "take out", "double", "rename", "move", "add"]),
        st.integers(0, 2**32),
        st.sampled_from(ODD) | short,
    ),
    max_size=3,
)


def as_json(value: Any) -> bytes:
    """A value as JSON, and so as YAML."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


# ── packs ─────────────────────────────────────────────────────────────────────────────────────────────────────

PACK: dict[str, Any] = yaml.safe_load(VALID)

pack_values = steps.map(lambda each: as_json(mutated(PACK, each)))
pack_bytes = changes.map(lambda each: spoilt(VALID.encode(), each)) | st.binary(max_size=300) | coded(
    soup([VALID[:200], *SNIPPETS], 12)
)  # fmt: skip
yaml_soup = st.builds(
    lambda start, rest: (start + rest).encode(),
    st.sampled_from(["", VALID, "pack: x\nquestions:\n", "- ", "{"]),
    soup([*SNIPPETS, "&a [*a]", "? ", "- - - ", "|2-\n", ">+\n", "[" * 40, "{" * 40, "0o7", "1_000", "12:30:45"], 60),
)


def _of_conversation(graph: dict[str, Any]) -> dict[str, Any]:
    return {"pack": "talks", "title": "Talks", "version": 1, "questions": [graph]}


conversations = st.builds(
    lambda seed, each: as_json(mutated(_of_conversation(a_graph(Random(seed))), each)),
    st.integers(0, 2**32),
    steps.map(lambda found: found[:2]),
)

# ── archives ──────────────────────────────────────────────────────────────────────────────────────────────────

_NAMES = [
    "a.yaml", "b.yml", "folder/c.yaml", "../x.yaml", "/x.yaml", "C:\\x.yaml", "a\\b.yaml", "a.yaml/", "__MACOSX/a.yaml",
    ".a.yaml", "documents.yaml", "claims.yaml", "a.zip", "A.YAML", "\x1b[2J.yaml", "\u202elmay.a", "日.yaml", "a" * 300,
    "n" * 3000 + ".yaml", "a\x00b.yaml", "./a.yaml", "a//b.yaml", "",
]  # fmt: skip
_CONTENTS = [
    VALID.encode(), b"", b"\x00" * 1000, b"pack: x\n", b"PK\x03\x04rest", b"\x1f\x8b\x08\x00", b"a: " + b"x" * 10_000,
    b"0" * 300_000, VALID.replace("shop-floor", "other").encode(),
]  # fmt: skip
_MODES = [0, 0, 0, S_IFREG | 0o644, S_IFLNK | 0o777, S_IFCHR | 0o600]
_METHODS = [ZIP_DEFLATED, ZIP_DEFLATED, ZIP_STORED, ZIP_BZIP2]
Entry = tuple[str, bytes, int, int]


def _zip(entries: Iterable[Entry], comment: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, data, mode, method in entries:
            entry = ZipInfo("entry")
            entry.filename, entry.orig_filename = name, name  # as it stands, which making an entry would not let it
            entry.external_attr, entry.compress_type = mode << 16, method
            if name not in archive.NameToInfo:
                archive.writestr(entry, data)
        archive.comment = comment
    return made.getvalue()


_entries = st.lists(
    st.tuples(
        st.sampled_from(_NAMES[:3]) | st.sampled_from(_NAMES[:3]) | st.sampled_from(_NAMES),
        st.just(_CONTENTS[0]) | st.sampled_from(_CONTENTS),
        st.sampled_from(_MODES),
        st.sampled_from(_METHODS),
    ),
    max_size=3,
)
zips = st.builds(_zip, _entries, st.sampled_from([b"", b"", b"PK\x05\x06", b"c" * 300]))
archives = (
    zips
    | st.builds(spoilt, zips, changes.map(lambda found: found[:2]))
    | st.builds(
        lambda start, rest: start + rest,
        st.sampled_from(
            [b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh9", b"\xfd7zXZ\x00", b"7z\xbc\xaf", b"Rar!\x1a"]
        ),
        st.binary(max_size=200),
    )
)

FolderFile = tuple[str, str, bytes]
_FILE_NAMES = [
    "a.yaml", "b.yml", "c.yaml", "documents.yaml", "claims.yaml", ".hidden.yaml", "a\x1b[2J.yaml", "b\u202e.yaml",
    "\udcff.yaml", "日.yaml", "x" * 200 + ".yaml", "\n.yaml", "notes.txt",
]  # fmt: skip
FILE_LISTS = [
    b"", b"[]", b"claims: 3", b"claims: [{id: a}, {id: [x]}, 5]\ntopics: {a: b}\ntensions: [1]", b"\xff",
    b"documents: [{id: x, title: T, author: null, publisher: null, date: null, sections: [S]}]",
    b"documents: [{id: x, title: \"\\e[2J\", sections: 5}]", b"documents: {}", b"documents: [{id: x}]",
]  # fmt: skip
folders: st.SearchStrategy[list[FolderFile]] = st.lists(
    st.tuples(
        st.sampled_from(_FILE_NAMES),
        st.sampled_from(["file"] * 8 + ["folder", "link in", "link out", "circle", "nowhere", "pipe"]),
        pack_values | pack_bytes | st.sampled_from([VALID.encode(), *FILE_LISTS, *FILE_LISTS]),
    ),
    max_size=5,
    unique_by=lambda each: each[0],
)
"""Files of a folder: what each is called, what kind of thing it is, and what it holds."""

# ── tables, quizzes, cards ────────────────────────────────────────────────────────────────────────────────────

_CELLS = [
    *AWKWARD, *HOSTILE, "flashcard", "better-response", "What?", "An answer.", "1", "2", "a", "2.0", "=1+1", '"', '""',
    "x" * 2500, "doc: section", "<b>x</b>", "<i>" * 50, "&#x1b;", "&nbsp;", "&#xd800;", "&#1114112;", "_x001B_",
]  # fmt: skip
_HEADINGS = [
    "front,back\n", "front;back\n", "front\tback\n", "sep=;\nfront;back\n",
    "id,front,back,kind,best,option 1,option 2\n", ",".join(COLUMNS) + "\n",
    "Question,Answer,Reason 1,Choice 1\n", "price\n", "",
]  # fmt: skip
_any_rows = soup([*_CELLS, *",,,,;;\t\n\n\n", "\r\n", '","', '"\n"'], 40)
_plain_rows = st.lists(st.lists(st.sampled_from(_CELLS) | short, max_size=6).map(",".join), max_size=5).map("\n".join)
tables = coded(st.builds("".join, st.tuples(st.sampled_from(_HEADINGS), _any_rows | _plain_rows)))
quizzes = coded(
    soup(
        [
            *_CELLS, "::title::", "[html]", "[moodle]", "{", "}", "{}", "{=a ~b#c}", "{=a#because ~b#why}",
            "=", "~", "#", "####", "%50%", "%-100%", "->", "{T}", "{#3:2}", "//c\n", "// [id:x] [tag:y]\n",
            "$CATEGORY: a/b\n", "\n\n", "\n\n", "\\", "\\n", "\\{", "What? {=right#so ~wrong#no}\n\n",
            "Card {####back}\n\n",
        ],
        30,
    )
)  # fmt: skip
cards = coded(
    soup(
        [
            *_CELLS, "#separator:tab\n", "#separator:x\n", "#separator:\n", '#separator:"\n', "#html:true\n",
            "#deck:a\n", "#guid column:1\n", "#tags column:99999999999\n", "#columns:a\tb\n",
            "#notetype column:2\n", "#", "\t", "\t", "\n", "\n", "front\tback\n", "{{c1::x}}", "[sound:x.mp3]",
            '"', "a;b\n", "p/q\tf\tb\n", "#separator:\\t\n", "#separator:\n\n", "#separator:\u00e9\n",
            "#if matches:x\n", "#tags column:0001" + "9" * 5000 + "\n",
        ],
        30,
    )
)  # fmt: skip

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/sharedStrings.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook {_MAIN} xmlns:r="{_RELATIONS}">'
        '<sheets><sheet name="Questions" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    ),
    "xl/sharedStrings.xml": f"<sst {_MAIN}><si><t>front</t></si><si><t>back</t></si></sst>",
}
_CELL_FORMS = [
    '<c t="inlineStr"><is><t>{}</t></is></c>', '<c t="s"><v>{}</v></c>', "<c><v>{}</v></c>", '<c t="b"><v>{}</v></c>',
    '<c t="e"><v>{}</v></c>', '<c t="d"><v>{}</v></c>', '<c t="str"><f>1+1</f><v>{}</v></c>', '<c r="{}"><v>1</v></c>',
    '<c s="{}"><v>1</v></c>', '<c r="XFD1048576"><v>{}</v></c>',
]  # fmt: skip
_CELL_TEXTS = [
    "front", "back", "What?", "Because.", "0", "1", "99", "-1", "1e999", "NaN", "2958466", "-5.5", "2026-11-22", "A1",
    "_x001B_", "_xD800_", "x" * 40_000, "&#x202e;", "&amp;", "日",
]  # fmt: skip
_sheet_rows = st.lists(
    st.lists(st.tuples(st.sampled_from(_CELL_FORMS), st.sampled_from(_CELL_TEXTS)), max_size=4), max_size=4
)


def _workbook(
    table: list[list[tuple[str, str]]], part: str, wanted: list[Change], whole: list[Change], *, headed: bool
) -> bytes:
    head = '<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>' if headed else ""
    written = "".join("<row>" + "".join(form.format(text) for form, text in row) + "</row>" for row in table)
    merged = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    sheet = f"<worksheet {_MAIN}><sheetData>{head}{written}</sheetData>{merged}</worksheet>"
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, text in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(name, spoilt(text.encode(), wanted) if name == part else text)
    return spoilt(made.getvalue(), whole)


workbooks = st.builds(
    _workbook,
    _sheet_rows,
    st.sampled_from([*_PARTS, "xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml", ""]),
    changes,
    st.just([]) | st.just([]) | changes.map(lambda found: found[:2]),
    headed=st.sampled_from([True, True, True, False]),
)

# ── logs and files for trainers ───────────────────────────────────────────────────────────────────────────────

Values = list[dict[str, Any]]


def json_lines(values: Values) -> list[bytes]:
    """A line for each value."""
    return [json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n" for value in values]


def signed(values: Values) -> bytes:
    """An export whose sums are right, as far as its values have any, so that it is refused for nothing else."""
    counts = {"review": 0, "event": 0}
    for value in values[1:-1]:
        table = value.get("row") if isinstance(value, dict) else None
        if table in counts:
            counts[table] += 1
            value.update(_sum_and_date(value))
    for value in (values[0], values[-1]) if values else ():
        if isinstance(value, dict) and "reviews" in value:
            value |= {"reviews": counts["review"], "events": counts["event"]}
    return _ended(values)


def _sum_and_date(value: dict[str, Any]) -> dict[str, Any]:
    """The checksum and date that a row should have; nothing for one that can have none."""
    try:
        row: list[Any] = []
        day = value["day"]
        for each in lines.REVIEW if value["row"] == "review" else lines.EVENT:
            if each.key == "body":
                known = lines.FACTS[value["kind"]][1]
                body = {key: known[key](held) for key, held in value["body"].items()}
                row.append(json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
            elif each.key != "checksum":
                row.append(each.read(value[each.key]))
        return {"checksum": rows.checksum(tuple(row)), "date": calendar(day).isoformat()}
    except (Unfit, KeyError, TypeError, AttributeError, ValueError, OverflowError):
        return {}


def _ended(values: Values) -> bytes:
    """Values as a file whose last line has the sum of those before it."""
    written = json_lines(values)
    last = values[-1] if values else None
    if isinstance(last, dict) and "checksum" in last:
        last["checksum"] = crc32(b"".join(written[:-1]))
        written[-1:] = json_lines([last])
    return b"".join(written)


def _in_rows(values: Values, wanted: list[tuple[int, list[tuple[str, int, Any]]]], order: list[int]) -> Values:
    """A file in which some rows have other values, and some stand elsewhere, or twice."""
    values = json.loads(json.dumps(values))
    for at, changed in wanted:
        values[at % len(values)] = mutated(values[at % len(values)], changed)
    for place in order:
        if len(values) > 3:
            values.insert(1 + place % (len(values) - 2), values[1 + place // 7 % (len(values) - 2)])
            if place % 3:
                del values[1 + place // 7 % (len(values) - 2)]
    return values


def changed_lines(values: Values, sign: Callable[[Values], bytes]) -> st.SearchStrategy[bytes]:
    """A file of JSON Lines with other values, signed anew or not, or with bytes spoilt."""
    some = st.lists(st.tuples(st.integers(0, 10**6), steps.map(lambda found: found[:2])), max_size=3)
    none: st.SearchStrategy[list[int]] = st.just([])
    order = none | none | st.lists(st.integers(0, 10**6), max_size=2)
    other = st.builds(_in_rows, st.just(values), some, order)
    right = b"".join(json_lines(values))
    return other.map(sign) | other.map(sign) | changes.map(lambda each: spoilt(right, each)) | coded(
        soup(["{", "}", '"a":', "[", "1", ",", "\n", "\n", right[:300].decode(), '{"format":"quizgame-learner"'], 20)
    )  # fmt: skip


def counted(values: Values) -> bytes:
    """A file for a trainer with the right counts and the right sum."""
    kinds = [value.get("row") for value in values[1:-1] if isinstance(value, dict)]
    for value in (values[0], values[-1]) if values else ():
        if isinstance(value, dict) and "answers" in value:
            value |= {"answers": kinds.count("answer"), "flags": kinds.count("flag")}
    return _ended(values)
