"""Every command that can be said, and the streams it goes to: the table of contents of the desk.

One wish may need the word of several streams: a vehicle that is taken over needs its unit to be
known, its plate to be free and its VIN to be nobody else's. All answer in the same save.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from fleet.decider import Command
from fleet.ledger.handle import Said
from fleet.organisation.unit import CiteUnit, RegisterUnit, unit
from fleet.vehicle.entry import CommissionVehicle, FitEquipment, RegisterVehicle, TakeOverVehicle
from fleet.vehicle.fence import CiteFence, PublishFence, WithdrawFence, fence
from fleet.vehicle.fence_plan import AddFences, CiteFencePlan, PublishFencePlan, fence_plan
from fleet.vehicle.fitting import ChangePlate, DismountTerminal, MountTerminal
from fleet.vehicle.plate import AssignPlate, ReleasePlate, plate
from fleet.vehicle.retirement import (
    CancelDisposal,
    ConfirmDisposal,
    EnterDisposal,
    WriteOffVehicle,
)
from fleet.vehicle.terminal import BindTerminal, RegisterTerminal, UnbindTerminal, terminal
from fleet.vehicle.vehicle import VehicleCommand, vehicle
from fleet.vehicle.vin import ClaimVin, ReleaseVin, vin

AnySaid = Said[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Route:
    """Where a command goes.

    Attributes:
        command: Its class; its name is the word on the wire.
        saids: What is said to which stream, in order.
    """

    command: type[Command]
    saids: Callable[[Any], tuple[AnySaid, ...]]


def _to_unit(command: RegisterUnit) -> tuple[AnySaid, ...]:
    return (Said(f"unit:{command.unit}", unit, command),)


def _to_vehicle(command: VehicleCommand) -> tuple[AnySaid, ...]:
    return (Said(f"vehicle:{command.vehicle}", vehicle, command),)


def _entering(command: TakeOverVehicle | RegisterVehicle) -> tuple[AnySaid, ...]:
    known = Said(f"unit:{command.unit}", unit, CiteUnit(unit=command.unit))
    carried = AssignPlate(plate=command.plate, vehicle=command.vehicle)
    said = (known, *_to_vehicle(command), Said(f"plate:{command.plate}", plate, carried))
    if command.vin is None:
        return said
    claim = ClaimVin(vin=command.vin, vehicle=command.vehicle)
    return (*said, Said(f"vin:{command.vin}", vin, claim))


def _fitting(command: FitEquipment) -> tuple[AnySaid, ...]:
    planned = CiteFencePlan(vehicle=command.vehicle)
    said = Said(f"fence-plan:{command.vehicle}", fence_plan, planned)
    return (*_to_vehicle(command), said)


def _gone(command: ConfirmDisposal) -> tuple[AnySaid, ...]:
    free = ReleasePlate(plate=command.plate, vehicle=command.vehicle)
    said = (*_to_vehicle(command), Said(f"plate:{command.plate}", plate, free))
    if command.vin is None:
        return said
    release = ReleaseVin(vin=command.vin, vehicle=command.vehicle)
    return (*said, Said(f"vin:{command.vin}", vin, release))


def _changing(command: ChangePlate) -> tuple[AnySaid, ...]:
    free = ReleasePlate(plate=command.old, vehicle=command.vehicle)
    taken = AssignPlate(plate=command.new, vehicle=command.vehicle)
    return (
        *_to_vehicle(command),
        Said(f"plate:{command.old}", plate, free),
        Said(f"plate:{command.new}", plate, taken),
    )


def _to_terminal(
    command: RegisterTerminal | BindTerminal | UnbindTerminal,
) -> tuple[AnySaid, ...]:
    return (Said(f"terminal:{command.device}", terminal, command),)


def _binding(command: BindTerminal) -> tuple[AnySaid, ...]:
    return (*_to_terminal(command), *_to_vehicle(MountTerminal(**dict(command))))


def _unbinding(command: UnbindTerminal) -> tuple[AnySaid, ...]:
    return (*_to_terminal(command), *_to_vehicle(DismountTerminal(**dict(command))))


def _to_fence(command: PublishFence | WithdrawFence) -> tuple[AnySaid, ...]:
    return (Said(f"fence:{command.fence}", fence, command),)


def _planning(command: PublishFencePlan) -> tuple[AnySaid, ...]:
    named = (*command.home, *command.operating, *command.forbidden)
    return (*_cited(named), Said(f"fence-plan:{command.vehicle}", fence_plan, command))


def _adding(command: AddFences) -> tuple[AnySaid, ...]:
    said = Said(f"fence-plan:{command.vehicle}", fence_plan, command)
    return (*_cited(command.fences), said)


def _cited(fences: Iterable[str]) -> list[AnySaid]:
    return [Said(f"fence:{name}", fence, CiteFence(fence=name)) for name in fences]


ROUTES: dict[str, Route] = {
    route.command.__name__: route
    for route in (
        Route(RegisterUnit, _to_unit),
        Route(TakeOverVehicle, _entering),
        Route(RegisterVehicle, _entering),
        Route(FitEquipment, _fitting),
        Route(CommissionVehicle, _to_vehicle),
        Route(EnterDisposal, _to_vehicle),
        Route(CancelDisposal, _to_vehicle),
        Route(WriteOffVehicle, _to_vehicle),
        Route(ConfirmDisposal, _gone),
        Route(ChangePlate, _changing),
        Route(RegisterTerminal, _to_terminal),
        Route(BindTerminal, _binding),
        Route(UnbindTerminal, _unbinding),
        Route(PublishFence, _to_fence),
        Route(WithdrawFence, _to_fence),
        Route(PublishFencePlan, _planning),
        Route(AddFences, _adding),
    )
}
"""The word on the wire, and where it goes."""
