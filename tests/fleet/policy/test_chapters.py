"""The chapters on dispatch, checks, seals and drivers: what a file may say, and what it means."""

from datetime import time

import pytest
from pydantic import ValidationError

from fleet.decider import Refused
from fleet.policy.dispatching import Dispatching, Purpose, Rest
from fleet.policy.driving import Drivers, StarRow
from fleet.policy.inspecting import Inspecting
from fleet.policy.loading import from_yaml
from fleet.policy.packaged import text
from fleet.policy.policy_set import PolicySet
from fleet.policy.sealing import Sealing
from fleet.policy.using import DriverAppraisal
from fleet.policy.watching import Commuting, Watching, WorkingDay

DISPATCH, DRIVERS = Dispatching(), Drivers()
PACKAGED = (
    "cn-zj-hangzhou@2021-11-01",
    "cn-zj-hangzhou@2025-01-01",
    "cn-zj-hangzhou-xihu@2025-01-01",
)


@pytest.mark.parametrize("name", PACKAGED)
def test_the_packaged_policies_say_what_a_silent_one_means(name: str) -> None:
    policy = from_yaml(text(name))
    assert policy.dispatch == DISPATCH
    assert policy.inspection == Inspecting()
    assert policy.seal == Sealing()
    assert policy.drivers == DRIVERS
    assert policy.watching == Watching()


def test_waiting_times_and_limits_are_those_of_the_alert_rules() -> None:
    waits = DISPATCH.no_show_minutes, DISPATCH.overdue_return_minutes, DISPATCH.key_return_minutes
    assert waits == (60, 60, 30)
    limits = DISPATCH.emergency_per_month, DISPATCH.evaluation_days, DISPATCH.booking_days
    assert limits == (3, 7, 15)
    assert DISPATCH.ready_minutes == 30
    assert DISPATCH.rest == Rest(chain_hours=4, break_minutes=20)
    seal = Sealing()
    told = seal.min_days, seal.plan_days_before, seal.max_exempt_percent, seal.late_exemption_hours
    assert told == (3, 2, 20, 24)
    assert (Inspecting().warn_days, Inspecting().recall_days) == ((30, 15, 7), 30)
    numbers = DRIVERS.pledge_grace_days, DRIVERS.points_limit, DRIVERS.rule_documents
    assert (*numbers, DRIVERS.appraisal_days) == (0, 12, 10, 15)


@pytest.mark.parametrize("name", ["ENFORCEMENT", "执法执勤"])
def test_a_purpose_is_called_by_its_key_or_its_name(name: str) -> None:
    assert DISPATCH.purpose(name) == "ENFORCEMENT"


def test_an_unknown_purpose_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused) as refusal:
        DISPATCH.purpose("郊游")
    assert refusal.value.code == "UnknownPurpose"
    assert refusal.value.rule == "用车事由"
    assert refusal.value.values["purpose"] == "郊游"
    assert "OFFICIAL, EMERGENCY" in refusal.value.say("en")
    assert "郊游" in refusal.value.say("zh")


def test_a_purpose_is_served_by_its_categories_or_by_all() -> None:
    assert DISPATCH.allows("OFFICIAL", "SPECIAL_TECH")
    assert DISPATCH.allows("ENFORCEMENT", "ADMIN_ENFORCEMENT")
    assert not DISPATCH.allows("ENFORCEMENT", "VETERAN_CADRE")


def test_a_bus_needs_another_licence_than_a_sedan() -> None:
    assert "C1" in DISPATCH.classes_for("SEDAN")
    assert DISPATCH.classes_for("LARGE_BUS") == ("A1", "A3")
    assert DISPATCH.classes_for("MEDIUM_BUS") == ("A1", "A3", "B1")
    assert DISPATCH.classes_for("") == DISPATCH.classes_for("SEDAN")


def test_what_must_not_fail_is_marked_in_the_list() -> None:
    safety = {"BRAKES", "STEERING", "TYRES", "LIGHTS", "SEAT_BELTS"}
    assert Inspecting().safety == safety
    assert "APPEARANCE" in Inspecting().items.keys() - safety


@pytest.mark.proves("R097")
@pytest.mark.parametrize(
    ("score", "stars"), [(100, 5), (90, 5), (89, 4), (80, 4), (79, 3), (69, 2), (59, 1), (0, 1)]
)
def test_stars_follow_from_the_score_by_the_table(score: int, stars: int) -> None:
    assert DRIVERS.stars_for(score) == stars


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (StarRow(score=50, stars=2),),
        (StarRow(score=0, stars=1), StarRow(score=50, stars=2)),
        (StarRow(score=50, stars=3), StarRow(score=50, stars=2), StarRow(score=0, stars=1)),
    ],
)
def test_a_table_of_stars_falls_to_zero(rows: tuple[StarRow, ...]) -> None:
    with pytest.raises(ValidationError, match="the scores fall, and the last one is 0"):
        Drivers(stars=rows)


@pytest.mark.proves("R098")
def test_the_weights_of_an_appraisal_sum_to_a_hundred() -> None:
    with pytest.raises(ValidationError, match="sum to 99, not to 100"):
        DriverAppraisal(dimensions={"ability": 50, "safety": 49})


def test_a_purpose_names_only_categories_of_the_policy() -> None:
    policy = from_yaml(text(PACKAGED[0]))
    odd = Dispatching(purposes={"TOUR": Purpose(zh="参观", categories=("SPECIAL_TECH", "BUS"))})
    content = policy.content | {"dispatch": odd.model_dump(mode="json")}
    with pytest.raises(ValidationError, match=r"dispatch\.purposes\.TOUR\.categories: `BUS`"):
        PolicySet.model_validate(content)


def test_a_policy_that_says_nothing_of_purposes_may_have_other_categories() -> None:
    policy = from_yaml(text(PACKAGED[0]))
    kept = {"EMERGENCY_SUPPORT", "SPECIAL_TECH"}
    content = {key: value for key, value in policy.content.items() if key != "dispatch"}
    content["categories"] = {key: content["categories"][key] for key in sorted(kept)}
    content["standards"] = []
    content["quota"] = {**content["quota"], "headcount_ratio": {}}
    assert PolicySet.model_validate(content).categories.keys() == kept


def test_a_working_day_ends_after_it_begins() -> None:
    assert WorkingDay(begins=time(8), ends=time(8, 1)).ends == time(8, 1)
    with pytest.raises(ValidationError, match="ends after it begins"):
        WorkingDay(begins=time(8), ends=time(8))


def test_no_more_days_can_be_asked_for_than_there_are() -> None:
    assert Commuting(days=10).of_workdays == 10
    with pytest.raises(ValidationError, match="more days than there are"):
        Commuting(days=11)
