"""What can have happened to a check."""

from typing import ClassVar

from fleet.decider import Event
from fleet.policy.grounds import Grounds
from fleet.terms import Moment


class OfCheck(Event):
    """Attributes: which check of which car of which unit."""

    check: str
    vehicle: str
    unit: str
    kind: str
    period: str
    at: Moment


class CheckScheduled(OfCheck):
    """It is to be done.

    Attributes:
        jurisdiction: Whose policy it runs on.
        begins_at: From when on it can be done.
        due_until: Until when it has to be done; this moment is too late.
        items: What has to be looked at.
        grounds: The version of the policy it runs on.
        by: Who asked for it.
    """

    TOPIC: ClassVar = "check.scheduled"
    jurisdiction: str
    begins_at: Moment
    due_until: Moment
    items: tuple[str, ...]
    grounds: Grounds
    by: str


class CheckCompleted(OfCheck):
    """It was done.

    Attributes:
        results: Item -> `PASS` or `FAIL`.
        failed: The safety items that failed: the car must not be driven (R094).
        cleared: The safety items that a workshop found in order: what failed before is repaired.
        late: Whether its period was over.
        missed: Whether it had been told missed: a late paper of a check done in time.
    """

    TOPIC: ClassVar = "check.completed"
    results: dict[str, str]
    failed: tuple[str, ...]
    cleared: tuple[str, ...]
    inspector: str
    workshop_record: str | None
    sha256: str | None
    odometer_km: int | None
    remark: str
    late: bool
    missed: bool
    grounds: Grounds
    by: str


class CheckWaived(OfCheck):
    """It need not be done.

    Attributes:
        late: Whether it had been missed before.
        left: Whether it was because the unit does not keep the car any more.
    """

    TOPIC: ClassVar = "check.waived"
    reason: str
    document: str | None
    late: bool
    left: bool
    by: str


class CheckMissed(OfCheck):
    """Nobody did it in time.

    Attributes:
        due_until: Until when it had to be done.
        policy: The version of the policy that says so.
    """

    TOPIC: ClassVar = "check.missed"
    due_until: Moment
    policy: str


CheckEvent = CheckScheduled | CheckCompleted | CheckWaived | CheckMissed
