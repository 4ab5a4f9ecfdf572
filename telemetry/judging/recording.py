"""What the rules found against what stands: events for the ledger, and how findings stand then."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import numpy as np

from fleet.ledger.append import New
from fleet.supervision.finding import (
    Evidence,
    Finding,
    FindingAmended,
    FindingEvent,
    FindingOpened,
    FindingVoided,
)
from telemetry.corrections import Amended, Correction, Opened, Voided, difference
from telemetry.found import Found
from telemetry.judging.mark import Mark
from telemetry.moment import moment
from telemetry.records import Records
from telemetry.standing import Beliefs, Standing
from telemetry.track import LATE_AFTER
from telemetry.verdict import deciding, visit_of
from telemetry.visits import Visit

JUDGED, DAILY = "judged:", "daily:"
"""How the scope of a finding begins that rests on a window, or on days: `judged:USE-03@O17`."""

Stood = Mapping[str, Sequence[Standing]]
"""Scope -> the findings that stand."""

_METADATA = {"actor": "gongche", "channel": "telemetry"}


@dataclass(frozen=True, slots=True)
class Case:
    """A car that was heard.

    Attributes:
        vehicle: Its id.
        kind: `JUDGED` or `DAILY`.
        proof: What a stay rests on.
        mark: Why it was heard.
        now: When this is recorded (UTC).
    """

    vehicle: str
    kind: str
    proof: Callable[[Visit], Iterable[Evidence]]
    mark: Mark
    now: datetime


class Recording:
    """Records what a hearing changes about one car's findings."""

    def __init__(self, beliefs: Beliefs, case: Case) -> None:
        self._beliefs, self._case = beliefs, case

    async def record(self, found: Iterable[Found], stood: Stood) -> list[New]:
        """Store how the findings stand after this.

        Args:
            found: All in the window.
            stood: All that stood in the window.

        Returns:
            The events to append.
        """
        by_scope: dict[str, dict[Visit, Found]] = defaultdict(dict)
        for each in found:
            by_scope[scope_of(self._case.kind, each)][each.stay] = each
        events: list[New] = []
        for scope in sorted({*by_scope, *stood}):
            known = {each.finding.finding_id: each for each in stood.get(scope, ())}
            events += await self._scope(scope, known, by_scope[scope])
        return events

    async def _scope(
        self, scope: str, known: Mapping[str, Standing], found: Mapping[Visit, Found]
    ) -> list[New]:
        """Store what changes in one scope."""
        events = []
        for correction in self._corrections(known, found):
            version, event = await self._event(correction, known, found)
            standing = Standing(event.finding, version + 1)
            self._beliefs.stand(scope, standing, voided=isinstance(event, FindingVoided))
            name = event.finding.finding_id
            events.append(New(f"finding:{name}", standing.version, event, _METADATA))
        return events

    def _corrections(
        self, known: Mapping[str, Standing], found: Mapping[Visit, Found]
    ) -> Iterator[Correction]:
        """What differs, in the times or only in the rows or papers behind them."""
        recorded = [(name, visit_of(each.finding)) for name, each in known.items()]
        corrections = difference(recorded, list(found))
        yield from corrections
        changed = {it.id for it in corrections if not isinstance(it, Opened)}
        for name, visit in recorded:
            if name not in changed and self._finding(name, found[visit]) != known[name].finding:
                yield Amended(name, visit, visit)

    async def _event(
        self, correction: Correction, known: Mapping[str, Standing], found: Mapping[Visit, Found]
    ) -> tuple[int, FindingEvent]:
        """What is to be said, and the version of its stream before."""
        late = self._late(correction)
        match correction:
            case Opened(visit=visit):
                name, version = await self._name(found[visit])
                opened = self._finding(name, found[visit])
                return version, FindingOpened(finding=opened, late=late)
            case Amended(id=name, visit=visit):
                amended = self._finding(name, found[visit])
                return known[name].version, FindingAmended(finding=amended, late=late)
            case Voided(id=name, merged_into=into):
                told = {"reason": self._reason(correction), "merged_into": into, "late": late}
                voided = FindingVoided.model_validate({"finding": known[name].finding, **told})
                return known[name].version, voided

    async def _name(self, found: Found) -> tuple[str, int]:
        """A name for a new finding, and its stream's version: 0, or that of a voided one."""
        begin = found.stay.enter_hi // 1000
        plain = f"{found.code.lower()}:{self._case.vehicle}:{begin}"
        streams = await self._beliefs.streams(plain)
        number = 1
        while (name := plain if number == 1 else f"{plain}:{number}") in streams.standing:
            number += 1
        return name, streams.voided.get(name, 0)

    def _reason(self, voided: Voided) -> str:
        """Why a finding is void: a paper says so, or the facts."""
        merged = voided.merged_into is not None
        return voided.reason if merged else self._case.mark.reason or voided.reason

    def _late(self, correction: Correction) -> bool:
        """Whether it became known so long after it was certain that it is no live news."""
        visit = correction.visit
        decided = visit.enter_confirmed if visit.exit_confirmed is None else visit.exit_confirmed
        return self._case.now - moment(decided) > LATE_AFTER

    def _finding(self, name: str, found: Found) -> Finding:
        visit = found.stay
        return Finding(
            finding_id=name,
            code=found.code,
            vehicle=self._case.vehicle,
            since_lo=_moment(visit.enter_lo),
            since=moment(visit.enter_hi),
            confirmed=moment(visit.enter_confirmed),
            until_lo=_moment(visit.exit_lo),
            until=_moment(visit.exit_hi),
            until_confirmed=_moment(visit.exit_confirmed),
            fixes=visit.enter_fixes,
            return_fixes=visit.exit_fixes,
            flags=tuple(sorted(visit.flags)),
            rule_version=f"{found.code}/1",
            inputs=dict(found.inputs),
            evidence=tuple(self._case.proof(visit)),
        )


def scope_of(kind: str, found: Found) -> str:
    """What only findings of the same kind about the same thing share."""
    return f"{kind}{found.code}@{found.about}"


def fixes(records: Records, visit: Visit) -> Iterator[Evidence]:
    """The records that decided a stay's two ends, sealed by their digests in order."""
    for begin, end in deciding(visit):
        low = int(np.searchsorted(records.t, begin, side="left"))
        high = int(np.searchsorted(records.t, end, side="right"))
        if low < high:
            first, last = moment(int(records.t[low])), moment(int(records.t[high - 1]))
            digest = sha256(b"".join(records.digests[low:high]))
            yield Evidence(
                kind="fixes",
                range=f"{first.isoformat()}/{last.isoformat()}".replace("+00:00", "Z"),
                rows=high - low,
                digest=digest.hexdigest(),
            )


def _moment(at: int | None) -> datetime | None:
    return None if at is None else moment(at)
