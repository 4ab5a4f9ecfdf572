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
    CoverEvent,
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
    ExplanationRequested,
    ExplanationSubmitted,
    FindingConfirmed,
    RectificationSubmitted,
)
from fleet.supervision.seal_events import ExemptionGranted, SealCancelled, SealPlanned
from fleet.vehicle.car_schedule_words import CarBlocked, CarUnblocked
from fleet.vehicle.safety import SafetyItemsFailed, SafetyItemsPassed

Span = tuple[datetime, datetime]
Cover = CoverEvent | TripExtended
NOBODY = Qualification()
SHANGHAI = ZoneInfo("Asia/Shanghai")
_MOVES = {(move.source, move.event): move.target for move in MACHINE.moves}
_EVENTS = {move.event for move in MACHINE.moves}
_HANDLED = AlertAcknowledged | ExplanationRequested | ExplanationSubmitted | RectificationSubmitted
_DECIDED = AlertDismissed | FindingConfirmed | AlertClosed
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
        covers: Order -> what it was last promised.
        out: Car or driver -> the order it is out on.
        handlers: Case -> who has dealt with it.
        sealed: Period -> where, and from when to when.
        exempt: Period and car -> when it may go all the same.
        seen: How often each kind of event was seen, so that a law is not kept by silence.
    """

    taken: dict[str, dict[str, Span]] = field(default_factory=lambda: defaultdict(dict))
    blocked: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    failed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    qualified: dict[str, Qualification] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)
    covers: dict[str, Cover] = field(default_factory=dict)
    out: dict[str, str] = field(default_factory=dict)
    handlers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sealed: dict[str, tuple[str, Span]] = field(default_factory=dict)
    exempt: dict[tuple[str, str], list[Span]] = field(default_factory=lambda: defaultdict(list))
    seen: Counter[str] = field(default_factory=Counter)

    def take(self, entries: Iterable[Entry]) -> None:
        """Look at each event, in the order of the ledger."""
        for entry in entries:
            event: Any = entry.event
            self.seen[event.TOPIC] += 1
            self._path(event)
            self._standing(event)
            self._seals(event)
            self._trips(event)
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
            law(after is not None, f"{name} of {event.order} at {before}")
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
            case _:
                pass

    def _seals(self, event: Event) -> None:
        """Nobody is exempt from a time that is not sealed."""
        match event:
            case SealPlanned(period=period, jurisdiction=where, begins_at=begin, ends_at=end):
                self.sealed[period] = where, (begin, end)
            case SealCancelled(period=period):
                del self.sealed[period]
            case ExemptionGranted() as it:
                _, (begin, end) = self.sealed[it.period]
                inside = begin <= it.begins_at < it.ends_at <= end
                law(inside, f"exemption of {it.vehicle} outside its period")
                law(it.approver != it.by, f"exemption of {it.vehicle} granted to oneself")
                self.exempt[it.period, it.vehicle].append((it.begins_at, it.ends_at))
            case _:
                pass

    def _trips(self, event: Event) -> None:
        """Nobody is on the road for two orders at once."""
        match event:
            case VehicleDepartedOnOrder() as it:
                self._leave(it.order, it.vehicle, it.driver)
            case VehicleChangedEnRoute() as it:
                self._back(it.order)
                self._leave(it.order, it.vehicle, it.driver)
            case VehicleReturnedOnOrder() as it:
                self._back(it.order)
            case it if isinstance(it, _OFF):
                self._back(it.order)
            case _:
                pass

    def _leave(self, order: str, *both: str) -> None:
        for who in both:
            other = self.out.get(who, order)
            law(other == order, f"{who} is out on {other}, and leaves on {order}")
            self.out[who] = order

    def _back(self, order: str) -> None:
        self.out = {who: other for who, other in self.out.items() if other != order}

    def _promises(self, event: Event) -> None:
        match event:
            case CarAndDriverAssigned() | EmergencyOrderOpened() | OrderReassigned() as it:
                self._free(it.order, it.at)
                self._promise(it, (it.begins_at, it.ends_at))
            case VehicleChangedEnRoute() as it:
                self._free(it.order, it.begins_at)
                self._promise(it, (it.begins_at, it.ends_at))
            case TripExtended() as it:
                begin, _ = self.taken[it.vehicle][it.order]
                self._promise(it, (begin, it.ends_at))
            case VehicleReturnedOnOrder(order=order, at=at):
                self._free(order, at)
            case VehicleDepartedOnOrder(order=order, vehicle=car, driver=driver):
                law(not self.failed.get(car), f"{car} left for {order} with failed items")
                law(not self.blocked[car], f"{car} left for {order}, blocked")
                fit = self._fit(self.covers[order], driver)
                law(fit, f"{driver} left for {order}, and may not drive")
            case it if isinstance(it, _OFF):
                self._free(it.order, it.at)
            case _:
                pass

    def _promise(self, it: Cover, wanted: Span) -> None:
        law(not self.blocked[it.vehicle], f"{it.vehicle} is blocked, {it.order} got it")
        law(self._fit(it, it.driver), f"{it.driver} may not drive, {it.order} got him")
        law(self._unsealed(it, wanted), f"{it.vehicle} is sealed, {it.order} got it")
        self._book(it.vehicle, it.order, wanted)
        self._book(it.driver, it.order, wanted)
        self.covers[it.order] = it

    def _fit(self, it: Cover, driver: str) -> bool:
        """Licence, pledge and standing, on the last day of the trip."""
        known, last = self.qualified.get(driver, NOBODY), it.ends_at.astimezone(SHANGHAI).date()
        licensed = known.valid_until is not None and known.valid_until >= last
        classed = bool({*known.classes} & {*it.conditions.classes})
        return licensed and classed and last.year in known.pledged and not known.suspended

    def _unsealed(self, it: Cover, wanted: Span) -> bool:
        """Each period is left alone, or the car is exempt for all the trip has of it."""
        if isinstance(it, EmergencyOrderOpened):
            return True  # it leaves all the same
        for period, (where, (begin, end)) in self.sealed.items():
            open_at, until = max(begin, wanted[0]), min(end, wanted[1])
            for first, last in sorted(self.exempt[period, it.vehicle]):
                open_at = last if first <= open_at < last else open_at
            if where == it.jurisdiction and open_at < until:
                return False
        return True

    def _book(self, who: str, order: str, wanted: Span) -> None:
        """Half-open: one ends when the next begins."""
        for other, (begin, end) in self.taken[who].items():
            clash = other != order and begin < wanted[1] and wanted[0] < end
            law(not clash, f"{who} is with {other}, and with {order}")
        self.taken[who][order] = wanted

    def _free(self, order: str, at: datetime) -> None:
        """From then on nobody needs it for this order; before, it was used."""
        for booked in self.taken.values():
            if order in booked:
                begin, end = booked.pop(order)
                if begin < min(at, end):
                    booked[f"{order} until {at}"] = (begin, min(at, end))

    def _cases(self, event: Event) -> None:
        if isinstance(event, _HANDLED):
            self.handlers[event.case].add(event.by)
        elif isinstance(event, _DECIDED):
            own = event.by in self.handlers[event.case]
            law(not own, f"{event.by} decides on his own case {event.case}")


def law(kept: bool, told: str) -> None:  # noqa: FBT001 - one thing to say, and whether it holds
    """A law was kept, or it is told how it was not."""
    if not kept:
        raise BrokenLaw(told)
