"""The chapters on renewal: when a car may be replaced, and how its indicator is handled."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from fleet.policy.chapter import Authority, Chapter, Positive, years_after
from fleet.terms import Name, Sector, Text

Condition = Literal["GOOD", "FAIR", "POOR", "UNSAFE"]
"""What an assessment finds."""

_NO_LEAP_YEAR = 2001


class Deadline(Chapter):
    """The last day of the year before on which indicators of a plan year may be sent (A7)."""

    month: Annotated[int, Field(ge=1, le=12, strict=True)]
    day: Annotated[int, Field(ge=1, le=31, strict=True)]
    of: Literal["YEAR_BEFORE"] = "YEAR_BEFORE"
    inclusive: Literal[True] = True
    basis: Name = "design"

    @model_validator(mode="after")
    def _is_there_every_year(self) -> Self:
        try:
            date(_NO_LEAP_YEAR, self.month, self.day)
        except ValueError as error:
            raise ValueError(
                f"month {self.month} has no day {self.day} in every year; choose one that has"
            ) from error
        return self

    def day_for(self, plan_year: int) -> date:
        """The last day for indicators of a plan year; the whole of it counts."""
        return date(plan_year - 1, self.month, self.day)


class Gate(Chapter):
    """未完成处置不予更新: which unfinished disposals close the gate (A2)."""

    unfinished_disposal: Literal["ANY_OPEN_CASE", "OVERDUE_ONLY"]
    basis: Name = "design"


class Renewal(Chapter):
    """When a car may be replaced.

    Attributes:
        age_on: The day on which the age counts (B2).
        early_grounds: Why a younger car may be replaced.
        continue_if_condition: Conditions in which it is used further (能使用继续使用).
    """

    min_age_years: Positive
    age_from: Literal["FIRST_REGISTRATION"] = "FIRST_REGISTRATION"
    age_on: Literal["DECISION_DATE"] = "DECISION_DATE"
    early_grounds: tuple[Name, ...] = ()
    continue_if_condition: tuple[Condition, ...]
    deadline: Deadline
    gate: Gate

    def eligible_from(self, first_registered: date) -> date:
        """The day a car may be replaced: its birthday; of 29 February 1 March."""
        return years_after(first_registered, self.min_age_years)


class Track(Chapter):
    """An indicator's track: who uses it and who decides, with which form, in which steps (R032).

    Attributes:
        zh: Its name.
        sectors: Whose units use it (R053).
        approvers: Whose decisions it needs.
        form: The form's name.
        steps: What happens to it, in order.
    """

    zh: Name
    sectors: tuple[Sector, ...]
    approvers: tuple[Authority, ...] = ("BUREAU", "FINANCE")
    form: Text = ""
    steps: tuple[Name, ...] = ("SUBMIT", "REVIEW", "DECISIONS", "APPROVAL")


_TRACKS = {
    "GENERAL": Track(zh="一般公务用车", sectors=("PARTY_GOV",), form="一般公务用车更新申请表"),
    "BUSINESS": Track(zh="业务用车", sectors=("INSTITUTION",), form="业务用车更新申请表"),
}


class Indicators(Chapter):
    """How indicators are handled.

    Attributes:
        tracks: By key.
        carry_over: Whether an unused one lives on into the next year.
    """

    tracks: dict[str, Track] = _TRACKS
    carry_over: Literal[False] = False
    basis: Name = "design"
