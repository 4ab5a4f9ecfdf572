"""TERM-02, 断电拆除: a terminal says that its power or its antenna was taken away.

The alarm bits are levels, and count whatever the place is worth. A loose contact is one finding,
not many: an alarm is over once it has been off for a while.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from telemetry.car import Car
from telemetry.found import Answer, Found
from telemetry.moment import FOREVER
from telemetry.records import Int64s
from telemetry.rules.papers import SECOND, when
from telemetry.rules.watched import answer, heard
from telemetry.spans import holds, union
from telemetry.visits import Visit

CODE = "TERM-02"

ALARMS = {5: "antenna_cut", 7: "main_power_low", 8: "main_power_lost"}
"""Bit -> what it says (JT/T 808 table 6.6.1): evidence of tampering."""

_MASK = sum(1 << bit for bit in ALARMS)
_CALM = 180 * SECOND


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """The timed records of a car, shape (n,) each."""

    t: Int64s
    alarm: Int64s
    device: Int64s


class _Alarm(NamedTuple):
    """An alarm, told as indices.

    Attributes:
        first: The first record with it.
        last: The last one.
        off: The first one without it.
        calm: The one that made the end certain; the number of records while none does.
    """

    first: int
    last: int
    off: int
    calm: int


def tampered(car: Car) -> Answer:
    """Main power lost or low, or the antenna cut, of a car that a unit keeps or has written off.

    Source:
        alerts.json, TERM-02; jt808.md 6.6.1; R061.
    """
    records, timed = car.records, heard(car.records)
    told = _Heard(records.t[timed], records.alarm[timed] & _MASK, records.device[timed])
    kept = union((*when(car, "in_service"), *when(car, "retired")))
    alarms = [it for it in _alarms(told) if holds(kept, int(told.t[it.first]))]
    found = [_found(told, alarm, records.devices) for alarm in alarms]
    return answer(car, found, [_due(told, alarm) for alarm in alarms])


def _alarms(told: _Heard) -> Iterator[_Alarm]:
    """One terminal after the other."""
    changes = (np.flatnonzero(np.diff(told.device)) + 1).tolist()
    for low, high in pairwise([0, *changes, len(told.t)]):
        on = low + np.flatnonzero(told.alarm[low:high])
        if len(on):
            yield from _joined(told, on, high)


def _joined(told: _Heard, on: Int64s, high: int) -> Iterator[_Alarm]:
    """What is off too briefly is not over; what another terminal follows is."""
    off = on + 1
    calm = np.searchsorted(told.t[:high], told.t[np.minimum(off, high - 1)] + _CALM)
    calm = np.where(off < high, calm, high)
    over = np.flatnonzero(calm[:-1] < on[1:]).tolist()
    for begin, end in pairwise([-1, *over, len(on) - 1]):
        yield _Alarm(int(on[begin + 1]), int(on[end]), int(off[end]), int(calm[end]))


def _found(told: _Heard, alarm: _Alarm, devices: tuple[str, ...]) -> Found:
    device = devices[int(told.device[alarm.first])]
    bits = int(np.bitwise_or.reduce(told.alarm[alarm.first : alarm.last + 1]))
    names = " ".join(name for bit, name in ALARMS.items() if bits >> bit & 1)
    return Found(CODE, _stay(told, alarm), device, {"alarms": names, "device": device})


def _stay(told: _Heard, alarm: _Alarm) -> Visit:
    first, last, off, calm = alarm
    seen = first > 0 and told.device[first - 1] == told.device[first]
    lasts = calm == len(told.t)
    flags = {"entry_unseen": not seen, "open": lasts}
    stay = Visit(
        int(told.t[first - 1]) if seen else None,
        int(told.t[first]),
        int(told.t[first]),
        flags=frozenset(flag for flag, so in flags.items() if so),
    )
    if lasts:
        return stay
    lower, upper, sure = told.t[[last, off, calm]].tolist()
    fixes = calm - off + 1
    return replace(stay, exit_lo=lower, exit_hi=upper, exit_confirmed=sure, exit_fixes=fixes)


def _due(told: _Heard, alarm: _Alarm) -> int:
    """When its end would be certain."""
    if alarm.calm < len(told.t) or alarm.off == len(told.t):
        return FOREVER
    return int(told.t[alarm.off]) + _CALM
