"""What is said about a special check (专项检查), and what follows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from fleet.decider import Event
from fleet.policy.brief import Briefed
from fleet.policy.grounds import Grounds
from fleet.terms import Code, Jurisdiction, Moment, Name, Text

Occasion = Literal["SPRING", "SUMMER", "AUTUMN", "WINTER", "TYPHOON", "RAIN", "SNOW", "HEAT", "FOG"]
"""Seasons and weathers."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A special check that was ordered.

    Attributes:
        begins_at: From when on it can be done.
        due_until: Until when it has to be done; this moment is too late.
        items: What has to be looked at.
        districts: Whose cars: names of districts, or regions by their code.
    """

    begins_at: datetime
    due_until: datetime
    items: tuple[str, ...]
    districts: tuple[str, ...]


class OrderSpecialCheck(Briefed):
    """The cars of some districts are to be checked because of the season or the weather.

    Attributes:
        name: What people call it: 台风“贝碧嘉”专项检查.
        occasion: Which season, which weather.
        districts: Names of districts as the units have them, or regions by their code.
        items: What has to be looked at; empty: all safety items.
        first_day: The first local day on which it can be done.
        last_day: The last one.
        document: Who ordered it.
    """

    campaign: Code
    jurisdiction: Jurisdiction
    name: Name
    occasion: Occasion
    districts: Annotated[tuple[Name, ...], Field(min_length=1)]
    items: tuple[Code, ...] = ()
    first_day: date
    last_day: date
    document: Name
    note: Text = ""
    at: Moment


class SpecialCheckOrdered(Event):
    """One task for each car of these districts follows."""

    TOPIC: ClassVar = "special-check.ordered"
    campaign: str
    jurisdiction: str
    name: str
    occasion: str
    districts: tuple[str, ...]
    items: tuple[str, ...]
    first_day: date
    last_day: date
    begins_at: Moment
    due_until: Moment
    document: str
    note: str
    grounds: Grounds
    by: str
    at: Moment
