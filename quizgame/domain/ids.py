"""Row ids that sort by time: UUID version 7 in our own few lines, since Python 3.11 has none."""

from __future__ import annotations


def uuid7(instant: int, entropy: bytes) -> bytes:
    """A UUIDv7 of 16 bytes (RFC 9562, section 5.7, with the sub-millisecond fraction of method 3).

    `instant` is in microseconds since 1970 UTC, `entropy` at least 8 random bytes. Ids of one device sort
    by instant; ids made in the same microsecond sort by their random part.
    """
    if len(entropy) < 8:
        raise ValueError("an id needs 8 random bytes")
    millis, micros = divmod(max(instant, 0), 1000)
    fraction = micros * 4096 // 1000
    high = (millis & 0xFFFFFFFFFFFF) << 16 | 0x7000 | fraction
    low = int.from_bytes(entropy[:8], "big") & 0x3FFFFFFFFFFFFFFF | 0x8000000000000000
    return (high << 64 | low).to_bytes(16, "big")
