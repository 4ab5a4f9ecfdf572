"""The city's own planning, without any server."""

from datetime import UTC, datetime
from itertools import islice

import pytest

from fleet.story_clock import StoryClock
from simulators import excursions, town
from simulators.city import BACKFILL_S, City
from simulators.districts import outlines
from simulators.excursions import Excursion

NOW = 1_763_424_000.0
MOMENT = datetime.fromtimestamp(NOW, UTC)


@pytest.fixture
def told() -> list[Excursion]:
    return []


@pytest.fixture
def city(told: list[Excursion]) -> City:
    built = town.build(outlines(), 200, 1)
    coming = islice(excursions.plans(built, NOW, 300), 8)
    return City(built, coming, StoryClock(MOMENT, MOMENT), told.append)


def test_violations_are_told_a_quarter_of_an_hour_ahead(city: City, told: list[Excursion]) -> None:
    city.plan(NOW)
    assert city.out == told
    assert told[-1].planned == NOW + 900
    city.plan(NOW + 1)
    assert city.planned_until == NOW + 1200


def test_what_is_long_over_is_forgotten(city: City, told: list[Excursion]) -> None:
    city.plan(NOW)
    city.plan(NOW + 3600)
    assert len(told) > len(city.out) == 0 or city.out[0].end + BACKFILL_S >= NOW + 3600


def test_a_quiet_city_plans_nothing(city: City, told: list[Excursion]) -> None:
    city.coming = iter(())
    city.plan(NOW)
    assert told == []
