"""What can be said about a purchase."""

from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from fleet.decider import Command
from fleet.policy.brief import Briefed
from fleet.policy.specification import Specification
from fleet.procurement.quotes import PurchaseKind, Quote, SpecialCase
from fleet.terms import Code, Fen, Moment, Name, Text, UnitCode, VehicleId, Vin


class OnPurchase(Briefed):
    """Attributes that every command has.

    Attributes:
        purchase: Its number.
        at: When this became true in the office.
    """

    purchase: Code
    at: Moment


class DraftPurchase(OnPurchase):
    """A unit begins a file for one car.

    Attributes:
        indicator: The indicator it rests on; None is refused when the purchase is applied for.
        unit: Who is to keep the car.
        slot: The quota slot the car is to live on.
        kind: Renewal or addition.
        category: What for: a key of the policy, its name or an alias.
        vehicle: The car that is replaced; None for an addition.
        unit_jurisdiction: Where the unit belongs.
    """

    FACTS: ClassVar = OnPurchase.FACTS | {"unit_jurisdiction"}

    indicator: Code | None = None
    unit: UnitCode
    slot: Code
    kind: PurchaseKind
    category: Name
    vehicle: VehicleId | None = None
    unit_jurisdiction: str = ""


class ApplyPurchase(OnPurchase):
    """The unit applies for the car.

    Attributes:
        case: The disposal whose write-off the purchase rests on; None for an addition.
        quotes: What was offered.
        chosen: Which of them, from 0.
        skip_reason: Why a domestic brand that was offered is not taken; empty if it is.
        body_reason: Why it has to be a sedan; empty for other bodies.
        exception: Document that allows a joint-venture brand.
        special_case: It is a special case of the category's standard.
        work_need: The work needs more than the plain standard.
        predecessor: The event that wrote the old car off; None: it is not written off.
        written_off_at: When that was; None: it is not.
    """

    FACTS: ClassVar = OnPurchase.FACTS | {"predecessor", "written_off_at"}

    case: Code | None = None
    quotes: Annotated[tuple[Quote, ...], Field(min_length=1)]
    chosen: Annotated[int, Field(ge=0)] = 0
    skip_reason: Text = ""
    body_reason: Text = ""
    exception: Name | None = None
    special_case: SpecialCase = False
    work_need: SpecialCase = False
    predecessor: UUID | None = None
    written_off_at: Moment | None = None

    @model_validator(mode="after")
    def _is_offered(self) -> Self:
        if self.chosen >= len(self.quotes):
            raise ValueError(f"chosen is below {len(self.quotes)}: it counts the quotes from 0")
        return self


class CheckStandard(OnPurchase):
    """Hold the chosen quote against the equipment standard."""


class ApprovePurchase(OnPurchase):
    """One of two bodies agrees."""


class RejectPurchase(OnPurchase):
    """One of two bodies does not agree.

    Attributes:
        reason: Why.
    """

    reason: Name


class CancelPurchase(OnPurchase):
    """It is not wanted any more.

    Attributes:
        reason: Why.
        document: Who allows it; needed once the purchase is approved.
    """

    reason: Name
    document: Name | None = None


class IssueCertificate(OnPurchase):
    """The procurement cloud has given the indicator certificate (指标证).

    Attributes:
        certificate: Its number.
        external_id: What the cloud calls the record; None if it was written by hand.
    """

    certificate: Code
    external_id: Code | None = None


class RecordContract(OnPurchase):
    """The car is ordered.

    Attributes:
        contract: The contract's number.
        price_fen: What it costs, without purchase tax.
        specification: Which car.
        vehicle: The number it will have in the books.
        external_id: What the cloud calls the record; None if it was written by hand.
    """

    contract: Name
    price_fen: Fen
    specification: Specification
    vehicle: VehicleId
    external_id: Code | None = None


class RecordContractFailure(OnPurchase):
    """The supplier does not deliver.

    Attributes:
        reason: What happened.
    """

    reason: Name


class RecordDelivery(OnPurchase):
    """The car is there.

    Attributes:
        vin: Its identification number.
        engine: The number of its engine or motor.
        specification: Which car came.
        price_fen: What was billed, without purchase tax.
        external_id: What the cloud calls the record; None if it was written by hand.
    """

    vin: Vin
    engine: Name
    specification: Specification
    price_fen: Fen
    external_id: Code | None = None


class AcceptDelivery(OnPurchase):
    """The acceptance check was passed.

    Attributes:
        report: Number of the acceptance sheet.
    """

    report: Name


class RefuseDelivery(OnPurchase):
    """The car is sent back.

    Attributes:
        defects: What is wrong with it.
    """

    defects: Name


class ClosePurchase(OnPurchase):
    """The car is in service, and the file is complete.

    Attributes:
        review_note: What is to be learned from it (后期复盘); empty is refused.
    """

    review_note: Text = ""


class RegisterDelivered(Command):
    """Guard: the books take up the car that was delivered.

    Attributes:
        vehicle: Its number.
        vin: Its identification number.
        slot: The slot it goes to.
    """

    purchase: Code
    vehicle: VehicleId
    vin: Vin
    slot: Code
    at: Moment


PurchaseCommand = (
    DraftPurchase
    | ApplyPurchase
    | CheckStandard
    | ApprovePurchase
    | RejectPurchase
    | CancelPurchase
    | IssueCertificate
    | RecordContract
    | RecordContractFailure
    | RecordDelivery
    | AcceptDelivery
    | RefuseDelivery
    | ClosePurchase
    | RegisterDelivered
)
