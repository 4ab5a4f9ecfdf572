"""What can be said to a dispatch order."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from fleet.dispatch.order_facts import Attachment, Car, Serving
from fleet.policy.brief import Briefed
from fleet.policy.seal_cover import SealCover
from fleet.terms import (
    Code,
    Fen,
    FenceId,
    Kilometres,
    Moment,
    Name,
    Sha256,
    Text,
    UnitCode,
    VehicleId,
)

People = Annotated[int, Field(ge=1, le=999)]
Rating = Annotated[int, Field(ge=1, le=5)]
Metres = Annotated[int, Field(ge=0, le=10**9)]

Evidence = Literal["key", "cabinet", "telemetry", "manual"]
"""What tells of a departure: a key handed out, a key cabinet, the terminal, or a note."""

Match = Literal["MATCHED", "DEVIATING", "NO_TELEMETRY"]
"""相符, 偏离, 无定位: what the comparison of a trip with its order came to."""


class OnOrder(Briefed):
    """Attributes: order: Its number; at: When it became true in the office."""

    order: Code
    at: Moment


class DraftOrder(OnOrder):
    """A unit prepares a trip.

    Attributes:
        unit: Who asks.
        purpose: What for: a purpose of the policy, its key or its Chinese name.
        category: What kind of car: a key of the policy, its name or an alias; None: any that fits.
        platform: Whose cars; None: a car of the unit's own.
        passenger_unit: Who rides; None: the unit that asks.
        people: How many.
        passengers: Who.
        beneficiary: The retired official it is for (老干部); None: for nobody in particular.
        begins_at: From when the car is needed.
        ends_at: Until when.
        origin: Where it begins.
        destinations: Where it goes, in order.
        area: Where it may be: a Polygon or MultiPolygon of GeoJSON, WGS-84; None: see `fences`.
        fences: The areas of the books where it may be.
        overnight: It stays out at night.
        off_hours: It is on the road outside working hours.
        cross_area: It goes beyond the car's own enforcement area.
        cross_reason: Why a car of another unit may be sent: MAJOR_TASK, SPECIAL_URGENT.
        contact: Whom to call.
        attachments: Its papers, by number and hash; nothing is handed in twice (R068).
        unit_jurisdiction: Where the unit belongs.
        serving: What the platform says of itself; None: it is not open, or none is asked.
    """

    FACTS: ClassVar = OnOrder.FACTS | {"unit_jurisdiction", "serving"}

    unit: UnitCode
    purpose: Name
    category: Name | None = None
    platform: Code | None = None
    passenger_unit: UnitCode | None = None
    people: People
    passengers: tuple[Name, ...] = ()
    beneficiary: Name | None = None
    begins_at: Moment
    ends_at: Moment
    origin: Name
    destinations: tuple[Name, ...] = ()
    area: dict[str, Any] | None = None
    fences: tuple[FenceId, ...] = ()
    overnight: bool = False
    off_hours: bool = False
    cross_area: bool = False
    cross_reason: Name | None = None
    contact: Text = ""
    note: Text = ""
    attachments: tuple[Attachment, ...] = ()
    unit_jurisdiction: str = ""
    serving: Serving | None = None


class RequestTrip(OnOrder):
    """The unit asks for it.

    Attributes:
        serving: What the platform says of itself.
    """

    FACTS: ClassVar = OnOrder.FACTS | {"serving"}

    serving: Serving | None = None


class ApproveTrip(OnOrder):
    """Somebody else agrees.

    Attributes:
        document: Number of the approval, where it has one of its own.
        serving: What the platform says of itself.
        seals: The seal periods that cover the time, and whether any car is exempt in them.
    """

    FACTS: ClassVar = OnOrder.FACTS | {"serving", "seals"}

    document: Name | None = None
    serving: Serving | None = None
    seals: tuple[SealCover, ...] = ()


class RejectTrip(OnOrder):
    """Somebody else does not agree."""

    reason: Name


class CancelTrip(OnOrder):
    """It is not needed any more.

    Attributes:
        serving: What the platform says of itself, and of the speaker.
    """

    FACTS: ClassVar = OnOrder.FACTS | {"serving"}

    reason: Name
    serving: Serving | None = None


class _OfPlatform(OnOrder):
    """Attributes: serving: What the platform says of itself, and of the speaker."""

    FACTS: ClassVar = OnOrder.FACTS | {"serving"}

    serving: Serving | None = None


class ExpireTrip(_OfPlatform):
    """Its time has come without approval, without a car, or without a departure."""


class _WithCar(OnOrder):
    """A car and a driver are chosen.

    Attributes:
        car: What the books say of the car; None: they do not know it.
        serving: What the platform says of itself, and of the speaker.
        seals: The seal periods that cover the time, and whether this car is exempt.
    """

    FACTS: ClassVar = OnOrder.FACTS | {"car", "serving", "seals"}

    vehicle: VehicleId
    driver: Code
    car: Car | None = None
    serving: Serving | None = None
    seals: tuple[SealCover, ...] = ()


class AssignCarAndDriver(_WithCar):
    """The dispatcher names car and driver: both schedules take it, or nothing happens."""


class OpenEmergencyOrder(_WithCar):
    """A car leaves at once; the papers follow (补单).

    Attributes:
        kind: What happened: an emergency kind of the policy.
    """

    kind: Name


class Reassign(_WithCar):
    """Another car or another driver, before it leaves."""

    reason: Name


class ChangeVehicle(_WithCar):
    """The car breaks down on its way, and another one takes over.

    Attributes:
        workshop: Where the old one goes.
        reason: What happened to it.
        odometer_km: Of the old one; None: nobody has read it.
        in_workshop: Whether the old one was brought to the workshop already.
    """

    FACTS: ClassVar = _WithCar.FACTS | {"in_workshop"}

    workshop: Name
    reason: Name
    odometer_km: Kilometres | None = None
    in_workshop: bool = False


class OfferSocialTransport(OnOrder):
    """No car is free: a rented car or a taxi, paid from the unit's travel budget (社会化保障).

    Attributes:
        provider: Who drives.
        reason: NO_CAPACITY; others can be said, and are refused.
        estimate_fen: What it will cost, fen.
        serving: What the platform says of itself, and of the speaker.
        budget_left_fen: What the unit may still spend in that year; None: it has no budget.
    """

    FACTS: ClassVar = OnOrder.FACTS | {"serving", "budget_left_fen"}

    provider: Name
    reason: Name
    estimate_fen: Fen
    serving: Serving | None = None
    budget_left_fen: int | None = None


class RecordDeparture(_OfPlatform):
    """The car leaves.

    Attributes:
        driver: Who drives.
        evidence: What tells of it.
        note: What somebody wrote down; needed where nothing else tells of it.
        odometer_km: What the driver read; None: nothing.
        driver_card: Whose card the car has read; None: it has no reader.
        daily_check: Whether it was checked that day, before it leaves.
        failed: Its safety items that do not pass.
        seals: The seal periods it would drive in, and whether this car is exempt.
        sealed: Whether it stands still for one.
    """

    FACTS: ClassVar = _OfPlatform.FACTS | {"daily_check", "failed", "seals", "sealed"}

    driver: Code
    evidence: Evidence
    note: Text = ""
    odometer_km: Kilometres | None = None
    driver_card: Code | None = None
    daily_check: bool = False
    failed: tuple[str, ...] = ()
    seals: tuple[SealCover, ...] = ()
    sealed: bool = False


class ExtendTrip(OnOrder):
    """It takes longer, and somebody agrees.

    Attributes:
        ends_at: The new end.
        approver: Who agrees; not the one who asked for the trip.
        serving: What the platform says of itself, and of the speaker.
        seals: The seal periods that cover the new time, and whether this car is exempt.
    """

    FACTS: ClassVar = OnOrder.FACTS | {"serving", "seals"}

    ends_at: Moment
    approver: Code
    reason: Name
    serving: Serving | None = None
    seals: tuple[SealCover, ...] = ()


class RecordReturn(_OfPlatform):
    """The car is back.

    Attributes:
        odometer_km: What the driver read.
        inside_home: Whether it stands inside a home fence.
        note: Where it stands, and why; needed elsewhere.
        in_workshop: Whether it broke down and was brought to the workshop already.
    """

    FACTS: ClassVar = _OfPlatform.FACTS | {"in_workshop"}

    odometer_km: Kilometres | None = None
    inside_home: bool = False
    note: Text = ""
    in_workshop: bool = False


class MatchTrip(_OfPlatform):
    """What was driven is compared with what was approved.

    Attributes:
        result: What that came to.
        distance_m: What the positions say it drove, metres.
        digest: Of the positions that were looked at; hex.
    """

    result: Match
    distance_m: Metres = 0
    digest: Text = ""


class SettleOrder(OnOrder):
    """The account of the trip is agreed.

    Attributes:
        distance_km: By the odometer.
        toll_fen: Tolls, fen.
        fuel_fen: Fuel and charging, fen.
        parking_fen: Parking, fen.
        invoice: Number of the provider's invoice, where no car of ours drove.
        amount_fen: What that invoice says, fen; 0: the provider did not drive.
    """

    distance_km: Kilometres = 0
    toll_fen: Fen = 0
    fuel_fen: Fen = 0
    parking_fen: Fen = 0
    invoice: Name | None = None
    amount_fen: Fen | None = None


class DisputeOrder(OnOrder):
    """User or driver says it was not like that."""

    reason: Name


class ResolveDispute(OnOrder):
    """Somebody decides."""

    decision: Name
    reason: Name


class EvaluateOrder(OnOrder):
    """The passenger rates it, 1 to 5."""

    rating: Rating
    remark: Text = ""


class CloseWithoutEvaluation(_OfPlatform):
    """Nobody has rated it in time."""


class FileEmergencyPapers(OnOrder):
    """The papers of an emergency follow, approved (补单).

    Attributes:
        document: Their number.
        sha256: Of the document.
        approver: Who approved it; not the one who opened the order.
    """

    document: Name
    sha256: Sha256
    approver: Code


class VoidEmergencyOrder(_OfPlatform):
    """The papers did not come in time: if it was driven, it was without an order (USE-01)."""

    reason: Name


class RecordKeyOut(OnOrder):
    """A key leaves the cabinet."""

    key: Code
    cabinet: Code


class RecordKeyIn(OnOrder):
    """A key is back in the cabinet."""

    key: Code
    cabinet: Code


CarCommand = AssignCarAndDriver | OpenEmergencyOrder | Reassign | ChangeVehicle
AskingCommand = RequestTrip | ApproveTrip | RejectTrip | CancelTrip | ExpireTrip
TripCommand = RecordDeparture | ExtendTrip | RecordReturn
SettlingCommand = (
    MatchTrip
    | OfferSocialTransport
    | SettleOrder
    | DisputeOrder
    | ResolveDispute
    | EvaluateOrder
    | CloseWithoutEvaluation
)
PapersCommand = FileEmergencyPapers | VoidEmergencyOrder
KeyCommand = RecordKeyOut | RecordKeyIn
MovingCommand = AskingCommand | CarCommand | TripCommand | SettlingCommand | PapersCommand
OrderCommand = DraftOrder | MovingCommand | KeyCommand
