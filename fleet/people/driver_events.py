"""What has happened to a driver's dossier."""

from datetime import date
from typing import ClassVar

from fleet.decider import Event
from fleet.people.driver_commands import Evidence
from fleet.people.qualification import Qualification
from fleet.policy.grounds import Grounds
from fleet.terms import Moment


class OfDriver(Event):
    """Attributes that every event of a driver has.

    Attributes:
        driver: His number in the books.
        unit: Whose driver he is.
        by: Who said so.
        at: When it became true in the office.
    """

    driver: str
    unit: str
    by: str
    at: Moment


class _Qualifying(OfDriver):
    """Attributes: qualification: Whether he may drive, from now on."""

    qualification: Qualification


class DriverRegistered(_Qualifying):
    """His dossier is opened.

    Attributes:
        jurisdiction: Where his unit belongs.
    """

    TOPIC: ClassVar = "driver.registered"
    name: str
    phone: str
    employed_on: date
    jurisdiction: str


class DriverUpdated(OfDriver):
    """His name, unit or phone is another one; all three as they are now."""

    TOPIC: ClassVar = "driver.updated"
    name: str
    phone: str
    jurisdiction: str
    from_unit: str


class LicenceRecorded(_Qualifying):
    """His licence as it is now.

    Attributes:
        grounds: The points, and whether they suspend him.
    """

    TOPIC: ClassVar = "driver.licence-recorded"
    number: str
    classes: tuple[str, ...]
    valid_until: date
    points: int
    sha256: str
    grounds: Grounds


class PledgeSigned(_Qualifying):
    """The responsibility letter of a year is signed (R096)."""

    TOPIC: ClassVar = "driver.pledge-signed"
    year: int
    sha256: str


class DriverSuspended(_Qualifying):
    """He may not drive.

    Attributes:
        cause: `POINTS` (the licence has too many) or `DECISION`.
        reason: In words.
        document: On what paper; for points the number of the licence.
    """

    TOPIC: ClassVar = "driver.suspended"
    cause: str
    reason: str
    document: str


class DriverReinstated(_Qualifying):
    """He may drive again.

    Attributes:
        grounds: The points that do not suspend him any more.
    """

    TOPIC: ClassVar = "driver.reinstated"
    evidence: str
    grounds: Grounds


class RuleAcknowledged(OfDriver):
    """He has read a document of the rule book.

    Attributes:
        acknowledged: How many different documents he has read, this one included.
    """

    TOPIC: ClassVar = "driver.rule-acknowledged"
    document: int
    version: str
    acknowledged: int


class TrainingRecorded(OfDriver):
    """He has taken part in a session.

    Attributes:
        year: Of the day it was held on.
        attended: In how many sessions of that year he has taken part, this one included.
        contests: In how many contests of that year.
    """

    TOPIC: ClassVar = "driver.training-recorded"
    session: str
    kind: str
    trainer_body: str
    held_on: date
    hours: int
    contest: bool
    year: int
    attended: int
    contests: int


class DimensionScored(OfDriver):
    """One dimension of his appraisal; a second score of the same replaces the first.

    Attributes:
        dimension: A key of the policy.
        missing: Which dimensions of the period are still not scored.
        ends_at: When the period is over.
        due_at: From when on the stars are awarded without anybody asking (PM15).
    """

    TOPIC: ClassVar = "driver.dimension-scored"
    period: str
    dimension: str
    score: int
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    ends_at: Moment
    due_at: Moment
    grounds: Grounds


class StarsAwarded(OfDriver):
    """His appraisal of a period.

    Attributes:
        scores: Dimension -> 0 to 100.
        weights: Dimension -> percent, as in the policy the appraisal began under.
        hundredths: The weighted score in hundredths of a point: 8725 is 87.25.
        stars: 1 to 5, by the policy's table.
    """

    TOPIC: ClassVar = "driver.stars-awarded"
    period: str
    scores: dict[str, int]
    weights: dict[str, int]
    hundredths: int
    stars: int
    grounds: Grounds


PaperEvent = LicenceRecorded | PledgeSigned | RuleAcknowledged | TrainingRecorded
StandingEvent = DriverSuspended | DriverReinstated
AppraisalEvent = DimensionScored | StarsAwarded
DriverEvent = DriverRegistered | DriverUpdated | PaperEvent | StandingEvent | AppraisalEvent
