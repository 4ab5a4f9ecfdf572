"""Stays that a rule forbids, to events of the supervision ledger and how they stand."""

from collections.abc import Sequence

from fleet.ledger.append import New
from fleet.supervision.finding import (
    Evidence,
    Finding,
    FindingAmended,
    FindingEvent,
    FindingOpened,
    FindingVoided,
)
from telemetry.corrections import Amended, Opened, Voided
from telemetry.course import Task
from telemetry.judge import Change
from telemetry.news import News
from telemetry.past import Past
from telemetry.standing import Beliefs, Standing
from telemetry.verdict import Grounds, deciding, evidence, finding, visit_of
from telemetry.visits import Visit

_METADATA = {"actor": "gongche", "channel": "telemetry"}

Stood = dict[str, list[Standing]]
"""Task key -> findings that stand."""


class Findings:
    """Records what a batch changes about one vehicle's findings."""

    def __init__(self, beliefs: Beliefs, past: Past, vehicle: str, news: News) -> None:
        self._beliefs, self._past = beliefs, past
        self._vehicle, self._news = vehicle, news

    async def shifted(
        self, course: Sequence[Task], stood: Stood, found: Sequence[Change]
    ) -> list[Change]:
        """Findings whose times are as they were, but not the rows or papers behind them."""
        changed = {(c.key, name) for c in found for name in [getattr(c.correction, "id", "")]}
        shifted = []
        for task in course:
            for each in stood.get(task.key, []):
                name, visit = each.finding.finding_id, visit_of(each.finding)
                if (task.key, name) in changed:
                    continue
                if await self._finding(name, task, visit) != each.finding:
                    shifted.append(Change(task.key, task, Amended(name, visit, visit)))
        return shifted

    async def record(self, found: Sequence[Change], stood: Stood) -> list[New]:
        """Store how the findings stand after these changes.

        Returns:
            The events to append.
        """
        return [await self._one(change, stood) for change in found]

    async def _one(self, change: Change, stood: Stood) -> New:
        standing, event = await self._event(change, stood)
        voided = isinstance(event, FindingVoided)
        self._beliefs.stand(change.key, standing, voided=voided)
        name = standing.finding.finding_id
        others = [each for each in stood.get(change.key, []) if each.finding.finding_id != name]
        stood[change.key] = others if voided else [*others, standing]
        return New(f"finding:{name}", standing.version, event, _METADATA)

    async def _event(self, change: Change, stood: Stood) -> tuple[Standing, FindingEvent]:
        late = self._news.cause(change.correction).late
        match change.correction:
            case Opened(visit=visit):
                name, version = await self._name(change, visit)
                new = await self._finding(name, change.task, visit)
                return Standing(new, version + 1), FindingOpened(finding=new, late=late)
            case Amended(id=name, visit=visit):
                before = _named(stood[change.key], name)
                new = await self._finding(name, change.task, visit)
                after = Standing(new, before.version + 1)
                return after, FindingAmended(finding=new, late=late)
            case Voided(id=name, merged_into=into) as voided:
                before = _named(stood[change.key], name)
                event = FindingVoided(
                    finding=before.finding,
                    reason=self._news.reason(voided),
                    merged_into=into,
                    late=late,
                )
                return Standing(before.finding, before.version + 1), event

    async def _name(self, change: Change, visit: Visit) -> tuple[str, int]:
        """A name for a new finding, and its stream's version: 0, or that of a voided one."""
        code = change.key.removeprefix("rule:").partition("@")[0]
        plain = f"{code.lower()}:{self._vehicle}:{visit.enter_hi // 1000}"
        streams = await self._beliefs.streams(plain)
        number = 1
        while (name := plain if number == 1 else f"{plain}:{number}") in streams.standing:
            number += 1
        return name, streams.voided.get(name, 0)

    async def _finding(self, name: str, task: Task | None, visit: Visit) -> Finding:
        assert task is not None  # noqa: S101 - what no task finds any more is voided, never found
        grounds = Grounds(name, self._vehicle, task, await self._evidence(visit))
        return finding(grounds, visit)

    async def _evidence(self, visit: Visit) -> tuple[Evidence, ...]:
        return tuple(
            [
                evidence(await self._past.places(self._vehicle, low, high + 1))
                for low, high in deciding(visit)
            ]
        )


def _named(stood: Sequence[Standing], name: str) -> Standing:
    return next(each for each in stood if each.finding.finding_id == name)
