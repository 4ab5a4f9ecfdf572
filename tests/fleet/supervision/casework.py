"""The people, papers and cars of the alert cases that are told here."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from fleet.decider import Command, Refused
from fleet.policy.brief import Actor, Brief
from fleet.policy.grounds import Grounds
from fleet.policy.loading import from_yaml
from fleet.policy.policy_set import PolicySet
from fleet.policy.shelf import Shelf
from fleet.supervision.alert_case import alert_case
from fleet.supervision.case_commands import (
    AcknowledgeAlert,
    AlertCaseCommand,
    AutoDismiss,
    CasePaper,
    CloseAlert,
    ConfirmFinding,
    DismissAlert,
    EscalateAlert,
    MergeEvidence,
    OrderRectification,
    RaiseAlert,
    RecordDisciplineFeedback,
    ReferToDiscipline,
    RejectRectification,
    ReopenAlert,
    RequestExplanation,
    SubmitExplanation,
    SubmitRectification,
)
from fleet.supervision.case_events import AlertCaseEvent, AlertRaised
from fleet.supervision.case_stages import CaseFile, OpenedAlert
from fleet.supervision.finding import Evidence
from tests.given import Given

C = TypeVar("C", bound=Command)

CITY = "330100"
REFERENCE = "cn-zj-hangzhou@2021-11-01"
_TEXT = (Path(__file__).parents[1] / "policy/hangzhou.yaml").read_text("utf-8")
HANGZHOU: PolicySet = from_yaml(_TEXT)
SHELF = Shelf({CITY: (HANGZHOU,)})


def brief(person: str, role: str, unit: str = "", region: str = "") -> Brief:
    """What the desk lays beside a command."""
    return Brief(Actor(person, role, unit, region), CITY, SHELF)


PROGRAM = brief("reactions", "")
CLERK = brief("陈", "UNIT_CLERK", "A")
LEADER = brief("吴", "UNIT_LEADER", "A")
CENTRE = brief("何", "CENTRE")
BUREAU = brief("王", "BUREAU")
DISCIPLINE = brief("郑", "DISCIPLINE")

NOW = datetime(2025, 3, 10, 2, tzinfo=UTC)
ACK_BY = NOW + timedelta(minutes=30)
MOVED = NOW - timedelta(minutes=5)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KEY = "use-01:C1:1741572000000"
FIXES = Evidence(kind="fixes", range="a/b", rows=3, digest="ab" * 32)
MORE = Evidence(kind="fixes", range="b/c", rows=2, digest="cd" * 32)
PAPER = CasePaper(number="说明1", sha256="ab" * 32)
PHOTO = CasePaper(number="照片1", sha256="cd" * 32)

SAID: dict[str, Any] = {"case": KEY, "at": NOW}
OF: dict[str, Any] = SAID | {"code": "USE-01", "vehicle": "C1", "unit": "A"}
SHOWN: dict[str, Any] = {"begins_at": MOVED, "inputs": {"metres": "812"}, "evidence": (FIXES,)}

raised = RaiseAlert(
    **SAID,
    **SHOWN,
    brief=PROGRAM,
    code="USE-01",
    vehicle="C1",
    subject=f"finding:{KEY}",
    rule_version="use-01@1",
    source="supervision:34",
    jurisdiction=CITY,
    owner="A",
)
merge = MergeEvidence(
    case=KEY,
    at=NOW + HOUR,
    brief=PROGRAM,
    begins_at=MOVED,
    ends_at=NOW,
    inputs={"metres": "900"},
    evidence=(FIXES, MORE),
    source="supervision:35",
)
void = AutoDismiss(**SAID, brief=PROGRAM, reason="evidence_changed", source="supervision:36")
escalate = EscalateAlert(case=KEY, at=ACK_BY, brief=PROGRAM)
acknowledge = AcknowledgeAlert(**SAID, brief=CLERK)
take_over = AcknowledgeAlert(**SAID, brief=CENTRE)
ask = RequestExplanation(**SAID, brief=CLERK, note="谁用的车？")
ask_above = RequestExplanation(**SAID, brief=CENTRE)
explain = SubmitExplanation(**SAID, brief=LEADER, text="送文件", documents=(PAPER,))
escalate_again = EscalateAlert(case=KEY, at=NOW + DAY, brief=PROGRAM)
dismiss = DismissAlert(**SAID, brief=BUREAU, reason="WorkNeed", note="有任务")
confirm = ConfirmFinding(**SAID, brief=BUREAU, finding_class="SUSPECTED_DISCIPLINE", note="私用")
refer = ReferToDiscipline(**SAID, brief=BUREAU, document="移1号")
order = OrderRectification(**SAID, brief=BUREAU, plan="学习制度", due_on=date(2025, 3, 20))
feedback = RecordDisciplineFeedback(**SAID, brief=DISCIPLINE, result="CRITICISM")
rectify = SubmitRectification(**SAID, brief=LEADER, text="已整改", documents=(PAPER,))
reject = RejectRectification(**SAID, brief=BUREAU, reason="未见记录")
close = CloseAlert(**SAID, brief=BUREAU, note="通过")
reopen = ReopenAlert(**SAID, brief=DISCIPLINE, reason="有照片", documents=(PHOTO,))

WAY: tuple[AlertCaseCommand, ...] = (
    raised, acknowledge, ask, explain, confirm, refer, feedback, rectify, close,
)  # fmt: skip

GROUNDS = Grounds(
    policy=REFERENCE,
    rules=("B17", "B9", "PM10"),
    inputs={
        "code": "USE-01",
        "severity": "RED",
        "ladder": ["UNIT_CLERK", "CENTRE", "BUREAU", "DISCIPLINE"],
        "terms": [30, 1440, 4320],
    },
)
RAISED = AlertRaised(
    **OF,
    **SHOWN,
    jurisdiction=CITY,
    subject=f"finding:{KEY}",
    severity="RED",
    ends_at=None,
    rule_version="use-01@1",
    evidence_sha256="287d2b8a34ca91810dda1ba68bfc6b432a61101aa33c082e22b780a373524dc9",
    source="supervision:34",
    late=False,
    officer="",
    ladder=("UNIT_CLERK", "CENTRE", "BUREAU", "DISCIPLINE"),
    verifier="BUREAU",
    desk=False,
    acknowledge_by=ACK_BY,
    explain_minutes=1440,
    decide_by=NOW + 3 * DAY,
    dedupe_minutes=60,
    auto_dismiss=True,
    grounds=GROUNDS,
)
"""What `raised` is answered with."""

given = Given(alert_case)


def told(*commands: AlertCaseCommand, past: Iterable[AlertCaseEvent] = ()) -> list[AlertCaseEvent]:
    """What has happened when these were said one after the other."""
    events = list(past)
    for command in commands:
        events += alert_case.decide(command, alert_case.fold(events))
    return events


def until(last: AlertCaseCommand, *more: AlertCaseCommand) -> list[AlertCaseEvent]:
    """The way of a case that is confirmed, up to a command, and what was said then."""
    return told(*WAY[: WAY.index(last) + 1], *more)


def other(command: C, **change: object) -> C:
    """The same command with other words, read as on the wire."""
    return type(command).model_validate(dict(command) | change)


def by(command: C, person: str, role: str, unit: str = "") -> C:
    """The same command, said by somebody else."""
    return other(command, brief=brief(person, role, unit))


def refusal(command: AlertCaseCommand, past: Iterable[AlertCaseEvent] = ()) -> Refused:
    """The no that the command is answered with."""
    with pytest.raises(Refused) as no:
        alert_case.decide(command, alert_case.fold(past))
    return no.value


def stage(past: Iterable[AlertCaseEvent]) -> str:
    """Where the case stands."""
    return type(alert_case.fold(past)).__name__


def file(past: Iterable[AlertCaseEvent]) -> CaseFile:
    """What is known of the case."""
    case = alert_case.fold(past)
    assert isinstance(case, OpenedAlert)
    return case.file
