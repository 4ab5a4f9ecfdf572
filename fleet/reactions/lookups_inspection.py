"""What checks, repairs and papers have to know about a car, and what others ask of its checks."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from fleet.inspection.check import check
from fleet.inspection.check_commands import check_id
from fleet.inspection.check_stages import Completed, File, Task
from fleet.inspection.periods import SPECIAL
from fleet.inspection.special_check import Ordered, special_check
from fleet.inspection.warranty import warranty
from fleet.inspection.work_order import Told, work_order
from fleet.ledger.saying import Reader
from fleet.organisation.unit import Registered, unit
from fleet.policy.brief import Brief
from fleet.reactions.briefing import where
from fleet.terms import ZONE
from fleet.vehicle.car_schedule import car_schedule
from fleet.vehicle.stages import InService, car_of
from fleet.vehicle.vehicle import vehicle

Found = Mapping[str, object]


def daily_check(read: Reader, car: str, day: date, leaves_at: datetime) -> bool:
    """Whether a car was checked on a local day, before it leaves.

    Source:
        R091, INSP-01.
    """
    known = read.state(f"check:{check_id(car, 'DAILY', day.isoformat())}", check)
    return isinstance(known, Completed) and known.at <= leaves_at


def of_car(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command that names one
    """The command names a car: where its unit belongs."""
    return where(keeper(command.vehicle, read), read)


def of_check(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command to one
    """The command is said to a check."""
    file = _file(command.check, read)
    return file.jurisdiction if file else ""


def of_work_order(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command to one
    """The command is said to a repair."""
    known = read.state(f"work-order:{command.work_order}", work_order)
    return known.told.jurisdiction if isinstance(known, Told) else ""


def keeper(car: str, read: Reader) -> str:
    """Whose car it is, as its dossier says now; empty: it is in nobody's books."""
    return car_of(read.state(f"vehicle:{car}", vehicle)).unit


def task(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - a check to schedule
    """Whose car, where, whether in service; and the special check that is asked for."""
    code = keeper(command.vehicle, read)
    known = read.state(f"unit:{code}", unit)
    ordered = _campaign(command.period, read) if command.kind == SPECIAL else None
    return {
        "unit": code,
        "district": known.district if isinstance(known, Registered) else "",
        "in_service": _in_service(command.vehicle, read),
        "campaign": ordered.campaign if ordered else None,
    }


def _campaign(code: str, read: Reader) -> Ordered | None:
    known = read.state(f"special-check:{code}", special_check)
    return known if isinstance(known, Ordered) else None


def standing(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - any to a check
    """Whether the car of a check is in service."""
    file = _file(command.check, read)
    return {"in_service": file is not None and _in_service(file.vehicle, read)}


def use(command: Any, told: Brief, read: Reader) -> Found:  # noqa: ANN401 - a missed check
    """The same, and whether anybody was promised the car within the check's period."""
    file = _file(command.check, read)
    if file is None:
        return {}
    bookings = read.state(f"car-schedule:{file.vehicle}", car_schedule).bookings
    used = bookings.clash(file.begins_at, file.due_until) is not None
    return {**standing(command, told, read), "used": used}


def _file(name: str, read: Reader) -> File | None:
    known = read.state(f"check:{name}", check)
    return known.file if isinstance(known, Task) else None


def _in_service(car: str, read: Reader) -> bool:
    return isinstance(read.state(f"vehicle:{car}", vehicle), InService)


def cover(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - a repair to open
    """Whose car, and which covers are in force that day."""
    car = car_of(read.state(f"vehicle:{command.vehicle}", vehicle))
    known = read.state(f"warranty:{command.vehicle}", warranty)
    day = command.at.astimezone(ZONE).date()
    return {"unit": car.unit, "covers": known.in_force(day, car.odometer_km)}


def owner(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - a paper to watch
    """Whose car."""
    return {"unit": keeper(command.vehicle, read)}


def kept(command: Any, told: Brief, read: Reader) -> Found:  # noqa: ANN401 - a paper's day
    """Whose car, and whether it is in service."""
    return {**owner(command, told, read), "in_service": _in_service(command.vehicle, read)}
