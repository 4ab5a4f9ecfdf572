"""After a fault run: what is there, against what has to be there."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import asyncpg

from fleet.decider import Entry, Event
from fleet.ledger.follow import read
from fleet.ledger.verify import verify
from fleet.statements import statements
from fleet.supervision.finding import Finding, FindingAmended, FindingOpened, FindingVoided
from simulators.excursions import Label
from simulators.ordeal import BEGIN, Ordeal

SQL = statements("simulators", "archive.sql")

_RULE = "GEO-02"

Stretch = tuple[str, int, int, int, int, int]
"""Vehicle, since_lo, since, confirmed, until_lo, until: seconds since 1970; -1 for none."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a run ended in.

    Attributes:
        fixes: Different fixes sent.
        archived: Of these, the ones in the archive.
        lost: Of these, the ones that are not.
        doubled: Rows more than one for the same terminal and time.
        phantoms: Rows that nobody sent.
        expected: Findings that have to stand.
        found: Findings that stand.
        missing: Expected ones that do not stand, to the second.
        wrong: Standing ones that are not expected.
        opened_twice: Findings opened again although they stood.
        chain: What is wrong with the ledger's chain; empty if it holds.
    """

    fixes: int
    archived: int
    lost: int
    doubled: int
    phantoms: int
    expected: int
    found: int
    missing: int
    wrong: int
    opened_twice: int
    chain: str

    @property
    def clean(self) -> bool:
        """Nothing lost, nothing doubled, nothing wrong."""
        faults = self.lost + self.doubled + self.phantoms + self.missing + self.wrong
        return not (faults or self.opened_twice or self.chain)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self)


async def reckon(
    connection: asyncpg.Connection, ordeal: Ordeal, vehicles: Mapping[str, str]
) -> Reckoning:
    """Count.

    Args:
        connection: To the database of the run.
        ordeal: What was sent.
        vehicles: Vehicle by device.
    """
    rows = Counter(
        {
            (vehicles[row["device"]], row["second"]): row["rows"]
            for row in await connection.fetch(SQL["positions"], BEGIN)
        }
    )
    fold = _Fold()
    for entry in await _entries(connection):
        fold.take(entry.event)
    broken = await verify(connection, "supervision", lambda *_: None)
    standing = Counter(map(_stretch, fold.standing.values()))
    expected = Counter(map(_labelled, ordeal.labels))
    return Reckoning(
        fixes=len(ordeal.records),
        archived=len(ordeal.records & rows.keys()),
        lost=len(ordeal.records - rows.keys()),
        doubled=rows.total() - len(rows),
        phantoms=len(rows.keys() - ordeal.records),
        expected=expected.total(),
        found=standing.total(),
        missing=(expected - standing).total(),
        wrong=(standing - expected).total(),
        opened_twice=fold.opened_twice,
        chain=f"{broken.position}: {broken.what}" if broken else "",
    )


@dataclass(slots=True)
class _Fold:
    """The fence exits that stand, by id, and how often one was opened that stood already.

    The run's labels are fence exits; what else the rules find in its story is not counted.
    """

    standing: dict[str, Finding] = field(default_factory=dict)
    opened_twice: int = 0

    def take(self, event: Event) -> None:
        match event:
            case FindingOpened() | FindingAmended() | FindingVoided() if not _labelled_rule(event):
                pass
            case FindingOpened(finding=found):
                self.opened_twice += found.finding_id in self.standing
                self.standing[found.finding_id] = found
            case FindingAmended(finding=found):
                self.standing[found.finding_id] = found
            case FindingVoided(finding=found):
                self.standing.pop(found.finding_id, None)
            case _:
                pass


def _labelled_rule(event: FindingOpened | FindingAmended | FindingVoided) -> bool:
    return event.finding.code == _RULE


async def _entries(connection: asyncpg.Connection) -> list[Entry]:
    found: list[Entry] = []
    while page := await read(connection, "supervision", found[-1].position if found else 0, 2000):
        found += page
    return found


def _stretch(found: Finding) -> Stretch:
    moments = found.since_lo, found.since, found.confirmed, found.until_lo, found.until
    a, b, c, d, e = (int(moment.timestamp()) if moment else -1 for moment in moments)
    return found.vehicle, a, b, c, d, e


def _labelled(label: Label) -> Stretch:
    return (
        label.vehicle,
        label.since_lo,
        label.since,
        label.confirmed,
        label.until_lo,
        label.until,
    )
