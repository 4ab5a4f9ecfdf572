"""Which fixes to believe and why not: what needs the moment of arrival. Flags, never drops."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from telemetry.fix import NO_TIME, Fix, Quality

FUTURE_AFTER = timedelta(seconds=300)
LATE_AFTER = timedelta(seconds=120)
_LATE_AFTER = LATE_AFTER // timedelta(microseconds=1)

Int64s = NDArray[np.int64]


def late(at: Int64s, received: Int64s) -> Int64s:
    """The flag of those that came late, and 0 for the others: as `judged` says of one.

    Args:
        at: Fix times, microseconds, shape (n,).
        received: When they reached us, shape (n,).
    """
    return np.where(received - at > _LATE_AFTER, int(Quality.LATE), 0)


def on_time(fix: Fix, ahead_s: int) -> Fix:
    """The fix with the time that a right clock would have told.

    Args:
        fix: As decoded.
        ahead_s: By how many seconds the terminal's clock is ahead.
    """
    if ahead_s == 0 or fix.at == NO_TIME:
        return fix
    at = fix.at - timedelta(seconds=ahead_s)
    return replace(fix, at=at, quality=fix.quality | Quality.CLOCK_OFFSET)


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
