"""Row ids are UUIDs of version 7: 16 bytes that sort by the instant at which they were made."""

from __future__ import annotations

from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgame.domain.ids import uuid7
from tests.examples import examples

INSTANTS = st.integers(0, 2**48 * 1000 - 1)  # microseconds: as far as 48 bits of milliseconds reach, year 10889
ENTROPY = st.binary(min_size=8, max_size=8)


@given(INSTANTS, ENTROPY)
@examples(100)
def test_an_id_is_sixteen_bytes_of_version_7_and_the_rfcs_variant(instant: int, entropy: bytes) -> None:
    identity = uuid7(instant, entropy)
    read = UUID(bytes=identity)
    assert len(identity) == 16
    assert read.version == 7
    assert read.variant == RFC_4122


@given(INSTANTS, ENTROPY)
@examples(100)
def test_an_id_begins_with_its_milliseconds(instant: int, entropy: bytes) -> None:
    assert int.from_bytes(uuid7(instant, entropy)[:6], "big") == instant // 1000


@given(INSTANTS, INSTANTS, ENTROPY, ENTROPY)
@examples(200)
def test_ids_sort_by_instant_whatever_their_random_part(one: int, other: int, left: bytes, right: bytes) -> None:
    if one != other:
        assert (uuid7(one, left) < uuid7(other, right)) == (one < other)


@given(INSTANTS, ENTROPY, ENTROPY)
@examples(100)
def test_ids_of_one_microsecond_sort_by_their_random_part(instant: int, left: bytes, right: bytes) -> None:
    def random_part(entropy: bytes) -> int:
        return int.from_bytes(entropy, "big") & 0x3FFF_FFFF_FFFF_FFFF  # two bits of the eight bytes hold the variant

    assert (uuid7(instant, left) < uuid7(instant, right)) == (random_part(left) < random_part(right))


@pytest.mark.parametrize("short", [b"", b"seven b"])
def test_too_little_entropy_is_refused(short: bytes) -> None:
    with pytest.raises(ValueError, match="8 random bytes"):
        uuid7(0, short)


def test_a_clock_before_1970_still_gives_an_id() -> None:
    assert UUID(bytes=uuid7(-1, bytes(8))).version == 7
    assert uuid7(-1, bytes(8)) == uuid7(0, bytes(8))
    assert uuid7(0, bytes(8)).hex() == "00000000000070008000000000000000"


@pytest.mark.parametrize(("micros", "fraction"), [(0, "7000"), (1, "7004"), (500, "7800"), (999, "7ffb")])
def test_an_id_is_that_of_the_rfcs_example_with_the_fraction_of_the_millisecond(micros: int, fraction: str) -> None:
    """Appendix A.6: a Tuesday in February 2022; of the random part all but the first two bits is kept."""
    entropy = bytes.fromhex("d8c4dc0c0c07398f")
    identity = uuid7(1_645_557_742_000_000 + micros, entropy)
    assert str(UUID(bytes=identity)) == f"017f22e2-79b0-{fraction}-98c4-dc0c0c07398f"
    assert uuid7(1_645_557_742_000_000 + micros, entropy + b"more") == identity
