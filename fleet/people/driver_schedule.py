"""The schedule of a driver (驾驶员排班): one order at a time, qualified for it, and rested."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fleet.bookings import Booking, Bookings
from fleet.decider import Decider
from fleet.people import driver_schedule_refusals as refuse
from fleet.people.driver_schedule_words import (
    DriverQualified,
    DriverReleased,
    DriverReservationExtended,
    DriverReserved,
    DriverScheduleCommand,
    DriverScheduleEvent,
    DriverSetOff,
    ExtendDriver,
    QualifyDriver,
    ReleaseDriver,
    ReserveDriver,
    SetOff,
    Uncovered,
)
from fleet.people.qualification import Qualification


@dataclass(frozen=True, slots=True)
class Terms:
    """What a promise rests on; the words are those of `ReserveDriver`."""

    vehicle: str
    unit: str
    classes: tuple[str, ...]
    pledge_grace_days: int
    rest_chain_hours: int
    rest_break_minutes: int
    tz: str
    policy: str


Promise = Booking[Terms]


@dataclass(frozen=True, slots=True)
class DriverSchedule:
    """Who has the driver when, and what he may drive.

    Attributes:
        bookings: The promises.
        qualification: None: nobody has registered him.
        uncovered: Orders that his qualification does not cover.
        out: The order he is out on, until that releases him; empty: he is at home.
    """

    bookings: Bookings[Terms] = field(default_factory=Bookings)
    qualification: Qualification | None = None
    uncovered: frozenset[str] = frozenset()
    out: str = ""


def decide(command: DriverScheduleCommand, schedule: DriverSchedule) -> list[DriverScheduleEvent]:
    """Answer a command to the schedule of a driver.

    Raises:
        Refused: If another order has him, or he may not drive, or does not rest.

    Source:
        R060, R095, R096, SAFE-05, SAFE-02; handbook 4 (DriverSchedule: no overlap; rest rule).
    """
    match command:
        case ReserveDriver():
            return _reserve(command, schedule)
        case ReleaseDriver():
            return _release(command, schedule)
        case ExtendDriver():
            return _extend(command, schedule)
        case SetOff():
            return _set_off(command, schedule)
        case QualifyDriver(qualification=told):
            return [] if told == schedule.qualification else [_qualified(command, schedule)]


def _reserve(command: ReserveDriver, schedule: DriverSchedule) -> list[DriverScheduleEvent]:
    if known := schedule.bookings.of(command.order):
        if known.ends_at == command.ends_at:
            return []
        raise refuse.has_him_already(command, known)
    begins_at = schedule.bookings.unused(command.begins_at, command.ends_at, command.order)
    if begins_at >= command.ends_at:
        raise refuse.ends_before(command.driver, command.order, begins_at, command.ends_at)
    wanted = Booking(command.order, begins_at, command.ends_at, _terms(command))
    _check(command.driver, wanted, schedule)
    return [DriverReserved(**command.model_dump(exclude={"begins_at"}), begins_at=begins_at)]


def _extend(command: ExtendDriver, schedule: DriverSchedule) -> list[DriverScheduleEvent]:
    known = schedule.bookings.of(command.order)
    if known is None:
        raise refuse.no_reservation(command)
    if known.ends_at == command.ends_at:
        return []
    if command.ends_at <= known.begins_at:
        raise refuse.ends_before(command.driver, command.order, known.begins_at, command.ends_at)
    if command.ends_at > known.ends_at:
        _check(command.driver, replace(known, ends_at=command.ends_at), schedule)
    said = _said(known) | {"ends_at": command.ends_at}
    return [
        DriverReservationExtended(
            driver=command.driver, at=command.at, **said, ended_at=known.ends_at
        )
    ]


def _release(command: ReleaseDriver, schedule: DriverSchedule) -> list[DriverScheduleEvent]:
    """Whatever is left of his time is free; who was out on the order is back, however late."""
    known = schedule.bookings.of(command.order)
    if known is None or (known.ends_at <= command.at and schedule.out != command.order):
        return []
    freed_from = min(max(known.begins_at, command.at), known.ends_at)
    late = command.order in schedule.uncovered
    said = {"driver": command.driver, "at": command.at, **_said(known)}
    return [DriverReleased(**said, freed_from=freed_from, was_uncovered=late)]


def _set_off(command: SetOff, schedule: DriverSchedule) -> list[DriverScheduleEvent]:
    if schedule.out == command.order:
        return []
    known = schedule.bookings.of(command.order)
    if known is None or schedule.qualification is None:
        raise refuse.no_reservation(command)
    if schedule.out:
        raise refuse.out(command, schedule.out)
    if code := lacking(schedule.qualification, known):
        raise refuse.unqualified(command.driver, known, schedule.qualification, code)
    return [DriverSetOff(**dict(command))]


def _said(known: Promise) -> dict[str, Any]:
    return {
        "order": known.order,
        "vehicle": known.terms.vehicle,
        "unit": known.terms.unit,
        "begins_at": known.begins_at,
        "ends_at": known.ends_at,
    }


def _check(driver: str, wanted: Promise, schedule: DriverSchedule) -> None:
    if schedule.qualification is None:
        raise refuse.unknown(driver, wanted)
    if code := lacking(schedule.qualification, wanted):
        raise refuse.unqualified(driver, wanted, schedule.qualification, code)
    if other := schedule.bookings.clash(wanted.begins_at, wanted.ends_at, wanted.order):
        raise refuse.busy(driver, wanted.order, other)
    _check_rest(driver, wanted, schedule.bookings)


def _check_rest(driver: str, wanted: Promise, bookings: Bookings[Terms]) -> None:
    """One long order may have its breaks in it; several in a row must have one between them."""
    terms = wanted.terms
    chain = bookings.chain(wanted, timedelta(minutes=terms.rest_break_minutes))
    lasts = chain[-1].ends_at - chain[0].begins_at
    several = len({each.order for each in chain}) > 1
    if several and lasts > timedelta(hours=terms.rest_chain_hours):
        raise refuse.without_rest(driver, wanted, chain)


def lacking(known: Qualification, wanted: Promise) -> str:
    """What a qualification lacks for a promise, from its first local day to its last; or ''."""
    first, last = _days(wanted)
    if known.suspended:
        return "DriverSuspended"
    if not {*known.classes} & {*(wanted.terms.classes or known.classes)}:
        return "LicenceClassWrong"
    if known.valid_until is None or known.valid_until < last:
        return "LicenceExpired"
    signed = all(_pledged(known, wanted.terms, day) for day in _year_days(first, last))
    return "" if signed else "PledgeMissing"


def _days(wanted: Promise) -> tuple[date, date]:
    zone = ZoneInfo(wanted.terms.tz)
    before_end = wanted.ends_at - datetime.resolution
    return wanted.begins_at.astimezone(zone).date(), before_end.astimezone(zone).date()


def _year_days(first: date, last: date) -> Iterator[date]:
    """The last day of the promise in each year it touches."""
    for year in range(first.year, last.year + 1):
        yield min(last, date(year, 12, 31))


def _pledged(known: Qualification, terms: Terms, day: date) -> bool:
    """Signed for that year; in its first days the pledge of the year before still counts."""
    in_grace = (day - date(day.year, 1, 1)).days < terms.pledge_grace_days
    return day.year in known.pledged or (in_grace and day.year - 1 in known.pledged)


def _qualified(command: QualifyDriver, schedule: DriverSchedule) -> DriverQualified:
    standing = schedule.bookings.after(command.at)
    found = [(it, lacking(command.qualification, it)) for it in standing]
    uncovered = tuple(
        Uncovered(
            order=it.order,
            vehicle=it.terms.vehicle,
            unit=it.terms.unit,
            code=code,
            policy=it.terms.policy,
        )
        for it, code in found
        if code
    )
    covered = tuple(it.order for it, code in found if not code and it.order in schedule.uncovered)
    return DriverQualified(**dict(command), uncovered=uncovered, covered=covered)


def evolve(schedule: DriverSchedule, event: DriverScheduleEvent) -> DriverSchedule:
    """Take one event into account."""
    match event:
        case DriverReserved(order=order, begins_at=begin, ends_at=end):
            promise = Booking(order, begin, end, _terms(event))
            return replace(schedule, bookings=schedule.bookings.kept(promise))
        case DriverReleased(order=order, freed_from=freed_from):
            return _freed(schedule, order, freed_from)
        case DriverSetOff(order=order):
            return replace(schedule, out=order)
        case DriverReservationExtended(order=order, ends_at=end):
            return replace(schedule, bookings=schedule.bookings.until(order, end))
        case DriverQualified(qualification=known, uncovered=lost, covered=again):
            late = (schedule.uncovered | {it.order for it in lost}) - {*again}
            return replace(schedule, qualification=known, uncovered=late)


def _freed(schedule: DriverSchedule, order: str, freed_from: datetime) -> DriverSchedule:
    bookings = schedule.bookings.freed(order, freed_from)
    late = schedule.uncovered - {order}
    out = "" if schedule.out == order else schedule.out
    return replace(schedule, bookings=bookings, uncovered=late, out=out)


def _terms(told: ReserveDriver | DriverReserved) -> Terms:
    return Terms(
        vehicle=told.vehicle,
        unit=told.unit,
        classes=told.classes,
        pledge_grace_days=told.pledge_grace_days,
        rest_chain_hours=told.rest_chain_hours,
        rest_break_minutes=told.rest_break_minutes,
        tz=told.tz,
        policy=told.policy,
    )


driver_schedule: Decider[DriverScheduleCommand, DriverScheduleEvent, DriverSchedule] = Decider(
    initial=DriverSchedule(), decide=decide, evolve=evolve
)
