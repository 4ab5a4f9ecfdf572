"""Recorded corrections: what must be appended so that the found visits are what is recorded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from telemetry.visits import Visit


@dataclass(frozen=True, slots=True)
class Opened:
    """A visit that was not known. Whoever records it gives it an id."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class Amended:
    """The same visit with other content.

    Attributes:
        id: Of the recorded visit.
        before: As it was recorded.
        visit: As it is now.
    """

    id: str
    before: Visit
    visit: Visit


@dataclass(frozen=True, slots=True)
class Voided:
    """A recorded visit that never was.

    Attributes:
        id: Of the recorded visit.
        visit: As it was recorded.
        reason: `evidence_changed` or `merged_into`.
        merged_into: The id of the visit that covers it now.
    """

    id: str
    visit: Visit
    reason: str
    merged_into: str | None = None


Correction: TypeAlias = Opened | Amended | Voided


def difference(recorded: Sequence[tuple[str, Visit]], found: Sequence[Visit]) -> list[Correction]:
    """The smallest set of corrections from what is recorded to what was found.

    A found visit continues a recorded one if they were certainly inside at a common time; one to
    one, earliest first.

    Args:
        recorded: Ids and visits of one vehicle and fence version; any order.
        found: Its visits now; any order.

    Returns:
        Amended and voided ones in the order of time, then opened ones.

    Source:
        late-data.md section 8.
    """
    before = sorted(recorded, key=lambda each: (each[1].enter_hi, each[0]))
    after = sorted(found, key=lambda visit: visit.enter_hi)
    if [visit for _, visit in before] == after:
        return []  # as after almost every fix
    names = _continued(before, after)
    kept = {name: visit for name, visit in zip(names, after, strict=True) if name is not None}
    corrections: list[Correction] = []
    for name, visit in before:
        if name not in kept:
            corrections.append(_voided(name, visit, names, after))
        elif kept[name] != visit:
            corrections.append(Amended(name, visit, kept[name]))
    new = [Opened(visit) for name, visit in zip(names, after, strict=True) if name is None]
    return [*corrections, *new]


def fold(records: Iterable[tuple[str, Correction]]) -> dict[str, Visit]:
    """The visits that stand after these records.

    Args:
        records: Each with the id of the visit that it is about, oldest first.
    """
    standing: dict[str, Visit] = {}
    for name, correction in records:
        match correction:
            case Opened(visit=visit) | Amended(visit=visit):
                standing[name] = visit
            case Voided():
                del standing[name]
    return standing


def _continued(before: Sequence[tuple[str, Visit]], after: Sequence[Visit]) -> list[str | None]:
    """For each found visit, the id that it continues."""
    names: list[str | None] = [None] * len(after)
    for name, visit in before:
        free = (
            index
            for index, candidate in enumerate(after)
            if names[index] is None and _overlap(visit, candidate)
        )
        index = next(free, None)
        if index is not None:
            names[index] = name
    return names


def _voided(name: str, visit: Visit, names: Sequence[str | None], after: Sequence[Visit]) -> Voided:
    for heir, candidate in zip(names, after, strict=True):
        if heir is not None and _overlap(visit, candidate):
            return Voided(name, visit, "merged_into", heir)
    return Voided(name, visit, "evidence_changed")


def _overlap(one: Visit, other: Visit) -> bool:
    """Whether both were certainly inside at a common time; an open end reaches to infinity."""
    return (one.exit_lo is None or other.enter_hi <= one.exit_lo) and (
        other.exit_lo is None or one.enter_hi <= other.exit_lo
    )
