"""For supervisors: every finding and what became of it; a voided one stays, with its reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fleet.decider import Entry
from fleet.supervision.finding import Finding, FindingAmended, FindingOpened, FindingVoided
from projections.projection import Projection

State = Literal["opened", "amended", "voided"]


@dataclass(frozen=True, slots=True)
class Alert:
    """One row a finding.

    Attributes:
        finding: As it was last told.
        state: What was last said of it.
        position: Where it was said, in the supervision ledger.
        opened_at: When it was first said (UTC).
        updated_at: When it was last said (UTC).
        amendments: How often it was amended.
        late: The fact behind the last word arrived more than 120 s after its fix time.
        reason: Why it was voided; else empty.
        merged_into: The finding that now covers its time, where there is one.
    """

    finding: Finding
    state: State
    position: int
    opened_at: datetime
    updated_at: datetime
    amendments: int
    late: bool
    reason: str = ""
    merged_into: str | None = None


def _key(entry: Entry) -> str | None:
    match entry.event:
        case FindingOpened(finding=it) | FindingAmended(finding=it) | FindingVoided(finding=it):
            return it.finding_id
        case _:
            return None


def _evolve(row: Alert | None, entry: Entry) -> Alert | None:
    opened_at = row.opened_at if row else entry.recorded_at
    amendments = row.amendments if row else 0
    place, now = entry.position, entry.recorded_at
    match entry.event:
        case FindingOpened(finding=it, late=late):
            return Alert(it, "opened", place, opened_at, now, amendments, late)
        case FindingAmended(finding=it, late=late):
            return Alert(it, "amended", place, opened_at, now, amendments + 1, late)
        case FindingVoided(finding=it, late=late, reason=why, merged_into=other):
            return Alert(it, "voided", place, opened_at, now, amendments, late, why, other)
        case _:
            return row


view = Projection("alerts", version=1, row=Alert, key=_key, evolve=_evolve)
