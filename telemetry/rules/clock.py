"""TERM-04, 时钟异常: a terminal's clock is wrong, and not merely its upload late.

A record comes after it was made, by the time it was on its way. That lag is steady when the clock
is slow: the same few minutes, record after record. A backlog that is uploaded in one go has a lag
that shrinks from record to record, and never looks like a clock. Nothing comes before it was made,
unless the clock is fast.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from telemetry.car import Car
from telemetry.fix import Quality
from telemetry.found import Answer, Found
from telemetry.moment import FOREVER
from telemetry.records import Int64s, Records
from telemetry.rules.papers import SECOND, when
from telemetry.rules.watched import answer
from telemetry.spans import Span, holds
from telemetry.visits import Visit

CODE = "TERM-04"

STEADY_S, STEADY_RECORDS, STEADY_FOR_S = 30, 10, 300
"""The lag of a slow clock stays within so many seconds, over so many records and seconds."""

SURE_RECORDS = 3
"""So many records in turn show that a clock is fast, or right again."""

_APART = int(Quality.BACKFILL | Quality.BAD_TIME)  # told as late, or without a time: no evidence


class _Told(NamedTuple):
    """The records that say something about clocks, in the order of time; shape (n,) each.

    Attributes:
        t: When they were made, as they say; microseconds.
        lag: How much later they came, microseconds.
        kind: 1 where the clock seems slow, -1 where it seems fast, 0 where it seems right.
        device: Index of the terminal.
    """

    t: Int64s
    lag: Int64s
    kind: Int64s
    device: Int64s


class _Wrong(NamedTuple):
    """A clock was wrong; indices.

    Attributes:
        first: The first record that shows it.
        sure: The one that made it certain.
        last: The last one before the end, so far.
        end: The first one after it and the one that made the end certain; None while it lasts.
    """

    first: int
    sure: int
    last: int
    end: tuple[int, int] | None = None


def wrong_clock(car: Car) -> Answer:
    """A clock that is slow or fast by more than `clock_s`, outside of buffered uploads.

    Source:
        alerts.json, TERM-04; R075, R087.
    """
    told = _told(car.records, car.rulebook.clock_s)
    if not told.kind.any():
        return Answer()
    kept = when(car, "in_service")
    wrong: list[_Wrong] = []
    busy: list[Span] = []
    for low, high in _terminals(told.device):
        stretches = _stretches(told, low, high, car.rulebook.gap_s * SECOND)
        wrong += _runs(told, stretches, high)
        busy += _begun(told, stretches[-1], wrong)
    found = [_found(told, it, car) for it in wrong if holds(kept, int(told.t[it.first]))]
    lasts = bool(wrong) and wrong[-1].end is None
    return answer(car, found, [int(told.t[-1])] if lasts else [], busy)


def _told(records: Records, clock_s: int) -> _Told:
    counts = (records.quality & _APART) == 0
    t, device = records.t[counts], records.device[counts]
    lag = records.received[counts] - t
    limit = clock_s * SECOND
    return _Told(t, lag, (lag > limit).astype(np.int64) - (lag < -limit), device)


def _terminals(device: Int64s) -> list[tuple[int, int]]:
    """Index ranges of one terminal each."""
    changes = (np.flatnonzero(np.diff(device)) + 1).tolist()
    return list(pairwise([0, *changes, len(device)]))


def _stretches(told: _Told, low: int, high: int, gap: int) -> list[tuple[int, int]]:
    """Index ranges of one kind each; a silence ends what shows that a clock is wrong."""
    kind = told.kind[low:high]
    silent = (np.diff(told.t[low:high]) > gap) & (kind[1:] != 0)
    breaks = (np.flatnonzero((np.diff(kind) != 0) | silent) + 1 + low).tolist()
    return list(pairwise([low, *breaks, high]))


def _runs(told: _Told, stretches: list[tuple[int, int]], high: int) -> Iterator[_Wrong]:
    """When the clock of one terminal was wrong; another terminal ends it, too."""
    wrong: _Wrong | None = None
    for begin, end in stretches:
        right = told.kind[begin] == 0
        if wrong is None:
            wrong = None if right else _wrong(told, begin, end)
        elif not right:
            wrong = wrong._replace(last=end - 1)
        elif end - begin >= SURE_RECORDS:
            yield wrong._replace(end=(begin, begin + SURE_RECORDS - 1))
            wrong = None
    if wrong is not None:
        yield wrong if high == len(told.t) else wrong._replace(end=(high, high))


def _wrong(told: _Told, begin: int, end: int) -> _Wrong | None:
    """What a stretch of records with a wrong time shows, if it is enough."""
    if told.kind[begin] < 0:
        sure = begin + SURE_RECORDS - 1
        return _Wrong(begin, sure, end - 1) if sure < end else None
    t, lag = told.t[begin:end].tolist(), told.lag[begin:end].tolist()
    low = 0
    for index, at in enumerate(t):
        while max(lag[low : index + 1]) - min(lag[low : index + 1]) > STEADY_S * SECOND:
            low += 1
        if index - low + 1 >= STEADY_RECORDS and at - t[low] >= STEADY_FOR_S * SECOND:
            return _Wrong(begin + low, begin + index, end - 1)
    return None


def _begun(told: _Told, last: tuple[int, int], wrong: list[_Wrong]) -> Iterator[Span]:
    """What the newest records may turn out to be the beginning of."""
    begin, end = last
    known = wrong and wrong[-1].last >= begin
    if end == len(told.t) and told.kind[begin] != 0 and not known:
        yield int(told.t[max(begin - 1, 0)]) + 1, FOREVER


def _found(told: _Told, it: _Wrong, car: Car) -> Found:
    device = int(told.device[it.first])
    lag = float(np.median(told.lag[it.first : it.sure + 1])) / SECOND
    name = car.records.devices[device]
    inputs = {"device": name, "lag_s": f"{lag:.0f}", "clock_s": str(car.rulebook.clock_s)}
    return Found(CODE, _stay(told, it), name, inputs)


def _stay(told: _Told, it: _Wrong) -> Visit:
    seen = it.first > 0 and told.device[it.first - 1] == told.device[it.first]
    flags = {"entry_unseen": not seen, "open": it.end is None}
    stay = Visit(
        int(told.t[it.first - 1]) if seen else None,
        int(told.t[it.first]),
        int(told.t[it.sure]),
        flags=frozenset(flag for flag, so in flags.items() if so),
        enter_fixes=it.sure - it.first + 1,
    )
    if it.end is None:
        return stay
    upper, sure = it.end
    lower, end, certain = told.t[[it.last, upper, sure]].tolist()
    fixes = sure - upper + 1
    return replace(stay, exit_lo=lower, exit_hi=end, exit_confirmed=certain, exit_fixes=fixes)
