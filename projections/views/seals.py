"""The sealed periods (封存停驶期): where the cars were, which were exempt, which have moved."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from fleet.decider import Entry, Event
from fleet.supervision import seal_events as told
from projections.projection import Projection

_STAGES: dict[type[Event], str] = {
    told.SealPlanned: "planned",
    told.SealOpened: "open",
    told.SealCancelled: "cancelled",
    told.SealClosed: "closed",
    told.SealReportPublished: "reported",
}


@dataclass(frozen=True, slots=True)
class Exemption:
    """A car may move in a part of the period.

    Attributes:
        begins_at: From when on (UTC).
        ends_at: Until when, not included (UTC).
        late: It was filed after its own begin.
    """

    vehicle: str
    unit: str
    reason: str
    approver: str
    begins_at: datetime
    ends_at: datetime
    document: str
    late: bool


@dataclass(frozen=True, slots=True)
class Breach:
    """A car has moved (UTC)."""

    vehicle: str
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Seal:
    """One row a period.

    Attributes:
        begins_at: The first moment (UTC).
        ends_at: The first moment after it (UTC).
        exemptions: In the order in which they were granted.
        places: Car -> `INSIDE`, `OUTSIDE` or `UNKNOWN` at the begin, as last known.
        breaches: Finding -> which car has moved, and when.
    """

    period: str
    jurisdiction: str
    name: str
    first_day: date
    last_day: date
    begins_at: datetime
    ends_at: datetime
    stage: str = "planned"
    exemptions: tuple[Exemption, ...] = ()
    places: dict[str, str] = field(default_factory=dict)
    breaches: dict[str, Breach] = field(default_factory=dict)

    def exempt(self, vehicle: str, at: datetime) -> bool:
        """Whether a car might move at a moment."""
        return any(
            it.vehicle == vehicle and it.begins_at <= at < it.ends_at for it in self.exemptions
        )


def _key(entry: Entry) -> str | None:
    return entry.event.period if isinstance(entry.event, told.OfPeriod) else None


def _evolve(row: Seal | None, entry: Entry) -> Seal | None:
    match entry.event:
        case told.SealPlanned() as it:
            days = (it.first_day, it.last_day, it.begins_at, it.ends_at)
            return Seal(it.period, it.jurisdiction, it.name, *days)
        case event:
            staged = replace(row, stage=_STAGES.get(type(event), row.stage)) if row else None
            return _told(staged, event) if staged else None


def _told(row: Seal, event: Event) -> Seal:
    match event:
        case told.ExemptionGranted():
            names = Exemption.__dataclass_fields__
            granted = Exemption(**{name: getattr(event, name) for name in names})
            return replace(row, exemptions=(*row.exemptions, granted))
        case told.SealStartChecked(checks=checks):
            places = row.places | {check.vehicle: check.place for check in checks}
            return replace(row, places=places)
        case told.SealBreached(vehicle=vehicle, finding=finding, moved_at=at):
            return replace(row, breaches=row.breaches | {finding: Breach(vehicle, at)})
        case told.SealBreachWithdrawn(finding=finding):
            left = {name: it for name, it in row.breaches.items() if name != finding}
            return replace(row, breaches=left)
        case _:
            return row


view = Projection("seals", version=1, row=Seal, key=_key, evolve=_evolve)
