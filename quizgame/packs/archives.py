"""Reads the packs in a zip file that nobody vouches for: into memory, within limits, and never by the names in it.

An entry's name is only shown, and never becomes a path. What the directory of the archive says is compared with what
stands before each entry and with what comes out, so that two programs cannot see two different archives.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from quizgame.packs.characters import shown
from quizgame.packs.file_text import MOST_BYTES
from quizgame.packs.library import LibraryError, is_pack_name

MOST_ARCHIVE = 64 * 2**20
"""The largest zip file, and the most that may come out of one."""
MOST_ENTRIES = 1000
MOST_RATIO = 100
"""So many times smaller than its content an entry may be; texts shrink to a fifth or a twentieth."""
_SMALL = 2**20
"""Below this size, no ratio does harm."""

_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_MOST_DIRECTORY = MOST_ENTRIES * 1024
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_NESTED = (".zip", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tar", ".jar")
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")


def is_archive(beginning: bytes) -> bool:
    """Whether a file begins as an archive of some kind does."""
    return beginning.startswith(_MAGIC)


def packs_in(data: bytes, file: str) -> list[tuple[str, bytes]]:
    """The pack files in a zip file, as names to show and bytes, by name. Raises `LibraryError`, naming the entry."""
    if not data.startswith(b"PK"):
        raise LibraryError(f"{_safe(file)} is an archive, but not a zip file. Unpack it, and install the folder.")
    if len(data) > MOST_ARCHIVE:
        raise LibraryError(f"{_safe(file)} is bigger than {_mib(MOST_ARCHIVE)}. Install its packs one by one.")
    _look_at_the_end(data, file)
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries, start = archive.infolist(), archive.start_dir
    except (BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError, struct.error) as error:
        raise _damaged(file) from error
    for entry in entries:
        for fault in _faults(entry):
            raise _refused(file, entry, fault)
    _look_for_twins(entries, file)
    begins = _beginnings(data, entries, start, file)
    wanted = sorted((entry for entry in entries if _is_wanted(entry)), key=lambda entry: entry.filename)
    if sum(entry.file_size for entry in wanted) > MOST_ARCHIVE:
        raise LibraryError(f"More than {_mib(MOST_ARCHIVE)} would come out of {_safe(file)}. Install fewer at once.")
    return [(entry.filename, _content(data, entry, begins[entry.header_offset], file)) for entry in wanted]


def _look_at_the_end(data: bytes, file: str) -> None:
    """Refuse a directory that would fill the memory before anything in it could be judged."""
    at = len(data) - _END.size
    if at < 0 or data[at : at + 4] != b"PK\x05\x06" or data[-2:] != b"\0\0":
        at = data.rfind(b"PK\x05\x06", max(0, len(data) - 0xFFFF - _END.size))
    if at < 0 or at + _END.size > len(data):
        raise _damaged(file)
    _, disk, first_disk, _, entries, size, _, _ = _END.unpack_from(data, at)
    if disk or first_disk:
        raise LibraryError(f"{_safe(file)} is one part of several. Put them together into one zip file.")
    if entries > MOST_ENTRIES or size > _MOST_DIRECTORY or data[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise LibraryError(f"{_safe(file)} holds more than {MOST_ENTRIES} entries. Leave out what is not a pack.")


def _faults(entry: ZipInfo) -> Iterator[str]:
    """Why an entry is not taken, as ends of a sentence."""
    name, mode = entry.orig_filename, entry.external_attr >> 16
    parts = name.replace("\\", "/").split("/")
    if not entry.filename:
        yield "has no name"
    if not name.isprintable() or name != entry.filename:
        yield "has a name with invisible or control characters"
    if name.startswith(("/", "\\")) or ":" in name or "\\" in name or ".." in parts:
        yield "has a name that leads out of the archive"
    if stat.S_ISLNK(mode):
        yield "is a link"
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        yield "is not an ordinary file"
    if entry.flag_bits & _ENCRYPTED:
        yield "is encrypted"
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        yield "is compressed in an unusual way"
    if entry.filename.endswith("/") and entry.file_size:  # asking the entry itself fails where it has no name
        yield "says that it is a folder and holds bytes"
    if name.lower().endswith(_NESTED):
        yield "is an archive itself"
    if entry.file_size > _SMALL and entry.file_size > MOST_RATIO * entry.compress_size:
        yield f"would grow to more than {MOST_RATIO} times its size"
    if _is_wanted(entry) and entry.file_size > MOST_BYTES:
        yield f"is bigger than {_mib(MOST_BYTES)}"


def _is_wanted(entry: ZipInfo) -> bool:
    """Whether it is a pack; what some systems add unasked (`__MACOSX/`, names that begin with a dot) is none."""
    *folders, name = entry.filename.split("/")
    return is_pack_name(name) and not any(part.startswith((".", "__MACOSX")) for part in (*folders, name))


def _look_for_twins(entries: list[ZipInfo], file: str) -> None:
    met: set[str] = set()
    for entry in entries:
        name = entry.filename.casefold()
        if name in met:
            raise _refused(file, entry, "is there twice")
        met.add(name)


def _beginnings(data: bytes, entries: list[ZipInfo], directory: int, file: str) -> dict[int, int]:
    """Where the bytes of each entry begin, by the place of its header, none of which may share bytes."""
    found: dict[int, int] = {}
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        at = entry.header_offset
        if at < end:
            raise _refused(file, entry, "shares its bytes with another entry")
        if at + _LOCAL.size > directory:
            raise _damaged(file)
        mark, _, flags, method, _, _, _, packed, size, name_length, extra = _LOCAL.unpack_from(data, at)
        name = data[at + _LOCAL.size : at + _LOCAL.size + name_length]
        streamed = flags & 0x8 and packed == size == 0  # then the sizes stand only in the directory, and behind
        if (
            mark != b"PK\x03\x04"
            or flags & _ENCRYPTED
            or method != entry.compress_type
            or (not streamed and (packed, size) != (entry.compress_size, entry.file_size))
            or name.decode("utf-8" if flags & 0x800 else "cp437", "replace") != entry.orig_filename
        ):
            raise _refused(file, entry, "is described in two ways that do not agree")
        found[at] = at + _LOCAL.size + name_length + extra
        end = found[at] + entry.compress_size
        if end > directory:
            raise _refused(file, entry, "goes on beyond the end of the archive's content")
    return found


def _content(data: bytes, entry: ZipInfo, begin: int, file: str) -> bytes:
    packed = data[begin : begin + entry.compress_size]
    if entry.compress_type == ZIP_STORED:
        content = packed
    else:
        inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflating.decompress(packed, entry.file_size + 1)
        except zlib.error as error:
            raise _refused(file, entry, "is damaged") from error
        if len(content) == entry.file_size and not inflating.eof:
            content += inflating.decompress(inflating.unconsumed_tail, 1)
        if not inflating.eof or inflating.unused_data:
            raise _refused(file, entry, "holds something else than the archive says")
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise _refused(file, entry, "holds something else than the archive says")
    if is_archive(content):
        raise _refused(file, entry, "is an archive itself")
    return content


def _refused(file: str, entry: ZipInfo, fault: str) -> LibraryError:
    return LibraryError(
        f"{_safe(file)}: the entry {_safe(entry.orig_filename)} {fault}, so nothing was taken from the archive. "
        "Make it anew from the pack files alone."
    )


def _damaged(file: str) -> LibraryError:
    return LibraryError(f"{_safe(file)} is damaged or not a zip file. Get or make it anew.")


def _safe(name: str) -> str:
    return shown(name, 500)


def _mib(size: int) -> str:
    return f"{size // 2**20} MiB"
