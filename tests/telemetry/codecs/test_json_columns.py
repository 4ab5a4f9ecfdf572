"""Many payloads in columns say what each says alone; what is not plain is left to `json.decode`."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemetry.codecs import iso_times, json_plain
from telemetry.codecs.json import decode
from telemetry.codecs.json_columns import columns
from telemetry.fix import Fix
from telemetry.moment import micros

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLAIN: dict[str, Any] = {
    "device": "V1",
    "seq": 7,
    "boot": 1,
    "time": "2026-11-23T11:59:04Z",
    "lon": 120.15,
    "lat": 30.28,
}
FULL = PLAIN | {
    "speed": 42,
    "course": 360,
    "altitude": 18.5,
    "odometer": 12.3456,
    "satellites": 3,
    "hdop": 10.5,
    "flags": ["acc_on", "sos", "unknown"],
}
STRANGE: list[bytes] = [
    b"",
    b"{",
    b"5",
    b"[]",
    b"{}",
    b"\xff",
    b'{"device":"V1"}',
    b'{"device":"V1"},{"device":"V1"}',
    b'[{"device":"V1"},5,{"a":1}]',
    b'{"a":{"b":1}}',
    b'{"a" 1}',
    b'[{"a":1},[{"b":2}],{"c":3}]',
    b'"a":1}',
    orjson.dumps(PLAIN)[:-1],
    orjson.dumps(PLAIN)[:-1] + b',"seq":8}',
    orjson.dumps(PLAIN | {"first": 3}),
    orjson.dumps(PLAIN | {"crs": "gcj02"}),
    orjson.dumps(PLAIN | {"note": "a:b"}),
    orjson.dumps(PLAIN | {"device": "V2"}),
    orjson.dumps(PLAIN | {"seq": -1}),
    orjson.dumps(PLAIN | {"seq": 2**53}),
    orjson.dumps(PLAIN | {"seq": True}),
    orjson.dumps(PLAIN | {"seq": 7.0}),
    orjson.dumps(PLAIN | {"lon": None, "lat": None, "flags": ["no_fix"]}),
    orjson.dumps(PLAIN | {"lon": 181}),
    orjson.dumps(PLAIN | {"lat": "30"}),
    orjson.dumps(PLAIN | {"flags": "acc_on"}),
    orjson.dumps(PLAIN | {"flags": [1]}),
    orjson.dumps(PLAIN | {"flags": ["x" * 33]}),
    orjson.dumps(PLAIN | {"flags": [["a"]]}),
    orjson.dumps(PLAIN | {"satellites": 9.0}),
    orjson.dumps(PLAIN | {"speed": 1001}),
    orjson.dumps(PLAIN | {"time": 7}),
    orjson.dumps(PLAIN | {"time": 1.5}),
    orjson.dumps(PLAIN | {"time": "2026-11-23T11:59:04+08:00"}),
    orjson.dumps(PLAIN | {"time": "2026-02-30T11:59:04Z"}),
    orjson.dumps(PLAIN | {"time": "2026-11-23T11:60:04Z"}),
    orjson.dumps(PLAIN | {"time": "2026-11-23 11:59:04Z"}),
    orjson.dumps(PLAIN | {"time": "2026-11-23T11:59:0４Z"}),
    orjson.dumps(PLAIN | {"time": "2026-11-23T12:05:01Z"}),
    orjson.dumps(PLAIN | {"time": "2009-11-23T12:05:01Z"}),
    orjson.dumps(PLAIN | {"device": "V\\1"}),
    orjson.dumps(PLAIN).replace(b"120.15", b"120.15000000000000000000"),
    b" " + orjson.dumps(PLAIN),
    orjson.dumps([PLAIN, PLAIN | {"lon": 181}]),
    b"[" + orjson.dumps(PLAIN) + b",",
    orjson.dumps(PLAIN | {"device": "x" * 9000}),
    orjson.dumps([PLAIN | {"seq": seq} for seq in range(501)]),
]
GOOD: list[bytes] = [
    orjson.dumps(PLAIN),
    orjson.dumps(FULL),
    orjson.dumps(dict(reversed(FULL.items()))),
    orjson.dumps([FULL, PLAIN, FULL | {"seq": 9}]),
    orjson.dumps(PLAIN | {"time": micros(NOON) // 1000 - 5}),
    orjson.dumps(PLAIN | {"time": "2026-11-23T11:59:04.250Z"}),
    orjson.dumps(PLAIN | {"time": "2026-11-23T11:59:04.250001Z"}),
    orjson.dumps(PLAIN | {"time": "2024-02-29T00:00:00Z"}),
    orjson.dumps(PLAIN | {"lon": 0.0005, "lat": -0.0005}),
    orjson.dumps(PLAIN | {"flags": ["no_fix"], "lon": 120}),
    orjson.dumps(PLAIN | {"flags": []}),
]


def alone(payload: bytes) -> list[Any]:
    return decode(payload, "V1", NOON).records


def together(payloads: list[bytes]) -> dict[int, list[tuple[Any, ...]]]:
    """Number of the message -> what its records say."""
    found = columns(payloads, ["V1"] * len(payloads), [micros(NOON)] * len(payloads))
    told: dict[int, list[tuple[Any, ...]]] = {}
    for row in range(0 if found is None else len(found)):
        assert found is not None
        values = [getattr(found, name)[row] for name in NAMES]
        clear = [None if isinstance(v, float) and np.isnan(v) else v for v in values]
        told.setdefault(int(found.message[row]), []).append(tuple(clear))
    return told


NAMES = (
    "at", "lon", "lat", "speed_kmh", "course_deg", "altitude_m", "odometer_m", "alarm", "status",
    "quality", "boot", "seq", "digest", "raw",
)  # fmt: skip


def told(fix: Fix) -> tuple[Any, ...]:
    values = {name: getattr(fix, name) for name in NAMES}
    return tuple((values | {"at": micros(fix.at), "quality": int(fix.quality)}).values())


@pytest.mark.parametrize("payload", GOOD)
def test_a_plain_payload_says_in_columns_what_it_says_alone(payload: bytes) -> None:
    assert together([payload]) == {0: [told(fix) for fix in alone(payload)]}


@pytest.mark.parametrize("payload", STRANGE)
def test_what_is_not_plain_is_left_out_and_its_neighbours_are_not(payload: bytes) -> None:
    found = together([GOOD[0], payload, GOOD[3], GOOD[1]])
    assert found.keys() == {0, 2, 3}
    assert all(found[n] == [told(f) for f in alone(GOOD[g])] for n, g in ((0, 0), (2, 3), (3, 1)))


def test_a_strange_one_among_many_spoils_none_of_the_others() -> None:
    payloads = [orjson.dumps(PLAIN | {"seq": seq}) for seq in range(100)]
    payloads[37] = b'{"device":"V1","x":"\\u0041"}'
    assert together(payloads).keys() == {*range(100)} - {37}


def test_nothing_plain_is_nothing() -> None:
    assert columns([], [], []) is None
    assert columns([b"{"], ["V1"], [0]) is None


def test_more_orders_of_keys_than_any_fleet_has_are_read_one_by_one() -> None:
    names = [*PLAIN]
    orders = [names[n:] + names[:n] for n in range(6)] + [
        [names[1], names[0], *names[2:][n:], *names[2:][:n]] for n in range(4)
    ]
    orders += [[names[2], names[0], names[1], *names[3:][n:], *names[3:][:n]] for n in range(3)]
    orders += [[*names[:3], names[5], names[3], names[4]], [*names[:4], names[5], names[4]]]
    orders += [[names[3], *names[:3], *names[4:]], [names[4], *names[:4], names[5]]]
    payloads = [orjson.dumps({name: PLAIN[name] for name in order}) for order in orders]
    assert len({*map(tuple, orders)}) > 16
    assert len(together(payloads)) == 16


pieces = st.sampled_from([*GOOD, *STRANGE])


@given(st.lists(pieces, max_size=12))
def test_any_neighbours_at_all_change_nothing(payloads: list[bytes]) -> None:
    for number, records in together(payloads).items():
        assert records == [told(fix) for fix in alone(payloads[number])]


@given(st.lists(st.binary(max_size=30)), st.data())
def test_whatever_the_bytes_a_message_is_read_as_it_is(
    noise: list[bytes], data: st.DataObject
) -> None:
    cut = [data.draw(st.sampled_from([each, b"{" + each + b"}", GOOD[0] + each])) for each in noise]
    for number, records in together(cut).items():
        assert records == [told(fix) for fix in alone(cut[number])]


@given(st.datetimes(datetime(2010, 1, 1), datetime(2100, 1, 1)), st.sampled_from([0, 3, 6]))  # noqa: DTZ001 - made aware below
def test_every_moment_is_read_as_it_was_written(at: datetime, digits: int) -> None:
    at = at.replace(microsecond=at.microsecond // 10 ** (6 - digits) * 10 ** (6 - digits))
    fraction = f".{at.microsecond:06}"[: digits + 1] if digits else ""
    found, good = iso_times.read([f"{at:%Y-%m-%dT%H:%M:%S}{fraction}Z"])
    assert good.all()
    assert found[0] == micros(at.replace(tzinfo=UTC))


@pytest.mark.parametrize("day", ["00-10", "01-00", "13-10"])
def test_a_day_that_is_in_no_calendar_is_not_plain(day: str) -> None:
    assert not iso_times.read([f"2026-{day}T00:00:00Z"])[1].any()


def test_only_one_that_is_left_is_not_halved() -> None:
    [one] = json_plain.payloads([b'{"a":1,"a":2}'])
    assert [*json_plain.read([one])] == []
    assert [*json_plain.read([])] == []
