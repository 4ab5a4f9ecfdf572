"""The chapter on disposal: the four steps, the year, the grounds."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from fleet.policy.chapter import Chapter, Positive, years_after
from fleet.terms import Name, Text

Paper = Literal["indicator", "execution_document", "document"]
"""What a request has to cite."""

Chain = tuple[
    Literal["DisposalApproved"],
    Literal["AssetDisposalApproved"],
    Literal["AssetWrittenOff"],
    Literal["PurchaseApplied"],
]
"""The four steps in the one order that there is (R114)."""


class Within(Chapter):
    """So many years from an event (A10)."""

    model_config = ConfigDict(populate_by_name=True)

    years: Positive
    from_: Annotated[Literal["DisposalApproved"], Field(alias="from")] = "DisposalApproved"
    basis: Name = "design"


class Ground(Chapter):
    """Why a car may be disposed of, and which papers that needs (B4)."""

    zh: Text = ""
    needs: tuple[Paper, ...]


_GROUNDS = {
    "REPLACEMENT": Ground(zh="更新处置", needs=("indicator", "execution_document")),
    "SAFETY": Ground(zh="安全隐患", needs=("document",)),
    "EARLY": Ground(zh="提前报废", needs=("document",)),
    "TRANSFER": Ground(zh="调拨", needs=("document",)),
}


class Disposal(Chapter):
    """How a car leaves.

    Attributes:
        chain: The four steps, in order.
        physical_within: Until when it has to be gone.
        use_forbidden_from: From which event on it must not be used (A1).
        remind_on: The event that reminds the unit of it and seals the car.
        warn_days: So many days before the end of the year it is reminded again.
        grounds: By key.
        proceeds_within_days: Until the income of a sale has to be paid in (DISP-04).
    """

    chain: Chain
    physical_within: Within
    use_forbidden_from: Literal["AssetWrittenOff", "CertificateIssued"]
    remind_on: Literal["CertificateIssued"] = "CertificateIssued"
    warn_days: tuple[Positive, ...]
    grounds: dict[str, Ground] = _GROUNDS
    proceeds_within_days: Positive = 30
    basis: Name = "design"

    def due_on(self, approved_on: date) -> date:
        """The last day for the physical end."""
        return years_after(approved_on, self.physical_within.years)

    def warned_on(self, approved_on: date) -> tuple[date, ...]:
        """The days of the reminders."""
        due = self.due_on(approved_on)
        return tuple(due - timedelta(days=days) for days in self.warn_days)
