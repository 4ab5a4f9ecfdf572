"""What is said to the schedule of a car (车辆排期), and what is written there."""

from typing import ClassVar

from fleet.decider import Command, Event
from fleet.terms import ZONE, Code, Moment, Name, UnitCode, VehicleId


class _OnCar(Command):
    vehicle: VehicleId
    at: Moment


class ReserveCar(_OnCar):
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
        hindrances: What keeps it off the road as its books say; looked up.
    """

    FACTS: ClassVar[frozenset[str]] = frozenset({"in_service", "hindrances"})

    order: Code
    unit: UnitCode
    begins_at: Moment
    ends_at: Moment
    emergency: bool = False
    emergency_limit: int = 0
    tz: Name = ZONE.key
    in_service: bool = True
    hindrances: tuple[str, ...] = ()


class ReleaseCar(_OnCar):
    """The order needs it no longer: what lies after `at` is free; nothing left is no error."""

    order: Code


class ExtendCar(_OnCar):
    """The order needs it longer, or for less time at the end of it."""

    order: Code
    ends_at: Moment


class BlockCar(_OnCar):
    """Nobody gets it until the cause is gone.

    Attributes:
        cause: `safety`, `suspended`, `maintenance`, `withdrawn`, `recall:<id>`.
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
    """From `freed_from` until before `ends_at` it is free again; before that it was used."""

    TOPIC: ClassVar = "car-schedule.released"
    freed_from: Moment


class CarReservationExtended(_OfOrder):
    """It is promised until another time; `ended_at` was the time before."""

    TOPIC: ClassVar = "car-schedule.extended"
    ended_at: Moment


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


CarScheduleCommand = ReserveCar | ReleaseCar | ExtendCar | BlockCar | UnblockCar
CarScheduleEvent = CarReserved | CarReleased | CarReservationExtended | CarBlocked | CarUnblocked
