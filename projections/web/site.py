"""What the pages are told by whoever starts them: where the data is, the zone, the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Site:
    """One running set of pages.

    Attributes:
        database: `postgresql://...`
        zone: Time zone of everything shown; a day belongs to it.
        clock: The present moment (UTC), the one by which the age of a fix is told.
        stale_s: A vehicle whose newest fix is older than this many seconds counts as stale.
    """

    database: str
    zone: ZoneInfo
    clock: Callable[[], datetime]
    stale_s: int = 300
