"""A purchase (购置): one car, from the application on an indicator to its first day in service.

The legal moves stand in `purchase_machine`; what each step asks stands beside its name.
"""

from fleet.decider import Command, Decider, Event
from fleet.policy import authority
from fleet.procurement import application, approval, delivery, ordering
from fleet.procurement.cloud_record import RecordKind, reused
from fleet.procurement.purchase_commands import (
    AcceptDelivery,
    ApplyPurchase,
    ApprovePurchase,
    CancelPurchase,
    CheckStandard,
    ClosePurchase,
    DraftPurchase,
    IssueCertificate,
    PurchaseCommand,
    RecordContract,
    RecordContractFailure,
    RecordDelivery,
    RefuseDelivery,
    RegisterDelivered,
    RejectPurchase,
)
from fleet.procurement.purchase_events import PurchaseEvent
from fleet.procurement.purchase_machine import MACHINE
from fleet.procurement.refusals import not_begun, out_of_order
from fleet.procurement.stages import File, Purchase, Unknown, evolve

Asking = ApplyPurchase | CheckStandard | ApprovePurchase | RejectPurchase | CancelPurchase
Ordering = IssueCertificate | RecordContract | RecordContractFailure
Delivering = RecordDelivery | AcceptDelivery | RefuseDelivery | ClosePurchase


def decide(command: PurchaseCommand, purchase: Purchase) -> list[PurchaseEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R015, R017, R026, R033, R037, R040-R042, R049-R051, R108, R112-R115, R128; handbook 5.3.
    """
    if isinstance(command, RegisterDelivered):
        return delivery.register(command, purchase)
    authority.check(command.brief)
    if isinstance(command, DraftPurchase):
        return application.draft(command, purchase.file)
    if purchase.file is None:
        raise not_begun(command)
    if _known(command, purchase.file):
        return []
    if not MACHINE.takes(command, purchase):
        raise out_of_order(command, purchase, MACHINE)
    if isinstance(command, Asking):
        return _ask(command, purchase.file)
    if isinstance(command, Ordering):
        return _order(command, purchase.file)
    return _deliver(command, purchase.file)


def _ask(command: Asking, file: File) -> list[PurchaseEvent]:
    match command:
        case ApplyPurchase():
            return application.apply(command, file)
        case CheckStandard():
            return application.check(command, file)
        case ApprovePurchase():
            return approval.approve(command, file)
        case RejectPurchase():
            return approval.reject(command, file)
        case CancelPurchase():
            return approval.cancel(command, file)


def _order(command: Ordering, file: File) -> list[PurchaseEvent]:
    match command:
        case IssueCertificate():
            return ordering.certify(command, file)
        case RecordContract():
            return ordering.contract(command, file)
        case RecordContractFailure():
            return ordering.fail(command, file)


def _deliver(command: Delivering, file: File) -> list[PurchaseEvent]:
    match command:
        case RecordDelivery():
            return delivery.deliver(command, file)
        case AcceptDelivery():
            return delivery.accept(command, file)
        case RefuseDelivery():
            return delivery.refuse(command, file)
        case ClosePurchase():
            return delivery.close(command, file)


_KIND: dict[type[Command], RecordKind] = {
    IssueCertificate: "certificate",
    RecordContract: "contract",
    RecordDelivery: "delivery",
}
"""What is said by which list of the procurement cloud."""


def _known(command: Asking | Ordering | Delivering, file: File) -> bool:
    """Whether it has been said before, and still stands.

    Raises:
        Refused: If the number of a record of the cloud comes again with other content.
    """
    if isinstance(command, IssueCertificate | RecordContract | RecordDelivery):
        kind, number = _KIND[type(command)], command.external_id or ""
        record = file.imported.get((kind, number))
        if record is not None and not _says(record, command, at=True):
            raise reused(kind, number, file.drafted.purchase, command.purchase)
        if record is not None:
            return True
    said = type(command).__name__
    answers = {move.event for move in MACHINE.moves if move.command == said}
    return any(
        type(event).__name__ in answers and _says(event, command, at=False)
        for event in file.standing
    )


def _says(event: Event, command: Command, *, at: bool) -> bool:
    """Whether an event says what a command says; `at`: at the same time, too."""
    unsaid = command.FACTS if at else command.FACTS | {"at"}
    return all(getattr(event, name) == value for name, value in command if name not in unsaid)


purchase: Decider[PurchaseCommand, PurchaseEvent, Purchase] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)
