"""What can have happened to a dispatch order."""

from typing import ClassVar

from fleet.dispatch.order_facts import Attachment
from fleet.dispatch.order_forms import (
    Account,
    Allowed,
    Covered,
    Off,
    OfOrder,
    Sent,
    Unsealing,
)
from fleet.policy.grounds import Grounds
from fleet.terms import Moment


class OrderDrafted(Allowed):
    """A unit prepares a trip; the order stays with the policy of that day (R033)."""

    TOPIC: ClassVar = "order.drafted"
    purpose: str
    category: str | None
    passenger_unit: str
    people: int
    passengers: tuple[str, ...]
    beneficiary: str | None
    origin: str
    destinations: tuple[str, ...]
    cross_reason: str | None
    contact: str
    note: str
    attachments: tuple[Attachment, ...]
    grounds: Grounds


class TripRequested(OfOrder):
    """Asked for; it expires at its begin."""

    TOPIC: ClassVar = "order.requested"
    begins_at: Moment
    ends_at: Moment
    grounds: Grounds


class TripApproved(Allowed):
    """Somebody else has agreed.

    Attributes:
        form_sha256: Of the request as it was approved (R068).
        document: Number of the approval, where it has one.
        attachments: The papers that were looked at.
        seals: The seal periods it is exempt from.
    """

    TOPIC: ClassVar = "order.approved"
    form_sha256: str
    document: str | None
    attachments: tuple[Attachment, ...]
    seals: tuple[str, ...]


class TripRejected(OfOrder):
    """Somebody else has not."""

    TOPIC: ClassVar = "order.rejected"
    reason: str


class TripCancelled(Off):
    """Not needed any more."""

    TOPIC: ClassVar = "order.cancelled"
    reason: str


class TripRequestExpired(Off):
    """Its time has come without approval, or without a car.

    Attributes:
        stage: Where it stood.
    """

    TOPIC: ClassVar = "order.request-expired"
    stage: str


class TripNoShow(Off):
    """Nobody has left with the car."""

    TOPIC: ClassVar = "order.no-show"
    emergency: bool


class CarAndDriverAssigned(Sent):
    """Both schedules have taken it."""

    TOPIC: ClassVar = "order.assigned"


class EmergencyOrderOpened(Sent):
    """A car leaves at once.

    Attributes:
        kind: What happened.
        papers_due: Until when the papers have to be there.
        not_exempt: The seal periods the car is not exempt from: to be granted late, or to explain.
    """

    TOPIC: ClassVar = "order.emergency-opened"
    kind: str
    papers_due: Moment
    not_exempt: tuple[str, ...]


class OrderReassigned(Sent):
    """Another car, another driver, or both.

    Attributes:
        previous_vehicle: The car before; the same where only the driver changes.
        previous_driver: The driver before.
        reason: Why.
        not_exempt: Of an emergency: the seal periods this car is not exempt from.
    """

    TOPIC: ClassVar = "order.reassigned"
    previous_vehicle: str
    previous_driver: str
    reason: str
    not_exempt: tuple[str, ...] = ()


class VehicleDepartedOnOrder(OfOrder):
    """The car has left.

    Attributes:
        evidence: `key`, `cabinet`, `telemetry`, or `manual` (then there is a note).
        daily_check: Whether it was checked that day (INSP-01).
        overdue_at: From when on it is overdue (USE-02).
        unseals: Why it leaves although it is sealed; None: it is not.
    """

    TOPIC: ClassVar = "order.departed"
    vehicle: str
    driver: str
    evidence: str
    note: str
    odometer_km: int | None
    driver_card: str | None
    daily_check: bool
    emergency: bool
    begins_at: Moment
    ends_at: Moment
    overdue_at: Moment
    unseals: Unsealing | None = None


class TripExtended(Covered):
    """It takes longer; `ends_at` is the new end.

    Attributes:
        previous_ends_at: The end before.
        approver: Who agreed.
        form_sha256: Of the extension as it was approved (R068).
        overdue_at: From when on it is overdue now.
        key_due: Until when its key has to be back now; None: none is out.
    """

    TOPIC: ClassVar = "order.extended"
    previous_ends_at: Moment
    approver: str
    reason: str
    form_sha256: str
    overdue_at: Moment
    key_due: Moment | None


class VehicleChangedEnRoute(Covered):
    """Another car has taken over; `begins_at` is when.

    Attributes:
        previous_vehicle: The car that broke down.
        previous_driver: Who drove it.
        workshop: Where it goes.
        reason: What happened to it.
        odometer_km: Of the car that broke down; None: nobody has read it.
        lent_for: The reason why a car of another unit is sent; None: it is none.
        overdue_at: From when on the new one is overdue.
        grounds: What the policy was asked.
        in_workshop: The car that broke down was brought to the workshop before.
        not_exempt: Of an emergency: the seal periods the new car is not exempt from.
        unseals: Why the new car leaves although it is sealed; None: it is not.
    """

    TOPIC: ClassVar = "order.vehicle-changed"
    previous_vehicle: str
    previous_driver: str
    workshop: str
    reason: str
    odometer_km: int | None
    lent_for: str | None
    overdue_at: Moment
    grounds: Grounds
    in_workshop: bool = False
    not_exempt: tuple[str, ...] = ()
    unseals: Unsealing | None = None


class VehicleReturnedOnOrder(OfOrder):
    """The car is back.

    Attributes:
        in_workshop: It broke down, and was brought to the workshop before.
        papers_due: Until when the papers of an emergency have to be there; None: none are missing.
        key_due: Until when its key has to be back; None: none is out.
    """

    TOPIC: ClassVar = "order.returned"
    vehicle: str
    driver: str
    odometer_km: int
    inside_home: bool
    note: str
    in_workshop: bool
    departed_at: Moment
    begins_at: Moment
    ends_at: Moment
    papers_due: Moment | None
    key_due: Moment | None


class TripReconciled(Account):
    """What was driven has been compared with what was approved."""

    TOPIC: ClassVar = "order.reconciled"
    returned_at: Moment
    distance_m: int
    digest: str


class SocialTransportOffered(OfOrder):
    """A rented car or a taxi instead.

    Attributes:
        year: Whose budget.
        budget_left_fen: What the unit could still spend, fen.
    """

    TOPIC: ClassVar = "order.outsourced"
    provider: str
    reason: str
    estimate_fen: int
    budget_left_fen: int
    year: int
    passenger_unit: str
    begins_at: Moment
    ends_at: Moment


class OrderSettled(Account):
    """The account is agreed.

    Attributes:
        year: Whose budget pays a provider.
        close_at: When it is closed unless somebody rates it before.
    """

    TOPIC: ClassVar = "order.settled"
    distance_km: int
    toll_fen: int
    fuel_fen: int
    parking_fen: int
    invoice: str | None
    amount_fen: int | None
    year: int
    close_at: Moment


class OrderDisputed(OfOrder):
    """Somebody says it was not like that."""

    TOPIC: ClassVar = "order.disputed"
    reason: str


class DisputeResolved(OfOrder):
    """Somebody has decided."""

    TOPIC: ClassVar = "order.dispute-resolved"
    decision: str
    reason: str


class OrderEvaluated(Account):
    """The passenger has rated it; it is closed."""

    TOPIC: ClassVar = "order.evaluated"
    rating: int
    remark: str


class OrderClosed(Account):
    """Nobody has rated it; it is closed."""

    TOPIC: ClassVar = "order.closed"


class EmergencyPapersFiled(OfOrder):
    """The papers are there, in time and approved."""

    TOPIC: ClassVar = "order.papers-filed"
    vehicle: str
    document: str
    sha256: str
    approver: str


class EmergencyOrderVoided(Off):
    """The papers did not come.

    Attributes:
        driven: The car was on the road: without an order (USE-01).
        departed_at: When it left; None: it did not.
        returned_at: When it was back; None: it had not left.
    """

    TOPIC: ClassVar = "order.voided"
    reason: str
    driven: bool
    departed_at: Moment | None
    returned_at: Moment | None


class KeyTaken(OfOrder):
    """A key has left the cabinet.

    Attributes:
        due_at: Until when it has to be back (USE-12).
    """

    TOPIC: ClassVar = "order.key-taken"
    key: str
    cabinet: str
    vehicle: str
    due_at: Moment


class KeyBroughtBack(OfOrder):
    """A key is back.

    Attributes:
        left: The keys that are still out.
    """

    TOPIC: ClassVar = "order.key-brought-back"
    key: str
    cabinet: str
    vehicle: str
    left: tuple[str, ...]


CoverEvent = CarAndDriverAssigned | EmergencyOrderOpened | OrderReassigned | VehicleChangedEnRoute
AskingEvent = (
    TripRequested | TripApproved | TripRejected | TripCancelled | TripRequestExpired | TripNoShow
)
TripEvent = VehicleDepartedOnOrder | TripExtended | VehicleReturnedOnOrder
SettlingEvent = (
    TripReconciled
    | SocialTransportOffered
    | OrderSettled
    | OrderDisputed
    | DisputeResolved
    | OrderEvaluated
    | OrderClosed
)
PapersEvent = EmergencyPapersFiled | EmergencyOrderVoided
KeyEvent = KeyTaken | KeyBroughtBack
OrderEvent = (
    OrderDrafted | AskingEvent | CoverEvent | TripEvent | SettlingEvent | PapersEvent | KeyEvent
)
