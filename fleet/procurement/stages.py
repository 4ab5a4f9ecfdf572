"""The stages of a purchase, and what its file holds in each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, TypeVar

from fleet.procurement.cloud_record import KINDS, RecordKind
from fleet.procurement.purchase_events import (
    AskingEvent,
    CertificateIssued,
    ContractFailed,
    ContractRecorded,
    DeliveredRegistered,
    DeliveringEvent,
    DeliveryAccepted,
    DeliveryRecorded,
    DeliveryRefused,
    EndingEvent,
    OrderingEvent,
    PurchaseApplied,
    PurchaseApproved,
    PurchaseCancelled,
    PurchaseClosed,
    PurchaseDrafted,
    PurchaseEvent,
    PurchaseRejected,
    PurchaseSigned,
    StandardCheckFailed,
    StandardCheckPassed,
)
from fleet.procurement.quotes import Signature

T = TypeVar("T")

Imported = CertificateIssued | ContractRecorded | DeliveryRecorded
"""What may come from the procurement cloud."""


@dataclass(frozen=True, slots=True)
class File:
    """What has been said and still stands; what was undone is gone from here.

    Attributes:
        signatures: Who has agreed so far.
        imported: What came from the cloud, by list and number there; for ever.
    """

    drafted: PurchaseDrafted
    applied: PurchaseApplied | None = None
    passed: StandardCheckPassed | None = None
    signatures: tuple[Signature, ...] = ()
    approved: PurchaseApproved | None = None
    certificate: CertificateIssued | None = None
    contract: ContractRecorded | None = None
    failure: ContractFailed | None = None
    delivery: DeliveryRecorded | None = None
    refusal: DeliveryRefused | None = None
    accepted: DeliveryAccepted | None = None
    registered: DeliveredRegistered | None = None
    ending: PurchaseRejected | PurchaseCancelled | PurchaseClosed | None = None
    imported: Mapping[tuple[RecordKind, str], Imported] = field(default_factory=dict)

    @property
    def standing(self) -> tuple[PurchaseEvent, ...]:
        """The steps that were taken and not undone."""
        steps = (
            self.applied,
            self.passed,
            self.approved,
            self.certificate,
            self.contract,
            self.failure,
            self.delivery,
            self.refusal,
            self.accepted,
            self.ending,
        )
        return tuple(step for step in steps if step is not None)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody has begun it."""

    file: ClassVar[None] = None


@dataclass(frozen=True, slots=True)
class Begun:
    """There is a file: one of the stages below."""

    file: File


@dataclass(frozen=True, slots=True)
class Draft(Begun):
    """Being prepared; it holds nothing."""


@dataclass(frozen=True, slots=True)
class Applied(Begun):
    """The unit has asked; slot, indicator and write-off are held for it."""


@dataclass(frozen=True, slots=True)
class Checked(Begun):
    """Within the standard; signatures are awaited."""


@dataclass(frozen=True, slots=True)
class Approved(Begun):
    """Whoever has to agree has agreed."""


@dataclass(frozen=True, slots=True)
class Certified(Begun):
    """The indicator certificate is there; the car may be ordered."""


@dataclass(frozen=True, slots=True)
class Contracted(Begun):
    """The car is ordered."""


@dataclass(frozen=True, slots=True)
class Delivered(Begun):
    """The car is there."""


@dataclass(frozen=True, slots=True)
class Accepted(Begun):
    """The car was accepted."""


@dataclass(frozen=True, slots=True)
class Closed(Begun):
    """The car is in service."""


@dataclass(frozen=True, slots=True)
class Rejected(Begun):
    """A body did not agree."""


@dataclass(frozen=True, slots=True)
class Cancelled(Begun):
    """It is off."""


Purchase = (
    Unknown
    | Draft
    | Applied
    | Checked
    | Approved
    | Certified
    | Contracted
    | Delivered
    | Accepted
    | Closed
    | Rejected
    | Cancelled
)
"""Where it stands."""
CHINESE = {
    "Draft": "草稿",
    "Applied": "已申请",
    "Checked": "已核标准",
    "Approved": "已批准",
    "Certified": "已发指标证",
    "Contracted": "已签合同",
    "Delivered": "已交付",
    "Accepted": "已验收",
    "Closed": "已办结",
    "Rejected": "不予批准",
    "Cancelled": "已取消",
}
"""What the office calls the stages."""


def present(part: T | None) -> T:
    """A part that the stage cannot be without.

    Raises:
        LookupError: If it is not there: the ledger would contradict itself.
    """
    if part is None:
        raise LookupError("a stage without the step before it: the ledger contradicts itself")
    return part


def evolve(purchase: Purchase, event: PurchaseEvent) -> Purchase:
    """Take one event into account.

    Raises:
        LookupError: If nobody has begun the purchase: the ledger would contradict itself.
    """
    if isinstance(event, PurchaseDrafted):
        return Draft(File(event))
    file = present(purchase.file)
    if isinstance(event, AskingEvent):
        return _asking(file, event)
    if isinstance(event, OrderingEvent):
        return _ordering(file, event)
    if isinstance(event, DeliveringEvent):
        return _delivering(file, purchase, event)
    return _ending(file, event)


def _asking(file: File, event: AskingEvent) -> Purchase:
    match event:
        case PurchaseApplied():
            return Applied(replace(file, applied=event))
        case StandardCheckPassed():
            return Checked(replace(file, passed=event))
        case StandardCheckFailed():
            return Draft(replace(file, applied=None))
        case PurchaseSigned(by=by, body=body):
            return Checked(
                replace(file, signatures=(*file.signatures, Signature(by=by, body=body)))
            )
        case PurchaseApproved():
            return Approved(replace(file, approved=event))


def _ordering(file: File, event: OrderingEvent) -> Purchase:
    match event:
        case CertificateIssued():
            return Certified(_imported(replace(file, certificate=event), event))
        case ContractRecorded():
            return Contracted(_imported(replace(file, contract=event, failure=None), event))
        case ContractFailed():
            return Certified(replace(file, contract=None, failure=event))


def _delivering(file: File, purchase: Purchase, event: DeliveringEvent) -> Purchase:
    match event:
        case DeliveryRecorded():
            return Delivered(_imported(replace(file, delivery=event, refusal=None), event))
        case DeliveryRefused():
            return Contracted(replace(file, delivery=None, refusal=event))
        case DeliveryAccepted():
            return Accepted(replace(file, accepted=event))
        case DeliveredRegistered():
            known = replace(file, registered=event)
            return Accepted(known) if isinstance(purchase, Accepted) else Delivered(known)


def _ending(file: File, event: EndingEvent) -> Purchase:
    match event:
        case PurchaseRejected():
            return Rejected(replace(file, ending=event))
        case PurchaseCancelled():
            return Cancelled(replace(file, ending=event))
        case PurchaseClosed():
            return Closed(replace(file, ending=event))


def _imported(file: File, event: Imported) -> File:
    if event.external_id is None:
        return file
    return replace(file, imported={**file.imported, (KINDS[type(event)], event.external_id): event})
