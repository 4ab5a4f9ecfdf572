"""Frames of real terminals and of another codec, read as the tables say, written back the same."""

from datetime import datetime
from typing import Any

import pytest

from telemetry.codecs import jt808
from telemetry.codecs.fix_json import to_json
from telemetry.codecs.jt808.body import FORMS
from telemetry.codecs.jt808.frame import escape, unescape
from telemetry.codecs.jt808.items import read_item
from telemetry.fix import Fix, Malformed
from tests.telemetry.codecs.vectors import rows

ROWS = rows("jt808_traccar.jsonl") + rows("jt808_yezhihao.jsonl")
VALID = [row for row in ROWS if row["valid"]]
LOCATED = [row for row in VALID if "location" in row["derived"]]
ENVELOPE = {"messageId", "properties", "protocolVersion", "clientId", "serialNo", "verified"}
BATCHES = [row for row in VALID if "batch" in row["derived"]]

each_valid = pytest.mark.parametrize("row", VALID, ids=lambda row: row["id"])
each_located = pytest.mark.parametrize("row", LOCATED, ids=lambda row: row["id"])
each_batch = pytest.mark.parametrize("row", BATCHES, ids=lambda row: row["id"])


def read(row: dict[str, Any]) -> jt808.Message:
    """The message of a row."""
    return jt808.decode(bytes.fromhex(row["hex"]))


def rewritten(message: jt808.Message) -> bytes:
    """The body, written anew from what was understood of it."""
    header = message.header
    if not header.whole:
        return message.body
    fields = jt808.read_body(header.message, message.body, header.edition)
    return jt808.write_body(header.message, fields, header.edition)


def leaves(value: object) -> set[str]:
    """All numbers and texts in a value; of a time its digits."""
    match value:
        case dict():
            return set().union(*(leaves(v) for name, v in value.items() if name not in ENVELOPE))
        case list():
            return set().union(*map(leaves, value))
        case str() if "T" in value and value[4:5] == "-":
            return {value[2:].translate({ord(sign): None for sign in "-T:"})}
        case jt808.Batch():
            return leaves([jt808.read_location(body) for body in value.bodies] + [value.kind])
        case jt808.Location():
            items = [read_item(*item) for item in value.items]
            return leaves([items, value.altitude_m & 0xFFFF, value.time.hex(), *numbers(value)])
        case _:
            return {str(value)}


def numbers(location: jt808.Location) -> list[int]:
    """A position as it stands on the wire."""
    return [
        location.alarm,
        location.status,
        location.lat_e6,
        location.lon_e6,
        location.speed_dkmh,
        location.direction,
    ]


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
    assert jt808.encode(message.header, rewritten(message)).hex() == row["hex"]


OTHER_RULES = {
    "0x0104", "0x8103",  # parameters of JT/T 1078 and of active safety, which we keep as bytes
    "0x0900",  # what is passed through is for its maker to read
    "0x0705", "0x0801", "0x0901", "0x8108", "0x8a00",  # bytes told as lists of numbers
    "0x8105",  # the parameter is told with its semicolons
}  # fmt: skip
TOLD = [
    row
    for row in rows("jt808_yezhihao.jsonl")
    if "messageId" in row["expected"]
    and row["msg_id"] not in OTHER_RULES
    and int(row["msg_id"], 16) in FORMS
]


@pytest.mark.parametrize("row", TOLD, ids=lambda row: row["id"])
def test_every_value_that_another_codec_reads_is_read_here(row: dict[str, Any]) -> None:
    message = read(row)
    header = message.header
    fields = jt808.read_body(header.message, message.body, header.edition)
    theirs = leaves(without_what_they_see_otherwise(row["expected"], header.message))
    assert theirs - {""} <= leaves(fields)


def without_what_they_see_otherwise(theirs: dict[str, Any], message: int) -> dict[str, Any]:
    """Fields that only they have: of another edition, or read from a maker's item."""
    names = {0x8300: {"type"}, 0x8500: {"param"}, 0x0200: {"attributes"}, 0x0704: {"total"}}.get(
        message, set()
    )
    return {name: value for name, value in theirs.items() if name not in names}


def test_packages_of_another_codec_are_put_together() -> None:
    pieces = [
        message
        for row in rows("jt808_yezhihao.jsonl")
        if "fragment" in str(row["expected"])
        for message in [read(row)]
    ]
    held, whole = jt808.Packages(), list[jt808.Whole]()
    for message in pieces:
        held, outcomes = held.step(message.header, message.body, 0.0)
        whole += [each for each in outcomes if isinstance(each, jt808.Whole)]
    assert len(pieces) == 20
    assert [each.header.message for each in whole] == [0x1205, 0x0104]
    found = jt808.read_message(whole[1].header, whole[1].body)
    known = {each["name"]: each["value"] for each in found.fields["parameters"] if "name" in each}
    assert (known["plate"], known["default_interval_s"], known["top_speed_kmh"]) == (
        "渝D00000",
        20,
        100,
    )
    # a video parameter behind them has a wrong length: what follows it is kept unread
    assert jt808.write_body(0x0104, found.fields) == whole[1].body


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
