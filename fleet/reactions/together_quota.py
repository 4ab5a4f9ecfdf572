"""What follows in the same save when units, books and slots change."""

from collections.abc import Callable, Iterable
from typing import Any

from fleet.decider import Event
from fleet.ledger.saying import Said
from fleet.organisation.unit import UnitClassified, UnitRegistered
from fleet.quota.allocation import HeadcountAdjusted, SlotsTransferred
from fleet.quota.authorisation import SlotAuthorised, SlotRetired
from fleet.quota.slot_words import (
    CloseSlot,
    LiftExcess,
    MarkExcess,
    MoveToUnit,
    OpenSlot,
    SlotMoved,
)
from fleet.quota.stages import book_code
from fleet.reactions.briefing import briefed, of_unit
from fleet.reactions.streams import AnySaid, to_slot, to_unit, to_vehicle
from fleet.social.travel_budget import AllotToNewUnit, travel_budget
from fleet.vehicle.transfer import TransferToUnit


def _registered(event: UnitRegistered | UnitClassified) -> Iterable[AnySaid]:
    """A unit founded after the baseline gets money instead of slots (R009)."""
    if event.created_on is None:
        return ()
    year = event.created_on.year
    command = AllotToNewUnit(unit=event.unit, year=year, created_on=event.created_on)
    told = briefed(command, of_unit)
    return [Said(f"travel-budget:{event.unit}-{year}", travel_budget, command, told)]


def _authorised(event: SlotAuthorised) -> Iterable[AnySaid]:
    book = book_code(event.jurisdiction, event.sector)
    said = {"slot": event.slot, "unit": event.unit, "category": event.category}
    return [to_unit(event.unit), to_slot(OpenSlot(book=book, at=event.at, **said))]


def _retired(event: SlotRetired) -> Iterable[AnySaid]:
    return [to_slot(CloseSlot(slot=event.slot, at=event.at))]


def _transferred(event: SlotsTransferred) -> Iterable[AnySaid]:
    yield to_unit(event.to_unit)
    for slot in event.slots:
        units = {"from_unit": event.from_unit, "to_unit": event.to_unit}
        yield to_slot(MoveToUnit(slot=slot, at=event.at, **units))


def _moved(event: SlotMoved) -> Iterable[AnySaid]:
    """The car goes with its slot (车随职能走)."""
    if event.vehicle is None:
        return ()
    units = {"from_unit": event.from_unit, "to_unit": event.to_unit}
    said = {"vehicle": event.vehicle, "slot": event.slot, "at": event.at}
    return [to_vehicle(TransferToUnit(**said, **units))]


def _adjusted(event: HeadcountAdjusted) -> Iterable[AnySaid]:
    at = event.at
    yield from (to_slot(CloseSlot(slot=it, told_vacant=True, at=at)) for it in event.retired)
    yield from (to_slot(MarkExcess(slot=it, at=at)) for it in event.excess)
    yield from (to_slot(LiftExcess(slot=it, at=at)) for it in event.lifted)


QUOTA: dict[type[Event], Callable[[Any], Iterable[AnySaid]]] = {
    UnitRegistered: _registered,
    UnitClassified: _registered,
    SlotAuthorised: _authorised,
    SlotRetired: _retired,
    SlotsTransferred: _transferred,
    SlotMoved: _moved,
    HeadcountAdjusted: _adjusted,
}
