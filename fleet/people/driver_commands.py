"""What can be said to a driver's dossier."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from fleet.policy.brief import Briefed
from fleet.policy.dispatching import Licence
from fleet.terms import Code, Moment, Name, Sha256, Text, UnitCode

Period = Annotated[str, StringConstraints(pattern=r"^2[0-9]{3}(Q[1-4]|-(0[1-9]|1[0-2]))?$")]
"""Of an appraisal: a year `2026`, a quarter `2026Q4`, a month `2026-10`."""

Points = Annotated[int, Field(ge=0, le=99)]
"""记分 on a licence."""

PledgeYear = Annotated[int, Field(ge=2000, le=2999)]
"""Of a 责任书."""

EvidenceKind = Literal["TELEMETRY", "FINDING", "PERSON", "DOCUMENT"]
"""A digest of what terminals told, a finding, somebody's judgement, a paper."""


class Evidence(BaseModel):
    """What a score rests on.

    Attributes:
        kind: What it is.
        reference: Which: the finding's id, the person's id, the paper's number.
        digest: Of its content (SHA-256, hex); None for a person.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: EvidenceKind
    reference: Name
    digest: Sha256 | None = None


class OnDriver(Briefed):
    """Attributes: driver: His number in the books; at: When it became true in the office."""

    driver: Code
    at: Moment


class RegisterDriver(OnDriver):
    """A driver begins his dossier.

    Attributes:
        name: His name.
        unit: Whose driver he is.
        phone: Where he is reached; may be empty.
        employed_on: Since when.
        unit_jurisdiction: Where the unit belongs.
    """

    FACTS: ClassVar = OnDriver.FACTS | {"unit_jurisdiction"}

    name: Name
    unit: UnitCode
    phone: Text = ""
    employed_on: date
    unit_jurisdiction: str = ""


class UpdateDriver(OnDriver):
    """His name, unit or phone is another one; what is None stays.

    Attributes:
        unit_jurisdiction: Where the new unit belongs.
    """

    FACTS: ClassVar = OnDriver.FACTS | {"unit_jurisdiction"}

    name: Name | None = None
    unit: UnitCode | None = None
    phone: Text | None = None
    unit_jurisdiction: str = ""


class RecordLicence(OnDriver):
    """His driving licence as it is now.

    Attributes:
        number: What stands on it.
        classes: 准驾车型.
        valid_until: Its last local day.
        points: Penalty points in this cycle.
        sha256: Of the licence's picture, or of the traffic police's extract.
    """

    number: Name
    classes: Annotated[tuple[Licence, ...], Field(min_length=1)]
    valid_until: date
    points: Points = 0
    sha256: Sha256


class SignPledge(OnDriver):
    """He has signed the 安全文明行车责任书.

    Attributes:
        year: For which year.
        sha256: Of the signed paper.
    """

    year: PledgeYear
    sha256: Sha256


class SuspendDriver(OnDriver):
    """He may not drive until he is reinstated.

    Attributes:
        reason: Why.
        document: On what paper.
    """

    reason: Name
    document: Name


class ReinstateDriver(OnDriver):
    """He may drive again.

    Attributes:
        evidence: What has changed: the number of a course certificate, of a decision.
    """

    evidence: Name


class AcknowledgeRule(OnDriver):
    """He has read a document of the rule book (驾驶员作业指导书).

    Attributes:
        document: Its number in the rule book.
        version: Which version of it.
        published: The versions of it that were ever published where he works.
    """

    FACTS: ClassVar = OnDriver.FACTS | {"published"}

    document: Annotated[int, Field(ge=1, le=99)]
    version: Name
    published: tuple[str, ...] = ()


class RecordTraining(OnDriver):
    """He has taken part in a session (said by the session itself).

    Attributes:
        session: Which.
        kind: Which activity: a key of the policy.
        trainer_body: Who taught: `TRAFFIC_POLICE`.
        held_on: On which local day.
        hours: How long.
        contest: It was a 技能比武.
    """

    session: Code
    kind: str
    trainer_body: str
    held_on: date
    hours: int
    contest: bool


class ScoreDimension(OnDriver):
    """One dimension of his appraisal.

    Attributes:
        period: Of which period.
        dimension: A key of the policy, or its Chinese name: `safety`, 安全行车.
        score: 0 to 100.
        evidence: What it rests on.
    """

    period: Period
    dimension: Name
    score: Annotated[int, Field(ge=0, le=100)]
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]


class AwardStars(OnDriver):
    """The period is over and every dimension is scored (五星驾驶员)."""

    period: Period


PaperCommand = RecordLicence | SignPledge | AcknowledgeRule | RecordTraining
StandingCommand = SuspendDriver | ReinstateDriver
AppraisalCommand = ScoreDimension | AwardStars
DriverCommand = RegisterDriver | UpdateDriver | PaperCommand | StandingCommand | AppraisalCommand
