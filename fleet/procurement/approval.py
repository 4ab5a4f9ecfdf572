"""Who agrees to a purchase, who does not, and how it is given up."""

from typing import Any

from fleet.decider import Refused
from fleet.policy.authority import require
from fleet.policy.grounds import Grounds
from fleet.procurement.purchase_commands import ApprovePurchase, CancelPurchase, RejectPurchase
from fleet.procurement.purchase_events import (
    PurchaseApproved,
    PurchaseCancelled,
    PurchaseEvent,
    PurchaseRejected,
    PurchaseSigned,
)
from fleet.procurement.quotes import Signature
from fleet.procurement.refusals import shared
from fleet.procurement.rules import TWO_BODIES, bodies
from fleet.procurement.stages import File, present


def approve(command: ApprovePurchase, file: File) -> list[PurchaseEvent]:
    """Sign; with the last signature the purchase is approved.

    Raises:
        Refused: If the speaker's body has no say, or he or his body has had it.

    Source:
        R015; handbook 7.2 B6.
    """
    policy = command.brief.shelf.cited(file.drafted.policy)
    require(command.brief, *sorted(bodies(policy)))
    applied, mine = present(file.applied), _mine(command)
    people = {applied.by, *(signature.by for signature in file.signatures)}
    if mine.by in people:
        raise _same_person(command, mine)
    if any(signature.body == mine.body for signature in file.signatures):
        raise _same_body(command, mine)
    signatures = (*file.signatures, mine)
    told = shared(file) | {"at": command.at, "by": mine.by, "body": mine.body}
    inputs: dict[str, Any] = {
        "applicant": applied.by,
        "signatures": [signature.model_dump() for signature in signatures],
    }
    if not TWO_BODIES.holds(policy, inputs):
        return [PurchaseSigned(**told)]
    grounds = Grounds.of(policy, TWO_BODIES, **inputs)
    price_fen = applied.choice.price_fen
    return [PurchaseApproved(**told, price_fen=price_fen, signatures=signatures, grounds=grounds)]


def reject(command: RejectPurchase, file: File) -> list[PurchaseEvent]:
    """Do not agree; one body is enough.

    Raises:
        Refused: If the speaker's body has no say.
    """
    require(command.brief, "BUREAU", "FINANCE")
    mine = _mine(command)
    told = shared(file) | {"at": command.at, "by": mine.by, "body": mine.body}
    return [PurchaseRejected(**told, reason=command.reason)]


def cancel(command: CancelPurchase, file: File) -> list[PurchaseEvent]:
    """Give it up: before the approval by the applicant, afterwards with the bodies' leave.

    Raises:
        Refused: If it is approved, and nobody has allowed it to be given up.
    """
    if file.approved is not None:
        require(command.brief, "BUREAU", "FINANCE")
        if command.document is None:
            raise _not_allowed(command)
    drafted, mine = file.drafted, _mine(command)
    return [
        PurchaseCancelled(
            purchase=drafted.purchase,
            unit=drafted.unit,
            slot=drafted.slot,
            kind=drafted.kind,
            indicator=drafted.indicator,
            case=None if file.applied is None else file.applied.case,
            held=file.applied is not None,
            certificate=None if file.certificate is None else file.certificate.certificate,
            reason=command.reason,
            document=command.document,
            by=mine.by,
            body=mine.body,
            at=command.at,
        )
    ]


def _mine(command: ApprovePurchase | RejectPurchase | CancelPurchase) -> Signature:
    return Signature(by=command.brief.actor.person, body=command.brief.actor.role)


def _same_person(command: ApprovePurchase, mine: Signature) -> Refused:
    return Refused(
        "双人双审",
        "SamePersonTwice",
        "R015",
        zh="{person} 已申请或签批过购置 {purchase}，不能再次签批：请由另一人签批。",
        en="{person} has applied for purchase {purchase} or signed it already: "
        "let somebody else sign.",
        person=mine.by,
        purchase=command.purchase,
    )


def _same_body(command: ApprovePurchase, mine: Signature) -> Refused:
    return Refused(
        "双人双审",
        "SameBodyTwice",
        "R015",
        zh="{body} 已签批过购置 {purchase}：请由另一部门签批。",
        en="{body} has signed purchase {purchase} already: let the other body sign.",
        body=mine.body,
        purchase=command.purchase,
    )


def _not_allowed(command: CancelPurchase) -> Refused:
    return Refused(
        "取消须经批准",
        "CancellationNotApproved",
        "R015",
        zh="购置 {purchase} 已批准，取消须有批准文件：请填写文号。",
        en="purchase {purchase} is approved, so giving it up has to be allowed: name the document.",
        purchase=command.purchase,
    )
