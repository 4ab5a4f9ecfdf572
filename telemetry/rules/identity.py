"""TERM-07, 设备身份冲突: one terminal in two places, or two links that claim its number.

A terminal that leaps from one place to another faster than any car drives is not one terminal.
One place that is wrong, between two that are right, is bad reception: an isolated jump. When that
comes again and again it is two terminals that speak in turn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from telemetry.car import Car
from telemetry.found import Answer, Found
from telemetry.instants import Instants, gather
from telemetry.moment import FOREVER
from telemetry.records import Bools, Floats, Int64s, Records
from telemetry.rules.papers import SECOND, when
from telemetry.rules.watched import answer
from telemetry.spans import Span, holds
from telemetry.sphere import metres
from telemetry.visits import Visit

CODE = "TERM-07"

LEAP_M = 1000.0
"""Metres. A shorter step is a receiver that finds its place again."""

ISOLATED = 3
"""So many isolated jumps, none long after the one before, are no bad reception any more."""

_KMH = 3.6e6  # metres per microsecond -> km/h


class _Leap(NamedTuple):
    """From one place to another. Times in microseconds.

    Attributes:
        start: The last instant before it; None: there is none.
        landing: The first instant after it, or the one with two places.
        metres: How far.
        wrong: The instant at one of its ends that is wrong, between two that agree; None: none is.
        counts: Whether it leads from one place that is right to another.
        next: The instant after `landing`; None: not yet known.
    """

    start: int | None
    landing: int
    metres: float
    wrong: int | None
    counts: bool
    next: int | None


@dataclass(frozen=True, slots=True)
class _Episode:
    """Leaps of one terminal, none long after the one before.

    Attributes:
        leaps: At least one.
        sure: The landing that makes it certain; None: it may be bad reception.
        over: The first instant so long after it that it is over; None: not yet.
    """

    leaps: Sequence[_Leap]
    sure: int | None
    over: int | None

    @property
    def stay(self) -> Visit:
        """From before the first leap to behind the last one."""
        first, last = self.leaps[0], self.leaps[-1]
        flags = {"entry_unseen": first.start is None, "open": self.over is None}
        stay = Visit(
            first.start,
            first.landing,
            first.landing if self.sure is None else self.sure,
            flags=frozenset(flag for flag, so in flags.items() if so),
            enter_fixes=len([leap for leap in self.leaps if leap.landing <= (self.sure or 0)]),
        )
        if self.over is None:
            return stay
        return replace(
            stay, exit_lo=last.landing, exit_hi=last.next or self.over, exit_confirmed=self.over
        )

    @property
    def busy(self) -> Span:
        """Where a window would see less of it."""
        first = self.leaps[0]
        begin = first.landing if first.start is None else first.start + 1
        return begin, FOREVER if self.over is None else self.over

    @property
    def due(self) -> int:
        """When it may be something else."""
        return FOREVER if self.over else self.leaps[-1].landing


def identity(car: Car) -> Answer:
    """Leaps between good fixes of one terminal, and links that claim its number.

    Source:
        alerts.json, TERM-07; R061, R087; feed.md section 8.
    """
    book, kept = car.rulebook, when(car, "in_service")
    gap = book.gap_s * SECOND
    limits = {"jump_kmh": f"{book.jump_kmh:g}", "leap_m": f"{LEAP_M:g}"}
    found = [*_contested(car)]
    episodes: list[_Episode] = []
    for device, seen, follows in _terminals(car.records):
        leaps = [*_leaps(seen, book.jump_kmh)]
        mine = [_episode(it, seen.t, follows, gap) for it in _together(leaps, gap)]
        found += [
            Found(CODE, it.stay, device, {"device": device, **limits, **_measured(it)})
            for it in mine
            if it.sure is not None and holds(kept, it.stay.enter_hi)
        ]
        episodes += mine
    busy = [it.busy for it in episodes if it.sure is None]
    return answer(car, found, [it.due for it in episodes], busy)


def _terminals(records: Records) -> Iterator[tuple[str, Instants, Int64s]]:
    """Where each terminal was, as far as it is good, and when the next one spoke, if one did."""
    good = np.flatnonzero(records.usable & ~records.doubtful)
    device = records.device[good]
    changes = (np.flatnonzero(np.diff(device)) + 1).tolist()
    for low, high in pairwise([0, *changes, len(good)]):
        mine = good[low:high]
        if len(mine):
            places = records.t[mine], records.lon[mine], records.lat[mine]
            name = records.devices[int(device[low])]
            yield name, gather(*places, records.doubtful[mine]), records.t[good[high : high + 1]]


def _leaps(seen: Instants, jump_kmh: float) -> Iterator[_Leap]:
    """All of one terminal, in the order of time."""
    found = [*_steps(seen, jump_kmh), *_disputed(seen)]
    yield from sorted(found, key=lambda leap: leap.landing)


def _steps(seen: Instants, jump_kmh: float) -> Iterator[_Leap]:
    """From one instant to the next, those with two places left out."""
    alone = np.flatnonzero(seen.alone)
    t, lon, lat = seen.t[alone], seen.lon[seen.first[alone]], seen.lat[seen.first[alone]]
    sole = Instants(t, np.arange(len(t)), seen.doubtful[alone], lon, lat)
    apart = metres(lon[:-1], lat[:-1], lon[1:], lat[1:])
    leaping = (apart >= LEAP_M) & (apart * _KMH > jump_kmh * np.diff(t))
    wrong = _wrong(sole, apart, leaping)
    for start in np.flatnonzero(leaping).tolist():
        landing = start + 1
        follows = int(t[landing + 1]) if landing + 1 < len(t) else None
        at = next((int(t[index]) for index in (landing, start) if wrong[index]), None)
        counts = follows is not None and at is None
        yield _Leap(int(t[start]), int(t[landing]), float(apart[start]), at, counts, follows)


def _wrong(sole: Instants, apart: Floats, leaping: Bools) -> Bools:
    """Which instants are wrong, shape (n,): far from the two beside it, which agree.

    However long it took to get there: a parked terminal says little, and wakes with a start.
    """
    wrong = np.zeros(len(sole.t), np.bool_)
    lon, lat = sole.lon, sole.lat
    beside = metres(lon[:-2], lat[:-2], lon[2:], lat[2:])
    agree = beside < np.minimum(apart[:-1], apart[1:]) / 2
    wrong[1:-1] = agree & (leaping[:-1] | leaping[1:])
    return wrong


def _disputed(seen: Instants) -> Iterator[_Leap]:
    """Instants at which it was in two places."""
    edges = [*seen.first.tolist(), len(seen.lon)]
    for index in np.flatnonzero(~seen.alone).tolist():
        places = slice(edges[index], edges[index + 1])
        lon, lat = seen.lon[places], seen.lat[places]
        apart = float(metres(lon[:1], lat[:1], lon, lat).max())
        if apart >= LEAP_M:
            before = int(seen.t[index - 1]) if index else None
            follows = int(seen.t[index + 1]) if index + 1 < len(seen.t) else None
            yield _Leap(before, int(seen.t[index]), apart, None, counts=True, next=follows)


def _together(leaps: list[_Leap], gap: int) -> Iterator[list[_Leap]]:
    """Leaps of which none comes long after the one before."""
    breaks = [
        index
        for index, (one, other) in enumerate(pairwise(leaps), 1)
        if other.landing - one.landing > gap
    ]
    for low, high in pairwise([0, *breaks, len(leaps)] if leaps else []):
        yield leaps[low:high]


def _episode(leaps: Sequence[_Leap], own: Int64s, follows: Int64s, gap: int) -> _Episode:
    """Over when it was quiet for long enough, or another terminal speaks."""
    quiet = own[own >= leaps[-1].landing + gap]
    over = next((int(at) for at in (*quiet[:1], *follows)), None)
    return _Episode(leaps, _sure(leaps), over)


def _sure(leaps: Sequence[_Leap]) -> int | None:
    """The landing that shows that it is no bad reception."""
    seen: set[int] = set()
    for leap in leaps:
        seen |= set() if leap.wrong is None else {leap.wrong}
        if leap.counts or len(seen) >= ISOLATED:
            return leap.landing
    return None


def _measured(episode: _Episode) -> dict[str, str]:
    """Of the leap that is certain first: what comes later does not change it."""
    leap = next(it for it in episode.leaps if it.landing == episode.sure)
    return {"metres": f"{leap.metres:.0f}"}


def _contested(car: Car) -> Iterator[Found]:
    """What the gateway noted."""
    for fact in car.of("contested"):
        device, kind, *detail = fact.names
        stay = Visit(None, fact.begin, fact.begin, fact.end, fact.end, fact.end)
        inputs = {"device": device, "link": kind, "detail": " ".join(detail)}
        yield Found(CODE, stay, f"{device} {kind}", inputs)
