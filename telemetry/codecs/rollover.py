"""Old receivers count GPS weeks modulo 1,024: their date is 7,168 days in the past.

Source: late-data.md 6. BeiDou's own count of weeks does not roll over before 2163.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from telemetry.fix import NO_TIME, Fix, Malformed, Quality

WEEKS = timedelta(days=7168)
"""1,024 weeks."""

NEAR = timedelta(days=1)
"""So near to the arrival must the result be."""


def corrected(fix: Fix, arrival: datetime) -> Fix:
    """The fix at its true time, flagged, if its date is 1,024 weeks old and fits the arrival.

    Args:
        fix: As decoded.
        arrival: When it reached us (UTC).
    """
    if abs(fix.at + WEEKS - arrival) > NEAR or fix.at == NO_TIME:
        return fix
    return replace(fix, at=fix.at + WEEKS, quality=fix.quality | Quality.ROLLOVER_CORRECTED)


def corrected_all(records: list[Fix | Malformed], arrival: datetime) -> list[Fix | Malformed]:
    """The records of a message, each corrected if need be."""
    oldest = arrival - WEEKS + NEAR
    return [
        corrected(each, arrival) if isinstance(each, Fix) and each.at <= oldest else each
        for each in records
    ]
