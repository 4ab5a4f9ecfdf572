"""What is said to the schedule of a driver (驾驶员排班), and what is written there."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from fleet.decider import Command, Event
from fleet.people.qualification import Qualification
from fleet.terms import ZONE, Code, Moment, Name, Text


class _OnDriver(Command):
    driver: Code
    at: Moment


class ReserveDriver(_OnDriver):
    """An order, or an event campaign, gets the driver for a time.

    Attributes:
        order: The order, or the campaign.
        begins_at: From when on.
        ends_at: Until when; the time itself is free again.
        vehicle: Of the order; empty where none is named.
        unit: Who is driven.
        classes: Licence classes that may drive the car; empty: any class does.
        pledge_grace_days: So long into a year the pledge of the year before counts.
        rest_chain_hours: So long orders may follow each other without a break.
        rest_break_minutes: What counts as a break.
        tz: Where days begin and end.
        policy: The version these numbers are from.
    """

    order: Code
    begins_at: Moment
    ends_at: Moment
    vehicle: Text = ""
    unit: Text = ""
    classes: tuple[Name, ...] = ()
    pledge_grace_days: int = 0
    rest_chain_hours: int = 4
    rest_break_minutes: int = 20
    tz: Name = ZONE.key
    policy: Text = ""


class ReleaseDriver(_OnDriver):
    """The order needs the driver no longer, and he is not out on it; nothing left is no error."""

    order: Code


class ExtendDriver(_OnDriver):
    """The order needs the driver longer, or for less time at the end of it."""

    order: Code
    ends_at: Moment


class SetOff(_OnDriver):
    """The driver leaves for the order: he must still be allowed to, and be at home."""

    order: Code


class QualifyDriver(_OnDriver):
    """What the driver may drive has changed."""

    qualification: Qualification


class Uncovered(BaseModel):
    """A reservation that the qualification does not cover.

    Attributes:
        code: What is missing: `LicenceExpired`, `LicenceClassWrong`, `PledgeMissing`,
            `DriverSuspended`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    order: str
    vehicle: str
    unit: str
    code: str
    policy: str


class _OfDriver(Event):
    driver: str
    at: Moment


class _OfOrder(_OfDriver):
    order: str
    vehicle: str
    unit: str
    begins_at: Moment
    ends_at: Moment


class DriverReserved(_OfOrder):
    """Promised from `begins_at` until before `ends_at`, on these terms."""

    TOPIC: ClassVar = "driver-schedule.reserved"
    classes: tuple[str, ...]
    pledge_grace_days: int
    rest_chain_hours: int
    rest_break_minutes: int
    tz: str
    policy: str


class DriverReleased(_OfOrder):
    """From `freed_from` until before `ends_at` the driver is free again; he is back, if he was out.

    Attributes:
        was_uncovered: The qualification did not cover it.
    """

    TOPIC: ClassVar = "driver-schedule.released"
    freed_from: Moment
    was_uncovered: bool = False


class DriverReservationExtended(_OfOrder):
    """Promised until another time; `ended_at` was the time before."""

    TOPIC: ClassVar = "driver-schedule.extended"
    ended_at: Moment


class DriverSetOff(_OfDriver):
    """He has left, and was allowed to; he is out on the order until it releases him."""

    TOPIC: ClassVar = "driver-schedule.set-off"
    order: str


class DriverQualified(_OfDriver):
    """What the driver may drive.

    Attributes:
        uncovered: Promises for a time still to come that it does not cover (SAFE-05).
        covered: Orders that were uncovered, and are not any more.
    """

    TOPIC: ClassVar = "driver-schedule.qualified"
    qualification: Qualification
    uncovered: tuple[Uncovered, ...] = ()
    covered: tuple[str, ...] = ()


DriverScheduleCommand = ReserveDriver | ReleaseDriver | ExtendDriver | SetOff | QualifyDriver
DriverScheduleEvent = (
    DriverReserved | DriverReleased | DriverReservationExtended | DriverSetOff | DriverQualified
)
