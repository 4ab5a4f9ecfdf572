"""The tasks that checks set, and the dates that checks and papers set (PM7)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from fleet.decider import Entry, Event
from fleet.dispatch.order_events import (
    CarAndDriverAssigned,
    EmergencyOrderOpened,
    OrderReassigned,
    TripExtended,
    VehicleChangedEnRoute,
)
from fleet.inspection.check import LEFT_SERVICE
from fleet.inspection.check_commands import check_id
from fleet.inspection.check_events import (
    CheckCompleted,
    CheckMissed,
    CheckScheduled,
    CheckWaived,
)
from fleet.inspection.paper import PaperUnwatched, PaperWatched
from fleet.inspection.periods import DAILY, MONTHLY, QUARTERLY, following, period_of
from fleet.reactions.due import Due, Forget, Say, Wire
from fleet.terms import ZONE
from fleet.vehicle.commissioning import INSURANCE, REGISTRATION, VehicleCommissioned
from fleet.vehicle.dossier import DocumentRecorded
from fleet.vehicle.entry import VehicleTakenOver
from fleet.vehicle.retirement import VehicleRestored, VehicleWithdrawn
from fleet.vehicle.transfer import VehicleTransferredOut

_ROUTINE = (MONTHLY, QUARTERLY)
_MOST_DAYS = 31
"""An order that is longer gets no more daily checks at once; its extension brings others."""

OnTheRoad = (
    CarAndDriverAssigned
    | EmergencyOrderOpened
    | OrderReassigned
    | VehicleChangedEnRoute
    | TripExtended
)


def managers(entry: Entry, now: datetime) -> Iterable[Say | Due]:
    """The commands that an entry asks for at once, and the task that follows a task.

    Args:
        entry: What was decided.
        now: The present moment. A car that was taken over long ago is checked from now on: the
            months before these books heard of it were not missed.

    Source:
        R091 (one daily task for each car in use, one a month, one a quarter); handbook 6 (PM7).
    """
    match entry.event:
        case VehicleTakenOver() | VehicleCommissioned() | VehicleRestored() as event:
            since = max(event.at, now)
            yield from (_schedule(event.vehicle, kind, since) for kind in _ROUTINE)
            yield from _papers(event)
        case VehicleWithdrawn() | VehicleTransferredOut() as event:
            yield from (_waive(event.vehicle, kind, event.at) for kind in _ROUTINE)
        case DocumentRecorded() as event:
            about = {"vehicle": event.vehicle, "kind": event.kind, "at": event.at}
            told = {"number": event.number, "valid_until": event.valid_until}
            yield Say({"command": "WatchPaper", **about, **told})
        case (
            CarAndDriverAssigned()
            | EmergencyOrderOpened()
            | OrderReassigned()
            | VehicleChangedEnRoute()
            | TripExtended()
        ) as event:
            yield from _daily(event)
        case CheckScheduled(kind="MONTHLY" | "QUARTERLY") as event:
            yield _next(event, now)
        case _:
            return


def _next(event: CheckScheduled, now: datetime) -> Say | Due:
    """The task of the next period, from its first moment on.

    A task that is over when it comes is followed by the present one: the periods in which nobody
    looked at the clock are not told one after the other. Each task has a successor of its own, so
    that one asked for by hand, of whatever period, takes the others nothing away.
    """
    at = event.due_until
    if at <= now:
        return _schedule(event.vehicle, event.kind, now)
    period = following(event.kind, event.period)
    wire = _task(event.vehicle, event.kind, period, at)
    return Due(f"check:{event.vehicle}:{event.kind}:next:{period}:", at, wire)


def _schedule(vehicle: str, kind: str, at: datetime) -> Say:
    return Say(_task(vehicle, kind, period_of(kind, at.astimezone(ZONE).date()), at))


def _task(vehicle: str, kind: str, period: str, at: datetime) -> Wire:
    about = {"vehicle": vehicle, "kind": kind, "period": period, "at": at}
    return {"command": "ScheduleCheck", **about}


def _waive(vehicle: str, kind: str, at: datetime) -> Say:
    name = check_id(vehicle, kind, period_of(kind, at.astimezone(ZONE).date()))
    return Say({"command": "WaiveCheck", "check": name, "reason": LEFT_SERVICE, "at": at})


def _papers(event: VehicleTakenOver | VehicleCommissioned | VehicleRestored) -> Iterable[Say]:
    """A new car's papers are watched; what ended while a car was away is told now."""
    about = {"vehicle": event.vehicle, "at": event.at}
    if isinstance(event, VehicleCommissioned):
        ends = {INSURANCE: event.insured_until, REGISTRATION: event.inspected_until}
        for kind, until in ends.items():
            yield Say({"command": "WatchPaper", **about, "kind": kind, "valid_until": until})
    elif isinstance(event, VehicleRestored):
        for kind in (INSURANCE, REGISTRATION):
            yield Say({"command": "MarkExpired", **about, "kind": kind})


def _daily(event: OnTheRoad) -> Iterable[Say]:
    """One task for each local day on which the order has the car."""
    day = event.begins_at.astimezone(ZONE).date()
    last = (event.ends_at - timedelta(microseconds=1)).astimezone(ZONE).date()
    for number in range(min((last - day).days + 1, _MOST_DAYS)):
        period = period_of(DAILY, day + timedelta(days=number))
        yield Say(_task(event.vehicle, DAILY, period, event.at))


def deadlines(entry: Entry) -> Iterable[Due | Forget]:
    """What an entry puts on the list of dates, or takes off it.

    A car that has left needs no forgetting: its checks are waived when their day comes, and no
    other follows.

    Source:
        R090-R092; INSP-05; handbook 6 (PM7).
    """
    match entry.event:
        case CheckScheduled() as event:
            yield _last_moment(event)
        case CheckCompleted() | CheckWaived() | CheckMissed() as event:
            yield Forget(_missed_key(event))
        case event:
            yield from _of_paper(event)


def _last_moment(event: CheckScheduled) -> Due:
    at = event.due_until
    return Due(_missed_key(event), at, {"command": "MarkMissed", "check": event.check, "at": at})


def _missed_key(event: CheckScheduled | CheckCompleted | CheckWaived | CheckMissed) -> str:
    return f"check:{event.vehicle}:{event.kind}:{event.period}:"


def _of_paper(event: Event) -> Iterable[Due | Forget]:
    if not isinstance(event, PaperWatched | PaperUnwatched):
        return
    key = f"paper:{event.vehicle}:{event.kind}:"
    yield Forget(key)
    if isinstance(event, PaperWatched):
        about = {"vehicle": event.vehicle, "kind": event.kind}
        told = {**about, "command": "WarnExpiry", "valid_until": event.valid_until}
        for days, at in zip(event.warn_days, event.warned_at, strict=True):
            yield Due(f"{key}{days}:", at, {**told, "days": days, "at": at})
        at = event.expires_at
        yield Due(f"{key}expired:", at, {**about, "command": "MarkExpired", "at": at})
