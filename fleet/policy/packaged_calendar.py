"""The calendars that come with the program: what the package chinese-calendar knows of a year."""

from typing import Any

import chinese_calendar

_CHINESE = {each.value: each.chinese for each in chinese_calendar.Holiday}


def years() -> list[int]:
    """The years it knows."""
    return sorted({day.year for day in chinese_calendar.constants.holidays})


def words(year: int) -> dict[str, Any]:
    """The words of `AnnounceCalendar` for a year: JSON values.

    Raises:
        LookupError: If it does not know the year.

    Source:
        Handbook 8.4 (the State Council's yearly notice, as data).
    """
    if year not in years():
        raise LookupError(f"chinese-calendar does not know {year}")
    constants = chinese_calendar.constants
    return {
        "year": year,
        "source": f"国务院办公厅{year}年节假日安排",
        "holidays": [
            {"date": day.isoformat(), "name": _CHINESE.get(name, name)}
            for day, name in sorted(constants.holidays.items())
            if day.year == year
        ],
        "workdays": sorted(day.isoformat() for day in constants.workdays if day.year == year),
    }
