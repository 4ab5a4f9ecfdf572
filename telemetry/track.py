"""Which fixes to believe and why not: what needs the moment of arrival. Flags, never drops."""

from dataclasses import replace
from datetime import datetime, timedelta

from telemetry.fix import NO_TIME, Fix, Quality

FUTURE_AFTER = timedelta(seconds=300)
LATE_AFTER = timedelta(seconds=120)


def judged(fix: Fix, arrival: datetime) -> Fix:
    """The fix with the flags that its delivery gives it.

    Args:
        fix: As decoded.
        arrival: When it reached us, on the clock that the fixes use (UTC).

    Source:
        late-data.md section 6.
    """
    if fix.at == NO_TIME:
        return fix
    quality = fix.quality
    if fix.at > arrival + FUTURE_AFTER:
        quality |= Quality.FUTURE
    if arrival - fix.at > LATE_AFTER:
        quality |= Quality.LATE
    return fix if quality == fix.quality else replace(fix, quality=quality)
