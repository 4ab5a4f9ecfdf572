"""A stay that a rule forbids, as a finding with the rows it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from fleet.supervision.finding import Evidence, Finding
from telemetry.archive import Place
from telemetry.course import Piece, Task
from telemetry.moment import micros, moment
from telemetry.visits import Visit

RULE_VERSION = "GEO-02/1"


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a finding is about, and what proves it."""

    finding_id: str
    vehicle: str
    task: Task
    evidence: tuple[Evidence, ...]


def deciding(visit: Visit) -> list[tuple[int, int]]:
    """The stretches (microseconds, both inclusive) whose fixes decided a stay's two ends."""
    begin = visit.enter_hi if visit.enter_lo is None else visit.enter_lo
    stretches = [(begin, visit.enter_confirmed)]
    if visit.exit_lo is not None and visit.exit_confirmed is not None:
        stretches.append((visit.exit_lo, visit.exit_confirmed))
    return stretches


def evidence(places: Sequence[Place]) -> Evidence:
    """A stretch of the archive, sealed by the digest of its rows in time order."""
    digest = sha256(b"".join(place.digest for place in places))
    first, last = places[0].at, places[-1].at
    return Evidence(
        kind="fixes",
        range=f"{first.isoformat()}/{last.isoformat()}".replace("+00:00", "Z"),
        rows=len(places),
        digest=digest.hexdigest(),
    )


def finding(grounds: Grounds, visit: Visit) -> Finding:
    """The stay as a finding."""
    task = grounds.task
    return Finding(
        finding_id=grounds.finding_id,
        code=task.rule,
        vehicle=grounds.vehicle,
        since_lo=None if visit.enter_lo is None else moment(visit.enter_lo),
        since=moment(visit.enter_hi),
        confirmed=moment(visit.enter_confirmed),
        until_lo=None if visit.exit_lo is None else moment(visit.exit_lo),
        until=None if visit.exit_hi is None else moment(visit.exit_hi),
        until_confirmed=None if visit.exit_confirmed is None else moment(visit.exit_confirmed),
        fixes=visit.enter_fixes,
        return_fixes=visit.exit_fixes,
        flags=tuple(sorted(visit.flags)),
        rule_version=RULE_VERSION,
        inputs=_inputs(task, visit),
        evidence=grounds.evidence,
    )


def visit_of(found: Finding) -> Visit:
    """The stay that a finding tells of."""
    return Visit(
        enter_lo=None if found.since_lo is None else micros(found.since_lo),
        enter_hi=micros(found.since),
        enter_confirmed=micros(found.confirmed),
        exit_lo=None if found.until_lo is None else micros(found.until_lo),
        exit_hi=None if found.until is None else micros(found.until),
        exit_confirmed=None if found.until_confirmed is None else micros(found.until_confirmed),
        flags=frozenset(found.flags),
        enter_fixes=found.fixes,
        exit_fixes=found.return_fixes,
    )


def _inputs(task: Task, visit: Visit) -> dict[str, str]:
    profile = task.profile
    return {
        "areas": " ".join(_in_force(task.pieces, visit.enter_hi)),
        "band_m": f"{profile.band_m:g}",
        "dwell_s": f"{profile.enter_dwell_s:g}",
        "fixes": str(profile.enter_fixes),
        "return_dwell_s": f"{profile.exit_dwell_s:g}",
    }


def _in_force(pieces: Iterable[Piece], at: int) -> tuple[str, ...]:
    return next((piece.versions for piece in pieces if piece.begin <= at < piece.end), ())
