"""What several events of a dispatch order say alike."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from fleet.decider import Event
from fleet.policy.grounds import Grounds
from fleet.terms import Moment


class Conditions(BaseModel):
    """What the schedules of a car and a driver are to look at.

    Attributes:
        classes: The licence classes that may drive the car.
        pledge_grace_days: So many days into the year last year's pledge holds.
        rest_chain_hours: Orders without a break between them may last so long together.
        rest_break_minutes: What counts as a break.
        tz: By which clock days and months begin.
        emergency_limit: So many emergency orders a car and month are nothing to tell of.
        policy: The version these numbers are from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    classes: tuple[str, ...]
    pledge_grace_days: int
    rest_chain_hours: int
    rest_break_minutes: int
    tz: str
    emergency_limit: int
    policy: str


class OfOrder(Event):
    """Attributes: which order of which unit; by: who said it, in which role, and when."""

    order: str
    unit: str
    jurisdiction: str
    platform: str | None
    by: str
    role: str
    at: Moment


class Allowed(OfOrder):
    """What the order allows.

    Attributes:
        begins_at: From when.
        ends_at: Until when.
        area: Where it may be: GeoJSON, WGS-84; None: nothing was drawn.
        fences: The areas of the books where it may be.
        overnight: It stays out at night (R077).
        off_hours: It is on the road outside working hours.
        cross_area: It goes beyond the car's own enforcement area.
    """

    begins_at: Moment
    ends_at: Moment
    area: dict[str, Any] | None
    fences: tuple[str, ...]
    overnight: bool
    off_hours: bool
    cross_area: bool


class Off(OfOrder):
    """It does not take place.

    Attributes:
        vehicle: The car that is free again; None: none was assigned.
        driver: Likewise.
        begins_at: When it would have begun.
        ends_at: When it would have ended.
        key_due: Until when its key has to be back; None: none is out.
    """

    vehicle: str | None
    driver: str | None
    begins_at: Moment
    ends_at: Moment
    key_due: Moment | None


class Unsealing(BaseModel):
    """Why a sealed car moves all the same: who allows it, and for which kind of emergency."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    approver: str
    reason: str


class Covered(Allowed):
    """A car and its driver have an order.

    Attributes:
        vehicle: The car.
        driver: Who drives.
        owner: The unit the car belongs to.
        purpose: What for.
        category: What the car is kept for.
        passenger_unit: Who rides.
        emergency: The papers follow.
        conditions: What the two schedules are to look at.
    """

    vehicle: str
    driver: str
    owner: str
    purpose: str
    category: str
    passenger_unit: str
    emergency: bool
    conditions: Conditions


class Sent(Covered):
    """Before it leaves.

    Attributes:
        lent_for: The reason why a car of another unit is sent; None: it is the unit's own, or one
            of a platform that serves the passenger himself.
        ready_at: From when on the car is held ready.
        no_show_at: When it expires unless the car has left.
        seals: The seal periods the car is exempt from.
        unseals: Why the car is let go at once; None: it is not sealed.
        grounds: What the policy was asked.
    """

    lent_for: str | None
    ready_at: Moment
    no_show_at: Moment
    seals: tuple[str, ...]
    unseals: Unsealing | None = None
    grounds: Grounds


class Account(OfOrder):
    """What counters count.

    Attributes:
        vehicle: The car; None: a provider drove.
        driver: Who drove; None: the provider's.
        provider: Who drove instead of us.
        purpose: What for.
        passenger_unit: Who rode.
        beneficiary: The retired official it was for.
        result: MATCHED, DEVIATING, NO_TELEMETRY; None: a provider drove.
        departed_at: When it left; None: a provider drove.
        emergency: The papers followed.
    """

    vehicle: str | None
    driver: str | None
    provider: str | None
    purpose: str
    passenger_unit: str
    beneficiary: str | None
    result: str | None
    departed_at: Moment | None
    emergency: bool
