"""What is weighed when cars are suggested for an order: the order, and the cars as they are."""

from collections.abc import Callable, Mapping

from fleet.dispatch.order import order
from fleet.dispatch.order_events import OrderDrafted
from fleet.dispatch.order_stages import Opened as OpenedOrder
from fleet.dispatch.platform import Opened as OpenedPlatform
from fleet.dispatch.platform import platform
from fleet.dispatch.suggestion import Candidate, Place, Suggestion, Wanted, suggest
from fleet.ledger.saying import Reader
from fleet.policy.policy_set import PolicySet
from fleet.reactions.briefing import shelf_of, where
from fleet.reactions.lookups_schedules import hindrances, papers_of
from fleet.reactions.lookups_supervision import sealing
from fleet.vehicle.car_schedule import CarSchedule, car_schedule
from fleet.vehicle.stages import Car, InService, car_of
from fleet.vehicle.vehicle import vehicle


def suggested(
    number: str, cars: Mapping[str, Place | None], origin: Place | None, read: Reader
) -> list[Suggestion] | None:
    """The cars that could go for an order, the best first; nothing is assigned.

    Args:
        number: The order's.
        cars: Vehicle -> where it was last seen, for all that could be asked for.
        origin: Where the trip begins, where that is known as a place.
        read: The streams.

    Returns:
        None if nobody has drafted the order.

    Source:
        R062.
    """
    known = read.state(f"order:{number}", order)
    if not isinstance(known, OpenedOrder):
        return None
    told = known.file.drafted
    policy = shelf_of(told.jurisdiction, read).cited(told.grounds.policy)
    served = policy.dispatch.purposes[told.purpose].categories
    wanted = Wanted(
        unit=told.passenger_unit,
        categories=served if told.category is None else (told.category,),
        people=told.people,
        origin=origin,
    )
    reach = _reach(told, read)
    weighed = (_candidate(car, cars[car], told, policy, read) for car in cars if reach(car))
    return suggest(wanted, weighed)


def _reach(told: OrderDrafted, read: Reader) -> Callable[[str], bool]:
    """Whether the order may ask for a car: it is on its platform; without one, its unit's own."""
    if told.platform is None:
        return lambda car: _books(car, read).unit == told.passenger_unit
    known = read.state(f"platform:{told.platform}", platform)
    attached = known.vehicles if isinstance(known, OpenedPlatform) else {}
    return lambda car: car in attached


def _books(car: str, read: Reader) -> Car:
    return car_of(read.state(f"vehicle:{car}", vehicle))


def _candidate(
    car: str, place: Place | None, told: OrderDrafted, policy: PolicySet, read: Reader
) -> Candidate:
    books = _books(car, read)
    schedule = read.state(f"car-schedule:{car}", car_schedule)
    month = policy.jurisdiction.day(told.begins_at).replace(day=1)
    begins = (policy.jurisdiction.day(each.begins_at) for each in schedule.bookings.rows)
    return Candidate(
        vehicle=car,
        unit=books.unit,
        category=policy.category(books.category),
        energy=books.energy,
        orders=sum(day.replace(day=1) == month for day in begins),
        place=place,
        hindrance=_hindrance(car, told, schedule, read),
    )


def _hindrance(car: str, told: OrderDrafted, schedule: CarSchedule, read: Reader) -> str:
    """Why it cannot go: the first thing that speaks against it."""
    known = read.state(f"vehicle:{car}", vehicle)
    if not isinstance(known, InService):
        return "out"
    early = any(since < told.ends_at for since in schedule.blocks.values())
    ends = any(paper.ends_at < told.ends_at for paper in papers_of(car, known, read))
    if early or ends or hindrances(known):
        return "blocked"
    if schedule.bookings.clash(told.begins_at, told.ends_at, told.order):
        return "busy"
    region = where(known.car.unit, read)
    seals = sealing(read, region, (told.begins_at, told.ends_at), car)
    return "" if all(seal.exempt for seal in seals) else "sealed"
