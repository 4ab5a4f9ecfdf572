"""The numbers in force where and when: from published policies and announced calendars, a fold."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from fleet.decider import Event, Refused
from fleet.policy.calendar import CalendarAmended, CalendarAnnounced, calendar, known
from fleet.policy.calendar import Unannounced as NoCalendar
from fleet.policy.policies import Policies, PolicyPublished, PolicyRetired, policies, shelved
from fleet.policy.policy_set import PolicySet
from fleet.policy.shelf import Shelf
from fleet.terms import ZONE
from telemetry.moment import BEGINNING, FOREVER, micros, moment
from telemetry.rulebook import Rulebook, off_days, rulebook
from telemetry.timeline import InForce

LAYER = Rulebook().sensitive_layer


class Changed(NamedTuple):
    """The stretch of time in which other numbers hold now (microseconds), and why."""

    begin: int
    end: int
    reason: str


class Codex:
    """As the papers have it."""

    def __init__(self) -> None:
        self._policies: dict[str, Policies] = {}
        self._off_days: dict[date, bool] = {}
        self._books: dict[str, tuple[InForce[Rulebook], ...]] = {}

    def apply(self, event: Event) -> Changed | None:
        """Take an event into account; None when it changes no number."""
        match event:
            case PolicyPublished(effective_from=day) | PolicyRetired(ends_on=day):
                changed = Changed(_begins(day), FOREVER, event.TOPIC)
                self._policies[event.jurisdiction] = policies.evolve(
                    self._policies.get(event.jurisdiction, Policies()), event
                )
            case CalendarAnnounced() | CalendarAmended():
                changed = self._announced(event)
            case _:
                return None
        self._books.clear()
        return changed

    @property
    def layers(self) -> set[str]:
        """The names of the layers of sensitive places that any policy uses."""
        told = [policy for each in self._policies.values() for policy in each.versions]
        return {LAYER, *(policy.use.sensitive_places.layer for policy in told)}

    def books(self, region: str) -> Sequence[InForce[Rulebook]]:
        """The rulebooks of a region, one after the other, from the beginning of time to its end."""
        if region not in self._books:
            self._books[region] = tuple(self._in_force(region))
        return self._books[region]

    def _in_force(self, region: str) -> Iterator[InForce[Rulebook]]:
        shelf = shelved(self._policies)
        for begin, end in pairwise(sorted({BEGINNING, FOREVER, *_edges(shelf, region)})):
            yield InForce(begin, end, self._book(_policy(shelf, region, moment(begin))))

    def _book(self, policy: PolicySet | None) -> Rulebook:
        """Where no policy is published, the numbers of the packaged one hold."""
        if policy is None:
            return Rulebook(off_days=self._off_days)
        return rulebook(policy, self._off_days)

    def _announced(self, event: CalendarAnnounced | CalendarAmended) -> Changed:
        """From the first to the last day that is off now and was not, or was and is not."""
        now = off_days(known(calendar.evolve(NoCalendar(), event), event.year))
        days = [day for day, off in now.items() if self._off_days.get(day, False) != off]
        self._off_days = {**self._off_days, **now}
        if not days:
            return Changed(FOREVER, FOREVER, event.TOPIC)
        return Changed(_begins(min(days)), _begins(max(days) + timedelta(days=1)), event.TOPIC)


def in_force(books: Sequence[InForce[Rulebook]], at: int) -> Rulebook:
    """The numbers at a moment (microseconds)."""
    return next(book.value for book in reversed(books) if book.begin <= max(at, BEGINNING))


def _edges(shelf: Shelf, region: str) -> Iterator[int]:
    """When another policy may hold, microseconds."""
    for code in shelf.lineage(region):
        for policy, until in shelf.versions(code):
            yield micros(policy.jurisdiction.begins(policy.effective_from))
            if until is not None:
                yield micros(policy.jurisdiction.begins(until))


def _policy(shelf: Shelf, region: str, at: datetime) -> PolicySet | None:
    try:
        return shelf.in_force(region, at)
    except Refused:
        return None


def _begins(day: date) -> int:
    return micros(datetime.combine(day, datetime.min.time(), ZONE))
