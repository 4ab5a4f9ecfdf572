"""The dates that dispatch orders set: begin, no-show, return, papers, key, rating."""

from collections.abc import Iterable
from datetime import datetime

from fleet.decider import Entry, Event
from fleet.dispatch.order_events import (
    CarAndDriverAssigned,
    EmergencyOrderOpened,
    EmergencyOrderVoided,
    EmergencyPapersFiled,
    KeyBroughtBack,
    KeyTaken,
    OrderClosed,
    OrderEvaluated,
    OrderReassigned,
    OrderSettled,
    SocialTransportOffered,
    TripCancelled,
    TripExtended,
    TripNoShow,
    TripRejected,
    TripRequested,
    TripRequestExpired,
    VehicleChangedEnRoute,
    VehicleDepartedOnOrder,
    VehicleReturnedOnOrder,
)
from fleet.dispatch.order_forms import OfOrder
from fleet.reactions.due import Due, Forget, Notice

_PAPERS = "papers not filed in time"

_Off = TripCancelled | TripNoShow | TripRequestExpired | TripRejected | EmergencyOrderVoided


def deadlines(entry: Entry) -> Iterable[Due | Forget]:
    """What an entry of an order puts on the list of dates, or takes off it.

    Source:
        R060; USE-02, USE-11, USE-12; handbook 5.4, 6 (PM5).
    """
    match entry.event:
        case TripRequested(order=order, begins_at=begins_at):
            yield _says("ExpireTrip", order, "start", begins_at)
        case CarAndDriverAssigned() | EmergencyOrderOpened() | OrderReassigned() as event:
            yield from _sent(event)
        case TripRejected() | TripRequestExpired() | TripCancelled() | TripNoShow() as event:
            yield from _off(event)
        case EmergencyOrderVoided() as event:
            yield from _off(event)
        case SocialTransportOffered(order=order):
            yield Forget(f"order:{order}:start")
        case event:
            yield from _on_the_road(event)


def _says(command: str, order: str, what: str, at: datetime, **more: str) -> Due:
    wire = {"command": command, "order": order, "at": at, **more}
    return Due(f"order:{order}:{what}", at, wire)


def _sent(
    event: CarAndDriverAssigned | EmergencyOrderOpened | OrderReassigned,
) -> Iterable[Due | Forget]:
    order, at = event.order, event.ready_at
    yield Forget(f"order:{order}:start")
    said = {"vehicle": event.vehicle, "driver": event.driver}
    yield _says("ReserveForOrder", order, "ready", max(at, event.at), **said)
    yield _says("ExpireTrip", order, "no-show", event.no_show_at)
    if isinstance(event, EmergencyOrderOpened):
        due = event.papers_due
        inputs = {"due": due.isoformat(), "kind": event.kind, "policy": event.grounds.policy}
        notice = Notice("USE-11", f"order:{order}", event.unit, event.vehicle, due, inputs)
        wire = {"command": "VoidEmergencyOrder", "order": order, "reason": _PAPERS, "at": due}
        yield Due(f"order:{order}:papers", due, wire, notice)


def _off(event: _Off) -> Iterable[Due | Forget]:
    """Nothing of it is waited for, but its key."""
    yield Forget(f"order:{event.order}:")
    if not isinstance(event, TripRejected):
        yield from _key(event, event.vehicle or "", event.key_due)


def _on_the_road(event: Event) -> Iterable[Due | Forget]:
    match event:
        case VehicleDepartedOnOrder(order=order):
            yield Forget(f"order:{order}:ready")
            yield Forget(f"order:{order}:no-show")
            yield _overdue(event)
        case VehicleChangedEnRoute():
            yield _overdue(event)
        case TripExtended():
            yield _overdue(event)
            yield from _key(event, event.vehicle, event.key_due)
        case VehicleReturnedOnOrder():
            yield from _returned(event)
        case _:
            yield from _afterwards(event)


def _afterwards(event: Event) -> Iterable[Due | Forget]:
    match event:
        case EmergencyPapersFiled(order=order):
            yield Forget(f"order:{order}:papers")
        case KeyTaken():
            yield from _key(event, event.vehicle, event.due_at)
        case KeyBroughtBack(order=order, left=()):
            yield Forget(f"order:{order}:key")
        case OrderSettled(order=order, close_at=close_at):
            yield _says("CloseWithoutEvaluation", order, "rating", close_at)
        case OrderEvaluated(order=order) | OrderClosed(order=order):
            yield Forget(f"order:{order}:rating")
        case _:
            return


def _overdue(event: VehicleDepartedOnOrder | VehicleChangedEnRoute | TripExtended) -> Due:
    at = event.overdue_at
    inputs = {"ends_at": event.ends_at.isoformat(), "driver": event.driver}
    notice = Notice("USE-02", f"order:{event.order}", event.unit, event.vehicle, at, inputs)
    return Due(f"order:{event.order}:overdue", at, notice=notice)


def _returned(event: VehicleReturnedOnOrder) -> Iterable[Due | Forget]:
    """Papers that do not come make it void now that it is back.

    It may have been back long before it is told, and what was said on that day was in vain.
    """
    yield Forget(f"order:{event.order}:overdue")
    yield from _key(event, event.vehicle, event.key_due)
    if event.papers_due is not None:
        at = max(event.papers_due, event.at)
        yield _says("VoidEmergencyOrder", event.order, "papers-back", at, reason=_PAPERS)


def _key(event: OfOrder, vehicle: str, due_at: datetime | None) -> Iterable[Due]:
    if due_at is None:
        return
    inputs = {"due": due_at.isoformat()}
    notice = Notice("USE-12", f"order:{event.order}", event.unit, vehicle, due_at, inputs)
    yield Due(f"order:{event.order}:key", due_at, notice=notice)
