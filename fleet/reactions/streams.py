"""Which stream a word goes to: the address book of the reactions and the desk."""

from typing import Any

from fleet.decider import Command
from fleet.disposal.disposal import disposal
from fleet.disposal.docket import docket
from fleet.ledger.saying import Said
from fleet.organisation.unit import CiteUnit, unit
from fleet.people.driver import driver
from fleet.people.driver_schedule import driver_schedule
from fleet.planning.indicator import indicator
from fleet.procurement.purchase import purchase
from fleet.quota.slot import slot
from fleet.reactions.briefing import briefed, of_case, of_indicator
from fleet.reactions.lookups_people import of_driver
from fleet.reactions.lookups_schedules import kept_in_service
from fleet.supervision.seal_calendar import seal_calendar
from fleet.vehicle.car_schedule import car_schedule
from fleet.vehicle.plate import AssignPlate, ReleasePlate, plate
from fleet.vehicle.vehicle import vehicle
from fleet.vehicle.vin import ClaimVin, ReleaseVin, vin

AnySaid = Said[Any, Any, Any]


def to_unit(code: str) -> AnySaid:
    """The unit has to be known."""
    return Said(f"unit:{code}", unit, CiteUnit(unit=code))


def to_slot(command: Any) -> AnySaid:  # noqa: ANN401 - any command to a slot
    """Said to a slot."""
    return Said(f"slot:{command.slot}", slot, command)


def to_indicator(command: Any) -> AnySaid:  # noqa: ANN401 - any command to an indicator
    """Said to an indicator."""
    told = briefed(command, of_indicator)
    return Said(f"indicator:{command.indicator}", indicator, command, told)


def to_purchase(command: Any) -> AnySaid:  # noqa: ANN401 - any command to a purchase
    """Said to a purchase by another record."""
    return Said(f"purchase:{command.purchase}", purchase, command)


def to_case(command: Any) -> AnySaid:  # noqa: ANN401 - any command to a disposal case
    """Said to a disposal case."""
    return Said(f"disposal:{command.case}", disposal, command, briefed(command, of_case))


def to_docket(command: Any) -> AnySaid:  # noqa: ANN401 - any command to a docket
    """Said to a unit's docket."""
    return Said(f"docket:{command.unit}", docket, command)


def to_driver(command: Any) -> AnySaid:  # noqa: ANN401 - any command to a driver
    """Said to a driver's dossier."""
    return Said(f"driver:{command.driver}", driver, command, briefed(command, of_driver))


def to_vehicle(command: Command) -> AnySaid:
    """Said to a vehicle."""
    return Said(f"vehicle:{getattr(command, 'vehicle', '')}", vehicle, command)


def to_car_schedule(command: Any) -> AnySaid:  # noqa: ANN401 - any command to a car's schedule
    """Said to the schedule of a car; only a car in service can be promised."""
    return Said(f"car-schedule:{command.vehicle}", car_schedule, command, kept_in_service(command))


def to_driver_schedule(command: Any) -> AnySaid:  # noqa: ANN401 - any command to a driver's one
    """Said to the schedule of a driver."""
    return Said(f"driver-schedule:{command.driver}", driver_schedule, command)


def to_seal_calendar(command: Any) -> AnySaid:  # noqa: ANN401 - any command to a region's seals
    """Said to the sealed periods of a region."""
    return Said(f"seal-calendar:{command.jurisdiction}", seal_calendar, command)


def carries(number: str, of: str) -> AnySaid:
    """The vehicle carries this plate."""
    return Said(f"plate:{number}", plate, AssignPlate(plate=number, vehicle=of))


def gives_up(number: str, of: str) -> AnySaid:
    """The vehicle does not carry this plate any more."""
    return Said(f"plate:{number}", plate, ReleasePlate(plate=number, vehicle=of))


def is_called(number: str | None, of: str) -> list[AnySaid]:
    """The vehicle has this VIN, where it is known."""
    return [Said(f"vin:{number}", vin, ClaimVin(vin=number, vehicle=of))] if number else []


def is_gone(number: str | None, of: str) -> list[AnySaid]:
    """No live vehicle has this VIN, where it was known."""
    return [Said(f"vin:{number}", vin, ReleaseVin(vin=number, vehicle=of))] if number else []
