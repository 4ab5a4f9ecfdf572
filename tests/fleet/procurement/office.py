"""The people, papers and cars of the purchases that are told here."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
import yaml

from fleet.decider import Command, Refused
from fleet.policy.brief import Actor, Brief
from fleet.policy.policy_set import PolicySet
from fleet.policy.shelf import Shelf
from fleet.policy.specification import Specification
from fleet.procurement.purchase import purchase
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
from fleet.procurement.quotes import Quote

C = TypeVar("C", bound=Command)

CITY = "330100"
REFERENCE = "cn-zj-hangzhou@2021-11-01"
NOW = datetime(2027, 3, 1, 4, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
WRITE_OFF = UUID("00000000-0000-4000-8000-000000000007")
CAP_FEN = 180_000_00

_FILE = Path(__file__).parents[1] / "policy/hangzhou.yaml"
CONTENT: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))


def policy(**chapters: object) -> PolicySet:
    """The policy of the city, with other chapters."""
    return PolicySet.model_validate(CONTENT | chapters)


def brief(person: str, role: str, rules: PolicySet | None = None, region: str = "") -> Brief:
    """What the desk lays beside a command."""
    return Brief(
        Actor(person, role, jurisdiction=region), CITY, Shelf({CITY: (rules or policy(),)})
    )


CLERK, BUREAU, FINANCE = (
    brief("chen", "UNIT_CLERK"),
    brief("wang", "BUREAU"),
    brief("li", "FINANCE"),
)

CAR = Specification(
    brand="红旗",
    model="H5",
    body="SEDAN",
    energy="PETROL",
    origin="DOMESTIC_BRAND",
    displacement_ml=1800,
)
VAN = CAR.model_copy(update={"brand": "传祺", "model": "M8", "body": "MPV"})
FOREIGN = CAR.model_copy(update={"brand": "雷克萨斯", "origin": "IMPORTED"})
JOINT = CAR.model_copy(update={"brand": "帕萨特", "origin": "JOINT_VENTURE"})
QUOTE = Quote(vendor="甲行", specification=CAR, price_fen=CAP_FEN)

SAID: dict[str, Any] = {"purchase": "P1", "at": NOW}
draft = DraftPurchase(
    **SAID,
    brief=CLERK,
    indicator="I1",
    unit="A1",
    slot="S1",
    kind="RENEWAL",
    category="应急保障用车",
    vehicle="V1",
    unit_jurisdiction=CITY,
)
apply = ApplyPurchase(
    **SAID,
    brief=CLERK,
    case="D1",
    quotes=(QUOTE,),
    body_reason="山路",
    predecessor=WRITE_OFF,
    written_off_at=NOW,
)
check = CheckStandard(**SAID, brief=BUREAU)
approve = ApprovePurchase(**SAID, brief=BUREAU)
countersign = ApprovePurchase(**SAID, brief=FINANCE)
reject = RejectPurchase(**SAID, brief=FINANCE, reason="OverStandard")
cancel = CancelPurchase(**SAID, brief=CLERK, reason="不再需要")
allowed = CancelPurchase(**SAID, brief=BUREAU, reason="不再需要", document="杭机管〔2027〕9号")
certify = IssueCertificate(**SAID, certificate="Z1", external_id="E1", brief=CLERK)
contract = RecordContract(
    **SAID,
    brief=CLERK,
    contract="合〔2027〕1号",
    price_fen=CAP_FEN,
    specification=CAR,
    vehicle="V2",
    external_id="E2",
)
fail = RecordContractFailure(**SAID, brief=CLERK, reason="停产")
deliver = RecordDelivery(
    **SAID,
    brief=CLERK,
    vin="LSVAA4182E2184841",
    engine="CA4GC20",
    specification=CAR,
    price_fen=CAP_FEN,
    external_id="E3",
)
accept = AcceptDelivery(**SAID, brief=CLERK, report="验收1号")
refuse = RefuseDelivery(**SAID, brief=CLERK, defects="漆面划伤")
register = RegisterDelivered(**SAID, vehicle="V2", vin="LSVAA4182E2184841", slot="S1")
close = ClosePurchase(**SAID, brief=CLERK, review_note="周期可缩短")

LOOP: tuple[PurchaseCommand, ...] = (
    draft, apply, check, approve, countersign, certify, contract, deliver, accept, register, close,
)  # fmt: skip


def told(*commands: PurchaseCommand, past: Iterable[PurchaseEvent] = ()) -> list[PurchaseEvent]:
    """What has happened when these were said one after the other."""
    events = list(past)
    for command in commands:
        events += purchase.decide(command, purchase.fold(events))
    return events


def until(last: PurchaseCommand) -> list[PurchaseEvent]:
    """The renewal as it should be, up to a command."""
    return told(*LOOP[: LOOP.index(last) + 1])


def other(command: C, **change: object) -> C:
    """The same command with other words, read as on the wire."""
    return type(command).model_validate(dict(command) | change)


def quoted(car: Specification, price_fen: int = CAP_FEN, **change: object) -> ApplyPurchase:
    """An application for this car."""
    quote = Quote(vendor="乙行", specification=car, price_fen=price_fen)
    return ApplyPurchase.model_validate(dict(apply) | {"quotes": (quote,)} | change)


def refusal(command: PurchaseCommand, past: Iterable[PurchaseEvent] = ()) -> Refused:
    """The no that the command is answered with."""
    with pytest.raises(Refused) as no:
        purchase.decide(command, purchase.fold(past))
    return no.value
