"""The chapters on use: movement, parking, rental, violations, supervision, alerts."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from fleet.policy.chapter import Chapter, Clock, Count, Flag, Positive
from fleet.terms import Name

Year = Annotated[int, Field(ge=1949, le=9998, strict=True)]


class Calendar(Chapter):
    """Where the calendar of holidays comes from."""

    source: Name
    years: tuple[Year, Year]
    makeup_workdays_are_work: Flag = True


class Movement(Chapter):
    """What counts as moving."""

    min_metres: Positive
    min_fixes: Positive
    min_seconds: Positive
    basis: Name = "design"


class NightParking(Chapter):
    """When a car has to be at home."""

    model_config = ConfigDict(populate_by_name=True)

    from_: Annotated[Clock, Field(alias="from")]
    to: Clock
    min_minutes: Positive
    basis: Name = "design"


class SensitivePlaces(Chapter):
    """Places that ask for a reason."""

    layer: Name
    min_minutes: Positive


class Use(Chapter):
    """How cars are used.

    Attributes:
        order_grace_min: Minutes beside an order's time that it still covers.
        emergency_papers_hours: Until papers for an emergency start have to be there.
        service_places: Where car washes and workshops are listed (A14).
    """

    order_grace_min: Count
    movement: Movement
    night_parking: NightParking
    emergency_papers_hours: Positive
    sensitive_places: SensitivePlaces
    service_places: Literal["IN_FENCE_PLAN"] = "IN_FENCE_PLAN"


class Rental(Chapter):
    """How cars are rented."""

    long_days: Positive
    bare_rental: Literal["EXCEPTION_ONLY", "NEVER"]
    basis: Name = "design"


class Repeat(Chapter):
    """So many in so many days."""

    count: Positive
    days: Positive


class Violations(Chapter):
    """What repeated violations lead to."""

    repeat: Repeat
    consecutive_bulletins: Positive
    interview_within_days: Positive
    basis: Name = "design"


class DriverAppraisal(Chapter):
    """What the dimensions of a driver's appraisal weigh."""

    dimensions: dict[str, Count]
    basis: Name = "design"


class SpotCheck(Chapter):
    """What a spot check counts: checks, not cars (A12)."""

    unit: Literal["VEHICLE_CHECK"] = "VEHICLE_CHECK"


class Supervision(Chapter):
    """How cars are checked."""

    spot_check: SpotCheck = SpotCheck()
    basis: Name = "design"


_HANDLERS = {"DATA-02": "OPERATOR", "DATA-03": "BUREAU"}


class AlertHandling(Chapter):
    """Who handles which alert, how soon.

    Attributes:
        handlers: Role by alert code, where it is not that of the alert's own rule (B9).
        dedupe_window: Minutes in which evidence for the same is merged (B10).
        sla: Hours by alert code; 0: shown and stored, no case (B17).
    """

    handlers: dict[str, Name] = _HANDLERS
    dedupe_window: Positive = 60
    sla: dict[str, Count] = Field(default_factory=dict)
    basis: Name = "design"
