"""A car and a driver for an order: assigned, sent at once, changed before or on the way."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from fleet.dispatch import order_refusals as refuse
from fleet.dispatch import trip_refusals as deny
from fleet.dispatch.asking import served
from fleet.dispatch.order_commands import (
    AssignCarAndDriver,
    CarCommand,
    ChangeVehicle,
    ExtendTrip,
    OpenEmergencyOrder,
    Reassign,
    RecordDeparture,
)
from fleet.dispatch.order_events import (
    CarAndDriverAssigned,
    CoverEvent,
    EmergencyOrderOpened,
    OrderReassigned,
    VehicleChangedEnRoute,
)
from fleet.dispatch.order_facts import Car, Serving
from fleet.dispatch.order_forms import Conditions, Unsealing
from fleet.dispatch.order_rules import (
    EMERGENCY_KIND,
    PAPERS_DUE,
    PURPOSE_FITS,
    REGISTERED,
    serves_people,
)
from fleet.dispatch.order_stages import Dispatched, File, Opened
from fleet.dispatch.speaking import allowed, check_dispatcher, of_order
from fleet.policy.authority import require
from fleet.policy.grounds import Grounds, Rule
from fleet.policy.policy_set import PolicySet

_URGENT = "SPECIAL_URGENT"


def decide(command: CarCommand, order: Opened) -> list[CoverEvent]:
    """Answer a command about car and driver; their schedules answer in the same save.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R038, R039, R055, R056, R060, R078, R095; handbook 4, 5.4.
    """
    file = order.file
    check_dispatcher(file, command.serving, command.brief)
    if _unchanged(command, file):
        return []
    if command.at >= file.ends_at:
        raise refuse.window_over(command.order, file.ends_at)
    policy = command.brief.shelf.cited(file.drafted.grounds.policy)
    car = _fit(command, file, policy)
    if isinstance(command, ChangeVehicle) and command.vehicle == file.vehicle:
        raise deny.same_vehicle(command.order, command.vehicle)
    match command:
        case AssignCarAndDriver():
            sent = _sent(command, file, policy, car)
            return [CarAndDriverAssigned(**sent, grounds=_grounds(file, policy, car))]
        case OpenEmergencyOrder():
            return [_opened(command, file, policy, car)]
        case Reassign():
            return [_reassigned(command, file, policy, car)]
        case ChangeVehicle():
            return [_changed(command, file, policy, car)]


def repeats(command: CarCommand, order: Opened) -> bool:
    """Whether the wish is true already."""
    file = order.file
    same = isinstance(order, Dispatched) and _unchanged(command, file)
    match command:
        case AssignCarAndDriver():
            return same and file.emergency is None
        case OpenEmergencyOrder():
            return same and file.emergency is not None
        case _:
            return False


def _unchanged(command: CarCommand, file: File) -> bool:
    return (command.vehicle, command.driver) == (file.vehicle, file.driver)


def _fit(command: CarCommand, file: File, policy: PolicySet) -> Car:
    """The car, if it may go on this order: known, in service, of the right kind and unit."""
    number, drafted, vehicle = command.order, file.drafted, command.vehicle
    if command.car is None:
        raise deny.car_unknown(number, vehicle)
    if not command.car.in_service:
        raise deny.not_in_service(number, vehicle)
    if command.serving is not None and vehicle not in command.serving.vehicles:
        raise deny.not_on_platform(number, vehicle, drafted.platform or "")
    category = policy.category(command.car.category)
    if drafted.category not in (None, category):
        raise deny.other_category(number, vehicle, category, drafted.category or "")
    if not PURPOSE_FITS.holds(policy, _asked(file, category)):
        raise refuse.purpose_unfit(number, drafted.purpose, category, policy.reference)
    check_sealed(command, policy, emergency=_urgent(command, file))
    return replace(command.car, category=category)


def check_sealed(
    command: CarCommand | RecordDeparture | ExtendTrip, policy: PolicySet, *, emergency: bool
) -> None:
    """Let no car drive in a seal period without an exemption.

    An emergency leaves all the same: its exemption is granted late, or its movement is told.

    Raises:
        Refused: If it would.

    Source:
        R078.
    """
    closed = tuple(seal.name for seal in command.seals if not seal.exempt)
    if closed and not emergency:
        raise refuse.sealed(command.order, closed, policy.reference)


def _urgent(command: CarCommand, file: File) -> bool:
    return isinstance(command, OpenEmergencyOrder) or file.emergency is not None


def _not_exempt(command: CarCommand) -> tuple[str, ...]:
    return tuple(seal.period for seal in command.seals if not seal.exempt)


def unsealing(approver: str, kind: str | None, *, sealed: bool) -> Unsealing | None:
    """Why a car that is sealed moves: only an emergency of some kind moves it."""
    return Unsealing(approver=approver, reason=kind) if sealed and kind else None


def _asked(file: File, category: str) -> dict[str, Any]:
    return {"purpose": file.drafted.purpose, "category": category}


def _grounds(file: File, policy: PolicySet, car: Car, *rules: Rule, **more: object) -> Grounds:
    return Grounds.of(policy, PURPOSE_FITS, *rules, **_asked(file, car.category), **more)


def _lent_for(command: CarCommand, file: File, policy: PolicySet, car: Car) -> str | None:
    """Why a car of another unit is sent; None where it is the unit's own.

    Raises:
        Refused: If there is no reason, or no platform to ask (USE-10).
    """
    drafted, serving = file.drafted, command.serving
    if serving is None:
        if {car.unit} != {drafted.unit, drafted.passenger_unit}:
            who = (car.unit, drafted.passenger_unit, policy.reference)
            raise deny.other_units_car(command.order, command.vehicle, *who)
        return None
    if car.unit == drafted.passenger_unit or serves_people(policy, serving.category):
        return None
    return _reason(command, file, serving, policy)


def _reason(command: CarCommand, file: File, serving: Serving, policy: PolicySet) -> str:
    reason = file.drafted.cross_reason or (_URGENT if _urgent(command, file) else "")
    if reason not in serving.reasons:
        raise refuse.reason_missing(command.order, reason, serving.reasons, policy.reference)
    return reason


def _covered(command: CarCommand, file: File, policy: PolicySet, car: Car) -> dict[str, Any]:
    drafted, dispatch = file.drafted, policy.dispatch
    conditions = Conditions(
        classes=dispatch.classes_for(car.body),
        pledge_grace_days=policy.drivers.pledge_grace_days,
        rest_chain_hours=dispatch.rest.chain_hours,
        rest_break_minutes=dispatch.rest.break_minutes,
        tz=policy.jurisdiction.tz.key,
        emergency_limit=dispatch.emergency_per_month,
        policy=policy.reference,
    )
    return {
        **of_order(command, file),
        **allowed(file),
        "vehicle": command.vehicle,
        "driver": command.driver,
        "owner": car.unit,
        "purpose": drafted.purpose,
        "category": car.category,
        "passenger_unit": drafted.passenger_unit,
        "emergency": file.emergency is not None,
        "conditions": conditions,
        "lent_for": _lent_for(command, file, policy, car),
        "unseals": _unseals(command, file, car),
    }


def _unseals(command: CarCommand, file: File, car: Car) -> Unsealing | None:
    kind = command.kind if isinstance(command, OpenEmergencyOrder) else file.kind
    return unsealing(command.brief.actor.person, kind, sealed=car.sealed)


def _sent(command: CarCommand, file: File, policy: PolicySet, car: Car) -> dict[str, Any]:
    begins_at, dispatch = file.drafted.begins_at, policy.dispatch
    no_show = timedelta(minutes=dispatch.no_show_minutes)
    return {
        **_covered(command, file, policy, car),
        "ready_at": begins_at - timedelta(minutes=dispatch.ready_minutes),
        "no_show_at": max(begins_at, command.at) + no_show,
        "seals": tuple(seal.period for seal in command.seals if seal.exempt),
    }


def _opened(
    command: OpenEmergencyOrder, file: File, policy: PolicySet, car: Car
) -> EmergencyOrderOpened:
    _check_duty(command)
    asked = {"kind": command.kind, **served(file, command.serving, policy)}
    if not EMERGENCY_KIND.holds(policy, asked):
        known = (*policy.dispatch.emergency_kinds,)
        raise refuse.unknown_kind(command.order, command.kind, known, policy.reference)
    due = command.at + timedelta(hours=policy.use.emergency_papers_hours)
    asked |= {"opened_at": command.at.isoformat(), "papers_due": due.isoformat()}
    rules = (REGISTERED, EMERGENCY_KIND, PAPERS_DUE)
    return EmergencyOrderOpened(
        **{**_sent(command, file, policy, car), "emergency": True},
        grounds=_grounds(file, policy, car, *rules, **asked),
        kind=command.kind,
        papers_due=due,
        not_exempt=_not_exempt(command),
    )


def _check_duty(command: OpenEmergencyOrder) -> None:
    """The dispatcher on duty; for a unit's own car the unit's leader answers."""
    if command.serving is None:
        require(command.brief, "UNIT_LEADER", "CENTRE")
    elif command.brief.actor.person not in command.serving.on_duty:
        raise refuse.not_on_duty(command.order, command.brief.actor.person)


def _reassigned(command: Reassign, file: File, policy: PolicySet, car: Car) -> OrderReassigned:
    return OrderReassigned(
        **_sent(command, file, policy, car),
        **_previous(file),
        grounds=_grounds(file, policy, car),
        reason=command.reason,
        not_exempt=_not_exempt(command),
    )


def _changed(
    command: ChangeVehicle, file: File, policy: PolicySet, car: Car
) -> VehicleChangedEnRoute:
    said = {**_covered(command, file, policy, car), "begins_at": command.at}
    return VehicleChangedEnRoute(
        **said,
        **_previous(file),
        workshop=command.workshop,
        reason=command.reason,
        odometer_km=command.odometer_km,
        overdue_at=overdue_at(file.ends_at, policy),
        grounds=_grounds(file, policy, car),
        in_workshop=command.in_workshop,
        not_exempt=_not_exempt(command),
    )


def _previous(file: File) -> dict[str, str]:
    return {"previous_vehicle": file.vehicle or "", "previous_driver": file.driver or ""}


def overdue_at(ends_at: datetime, policy: PolicySet) -> datetime:
    """From when on a car that is not back is overdue (USE-02)."""
    return ends_at + timedelta(minutes=policy.dispatch.overdue_return_minutes)
