"""Platforms: cars of one category, from many units, under one dispatcher."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fleet.decider import Refused
from fleet.dispatch.platform import (
    AttachVehicle,
    DetachVehicle,
    LendVehicle,
    Opened,
    OpenPlatform,
    PlatformCommand,
    PlatformEvent,
    PlatformOpened,
    PoolRuleSet,
    SetPoolRule,
    VehicleAttached,
    VehicleDetached,
    VehicleLent,
    platform,
)
from fleet.dispatch.rules import RULES
from fleet.policy.grounds import Grounds
from tests.fleet.quota.city import BUREAU, CITY, CLERK, REFERENCE, brief, policy, refusal
from tests.given import Given

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
SAID: dict[str, Any] = {"platform": "ADMIN", "at": NOW}
OWN = "ADMIN_ENFORCEMENT"

given = Given(platform)
open_it = OpenPlatform(**SAID, brief=BUREAU, category="行政执法专用车", jurisdiction=CITY)
opened = PlatformOpened(
    **SAID,
    category=OWN,
    jurisdiction=CITY,
    grounds=Grounds(policy=REFERENCE, rules=("R014-platform",), inputs={"category": OWN}),
)
attach = AttachVehicle(**SAID, brief=BUREAU, vehicle="V1", category="综合行政执法用车", unit="A")
attached = VehicleAttached(
    **SAID,
    vehicle="V1",
    category=OWN,
    unit="A",
    grounds=Grounds(
        policy=REFERENCE,
        rules=("R014",),
        inputs={"platform_category": OWN, "category": OWN},
    ),
)
detach = DetachVehicle(**SAID, vehicle="V1")
detached = VehicleDetached(**SAID, vehicle="V1", unit="A")
lend = LendVehicle(**SAID, vehicle="V1", to_unit="B", order="O1", reason="MAJOR_TASK")
lent = VehicleLent(
    **SAID, vehicle="V1", unit="A", to_unit="B", order="O1", reason="MAJOR_TASK", count=1
)
restrict = SetPoolRule(**SAID, reasons=("SPECIAL_URGENT",), document="杭机管〔2027〕5号")
restricted = PoolRuleSet(**SAID, reasons=("SPECIAL_URGENT",), document="杭机管〔2027〕5号")


def refused(command: PlatformCommand, *past: PlatformEvent) -> Refused:
    """The answer to a command after this past."""
    return refusal(lambda: platform.decide(command, platform.fold(past)))


@pytest.mark.proves("R014")
def test_a_platform_is_bound_to_a_category() -> None:
    given().when(open_it).then(opened)
    given(opened).when(open_it).then()
    given().when(open_it.model_copy(update={"brief": brief("CENTRE")})).then(opened)


@pytest.mark.proves("R014")
@pytest.mark.parametrize("category", ["EMERGENCY_SUPPORT", "VETERAN_CADRE", OWN])
def test_the_city_has_three_platforms(category: str) -> None:
    command = open_it.model_copy(update={"category": category})
    [event] = platform.decide(command, platform.initial)
    assert isinstance(event, PlatformOpened)
    assert event.category == category


@pytest.mark.proves("R014")
def test_not_every_category_has_a_platform() -> None:
    no = refused(open_it.model_copy(update={"category": "LAW_ENFORCEMENT"}))
    assert (no.rule, no.code, no.basis) == ("平台归口", "CategoryHasNoPlatform", "R014")
    assert no.values == {"policy": REFERENCE, "category": "LAW_ENFORCEMENT"}
    assert (no.alert, no.policy) == ("", REFERENCE)


@pytest.mark.parametrize(
    "other", [{"category": "VETERAN_CADRE"}, {"category": None}, {"jurisdiction": "330106"}]
)
def test_a_platform_is_not_described_in_two_ways(other: dict[str, Any]) -> None:
    no = refused(open_it.model_copy(update=other), opened)
    assert (no.rule, no.code, no.basis) == ("平台归口", "PlatformDiffers", "R014")
    assert no.values == {"platform": "ADMIN", "jurisdiction": CITY, "category": OWN}
    general = opened.model_copy(update={"category": None})
    assert refused(open_it, general).values["category"] == "-"


def test_only_the_bureau_and_the_centre_open_a_platform() -> None:
    given().when(open_it.model_copy(update={"brief": CLERK})).refused("职责权限")


def test_nothing_is_said_to_a_platform_nobody_opened() -> None:
    for command in (attach, detach, lend, restrict):
        no = refused(command)
        assert (no.rule, no.code, no.basis) == ("平台归口", "PlatformUnknown", "R014")
        assert no.values == {"platform": "ADMIN"}


@pytest.mark.proves("R014")
def test_a_car_joins_the_platform_of_its_category() -> None:
    given(opened).when(attach).then(attached)
    given(opened, attached).when(attach).then()
    other = attach.model_copy(update={"unit": "B"})
    given(opened, attached).when(other).then(attached.model_copy(update={"unit": "B"}))


@pytest.mark.proves("R014")
def test_a_law_enforcement_car_does_not_join_it() -> None:
    no = refused(attach.model_copy(update={"category": "LAW_ENFORCEMENT"}), opened)
    assert (no.rule, no.code, no.basis) == ("平台归口", "CategoryNotOnPlatform", "R014")
    wanted = {"vehicle": "V1", "category": "LAW_ENFORCEMENT", "platform": "ADMIN", "own": OWN}
    assert (no.values, no.alert, no.policy) == (wanted, "", REFERENCE)


def test_a_general_platform_takes_what_has_none_of_its_own() -> None:
    general = opened.model_copy(update={"category": None})
    law = attach.model_copy(update={"category": "LAW_ENFORCEMENT"})
    assert platform.decide(law, platform.fold([general]))
    assert refused(attach, general).values["own"] == "-"
    assert platform.decide(open_it.model_copy(update={"category": None}), platform.initial)


@pytest.mark.proves("R038")
def test_66_cars_of_9_units_are_pooled_and_still_belong_to_their_units() -> None:
    past: list[PlatformEvent] = [opened]
    for number in range(66):
        told = {"vehicle": f"V{number}", "unit": f"U{number % 9}"}
        past += platform.decide(attach.model_copy(update=told), platform.fold(past))
    known = platform.fold(past)
    assert isinstance(known, Opened)
    assert (len(known.vehicles), len(set(known.vehicles.values()))) == (66, 9)
    [event] = platform.decide(lend.model_copy(update={"to_unit": "U8"}), known)
    assert isinstance(event, VehicleLent)
    assert (event.unit, platform.evolve(known, event)) == (
        "U1",
        Opened(OWN, CITY, known.vehicles, lent=frozenset({("O1", "V1")})),
    )


def test_a_car_leaves_a_platform() -> None:
    given(opened, attached).when(detach).then(detached)
    given(opened, attached, detached).when(detach).then()
    other = attached.model_copy(update={"vehicle": "V2"})
    known = platform.fold([opened, attached, other, detached])
    assert isinstance(known, Opened)
    assert known.vehicles == {"V2": "A"}


@pytest.mark.proves("R039")
@pytest.mark.parametrize("reason", ["MAJOR_TASK", "SPECIAL_URGENT"])
def test_a_car_goes_to_another_unit_for_a_reason_and_is_counted(reason: str) -> None:
    command = lend.model_copy(update={"reason": reason})
    given(opened, attached).when(command).then(lent.model_copy(update={"reason": reason}))
    again = lend.model_copy(update={"order": "O2"})
    second = lent.model_copy(update={"order": "O2", "count": 2})
    given(opened, attached, lent).when(again).then(second)


@pytest.mark.proves("R039")
def test_routine_is_no_reason() -> None:
    no = refused(lend.model_copy(update={"reason": "ROUTINE"}), opened, attached)
    assert (no.rule, no.code, no.basis) == ("跨部门统一调度", "ReasonNotAllowed", "R039")
    assert no.values == {"reason": "ROUTINE", "allowed": "MAJOR_TASK, SPECIAL_URGENT"}


@pytest.mark.proves("R014")
def test_a_car_joins_as_what_its_dossier_says_it_is() -> None:
    given(opened).when(attach.model_copy(update={"kept": ("A", OWN)})).then(attached)
    no = refused(attach.model_copy(update={"kept": ("A", "LAW_ENFORCEMENT")}), opened)
    assert (no.rule, no.code, no.basis) == ("一车一档", "KeptOtherwise", "R014, R069")
    assert no.say("zh") == (
        "车辆 V1 在账上属于单位 A、类别 LAW_ENFORCEMENT，与所报（A, ADMIN_ENFORCEMENT）不符："
        "请核对。"
    )
    assert no.say("en") == (
        "the books have vehicle V1 at unit A for LAW_ENFORCEMENT, not A, ADMIN_ENFORCEMENT: "
        "check it."
    )
    elsewhere = attach.model_copy(update={"kept": ("B", OWN)})
    assert refused(elsewhere, opened).code == "KeptOtherwise"


def test_an_order_lends_a_car_once() -> None:
    given(opened, attached, lent).when(lend).then()


def test_a_car_is_not_lent_to_its_own_unit() -> None:
    own = lend.model_copy(update={"to_unit": "A", "reason": "ROUTINE"})
    given(opened, attached).when(own).then()


def test_only_a_car_of_the_platform_is_lent() -> None:
    no = refused(lend, opened, attached, detached)
    assert (no.rule, no.code, no.basis) == ("跨部门统一调度", "VehicleNotOnPlatform", "R038")
    assert no.values == {"vehicle": "V1", "platform": "ADMIN"}


@pytest.mark.proves("R039")
def test_the_rule_of_the_pool_can_be_narrower_never_wider() -> None:
    given(opened).when(restrict).then(restricted)
    given(opened, restricted).when(restrict).then()
    assert refused(lend, opened, attached, restricted).values["allowed"] == "SPECIAL_URGENT"
    wider = restrict.model_copy(update={"reasons": ("SPECIAL_URGENT", "ROUTINE")})
    no = refused(wider, opened)
    assert (no.code, no.values["reason"]) == ("ReasonNotAllowed", "ROUTINE")
    assert no.values["allowed"] == "MAJOR_TASK, SPECIAL_URGENT"


WORDS: dict[str, tuple[PlatformCommand, tuple[PlatformEvent, ...], str, str]] = {
    "PlatformDiffers": (
        open_it.model_copy(update={"jurisdiction": "330106"}),
        (opened,),
        "平台 ADMIN 属于 330100（ADMIN_ENFORCEMENT），与所报不符：请使用其他编号。",
        "platform ADMIN belongs to 330100 (ADMIN_ENFORCEMENT), not as said: use another number.",
    ),
    "CategoryNotOnPlatform": (
        attach.model_copy(update={"category": "LAW_ENFORCEMENT"}),
        (opened,),
        (
            "车辆 V1 的类别是 LAW_ENFORCEMENT，不能加入平台 ADMIN（ADMIN_ENFORCEMENT）："
            "请加入本类别的平台。"
        ),
        (
            "vehicle V1 is kept for LAW_ENFORCEMENT and cannot join platform ADMIN "
            "(ADMIN_ENFORCEMENT): attach it to the platform of its category."
        ),
    ),
    "CategoryHasNoPlatform": (
        open_it.model_copy(update={"category": "SPECIAL_TECH"}),
        (),
        "cn-zj-hangzhou@2021-11-01 没有规定 SPECIAL_TECH 实行平台化管理：请选择其他类别。",
        "cn-zj-hangzhou@2021-11-01 has no platform for SPECIAL_TECH: choose another category.",
    ),
    "PlatformUnknown": (
        detach,
        (),
        "平台 ADMIN 尚未设立：请先设立平台。",
        "platform ADMIN is not open: open it first.",
    ),
    "VehicleNotOnPlatform": (
        lend,
        (opened,),
        "车辆 V1 不在平台 ADMIN 上：请先加入平台。",
        "vehicle V1 is not on platform ADMIN: attach it first.",
    ),
    "ReasonNotAllowed": (
        lend.model_copy(update={"reason": "ROUTINE"}),
        (opened, attached, restricted),
        "跨部门调度的理由 ROUTINE 不在允许之列（SPECIAL_URGENT）：请写明理由，或使用本单位车辆。",
        (
            "ROUTINE does not send a car to another unit, only SPECIAL_URGENT do: "
            "give one of these reasons, or use a car of the unit's own."
        ),
    ),
}


@pytest.mark.parametrize("code", WORDS)
def test_a_refusal_says_what_to_do(code: str) -> None:
    command, past, chinese, english = WORDS[code]
    no = refused(command, *past)
    assert (no.code, no.say("zh"), no.say("en")) == (code, chinese, english)


def test_a_decision_is_asked_again_from_its_grounds() -> None:
    for event in (opened, attached):
        for name in event.grounds.rules:
            assert RULES[name].holds(policy(), event.grounds.inputs) is True
    assert RULES["R014-platform"].holds(policy(), {"category": None}) is True
    assert RULES["R014-platform"].holds(policy(), {"category": "SPECIAL_TECH"}) is False
    asked = {"platform_category": OWN, "category": "VETERAN_CADRE"}
    assert RULES["R014"].holds(policy(), asked) is False


def test_what_is_told_of_no_platform_is_still_taken_into_account() -> None:
    assert platform.fold([attached]) == Opened(None, "", {"V1": "A"})
