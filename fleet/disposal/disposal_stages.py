"""The stages of a disposal case, and what is known of it in each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class File:
    """What the file says, whatever the stage.

    Attributes:
        policy: The version it runs on.
        signatures: Body -> who signed.
        stepped_at: When the last step was taken; None: none was.
        due_on: The last local day for the physical end; None: not approved.
        written_off_at: When the car was written off; None: it is not.
        overdue: The year has passed without an end. Never forgotten.
        purchase: The purchase that rests on the write-off; empty: none.
        certificates: The new cars' certificates that reminded of it.
        mode: How it ends; empty: not begun.
        result: Number of the certificate of its end; empty: it has not ended.
        receipt: The treasury's receipt; empty: none.
        inspections: The joint inspections that drew it.
        signs: (source, reference) of what was noticed after the write-off.
    """

    vehicle: str
    unit: str
    slot: str | None
    category: str
    ground: str
    jurisdiction: str
    policy: str
    indicator: str = ""
    execution_document: str = ""
    document: str = ""
    signatures: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    stepped_at: datetime | None = None
    due_on: date | None = None
    written_off_at: datetime | None = None
    overdue: bool = False
    purchase: str = ""
    certificates: tuple[str, ...] = ()
    mode: str = ""
    result: str = ""
    receipt: str = ""
    inspections: tuple[str, ...] = ()
    signs: tuple[tuple[str, str], ...] = ()


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
class Rejected(Opened):
    """The car stays."""


@dataclass(frozen=True, slots=True)
class Withdrawn(Opened):
    """Not asked for any more."""


@dataclass(frozen=True, slots=True)
class DisposalApproved(Opened):
    """Both bodies have signed; the year runs."""


@dataclass(frozen=True, slots=True)
class AssetApproved(Opened):
    """Finance has approved the act on the asset."""


@dataclass(frozen=True, slots=True)
class WrittenOff(Opened):
    """On paper it is gone."""


@dataclass(frozen=True, slots=True)
class Sealed(Opened):
    """It stands sealed."""


@dataclass(frozen=True, slots=True)
class InDisposal(Opened):
    """It is handed over."""


@dataclass(frozen=True, slots=True)
class Overdue(Opened):
    """The year has passed."""


@dataclass(frozen=True, slots=True)
class InDisposalLate(Opened):
    """Handed over after the year."""


@dataclass(frozen=True, slots=True)
class Completed(Opened):
    """It is gone."""


@dataclass(frozen=True, slots=True)
class Closed(Opened):
    """The file is closed."""


Case = (
    Unknown
    | Draft
    | Requested
    | Rejected
    | Withdrawn
    | DisposalApproved
    | AssetApproved
    | WrittenOff
    | Sealed
    | InDisposal
    | Overdue
    | InDisposalLate
    | Completed
    | Closed
)
"""Where it stands."""

Retired = WrittenOff | Sealed | InDisposal | Overdue | InDisposalLate | Completed | Closed
"""From the write-off on."""

Running = DisposalApproved | AssetApproved | WrittenOff | Sealed | InDisposal
"""The year runs."""
