"""What can be said to an alert case (预警处置单)."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from fleet.policy.alert_rules import Severity
from fleet.policy.brief import Briefed
from fleet.supervision.finding import Evidence
from fleet.terms import Moment, Name, Sha256, Text

CaseId = Annotated[str, StringConstraints(pattern=r"^\S{1,250}$")]
"""The finding's id, or the notice's key; asked a second time, with `#2`."""

AlertCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]+-[0-9]{2}$")]
"""A rule of the alert catalogue: `USE-01`."""


Statement = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""What somebody has to say; never empty."""

DismissalReason = Literal["WorkNeed", "DeviceFault", "DataError", "RuleFalsePositive"]
"""工作需要, 设备故障, 数据错误, 规则误报."""

FindingClass = Literal["SUSPECTED_DISCIPLINE", "MANAGEMENT", "PAPERS_MISSING", "DEVICE"]
"""涉嫌违纪, 管理不规范, 手续不全, 设备问题."""

DisciplineResult = Literal[
    "NO_BREACH", "REMINDER", "CRITICISM", "ORGANISATIONAL", "DISCIPLINARY", "TRANSFERRED"
]
"""不构成违纪, 谈话提醒, 批评教育, 组织处理, 纪律处分, 移送. A code and nothing else."""


class CasePaper(BaseModel):
    """A document that is shown.

    Attributes:
        number: What stands on it.
        sha256: Of its file; hex.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Name
    sha256: Sha256


CasePapers = Annotated[tuple[CasePaper, ...], Field(min_length=1)]
"""At least one."""


class OnAlert(Briefed):
    """Attributes: case: Which; at: When it became true in the office."""

    case: CaseId
    at: Moment


class _Shown(OnAlert):
    """What the facts say now.

    Attributes:
        begins_at: Beginning of the window it is about.
        ends_at: Its end; None while it lasts, or for a moment.
        severity: How grave it is; None: as the rule begins.
        inputs: What it was measured with.
        evidence: What it rests on.
        source: Where it was said: `supervision:34`.
    """

    begins_at: Moment
    ends_at: Moment | None = None
    severity: Severity | None = None
    inputs: dict[str, str] = Field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    source: Text = ""


class RaiseAlert(_Shown):
    """The facts ask a question: a finding was opened, or a notice raised.

    Attributes:
        code: The alert rule.
        vehicle: The vehicle concerned; empty where there is none.
        unit: The unit concerned; empty: the vehicle's.
        subject: The stream it is about.
        rule_version: Version of the rule's code and profile; `papers` for a notice.
        late: The deciding fact came late.
        jurisdiction: Where the unit belongs (looked up).
        owner: The vehicle's unit (looked up).
        officer: Who alone hears of a car on the restricted list (looked up); empty: it is on none.
    """

    FACTS: ClassVar = OnAlert.FACTS | {"jurisdiction", "owner", "officer"}

    code: AlertCode
    vehicle: Text = ""
    unit: Text = ""
    subject: Text = ""
    rule_version: Text = ""
    late: bool = False
    jurisdiction: str = ""
    owner: str = ""
    officer: str = ""


class MergeEvidence(_Shown):
    """The same once more, or with another beginning, end or evidence."""


class AutoDismiss(OnAlert):
    """Later facts say that it never was, or that it is settled.

    Attributes:
        reason: In one word: `evidence_changed`, `receipt_filed`.
        merged_into: The case that now covers its time; empty: none.
        source: Where it was said.
    """

    reason: Name
    merged_into: Text = ""
    source: Text = ""


class EscalateAlert(OnAlert):
    """The time to acknowledge, or to explain, is over."""


class _Handled(OnAlert):
    """Attributes: officer: As in `RaiseAlert`, as the list says now."""

    FACTS: ClassVar = OnAlert.FACTS | {"officer"}

    officer: str = ""


class AcknowledgeAlert(_Handled):
    """Its handler has seen it."""


class RequestExplanation(_Handled):
    """Unit and driver get the evidence and are asked.

    Attributes:
        note: What is asked besides.
    """

    note: Text = ""


class SubmitExplanation(OnAlert):
    """The unit, or the desk that looks after the device, answers with documents."""

    text: Statement
    documents: CasePapers


class DismissAlert(OnAlert):
    """It was nothing."""

    reason: DismissalReason
    note: Text = ""


class ConfirmFinding(OnAlert):
    """It was so; from now on it counts."""

    finding_class: FindingClass
    note: Text = ""


class ReferToDiscipline(OnAlert):
    """Discipline inspection takes it.

    Attributes:
        document: Number of the letter.
    """

    document: Name


class OrderRectification(OnAlert):
    """It has to be put right.

    Attributes:
        plan: How.
        due_on: The last local day.
    """

    plan: Statement
    due_on: date


class RecordDisciplineFeedback(OnAlert):
    """Discipline inspection says how it ended: a code, no text."""

    result: DisciplineResult


class SubmitRectification(OnAlert):
    """It has been put right."""

    text: Statement
    documents: CasePapers


class RejectRectification(OnAlert):
    """It has not."""

    reason: Statement


class CloseAlert(OnAlert):
    """Accepted."""

    note: Text = ""


class ReopenAlert(OnAlert):
    """A supervisor has new evidence."""

    reason: Statement
    documents: CasePapers


FactCommand = RaiseAlert | MergeEvidence | AutoDismiss
"""What programs say because of facts."""

HandlerCommand = AcknowledgeAlert | RequestExplanation | SubmitExplanation
"""Until it can be verified."""

VerifierCommand = (
    DismissAlert
    | ConfirmFinding
    | ReferToDiscipline
    | RecordDisciplineFeedback
    | OrderRectification
    | SubmitRectification
    | RejectRectification
    | CloseAlert
    | ReopenAlert
)
"""What becomes of it."""

AlertCaseCommand = FactCommand | EscalateAlert | HandlerCommand | VerifierCommand
