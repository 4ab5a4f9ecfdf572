"""The laws of cars in use, looked for in everything the ledger holds; no decider is asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fleet.decider import Entry, Event
from fleet.dispatch.order_events import (
    CarAndDriverAssigned,
    EmergencyOrderOpened,
    EmergencyOrderVoided,
    OrderDrafted,
    OrderReassigned,
    TripCancelled,
    TripExtended,
    TripNoShow,
    TripRequestExpired,
    VehicleChangedEnRoute,
    VehicleDepartedOnOrder,
    VehicleReturnedOnOrder,
)
from fleet.dispatch.order_machine import MACHINE
from fleet.people.driver_schedule_words import DriverQualified
from fleet.people.qualification import Qualification
from fleet.supervision.case_events import (
    AlertAcknowledged,
    AlertClosed,
    AlertDismissed,
    FindingConfirmed,
)
from fleet.supervision.seal_events import ExemptionGranted
from fleet.vehicle.car_schedule_words import CarBlocked, CarUnblocked
from fleet.vehicle.safety import SafetyItemsFailed, SafetyItemsPassed

Span = tuple[datetime, datetime]
SHANGHAI = ZoneInfo("Asia/Shanghai")
_MOVES = {(move.source, move.event): move.target for move in MACHINE.moves}
_EVENTS = {move.event for move in MACHINE.moves}
_OFF = (TripCancelled, TripRequestExpired, TripNoShow, EmergencyOrderVoided)


class BrokenLaw(AssertionError):  # noqa: N818 - named like what it is
    """Something happened that must not."""


@dataclass(slots=True)
class Reckoning:
    """What the entries so far amount to.

    Attributes:
        taken: Car or driver -> order -> the time it has it.
        blocked: Car -> why nobody gets it.
        failed: Car -> its failed safety items.
        qualified: Driver -> what he may drive.
        stages: Order -> where it stands.
        handlers: Case -> who has acknowledged it.
        seen: How often each kind of event was seen, so that a law is not kept by silence.
    """

    taken: dict[str, dict[str, Span]] = field(default_factory=lambda: defaultdict(dict))
    blocked: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    failed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    qualified: dict[str, Qualification] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)
    handlers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    seen: Counter[str] = field(default_factory=Counter)

    def take(self, entries: Iterable[Entry]) -> None:
        """Look at each event, in the order of the ledger."""
        for entry in entries:
            event: Any = entry.event
            self.seen[event.TOPIC] += 1
            self._path(event)
            self._standing(event)
            self._promises(event)
            self._cases(event)

    def _path(self, event: Any) -> None:  # noqa: ANN401 - of any kind
        """Every order goes along the machine."""
        name = type(event).__name__
        if isinstance(event, OrderDrafted):
            self.stages[event.order] = MACHINE.initial
        elif name in _EVENTS and hasattr(event, "order") and event.order in self.stages:
            before = self.stages[event.order]
            after = _MOVES.get((before, name))
            _law(after is not None, f"{name} of {event.order} at {before}")
            self.stages[event.order] = str(after)

    def _standing(self, event: Event) -> None:
        match event:
            case CarBlocked(vehicle=car, cause=cause):
                self.blocked[car].add(cause)
            case CarUnblocked(vehicle=car, cause=cause):
                self.blocked[car].discard(cause)
            case SafetyItemsFailed(vehicle=car, failed=items):
                self.failed[car] = items
            case SafetyItemsPassed(vehicle=car, failed=items):
                self.failed[car] = items
            case DriverQualified(driver=driver, qualification=told):
                self.qualified[driver] = told
            case ExemptionGranted() as it:
                inside = it.period_begins_at <= it.begins_at < it.ends_at <= it.period_ends_at
                _law(inside, f"exemption of {it.vehicle} outside its period")

    def _promises(self, event: Event) -> None:
        match event:
            case CarAndDriverAssigned() | EmergencyOrderOpened() | OrderReassigned() as it:
                self._free(it.order, it.at)
                self._promise(it, it.begins_at, it.ends_at)
            case VehicleChangedEnRoute() as it:
                self._free(it.order, it.begins_at)
                self._promise(it, it.begins_at, it.ends_at)
            case TripExtended() as it:
                for who in (it.vehicle, it.driver):
                    begin, _ = self.taken[who].pop(it.order)
                    self._book(who, it.order, (begin, it.ends_at))
            case VehicleReturnedOnOrder(order=order, at=at):
                self._free(order, at)
            case VehicleDepartedOnOrder(order=order, vehicle=car, driver=driver):
                _law(not self.failed.get(car), f"{car} left for {order} with failed items")
                _law(not self.qualified[driver].suspended, f"{driver} left for {order}, suspended")
            case it if isinstance(it, _OFF):
                self._free(it.order, it.at)

    def _promise(self, it: Any, begin: datetime, end: datetime) -> None:  # noqa: ANN401 - a cover
        _law(not self.blocked[it.vehicle], f"{it.vehicle} is blocked, {it.order} got it")
        told = self.qualified[it.driver]
        last = end.astimezone(SHANGHAI).date()
        fit = told.valid_until is not None and told.valid_until >= last and not told.suspended
        fit = fit and last.year in told.pledged and bool({*told.classes} & {*it.conditions.classes})
        _law(fit, f"{it.driver} may not drive, {it.order} got him")
        self._book(it.vehicle, it.order, (begin, end))
        self._book(it.driver, it.order, (begin, end))

    def _book(self, who: str, order: str, wanted: Span) -> None:
        """Half-open: one ends when the next begins."""
        for other, (begin, end) in self.taken[who].items():
            clash = other != order and begin < wanted[1] and wanted[0] < end
            _law(not clash, f"{who} is with {other}, and with {order}")
        self.taken[who][order] = wanted

    def _free(self, order: str, at: datetime) -> None:
        """From then on nobody needs it for this order; before, it was used."""
        for booked in self.taken.values():
            if order in booked:
                begin, end = booked.pop(order)
                if begin < min(at, end):
                    booked[f"{order} until {at}"] = (begin, min(at, end))

    def _cases(self, event: Event) -> None:
        match event:
            case AlertAcknowledged(case=case, by=who):
                self.handlers[case].add(who)
            case AlertDismissed(case=case, by=who) | FindingConfirmed(case=case, by=who):
                _law(who not in self.handlers[case], f"{who} decides on his own case {case}")
            case AlertClosed(case=case, by=who):
                _law(who not in self.handlers[case], f"{who} closes his own case {case}")


def _law(kept: bool, told: str) -> None:  # noqa: FBT001 - one thing to say, and whether it holds
    if not kept:
        raise BrokenLaw(told)
