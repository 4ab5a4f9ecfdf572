"""The stages of a renewal indicator, and what is known of it in each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from fleet.planning.indicator_commands import (
    Notes,
)
from fleet.policy.specification import Specification


@dataclass(frozen=True, slots=True)
class Decision:
    """What a body has said.

    Attributes:
        positive: Yes or no.
        by: Who said it.
    """

    positive: bool
    by: str


@dataclass(frozen=True, slots=True)
class Form:
    """What the form says, whatever the stage.

    Attributes:
        policy: The version it runs on, `cn-zj-hangzhou@2021-11-01`.
        applicant: Who drafted it.
        condition: How the old car is; empty: nobody has looked.
        submitted_at: When it was first sent; None: never.
        decisions: Body -> what it said.
        line: The budget line that cites it; empty: none.
        document: The execution document; empty: none.
        plan: The year plan it is in; empty: none.
        purchase: The purchase on its strength; empty: none.
        case: The disposal that cites it; empty: none.
    """

    unit: str
    jurisdiction: str
    policy: str
    kind: str
    slot: str
    vehicle: str | None
    category: str
    plan_year: int
    track: str
    special_case: bool
    opinion: str | None
    safety_ground: str | None
    specification: Specification
    price_fen: int
    notes: Notes
    first_registered: date | None
    applicant: str
    condition: str = ""
    submitted_at: datetime | None = None
    decisions: Mapping[str, Decision] = field(default_factory=lambda: MappingProxyType({}))
    line: str = ""
    document: str = ""
    plan: str = ""
    purchase: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody has drafted it."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """Somebody has: one of the stages below."""

    form: Form


@dataclass(frozen=True, slots=True)
class Draft(Drafted):
    """Written down, or returned."""


@dataclass(frozen=True, slots=True)
class Submitted(Drafted):
    """Asked for."""


@dataclass(frozen=True, slots=True)
class UnderReview(Drafted):
    """Looked at by both bodies."""


@dataclass(frozen=True, slots=True)
class Approved(Drafted):
    """May be budgeted."""


@dataclass(frozen=True, slots=True)
class Budgeted(Drafted):
    """There is money for it."""


@dataclass(frozen=True, slots=True)
class Executable(Drafted):
    """The money is released."""


@dataclass(frozen=True, slots=True)
class Rejected(Drafted):
    """Not this year."""


@dataclass(frozen=True, slots=True)
class Withdrawn(Drafted):
    """Not asked for any more."""


@dataclass(frozen=True, slots=True)
class Consumed(Drafted):
    """Its car is in service."""


@dataclass(frozen=True, slots=True)
class Expired(Drafted):
    """Its year is over."""


Indicator = (
    Unknown
    | Draft
    | Submitted
    | UnderReview
    | Approved
    | Budgeted
    | Executable
    | Rejected
    | Withdrawn
    | Consumed
    | Expired
)
"""Where it stands."""
