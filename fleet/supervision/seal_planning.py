"""Planning sealed periods: only days off, only where the calendar was announced."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, count

from fleet.policy.calendar import Announced, Unannounced, known
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet
from fleet.supervision import seal_refusals as refuse
from fleet.supervision.rules import DAYS_OFF
from fleet.supervision.seal_commands import PlanSeal
from fleet.supervision.seal_events import SealPlanned
from fleet.supervision.seal_stages import Cancelled, Known, Period

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Run:
    """Days off in a row, a named holiday among them.

    Attributes:
        name: The holidays among them: 国庆节.
        first_day: The first local day.
        last_day: The last local day, included.
    """

    name: str
    first_day: date
    last_day: date

    def period(self, jurisdiction: str) -> str:
        """The number of the period that a region makes of it: `330100-2026-10-01`."""
        return f"{jurisdiction}-{self.first_day.isoformat()}"

    def free_period(self, jurisdiction: str, taken: Container[str]) -> str:
        """The same, and where it is taken with the next number that is not: `...-2`."""
        first = self.period(jurisdiction)
        more = (f"{first}-{number}" for number in count(2))
        return next(each for each in chain([first], more) if each not in taken)


def seal_runs(calendars: Iterable[Announced], policy: PolicySet) -> list[Run]:
    """The periods that announced calendars ask for: days off in a row, long enough.

    Args:
        calendars: Of one year or of several; a row may run over the new year.
        policy: How long is long enough.

    Source:
        R078; PM6; handbook 8.4.
    """
    names: dict[date, str] = {}
    for year in calendars:
        names |= {day: year.holidays.get(day, "") for day in _days_off(year)}
    rows = (row for row in _rows(sorted(names)) if len(row) >= policy.seal.min_days)
    named = ((_names(names[day] for day in row), row) for row in rows)
    return [Run(name, row[0], row[-1]) for name, row in named if name]


def _days_off(year: Announced) -> Iterator[date]:
    days = _days(date(year.year, 1, 1), date(year.year, 12, 31))
    return (day for day in days if not year.is_workday(day))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + _DAY * number for number in range((last - first).days + 1))


def _rows(days: Iterable[date]) -> Iterator[list[date]]:
    """Days that follow each other, together."""
    row: list[date] = []
    for day in days:
        if row and day - row[-1] > _DAY:
            yield row
            row = []
        row.append(day)
    if row:
        yield row


def _names(names: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(name for name in names if name))


def decide(command: PlanSeal, period: Period) -> list[SealPlanned]:
    """Answer a plan.

    Raises:
        Refused: If the calendar of a day is not known, people work on it, or its number is taken.
    """
    if isinstance(period, Cancelled):
        raise refuse.was_cancelled(command.period)
    policy = command.brief.shelf.in_force(command.jurisdiction, command.at)
    planned = _planned(command, policy)
    if not isinstance(period, Known):
        return [planned]
    if _about(planned) == _about(period.dossier.planned):
        return []
    raise refuse.differs(command.period)


def _planned(command: PlanSeal, policy: PolicySet) -> SealPlanned:
    work, makeup = _worked(command)
    asked = {"work": _written(work), "makeup": _written(makeup)}
    if not DAYS_OFF.holds(policy, asked):
        raise refuse.works(command.period, sorted([*work, *makeup]), policy)
    return SealPlanned(
        **command.model_dump(exclude={*command.FACTS}),
        begins_at=policy.jurisdiction.begins(command.first_day),
        ends_at=policy.jurisdiction.begins(command.last_day + _DAY),
        grounds=Grounds.of(policy, DAYS_OFF, **asked),
        by=command.brief.actor.person,
    )


def _worked(command: PlanSeal) -> tuple[list[date], list[date]]:
    """The plain workdays and the make-up workdays among the days."""
    work: list[date] = []
    makeup: list[date] = []
    for day in _days(command.first_day, command.last_day):
        year = known(command.calendars.get(day.year, Unannounced()), day.year)
        if day in year.workdays:
            makeup.append(day)
        elif year.is_workday(day):
            work.append(day)
    return work, makeup


def _written(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]


def _about(planned: SealPlanned) -> tuple[object, ...]:
    """What the plan says, whatever has come since."""
    days = planned.first_day, planned.last_day
    return planned.jurisdiction, planned.name, *days, planned.document
