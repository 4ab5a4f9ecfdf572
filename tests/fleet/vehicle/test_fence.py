"""Areas are published in versions and withdrawn; no version is ever edited."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.decider import Refused
from fleet.vehicle.fence import (
    CiteFence,
    FenceEvent,
    FencePublished,
    FenceWithdrawn,
    Known,
    PublishFence,
    Unknown,
    WithdrawFence,
    fence,
)
from fleet.vehicle.versions import Version
from tests.given import Given

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
POINT = {"type": "Point", "coordinates": [120.15, 30.25]}
BOW = [[120.1, 30.2], [120.2, 30.3], [120.2, 30.2], [120.1, 30.3], [120.1, 30.2]]

given = Given(fence)
publish = PublishFence(fence="F1", name="大院", geometry=POINT, radius_m=200, valid_from=NOW)
published = FencePublished(
    fence="F1",
    version=1,
    name="大院",
    geometry=POINT,
    radius_m=200,
    half_width_m=None,
    profile="standard",
    everyone=False,
    valid_from=NOW,
    valid_to=None,
    declared_datum="wgs84",
    declared_geometry=None,
)
withdraw = WithdrawFence(fence="F1", at=LATER)
withdrawn = FenceWithdrawn(fence="F1", at=LATER)


def _other(event: FencePublished, **change: Any) -> FencePublished:  # noqa: ANN401 - any field
    return event.model_copy(update=change)


def test_an_area_is_published() -> None:
    given().when(publish).then(published)
    nameless = publish.model_copy(update={"name": ""})
    given().when(nameless).then(_other(published, name="F1"))


def test_publishing_the_same_twice_changes_nothing() -> None:
    given(published).when(publish).then()


def test_another_shape_is_another_version() -> None:
    wider = publish.model_copy(update={"radius_m": 300.0, "valid_from": LATER})
    second = _other(published, version=2, radius_m=300.0, valid_from=LATER)
    given(published).when(wider).then(second)
    state = fence.fold([published, second])
    assert isinstance(state, Known)
    assert state.versions == (Version(1, NOW, LATER), Version(2, LATER, None))


def test_a_correction_leaves_nothing_of_the_version_it_replaces() -> None:
    corrected = _other(published, version=2, radius_m=300.0)
    state = fence.fold([published, corrected])
    assert state == Known(corrected, (Version(2, NOW, None),))


def test_visits_of_everyone_stay_recorded_until_somebody_says_otherwise() -> None:
    everyone = _other(published, everyone=True)
    given().when(publish.model_copy(update={"everyone": True})).then(everyone)
    given(everyone).when(publish).then()
    nobody = publish.model_copy(update={"everyone": False})
    given(everyone).when(nobody).then(_other(published, version=2))


def test_an_area_is_withdrawn_once_and_may_come_back() -> None:
    given(published).when(withdraw).then(withdrawn)
    given(published, withdrawn).when(withdraw).then()
    given(published, withdrawn).when(publish).then(_other(published, version=2))
    given().when(withdraw).refused("先画围栏")


def test_only_a_known_area_is_cited() -> None:
    given(published).when(CiteFence(fence="F1")).then()
    given().when(CiteFence(fence="F1")).refused("先画围栏")


def test_what_was_drawn_on_map_tiles_is_kept_and_judged_on_wgs84() -> None:
    drawn = publish.model_copy(update={"datum": "gcj02"})
    (event,) = fence.decide(drawn, Unknown())
    assert isinstance(event, FencePublished)
    assert (event.declared_datum, event.declared_geometry) == ("gcj02", POINT)
    lon, lat = event.geometry["coordinates"]
    assert (lon, lat) == pytest.approx((120.1453, 30.2523), abs=2e-4)


@pytest.mark.parametrize(
    "change",
    [
        {"geometry": {"type": "Polygon", "coordinates": [BOW]}, "radius_m": None},
        {"radius_m": None},
        {"half_width_m": 20.0},
        {"geometry": {"type": "Polygon", "coordinates": [BOW]}},
        {"geometry": {"type": "LineString", "coordinates": BOW}, "radius_m": None},
        {"geometry": {"type": "Point", "coordinates": []}},
    ],
)
def test_a_shape_that_cannot_be_judged_is_refused(change: dict[str, Any]) -> None:
    given().when(publish.model_copy(update=change)).refused("围栏图形有效")


def test_the_refusal_says_where_the_boundary_crosses_itself() -> None:
    bow = {"geometry": {"type": "Polygon", "coordinates": [BOW]}, "radius_m": None}
    with pytest.raises(Refused) as refusal:
        fence.decide(publish.model_copy(update=bow), Unknown())
    assert "Self-intersection[120.15 30.25]" in refusal.value.say("en")
    assert "边界自相交[120.15 30.25]" in refusal.value.say("zh")


def test_a_version_has_a_duration() -> None:
    with pytest.raises(ValueError, match="valid_to is not later"):
        PublishFence(fence="F1", geometry=POINT, valid_from=NOW, valid_to=NOW)


def test_what_is_told_of_nobody_changes_nothing() -> None:
    assert fence.fold([withdrawn]) == Unknown()


times = st.integers(0, 12).map(lambda hours: NOW + timedelta(hours=hours))


@st.composite
def wishes(draw: st.DrawFn) -> PublishFence | WithdrawFence:
    begin, end = draw(times), draw(st.none() | times)
    if draw(st.booleans()):
        return WithdrawFence(fence="F1", at=begin)
    if end is not None and end <= begin:
        end = begin + timedelta(minutes=1)
    radius = draw(st.integers(1, 3))
    return publish.model_copy(update={"radius_m": radius, "valid_from": begin, "valid_to": end})


@each(st.lists(wishes(), max_size=12))
def test_versions_never_overlap_and_are_numbered_without_gaps(
    commands: list[PublishFence | WithdrawFence],
) -> None:
    past: list[FenceEvent] = [published]
    for command in commands:
        past += fence.decide(command, fence.fold(past))
        assert fence.decide(command, fence.fold(past)) == []
    known = fence.fold(past)
    assert isinstance(known, Known)
    assert all(a.until <= b.valid_from for a, b in combinations(known.versions, 2))
    numbers = [event.version for event in past if isinstance(event, FencePublished)]
    assert numbers == [*range(1, len(numbers) + 1)]
