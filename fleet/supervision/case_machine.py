"""The legal moves of an alert case (预警处置单)."""

from fleet.machine import Machine, moves

MACHINE = Machine(
    name="AlertCase",
    chinese="预警处置单",
    initial="Raised",
    creation="AlertRaised",
    ends=("Closed", "Dismissed"),
    moves=moves(
        (
            (
                "Raised",
                "MergeEvidence",
                "same key within the dedupe window",
                "EvidenceMerged",
                "Raised",
            ),
            ("Raised", "AcknowledgeAlert", "assigned handler", "AlertAcknowledged", "Acknowledged"),
            ("Raised", "EscalateAlert", "acknowledge SLA missed", "AlertEscalated", "Escalated"),
            (
                "Raised",
                "AutoDismiss",
                "later data disproves (late order, late fix), rule allows",
                "AlertAutoDismissed",
                "Dismissed",
            ),
            (
                "Escalated",
                "AcknowledgeAlert",
                "higher handler",
                "AlertAcknowledged",
                "Acknowledged",
            ),
            (
                "Acknowledged",
                "RequestExplanation",
                "unit and driver get the evidence",
                "ExplanationRequested",
                "AwaitingExplanation",
            ),
            (
                "AwaitingExplanation",
                "SubmitExplanation",
                "within SLA, with documents",
                "ExplanationSubmitted",
                "UnderVerification",
            ),
            (
                "AwaitingExplanation",
                "EscalateAlert",
                "explanation SLA missed",
                "AlertEscalated",
                "Escalated",
            ),
            (
                "UnderVerification",
                "DismissAlert",
                "reason code (WorkNeed, DeviceFault, DataError, RuleFalsePositive)",
                "AlertDismissed",
                "Dismissed",
            ),
            (
                "UnderVerification",
                "ConfirmFinding",
                "verifier differs from handler; finding class set",
                "FindingConfirmed",
                "Confirmed",
            ),
            (
                "Confirmed",
                "ReferToDiscipline",
                "class is suspected breach of discipline",
                "FindingReferred",
                "Referred",
            ),
            (
                "Confirmed",
                "OrderRectification",
                "plan and due date",
                "RectificationOrdered",
                "Rectifying",
            ),
            (
                "Referred",
                "RecordDisciplineFeedback",
                "result code only",
                "DisciplineFeedbackRecorded",
                "Rectifying",
            ),
            (
                "Rectifying",
                "SubmitRectification",
                "evidence",
                "RectificationSubmitted",
                "UnderAcceptance",
            ),
            (
                "UnderAcceptance",
                "RejectRectification",
                "reason",
                "RectificationRejected",
                "Rectifying",
            ),
            ("UnderAcceptance", "CloseAlert", "accepted", "AlertClosed", "Closed"),
            (
                "Dismissed",
                "ReopenAlert",
                "new evidence, by supervisor",
                "AlertReopened",
                "Acknowledged",
            ),
        )
    ),
)
"""Source: handbook 5.6."""
