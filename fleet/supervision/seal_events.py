"""What can have happened to a sealed period."""

from datetime import date
from typing import ClassVar

from fleet.decider import Event
from fleet.policy.grounds import Grounds
from fleet.supervision.seal_commands import StartCheck
from fleet.terms import Moment


class OfPeriod(Event):
    """Attributes: which period of which region it is about."""

    period: str
    jurisdiction: str
    at: Moment


class SealPlanned(OfPeriod):
    """These days are sealed.

    Attributes:
        begins_at: The first moment.
        ends_at: The first moment after it.
    """

    TOPIC: ClassVar = "seal-period.planned"
    name: str
    first_day: date
    last_day: date
    begins_at: Moment
    ends_at: Moment
    document: str | None
    grounds: Grounds
    by: str


class ExemptionGranted(OfPeriod):
    """A car may move in a part of the period.

    Attributes:
        begins_at: From when on.
        ends_at: Until when, not included.
        late: It was filed after its own begin.
        period_begins_at: The period's own first moment.
        period_ends_at: The first moment after the period.
        by: Who filed it.
    """

    TOPIC: ClassVar = "seal-period.exemption-granted"
    vehicle: str
    unit: str
    reason: str
    approver: str
    begins_at: Moment
    ends_at: Moment
    document: str
    late: bool
    period_begins_at: Moment
    period_ends_at: Moment
    grounds: Grounds
    by: str


class SealOpened(OfPeriod):
    """The period has begun.

    Attributes:
        exempt: The cars that may move in it or in a part of it, as far as filed.
    """

    TOPIC: ClassVar = "seal-period.opened"
    name: str
    begins_at: Moment
    ends_at: Moment
    exempt: tuple[str, ...]


class SealCancelled(OfPeriod):
    """These days are not sealed."""

    TOPIC: ClassVar = "seal-period.cancelled"
    begins_at: Moment
    ends_at: Moment
    reason: str
    by: str


class SealStartChecked(OfPeriod):
    """Where the cars were at the begin; of each car only what was not known before."""

    TOPIC: ClassVar = "seal-period.start-checked"
    checks: tuple[StartCheck, ...]


class SealBreached(OfPeriod):
    """A sealed car has moved."""

    TOPIC: ClassVar = "seal-period.breached"
    vehicle: str
    finding: str
    moved_at: Moment


class SealBreachWithdrawn(OfPeriod):
    """It has not, after all."""

    TOPIC: ClassVar = "seal-period.breach-withdrawn"
    vehicle: str
    finding: str
    reason: str


class SealClosed(OfPeriod):
    """The period is over."""

    TOPIC: ClassVar = "seal-period.closed"
    begins_at: Moment
    ends_at: Moment


class SealReportPublished(OfPeriod):
    """What came of it.

    Attributes:
        checked: Cars with a start check that were not exempt at the begin.
        inside: Of these, inside a home fence.
        outside: Of these, outside all of them.
        unknown: Of these, where nobody knows.
        exemptions: Windows that were granted.
        exempt: Distinct cars with one.
        late: Windows that were filed late.
        breaches: Movements of cars that were not exempt when they moved.
        breached: Distinct cars of these.
    """

    TOPIC: ClassVar = "seal-period.report-published"
    checked: int
    inside: int
    outside: int
    unknown: int
    exemptions: int
    exempt: int
    late: int
    breaches: int
    breached: int
    by: str


SealEvent = (
    SealPlanned
    | ExemptionGranted
    | SealOpened
    | SealCancelled
    | SealStartChecked
    | SealBreached
    | SealBreachWithdrawn
    | SealClosed
    | SealReportPublished
)
