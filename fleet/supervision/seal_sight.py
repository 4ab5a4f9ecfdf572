"""What telemetry saw of cars as a sealed period began: the period is told by a reaction."""

from typing import ClassVar

from fleet.decider import Event
from fleet.supervision.seal_commands import StartCheck


class SealStartSeen(Event):
    """Where some cars were; said again for cars of which more became known.

    Attributes:
        period: Which.
        checks: Of these cars; others may follow.
    """

    TOPIC: ClassVar = "seal-start.seen"
    period: str
    checks: tuple[StartCheck, ...]
