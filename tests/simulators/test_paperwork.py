"""The paperwork of the invented city is good paperwork."""

from collections import Counter

import pytest
from pydantic import TypeAdapter

from fleet.desk.commands import parse, say_all
from fleet.ledger.applications import Lifecycle
from fleet.ledger.schema import migrate
from fleet.terms import Vin
from simulators import fleetbook, paperwork, town
from simulators.districts import DISTRICTS, outlines
from simulators.fleetbook import check_digit
from simulators.town import Town


@pytest.fixture(scope="module")
def city() -> Town:
    return town.build(outlines(), 60, 1)


def test_every_command_is_one_that_the_desk_understands(city: Town) -> None:
    spoken = [parse(wire) for wire in paperwork.commands(city)]
    units = {car.unit.code for car in city.cars}
    assert len(spoken) == 1 + 2 * len(units) + 6 * len(city.cars)


def test_papers_are_said_once(city: Town, dsn: str) -> None:
    migrate(dsn)
    with Lifecycle.opened(dsn) as ledger:
        assert say_all(ledger, paperwork.commands(city)) > 5 * len(city.cars)
        assert say_all(ledger, paperwork.commands(city)) == 0


def test_every_car_has_a_plate_a_vin_and_a_terminal_of_its_own() -> None:
    cars = fleetbook.cars(1840, 1)
    for name in ("vehicle", "plate", "vin", "device", "number"):
        assert len({getattr(car, name) for car in cars}) == 1840


def test_every_vin_has_its_check_digit() -> None:
    assert check_digit("1M8GDM9AXKP042788") == "X"
    for car in fleetbook.cars(200, 1):
        assert TypeAdapter(Vin).validate_python(car.vin)[8] == check_digit(car.vin)


def test_every_district_has_cars_and_both_languages_are_spoken() -> None:
    cars = fleetbook.cars(1840, 1)
    districts = Counter(car.unit.district.code for car in cars)
    assert set(districts) == {district.code for district in DISTRICTS}
    assert min(districts.values()) > 30
    assert {car.language for car in cars} == {"json", "2013", "2019"}
    assert sum(car.language != "json" for car in cars) > 1000


def test_another_seed_is_another_city() -> None:
    assert fleetbook.cars(20, 1) == fleetbook.cars(20, 1)
    assert fleetbook.cars(20, 1) != fleetbook.cars(20, 2)
