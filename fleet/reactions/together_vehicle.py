"""What follows in the same save when a vehicle comes, changes and goes."""

from collections.abc import Callable, Iterable
from typing import Any

from fleet.decider import Event
from fleet.disposal.disposal_commands import CiteApproved
from fleet.ledger.saying import Said
from fleet.procurement.purchase_commands import RegisterDelivered
from fleet.quota.slot_words import OccupySlot, VacateSlot
from fleet.reactions.streams import (
    AnySaid,
    carries,
    gives_up,
    is_called,
    is_gone,
    to_case,
    to_purchase,
    to_slot,
    to_unit,
)
from fleet.vehicle.commissioning import VehicleEquipped
from fleet.vehicle.cost_account import CiteCostAccount, cost_account
from fleet.vehicle.dossier import DossierUpdated
from fleet.vehicle.entry import VehicleRegistered, VehicleTakenOver
from fleet.vehicle.fence_plan import CiteFencePlan, fence_plan
from fleet.vehicle.fitting import PlateChanged
from fleet.vehicle.retirement import VehicleDisposed, VehicleWithdrawn
from fleet.vehicle.transfer import VehicleTransferredOut


def _entered(event: VehicleTakenOver | VehicleRegistered) -> Iterable[AnySaid]:
    yield to_unit(event.unit)
    yield carries(event.plate, event.vehicle)
    yield from is_called(event.vin, event.vehicle)
    purchase = event.purchase if isinstance(event, VehicleRegistered) else None
    if purchase and event.slot:
        said = {"vehicle": event.vehicle, "vin": event.vin, "slot": event.slot, "at": event.at}
        yield to_purchase(RegisterDelivered(purchase=purchase, **said))
    if event.slot:
        said = {"unit": event.unit, "category": event.category, "purchase": purchase}
        yield to_slot(OccupySlot(slot=event.slot, vehicle=event.vehicle, at=event.at, **said))


def _updated(event: DossierUpdated) -> Iterable[AnySaid]:
    return is_called(event.vin, event.vehicle)


def _equipped(event: VehicleEquipped) -> Iterable[AnySaid]:
    """一车一围栏, 单车核算: both are there before a car is used."""
    vehicle = event.vehicle
    return [
        Said(f"fence-plan:{vehicle}", fence_plan, CiteFencePlan(vehicle=vehicle)),
        Said(f"cost-account:{vehicle}", cost_account, CiteCostAccount(vehicle=vehicle)),
    ]


def _changed(event: PlateChanged) -> Iterable[AnySaid]:
    return [gives_up(event.old, event.vehicle), carries(event.new, event.vehicle)]


def _withdrawn(event: VehicleWithdrawn) -> Iterable[AnySaid]:
    if not event.case:
        return ()
    return [to_case(CiteApproved(case=event.case, vehicle=event.vehicle, at=event.at))]


def _gone(event: VehicleDisposed) -> Iterable[AnySaid]:
    return [gives_up(event.plate, event.vehicle), *is_gone(event.vin, event.vehicle)]


def _out(event: VehicleTransferredOut) -> Iterable[AnySaid]:
    yield gives_up(event.plate, event.vehicle)
    yield from is_gone(event.vin, event.vehicle)
    if event.slot:
        case = f"transfer-{event.jurisdiction}"
        said = {"vehicle": event.vehicle, "case": case, "at": event.at}
        yield to_slot(VacateSlot(slot=event.slot, **said))


VEHICLE: dict[type[Event], Callable[[Any], Iterable[AnySaid]]] = {
    VehicleTakenOver: _entered,
    VehicleRegistered: _entered,
    DossierUpdated: _updated,
    VehicleEquipped: _equipped,
    PlateChanged: _changed,
    VehicleWithdrawn: _withdrawn,
    VehicleDisposed: _gone,
    VehicleTransferredOut: _out,
}
