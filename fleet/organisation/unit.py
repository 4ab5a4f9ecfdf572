"""A unit (使用单位): who keeps and uses vehicles.

Unknown --RegisterUnit--> Registered --RegisterUnit with another name or district--> Registered
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from fleet.decider import Command, Decider, Event, Refused
from fleet.terms import Name, Sector, Text, UnitCode

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
        sector: 党政机关 or 事业单位; None: not said. Once said, never changes.
        created_on: The day it was founded; None: not said. Once said, never changes.
    """

    unit: UnitCode
    name: Name
    name_en: Text = ""
    district: Text = ""
    jurisdiction: Jurisdiction
    sector: Sector | None = None
    created_on: date | None = None


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
    sector: Sector | None = None
    created_on: date | None = None


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


class UnitClassified(Event):
    """What had been left open when it was registered: its sector, the day it was founded.

    Attributes:
        sector: As known from now on; None: still not said.
        created_on: As known from now on; None: still not said.
    """

    TOPIC: ClassVar = "unit.classified"
    unit: str
    sector: Sector | None = None
    created_on: date | None = None


UnitCommand = RegisterUnit | CiteUnit
UnitEvent = UnitRegistered | UnitRenamed | UnitRelocated | UnitClassified


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
    sector: Sector | None = None
    created_on: date | None = None


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
    if (classified := _classified(told, unit)) != (unit.sector, unit.created_on):
        sector, created_on = classified
        events.append(UnitClassified(unit=told.unit, sector=sector, created_on=created_on))
    if told.district != unit.district:
        events.append(UnitRelocated(unit=told.unit, district=told.district))
    return events


def evolve(unit: Unit, event: UnitEvent) -> Unit:
    """Take one event into account."""
    match event:
        case UnitRegistered():
            told = event.model_dump(exclude={"unit"})
            return Registered(**told)
        case UnitRenamed(name=name, name_en=english):
            return replace(_known(unit), name=name, name_en=english)
        case UnitRelocated(district=district):
            return replace(_known(unit), district=district)
        case UnitClassified(sector=sector, created_on=created_on):
            return replace(_known(unit), sector=sector, created_on=created_on)


def _classified(told: RegisterUnit, unit: Registered) -> tuple[Sector | None, date | None]:
    """What is known of both once this is told; what is known already is not told otherwise."""
    if told.sector and unit.sector and told.sector != unit.sector:
        raise _fixed(told.unit, unit.sector, told.sector)
    if told.created_on and unit.created_on and told.created_on != unit.created_on:
        raise _founded(told.unit, unit.created_on, told.created_on)
    return unit.sector or told.sector, unit.created_on or told.created_on


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


def _fixed(code: str, known: Sector, told: Sector) -> Refused:
    return Refused(
        "单位性质",
        "SectorFixed",
        "R002, R053",
        zh="单位 {unit} 的性质已登记为 {known}，不能改为 {told}：请以新的单位编码登记。",
        en="unit {unit} is known as {known}, not as {told}: register it under a new code.",
        unit=code,
        known=known,
        told=told,
    )


def _founded(code: str, known: date, told: date) -> Refused:
    return Refused(
        "设立日期",
        "CreationFixed",
        "R009",
        zh="单位 {unit} 的设立日期已登记为 {known}，不能改为 {told}：请核对设立文件。",
        en="unit {unit} is known to be founded on {known}, not on {told}: "
        "check the founding document.",
        unit=code,
        known=known.isoformat(),
        told=told.isoformat(),
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
