"""What can be said to a check (检查任务)."""

from typing import ClassVar, Literal, Self

from pydantic import SkipValidation, model_validator

from fleet.inspection.periods import SPECIAL, Kind, span
from fleet.inspection.special_words import Campaign
from fleet.policy.brief import Briefed
from fleet.terms import Code, Kilometres, Moment, Name, Sha256, Text, VehicleId

_LONGEST = 64  # what a `Code` holds

Result = Literal["PASS", "FAIL"]


def check_id(vehicle: str, kind: str, period: str) -> str:
    """The name of a car's check.

    >>> check_id("V1", "MONTHLY", "2026-10")
    'V1-MONTHLY-2026-10'
    """
    return f"{vehicle}-{kind}-{period}"


class ScheduleCheck(Briefed):
    """A car is to be checked.

    Attributes:
        kind: How thoroughly.
        period: When: the day, the month, the quarter, or the campaign.
        unit: Whose car it is; empty: it is in nobody's books.
        district: Where that unit stands.
        in_service: Whether the unit still keeps it.
        campaign: The special check of that name; None: there is none, or none is asked for.
    """

    FACTS: ClassVar = Briefed.FACTS | {"unit", "district", "in_service", "campaign"}

    vehicle: VehicleId
    kind: Kind
    period: Code
    at: Moment
    unit: str = ""
    district: str = ""
    in_service: bool = False
    campaign: SkipValidation[Campaign | None] = None

    @model_validator(mode="after")
    def _is_a_period(self) -> Self:
        if self.kind != SPECIAL:
            span(self.kind, self.period)
        if len(self.check) > _LONGEST:
            raise ValueError(f"the name {self.check} is longer than {_LONGEST} signs")
        return self

    @property
    def check(self) -> str:
        """Its name."""
        return check_id(self.vehicle, self.kind, self.period)


class OnCheck(Briefed):
    """Attributes: check: Car, kind and period; at: When it became true in the office."""

    check: Code
    at: Moment


class CompleteCheck(OnCheck):
    """Somebody has looked.

    Attributes:
        results: Item of the policy -> whether it is in order.
        inspector: Who looked.
        workshop_record: Number of the workshop's record (进厂检查); None: checked by oneself.
        sha256: Of that record.
        odometer_km: What was read; None: nothing.
        remark: What else there is to say.
    """

    results: dict[Code, Result]
    inspector: Name
    workshop_record: Name | None = None
    sha256: Sha256 | None = None
    odometer_km: Kilometres | None = None
    remark: Text = ""


class WaiveCheck(OnCheck):
    """It need not be done.

    Attributes:
        reason: Why.
        document: Who allows it; needed while the unit keeps the car.
        in_service: Whether it does.
    """

    FACTS: ClassVar = OnCheck.FACTS | {"in_service"}

    reason: Name
    document: Name | None = None
    in_service: bool = False


class MarkMissed(OnCheck):
    """Its period is over.

    Attributes:
        in_service: Whether the unit still keeps the car.
        used: Whether the car was used in that period; asked of daily checks only.
    """

    FACTS: ClassVar = OnCheck.FACTS | {"in_service", "used"}

    in_service: bool = False
    used: bool = True


CheckCommand = ScheduleCheck | CompleteCheck | WaiveCheck | MarkMissed
