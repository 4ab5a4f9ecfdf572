"""Whatever arrives, the answer is a fix or malformed, and nothing else."""

import string
from datetime import UTC, datetime

import numpy as np

from telemetry.codecs import json, jt808
from telemetry.codecs.fix_json import to_json
from telemetry.codecs.jt808.frame import check_byte, escape
from telemetry.fix import Fix, Malformed
from tests.telemetry.codecs.frames import BLOCK, HEADER, NEW_HEADER, framed

ROUNDS = 100_000
ARRIVAL = datetime(2026, 11, 23, 9, tzinfo=UTC)
RECORD = (
    b'{"device": "V0042", "seq": 1187, "boot": 12, "time": "2026-11-23T08:15:04Z", "lon": 120.1,'
    b' "lat": 30.28, "speed": 42.5, "satellites": 14, "flags": ["acc_on"], "first": 3}'
)
SEEDS = [
    framed(HEADER, BLOCK + bytes.fromhex("0104000000ff310105e40201ff")),
    framed(NEW_HEADER, BLOCK),
    framed(
        jt808.Header(message=0x0704, phone="1", serial=1),
        jt808.encode_batch(jt808.Batch(bodies=(BLOCK, BLOCK), kind=1)),
    ),
]


def outcomes(frame: bytes) -> set[str]:
    """All that was understood of a frame, and why the rest was not."""
    try:
        message = jt808.decode(frame)
    except Malformed as wrong:
        return {wrong.reason}
    assert jt808.open_frame(jt808.encode(message.header, message.body))[1] == message.body
    found = {"a message"}
    for each in message.fixes:
        found |= set(to_json(each)["flags"]) if isinstance(each, Fix) else {each.reason}
    return found


def test_random_bytes_between_flags_are_malformed() -> None:
    draw = np.random.default_rng(808)
    lengths = draw.integers(0, 64, ROUNDS)
    frames = (b"\x7e" + draw.bytes(length) + b"\x7e" for length in lengths)
    assert set().union(*map(outcomes, frames)) >= {
        "truncated",
        "header_too_short",
        "check_mismatch",
        "bad_escape",
    }


def test_frames_with_wrong_bytes_and_a_right_check_byte_are_understood_or_malformed() -> None:
    draw, found = np.random.default_rng(2019), set[str]()
    for seed in SEEDS * (ROUNDS // 10 // len(SEEDS)):
        content = np.frombuffer(seed, np.uint8).copy()
        places = draw.integers(0, len(content), draw.integers(1, 5))
        content[places] = draw.integers(0, 256, len(places))
        kept = content[: draw.integers(0, 4 * len(content))].tobytes()[:-1]
        found |= outcomes(b"\x7e" + escape(kept + bytes([check_byte(kept)])) + b"\x7e")
    assert found >= {"a message", "header_too_short", "length_mismatch", "body_malformed"}
    assert found >= {"encrypted", "incomplete", "no_fix", "bad_time", "batch_count_mismatch"}


def test_random_payloads_are_split_and_nothing_is_raised() -> None:
    draw = np.random.default_rng(7)
    for length in draw.integers(0, 200, ROUNDS // 10):
        for each in jt808.split(draw.bytes(length).replace(b"\xff", b"\x7e")):
            if isinstance(each, bytes):
                outcomes(each)


def test_records_with_wrong_bytes_are_understood_or_malformed() -> None:
    draw, reasons = np.random.default_rng(8259), set()
    alphabet = np.frombuffer((string.printable + "\0é€").encode(), np.uint8)
    for seed in [RECORD, b"[" + RECORD + b", " + RECORD + b"]"] * (ROUNDS // 20):
        text = np.frombuffer(seed, np.uint8).copy()
        places = draw.integers(0, len(text), draw.integers(1, 4))
        text[places] = draw.choice(alphabet, len(places))
        decoded = json.decode(text.tobytes(), "V0042", ARRIVAL)
        reasons |= {"ok" if isinstance(each, Fix) else each.reason for each in decoded.records}
    assert reasons >= {"ok", "not_json", "missing_field", "identity_mismatch", "time_format"}


def test_random_bytes_are_not_json() -> None:
    draw = np.random.default_rng(1)
    for length in draw.integers(0, 40, ROUNDS):
        (each,) = json.decode(draw.bytes(length), "V0042", ARRIVAL).records
        assert isinstance(each, Malformed)
