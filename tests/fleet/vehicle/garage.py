"""One new car and one that was there before, and everything that may be said about them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from fleet.decider import Refused
from fleet.policy.brief import Actor, Brief
from fleet.policy.shelf import Shelf
from fleet.vehicle.commissioning import (
    CommissionVehicle,
    FitEquipment,
    VehicleCommissioned,
    VehicleEquipped,
)
from fleet.vehicle.entry import (
    OrderVehicle,
    RegisterVehicle,
    TakeOverVehicle,
    VehicleOrdered,
    VehicleRegistered,
    VehicleTakenOver,
)
from fleet.vehicle.fitting import MountTerminal, VehicleTerminalBound
from fleet.vehicle.retirement import (
    CancelDisposal,
    ConfirmDisposal,
    EnterDisposal,
    VehicleDisposed,
    VehicleRestored,
    VehicleWithdrawn,
    VehicleWrittenOff,
    WriteOffVehicle,
)
from fleet.vehicle.safety import (
    FailSafety,
    PassSafety,
    SafetyItemsFailed,
    SafetyItemsInOrder,
    SafetyItemsPassed,
)
from fleet.vehicle.service import (
    CompleteMaintenance,
    Depart,
    MaintenanceCompleted,
    MaintenanceStarted,
    ReinstateVehicle,
    ReleaseReservation,
    ReservationReleased,
    ReserveForOrder,
    ReturnVehicle,
    SealVehicle,
    SendToWorkshop,
    SuspendVehicle,
    UnsealVehicle,
    VehicleDeparted,
    VehicleReinstated,
    VehicleReserved,
    VehicleReturned,
    VehicleSealed,
    VehicleSuspended,
    VehicleUnsealed,
)
from fleet.vehicle.transfer import (
    TransferOut,
    TransferToUnit,
    VehicleTransferred,
    VehicleTransferredOut,
)
from fleet.vehicle.vehicle import VehicleCommand, VehicleEvent, vehicle
from tests.given import Given

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
VIN = "LSVAA4182E2184841"
V: dict[str, Any] = {"vehicle": "V1", "at": NOW}
CAR: dict[str, Any] = V | {"plate": "浙A12345", "unit": "A1", "category": "应急保障"}
ORDER: dict[str, Any] = V | {
    "purchase": "P1",
    "slot": "S1",
    "unit": "A1",
    "category": "应急保障",
}
NEW: dict[str, Any] = CAR | {
    "vin": VIN,
    "slot": "S1",
    "purchase": "P1",
    "engine": "CA4GC20",
    "first_registered": date(2027, 3, 1),
    "price_fen": 11_800_000,
}
PAPERS: dict[str, Any] = V | {
    "insured_until": date(2027, 12, 31),
    "inspected_until": date(2027, 3, 1),
}
OUT: dict[str, Any] = V | {"plate": "浙A12345", "certificate": "回收1号"}
MOVE: dict[str, Any] = V | {"from_unit": "A1", "to_unit": "B2", "slot": "S1"}
AWAY: dict[str, Any] = V | {"jurisdiction": "330200", "acceptance": "甬机管〔2027〕1号"}

given = Given(vehicle)


def other(command: VehicleCommand, **change: object) -> Any:  # noqa: ANN401 - the same command
    """The same, with something else said."""
    return command.model_copy(update=change)


def by(command: VehicleCommand, person: str, role: str, region: str = "") -> Any:  # noqa: ANN401 - the same command
    """The same, said by somebody."""
    brief = Brief(Actor(person, role, jurisdiction=region), "330100", Shelf())
    return other(command, brief=brief)


def refusal(command: VehicleCommand, *past: VehicleEvent) -> Refused:
    """Why it says no."""
    with pytest.raises(Refused) as no:
        vehicle.decide(command, vehicle.fold(past))
    return no.value


order = OrderVehicle(**ORDER)
ordered = VehicleOrdered(**ORDER)
take_over = TakeOverVehicle(**CAR)
taken_over = VehicleTakenOver(**CAR)
register = RegisterVehicle(**NEW)
registered = VehicleRegistered(**NEW)
mount = MountTerminal(vehicle="V1", device="T1", valid_from=NOW)
mounted = VehicleTerminalBound(vehicle="V1", device="T1", valid_from=NOW, valid_to=None)
fit = FitEquipment(**V, marking="recorded")
equipped = VehicleEquipped(**V, marking="recorded")
commission = CommissionVehicle(**PAPERS)
commissioned = VehicleCommissioned(**PAPERS)
reserve = ReserveForOrder(**V, order="O1", driver="赵一")
reserved = VehicleReserved(**V, order="O1", driver="赵一")
release = ReleaseReservation(**V, order="O1", reason="取消")
released = ReservationReleased(**V, order="O1", reason="取消")
depart = Depart(**V, order="O1", driver="赵一", evidence="key")
departed = VehicleDeparted(**V, order="O1", driver="赵一", evidence="key")
back = ReturnVehicle(**V, order="O1", inside_home=True, odometer_km=120)
returned = VehicleReturned(**V, order="O1", odometer_km=120)
send = SendToWorkshop(**V, workshop="定点一厂", designated=True)
started = MaintenanceStarted(**V, workshop="定点一厂", exception=None, breakdown=False)
complete = CompleteMaintenance(**V, result="更换制动片", safe=True)
completed = MaintenanceCompleted(**V, result="更换制动片")
seal = SealVehicle(**V, period="2027-国庆")
sealed = VehicleSealed(**V, period="2027-国庆")
unseal = UnsealVehicle(**V, over=True)
unsealed = VehicleUnsealed(**V, approver=None, reason="")
suspend = SuspendVehicle(**V, cause="RECALL")
suspended = VehicleSuspended(**V, cause="RECALL", document="")
reinstate = ReinstateVehicle(**V, evidence="召回完成单")
reinstated = VehicleReinstated(**V, evidence="召回完成单")
fail = FailSafety(**V, check="C1", items=("BRAKES",))
failed = SafetyItemsFailed(**V, check="C1", items=("BRAKES",), failed=("BRAKES",))
stopped = VehicleSuspended(**V, cause="FAILED_CHECK", document="C1")
repair = PassSafety(**V, check="W1", items=("BRAKES",))
repaired = SafetyItemsPassed(**V, check="W1", items=("BRAKES",))
in_order = SafetyItemsInOrder(**V, check="W1", items=("BRAKES",))
move = TransferToUnit(**MOVE)
moved = VehicleTransferred(**MOVE)
send_out = TransferOut(**AWAY)
sent_out = VehicleTransferredOut(**AWAY, slot="S1", plate="浙A12345", vin=VIN)
withdraw = EnterDisposal(**V, approval="处〔2027〕1号", case="D1")
withdrawn = VehicleWithdrawn(**V, approval="处〔2027〕1号", case="D1")
cancel = CancelDisposal(**V, reason="仍可使用")
restored = VehicleRestored(**V, reason="仍可使用")
write_off = WriteOffVehicle(**V, approval="资〔2027〕1号")
written_off = VehicleWrittenOff(**V, approval="资〔2027〕1号")
confirm = ConfirmDisposal(**OUT, vin=VIN)
disposed = VehicleDisposed(**OUT, vin=VIN)

BOUGHT: tuple[VehicleEvent, ...] = (ordered, registered, mounted, equipped, commissioned)
"""A new car in service."""
ON_PAPER: tuple[VehicleEvent, ...] = (*BOUGHT, withdrawn, written_off)
"""Written off, and still there."""
