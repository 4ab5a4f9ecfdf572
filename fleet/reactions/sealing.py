"""A sealed period, told to each car: sealed at its begin, free at its end; let out in between.

Too many exemptions are told too (SEAL-04).
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from fleet.decider import Entry, Event
from fleet.reactions.census import Census
from fleet.reactions.due import Due, Notice, Say, Withdrawal
from fleet.supervision import seal_exemptions
from fleet.supervision.exempt_share import exempt_share
from fleet.supervision.seal_events import (
    ExemptionGranted,
    OfPeriod,
    SealCancelled,
    SealClosed,
    SealOpened,
)
from fleet.supervision.seal_stages import Exemption, Known, Open
from fleet.vehicle.commissioning import VehicleCommissioned
from fleet.vehicle.retirement import VehicleRestored
from fleet.vehicle.safety import SafetyItemsPassed
from fleet.vehicle.service import (
    MaintenanceCompleted,
    ReservationReleased,
    VehicleReinstated,
    VehicleReturned,
)

Told = Iterator[Say | Due | Notice | Withdrawal]


def sealing(entry: Entry, census: Census) -> Told:
    """What an entry means for the cars of a sealed period; the census has taken it already.

    Source:
        R078; SEAL-04; PM6; B7.
    """
    follows = _FOLLOWS.get(type(entry.event))
    return follows(entry.event, census) if follows else iter(())


def _opened(event: SealOpened, census: Census) -> Told:
    told = {"command": "SealVehicle", "period": event.period, "at": event.begins_at}
    yield from (Say({**told, "vehicle": name}) for name in _cars(event.jurisdiction, census))
    period = _period(event, census)
    for window in period.dossier.exemptions:
        yield from _let_out(window, period, event.at)


def _closed(event: SealClosed, census: Census) -> Told:
    told = {"command": "UnsealVehicle", "at": event.ends_at}
    yield from (Say({**told, "vehicle": name}) for name in _cars(event.jurisdiction, census))


def _cancelled(event: SealCancelled, census: Census) -> Told:
    region = event.jurisdiction
    units = {car.unit for _, car in census.cars() if census.jurisdiction(car) == region}
    for unit in sorted(units):
        key = f"seal-04:{_subject(event.period, unit)}"
        yield Withdrawal(key, "cancelled", event.at)


def _cars(region: str, census: Census) -> list[str]:
    return [name for name, car in census.cars() if census.jurisdiction(car) == region]


def _exempt(event: ExemptionGranted, census: Census) -> Told:
    """Once the period is open, a car is let out at once, or when its window begins."""
    period = _period(event, census)
    if isinstance(period, Open):
        yield from _let_out(seal_exemptions.window(event), period, event.at)
    yield from _too_many(event, period, census)


def _period(event: OfPeriod, census: Census) -> Known:
    known = census.periods(event.jurisdiction)
    return next(it for it in known if it.dossier.planned.period == event.period)


def _let_out(window: Exemption, period: Known, at: datetime) -> Iterator[Due]:
    """Free when its window begins, sealed again at its end; a window that is over lets nobody out.

    The car knows whether it is sealed, and whether it may move at that moment.
    """
    planned = period.dossier.planned
    begins_at = max(at, window.begins_at)
    key = f"seal:{planned.period}:exempt:{window.vehicle}:{window.begins_at.isoformat()}"
    if begins_at >= window.ends_at:
        return
    told = {"vehicle": window.vehicle, "approver": window.approver, "reason": window.reason}
    yield Due(key, begins_at, {"command": "UnsealVehicle", **told, "at": begins_at})
    if window.ends_at < planned.ends_at:
        about = {"vehicle": window.vehicle, "period": planned.period, "at": window.ends_at}
        yield Due(f"{key}:over", window.ends_at, {"command": "SealVehicle", **about})


def _too_many(event: ExemptionGranted, period: Known, census: Census) -> Iterator[Notice]:
    """SEAL-04: too many cars of the unit are exempt."""
    exempt = [it.vehicle for it in period.dossier.exemptions if it.unit == event.unit]
    cars = sum(car.unit == event.unit for _, car in census.cars())
    policy = census.shelf.cited(event.grounds.policy)
    for share in exempt_share({event.unit: exempt}, {event.unit: cars}, policy):
        inputs = {
            "period": event.period,
            "exempt": str(len(share.exempt)),
            "cars": str(share.cars),
            "max_percent": str(share.max_percent),
            "policy": policy.reference,
        }
        subject = _subject(event.period, event.unit)
        yield Notice("SEAL-04", subject, event.unit, "", event.at, inputs)


def _subject(period: str, unit: str) -> str:
    return f"seal-period:{period}:{unit}"


def _free_again(event: Any, census: Census) -> Told:  # noqa: ANN401 - of any of a car
    """A car that was on the road or in the workshop when the period began is sealed now."""
    name, at = event.vehicle, event.at
    car = census.car(name)
    period = census.open_period(census.jurisdiction(car)) if car else None
    if period is not None:
        yield Say({"command": "SealVehicle", "vehicle": name, "period": period, "at": at})


_FOLLOWS: dict[type[Event], Callable[[Any, Census], Told]] = {
    SealOpened: _opened,
    SealClosed: _closed,
    SealCancelled: _cancelled,
    ExemptionGranted: _exempt,
    MaintenanceCompleted: _free_again,
    ReservationReleased: _free_again,
    SafetyItemsPassed: _free_again,
    VehicleCommissioned: _free_again,
    VehicleReinstated: _free_again,
    VehicleRestored: _free_again,
    VehicleReturned: _free_again,
}
