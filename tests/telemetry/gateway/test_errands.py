"""Orders that wait for a terminal, their wording, and fences as a terminal knows them."""

from datetime import UTC, datetime, timedelta
from typing import Any, Literal, get_args

import pytest

from fleet.decider import Event
from fleet.vehicle.fence import FencePublished
from fleet.vehicle.terminal import TerminalRegistered
from fleet.vehicle.terminal_order import Kind, TerminalOrderGiven, TerminalOrderSettled
from telemetry.codecs import jt808
from telemetry.gateway.errands import MESSAGES, Errands, Unspeakable, result_named, worded
from telemetry.gateway.fence_push import TELL_PLATFORM, pushed
from tests.telemetry.scene import yard

NOON = datetime(2026, 10, 1, 4, tzinfo=UTC)
PHONE = "13800138000"


def given(order: str, minutes: float = 60) -> TerminalOrderGiven:
    return TerminalOrderGiven(
        order=order,
        device=PHONE,
        kind="text",
        fields={"flags": 1, "text": "停"},
        reason="r",
        at=NOON,
        until=NOON + timedelta(minutes=minutes),
    )


def settled(order: str) -> TerminalOrderSettled:
    return TerminalOrderSettled(order=order, device=PHONE, result="done", at=NOON)


def test_orders_wait_in_the_order_in_which_they_were_given_until_they_are_settled() -> None:
    errands = Errands()
    events: list[Event] = [given("A"), given("B"), given("C"), settled("B")]
    assert [errands.take(event) for event in events] == [PHONE] * 4
    assert [each.order for each in errands.of(PHONE)] == ["A", "C"]
    errands.take(settled("A"))
    errands.take(settled("C"))
    errands.take(settled("unheard of"))
    assert (errands.of(PHONE), errands.waiting) == ([], {})


def test_other_papers_are_no_errands() -> None:
    assert Errands().take(TerminalRegistered(device=PHONE)) == ""


def test_an_order_is_over_when_its_time_is() -> None:
    errands = Errands()
    errands.take(given("A", 1))
    errands.take(given("B", 2))
    assert [each.order for each in errands.expired(NOON + timedelta(minutes=1))] == ["A"]


def test_every_kind_has_a_message() -> None:
    assert MESSAGES.keys() == set(get_args(Kind))


@pytest.mark.parametrize("edition", ["2013", "2019"])
def test_a_text_is_worded_in_both_editions(edition: Literal["2013", "2019"]) -> None:
    message, body = worded("text", {"flags": 1, "text": "停"}, edition)
    assert (message, jt808.read_body(message, body, edition)["text"]) == (0x8300, "停")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [("text", {}), ("text", {"flags": 1, "text": 7}), ("track", {"interval_s": -1})],
)
def test_what_the_protocol_has_not_is_unspeakable(kind: Kind, fields: dict[str, Any]) -> None:
    with pytest.raises(Unspeakable, match=kind):
        worded(kind, fields, "2013")


def test_results_have_names() -> None:
    named = ["done", "failed", "not_understood", "not_supported", "failed", "not_answered"]
    assert [result_named(result) for result in (0, 1, 2, 3, 4, None)] == named


def drawn(kind: str, coordinates: object, **other: object) -> FencePublished:
    """A version of the fence with this shape."""
    event = yard("base", 3)
    assert isinstance(event, FencePublished)
    geometry = {"type": kind, "coordinates": coordinates}
    return event.model_copy(update={"geometry": geometry, **other})


SQUARE = [[120.0, 30.0], [121.0, 30.0], [121.0, 31.0], [120.0, 31.0], [120.0, 30.0]]


def test_a_polygon_goes_to_the_terminal_with_its_version() -> None:
    kind, fields = pushed(drawn("Polygon", [SQUARE]))
    _, body = worded(kind, fields, "2019")
    read = jt808.read_body(0x8604, body, "2019")
    assert (read["name"], read["attribute"], len(read["vertices"])) == ("base@3", TELL_PLATFORM, 4)
    assert read["vertices"][2] == {"lat_e6": 31_000_000, "lon_e6": 121_000_000}
    assert worded(kind, fields, "2013")


def test_a_circle_in_the_south_west_says_where_it_is() -> None:
    kind, fields = pushed(drawn("Point", [-60.5, -30.25], radius_m=250.4))
    read = jt808.read_body(0x8600, worded(kind, fields, "2013")[1], "2013")
    (circle,) = read["items"]
    assert (circle["lat_e6"], circle["lon_e6"], circle["radius_m"]) == (30_250_000, 60_500_000, 250)
    assert circle["attribute"] == TELL_PLATFORM | 1 << 6 | 1 << 7


def test_a_corridor_is_a_route_with_its_whole_width() -> None:
    kind, fields = pushed(drawn("LineString", SQUARE[:3], half_width_m=50.0))
    read = jt808.read_body(0x8606, worded(kind, fields, "2019")[1], "2019")
    assert [corner["width_m"] for corner in read["corners"]] == [100, 100, 100]


def test_a_newer_version_has_the_number_of_the_older_one() -> None:
    older, newer = drawn("Polygon", [SQUARE]), drawn("Polygon", [SQUARE], version=4)
    assert pushed(older)[1]["id"] == pushed(newer)[1]["id"]


@pytest.mark.parametrize(
    "shape",
    [
        drawn("Polygon", [SQUARE, SQUARE]),
        drawn("MultiPolygon", [[SQUARE]]),
        drawn("Point", [120.0, 30.0]),
        drawn("LineString", SQUARE[:3]),
        drawn("LineString", SQUARE[:3], half_width_m=200.0),
        drawn("Polygon", [[[120.0, 30.0], [120.0, -30.0], [121.0, 30.0], [120.0, 30.0]]]),
    ],
)
def test_some_fences_a_terminal_cannot_know(shape: FencePublished) -> None:
    with pytest.raises(Unspeakable):
        pushed(shape)
