"""The stages of a check, and what is known of it in each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class File:
    """What was asked for.

    Attributes:
        policy: The version it runs on.
        begins_at: From when on it can be done.
        due_until: Until when it has to be done; this moment is too late.
        items: What has to be looked at.
    """

    vehicle: str
    unit: str
    kind: str
    period: str
    jurisdiction: str
    policy: str
    begins_at: datetime
    due_until: datetime
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody has asked for it."""


@dataclass(frozen=True, slots=True)
class Task:
    """Somebody has: one of the stages below."""

    file: File


@dataclass(frozen=True, slots=True)
class Scheduled(Task):
    """To be done."""


@dataclass(frozen=True, slots=True)
class Completed(Task):
    """Done.

    Attributes:
        at: When.
        results: Item -> `PASS` or `FAIL`.
        inspector: Who looked.
        workshop_record: Number of the workshop's record.
    """

    at: datetime
    results: Mapping[str, str]
    inspector: str
    workshop_record: str | None


@dataclass(frozen=True, slots=True)
class Waived(Task):
    """It need not be done.

    Attributes:
        left: Because the unit does not keep the car any more; if it does again, it is due again.
    """

    left: bool


@dataclass(frozen=True, slots=True)
class Missed(Task):
    """Nobody did it in time."""


Check = Unknown | Scheduled | Completed | Waived | Missed
"""Where it stands."""
