"""The sites (驻地): where cars stand, and how many charging piles are there."""

from dataclasses import dataclass, replace

from fleet.decider import Entry
from fleet.vehicle.site import ChargersInstalled, SiteEvent, SiteRegistered
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class Site:
    """One row a site."""

    site: str
    unit: str
    name: str
    fence: str | None
    piles: int = 0


def _key(entry: Entry) -> str | None:
    return entry.event.site if isinstance(entry.event, SiteEvent) else None


def _evolve(row: Site | None, entry: Entry) -> Site | None:
    match entry.event:
        case SiteRegistered(site=site, unit=unit, name=name, fence=fence):
            return Site(site, unit, name, fence, row.piles if row else 0)
        case ChargersInstalled(piles=piles) if row:
            return replace(row, piles=piles)
        case _:
            return row


view = Projection("sites", version=1, row=Site, key=_key, evolve=_evolve)
