"""The sealed periods that the calendars ask for (PM6): planned, and called off when they change.

The cars of a region are those whose units belong to exactly that region.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from fleet.decider import Entry, Refused
from fleet.policy.calendar import CalendarAmended, CalendarAnnounced
from fleet.policy.policies import PolicyPublished
from fleet.policy.policy_set import PolicySet
from fleet.reactions.census import Census
from fleet.reactions.due import Say
from fleet.supervision.seal_events import SealCancelled, SealPlanned
from fleet.supervision.seal_planning import Run, seal_runs
from fleet.supervision.seal_stages import Cancelled, Known, Open, Planned
from fleet.vehicle.commissioning import VehicleCommissioned
from fleet.vehicle.entry import VehicleTakenOver

_CHANGED = "节假日安排调整"


class Holidays:
    """Plans the periods of each region when its first car comes, and when calendars change."""

    def __init__(self) -> None:
        self._regions: set[str] = set()

    def follows(self, entry: Entry, census: Census) -> Iterator[Say]:
        """What is planned because of an entry; the census has taken it already.

        What was said is looked at again when it has happened: meanwhile a calendar may have
        changed once more.

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
            case (
                SealPlanned(jurisdiction=region, at=at) | SealCancelled(jurisdiction=region, at=at)
            ):
                yield from _planned({region} & self._regions, at, census)
            case _:
                return


def _planned(regions: Iterable[str], at: datetime, census: Census) -> Iterator[Say]:
    """What the calendars ask for and nobody has planned; first what they ask for no more."""
    for region in regions:
        policy = _policy(region, at, census)
        if policy is None:
            continue
        runs = {_days(run): run for run in seal_runs(census.calendars, policy)}
        known = census.periods(region)
        for period in known:
            if _days(period.dossier.planned) not in runs and _outdated(period, at, census):
                told = {"period": period.dossier.planned.period, "reason": _CHANGED, "at": at}
                yield Say({"command": "CancelSeal", **told})
        taken = {it.dossier.planned.period for it in known}
        settled = {_days(it.dossier.planned) for it in known if _stands(it)}
        for days, run in runs.items():
            if days not in settled and policy.jurisdiction.begins(run.first_day) > at:
                yield _plan(run.free_period(region, taken), run, region, at)


def _days(told: Run | SealPlanned) -> tuple[date, date, str]:
    """What a calendar says of a period."""
    return told.first_day, told.last_day, told.name


def _policy(region: str, at: datetime, census: Census) -> PolicySet | None:
    """How long a period is; None: nobody has said."""
    try:
        return census.shelf.in_force(region, at)
    except Refused:
        return None


def _stands(period: Known) -> bool:
    """Somebody has planned or held it, or called it off of his own accord: that is his word."""
    return not isinstance(period, Cancelled) or period.reason != _CHANGED


def _outdated(period: Known, at: datetime, census: Census) -> bool:
    """It was planned from a calendar, that of its days is known, and it has not begun.

    One that is open is asked too: it refuses, and the log tells that it is not as the calendar.
    """
    planned = period.dossier.planned
    years = {calendar.year for calendar in census.calendars}
    told = {planned.first_day.year, planned.last_day.year} <= years
    made = planned.period.startswith(f"{planned.jurisdiction}-{planned.first_day.isoformat()}")
    ahead = isinstance(period, Planned) and planned.begins_at > at
    return (ahead or isinstance(period, Open)) and told and made and planned.document is None


def _plan(number: str, run: Run, region: str, at: datetime) -> Say:
    days = {"first_day": run.first_day, "last_day": run.last_day}
    told = {"period": number, "jurisdiction": region, "name": run.name, "at": at}
    return Say({"command": "PlanSeal", **told, **days})
