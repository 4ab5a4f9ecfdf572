"""The chapter on what is watched on the road: the numbers that a terminal's rules measure with.

They stood only as text in the triggers of the alert list (handbook 7.2); those that a chapter has
already (movement, night parking, rest, sensitive places) stay there.
"""

from datetime import time
from typing import Annotated, Self

from pydantic import Field, model_validator

from fleet.policy.chapter import Chapter, Clock, Percent, Positive
from fleet.terms import Name

MinutesOfDay = Annotated[int, Field(ge=1, le=1440, strict=True)]


class Stopping(Chapter):
    """What counts as having stopped.

    Attributes:
        metres: Not farther than this from one place...
        seconds: ...for so long.
    """

    metres: Positive = 25
    seconds: Positive = 180


class Staying(Chapter):
    """Where an order lets a car be.

    Attributes:
        buffer_metres: So near to an area that is prescribed it is not outside.
        outside_minutes: Outside the order's area for so long (USE-03).
        enforcement_minutes: Outside the enforcement area for so long (USE-08).
        long_stop_minutes: A stop of this length has to be on the order (USE-04).
        place_metres: So near to a place of the order is at that place.
    """

    buffer_metres: Positive = 25
    outside_minutes: MinutesOfDay = 5
    enforcement_minutes: MinutesOfDay = 10
    long_stop_minutes: MinutesOfDay = 120
    place_metres: Positive = 200


class Speed(Chapter):
    """What counts as speeding (SAFE-01).

    Attributes:
        limit_kmh: The highest lawful speed.
        over_percent: So much more is too fast.
        seconds: For so long.
    """

    limit_kmh: Annotated[int, Field(ge=20, le=200, strict=True)] = 120
    over_percent: Percent = 20
    seconds: Positive = 10


class Hearing(Chapter):
    """What is expected of a terminal.

    Attributes:
        moving_minutes: Silent for longer after moving (TERM-01).
        parked_hours: Silent for longer while parked (TERM-01).
        heartbeat_minutes: How often that of a parked car speaks; SEAL-03 is three times that.
        clock_seconds: A clock that differs by more than this is wrong (TERM-04).
        good_percent: So many of the records of a moving hour are good (TERM-03).
        jump_kmh: Faster between two good fixes is somebody else (TERM-07).
    """

    moving_minutes: MinutesOfDay = 10
    parked_hours: Positive = 24
    heartbeat_minutes: MinutesOfDay = 30
    clock_seconds: Positive = 120
    good_percent: Percent = 80
    jump_kmh: Annotated[int, Field(ge=150, strict=True)] = 250


class WorkingDay(Chapter):
    """When people work (USE-06)."""

    begins: Clock = time(8)
    ends: Clock = time(18)

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.ends <= self.begins:
            raise ValueError("a working day ends after it begins")
        return self


class Commuting(Chapter):
    """What counts as a way to work and home again (USE-07).

    Attributes:
        days: On so many...
        of_workdays: ...of so many working days one after the other.
    """

    days: Positive = 6
    of_workdays: Positive = 10

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.days > self.of_workdays:
            raise ValueError("more days than there are")
        return self


class Odometer(Chapter):
    """How far a month's odometer may be from its track (TERM-06): by more than both is too far."""

    percent: Percent = 10
    kilometres: Positive = 100


class Watching(Chapter):
    """行驶监管.

    Attributes:
        trip_metres: A way of this length is movement, however short it took.
        gap_minutes: A longer silence than this is a gap in the track.
        stop: What counts as having stopped.
        areas: Where a car may be on an order.
        speed: SAFE-01.
        terminal: What is expected of a terminal.
        work: USE-06.
        commuting: USE-07.
        odometer: TERM-06.
    """

    trip_metres: Positive = 300
    gap_minutes: MinutesOfDay = 15
    stop: Stopping = Stopping()
    areas: Staying = Staying()
    speed: Speed = Speed()
    terminal: Hearing = Hearing()
    work: WorkingDay = WorkingDay()
    commuting: Commuting = Commuting()
    odometer: Odometer = Odometer()
    basis: Name = "design"
