"""From the approval to the contract: certificate, order, and a supplier who fails."""

from fleet.decider import Refused
from fleet.policy.grounds import Grounds
from fleet.procurement.purchase_commands import (
    IssueCertificate,
    RecordContract,
    RecordContractFailure,
)
from fleet.procurement.purchase_events import (
    CertificateIssued,
    ContractFailed,
    ContractRecorded,
    PurchaseEvent,
)
from fleet.procurement.refusals import above_standard, shared, yuan
from fleet.procurement.rules import STANDARD
from fleet.procurement.stages import File, present
from fleet.procurement.standard import asked, failures

_CLASS = ("body", "energy", "origin")
"""What two bodies have agreed to; the model may be another one of the kind."""


def certify(command: IssueCertificate, file: File) -> list[PurchaseEvent]:
    """Take the certificate up; the event reminds of the old car and seals it (R115)."""
    return [
        CertificateIssued(
            **shared(file),
            certificate=command.certificate,
            external_id=command.external_id,
            at=command.at,
        )
    ]


def contract(command: RecordContract, file: File) -> list[PurchaseEvent]:
    """Order the car.

    Raises:
        Refused: If it is above the standard, another kind of car than was approved, or dearer.

    Source:
        R017, R041, R042; handbook 5.3.
    """
    applied, approved = present(file.applied), present(file.approved)
    policy = command.brief.shelf.cited(file.drafted.policy)
    inputs = asked(applied, command.specification, command.price_fen)
    for failure in failures(policy, inputs):
        raise above_standard(command.purchase, failure, policy)
    for name in _CLASS:
        wanted = getattr(applied.choice.specification, name)
        if getattr(command.specification, name) != wanted:
            raise _other_kind(command, name, wanted)
    if command.price_fen > approved.price_fen:
        raise _dearer(command, approved.price_fen)
    names = ("contract", "price_fen", "specification", "vehicle", "external_id", "at")
    told = {name: getattr(command, name) for name in names}
    grounds = Grounds.of(policy, *STANDARD, **inputs)
    return [ContractRecorded(**shared(file), **told, category=applied.category, grounds=grounds)]


def fail(command: RecordContractFailure, file: File) -> list[PurchaseEvent]:
    """The contract is off; another one may be made on the same certificate."""
    known = present(file.contract)
    return [
        ContractFailed(
            **shared(file),
            contract=known.contract,
            vehicle=known.vehicle,
            reason=command.reason,
            at=command.at,
        )
    ]


def _other_kind(command: RecordContract, field: str, wanted: str) -> Refused:
    return Refused(
        "合同与批准相符",
        "ContractDiffers",
        "R017",
        zh="购置 {purchase} 批准的 {field} 是 {approved}，合同是 {contracted}："
        "请按批准签约，或重新申请。",
        en="{field} of purchase {purchase} is approved as {approved}, the contract says "
        "{contracted}: contract what was approved, or apply anew.",
        purchase=command.purchase,
        field=field,
        approved=wanted,
        contracted=getattr(command.specification, field),
    )


def _dearer(command: RecordContract, approved_fen: int) -> Refused:
    return Refused(
        "合同价不高于批准价",
        "ContractAboveApproved",
        "R017",
        zh="购置 {purchase} 合同价 {price} 元高于批准价 {approved} 元：请重新议价，或重新申请。",
        en="the contract price of purchase {purchase}, {price} yuan, is above the approved "
        "{approved}: negotiate again, or apply anew.",
        purchase=command.purchase,
        price=yuan(command.price_fen),
        approved=yuan(approved_fen),
        price_fen=command.price_fen,
        approved_fen=approved_fen,
    )
