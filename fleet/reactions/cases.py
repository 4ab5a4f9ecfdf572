"""What findings and notices do to alert cases: an alert is a question, a case is its answer.

Reads the supervision ledger, says commands to the lifecycle ledger. The case decides.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from fleet.decider import Entry
from fleet.policy.alert_rules import GRAVITY
from fleet.reactions.due import Due, Say
from fleet.supervision.case_number import case_id
from fleet.supervision.case_raising import PAPERS
from fleet.supervision.finding import (
    Evidence,
    Finding,
    FindingAmended,
    FindingOpened,
    FindingVoided,
)
from fleet.supervision.notice import NoticeRaised, NoticeRepeated, NoticeWithdrawn
from fleet.supervision.seal_sight import SealStartSeen


def cases(entry: Entry, now: datetime) -> Iterable[Say | Due]:
    """The commands that follow from an entry of the supervision ledger, in order.

    Args:
        entry: What the facts say.
        now: The present moment (UTC), of the world or of a story. Nobody can have known before:
            the time to acknowledge runs from here, however old the facts are.

    Source:
        Handbook 10 rules 1, 2 and 4; R085, R086.
    """
    said = {"source": entry.place, "at": now}
    match entry.event:
        case FindingOpened() | FindingAmended() | FindingVoided() as event:
            yield Say(_of_finding(event) | said)
            yield from _of_seal(event, now)
        case NoticeRaised() | NoticeRepeated() | NoticeWithdrawn() as event:
            yield Say(_of_notice(event) | said)
        case SealStartSeen() as event:
            yield _of_start(event, entry.place, now)
        case _:
            return


def _of_start(event: SealStartSeen, place: str, at: datetime) -> Due:
    """The period opens at its first moment by what is due then: this comes after it."""
    checks = [check.model_dump(mode="json") for check in event.checks]
    told = {"command": "RecordStartCheck", "period": event.period, "checks": checks, "at": at}
    return Due(f"seal-start:{place}", at, told)


def _of_finding(event: FindingOpened | FindingAmended | FindingVoided) -> dict[str, Any]:
    finding = event.finding
    case = {"case": finding.finding_id}
    match event:
        case FindingOpened(late=late):
            rule = {"code": finding.code, "rule_version": finding.rule_version, "late": late}
            about = {"vehicle": finding.vehicle, "subject": f"finding:{finding.finding_id}"}
            return {"command": "RaiseAlert", **case, **rule, **about, **_shown(finding)}
        case FindingAmended():
            return {"command": "MergeEvidence", **case, **_shown(finding)}
        case FindingVoided(reason=reason, merged_into=other):
            why = {"reason": reason, "merged_into": other or ""}
            return {"command": "AutoDismiss", **case, **why}


def _of_notice(event: NoticeRaised | NoticeRepeated | NoticeWithdrawn) -> dict[str, Any]:
    case = {"case": case_id(event.notice, event.raising)}
    match event:
        case NoticeRaised():
            rule = {"code": event.code, "rule_version": PAPERS}
            about = {"vehicle": event.vehicle, "unit": event.unit, "subject": event.subject}
            told = _paper(event, {"policy": event.policy} if event.policy else {})
            return {"command": "RaiseAlert", **case, **rule, **about, **told}
        case NoticeRepeated():
            return {"command": "MergeEvidence", **case, **_paper(event, {})}
        case NoticeWithdrawn(reason=reason):
            return {"command": "AutoDismiss", **case, "reason": reason}


def _of_seal(event: FindingOpened | FindingAmended | FindingVoided, at: datetime) -> Iterable[Say]:
    """A movement during a sealed period is told to the period too (R078)."""
    finding = event.finding
    period = finding.inputs.get("period")
    if finding.code != "SEAL-01" or not period:
        return
    about = {"period": period, "vehicle": finding.vehicle, "finding": finding.finding_id}
    if isinstance(event, FindingOpened):
        moved = {"moved_at": finding.since, "at": at}
        yield Say({"command": "RecordSealBreach", **about, **moved})
    elif isinstance(event, FindingVoided):
        yield Say({"command": "WithdrawSealBreach", **about, "reason": event.reason, "at": at})


def _shown(finding: Finding) -> dict[str, Any]:
    return {
        "begins_at": finding.since,
        "ends_at": finding.until,
        "inputs": finding.inputs,
        "evidence": [each.model_dump() for each in finding.evidence],
        **_severity(finding.inputs),
    }


def _paper(event: NoticeRaised | NoticeRepeated, more: dict[str, str]) -> dict[str, Any]:
    paper = Evidence(kind="paper", range=event.evidence, rows=1, digest="")
    told = {"begins_at": event.at, "evidence": [paper.model_dump()]}
    return {**told, "inputs": {**more, **event.inputs}, **_severity(event.inputs)}


def _severity(inputs: dict[str, str]) -> dict[str, str | None]:
    """Some rules begin amber and are red in the worst case: their inputs say so."""
    told = inputs.get("severity")
    return {"severity": told} if told in GRAVITY else {}
