"""S09: two dispatchers, one car."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from fleet.decider import Conflict, Entry, Refused
from fleet.desk.commands import parse, say
from fleet.ledger.handle import load
from fleet.people.driver_schedule import driver_schedule
from fleet.vehicle.car_schedule import car_schedule
from tests.scenarios.fleet_centre import CENTRE, approved, car, city, driver, stage
from tests.scenarios.office import Office, local, topics

AT = local("2026-03-09 12:00")


def two_orders(office: Office) -> None:
    """Two approved orders with overlapping times, one free car and one free driver."""
    city(office)
    car(office, "V1")
    driver(office, "D1")
    approved(office, "O1", "09:00", "12:00")
    approved(office, "O2", "11:00", "14:00")


def assigning(office: Office, number: str, barrier: Barrier) -> Callable[[], list[Entry] | str]:
    """A dispatcher gives the car and the driver to an order when both are ready to speak."""
    wire = {"command": "AssignCarAndDriver", "vehicle": "V1", "driver": "D1", "at": AT}
    spoken = parse({**wire, "actor": {**CENTRE, "person": f"调度{number}"}, "order": number})

    def act() -> list[Entry] | str:
        barrier.wait(10)
        try:
            return say(office.ledger, spoken)
        except (Refused, Conflict) as lost:
            return getattr(lost, "code", "Conflict")

    return act


def at_the_same_moment(office: Office) -> tuple[list[list[Entry]], list[str]]:
    """What was written, and what was said no to, when both assign at once."""
    barrier = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        said = [pool.submit(assigning(office, number, barrier)) for number in ("O1", "O2")]
        answers = [each.result() for each in said]
    written = [answer for answer in answers if isinstance(answer, list)]
    return written, [answer for answer in answers if isinstance(answer, str)]


@pytest.mark.proves("R060")
def test_exactly_one_order_gets_the_car_and_the_driver(office: Office) -> None:
    two_orders(office)
    [written], [no] = at_the_same_moment(office)
    whole = ["order.assigned", "car-schedule.reserved", "driver-schedule.reserved"]
    assert topics(written) == whole
    assert no in ("CarBusy", "Conflict")
    assert sorted(stage(office, number) for number in ("O1", "O2")) == ["Approved", "Dispatched"]


@pytest.mark.proves("R060")
def test_each_schedule_holds_exactly_one_reservation(office: Office) -> None:
    two_orders(office)
    at_the_same_moment(office)
    [winner] = [number for number in ("O1", "O2") if stage(office, number) == "Dispatched"]
    cars = load(office.ledger, "car-schedule:V1", car_schedule).bookings.rows
    drivers = load(office.ledger, "driver-schedule:D1", driver_schedule).bookings.rows
    assert [each.order for each in cars] == [each.order for each in drivers] == [winner]


def test_the_loser_may_have_the_car_when_the_other_order_is_cancelled(office: Office) -> None:
    two_orders(office)
    at_the_same_moment(office)
    winner, loser = ("O1", "O2") if stage(office, "O1") == "Dispatched" else ("O2", "O1")
    office.say("CancelTrip", CENTRE, order=winner, reason="改期", at=AT)
    office.say("AssignCarAndDriver", CENTRE, order=loser, vehicle="V1", driver="D1", at=AT)
    assert (stage(office, winner), stage(office, loser)) == ("Cancelled", "Dispatched")
