"""Many frames at once are the same reports as one by one."""

import math
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from telemetry.codecs import jt808
from telemetry.codecs.jt808.bcd import micros_of
from telemetry.codecs.jt808.columns import NO_ODOMETER, Reports, decode_columns
from telemetry.codecs.jt808.frame import check_byte, escape
from telemetry.fix import Fix, Malformed, Quality
from tests.telemetry.codecs.frames import BLOCK, HEADER, HEARTBEAT, NEW_HEADER, locations

EPOCH = datetime.fromisoformat("1970-01-01T00:00:00Z")
BATCH = replace(HEADER, message=0x0704)
GOOD = jt808.read_location(BLOCK)


def rows(reports: Reports) -> list[Fix]:
    """Columns as fixes."""
    return [
        Fix(
            device=reports.device[at],
            at=EPOCH + timedelta(microseconds=int(reports.at[at])),
            digest=reports.digest[at],
            lon=float(reports.lon[at]),
            lat=float(reports.lat[at]),
            speed_kmh=float(reports.speed_kmh[at]),
            course_deg=None if math.isnan(reports.course_deg[at]) else reports.course_deg[at],
            altitude_m=float(reports.altitude_m[at]),
            odometer_m=None
            if reports.odometer_m[at] == NO_ODOMETER
            else int(reports.odometer_m[at]),
            alarm=int(reports.alarm[at]),
            status=int(reports.status[at]),
            quality=Quality(int(reports.quality[at])),
            datum="gcj02" if reports.status[at] & 1 << 5 else "wgs84",
            source="jt808",
            raw=reports.raw[at],
        )
        for at in range(len(reports))
    ]


def agreed(frames: list[bytes]) -> tuple[Reports, list[int]]:
    """The columns of frames, which are what `decode` says of them."""
    reports, rest = decode_columns(frames)
    plain = [at for at in range(len(frames)) if at not in rest]
    expected = [(at, fix) for at in plain for fix in jt808.decode(frames[at]).fixes]
    assert list(zip(reports.frame.tolist(), rows(reports), strict=True)) == expected
    return reports, rest


def framed(**changed: Any) -> bytes:  # noqa: ANN401 - any field of the report
    """The good report with another value, as a frame."""
    return jt808.encode(HEADER, jt808.encode_location(replace(GOOD, **changed)))


@settings(max_examples=300)
@given(st.lists(locations, max_size=5), st.sampled_from([HEADER, NEW_HEADER]))
@example([], HEADER)
def test_any_reports_are_the_same(reports: list[jt808.Location], header: jt808.Header) -> None:
    bodies = [jt808.encode_location(each) for each in reports]
    _, rest = agreed([jt808.encode(header, body[:1000]) for body in bodies])
    assert rest == []


BORDERS: list[dict[str, Any]] = [
    {},
    {"status": 0},
    {"status": 0xE},
    {"status": 0x22},
    {"lat_e6": 999, "lon_e6": 999},
    {"lat_e6": 90_000_001},
    {"lon_e6": 180_000_001},
    {"altitude_m": -12},
    {"direction": 360},
    {"direction": 361},
    {"time": bytes(6)},
    {"time": bytes.fromhex("260230080000")},
    {"time": bytes.fromhex("240229235959")},
    {"time": bytes.fromhex("2610010800aa")},
    {"time": bytes.fromhex("261001240000")},
    {"time": bytes.fromhex("991231235959")},
    {"items": ((1, b"\0\0\0\7"), (1, b"\0\0\0\x09"), (0x31, b"\3"), (0x31, b"\x0e"))},
    {"items": ((1, b"\0\7"), (0x31, b"\0\3")), "trailing": b"\x01\x04\0\0"},
    {"items": ((0x31, b"\x04"),), "trailing": b"\x01\x04\0\0\0"},
    {"items": ((0x30, b"\x05"),), "trailing": b"\0\0\0\0"},
    {"alarm": 0x7E7D7E7D},
]


def test_all_borders_together_are_the_same() -> None:
    _, rest = agreed([framed(**changed) for changed in BORDERS])
    assert rest == []


def test_frames_that_are_not_plain_are_named() -> None:
    check = framed()[:-2] + b"\x00\x7e"
    longer = b"\0" + framed()[1:-2]
    frames = [
        framed(),
        HEARTBEAT,
        b"",
        b"\x7e",
        b"\x7e\x7e",
        framed()[:-1],
        framed() + framed(),
        check,
        b"\x7e" + longer + bytes([check_byte(longer)]) + b"\x7e",
        b"\x7e\x7d\x03\x7e",
        b"\x7e\x00\x7e",
        jt808.encode(HEADER, BLOCK[:27]),
        jt808.encode(replace(HEADER, encryption=1), BLOCK),
        jt808.encode(replace(HEADER, total=2, index=1), BLOCK),
        jt808.encode(replace(NEW_HEADER, version_flag_missing=True), BLOCK),
        framed(alarm=7),
    ]
    reports, rest = agreed(frames)
    assert rest == list(range(1, len(frames) - 1))
    assert reports.frame.tolist() == [0, len(frames) - 1]
    assert len(set(reports.device)) == 1


def test_no_frames_are_no_reports() -> None:
    reports, rest = agreed([])
    assert (len(reports), rest) == (0, [])


def test_a_batch_without_a_flaw_is_plain() -> None:
    later = BLOCK[:-1] + b"\x30"
    whole = jt808.encode_batch(jt808.Batch(bodies=(BLOCK, later), kind=1))
    flawed = [b"\0", b"\0\3" + whole[2:], b"\0\1\0\0\x02xy", whole[:-1]]
    frames = [jt808.encode(BATCH, body) for body in [whole, *flawed, b"\0\0\0", whole]]
    reports, rest = agreed(frames)
    assert rest == [1, 2, 3, 4]
    assert reports.frame.tolist() == [0, 0, 6, 6]
    assert {*reports.quality.tolist()} == {Quality.BACKFILL.value}


def test_a_check_byte_that_was_not_escaped_is_tolerated_here_too() -> None:
    frames = [framed(alarm=alarm) for alarm in range(0x10000, 0x10400)]
    (found,) = [frame for frame in frames if frame[-3:] == b"\x7d\x01\x7e"][:1]
    assert escape(b"\x7d") == b"\x7d\x01"
    _, rest = agreed([found[:-2] + b"\x7e"])
    assert rest == []


@settings(max_examples=300)
@given(st.binary(min_size=6, max_size=6))
def test_any_time_is_the_same(bcd: bytes) -> None:
    agreed([framed(time=bcd)])


@pytest.mark.parametrize("count", [0, 1])
def test_no_times_are_no_times(count: int) -> None:
    at, wrong = micros_of(np.zeros((count, 6), np.uint8))
    assert at.tolist() == [0] * count
    assert wrong.tolist() == [True] * count


def test_a_frame_that_is_wrong_is_wrong_one_by_one_too() -> None:
    with pytest.raises(Malformed):
        jt808.decode(b"\x7e\x00\x7e")
