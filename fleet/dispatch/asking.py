"""Asking for a trip: draft, request, approval by somebody else, and what ends it too soon."""

import hashlib
from typing import Any

import orjson

from fleet.dispatch import order_refusals as refuse
from fleet.dispatch import order_stages as stages
from fleet.dispatch.area import Unfit, cleaned
from fleet.dispatch.order_commands import (
    ApproveTrip,
    AskingCommand,
    CancelTrip,
    DraftOrder,
    ExpireTrip,
    RejectTrip,
    RequestTrip,
)
from fleet.dispatch.order_events import (
    AskingEvent,
    OrderDrafted,
    OrderEvent,
    TripApproved,
    TripCancelled,
    TripNoShow,
    TripRejected,
    TripRequested,
    TripRequestExpired,
)
from fleet.dispatch.order_facts import Serving
from fleet.dispatch.order_rules import BOOKED_AHEAD, PURPOSE_FITS, REGISTERED, serves_people
from fleet.dispatch.order_stages import File, Opened, Order
from fleet.dispatch.papers import key_due
from fleet.dispatch.speaking import (
    allowed,
    check_approver,
    check_asker,
    check_keeper,
    of_order,
    sent_by,
)
from fleet.policy import authority
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet


def draft(command: DraftOrder, order: Order) -> list[OrderEvent]:
    """Prepare a trip; the same again is nothing new.

    Raises:
        Refused: If a rule forbids it.
    """
    check_asker(command.order, command.unit, command.brief)
    drafted = _drafted(command)
    if isinstance(order, Opened):
        if _about(drafted) == _about(order.file.drafted):
            return []
        raise refuse.differs(command.order)
    return [drafted]


def _drafted(command: DraftOrder) -> OrderDrafted:
    policy = command.brief.shelf.in_force(command.unit_jurisdiction, command.at)
    if command.begins_at >= command.ends_at:
        raise refuse.times_wrong(command.order, command.begins_at, command.ends_at)
    _check_platform(command)
    said = command.model_dump(exclude={"brief", "unit_jurisdiction", "serving", "attachments"})
    said["category"] = None if command.category is None else policy.category(command.category)
    said["area"] = None if command.area is None else _area(command.order, command.area)
    said["passenger_unit"] = command.passenger_unit or command.unit
    said["purpose"] = policy.dispatch.purpose(command.purpose)
    return OrderDrafted(
        **said,
        attachments=command.attachments,
        jurisdiction=command.unit_jurisdiction,
        by=command.brief.actor.person,
        role=command.brief.actor.role,
        grounds=Grounds.of(policy),
    )


def _check_platform(command: DraftOrder) -> None:
    if command.platform is None:
        return
    if command.serving is None:
        raise refuse.platform_unknown(command.order, command.platform)
    region, shelf = command.serving.jurisdiction, command.brief.shelf
    if not authority.covers(region, command.unit_jurisdiction, shelf):
        raise refuse.platform_elsewhere(command.order, command.platform, region)


def _area(number: str, drawn: dict[str, Any]) -> dict[str, Any]:
    try:
        return cleaned(drawn)
    except Unfit as unfit:
        raise refuse.area_unfit(number, unfit.zh, unfit.en) from unfit


def _about(drafted: OrderDrafted) -> dict[str, Any]:
    """What the draft said, whoever said it and when."""
    return drafted.model_dump(exclude={"by", "role", "at", "grounds"})


def decide(command: AskingCommand, order: Opened) -> list[AskingEvent]:
    """Answer a command on the way to an approved trip, or off it.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R039, R055, R060, R068, R078; handbook 5.4.
    """
    file = order.file
    match command:
        case RequestTrip():
            return [_requested(command, file)]
        case ApproveTrip():
            return [_approved(command, file)]
        case RejectTrip(reason=reason):
            check_approver(file, command.brief)
            return [TripRejected(**of_order(command, file), reason=reason)]
        case CancelTrip():
            return [_cancelled(command, order)]
        case ExpireTrip():
            return [_expired(command, order)]


def repeats(command: AskingCommand, order: Opened) -> bool:
    """Whether the wish is true already."""
    match command, order:
        case (
            (RequestTrip(), stages.Requested())
            | (ApproveTrip(), stages.Approved())
            | (RejectTrip(), stages.Rejected())
            | (CancelTrip(), stages.Cancelled())
            | (ExpireTrip(), stages.Expired())
        ):
            return True
        case _:
            return False


def served(file: File, serving: Serving | None, policy: PolicySet) -> dict[str, Any]:
    """What the rule about the veterans' platform is asked.

    Raises:
        Refused: If the platform does not serve this person.

    Source:
        R055.
    """
    drafted = file.drafted
    if drafted.platform is not None and serving is None:
        raise refuse.platform_unknown(drafted.order, drafted.platform)
    known = serving.beneficiaries if serving else frozenset()
    asked = {
        "platform_category": serving.category if serving else None,
        "registered": drafted.beneficiary in known,
    }
    if not REGISTERED.holds(policy, asked):
        platform, who = drafted.platform or "", drafted.beneficiary or "-"
        raise refuse.not_registered(drafted.order, platform, who, policy.reference)
    return asked


def _requested(command: RequestTrip, file: File) -> TripRequested:
    drafted = file.drafted
    check_asker(drafted.order, drafted.unit, command.brief)
    policy = command.brief.shelf.cited(drafted.grounds.policy)
    _check_whole(command, drafted)
    asked = {
        **served(file, command.serving, policy),
        "purpose": drafted.purpose,
        "category": drafted.category or (command.serving.category if command.serving else None),
        "begins_at": drafted.begins_at.isoformat(),
        "asked_at": command.at.isoformat(),
    }
    if not PURPOSE_FITS.holds(policy, asked):
        category = asked["category"]
        raise refuse.purpose_unfit(drafted.order, drafted.purpose, category, policy.reference)
    if not BOOKED_AHEAD.holds(policy, asked):
        days = policy.dispatch.booking_days
        raise refuse.too_far_ahead(drafted.order, days, policy.reference)
    rules = (PURPOSE_FITS, BOOKED_AHEAD, REGISTERED)
    times = {"begins_at": drafted.begins_at, "ends_at": drafted.ends_at}
    return TripRequested(
        **of_order(command, file), **times, grounds=Grounds.of(policy, *rules, **asked)
    )


def _check_whole(command: RequestTrip, drafted: OrderDrafted) -> None:
    """People, times and places are given."""
    if not drafted.destinations:
        raise refuse.places_missing(drafted.order)
    if len(drafted.passengers) > drafted.people:
        raise refuse.people_missing(drafted.order, drafted.people, len(drafted.passengers))
    if command.at >= drafted.begins_at:
        raise refuse.begun(drafted.order, drafted.begins_at)


def _approved(command: ApproveTrip, file: File) -> TripApproved:
    check_approver(file, command.brief)
    drafted = file.drafted
    policy = command.brief.shelf.cited(drafted.grounds.policy)
    _check_pooled(file, command.serving, policy)
    closed = tuple(seal.name for seal in command.seals if not seal.exempt)
    if closed:
        raise refuse.sealed(drafted.order, closed, policy.reference)
    return TripApproved(
        **of_order(command, file),
        **allowed(file),
        form_sha256=form_sha256(drafted),
        document=command.document,
        attachments=drafted.attachments,
        seals=tuple(seal.period for seal in command.seals),
    )


def _check_pooled(file: File, serving: Serving | None, policy: PolicySet) -> None:
    """Where the platform has no car of the unit's own, another unit's will be sent (R039)."""
    drafted = file.drafted
    if drafted.platform is None:
        return
    if serving is None:
        raise refuse.platform_unknown(drafted.order, drafted.platform)
    reason = drafted.cross_reason
    if reason is None and _serves_itself(file, serving, policy):
        return
    if reason not in serving.reasons:
        told = (reason or "", serving.reasons, policy.reference)
        raise refuse.reason_missing(drafted.order, *told)


def _serves_itself(file: File, serving: Serving, policy: PolicySet) -> bool:
    own = file.drafted.passenger_unit in serving.units
    return own or serves_people(policy, serving.category)


def form_sha256(drafted: OrderDrafted) -> str:
    """Of the request as it stands in the ledger: what is approved without a paper (R068); hex."""
    said = drafted.model_dump(mode="json", exclude={"grounds"})
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _off(command: CancelTrip | ExpireTrip, file: File) -> dict[str, Any]:
    """What ends with it: the car and the driver are free, the key has to be back."""
    return {
        **of_order(command, file),
        "vehicle": file.vehicle,
        "driver": file.driver,
        "begins_at": file.drafted.begins_at,
        "ends_at": file.ends_at,
        "key_due": key_due(command, file, command.at),
    }


def _cancelled(command: CancelTrip, order: Opened) -> TripCancelled:
    file, brief = order.file, command.brief
    sends = isinstance(order, stages.Dispatched) and sent_by(file, command.serving, brief)
    if brief.actor.person not in file.askers and not sends:
        raise refuse.not_requester(file.drafted.order, brief.actor.person)
    return TripCancelled(**_off(command, file), reason=command.reason)


def _expired(command: ExpireTrip, order: Opened) -> TripNoShow | TripRequestExpired:
    file = order.file
    check_keeper(file, command.serving, command.brief)
    due = file.no_show_at or file.drafted.begins_at
    if command.at < due:
        raise refuse.not_yet(file.drafted.order, due, command.at)
    if isinstance(order, stages.Dispatched):
        return TripNoShow(**_off(command, file), emergency=file.emergency is not None)
    return TripRequestExpired(**_off(command, file), stage=type(order).__name__)
