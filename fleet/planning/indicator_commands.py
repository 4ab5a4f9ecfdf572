"""What can be said to a renewal indicator."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from fleet.policy.brief import Briefed
from fleet.policy.specification import Specification
from fleet.terms import Code, Fen, Moment, Name, Text, UnitCode, VehicleId

Kind = Literal["RENEWAL", "ADDITION"]
"""配备更新: in place of an old car; 新增购置: on a vacant slot."""

Year = Annotated[int, Field(ge=2000, le=2200)]
Grade = Literal["GOOD", "FAIR", "POOR", "UNSAFE"]


class Notes(BaseModel):
    """Why, in four respects (R046): need of the work, economy, energy, shared use."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    need: Text = ""
    cost: Text = ""
    energy: Text = ""
    pooling: Text = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of them nobody has written."""
        return tuple(name for name, text in self.model_dump().items() if not text)


class _Said(Briefed):
    indicator: Code
    at: Moment


class DraftIndicator(_Said):
    """A unit writes down which car it will ask for.

    Attributes:
        kind: In place of an old car, or on a vacant slot.
        slot: The slot it will live on.
        vehicle: The old car; None for an addition.
        category: A key of the policy, its name or an alias.
        plan_year: For which year.
        track: `GENERAL` or `BUSINESS`: which form and approvers (R032).
        special_case: A case that needs the supervising unit's opinion (R016).
        opinion: Number of that opinion.
        safety_ground: Number of the report that the old car is unsafe.
        specification: What is asked for.
        price_fen: What it may cost, without purchase tax.
        notes: Why.
        unit_jurisdiction: Where the unit belongs.
        unit_sector: Its sector.
        first_registered: When the old car was first registered.
    """

    FACTS: ClassVar = Briefed.FACTS | {"unit_jurisdiction", "unit_sector", "first_registered"}

    unit: UnitCode
    kind: Kind
    slot: Code
    vehicle: VehicleId | None = None
    category: Name
    plan_year: Year
    track: Name
    special_case: bool = False
    opinion: Name | None = None
    safety_ground: Name | None = None
    specification: Specification
    price_fen: Fen
    notes: Notes = Notes()
    unit_jurisdiction: str = ""
    unit_sector: str | None = None
    first_registered: date | None = None


class CorrectIndicator(_Said):
    """What was drafted, or returned, is put right; what is not given stays."""

    specification: Specification | None = None
    price_fen: Fen | None = None
    notes: Notes | None = None
    safety_ground: Name | None = None


class AttachOpinion(_Said):
    """The supervising unit's opinion on a special case."""

    opinion: Name


class AssessCondition(_Said):
    """Somebody has looked at the old car (能使用继续使用)."""

    grade: Grade
    document: Name


class SubmitIndicator(_Said):
    """The unit asks for it.

    Attributes:
        first_registered: When the old car was first registered, as its dossier says now.
    """

    FACTS: ClassVar = Briefed.FACTS | {"first_registered"}

    first_registered: date | None = None


class WithdrawIndicator(_Said):
    """The unit asks no longer."""

    reason: Text = ""


class _GateRead(_Said):
    """Whoever reads the disposal gate.

    Attributes:
        unfinished: The unit's disposals that close the gate, as its docket says.
        overdue_on: Only those overdue on that day were asked for; None: all (A2).
    """

    FACTS: ClassVar = Briefed.FACTS | {"unfinished", "overdue_on"}

    unfinished: tuple[str, ...] = ()
    overdue_on: date | None = None


class StartReview(_GateRead):
    """It is looked at; the disposal gate is read and stored."""


class ReturnForCorrection(_Said):
    """Something is missing."""

    reason: Name


class _Decision(_Said):
    positive: bool
    reason: Text = ""


class RecordBureauDecision(_Decision):
    """What the bureau says."""


class RecordFinanceDecision(_Decision):
    """What finance says."""


class ApproveIndicator(_GateRead):
    """The car may be budgeted and bought."""


class RejectIndicator(_Said):
    """It may not."""

    reason: Code


class ExpireIndicator(_Said):
    """The plan year is over."""


class LinkBudget(_Said):
    """The budget line that cites it was approved."""

    line: Code


class IssueExecutionDocument(_Said):
    """Finance releases the money (采购预算执行书)."""

    line: Code
    document: Name


class ConsumeIndicator(_Said):
    """The new car is in service."""

    purchase: Code


class CiteBudget(_Said):
    """A budget line is asked for on its strength.

    Attributes:
        unit: Whose line it is; None: not said.
        year: Its budget year, which is the plan year; None: not said.
    """

    line: Code
    unit: UnitCode | None = None
    year: Year | None = None


class EnterPlan(_Said):
    """It is in the plan of its year."""

    plan: Name


class EnterPurchase(_Said):
    """A purchase is applied for on its strength."""

    purchase: Code
    slot: Code
    kind: Kind
    vehicle: VehicleId | None = None
    nev: bool = False


class LeavePurchase(_Said):
    """That purchase was cancelled."""

    purchase: Code


class CiteExecutable(_Said):
    """A disposal cites it and its execution document (R110)."""

    case: Code
    document: Name
    vehicle: VehicleId


class LeaveDisposal(_Said):
    """That disposal was rejected or withdrawn."""

    case: Code


PaperCommand = CorrectIndicator | AttachOpinion | AssessCondition
GuardCommand = (
    CiteBudget | EnterPlan | EnterPurchase | LeavePurchase | CiteExecutable | LeaveDisposal
)
ReviewCommand = (
    StartReview
    | ReturnForCorrection
    | RecordBureauDecision
    | RecordFinanceDecision
    | ApproveIndicator
    | RejectIndicator
)
OtherCommand = (
    SubmitIndicator
    | WithdrawIndicator
    | ExpireIndicator
    | LinkBudget
    | IssueExecutionDocument
    | ConsumeIndicator
)
IndicatorCommand = DraftIndicator | PaperCommand | GuardCommand | ReviewCommand | OtherCommand
