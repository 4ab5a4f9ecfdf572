"""A repair (维修单): opened, approved by somebody else, done, invoiced.

Unknown --OpenWorkOrder--> Opened --ApproveWorkOrder--> Approved --CompleteWorkOrder--> Completed
Opened --RejectWorkOrder--> Rejected; an invoice is taken from the approval on.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from fleet.decider import Decider, Refused
from fleet.inspection import rules
from fleet.inspection import work_order_refusals as refuse
from fleet.inspection.work_order_words import (
    ApproveWorkOrder,
    CompleteWorkOrder,
    OpenWorkOrder,
    RecordInvoice,
    RejectWorkOrder,
    WorkOrderApproved,
    WorkOrderCommand,
    WorkOrderCompleted,
    WorkOrderEvent,
    WorkOrderInvoiced,
    WorkOrderOpened,
    WorkOrderRejected,
)
from fleet.policy import authority

DECIDERS = ("UNIT_LEADER", "CENTRE", "BUREAU")
"""Who may say yes to a repair."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody has opened it."""


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody has: one of the stages below.

    Attributes:
        told: What was asked for.
        stepped_at: When the last step was taken.
        approved_at: When somebody said yes; None: nobody has.
        invoice: Number and amount (fen) of the invoice; None: there is none yet.
    """

    told: WorkOrderOpened
    stepped_at: datetime
    approved_at: datetime | None = None
    invoice: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Opened(Told):
    """Asked for."""


@dataclass(frozen=True, slots=True)
class Approved(Told):
    """It may be repaired."""


@dataclass(frozen=True, slots=True)
class Rejected(Told):
    """It is not repaired."""


@dataclass(frozen=True, slots=True)
class Completed(Told):
    """Done."""


WorkOrder = Unknown | Opened | Approved | Rejected | Completed
Answer = ApproveWorkOrder | RejectWorkOrder


def decide(command: WorkOrderCommand, order: WorkOrder) -> list[WorkOrderEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R094; handbook 4 (WorkOrder: approved before the invoice; vendor listed; warranty asked).
    """
    authority.check(command.brief)
    if isinstance(command, OpenWorkOrder):
        return _open(command, order)
    if isinstance(order, Unknown):
        raise _out_of_order(command, order)
    match command:
        case ApproveWorkOrder() | RejectWorkOrder():
            return _answer(command, order)
        case RecordInvoice():
            return _invoice(command, order)
        case CompleteWorkOrder():
            return _complete(command, order)


def _out_of_order(command: WorkOrderCommand, order: Unknown | Told) -> Refused:
    return refuse.out_of_order(command, type(order).__name__)


def _open(command: OpenWorkOrder, order: WorkOrder) -> list[WorkOrderEvent]:
    if isinstance(order, Told):
        if _said(order.told) == _said(command):
            return []
        raise refuse.differs(command)
    if not command.unit:
        raise refuse.unknown_vehicle(command)
    if not command.designated and command.exception is None:
        raise refuse.vendor_not_listed(command)
    if command.covers and not command.warranty_asked:
        raise refuse.warranty_not_asked(command)
    brief = command.brief
    policy = brief.shelf.in_force(brief.jurisdiction, command.at)
    said = command.model_dump(exclude={"brief"})
    opened = WorkOrderOpened(
        **said, jurisdiction=brief.jurisdiction, policy=policy.reference, by=brief.actor.person
    )
    return [opened]


def _said(told: OpenWorkOrder | WorkOrderOpened) -> tuple[object, ...]:
    """What the opener said, whatever was looked up."""
    where = told.vehicle, told.vendor, told.designated, told.exception
    return *where, told.items, told.estimate_fen, told.check


def _answer(command: Answer, order: Told) -> list[WorkOrderEvent]:
    authority.require(command.brief, *DECIDERS)
    if not isinstance(order, Opened):
        agreed = Approved if isinstance(command, ApproveWorkOrder) else Rejected
        if isinstance(order, agreed):
            return []
        raise _out_of_order(command, order)
    actor = command.brief.actor
    if actor.person == order.told.by:
        raise refuse.same_person(command.work_order, actor.person)
    _check_time(command, order.stepped_at)
    of = {"vehicle": order.told.vehicle, "unit": order.told.unit, "by": actor.person}
    said = command.model_dump(exclude={"brief"})
    if isinstance(command, ApproveWorkOrder):
        return [WorkOrderApproved(**of, **said, body=actor.role)]
    return [WorkOrderRejected(**of, **said)]


def _check_time(command: Answer | CompleteWorkOrder, before: datetime) -> None:
    if command.at < before:
        raise refuse.earlier(command.work_order, command.at, before)


def _invoice(command: RecordInvoice, order: Told) -> list[WorkOrderEvent]:
    approved_at = order.approved_at
    if approved_at is None or command.issued_at < approved_at:
        raise refuse.invoice_first(command, approved_at)
    if order.invoice is not None:
        if order.invoice == (command.invoice, command.amount_fen):
            return []
        raise refuse.invoiced_already(command, order.invoice[0])
    of = {"vehicle": order.told.vehicle, "unit": order.told.unit}
    said = command.model_dump(exclude={"brief"})
    return [WorkOrderInvoiced(**of, **said, by=command.brief.actor.person)]


def _complete(command: CompleteWorkOrder, order: Told) -> list[WorkOrderEvent]:
    if isinstance(order, Completed):
        return []
    if not isinstance(order, Approved):
        raise _out_of_order(command, order)
    _check_time(command, order.stepped_at)
    ordered = order.told.items
    if unasked := tuple(item for item in command.items_passed if item not in ordered):
        raise refuse.not_ordered(command.work_order, unasked, ordered)
    policy = command.brief.shelf.cited(order.told.policy)
    safety = rules.passed(policy, dict.fromkeys(command.items_passed, rules.PASS))
    of = {"vehicle": order.told.vehicle, "unit": order.told.unit, "safety": safety}
    said = command.model_dump(exclude={"brief"})
    return [WorkOrderCompleted(**of, **said, by=command.brief.actor.person)]


def evolve(order: WorkOrder, event: WorkOrderEvent) -> WorkOrder:
    """Take one event into account."""
    if isinstance(event, WorkOrderOpened):
        return Opened(event, event.at)
    if isinstance(order, Unknown):
        return order
    match event:
        case WorkOrderApproved(at=at):
            return Approved(order.told, at, at)
        case WorkOrderRejected(at=at):
            return Rejected(order.told, at)
        case WorkOrderInvoiced(invoice=number, amount_fen=amount):
            return replace(order, invoice=(number, amount))
        case WorkOrderCompleted(at=at):
            return Completed(order.told, at, order.approved_at, order.invoice)


work_order: Decider[WorkOrderCommand, WorkOrderEvent, WorkOrder] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)
"""What can be said to a repair."""
