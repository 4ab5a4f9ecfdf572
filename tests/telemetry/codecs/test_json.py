"""The project's own JSON: what a record says, and why a payload is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from telemetry.codecs.decoded import Decoded
from telemetry.codecs.json import decode, encode
from telemetry.fix import Fix, Malformed

ARRIVAL = datetime(2026, 11, 23, 8, 15, 5, tzinfo=UTC)
EXAMPLE = (
    b'{"device": "V0042", "seq": 1187, "boot": 12, "time": "2026-11-23T08:15:04Z",\n'
    b' "lon": 120.153576, "lat": 30.287459, "speed": 42.5, "course": 271.0,\n'
    b' "altitude": 18.0, "satellites": 14, "hdop": 0.8, "flags": ["acc_on", "moving"]}'
)
GONE: Any = object()


def read(payload: bytes) -> Decoded:
    """What arrived from V0042."""
    return decode(payload, "V0042", ARRIVAL)


def record(**changed: Any) -> bytes:  # noqa: ANN401 - any JSON
    """The example with other values."""
    fields = orjson.loads(EXAMPLE) | changed
    return orjson.dumps({name: value for name, value in fields.items() if value is not GONE})


def fix(**changed: Any) -> Fix:  # noqa: ANN401 - any JSON
    """The example with other values, read."""
    return only_fix(record(**changed))


def only_fix(payload: bytes) -> Fix:
    """The one fix of a payload."""
    (found,) = read(payload).records
    assert isinstance(found, Fix), found
    return found


def refused(payload: bytes) -> Malformed:
    """Why the one record of a payload is none."""
    (found,) = read(payload).records
    assert isinstance(found, Malformed)
    return found


def instead(old: str, new: str) -> bytes:
    """The example with other text."""
    assert old.encode() in EXAMPLE
    return EXAMPLE.replace(old.encode(), new.encode())


def test_the_example_of_the_feed() -> None:
    found = fix()
    assert found == Fix(
        device="V0042",
        at=datetime(2026, 11, 23, 8, 15, 4, tzinfo=UTC),
        digest=found.digest,
        lon=120.153576,
        lat=30.287459,
        speed_kmh=42.5,
        course_deg=271.0,
        altitude_m=18.0,
        status=1 << 0 | 1 << 1 | 1 << 22,
        boot=12,
        seq=1187,
        source="json",
        raw=record(),
    )


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("42.5", "NaN", "number_not_finite"),
        ("42.5", "Infinity", "number_not_finite"),
        ("42.5", "-Infinity", "number_not_finite"),
        ("42.5", "1e400", "number_not_finite"),
        ("120.153576", "NaN", "number_not_finite"),
        ("42.5", "true", "number_type"),
        ("42.5", "null", "number_type"),
        ("42.5", '"42.5"', "number_type"),
        ("42.5", '{"a": 1}', "number_type"),
        ("120.153576", '"120.1"', "number_type"),
        ("14", "12.0", "number_type"),
        ("1187", "1187.0", "number_type"),
        ("1187", "true", "number_type"),
        ("12,", "null,", "number_type"),
        ("14", "1e1", "number_type"),
        ('"2026-11-23T08:15:04Z"', "1763885704000.0", "number_type"),
        ("1187", "9007199254740992", "number_range"),
        ("1187", "-1", "number_range"),
        ("1187", "18446744073709551616", "number_range"),
        ("1187", "123456789012345678901", "number_range"),
        ("42.5", "1" * 21, "number_range"),
        ("42.5", "4." + "0" * 39, "number_range"),
        ("42.5", "1000.1", "number_range"),
        ("42.5", "-0.1", "number_range"),
        ("271.0", "360.1", "number_range"),
        ("18.0", "9000.5", "number_range"),
        ("14", "256", "number_range"),
        ('"hdop": 0.8', '"odometer": -1', "number_range"),
        ('"hdop": 0.8', '"odometer": 10000001', "number_range"),
        ('"hdop": 0.8', '"odometer": "1"', "number_type"),
        ("0.8", "100.1", "number_range"),
        ("120.153576", "180.000001", "coordinate_range"),
        ("30.287459", "-90.000001", "coordinate_range"),
        ("120.153576", "null", "missing_field"),
        ('"lat": 30.287459, ', "", "missing_field"),
        ('"lon": 120.153576, "lat": 30.287459, ', "", "missing_field"),
        ('"seq": 1187, ', "", "missing_field"),
        ('"boot": 12, ', "", "missing_field"),
        ('"device": "V0042", ', "", "missing_field"),
        ('"time": "2026-11-23T08:15:04Z",', "", "missing_field"),
        ("V0042", "V0043", "identity_mismatch"),
        ('"V0042"', "42", "identity_mismatch"),
        ('["acc_on", "moving"]', '"acc_on"', "flags_format"),
        ('"moving"', "7", "flags_format"),
        ("moving", "m" * 33, "flags_format"),
        ('"moving"', ", ".join(['"a"'] * 32), "flags_format"),
        ('"moving"', "[]", "flags_format"),
        ('"hdop": 0.8', '"crs": "WGS84"', "crs_unknown"),
        ('"hdop": 0.8', '"crs": 1', "crs_unknown"),
        ('"hdop": 0.8', '"seq": 1187', "duplicate_key"),
        ('"hdop": 0.8', '"s\\u0065q": 1', "duplicate_key"),
        ('"hdop": 0.8', '"x": {"a": 1, "a": 1}', "duplicate_key"),
        ('"hdop": 0.8', '"x": [NaN]', "number_not_finite"),
        ('"hdop": 0.8', '"x": "\\ud800"', "not_json"),
        ('"hdop": 0.8', '"\\udfff": 0', "not_json"),
        ('"hdop": 0.8', f'"x": "{"y" * 257}"', "too_large"),
        ('"hdop": 0.8', f'"x": [{"1," * 128}1]', "too_large"),
        ('"hdop": 0.8', '"x": [[[[[]]]]]', "too_large"),
        ('"hdop": 0.8', ", ".join(f'"x{n}": 0' for n in range(17)), "too_large"),
        ("14", "014", "not_json"),
        ("14", "+14", "not_json"),
        ("14", "14.", "not_json"),
        ("14", ".5", "not_json"),
        ("14", "0x0e", "not_json"),
        ("14", "-NaN", "not_json"),
        ("moving", "mov\ning", "not_json"),
        ("moving", "\\x41", "not_json"),
        ('"moving"]', '"moving",]', "not_json"),
        ('"moving"]}', '"moving"],}', "not_json"),
        ('"moving"]}', '"moving"]', "not_json"),
        ('"moving"]}', '"moving"]} {}', "not_json"),
        ('"moving"]}', '"moving"]}\0', "not_json"),
        ('"lat"', "'lat'", "not_json"),
    ],
)
def test_a_record_is_refused_for_a_reason(old: str, new: str, reason: str) -> None:
    assert refused(instead(old, new)).reason == reason
    assert refused(instead(old, new)).detail


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "not_json"),
        (b"\xef\xbb\xbf" + EXAMPLE, "not_json"),
        (EXAMPLE.replace(b"moving", b"\xff"), "not_json"),
        (EXAMPLE.replace(b"moving", b"\xed\xa0\x80"), "not_json"),
        (EXAMPLE.decode().encode("utf-16"), "not_json"),
        (b"\x0c" + EXAMPLE, "not_json"),
        (b"5", "not_json"),
        (b"null", "not_json"),
        (b"[7]", "not_json"),
        (b"NaN", "number_not_finite"),
        (b"[]", "missing_field"),
        (b"{}", "missing_field"),
        (b"[" + EXAMPLE + b",]", "not_json"),
        (b"[" + EXAMPLE + b" " + EXAMPLE + b"]", "not_json"),
        (b"[" + EXAMPLE + b"] x", "not_json"),
        (b"[] x", "not_json"),
        (b"[" + EXAMPLE, "not_json"),
        (b"[" * 60_000, "too_large"),
    ],
)
def test_a_payload_is_refused_for_a_reason(payload: bytes, reason: str) -> None:
    assert refused(payload).reason == reason


@pytest.mark.parametrize(
    "payload",
    [
        EXAMPLE + b" " * 8192,
        b"[" + b" " * 65_536 + b"]",
        b" [" + b"{}," * 500 + b"{}]",
        b"\0" * 1_000_000,
    ],
)
def test_of_what_is_too_large_the_first_part_is_kept(payload: bytes) -> None:
    wrong = refused(payload)
    assert (wrong.reason, wrong.raw) == ("too_large", payload[:8192])


def test_an_odometer_is_in_kilometres() -> None:
    known = fix(odometer=48_213.4567)
    assert known.odometer_m == 48_213_457
    assert only_fix(encode([known])).odometer_m == 48_213_457
    assert fix().odometer_m is None


def test_five_hundred_records_are_not_too_many() -> None:
    assert len(read(b"[" + b", ".join([b"{}"] * 500) + b"]").records) == 500


@pytest.mark.parametrize(
    ("time", "reason"),
    [
        ("2026-11-23T08:15:04", "time_format"),
        ("2026-11-23 08:15:04Z", "time_format"),
        ("2026-11-23", "time_format"),
        ("2026-13-23T08:15:04Z", "time_format"),
        ("2026-02-29T08:15:04Z", "time_format"),
        ("2026-11-23T24:00:00Z", "time_format"),
        ("2026-11-23T08:15:60Z", "time_format"),
        ("2026-11-23T08:15:04+25:00", "time_format"),
        ("２026-11-23T08:15:04Z", "time_format"),
        ("2026-11-23T08:15:04Z\n", "time_format"),
        ("", "time_format"),
        (None, "time_format"),
        ([], "time_format"),
        (True, "number_type"),
        ("2009-12-31T23:59:59.999999Z", "time_out_of_range"),
        ("0001-01-01T00:00:00+14:00", "time_out_of_range"),
        (1_763_885_704, "time_out_of_range"),
        (1_262_303_999_999, "time_out_of_range"),
        (-1, "time_out_of_range"),
        ("2026-11-23T08:20:05.000001Z", "time_future"),
        ("9999-12-31T23:59:59-14:00", "time_future"),
        (1_795_421_705_001 + 300_000, "time_future"),
        (10**19, "time_future"),
    ],
)
def test_a_time_is_refused_for_a_reason(time: object, reason: str) -> None:
    wrong = refused(record(time=time))
    assert wrong.reason == reason
    assert (wrong.boot, wrong.seq) == (12, 1187)


@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        ("2026-11-23T08:15:04.5Z", -0.5),
        ("2026-11-23T16:15:05+08:00", 0),
        ("2026-11-23T16:15+08", -5),
        ("2026-11-23T03:45:05-0430", 0),
        ("2026-11-23T08:20:05Z", 300),
        ("2026-11-23T08:15:05.123456789Z", 0.123456),
        (1_795_421_705_120, 0.12),
    ],
)
def test_a_time_may_be_written_in_many_ways(time: object, seconds: float) -> None:
    assert fix(time=time).at == ARRIVAL + timedelta(seconds=seconds)
    assert fix(time=time).at.tzinfo is UTC


def test_the_earliest_time_is_the_year_2010() -> None:
    assert fix(time="2010-01-01T00:00:00Z").at == fix(time=1_262_304_000_000).at


@pytest.mark.parametrize(
    ("changed", "flags"),
    [
        ({}, []),
        ({"flags": ["no_fix"]}, ["no_fix"]),
        ({"flags": ["dead_reckoning", "backfill", "whatever"]}, ["backfill", "dead_reckoning"]),
        ({"lon": 0.0009, "lat": -0.0009}, ["null_island"]),
        ({"lon": 0.001, "lat": 0}, []),
        ({"satellites": 3}, ["few_satellites"]),
        ({"satellites": 4, "hdop": 10}, []),
        ({"hdop": 10.1}, ["high_hdop"]),
        ({"crs": "gcj02"}, ["shifted_datum"]),
        ({"crs": "bd09"}, ["shifted_datum"]),
        ({"crs": "cgcs2000"}, []),
        ({"lon": None, "lat": None, "flags": ["no_fix"]}, ["no_fix"]),
        ({"lon": GONE, "lat": GONE, "flags": ["no_fix"]}, ["no_fix"]),
        ({"lon": -180, "lat": 90, "speed": 0, "altitude": -500}, []),
    ],
)
def test_doubts_are_flags(changed: dict[str, Any], flags: list[str]) -> None:
    assert fix(**changed).quality.names() == flags


def test_flags_are_the_bits_of_the_terminals() -> None:
    loud = fix(flags=["sos", "antenna_cut", "power_low", "power_lost", "tow", "acc_off"])
    assert loud.alarm == 1 << 0 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 28
    assert fix(flags=["low_battery"]).alarm == 1 << 7
    assert loud.status == 1 << 1


def test_a_record_without_a_place_is_not_located() -> None:
    assert fix(lon=None, lat=None, flags=["no_fix"]).lon is None
    assert fix(lon=None, lat=None, flags=["no_fix"]).status == 0
    assert fix(flags=["no_fix"]).lon == 120.153576
    assert fix(flags=["no_fix"]).status == 0


def test_a_full_turn_is_no_turn() -> None:
    assert fix(course=360).course_deg == 0
    assert fix(course=GONE).course_deg is None


def test_the_datum_is_kept() -> None:
    assert [fix(crs=crs).datum for crs in ("gcj02", "bd09", "cgcs2000")] == [
        "gcj02",
        "bd09",
        "wgs84",
    ]


def test_unknown_keys_are_kept_with_the_record() -> None:
    unknown = {f"x{number}": "é" * 256 for number in range(15)} | {"y": {"z": [[[1]]]}}
    assert fix(**unknown).raw == record(**unknown)
    assert only_fix(instead("0.8", '0.8, "n": -99999999999999999999')).digest != fix().digest


def test_the_identity_is_the_content_not_its_form() -> None:
    spaced = EXAMPLE.replace(b", ", b" ,\r\n\t").replace(b"42.5", b"42.50")
    escaped = EXAMPLE.replace(b"V0042", b"\\u00560042")
    assert fix().digest == only_fix(EXAMPLE).digest == only_fix(spaced).digest
    assert only_fix(escaped).digest == fix().digest != fix(speed=42.6).digest


def test_what_a_device_still_holds_is_no_part_of_the_record() -> None:
    assert fix(first=7).digest == fix(first=8).digest == fix().digest


def test_the_lowest_held_number_is_told_for_each_boot() -> None:
    records = [record(first=3), record(first=5, seq=9), record(boot=13, first=0), record(first="x")]
    assert read(b"[" + b",".join(records) + b"]").first == {12: 5, 13: 0}
    assert read(record()).first == {}
    assert refused(record(first=-1)).reason == "number_range"


@pytest.mark.parametrize("quickly", [True, False])
def test_each_record_of_a_batch_stands_alone(*, quickly: bool) -> None:
    parts = [record(seq=1), record(speed=-1, seq=2), record(seq=3)]
    if not quickly:
        parts += [record(seq=4)[:-1] + b', "x": NaN, "boot": 1}', b"7", record(note="\\", seq=6)]
    found = read(b"[ " + b" ,\n".join(parts) + b"]\n").records
    assert [each.raw for each in found] == parts
    assert [isinstance(each, Fix) for each in found] == [True, False, True, False, False, True][
        : len(parts)
    ]
    assert [each.seq for each in found[:3]] == [1, 2, 3]


def test_a_number_that_cannot_be_trusted_settles_nothing() -> None:
    twice = refused(instead('"hdop": 0.8', '"seq": 1188'))
    assert (twice.reason, twice.boot, twice.seq) == ("duplicate_key", None, None)
    other = refused(instead("V0042", "V0043"))
    assert (other.reason, other.boot, other.seq) == ("identity_mismatch", None, None)
    assert refused(instead("1187", "-1")).boot is None
    assert refused(instead("42.5", "NaN")).seq == 1187


def test_without_a_topic_the_first_record_names_the_device() -> None:
    pair = b"[" + record() + b"," + record(device="V0043") + b"]"
    first, second = decode(pair, None, ARRIVAL).records
    assert isinstance(first, Fix)
    assert isinstance(second, Malformed)
    assert second.reason == "identity_mismatch"


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (record(device="no device"), "identity_mismatch"),
        (record(device=GONE), "missing_field"),
        (instead("42.5", "NaN"), "number_not_finite"),
        (b"7", "not_json"),
    ],
)
def test_without_a_topic_a_payload_may_name_none(payload: bytes, reason: str) -> None:
    (found,) = decode(payload, None, ARRIVAL).records
    assert isinstance(found, Malformed)
    assert found.reason == reason


def test_what_a_device_holds_goes_out_with_each_record() -> None:
    payload = encode([fix(), fix(seq=1188)], first=1180)
    assert read(payload).first == {12: 1180}
    assert [each.seq for each in read(payload).records] == [1187, 1188]


def test_a_fix_without_a_place_is_written_as_one() -> None:
    known = fix(lon=None, lat=None, flags=["no_fix", "acc_on"])
    assert orjson.loads(encode([known]))["flags"] == ["acc_on", "no_fix"]
    assert "lon" not in orjson.loads(encode([known]))
