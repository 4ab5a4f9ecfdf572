"""Words about vehicles, their terminals, areas, accounts and sites."""

from collections.abc import Iterable
from typing import Any

from fleet.decider import Command
from fleet.desk.route import Route, plain
from fleet.ledger.saying import Said
from fleet.reactions.briefing import More, briefed, of_unit
from fleet.reactions.lookups import category_of
from fleet.reactions.lookups_schedules import exempt, of_car, over, promised
from fleet.reactions.streams import AnySaid
from fleet.vehicle.commissioning import CommissionVehicle, FitEquipment
from fleet.vehicle.cost_account import OpenCostAccount, cost_account
from fleet.vehicle.dossier import (
    RecordDocument,
    RecordMarking,
    RecordOdometer,
    RecordRecall,
    UpdateDossier,
)
from fleet.vehicle.entry import RegisterVehicle, TakeOverVehicle
from fleet.vehicle.fence import CiteFence, PublishFence, WithdrawFence, fence
from fleet.vehicle.fence_plan import AddFences, PublishFencePlan, fence_plan
from fleet.vehicle.fitting import ChangePlate, DismountTerminal, MountTerminal
from fleet.vehicle.retirement import EnterDisposal
from fleet.vehicle.service import (
    CompleteMaintenance,
    ReinstateVehicle,
    ReserveForOrder,
    SealVehicle,
    SendToWorkshop,
    SuspendVehicle,
    UnsealVehicle,
)
from fleet.vehicle.site import InstallChargers, RegisterSite, site
from fleet.vehicle.terminal import (
    BindTerminal,
    Known,
    RegisterTerminal,
    UnbindTerminal,
    terminal,
)
from fleet.vehicle.terminal_habits import DeclareClock, DeclareDatum
from fleet.vehicle.terminal_order import OrderTerminal, SettleTerminalOrder, terminal_order
from fleet.vehicle.transfer import TransferOut
from fleet.vehicle.vehicle import vehicle

_VEHICLE = "vehicle:{vehicle}"


def _entering(command: TakeOverVehicle | RegisterVehicle) -> tuple[AnySaid, ...]:
    looked_up = briefed(command, of_unit, category_of)

    def category(read: Any, saying: Any) -> dict[str, object]:  # noqa: ANN401 - as Facts has it
        return {"category": looked_up(read, saying)["category"]}

    return (Said(f"vehicle:{command.vehicle}", vehicle, command, category),)


def _to_vehicle(command: Command) -> AnySaid:
    return Said(f"vehicle:{getattr(command, 'vehicle', '')}", vehicle, command)


def _making_ready(command: ReserveForOrder) -> tuple[AnySaid, ...]:
    return (Said(f"vehicle:{command.vehicle}", vehicle, command, promised(command)),)


def _sealing(command: SealVehicle) -> tuple[AnySaid, ...]:
    return (_to_sealed(command, exempt),)


def _unsealing(command: UnsealVehicle) -> tuple[AnySaid, ...]:
    return (_to_sealed(command, over),)


def _to_sealed(command: SealVehicle | UnsealVehicle, more: More) -> AnySaid:
    told = briefed(command, of_car, more)
    return Said(f"vehicle:{command.vehicle}", vehicle, command, told)


def _binding(command: BindTerminal) -> tuple[AnySaid, ...]:
    bound = Said(f"terminal:{command.device}", terminal, command)
    return (bound, _to_vehicle(MountTerminal(**dict(command))))


def _unbinding(command: UnbindTerminal) -> tuple[AnySaid, ...]:
    unbound = Said(f"terminal:{command.device}", terminal, command)
    return (unbound, _to_vehicle(DismountTerminal(**dict(command))))


def _ordering(command: OrderTerminal) -> tuple[AnySaid, ...]:
    def known(read: Any, _: Any) -> dict[str, object]:  # noqa: ANN401 - as Facts has it
        state = read.state(f"terminal:{command.device}", terminal)
        return {"known": isinstance(state, Known)}

    return (Said(f"terminal-order:{command.order}", terminal_order, command, known),)


def _planning(command: PublishFencePlan) -> tuple[AnySaid, ...]:
    named = (*command.home, *command.operating, *command.forbidden)
    return (*_cited(named), Said(f"fence-plan:{command.vehicle}", fence_plan, command))


def _adding(command: AddFences) -> tuple[AnySaid, ...]:
    said = Said(f"fence-plan:{command.vehicle}", fence_plan, command)
    return (*_cited(command.fences), said)


def _cited(fences: Iterable[str]) -> list[AnySaid]:
    return [Said(f"fence:{name}", fence, CiteFence(fence=name)) for name in fences]


VEHICLE = (
    Route(TakeOverVehicle, _entering),
    Route(RegisterVehicle, _entering),
    plain(FitEquipment, _VEHICLE, vehicle),
    plain(CommissionVehicle, _VEHICLE, vehicle),
    plain(UpdateDossier, _VEHICLE, vehicle),
    plain(RecordMarking, _VEHICLE, vehicle),
    plain(RecordOdometer, _VEHICLE, vehicle),
    plain(RecordDocument, _VEHICLE, vehicle),
    plain(RecordRecall, _VEHICLE, vehicle),
    plain(SendToWorkshop, _VEHICLE, vehicle),
    plain(CompleteMaintenance, _VEHICLE, vehicle),
    plain(SuspendVehicle, _VEHICLE, vehicle),
    plain(ReinstateVehicle, _VEHICLE, vehicle),
    Route(ReserveForOrder, _making_ready, gated=True),
    Route(SealVehicle, _sealing, gated=True),
    Route(UnsealVehicle, _unsealing, gated=True),
    plain(TransferOut, _VEHICLE, vehicle),
    plain(EnterDisposal, _VEHICLE, vehicle),
    plain(ChangePlate, _VEHICLE, vehicle),
    plain(OpenCostAccount, "cost-account:{vehicle}", cost_account),
    plain(RegisterSite, "site:{site}", site),
    plain(InstallChargers, "site:{site}", site),
    plain(RegisterTerminal, "terminal:{device}", terminal),
    Route(BindTerminal, _binding),
    Route(UnbindTerminal, _unbinding),
    plain(DeclareDatum, "terminal:{device}", terminal),
    plain(DeclareClock, "terminal:{device}", terminal),
    Route(OrderTerminal, _ordering),
    plain(SettleTerminalOrder, "terminal-order:{order}", terminal_order),
    plain(PublishFence, "fence:{fence}", fence),
    plain(WithdrawFence, "fence:{fence}", fence),
    Route(PublishFencePlan, _planning),
    Route(AddFences, _adding),
)
