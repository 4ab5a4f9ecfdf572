"""A unit (使用单位): who keeps and uses vehicles.

Unknown --RegisterUnit--> Registered --RegisterUnit with another name or district--> Registered
"""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from fleet.decider import Command, Decider, Event, Refused
from fleet.terms import Name, Text, UnitCode

Jurisdiction = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\s/+#]{1,32}$")]
"""Whose policy applies: a region code such as `330100` (Hangzhou)."""


class RegisterUnit(Command):
    """Enter a unit, or tell what it is called now.

    Attributes:
        unit: Its code; never changes.
        name: What people call it, in Chinese.
        name_en: The same in English; empty where there is none.
        district: The district it stands in; empty where unknown.
        jurisdiction: Whose policy applies; never changes.
    """

    unit: UnitCode
    name: Name
    name_en: Text = ""
    district: Text = ""
    jurisdiction: Jurisdiction


class CiteUnit(Command):
    """Another record names this unit as its own."""

    unit: UnitCode


class UnitRegistered(Event):
    """A unit is known from now on."""

    TOPIC: ClassVar = "unit.registered"
    unit: str
    name: str
    name_en: str = ""
    district: str = ""
    jurisdiction: str


class UnitRenamed(Event):
    """The same unit, under another name."""

    TOPIC: ClassVar = "unit.renamed"
    unit: str
    name: str
    name_en: str = ""


class UnitRelocated(Event):
    """The same unit, in another district."""

    TOPIC: ClassVar = "unit.relocated"
    unit: str
    district: str


UnitCommand = RegisterUnit | CiteUnit
UnitEvent = UnitRegistered | UnitRenamed | UnitRelocated


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody has registered it."""


@dataclass(frozen=True, slots=True)
class Registered:
    """May keep vehicles."""

    name: str
    name_en: str
    district: str
    jurisdiction: str


Unit = Unknown | Registered


def decide(command: UnitCommand, unit: Unit) -> list[UnitEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.
    """
    match command, unit:
        case RegisterUnit(), Unknown():
            return [UnitRegistered(**dict(command))]
        case RegisterUnit(), Registered() if command.jurisdiction != unit.jurisdiction:
            raise _elsewhere(command, unit)
        case RegisterUnit(), Registered():
            return _differences(command, unit)
        case CiteUnit(), Registered():
            return []
        case _:
            raise _unknown(command.unit)


def _differences(told: RegisterUnit, unit: Registered) -> list[UnitEvent]:
    events: list[UnitEvent] = []
    if (told.name, told.name_en) != (unit.name, unit.name_en):
        events.append(UnitRenamed(unit=told.unit, name=told.name, name_en=told.name_en))
    if told.district != unit.district:
        events.append(UnitRelocated(unit=told.unit, district=told.district))
    return events


def evolve(unit: Unit, event: UnitEvent) -> Unit:
    """Take one event into account."""
    match event:
        case UnitRegistered(name=name, name_en=english, district=district):
            return Registered(name, english, district, event.jurisdiction)
        case UnitRenamed(name=name, name_en=english):
            return replace(_known(unit), name=name, name_en=english)
        case UnitRelocated(district=district):
            return replace(_known(unit), district=district)


def _known(unit: Unit) -> Registered:
    """A stream begins with a registration; what is told of nobody is told of a nameless unit."""
    return unit if isinstance(unit, Registered) else Registered("", "", "", "")


def _elsewhere(told: RegisterUnit, unit: Registered) -> Refused:
    return Refused(
        "隶属关系",
        "JurisdictionFixed",
        "R054",
        zh="单位 {unit} 隶属 {known}，不能改为 {told}：请以新的单位编码登记。",
        en="unit {unit} belongs to {known}, not to {told}: register it under a new code.",
        unit=told.unit,
        known=unit.jurisdiction,
        told=told.jurisdiction,
    )


def _unknown(code: str) -> Refused:
    return Refused(
        "先建单位",
        "UnitUnknown",
        "R069",
        zh="单位 {unit} 尚未登记：请先登记单位。",
        en="unit {unit} is not known: register the unit first.",
        unit=code,
    )


unit: Decider[UnitCommand, UnitEvent, Unit] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)
