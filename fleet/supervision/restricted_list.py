"""The restricted list (限制知悉名单): confidential cars; their alerts are for named officers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from fleet.decider import Decider, Event, Refused
from fleet.policy import authority
from fleet.policy.brief import Briefed
from fleet.terms import Jurisdiction, Moment, Name, VehicleId


class _Said(Briefed):
    jurisdiction: Jurisdiction
    vehicle: VehicleId
    document: Name
    at: Moment


class ListVehicle(_Said):
    """A car is confidential.

    Attributes:
        officer: The person who alone hears of its alerts.
        document: Who has decided so.
        vehicle_jurisdiction: Where the car's unit belongs; empty where nobody knows the car.
    """

    FACTS: ClassVar = _Said.FACTS | {"vehicle_jurisdiction"}

    officer: Name
    vehicle_jurisdiction: str = ""


class DelistVehicle(_Said):
    """It is not any more."""


class VehicleListed(Event):
    """A car is confidential, or has another officer now."""

    TOPIC: ClassVar = "restricted-list.vehicle-listed"
    jurisdiction: str
    vehicle: str
    officer: str
    document: str
    by: str
    at: Moment


class VehicleDelisted(Event):
    """It is not any more."""

    TOPIC: ClassVar = "restricted-list.vehicle-delisted"
    jurisdiction: str
    vehicle: str
    document: str
    by: str
    at: Moment


RestrictedCommand = ListVehicle | DelistVehicle
RestrictedEvent = VehicleListed | VehicleDelisted


@dataclass(frozen=True, slots=True)
class Restricted:
    """Attributes: officers: Car -> the officer who alone hears of its alerts."""

    officers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def decide(command: RestrictedCommand, restricted: Restricted) -> list[RestrictedEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If the speaker is not the bureau, or the car is not of this region.

    Source:
        Handbook 10, rule 6.
    """
    authority.check(command.brief)
    authority.require(command.brief, "BUREAU")
    by = command.brief.actor.person
    said = command.model_dump(exclude={*command.FACTS})
    known = restricted.officers.get(command.vehicle)
    if isinstance(command, DelistVehicle):
        return [] if known is None else [VehicleDelisted(**said, by=by)]
    if command.officer == known:
        return []
    if command.vehicle_jurisdiction != command.jurisdiction:
        raise _elsewhere(command)
    return [VehicleListed(**said, by=by)]


def evolve(restricted: Restricted, event: RestrictedEvent) -> Restricted:
    """Take one event into account."""
    if isinstance(event, VehicleListed):
        return Restricted({**restricted.officers, event.vehicle: event.officer})
    others = {car: it for car, it in restricted.officers.items() if car != event.vehicle}
    return Restricted(others)


def _elsewhere(command: ListVehicle) -> Refused:
    return Refused(
        "限制知悉名单",
        "VehicleElsewhere",
        "handbook 10",
        zh="车辆 {vehicle} 属于 {where}，不属于 {jurisdiction}：请核对车辆编号，或列入其所属地区的"
        "名单。",
        en="vehicle {vehicle} belongs to {where}, not to {jurisdiction}: "
        "check its number, or enter it on the list of its own region.",
        vehicle=command.vehicle,
        where=command.vehicle_jurisdiction or "-",
        jurisdiction=command.jurisdiction,
    )


restricted_list: Decider[RestrictedCommand, RestrictedEvent, Restricted] = Decider(
    initial=Restricted(), decide=decide, evolve=evolve
)
"""The legal moves of a restricted list (限制知悉名单)."""
