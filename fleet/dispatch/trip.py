"""The trip: departure with the right driver and a sound car, extension, return."""

import hashlib
from typing import Any

import orjson

from fleet.dispatch import order_refusals as refuse
from fleet.dispatch import trip_refusals as deny
from fleet.dispatch.assigning import check_sealed, overdue_at, unsealing
from fleet.dispatch.order_commands import (
    ExtendTrip,
    RecordDeparture,
    RecordReturn,
    TripCommand,
)
from fleet.dispatch.order_events import (
    CoverEvent,
    TripEvent,
    TripExtended,
    VehicleDepartedOnOrder,
    VehicleReturnedOnOrder,
)
from fleet.dispatch.order_forms import Covered
from fleet.dispatch.order_stages import File, Opened, Returned, Underway
from fleet.dispatch.papers import key_due
from fleet.dispatch.speaking import (
    UNIT,
    check_differs,
    check_dispatcher,
    check_driving,
    check_unit,
    of_order,
)
from fleet.policy.policy_set import PolicySet

_DEVICES = ("cabinet", "telemetry")


def decide(command: TripCommand, order: Opened) -> list[TripEvent]:
    """Answer a command about the trip itself.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R060, R068, R077, R086, R094, R095; USE-02, USE-09, INSP-01, INSP-04.
    """
    file, cover = order.file, order.file.cover
    if cover is None:
        raise refuse.out_of_order(command, command.order, order)
    match command:
        case RecordDeparture():
            return [_departed(command, file, cover)]
        case ExtendTrip():
            return _extended(command, file, cover)
        case RecordReturn():
            return [_returned(command, file, cover)]


def repeats(command: TripCommand, order: Opened) -> bool:
    """Whether the wish is true already."""
    file = order.file
    match command, order:
        case RecordDeparture(driver=driver), Underway():
            return driver == file.driver
        case RecordReturn(odometer_km=km), Returned():
            return km == file.odometer_km
        case _:
            return False


def _departed(command: RecordDeparture, file: File, cover: CoverEvent) -> VehicleDepartedOnOrder:
    policy = command.brief.shelf.cited(file.drafted.grounds.policy)
    _check_leaves(command, file, cover, policy)
    return VehicleDepartedOnOrder(
        **of_order(command, file),
        vehicle=cover.vehicle,
        driver=cover.driver,
        evidence=command.evidence,
        note=command.note,
        odometer_km=command.odometer_km,
        driver_card=command.driver_card,
        daily_check=command.daily_check,
        emergency=cover.emergency,
        begins_at=file.drafted.begins_at,
        ends_at=file.ends_at,
        overdue_at=overdue_at(file.ends_at, policy),
        unseals=unsealing(cover.by, file.kind, sealed=command.sealed),
    )


def _check_leaves(
    command: RecordDeparture, file: File, cover: CoverEvent, policy: PolicySet
) -> None:
    """The right driver, a sound car, its time, and no seal period; told by who knows it."""
    if command.brief.actor.role or command.evidence not in _DEVICES:
        drivers = (cover.driver, command.driver)
        check_driving(file, command.serving, command.brief, *drivers)
    for told in (command.driver, command.driver_card):
        if told not in (None, cover.driver):
            raise deny.wrong_driver(command.order, cover.driver, str(told))
    if command.failed:
        raise deny.failed_items(command.order, cover.vehicle, command.failed)
    if command.evidence == "manual" and not command.note:
        raise deny.unproven(command.order)
    if file.ready_at is not None and command.at < file.ready_at:
        raise deny.too_early(command.order, file.ready_at, command.at)
    check_sealed(command, policy, emergency=cover.emergency)


def _extended(command: ExtendTrip, file: File, cover: CoverEvent) -> list[TripEvent]:
    _check_may_extend(command, file)
    if command.ends_at == file.ends_at:
        return []
    if command.ends_at < file.ends_at or command.ends_at <= command.at:
        raise deny.not_longer(command.order, max(file.ends_at, command.at), command.ends_at)
    policy = command.brief.shelf.cited(file.drafted.grounds.policy)
    check_sealed(command, policy, emergency=cover.emergency)
    said = {name: getattr(cover, name) for name in Covered.model_fields}
    said |= {**of_order(command, file), "ends_at": command.ends_at}
    extended = TripExtended(
        **said,
        previous_ends_at=file.ends_at,
        approver=command.approver,
        reason=command.reason,
        form_sha256=_form(command),
        overdue_at=overdue_at(command.ends_at, policy),
        key_due=key_due(command, file, command.ends_at),
    )
    return [extended]


def _check_may_extend(command: ExtendTrip, file: File) -> None:
    """The unit or the dispatcher says it; somebody who did not ask for the trip agrees."""
    if command.brief.actor.role in UNIT:
        check_unit(command.order, file.drafted.unit, command.brief)
    else:
        check_dispatcher(file, command.serving, command.brief)
    check_differs(file, command.approver)


def _form(command: ExtendTrip) -> str:
    """Of the extension as it was approved (R068); hex."""
    said: dict[str, Any] = command.model_dump(
        mode="json", include={"order", "ends_at", "approver", "reason"}
    )
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _returned(command: RecordReturn, file: File, cover: CoverEvent) -> VehicleReturnedOnOrder:
    check_driving(file, command.serving, command.brief, cover.driver)
    if command.odometer_km is None:
        raise deny.no_reading(command.order)
    before = file.odometer_km
    if before is not None and command.odometer_km < before:
        raise deny.reading_back(command.order, before, command.odometer_km)
    if not command.inside_home and not command.note:
        raise deny.not_home(command.order)
    emergency = file.emergency if file.papers_missing else None
    return VehicleReturnedOnOrder(
        **of_order(command, file),
        vehicle=cover.vehicle,
        driver=cover.driver,
        odometer_km=command.odometer_km,
        inside_home=command.inside_home,
        note=command.note,
        in_workshop=command.in_workshop,
        departed_at=file.departed_at or file.stepped_at,
        begins_at=file.drafted.begins_at,
        ends_at=file.ends_at,
        papers_due=None if emergency is None else emergency.papers_due,
        key_due=key_due(command, file, command.at),
    )
