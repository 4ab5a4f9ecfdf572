"""The calendar of the scenarios, as the State Council announced it."""

from datetime import date, timedelta
from typing import Any

import chinese_calendar

from tests.scenarios.office import BUREAU, Office


def announce(office: Office, year: int) -> None:
    """Enter the days off of a year."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    holidays: list[dict[str, Any]] = []
    for day in days:
        off, name = chinese_calendar.get_holiday_detail(day)
        if off and name:
            holidays.append({"date": day.isoformat(), "name": str(name)})
    worked = [
        day.isoformat() for day in days if day.weekday() >= 5 and chinese_calendar.is_workday(day)
    ]
    said = {"source": "国务院办公厅", "holidays": holidays, "workdays": worked}
    office.say("AnnounceCalendar", BUREAU, year=year, **said)
