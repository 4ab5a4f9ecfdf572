"""The stages of a vehicle's life, and what is known about it in each of them."""

from dataclasses import dataclass

from fleet.vehicle.binding import Bindings


@dataclass(frozen=True, slots=True)
class Car:
    """What the books say about it, whatever the stage.

    Attributes:
        terminals: Its terminals, past and present; at any moment at most one that is no spare.
    """

    plate: str
    unit: str
    category: str
    model: str
    vin: str | None
    slot: str | None
    terminals: Bindings = ()


@dataclass(frozen=True, slots=True)
class Ordered:
    """Not in the books yet; at most ordered."""


@dataclass(frozen=True, slots=True)
class InBooks:
    """Somebody has entered it: one of the stages below."""

    car: Car


@dataclass(frozen=True, slots=True)
class Registered(InBooks):
    """In the books, not yet equipped."""


@dataclass(frozen=True, slots=True)
class Equipped(InBooks):
    """Carries what it needs, not yet in service."""


@dataclass(frozen=True, slots=True)
class Available(InBooks):
    """In service."""


@dataclass(frozen=True, slots=True)
class Withdrawn(InBooks):
    """Out of service under this approval; not yet written off."""

    approval: str


@dataclass(frozen=True, slots=True)
class WrittenOff(InBooks):
    """Gone on paper under this approval, physically still there. Must not be used."""

    approval: str


@dataclass(frozen=True, slots=True)
class Disposed(InBooks):
    """Physically gone, with this certificate."""

    certificate: str


Vehicle = Ordered | Registered | Equipped | Available | Withdrawn | WrittenOff | Disposed
"""Where it stands."""


def car_of(vehicle: Vehicle) -> Car:
    """What the books say about it; of a vehicle nobody has entered they say nothing."""
    return vehicle.car if isinstance(vehicle, InBooks) else Car("", "", "", "", None, None)
