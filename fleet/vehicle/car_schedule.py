"""The schedule of a car (车辆排期): one order at a time (一车一单), none while it is blocked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from fleet.bookings import Booking, Bookings
from fleet.decider import Decider
from fleet.vehicle import car_schedule_refusals as refuse
from fleet.vehicle.car_schedule_words import (
    BlockCar,
    CarBlocked,
    CarReleased,
    CarReservationExtended,
    CarReserved,
    CarScheduleCommand,
    CarScheduleEvent,
    CarSetOff,
    CarSetsOff,
    CarUnblocked,
    ExtendCar,
    ReleaseCar,
    ReserveCar,
    UnblockCar,
)

OnTheRoad = ReserveCar | ExtendCar | CarSetsOff


@dataclass(frozen=True, slots=True)
class CarSchedule:
    """Who has it when.

    Attributes:
        bookings: The promises; their terms are the unit that uses it.
        blocks: Cause -> since when nobody gets it.
        emergencies: Local month -> the orders that left before their papers.
        out: The order it is out on, until that releases it; empty: it is at home.
    """

    bookings: Bookings[str] = field(default_factory=Bookings)
    blocks: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    emergencies: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    out: str = ""


def decide(command: CarScheduleCommand, schedule: CarSchedule) -> list[CarScheduleEvent]:
    """Answer a command to the schedule of a car.

    Raises:
        Refused: If another order has it, or nobody may.

    Source:
        R060, R065, R094; handbook 4 (VehicleSchedule: no overlapping intervals).
    """
    match command:
        case ReserveCar():
            return _reserve(command, schedule)
        case ReleaseCar():
            return _release(command, schedule)
        case ExtendCar():
            return _extend(command, schedule)
        case CarSetsOff():
            return _set_off(command, schedule)
        case BlockCar():
            return _block(command, schedule)
        case UnblockCar(cause=cause):
            return [CarUnblocked(**dict(command))] if cause in schedule.blocks else []


def _reserve(command: ReserveCar, schedule: CarSchedule) -> list[CarScheduleEvent]:
    if known := schedule.bookings.of(command.order):
        if known.ends_at == command.ends_at:
            return []
        raise refuse.has_it_already(command, known)
    begins_at = schedule.bookings.unused(command.begins_at, command.ends_at, command.order)
    if begins_at >= command.ends_at:
        raise refuse.ends_before(command.vehicle, command.order, begins_at, command.ends_at)
    if not command.in_service:
        raise refuse.not_in_service(command)
    _check_free(command, begins_at, schedule)
    said = command.model_dump(exclude={"begins_at", *command.FACTS})
    count = len(_emergencies(command, schedule.emergencies))
    return [CarReserved(**said, begins_at=begins_at, emergencies=count)]


def _check_free(
    command: ReserveCar | ExtendCar, begins_at: datetime, schedule: CarSchedule
) -> None:
    before_end = command.ends_at - datetime.resolution
    _check_blocks(command, before_end, schedule)
    _check_papers(command, command.ends_at)
    if other := schedule.bookings.clash(begins_at, command.ends_at, command.order):
        raise refuse.busy(command.vehicle, command.order, other)


def _check_blocks(command: OnTheRoad, moment: datetime, schedule: CarSchedule) -> None:
    """Nothing keeps it off the road by then."""
    blocks = {**dict.fromkeys(command.hindrances, command.at), **schedule.blocks}
    causes = {it: since for it, since in blocks.items() if since <= moment}
    if causes:
        raise refuse.blocked(command.vehicle, command.order, causes)


def _check_papers(command: OnTheRoad, until: datetime) -> None:
    """Its papers last to the end."""
    if ending := [it for it in command.papers if it.ends_at < until]:
        raise refuse.papers_end(command, ending, until)


def _release(command: ReleaseCar, schedule: CarSchedule) -> list[CarScheduleEvent]:
    """Whatever is left of its time is free; who was out on the order is back, however late."""
    known = schedule.bookings.of(command.order)
    if known is None or (known.ends_at <= command.at and schedule.out != command.order):
        return []
    said = {"unit": known.terms, "begins_at": known.begins_at, "ends_at": known.ends_at}
    freed_from = min(max(known.begins_at, command.at), known.ends_at)
    return [CarReleased(**dict(command), **said, freed_from=freed_from)]


def _set_off(command: CarSetsOff, schedule: CarSchedule) -> list[CarScheduleEvent]:
    if schedule.out == command.order:
        return []
    known = schedule.bookings.of(command.order)
    if known is None:
        raise refuse.no_reservation(command)
    if schedule.out:
        raise refuse.out(command, schedule.out)
    _check_blocks(command, command.at, schedule)
    _check_papers(command, max(known.ends_at, command.at))
    return [CarSetOff(vehicle=command.vehicle, order=command.order, at=command.at)]


def _extend(command: ExtendCar, schedule: CarSchedule) -> list[CarScheduleEvent]:
    known = schedule.bookings.of(command.order)
    if known is None:
        raise refuse.no_reservation(command)
    if known.ends_at == command.ends_at:
        return []
    if command.ends_at <= known.begins_at:
        raise refuse.ends_before(command.vehicle, command.order, known.begins_at, command.ends_at)
    if command.ends_at > known.ends_at:
        _check_free(command, known.begins_at, schedule)
    said = {"unit": known.terms, "begins_at": known.begins_at, "ended_at": known.ends_at}
    told = command.model_dump(exclude={*command.FACTS})
    return [CarReservationExtended(**told, **said)]


def _block(command: BlockCar, schedule: CarSchedule) -> list[CarScheduleEvent]:
    if command.cause in schedule.blocks:
        return []
    orders = tuple(it.order for it in schedule.bookings.after(command.since))
    return [CarBlocked(**dict(command), orders=orders)]


def evolve(schedule: CarSchedule, event: CarScheduleEvent) -> CarSchedule:
    """Take one event into account."""
    match event:
        case CarReserved(order=order, begins_at=begin, ends_at=end, unit=unit):
            kept = schedule.bookings.kept(Booking(order, begin, end, unit))
            known = schedule.emergencies
            months = (
                {**known, _month(event): _emergencies(event, known)} if event.emergency else known
            )
            return replace(schedule, bookings=kept, emergencies=months)
        case CarReleased(order=order, freed_from=freed_from):
            out = "" if schedule.out == order else schedule.out
            return replace(schedule, bookings=schedule.bookings.freed(order, freed_from), out=out)
        case CarReservationExtended(order=order, ends_at=end):
            return replace(schedule, bookings=schedule.bookings.until(order, end))
        case CarSetOff(order=order):
            return replace(schedule, out=order)
        case CarBlocked(cause=cause, since=since):
            return replace(schedule, blocks={**schedule.blocks, cause: since})
        case CarUnblocked(cause=gone):
            left = {it: since for it, since in schedule.blocks.items() if it != gone}
            return replace(schedule, blocks=left)


def _month(told: ReserveCar | CarReserved) -> str:
    return f"{told.begins_at.astimezone(ZoneInfo(told.tz)):%Y-%m}"


def _emergencies(
    told: ReserveCar | CarReserved, known: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """The emergencies of the month in which it begins, this one too."""
    before = known.get(_month(told), frozenset())
    return before | {told.order} if told.emergency else before


car_schedule: Decider[CarScheduleCommand, CarScheduleEvent, CarSchedule] = Decider(
    initial=CarSchedule(), decide=decide, evolve=evolve
)
