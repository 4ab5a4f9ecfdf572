"""What was found against what is recorded: the smallest set of corrections."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from telemetry.corrections import Correction, difference
from telemetry.course import Task
from telemetry.visits import Visit
from telemetry.watch import Outcome

Recorded = Mapping[str, Sequence[tuple[str, Visit]]]
"""Task key -> (id, visit): what stands, and was not over when the run began."""


@dataclass(frozen=True, slots=True)
class Change:
    """A correction and the task it belongs to; `task` is None when the fence is withdrawn."""

    key: str
    task: Task | None
    correction: Correction


def changes(tasks: Sequence[Task], outcome: Outcome, recorded: Recorded) -> list[Change]:
    """What must be recorded so that the found visits stand where the recorded ones stood.

    Args:
        tasks: All tasks of the vehicle.
        outcome: What the run found; tasks that were over when it began are not looked at.
        recorded: What stands now.
    """
    told = [key for key, visits in outcome.visits.items() if visits or recorded.get(key)]
    if not told and not any(recorded.values()):
        return []
    named = {task.key: task for task in tasks}
    looked_at = [key for key in recorded if key not in named] + told
    found = [
        Change(key, named.get(key), correction)
        for key in looked_at
        for correction in difference(
            _before(recorded.get(key, ()), named.get(key), outcome),
            _found(outcome.visits.get(key, ()), named.get(key), outcome),
        )
    ]
    return sorted(found, key=lambda change: change.key)


def _before(
    recorded: Iterable[tuple[str, Visit]], task: Task | None, outcome: Outcome
) -> list[tuple[str, Visit]]:
    """The recorded visits that the run could see to their end."""
    return [(name, visit) for name, visit in recorded if not _beyond(visit, task, outcome)]


def _found(visits: Iterable[Visit], task: Task | None, outcome: Outcome) -> list[Visit]:
    return [visit for visit in visits if not _beyond(visit, task, outcome)]


def _beyond(visit: Visit, task: Task | None, outcome: Outcome) -> bool:
    """Whether the run stopped, at a memory that is as it was, before the visit was over."""
    stopped = outcome.stopped
    if stopped is None or task is None or task.end <= stopped:
        return False
    return visit.exit_confirmed is None or visit.exit_confirmed > stopped
