"""JT/T 808 reports a second of a core: in columns against one by one, and JSON beside them."""

import time
from collections.abc import Callable
from functools import cache

import numpy as np

from telemetry.codecs import jt808
from telemetry.codecs.jt808.columns import decode_columns
from telemetry.fix import Fix

_REPORTS, _TERMINALS, _OF_A_BATCH = 50_000, 2000, 12


class Different(Exception):  # noqa: N818 - named like the answer it is
    """The two ways do not agree: there is nothing to compare."""


@cache
def frames() -> list[bytes]:
    """Reports of many terminals, with odometer, speed, signal and satellites."""
    rng = np.random.default_rng(808)
    return [_frame(rng, number) for number in range(_REPORTS)]


@cache
def batches() -> list[bytes]:
    """The same reports, twelve in a blind-area batch."""
    bodies = [jt808.open_frame(frame)[1] for frame in frames()]
    header = jt808.Header(message=0x0704, phone="13800138000", serial=0)
    return [
        jt808.encode(
            header,
            jt808.encode_batch(jt808.Batch(bodies=tuple(bodies[at : at + _OF_A_BATCH]), kind=1)),
        )
        for at in range(0, len(bodies), _OF_A_BATCH)
    ]


def pair(many: list[bytes]) -> tuple[Callable[[], float], Callable[[], float]]:
    """Reports a second: in columns, and one by one.

    Raises:
        Different: If the two do not agree.
    """
    reports, rest = decode_columns(many)
    singly = [fix for frame in many for fix in jt808.decode(frame).fixes if isinstance(fix, Fix)]
    if rest or reports.digest.tolist() != [fix.digest for fix in singly]:
        raise Different("columns and fixes")
    count = len(singly)
    return (
        lambda: _rate(count, lambda: decode_columns(many)),
        lambda: _rate(count, lambda: [jt808.decode(frame) for frame in many]),
    )


def _frame(rng: np.random.Generator, number: int) -> bytes:
    day, hour, minute, second = (int(rng.integers(1, n)) for n in (28, 24, 60, 60))
    body = jt808.encode_location(
        jt808.Location(
            status=0x80003,
            lat_e6=30_000_000 + int(rng.integers(1_000_000)),
            lon_e6=120_000_000 + int(rng.integers(1_000_000)),
            speed_dkmh=int(rng.integers(900)),
            direction=int(rng.integers(360)),
            time=bytes.fromhex(f"2610{day:02}{hour:02}{minute:02}{second:02}"),
            items=((0x01, rng.bytes(4)), (0x03, b"\1\2"), (0x30, b"\5"), (0x31, b"\x0e")),
        )
    )
    phone = f"{13_800_000_000 + number % _TERMINALS}"
    return jt808.encode(jt808.Header(message=0x0200, phone=phone, serial=number & 0xFFFF), body)


def _rate(count: int, run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return count / (time.perf_counter() - began)
