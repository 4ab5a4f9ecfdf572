"""专项检查: ordered for the cars of some districts because of the season or the weather."""

from datetime import date
from typing import Any

import pytest

from fleet.inspection import rules
from fleet.inspection.special_check import Ordered, special_check
from fleet.inspection.special_words import Campaign, OrderSpecialCheck, SpecialCheckOrdered
from fleet.policy.grounds import Grounds
from tests.fleet.inspection.workshop import (
    ABROAD,
    BUREAU,
    CENTRE,
    CITY,
    DRIVER,
    HANGZHOU,
    NOW,
    REFERENCE,
    SAFETY,
    local,
    other,
    refusal,
    told,
)
from tests.given import Given

given = Given(special_check)
SAID: dict[str, Any] = {
    "campaign": "T1",
    "jurisdiction": CITY,
    "name": "台风专项检查",
    "occasion": "TYPHOON",
    "districts": ("上城区", "330106"),
    "first_day": date(2026, 9, 1),
    "last_day": date(2026, 9, 3),
    "document": "杭机管〔2026〕7号",
    "note": "重点看雨刮",
    "at": NOW,
}
order = OrderSpecialCheck(**SAID, items=("TYRES", "LIGHTS"), brief=CENTRE)


def ordered(*items: str, by: str = "gu") -> SpecialCheckOrdered:
    """It is ordered."""
    window = {"begins_at": local("2026-09-01 00:00"), "due_until": local("2026-09-04 00:00")}
    grounds = Grounds.of(HANGZHOU, rules.AMONG_THE_ITEMS, items=[*items])
    return SpecialCheckOrdered(**SAID, **window, items=items, grounds=grounds, by=by)


@pytest.mark.proves("R093")
def test_a_typhoon_has_its_own_check() -> None:
    given().when(order).then(ordered("TYRES", "LIGHTS"))
    given(ordered("TYRES", "LIGHTS")).when(order).then()


@pytest.mark.proves("R093")
def test_with_no_items_named_it_looks_at_all_that_keeps_a_car_safe() -> None:
    given().when(other(order, items=(), brief=BUREAU)).then(ordered(*SAFETY, by="wang"))
    given(ordered(*SAFETY)).when(other(order, items=())).then()


@pytest.mark.parametrize(
    "change",
    [
        {"jurisdiction": "330200"},
        {"name": "又一次"},
        {"occasion": "SNOW"},
        {"districts": ("滨江区",)},
        {"first_day": date(2026, 9, 2)},
        {"last_day": date(2026, 9, 4)},
        {"document": "另一件"},
    ],
)
def test_a_number_stands_for_one_special_check(change: dict[str, Any]) -> None:
    no = refusal(special_check, other(order, **change), told(special_check, order))
    assert (no.code, no.values) == ("CampaignDiffers", {"campaign": "T1"})


def test_it_ends_after_it_begins() -> None:
    day = date(2026, 9, 1)
    assert told(special_check, other(order, last_day=day))[0].due_until == local("2026-09-02 00:00")
    no = refusal(special_check, other(order, last_day=date(2026, 8, 31)))
    values = {"campaign": "T1", "first": "2026-09-01", "last": "2026-08-31"}
    assert (no.code, no.values) == ("EndsBeforeItBegins", values)


def test_it_looks_at_what_the_policy_knows() -> None:
    no = refusal(special_check, other(order, items=("WIPERS",)))
    assert (no.code, no.values["items"], no.policy) == ("UnknownItem", "WIPERS", REFERENCE)
    assert no.values["check"] == "T1"


def test_bureau_and_fleet_centre_order_it_in_their_region() -> None:
    assert refusal(special_check, other(order, brief=DRIVER)).code == "RoleMayNot"
    assert refusal(special_check, other(order, brief=ABROAD)).code == "OutsideJurisdiction"


def test_its_tasks_know_it() -> None:
    known = special_check.fold([ordered("TYRES")])
    assert isinstance(known, Ordered)
    window = local("2026-09-01 00:00"), local("2026-09-04 00:00")
    assert known.campaign == Campaign(*window, ("TYRES",), ("上城区", "330106"))
