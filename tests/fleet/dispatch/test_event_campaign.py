"""A big event: cars and drivers are kept for it, all of them or none."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from fleet.decider import Refused
from fleet.dispatch.event_campaign import Kept, event_campaign
from fleet.dispatch.event_campaign_words import (
    CampaignCommand,
    CampaignEvent,
    FleetReleased,
    FleetReserved,
    ReleaseFleet,
    ReserveFleet,
)
from fleet.policy.grounds import Grounds
from tests.fleet.dispatch.test_platform import NOW
from tests.fleet.dispatch.test_platform_staff import spoken_by
from tests.fleet.quota.city import BUREAU, CITY, CLERK, REFERENCE, brief, policy
from tests.given import Given

CARS = tuple(f"V{number:02}" for number in range(1, 21))
BEGIN, END = datetime.fromisoformat("2027-03-08T00:00+08:00"), timedelta(3)
SAID: dict[str, Any] = {
    "campaign": "CONGRESS",
    "jurisdiction": CITY,
    "name": "市第十四次党代会",
    "unit": "OFFICE",
    "vehicles": CARS,
    "drivers": ("D1", "D2"),
    "begins_at": BEGIN,
    "ends_at": BEGIN + END,
    "document": "市委办〔2027〕3号",
    "at": NOW,
}
BY: dict[str, Any] = {"by": "wang", "body": "BUREAU"}
given = Given(event_campaign)
reserve = ReserveFleet(**SAID, brief=BUREAU)
reserved = FleetReserved(
    **SAID,
    **BY,
    pledge_grace_days=0,
    rest_chain_hours=4,
    rest_break_minutes=20,
    tz="Asia/Shanghai",
    grounds=Grounds(policy=REFERENCE),
)
OFF: dict[str, Any] = {"campaign": "CONGRESS", "reason": "大会闭幕", "at": NOW}
release = ReleaseFleet(**OFF, brief=BUREAU)
released = FleetReleased(**OFF, **BY, vehicles=CARS, drivers=("D1", "D2"))


def refusal(command: CampaignCommand, *past: CampaignEvent) -> Refused:
    """Why it says no."""
    with pytest.raises(Refused) as no:
        event_campaign.decide(command, event_campaign.fold(past))
    return no.value


def other(command: Any, **change: object) -> Any:  # noqa: ANN401 - the same command
    """The same, with something else said."""
    return command.model_copy(update=change)


@pytest.mark.proves("R065")
def test_twenty_cars_are_kept_for_a_congress_of_three_days() -> None:
    given().when(reserve).then(reserved)
    given(reserved).when(reserve).then()
    given(reserved).when(other(reserve, at=NOW + END)).then()
    assert event_campaign.fold([reserved]) == Kept(reserved, CARS, ("D1", "D2"))


def test_the_numbers_are_those_of_the_policy_in_force() -> None:
    rest = {"rest": {"chain_hours": 5, "break_minutes": 30}}
    rules = policy(dispatch=rest, drivers={"pledge_grace_days": 7})
    told = reserved.model_copy(
        update={"rest_chain_hours": 5, "rest_break_minutes": 30, "pledge_grace_days": 7}
    )
    given().when(other(reserve, brief=brief(rules=rules))).then(told)


def test_what_is_no_longer_needed_is_given_back() -> None:
    given(reserved).when(release).then(released)
    given(reserved, released).when(release).then()
    assert event_campaign.fold([reserved, released]) == Kept(reserved, (), ())
    car = released.model_copy(update={"vehicles": ("V02",), "drivers": ()})
    given(reserved).when(other(release, vehicles=("V02", "V99"))).then(car)
    driver = released.model_copy(update={"vehicles": (), "drivers": ("D2",)})
    given(reserved).when(other(release, drivers=("D2",))).then(driver)
    given(reserved, car).when(other(release, vehicles=("V02",))).then()
    left = (*CARS[:1], *CARS[2:])
    assert event_campaign.fold([reserved, car, driver]) == Kept(reserved, left, ("D1",))
    assert event_campaign.fold([released]) is None


@pytest.mark.parametrize("change", [{"name": "别的会"}, {"vehicles": ("V01",)}, {"unit": "B"}])
def test_a_number_stands_for_one_event(change: dict[str, Any]) -> None:
    no = refusal(other(reserve, **change), reserved)
    assert (no.code, no.values["name"]) == ("CampaignDiffers", "市第十四次党代会")


@pytest.mark.proves("R065")
@pytest.mark.parametrize("role", ["UNIT_CLERK", "FINANCE", ""])
def test_only_bureau_and_centre_keep_cars_for_an_event(role: str) -> None:
    assert refusal(other(reserve, brief=brief(role))).code == "RoleMayNot"
    assert refusal(other(release, brief=CLERK), reserved).code == "RoleMayNot"
    told = reserved.model_copy(update={"body": "CENTRE"})
    given().when(other(reserve, brief=brief("CENTRE"))).then(told)


@pytest.mark.proves("R057")
def test_cars_of_other_regions_are_not_kept() -> None:
    no = refusal(other(reserve, foreign=("V03", "V04")))
    assert (no.rule, no.code, no.values["vehicles"]) == ("分级管理", "CarsOfOthers", "V03, V04")
    far = spoken_by(reserve, "wang", "BUREAU", "330200")
    assert refusal(far).code == "OutsideJurisdiction"


def test_an_event_ends_after_it_begins() -> None:
    assert refusal(other(reserve, ends_at=BEGIN)).code == "EndsBeforeItBegins"
    moment = other(reserve, ends_at=BEGIN + timedelta.resolution)
    [told] = event_campaign.decide(moment, None)
    assert isinstance(told, FleetReserved)


WORDS = {
    "CampaignUnknown": (
        "重大活动保障",
        "R065",
        "没有活动 CONGRESS 的预留：请核对编号。",
        "nothing is reserved for campaign CONGRESS: check the number.",
    ),
    "EndsBeforeItBegins": (
        "重大活动保障",
        "R065",
        "活动 CONGRESS 的结束时间不晚于开始时间：请核对时间。",
        "campaign CONGRESS ends no later than it begins: check the times.",
    ),
    "CarsOfOthers": (
        "分级管理",
        "R057, R065",
        "车辆 V03 不属于 330100，不能为活动 CONGRESS 预留：请另选车辆。",
        "V03 do not belong to 330100 and cannot be kept for campaign CONGRESS: choose other cars.",
    ),
    "CampaignDiffers": (
        "重大活动保障",
        "R065",
        "活动 CONGRESS 已按“市第十四次党代会”预留车辆 V01, V02：请另用编号，或先释放。",
        (
            "campaign CONGRESS has reserved V01, V02 for 市第十四次党代会 already: "
            "use another number, or release them first."
        ),
    ),
}
TWO = reserved.model_copy(update={"vehicles": CARS[:2]})
NOT: dict[str, tuple[CampaignCommand, tuple[CampaignEvent, ...]]] = {
    "CampaignUnknown": (release, ()),
    "EndsBeforeItBegins": (other(reserve, ends_at=BEGIN), ()),
    "CarsOfOthers": (other(reserve, foreign=("V03",)), ()),
    "CampaignDiffers": (reserve, (TWO,)),
}


@pytest.mark.parametrize("code", WORDS)
def test_a_refusal_says_what_to_do(code: str) -> None:
    command, past = NOT[code]
    no = refusal(command, *past)
    assert no.code == code
    assert (no.rule, no.basis, no.say("zh"), no.say("en")) == WORDS[code]
