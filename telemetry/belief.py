"""What is remembered of a vehicle between batches, and the window of a run that goes on from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telemetry.archive import Place
from telemetry.moment import BEGINNING, micros
from telemetry.standing import Standing
from telemetry.verdict import visit_of
from telemetry.visits import Visit
from telemetry.watch import Known, Stored


@dataclass(slots=True)
class Belief:
    """What is remembered of a vehicle between batches, so that a live fix costs no reading.

    Attributes:
        known: The memory before the last instant.
        places: Positions of the memory's instant and of the last one.
        visits: Task key -> (id, visit) not over at `known`.
        findings: Task key -> findings not over at `known`.
        since_checkpoint: Instants since the last stored memory.
    """

    known: Known | None
    places: Sequence[Place]
    visits: dict[str, list[tuple[str, Visit]]]
    findings: dict[str, list[Standing]]
    since_checkpoint: int = 0

    def recorded(self) -> dict[str, Sequence[tuple[str, Visit]]]:
        """Task key -> what stands, with its ids."""
        if not self.findings:
            return {**self.visits}
        findings = {
            key: [(each.finding.finding_id, visit_of(each.finding)) for each in stood]
            for key, stood in self.findings.items()
        }
        return {**self.visits, **findings}

    def standing(self, keys: Iterable[str], at: int) -> dict[str, Sequence[tuple[str, Visit]]]:
        """The same of some keys, as far as it was not over at a time (microseconds)."""
        findings = {key: self.findings[key] for key in keys if key in self.findings}
        told: dict[str, list[tuple[str, Visit]]] = {
            key: [(each.finding.finding_id, visit_of(each.finding)) for each in stood]
            for key, stood in findings.items()
        }
        told |= {key: self.visits[key] for key in keys if key in self.visits}
        return {
            key: [each for each in stood if _lasted(each[1].exit_confirmed, at)]
            for key, stood in told.items()
        }

    def after(self, tail: Known | None, places: Iterable[Place], since: int) -> "Belief":
        """What is worth remembering later: nothing that was over before the tail."""
        at = BEGINNING - 1 if tail is None else tail.at
        visits = {
            key: lasting
            for key, stood in self.visits.items()
            if (lasting := [each for each in stood if _lasted(each[1].exit_confirmed, at)])
        }
        findings = {
            key: still
            for key, standing in self.findings.items()
            if (still := [each for each in standing if _stands(each, at)])
        }
        return Belief(tail, [p for p in places if micros(p.at) >= at], visits, findings, since)


@dataclass(frozen=True, slots=True)
class Window:
    """One run: where it begins, what it sees, what stands there.

    Attributes:
        known: The memory to go on from.
        places: That of the memory's instant and all from there on, in the order of time.
        stored: Memories that end the run when they are met.
        belief: What stands.
        live: It goes on from what is remembered.
    """

    known: Known | None
    places: Sequence[Place]
    stored: Stored
    belief: Belief
    live: bool


def _lasted(confirmed: int | None, at: int) -> bool:
    return confirmed is None or confirmed > at


def _stands(standing: Standing, at: int) -> bool:
    return _lasted(visit_of(standing.finding).exit_confirmed, at)
