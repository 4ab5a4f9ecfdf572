"""What a dispatch order cannot say itself: platform, car, seal periods, checks, budget."""

from datetime import datetime
from typing import Any

from fleet.dispatch.order import order
from fleet.dispatch.order_facts import Car, Serving
from fleet.dispatch.order_stages import File
from fleet.dispatch.order_stages import Opened as OpenedOrder
from fleet.dispatch.platform import Opened as OpenedPlatform
from fleet.dispatch.platform import platform
from fleet.ledger.saying import Reader
from fleet.policy.brief import Brief
from fleet.policy.seal_cover import SealCover
from fleet.reactions.briefing import where
from fleet.reactions.lookups import Found
from fleet.reactions.lookups_inspection import daily_check
from fleet.reactions.lookups_supervision import sealing
from fleet.social.travel_budget import Allotted, travel_budget
from fleet.vehicle.stages import InService, OnTrip, Sealed, car_of
from fleet.vehicle.vehicle import vehicle


def file_of(number: str, read: Reader) -> File | None:
    """What an order's file says; None: nobody has drafted it."""
    known = read.state(f"order:{number}", order)
    return known.file if isinstance(known, OpenedOrder) else None


def of_order(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command to one
    """The command is said to a dispatch order."""
    file = file_of(command.order, read)
    return file.drafted.jurisdiction if file else ""


def asked_platform(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - a draft
    """Where the unit belongs, and the platform that is asked."""
    place = where(command.unit, read)
    return {"unit_jurisdiction": place, "serving": _serving(command.platform, read)}


def serving(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - to an order
    """The platform of an order."""
    file = file_of(command.order, read)
    return {"serving": _serving(file.drafted.platform, read) if file else None}


def _serving(code: str | None, read: Reader) -> Serving | None:
    known = read.state(f"platform:{code}", platform) if code else None
    if not isinstance(known, OpenedPlatform):
        return None
    return Serving(
        category=known.category,
        jurisdiction=known.jurisdiction,
        reasons=known.reasons,
        units=frozenset(known.vehicles.values()),
        vehicles=frozenset(known.vehicles),
        beneficiaries=frozenset(known.staff.beneficiaries),
        dispatchers=known.staff.dispatchers,
        on_duty=known.staff.on_duty,
    )


def approval(command: Any, told: Brief, read: Reader) -> Found:  # noqa: ANN401 - an approval
    """The platform, and the seal periods in which no car of the order's unit is exempt."""
    file = file_of(command.order, read)
    if file is None:
        return {}
    drafted = file.drafted
    span = (drafted.begins_at, file.ends_at)
    unit = drafted.passenger_unit if drafted.platform is None else ""
    seals = sealing(read, drafted.jurisdiction, span, None, unit)
    return {**serving(command, told, read), "seals": seals}


def chosen(command: Any, told: Brief, read: Reader) -> Found:  # noqa: ANN401 - names a car
    """The platform, the car, and the seal periods it is not exempt from."""
    file = file_of(command.order, read)
    if file is None:
        return {}
    known = read.state(f"vehicle:{command.vehicle}", vehicle)
    kept = car_of(known)
    in_service, sealed = isinstance(known, InService), isinstance(known, Sealed)
    car = Car(kept.unit, kept.category, kept.body, in_service=in_service, sealed=sealed)
    begins_at = max(file.drafted.begins_at, command.at)
    seals = _seals(read, command.vehicle, (begins_at, file.ends_at))
    return {**serving(command, told, read), "car": car if kept.unit else None, "seals": seals}


def taking_over(command: Any, told: Brief, read: Reader) -> Found:  # noqa: ANN401 - a change
    """The same of the new car, and whether the old one was brought to the workshop already."""
    return {**chosen(command, told, read), **_brought_in(command, read)}


def extension(command: Any, told: Brief, read: Reader) -> Found:  # noqa: ANN401 - names an end
    """The platform, and the seal periods that the longer trip meets."""
    file = file_of(command.order, read)
    if file is None or file.vehicle is None:
        return {}
    seals = _seals(read, file.vehicle, (file.ends_at, command.ends_at))
    return {**serving(command, told, read), "seals": seals}


def _seals(read: Reader, car: str, span: tuple[datetime, datetime]) -> tuple[SealCover, ...]:
    unit = car_of(read.state(f"vehicle:{car}", vehicle)).unit
    return sealing(read, where(unit, read), span, car) if span[0] < span[1] else ()


def departure(command: Any, told: Brief, read: Reader) -> Found:  # noqa: ANN401 - a departure
    """The platform, the checks of the car, and the seal periods it would drive in."""
    file = file_of(command.order, read)
    if file is None or file.vehicle is None:
        return {}
    day = told.shelf.cited(file.drafted.grounds.policy).jurisdiction.day(command.at)
    known = read.state(f"vehicle:{file.vehicle}", vehicle)
    return {
        **serving(command, told, read),
        "daily_check": daily_check(read, file.vehicle, day, command.at),
        "failed": tuple(sorted(car_of(known).failed)),
        "seals": _seals(read, file.vehicle, (command.at, file.ends_at)),
        "sealed": isinstance(known, Sealed),
    }


def brought_in(command: Any, told: Brief, read: Reader) -> Found:  # noqa: ANN401 - a return
    """The platform, and whether the car was brought to the workshop on its way."""
    return {**serving(command, told, read), **_brought_in(command, read)}


def _brought_in(command: Any, read: Reader) -> Found:  # noqa: ANN401 - any command to an order
    """The way to the workshop is the only one off the road besides the return itself."""
    file = file_of(command.order, read)
    known = read.state(f"vehicle:{file.vehicle}", vehicle) if file else None
    out = isinstance(known, OnTrip) and known.order == command.order
    return {"in_workshop": not out}


def budget(command: Any, told: Brief, read: Reader) -> Found:  # noqa: ANN401 - an offer
    """The platform, and what the unit may still spend in the year of the trip."""
    file = file_of(command.order, read)
    if file is None:
        return {}
    drafted = file.drafted
    year = told.shelf.cited(drafted.grounds.policy).jurisdiction.day(drafted.begins_at).year
    known = read.state(f"travel-budget:{drafted.unit}-{year}", travel_budget)
    left = known.cap_fen - known.spent_fen if isinstance(known, Allotted) else None
    return {**serving(command, told, read), "budget_left_fen": left}
