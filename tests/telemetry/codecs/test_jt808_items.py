"""Additional items: what each says, also those a maker reads otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemetry.codecs import jt808
from telemetry.codecs.jt808.frame import check_byte, escape
from telemetry.codecs.jt808.items import ITEMS, read_item, write_item
from telemetry.codecs.jt808.quirks import PROFILES, STANDARD
from telemetry.fix import NO_TIME, Fix, Malformed
from tests.telemetry.codecs.frames import BLOCK, HEADER

SAID = [
    (0x01, "00012d68", {"odometer_km": 7716.0}),
    (0x02, "00f5", {"fuel_l": 24.5}),
    (0x03, "0216", {"recorder_speed_kmh": 53.4}),
    (0x04, "0007", {"number": 7}),
    (0x05, "64ff", {"pressures_pa": [100, 255]}),
    (0x06, "0019", {"temperature_c": 25}),
    (0x06, "800a", {"temperature_c": -10}),
    (0x11, "00", {"place": 0}),
    (0x11, "0300000007", {"place": 3, "area": 7}),
    (0x12, "010000000701", {"place": 1, "area": 7, "out": 1}),
    (0x13, "00000007003c01", {"segment": 7, "time_s": 60, "too_long": 1}),
    (0x14, "00000002", {"kinds": 2}),
    (0x15, "00000001", {"channels": 1}),
    (0x16, "00000001", {"channels": 1}),
    (0x17, "0001", {"units": 1}),
    (0x18, "000150", {"kinds": 1, "fatigue": 80}),
    (0x25, "00108005", {"signals": ["dipped_beam", "right_turn", "bit_15", "bit_20"]}),
    (0x2A, "0003", {"io": ["deep_sleep", "sleep"]}),
    (0x2B, "00010002", {"ad1": 1, "ad0": 2}),
    (0x30, "1f", {"strength": 31}),
    (0x31, "0e", {"satellites": 14}),
]


@pytest.mark.parametrize(("id_", "value", "fields"), SAID)
def test_an_item_says(id_: int, value: str, fields: dict[str, object]) -> None:
    read = read_item(id_, bytes.fromhex(value))
    assert read == {"id": id_, "name": ITEMS[id_].name} | fields
    assert write_item(read) == (id_, bytes.fromhex(value))


def test_every_item_of_the_table_is_among_them() -> None:
    assert {id_ for id_, _, _ in SAID} == ITEMS.keys()


@pytest.mark.parametrize(("id_", "value"), [(0xEB, "01"), (0x01, "000001"), (0x31, "0e00")])
def test_what_no_table_fits_is_kept_as_bytes(id_: int, value: str) -> None:
    read = read_item(id_, bytes.fromhex(value))
    assert read == {"id": id_, "raw": bytes.fromhex(value)}
    assert write_item(read) == (id_, bytes.fromhex(value))


@given(st.integers(0, 255), st.binary(max_size=40))
def test_any_item_is_written_as_it_was_read(id_: int, value: bytes) -> None:
    assert write_item(read_item(id_, value)) == (id_, value)


@pytest.mark.parametrize("fields", [{"id": 0x31}, {"id": 0x99}, {"id": 0x2A, "io": ["awake"]}])
def test_an_item_that_cannot_be_is_a_mistake_of_the_caller(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        write_item(fields)


def test_a_maker_reads_an_item_otherwise() -> None:
    battery = PROFILES["battery-in-06"].all_items
    assert read_item(0x06, b"\x50", battery)["charge_percent"] == 80
    assert read_item(0x06, b"\x50") == {"id": 6, "raw": b"\x50"}
    assert read_item(0x31, b"\x0e", battery)["satellites"] == 14
    assert read_item(0x61, b"\x04\xe2", PROFILES["voltage-in-61"].all_items)["supply_v"] == 12.5
    assert STANDARD.all_items == ITEMS


def lock(length: int) -> bytes:
    """A frame with a serial of one byte."""
    body = bytes.fromhex("0605211759402234847411355056070598")
    head = bytes.fromhex("5501 8c00 900000000024 2a")
    content = head[:3] + bytes([length]) + head[4:] + body
    return b"\x7e" + escape(content + bytes([check_byte(content)])) + b"\x7e"


def test_a_serial_of_one_byte_is_read_only_under_the_profile_of_its_maker() -> None:
    with pytest.raises(Malformed) as wrong:
        jt808.decode(lock(17))
    assert wrong.value.reason == "length_mismatch"
    message = jt808.decode(lock(17), quirks=PROFILES["jointech"])
    assert (message.header.message, message.header.serial) == (0x5501, 0x2A)
    assert (message.fields["time"], message.fields["lat"]) == ("175940", "22348474")
    with pytest.raises(Malformed) as cut:
        jt808.decode(lock(18), quirks=PROFILES["jointech"])
    assert cut.value.reason == "length_mismatch"
    assert jt808.decode(jt808.encode(HEADER, BLOCK), quirks=PROFILES["jointech"]).fixes


def test_a_clock_in_utc_is_put_right_and_flagged() -> None:
    utc = PROFILES["clock-utc"]
    ((right,), (plain,)) = (
        jt808.decode(jt808.encode(HEADER, BLOCK), quirks=quirks).fixes for quirks in (utc, STANDARD)
    )
    assert isinstance(right, Fix)
    assert isinstance(plain, Fix)
    assert (right.at - plain.at).total_seconds() == 8 * 3600
    assert right.quality.names() == ["clock_offset"]


def test_a_clock_that_tells_no_time_is_not_put_right() -> None:
    frame = jt808.encode(HEADER, BLOCK[:22] + bytes(6))
    (fix,) = jt808.decode(frame, quirks=PROFILES["clock-utc"]).fixes
    assert isinstance(fix, Fix)
    assert fix.at == NO_TIME
    batch = jt808.encode_batch(jt808.Batch(bodies=(BLOCK[:9],)))
    frame = jt808.encode(jt808.Header(message=0x0704, phone="1", serial=0), batch)
    (wrong,) = jt808.decode(frame, quirks=PROFILES["clock-utc"]).fixes
    assert isinstance(wrong, Malformed)


def test_profiles_are_known_by_their_name() -> None:
    assert all(name == profile.name and profile.about for name, profile in PROFILES.items())
