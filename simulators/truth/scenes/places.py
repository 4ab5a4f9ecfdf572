"""Where cars go: USE-03, USE-04, USE-05, USE-08, GEO-02."""

import numpy as np
import shapely

from simulators.roads import Floats, to_degrees
from simulators.truth.leg import Leg, spells
from simulators.truth.scenes.scene import (
    MINUTE,
    Outing,
    Scene,
    cover,
    outing,
    there_and_back,
    unimportant,
)
from simulators.truth.script import Script, geojson
from simulators.truth.stage import DISTRICT, DISTRICT_M, SENSITIVE, metres_outside

ENFORCEMENT = frozenset({"LAW_ENFORCEMENT", "ADMIN_ENFORCEMENT"})
_NEAR_M = 100.0  # a way that comes back so near to an edge it has crossed says nothing clear
_AREA_M = 300.0
_STOP_S = 240.0  # three minutes make a stop, and one wild fix begins them anew


def off_area(script: Script, day: int) -> None:
    """Beyond the area that the order draws, for some minutes."""
    out, _ = script.stage.ways[unimportant(script)]
    reach = float(np.hypot(out.x - out.x[0], out.y - out.y[0]).max())
    area = _disc(out.begin, max(_AREA_M, reach * script.between(0.4, 0.7)))
    _beyond_order(script, day, (out, area), area=geojson(area))


def off_named_area(script: Script, day: int) -> None:
    """The same, where the order names an area of the books around the yard."""
    out, _ = script.stage.ways[unimportant(script)]
    area = _disc(out.begin, DISTRICT_M)
    _beyond_order(script, day, (out, area), DISTRICT)


def _beyond_order(
    script: Script, day: int, leg_and_area: tuple[Leg, shapely.Geometry], *named: int, **drawn: str
) -> None:
    out, area = leg_and_area
    crossing = _crossing(out, area)
    at = script.span.at(day, script.between(8.5, 14))
    wait = script.between(2, 30) * MINUTE
    whole = there_and_back(script, at, out, max(wait, _SHORTEST_S))
    if crossing is None:
        cover(script, (whole.begin, whole.end))
        return
    begin, end = whole.begin - 10 * MINUTE, whole.end + 20 * MINUTE
    script.driven(script.order(begin, end, *named, **drawn), whole.begin, whole.end)
    _beyond(script, "USE-03", whole, crossing)


def long_stop(script: Script, day: int) -> None:
    """Hours at a place, and the order names another one."""
    way = unimportant(script)
    at = script.span.at(day, script.between(8.5, 10))
    strange = script.stage.apart(way, 1 - way)
    wait = script.measure("USE-04", 1.7 * 3600, 6 * 3600) if strange else 60 * MINUTE
    whole = outing(script, at, way, wait)
    cover(script, (whole.begin, whole.end), 1 - way)
    if strange:
        script.measured("USE-04", wait, whole.stop)
        script.blur(_STOP_S)


def sensitive(script: Script, day: int) -> None:
    """A stop at a place of the layer, and the order names another one."""
    at = script.span.at(day, script.between(8.5, 14))
    whole = outing(script, at, SENSITIVE, script.measure("USE-05", 8 * MINUTE, 100 * MINUTE))
    cover(script, (whole.begin, whole.end), 0)
    if script.stage.listed:
        script.measured("USE-05", whole.stop[1] - whole.stop[0], whole.stop)
        script.blur(_STOP_S)


def beyond(script: Script, day: int) -> None:
    """Out of its operating area; there an enforcement car needs an order that says so."""
    leg, area = script.stage.beyond, script.stage.area
    crossing = None if leg is None else _crossing(leg, area)
    if leg is None or crossing is None:
        return
    at = script.span.at(day, script.between(8.5, 14))
    wait = max(script.between(1, 40) * MINUTE, _SHORTEST_S)
    whole = there_and_back(script, at, leg, wait)
    crosses = script.either(0.3)
    cover(script, (whole.begin, whole.end), cross_area=crosses)
    _beyond(script, "GEO-02", whole, crossing)
    if script.stage.car.category in ENFORCEMENT and not crosses:
        _beyond(script, "USE-08", whole, crossing)


def astray(script: Script, day: int) -> None:
    """Out of its operating area, and on no order at all."""
    leg = script.stage.beyond
    crossing = None if leg is None else _crossing(leg, script.stage.area)
    if leg is None or crossing is None:
        return
    at = script.span.at(day, script.between(7, 18))
    whole = there_and_back(script, at, leg, max(script.between(1, 40) * MINUTE, _SHORTEST_S))
    for drive in whole.drives:
        script.label("USE-01", *drive)
    _beyond(script, "GEO-02", whole, crossing)
    if script.stage.car.category in ENFORCEMENT:
        _beyond(script, "USE-08", whole, crossing)


_SHORTEST_S = 5 * MINUTE  # a stop, not a red light


def _beyond(script: Script, code: str, whole: Outing, crossing: float) -> None:
    """From where the way out crosses the edge to where the same way back does."""
    spell = whole.begin + crossing, whole.end - crossing
    script.measured(code, spell[1] - spell[0], spell)


def _crossing(leg: Leg, area: shapely.Geometry) -> float | None:
    """Seconds from departure until the car leaves an area for good; None if it comes near again."""
    seconds = np.arange(0.0, leg.lasts_s)
    lon, lat = to_degrees(*leg.places(seconds))
    metres = metres_outside(area, lon, lat)
    outside = spells(metres > 0)
    far = spells(metres > _NEAR_M)
    if len(outside) != 1 or len(far) != 1 or outside[0][1] != len(seconds):
        return None
    return float(seconds[outside[0][0]])


def _disc(place: tuple[float, float], radius_m: float) -> shapely.Geometry:
    """Around a place in metres, degrees with six decimals."""
    around = shapely.buffer(shapely.Point(place), radius_m, quad_segs=16)
    disc: shapely.Geometry = shapely.transform(around, _degrees)
    return disc


def _degrees(points: Floats) -> Floats:
    degrees: Floats = np.column_stack(to_degrees(points[:, 0], points[:, 1]))
    return np.round(degrees, 6)


SCENES = (
    Scene("off_area", off_area, weight=1.5),
    Scene("off_named_area", off_named_area),
    Scene("long_stop", long_stop),
    Scene("sensitive", sensitive),
    Scene("beyond", beyond),
    Scene("beyond", beyond, weight=2.0, categories=ENFORCEMENT),
    Scene("astray", astray, weight=0.5),
    Scene("astray", astray, ("off",), 0.5),
)
