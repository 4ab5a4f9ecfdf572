"""The purchases (购置): what is bought for which slot, and how far it has come."""

from dataclasses import dataclass, replace
from datetime import datetime

from fleet.decider import Entry, Event
from fleet.procurement import purchase_events as told
from projections.projection import Projection

_STAGES: dict[type[Event], str] = {
    told.PurchaseDrafted: "draft",
    told.PurchaseApplied: "applied",
    told.StandardCheckPassed: "checked",
    told.StandardCheckFailed: "draft",
    told.PurchaseApproved: "approved",
    told.PurchaseRejected: "rejected",
    told.PurchaseCancelled: "cancelled",
    told.CertificateIssued: "certified",
    told.ContractRecorded: "contracted",
    told.ContractFailed: "certified",
    told.DeliveryRecorded: "delivered",
    told.DeliveryAccepted: "accepted",
    told.DeliveryRefused: "contracted",
    told.PurchaseClosed: "closed",
}


@dataclass(frozen=True, slots=True)
class Purchase:
    """One row a purchase.

    Attributes:
        old_vehicle: The car that is replaced; None for an addition.
        case: The disposal it rests on; None for an addition.
        new_vehicle: The new car's number; empty: not contracted.
        applied_at: When it was applied for (UTC).
        delivered_at: When the car came (UTC).
        closed_at: When it was closed (UTC).
        nev: The chosen car is a new-energy vehicle.
        warnings: What had to be seen on the approval sheet: `PREF_BODY`.
        exception: The document that allowed a joint-venture brand; None for other brands.
    """

    purchase: str
    unit: str
    jurisdiction: str
    kind: str
    slot: str
    category: str
    indicator: str | None
    old_vehicle: str | None
    stage: str = "draft"
    case: str | None = None
    price_fen: int | None = None
    certificate: str = ""
    new_vehicle: str = ""
    applied_at: datetime | None = None
    delivered_at: datetime | None = None
    closed_at: datetime | None = None
    nev: bool = False
    warnings: tuple[str, ...] = ()
    exception: str | None = None


def _key(entry: Entry) -> str | None:
    return entry.event.purchase if isinstance(entry.event, told.PurchaseEvent) else None


def _evolve(row: Purchase | None, entry: Entry) -> Purchase | None:
    match entry.event:
        case told.PurchaseDrafted() as event:
            return _drafted(event)
        case event:
            staged = replace(row, stage=_STAGES.get(type(event), row.stage)) if row else None
            return _told(staged, event) if staged else None


def _drafted(event: told.PurchaseDrafted) -> Purchase:
    return Purchase(
        event.purchase,
        event.unit,
        event.jurisdiction,
        event.kind,
        event.slot,
        event.category,
        event.indicator,
        event.vehicle,
    )


def _told(row: Purchase, event: Event) -> Purchase:
    match event:
        case told.PurchaseApplied(at=at, case=case) as applied:
            chosen = applied.choice
            nev = chosen.specification.is_nev
            said = replace(row, applied_at=at, case=case, nev=nev, indicator=applied.indicator)
            row = replace(said, price_fen=chosen.price_fen, exception=applied.exception)
        case told.StandardCheckPassed(warnings=warnings):
            row = replace(row, warnings=warnings)
        case told.CertificateIssued(certificate=certificate):
            row = replace(row, certificate=certificate)
        case told.ContractRecorded(vehicle=vehicle, price_fen=price):
            row = replace(row, new_vehicle=vehicle, price_fen=price)
        case told.ContractFailed():
            row = replace(row, new_vehicle="")
        case told.DeliveryRecorded(at=at):
            row = replace(row, delivered_at=at)
        case told.PurchaseClosed(at=at):
            row = replace(row, closed_at=at)
        case _:
            pass
    return row


view = Projection("purchases", version=1, row=Purchase, key=_key, evolve=_evolve)
