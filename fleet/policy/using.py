"""The chapters on use: movement, parking, rental, violations, supervision, alerts."""

from typing import Annotated, Literal, NamedTuple

from pydantic import ConfigDict, Field, field_validator

from fleet.policy.alert_rules import Severity, alert_rule
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
    """What the dimensions of a driver's appraisal weigh, in percent (R098)."""

    dimensions: dict[str, Count]
    basis: Name = "design"

    @field_validator("dimensions")
    @classmethod
    def _weighs_100(cls, dimensions: dict[str, int]) -> dict[str, int]:
        if (total := sum(dimensions.values())) != 100:  # noqa: PLR2004 - percent
            raise ValueError(f"the weights sum to {total}, not to 100")
        return dimensions


class SpotCheck(Chapter):
    """What a spot check counts: checks, not cars (A12)."""

    unit: Literal["VEHICLE_CHECK"] = "VEHICLE_CHECK"


class Supervision(Chapter):
    """How cars are checked."""

    spot_check: SpotCheck = SpotCheck()
    basis: Name = "design"


_HANDLERS = {"DATA-02": "OPERATOR", "DATA-03": "BUREAU"}
_ABOVE = ("BUREAU", "DISCIPLINE")
_SETTLED = (
    "DISP-01", "GEO-03", "INSP-02", "INSP-03", "INSP-05", "INSP-06", "INSP-07", "TERM-05",
)  # fmt: skip
_DAY, _HOUR = 24 * 60, 60  # minutes


class Terms(NamedTuple):
    """How soon what has to be done, in minutes."""

    acknowledge: int
    explain: int
    decide: int


class Acknowledging(Chapter):
    """Minutes until an alert has to be seen, where its own rule does not say so."""

    RED: Positive = _HOUR
    AMBER: Positive = _DAY
    BLUE: Positive = 3 * _DAY


class AlertHandling(Chapter):
    """Who handles which alert, how soon.

    Attributes:
        handlers: Role by alert code, where it is not that of the alert's own rule (B9).
        dedupe_window: Minutes in which evidence for the same is merged (B10).
        sla: Hours by alert code; 0: shown and stored, no case (B17).
        acknowledge_minutes: By severity, where the alert's own rule is silent.
        explain_hours: For an explanation, where the alert's own rule is silent.
        decide_days: Until the decision, where the alert's own rule is silent.
        settled: Codes whose case may be dismissed when the papers are in order again, before
            anybody has acknowledged it.
    """

    handlers: dict[str, Name] = _HANDLERS
    dedupe_window: Positive = 60
    sla: dict[str, Count] = Field(default_factory=dict)
    acknowledge_minutes: Acknowledging = Acknowledging()
    explain_hours: Positive = 24
    decide_days: Positive = 3
    settled: tuple[Name, ...] = _SETTLED
    basis: Name = "design"

    def opens(self, code: str) -> bool:
        """Whether an alert becomes a case; else it is stored and shown (B17)."""
        return self.sla.get(code) != 0 and alert_rule(code).sla != "info"

    def ladder(self, code: str) -> tuple[str, ...]:
        """The roles that answer for it, one after the other; at the end the supervisors."""
        told = self.handlers.get(code)
        first = (told,) if told else alert_rule(code).handling.handlers
        return tuple(dict.fromkeys((*first, *_ABOVE)))

    def terms(self, code: str, severity: Severity) -> Terms:
        """How soon it has to be seen, explained and decided; never later seen than decided."""
        rule = alert_rule(code)
        hours = self.sla.get(code)
        decide = hours * _HOUR if hours else rule.decide or self.decide_days * _DAY
        acknowledge = rule.acknowledge or getattr(self.acknowledge_minutes, severity)
        explain = rule.explain or self.explain_hours * _HOUR
        return Terms(min(acknowledge, decide), explain, decide)
