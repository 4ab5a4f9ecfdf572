"""Where cars stand, and how many charging piles are there."""

from datetime import UTC, datetime

import pytest

from fleet.vehicle.site import (
    ChargersInstalled,
    InstallChargers,
    Registered,
    RegisterSite,
    SiteRegistered,
    site,
)
from tests.given import Given

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)

given = Given(site)
register = RegisterSite(site="Z1", unit="A1", name="市府大院", fence="F1", at=NOW)
registered = SiteRegistered(site="Z1", unit="A1", name="市府大院", fence="F1", at=NOW)
install = InstallChargers(site="Z1", piles=10, at=NOW)
installed = ChargersInstalled(site="Z1", piles=10, at=NOW)


@pytest.mark.proves("R044")
def test_a_site_counts_its_charging_piles() -> None:
    given().when(register).then(registered)
    given(registered).when(install).then(installed)
    given(registered, installed).when(install).then()
    fewer = install.model_copy(update={"piles": 0})
    given(registered).when(fewer).then()
    given(registered, installed).when(fewer).then(installed.model_copy(update={"piles": 0}))


@pytest.mark.proves("R044")
def test_no_piles_at_a_site_nobody_knows() -> None:
    given().when(install).refused("配套设施")
    assert site.fold([installed]) == site.initial
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        InstallChargers(site="Z1", piles=-1, at=NOW)


@pytest.mark.parametrize("change", [{"unit": "B2"}, {"name": "新院"}, {"fence": None}])
def test_a_site_that_moves_keeps_its_piles(change: dict[str, str | None]) -> None:
    told = registered.model_copy(update=change)
    given(registered).when(register).then()
    given(registered).when(register.model_copy(update=change)).then(told)
    moved = site.fold([registered, installed, told])
    assert moved == Registered(told.unit, told.name, told.fence, piles=10)
    assert site.fold([registered]) == Registered("A1", "市府大院", "F1", piles=0)
