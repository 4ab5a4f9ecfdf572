"""From what the facts say to what alert cases are told."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from fleet.decider import Entry, Event
from fleet.reactions.cases import cases
from fleet.reactions.deadlines_cases import deadlines
from fleet.reactions.due import Due, Forget, Say
from fleet.reactions.together import together
from fleet.supervision.alert_case import alert_case
from fleet.supervision.attempt import CommandRefused
from fleet.supervision.case_commands import AutoDismiss, RaiseAlert
from fleet.supervision.case_number import case_id, following
from fleet.supervision.finding import (
    Evidence,
    Finding,
    FindingAmended,
    FindingOpened,
    FindingVoided,
)
from fleet.supervision.notice import NoticeRaised, NoticeRepeated, NoticeWithdrawn
from fleet.supervision.seal_commands import RecordStartCheck, StartCheck
from fleet.supervision.seal_sight import SealStartSeen
from tests.fleet.supervision.casework import (
    ACK_BY,
    KEY,
    NOW,
    acknowledge,
    ask,
    close,
    confirm,
    explain,
    feedback,
    merge,
    other,
    raised,
    rectify,
    told,
    until,
    void,
)

LATER = NOW + timedelta(minutes=7)
BEGAN, ENDED = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
FIXES = Evidence(kind="fixes", range="a/b", rows=3, digest="ab" * 32)
PLACE: dict[str, Any] = {"source": "supervision:34", "at": LATER}
FINDING = Finding(
    finding_id=KEY,
    code="USE-01",
    vehicle="C1",
    since_lo=None,
    since=BEGAN,
    confirmed=NOW,
    until_lo=None,
    until=ENDED,
    until_confirmed=NOW,
    fixes=3,
    return_fixes=2,
    flags=(),
    rule_version="use-01@1",
    inputs={"metres": "812"},
    evidence=(FIXES,),
)
SHOWN: dict[str, Any] = {
    "case": KEY,
    "begins_at": BEGAN,
    "ends_at": ENDED,
    "inputs": {"metres": "812"},
    "evidence": [FIXES.model_dump()],
}


def said(event: Event) -> list[dict[str, Any]]:
    """The commands that follow, in order."""
    return [dict(say.wire) for say in cases(_entry(event), LATER) if isinstance(say, Say)]


def _entry(event: Event) -> Entry:
    recorded = datetime(2030, 1, 1, tzinfo=UTC)
    return Entry("supervision", 34, "notice:x", 1, UUID(int=1), recorded, {}, event)


@pytest.mark.proves("R085")
@pytest.mark.parametrize("late", [False, True])
def test_a_finding_is_a_question_from_the_moment_somebody_can_know_it(late: bool) -> None:  # noqa: FBT001 - an example
    rule = {"code": "USE-01", "rule_version": "use-01@1", "late": late}
    about = {"vehicle": "C1", "subject": f"finding:{KEY}"}
    asked = {"command": "RaiseAlert", **SHOWN, **rule, **about, **PLACE}
    assert said(FindingOpened(finding=FINDING, late=late)) == [asked]


def test_a_finding_with_another_end_is_more_evidence() -> None:
    assert said(FindingAmended(finding=FINDING)) == [{"command": "MergeEvidence", **SHOWN, **PLACE}]


@pytest.mark.parametrize(("into", "case"), [(None, ""), ("use-01:C1:2", "use-01:C1:2")])
def test_a_finding_that_never_was_is_told_to_its_case(into: str | None, case: str) -> None:
    event = FindingVoided(finding=FINDING, reason="evidence_changed", merged_into=into)
    why = {"reason": "evidence_changed", "merged_into": case}
    assert said(event) == [{"command": "AutoDismiss", "case": KEY, **why, **PLACE}]


SEALED = FINDING.model_copy(update={"code": "SEAL-01", "inputs": {"period": "S1"}})
ABOUT = {"period": "S1", "vehicle": "C1", "finding": KEY}


@pytest.mark.proves("SEAL-01")
def test_a_movement_in_a_sealed_period_is_told_to_the_period_too() -> None:
    [case, breach] = said(FindingOpened(finding=SEALED))
    assert (case["command"], case["code"]) == ("RaiseAlert", "SEAL-01")
    assert breach == {"command": "RecordSealBreach", **ABOUT, "moved_at": BEGAN, "at": LATER}
    [_, gone] = said(FindingVoided(finding=SEALED, reason="late_exemption"))
    why = {"reason": "late_exemption", "at": LATER}
    assert gone == {"command": "WithdrawSealBreach", **ABOUT, **why}
    assert len(said(FindingAmended(finding=SEALED))) == 1


@pytest.mark.parametrize("change", [{"code": "SEAL-02"}, {"inputs": {}}])
def test_nothing_else_is_told_to_a_period(change: dict[str, Any]) -> None:
    assert len(said(FindingOpened(finding=SEALED.model_copy(update=change)))) == 1


@pytest.mark.parametrize("severity", ["RED", "AMBER", "BLUE"])
def test_inputs_may_say_how_grave_it_is(severity: str) -> None:
    inputs = {"severity": severity}
    grave = FINDING.model_copy(update={"inputs": inputs})
    assert said(FindingOpened(finding=grave))[0]["severity"] == severity
    assert said(FindingAmended(finding=grave))[0]["severity"] == severity
    assert said(RAISED.model_copy(update={"inputs": inputs}))[0]["severity"] == severity
    assert said(REPEATED.model_copy(update={"inputs": inputs}))[0]["severity"] == severity
    grave = FINDING.model_copy(update={"inputs": {"severity": "bad"}})
    assert "severity" not in said(FindingOpened(finding=grave))[0]


NOTICE: dict[str, Any] = {"notice": "quot-01:slot:S1", "code": "QUOT-01", "at": NOW}
MEASURED: dict[str, Any] = {"inputs": {"slot": "S1"}, "evidence": "e1"}
RAISED = NoticeRaised(
    **NOTICE, **MEASURED, subject="slot:S1", unit="A", vehicle="C1", policy="p@1", raising=2
)
REPEATED = NoticeRepeated(**NOTICE, **MEASURED, times=2, raising=2)
PAPER: dict[str, Any] = {
    "case": "quot-01:slot:S1#2",
    "begins_at": NOW,
    "evidence": [{"kind": "paper", "range": "e1", "rows": 1, "digest": ""}],
}


@pytest.mark.proves("R085")
def test_a_notice_is_a_question_under_its_policy() -> None:
    about = {"code": "QUOT-01", "vehicle": "C1", "unit": "A", "subject": "slot:S1"}
    measured = {"rule_version": "papers", "inputs": {"slot": "S1", "policy": "p@1"}}
    asked = {"command": "RaiseAlert", **PAPER, **about, **measured, **PLACE}
    assert said(RAISED) == [asked]
    plain = said(RAISED.model_copy(update={"policy": "", "raising": 1}))
    first = {"case": "quot-01:slot:S1", "inputs": {"slot": "S1"}}
    assert plain == [asked | first]


def test_a_notice_that_is_repeated_is_more_evidence_for_its_raising() -> None:
    measured = {"inputs": {"slot": "S1"}}
    assert said(REPEATED) == [{"command": "MergeEvidence", **PAPER, **measured, **PLACE}]


def test_a_notice_that_is_withdrawn_is_told_to_the_case_of_its_raising() -> None:
    gone = {"case": "quot-01:slot:S1#2", "reason": "settled"}
    event = NoticeWithdrawn(**NOTICE, reason="settled", raising=2)
    assert said(event) == [{"command": "AutoDismiss", **gone, **PLACE}]


def test_an_attempt_alone_asks_nothing() -> None:
    told_of: dict[str, Any] = {"zh": "否", "en": "no", "values": {}, "said": {}, "rule": "r"}
    refused = CommandRefused(attempt="1", command="X", code="C", basis="R", at=NOW, **told_of)
    assert said(refused) == []


def test_a_case_has_no_space_in_its_name() -> None:
    assert case_id(" a b\tc ") == "a_b_c"
    assert [case_id("k", 1), case_id("k", 2), case_id("k", 11)] == ["k", "k#2", "k#11"]


def test_a_case_is_followed_by_the_next_number() -> None:
    assert [following(it) for it in ("k", "k#2", "k#9", "k#x", "a#1b")] == [
        "k#2", "k#3", "k#10", "k#x#2", "a#1b#2",
    ]  # fmt: skip


@pytest.mark.proves("R085")
def test_what_comes_after_a_verdict_is_asked_in_the_same_save() -> None:
    past = until(close)
    [passed_on] = told(merge, past=past)[len(past) :]
    [asked] = together(passed_on)
    assert (asked.stream, asked.decider) == (f"alert-case:{KEY}#2", alert_case)
    assert asked.command == RaiseAlert(
        case=f"{KEY}#2",
        at=merge.at,
        begins_at=merge.begins_at,
        ends_at=merge.ends_at,
        inputs=merge.inputs,
        evidence=merge.evidence,
        source=merge.source,
        code="USE-01",
        vehicle="C1",
        unit="A",
        subject=f"finding:{KEY}",
        rule_version="use-01@1",
    )
    into = other(void, merged_into="use-01:C1:2")
    [gone] = told(into, past=[*past, passed_on])[len(past) + 1 :]
    [withdrawn] = together(gone)
    said: dict[str, Any] = {"case": f"{KEY}#2", "at": void.at, "source": void.source}
    why = {"reason": "evidence_changed", "merged_into": "use-01:C1:2"}
    assert withdrawn.stream == f"alert-case:{KEY}#2"
    assert withdrawn.command == AutoDismiss(**said, **why)


def waits(event: Event) -> list[Due | Forget]:
    """What the dates of a case are."""
    return [*deadlines(_entry(event))]


@pytest.mark.proves("R085")
def test_a_case_waits_until_it_has_to_be_acknowledged_and_then_explained() -> None:
    wire = {"command": "EscalateAlert", "case": KEY}
    due = Due(f"alert-case:{KEY} ", ACK_BY, {**wire, "at": ACK_BY})
    assert waits(told(raised)[0]) == [due]
    limit = NOW + timedelta(days=1)
    asked = Due(f"alert-case:{KEY} ", limit, {**wire, "at": limit})
    assert waits(until(ask)[-1]) == [asked]


def test_what_is_done_in_time_waits_no_longer() -> None:
    forget = [Forget(f"alert-case:{KEY} ")]
    assert waits(until(acknowledge)[-1]) == forget
    assert waits(until(explain)[-1]) == forget
    assert waits(told(raised, void)[-1]) == forget
    for last in (confirm, feedback, rectify, close):
        assert waits(until(last)[-1]) == []


@pytest.mark.proves("R078")
def test_where_cars_were_as_a_seal_began_is_told_to_the_period_after_it_has_opened() -> None:
    seen = StartCheck(vehicle="C1", place="OUTSIDE", fix_age_s=30, fences=("base",))
    [due] = cases(_entry(SealStartSeen(period="2026-guoqing", checks=(seen,))), LATER)
    assert isinstance(due, Due)
    assert (due.key, due.at) == ("seal-start:supervision:34", LATER)
    assert due.wire is not None
    command = RecordStartCheck.model_validate(
        {name: told for name, told in due.wire.items() if name != "command"}
    )
    assert (command.period, command.checks) == ("2026-guoqing", (seen,))
