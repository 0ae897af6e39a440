"""Packs come in from files, folders and zip files; what is dangerous or hidden in them is refused by name."""

from __future__ import annotations

import os
import stat
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.packs import archives
from quizgame.packs.archives import packs_in
from quizgame.packs.arriving import arrivals
from quizgame.packs.library import LibraryError
from quizgame.packs.problems import PackError, PackRefused
from tests.examples import examples
from tests.packs.pack_texts import a_pack_text

PACK = a_pack_text().encode()


def named(pack: str) -> bytes:
    """A pack file with this id."""
    return PACK.replace(b"shop-floor", pack.encode())


def a_zip(entries: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """A zip file of these entries."""
    made = BytesIO()
    with ZipFile(made, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(ZipInfo(name), data, method)
    return made.getvalue()


def with_entry(change: Callable[[ZipInfo], None], data: bytes = PACK) -> bytes:
    """A zip file of one entry whose description was changed."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        entry = ZipInfo("a.yaml")
        entry.compress_type = ZIP_DEFLATED
        change(entry)
        archive.writestr(entry, data)
    return made.getvalue()


def refusal(data: bytes) -> str:
    """What is said about a zip file that is not taken."""
    with pytest.raises(LibraryError) as refused:
        packs_in(data, "packs.zip")
    return str(refused.value)


def ids(path: Path) -> list[str]:
    """The packs that arrive from a path."""
    return [each.pack.id for each in arrivals(path)]


# ── files, folders, zip files ─────────────────────────────────────────────────────────────────────────────


def test_a_file_a_folder_and_a_zip_file_hold_packs(tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_bytes(named(name))
    (folder / "claims.yaml").write_text("not a pack")
    (folder / "notes.txt").write_text("not a pack")
    archive = tmp_path / "packs.zip"
    archive.write_bytes(
        a_zip(
            {
                "packs/": b"",
                "packs/one.yaml": named("one"),
                "packs/two.yml": named("two"),
                "packs/read me.txt": b"hello",
                "__MACOSX/packs/._one.yaml": b"\0\5\26\7",
            }
        )
    )
    assert ids(folder / "one.yaml") == ["one"]
    assert ids(folder) == ["one", "two"]
    assert ids(archive) == ["one", "two"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["packs", "packs.zip"], "nothing is unpacked"


def test_an_archive_is_known_by_its_beginning_and_not_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_bytes(a_zip({"one.yaml": named("one")}))
    assert ids(path) == ["one"]
    path.write_bytes(b"\x1f\x8b\x08 and so on")
    with pytest.raises(LibraryError, match="not a zip file"):
        arrivals(path)


def test_the_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("pack: a\n")
    (tmp_path / "b.yaml").write_bytes(PACK)
    (tmp_path / "c.yaml").write_text("title: c\n")
    with pytest.raises(PackRefused) as refused:
        arrivals(tmp_path)
    assert {Path(each.file).name for each in refused.value.problems} == {"a.yaml", "c.yaml"}
    assert str(tmp_path / "c.yaml") in str(refused.value)


def test_one_id_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_bytes(PACK)
    with pytest.raises(LibraryError, match=r"a\.yaml and .*b\.yaml both hold the pack shop-floor"):
        arrivals(tmp_path)


@pytest.mark.parametrize("content", [{}, {"notes.txt": b"hello"}])
def test_nothing_to_bring_in_is_told(tmp_path: Path, content: dict[str, bytes]) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "packs.zip").write_bytes(a_zip(content))
    for path in (tmp_path / "folder", tmp_path / "packs.zip"):
        with pytest.raises(LibraryError, match="There are no pack files"):
            arrivals(path)


def test_a_link_is_not_followed_out_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "own.yaml").write_bytes(PACK)
    (tmp_path / "secret.yaml").write_bytes(named("secret"))
    (folder / "link.yaml").symlink_to(folder / "own.yaml")
    (folder / "own.yaml").rename(folder / "own.txt")
    (folder / "link.yaml").unlink()
    (folder / "link.yaml").symlink_to("own.txt")
    assert ids(folder) == ["shop-floor"], "a link within the folder is fine"
    (folder / "out.yaml").symlink_to(tmp_path / "secret.yaml")
    with pytest.raises(LibraryError, match=r"out\.yaml is a link that leads out of the folder"):
        arrivals(folder)
    (folder / "out.yaml").unlink()
    (folder / "ring.yaml").symlink_to("ring.yaml")
    with pytest.raises(PackError):
        arrivals(folder)


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(PackError, match="not an ordinary file"):
        arrivals(tmp_path)


# ── what is refused in a zip file ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name", ["../a.yaml", "packs/../../a.yaml", "/etc/a.yaml", "C:/a.yaml", "..\\a.yaml", "\\a.yaml", "../notes.txt"]
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    said = refusal(a_zip({"fine.yaml": PACK, name: PACK}))
    assert "leads out of the archive" in said
    assert name in said


def test_a_name_with_control_characters_is_refused_and_shown_safely() -> None:
    said = refusal(a_zip({"a\x1b[2J.yaml": PACK}))
    assert "control characters" in said
    assert said.isprintable()


def test_a_name_cut_by_a_zero_byte_is_refused() -> None:
    data = a_zip({"aXyaml.txt": PACK})
    assert "control characters" in refusal(data.replace(b"aXyaml.txt", b"a.yaml\0txt"))


def test_links_and_devices_are_refused() -> None:
    for kind, words in ((stat.S_IFLNK, "is a link"), (stat.S_IFIFO, "is not an ordinary file")):

        def change(entry: ZipInfo, kind: int = kind) -> None:
            entry.external_attr = (kind | 0o777) << 16

        assert f"the entry a.yaml {words}" in refusal(with_entry(change, b"/etc/passwd"))


def test_an_archive_in_an_archive_is_refused_by_name_and_by_content() -> None:
    inner = a_zip({"a.yaml": PACK})
    assert "inner.zip is an archive itself" in refusal(a_zip({"inner.zip": inner}))
    assert "a.yaml is an archive itself" in refusal(a_zip({"a.yaml": inner}))


def test_an_encrypted_entry_is_refused() -> None:
    data = bytearray(a_zip({"a.yaml": PACK}))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    assert "a.yaml is encrypted" in refusal(bytes(data))


def test_an_unusual_compression_is_refused() -> None:
    assert "a.yaml is compressed in an unusual way" in refusal(a_zip({"a.yaml": PACK}, ZIP_BZIP2))


def test_a_name_that_is_there_twice_is_refused() -> None:
    assert "is there twice" in refusal(a_zip({"a.yaml": PACK, "A.yaml": PACK}))


def test_a_bomb_is_refused_before_it_grows() -> None:
    zeros = b"#" * (2 * 2**20)
    assert "a.yaml would grow to more than 100 times its size" in refusal(a_zip({"a.yaml": zeros}))
    assert "a.yaml is bigger than 16 MiB" in refusal(a_zip({"a.yaml": bytes(17 * 2**20)}, ZIP_STORED))


def test_many_big_entries_are_refused_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_ARCHIVE", 3 * len(PACK))
    made = a_zip({f"{number}.yaml": PACK for number in range(4)})
    assert "would come out" in refusal(made)


def test_too_many_entries_are_refused() -> None:
    made = a_zip({f"{number}.txt": b"" for number in range(archives.MOST_ENTRIES + 1)}, ZIP_STORED)
    assert "more than 1000 entries" in refusal(made)


def test_a_directory_that_lies_about_the_number_of_its_entries_is_refused() -> None:
    made = bytearray(a_zip({f"{number:03}{'x' * 1200}.txt": b"" for number in range(1000)}, ZIP_STORED))
    struct.pack_into("<HH", made, len(made) - 14, 1, 1)
    assert "more than 1000 entries" in refusal(bytes(made))


def test_entries_that_share_their_bytes_are_refused() -> None:
    """As a bomb does that says the same megabytes a thousand times: here one entry lies within the other."""
    alone = a_zip({"b.yaml": PACK}, ZIP_STORED)
    inner = alone[: alone.rfind(b"PK\x01\x02")]
    data = bytearray(a_zip({"a.yaml": b"# " + inner, "b.yaml": PACK}, ZIP_STORED))
    struct.pack_into("<L", data, data.rfind(b"PK\x01\x02") + 42, data.find(inner))
    assert "b.yaml shares its bytes with another entry" in refusal(bytes(data))


def test_bytes_hidden_behind_the_end_of_an_entry_are_refused() -> None:
    data = a_zip({"a.yaml": PACK})
    central = data.rfind(b"PK\x01\x02")
    hidden = b"not said anywhere"
    changed = bytearray(data[:central] + hidden + data[central:])
    central += len(hidden)
    for place in (18, central + 20):  # packed size
        struct.pack_into("<L", changed, place, struct.unpack_from("<L", changed, place)[0] + len(hidden))
    struct.pack_into("<L", changed, len(changed) - 6, central)
    assert "a.yaml holds something else than the archive says" in refusal(bytes(changed))


def test_a_header_that_names_another_size_is_refused() -> None:
    data = bytearray(a_zip({"a.yaml": PACK}))
    struct.pack_into("<L", data, 22, 10)
    assert "described in two ways" in refusal(bytes(data))


def test_a_header_that_names_another_file_is_refused() -> None:
    data = a_zip({"a.yaml": PACK})
    assert "described in two ways" in refusal(data.replace(b"a.yaml", b"b.yaml", 1))


@pytest.mark.parametrize("grown", [-5, 5])
def test_an_entry_that_holds_more_or_less_than_both_headers_say_is_refused(grown: int) -> None:
    data = bytearray(a_zip({"a.yaml": PACK}))
    central = data.rfind(b"PK\x01\x02")
    text = PACK[:grown] if grown < 0 else PACK + bytes(grown)
    for place, field in ((0, 14), (central, 16)):
        struct.pack_into("<L", data, place + field, zlib.crc32(text))
        struct.pack_into("<L", data, place + field + 8, len(text))
    assert "a.yaml holds something else than the archive says" in refusal(bytes(data))


def test_a_flipped_bit_is_noticed() -> None:
    data = bytearray(a_zip({"a.yaml": PACK}, ZIP_STORED))
    data[60] ^= 1
    assert "holds something else" in refusal(bytes(data))


@pytest.mark.parametrize("data", [b"PK", b"PK\x03\x04", b"PK\x05\x06", b"PK\x05\x06" + bytes(17), b"PK" + bytes(500)])
def test_what_only_begins_like_a_zip_file_is_told_as_damaged(data: bytes) -> None:
    assert "damaged or not a zip file" in refusal(data)


WHOLE = a_zip({"packs/one.yaml": named("one"), "two.yaml": named("two"), "notes.txt": b"hello" * 9})


@examples(400)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 40)
)
def test_a_damaged_zip_file_gives_the_packs_unharmed_or_a_refusal(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    with suppress(LibraryError):
        found = packs_in(bytes(data[: len(data) - cut]), "packs.zip")
        assert {content for _, content in found} <= {named("one"), named("two")}
