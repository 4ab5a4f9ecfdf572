"""What can have happened to an alert case."""

from datetime import date
from typing import ClassVar

from fleet.decider import Event
from fleet.policy.alert_rules import Severity
from fleet.policy.grounds import Grounds
from fleet.supervision.case_commands import CasePaper
from fleet.supervision.finding import Evidence
from fleet.terms import Moment


class OfAlert(Event):
    """Attributes: which rule, which car of which unit the case is about."""

    case: str
    code: str
    vehicle: str
    unit: str
    at: Moment


class AlertRaised(OfAlert):
    """The facts ask a question.

    Attributes:
        jurisdiction: Where the unit belongs; empty where nobody knows.
        subject: The stream it is about.
        severity: `RED`, `AMBER`, `BLUE`.
        begins_at: Beginning of the window.
        ends_at: Its end; None while it lasts, or for a moment.
        rule_version: Version of the rule's code.
        inputs: What it was measured with.
        evidence: What it rests on.
        evidence_sha256: Over all that was shown then; never altered.
        source: Where it was said: `supervision:34`.
        late: The deciding fact came late.
        officer: Who alone hears of a car on the restricted list; empty: everybody in charge.
        ladder: The roles that answer for it, one after the other.
        verifier: The role that looks at the answer.
        desk: A device or feed: the handler's desk explains (B17).
        acknowledge_by: Until when it has to be acknowledged.
        explain_minutes: How long the answer may take.
        decide_by: Until when it ought to be decided.
        dedupe_minutes: Evidence that comes so soon after the last piece is only counted.
        auto_dismiss: Later facts may dismiss it before anybody has seen it.
        grounds: The policy in force; an empty reference: none was published, the defaults hold.
    """

    TOPIC: ClassVar = "alert-case.raised"
    jurisdiction: str
    subject: str
    severity: Severity
    begins_at: Moment
    ends_at: Moment | None
    rule_version: str
    inputs: dict[str, str]
    evidence: tuple[Evidence, ...]
    evidence_sha256: str
    source: str
    late: bool
    officer: str
    ladder: tuple[str, ...]
    verifier: str
    desk: bool
    acknowledge_by: Moment
    explain_minutes: int
    decide_by: Moment
    dedupe_minutes: int
    auto_dismiss: bool
    grounds: Grounds


class EvidenceMerged(OfAlert):
    """Another piece of evidence; the stage does not change.

    Attributes:
        severity: How grave it is now; it never sinks.
        sha256: Of this piece.
        times: Which piece it is; the evidence of the beginning is the first.
        folded: It came within the dedupe window after the last piece: counted, not listed.
        withdrawn: Why the facts say no longer so; empty: they do.
    """

    TOPIC: ClassVar = "alert-case.evidence-merged"
    severity: Severity
    begins_at: Moment | None
    ends_at: Moment | None
    inputs: dict[str, str]
    evidence: tuple[Evidence, ...]
    sha256: str
    source: str
    times: int
    folded: bool
    withdrawn: str = ""


class EvidencePassedOn(Event):
    """Facts that came after the verdict: another case asks about them, this one stays as judged.

    Attributes:
        successor: That case: `...#2`.
        subject: The stream it is about.
        rule_version: Version of the rule's code.
        severity: How grave it is; None: as the rule begins.
        sha256: Of this piece.
        withdrawn: Why the facts say no longer so; empty: they do.
        merged_into: The case that now covers its time; empty: none.
    """

    TOPIC: ClassVar = "alert-case.evidence-passed-on"
    case: str
    code: str
    vehicle: str
    unit: str
    at: Moment
    successor: str
    subject: str
    rule_version: str
    severity: Severity | None
    begins_at: Moment | None
    ends_at: Moment | None
    inputs: dict[str, str]
    evidence: tuple[Evidence, ...]
    sha256: str
    source: str
    late: bool
    withdrawn: str
    merged_into: str


class AlertEscalated(OfAlert):
    """A time-limit has passed.

    Attributes:
        missed: `ACKNOWLEDGE` or `EXPLANATION`.
        limit: Which moment that was.
        level: Which step of the ladder it stands on now; 0 is the first.
        handler: The role of that step.
    """

    TOPIC: ClassVar = "alert-case.escalated"
    missed: str
    limit: Moment
    level: int
    handler: str


class AlertAutoDismissed(OfAlert):
    """Later facts say that it never was, or that it is settled."""

    TOPIC: ClassVar = "alert-case.auto-dismissed"
    reason: str
    merged_into: str
    source: str


class _Acted(OfAlert):
    by: str
    role: str


class AlertAcknowledged(_Acted):
    """Its handler has seen it."""

    TOPIC: ClassVar = "alert-case.acknowledged"


class ExplanationRequested(_Acted):
    """Unit and driver have the evidence.

    Attributes:
        explain_by: Until when they have to answer.
        evidence_sha256: The evidence they got, as it was at the beginning.
    """

    TOPIC: ClassVar = "alert-case.explanation-requested"
    note: str
    explain_by: Moment
    evidence_sha256: str


class ExplanationSubmitted(_Acted):
    """They have answered."""

    TOPIC: ClassVar = "alert-case.explanation-submitted"
    text: str
    documents: tuple[CasePaper, ...]


class AlertDismissed(_Acted):
    """It was nothing."""

    TOPIC: ClassVar = "alert-case.dismissed"
    reason: str
    note: str


class FindingConfirmed(_Acted):
    """It was so. Only this counts in the rating of a unit."""

    TOPIC: ClassVar = "alert-case.finding-confirmed"
    finding_class: str
    note: str


class FindingReferred(_Acted):
    """Discipline inspection has it."""

    TOPIC: ClassVar = "alert-case.referred"
    document: str


class RectificationOrdered(_Acted):
    """It has to be put right."""

    TOPIC: ClassVar = "alert-case.rectification-ordered"
    plan: str
    due_on: date


class DisciplineFeedbackRecorded(_Acted):
    """How it ended there."""

    TOPIC: ClassVar = "alert-case.discipline-feedback-recorded"
    result: str


class RectificationSubmitted(_Acted):
    """It has been put right, they say."""

    TOPIC: ClassVar = "alert-case.rectification-submitted"
    text: str
    documents: tuple[CasePaper, ...]


class RectificationRejected(_Acted):
    """It has not."""

    TOPIC: ClassVar = "alert-case.rectification-rejected"
    reason: str


class AlertClosed(_Acted):
    """Accepted: the end."""

    TOPIC: ClassVar = "alert-case.closed"
    note: str


class AlertReopened(_Acted):
    """There is new evidence.

    Attributes:
        by: The supervisor; empty: later facts, after facts had dismissed it.
        documents: What he shows.
        source: Where the facts say so; empty for a supervisor.
        sha256: Of the new evidence.
    """

    TOPIC: ClassVar = "alert-case.reopened"
    reason: str
    documents: tuple[CasePaper, ...]
    source: str
    sha256: str


AlertCaseEvent = (
    AlertRaised
    | EvidenceMerged
    | EvidencePassedOn
    | AlertEscalated
    | AlertAutoDismissed
    | AlertAcknowledged
    | ExplanationRequested
    | ExplanationSubmitted
    | AlertDismissed
    | FindingConfirmed
    | FindingReferred
    | RectificationOrdered
    | DisciplineFeedbackRecorded
    | RectificationSubmitted
    | RectificationRejected
    | AlertClosed
    | AlertReopened
)
