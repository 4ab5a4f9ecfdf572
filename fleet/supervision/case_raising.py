"""What facts do to an alert case: raise it, add to it, dismiss it before anybody has seen it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from fleet.decider import Refused
from fleet.policy.alert_rules import alert_rule, graver
from fleet.policy.grounds import Grounds
from fleet.policy.using import AlertHandling
from fleet.supervision import case_refusals as refuse
from fleet.supervision import case_rules as rules
from fleet.supervision.case_commands import (
    AutoDismiss,
    FactCommand,
    MergeEvidence,
    OnAlert,
    RaiseAlert,
)
from fleet.supervision.case_events import (
    AlertAutoDismissed,
    AlertCaseEvent,
    AlertRaised,
    AlertReopened,
    EvidenceMerged,
    EvidencePassedOn,
)
from fleet.supervision.case_evidence import said_sha256, withdrawn_sha256
from fleet.supervision.case_number import following
from fleet.supervision.case_stages import (
    AlertCase,
    CaseFile,
    Closed,
    Dismissed,
    OpenedAlert,
    Raised,
)


def decide(command: FactCommand, case: AlertCase) -> Iterator[AlertCaseEvent]:
    """What follows from facts.

    Raises:
        Refused: If a person says it.

    Source:
        Handbook 10 rules 2 and 4; B10, B17.
    """
    if command.brief.actor.role:
        actor = command.brief.actor
        raise refuse.facts_only(command, actor.person, actor.role)
    if isinstance(case, OpenedAlert):
        yield from _again(command, case)
    elif isinstance(command, RaiseAlert):
        yield from _raised(command)


def _again(command: FactCommand, case: OpenedAlert) -> Iterator[AlertCaseEvent]:
    file = case.file
    if isinstance(command, AutoDismiss):
        if withdrawn_sha256(command.reason, command.source) not in file.known:
            yield from _withdrawn(command, case)
    elif command.source in file.sources:
        return
    elif _by_facts(case):
        yield _reopened(command, file)
    elif said_sha256(command) not in file.known:
        judged = isinstance(case, Dismissed | Closed)
        yield _passed_on(command, file) if judged else _merged(command, file)


def _by_facts(case: OpenedAlert) -> bool:
    """Facts have dismissed it, and nobody else."""
    return isinstance(case, Dismissed) and isinstance(case.file.last, AlertAutoDismissed)


def _merged(command: RaiseAlert | MergeEvidence, file: CaseFile) -> EvidenceMerged:
    return EvidenceMerged(
        **about(command, file),
        severity=graver(file.severity, command.severity or file.severity),
        begins_at=command.begins_at,
        ends_at=command.ends_at,
        inputs=command.inputs,
        evidence=command.evidence,
        sha256=said_sha256(command),
        source=command.source,
        times=file.times + 1,
        folded=_folded(command, file),
    )


def _folded(command: OnAlert, file: CaseFile) -> bool:
    return command.at - file.listed_at < timedelta(minutes=file.raised.dedupe_minutes)


def _withdrawn(command: AutoDismiss, case: OpenedAlert) -> Iterator[AlertCaseEvent]:
    file = case.file
    if file.successor:
        yield _withdrawn_there(command, file)
    if isinstance(case, Dismissed | Closed):
        return
    if isinstance(case, Raised) and file.raised.auto_dismiss:
        yield AlertAutoDismissed(
            **about(command, file),
            reason=command.reason,
            merged_into=command.merged_into,
            source=command.source,
        )
        return
    yield EvidenceMerged(
        **about(command, file),
        severity=file.severity,
        begins_at=None,
        ends_at=None,
        inputs={"merged_into": command.merged_into} if command.merged_into else {},
        evidence=(),
        sha256=withdrawn_sha256(command.reason, command.source),
        source=command.source,
        times=file.times + 1,
        folded=_folded(command, file),
        withdrawn=command.reason,
    )


def _passed_on(command: RaiseAlert | MergeEvidence, file: CaseFile) -> EvidencePassedOn:
    """A verdict is about what was known: what comes later is a question of its own."""
    shown = {"severity", "begins_at", "ends_at", "inputs", "source"}
    return EvidencePassedOn(
        **_beyond(command, file),
        **command.model_dump(include=shown),
        evidence=command.evidence,
        sha256=said_sha256(command),
        late=isinstance(command, RaiseAlert) and command.late,
        withdrawn="",
        merged_into="",
    )


def _withdrawn_there(command: AutoDismiss, file: CaseFile) -> EvidencePassedOn:
    return EvidencePassedOn(
        **_beyond(command, file),
        severity=None,
        begins_at=None,
        ends_at=None,
        inputs={},
        evidence=(),
        sha256=withdrawn_sha256(command.reason, command.source),
        source=command.source,
        late=False,
        withdrawn=command.reason,
        merged_into=command.merged_into,
    )


def _beyond(command: FactCommand, file: CaseFile) -> dict[str, Any]:
    raised = file.raised
    said = {"subject": raised.subject, "rule_version": raised.rule_version}
    return {**about(command, file), **said, "successor": following(raised.case)}


def _reopened(command: RaiseAlert | MergeEvidence, file: CaseFile) -> AlertReopened:
    return AlertReopened(
        **about(command, file),
        by="",
        role="",
        reason="facts",
        documents=(),
        source=command.source,
        sha256=said_sha256(command),
    )


def about(command: OnAlert, file: CaseFile) -> dict[str, Any]:
    """What every event says."""
    raised = file.raised
    return {
        "case": raised.case,
        "code": raised.code,
        "vehicle": raised.vehicle,
        "unit": raised.unit,
        "at": command.at,
    }


def _raised(command: RaiseAlert) -> Iterator[AlertRaised]:
    handling, reference = _policy(command)
    if not handling.opens(command.code):
        return
    rule = alert_rule(command.code)
    severity = command.severity or rule.severity
    ladder, terms = handling.ladder(command.code), handling.terms(command.code, severity)
    asked = {"code": command.code, "severity": severity, "ladder": [*ladder], "terms": [*terms]}
    names = tuple(rules.RULES) if reference else ()
    minutes = [timedelta(minutes=term) for term in terms]
    said = command.model_dump(
        include={"case", "code", "vehicle", "jurisdiction", "subject", "begins_at", "ends_at", "at"}
        | {"rule_version", "inputs", "source", "late", "officer"}
    )
    yield AlertRaised(
        **said,
        unit=command.unit or command.owner,
        severity=severity,
        evidence=command.evidence,
        evidence_sha256=said_sha256(command),
        ladder=ladder,
        verifier=rule.handling.verifier,
        desk=rule.handling.desk,
        acknowledge_by=command.at + minutes[0],
        explain_minutes=terms.explain,
        decide_by=command.at + minutes[2],
        dedupe_minutes=handling.dedupe_window,
        auto_dismiss=command.rule_version != PAPERS or command.code in handling.settled,
        grounds=Grounds(policy=reference, rules=names, inputs=asked),
    )


PAPERS = "papers"
"""The version of rules that papers decide."""


def _policy(command: RaiseAlert) -> tuple[AlertHandling, str]:
    """The rules for alerts, and their reference; where none is published, what everybody gets."""
    try:
        policy = command.brief.shelf.in_force(command.jurisdiction, command.at)
    except Refused:
        return AlertHandling(), ""
    return policy.alerts, policy.reference
