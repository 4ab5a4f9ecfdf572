"""A dispatch order (派车单): request, approval, car and driver, trip, account, rating, in one flow.

Draft -> Requested -> Approved -> Dispatched -> Underway -> Returned -> Reconciled -> Settled ->
Closed; an emergency goes from Draft to Dispatched, and its papers follow. The moves are in
`order_machine`; what may be said is in `asking`, `assigning`, `trip`, `settling`, `papers`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fleet.decider import Decider
from fleet.dispatch import asking, assigning, papers, settling, trip
from fleet.dispatch import order_events as happened
from fleet.dispatch import order_refusals as refuse
from fleet.dispatch import order_stages as stages
from fleet.dispatch.order_commands import (
    AskingCommand,
    CarCommand,
    DraftOrder,
    KeyCommand,
    MovingCommand,
    OrderCommand,
    PapersCommand,
    SettlingCommand,
)
from fleet.dispatch.order_events import OrderDrafted, OrderEvent
from fleet.dispatch.order_machine import MACHINE
from fleet.dispatch.order_stages import Draft, File, Opened, Order, Unknown
from fleet.policy import authority


def decide(command: OrderCommand, order: Order) -> list[OrderEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R038, R039, R055-R057, R060, R068, R077, R078, R086; handbook 5.4, B8.
    """
    authority.check(command.brief)
    if isinstance(command, DraftOrder):
        return asking.draft(command, order)
    if not isinstance(order, Opened):
        raise refuse.out_of_order(command, command.order, order)
    if isinstance(command, KeyCommand):
        return [*papers.keys(command, order)]
    if _again(command, order):
        return []
    if not MACHINE.takes(command, order):
        raise refuse.out_of_order(command, command.order, order)
    before = order.file.stepped_at
    if command.at < before and not isinstance(command, PapersCommand):
        raise refuse.earlier_than_before(command.order, before, command.at)
    return [*_move(command, order)]


def _move(command: MovingCommand, order: Opened) -> list[Any]:
    if isinstance(command, AskingCommand):
        return [*asking.decide(command, order)]
    if isinstance(command, CarCommand):
        return [*assigning.decide(command, order)]
    if isinstance(command, SettlingCommand):
        return [*settling.decide(command, order)]
    if isinstance(command, PapersCommand):
        return [*papers.decide(command, order)]
    return [*trip.decide(command, order)]


def _again(command: MovingCommand, order: Opened) -> bool:
    """Whether it stands there already, as it was said."""
    if isinstance(command, AskingCommand):
        return asking.repeats(command, order)
    if isinstance(command, CarCommand):
        return assigning.repeats(command, order)
    if isinstance(command, SettlingCommand):
        return settling.repeats(command, order)
    if isinstance(command, PapersCommand):
        return papers.repeats(command, order)
    return trip.repeats(command, order)


def evolve(order: Order, event: OrderEvent) -> Order:
    """Take one event into account."""
    if isinstance(event, OrderDrafted):
        return Draft(File(event, event.ends_at, event.at))
    if not isinstance(order, Opened):
        return order
    if isinstance(event, happened.EmergencyPapersFiled):
        return replace(order, file=replace(order.file, filed=event))
    if isinstance(event, happened.KeyEvent):
        return replace(order, file=replace(order.file, keys=_keys(order.file.keys, event)))
    file = replace(order.file, stepped_at=event.at)
    return _STAGES[type(event).__name__](_known(file, event))


def _keys(out: tuple[str, ...], event: happened.KeyEvent) -> tuple[str, ...]:
    return (*out, event.key) if isinstance(event, happened.KeyTaken) else event.left


def _known(file: File, event: OrderEvent) -> File:
    if isinstance(event, happened.CoverEvent):
        return _covered(file, event)
    match event:
        case happened.TripRequested():
            return replace(file, requested=event)
        case happened.VehicleDepartedOnOrder(at=at, odometer_km=km):
            return replace(file, departed_at=at, odometer_km=km)
        case happened.TripExtended(ends_at=ends_at):
            return replace(file, ends_at=ends_at)
        case happened.VehicleReturnedOnOrder(at=at, odometer_km=km):
            return replace(file, returned_at=at, odometer_km=km)
        case _:
            return _accounted(file, event)


def _covered(file: File, event: happened.CoverEvent) -> File:
    file = replace(file, cover=event)
    if isinstance(event, happened.VehicleChangedEnRoute):
        return replace(file, odometer_km=None)
    if isinstance(event, happened.EmergencyOrderOpened):
        file = replace(file, emergency=event)
    return replace(file, ready_at=event.ready_at, no_show_at=event.no_show_at)


def _accounted(file: File, event: OrderEvent) -> File:
    match event:
        case happened.TripReconciled():
            return replace(file, reconciled=event)
        case happened.SocialTransportOffered():
            return replace(file, offered=event)
        case happened.OrderDisputed():
            return replace(file, disputed=event)
        case happened.OrderSettled():
            return replace(file, settled=event)
        case happened.OrderEvaluated():
            return replace(file, evaluated=event)
        case _:
            return file


_STAGES: dict[str, Callable[[File], Order]] = {
    "TripRequested": stages.Requested,
    "TripApproved": stages.Approved,
    "TripRejected": stages.Rejected,
    "TripCancelled": stages.Cancelled,
    "TripRequestExpired": stages.Expired,
    "TripNoShow": stages.Expired,
    "CarAndDriverAssigned": stages.Dispatched,
    "EmergencyOrderOpened": stages.Dispatched,
    "OrderReassigned": stages.Dispatched,
    "VehicleDepartedOnOrder": stages.Underway,
    "TripExtended": stages.Underway,
    "VehicleChangedEnRoute": stages.Underway,
    "VehicleReturnedOnOrder": stages.Returned,
    "TripReconciled": stages.Reconciled,
    "DisputeResolved": stages.Reconciled,
    "OrderDisputed": stages.Disputed,
    "SocialTransportOffered": stages.Outsourced,
    "OrderSettled": stages.Settled,
    "OrderEvaluated": stages.Closed,
    "OrderClosed": stages.Closed,
    "EmergencyOrderVoided": stages.Voided,
}
"""Where an event leads."""

order: Decider[OrderCommand, OrderEvent, Order] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)
