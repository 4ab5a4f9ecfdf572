"""A moment to look back to: a time, or a position of one of the ledgers."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

_POSITION = re.compile(r"(lifecycle|supervision):(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in one of the ledgers; the other one is cut where that entry was recorded.

    Attributes:
        ledger: `lifecycle` or `supervision`.
        position: The last entry that counts.
    """

    ledger: str
    position: int


Moment = datetime | Position


class NoMomentError(ValueError):
    """It is neither a time nor a position."""


def moment(text: str, zone: tzinfo = UTC) -> Moment:
    """Read what a person typed.

    Args:
        text: `supervision:34`, or a time as ISO 8601: `2026-10-01T09:00:00Z`, `2026-10-01 17:00`.
        zone: Where the clock stands that a time without an offset was read from.

    Raises:
        NoMomentError: If it is neither.

    >>> moment("supervision:34")
    Position(ledger='supervision', position=34)
    >>> moment("2026-10-01T09:00:00Z").isoformat()
    '2026-10-01T09:00:00+00:00'
    """
    if found := _POSITION.fullmatch(text.strip()):
        return Position(found[1], int(found[2]))
    try:
        time = datetime.fromisoformat(text.strip())
        return (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:  # the latter: in UTC there is no such year
        raise NoMomentError(
            f"{text!r} is neither a time (2026-10-01T09:00:00Z) nor a position (supervision:34)"
        ) from error
