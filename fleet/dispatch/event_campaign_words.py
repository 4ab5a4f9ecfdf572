"""What is said of a big event (重大活动车辆保障), and what is written of it."""

from typing import Annotated, ClassVar

from pydantic import Field

from fleet.decider import Event
from fleet.policy.brief import Briefed
from fleet.policy.grounds import Grounds
from fleet.terms import Code, Jurisdiction, Moment, Name, UnitCode, VehicleId


class ReserveFleet(Briefed):
    """Cars and drivers are kept for an event.

    Attributes:
        campaign: Its number; it stands in the schedules where an order would.
        jurisdiction: Whose event.
        name: What it is.
        unit: Who uses them.
        vehicles: The cars, all or none.
        drivers: The drivers, likewise.
        begins_at: From when on.
        ends_at: Until when; the time itself is free again.
        document: Who says so.
        foreign: Cars of units outside the jurisdiction; looked up.
    """

    FACTS: ClassVar[frozenset[str]] = Briefed.FACTS | {"foreign"}

    campaign: Code
    jurisdiction: Jurisdiction
    name: Name
    unit: UnitCode
    vehicles: Annotated[tuple[VehicleId, ...], Field(min_length=1)]
    drivers: tuple[Code, ...] = ()
    begins_at: Moment
    ends_at: Moment
    document: Name
    foreign: tuple[str, ...] = ()
    at: Moment


class ReleaseFleet(Briefed):
    """They are needed no longer.

    Attributes:
        vehicles: Which cars; with no drivers either: all that is left.
        drivers: Which drivers.
        reason: Why.
    """

    campaign: Code
    vehicles: tuple[VehicleId, ...] = ()
    drivers: tuple[Code, ...] = ()
    reason: Name
    at: Moment


class FleetReserved(Event):
    """They are kept, every one of them, with the numbers their schedules decide by."""

    TOPIC: ClassVar = "event-campaign.fleet-reserved"
    campaign: str
    jurisdiction: str
    name: str
    unit: str
    vehicles: tuple[str, ...]
    drivers: tuple[str, ...]
    begins_at: Moment
    ends_at: Moment
    document: str
    pledge_grace_days: int
    rest_chain_hours: int
    rest_break_minutes: int
    tz: str
    by: str
    body: str
    grounds: Grounds
    at: Moment


class FleetReleased(Event):
    """These are free again from `at` on."""

    TOPIC: ClassVar = "event-campaign.fleet-released"
    campaign: str
    vehicles: tuple[str, ...]
    drivers: tuple[str, ...]
    reason: str
    by: str
    body: str
    at: Moment


CampaignCommand = ReserveFleet | ReleaseFleet
CampaignEvent = FleetReserved | FleetReleased
