"""The stages of a dispatch order, and what its file holds in each of them."""

from dataclasses import dataclass
from datetime import datetime

from fleet.dispatch.order_events import (
    CoverEvent,
    EmergencyOrderOpened,
    EmergencyPapersFiled,
    OrderDisputed,
    OrderDrafted,
    OrderEvaluated,
    OrderSettled,
    SocialTransportOffered,
    TripReconciled,
    TripRequested,
)


@dataclass(frozen=True, slots=True)
class File:
    """What has been said, whatever the stage.

    Attributes:
        drafted: What is asked for.
        ends_at: Its end, as it was extended.
        stepped_at: When the last step was taken.
        cover: The car and the driver it has now.
        ready_at: From when on the car may leave.
        no_show_at: When it expires unless the car has left.
        emergency: It was opened before the papers.
        odometer_km: The last reading of the car it has now; None: nobody has read it.
        keys: Those that are out.
    """

    drafted: OrderDrafted
    ends_at: datetime
    stepped_at: datetime
    requested: TripRequested | None = None
    cover: CoverEvent | None = None
    ready_at: datetime | None = None
    no_show_at: datetime | None = None
    emergency: EmergencyOrderOpened | None = None
    filed: EmergencyPapersFiled | None = None
    departed_at: datetime | None = None
    returned_at: datetime | None = None
    reconciled: TripReconciled | None = None
    offered: SocialTransportOffered | None = None
    disputed: OrderDisputed | None = None
    settled: OrderSettled | None = None
    evaluated: OrderEvaluated | None = None
    odometer_km: int | None = None
    keys: tuple[str, ...] = ()

    @property
    def askers(self) -> frozenset[str]:
        """Who wants the trip: none of them may approve anything about it."""
        told = (self.drafted, self.requested, self.emergency)
        return frozenset(event.by for event in told if event is not None)

    @property
    def vehicle(self) -> str | None:
        """The car it has now."""
        return None if self.cover is None else self.cover.vehicle

    @property
    def driver(self) -> str | None:
        """Who drives it now."""
        return None if self.cover is None else self.cover.driver

    @property
    def kind(self) -> str | None:
        """Of the emergency; None: it is none."""
        return None if self.emergency is None else self.emergency.kind

    @property
    def papers_missing(self) -> bool:
        """It is an emergency, and its papers have not come."""
        return self.emergency is not None and self.filed is None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody has drafted it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody has: one of the stages below."""

    file: File


@dataclass(frozen=True, slots=True)
class Draft(Opened):
    """Prepared."""


@dataclass(frozen=True, slots=True)
class Requested(Opened):
    """Asked for."""


@dataclass(frozen=True, slots=True)
class Approved(Opened):
    """Agreed; it has no car yet."""


@dataclass(frozen=True, slots=True)
class Rejected(Opened):
    """Not agreed."""


@dataclass(frozen=True, slots=True)
class Cancelled(Opened):
    """Not needed any more."""


@dataclass(frozen=True, slots=True)
class Expired(Opened):
    """Its time has passed."""


@dataclass(frozen=True, slots=True)
class Dispatched(Opened):
    """It has a car and a driver."""


@dataclass(frozen=True, slots=True)
class Underway(Opened):
    """On the road."""


@dataclass(frozen=True, slots=True)
class Returned(Opened):
    """Back."""


@dataclass(frozen=True, slots=True)
class Reconciled(Opened):
    """Compared with what was driven."""


@dataclass(frozen=True, slots=True)
class Disputed(Opened):
    """Somebody says it was not like that."""


@dataclass(frozen=True, slots=True)
class Outsourced(Opened):
    """Somebody else drives."""


@dataclass(frozen=True, slots=True)
class Settled(Opened):
    """The account is agreed."""


@dataclass(frozen=True, slots=True)
class Closed(Opened):
    """Done."""


@dataclass(frozen=True, slots=True)
class Voided(Opened):
    """The papers did not come."""


Order = (
    Unknown
    | Draft
    | Requested
    | Approved
    | Rejected
    | Cancelled
    | Expired
    | Dispatched
    | Underway
    | Returned
    | Reconciled
    | Disputed
    | Outsourced
    | Settled
    | Closed
    | Voided
)
"""Where it stands."""
