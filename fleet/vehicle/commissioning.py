"""What a new vehicle needs before it may be used: equipment, papers, a complete dossier."""

from dataclasses import replace
from datetime import date, datetime
from typing import ClassVar, Literal

from fleet.decider import Command, Event, Refused
from fleet.terms import ZONE, Moment, VehicleId
from fleet.vehicle.refusals import out_of_order
from fleet.vehicle.stages import Available, Car, Equipped, Registered, Vehicle, car_of

INSURANCE, REGISTRATION = "INSURANCE", "REGISTRATION"
_NEEDED = ("vin", "engine", "first_registered", "price_fen")


class FitEquipment(Command):
    """Terminal, marking and fence plan are in place.

    Attributes:
        marking: `recorded`: it carries the marking; `exempt`: it need not; None: as the dossier
            says.
    """

    vehicle: VehicleId
    marking: Literal["recorded", "exempt"] | None = None
    at: Moment


class CommissionVehicle(Command):
    """Put it into service.

    Attributes:
        insured_until: Last day of the insurance; None: as the dossier says.
        inspected_until: Last day of the registration's inspection; None: as the dossier says.
    """

    vehicle: VehicleId
    insured_until: date | None = None
    inspected_until: date | None = None
    at: Moment


class VehicleEquipped(Event):
    """It carries what it needs."""

    TOPIC: ClassVar = "vehicle.equipped"
    vehicle: str
    marking: str
    at: Moment


class VehicleCommissioned(Event):
    """It is in service."""

    TOPIC: ClassVar = "vehicle.commissioned"
    vehicle: str
    insured_until: date
    inspected_until: date
    at: Moment


CommissioningCommand = FitEquipment | CommissionVehicle
CommissioningEvent = VehicleEquipped | VehicleCommissioned


def decide(command: CommissioningCommand, vehicle: Vehicle) -> list[CommissioningEvent]:
    """Answer a command on the way into service.

    Raises:
        Refused: If something is missing.

    Source:
        R052, R069 (一车一档), R074 (标识化); handbook 5.1.
    """
    match command, vehicle:
        case FitEquipment(), Registered(car=car):
            return [_fitted(command, car)]
        case CommissionVehicle(), Equipped(car=car):
            return [_commissioned(command, car)]
        case (FitEquipment(), Equipped()) | (CommissionVehicle(), Available()):
            return []
        case _:
            raise out_of_order(command, command.vehicle, vehicle)


def evolve(vehicle: Vehicle, event: CommissioningEvent) -> Vehicle:
    """Take one event on the way into service into account."""
    match event:
        case VehicleEquipped(marking=marking):
            car = car_of(vehicle)
            return Equipped(car if marking == car.marking else _marked(car, marking))
        case VehicleCommissioned():
            return Available(car_of(vehicle))


def _fitted(command: FitEquipment, car: Car) -> VehicleEquipped:
    if not any(terminal.covers(command.at) for terminal in car.terminals):
        raise _without_terminal(command.vehicle)
    marking = command.marking or _marking(car, command.at)
    if not marking:
        raise _unmarked(command.vehicle)
    return VehicleEquipped(vehicle=command.vehicle, marking=marking, at=command.at)


def _commissioned(command: CommissionVehicle, car: Car) -> VehicleCommissioned:
    if missing := tuple(name for name in _NEEDED if getattr(car, name) in (None, "")):
        raise _incomplete(command.vehicle, missing)
    insured = _until(command.insured_until, car, INSURANCE)
    inspected = _until(command.inspected_until, car, REGISTRATION)
    today = command.at.astimezone(ZONE).date()
    if insured is None or insured < today:
        raise _lapsed(command.vehicle, "保险", insured)
    if inspected is None or inspected < today:
        raise _lapsed(command.vehicle, "行驶证", inspected)
    said = {"insured_until": insured, "inspected_until": inspected}
    return VehicleCommissioned(vehicle=command.vehicle, at=command.at, **said)


def _marking(car: Car, at: datetime) -> str:
    """As the dossier says; an exemption that is over counts for nothing."""
    over = car.exempt_until is not None and car.exempt_until < at.astimezone(ZONE).date()
    return "" if over else car.marking


def _marked(car: Car, marking: str) -> Car:
    """What the dossier knew of another marking is over."""
    return replace(car, marking=marking, exempt_until=None, photo=None)


def _until(told: date | None, car: Car, kind: str) -> date | None:
    if told is not None:
        return told
    paper = car.papers.get(kind)
    return paper.valid_until if paper else None


def _without_terminal(vehicle: str) -> Refused:
    return Refused(
        "先装终端",
        "TerminalMissing",
        "R069",
        zh="车辆 {vehicle} 没有终端：请先登记并安装终端。",
        en="vehicle {vehicle} has no terminal: register one and bind it first.",
        vehicle=vehicle,
    )


def _unmarked(vehicle: str) -> Refused:
    return Refused(
        "标识化",
        "MarkingMissing",
        "R074",
        zh="车辆 {vehicle} 既未喷涂标识，也未列入免喷名单：请先登记标识。",
        en="vehicle {vehicle} is neither marked nor exempt: record the marking first.",
        vehicle=vehicle,
    )


def _incomplete(vehicle: str, missing: tuple[str, ...]) -> Refused:
    return Refused(
        "一车一档",
        "DossierIncomplete",
        "R069",
        zh="车辆 {vehicle} 的档案缺少 {missing}：请先补齐（UpdateDossier）。",
        en="the dossier of vehicle {vehicle} lacks {missing}: complete it first (UpdateDossier).",
        vehicle=vehicle,
        missing=", ".join(missing),
    )


def _lapsed(vehicle: str, paper: str, until: date | None) -> Refused:
    english = {"保险": "insurance", "行驶证": "registration"}[paper]
    return Refused(
        "证照有效",
        "PaperLapsed",
        "R069",
        zh="车辆 {vehicle} 的{paper}无效（有效期至 {until}）：请先办理。",
        en="the {english} of vehicle {vehicle} is not valid (until {until}): renew it first.",
        vehicle=vehicle,
        paper=paper,
        english=english,
        until=until.isoformat() if until else "-",
    )
