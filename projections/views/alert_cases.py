"""The alert cases (预警处置单): who has to answer until when, and how each ended."""

from dataclasses import dataclass, replace
from datetime import datetime

from fleet.decider import Entry, Event
from fleet.supervision import case_events as told
from projections.projection import Projection

_STAGES: dict[type[Event], str] = {
    told.AlertRaised: "raised",
    told.AlertEscalated: "escalated",
    told.AlertAutoDismissed: "dismissed",
    told.AlertAcknowledged: "acknowledged",
    told.ExplanationRequested: "awaiting_explanation",
    told.ExplanationSubmitted: "under_verification",
    told.AlertDismissed: "dismissed",
    told.FindingConfirmed: "confirmed",
    told.FindingReferred: "referred",
    told.RectificationOrdered: "rectifying",
    told.DisciplineFeedbackRecorded: "rectifying",
    told.RectificationSubmitted: "under_acceptance",
    told.RectificationRejected: "rectifying",
    told.AlertClosed: "closed",
    told.AlertReopened: "acknowledged",
}

ENDED = frozenset({"closed", "dismissed"})
"""Stages in which nobody has to do anything."""


@dataclass(frozen=True, slots=True)
class AlertCase:
    """One row a case; times in UTC.

    Attributes:
        ladder: The roles that answer for it, one after the other.
        level: Which of them has it now.
        officer: Who alone hears of it; empty: everybody in charge.
        explain_minutes: How long the answer may take.
        explain_by: Until when unit and driver have to answer; None: nobody has asked them.
        times: How many pieces of evidence there are.
        escalations: How often a time-limit passed.
        withdrawn: Why the facts say no longer so; empty: they do.
        finding_class: What it was confirmed as; empty: it was not.
        reason: Why it was dismissed; empty: it is not.
        auto: Later facts dismissed it.
    """

    case: str
    code: str
    vehicle: str
    unit: str
    jurisdiction: str
    subject: str
    severity: str
    raised_at: datetime
    ladder: tuple[str, ...]
    verifier: str
    officer: str
    evidence_sha256: str
    acknowledge_by: datetime
    explain_minutes: int
    decide_by: datetime
    stage: str = "raised"
    level: int = 0
    explain_by: datetime | None = None
    times: int = 1
    escalations: int = 0
    withdrawn: str = ""
    finding_class: str = ""
    reason: str = ""
    auto: bool = False
    ended_at: datetime | None = None

    @property
    def handler(self) -> str:
        """The role that has it now."""
        return self.ladder[min(self.level, len(self.ladder) - 1)] if self.ladder else ""

    @property
    def due_at(self) -> datetime:
        """Until when the next step has to be done."""
        if self.stage in ("raised", "escalated"):
            return self.acknowledge_by
        waits = self.stage == "awaiting_explanation" and self.explain_by is not None
        return self.explain_by if waits and self.explain_by else self.decide_by


def _key(entry: Entry) -> str | None:
    return entry.event.case if isinstance(entry.event, told.OfAlert) else None


def _evolve(row: AlertCase | None, entry: Entry) -> AlertCase | None:
    match entry.event:
        case told.AlertRaised() as it:
            return _raised(it)
        case told.OfAlert() as event if row:
            stage = _STAGES.get(type(event), row.stage)
            ended = event.at if stage in ENDED else None
            return _told(replace(row, stage=stage, ended_at=ended), event)
        case _:
            return row


def _raised(it: told.AlertRaised) -> AlertCase:
    same = (
        "case", "code", "vehicle", "unit", "jurisdiction", "subject", "severity", "ladder",
        "verifier", "officer", "evidence_sha256", "acknowledge_by", "explain_minutes", "decide_by",
    )  # fmt: skip
    return AlertCase(raised_at=it.at, **{name: getattr(it, name) for name in same})


def _told(row: AlertCase, event: Event) -> AlertCase:
    match event:
        case told.EvidenceMerged(severity=severity, times=times, withdrawn=why):
            row = replace(row, severity=severity, times=times, withdrawn=why)
        case told.AlertEscalated(level=level):
            row = replace(row, level=level, escalations=row.escalations + 1)
        case told.ExplanationRequested(explain_by=until):
            row = replace(row, explain_by=until)
        case told.FindingConfirmed(finding_class=found):
            row = replace(row, finding_class=found)
        case told.AlertDismissed(reason=reason):
            row = replace(row, reason=reason, auto=False)
        case told.AlertAutoDismissed(reason=reason):
            row = replace(row, reason=reason, auto=True)
        case told.AlertReopened():
            row = replace(row, reason="", auto=False, withdrawn="")
        case _:
            pass
    return row


view = Projection("alert_cases", version=1, row=AlertCase, key=_key, evolve=_evolve)
