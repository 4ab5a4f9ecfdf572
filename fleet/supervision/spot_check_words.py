"""What can be said to a spot check (抽检), and what can have happened to it."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SkipValidation, model_validator

from fleet.decider import Event
from fleet.policy.brief import Briefed
from fleet.policy.calendar import Calendar
from fleet.policy.chapter import Day
from fleet.terms import Code, Jurisdiction, Moment, Name, Text, VehicleId

Kind = Literal["ONLINE", "ONSITE", "JOINT"]
"""线上, 线下, or both together with discipline inspection (联合督查)."""

Mode = Literal["ONLINE", "ONSITE"]
"""By its track and papers, or by a visit."""

Body = Literal["BUREAU", "DISCIPLINE", "FINANCE", "CENTRE", "TRAFFIC_POLICE"]
Result = Literal["PASS", "FAIL"]


class Line(BaseModel):
    """One vehicle-check (台次): a car, a day, a mode; what is counted (A12)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vehicle: VehicleId
    day: Day
    mode: Mode

    @property
    def text(self) -> str:
        """As it is hashed: `浙A-1|2021-09-30|ONLINE`."""
        return f"{self.vehicle}|{self.day.isoformat()}|{self.mode}"


Lines = Annotated[tuple[Line, ...], Field(min_length=1, max_length=20_000)]


class OnCampaign(Briefed):
    """Attributes: campaign: Its number; at: When it became true in the office."""

    campaign: Code
    at: Moment


class PlanCampaign(OnCampaign):
    """These vehicle-checks can be drawn from, by this start value.

    Attributes:
        jurisdiction: Whose cars.
        scope: What is looked at, in words.
        kind: How; `JOINT` takes place on days off only, with discipline inspection (R076).
        bodies: Who takes part and signs.
        start_value: Of the draw: told before it, so that anybody can draw again.
        size: How many checks are drawn.
        lines: The list that is drawn from.
        calendars: Year -> its calendar, as the books have it.
    """

    FACTS: ClassVar = OnCampaign.FACTS | {"calendars"}

    jurisdiction: Jurisdiction
    scope: Name
    kind: Kind
    bodies: Annotated[tuple[Body, ...], Field(min_length=1)]
    start_value: Annotated[int, Field(ge=0, le=2**63 - 1)]
    size: Annotated[int, Field(ge=1)]
    lines: Lines
    calendars: SkipValidation[dict[int, Calendar]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        if len({*self.lines}) < len(self.lines):
            raise ValueError("a vehicle-check is listed twice")
        return self


class DrawSample(OnCampaign):
    """The draw."""


class RecordFinding(OnCampaign):
    """What a check has shown; the speaker's role is the body.

    Attributes:
        vehicle: Which car.
        day: Of which day.
        mode: How it was looked at.
        result: Whether it was in order.
        finding: In words.
        evidence: What it rests on: the track, the photo; an online check needs it.
    """

    vehicle: VehicleId
    day: Day
    mode: Mode
    result: Result
    finding: Name
    evidence: Text = ""


class SignOff(OnCampaign):
    """A body signs; when all have, the campaign is over."""


class OfCampaign(Event):
    """Attributes: which campaign of which region it is about."""

    campaign: str
    jurisdiction: str
    at: Moment


class CampaignPlanned(OfCampaign):
    """These checks can be drawn from.

    Attributes:
        list_sha256: Of the sorted list; hex.
    """

    TOPIC: ClassVar = "spot-check.planned"
    scope: str
    kind: str
    bodies: tuple[str, ...]
    start_value: int
    size: int
    lines: tuple[Line, ...]
    list_sha256: str
    by: str


class SampleDrawn(OfCampaign):
    """These are checked, in this order.

    Attributes:
        list_sha256: Of the list they were drawn from; hex.
        lines: What was drawn.
        vehicles: How many distinct cars are among them.
    """

    TOPIC: ClassVar = "spot-check.sample-drawn"
    start_value: int
    list_sha256: str
    size: int
    lines: tuple[Line, ...]
    vehicles: int
    by: str


class CheckFindingRecorded(OfCampaign):
    """What a check has shown."""

    TOPIC: ClassVar = "spot-check.finding-recorded"
    vehicle: str
    day: date
    mode: str
    result: str
    finding: str
    evidence: str
    body: str
    by: str


class CampaignSigned(OfCampaign):
    """A body has signed, others have not."""

    TOPIC: ClassVar = "spot-check.signed"
    body: str
    by: str


class CampaignSignedOff(OfCampaign):
    """All bodies have signed.

    Attributes:
        signatures: Body -> who signed.
        checks: How many checks were done.
        vehicles: How many distinct cars were among them.
        passed: How many checks were in order.
    """

    TOPIC: ClassVar = "spot-check.signed-off"
    signatures: dict[str, str]
    checks: int
    vehicles: int
    passed: int


SpotCheckCommand = PlanCampaign | DrawSample | RecordFinding | SignOff
SpotCheckEvent = (
    CampaignPlanned | SampleDrawn | CheckFindingRecorded | CampaignSigned | CampaignSignedOff
)
