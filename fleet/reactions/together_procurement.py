"""What follows in the same save when a purchase goes on."""

from collections.abc import Callable, Iterable
from typing import Any

from fleet.decider import Event
from fleet.disposal.disposal_commands import PairPurchase, RemindAndSeal, UnpairPurchase
from fleet.ledger.saying import Said
from fleet.planning.indicator_commands import ConsumeIndicator, EnterPurchase, LeavePurchase
from fleet.procurement.cloud_record import cloud_record, taking
from fleet.procurement.purchase_events import (
    CertificateIssued,
    ContractFailed,
    ContractRecorded,
    DeliveryRecorded,
    PurchaseApplied,
    PurchaseCancelled,
    PurchaseClosed,
    PurchaseDrafted,
    PurchaseRejected,
    StandardCheckFailed,
)
from fleet.quota.slot_words import ReleaseSlot, ReserveSlot
from fleet.reactions.streams import (
    AnySaid,
    to_case,
    to_indicator,
    to_slot,
    to_unit,
    to_vehicle,
)
from fleet.vehicle.entry import CancelOrder, OrderVehicle
from fleet.vehicle.transfer import CiteInService


def _drafted(event: PurchaseDrafted) -> Iterable[AnySaid]:
    return [to_unit(event.unit)]


def _applied(event: PurchaseApplied) -> Iterable[AnySaid]:
    """One write-off, one indicator and one slot are held for this purchase and no other."""
    number, slot, at = event.purchase, event.slot, event.at
    if event.case is not None:
        old = {"slot": slot, "vehicle": event.vehicle}
        yield to_case(PairPurchase(case=event.case, purchase=number, at=at, **old))
    said = {"purchase": number, "slot": slot, "kind": event.kind, "at": at}
    car = {"vehicle": event.vehicle, "nev": event.choice.specification.is_nev}
    yield to_indicator(EnterPurchase(indicator=event.indicator, **said, **car))
    yield to_slot(ReserveSlot(unit=event.unit, category=event.category, **said))


def _cancelled(event: PurchaseCancelled) -> Iterable[AnySaid]:
    return _given_back(event) if event.held else ()


def _given_back(
    event: PurchaseCancelled | PurchaseRejected | StandardCheckFailed,
) -> Iterable[AnySaid]:
    """Slot, write-off and indicator are free for another purchase."""
    number, at = event.purchase, event.at
    yield to_slot(ReleaseSlot(slot=event.slot, purchase=number, at=at))
    if event.case is not None:
        yield to_case(UnpairPurchase(case=event.case, purchase=number, at=at))
    if event.indicator is not None:
        yield to_indicator(LeavePurchase(indicator=event.indicator, purchase=number, at=at))


def _certified(event: CertificateIssued) -> Iterable[AnySaid]:
    """及时提醒按时处置退编车辆，不得再继续使用 (R115)."""
    yield from _taken(event)
    if event.case is not None:
        said = {"purchase": event.purchase, "certificate": event.certificate, "at": event.at}
        yield to_case(RemindAndSeal(case=event.case, **said))


def _contracted(event: ContractRecorded) -> Iterable[AnySaid]:
    yield from _taken(event)
    ordered = OrderVehicle(
        vehicle=event.vehicle,
        purchase=event.purchase,
        slot=event.slot,
        unit=event.unit,
        category=event.category,
        at=event.at,
    )
    yield to_vehicle(ordered)


def _failed(event: ContractFailed) -> Iterable[AnySaid]:
    said = {"vehicle": event.vehicle, "purchase": event.purchase, "at": event.at}
    return [to_vehicle(CancelOrder(**said))]


def _taken(event: Event) -> Iterable[AnySaid]:
    """A record of the procurement cloud stands for one purchase (R050)."""
    command = taking(event)
    if command is not None:
        stream = f"cloud-record:{command.kind}-{command.external_id}"
        yield Said(stream, cloud_record, command)


def _closed(event: PurchaseClosed) -> Iterable[AnySaid]:
    said = {"purchase": event.purchase, "at": event.at}
    yield to_vehicle(CiteInService(vehicle=event.vehicle, **said))
    yield to_indicator(ConsumeIndicator(indicator=event.indicator, **said))


PROCUREMENT: dict[type[Event], Callable[[Any], Iterable[AnySaid]]] = {
    PurchaseDrafted: _drafted,
    PurchaseApplied: _applied,
    PurchaseCancelled: _cancelled,
    PurchaseRejected: _given_back,
    StandardCheckFailed: _given_back,
    CertificateIssued: _certified,
    ContractRecorded: _contracted,
    ContractFailed: _failed,
    DeliveryRecorded: _taken,
    PurchaseClosed: _closed,
}
