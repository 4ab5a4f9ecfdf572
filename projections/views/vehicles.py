"""The vehicles (一车一档): plate, unit, stage, and which terminals spoke for each, and when."""

from dataclasses import dataclass, replace
from datetime import datetime

from fleet.decider import Entry, Event
from fleet.vehicle.binding import Binding, ended
from fleet.vehicle.entry import (
    VehicleCommissioned,
    VehicleEquipped,
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
from fleet.vehicle.terminal import TerminalBound, TerminalUnbound
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
}


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One row a vehicle; empty text where nothing is known.

    Attributes:
        vehicle: Its number in the books.
        plate: What it carries now.
        unit: The code of the unit that keeps it; the name stands in the view `units`.
        category: What it is kept for.
        stage: `registered`, `equipped`, `available`, `withdrawn`, `written_off` or `disposed`.
        model: Make and model.
        vin: Vehicle identification number.
        slot: The quota slot it lives on.
        bindings: Its terminals, in the order in which they were recorded.
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
        case PlateChanged(new=plate) if row:
            return replace(row, plate=plate)
        case event if row:
            return replace(row, stage=_STAGES.get(type(event), row.stage))
        case _:
            return None


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
    )


view = Projection("vehicles", version=1, row=Vehicle, key=_key, evolve=_evolve)
