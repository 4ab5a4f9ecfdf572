"""A desk that has been started knows the cars and schedules before anybody asks."""

from collections.abc import Iterator

import pytest

from fleet.desk.warming import warm
from fleet.ledger.applications import Lifecycle
from fleet.ledger.schema import migrate
from fleet.vehicle.vehicle import vehicle
from tests.scenarios.fleet_centre import CENTRE, approved, car, city, driver
from tests.scenarios.office import Office


@pytest.fixture
def ledger(dsn: str) -> Iterator[Lifecycle]:
    """Two cars, a driver, one assignment; opened anew."""
    migrate(dsn)
    with Lifecycle.opened(dsn) as opened:
        office = Office(opened)
        city(office)
        car(office, "V1")
        car(office, "V2")
        driver(office, "D1")
        approved(office, "O1", "09:00", "12:00")
        office.say("AssignCarAndDriver", CENTRE, order="O1", vehicle="V1", driver="D1")
    with Lifecycle.opened(dsn) as opened:
        yield opened


def test_cars_and_schedules_are_remembered_and_nothing_else(ledger: Lifecycle) -> None:
    assert warm(ledger) == 4
    known = {name: ledger.memory.get(name).version for name in _NAMES}
    assert known == {
        "vehicle:V1": 1,
        "vehicle:V2": 1,
        "car-schedule:V1": 1,
        "driver-schedule:D1": 4,
        "order:O1": 0,
    }
    assert vehicle.evolve in ledger.memory.get("vehicle:V1").states


def test_it_stops_when_nobody_wants_it_any_more(ledger: Lifecycle) -> None:
    asked = iter([False, True])
    assert warm(ledger, lambda: next(asked)) == 1


_NAMES = ("vehicle:V1", "vehicle:V2", "car-schedule:V1", "driver-schedule:D1", "order:O1")
