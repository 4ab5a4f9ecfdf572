"""Confidential cars are heard of by a named officer only."""

from typing import Any

import pytest

from fleet.decider import Refused
from fleet.supervision.restricted_list import (
    DelistVehicle,
    ListVehicle,
    RestrictedCommand,
    RestrictedEvent,
    VehicleDelisted,
    VehicleListed,
    restricted_list,
)
from tests.fleet.supervision.sealing import BUREAU, CITY, CLERK, CLOCK, SOON, brief, other
from tests.given import Given

SAID: dict[str, Any] = {"jurisdiction": CITY, "vehicle": "V1", "document": "密1", "at": SOON}
enlist = ListVehicle(**SAID, officer="gu", brief=BUREAU, vehicle_jurisdiction=CITY)
delist = DelistVehicle(**SAID, brief=BUREAU)
LISTED = VehicleListed(**SAID, officer="gu", by="wang")
DELISTED = VehicleDelisted(**SAID, by="wang")
given = Given(restricted_list)


def refusal(command: RestrictedCommand, *past: RestrictedEvent) -> Refused:
    """Why it says no."""
    with pytest.raises(Refused) as no:
        restricted_list.decide(command, restricted_list.fold(past))
    return no.value


def test_a_car_is_listed_and_delisted() -> None:
    given().when(enlist).then(LISTED)
    given(LISTED).when(delist).then(DELISTED)
    assert restricted_list.fold([LISTED]).officers == {"V1": "gu"}
    assert restricted_list.fold([LISTED, DELISTED]).officers == {}


def test_a_repeat_is_nothing() -> None:
    given(LISTED).when(other(enlist, vehicle_jurisdiction="")).then()
    given().when(delist).then()
    given(LISTED, DELISTED).when(delist).then()


def test_another_officer_takes_over() -> None:
    given(LISTED).when(other(enlist, officer="lu")).then(
        LISTED.model_copy(update={"officer": "lu"})
    )


def test_one_car_leaves_the_others() -> None:
    second = LISTED.model_copy(update={"vehicle": "V2", "officer": "lu"})
    assert restricted_list.fold([LISTED, second, DELISTED]).officers == {"V2": "lu"}


@pytest.mark.parametrize("where", ["", "330106"])
def test_the_car_belongs_to_the_region(where: str) -> None:
    assert refusal(other(enlist, vehicle_jurisdiction=where)).code == "VehicleElsewhere"


@pytest.mark.parametrize("command", [enlist, delist])
@pytest.mark.parametrize("speaker", [CLERK, CLOCK])
def test_only_the_bureau_decides(command: RestrictedCommand, speaker: object) -> None:
    assert refusal(other(command, brief=speaker), LISTED).code == "RoleMayNot"


@pytest.mark.parametrize("command", [enlist, delist])
def test_only_the_region_and_those_above_it_speak(command: RestrictedCommand) -> None:
    far = brief("lu", "BUREAU", "330200")
    assert refusal(other(command, brief=far), LISTED).code == "OutsideJurisdiction"
