"""一车一单, 一人一单, as the schedules themselves tell it: what they promised, and to whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from fleet.decider import Entry, Event
from fleet.people.driver_schedule_words import (
    DriverQualified,
    DriverReleased,
    DriverReservationExtended,
    DriverReserved,
)
from fleet.vehicle.car_schedule_words import (
    CarBlocked,
    CarReleased,
    CarReservationExtended,
    CarReserved,
    CarUnblocked,
)
from tests.laws.reckoning_in_use import SHANGHAI, Span, law

Promised = CarReserved | DriverReserved
Longer = CarReservationExtended | DriverReservationExtended
Freed = CarReleased | DriverReleased


@dataclass(slots=True)
class Schedules:
    """What the schedules hold; nothing is known of orders.

    Attributes:
        spans: Car or driver -> whom it was promised to, and for when.
        blocks: Car -> cause -> since when nobody gets it.
        licences: Driver -> until when he may drive at all.
    """

    spans: dict[str, list[tuple[str, Span]]] = field(default_factory=lambda: defaultdict(list))
    blocks: dict[str, dict[str, datetime]] = field(default_factory=lambda: defaultdict(dict))
    licences: dict[str, DriverQualified] = field(default_factory=dict)

    def take(self, entries: Iterable[Entry]) -> None:
        """Look at each event, in the order of the ledger."""
        for entry in entries:
            self._take(entry.event)

    def _take(self, event: Event) -> None:
        match event:
            case CarReserved() | DriverReserved():
                self._promise(event, (event.begins_at, event.ends_at))
            case CarReservationExtended() | DriverReservationExtended():
                begin, _ = self._drop(event)
                self._promise(event, (begin, event.ends_at))
            case CarReleased() | DriverReleased():
                begin, _ = self._drop(event)
                if begin < event.freed_from:
                    self.spans[_who(event)].append((event.order, (begin, event.freed_from)))
            case CarBlocked(vehicle=car, cause=cause, since=since):
                self.blocks[car][cause] = since
            case CarUnblocked(vehicle=car, cause=cause):
                self.blocks[car].pop(cause, None)
            case DriverQualified(driver=driver):
                self.licences[driver] = event
            case _:
                pass

    def _promise(self, event: Promised | Longer, wanted: Span) -> None:
        who, order = _who(event), event.order
        for other, (begin, end) in self.spans[who]:
            clash = begin < wanted[1] and wanted[0] < end
            law(not clash, f"schedule: {who} is with {other}, and with {order}")
        since = [each for each in self.blocks[who].values() if each < wanted[1]]
        law(not since, f"schedule: {who} is blocked, and with {order}")
        if isinstance(event, DriverReserved | DriverReservationExtended):
            known = self.licences[who].qualification
            last = wanted[1].astimezone(SHANGHAI).date()
            fit = not known.suspended and known.valid_until and known.valid_until >= last
            law(bool(fit), f"schedule: {who} may not drive {order}")
        self.spans[who].append((order, wanted))

    def _drop(self, event: Longer | Freed) -> Span:
        """The latest promise to the order: it is the one that stands."""
        known = [each for each in self.spans[_who(event)] if each[0] == event.order]
        law(bool(known), f"schedule: {_who(event)} was never with {event.order}")
        self.spans[_who(event)].remove(known[-1])
        return known[-1][1]


def _who(event: Promised | Longer | Freed) -> str:
    cars = CarReserved | CarReservationExtended | CarReleased
    return event.vehicle if isinstance(event, cars) else event.driver
