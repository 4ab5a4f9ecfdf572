"""The dossier of a vehicle (一车一档): particulars, marking, odometer, documents, recalls."""

from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from fleet.decider import Command, Event, Refused
from fleet.terms import Code, Fen, Kilometres, Moment, Name, Sha256, Text, VehicleId, Vin
from fleet.vehicle.refusals import out_of_order
from fleet.vehicle.stages import Car, Gone, InBooks, Ordered, Paper, Vehicle


class _OnCar(Command):
    vehicle: VehicleId
    at: Moment


class UpdateDossier(_OnCar):
    """Particulars are completed; what is not given stays. A VIN is for life.

    Attributes:
        price_fen: What it cost, without tax; never guessed.
    """

    model: Text | None = None
    vin: Vin | None = None
    first_registered: date | None = None
    engine: Text | None = None
    body: Text | None = None
    energy: Text | None = None
    displacement_ml: Annotated[int, Field(ge=1, le=20_000)] | None = None
    price_fen: Fen | None = None


class RecordMarking(_OnCar):
    """It carries the official livery and the 12345 number, or is exempt.

    Attributes:
        until: Last day of an exemption; None: without end.
        document: Who exempted it.
        sha256: Of the photo of the livery.
    """

    kind: Literal["recorded", "exempt"]
    until: date | None = None
    document: Text = ""
    sha256: Sha256 | None = None


class RecordOdometer(_OnCar):
    """Somebody has read it.

    Attributes:
        replaced: Why it shows less than before: it was replaced.
    """

    odometer_km: Kilometres
    replaced: Text = ""


class RecordDocument(_OnCar):
    """A paper of the dossier, by the hash of its file."""

    kind: Code
    number: Name
    sha256: Sha256
    valid_until: date | None = None


class RecordRecall(_OnCar):
    """The maker calls it back, or has put it right.

    Attributes:
        stop_drive: It must not be driven until then.
        answered: It has been put right.
    """

    recall: Code
    stop_drive: bool = False
    answered: bool = False


class _Recorded(Event):
    vehicle: str
    at: Moment


class DossierUpdated(_Recorded):
    """Particulars are known; the whole set after the change."""

    TOPIC: ClassVar = "vehicle.dossier-updated"
    model: str
    vin: str | None
    first_registered: date | None
    engine: str
    body: str
    energy: str
    displacement_ml: int | None
    price_fen: int | None


class MarkingRecorded(_Recorded):
    """It is marked, or exempt."""

    TOPIC: ClassVar = "vehicle.marking-recorded"
    kind: str
    until: date | None
    document: str
    sha256: str | None = None


class OdometerRecorded(_Recorded):
    """It was read."""

    TOPIC: ClassVar = "vehicle.odometer-recorded"
    odometer_km: int
    replaced: str


class DocumentRecorded(_Recorded):
    """A paper is in the dossier."""

    TOPIC: ClassVar = "vehicle.document-recorded"
    kind: str
    number: str
    sha256: str
    valid_until: date | None


class RecallRecorded(_Recorded):
    """It is called back, or was put right."""

    TOPIC: ClassVar = "vehicle.recall-recorded"
    recall: str
    stop_drive: bool
    answered: bool
    unit: str = ""


DossierCommand = UpdateDossier | RecordMarking | RecordOdometer | RecordDocument | RecordRecall
DossierEvent = (
    DossierUpdated | MarkingRecorded | OdometerRecorded | DocumentRecorded | RecallRecorded
)

_PARTICULARS = (
    "model",
    "vin",
    "first_registered",
    "engine",
    "body",
    "energy",
    "displacement_ml",
    "price_fen",
)


def decide(command: DossierCommand, vehicle: Vehicle) -> list[DossierEvent]:
    """Answer what is written into the dossier; the same again is nothing new.

    Raises:
        Refused: If it contradicts what cannot change.

    Source:
        R069; handbook 4 (Vehicle).
    """
    if not isinstance(vehicle, InBooks) or isinstance(vehicle, Ordered | Gone):
        raise out_of_order(command, command.vehicle, vehicle)
    car = vehicle.car
    match command:
        case UpdateDossier():
            return _update(command, car)
        case RecordMarking(kind=kind, until=until, sha256=photo):
            known = (kind, until, photo) == (car.marking, car.exempt_until, car.photo)
            return [] if known else [MarkingRecorded(**dict(command))]
        case RecordOdometer():
            return _odometer(command, car)
        case RecordDocument(kind=kind, number=number, sha256=digest, valid_until=until):
            known = car.papers.get(kind) == Paper(number, digest, until)
            return [] if known else [DocumentRecorded(**dict(command))]
        case RecordRecall(recall=recall, stop_drive=stop, answered=answered):
            told = None if answered else stop
            if car.recalls.get(recall) == told:
                return []
            return [RecallRecorded(**dict(command), unit=car.unit)]


def evolve(vehicle: Vehicle, event: DossierEvent) -> Vehicle:
    """Take one entry of the dossier into account; the stage stays."""
    if isinstance(vehicle, InBooks):
        return replace(vehicle, car=_written(vehicle.car, event))
    return vehicle


def _written(car: Car, event: DossierEvent) -> Car:
    match event:
        case DossierUpdated():
            return replace(car, **{name: getattr(event, name) for name in _PARTICULARS})
        case MarkingRecorded(kind=kind, until=until, sha256=photo):
            return replace(car, marking=kind, exempt_until=until, photo=photo)
        case OdometerRecorded(odometer_km=km):
            return replace(car, odometer_km=km)
        case DocumentRecorded(kind=kind, number=number, sha256=digest, valid_until=until):
            return replace(car, papers={**car.papers, kind: Paper(number, digest, until)})
        case RecallRecorded(recall=recall, stop_drive=stop, answered=answered):
            others = {each: stops for each, stops in car.recalls.items() if each != recall}
            return replace(car, recalls=others if answered else {**others, recall: stop})


def _update(command: UpdateDossier, car: Car) -> list[DossierEvent]:
    if car.vin is not None and command.vin not in (None, car.vin):
        raise _vin_is_for_life(command, car.vin)
    known = {name: getattr(car, name) for name in _PARTICULARS}
    told = {name: value for name in _PARTICULARS if (value := getattr(command, name)) is not None}
    if known | told == known:
        return []
    return [DossierUpdated(vehicle=command.vehicle, at=command.at, **(known | told))]


def _odometer(command: RecordOdometer, car: Car) -> list[DossierEvent]:
    known = car.odometer_km
    if known == command.odometer_km:
        return []
    if known is not None and command.odometer_km < known and not command.replaced:
        raise _turned_back(command, known)
    return [OdometerRecorded(**dict(command))]


def _vin_is_for_life(command: UpdateDossier, known: str) -> Refused:
    return Refused(
        "一车一档",
        "VinForLife",
        "R069",
        zh="车辆 {vehicle} 的车架号是 {known}，终身不变，不能改为 {told}：请核对车辆。",
        en="the VIN of vehicle {vehicle} is {known} for life and cannot become {told}: "
        "check the vehicle.",
        vehicle=command.vehicle,
        known=known,
        told=command.vin,
    )


def _turned_back(command: RecordOdometer, known: int) -> Refused:
    return Refused(
        "里程只增不减",
        "OdometerTurnedBack",
        "R069",
        zh="车辆 {vehicle} 的里程已是 {known} 公里，不能记为 {told} 公里：更换仪表请写明原因。",
        en="the odometer of vehicle {vehicle} stood at {known} km and cannot show {told} km: "
        "say why, if it was replaced.",
        vehicle=command.vehicle,
        known=known,
        told=command.odometer_km,
    )
