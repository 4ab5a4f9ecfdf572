"""The cost account of a vehicle (单车核算): opened before it is put into service.

Unopened --OpenCostAccount--> Opened
"""

from dataclasses import dataclass
from typing import ClassVar

from fleet.decider import Command, Decider, Event, Refused
from fleet.terms import Moment, UnitCode, VehicleId


class OpenCostAccount(Command):
    """Its costs are kept from now on, for this unit."""

    vehicle: VehicleId
    unit: UnitCode
    at: Moment


class CiteCostAccount(Command):
    """The vehicle is equipped: its account must be open."""

    vehicle: VehicleId


class CostAccountOpened(Event):
    """Its costs are kept."""

    TOPIC: ClassVar = "cost-account.opened"
    vehicle: str
    unit: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Unopened:
    """Nobody keeps its costs."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Its costs are kept for this unit."""

    unit: str


CostAccount = Unopened | Opened
CostAccountCommand = OpenCostAccount | CiteCostAccount


def decide(command: CostAccountCommand, account: CostAccount) -> list[CostAccountOpened]:
    """Answer a command; an account once open is never closed, so that citing it is enough.

    Raises:
        Refused: If it is cited and not open.

    Source:
        Handbook 5.1 (FitEquipment).
    """
    match command, account:
        case OpenCostAccount(), Unopened():
            return [CostAccountOpened(**dict(command))]
        case CiteCostAccount(), Unopened():
            raise Refused(
                "单车核算",
                "CostAccountMissing",
                "R069",
                zh="车辆 {vehicle} 尚未建立单车核算账：请先建账（OpenCostAccount）。",
                en="vehicle {vehicle} has no cost account: open it first (OpenCostAccount).",
                vehicle=command.vehicle,
            )
        case _:
            return []


def evolve(_: CostAccount, event: CostAccountOpened) -> CostAccount:
    """Take one event into account."""
    return Opened(event.unit)


cost_account: Decider[CostAccountCommand, CostAccountOpened, CostAccount] = Decider(
    initial=Unopened(), decide=decide, evolve=evolve
)
