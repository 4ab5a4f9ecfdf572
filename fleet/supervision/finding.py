"""A finding: what the facts say a vehicle did against a rule, until later facts say otherwise."""

from typing import ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict

from fleet.decider import Event


class Evidence(BaseModel):
    """What a finding rests on, so that an auditor can prove it years later.

    Attributes:
        kind: `fixes`: rows of the archive.
        range: Fix times of the first and the last row, as `2026-10-01T01:01:00Z/...`.
        rows: How many rows.
        digest: SHA-256 in hex over the rows' digests in the order (fix time, digest).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    range: str
    rows: int
    digest: str


class Finding(BaseModel):
    """One vehicle, one rule, one stretch of time.

    A crossing is an interval: it happened after `since_lo` and not later than `since`.

    Attributes:
        finding_id: Stable while it stands; `geo-02:<vehicle>:<epoch milliseconds of since>`.
        code: The alert rule: `GEO-02`.
        vehicle: The vehicle's id.
        since_lo: Fix time of the last fact that still followed the rule; None if never seen.
        since: Fix time of the first fact against the rule (UTC).
        confirmed: Fix time of the fact that made it certain (UTC).
        until_lo: Fix time of the last fact against the rule before its end; None while it lasts.
        until: Fix time of the first fact that ends it; None while it lasts.
        until_confirmed: Fix time of the fact that made its end certain; None while it lasts.
        fixes: How many facts against the rule confirmed it.
        return_fixes: How many facts confirmed its end.
        flags: Of `open`, `entry_unseen`, `gap_at_entry`, `gap_inside`, `gap_at_exit`,
            `doubtful`, `fence_ended`; sorted.
        rule_version: Version of the rule's code and profile.
        inputs: What it was measured with: plan version, fence versions, band and dwell.
        evidence: The rows it rests on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    finding_id: str
    code: str
    vehicle: str
    since_lo: AwareDatetime | None
    since: AwareDatetime
    confirmed: AwareDatetime
    until_lo: AwareDatetime | None
    until: AwareDatetime | None
    until_confirmed: AwareDatetime | None
    fixes: int
    return_fixes: int
    flags: tuple[str, ...]
    rule_version: str
    inputs: dict[str, str]
    evidence: tuple[Evidence, ...]


class FindingOpened(Event):
    """The facts say so for the first time.

    Attributes:
        late: The deciding fact arrived more than 120 s after its fix time; never shown as live.
    """

    TOPIC: ClassVar = "finding.opened"
    finding: Finding
    late: bool = False


class FindingAmended(Event):
    """The same finding, with another beginning, end or evidence."""

    TOPIC: ClassVar = "finding.amended"
    finding: Finding
    late: bool = False


class FindingVoided(Event):
    """Later facts show that it never was.

    Attributes:
        reason: `evidence_changed`, `merged_into`, `fence_withdrawn` or `binding_changed`.
        merged_into: The finding that now covers its time, where there is one.
    """

    TOPIC: ClassVar = "finding.voided"
    finding: Finding
    reason: str
    merged_into: str | None = None
    late: bool = False


FindingEvent = FindingOpened | FindingAmended | FindingVoided
