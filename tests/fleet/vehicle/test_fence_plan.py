"""Where a vehicle lives, works, and must not go."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.vehicle.fence_plan import (
    AddFences,
    CiteFencePlan,
    FencePlanPublished,
    Planned,
    PublishFencePlan,
    fence_plan,
)
from fleet.vehicle.versions import Version
from tests.given import Given

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
LATER = NOW + timedelta(days=30)

given = Given(fence_plan)
publish = PublishFencePlan(vehicle="V1", home=("F1",), operating=("F3", "F2"), valid_from=NOW)
published = FencePlanPublished(
    vehicle="V1",
    version=1,
    home=("F1",),
    operating=("F2", "F3"),
    forbidden=(),
    valid_from=NOW,
    valid_to=None,
)
add = AddFences(vehicle="V1", role="forbidden", fences=("F9",), valid_from=LATER)
added = published.model_copy(update={"version": 2, "forbidden": ("F9",), "valid_from": LATER})


@pytest.mark.proves("R069")
def test_a_plan_is_published_and_replaced() -> None:
    given().when(publish).then(published)
    given(published).when(publish).then()
    other = publish.model_copy(update={"home": ("F4",)})
    second = published.model_copy(update={"version": 2, "home": ("F4",)})
    given(published).when(other).then(second)


def test_areas_are_added_to_what_the_plan_says() -> None:
    given(published).when(add).then(added)
    given(published, added).when(add).then()
    first = added.model_copy(update={"version": 1, "home": (), "operating": ()})
    given().when(add).then(first)


def test_areas_that_the_plan_names_already_are_not_added_later() -> None:
    later = add.model_copy(update={"valid_from": LATER + timedelta(1)})
    given(published, added).when(later).then()
    ending = added.model_copy(update={"valid_to": LATER + timedelta(1)})
    third = added.model_copy(update={"version": 3, "valid_from": later.valid_from})
    given(published, ending).when(later).then(third)


def test_every_version_of_a_plan_is_in_force_until_the_next() -> None:
    ending = added.model_copy(update={"valid_to": LATER + timedelta(1)})
    versions = (Version(1, NOW, LATER), Version(2, LATER, LATER + timedelta(1)))
    assert fence_plan.fold([published, ending]) == Planned(ending, versions)


def test_areas_that_the_plan_names_later_are_named_from_now_on() -> None:
    earlier = add.model_copy(update={"valid_from": NOW})
    third = added.model_copy(update={"version": 3, "valid_from": NOW})
    given(published, added).when(earlier).then(third)


def test_a_plan_names_an_area() -> None:
    given().when(PublishFencePlan(vehicle="V1", valid_from=NOW)).refused("一车一围栏")


def test_no_area_is_both_allowed_and_forbidden() -> None:
    both = publish.model_copy(update={"forbidden": ("F2",)})
    given().when(both).refused("一车一围栏")
    given(published, added).when(add.model_copy(update={"role": "home"})).refused("一车一围栏")


@pytest.mark.proves("R077")
def test_a_vehicle_that_goes_into_service_has_a_home() -> None:
    cite = CiteFencePlan(vehicle="V1")
    given(published).when(cite).then()
    given(published.model_copy(update={"home": ()})).when(cite).refused("一车一围栏")
    given().when(cite).refused("一车一围栏")


def test_a_version_has_a_duration() -> None:
    with pytest.raises(ValueError, match="valid_to is not later"):
        PublishFencePlan(vehicle="V1", home=("F1",), valid_from=NOW, valid_to=NOW)


times = st.integers(0, 12).map(lambda hours: NOW + timedelta(hours=hours))


@st.composite
def wishes(draw: st.DrawFn) -> PublishFencePlan | AddFences:
    begin, end = draw(times), draw(st.none() | times)
    name = draw(st.sampled_from(["F1", "F2"]))
    if draw(st.booleans()):
        return AddFences(vehicle="V1", role="operating", fences=(name,), valid_from=begin)
    if end is not None and end <= begin:
        end = begin + timedelta(minutes=1)
    return PublishFencePlan(vehicle="V1", home=(name,), valid_from=begin, valid_to=end)


@each(st.lists(wishes(), min_size=1, max_size=12))
def test_versions_never_overlap_and_are_never_edited(
    commands: list[PublishFencePlan | AddFences],
) -> None:
    past: list[FencePlanPublished] = []
    for command in commands:
        past += fence_plan.decide(command, fence_plan.fold(past))
        assert fence_plan.decide(command, fence_plan.fold(past)) == []
    plan = fence_plan.fold(past)
    assert isinstance(plan, Planned)
    assert all(a.until <= b.valid_from for a, b in combinations(plan.versions, 2))
    assert [event.version for event in past] == [*range(1, len(past) + 1)]
