"""What can be said to a disposal case."""

from typing import ClassVar, Literal
from uuid import UUID

from fleet.policy.brief import Briefed
from fleet.terms import Code, Fen, Moment, Name, Plate, Sha256, Text, UnitCode, VehicleId, Vin

Mode = Literal["SCRAP", "AUCTION", "TRADE_IN", "TRANSFER"]
"""报废回收, 拍卖, 置换, 调拨."""

Source = Literal["FUEL", "TOLL", "PARKING", "VIOLATION", "HOTLINE", "SIGHTING"]
"""Where a written-off car was noticed, as papers tell."""


class OnCase(Briefed):
    """Attributes: case: Its number; at: When it became true in the office."""

    case: Code
    at: Moment


class DraftDisposal(OnCase):
    """A unit prepares to give a car up.

    Attributes:
        vehicle: Which car.
        unit: Who keeps it.
        slot: The slot it lives on; None for a car without one.
        category: What it is kept for: a key of the policy, its name or an alias.
        ground: Why: a ground of the policy.
        unit_jurisdiction: Where the unit belongs.
    """

    FACTS: ClassVar = OnCase.FACTS | {"unit_jurisdiction"}

    vehicle: VehicleId
    unit: UnitCode
    slot: Code | None = None
    category: Name
    ground: Name
    unit_jurisdiction: str = ""


class RequestDisposal(OnCase):
    """The unit asks for it, and shows what the ground needs.

    Attributes:
        indicator: The renewal indicator it makes room for.
        execution_document: That indicator's execution document.
        document: The paper of another ground: a safety report, a transfer order.
    """

    indicator: Code | None = None
    execution_document: Name | None = None
    document: Name | None = None


class CiteIndicator(OnCase):
    """A disposal on another ground makes room for a new car after all (B4)."""

    indicator: Code
    execution_document: Name


class ApproveDisposal(OnCase):
    """One of the two bodies signs; with the second signature the year begins."""


class RejectDisposal(OnCase):
    """The car stays."""

    reason: Name


class WithdrawDisposal(OnCase):
    """The unit asks no longer.

    Attributes:
        document: Who allows it; needed once the disposal is approved.
    """

    reason: Name
    document: Name | None = None


class _Step(OnCase):
    """Attributes: predecessor: The event of the step before (R114)."""

    FACTS: ClassVar = OnCase.FACTS | {"predecessor"}

    document: Name
    predecessor: UUID | None = None


class ApproveAssetDisposal(_Step):
    """Finance approves the act on the asset (资产处置审批)."""


class WriteOffAsset(_Step):
    """The asset card is removed; the car must not be used any more (资产核销)."""


class SealForDisposal(OnCase):
    """Keys and plates are handed in.

    Attributes:
        place: Where the car stands.
    """

    place: Name


class StartPhysicalDisposal(OnCase):
    """It is handed over.

    Attributes:
        mode: How it ends.
        reason: Why so late; needed when the year is over.
    """

    mode: Mode
    reason: Name | None = None


class RecordDisposalResult(OnCase):
    """It is gone.

    Attributes:
        certificate: Number of the recycler's certificate, or of the sale's record.
        sha256: Of that document.
        plate: The plate that was cancelled.
        vin: The number on the certificate, where the car has one in the books.
        proceeds_fen: What it brought.
        buyer: Who has it now; empty for scrap.
    """

    certificate: Name | None = None
    sha256: Sha256 | None = None
    plate: Plate | None = None
    vin: Vin | None = None
    proceeds_fen: Fen = 0
    buyer: Text = ""


class CloseDisposal(OnCase):
    """The file is closed.

    Attributes:
        review_note: What is to be learned from it (后期复盘).
        answer: The answer to the joint inspection, where it was drawn.
    """

    review_note: Text = ""
    answer: Text = ""


class ReceiveProceeds(OnCase):
    """The income is paid in.

    Attributes:
        receipt: Number of the treasury's receipt.
    """

    receipt: Name
    amount_fen: Fen


class ReportSignOfLife(OnCase):
    """Somebody has noticed the car although it is written off (退而不休).

    Attributes:
        source: What tells.
        reference: Number of that paper.
        seen_at: When the car was noticed.
    """

    source: Source
    reference: Name
    seen_at: Moment


class MarkOverdue(OnCase):
    """The year is over."""


class PairPurchase(OnCase):
    """A purchase rests on this write-off (退一补一)."""

    purchase: Code
    slot: Code
    vehicle: VehicleId | None = None


class UnpairPurchase(OnCase):
    """That purchase was cancelled."""

    purchase: Code


class RemindAndSeal(OnCase):
    """The new car's certificate is issued: the old one is to go in time, and not to be used."""

    purchase: Code
    certificate: Name


class CiteApproved(OnCase):
    """The car is withdrawn from use on the strength of this case."""

    vehicle: VehicleId


class SampleCase(OnCase):
    """A joint inspection has drawn it."""

    inspection: Code


ChainCommand = ApproveAssetDisposal | WriteOffAsset
GuardCommand = PairPurchase | UnpairPurchase | RemindAndSeal | CiteApproved | SampleCase
PaperCommand = CiteIndicator | ReceiveProceeds | ReportSignOfLife
RequestCommand = RequestDisposal | ApproveDisposal | RejectDisposal | WithdrawDisposal
PhysicalCommand = (
    SealForDisposal | StartPhysicalDisposal | RecordDisposalResult | CloseDisposal | MarkOverdue
)
DisposalCommand = (
    DraftDisposal | RequestCommand | ChainCommand | PhysicalCommand | PaperCommand | GuardCommand
)
