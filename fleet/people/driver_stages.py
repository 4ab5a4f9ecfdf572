"""What is known about a driver."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fleet.people.driver_commands import Evidence
from fleet.people.qualification import Qualification

Scored = tuple[int, tuple[Evidence, ...]]
"""A score, and what it rests on."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """He has no dossier."""


@dataclass(frozen=True, slots=True)
class DrivingLicence:
    """A driving licence.

    Attributes:
        number: What stands on it.
        classes: 准驾车型.
        valid_until: Its last local day.
        points: Penalty points.
        sha256: Of its picture.
    """

    number: str
    classes: tuple[str, ...]
    valid_until: date
    points: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Appraisal:
    """One period.

    Attributes:
        policy: The version it began under.
        jurisdiction: Where it began.
        scores: Dimension -> score, and what it rests on.
        stars: How many; 0 until they are awarded.
    """

    policy: str
    jurisdiction: str
    scores: Mapping[str, Scored] = field(default_factory=dict)
    stars: int = 0


@dataclass(frozen=True, slots=True)
class Attendance:
    """What he took part in.

    Attributes:
        year: Of the day it was held on.
        contest: It was a contest.
    """

    year: int
    contest: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """一人一档.

    Attributes:
        name: His name.
        unit: Whose driver he is.
        phone: Where he is reached.
        employed_on: Since when.
        jurisdiction: Where his unit belongs.
        licence: His driving licence; None until it is recorded.
        pledges: Year -> SHA-256 of the signed paper.
        suspended: The paper he is suspended on; empty if he is not.
        sessions: Session -> what it was.
        read: Rule document -> the versions he has acknowledged.
        appraisals: Period -> how it stands.
    """

    name: str
    unit: str
    phone: str
    employed_on: date
    jurisdiction: str
    licence: DrivingLicence | None = None
    pledges: Mapping[int, str] = field(default_factory=dict)
    suspended: str = ""
    sessions: Mapping[str, Attendance] = field(default_factory=dict)
    read: Mapping[int, frozenset[str]] = field(default_factory=dict)
    appraisals: Mapping[str, Appraisal] = field(default_factory=dict)

    @property
    def qualification(self) -> Qualification:
        """Whether he may drive."""
        known = Qualification(pledged=tuple(sorted(self.pledges)), suspended=bool(self.suspended))
        if self.licence is None:
            return known
        paper = self.licence
        told = {"classes": paper.classes, "valid_until": paper.valid_until, "points": paper.points}
        return known.model_copy(update=told)


Driver = Unknown | Dossier
