"""`gongche decode`: one answer for each line, whatever stands in it."""

from datetime import UTC, datetime, timedelta
from gzip import compress
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest
from click.testing import CliRunner, Result

from fleet.__main__ import main
from telemetry.codecs import emqx, jt808, nmea
from telemetry.codecs.jt808.frame import check_byte

CAPTURES = Path(__file__).parents[1] / "captures"
HEARTBEAT = "7e000200001234567890120001897e"
RECORD = {
    "device": "V0042",
    "seq": 1,
    "boot": 2,
    "time": "2026-01-01T00:00:00Z",
    "lon": 120.15,
    "lat": 30.28,
    "flags": ["sos"],
}


def run(codec: str, lines: bytes) -> Result:
    """The command with these lines on its standard input."""
    return CliRunner().invoke(main, ["decode", codec], input=lines, catch_exceptions=False)


def answers(codec: str, lines: bytes) -> list[dict[str, Any]]:
    """What the command says of these lines."""
    return [orjson.loads(line) for line in run(codec, lines).stdout.splitlines()]


def test_captures_are_decoded_as_they_were_reviewed() -> None:
    capture = CAPTURES / "jt808.hex"
    result = CliRunner().invoke(main, ["decode", "jt808", str(capture)])
    reviewed = (CAPTURES / "jt808.ndjson").read_text().splitlines()
    assert [orjson.loads(line) for line in result.stdout.splitlines()] == [
        orjson.loads(line) for line in reviewed
    ]
    assert result.exit_code == 1
    assert result.stderr == ""


def test_a_frame_may_come_with_or_without_flags() -> None:
    bare = HEARTBEAT[2:-2]
    with_flags, without, garbage = answers(
        "jt808", f"{HEARTBEAT}\n{bare}\n2424{HEARTBEAT}".encode()
    )
    assert with_flags == without == garbage
    assert with_flags == {
        "ok": True,
        "message": "0x0002",
        "phone": "123456789012",
        "version": "2013",
        "serial": 1,
        "encrypt": 0,
        "fragmented": False,
        "fixes": [],
        "body": {},
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "truncated"),
        ("zz", "truncated"),
        ("7e0", "truncated"),
        ("\udcff", "truncated"),
        ("7e7e", "truncated"),
        (HEARTBEAT[:-2], "truncated"),
        (HEARTBEAT[2:], "truncated"),
        (HEARTBEAT * 2, "length_mismatch"),
        (HEARTBEAT.replace("89", "88"), "check_mismatch"),
        ("7d03", "bad_escape"),
        ("00", "header_too_short"),
        ("00" * 40_000, "too_large"),
        ("00" * 400_000, "too_large"),
    ],
)
def test_a_line_that_is_no_frame_is_told_and_the_next_is_decoded(line: str, reason: str) -> None:
    lines = f"{line}\r\n{HEARTBEAT}\n".encode(errors="surrogateescape")
    result = run("jt808", lines)
    wrong, good = map(orjson.loads, result.stdout.splitlines())
    assert (wrong["ok"], wrong["reason"]) == (False, reason)
    assert wrong["detail"]
    assert good["ok"]
    assert result.exit_code == 1


def test_good_lines_end_well() -> None:
    assert run("jt808", f"{HEARTBEAT}\n".encode() * 3).exit_code == 0
    assert run("json", orjson.dumps(RECORD)).exit_code == 0
    assert run("json", b"").exit_code == 0


def test_a_good_frame_whose_body_cannot_be_read_is_good() -> None:
    part = jt808.Header(message=0x0704, phone="1", serial=7, edition="2019", total=2, index=1)
    (answer,) = answers("jt808", jt808.encode(part, b"\x01").hex().encode())
    assert answer["ok"]
    assert answer["body"] == {"raw": "01"}
    assert (answer["package_total"], answer["package_index"]) == (2, 1)
    assert (answer["version"], answer["protocol_version"]) == ("2019", 0)


def test_a_record_is_a_fix() -> None:
    (answer,) = answers("json", orjson.dumps(RECORD | {"first": 0}))
    assert answer["ok"]
    assert answer["body"] == {"first": {"2": 0}}
    (fix,) = answer["fixes"]
    assert fix == {
        "device": "V0042",
        "t": "2026-01-01T00:00:00Z",
        "lon": 120.15,
        "lat": 30.28,
        "speed_kmh": None,
        "course_deg": None,
        "altitude_m": None,
        "located": True,
        "datum": "wgs84",
        "alarms": ["sos"],
        "status": ["located"],
        "items": {},
        "flags": [],
        "boot": 2,
        "seq": 1,
    }


def test_of_a_batch_the_good_records_are_shown_and_the_bad_ones_told() -> None:
    batch = orjson.dumps([RECORD, RECORD | {"lon": 181}, RECORD | {"seq": -1}])
    (answer,) = answers("json", batch)
    assert (answer["ok"], answer["reason"]) == (False, "coordinate_range")
    assert [each["reason"] for each in answer["malformed"]] == ["coordinate_range", "number_range"]
    assert len(answer["fixes"]) == 1


def test_a_record_may_not_come_from_the_future() -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)  # noqa: TID251 - the command reads the clock
    (answer,) = answers("json", orjson.dumps(RECORD | {"time": soon.isoformat()}))
    assert answer["reason"] == "time_future"


@pytest.mark.parametrize("codec", ["jt808", "json", "emqx"])
def test_nothing_in_a_line_ends_the_command(codec: str) -> None:
    noise = np.random.default_rng(42).bytes(600_000) + b"\n\n\0\n[\n" + b"[" * 300_000
    result = run(codec, noise)
    assert len(result.stdout.splitlines()) == noise.count(b"\n") + 1
    assert not any(orjson.loads(line)["ok"] for line in result.stdout.splitlines())
    assert result.exit_code == 1


def framed(message: int, body: bytes, edition: Any = "2013") -> bytes:  # noqa: ANN401
    """A line with a frame."""
    header = jt808.Header(message=message, phone="013800138000", serial=7, edition=edition)
    return jt808.encode(header, body).hex().encode() + b"\n"


def test_the_fields_of_a_body_are_printed_by_name() -> None:
    fields = {"code": "abc", "imei": "123456789012345", "software": "1"}
    body = jt808.write_body(0x0102, fields, "2019")
    (answer,) = answers("jt808", framed(0x0102, body, "2019"))
    assert (answer["message"], answer["body"]) == ("0x0102", fields)


def test_a_body_without_a_table_is_printed_as_it_is() -> None:
    (answer,) = answers("jt808", framed(0x1205, b"\x01\x02"))
    assert (answer["ok"], answer["body"]) == (True, {"raw": "0102"})


def test_a_body_that_cannot_be_read_is_printed_beside_the_reason() -> None:
    (answer,) = answers("jt808", framed(0x8001, b"\x01"))
    assert (answer["ok"], answer["reason"]) == (False, "body_malformed")
    assert answer["body"] == {"raw": "01"}


def test_a_report_is_printed_with_what_its_items_say() -> None:
    place = jt808.Location(status=3, items=((0x31, b"\x0e"), (0x06, b"\x50")))
    line = framed(0x0200, jt808.encode_location(place))
    (answer,) = answers("jt808", line)
    assert answer["body"]["items"] == [
        {"id": "0x31", "name": "satellites", "satellites": 14},
        {"id": "0x06", "raw": "50"},
    ]
    result = CliRunner().invoke(main, ["decode", "jt808", "--profile", "battery-in-06"], line)
    assert orjson.loads(result.stdout)["body"]["items"][1]["charge_percent"] == 80


def test_a_message_of_a_maker_is_read_under_its_profile() -> None:
    body = bytes.fromhex("0605211759402234847411355056070598")
    content = bytes.fromhex("5501001190000000002412") + body
    frame = b"\x7e" + content + bytes([check_byte(content)]) + b"\x7e"
    assert answers("jt808", frame.hex().encode())[0]["reason"] == "length_mismatch"
    result = CliRunner().invoke(main, ["decode", "jt808", "--profile", "jointech"], frame.hex())
    assert orjson.loads(result.stdout)["body"]["date_ddmmyy"] == "060521"


def test_compressed_data_are_printed_inflated() -> None:
    data = compress(b"CAN")
    (answer,) = answers("jt808", framed(0x0901, len(data).to_bytes(4) + data))
    assert bytes.fromhex(answer["body"]["inflated"]) == b"CAN"
    (other,) = answers("jt808", framed(0x0901, b"\0\0\0\1x"))
    assert other["body"] == {"data": "78"}


def test_a_message_of_the_gateway_is_printed_with_its_fix() -> None:
    good = emqx.encode(
        jt808.Header(message=0x0200, phone="13800138000", serial=3), [jt808.Location()]
    )
    found, bad = answers("emqx", good + b"\n{}\n")
    assert (found["ok"], found["message"], found["phone"]) == (True, "0x0200", "013800138000")
    assert found["fixes"][0]["flags"] == ["bad_time", "gateway_acked", "no_fix", "null_island"]
    assert found["body"]["latitude"] == 0
    assert (bad["ok"], bad["reason"]) == (False, "missing_field")


RMC = "001504.00,A,3017.24754,N,12009.21456,E,22.948,271.0,011026,,,A,V"


def sentence(kind: str, fields: str) -> bytes:
    """A line of NMEA."""
    return nmea.write_sentence(kind, *fields.split(","))


def test_the_sentence_that_makes_a_fix_carries_what_the_others_add() -> None:
    height = sentence("GNGGA", "001504.00,3017.24754,N,12009.21456,E,1,14,0.8,18.0,M,,M,,")
    lines = sentence("GNRMC", RMC) + height + sentence("GNRMC", RMC.replace("04.00", "05.00"))
    first, second, third = answers("nmea", lines)
    (fix,) = first["fixes"]
    assert (fix["t"], fix["altitude_m"]) == ("2026-10-01T00:15:04Z", 18.0)
    assert (first["message"], first["talker"], first["body"]["mode"]) == ("RMC", "GN", "A")
    assert (second["message"], second["fixes"]) == ("GGA", [])
    assert third["fixes"][0]["altitude_m"] is None


def test_a_refused_sentence_says_why_and_is_no_fix() -> None:
    lines = sentence("GNRMC", RMC.replace(",A,3017", ",V,3017"))
    (answer,) = answers("nmea", lines)
    assert (answer["ok"], answer["fixes"], answer["body"]["refused"]) == (True, [], "status_v")


def test_lines_that_are_no_sentence_are_told_and_do_not_end_the_moment() -> None:
    odd = b"# comment\n" + sentence("PSTI", "1") + b"$GNGGA,x*00\n" + sentence("GNTHS", "1.0,A")
    lines = sentence("GNRMC", RMC) + odd + sentence("GNGSA", "A,3")
    result = run("nmea", lines)
    told = [orjson.loads(line) for line in result.stdout.splitlines()]
    assert [each["ok"] for each in told] == [True, True, True, False, True, True]
    assert told[0]["fixes"][0]["items"]["fix_type"] == 3
    assert [each["body"] for each in told[1:3]] == [
        {"ignored": "no sentence"},
        {"ignored": "not used"},
    ]
    assert told[3]["reason"] == "check_mismatch"
    assert told[4]["body"] == {"fields": ["1.0", "A"]}
    assert result.exit_code == 1


def test_a_moment_that_never_ends_is_told_all_the_same() -> None:
    result = run("nmea", sentence("GNRMC", RMC) + b"#\n" * 600)
    told = [orjson.loads(line) for line in result.stdout.splitlines()]
    assert len(told) == 601
    assert len(told[0]["fixes"]) == 1


def test_noise_between_sentences_ends_nothing() -> None:
    noise = np.random.default_rng(42).bytes(300_000).replace(b"\n", b"$")
    result = run("nmea", noise + b"\n\n\0\n$\n" + noise + b"\n" + sentence("GNRMC", RMC))
    told = [orjson.loads(line) for line in result.stdout.splitlines()]
    assert len(told) == 6
    assert len(told[-1]["fixes"]) == 1


def test_progress_is_for_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    capture = tmp_path / "capture.hex"
    capture.write_text(HEARTBEAT)
    assert CliRunner().invoke(main, ["decode", "jt808", str(capture)]).stderr == ""
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "Decoding" in CliRunner().invoke(main, ["decode", "jt808", str(capture)]).stderr
