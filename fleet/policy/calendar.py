"""The holiday calendar of a year (节假日安排): announced by the State Council, never guessed.

Unannounced --AnnounceCalendar--> Announced --AnnounceCalendar, with changes--> Announced
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from fleet.decider import Command, Decider, Event, Refused
from fleet.policy.chapter import Chapter, Day
from fleet.terms import Moment, Name

Year = Annotated[int, Field(ge=1949, le=9998)]
_SATURDAY = 5  # of date.weekday()


class Holiday(Chapter):
    """One day off."""

    date: Day
    name: Name


class AnnounceCalendar(Command):
    """The State Council has said which days are off.

    Attributes:
        year: Of all its days.
        source: The notice.
        holidays: The days off.
        workdays: Weekend days that are worked (调休上班).
    """

    year: Year
    source: Name
    holidays: tuple[Holiday, ...]
    workdays: tuple[Day, ...] = ()
    at: Moment

    @model_validator(mode="after")
    def _of_this_year(self) -> Self:
        days = [holiday.date for holiday in self.holidays]
        if other := sorted({d for d in (*days, *self.workdays) if d.year != self.year}):
            raise ValueError(f"{other[0]} is not a day of {self.year}")
        if twice := sorted({d for d in days if days.count(d) > 1}):
            raise ValueError(f"{twice[0]} is told twice")
        if both := sorted(set(days) & set(self.workdays)):
            raise ValueError(f"{both[0]} is both a holiday and a workday")
        return self


class _Said(Event):
    """Attributes are those of the command."""

    year: int
    source: str
    holidays: tuple[Holiday, ...]
    workdays: tuple[date, ...]
    at: Moment


class CalendarAnnounced(_Said):
    """The days off of this year are known."""

    TOPIC: ClassVar = "calendar.announced"


class CalendarAmended(_Said):
    """They were changed by a later notice."""

    TOPIC: ClassVar = "calendar.amended"


CalendarEvent = CalendarAnnounced | CalendarAmended


@dataclass(frozen=True, slots=True)
class Unannounced:
    """Nobody knows yet."""

    def is_workday(self, day: date) -> bool:
        """Nobody can say.

        Raises:
            Refused: Always: a guess would seal the wrong days.
        """
        raise _not_announced(day.year)


@dataclass(frozen=True, slots=True)
class Announced:
    """The days off are known.

    Attributes:
        holidays: Day -> what it is.
        workdays: Weekend days that are worked.
    """

    year: int
    source: str
    holidays: dict[date, str]
    workdays: frozenset[date]

    def is_workday(self, day: date) -> bool:
        """Whether people work on a day of this year.

        Raises:
            Refused: If the day is of another year.
        """
        if day.year != self.year:
            raise _not_announced(day.year)
        if day in self.workdays:
            return True
        return day not in self.holidays and day.weekday() < _SATURDAY


Calendar = Unannounced | Announced


def decide(command: AnnounceCalendar, calendar: Calendar) -> list[CalendarEvent]:
    """Answer with what is new.

    Source:
        Handbook 8.4: calendar is data, not code.
    """
    match calendar:
        case Unannounced():
            return [CalendarAnnounced(**dict(command))]
        case Announced() if _announced(command) == calendar:
            return []
        case Announced():
            return [CalendarAmended(**dict(command))]


def evolve(_: Calendar, event: CalendarEvent) -> Calendar:
    """Take one event into account."""
    return _announced(event)


def _announced(told: AnnounceCalendar | CalendarEvent) -> Announced:
    holidays = {holiday.date: holiday.name for holiday in told.holidays}
    return Announced(told.year, told.source, holidays, frozenset(told.workdays))


def known(calendar: Calendar, year: int) -> Announced:
    """The calendar of a year, which must have been announced.

    Raises:
        Refused: If it was not.
    """
    if isinstance(calendar, Announced):
        return calendar
    raise _not_announced(year)


def _not_announced(year: int) -> Refused:
    return Refused(
        "日历未公布",
        "CalendarNotAnnounced",
        "R076; handbook 8.4",
        zh="{year} 年的节假日安排尚未公布录入：请先录入（gongche calendar announce {year}）。",
        en="the calendar of {year} has not been announced here: "
        "enter it first (gongche calendar announce {year}).",
        year=year,
    )


calendar: Decider[AnnounceCalendar, CalendarEvent, Calendar] = Decider(
    initial=Unannounced(), decide=decide, evolve=evolve
)
