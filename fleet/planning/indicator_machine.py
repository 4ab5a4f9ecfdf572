"""The legal moves of a renewal indicator (更新指标)."""

from fleet.machine import Machine, moves

MACHINE = Machine(
    name="RenewalIndicator",
    chinese="更新指标",
    initial="Draft",
    creation="IndicatorDrafted",
    ends=(
        "Rejected",
        "Withdrawn",
        "Consumed",
        "Expired",
    ),
    moves=moves(
        (
            (
                "Draft",
                "SubmitIndicator",
                (
                    "by 31 July of the year before (jurisdiction policy); age or safety ground; "
                    "slot owned"
                ),
                "IndicatorSubmitted",
                "Submitted",
            ),
            ("Draft", "WithdrawIndicator", "by applicant", "IndicatorWithdrawn", "Withdrawn"),
            (
                "Submitted",
                "StartReview",
                "category decides lead authority; disposal gate evaluated and stored",
                "IndicatorReviewStarted",
                "UnderReview",
            ),
            ("Submitted", "WithdrawIndicator", "by applicant", "IndicatorWithdrawn", "Withdrawn"),
            (
                "UnderReview",
                "ReturnForCorrection",
                "missing opinion or data",
                "IndicatorReturned",
                "Draft",
            ),
            (
                "UnderReview",
                "RecordBureauDecision",
                "reviewer differs from applicant",
                "BureauDecisionRecorded",
                "UnderReview",
            ),
            (
                "UnderReview",
                "RecordFinanceDecision",
                "second person, second body",
                "FinanceDecisionRecorded",
                "UnderReview",
            ),
            (
                "UnderReview",
                "ApproveIndicator",
                (
                    "both decisions positive; condition is not 'continue in use'; gate open; "
                    "NEV and origin plan within policy"
                ),
                "IndicatorApproved",
                "Approved",
            ),
            (
                "UnderReview",
                "RejectIndicator",
                "reason code required (ContinueInUse, DisposalIncomplete, OverStandard, ...)",
                "IndicatorRejected",
                "Rejected",
            ),
            (
                "Approved",
                "LinkBudget",
                "budget line of the plan year cites this indicator",
                "IndicatorBudgeted",
                "Budgeted",
            ),
            (
                "Approved",
                "ExpireIndicator",
                "plan year over without budget",
                "IndicatorExpired",
                "Expired",
            ),
            (
                "Budgeted",
                "IssueExecutionDocument",
                "finance releases the procurement execution document",
                "ExecutionDocumentIssued",
                "Executable",
            ),
            ("Budgeted", "ExpireIndicator", "plan year over", "IndicatorExpired", "Expired"),
            (
                "Executable",
                "ConsumeIndicator",
                "paired purchase commissioned",
                "IndicatorConsumed",
                "Consumed",
            ),
            (
                "Executable",
                "ExpireIndicator",
                "plan year over without purchase (carry-over is policy)",
                "IndicatorExpired",
                "Expired",
            ),
        )
    ),
)
"""Source: handbook 5."""
