"""Visits by the letter of late-data.md: sections 3 to 5 as they stand, slow, sharing no code.

Inside is decided in exact fractions, so that ties have one answer. Only for tests.
"""

import csv
import io
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

IN, BAND, OUT = "IN", "BAND", "OUT"
FIRST, END = -62_135_596_800, 253_402_300_800  # seconds: the years 1 to 9999
DEGREE_M, EARTH_M = 111_195.08, 6_371_008.8
COLUMNS = (
    "vehicle_id", "fence_id", "visit", "enter_lo", "enter_hi", "enter_confirmed",
    "exit_lo", "exit_hi", "exit_confirmed", "flags",
)  # fmt: skip

Spot = tuple[float, float]
Instant = tuple[float, frozenset[Spot]]


@dataclass(frozen=True)
class Rules:
    """The parameters of section 5; None: no such rule."""

    band_m: float = 0
    enter_dwell_s: float = 0
    exit_dwell_s: float = 0
    gap_s: float | None = None
    max_speed_kmh: float | None = None


PROFILES = {"plain": Rules(), "standard": Rules(25, 30, 60, 900, 200)}


def visits_of(track: str, fences: Mapping[str, Any], rules: Rules) -> str:
    """The CSV that `gongche visits` must print."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    cars = instants_of(track)
    features = {str(each["properties"]["fence_id"]): each for each in fences["features"]}
    for car in sorted(cars):
        kept = without_jumps(cars[car], rules)
        for fence in sorted(features):
            classes = [(t, instant_class(features[fence], spots, rules)) for t, spots in kept]
            for number, visit in enumerate(machine(classes, rules), 1):
                writer.writerow((car, fence, number, *map(told, visit.times), visit.told_flags))
    return text.getvalue()


def told(t: float | None) -> str:
    """Seconds, no longer than needed."""
    return "" if t is None else f"{t:.6f}".rstrip("0").rstrip(".")


# Section 3: instants


def instants_of(track: str) -> dict[str, list[Instant]]:
    """The usable positions of each vehicle by time: repeats vanish."""
    header, *lines = track.lstrip("\ufeff").splitlines()
    names = [name.strip() for name in next(csv.reader([header]))]
    cars: dict[str, dict[float, set[Spot]]] = defaultdict(lambda: defaultdict(set))
    for line in lines:
        row = dict(zip(names, next(csv.reader([line]), []), strict=False))
        try:
            car, t = row["vehicle_id"], float(row["t_unix"])
            spot = float(row["lon"]), float(row["lat"])
        except (KeyError, ValueError):
            continue
        if car.strip() and timely(t, row.get("deliver_unix", "")) and usable(spot):
            cars[car][t].add(spot)
    return {car: [(t, frozenset(times[t])) for t in sorted(times)] for car, times in cars.items()}


def timely(t: float, delivered: str) -> bool:
    """A date that exists, and none that lies in the future of this delivery."""
    try:
        latest = float(delivered) + 300
    except ValueError:
        latest = math.inf
    return FIRST <= t < END and not t > latest


def usable(spot: Spot) -> bool:
    """Section 6: finite, on the earth, not null island."""
    lon, lat = spot
    on_earth = math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
    return on_earth and not (abs(lon) < 0.001 and abs(lat) < 0.001)


def without_jumps(instants: Sequence[Instant], rules: Rules) -> list[Instant]:
    """One pass over the original neighbours; the first and the last are never judged."""
    return [
        now
        for i, now in enumerate(instants)
        if not 0 < i < len(instants) - 1
        or not jump(instants[i - 1], now, instants[i + 1], rules.max_speed_kmh)
    ]


def jump(before: Instant, now: Instant, after: Instant, limit: float | None) -> bool:
    """Whether the middle one is an isolated jump."""
    if limit is None or any(len(spots) > 1 for _, spots in (before, now, after)):
        return False
    there, back, without = speed(before, now), speed(now, after), speed(before, after)
    return there > limit and back > limit and without <= limit


def speed(one: Instant, other: Instant) -> float:
    """km/h along the great circle, by the chord between two unit vectors."""
    (t1, spots1), (t2, spots2) = one, other
    chord = math.dist(unit(*spots1), unit(*spots2))
    return 2 * EARTH_M * math.asin(min(chord / 2, 1)) / (t2 - t1) * 3.6


def unit(spot: Spot) -> tuple[float, float, float]:
    """On the sphere of radius 1."""
    lon, lat = math.radians(spot[0]), math.radians(spot[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


# Section 4: geometry


def instant_class(feature: Mapping[str, Any], spots: Iterable[Spot], rules: Rules) -> str:
    """That of the positions if they agree, else BAND."""
    found = {spot_class(feature, spot, rules.band_m) for spot in spots}
    return found.pop() if len(found) == 1 else BAND


def spot_class(feature: Mapping[str, Any], spot: Spot, band_m: float) -> str:
    """The class of a position against a fence."""
    off = outside_m(feature["geometry"], feature["properties"], spot)
    if off <= 0:
        return IN
    return BAND if off <= band_m else OUT


def outside_m(geometry: Mapping[str, Any], properties: Mapping[str, Any], spot: Spot) -> float:
    """Metres outside; 0 or less: inside."""
    coordinates: Any = geometry["coordinates"]
    if geometry["type"] == "Point":
        plane = Plane(float(coordinates[1]))
        off = math.dist(plane.place(spot), plane.place(coordinates[:2]))
        return off - float(properties["radius_m"])
    if geometry["type"] == "LineString":
        return edge_distance(coordinates, spot, [coordinates]) - float(properties["half_width_m"])
    parts = [coordinates] if geometry["type"] == "Polygon" else coordinates
    if any(polygon_holds(rings, spot) for rings in parts):
        return 0
    rings = [ring for part in parts for ring in part]
    return max(edge_distance([p for ring in rings for p in ring], spot, rings), 1e-300)


@dataclass
class Plane:
    """Metres on the local plane."""

    middle: float
    east_m: float = field(init=False)

    def __post_init__(self) -> None:
        self.east_m = DEGREE_M * math.cos(math.radians(self.middle))

    def place(self, spot: Sequence[float]) -> Spot:
        """Metres east and north."""
        return spot[0] * self.east_m, spot[1] * DEGREE_M


def edge_distance(
    every: Sequence[Sequence[float]], spot: Spot, lines: Iterable[Sequence[Sequence[float]]]
) -> float:
    """Metres to the nearest edge; `every` position of the fence tells its middle latitude."""
    lats = [p[1] for p in every]
    plane = Plane((min(lats) + max(lats)) / 2)
    here = plane.place(spot)
    return min(
        segment_distance(here, plane.place(a), plane.place(b))
        for line in lines
        for a, b in pairwise(line)
    )


def segment_distance(here: Spot, a: Spot, b: Spot) -> float:
    """Metres."""
    px, py, dx, dy = here[0] - a[0], here[1] - a[1], b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = min(max((px * dx + py * dy) / length, 0), 1) if length else 0.0
    return math.hypot(px - along * dx, py - along * dy)


def polygon_holds(rings: Sequence[Sequence[Sequence[float]]], spot: Spot) -> bool:
    """Inside the outer ring and in no hole; every edge counts as inside."""
    outer, *holes = [ring_place(ring, spot) for ring in rings]
    return outer >= 0 and all(hole <= 0 for hole in holes)


def ring_place(ring: Sequence[Sequence[float]], spot: Spot) -> int:
    """1 inside, 0 on the edge, -1 outside: crossings of a ray, in exact fractions."""
    xs, ys = zip(*(p[:2] for p in ring), strict=True)
    if not (min(xs) <= spot[0] <= max(xs) and min(ys) <= spot[1] <= max(ys)):
        return -1
    x, y = map(Fraction, spot)
    inside = False
    for a, b in pairwise(ring):
        if not min(a[1], b[1]) <= spot[1] <= max(a[1], b[1]):
            continue
        (ax, ay), (bx, by) = sorted((tuple(map(Fraction, a[:2])), tuple(map(Fraction, b[:2]))))
        side = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        if side == 0 and ax <= x <= bx:
            return 0
        if (ay > y) != (by > y):
            inside ^= x < ax + (y - ay) / (by - ay) * (bx - ax)
    return 1 if inside else -1


# Section 5: visits


@dataclass
class Visit:
    """A stay, as the machine of section 5 tells it."""

    enter_lo: float | None
    enter_hi: float
    enter_confirmed: float
    exit_lo: float | None = None
    exit_hi: float | None = None
    exit_confirmed: float | None = None
    flags: set[str] = field(default_factory=set)

    @property
    def times(self) -> tuple[float | None, ...]:
        """In the order of the columns."""
        entry = self.enter_lo, self.enter_hi, self.enter_confirmed
        return (*entry, self.exit_lo, self.exit_hi, self.exit_confirmed)

    @property
    def told_flags(self) -> str:
        """Sorted."""
        return "|".join(sorted(self.flags))


def machine(instants: Sequence[tuple[float, str]], rules: Rules) -> Iterator[Visit]:
    """The machine, line by line, then the flags by their conditions."""
    times = [t for t, _ in instants]
    for visit in _machine(instants, rules):
        end = visit.exit_lo if visit.exit_lo is not None else times[-1]
        visit.flags |= {
            flag
            for flag, low, high in (
                ("gap_at_entry", visit.enter_lo, visit.enter_hi),
                ("gap_inside", visit.enter_hi, end),
                ("gap_at_exit", visit.exit_lo, visit.exit_hi),
            )
            if silent(times, low, high, rules.gap_s)
        }
        visit.flags |= {"entry_unseen"} if visit.enter_lo is None else set()
        visit.flags |= {"open"} if visit.exit_hi is None else set()
        yield visit


def silent(
    times: Sequence[float], low: float | None, high: float | None, gap_s: float | None
) -> bool:
    """Whether two consecutive instants more than `gap_s` apart lie within [low, high]."""
    if low is None or high is None or gap_s is None:
        return False
    return any(low <= a and b <= high and b - a > gap_s for a, b in pairwise(times))


def _machine(instants: Sequence[tuple[float, str]], rules: Rules) -> list[Visit]:  # noqa: C901, PLR0912 - as it stands there
    found: list[Visit] = []
    state, previous, first, lower = "unknown", None, None, None
    last_in: float | None = None
    last_out: float | None = None
    for t, c in instants:
        if previous is not None and rules.gap_s is not None and t - previous > rules.gap_s:
            first = None
        previous = t
        if c == BAND:
            continue
        if c == IN:
            if state != "inside":
                if first is None:
                    first, lower = t, last_out
                if t - first >= rules.enter_dwell_s:
                    found.append(Visit(lower, first, t))
                    state, first = "inside", None
            else:
                first = None
            last_in = t
        if c == OUT:
            if state == "inside":
                if first is None:
                    first, lower = t, last_in
                if t - first >= rules.exit_dwell_s:
                    found[-1].exit_lo, found[-1].exit_hi = lower, first
                    found[-1].exit_confirmed = t
                    state, first = "outside", None
            else:
                state, first = "outside", None
            last_out = t
    return found
