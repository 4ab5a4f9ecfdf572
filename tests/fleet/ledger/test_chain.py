"""The hash of an event is the same wherever and whenever it is computed, and of no other event."""

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from fleet.ledger.chain import GENESIS, Claim, Record, canonical, link, seal

JULY = datetime(2026, 7, 1, tzinfo=UTC)
NAME = UUID("00000000-0000-4000-8000-00000000000a")
RECORD = Record("vehicle:甲", 1, "vehicle.registered", b'{"plate":"A"}', NAME, '{"actor":"wang"}')
BY_HAND = b"".join(
    len(field).to_bytes(4, "big") + field
    for field in (
        b"00000000-0000-4000-8000-00000000000a",
        "vehicle:甲".encode(),
        b"1",
        b"vehicle.registered",
        b'{"plate":"A"}',
        b'{"actor":"wang"}',
        b"2026-07-01T00:00:00.000000Z",
    )
)

texts = st.none() | st.text(max_size=3)
records = st.builds(
    Record,
    stream=texts,
    version=st.none() | st.integers(0, 12),
    topic=texts,
    state=st.none() | st.binary(max_size=3),
    event_id=st.none() | st.just(NAME),
    metadata=texts,
)


def test_a_hash_can_be_computed_by_hand() -> None:
    assert seal(GENESIS, RECORD, JULY) == sha256(bytes(32) + BY_HAND).digest()


def test_a_null_is_not_an_empty_text() -> None:
    nothing = Record(None, None, None, None, None, None)
    assert seal(GENESIS, nothing, None) == sha256(bytes(32) + b"\xff" * 28).digest()


def test_a_time_has_one_hash_in_every_zone() -> None:
    there = JULY.astimezone(timezone(timedelta(hours=8)))
    assert seal(GENESIS, RECORD, there) == seal(GENESIS, RECORD, JULY)


def test_metadata_has_one_form_whatever_the_order() -> None:
    assert canonical({"unit": "市档案馆", "actor": "w"}) == '{"actor":"w","unit":"市档案馆"}'


@given(one=records, other=records)
def test_two_events_with_one_hash_are_the_same_event(one: Record, other: Record) -> None:
    assert (seal(GENESIS, one, JULY) == seal(GENESIS, other, JULY)) == (one == other)


def test_each_event_is_chained_to_the_one_before() -> None:
    claim = Claim(GENESIS, JULY, [7, 9])
    *_, before, hashes = link(claim, [RECORD, RECORD._replace(version=2)])
    first = seal(GENESIS, RECORD, JULY)
    assert before == [GENESIS, first]
    assert hashes == [first, seal(first, RECORD._replace(version=2), JULY)]


def test_the_same_event_elsewhere_has_another_hash() -> None:
    assert seal(GENESIS, RECORD, JULY) != seal(sha256().digest(), RECORD, JULY)
