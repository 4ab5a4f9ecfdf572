"""Who may act where, and which body may say what."""

import pytest

from fleet.policy.authority import check, covers, require
from fleet.policy.brief import NOBODY, Actor, Brief
from fleet.policy.grounds import Grounds, Rule
from fleet.policy.shelf import Shelf
from tests.fleet.policy.sample import HANGZHOU, REGION, refusal, version


def _brief(region: str, subject: str, role: str = "") -> Brief:
    return Brief(Actor("li", role, "A1", region), subject, Shelf())


@pytest.mark.proves("R011")
@pytest.mark.parametrize("subject", ["330100", "330106", "330108"])
def test_the_city_acts_on_all_of_its_districts(subject: str) -> None:
    assert covers("330100", subject, Shelf())
    check(_brief("330100", subject))


@pytest.mark.proves("R011")
@pytest.mark.parametrize("subject", ["330100", "330108", "330000", "330200", ""])
def test_a_district_acts_on_its_own_units_only(subject: str) -> None:
    assert covers("330106", "330106", Shelf())
    assert not covers("330106", subject, Shelf())


@pytest.mark.proves("R011")
def test_who_acts_outside_his_region_is_refused() -> None:
    no = refusal(lambda: check(_brief("330106", "330100")))
    assert (no.rule, no.code, no.basis) == ("分级管理", "OutsideJurisdiction", "R011")
    assert no.say("zh") == "330106 的人员不能办理 330100 的事项：请由 330100 或其上级办理。"
    assert no.say("en") == (
        "330106 may not act on what belongs to 330100: let 330100 or a region above it do so."
    )
    assert refusal(lambda: check(_brief("330106", ""))).values["subject"] == "-"


@pytest.mark.proves("R011")
def test_what_is_above_a_region_its_policy_says() -> None:
    county = version(
        "2026-01-01", "330127", jurisdiction=REGION | {"code": "330127", "parent": "339900"}
    )
    assert covers("339900", "330127", Shelf({"330127": (county,)}))
    assert not covers("330100", "330127", Shelf({"330127": (county,)}))


def test_who_names_no_region_is_not_restricted_yet() -> None:
    assert covers("", "330100", Shelf())
    check(NOBODY)


@pytest.mark.proves("R012")
@pytest.mark.proves("R013")
@pytest.mark.parametrize("role", ["BUREAU", "FINANCE"])
def test_the_bodies_may_say_what_is_theirs(role: str) -> None:
    require(_brief("", "330100", role), "BUREAU", "FINANCE")


@pytest.mark.proves("R012")
@pytest.mark.proves("R013")
def test_another_body_may_not() -> None:
    no = refusal(lambda: require(_brief("", "330100", "UNIT_CLERK"), "BUREAU", "FINANCE"))
    assert (no.rule, no.code, no.basis) == ("职责权限", "RoleMayNot", "R012, R013")
    told = "this is for BUREAU or FINANCE to say, not for li (UNIT_CLERK): let one of them say it."
    assert no.say("en") == told
    told = "此事由 机关事务管理局、财政局 办理，li（UNIT_CLERK）无权办理：请由有权的部门办理。"
    assert no.say("zh") == told


def test_who_has_no_role_may_not_either() -> None:
    no = refusal(lambda: require(NOBODY, "UNIT_CLERK", "UNIT_LEADER", "CENTRE"))
    assert no.values["bodies"] == "使用单位经办人、使用单位领导、机关车管中心"
    assert (no.values["person"], no.values["role"]) == ("-", "-")


@pytest.mark.proves("R033")
def test_a_decision_can_be_asked_again_from_its_grounds() -> None:
    rule = Rule("R043", lambda policy, told: told["nev"] >= policy.nev.needed(told["total"]))
    grounds = Grounds.of(HANGZHOU, rule, nev=8, total=27)
    stored = Grounds.model_validate_json(grounds.model_dump_json())
    assert (stored.policy, stored.rules) == ("cn-zj-hangzhou@2021-11-01", ("R043",))
    policy = Shelf({"330100": (HANGZHOU,)}).cited(stored.policy)
    assert not rule.holds(policy, stored.inputs)
