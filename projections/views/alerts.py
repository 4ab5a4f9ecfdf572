"""For supervisors: every finding and notice, and what became of it; a voided one stays."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from fleet.decider import Entry
from fleet.supervision.finding import (
    Evidence,
    Finding,
    FindingAmended,
    FindingOpened,
    FindingVoided,
)
from fleet.supervision.notice import NoticeRaised, NoticeRepeated, NoticeWithdrawn
from projections.projection import Projection

State = Literal["opened", "amended", "voided"]


@dataclass(frozen=True, slots=True)
class Alert:
    """One row a finding, or a notice.

    Attributes:
        finding: As it was last told; a notice in the same words, without fixes.
        state: What was last said of it.
        position: Where it was said, in the supervision ledger.
        opened_at: When it was first said (UTC).
        updated_at: When it was last said (UTC).
        amendments: How often it was amended.
        late: The fact behind the last word arrived more than 120 s after its fix time.
        reason: Why it was voided; else empty.
        merged_into: The finding that now covers its time, where there is one.
        unit: The unit a notice is about; a finding is about its vehicle's unit.
        subject: The stream a notice is about: `disposal:2025-7`; empty for a finding.
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
    unit: str = ""
    subject: str = ""


def _key(entry: Entry) -> str | None:
    match entry.event:
        case FindingOpened(finding=it) | FindingAmended(finding=it) | FindingVoided(finding=it):
            return it.finding_id
        case NoticeRaised(notice=key) | NoticeRepeated(notice=key) | NoticeWithdrawn(notice=key):
            return key
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
            return _noticed(row, entry)


def _noticed(row: Alert | None, entry: Entry) -> Alert | None:
    place, now = entry.position, entry.recorded_at
    match entry.event:
        case NoticeRaised() as told:
            opened_at, count = (row.opened_at, row.amendments) if row else (now, 0)
            alert = Alert(_finding(told), "opened", place, opened_at, now, count, late=False)
            return replace(alert, unit=told.unit, subject=told.subject)
        case NoticeRepeated(inputs=inputs, evidence=name) if row:
            evidence = (*row.finding.evidence, _paper(name))
            finding = row.finding.model_copy(update={"inputs": inputs, "evidence": evidence})
            repeated = replace(row, finding=finding, amendments=row.amendments + 1)
            return _again(repeated, "amended", entry)
        case NoticeWithdrawn(reason=why, at=at) if row:
            ended = row.finding.model_copy(update={"until": at, "until_confirmed": at})
            return _again(replace(row, finding=ended, reason=why), "voided", entry)
        case _:
            return row


def _again(row: Alert, state: State, entry: Entry) -> Alert:
    return replace(row, state=state, position=entry.position, updated_at=entry.recorded_at)


def _finding(told: NoticeRaised) -> Finding:
    """A notice in the words of a finding: since when, measured with what, resting on what."""
    return Finding(
        finding_id=told.notice,
        code=told.code,
        vehicle=told.vehicle,
        since_lo=None,
        since=told.at,
        confirmed=told.at,
        until_lo=None,
        until=None,
        until_confirmed=None,
        fixes=0,
        return_fixes=0,
        flags=(),
        rule_version="papers",
        inputs={**told.inputs, "policy": told.policy},
        evidence=(_paper(told.evidence),),
    )


def _paper(name: str) -> Evidence:
    return Evidence(kind="paper", range=name, rows=1, digest="")


view = Projection("alerts", version=2, row=Alert, key=_key, evolve=_evolve)
