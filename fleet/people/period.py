"""The periods of an appraisal: a year `2026`, a quarter `2026Q4`, a month `2026-10`."""

from datetime import date

_YEAR, _MONTHS = 4, 12


def after(period: str) -> date:
    """The first day after a period.

    >>> after("2026Q4"), after("2026-10"), after("2026")
    (datetime.date(2027, 1, 1), datetime.date(2026, 11, 1), datetime.date(2027, 1, 1))
    """
    year, rest = int(period[:_YEAR]), period[_YEAR:]
    if not rest:
        return date(year + 1, 1, 1)
    last = int(rest[1:]) * (3 if rest.startswith("Q") else 1)
    return date(year + last // _MONTHS, last % _MONTHS + 1, 1)
