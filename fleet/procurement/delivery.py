"""From the delivery to the closed file."""

from collections.abc import Iterator
from typing import Any

from fleet.decider import Refused
from fleet.policy.grounds import Grounds
from fleet.policy.specification import Specification
from fleet.procurement.purchase_commands import (
    AcceptDelivery,
    ClosePurchase,
    RecordDelivery,
    RefuseDelivery,
    RegisterDelivered,
)
from fleet.procurement.purchase_events import (
    ContractRecorded,
    DeliveredRegistered,
    DeliveryAccepted,
    DeliveryRecorded,
    DeliveryRefused,
    PurchaseClosed,
    PurchaseEvent,
)
from fleet.procurement.refusals import shared
from fleet.procurement.rules import STANDARD
from fleet.procurement.stages import CHINESE, File, Purchase, present
from fleet.procurement.standard import asked

_MADE_IN_CHINA = ("L", "H")
"""First sign of the VIN of a car made here (GB 16735, ISO 3780)."""


def deliver(command: RecordDelivery, file: File) -> list[PurchaseEvent]:
    """The car is there, exactly as contracted: so it is within the standard too.

    Raises:
        Refused: If anything about it differs from the contract (PROC-06).

    Source:
        R017; alerts.json PROC-06.
    """
    ordered = present(file.contract)
    policy = command.brief.shelf.cited(file.drafted.policy)
    for difference in _differences(command, ordered):
        raise _differs(command, *difference).raising("PROC-06", policy.reference)
    names = ("vin", "engine", "specification", "price_fen", "external_id", "at")
    told = {name: getattr(command, name) for name in names}
    inputs = asked(present(file.applied), command.specification, command.price_fen)
    grounds = Grounds.of(policy, *STANDARD, **inputs)
    return [DeliveryRecorded(**shared(file), **told, vehicle=ordered.vehicle, grounds=grounds)]


def accept(command: AcceptDelivery, file: File) -> list[PurchaseEvent]:
    """It has passed the acceptance check."""
    return [DeliveryAccepted(**_told(command, file), report=command.report)]


def refuse(command: RefuseDelivery, file: File) -> list[PurchaseEvent]:
    """Send it back.

    Raises:
        Refused: If the books have taken it up.
    """
    if file.registered is not None:
        raise _taken_up(command, file.registered)
    return [DeliveryRefused(**_told(command, file), defects=command.defects)]


def register(command: RegisterDelivered, purchase: Purchase) -> list[PurchaseEvent]:
    """Let the books take up the car that was delivered, and no other.

    Raises:
        Refused: If nothing was delivered, or another car.
    """
    file = purchase.file
    if file is None or file.delivery is None:
        raise _nothing_there(command, purchase)
    delivery = file.delivery
    known = (delivery.vehicle, delivery.vin, delivery.slot)
    if (command.vehicle, command.vin, command.slot) != known:
        raise _other_car(command, delivery)
    if file.registered is not None:
        return []
    told = {"vehicle": delivery.vehicle, "vin": delivery.vin, "at": command.at}
    return [DeliveredRegistered(**shared(file), **told)]


def close(command: ClosePurchase, file: File) -> list[PurchaseEvent]:
    """Close the file with what is to be learned from it.

    Raises:
        Refused: If the car is not in the books, or nothing was learned.

    Source:
        R128; that the car is in service, its own record guarantees in the same save.
    """
    if file.registered is None:
        raise _not_registered(command)
    if not command.review_note:
        raise _without_review(command)
    return [PurchaseClosed(**_told(command, file), review_note=command.review_note)]


def _told(command: AcceptDelivery | RefuseDelivery | ClosePurchase, file: File) -> dict[str, Any]:
    vehicle = present(file.delivery).vehicle
    by = command.brief.actor.person
    return shared(file) | {"vehicle": vehicle, "by": by, "at": command.at}


def _differences(
    command: RecordDelivery, ordered: ContractRecorded
) -> Iterator[tuple[str, object, object]]:
    """What differs: field, contracted, delivered."""
    for name in Specification.model_fields:
        contracted = getattr(ordered.specification, name)
        delivered = getattr(command.specification, name)
        if contracted != delivered:
            yield name, contracted, delivered
    if command.price_fen != ordered.price_fen:
        yield "price_fen", ordered.price_fen, command.price_fen
    if not command.vin.startswith(_MADE_IN_CHINA):
        yield "vin", "|".join(_MADE_IN_CHINA), command.vin


def _differs(command: RecordDelivery, field: str, contracted: object, came: object) -> Refused:
    return Refused(
        "交付与合同相符",
        "DeliveryDiffers",
        "R017",
        zh="购置 {purchase} 交付的 {field} 是 {delivered}，合同是 {contracted}：请退回或更正。",
        en="{field} of the delivery of purchase {purchase} is {delivered}, the contract says "
        "{contracted}: send it back, or correct the record.",
        purchase=command.purchase,
        field=field,
        contracted=_shown(contracted),
        delivered=_shown(came),
    )


def _shown(value: object) -> object:
    """As a form would have it."""
    text = "、".join(value) if isinstance(value, tuple) else value
    return "-" if text in ("", None) else text


def _taken_up(command: RefuseDelivery, known: DeliveredRegistered) -> Refused:
    return Refused(
        "已登记不得退回",
        "AlreadyRegistered",
        "R052",
        zh="购置 {purchase} 的车辆 {vehicle} 已登记入账，不能退回：请按处置流程办理。",
        en="vehicle {vehicle} of purchase {purchase} is in the books and cannot be sent back: "
        "dispose of it.",
        purchase=command.purchase,
        vehicle=known.vehicle,
    )


def _nothing_there(command: RegisterDelivered, purchase: Purchase) -> Refused:
    stage = type(purchase).__name__
    return Refused(
        "先交付后登记",
        "NotDelivered",
        "R052",
        zh="购置 {purchase} 尚未交付（{stage_zh}），不能登记车辆 {vehicle}：请先登记交付。",
        en="purchase {purchase} is not delivered ({stage}), so vehicle {vehicle} cannot be "
        "registered: record the delivery first.",
        purchase=command.purchase,
        stage=stage,
        stage_zh=CHINESE.get(stage, "未立项"),
        vehicle=command.vehicle,
    )


def _other_car(command: RegisterDelivered, known: DeliveryRecorded) -> Refused:
    return Refused(
        "登记与交付相符",
        "DeliveredOther",
        "R052",
        zh="购置 {purchase} 交付的是车辆 {vehicle}（车架号 {vin}，编制 {slot}），"
        "与登记不符：请核对登记内容。",
        en="purchase {purchase} delivered vehicle {vehicle} (VIN {vin}, slot {slot}), "
        "not the one to be registered: check the registration.",
        purchase=command.purchase,
        vehicle=known.vehicle,
        vin=known.vin,
        slot=known.slot,
    )


def _not_registered(command: ClosePurchase) -> Refused:
    return Refused(
        "先登记后办结",
        "VehicleNotRegistered",
        "R052",
        zh="购置 {purchase} 的车辆尚未登记：请先登记、装配并投入使用。",
        en="the vehicle of purchase {purchase} is not in the books: "
        "register, equip and commission it first.",
        purchase=command.purchase,
    )


def _without_review(command: ClosePurchase) -> Refused:
    return Refused(
        "后期复盘",
        "ReviewNoteMissing",
        "R128",
        zh="购置 {purchase} 办结前须填写复盘意见：请填写。",
        en="purchase {purchase} is closed with a review note only: write one.",
        purchase=command.purchase,
    )
