"""The stages of a vehicle's life, and what is known about it in each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from fleet.vehicle.binding import Bindings


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the dossier.

    Attributes:
        number: What stands on it.
        sha256: Of its file; hex.
        valid_until: Its last day; None: without end.
    """

    number: str
    sha256: str
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """The last word about a safety item.

    Attributes:
        check: The check or work order that says it.
        at: When somebody looked.
        failed: It is not in order.
    """

    check: str
    at: datetime
    failed: bool


@dataclass(frozen=True, slots=True)
class Car:
    """What the books say about it, whatever the stage.

    Attributes:
        terminals: Its terminals, past and present; at any moment at most one that is no spare.
        purchase: The purchase it came from; empty: it was there before these books.
        first_registered: When it was first registered.
        engine: Number of its engine or motor.
        body: Class of its body; empty where unknown.
        energy: What drives it; empty where unknown.
        displacement_ml: Of its engine.
        price_fen: What it cost, without tax.
        marking: `recorded`, `exempt`, or empty.
        exempt_until: Last day of the exemption; None: without end, or not exempt.
        photo: SHA-256 of the photo of the livery; None where there is none.
        odometer_km: The last reading; None: nobody has read it.
        papers: Kind -> the document that holds.
        recalls: Recall that is not answered -> whether it must not be driven until then.
        case: The disposal case that is open about it; empty: none.
        words: Safety item -> the last word about it.
    """

    plate: str
    unit: str
    category: str
    model: str
    vin: str | None
    slot: str | None
    terminals: Bindings = ()
    purchase: str = ""
    first_registered: date | None = None
    engine: str = ""
    body: str = ""
    energy: str = ""
    displacement_ml: int | None = None
    price_fen: int | None = None
    marking: str = ""
    exempt_until: date | None = None
    photo: str | None = None
    odometer_km: int | None = None
    papers: Mapping[str, Paper] = field(default_factory=lambda: MappingProxyType({}))
    recalls: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    case: str = ""
    words: Mapping[str, Word] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def failed(self) -> Mapping[str, str]:
        """Safety item that failed -> the check that found it; it does not leave until it passes."""
        return {item: word.check for item, word in self.words.items() if word.failed}


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody has ordered or entered it."""


@dataclass(frozen=True, slots=True)
class InBooks:
    """Somebody has: one of the stages below."""

    car: Car


@dataclass(frozen=True, slots=True)
class Ordered(InBooks):
    """Contracted, not yet here; it has neither plate nor VIN."""


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
class Reserved(InBooks):
    """In service, promised to an order and its driver."""

    order: str
    driver: str


@dataclass(frozen=True, slots=True)
class OnTrip(InBooks):
    """On the road for an order."""

    order: str


@dataclass(frozen=True, slots=True)
class InMaintenance(InBooks):
    """In the workshop."""

    workshop: str


@dataclass(frozen=True, slots=True)
class Sealed(InBooks):
    """Parked for a seal period."""

    period: str


@dataclass(frozen=True, slots=True)
class Suspended(InBooks):
    """Must not be used until the cause is cleared."""

    cause: str


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


@dataclass(frozen=True, slots=True)
class TransferredOut(InBooks):
    """In another jurisdiction's books."""

    jurisdiction: str


Vehicle = (
    Unknown
    | Ordered
    | Registered
    | Equipped
    | Available
    | Reserved
    | OnTrip
    | InMaintenance
    | Sealed
    | Suspended
    | Withdrawn
    | WrittenOff
    | Disposed
    | TransferredOut
)
"""Where it stands."""

Gone = WrittenOff | Disposed | TransferredOut
"""Out of the books, or as good as."""

InService = Available | Reserved | OnTrip | InMaintenance | Sealed | Suspended
"""The unit keeps it."""


def car_of(vehicle: Vehicle) -> Car:
    """What the books say about it; of a vehicle nobody has entered they say nothing."""
    return vehicle.car if isinstance(vehicle, InBooks) else Car("", "", "", "", None, None)
