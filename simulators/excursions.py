"""Cars that leave the area they have to keep to: planned, so that every verdict is known before.

Pure. A car that stands at its base anyway drives out of its area, stays a while, and drives home;
the label says what the supervision has to find (GEO-02), to the second.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from simulators.motion import Places, Ways, as_seen
from simulators.roads import Floats, Ints, to_degrees
from simulators.routes import Drive, reach, there_and_back, timed
from simulators.town import Town

CODE = "GEO-02"

FIX_EVERY_S = 10
"""Every car says where it is so often."""

DWELL_S, GOOD_FIXES = 60, 3
"""What makes an exit certain (alerts.json, GEO-02)."""

BACK_S = 30
"""What makes a return certain: the standard profile's dwell."""

BAND_M = 25.0
"""Nearer to the edge nothing is decided."""

_METRES_A_DEGREE = 111_195.08
_FAR_M = 600.0  # how far outside a car goes at least
_SEARCHED = 1200  # crossings looked at for a way out
_PUNCTUAL_S = 4.0
_STAYS_S = (100.0, 190.0)
_BEFORE_S = 120.0
_REMEMBERED = 60
_IN, _BAND, _OUT = 0, 1, 2
_FEWEST = (DWELL_S // FIX_EVERY_S + GOOD_FIXES, GOOD_FIXES, BACK_S // FIX_EVERY_S + 1)


@dataclass(frozen=True, slots=True)
class Label:
    """A finding known in advance. Times are seconds since 1970, all of them fix times.

    Attributes:
        vehicle: Whose.
        code: `GEO-02`.
        since_lo: The last fix inside before it.
        since: The first fix outside: the crossing lies between the two.
        confirmed: The fix that makes it certain.
        until_lo: The last fix outside.
        until: The first fix inside again.
        settled: The fix that makes the return certain.
    """

    vehicle: str
    code: str
    since_lo: int
    since: int
    confirmed: int
    until_lo: int
    until: int
    settled: int


@dataclass(frozen=True, slots=True, eq=False)
class Excursion:
    """One way out and back.

    Attributes:
        car: Which.
        planned: When its exit should be certain: with the car, its name.
        begin: Departure, seconds since 1970.
        end: Back at its base, seconds since 1970.
        ways: The drive.
        label: What has to be found.
    """

    car: int
    planned: float
    begin: float
    end: float
    ways: Ways
    label: Label


def fix_times(car: int, begin: float, end: float) -> Floats:
    """The fix times of a car within [begin, end], seconds since 1970."""
    first = -(-(int(np.ceil(begin)) - car % FIX_EVERY_S) // FIX_EVERY_S)
    times = np.arange(first, first + int((end - begin) // FIX_EVERY_S) + 2) * FIX_EVERY_S
    times = times + car % FIX_EVERY_S
    return times[times <= end].astype(np.float64)


def seen(town: Town, excursions: Sequence[Excursion], cars: Ints, seconds: Floats) -> Places:
    """Where receivers say that cars are: rounds, excursions, noise.

    Args:
        town: The city.
        excursions: Those that may be going on; others do no harm.
        cars: Numbers, shape (n,).
        seconds: Since 1970, shape (n,).
    """
    places = town.traffic.at(cars, seconds)
    for one in excursions:
        out = (cars == one.car) & (seconds >= one.begin) & (seconds <= one.end)
        if out.any():
            there = one.ways.at(np.zeros(int(out.sum()), dtype=np.int64), seconds[out] - one.begin)
            for name in Places.__slots__:
                getattr(places, name)[out] = getattr(there, name)
    return as_seen(places, cars, seconds, town.seed)


def rounded(places: Places) -> tuple[Floats, Floats]:
    """Degrees as a terminal sends them: six decimals."""
    lon, lat = to_degrees(places.x, places.y)
    return np.round(lon, 6), np.round(lat, 6)


def plan(town: Town, confirmed_at: float, taken: Sequence[Excursion] = ()) -> Excursion | None:
    """Send a car out so that its exit is certain at about a given moment.

    Args:
        town: The city.
        confirmed_at: Seconds since 1970; the confirming fix lies within four seconds of it.
        taken: Excursions already planned: their cars are left alone.

    Returns:
        The excursion; none if no car can do it: a small city.
    """
    random = np.random.default_rng((town.seed, int(confirmed_at), 0xE5C))
    busy = {one.car for one in taken}
    free = (car for car in random.permutation(len(town.cars)).tolist() if car not in busy)
    return next(filter(None, (excursion(town, car, confirmed_at) for car in free)), None)


def plans(
    town: Town, first_confirmed_at: float, every_s: float, begun: Sequence[Excursion] = ()
) -> Iterator[tuple[float, Excursion | None]]:
    """One moment after another, for ever, with the excursion that is certain then, if any.

    Args:
        town: The city.
        first_confirmed_at: The first moment, seconds since 1970.
        every_s: Seconds between two moments.
        begun: Excursions that are under way: their cars are left alone.
    """
    planned = list(begun)
    moment = first_confirmed_at
    while True:
        planned = [one for one in planned if one.end > moment - 3600][-_REMEMBERED:]
        one = plan(town, moment, planned)
        planned += [one] if one else []
        yield moment, one
        moment += every_s


def excursion(town: Town, car: int, confirmed_at: float) -> Excursion | None:
    """The excursion of one car, always the same; None if the car cannot do it at that moment."""
    random = np.random.default_rng((town.seed, int(confirmed_at), car))
    drive = _way_out(town, car, random)
    if drive is None:
        return None
    ways = Ways.of([drive])
    crossing = _first_outside(town, car, ways, drive.lasts_s)
    begin = confirmed_at - DWELL_S - FIX_EVERY_S / 2 - crossing
    end = begin + drive.lasts_s
    if not town.traffic.parked(np.array([car]), begin - _BEFORE_S, end + _BEFORE_S).all():
        return None
    name = town.cars[car].vehicle
    draft = Excursion(car, confirmed_at, begin, end, ways, Label(name, CODE, *[0] * 6))
    label = labelled(town, draft)
    if label is None or abs(label.confirmed - confirmed_at) > _PUNCTUAL_S:
        return None
    return replace(draft, label=label)


def _way_out(town: Town, car: int, random: np.random.Generator) -> Drive | None:
    """To the nearest crossing well outside the area, a stay, and the same way home."""
    streets = town.streets_of(car)
    around = reach(streets.out, int(town.base[car]), _SEARCHED)
    nodes = np.array(list(around.before))
    lon, lat = to_degrees(streets.roads.x[nodes], streets.roads.y[nodes])
    far = np.flatnonzero(_metres_outside(town.areas[car], lon, lat) > _FAR_M)
    if not len(far):
        return None
    path = around.path(int(nodes[far[0]]))
    out = timed(streets.roads, path, random, pace=1.1)
    back = timed(streets.roads, path[::-1], random, pace=1.1)
    return there_and_back(out, random.uniform(*_STAYS_S), back)


def _first_outside(town: Town, car: int, ways: Ways, lasts_s: float) -> float:
    """Seconds from departure until the car is surely outside its area."""
    seconds = np.arange(0.0, lasts_s)
    places = ways.at(np.zeros(len(seconds), dtype=np.int64), seconds)
    outside = _metres_outside(town.areas[car], *to_degrees(places.x, places.y)) > BAND_M
    return float(seconds[outside.argmax()])


def labelled(town: Town, draft: Excursion) -> Label | None:
    """What the fixes of this excursion amount to, if they say one clear thing."""
    seconds = fix_times(draft.car, draft.begin - _BEFORE_S, draft.end + _BEFORE_S)
    cars = np.full(len(seconds), draft.car)
    lon, lat = rounded(seen(town, [draft], cars, seconds))
    metres = _metres_outside(town.areas[draft.car], lon, lat)
    classes = np.where(metres <= 0, _IN, np.where(metres <= BAND_M, _BAND, _OUT))
    out, inside = np.flatnonzero(classes == _OUT), np.flatnonzero(classes == _IN)
    before, after = inside[inside < min(out, default=0)], inside[inside > max(out, default=0)]
    counts = len(out), len(before), len(after)
    enough = all(count >= least for count, least in zip(counts, _FEWEST, strict=True))
    if not enough or len(before) + len(after) != len(inside):
        return None
    certain = out[seconds[out] - seconds[out[0]] >= DWELL_S]
    settled = after[seconds[after] - seconds[after[0]] >= BACK_S][0]
    places = (before[-1], out[0], certain[0], out[-1], after[0], settled)
    return Label(draft.label.vehicle, draft.label.code, *(int(seconds[k]) for k in places))


def _metres_outside(area: shapely.Geometry, lon: Floats, lat: Floats) -> Floats:
    """How far outside an area; 0 inside and on its edge (late-data.md section 4)."""
    _, south, _, north = shapely.bounds(area)
    scale = np.array([_METRES_A_DEGREE * np.cos(np.radians((south + north) / 2)), _METRES_A_DEGREE])
    flat = shapely.transform(area, lambda points: points * scale)
    inside = shapely.intersects_xy(area, lon, lat)
    far = shapely.distance(flat, shapely.points(lon * scale[0], lat * scale[1]))
    return np.where(inside, 0.0, np.maximum(far, 1e-9))
