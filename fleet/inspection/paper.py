"""A paper of a car that ends on a day (保险, 行驶证年检): watched, reminded of, expired.

Unwatched --WatchPaper--> Watched --WarnExpiry--> Watched --MarkExpired--> Watched (expired)
Watched --WatchPaper with another day--> Watched, with no end--> Unwatched
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from fleet.decider import Decider, Event
from fleet.policy import authority
from fleet.policy.brief import Briefed
from fleet.policy.policy_set import PolicySet
from fleet.terms import Code, Moment, Text, VehicleId


class _OnPaper(Briefed):
    vehicle: VehicleId
    kind: Code
    at: Moment


class WatchPaper(_OnPaper):
    """The dossier has a new one; the older one counts no more.

    Attributes:
        number: What stands on it; empty where nobody said.
        valid_until: Its last day; None: without end.
        unit: Whose car it is; empty: it is in nobody's books.
    """

    FACTS: ClassVar = _OnPaper.FACTS | {"unit"}

    number: Text = ""
    valid_until: date | None
    unit: str = ""


class WarnExpiry(_OnPaper):
    """A day on which somebody is reminded.

    Attributes:
        valid_until: Of which paper.
        days: How many days before.
        unit: Whose car it is now.
        in_service: Whether the unit still keeps it.
    """

    FACTS: ClassVar = _OnPaper.FACTS | {"unit", "in_service"}

    valid_until: date
    days: int
    unit: str = ""
    in_service: bool = False


class MarkExpired(_OnPaper):
    """Its last day is over.

    Attributes:
        unit: Whose car it is now.
        in_service: Whether the unit still keeps it.
    """

    FACTS: ClassVar = _OnPaper.FACTS | {"unit", "in_service"}

    unit: str = ""
    in_service: bool = False


class _OfPaper(Event):
    vehicle: str
    kind: str
    unit: str
    at: Moment


class PaperWatched(_OfPaper):
    """It ends on a day.

    Attributes:
        warn_days: So many days before it somebody is reminded ...
        warned_at: ... at these moments, in the same order.
        expires_at: When its last day is over.
        policy: The version of the policy that says so.
    """

    TOPIC: ClassVar = "paper.watched"
    number: str
    valid_until: date
    warn_days: tuple[int, ...]
    warned_at: tuple[Moment, ...]
    expires_at: Moment
    policy: str


class PaperUnwatched(_OfPaper):
    """The new one is without end."""

    TOPIC: ClassVar = "paper.unwatched"
    number: str


class PaperExpiring(_OfPaper):
    """It is soon over.

    Attributes:
        days: How many days before.
    """

    TOPIC: ClassVar = "paper.expiring"
    valid_until: date
    days: int
    policy: str


class PaperExpired(_OfPaper):
    """It is over."""

    TOPIC: ClassVar = "paper.expired"
    valid_until: date
    policy: str


PaperCommand = WatchPaper | WarnExpiry | MarkExpired
PaperEvent = PaperWatched | PaperUnwatched | PaperExpiring | PaperExpired


@dataclass(frozen=True, slots=True)
class Unwatched:
    """It has no end, or nobody has seen it."""


@dataclass(frozen=True, slots=True)
class Watched:
    """It ends.

    Attributes:
        warned: The smallest number of days before its end on which somebody was reminded; None:
            nobody was.
        expired: Whether its end was told.
    """

    valid_until: date
    expires_at: datetime
    policy: str
    warned: int | None = None
    expired: bool = False


Paper = Unwatched | Watched


def decide(command: PaperCommand, paper: Paper) -> list[PaperEvent]:
    """Answer with what is new.

    Raises:
        Refused: If the speaker acts outside of his region, or no policy says when to remind.

    Source:
        INSP-05.
    """
    authority.check(command.brief)
    if isinstance(command, WatchPaper):
        return _watch(command, paper)
    if isinstance(paper, Unwatched) or not command.in_service:
        return []
    if isinstance(command, WarnExpiry):
        return _warn(command, paper)
    return _expired(command, paper)


def _watch(command: WatchPaper, paper: Paper) -> list[PaperEvent]:
    policy = command.brief.shelf.in_force(command.brief.jurisdiction, command.at)
    if command.kind not in policy.inspection.document_kinds:
        return []
    if command.valid_until is None:
        return [] if isinstance(paper, Unwatched) else [_unwatched(command)]
    if isinstance(paper, Watched) and paper.valid_until == command.valid_until:
        return []
    return [_watched(command, command.valid_until, policy)]


def _unwatched(command: WatchPaper) -> PaperUnwatched:
    said = command.model_dump(include={"vehicle", "kind", "unit", "at", "number"})
    return PaperUnwatched(**said)


def _watched(command: WatchPaper, until: date, policy: PolicySet) -> PaperWatched:
    """Reminders whose day had come before the paper was seen are not sent."""
    begins = policy.jurisdiction.begins
    moments = {days: begins(until - timedelta(days=days)) for days in policy.inspection.warn_days}
    ahead = {days: at for days, at in moments.items() if at >= command.at}
    return PaperWatched(
        vehicle=command.vehicle,
        kind=command.kind,
        unit=command.unit,
        at=command.at,
        number=command.number,
        valid_until=until,
        warn_days=tuple(ahead),
        warned_at=tuple(ahead.values()),
        expires_at=begins(until + timedelta(days=1)),
        policy=policy.reference,
    )


def _warn(command: WarnExpiry, paper: Watched) -> list[PaperEvent]:
    told = paper.warned is not None and paper.warned <= command.days
    if command.valid_until != paper.valid_until or paper.expired or told:
        return []
    return [
        PaperExpiring(
            vehicle=command.vehicle,
            kind=command.kind,
            unit=command.unit,
            at=command.at,
            valid_until=paper.valid_until,
            days=command.days,
            policy=paper.policy,
        )
    ]


def _expired(command: MarkExpired, paper: Watched) -> list[PaperEvent]:
    if paper.expired or command.at < paper.expires_at:
        return []
    return [
        PaperExpired(
            vehicle=command.vehicle,
            kind=command.kind,
            unit=command.unit,
            at=command.at,
            valid_until=paper.valid_until,
            policy=paper.policy,
        )
    ]


def evolve(paper: Paper, event: PaperEvent) -> Paper:
    """Take one event into account."""
    match event, paper:
        case PaperWatched(), _:
            return Watched(event.valid_until, event.expires_at, event.policy)
        case PaperExpiring(days=days), Watched():
            return replace(paper, warned=days)
        case PaperExpired(), Watched():
            return replace(paper, expired=True)
        case _:
            return Unwatched()


paper: Decider[PaperCommand, PaperEvent, Paper] = Decider(
    initial=Unwatched(), decide=decide, evolve=evolve
)
"""What can be said to a paper of a car."""
