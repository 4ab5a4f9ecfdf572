"""The chapters on what may be kept and bought: regions, categories, quota, brands, budgets."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from fleet.policy.chapter import (
    Authority,
    Chapter,
    Count,
    Day,
    Flag,
    Percent,
    Positive,
    Share,
    Yuan,
)
from fleet.policy.specification import Body
from fleet.policy.specification import Origin as Brand
from fleet.terms import Jurisdiction, Name, Sector

Growth = Literal["NONE", "HEADCOUNT_LINKED", "NEED_REVIEWED"]
"""How a category may get more slots."""

_HEADS_A_CAR = {"LAW_ENFORCEMENT": 20, "ADMIN_ENFORCEMENT": 20}


class Region(Chapter):
    """Where the policy holds.

    Attributes:
        code: Of GB/T 2260.
        parent: The region above it; None: the one that its code says.
        tz: Where its days begin and end.
    """

    code: Jurisdiction
    parent: Jurisdiction | None = None
    tz: ZoneInfo

    def day(self, moment: datetime) -> date:
        """The local day of a moment."""
        return moment.astimezone(self.tz).date()

    def begins(self, day: date) -> datetime:
        """The first moment of a local day, as seen there."""
        return datetime.combine(day, time(), self.tz)


class Basis(Chapter):
    """What a rule rests on.

    Attributes:
        doc: The document.
        line: Where in it.
        verified: Whether the official text was read.
    """

    doc: Name
    line: int | None = None
    verified: Name


class Category(Chapter):
    """What a car may be kept for.

    Attributes:
        zh: Its name.
        aliases: Other names for the same (A3).
        lead: Who decides first (R012, R013).
        growth: How it may get more slots.
        disclosure: `RESTRICTED`: its tracks are shown to named officers only.
        platform: The platform its cars join.
        counts_towards_ceiling: Whether its slots are counted under the ceiling (A9).
    """

    zh: Name
    aliases: tuple[Name, ...] = ()
    lead: Authority
    growth: Growth
    disclosure: Literal["OPEN", "RESTRICTED"] = "OPEN"
    platform: Name | None = None
    counts_towards_ceiling: Flag = True
    basis: Name = "design"


class Book(Chapter):
    """A ceiling: how many cars a sector may keep, and since which year."""

    sector: Sector
    ceiling: Count
    since: Annotated[int, Field(ge=1949, le=9999, strict=True)]


class Quota(Chapter):
    """编制.

    Attributes:
        baseline_date: Units founded after it get a travel budget, no slots (R009).
        headcount_ratio: Heads a car, by category.
    """

    books: tuple[Book, ...] = ()
    ceiling_may_rise: Literal[False] = False
    new_unit_gets_slots: Flag = False
    baseline_date: Day = date(2018, 12, 31)
    headcount_ratio: dict[str, Positive] = _HEADS_A_CAR
    basis: Name = "design"

    def ceiling(self, sector: str) -> int | None:
        """How many cars a sector may keep; None where there is no book for it."""
        return next((book.ceiling for book in self.books if book.sector == sector), None)


class Origin(Chapter):
    """Which brands are bought, the first choice first (R042)."""

    order: tuple[Brand, ...]
    joint_venture: Literal["EXCEPTION_ONLY", "NEVER"]
    imported: Literal["NEVER"]
    basis: Name = "design"


class BodyPreference(Chapter):
    """Which bodies are wanted, the first choice first."""

    order: tuple[Body, ...]
    basis: Name = "design"


class Nev(Chapter):
    """The share of new-energy vehicles among the purchases of a year."""

    min_share_of_year: Share
    fixed_route_comms_share: Share = Decimal(1)
    basis: Name = "design"

    def needed(self, total: int) -> int:
        """How many of so many have to be new-energy vehicles: 9 of 27 at 30 percent."""
        numerator, denominator = self.min_share_of_year.as_integer_ratio()
        return -(-total * numerator // denominator)


class Purchasing(Chapter):
    """How a purchase is signed and certified (B1, B6).

    Attributes:
        second_signature: Whether finance signs an approval beside the bureau.
        certificate_step: When the indicator certificate (指标证) is issued.
        reservation_age_days: How long a slot may stay reserved before it is reported (PM2).
    """

    second_signature: Literal["ALWAYS", "BUREAU_ONLY"] = "ALWAYS"
    certificate_step: Literal["BEFORE_CONTRACT"] = "BEFORE_CONTRACT"
    reservation_age_days: Positive = 180
    basis: Name = "design"


class TravelBudgets(Chapter):
    """公务交通年度报销额度 of units without slots (R009, R010).

    Attributes:
        yearly_cap_yuan: The most a unit may be allotted for a year.
        warn_percent: From which part of its cap on a budget is nearly used up (RENT-04).
    """

    yearly_cap_yuan: Yuan = 60_000
    warn_percent: Percent = 90
    basis: Name = "design"

    @property
    def yearly_cap_fen(self) -> int:
        """The cap in fen."""
        return self.yearly_cap_yuan * 100
