"""What is said to the schedule of a car (车辆排期), and what is written there."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from fleet.decider import Command, Event
from fleet.terms import ZONE, Code, Moment, Name, UnitCode, VehicleId


class PaperEnd(BaseModel):
    """A paper of the car that ends on a day (保险, 行驶证年检).

    Attributes:
        kind: Which: `INSURANCE`.
        until: Its last day.
        ends_at: When that day is over.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    until: date
    ends_at: Moment


class _OnCar(Command):
    vehicle: VehicleId
    at: Moment


class _OnTheRoad(_OnCar):
    """The car is to be on the road for an order.

    Attributes:
        hindrances: What keeps it off the road as its books say; looked up.
        papers: Its papers that end; looked up.
    """

    FACTS: ClassVar[frozenset[str]] = frozenset({"hindrances", "papers"})

    order: Code
    hindrances: tuple[str, ...] = ()
    papers: tuple[PaperEnd, ...] = ()


class ReserveCar(_OnTheRoad):
    """An order, or an event campaign, gets it for a time.

    Attributes:
        order: The order, or the campaign.
        unit: Who uses it.
        begins_at: From when on.
        ends_at: Until when; the time itself is free again.
        emergency: It leaves before the papers are there.
        emergency_limit: So many emergencies of one car in one month raise nothing.
        tz: Where months begin and end.
        in_service: Whether the car is in service; looked up.
    """

    FACTS: ClassVar[frozenset[str]] = _OnTheRoad.FACTS | {"in_service"}

    unit: UnitCode
    begins_at: Moment
    ends_at: Moment
    emergency: bool = False
    emergency_limit: int = 0
    tz: Name = ZONE.key
    in_service: bool = True


class ReleaseCar(_OnCar):
    """The order needs it no longer, and it is not out on it: what lies after `at` is free.

    Nothing left to free is no error.
    """

    order: Code


class ExtendCar(_OnTheRoad):
    """The order needs it longer, or for less time at the end of it."""

    ends_at: Moment


class CarSetsOff(_OnTheRoad):
    """The car leaves on the order: nothing keeps it off the road, and it is not out already."""


class BlockCar(_OnCar):
    """Nobody gets it until the cause is gone.

    Attributes:
        cause: `safety`, `suspended`, `maintenance`, `withdrawn`, `transferred`, `recall:<id>`,
            `paper:<kind>`.
        since: From when on.
    """

    cause: Name
    since: Moment


class UnblockCar(_OnCar):
    """The cause is gone; one that never was is no error."""

    cause: Name


class _OfCar(Event):
    vehicle: str
    at: Moment


class _OfOrder(_OfCar):
    order: str
    unit: str
    begins_at: Moment
    ends_at: Moment


class CarReserved(_OfOrder):
    """It is promised from `begins_at` until before `ends_at`.

    Attributes:
        emergencies: Emergencies of this car in the local month of the beginning, with this one.
        emergency_limit: So many raise nothing.
    """

    TOPIC: ClassVar = "car-schedule.reserved"
    emergency: bool = False
    emergencies: int = 0
    emergency_limit: int = 0
    tz: str = ZONE.key


class CarReleased(_OfOrder):
    """From `freed_from` until before `ends_at` it is free again; before that it was used.

    If it was out on the order, it is back.
    """

    TOPIC: ClassVar = "car-schedule.released"
    freed_from: Moment


class CarReservationExtended(_OfOrder):
    """It is promised until another time; `ended_at` was the time before."""

    TOPIC: ClassVar = "car-schedule.extended"
    ended_at: Moment


class CarSetOff(_OfCar):
    """It is out on the order until the order releases it."""

    TOPIC: ClassVar = "car-schedule.set-off"
    order: str


class CarBlocked(_OfCar):
    """Nobody gets it.

    Attributes:
        orders: Who was promised it for a time after that, in the order of the times.
    """

    TOPIC: ClassVar = "car-schedule.blocked"
    cause: str
    since: Moment
    orders: tuple[str, ...] = ()


class CarUnblocked(_OfCar):
    """This cause is gone."""

    TOPIC: ClassVar = "car-schedule.unblocked"
    cause: str


CarScheduleCommand = ReserveCar | ReleaseCar | ExtendCar | CarSetsOff | BlockCar | UnblockCar
CarScheduleEvent = (
    CarReserved | CarReleased | CarReservationExtended | CarSetOff | CarBlocked | CarUnblocked
)
