"""Every car has an account of its own before it is used."""

from datetime import UTC, datetime

import pytest

from fleet.vehicle.cost_account import (
    CiteCostAccount,
    CostAccountOpened,
    OpenCostAccount,
    Opened,
    cost_account,
)
from tests.given import Given

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)

given = Given(cost_account)
begin = OpenCostAccount(vehicle="V1", unit="A1", at=NOW)
begun = CostAccountOpened(vehicle="V1", unit="A1", at=NOW)


@pytest.mark.proves("R069")
def test_an_account_is_opened_once() -> None:
    given().when(begin).then(begun)
    given(begun).when(begin).then()
    given(begun).when(begin.model_copy(update={"unit": "B2"})).then()
    assert cost_account.fold([begun]) == Opened("A1")


@pytest.mark.proves("R069")
def test_a_car_is_not_equipped_without_its_account() -> None:
    given().when(CiteCostAccount(vehicle="V1")).refused("单车核算")
    given(begun).when(CiteCostAccount(vehicle="V1")).then()
