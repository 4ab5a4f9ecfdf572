"""Which policy holds where and when."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.policy.shelf import Shelf, lineage
from tests.fleet.policy.sample import REGION, noon, refusal, version

OLD, NEW = version("2021-11-01"), version("2025-01-01")
CITY = Shelf({"330100": (OLD, NEW)})
XIHU = version("2026-01-01", "330106")
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.proves("R033")
@pytest.mark.parametrize(
    ("moment", "policy"),
    [
        ("2021-10-31T16:00:00+00:00", OLD),
        ("2024-12-31T15:59:59+00:00", OLD),
        ("2024-12-31T16:00:00+00:00", NEW),
        ("2099-01-01T00:00:00+00:00", NEW),
    ],
)
def test_a_version_holds_from_its_first_local_day_until_the_next(
    moment: str, policy: object
) -> None:
    assert CITY.in_force("330100", datetime.fromisoformat(moment)) is policy


@pytest.mark.proves("R033")
def test_before_the_first_version_nothing_holds() -> None:
    no = refusal(lambda: CITY.in_force("330100", datetime.fromisoformat("2021-10-31T15:59Z")))
    assert (no.rule, no.code, no.basis) == ("政策未发布", "NoPolicyInForce", "R033, R054")
    told = (
        "330100 has no policy in force on 2021-10-31: publish one first (gongche policy publish)."
    )
    assert no.say("en") == told
    told = "330100 在 2021-10-31 没有生效的政策：请先发布政策（gongche policy publish）。"
    assert no.say("zh") == told


def test_on_an_empty_shelf_nothing_holds() -> None:
    assert Shelf() == Shelf({}, {})
    no = refusal(lambda: Shelf().in_force("", noon("2026-01-01")))
    assert no.values == {"jurisdiction": "-", "day": "2026-01-01"}


@pytest.mark.proves("R054")
def test_a_district_without_rules_has_those_of_its_city() -> None:
    assert CITY.in_force("330106", noon("2026-01-01")) is NEW


@pytest.mark.proves("R054")
def test_a_district_has_its_own_rules_from_its_own_day_on() -> None:
    shelf = Shelf({"330100": (OLD, NEW), "330106": (XIHU,)})
    assert shelf.in_force("330106", noon("2025-12-31")) is NEW
    assert shelf.in_force("330106", noon("2026-01-01")) is XIHU
    assert shelf.in_force("330100", noon("2026-01-01")) is NEW


@pytest.mark.proves("R033")
def test_what_was_retired_does_not_hold_from_that_day_on() -> None:
    shelf = Shelf({"330100": (OLD, NEW)}, {NEW.reference: date(2026, 1, 1)})
    assert shelf.in_force("330100", noon("2025-12-31")) is NEW
    refusal(lambda: shelf.in_force("330100", noon("2026-01-01")))


def test_a_version_ends_with_its_retirement_or_with_the_next_one() -> None:
    end = date(2024, 1, 1)
    assert list(CITY.versions("330100")) == [(OLD, date(2025, 1, 1)), (NEW, None)]
    gap = Shelf({"330100": (OLD, NEW)}, {OLD.reference: end})
    assert list(gap.versions("330100")) == [(OLD, end), (NEW, None)]
    assert list(gap.versions("330106")) == []


@pytest.mark.proves("R033")
def test_a_case_finds_the_version_it_was_opened_under() -> None:
    shelf = Shelf({"330106": (XIHU,), "330100": (OLD, NEW)}, {NEW.reference: date(2026, 1, 1)})
    assert shelf.cited("cn-zj-hangzhou@2021-11-01") is OLD
    assert shelf.cited("cn-zj-hangzhou@2025-01-01") is NEW
    assert shelf.cited("cn-330106@2026-01-01") is XIHU


def test_what_was_never_published_cannot_have_been_cited() -> None:
    with pytest.raises(LookupError, match=r"^no policy x@1 has been published$"):
        CITY.cited("x@1")


@pytest.mark.proves("R011")
@pytest.mark.parametrize(
    ("region", "above"),
    [
        ("330106", ["330106", "330100", "330000"]),
        ("330100", ["330100", "330000"]),
        ("330000", ["330000"]),
        ("", []),
    ],
)
def test_regions_are_a_tree_of_province_city_and_district(region: str, above: list[str]) -> None:
    assert list(Shelf().lineage(region)) == above


@pytest.mark.proves("R011")
def test_a_published_policy_says_what_is_above_its_region() -> None:
    county = version(
        "2026-01-01", "330127", jurisdiction=REGION | {"code": "330127", "parent": "330000"}
    )
    assert list(Shelf({"330127": (county,), "330100": ()}).lineage("330127")) == [
        "330127",
        "330000",
    ]


def test_a_region_that_is_its_own_grandparent_is_left() -> None:
    assert list(lineage("1", {"1": "2", "2": "1"})) == ["1", "2"]


@pytest.mark.proves("R033")
@each(st.lists(days, min_size=1, max_size=5, unique=True), days)
def test_on_every_day_the_newest_that_has_begun_holds(begins: list[date], day: date) -> None:
    begins.sort()
    shelf = Shelf({"330100": tuple(version(begin.isoformat()) for begin in begins)})
    begun = [begin for begin in begins if begin <= day]
    if not begun:
        refusal(lambda: shelf.in_force("330100", noon(day.isoformat())))
    else:
        assert shelf.in_force("330100", noon(day.isoformat())).effective_from == begun[-1]


@pytest.mark.proves("R033")
@each(st.lists(days, min_size=2, max_size=5, unique=True))
def test_no_day_between_two_versions_is_left_out_or_held_twice(begins: list[date]) -> None:
    begins.sort()
    shelf = Shelf({"330100": tuple(version(begin.isoformat()) for begin in begins)})
    for (old, until), (new, _) in pairwise(shelf.versions("330100")):
        assert until == new.effective_from
        last = noon((new.effective_from - timedelta(days=1)).isoformat())
        assert shelf.in_force("330100", last) is old
