"""The vehicles (一车一档): plate, unit, stage, and which terminals spoke for each, and when."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from fleet.decider import Entry, Event
from fleet.vehicle.binding import Binding, ended
from fleet.vehicle.commissioning import VehicleCommissioned, VehicleEquipped
from fleet.vehicle.dossier import DossierUpdated
from fleet.vehicle.entry import (
    VehicleRegistered,
    VehicleTakenOver,
)
from fleet.vehicle.fitting import PlateChanged
from fleet.vehicle.retirement import (
    VehicleDisposed,
    VehicleRestored,
    VehicleWithdrawn,
    VehicleWrittenOff,
)
from fleet.vehicle.service import (
    MaintenanceCompleted,
    MaintenanceStarted,
    ReservationReleased,
    VehicleDeparted,
    VehicleReinstated,
    VehicleReserved,
    VehicleReturned,
    VehicleSealed,
    VehicleSuspended,
    VehicleUnsealed,
)
from fleet.vehicle.terminal import TerminalBound, TerminalUnbound
from fleet.vehicle.transfer import VehicleTransferred, VehicleTransferredOut
from fleet.vehicle.vehicle import VehicleEvent
from projections.projection import Projection

TerminalEvents = TerminalBound | TerminalUnbound

_STAGES: dict[type[Event], str] = {
    VehicleRegistered: "registered",
    VehicleEquipped: "equipped",
    VehicleTakenOver: "available",
    VehicleCommissioned: "available",
    VehicleWithdrawn: "withdrawn",
    VehicleRestored: "available",
    VehicleWrittenOff: "written_off",
    VehicleDisposed: "disposed",
    VehicleReserved: "reserved",
    ReservationReleased: "available",
    VehicleDeparted: "on_trip",
    VehicleReturned: "available",
    MaintenanceStarted: "in_maintenance",
    MaintenanceCompleted: "available",
    VehicleSealed: "sealed",
    VehicleUnsealed: "available",
    VehicleSuspended: "suspended",
    VehicleReinstated: "available",
    VehicleTransferredOut: "transferred_out",
}

IN_SERVICE = frozenset(
    {"available", "reserved", "on_trip", "in_maintenance", "sealed", "suspended"}
)
"""Stages of a car that its unit keeps."""


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One row a vehicle; empty text where nothing is known.

    Attributes:
        vehicle: Its number in the books.
        plate: What it carries now.
        unit: The code of the unit that keeps it; the name stands in the view `units`.
        category: What it is kept for.
        stage: `registered`, `equipped`, `available`, `reserved`, `on_trip`, `in_maintenance`,
            `sealed`, `suspended`, `withdrawn`, `written_off`, `disposed` or `transferred_out`.
        model: Make and model.
        vin: Vehicle identification number.
        slot: The quota slot it lives on.
        bindings: Its terminals, in the order in which they were recorded.
        purchase: The purchase it came from; empty: it was there before these books.
        first_registered: When it was first registered.
        body: Class of its body; empty where unknown.
        energy: What drives it; empty where unknown.
        price_fen: What it cost.
        disposed_at: When it was physically gone (UTC).
        former: The plates it carried before.
    """

    vehicle: str
    plate: str = ""
    unit: str = ""
    category: str = ""
    stage: str = ""
    model: str = ""
    vin: str | None = None
    slot: str | None = None
    bindings: tuple[Binding, ...] = ()
    purchase: str = ""
    first_registered: date | None = None
    body: str = ""
    energy: str = ""
    price_fen: int | None = None
    disposed_at: datetime | None = None
    former: tuple[str, ...] = ()

    def known_as(self, name: str) -> bool:
        """Whether a number, a VIN or a plate, also a former one, is this car's."""
        return name in (self.vehicle, self.plate, self.vin, *self.former)

    def device(self, at: datetime) -> str | None:
        """The terminal that spoke for it at that moment; a spare one never does."""
        speaking = (it.device for it in self.bindings if it.covers(at) and not it.spare)
        return next(speaking, None)


def _key(entry: Entry) -> str | None:
    event = entry.event
    return event.vehicle if isinstance(event, VehicleEvent | TerminalEvents) else None


def _evolve(row: Vehicle | None, entry: Entry) -> Vehicle | None:
    match entry.event:
        case VehicleRegistered() | VehicleTakenOver() as told:
            return _entered(row, told)
        case TerminalBound() as told:
            known = row or Vehicle(told.vehicle)
            return replace(known, bindings=(*known.bindings, Binding(**dict(told))))
        case TerminalUnbound(device=device, vehicle=vehicle, at=at) if row:
            return replace(row, bindings=ended(row.bindings, device, vehicle, at))
        case event if row:
            return _told(replace(row, stage=_STAGES.get(type(event), row.stage)), event)
        case _:
            return None


def _told(row: Vehicle, event: Event) -> Vehicle:
    match event:
        case PlateChanged(old=former, new=plate):
            return replace(row, plate=plate, former=(*row.former, former))
        case VehicleTransferred(to_unit=unit):
            return replace(row, unit=unit)
        case VehicleDisposed(at=at):
            return replace(row, disposed_at=at)
        case DossierUpdated():
            names = ("model", "vin", "first_registered", "body", "energy", "price_fen")
            return replace(row, **{name: getattr(event, name) for name in names})
        case _:
            return row


def _entered(row: Vehicle | None, told: VehicleRegistered | VehicleTakenOver) -> Vehicle:
    return Vehicle(
        vehicle=told.vehicle,
        plate=told.plate,
        unit=told.unit,
        category=told.category,
        stage=_STAGES[type(told)],
        model=told.model,
        vin=told.vin,
        slot=told.slot,
        bindings=row.bindings if row else (),
        purchase=told.purchase if isinstance(told, VehicleRegistered) else "",
        first_registered=told.first_registered,
        body=told.body,
        energy=told.energy,
        price_fen=told.price_fen,
    )


view = Projection("vehicles", version=3, row=Vehicle, key=_key, evolve=_evolve)
