"""The areas (围栏): every version of each that holds or held, in the order of their time."""

from dataclasses import dataclass, replace

from fleet.decider import Entry
from fleet.vehicle.fence import FencePublished, FenceWithdrawn
from projections.projection import Projection
from projections.validity import ended, published


@dataclass(frozen=True, slots=True)
class Fence:
    """One row an area; its versions do not overlap."""

    fence: str
    versions: tuple[FencePublished, ...] = ()


def _key(entry: Entry) -> str | None:
    match entry.event:
        case FencePublished(fence=fence) | FenceWithdrawn(fence=fence):
            return fence
        case _:
            return None


def _evolve(row: Fence | None, entry: Entry) -> Fence | None:
    match entry.event:
        case FencePublished() as version:
            known = row or Fence(version.fence)
            return replace(known, versions=published(known.versions, version))
        case FenceWithdrawn(at=at) if row:
            return replace(row, versions=ended(row.versions, at))
        case _:
            return row


view = Projection("fences", version=1, row=Fence, key=_key, evolve=_evolve)
