"""The days that a check is about: `2026-10-05`, `2026-10`, `2026Q4`."""

import re
from datetime import date, timedelta
from typing import Literal

Kind = Literal["DAILY", "MONTHLY", "QUARTERLY", "SPECIAL"]
"""日查, 月查, 季度进厂检查, 专项检查."""

DAILY, MONTHLY, QUARTERLY, SPECIAL = "DAILY", "MONTHLY", "QUARTERLY", "SPECIAL"
_MONTHS = 12
_A_QUARTER = 3
_QUARTER = re.compile(r"([0-9]{4})Q([1-4])")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


def period_of(kind: str, day: date) -> str:
    """The period of a kind that a day belongs to.

    >>> [period_of(kind, date(2026, 10, 5)) for kind in ("DAILY", "MONTHLY", "QUARTERLY")]
    ['2026-10-05', '2026-10', '2026Q4']
    """
    match kind:
        case "DAILY":
            return day.isoformat()
        case "MONTHLY":
            return f"{day.year:04}-{day.month:02}"
        case "QUARTERLY":
            return f"{day.year:04}Q{(day.month - 1) // _A_QUARTER + 1}"
        case _:
            raise ValueError(f"{kind} has no period of the calendar")


def span(kind: str, period: str) -> tuple[date, date]:
    """The first day of a period, and the first day after it.

    >>> span("QUARTERLY", "2026Q4")
    (datetime.date(2026, 10, 1), datetime.date(2027, 1, 1))

    Raises:
        ValueError: If it is not written as its kind is.
    """
    if kind == DAILY:
        first = _day(period)
        return first, first + timedelta(days=1)
    pattern, months = (_MONTH, 1) if kind == MONTHLY else (_QUARTER, _A_QUARTER)
    found = pattern.fullmatch(period)
    if found is None or kind == SPECIAL:
        raise ValueError(f"{period} is no period of a {kind} check")
    first = date(int(found[1]), (int(found[2]) - 1) * months + 1, 1)
    return first, _later(first, months)


def following(kind: str, period: str) -> str:
    """The period after a period.

    >>> following("MONTHLY", "2026-12")
    '2027-01'
    """
    return period_of(kind, span(kind, period)[1])


def _day(written: str) -> date:
    day = date.fromisoformat(written)
    if day.isoformat() != written:
        raise ValueError(f"{written} is not written as {day.isoformat()}")
    return day


def _later(first: date, months: int) -> date:
    count = first.month - 1 + months
    return date(first.year + count // _MONTHS, count % _MONTHS + 1, 1)
