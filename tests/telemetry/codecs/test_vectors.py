"""Frames of real terminals and of another codec, read as the tables say, written back the same."""

from datetime import datetime
from typing import Any

import pytest

from telemetry.codecs import jt808
from telemetry.codecs.fix_json import to_json
from telemetry.codecs.jt808.frame import escape, unescape
from telemetry.fix import Fix, Malformed
from tests.telemetry.codecs.vectors import rows

ROWS = rows("jt808_traccar.jsonl") + rows("jt808_yezhihao.jsonl")
VALID = [row for row in ROWS if row["valid"]]
PREFIX = {"0x0201": 2, "0x0500": 2}
POSITIONS = ("0x0200", "0x0201", "0x0500")
LOCATED = [row for row in VALID if "location" in row["derived"]]
BATCHES = [row for row in VALID if "batch" in row["derived"]]

each_valid = pytest.mark.parametrize("row", VALID, ids=lambda row: row["id"])
each_located = pytest.mark.parametrize("row", LOCATED, ids=lambda row: row["id"])
each_batch = pytest.mark.parametrize("row", BATCHES, ids=lambda row: row["id"])


def read(row: dict[str, Any]) -> jt808.Message:
    """The message of a row."""
    return jt808.decode(bytes.fromhex(row["hex"]))


def rewritten(message: jt808.Message, name: str) -> bytes:
    """The body, written anew from what was understood of it."""
    if name in POSITIONS and len(message.body) > 28:
        begin = PREFIX.get(name, 0)
        location = jt808.read_location(message.body[begin:])
        return message.body[:begin] + jt808.encode_location(location)
    if name == "0x0704":
        batch = jt808.read_batch(message.body)
        bodies = [jt808.encode_location(jt808.read_location(each)) for each in batch.bodies]
        assert tuple(bodies) == batch.bodies
        return jt808.encode_batch(batch)
    return message.body


def same_place(fix: Fix | Malformed, derived: dict[str, Any]) -> None:
    """A fix against what the tables give."""
    assert isinstance(fix, Fix)
    form, at = to_json(fix), f"{derived['time_gmt8']}+08:00"
    assert (fix.lon, fix.lat, fix.altitude_m) == tuple(
        derived[name] for name in ("lon", "lat", "altitude_m")
    )
    assert fix.at == datetime.fromisoformat(at)
    assert (fix.alarm, fix.status) == (derived["alarm"], derived["status"])
    assert (fix.speed_kmh, fix.course_deg) == (derived["speed_dkmh"] / 10, derived["direction"])
    assert form["located"] == derived["located"] == ("no_fix" not in form["flags"])
    location = jt808.read_location(fix.raw)
    assert [[f"{item:02x}", value.hex()] for item, value in location.items] == derived["items"]
    assert location.trailing.hex() == derived.get("trailing", "")


def test_all_of_them_are_here() -> None:
    assert (len(ROWS), len(VALID)) == (366, 354)
    assert (len(LOCATED), len(BATCHES)) == (77, 12)


@each_valid
def test_the_header_is_what_the_tables_give(row: dict[str, Any]) -> None:
    header, derived = read(row).header, row["derived"]
    assert f"0x{header.message:04x}" == derived["msg_id"]
    assert (header.phone, header.serial) == (derived["phone_bcd"], derived["serial"])
    assert (header.version or None) == derived["protocol_version"]
    assert header.edition == ("2019" if derived["version_flag"] else "2013")
    assert (header.total, header.index) == (
        derived.get("package_total"),
        derived.get("package_index"),
    )


@each_valid
def test_what_was_decoded_is_encoded_to_the_same_bytes(row: dict[str, Any]) -> None:
    message = read(row)
    body = rewritten(message, row["msg_id"])
    assert jt808.encode(message.header, body).hex() == row["hex"]


@each_located
def test_a_position_is_what_the_tables_give(row: dict[str, Any]) -> None:
    (fix,) = read(row).fixes
    same_place(fix, row["derived"]["location"])


@each_batch
def test_a_batch_is_what_the_tables_give(row: dict[str, Any]) -> None:
    message, derived = read(row), row["derived"]["batch"]
    assert message.fields == {"count": derived["count"], "kind": derived["type"]}
    for fix, place in zip(message.fixes, derived["items"], strict=True):
        same_place(fix, place)


@pytest.mark.parametrize(
    "row", [row for row in ROWS if not row["valid"]], ids=lambda row: row["id"]
)
def test_what_is_not_standard_is_named(row: dict[str, Any]) -> None:
    with pytest.raises(Malformed) as wrong:
        read(row)
    derived = row.get("derived") or {"check_ok": None}
    expected = {None: "truncated", True: "length_mismatch", False: "check_mismatch"}
    assert wrong.value.reason == expected[derived["check_ok"]]
    assert wrong.value.raw.hex() == row["hex"]


@pytest.mark.parametrize("row", rows("jt808_framing.jsonl"), ids=lambda row: row["id"])
def test_the_example_of_the_standard(row: dict[str, Any]) -> None:
    (frame,) = jt808.split(bytes.fromhex(row["hex"]))
    assert isinstance(frame, bytes)
    assert unescape(frame[1:-1]).hex() == row["expected"]["unescaped"][2:-2]
    assert (b"\x7e" + escape(unescape(frame[1:-1])) + b"\x7e").hex() == row["hex"][-18:]
