"""One vehicle: its file, its track of a day, its fences; and where all are."""

from datetime import datetime, timedelta

import httpx
import pytest
import shapely
from shapely.geometry import shape

from projections import engine
from telemetry.fix import Quality
from tests.projections.stories import AREA, written
from tests.projections.web.town import CENTRE, Town, got

COLUMNS = (
    "device", "at", "digest", "lon", "lat", "alarm", "status", "quality", "datum", "source", "raw",
    "received_at",
)  # fmt: skip


async def driven(town: Town, count: int, quality: Quality = Quality.LATE) -> None:
    """The car drove east, a fix every ten seconds, until now."""
    times = [town.now - timedelta(seconds=10 * back) for back in reversed(range(count))]
    rows = [
        (
            "T1",
            at,
            str(at).encode(),
            120 + n / 1e4,
            30,
            0,
            3,
            int(quality),
            "wgs84",
            "json",
            b"",
            at,
        )
        for n, at in enumerate(times)
    ]
    await town.connection.copy_records_to_table(
        "fixes", records=rows, columns=COLUMNS, schema_name="archive"
    )
    await town.connection.execute(
        "INSERT INTO archive.bindings VALUES ('T1', 'car-1', '2026-01-01', NULL, false)"
    )


def test_all_vehicles_come_with_the_cursor_of_the_stream(web: str, town: Town) -> None:
    body = httpx.get(f"{web}/api/v1/positions/latest").json()
    assert body["rows"] == [["car-1", *CENTRE, 0.0, 90, town.now.timestamp(), 0, 3, 0]]
    assert body["cursor"] == {"since": "supervision:0", "change": 1}


def test_a_file_tells_who_it_is_and_where(web: str) -> None:
    body = httpx.get(f"{web}/api/v1/vehicles/car-1").json()
    assert (body["row"]["plate"], body["row"]["unit_name"]) == ("浙A0001警", "市档案馆")
    assert body["row"]["home"] == ["yard"]
    assert body["live"]["lon"] == CENTRE[0]


async def test_a_vehicle_seen_but_not_in_the_books_has_a_place(web: str, town: Town) -> None:
    await town.seen("stranger", *CENTRE)
    body = (await got(f"{web}/api/v1/vehicles/stranger")).json()
    assert (body["row"], body["live"]["vehicle"]) == (None, "stranger")
    assert (await got(f"{web}/api/v1/vehicles/nobody")).status_code == 404


def test_a_round_fence_is_drawn_round(web: str) -> None:
    [fence] = httpx.get(f"{web}/api/v1/vehicles/car-1/fences").json()["features"]
    assert fence["properties"]["roles"] == ["home", "operating"]
    area = shape(fence["geometry"])
    assert area.contains(shapely.Point(120.15 + 0.0051, 30.28))  # 500 m are 0.0052 degrees here
    assert not area.contains(shapely.Point(120.15 + 0.0053, 30.28))


async def test_the_track_of_the_day_carries_its_flags(web: str, town: Town) -> None:
    await driven(town, 7)
    body = (await got(f"{web}/api/v1/vehicles/car-1/track")).json()
    assert body["of"] == 7
    assert body["rows"][-1] == [town.now.timestamp(), 120.0006, 30.0, None, None, ["late"]]
    assert datetime.fromisoformat(body["from"]).hour == 0  # of the day in Shanghai


async def test_a_long_track_is_thinned_and_keeps_its_end(web: str, town: Town) -> None:
    await driven(town, 100)
    body = (await got(f"{web}/api/v1/vehicles/car-1/track?max_points=10")).json()
    assert (body["of"], len(body["rows"])) == (100, 10)
    assert body["rows"][-1][0] == town.now.timestamp()


async def test_a_place_that_cannot_be_is_told_without_the_place(web: str, town: Town) -> None:
    await driven(town, 1, Quality.NULL_ISLAND)
    [row] = (await got(f"{web}/api/v1/vehicles/car-1/track")).json()["rows"]
    assert row[1:3] == [None, None]
    assert row[5] == ["null_island"]


def test_a_stretch_of_time_ends_after_it_begins(web: str) -> None:
    query = {"from": "2026-10-01T10:00:00Z", "to": "2026-10-01T09:00:00Z"}
    answer = httpx.get(f"{web}/api/v1/vehicles/car-1/track", params=query)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:gongche:problem:empty-window")


async def test_a_track_has_what_lies_between_two_times(web: str, town: Town) -> None:
    await driven(town, 7)
    minute = {"from": at(town, -30), "to": at(town, -10)}
    body = (await got(f"{web}/api/v1/vehicles/car-1/track", minute)).json()
    assert [row[0] for row in body["rows"]] == [
        town.now.timestamp() - back for back in (30, 20, 10)
    ]
    assert [datetime.fromisoformat(body[end]) for end in ("from", "to")] == [
        town.now - timedelta(seconds=back) for back in (30, 10)
    ]


async def test_a_vehicle_without_fixes_has_an_empty_track(web: str) -> None:
    body = (await got(f"{web}/api/v1/vehicles/nobody/track")).json()
    assert (body["of"], body["rows"]) == (0, [])


@pytest.mark.parametrize(
    "query",
    [
        {"max_points": "1"},
        {"max_points": "20001"},
        {"from": "2026-10-01T10:00:00"},  # where?
        {"from": "yesterday"},
    ],
)
def test_a_question_for_a_track_that_is_none_is_a_problem(web: str, query: dict[str, str]) -> None:
    answer = httpx.get(f"{web}/api/v1/vehicles/car-1/track", params=query)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["type"]) == (
        422,
        "urn:gongche:problem:invalid-request",
    )


@pytest.mark.parametrize(
    "query",
    [
        {"from": "0001-01-01T00:00:00+14:00"},
        {"from": "0001-01-01T00:00:00Z", "to": "9999-12-31T23:59:59.999999Z"},
        {"from": "2026-09-30T00:00:00Z", "to": "9999-12-31T23:59:59-12:00"},
    ],
)
async def test_all_time_is_a_stretch_of_time(web: str, town: Town, query: dict[str, str]) -> None:
    await driven(town, 3)
    answer = await got(f"{web}/api/v1/vehicles/car-1/track", query)
    assert (answer.status_code, answer.json()["of"]) == (200, 3), answer.text


@pytest.mark.parametrize("name", ["%00", "car%00-1", "a%2Fb", "%F0%9F%9A%97", "x" * 3_000])
@pytest.mark.parametrize("what", ["", "/fences"])
def test_a_name_that_no_vehicle_has_is_not_found(web: str, name: str, what: str) -> None:
    answer = httpx.get(f"{web}/api/v1/vehicles/{name}{what}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == 404


async def test_a_strip_and_a_polygon_are_drawn_and_a_fence_for_everyone_is_named_so(
    web: str, town: Town
) -> None:
    line = {"type": "LineString", "coordinates": [[120.1, 30.2], [120.2, 30.2]]}
    corners = [[120.1, 30.1], [120.2, 30.1], [120.2, 30.2], [120.1, 30.1]]
    strip = {"fence": "road", "geometry": line, "radius_m": None, "half_width_m": 100.0}
    field = {"fence": "field", "geometry": {"type": "Polygon", "coordinates": [corners]}}
    for drawn in (strip, {**field, "radius_m": None}):
        common = {"everyone": True, "name": ""}
        await written(town.connection, "lifecycle", AREA.model_copy(update={**common, **drawn}))
    other = AREA.model_copy(update={"fence": "elsewhere"})
    await written(town.connection, "lifecycle", other)
    await engine.bring_up(town.connection)
    features = (await got(f"{web}/api/v1/vehicles/car-1/fences")).json()["features"]
    found = {each["properties"]["fence"]: each for each in features}
    assert set(found) == {"yard", "road", "field"}
    assert found["road"]["properties"]["role"] == "everyone"
    assert found["field"]["properties"]["name"] == "field"
    assert found["field"]["geometry"]["coordinates"] == [corners]
    assert shape(found["road"]["geometry"]).contains(shapely.Point(120.15, 30.2008))
    assert not shape(found["road"]["geometry"]).contains(shapely.Point(120.15, 30.2010))


def at(town: Town, seconds: int) -> str:
    """A time, seen from now, as it is asked for."""
    return (town.now + timedelta(seconds=seconds)).isoformat()
