"""The stages of a sealed period, and what is known of it in each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from fleet.supervision.seal_events import SealPlanned


@dataclass(frozen=True, slots=True)
class Exemption:
    """A car may move in a part of the period: [begins_at, ends_at).

    Attributes:
        late: It was filed after its own begin.
    """

    vehicle: str
    unit: str
    reason: str
    approver: str
    begins_at: datetime
    ends_at: datetime
    document: str
    late: bool

    def holds(self, vehicle: str, at: datetime) -> bool:
        """Whether it lets a car move at a moment."""
        return vehicle == self.vehicle and self.begins_at <= at < self.ends_at


@dataclass(frozen=True, slots=True)
class StartPlace:
    """Where a car was at the begin.

    Attributes:
        place: `INSIDE`, `OUTSIDE` or `UNKNOWN`.
        fix_age_s: Seconds between the fix it rests on and the begin; None: there was no fix.
        fences: Its home fences then.
    """

    place: str
    fix_age_s: int | None
    fences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is known of a period, whatever the stage.

    Attributes:
        planned: What was planned.
        exemptions: In the order in which they were granted.
        places: Car -> where it was at the begin.
        breaches: (car, finding) -> when it moved.
        opened_at: When it was opened; None: it was not.
    """

    planned: SealPlanned
    exemptions: tuple[Exemption, ...] = ()
    places: Mapping[str, StartPlace] = field(default_factory=lambda: MappingProxyType({}))
    breaches: Mapping[tuple[str, str], datetime] = field(
        default_factory=lambda: MappingProxyType({})
    )
    opened_at: datetime | None = None

    def exempt(self, vehicle: str, at: datetime) -> bool:
        """Whether a car may move at a moment."""
        return any(each.holds(vehicle, at) for each in self.exemptions)

    def covers(self, vehicle: str, begins_at: datetime, ends_at: datetime) -> bool:
        """Whether a car is exempt for all that a stretch of time shares with the period."""
        reached = max(begins_at, self.planned.begins_at)
        end = min(ends_at, self.planned.ends_at)
        windows = [each for each in self.exemptions if each.vehicle == vehicle]
        for each in sorted(windows, key=lambda window: window.begins_at):
            if each.holds(vehicle, reached):
                reached = each.ends_at
        return reached >= end

    @property
    def cars(self) -> tuple[str, ...]:
        """The cars with an exemption, each once."""
        return tuple(dict.fromkeys(each.vehicle for each in self.exemptions))


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody has planned it."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody has: one of the stages below."""

    dossier: Dossier


@dataclass(frozen=True, slots=True)
class Planned(Known):
    """Exemptions are asked for."""


@dataclass(frozen=True, slots=True)
class Open(Known):
    """It holds."""


@dataclass(frozen=True, slots=True)
class Closed(Known):
    """It is over."""


@dataclass(frozen=True, slots=True)
class Reported(Known):
    """Its counts are published."""


@dataclass(frozen=True, slots=True)
class Cancelled(Known):
    """It was never held.

    Attributes:
        reason: Why it was called off.
    """

    reason: str


Period = Unknown | Planned | Open | Closed | Reported | Cancelled
