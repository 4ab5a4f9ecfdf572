"""GEO-02 of one car over a whole story: the visits machine on swapped classes, in one run."""

from collections.abc import Sequence

import numpy as np

from telemetry.fence import OUT, Shape
from telemetry.instants import Instants, gather, instant_classes, jumps
from telemetry.profile import STANDARD
from telemetry.records import Records
from telemetry.rules.geofence import absence_profile, swapped
from telemetry.visits import Memory, Visit, run


def instants(heard: Records) -> Instants:
    """The places that verdicts may use."""
    usable = heard.usable
    places = heard.t[usable], heard.lon[usable], heard.lat[usable]
    return gather(*places, heard.doubtful[usable])


def absences(seen: Instants, shapes: Sequence[Shape]) -> list[Visit]:
    """When it was outside all these areas, which are in force all the time."""
    profile = absence_profile(STANDARD)
    classes = np.full(len(seen.lon), OUT, np.int8)
    for shape in shapes:
        classes = np.maximum(classes, shape.classes(seen.lon, seen.lat, profile.band_m))
    kept = ~jumps(seen, profile.max_speed_kmh)
    of_instants = swapped(instant_classes(classes, seen))
    memory, visits = run(
        Memory.start(), seen.t[kept], of_instants[kept], seen.doubtful[kept], profile
    )
    return [*visits, memory.open] if memory.open else visits
