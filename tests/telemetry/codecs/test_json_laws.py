"""Laws of the JSON codec, on anything hypothesis can think of."""

import json as stdlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from telemetry.codecs.json import decode, encode
from telemetry.codecs.json_fields import KNOWN
from telemetry.codecs.strict_json import Flawed, quick, records
from telemetry.fix import Fix, Malformed, Quality

ARRIVAL = datetime(2027, 1, 1, tzinfo=UTC)
COUNTS = st.integers(0, 2**53 - 1)
ALARM = st.sampled_from([1 << 0, 1 << 5, 1 << 8, 1 << 28]).flatmap(
    lambda bit: st.sampled_from([0, bit, bit | 1])
)
DOUBTS = Quality.NO_FIX | Quality.FEW_SATELLITES | Quality.HIGH_HDOP | Quality.BACKFILL


def _as_decoded(fix: Fix) -> Fix:
    """With what follows from the rest."""
    quality, located = fix.quality, 1 << 1
    if fix.datum != "wgs84":
        quality |= Quality.SHIFTED_DATUM
    if fix.lon is None or fix.lat is None:
        return replace(fix, lon=None, lat=None, quality=quality | Quality.NO_FIX)
    if abs(fix.lon) < 0.001 and abs(fix.lat) < 0.001:
        quality |= Quality.NULL_ISLAND
    status = fix.status if Quality.NO_FIX in quality else fix.status | located
    return replace(fix, quality=quality, status=status)


fixes = st.builds(
    Fix,
    device=st.just("V1"),
    at=st.datetimes(datetime(2010, 1, 1), datetime(2027, 1, 1)).map(  # noqa: DTZ001
        lambda at: at.replace(tzinfo=UTC)
    ),
    digest=st.just(b""),
    lon=st.none() | st.floats(-180, 180),
    lat=st.floats(-90, 90),
    speed_kmh=st.none() | st.floats(0, 1000),
    course_deg=st.none() | st.floats(0, 360, exclude_max=True),
    altitude_m=st.none() | st.floats(-500, 9000),
    odometer_m=st.none() | st.integers(0, 10**10),
    alarm=ALARM,
    status=st.sampled_from([0, 1, 1 << 22, 1 | 1 << 22]),
    quality=st.integers(0, 2**17).map(lambda bits: Quality(bits) & DOUBTS),
    datum=st.sampled_from(["wgs84", "gcj02", "bd09"]),
    boot=COUNTS,
    seq=COUNTS,
    source=st.just("json"),
    raw=st.just(b""),
).map(_as_decoded)

scalars: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers(-(10**22), 10**22) | st.floats() | st.text(max_size=9)
)
keys = st.sampled_from([*sorted(KNOWN), "x", "y:", "{"])
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4)
)
objects = st.dictionaries(keys, values, max_size=6)


@given(st.lists(fixes, min_size=1, max_size=4))
def test_what_a_device_writes_is_read_back(known: list[Fix]) -> None:
    found = decode(encode(known), "V1", ARRIVAL).records
    without = [
        replace(each, digest=b"", raw=b"") if isinstance(each, Fix) else each for each in found
    ]
    assert without == known


@given(objects | st.lists(objects, max_size=3), st.booleans())
@example({"x": [[[[[]]]]]}, True)  # noqa: FBT003 - hypothesis takes examples by position
def test_the_quick_way_is_never_another_way(value: Any, ascii_only: bool) -> None:  # noqa: ANN401, FBT001
    payload = stdlib.dumps(value, ensure_ascii=ascii_only).encode(errors="surrogatepass")
    found = quick(payload, KNOWN)
    if found is not None:
        assert found == records(payload)


@given(st.text(alphabet='{}[]":,\\ \n0123456789.eE+-abflnrstu', max_size=40))
@example('{"a":1,"a":2}')
@example("1e999")
@example("-0")
def test_strict_is_what_two_other_parsers_agree_on(text: str) -> None:
    try:
        expected = orjson.loads(text)
    except orjson.JSONDecodeError:
        with pytest.raises(Malformed):
            loosely(text)
    else:
        assert loosely(text) == expected


def loosely(text: str) -> object:
    """The value of a strict text, also when it is a number too long for us."""
    found = records(text.encode())
    flaws = [value.flaw for value, _ in found if isinstance(value, Flawed)]
    if any(flaw.reason == "number_not_finite" for flaw in flaws):
        raise Malformed("number_not_finite", text)
    if flaws:
        return orjson.loads(text)
    held = [value for value, _ in found]
    return held if text.lstrip(" \n").startswith("[") else held[0]


@given(objects, st.text(max_size=20))
def test_anything_is_fixes_or_malformed(value: dict[str, Any], behind: str) -> None:
    payload = (stdlib.dumps(value) + behind).encode(errors="surrogatepass")
    for each in decode(payload, "V1", ARRIVAL).records:
        assert isinstance(each, Fix | Malformed)
