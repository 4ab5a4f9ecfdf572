"""What the maker pays for (质保): the covers of one car."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import Field

from fleet.decider import Decider, Event
from fleet.policy import authority
from fleet.policy.brief import Briefed
from fleet.terms import Code, Kilometres, Moment, Sha256, VehicleId


class RecordWarranty(Briefed):
    """A cover as its paper says; the same cover again replaces it.

    Attributes:
        cover: Its name: `WHOLE_CAR`, `BATTERY`.
        valid_until: Its last day.
        limit_km: It ends sooner when the car has gone so far; None: no such limit.
        sha256: Of the paper.
    """

    vehicle: VehicleId
    cover: Code
    valid_until: date
    limit_km: Annotated[Kilometres, Field(ge=1)] | None = None
    sha256: Sha256
    at: Moment


class WarrantyRecorded(Event):
    """The maker pays until then."""

    TOPIC: ClassVar = "warranty.recorded"
    vehicle: str
    cover: str
    valid_until: date
    limit_km: int | None
    sha256: str
    by: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Cover:
    """One cover: its last day, how far, and its paper."""

    valid_until: date
    limit_km: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Covers:
    """All covers of a car, by name."""

    known: Mapping[str, Cover] = field(default_factory=lambda: MappingProxyType({}))

    def in_force(self, day: date, odometer_km: int | None) -> tuple[str, ...]:
        """The covers that hold on a day; a car that nobody has read is within its limit."""
        gone = odometer_km or 0
        return tuple(
            name
            for name, cover in sorted(self.known.items())
            if day <= cover.valid_until and (cover.limit_km is None or gone <= cover.limit_km)
        )


def decide(command: RecordWarranty, covers: Covers) -> list[WarrantyRecorded]:
    """Answer with what is new.

    Raises:
        Refused: If the speaker acts outside of his region.

    Source:
        Handbook 9 (warranty tracking).
    """
    authority.check(command.brief)
    told = Cover(command.valid_until, command.limit_km, command.sha256)
    if covers.known.get(command.cover) == told:
        return []
    said = command.model_dump(exclude={"brief"})
    return [WarrantyRecorded(by=command.brief.actor.person, **said)]


def evolve(covers: Covers, event: WarrantyRecorded) -> Covers:
    """Take one cover into account."""
    cover = Cover(event.valid_until, event.limit_km, event.sha256)
    return Covers({**covers.known, event.cover: cover})


warranty: Decider[RecordWarranty, WarrantyRecorded, Covers] = Decider(
    initial=Covers(), decide=decide, evolve=evolve
)
