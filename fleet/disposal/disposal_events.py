"""What can have happened to a disposal case."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from fleet.decider import Event
from fleet.policy.grounds import Grounds
from fleet.terms import Moment


class OfCase(Event):
    """Attributes: which car of which unit the case is about."""

    case: str
    vehicle: str
    unit: str
    at: Moment


class DisposalDrafted(OfCase):
    """A unit prepares to give the car up; the case stays with the policy of that day (R033)."""

    TOPIC: ClassVar = "disposal.drafted"
    slot: str | None
    category: str
    ground: str
    jurisdiction: str
    policy: str
    by: str


class DisposalRequested(OfCase):
    """Asked for, with the papers of its ground."""

    TOPIC: ClassVar = "disposal.requested"
    slot: str | None
    ground: str
    indicator: str | None
    execution_document: str | None
    document: str | None
    grounds: Grounds
    by: str


class IndicatorCited(OfCase):
    """It makes room for a new car."""

    TOPIC: ClassVar = "disposal.indicator-cited"
    indicator: str
    execution_document: str


class DisposalSigned(OfCase):
    """One of the two bodies has signed."""

    TOPIC: ClassVar = "disposal.signed"
    by: str
    body: str


class DisposalApproved(OfCase):
    """Both have signed.

    Attributes:
        signatures: Body -> who signed.
        due_on: The last local day for the physical end.
        due_until: When that day is over.
        warned_at: When the reminders are due.
        warn_days: How many days before, in the same order.
    """

    TOPIC: ClassVar = "disposal.approved"
    slot: str | None
    signatures: dict[str, str]
    due_on: date
    due_until: Moment
    warned_at: tuple[Moment, ...]
    warn_days: tuple[int, ...]
    grounds: Grounds


class DisposalRejected(OfCase):
    """The car stays."""

    TOPIC: ClassVar = "disposal.rejected"
    indicator: str = ""
    reason: str
    by: str


class DisposalWithdrawn(OfCase):
    """Not asked for any more.

    Attributes:
        approved: It was approved before: the docket has it.
    """

    TOPIC: ClassVar = "disposal.withdrawn"
    indicator: str = ""
    reason: str
    document: str | None
    approved: bool
    by: str


class _StepTaken(OfCase):
    document: str
    predecessor: UUID | None
    policy: str
    by: str


class AssetDisposalApproved(_StepTaken):
    """Finance has approved the act on the asset."""

    TOPIC: ClassVar = "disposal.asset-approved"


class AssetWrittenOff(_StepTaken):
    """On paper the car is gone; its slot is free for one purchase.

    Attributes:
        slot: The slot that becomes empty.
    """

    TOPIC: ClassVar = "disposal.asset-written-off"
    slot: str | None


class DisposalReminded(OfCase):
    """The new car's certificate is issued: 及时提醒按时处置."""

    TOPIC: ClassVar = "disposal.reminded"
    purchase: str
    certificate: str
    due_on: date


class RetiredVehicleSealed(OfCase):
    """It stands sealed.

    Attributes:
        place: Where; empty where the certificate's reminder sealed it.
    """

    TOPIC: ClassVar = "disposal.vehicle-sealed"
    place: str


class PhysicalDisposalStarted(OfCase):
    """It is handed over."""

    TOPIC: ClassVar = "disposal.physical-started"
    mode: str
    reason: str | None


class DisposalOverdue(OfCase):
    """The year is over. Never forgotten (B5)."""

    TOPIC: ClassVar = "disposal.overdue"
    due_on: date


class DisposalResultRecorded(OfCase):
    """It is gone.

    Attributes:
        proceeds_until: When its income has to be paid in; None where it brought none.
    """

    TOPIC: ClassVar = "disposal.result-recorded"
    mode: str
    certificate: str
    sha256: str
    plate: str
    vin: str | None
    proceeds_fen: int
    buyer: str
    overdue: bool
    proceeds_until: Moment | None
    proceeds_within_days: int


class DisposalClosed(OfCase):
    """The file is closed."""

    TOPIC: ClassVar = "disposal.closed"
    review_note: str
    answer: str
    overdue: bool


class ProceedsReceived(OfCase):
    """The income is paid in."""

    TOPIC: ClassVar = "disposal.proceeds-received"
    receipt: str
    amount_fen: int


class SignOfLifeReported(OfCase):
    """The written-off car was noticed (DISP-03)."""

    TOPIC: ClassVar = "disposal.sign-of-life-reported"
    source: str
    reference: str
    seen_at: Moment


class PurchasePaired(OfCase):
    """One purchase rests on this write-off, and no other may."""

    TOPIC: ClassVar = "disposal.purchase-paired"
    purchase: str
    slot: str


class PurchaseUnpaired(OfCase):
    """That purchase was cancelled."""

    TOPIC: ClassVar = "disposal.purchase-unpaired"
    purchase: str


class WithdrawalCited(OfCase):
    """The car was withdrawn from use on the strength of this case."""

    TOPIC: ClassVar = "disposal.withdrawal-cited"


class CaseSampled(OfCase):
    """A joint inspection has drawn it: it is to be answered."""

    TOPIC: ClassVar = "disposal.sampled"
    inspection: str


PaperEvent = (
    IndicatorCited
    | DisposalSigned
    | ProceedsReceived
    | SignOfLifeReported
    | PurchasePaired
    | PurchaseUnpaired
    | WithdrawalCited
    | CaseSampled
    | DisposalReminded
)
StageEvent = (
    DisposalRequested
    | DisposalApproved
    | DisposalRejected
    | DisposalWithdrawn
    | AssetDisposalApproved
    | AssetWrittenOff
    | RetiredVehicleSealed
    | PhysicalDisposalStarted
    | DisposalOverdue
    | DisposalResultRecorded
    | DisposalClosed
)
DisposalEvent = DisposalDrafted | PaperEvent | StageEvent
