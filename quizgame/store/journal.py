"""Makes SQLite's write-ahead log readable to its end where a change in the middle of it would hide what follows.

SQLite reads it up to the first frame whose checksum is wrong, and takes the rest for what a power cut left. Here each
frame is signed anew, whatever it holds: the rows have checksums of their own. The format: sqlite.org/fileformat2.html,
section 4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_HEADER, _FRAME = 32, 24  # bytes before all frames, and before the page of each
_MAGIC = (0x377F0682, 0x377F0683)  # checksums of words whose least, or greatest, byte comes first
_VERSION = 3_007_000
_PAGE = 4096
_PAGES = {1 << power for power in range(9, 17)}

Sums = tuple[int, int]


def mended(log: bytes) -> bytes | None:
    """The log with every frame signed anew; None where SQLite would read all of it anyway, or where it holds none."""
    magic, _, size = struct.unpack(">3I", log[:12]) if len(log) >= _HEADER else (0, 0, 0)
    magic, size = magic if magic in _MAGIC else _MAGIC[0], size if size in _PAGES else _PAGE
    frames = list(_frames(log, _FRAME + size))
    if not frames:
        return None
    salts = log[16:24]
    theirs = [number for number, frame in enumerate(frames) if frame[8:16] == salts]
    if not theirs:
        salts = frames[0][8:16]
        theirs = [number for number, frame in enumerate(frames) if frame[8:16] == salts]
    head = struct.pack(">3I", magic, _VERSION, size) + log[12:16] + salts
    # Behind them stands what is left of an earlier log, which was moved into the store.
    signed = _signed(head, frames[: theirs[-1] + 1])
    return None if log.startswith(signed) else signed


def _frames(log: bytes, length: int) -> Iterator[bytes]:
    return (log[at : at + length] for at in range(_HEADER, len(log) - length + 1, length))


def _signed(head: bytes, frames: list[bytes]) -> bytes:
    order = "<" if head.startswith(struct.pack(">I", _MAGIC[0])) else ">"
    sums = _summed(head, (0, 0), order)
    parts = [head, struct.pack(">2I", *sums)]
    for frame in frames:
        sums = _summed(frame[:8], sums, order)
        sums = _summed(frame[_FRAME:], sums, order)
        parts += [frame[:8], head[16:], struct.pack(">2I", *sums), frame[_FRAME:]]
    return b"".join(parts)


def _summed(data: bytes, sums: Sums, order: str) -> Sums:
    """SQLite's running sums over pairs of words."""
    first, second = sums
    words = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for one, other in zip(words, words, strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second
