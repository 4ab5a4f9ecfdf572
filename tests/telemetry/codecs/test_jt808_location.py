"""Where a terminal says it is, and what speaks against it."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemetry.codecs import jt808
from telemetry.codecs.fix_json import to_json
from telemetry.codecs.jt808.names import alarm_names, status_names
from telemetry.fix import NO_TIME, Fix, Malformed, Quality
from tests.telemetry.codecs.frames import BLOCK, locations

GOOD = jt808.read_location(BLOCK)

fixes = st.builds(
    Fix,
    device=st.just("1"),
    at=st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 31)).map(  # noqa: DTZ001
        lambda at: at.replace(microsecond=0, tzinfo=UTC)
    ),
    digest=st.just(b""),
    lon=st.integers(-180_000_000, 180_000_000).map(lambda e6: e6 / 1e6),
    lat=st.integers(-90_000_000, 90_000_000).map(lambda e6: e6 / 1e6),
    speed_kmh=st.integers(0, 65_535).map(lambda tenth: tenth / 10),
    course_deg=st.integers(0, 359),
    altitude_m=st.integers(-500, 9000),
    odometer_m=st.none() | st.integers(0, 2**32 - 1).map(lambda n: 100 * n),
    alarm=st.integers(0, 2**32 - 1),
    status=st.sampled_from([0, 1, 1 << 22, 1 << 19]),
    source=st.just("jt808"),
    raw=st.just(b""),
)


def fix(**changed: Any) -> Fix:  # noqa: ANN401 - any field of the report
    """The good report with another value, read."""
    return jt808.decode_location("1", jt808.encode_location(replace(GOOD, **changed)))


def test_a_position_is_read_in_degrees_kmh_and_utc() -> None:
    assert jt808.decode_location("13800138000", BLOCK) == Fix(
        device="13800138000",
        at=datetime(2026, 10, 1, tzinfo=UTC),
        digest=sha256(BLOCK).digest(),
        lon=120.204400,
        lat=30.293076,
        speed_kmh=53.4,
        course_deg=90,
        altitude_m=20,
        status=0x80003,
        source="jt808",
        raw=BLOCK,
    )


@pytest.mark.parametrize(
    ("behind", "odometer_m"),
    [
        ("", None),
        ("0104000000ff", 25_500),
        ("3001050104000000ff", 25_500),
        ("0104000000ff01040000000a", 25_500),
        ("0102000a0104000000ff", 25_500),
        ("01040000", None),
        ("01040000000a", 1_000),
    ],
    ids=["none", "alone", "behind", "the first counts", "wrong length", "cut", "small"],
)
def test_the_odometer_is_item_01(behind: str, odometer_m: int | None) -> None:
    body = BLOCK + bytes.fromhex(behind)
    assert jt808.decode_location("1", body).odometer_m == odometer_m


def test_items_are_no_part_of_the_identity() -> None:
    richer = fix(items=((0x01, b"1234"),))
    assert richer.digest == fix().digest
    assert richer.raw != fix().raw


@pytest.mark.parametrize(
    ("changed", "flags"),
    [
        ({}, []),
        ({"status": 0}, ["no_fix"]),
        ({"lat_e6": 999, "lon_e6": 999}, ["null_island"]),
        ({"lat_e6": 1000, "lon_e6": 999}, []),
        ({"lat_e6": 90_000_001}, ["coordinate_range"]),
        ({"lon_e6": 180_000_001}, ["coordinate_range"]),
        ({"lat_e6": 90_000_000, "lon_e6": 180_000_000}, []),
        ({"status": 0x22}, ["shifted_datum"]),
        ({"items": ((0x31, b"\x03"),)}, ["few_satellites"]),
        ({"items": ((0x31, b"\x04"),)}, []),
        ({"items": ((0x31, b"\x00\x03"), (0x30, b"\x01"))}, []),
        ({"time": bytes.fromhex("260230080000")}, ["bad_time"]),
        ({"time": bytes.fromhex("2610010800aa")}, ["bad_time"]),
        ({"time": bytes.fromhex("261001240000")}, ["bad_time"]),
        ({"time": bytes(6)}, ["bad_time"]),
    ],
)
def test_doubts_are_flags_and_the_record_is_kept(changed: dict[str, Any], flags: list[str]) -> None:
    assert fix(**changed).quality.names() == flags


def test_a_place_that_is_none_is_kept_as_it_came() -> None:
    stale = fix(status=0)
    assert (stale.lon, stale.lat) == (120.2044, 30.293076)
    assert fix(lat_e6=4_000_000_000).lat == 4000.0


def test_a_time_that_is_none_is_kept_at_the_beginning_of_time() -> None:
    broken = fix(time=bytes(6))
    assert broken.at == NO_TIME
    assert to_json(broken)["t"] is None


def test_the_south_and_the_west_are_negative() -> None:
    assert (fix(status=0xE).lon, fix(status=0xE).lat) == (-120.2044, -30.293076)


def test_altitude_may_be_below_the_sea() -> None:
    assert fix(altitude_m=-12).altitude_m == -12


@pytest.mark.parametrize(("direction", "course"), [(359, 359), (360, 0), (361, None)])
def test_a_course_is_within_a_turn(direction: int, course: int | None) -> None:
    assert fix(direction=direction).course_deg == course


def test_shifted_coordinates_name_their_datum() -> None:
    assert fix(status=0x22).datum == "gcj02"


def test_a_short_body_is_malformed() -> None:
    with pytest.raises(Malformed, match="28 bytes, this one has 27") as wrong:
        jt808.decode_location("1", BLOCK[:27])
    assert (wrong.value.reason, wrong.value.raw) == ("body_malformed", BLOCK[:27])


@given(locations)
def test_any_report_is_written_as_it_was_read(location: jt808.Location) -> None:
    body = jt808.encode_location(location)
    assert jt808.encode_location(jt808.read_location(body)) == body


@given(st.binary(min_size=28, max_size=300))
def test_any_bytes_behind_the_block_are_kept(body: bytes) -> None:
    assert jt808.encode_location(jt808.read_location(body)) == body


@pytest.mark.parametrize(
    ("behind", "items", "trailing"),
    [
        ("3001053001063107", [(0x30, b"\x05"), (0x30, b"\x06")], "3107"),
        ("300105000000", [(0x30, b"\x05")], "000000"),
        ("00000102", [(0, b"")], "0102"),
        ("0000300105", [(0, b""), (0x30, b"\x05")], ""),
        ("01", [], "01"),
    ],
    ids=["repeated, overlong", "padding", "not only padding", "empty item", "cut"],
)
def test_items_are_a_list_and_the_rest_is_kept(
    behind: str, items: list[tuple[int, bytes]], trailing: str
) -> None:
    location = jt808.read_location(BLOCK + bytes.fromhex(behind))
    assert (list(location.items), location.trailing.hex()) == (items, trailing)


@given(fixes)
def test_a_fix_that_was_reported_is_read_back(known: Fix) -> None:
    location = jt808.location_of(known, items=((0x31, b"\x0c"),))
    read = jt808.decode_location("1", jt808.encode_location(location))
    kept = {name: getattr(known, name) for name in ("digest", "raw", "status", "quality")}
    assert replace(read, **kept) == known
    assert read.status & ~0b1110 == known.status
    assert not read.quality & ~Quality.NULL_ISLAND


def test_an_odometer_is_reported_in_item_01() -> None:
    location = jt808.location_of(fix(items=((1, b"\0\0\0\7"),)))
    assert location.items == ((1, b"\0\0\0\7"),)


def test_a_fix_without_place_or_time_is_reported_so() -> None:
    lost = replace(fix(status=0), lon=None, lat=None, at=NO_TIME)
    read = jt808.decode_location("1", jt808.encode_location(jt808.location_of(lost)))
    assert read.quality.names() == ["bad_time", "no_fix", "null_island"]


def test_the_bits_have_names() -> None:
    assert alarm_names(1 << 0 | 1 << 31) == ["sos", "illegal_door"]
    assert status_names(1 << 1 | 1 << 8 | 1 << 31) == ["located", "bit_31", "half_loaded"]
    assert len(alarm_names(2**32 - 1)) == 32


def test_a_fix_is_public_in_the_form_of_the_contract() -> None:
    items = ((0x01, b"\0\0\0\1"), (0x30, b"\x05"), (0x30, b"\x06"))
    assert to_json(fix(items=items, trailing=b"\x01", alarm=1)) == {
        "t": "2026-10-01T00:00:00Z",
        "lon": 120.2044,
        "lat": 30.293076,
        "speed_kmh": 53.4,
        "course_deg": 90,
        "altitude_m": 20,
        "located": True,
        "datum": "wgs84",
        "alarms": ["sos"],
        "status": ["acc_on", "located", "beidou"],
        "items": {"01": "00000001", "30": ["05", "06"]},
        "flags": [],
        "trailing": "01",
        "odometer_m": 100,
    }
