"""Who reads, and which rows are his: a region sees its own and what lies below it (R057). Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fleet.policy.shelf import lineage
from projections.projection import Folded
from projections.views.alerts import Alert
from projections.views.fences import Fence
from projections.views.seals import Seal
from projections.views.units import Unit
from projections.views.year_plans import YearPlan

NEEDS = ("fence_plans", "policies", "sites", "units", "vehicles")
"""The views that say to whom a row belongs."""

OF_REGION = frozenset(
    {"AUDIT", "BUREAU", "CENTRE", "DISCIPLINE", "DISTRICT", "FINANCE", "PROVINCE"}
)
"""Roles that see everything of their region (handbook 2)."""

OF_UNIT = frozenset(
    {
        "BENEFICIARY", "DRIVER", "PASSENGER", "RENTAL_PROVIDER", "SUPERVISING_UNIT",
        "TRAFFIC_POLICE", "TRANSPORT", "UNIT_CLERK", "UNIT_LEADER", "VENDOR",
    }
)  # fmt: skip
"""Roles that see what belongs to their own unit; the calendar and the law of their region too."""

_PUBLIC = frozenset({"policies", "restricted"})  # a law for all, a list that only hides
_OF_ALL = frozenset({"platforms", "seals", "trainings"})  # what a unit may see without owning it


class NoReaderError(ValueError):
    """Nobody of that role and unit reads here."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: a role, and the unit it is held in."""

    role: str
    unit: str


def reader(text: str) -> Reader:
    """Read what a person typed.

    Raises:
        NoReaderError: If it is not ROLE:UNIT, or there is no such role.

    >>> reader("CENTRE:HZ-B")
    Reader(role='CENTRE', unit='HZ-B')
    """
    role, colon, unit = text.strip().partition(":")
    if not colon or not unit:
        raise NoReaderError(f"{text!r} is not ROLE:UNIT, such as CENTRE:HZ-01")
    if role not in OF_REGION | OF_UNIT:
        known = ", ".join(sorted(OF_REGION | OF_UNIT))
        raise NoReaderError(f"no role {role!r} reads views; there are {known}")
    return Reader(role, unit)


def scoped(folded: Folded, who: Reader) -> Folded:
    """The same views with only the rows that the reader may see.

    A row belongs to the unit it names, to the unit of the car it names, and to their regions; one
    that names neither belongs to the region it names. What belongs to nobody is seen by nobody.
    Of a sealed period a unit sees its own cars only.

    Raises:
        NoReaderError: If his unit is not in the books.

    Source:
        R057; handbook 2, 11.
    """
    unit: Unit | None = folded["units"].get(who.unit)
    if unit is None:
        raise NoReaderError(f"there is no unit {who.unit!r}")
    sight = _Sight(folded, who, unit.jurisdiction)
    own = {name: _kept(name, rows, sight) for name, rows in folded.items()}
    if "fences" in folded:
        own["fences"] = _areas(own)
    if "seals" in folded and who.role in OF_UNIT:
        own["seals"] = {key: _own(row, own["vehicles"]) for key, row in own["seals"].items()}
    return own


def _kept(name: str, rows: dict[str, Any], sight: "_Sight") -> dict[str, Any]:
    if name in _PUBLIC:
        return rows
    shared = name in _OF_ALL
    return {
        key: row
        for key, row in rows.items()
        if isinstance(row, Fence) or sight.sees(row, shared=shared)
    }


class _Sight:
    """What one reader can see, worked out once for each unit and region."""

    def __init__(self, folded: Folded, who: Reader, region: str) -> None:
        self._units, self._vehicles = folded["units"], folded["vehicles"]
        self._own = who.unit if who.role in OF_UNIT else None
        self._region = region
        versions = sorted(folded["policies"].values(), key=lambda it: it.effective_from)
        above = {it.jurisdiction: it.parent for it in versions}
        self._parents = {code: parent for code, parent in above.items() if parent}
        self._covered: dict[str, bool] = {}

    def sees(self, row: object, *, shared: bool) -> bool:
        """Whether a row is this reader's.

        Args:
            row: Of any view.
            shared: A unit sees it without owning it.
        """
        units = set(self._owners(row))
        if self._own is not None and not shared:
            return self._own in units
        regions = {self._of(unit) for unit in units} | {_region(row)}
        return any(self._covers(region) for region in regions)

    def _owners(self, row: object) -> Iterator[str]:
        of: object = row.finding if isinstance(row, Alert) else row
        car = self._vehicles.get(getattr(of, "vehicle", None) or "")
        for unit in (getattr(row, "unit", ""), car.unit if car else ""):
            if unit:
                yield unit

    def _of(self, unit: str) -> str:
        known: Unit | None = self._units.get(unit)
        return known.jurisdiction if known else ""

    def _covers(self, region: str) -> bool:
        if region not in self._covered:
            self._covered[region] = self._region in lineage(region, self._parents)
        return self._covered[region]


def _region(row: object) -> str:
    if isinstance(row, YearPlan):
        return row.plan.partition("-")[0]
    return getattr(row, "jurisdiction", None) or ""


def _own(seal: Seal, vehicles: Mapping[str, Any]) -> Seal:
    return replace(
        seal,
        exemptions=tuple(it for it in seal.exemptions if it.vehicle in vehicles),
        places={car: place for car, place in seal.places.items() if car in vehicles},
        breaches={name: it for name, it in seal.breaches.items() if it.vehicle in vehicles},
    )


def _areas(own: Folded) -> dict[str, Fence]:
    """The areas drawn for everyone, and those that visible plans and sites name."""
    named = {site.fence for site in own["sites"].values()}
    for plan in own["fence_plans"].values():
        for version in plan.versions:
            named |= {*version.home, *version.operating, *version.forbidden}
    fences: dict[str, Fence] = own["fences"]
    return {
        key: row
        for key, row in fences.items()
        if key in named or any(version.everyone for version in row.versions)
    }
