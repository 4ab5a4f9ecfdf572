"""What the reactions remember: units, cars, plans, policies, calendars, seals, as they are now.

The streams that it holds are folded by their own rules. It is made from the ledger and can be made
again at any time.
"""

from collections.abc import Iterator
from typing import Any, get_args

from fleet.decider import Decider, Entry
from fleet.organisation.unit import Registered, UnitEvent, unit
from fleet.policy.calendar import Announced, CalendarEvent, calendar
from fleet.policy.policies import PolicyEvent, policies, shelved
from fleet.policy.shelf import Shelf
from fleet.supervision.restricted_list import RestrictedEvent, restricted_list
from fleet.supervision.seal import seal
from fleet.supervision.seal_events import SealEvent
from fleet.supervision.seal_stages import Known, Open
from fleet.vehicle.commissioning import CommissioningEvent
from fleet.vehicle.dossier import MarkingRecorded
from fleet.vehicle.entry import EntryEvent
from fleet.vehicle.fence_plan import FencePlan, FencePlanEvent, fence_plan
from fleet.vehicle.fitting import FittingEvent
from fleet.vehicle.retirement import RetirementEvent
from fleet.vehicle.stages import Car, InService, car_of
from fleet.vehicle.transfer import TransferEvent
from fleet.vehicle.vehicle import vehicle

_RULES: dict[str, Decider[Any, Any, Any]] = {
    "unit": unit,
    "vehicle": vehicle,
    "fence-plan": fence_plan,
    "policy": policies,
    "calendar": calendar,
    "seal-period": seal,
    "restricted-list": restricted_list,
}
_OF_INTEREST = (
    UnitEvent,
    EntryEvent,
    CommissioningEvent,
    FittingEvent,
    RetirementEvent,
    TransferEvent,
    MarkingRecorded,
    FencePlanEvent,
    PolicyEvent,
    CalendarEvent,
    SealEvent,
    RestrictedEvent,
)
KINDS = frozenset(kind for union in _OF_INTEREST for kind in (get_args(union) or (union,)))
"""The events it takes: not those of a car's daily service, of which there are many."""

TOPICS = frozenset(kind.TOPIC for kind in KINDS)
"""Their names in the ledger."""


class Census:
    """The books as they are now."""

    def __init__(self) -> None:
        self._streams: dict[str, dict[str, Any]] = {kind: {} for kind in _RULES}

    def take(self, entry: Entry) -> None:
        """Take one entry of the lifecycle ledger into account."""
        kind, _, name = entry.stream.partition(":")
        if type(entry.event) in KINDS and kind in _RULES:
            of_kind, rules = self._streams[kind], _RULES[kind]
            of_kind[name] = rules.evolve(of_kind.get(name, rules.initial), entry.event)

    def car(self, name: str) -> Car | None:
        """A car that a unit keeps in service; None for any other."""
        found = self._streams["vehicle"].get(name)
        return car_of(found) if isinstance(found, InService) else None

    def cars(self) -> Iterator[tuple[str, Car]]:
        """All cars in service, in the order in which they came."""
        for name, found in self._streams["vehicle"].items():
            if isinstance(found, InService):
                yield name, car_of(found)

    def unit(self, code: str) -> Registered:
        """A unit; one that nobody has registered belongs nowhere."""
        found = self._streams["unit"].get(code)
        return found if isinstance(found, Registered) else _NOWHERE

    def jurisdiction(self, car: Car) -> str:
        """Where a car's unit belongs."""
        return self.unit(car.unit).jurisdiction

    def plan(self, name: str) -> FencePlan:
        """The fence plan of a car."""
        found: FencePlan = self._streams["fence-plan"].get(name, fence_plan.initial)
        return found

    def confidential(self, name: str) -> bool:
        """Whether a car is on a restricted list."""
        return any(name in each.officers for each in self._streams["restricted-list"].values())

    @property
    def shelf(self) -> Shelf:
        """Every policy that was published."""
        return shelved(self._streams["policy"])

    @property
    def calendars(self) -> list[Announced]:
        """The calendars that were announced."""
        return [it for it in self._streams["calendar"].values() if isinstance(it, Announced)]

    def periods(self, jurisdiction: str) -> list[Known]:
        """The sealed periods of a region."""
        known = (it for it in self._streams["seal-period"].values() if isinstance(it, Known))
        return [it for it in known if it.dossier.planned.jurisdiction == jurisdiction]

    def open_period(self, jurisdiction: str) -> str | None:
        """The sealed period that is open in a region; None: there is none."""
        opened = (it for it in self.periods(jurisdiction) if isinstance(it, Open))
        return next((it.dossier.planned.period for it in opened), None)


_NOWHERE = Registered("", "", "", "")
