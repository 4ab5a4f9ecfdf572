"""Units are registered, renamed, and cited by what they keep."""

from datetime import date

import pytest

from fleet.decider import Refused
from fleet.organisation.unit import (
    CiteUnit,
    Registered,
    RegisterUnit,
    UnitClassified,
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
classified = UnitClassified(unit="A1", sector="INSTITUTION", created_on=date(2022, 3, 1))
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
    with pytest.raises(Refused) as no:
        unit.decide(elsewhere, unit.fold([registered]))
    assert (no.value.rule, no.value.code) == ("隶属关系", "JurisdictionFixed")
    assert no.value.values == {"unit": "A1", "known": "330100", "told": "330200"}
    assert no.value.basis == "R054"


def test_only_a_known_unit_is_cited() -> None:
    given(registered).when(CiteUnit(unit="A1")).then()
    with pytest.raises(Refused) as no:
        unit.decide(CiteUnit(unit="A1"), unit.initial)
    assert (no.value.rule, no.value.code, no.value.basis) == ("先建单位", "UnitUnknown", "R069")
    assert no.value.values == {"unit": "A1"}


@pytest.mark.proves("R053")
def test_a_unit_may_say_its_sector_and_its_first_day_at_once_or_later() -> None:
    told = {"sector": "INSTITUTION", "created_on": date(2022, 3, 1)}
    given().when(register.model_copy(update=told)).then(registered.model_copy(update=told))
    given(registered).when(register.model_copy(update=told)).then(classified)
    given(registered, classified).when(register).then()
    given(registered, classified).when(register.model_copy(update=told)).then()


def test_each_of_the_two_may_be_said_alone() -> None:
    sector = register.model_copy(update={"sector": "INSTITUTION"})
    half = UnitClassified(unit="A1", sector="INSTITUTION")
    given(registered).when(sector).then(half)
    day = register.model_copy(update={"created_on": date(2022, 3, 1)})
    given(registered, half).when(day).then(classified)
    given(registered).when(day).then(UnitClassified(unit="A1", created_on=date(2022, 3, 1)))


@pytest.mark.proves("R053")
def test_a_unit_does_not_change_its_sector() -> None:
    otherwise = register.model_copy(update={"sector": "PARTY_GOV"})
    with pytest.raises(Refused) as no:
        unit.decide(otherwise, unit.fold([registered, classified]))
    assert (no.value.rule, no.value.code, no.value.basis) == (
        "单位性质",
        "SectorFixed",
        "R002, R053",
    )
    assert no.value.values == {"unit": "A1", "known": "INSTITUTION", "told": "PARTY_GOV"}
    assert no.value.say("zh") != no.value.say("en")


@pytest.mark.proves("R009")
def test_a_unit_does_not_become_older() -> None:
    older = register.model_copy(update={"created_on": date(2018, 1, 1)})
    with pytest.raises(Refused) as no:
        unit.decide(older, unit.fold([registered, classified]))
    assert (no.value.rule, no.value.code, no.value.basis) == ("设立日期", "CreationFixed", "R009")
    assert no.value.values == {"unit": "A1", "known": "2022-03-01", "told": "2018-01-01"}
    assert no.value.say("zh") != no.value.say("en")


def test_a_sector_told_of_nobody_is_all_that_is_known() -> None:
    assert unit.fold([classified]) == Registered("", "", "", "", "INSTITUTION", date(2022, 3, 1))


def test_what_is_told_of_nobody_is_still_taken_into_account() -> None:
    assert unit.fold([renamed, moved]) == Registered("市档案局", "Archives", "西湖区", "")
