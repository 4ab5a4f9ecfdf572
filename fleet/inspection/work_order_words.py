"""What is said about a repair (维修单), and what follows."""

from typing import Annotated, ClassVar

from pydantic import Field

from fleet.decider import Event
from fleet.policy.brief import Briefed
from fleet.terms import Code, Fen, Moment, Name, Sha256, VehicleId


class OnOrder(Briefed):
    """Attributes: work_order: Its number; at: When it became true in the office."""

    work_order: Code
    at: Moment


class OpenWorkOrder(OnOrder):
    """A car needs a repair.

    Attributes:
        vendor: Which workshop.
        designated: Whether it is on the list (定点维修).
        exception: Who allowed another one.
        items: What is to be repaired: items of a check, or in words.
        estimate_fen: What it is said to cost.
        check: The check that found it; None: none did.
        warranty_asked: Whether the maker was asked to pay.
        unit: Whose car it is; empty: it is in nobody's books.
        covers: The covers in force that day (质保).
    """

    FACTS: ClassVar = OnOrder.FACTS | {"unit", "covers"}

    vehicle: VehicleId
    vendor: Name
    designated: bool = False
    exception: Name | None = None
    items: Annotated[tuple[Name, ...], Field(min_length=1)]
    estimate_fen: Fen
    check: Code | None = None
    warranty_asked: bool = False
    unit: str = ""
    covers: tuple[str, ...] = ()


class ApproveWorkOrder(OnOrder):
    """Somebody else than the opener says yes."""


class RejectWorkOrder(OnOrder):
    """It is not repaired."""

    reason: Name


class RecordInvoice(OnOrder):
    """The workshop wants its money.

    Attributes:
        issued_at: When the invoice was written.
    """

    invoice: Name
    amount_fen: Fen
    issued_at: Moment


class CompleteWorkOrder(OnOrder):
    """It is done.

    Attributes:
        result: What was done.
        items_passed: Which of its items were found in order afterwards.
        sha256: Of the workshop's record.
    """

    result: Name
    items_passed: tuple[Name, ...] = ()
    sha256: Sha256 | None = None


class OfOrder(Event):
    """Attributes: which repair of which car of which unit."""

    work_order: str
    vehicle: str
    unit: str
    at: Moment


class WorkOrderOpened(OfOrder):
    """A car needs a repair.

    Attributes:
        policy: The version of the policy it runs on.
    """

    TOPIC: ClassVar = "work-order.opened"
    jurisdiction: str
    vendor: str
    designated: bool
    exception: str | None
    items: tuple[str, ...]
    estimate_fen: int
    check: str | None
    covers: tuple[str, ...]
    warranty_asked: bool
    policy: str
    by: str


class WorkOrderApproved(OfOrder):
    """It may be repaired."""

    TOPIC: ClassVar = "work-order.approved"
    by: str
    body: str


class WorkOrderRejected(OfOrder):
    """It is not repaired."""

    TOPIC: ClassVar = "work-order.rejected"
    reason: str
    by: str


class WorkOrderInvoiced(OfOrder):
    """The workshop wants its money."""

    TOPIC: ClassVar = "work-order.invoiced"
    invoice: str
    amount_fen: int
    issued_at: Moment
    by: str


class WorkOrderCompleted(OfOrder):
    """It is done.

    Attributes:
        safety: Which of the items that passed are safety items of the policy it runs on.
    """

    TOPIC: ClassVar = "work-order.completed"
    result: str
    items_passed: tuple[str, ...]
    sha256: str | None
    by: str
    safety: tuple[str, ...] = ()


WorkOrderCommand = (
    OpenWorkOrder | ApproveWorkOrder | RejectWorkOrder | RecordInvoice | CompleteWorkOrder
)
WorkOrderEvent = (
    WorkOrderOpened | WorkOrderApproved | WorkOrderRejected | WorkOrderInvoiced | WorkOrderCompleted
)
