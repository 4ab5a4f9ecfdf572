"""The dispatch orders (派车单): who asked for what, which car went, and how far each has come."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fleet.decider import Entry, Event
from fleet.dispatch import order_events as told
from fleet.dispatch.order_forms import Covered, OfOrder
from projections.projection import Projection

Changes = dict[str, Any]
_STAGES: dict[type[Event], str] = {
    told.TripRequested: "requested",
    told.TripApproved: "approved",
    told.TripRejected: "rejected",
    told.TripCancelled: "cancelled",
    told.TripRequestExpired: "expired",
    told.TripNoShow: "expired",
    told.CarAndDriverAssigned: "dispatched",
    told.EmergencyOrderOpened: "dispatched",
    told.VehicleDepartedOnOrder: "underway",
    told.VehicleReturnedOnOrder: "returned",
    told.TripReconciled: "reconciled",
    told.SocialTransportOffered: "outsourced",
    told.OrderSettled: "settled",
    told.OrderDisputed: "disputed",
    told.DisputeResolved: "reconciled",
    told.OrderEvaluated: "closed",
    told.OrderClosed: "closed",
    told.EmergencyOrderVoided: "voided",
}

ENDED = frozenset({"cancelled", "closed", "expired", "rejected", "voided"})
"""Stages that nothing follows."""


@dataclass(frozen=True, slots=True)
class Order:
    """One row an order; times in UTC.

    Attributes:
        begins_at: From when the car is wanted; once it has changed on its way: since when.
        vehicle: The car; empty: none yet.
        driver: Who drives; empty: nobody yet.
        owner: The unit that the car belongs to.
        asked_by: Who asked for it.
        form_sha256: Of the request as it was approved.
        overdue_at: From when on the car is overdue; None: it has not left.
        papers_due: Until when the papers of an emergency have to be there; None: none are missing.
        key_due: Until when its key has to be back; None: none is out.
        odometer_out_km: What was read at the departure.
        odometer_in_km: What was read at the return.
        result: What the comparison with the positions came to; empty: not compared yet.
        provider: Who drove instead of us.
        cost_fen: Tolls, fuel, parking, or the provider's invoice.
        rating: 1 to 5; None: nobody has rated it.
        ended_at: When it was closed, or came to nothing.
    """

    order: str
    unit: str
    jurisdiction: str
    platform: str
    purpose: str
    category: str
    people: int
    begins_at: datetime
    ends_at: datetime
    overnight: bool
    off_hours: bool
    cross_area: bool
    stage: str = "draft"
    emergency: bool = False
    vehicle: str = ""
    driver: str = ""
    owner: str = ""
    asked_by: str = ""
    form_sha256: str = ""
    approved_at: datetime | None = None
    assigned_at: datetime | None = None
    departed_at: datetime | None = None
    returned_at: datetime | None = None
    overdue_at: datetime | None = None
    papers_due: datetime | None = None
    key_due: datetime | None = None
    odometer_out_km: int | None = None
    odometer_in_km: int | None = None
    result: str = ""
    distance_m: int | None = None
    provider: str = ""
    cost_fen: int | None = None
    rating: int | None = None
    ended_at: datetime | None = None


def key(entry: Entry) -> str | None:
    """The order an entry is about."""
    return entry.event.order if isinstance(entry.event, OfOrder) else None


def evolve(row: Order | None, entry: Entry) -> Order | None:
    """What the order is after an entry."""
    match entry.event:
        case told.OrderDrafted() as it:
            return _drafted(it)
        case event if row and isinstance(event, OfOrder):
            stage = _STAGES.get(type(event), row.stage)
            ended = event.at if stage in ENDED else None
            return replace(row, stage=stage, ended_at=ended, **_told(event))
        case _:
            return None


def _drafted(it: told.OrderDrafted) -> Order:
    return Order(
        order=it.order,
        unit=it.unit,
        jurisdiction=it.jurisdiction,
        platform=it.platform or "",
        purpose=it.purpose,
        category=it.category or "",
        people=it.people,
        begins_at=it.begins_at,
        ends_at=it.ends_at,
        overnight=it.overnight,
        off_hours=it.off_hours,
        cross_area=it.cross_area,
    )


def _told(event: Event) -> Changes:
    changes: Changes
    match event:
        case told.TripRequested(by=person):
            changes = {"asked_by": person}
        case told.TripApproved(at=at, form_sha256=form):
            changes = {"approved_at": at, "form_sha256": form}
        case told.CarAndDriverAssigned() | told.EmergencyOrderOpened() | told.OrderReassigned():
            changes = _sent(event)
        case told.VehicleDepartedOnOrder(at=at, overdue_at=late, odometer_km=read):
            changes = {"departed_at": at, "overdue_at": late, "odometer_out_km": read}
        case told.TripExtended(ends_at=end, overdue_at=late, key_due=key_due):
            changes = {"ends_at": end, "overdue_at": late, "key_due": key_due}
        case told.VehicleChangedEnRoute(overdue_at=late) as it:
            changes = {**_car(it), "odometer_out_km": None, "overdue_at": late}
        case told.VehicleReturnedOnOrder(at=at, odometer_km=read, papers_due=papers) as it:
            changes = {"returned_at": at, "odometer_in_km": read, "overdue_at": None}
            changes |= {"papers_due": papers, "key_due": it.key_due}
        case _:
            changes = _settled(event)
    return changes


def _car(it: Covered) -> Changes:
    names = ("vehicle", "driver", "owner", "category")
    return {name: getattr(it, name) for name in names}


def _sent(
    it: told.CarAndDriverAssigned | told.EmergencyOrderOpened | told.OrderReassigned,
) -> Changes:
    sent = {**_car(it), "assigned_at": it.at, "emergency": it.emergency}
    if isinstance(it, told.EmergencyOrderOpened):
        return {**sent, "papers_due": it.papers_due, "asked_by": it.by}
    return sent


def _settled(event: Event) -> Changes:
    changes: Changes = {}
    match event:
        case told.TripReconciled(result=result, distance_m=distance):
            changes = {"result": result or "", "distance_m": distance}
        case told.SocialTransportOffered(provider=provider):
            changes = {"provider": provider}
        case told.OrderSettled(toll_fen=toll, fuel_fen=fuel, parking_fen=parking, amount_fen=bill):
            changes = {"cost_fen": toll + fuel + parking + (bill or 0)}
        case told.OrderEvaluated(rating=rating):
            changes = {"rating": rating}
        case told.EmergencyPapersFiled() | told.EmergencyOrderVoided():
            changes = {"papers_due": None}
        case told.KeyTaken(due_at=due):
            changes = {"key_due": due}
        case told.KeyBroughtBack(left=()):
            changes = {"key_due": None}
        case _:
            pass
    return changes


view = Projection("orders", version=1, row=Order, key=key, evolve=evolve)
