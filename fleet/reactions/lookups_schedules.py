"""The facts behind promises of cars: whether one is in service, promised, exempt from a seal."""

from collections.abc import Mapping
from typing import Any

from fleet.dispatch.event_campaign import event_campaign
from fleet.inspection.paper import Watched, paper
from fleet.ledger.saying import Facts, Reader, Saying, no_facts
from fleet.policy.authority import covers
from fleet.policy.brief import Brief
from fleet.reactions.briefing import shelf_of, where
from fleet.supervision.seal import seal
from fleet.supervision.seal_stages import Known, Open, Planned
from fleet.vehicle.car_schedule import car_schedule
from fleet.vehicle.car_schedule_words import CarSetsOff, ExtendCar, PaperEnd, ReserveCar
from fleet.vehicle.commissioning import INSURANCE, REGISTRATION
from fleet.vehicle.stages import (
    InBooks,
    InMaintenance,
    InService,
    Sealed,
    Suspended,
    Vehicle,
    car_of,
)
from fleet.vehicle.vehicle import vehicle

Found = Mapping[str, object]


def kept_in_service(command: Any) -> Facts:  # noqa: ANN401 - any command to a car's schedule
    """Whether a car that is to be on the road may be: in service, nothing against it, its papers.

    It is only read: what takes a car off the road writes into its schedule in the same save. What
    did so before there were schedules stands in its books only, and a paper ends by itself.
    """
    if not isinstance(command, ReserveCar | ExtendCar | CarSetsOff):
        return no_facts

    def facts(read: Reader, _: Saying) -> Found:
        known = read.state(f"vehicle:{command.vehicle}", vehicle)
        found = {
            "in_service": isinstance(known, InService),
            "hindrances": hindrances(known),
            "papers": papers_of(command.vehicle, known, read),
        }
        return {name: value for name, value in found.items() if name in command.FACTS}

    return facts


def papers_of(name: str, known: Vehicle, read: Reader) -> tuple[PaperEnd, ...]:
    """The papers of a car that are watched, and when they end."""
    kinds = sorted({*car_of(known).papers, INSURANCE, REGISTRATION})
    watched = ((kind, read.state(f"paper:{name}-{kind}", paper)) for kind in kinds)
    return tuple(
        PaperEnd(kind=kind, until=it.valid_until, ends_at=it.expires_at)
        for kind, it in watched
        if isinstance(it, Watched)
    )


def hindrances(known: Vehicle) -> tuple[str, ...]:
    """What keeps a car off the road, in the words of its schedule."""
    car = car_of(known)
    found = [f"recall:{recall}" for recall, stops in car.recalls.items() if stops]
    found += ["safety"] if car.failed else []
    found += ["suspended"] if isinstance(known, Suspended) else []
    return (*found, *(["maintenance"] if isinstance(known, InMaintenance) else []))


def keeping(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - names a car
    """Who keeps a car, and what for, as its dossier says."""
    known = read.state(f"vehicle:{command.vehicle}", vehicle)
    car = known.car if isinstance(known, InBooks) else None
    return {"kept": (car.unit, car.category) if car else None}


def promised(command: Any) -> Facts:  # noqa: ANN401 - an order wants its car now
    """Whether the schedule of a car has it for the order."""

    def facts(read: Reader, _: Saying) -> Found:
        known = read.state(f"car-schedule:{command.vehicle}", car_schedule)
        return {"promised": known.bookings.of(command.order) is not None}

    return facts


def of_car(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command that names one
    """The command names a car: where its unit belongs."""
    return _region(command.vehicle, read)


def exempt(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - a car is to be sealed
    """Whether a car may move in the period at that moment: such a car is not sealed."""
    known = read.state(f"seal-period:{command.period}", seal)
    spared = isinstance(known, Known) and known.dossier.exempt(command.vehicle, command.at)
    return {"exempt": spared}


def over(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - a seal is to be lifted
    """Whether the period that sealed a car is over, or the car may move in it now."""
    car = read.state(f"vehicle:{command.vehicle}", vehicle)
    if not isinstance(car, Sealed):
        return {"over": False}
    known = read.state(f"seal-period:{car.period}", seal)
    if not isinstance(known, Planned | Open):
        return {"over": isinstance(known, Known)}
    dossier = known.dossier
    ended = dossier.planned.ends_at <= command.at
    return {"over": ended or dossier.exempt(command.vehicle, command.at)}


def of_campaign(command: Any, read: Reader) -> str:  # noqa: ANN401 - any command to one
    """The command is said to an event campaign."""
    known = read.state(f"event-campaign:{command.campaign}", event_campaign)
    return known.reserved.jurisdiction if known else ""


def outside(command: Any, _: Brief, read: Reader) -> Found:  # noqa: ANN401 - names cars
    """The cars whose units do not belong to the jurisdiction of the command."""
    regions = {it: _region(it, read) for it in command.vehicles}
    inside = {
        region: covers(command.jurisdiction, region, shelf_of(region, read))
        for region in {*regions.values()}
    }
    return {"foreign": tuple(it for it, region in regions.items() if not inside[region])}


def _region(car: str, read: Reader) -> str:
    return where(car_of(read.state(f"vehicle:{car}", vehicle)).unit, read)
