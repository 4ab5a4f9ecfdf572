"""The papers as rules read them, and whom a paper touches."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from fleet.decider import Event
from fleet.policy.calendar import CalendarAmended, CalendarAnnounced, Holiday
from fleet.policy.policies import PolicyRetired
from fleet.vehicle.fence import FenceWithdrawn
from fleet.vehicle.fence_plan import FencePlanPublished
from fleet.vehicle.terminal import TerminalBound, TerminalRegistered
from telemetry.car import Car
from telemetry.judging.books import Books, Seen
from telemetry.judging.codex import Codex, in_force
from telemetry.moment import BEGINNING, FOREVER, micros
from telemetry.registry import Registry
from telemetry.timelines.fact import Fact
from telemetry.touched import Touched
from tests.laws.verdict_world import policy
from tests.telemetry import papers_of_use as it
from tests.telemetry.on_the_road import records
from tests.telemetry.papers_of_use import hour, us
from tests.telemetry.scene import ALWAYS, yard

NEW_YEAR = date(2027, 1, 1)


class Shelf:
    """Books that are kept up to date, and the car V1 with its terminal."""

    def __init__(self, *events: Event) -> None:
        self.registry = Registry()
        self.books = Books(self.registry)
        bound = TerminalBound(device="T1", vehicle="V1", valid_from=ALWAYS, valid_to=None)
        self.file(TerminalRegistered(device="T1"), bound, *events)

    def file(self, *events: Event) -> list[Touched]:
        """What the last of these papers touches."""
        touched: list[Touched] = []
        for event in events:
            touched = self.books.take(event, self.registry.apply(event))
        return touched

    def car(self, begin: float = 0) -> Car:
        """V1 from an hour on."""
        contested = Fact("contested", "V1", us(1), us(2), ("T1",))
        return self.books.car("V1", Seen(us(begin), us(99), records([]), (contested,)))


def plan(version: int = 1, **roles: tuple[str, ...]) -> Event:
    told: dict[str, Any] = {"home": (), "operating": (), "forbidden": (), **roles}
    return FencePlanPublished(
        vehicle="V1", version=version, valid_from=hour(0), valid_to=None, **told
    )


def off(day: date, kind: type[CalendarAnnounced] | type[CalendarAmended]) -> Event:
    holiday = Holiday(date=day, name="元旦")
    told: dict[str, Any] = {"source": "通知", "workdays": (), "at": it.DAY}
    return kind(year=day.year, holidays=(holiday,), **told)


def test_a_car_has_the_facts_that_may_matter_in_its_window() -> None:
    shelf = Shelf(it.unit("U"), it.car("V1"), it.assigned("V1", 5, 6))
    assert [fact.kind for fact in shelf.car(10).facts] == [
        "bound", "in_service", "contested", "ordered",
    ]  # fmt: skip
    assert [fact.kind for fact in shelf.car(80).facts] == ["bound", "in_service"]


def test_a_car_is_of_its_unit_and_kind() -> None:
    shelf = Shelf(it.unit("U"), it.car("V1"))
    assert (shelf.car().unit, shelf.car().category) == ("U", "LAW_ENFORCEMENT")
    assert shelf.file(it.moved("V1", "W", 7)) == [
        Touched(frozenset({"V1"}), us(7), "vehicle.transferred")
    ]
    assert shelf.car().unit == "W"
    assert (Shelf().car().unit, Shelf().car().category) == ("", "")


def test_a_unit_told_late_touches_its_cars() -> None:
    shelf = Shelf(it.car("V1"))
    told = shelf.file(it.unit("U"))
    assert told == [Touched(frozenset({"V1"}), BEGINNING, "unit.registered")]
    assert shelf.file(it.unit("U")) == []


def test_the_areas_of_the_plan_have_their_roles_and_times() -> None:
    areas = [yard("base"), yard("city", 1), yard("city", 2, hour(5)), yard("bank")]
    names = plan(home=("base",), operating=("city", "nowhere"), forbidden=("bank",))
    told = Shelf(*areas, names).car(50).areas
    assert [(area.name, area.role, area.begin, area.end) for area in told] == [
        ("city@1", "operating", us(2), us(5)),
        ("bank@1", "forbidden", us(2), FOREVER),
        ("base@1", "home", us(2), FOREVER),
        ("city@2", "operating", us(5), FOREVER),
    ]


def test_an_area_that_is_over_is_none_of_the_window() -> None:
    shelf = Shelf(yard("city", 1), yard("city", 2, hour(5)), plan(operating=("city",)))
    assert [area.name for area in shelf.car(52).areas] == ["city@1", "city@2"]
    assert [area.name for area in shelf.car(54).areas] == ["city@2"]


def test_the_areas_that_orders_and_layers_name_are_known_by_their_names() -> None:
    order = it.assigned("V1", 5, 6, fences=("there", "nowhere"))
    lake = yard("sensitive-2021.lake")
    named = Shelf(it.car("V1"), yard("there"), lake, order).car().named
    assert {name: [area.name for area in areas] for name, areas in named.items()} == {
        "nowhere": [],
        "sensitive-2021": ["sensitive-2021.lake@1"],
        "there": ["there@1"],
    }


def test_a_fence_touches_the_cars_whose_orders_name_it() -> None:
    shelf = Shelf(it.car("V1"), it.assigned("V1", 5, 6, fences=("there",)))
    since = [Touched(frozenset({"V1"}), us(3), "fence_withdrawn")]
    assert shelf.file(yard("there", 1, hour(3)))[1:] == since
    assert shelf.file(FenceWithdrawn(fence="there", at=hour(3)))[1:] == since
    assert shelf.file(yard("elsewhere"))[1:] == []


def test_a_sensitive_place_touches_every_car() -> None:
    told = Shelf().file(yard("sensitive-2021.lake", 1, hour(3)))
    assert told[1:] == [Touched(frozenset({"V1"}), us(3), "fence_withdrawn")]


def test_a_policy_changes_the_numbers_from_its_day_on() -> None:
    shelf = Shelf(it.unit("U", "330106"), it.car("V1"))
    [touched] = shelf.file(policy("330100", 30))
    begin = micros(datetime(2026, 10, 1, 16, tzinfo=UTC))
    assert touched == Touched(frozenset({"V1"}), begin, "policy.published")
    before, after = shelf.books.rulebooks("V1")
    assert (before.value.grace_s, before.end) == (600, begin)
    assert (after.value.grace_s, after.value.version) == (1800, "cn-zj-hangzhou/v30")
    assert in_force([before, after], begin - 1) == before.value
    assert in_force([before, after], begin) == after.value


def test_a_policy_that_ends_leaves_the_packaged_numbers() -> None:
    codex = Codex()
    codex.apply(policy("330106", 6))
    told: dict[str, Any] = {"document": "令2", "at": it.DAY, "ends_on": date(2026, 10, 5)}
    reference = "cn-zj-hangzhou@v6"
    codex.apply(PolicyRetired(jurisdiction="330106", policy=reference, **told))
    assert [book.value.grace_s for book in codex.books("330106")] == [600, 1800, 600]
    assert [book.value.grace_s for book in codex.books("")] == [600]


def test_a_calendar_touches_the_days_that_it_changes() -> None:
    shelf = Shelf(off(NEW_YEAR, CalendarAnnounced))
    later = date(2027, 1, 5)
    [touched] = shelf.file(off(later, CalendarAmended))
    begin, end = datetime(2026, 12, 31, 16, tzinfo=UTC), datetime(2027, 1, 5, 16, tzinfo=UTC)
    assert (touched.begin, touched.end) == (micros(begin), micros(end))
    [book] = shelf.books.rulebooks("V1")
    assert (book.value.off_days[NEW_YEAR], book.value.off_days[later]) == (False, True)


@pytest.mark.parametrize("again", [CalendarAnnounced, CalendarAmended])
def test_the_same_calendar_again_touches_nothing(again: type[CalendarAmended]) -> None:
    shelf = Shelf(off(NEW_YEAR, CalendarAnnounced))
    [touched] = shelf.file(off(NEW_YEAR, again))
    assert touched.begin == FOREVER
