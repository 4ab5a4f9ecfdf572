"""Fix times as integers: microseconds since 1970 (UTC), so that many fit into one array."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

BEGINNING = 0
"""Before every fix."""


def micros(at: datetime) -> int:
    """The moment as an integer.

    >>> micros(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return (at - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """The integer as a moment (UTC)."""
    return _EPOCH + timedelta(microseconds=at)


FOREVER = micros(datetime(9999, 1, 1, tzinfo=UTC))
"""After every fix: the end of what has none yet."""
