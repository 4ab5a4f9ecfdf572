"""What can have happened to a renewal indicator."""

from datetime import date
from typing import ClassVar

from fleet.decider import Event
from fleet.planning.indicator_commands import Notes
from fleet.policy.grounds import Grounds
from fleet.policy.specification import Specification
from fleet.terms import Moment


class _Happened(Event):
    indicator: str
    at: Moment


class IndicatorDrafted(_Happened):
    """Written down under the policy of that day; it stays with that version (R033)."""

    TOPIC: ClassVar = "indicator.drafted"
    unit: str
    jurisdiction: str
    policy: str
    kind: str
    slot: str
    vehicle: str | None
    category: str
    plan_year: int
    track: str
    form: str
    special_case: bool
    opinion: str | None
    safety_ground: str | None
    specification: Specification
    price_fen: int
    notes: Notes
    first_registered: date | None
    by: str


class IndicatorCorrected(_Happened):
    """Something of it was put right."""

    TOPIC: ClassVar = "indicator.corrected"
    specification: Specification
    price_fen: int
    notes: Notes
    safety_ground: str | None
    by: str


class OpinionAttached(_Happened):
    """The supervising unit has spoken."""

    TOPIC: ClassVar = "indicator.opinion-attached"
    opinion: str


class ConditionAssessed(_Happened):
    """How the old car is."""

    TOPIC: ClassVar = "indicator.condition-assessed"
    grade: str
    document: str
    by: str


class _OfSlot(_Happened):
    unit: str
    slot: str
    plan_year: int
    category: str
    kind: str
    vehicle: str | None


class IndicatorSubmitted(_OfSlot):
    """Asked for, in time."""

    TOPIC: ClassVar = "indicator.submitted"
    jurisdiction: str
    first_registered: date | None = None
    grounds: Grounds
    by: str


class IndicatorWithdrawn(_OfSlot):
    """Not asked for any more."""

    TOPIC: ClassVar = "indicator.withdrawn"
    reason: str
    by: str


class IndicatorReviewStarted(_Happened):
    """Being looked at.

    Attributes:
        lead: Who decides first.
        unfinished: The unit's disposals that would close the gate today.
    """

    TOPIC: ClassVar = "indicator.review-started"
    unit: str
    lead: str
    unfinished: tuple[str, ...]
    overdue_on: date | None
    grounds: Grounds


class IndicatorReturned(_Happened):
    """To be put right."""

    TOPIC: ClassVar = "indicator.returned"
    reason: str
    by: str


class _Decided(_Happened):
    positive: bool
    reason: str
    by: str


class BureauDecisionRecorded(_Decided):
    """The bureau has spoken."""

    TOPIC: ClassVar = "indicator.bureau-decision-recorded"


class FinanceDecisionRecorded(_Decided):
    """Finance has spoken."""

    TOPIC: ClassVar = "indicator.finance-decision-recorded"


class IndicatorApproved(_OfSlot):
    """A budget line may be asked for.

    Attributes:
        nev: Whether the car counts as a new-energy vehicle.
        year_ends: When the plan year is over.
    """

    TOPIC: ClassVar = "indicator.approved"
    price_fen: int
    nev: bool
    notes: Notes
    unfinished: tuple[str, ...]
    overdue_on: date | None
    year_ends: Moment
    grounds: Grounds
    by: str


class IndicatorRejected(_OfSlot):
    """Not this year."""

    TOPIC: ClassVar = "indicator.rejected"
    reason: str
    by: str


class IndicatorExpired(_OfSlot):
    """Its year is over."""

    TOPIC: ClassVar = "indicator.expired"


class IndicatorBudgeted(_Happened):
    """There is money for it."""

    TOPIC: ClassVar = "indicator.budgeted"
    line: str


class ExecutionDocumentIssued(_OfSlot):
    """The money is released: a purchase may be applied for."""

    TOPIC: ClassVar = "indicator.execution-document-issued"
    line: str
    document: str


class IndicatorConsumed(_Happened):
    """Its car is in service."""

    TOPIC: ClassVar = "indicator.consumed"
    purchase: str


class BudgetCited(_Happened):
    """One budget line cites it, and no other may."""

    TOPIC: ClassVar = "indicator.budget-cited"
    line: str


class PlanEntered(_Happened):
    """It is in the plan of its year."""

    TOPIC: ClassVar = "indicator.plan-entered"
    plan: str


class PurchaseEntered(_Happened):
    """One purchase is applied for on its strength, and no other may be."""

    TOPIC: ClassVar = "indicator.purchase-entered"
    purchase: str


class PurchaseLeft(_Happened):
    """That purchase was cancelled; another may be applied for."""

    TOPIC: ClassVar = "indicator.purchase-left"
    purchase: str


class DisposalCited(_Happened):
    """One disposal cites it, and no other may."""

    TOPIC: ClassVar = "indicator.disposal-cited"
    case: str
    document: str


class DisposalLeft(_Happened):
    """That disposal is off; another may cite it."""

    TOPIC: ClassVar = "indicator.disposal-left"
    case: str


PaperEvent = IndicatorCorrected | OpinionAttached | ConditionAssessed
GuardEvent = (
    BudgetCited | PlanEntered | PurchaseEntered | PurchaseLeft | DisposalCited | DisposalLeft
)
StageEvent = (
    IndicatorSubmitted
    | IndicatorWithdrawn
    | IndicatorReviewStarted
    | IndicatorReturned
    | IndicatorApproved
    | IndicatorRejected
    | IndicatorExpired
    | IndicatorBudgeted
    | ExecutionDocumentIssued
    | IndicatorConsumed
)
IndicatorEvent = (
    IndicatorDrafted
    | PaperEvent
    | GuardEvent
    | StageEvent
    | BureauDecisionRecorded
    | FinanceDecisionRecorded
)
