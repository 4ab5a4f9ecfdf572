"""What happens to a purchase."""

from typing import ClassVar
from uuid import UUID

from fleet.decider import Event
from fleet.policy.grounds import Grounds
from fleet.policy.specification import Specification
from fleet.procurement.quotes import Failure, PurchaseKind, Quote, Signature
from fleet.terms import Moment


class OfPurchase(Event):
    """Attributes that every event of a purchase has.

    Attributes:
        purchase: Its number.
        unit: Who is to keep the car.
        slot: The quota slot it is to live on.
        kind: Renewal or addition.
        at: When this became true in the office.
    """

    purchase: str
    unit: str
    slot: str
    kind: PurchaseKind
    at: Moment


class OfApplication(OfPurchase):
    """Attributes that the events from the application on have.

    Attributes:
        indicator: What it rests on.
        case: The disposal it rests on; None for an addition.
    """

    indicator: str
    case: str | None


class PurchaseDrafted(OfPurchase):
    """A file is begun.

    Attributes:
        indicator: What it will rest on; None: nobody has said.
        category: A key of the policy.
        vehicle: The car that is replaced.
        jurisdiction: Where the unit belongs.
        policy: The version the file is decided under to its end.
        by: Who said so.
    """

    TOPIC: ClassVar = "purchase.drafted"
    indicator: str | None
    category: str
    vehicle: str | None = None
    jurisdiction: str
    policy: str
    by: str


class PurchaseApplied(OfApplication):
    """The unit asks for this car.

    Attributes:
        vehicle: The car that is replaced.
        category: A key of the policy.
        quotes: What was offered.
        chosen: Which of them, from 0.
        ranking: The quotes, the first choice first, from 0.
        skip_reason: Why a better-ranked brand is not taken.
        predecessor: The event that wrote the old car off.
        by: Who applied.
    """

    TOPIC: ClassVar = "purchase.applied"
    vehicle: str | None
    category: str
    quotes: tuple[Quote, ...]
    chosen: int
    ranking: tuple[int, ...]
    skip_reason: str = ""
    body_reason: str = ""
    exception: str | None = None
    special_case: bool = False
    work_need: bool = False
    predecessor: UUID | None = None
    by: str
    grounds: Grounds

    @property
    def choice(self) -> Quote:
        """The quote that is asked for."""
        return self.quotes[self.chosen]


class StandardCheckPassed(OfApplication):
    """The car is within the standard.

    Attributes:
        cap_fen: The price limit.
        exception: The document that allows a joint-venture brand; None for other brands.
        warnings: What does not forbid it and still has to be seen: `PREF_BODY`.
    """

    TOPIC: ClassVar = "purchase.standard-check-passed"
    cap_fen: int
    exception: str | None = None
    warnings: tuple[str, ...] = ()
    by: str
    grounds: Grounds


class StandardCheckFailed(OfApplication):
    """The car is not within the standard; the application is void, and its slot is free again.

    Attributes:
        failures: What is wrong.
    """

    TOPIC: ClassVar = "purchase.standard-check-failed"
    failures: tuple[Failure, ...]
    by: str
    grounds: Grounds


class PurchaseSigned(OfApplication):
    """One of two bodies agrees; the other is awaited."""

    TOPIC: ClassVar = "purchase.signed"
    by: str
    body: str


class PurchaseApproved(OfApplication):
    """Whoever has to agree has agreed.

    Attributes:
        price_fen: What it may cost at most.
        signatures: All of them, the oldest first; the last one is `by`, `body`.
    """

    TOPIC: ClassVar = "purchase.approved"
    price_fen: int
    signatures: tuple[Signature, ...]
    by: str
    body: str
    grounds: Grounds


class PurchaseRejected(OfApplication):
    """A body does not agree; the slot is free again."""

    TOPIC: ClassVar = "purchase.rejected"
    reason: str
    by: str
    body: str


class PurchaseCancelled(OfPurchase):
    """It is off.

    Attributes:
        case: The disposal that the application rested on.
        held: Whether it held a slot, an indicator and a case, which are free again.
        certificate: The certificate that is void now; None if there was none.
    """

    TOPIC: ClassVar = "purchase.cancelled"
    indicator: str | None
    case: str | None
    held: bool
    certificate: str | None
    reason: str
    document: str | None
    by: str
    body: str


class CertificateIssued(OfApplication):
    """The indicator certificate is there; the old car, if there is one, must not be used (R115)."""

    TOPIC: ClassVar = "purchase.certificate-issued"
    certificate: str
    external_id: str | None = None


class ContractRecorded(OfApplication):
    """The car is ordered, within the standard and the approved price.

    Attributes:
        vehicle: The new car's number in the books.
        category: A key of the policy.
    """

    TOPIC: ClassVar = "purchase.contract-recorded"
    contract: str
    price_fen: int
    specification: Specification
    vehicle: str
    category: str
    external_id: str | None = None
    grounds: Grounds


class ContractFailed(OfApplication):
    """The supplier does not deliver.

    Attributes:
        contract: The contract that is off.
        vehicle: The number the car would have had.
    """

    TOPIC: ClassVar = "purchase.contract-failed"
    contract: str
    vehicle: str
    reason: str


class DeliveryRecorded(OfApplication):
    """The car that was contracted is there.

    Attributes:
        vehicle: The new car's number in the books.
    """

    TOPIC: ClassVar = "purchase.delivery-recorded"
    vehicle: str
    vin: str
    engine: str
    specification: Specification
    price_fen: int
    external_id: str | None = None
    grounds: Grounds


class DeliveryAccepted(OfApplication):
    """It has passed the acceptance check."""

    TOPIC: ClassVar = "purchase.delivery-accepted"
    vehicle: str
    report: str
    by: str


class DeliveryRefused(OfApplication):
    """It was sent back."""

    TOPIC: ClassVar = "purchase.delivery-refused"
    vehicle: str
    defects: str
    by: str


class DeliveredRegistered(OfApplication):
    """The books have taken up the car."""

    TOPIC: ClassVar = "purchase.vehicle-registered"
    vehicle: str
    vin: str


class PurchaseClosed(OfApplication):
    """The car is in service.

    Attributes:
        vehicle: The new car.
        review_note: What is to be learned from it.
    """

    TOPIC: ClassVar = "purchase.closed"
    vehicle: str
    review_note: str
    by: str


AskingEvent = (
    PurchaseApplied | StandardCheckPassed | StandardCheckFailed | PurchaseSigned | PurchaseApproved
)
OrderingEvent = CertificateIssued | ContractRecorded | ContractFailed
DeliveringEvent = DeliveryRecorded | DeliveryAccepted | DeliveryRefused | DeliveredRegistered
EndingEvent = PurchaseRejected | PurchaseCancelled | PurchaseClosed
PurchaseEvent = PurchaseDrafted | AskingEvent | OrderingEvent | DeliveringEvent | EndingEvent
