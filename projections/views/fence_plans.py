"""Which areas a vehicle lives and works in: every version of its plan, in the order of time."""

from dataclasses import dataclass, replace

from fleet.decider import Entry
from fleet.vehicle.fence_plan import FencePlanPublished
from projections.projection import Projection
from projections.validity import published


@dataclass(frozen=True, slots=True)
class FencePlan:
    """One row a vehicle; the versions do not overlap."""

    vehicle: str
    versions: tuple[FencePlanPublished, ...] = ()


def _key(entry: Entry) -> str | None:
    match entry.event:
        case FencePlanPublished(vehicle=vehicle):
            return vehicle
        case _:
            return None


def _evolve(row: FencePlan | None, entry: Entry) -> FencePlan | None:
    match entry.event:
        case FencePlanPublished() as version:
            known = row or FencePlan(version.vehicle)
            return replace(known, versions=published(known.versions, version))
        case _:
            return row


view = Projection("fence_plans", version=1, row=FencePlan, key=_key, evolve=_evolve)
