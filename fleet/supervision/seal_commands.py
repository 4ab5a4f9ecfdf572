"""What can be said to a sealed period, and to the calendar of a region's periods."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SkipValidation, model_validator

from fleet.policy.brief import Briefed
from fleet.policy.calendar import Calendar
from fleet.policy.chapter import Day
from fleet.terms import Code, FenceId, Jurisdiction, Moment, Name, VehicleId

Place = Literal["INSIDE", "OUTSIDE", "UNKNOWN"]
"""Where a car stands against its home fences; unknown where no good fix tells."""


class StartCheck(BaseModel):
    """Where a car was when the period began: a state, not a crossing.

    Attributes:
        vehicle: Which car.
        place: Inside a home fence, outside all of them, or unknown.
        fix_age_s: Seconds between the fix it rests on and the begin; None: there is no fix.
        fences: Its home fences at that moment.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    vehicle: VehicleId
    place: Place
    fix_age_s: Annotated[int, Field(ge=0)] | None = None
    fences: tuple[FenceId, ...] = ()


class OnPeriod(Briefed):
    """Attributes: period: Its number; at: When it became true in the office."""

    period: Code
    at: Moment


class PlanSeal(OnPeriod):
    """These local days are sealed: the cars of the region stand still.

    Attributes:
        jurisdiction: Whose cars: those of units of exactly this region.
        name: 国庆节.
        first_day: The first local day.
        last_day: The last local day, included.
        document: The notice that says so; None where the calendar alone does.
        calendars: Year -> its calendar, as the books have it.
    """

    FACTS: ClassVar = OnPeriod.FACTS | {"calendars"}

    jurisdiction: Jurisdiction
    name: Name
    first_day: Day
    last_day: Day
    document: Name | None = None
    calendars: SkipValidation[dict[int, Calendar]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_day < self.first_day:
            raise ValueError(f"the last day {self.last_day} lies before the first")
        return self


class AddExemption(OnPeriod):
    """Work needs a car in the period.

    Attributes:
        vehicle: Which car.
        reason: What work.
        approver: Who has approved it; not the person who says this.
        begins_at: From when on it may move.
        ends_at: Until when, not included.
        document: The approval.
        unit: Who keeps the car; empty where nobody knows it.
        vehicle_jurisdiction: Where that unit belongs.
    """

    FACTS: ClassVar = OnPeriod.FACTS | {"unit", "vehicle_jurisdiction"}

    vehicle: VehicleId
    reason: Name
    approver: Name
    begins_at: Moment
    ends_at: Moment
    document: Name
    unit: str = ""
    vehicle_jurisdiction: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends_at <= self.begins_at:
            raise ValueError("the exemption ends before it begins")
        return self


class OpenSeal(OnPeriod):
    """The first moment of the first day has come."""


class CancelSeal(OnPeriod):
    """The calendar was changed: these days are not sealed."""

    reason: Name


class RecordStartCheck(OnPeriod):
    """Where the cars were at the begin; said again for cars of which more became known."""

    checks: Annotated[tuple[StartCheck, ...], Field(min_length=1, max_length=5000)]

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        cars = [check.vehicle for check in self.checks]
        if len({*cars}) < len(cars):
            raise ValueError("a vehicle is checked twice")
        return self


class RecordSealBreach(OnPeriod):
    """The movement rule has fired for a car of the region.

    Attributes:
        vehicle: Which car.
        finding: The finding that says so: SEAL-01.
        moved_at: When it moved.
    """

    vehicle: VehicleId
    finding: Name
    moved_at: Moment


class WithdrawSealBreach(OnPeriod):
    """Later facts show that it did not move, or was allowed to."""

    vehicle: VehicleId
    finding: Name
    reason: Name


class CloseSeal(OnPeriod):
    """The last moment of the last day is over."""


class PublishSealReport(OnPeriod):
    """The counts are published."""


FactCommand = RecordStartCheck | RecordSealBreach | WithdrawSealBreach
"""What programs say because of facts."""

SealCommand = (
    PlanSeal | AddExemption | OpenSeal | CancelSeal | CloseSeal | PublishSealReport | FactCommand
)
