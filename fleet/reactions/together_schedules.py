"""What follows in the same save for the schedules of cars and drivers.

Whatever takes a car off the road blocks its schedule, a paper that has ended too; whatever brings
it back lifts the block.
"""

from collections.abc import Callable, Iterable
from typing import Any

from fleet.decider import Event
from fleet.dispatch.event_campaign_words import FleetReleased, FleetReserved
from fleet.inspection.paper import PaperExpired, PaperUnwatched, PaperWatched
from fleet.people.driver_schedule_words import ReleaseDriver, ReserveDriver
from fleet.reactions.streams import AnySaid, to_car_schedule, to_driver_schedule
from fleet.vehicle.car_schedule_words import BlockCar, ReleaseCar, ReserveCar, UnblockCar
from fleet.vehicle.dossier import RecallRecorded
from fleet.vehicle.retirement import VehicleRestored, VehicleWithdrawn
from fleet.vehicle.safety import SafetyItemsFailed, SafetyItemsPassed
from fleet.vehicle.service import (
    MaintenanceCompleted,
    MaintenanceStarted,
    VehicleReinstated,
    VehicleSuspended,
)
from fleet.vehicle.transfer import VehicleTransferredOut


def _blocked(event: Any, cause: str) -> list[AnySaid]:  # noqa: ANN401 - any event of a car
    told = BlockCar(vehicle=event.vehicle, cause=cause, since=event.at, at=event.at)
    return [to_car_schedule(told)]


def _unblocked(event: Any, cause: str) -> list[AnySaid]:  # noqa: ANN401 - any event of a car
    return [to_car_schedule(UnblockCar(vehicle=event.vehicle, cause=cause, at=event.at))]


def _passed(event: SafetyItemsPassed) -> list[AnySaid]:
    return [] if event.failed else _unblocked(event, "safety")


def _recalled(event: RecallRecorded) -> list[AnySaid]:
    stops = event.stop_drive and not event.answered
    return (_blocked if stops else _unblocked)(event, f"recall:{event.recall}")


def _expired(event: PaperExpired) -> list[AnySaid]:
    return _blocked(event, f"paper:{event.kind}")


def _watched(event: PaperWatched) -> list[AnySaid]:
    """A paper that is over, too, lifts nothing: its end is told in a moment."""
    valid = event.at < event.expires_at
    return _unblocked(event, f"paper:{event.kind}") if valid else []


def _kept(event: FleetReserved) -> Iterable[AnySaid]:
    said = {"order": event.campaign, "unit": event.unit, "at": event.at}
    said |= {"begins_at": event.begins_at, "ends_at": event.ends_at, "tz": event.tz}
    for vehicle in event.vehicles:
        yield to_car_schedule(ReserveCar(vehicle=vehicle, **said))
    for driver in event.drivers:
        yield to_driver_schedule(
            ReserveDriver(
                driver=driver,
                pledge_grace_days=event.pledge_grace_days,
                rest_chain_hours=event.rest_chain_hours,
                rest_break_minutes=event.rest_break_minutes,
                policy=event.grounds.policy,
                **said,
            )
        )


def _freed(event: FleetReleased) -> Iterable[AnySaid]:
    said: dict[str, Any] = {"order": event.campaign, "at": event.at}
    yield from (to_car_schedule(ReleaseCar(vehicle=it, **said)) for it in event.vehicles)
    yield from (to_driver_schedule(ReleaseDriver(driver=it, **said)) for it in event.drivers)


SCHEDULES: dict[type[Event], Callable[[Any], Iterable[AnySaid]]] = {
    SafetyItemsFailed: lambda event: _blocked(event, "safety"),
    SafetyItemsPassed: _passed,
    VehicleSuspended: lambda event: _blocked(event, "suspended"),
    VehicleReinstated: lambda event: _unblocked(event, "suspended"),
    MaintenanceStarted: lambda event: _blocked(event, "maintenance"),
    MaintenanceCompleted: lambda event: _unblocked(event, "maintenance"),
    VehicleWithdrawn: lambda event: _blocked(event, "withdrawn"),
    VehicleRestored: lambda event: _unblocked(event, "withdrawn"),
    VehicleTransferredOut: lambda event: _blocked(event, "transferred"),
    RecallRecorded: _recalled,
    PaperExpired: _expired,
    PaperWatched: _watched,
    PaperUnwatched: lambda event: _unblocked(event, f"paper:{event.kind}"),
    FleetReserved: _kept,
    FleetReleased: _freed,
}
