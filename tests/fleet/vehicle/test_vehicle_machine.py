"""The table of a vehicle is the office's table, and the decider keeps to it."""

from functools import reduce

import pytest

from fleet.decider import Refused
from fleet.machine import Move
from fleet.vehicle.entry import VehicleOrdered
from fleet.vehicle.refusals import CHINESE
from fleet.vehicle.stages import InBooks, Vehicle
from fleet.vehicle.vehicle import VehicleCommand, VehicleEvent, vehicle
from fleet.vehicle.vehicle_machine import MACHINE
from tests.fleet.vehicle.garage import (
    BOUGHT,
    ON_PAPER,
    back,
    cancel,
    commission,
    complete,
    confirm,
    depart,
    departed,
    disposed,
    equipped,
    fit,
    mounted,
    move,
    ordered,
    other,
    register,
    registered,
    reinstate,
    release,
    reserve,
    reserved,
    restored,
    seal,
    sealed,
    send,
    send_out,
    sent_out,
    started,
    suspend,
    suspended,
    unseal,
    withdraw,
    withdrawn,
    write_off,
)

PASTS: dict[str, tuple[VehicleEvent, ...]] = {
    "Unknown": (),
    "Ordered": (ordered,),
    "Registered": (ordered, registered, mounted),
    "Equipped": (ordered, registered, mounted, equipped),
    "Available": BOUGHT,
    "Reserved": (*BOUGHT, reserved),
    "OnTrip": (*BOUGHT, reserved, departed),
    "InMaintenance": (*BOUGHT, started),
    "Sealed": (*BOUGHT, sealed),
    "Suspended": (*BOUGHT, suspended),
    "Withdrawn": (*BOUGHT, withdrawn),
    "WrittenOff": ON_PAPER,
    "Disposed": (*ON_PAPER, disposed),
    "TransferredOut": (*BOUGHT, sent_out),
}
SAID: tuple[VehicleCommand, ...] = (
    register,
    fit,
    commission,
    reserve,
    release,
    depart,
    back,
    other(send, breakdown=True),
    complete,
    seal,
    unseal,
    suspend,
    reinstate,
    withdraw,
    cancel,
    write_off,
    confirm,
    move,
    send_out,
)
AGAIN = {
    "RegisterVehicle": {*MACHINE.stages[1:]} - {"WrittenOff", "Disposed", "TransferredOut"},
    "FitEquipment": {"Equipped"},
    "CommissionVehicle": {"Available"},
    "ReserveForOrder": {"Reserved"},
    "ReleaseReservation": {*MACHINE.stages} - {"Reserved"},
    "Depart": {"OnTrip"},
    "SendToWorkshop": {"InMaintenance"},
    "SealVehicle": {"Sealed"},
    "SuspendVehicle": {"Suspended"},
    "EnterDisposal": {"Withdrawn"},
    "CancelDisposal": {"Unknown", *MACHINE.stages} - {"Withdrawn", "WrittenOff", "Disposed"},
    "WriteOffVehicle": {"WrittenOff"},
    "ConfirmDisposal": {"Disposed"},
    "TransferOut": {"TransferredOut"},
}
"""Where the same word changes nothing any more."""
NOT_ORDERED = (register, "Unknown")
"""Whose refusal says more than that it is out of order."""


@pytest.mark.parametrize("stage", PASTS)
@pytest.mark.parametrize("command", SAID, ids=lambda command: type(command).__name__)
def test_every_step_is_taken_where_the_table_says_and_nowhere_else(
    stage: str, command: VehicleCommand
) -> None:
    state = vehicle.fold(PASTS[stage])
    assert type(state).__name__ == stage
    moves = {(move.event, move.target) for move in MACHINE.moves if _is(move, command, stage)}
    answer = _answer(command, state)
    again = stage in AGAIN.get(type(command).__name__, ())
    if isinstance(answer, Refused):
        assert not moves
        assert not again
        assert _told(answer) == _expected(command, stage)
    else:
        assert bool(answer) != again
        reached = reduce(vehicle.evolve, answer, state)
        assert {(type(event).__name__, type(reached).__name__) for event in answer} == moves


def _is(move: Move, command: VehicleCommand, stage: str) -> bool:
    return move.command == type(command).__name__ and move.source == stage


def _answer(command: VehicleCommand, state: Vehicle) -> list[VehicleEvent] | Refused:
    try:
        return vehicle.decide(command, state)
    except Refused as no:
        return no


def _told(no: Refused) -> tuple[object, ...]:
    return no.code, no.values["vehicle"], no.values.get("command"), no.values.get("stage")


def _expected(command: VehicleCommand, stage: str) -> tuple[object, ...]:
    if (command, stage) == NOT_ORDERED:
        return "PurchaseMissing", "V1", None, None
    return "OutOfOrder", "V1", type(command).__name__, stage


def test_every_command_of_the_table_was_said() -> None:
    assert {type(command).__name__ for command in SAID} == {move.command for move in MACHINE.moves}
    assert (len(MACHINE.stages), len(MACHINE.moves)) == (13, 22)


def test_every_stage_has_a_name_in_the_office() -> None:
    assert CHINESE.keys() == {"Unknown", *MACHINE.stages} == PASTS.keys()
    assert (MACHINE.name, MACHINE.creation) == ("Vehicle", VehicleOrdered.__name__)
    assert type(reduce(vehicle.evolve, (ordered,), vehicle.initial)).__name__ == MACHINE.initial


def test_the_same_car_is_known_at_every_stage() -> None:
    known = {stage: past for stage, past in PASTS.items() if stage not in ("Unknown", "Ordered")}
    for past in (*known.values(), (*PASTS["Withdrawn"], restored)):
        state = vehicle.fold(past)
        assert isinstance(state, InBooks)
        assert (state.car.plate, state.car.slot) == ("浙A12345", "S1")
