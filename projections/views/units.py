"""The units (使用单位): what they are called now and where they stand."""

from dataclasses import dataclass, replace

from fleet.decider import Entry
from fleet.organisation.unit import UnitRegistered, UnitRelocated, UnitRenamed
from projections.projection import Projection


@dataclass(frozen=True, slots=True)
class Unit:
    """One row a unit code; empty text where nothing is known."""

    unit: str
    name: str = ""
    name_en: str = ""
    district: str = ""
    jurisdiction: str = ""


def _key(entry: Entry) -> str | None:
    match entry.event:
        case UnitRegistered(unit=unit) | UnitRenamed(unit=unit) | UnitRelocated(unit=unit):
            return unit
        case _:
            return None


def _evolve(row: Unit | None, entry: Entry) -> Unit | None:
    match entry.event:
        case UnitRegistered() as told:
            return Unit(told.unit, told.name, told.name_en, told.district, told.jurisdiction)
        case UnitRenamed(unit=unit, name=name, name_en=english):
            return replace(row or Unit(unit), name=name, name_en=english)
        case UnitRelocated(unit=unit, district=district):
            return replace(row or Unit(unit), district=district)
        case _:
            return row


view = Projection("units", version=1, row=Unit, key=_key, evolve=_evolve)
