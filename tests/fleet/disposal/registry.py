"""The people, papers and cars of the disposals that are told here."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest

from fleet.decider import Command, Refused
from fleet.disposal.disposal import disposal
from fleet.disposal.disposal_commands import (
    ApproveAssetDisposal,
    ApproveDisposal,
    CiteApproved,
    CiteIndicator,
    CloseDisposal,
    DisposalCommand,
    DraftDisposal,
    MarkOverdue,
    PairPurchase,
    ReceiveProceeds,
    RecordDisposalResult,
    RejectDisposal,
    RemindAndSeal,
    ReportSignOfLife,
    RequestDisposal,
    SampleCase,
    SealForDisposal,
    StartPhysicalDisposal,
    UnpairPurchase,
    WithdrawDisposal,
    WriteOffAsset,
)
from fleet.disposal.disposal_events import DisposalEvent
from fleet.disposal.disposal_stages import File, Opened
from fleet.policy.brief import Actor, Brief
from fleet.policy.loading import from_yaml
from fleet.policy.policy_set import PolicySet
from fleet.policy.shelf import Shelf
from tests.given import Given

C = TypeVar("C", bound=Command)

CITY = "330100"
REFERENCE = "cn-zj-hangzhou@2021-11-01"
_TEXT = (Path(__file__).parents[1] / "policy/hangzhou.yaml").read_text("utf-8")
HANGZHOU: PolicySet = from_yaml(_TEXT)


def local(said: str) -> datetime:
    """A moment as the clocks in Hangzhou show it."""
    return datetime.fromisoformat(f"{said}+08:00").astimezone(UTC)


def brief(person: str, role: str, region: str = "", policy: PolicySet = HANGZHOU) -> Brief:
    """What the desk lays beside a command."""
    return Brief(Actor(person, role, jurisdiction=region), CITY, Shelf({CITY: (policy,)}))


CLERK = brief("chen", "UNIT_CLERK")
BUREAU = brief("wang", "BUREAU")
FINANCE = brief("li", "FINANCE")

NOW = local("2025-03-10 10:00")
DUE = local("2026-03-11 00:00")
SOONER = NOW - timedelta(seconds=1)
APPROVAL = UUID("00000000-0000-4000-8000-000000000001")
ASSET_APPROVAL = UUID("00000000-0000-4000-8000-000000000002")
DIGEST = "ab" * 32

SAID: dict[str, Any] = {"case": "D1", "at": NOW}
OF: dict[str, Any] = SAID | {"vehicle": "V1", "unit": "A1"}
CERTIFIED: dict[str, Any] = {"certificate": "回1", "sha256": DIGEST, "plate": "浙A12345"}

draft = DraftDisposal(
    **SAID,
    brief=CLERK,
    vehicle="V1",
    unit="A1",
    slot="S1",
    category="应急保障用车",
    ground="REPLACEMENT",
    unit_jurisdiction=CITY,
)
unsafe = draft.model_copy(update={"ground": "SAFETY"})
request = RequestDisposal(**SAID, brief=CLERK, indicator="I1", execution_document="执1")
approve = ApproveDisposal(**SAID, brief=BUREAU)
countersign = ApproveDisposal(**SAID, brief=FINANCE)
reject = RejectDisposal(**SAID, brief=FINANCE, reason="仍可使用")
withdraw = WithdrawDisposal(**SAID, brief=CLERK, reason="不再申请")
allowed = WithdrawDisposal(**SAID, brief=BUREAU, reason="不再申请", document="撤1")
approve_asset = ApproveAssetDisposal(**SAID, brief=FINANCE, document="资1", predecessor=APPROVAL)
write_off = WriteOffAsset(**SAID, brief=CLERK, document="销1", predecessor=ASSET_APPROVAL)
seal = SealForDisposal(**SAID, brief=CLERK, place="停车场")
start = StartPhysicalDisposal(**SAID, brief=CLERK, mode="SCRAP")
start_late = StartPhysicalDisposal(**SAID, brief=CLERK, mode="SCRAP", reason="回收企业排队")
end = RecordDisposalResult(**SAID, brief=CLERK, **CERTIFIED)
close = CloseDisposal(**SAID, brief=CLERK, review_note="周期可缩短")
mark = MarkOverdue(case="D1", at=DUE, brief=brief("reactions", ""))
auction = StartPhysicalDisposal(**SAID, brief=CLERK, mode="AUCTION")
sell = RecordDisposalResult(
    **SAID, brief=CLERK, **CERTIFIED, vin="LSVAA4182E2184841", proceeds_fen=1, buyer="某公司"
)
receive = ReceiveProceeds(**SAID, brief=FINANCE, receipt="缴1", amount_fen=1)
report = ReportSignOfLife(**SAID, brief=BUREAU, source="FUEL", reference="加油单8", seen_at=NOW)
pair = PairPurchase(**SAID, purchase="P1", slot="S1")
unpair = UnpairPurchase(**SAID, purchase="P1")
remind = RemindAndSeal(**SAID, purchase="P1", certificate="Z1")
cite = CiteApproved(**SAID, vehicle="V1")
cite_indicator = CiteIndicator(**SAID, brief=CLERK, indicator="I2", execution_document="执2")
sample = SampleCase(**SAID, inspection="J1")

WAY: tuple[DisposalCommand, ...] = (
    draft, request, approve, countersign, approve_asset, write_off, seal, start, end, close,
)  # fmt: skip

given = Given(disposal)


def told(*commands: DisposalCommand, past: Iterable[DisposalEvent] = ()) -> list[DisposalEvent]:
    """What has happened when these were said one after the other."""
    events = list(past)
    for command in commands:
        events += disposal.decide(command, disposal.fold(events))
    return events


def until(last: DisposalCommand, *more: DisposalCommand) -> list[DisposalEvent]:
    """The disposal as it should be, up to a command, and what was said then."""
    return told(*WAY[: WAY.index(last) + 1], *more)


def other(command: C, **change: object) -> C:
    """The same command with other words, read as on the wire."""
    return type(command).model_validate(dict(command) | change)


def refusal(command: DisposalCommand, past: Iterable[DisposalEvent] = ()) -> Refused:
    """The no that the command is answered with."""
    with pytest.raises(Refused) as no:
        disposal.decide(command, disposal.fold(past))
    return no.value


def stage(past: Iterable[DisposalEvent]) -> str:
    """Where the case stands."""
    return type(disposal.fold(past)).__name__


def file(past: Iterable[DisposalEvent]) -> File:
    """What is known of the case."""
    case = disposal.fold(past)
    assert isinstance(case, Opened)
    return case.file


def topics(past: Iterable[DisposalEvent]) -> Iterator[str]:
    """What happened, by name."""
    return (event.TOPIC.partition(".")[2] for event in past)
