"""What commands about supervision, and orders that meet a sealed period, cannot say themselves."""

from datetime import datetime
from typing import Any

from fleet.ledger.saying import Reader
from fleet.policy.brief import Brief
from fleet.policy.calendar import Calendar, calendar
from fleet.policy.seal_cover import SealCover
from fleet.reactions.briefing import where
from fleet.reactions.lookups import Found
from fleet.supervision.seal import seal
from fleet.supervision.seal_calendar import seal_calendar
from fleet.supervision.seal_stages import Dossier, Known
from fleet.supervision.spot_check import plan_of, spot_check
from fleet.vehicle.stages import car_of
from fleet.vehicle.vehicle import vehicle


def of_period(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command to one
    """The command is said to a sealed period."""
    known = read.state(f"seal-period:{command.period}", seal)
    return known.dossier.planned.jurisdiction if isinstance(known, Known) else ""


def calendars(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - names days
    """The calendars of the years from the first to the last day."""
    return {"calendars": years(command.first_day.year, command.last_day.year, read)}


def years(first: int, last: int, read: Reader) -> dict[int, Calendar]:
    """The calendars of some years, as the books have them."""
    return {year: read.state(f"calendar:{year}", calendar) for year in range(first, last + 1)}


def of_campaign(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command to one
    """The command is said to a spot check."""
    planned = plan_of(read.state(f"spot-check:{command.campaign}", spot_check))
    return planned.jurisdiction if planned else ""


def calendars_of_lines(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - a plan
    """The calendars of the years of a list of vehicle-checks."""
    told = sorted({line.day.year for line in command.lines})
    return {"calendars": {year: read.state(f"calendar:{year}", calendar) for year in told}}


def keeper(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - names a car
    """Who keeps a car, and where that unit belongs."""
    unit = car_of(read.state(f"vehicle:{command.vehicle}", vehicle)).unit
    return {"unit": unit, "vehicle_jurisdiction": where(unit, read)}


def home(command: Any, told: Brief, read: Reader) -> Found:  # noqa: ANN401 - names a car
    """Where the car's unit belongs."""
    return {"vehicle_jurisdiction": keeper(command, told, read)["vehicle_jurisdiction"]}


def sealing(
    read: Reader,
    jurisdiction: str,
    span: tuple[datetime, datetime],
    car: str | None,
    unit: str = "",
) -> tuple[SealCover, ...]:
    """The sealed periods that share a moment with a stretch of time, the earliest first.

    Args:
        read: The streams.
        jurisdiction: Where the car's unit belongs.
        span: Begin and end of the stretch, the end not included.
        car: Which car; None: whether any car is exempt for all of it.
        unit: With no car named, only cars of this unit count; empty: all count.
    """
    met = read.state(f"seal-calendar:{jurisdiction}", seal_calendar).between(*span)
    found = ((it, when.name, read.state(f"seal-period:{it}", seal)) for it, when in met.items())
    return tuple(
        SealCover(period=it, name=name, exempt=_exempt(known.dossier, span, car, unit))
        for it, name, known in found
        if isinstance(known, Known)
    )


def _exempt(dossier: Dossier, span: tuple[datetime, datetime], car: str | None, unit: str) -> bool:
    if car is not None:
        return dossier.covers(car, *span)
    cars = {each.vehicle for each in dossier.exemptions if unit in ("", each.unit)}
    return any(dossier.covers(each, *span) for each in cars)
