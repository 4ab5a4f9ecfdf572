"""Sentences with a number around them, and payloads that are none."""

import orjson
import pytest

from telemetry.codecs import nmea
from telemetry.fix import Fix, Malformed
from tests.telemetry.codecs.test_nmea import rmc


def wrapped(payload: bytes) -> tuple[list[Fix | Malformed], dict[int, int]]:
    """The records of a wrapper, and what the device still holds."""
    decoded = nmea.decode(payload, "L07")
    return decoded.records, decoded.first


def test_a_wrapper_numbers_its_first_record() -> None:
    found, firsts = wrapped(nmea.wrap("L07", 3, 40, rmc() + rmc(f1="001505.00"), first=2))
    assert [(each.boot, each.seq) for each in found] == [(3, 40), (None, None)]
    assert firsts == {3: 2}
    assert wrapped(nmea.wrap("L07", 3, 40, rmc()))[1] == {}


def test_wrappers_may_come_together() -> None:
    batch = b"[" + nmea.wrap("L07", 3, 1, rmc()) + b"," + nmea.wrap("L07", 3, 2, b"$x") + b"]"
    good, bad = wrapped(batch)[0]
    assert isinstance(good, Fix)
    assert isinstance(bad, Malformed)
    assert (bad.reason, bad.boot, bad.seq) == ("body_malformed", 3, 2)


WRAPPER: dict[str, object] = {"device": "L07", "seq": 1, "boot": 2, "nmea": rmc().decode()}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"device": "L08"}, "identity_mismatch"),
        ({"seq": None}, "number_type"),
        ({"seq": -1}, "number_range"),
        ({"boot": 1.5}, "number_type"),
        ({"first": -1}, "number_range"),
        ({"nmea": 7}, "missing_field"),
    ],
)
def test_a_wrapper_is_refused_for_a_reason(changed: dict[str, object], reason: str) -> None:
    ((bad,), _) = wrapped(orjson.dumps(WRAPPER | changed))
    assert isinstance(bad, Malformed)
    assert bad.reason == reason


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"[]", "missing_field"),
        (b"[7]", "not_json"),
        (b"{", "not_json"),
        (b'{"device": "L07"}', "missing_field"),
        (b'{"device": "L07", "seq": 1, "boot": NaN}', "number_not_finite"),
        (b'{"x": "' + b" " * 8192 + b'"}', "too_large"),
        (b"[" + b"{}," * 500 + b"{}]", "too_large"),
        (b" " * 65_537, "too_large"),
        (rmc(f2="V", f1="") * 700, "too_large"),
    ],
)
def test_a_payload_is_refused_for_a_reason(payload: bytes, reason: str) -> None:
    bad = nmea.decode(payload, "L07").records[0]
    assert isinstance(bad, Malformed)
    assert bad.reason == reason
