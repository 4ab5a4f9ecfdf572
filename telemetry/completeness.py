"""Whether everything is known that a verdict rests on: no silence, and no record still missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fleet.supervision.finding import Finding

_SILENCES = frozenset({"gap_at_entry", "gap_inside", "gap_at_exit"})


@dataclass(frozen=True, slots=True)
class Hole:
    """Records that a terminal has numbered and that are not here, though later ones are.

    Attributes:
        vehicle: In which it was.
        after: Fix time of the last record before; None: there is none.
        before: Fix time of the first record behind.
    """

    vehicle: str
    after: datetime | None
    before: datetime


def complete(finding: Finding, holes: Iterable[Hole]) -> bool:
    """Whether no gap lies within a finding's time.

    Args:
        finding: Whose time runs from the last moment at which all was well until it was over.
        holes: Of the terminals of all vehicles.

    Source:
        late-data.md section 7, completeness; feed.md section 5, gaps are facts.
    """
    if _SILENCES & set(finding.flags):
        return False
    begin, end = finding.since_lo or finding.since, finding.until
    return not any(
        hole.vehicle == finding.vehicle
        and hole.before > begin
        and (end is None or hole.after is None or hole.after < end)
        for hole in holes
    )
