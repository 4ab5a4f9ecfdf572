"""What is new about a vehicle, and what it caused."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from telemetry.archive import Arrived
from telemetry.corrections import Correction, Voided
from telemetry.fix import Quality
from telemetry.moment import micros

_NAMED = 20
"""So many of the fixes that caused a correction are named in its record."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is recorded.

    Attributes:
        records: Digests of the fixes that arrived, at most 20.
        count: How many arrived.
        papers: The entry of the lifecycle ledger that changed: `lifecycle:12`; or none.
        late: The deciding fix arrived more than 120 s after its fix time.
    """

    records: tuple[bytes, ...] = ()
    count: int = 0
    papers: str = ""
    late: bool = False

    def as_json(self) -> str:
        """As the records keep it."""
        told: dict[str, object] = {"count": self.count}
        told |= {"records": [digest.hex() for digest in self.records]} if self.records else {}
        told |= {"papers": self.papers} if self.papers else {}
        return json.dumps(told)


@dataclass(slots=True)
class Papers:
    """Papers that touch a vehicle's past.

    Attributes:
        begin: From when on (microseconds).
        entry: The last entry that did: `lifecycle:12`.
        reason: Why something that was recorded may be void: `binding_changed` or
            `fence_withdrawn`.
    """

    begin: int
    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class News:
    """What is new about a vehicle.

    Attributes:
        arrived: Good fixes that were not there before.
        now: When this is recorded (UTC).
        papers: Papers that changed too, where any did.
    """

    arrived: Sequence[Arrived]
    now: datetime
    papers: Papers | None = None

    def reason(self, voided: Voided) -> str:
        """Why a recorded visit is void."""
        if self.papers is not None and voided.merged_into is None:
            return self.papers.reason
        return voided.reason

    def cause(self, correction: Correction) -> Cause:
        """Why this correction is recorded: late if the fix that decided it came late."""
        visit = correction.visit
        decided = {
            visit.enter_lo, visit.enter_hi, visit.enter_confirmed,
            visit.exit_lo, visit.exit_hi, visit.exit_confirmed,
        }  # fmt: skip
        deciding = [each for each in self.arrived if micros(each.fix.at) in decided]
        return Cause(
            tuple(each.fix.digest for each in self.arrived[:_NAMED]),
            len(self.arrived),
            self.papers.entry if self.papers else "",
            any(Quality.LATE in each.fix.quality for each in deciding or self.arrived),
        )
