"""`gongche decode`: one answer for each line, whatever stands in it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest
from click.testing import CliRunner, Result

from fleet.__main__ import main
from telemetry.codecs import jt808

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
        "body": {"raw": ""},
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


@pytest.mark.parametrize("codec", ["jt808", "json"])
def test_nothing_in_a_line_ends_the_command(codec: str) -> None:
    noise = np.random.default_rng(42).bytes(600_000) + b"\n\n\0\n[\n" + b"[" * 300_000
    result = run(codec, noise)
    assert len(result.stdout.splitlines()) == noise.count(b"\n") + 1
    assert not any(orjson.loads(line)["ok"] for line in result.stdout.splitlines())
    assert result.exit_code == 1


def test_a_codec_that_is_not_there_yet_is_named() -> None:
    result = run("nmea", b"")
    assert result.exit_code == 2
    assert "'nmea' is not one of 'jt808', 'json'" in result.stderr


def test_progress_is_for_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    capture = tmp_path / "capture.hex"
    capture.write_text(HEARTBEAT)
    assert CliRunner().invoke(main, ["decode", "jt808", str(capture)]).stderr == ""
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "Decoding" in CliRunner().invoke(main, ["decode", "jt808", str(capture)]).stderr
