"""What the chapters of a policy are made of: values that a file cannot get wrong unseen."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

Authority = Literal["BUREAU", "FINANCE"]
"""Who leads: the vehicle office of the bureau, or finance."""


def _a_day(said: object) -> object:
    if isinstance(said, int | float):
        raise ValueError("a day was expected, written as 2021-11-01")  # noqa: TRY004 - pydantic collects this kind
    return said


def _a_clock(said: object) -> object:
    """YAML reads `06:00` without quotes as 360."""
    if isinstance(said, int | float):
        raise ValueError('a time of day was expected, in quotes: "22:00"')  # noqa: TRY004 - pydantic collects this kind
    return said


def _plain(number: Decimal) -> Decimal:
    """One number, one spelling: 0.30 and 0.3 have the same hash."""
    return Decimal(f"{number.normalize():f}")


Share = Annotated[Decimal, Field(ge=0, le=1), AfterValidator(_plain)]
"""A part of a whole; exact, never a binary fraction."""

Litres = Annotated[Decimal, Field(gt=0, le=20), AfterValidator(_plain)]
"""Displacement; exact."""

Count = Annotated[int, Field(ge=0, strict=True)]
Positive = Annotated[int, Field(ge=1, strict=True)]
Percent = Annotated[int, Field(ge=1, le=100, strict=True)]
Yuan = Annotated[int, Field(ge=1, le=10**11, strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Day = Annotated[date, BeforeValidator(_a_day)]
Clock = Annotated[time, BeforeValidator(_a_clock)]


class Chapter(BaseModel):
    """A part of a policy: nothing in it can be changed, and no word in it is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March.

    >>> years_after(date(2020, 2, 29), 1)
    datetime.date(2021, 3, 1)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
