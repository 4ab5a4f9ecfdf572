"""After the trip: compared, settled, disputed, rated; or driven by somebody else (社会化保障)."""

from datetime import timedelta
from typing import Any

from fleet.dispatch import trip_refusals as deny
from fleet.dispatch.order_commands import (
    CloseWithoutEvaluation,
    DisputeOrder,
    EvaluateOrder,
    MatchTrip,
    OfferSocialTransport,
    ResolveDispute,
    SettleOrder,
    SettlingCommand,
)
from fleet.dispatch.order_events import (
    DisputeResolved,
    OrderClosed,
    OrderDisputed,
    OrderEvaluated,
    OrderSettled,
    SettlingEvent,
    SocialTransportOffered,
    TripReconciled,
)
from fleet.dispatch.order_refusals import not_yet
from fleet.dispatch.order_stages import (
    Closed,
    Disputed,
    File,
    Opened,
    Outsourced,
    Reconciled,
    Settled,
)
from fleet.dispatch.speaking import (
    OFFICE,
    PASSENGERS,
    UNIT,
    check_dispatcher,
    check_keeper,
    check_unit,
    of_order,
)
from fleet.policy.authority import require

_NO_CAPACITY = "NO_CAPACITY"


def decide(command: SettlingCommand, order: Opened) -> list[SettlingEvent]:
    """Answer a command about what the trip came to.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R018, R020, R024, R060, R063, R064, B8.
    """
    file = order.file
    match command:
        case MatchTrip():
            return [_matched(command, file)]
        case OfferSocialTransport():
            return [_offered(command, file)]
        case SettleOrder():
            return [_settled(command, order)]
        case DisputeOrder() | ResolveDispute():
            return [_dispute(command, file)]
        case EvaluateOrder():
            return [_evaluated(command, file)]
        case CloseWithoutEvaluation():
            return [_closed(command, file)]


def repeats(command: SettlingCommand, order: Opened) -> bool:
    """Whether the wish is true already."""
    match command, order:
        case MatchTrip(result=result), Reconciled(file=file):
            return file.reconciled is not None and file.reconciled.result == result
        case OfferSocialTransport(provider=provider), Outsourced(file=file):
            return file.offered is not None and file.offered.provider == provider
        case SettleOrder(), Settled(file=file):
            return file.settled is not None and _figures(command) == _figures(file.settled)
        case EvaluateOrder(rating=rating), Closed(file=file):
            return file.evaluated is not None and file.evaluated.rating == rating
        case CloseWithoutEvaluation(), Closed(file=file):
            return file.evaluated is None
        case _:
            return _disputed_already(command, order)


def _disputed_already(command: SettlingCommand, order: Opened) -> bool:
    match command, order:
        case DisputeOrder(), Disputed():
            return True
        case ResolveDispute(), Reconciled(file=file):
            return file.disputed is not None
        case _:
            return False


def _figures(told: SettleOrder | OrderSettled) -> tuple[object, ...]:
    return (
        *(told.distance_km, told.toll_fen, told.fuel_fen, told.parking_fen),
        *(told.invoice, told.amount_fen),
    )


def _account(command: SettlingCommand, file: File) -> dict[str, Any]:
    drafted = file.drafted
    return {
        **of_order(command, file),
        "vehicle": file.vehicle,
        "driver": file.driver,
        "provider": None if file.offered is None else file.offered.provider,
        "purpose": drafted.purpose,
        "passenger_unit": drafted.passenger_unit,
        "beneficiary": drafted.beneficiary,
        "result": None if file.reconciled is None else file.reconciled.result,
        "departed_at": file.departed_at,
        "emergency": file.emergency is not None,
    }


def _check_papers(command: SettlingCommand, file: File) -> None:
    if file.papers_missing and file.emergency is not None:
        raise deny.papers_missing(command.order, file.emergency.papers_due)


def _matched(command: MatchTrip, file: File) -> TripReconciled:
    check_keeper(file, command.serving, command.brief)
    _check_papers(command, file)
    return TripReconciled(
        **{**_account(command, file), "result": command.result},
        returned_at=file.returned_at or file.stepped_at,
        distance_m=command.distance_m,
        digest=command.digest,
    )


def _year(command: SettlingCommand, file: File) -> int:
    """Whose budget pays: that of the local year in which the trip begins."""
    policy = command.brief.shelf.cited(file.drafted.grounds.policy)
    return policy.jurisdiction.day(file.drafted.begins_at).year


def _offered(command: OfferSocialTransport, file: File) -> SocialTransportOffered:
    check_dispatcher(file, command.serving, command.brief)
    drafted, year, left = file.drafted, _year(command, file), command.budget_left_fen
    if command.reason != _NO_CAPACITY:
        raise deny.capacity(command.order, command.reason)
    if left is None:
        raise deny.no_budget(command.order, drafted.unit, year)
    if command.estimate_fen > left:
        raise deny.budget_short(command.order, left, command.estimate_fen)
    return SocialTransportOffered(
        **of_order(command, file),
        provider=command.provider,
        reason=command.reason,
        estimate_fen=command.estimate_fen,
        budget_left_fen=left,
        year=year,
        passenger_unit=drafted.passenger_unit,
        begins_at=drafted.begins_at,
        ends_at=file.ends_at,
    )


def _settled(command: SettleOrder, order: Opened) -> OrderSettled:
    file = order.file
    require(command.brief, *OFFICE)
    check_unit(command.order, file.drafted.unit, command.brief)
    _check_papers(command, file)
    if isinstance(order, Outsourced) and (command.invoice is None or command.amount_fen is None):
        raise deny.no_invoice(command.order)
    policy = command.brief.shelf.cited(file.drafted.grounds.policy)
    return OrderSettled(
        **_account(command, file),
        distance_km=command.distance_km,
        toll_fen=command.toll_fen,
        fuel_fen=command.fuel_fen,
        parking_fen=command.parking_fen,
        invoice=command.invoice,
        amount_fen=command.amount_fen,
        year=_year(command, file),
        close_at=command.at + timedelta(days=policy.dispatch.evaluation_days),
    )


def _dispute(command: DisputeOrder | ResolveDispute, file: File) -> OrderDisputed | DisputeResolved:
    if isinstance(command, DisputeOrder):
        require(command.brief, *UNIT, *PASSENGERS, "DRIVER")
        check_unit(command.order, file.drafted.unit, command.brief)
        return OrderDisputed(**of_order(command, file), reason=command.reason)
    require(command.brief, "CENTRE", "DISTRICT", "BUREAU", "UNIT_LEADER")
    check_unit(command.order, file.drafted.unit, command.brief)
    person = command.brief.actor.person
    if file.disputed is not None and file.disputed.by == person:
        raise deny.own_dispute(command.order, person)
    said = {"decision": command.decision, "reason": command.reason}
    return DisputeResolved(**of_order(command, file), **said)


def _evaluated(command: EvaluateOrder, file: File) -> OrderEvaluated:
    require(command.brief, *PASSENGERS, *UNIT)
    check_unit(command.order, file.drafted.unit, command.brief)
    account = _account(command, file)
    if command.brief.actor.person == account["driver"]:
        raise deny.rated_by_driver(command.order, command.brief.actor.person)
    return OrderEvaluated(**account, rating=command.rating, remark=command.remark)


def _closed(command: CloseWithoutEvaluation, file: File) -> OrderClosed:
    check_keeper(file, command.serving, command.brief)
    if file.settled is not None and command.at < file.settled.close_at:
        raise not_yet(command.order, file.settled.close_at, command.at)
    return OrderClosed(**_account(command, file))
