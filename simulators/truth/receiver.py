"""What the terminal of a car says about its true motion: fixes with noise, faults and delays."""

from collections.abc import Sequence

import numpy as np

from simulators.roads import Floats, to_degrees
from simulators.truth.columns import Columns
from simulators.truth.faults import Fault
from simulators.truth.itinerary import Motion
from telemetry.fix import Quality
from telemetry.records import Records

AWAKE_S, ASLEEP_S = 10, 60
"""A fix every so many seconds while the engine runs, and while it does not."""

_MOVING_M, _PARKED_M = 2.5, 2.0  # sigma of white noise, each axis
_SLOW_M, _SLOW_S = 2.0, 300.0  # sigma of what wanders, and how slowly
_SPEED_KMH, _CREEP_KMH = 0.6, 2.0
_DELAY_S = (0.8, 3.5)
_ODOMETER_M = 100.0  # the wire's unit
_LATE_S, _FUTURE_S = 120.0, 300.0
_ACC, _LOCATED, _BEIDOU, _MOVING = 1 << 0, 1 << 1, 1 << 19, 1 << 22
_DIGEST = 32
_DAILY = (
    (Quality.NO_FIX, 0.004),
    (Quality.NULL_ISLAND, 0.002),
    (Quality.FEW_SATELLITES, 0.006),
    (Quality.HIGH_HDOP, 0.003),
)
"""What is wrong with so many of all fixes."""


def records(
    motion: Motion,
    faults: Sequence[Fault],
    end: float,
    random: np.random.Generator,
    device: str = "",
) -> Records:
    """What has arrived when the story is over and every backlog has come.

    Args:
        motion: The truth.
        faults: Of the terminal and its link.
        end: When the story is over, seconds since 1970.
        random: Decides about the noise.
        device: The terminal.
    """
    said = _heard(motion, _fix_times(motion, end), random)
    for fault in faults:
        fault.spoil(said)
    _flag(said)
    return _records(said, device, random)


def _fix_times(motion: Motion, end: float) -> Floats:
    """Every ten seconds with the engine on, every minute without, in whole seconds."""
    begin = float(motion.t[0])
    asleep = np.arange(np.ceil(begin), end, ASLEEP_S)
    runs = [
        np.arange(np.ceil(max(first, begin)), min(last, end), AWAKE_S)
        for first, last in motion.runs.tolist()
    ]
    return np.unique(np.concatenate([asleep[~motion.engine(asleep)], *runs]))


def _heard(motion: Motion, t: Floats, random: np.random.Generator) -> Columns:
    """The truth with the noise of a receiver."""
    n = len(t)
    speed = motion.speed_kmh(t)
    moving = speed > _CREEP_KMH
    x, y = motion.places(t)
    sigma = np.where(moving, _MOVING_M, _PARKED_M)
    quality = np.zeros(n, np.int64)
    for flag, share in _DAILY:
        quality[random.uniform(size=n) < share] |= int(flag)
    return Columns(
        true=t,
        x=x + random.normal(size=n) * sigma + _wandering(t, random),
        y=y + random.normal(size=n) * sigma + _wandering(t, random),
        speed=np.where(moving, np.maximum(0.0, speed + random.normal(size=n) * _SPEED_KMH), 0.0),
        engine=motion.engine(t),
        odometer=motion.metres(t),
        told=t.copy(),
        received=t + random.uniform(*_DELAY_S, n),
        alarm=np.zeros(n, np.int64),
        quality=quality,
        heard=np.ones(n, np.bool_),
    )


def _wandering(t: Floats, random: np.random.Generator) -> Floats:
    """An error that stays much the same for minutes."""
    knots = np.arange(t[0], t[-1] + 2 * _SLOW_S, _SLOW_S)
    error: Floats = np.interp(t, knots, random.normal(size=len(knots)) * _SLOW_M)
    return error


def _flag(said: Columns) -> None:
    """What the archive knows about times."""
    late = said.received - said.told
    said.quality[late > _LATE_S] |= int(Quality.LATE)
    said.quality[late < -_FUTURE_S] |= int(Quality.FUTURE)


def _records(said: Columns, device: str, random: np.random.Generator) -> Records:
    """Those that were heard, in the order of fix time and digest, with what cannot be left out."""
    sealed = np.frombuffer(random.bytes(len(said.true) * _DIGEST), dtype=f"V{_DIGEST}")
    first = sealed.view(">u8")[:: _DIGEST // 8]
    order = np.lexsort((first, said.told))
    order = order[said.heard[order]]
    quality = said.quality[order]
    lost = (quality & int(Quality.NO_FIX)) != 0
    zero = (quality & int(Quality.NULL_ISLAND)) != 0
    lon, lat = (
        np.where(lost, np.nan, np.where(zero, 0.0, np.round(place[order], 6)))
        for place in to_degrees(said.x, said.y)
    )
    moving = said.speed[order] > 0
    status = _BEIDOU | said.engine[order] * _ACC | ~lost * _LOCATED | moving * _MOVING
    return Records(
        t=np.round(said.told[order] * 1e6).astype(np.int64),
        received=np.round(said.received[order] * 1e6).astype(np.int64),
        lon=lon,
        lat=lat,
        speed_kmh=np.round(said.speed[order], 1),
        odometer_m=np.floor(said.odometer[order] / _ODOMETER_M) * _ODOMETER_M,
        alarm=said.alarm[order],
        status=status.astype(np.int64),
        quality=quality,
        device=np.zeros(len(order), np.int64),
        devices=(device,),
        digests=tuple(sealed[order].tolist()),
    )
