"""The sealed periods that the calendars ask for (PM6): planned, and called off when they change.

The cars of a region are those whose units belong to exactly that region.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from fleet.decider import Entry, Refused
from fleet.policy.calendar import CalendarAmended, CalendarAnnounced
from fleet.policy.policies import PolicyPublished
from fleet.reactions.census import Census
from fleet.reactions.due import Say
from fleet.supervision.seal_planning import Run, seal_runs
from fleet.supervision.seal_stages import Known, Planned
from fleet.vehicle.commissioning import VehicleCommissioned
from fleet.vehicle.entry import VehicleTakenOver


class Holidays:
    """Plans the periods of each region when its first car comes, and when calendars change."""

    def __init__(self) -> None:
        self._regions: set[str] = set()

    def follows(self, entry: Entry, census: Census) -> Iterator[Say]:
        """What is planned because of an entry; the census has taken it already.

        Source:
            R078; PM6; handbook 8.4.
        """
        match entry.event:
            case CalendarAnnounced(at=at) | CalendarAmended(at=at) | PolicyPublished(at=at):
                yield from _planned(sorted(self._regions), at, census)
            case VehicleTakenOver(vehicle=name, at=at) | VehicleCommissioned(vehicle=name, at=at):
                car = census.car(name)
                new = {census.jurisdiction(car)} - self._regions if car else set()
                self._regions |= new
                yield from _planned(new, at, census)
            case _:
                return


def _planned(regions: Iterable[str], at: datetime, census: Census) -> Iterator[Say]:
    """The periods that the calendars ask for and nobody has planned; those they ask for no more."""
    for region in regions:
        runs = {run.period(region): run for run in _runs(region, at, census)}
        if not runs:
            continue
        known = {it.dossier.planned.period: it for it in census.periods(region)}
        for number, period in known.items():
            if number not in runs and _cancellable(period, at, census):
                told = {"period": number, "reason": "节假日安排调整", "at": at}
                yield Say({"command": "CancelSeal", **told})
        for number, run in runs.items():
            if number not in known and _begins(run, region, at, census) > at:
                yield _plan(number, run, region, at)


def _runs(region: str, at: datetime, census: Census) -> list[Run]:
    """None where no policy says how long a period is."""
    try:
        return seal_runs(census.calendars, census.shelf.in_force(region, at))
    except Refused:
        return []


def _begins(run: Run, region: str, at: datetime, census: Census) -> datetime:
    return census.shelf.in_force(region, at).jurisdiction.begins(run.first_day)


def _cancellable(period: Known, at: datetime, census: Census) -> bool:
    """It has not begun, the calendar of its days is known, and it was planned from a calendar."""
    planned = period.dossier.planned
    years = {calendar.year for calendar in census.calendars}
    told = {planned.first_day.year, planned.last_day.year} <= years
    made = planned.period == f"{planned.jurisdiction}-{planned.first_day.isoformat()}"
    from_calendar = made and planned.document is None
    return isinstance(period, Planned) and planned.begins_at > at and told and from_calendar


def _plan(number: str, run: Run, region: str, at: datetime) -> Say:
    days = {"first_day": run.first_day, "last_day": run.last_day}
    told = {"period": number, "jurisdiction": region, "name": run.name, "at": at}
    return Say({"command": "PlanSeal", **told, **days})
