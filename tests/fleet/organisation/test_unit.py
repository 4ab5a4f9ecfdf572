"""Units are registered, renamed, and cited by what they keep."""

import pytest

from fleet.organisation.unit import (
    CiteUnit,
    Registered,
    RegisterUnit,
    UnitRegistered,
    UnitRelocated,
    UnitRenamed,
    unit,
)
from tests.given import Given

given = Given(unit)
register = RegisterUnit(unit="A1", name="市档案馆", district="上城区", jurisdiction="330100")
registered = UnitRegistered(unit="A1", name="市档案馆", district="上城区", jurisdiction="330100")
renamed = UnitRenamed(unit="A1", name="市档案局", name_en="Archives")
moved = UnitRelocated(unit="A1", district="西湖区")
other = register.model_copy(
    update={"name": "市档案局", "name_en": "Archives", "district": "西湖区"}
)


def test_a_unit_is_registered() -> None:
    given().when(register).then(registered)


def test_registering_a_unit_twice_changes_nothing() -> None:
    given(registered).when(register).then()


def test_another_name_and_district_are_told_apart() -> None:
    given(registered).when(other).then(renamed, moved)
    given(registered, renamed, moved).when(other).then()
    given(registered, renamed, moved).when(register).then(
        UnitRenamed(unit="A1", name="市档案馆"), UnitRelocated(unit="A1", district="上城区")
    )


@pytest.mark.proves("R054")
def test_a_unit_does_not_change_its_jurisdiction() -> None:
    elsewhere = register.model_copy(update={"jurisdiction": "330200"})
    given(registered).when(elsewhere).refused("隶属关系")


def test_only_a_known_unit_is_cited() -> None:
    given(registered).when(CiteUnit(unit="A1")).then()
    given().when(CiteUnit(unit="A1")).refused("先建单位")


def test_what_is_told_of_nobody_is_still_taken_into_account() -> None:
    assert unit.fold([renamed, moved]) == Registered("市档案局", "Archives", "西湖区", "")
