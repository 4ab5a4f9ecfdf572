"""The live judge on a real database: what is said when, and what waits."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from shapely.errors import GEOSException

from fleet.dispatch.order_events import TripCancelled
from fleet.vehicle.terminal import TerminalBound, TerminalRegistered, TerminalUnbound
from telemetry.archive import migrate
from telemetry.car import Car
from telemetry.day import Table
from telemetry.found import Answer, Found
from telemetry.ingest import WORLD
from telemetry.intake import Intake
from telemetry.judging import court
from telemetry.judging.court import Rules
from telemetry.records import Records
from telemetry.visits import Visit
from tests.laws.verdict_world import Leg, World, records
from tests.telemetry import papers_of_use as it
from tests.telemetry.papers_of_use import hour
from tests.telemetry.scene import Scene, opened

ALL_IS_WELL = court.ALL.live[0]
OUT = [Leg(45, 1), Leg(45, 1)]
"""Parked from eight (local time) to a quarter to nine, then a quarter of an hour on the road."""


@pytest.fixture
async def scene(dsn: str) -> AsyncIterator[Scene]:
    async with opened(dsn) as scene:
        yield scene


@pytest.fixture
async def world(scene: Scene) -> World:
    return await another(scene)


async def another(scene: Scene, rules: Rules = court.ALL) -> World:
    one = World(Scene(scene.connection, Intake(scene.connection, WORLD, rules)))
    await one.scene.intake.open()
    await one.open()
    return one


def numbered(legs: list[Leg], **more: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - of any field
    return [{**told, "seq": seq, **more} for seq, told in enumerate(records(legs, []))]


async def live(world: World, told: list[dict[str, Any]]) -> None:
    """Each record comes two seconds after it was made."""
    for record in told:
        await world.hear([record], record["time"] + timedelta(seconds=2))


async def codes(world: World) -> list[str]:
    return [found["code"] for found in await world.findings()]


async def said(world: World) -> list[tuple[str, dict[str, Any]]]:
    """What the ledger was told about the car."""
    rows = await world.scene.connection.fetch(
        "SELECT topic, state FROM supervision_events WHERE convert_from(state, 'UTF8') LIKE $1"
        " ORDER BY notification_id",
        f"%{world.scene.car}%",
    )
    return [(row["topic"], orjson.loads(row["state"])) for row in rows]


@pytest.mark.proves("R086")
@pytest.mark.proves("USE-01")
async def test_a_car_on_the_road_without_an_order_is_found_while_it_drives(world: World) -> None:
    told = numbered(OUT)
    await live(world, told[:13])
    [found] = await world.findings()
    assert (found["code"], found["flags"], found["rule_version"]) == (
        "USE-01",
        ["open"],
        "USE-01/1",
    )
    assert found["since_lo"] == "2026-10-01T00:40:00Z"
    assert found["evidence"][0]["range"] == "2026-10-01T00:40:00Z/2026-10-01T00:46:00Z"
    assert found["inputs"]["policy"] == "none"
    await live(world, told[13:])
    assert [topic for topic, _ in await said(world)] == ["finding.opened", "finding.amended"]
    assert (await world.findings())[0]["until"] == "2026-10-01T00:51:00Z"


@pytest.mark.proves("R087")
async def test_a_quiet_car_is_not_judged(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bench, heard = world.scene.intake._court._bench, []  # noqa: SLF001
    judge = bench.judge

    async def noted(vehicle: str, *rest: Any) -> Any:  # noqa: ANN401 - as the original
        heard.append(vehicle)
        return await judge(vehicle, *rest)

    monkeypatch.setattr(bench, "judge", noted)
    await live(world, numbered([Leg(600, 0)]))
    assert len(heard) <= 4


@pytest.mark.proves("R086")
async def test_papers_that_follow_take_a_finding_back_and_name_themselves(world: World) -> None:
    await live(world, numbered(OUT))
    await world.say(it.assigned(world.scene.car, 0, 2))
    await world.hear([], hour(3))
    *_, (topic, event) = await said(world)
    assert (topic, event["reason"]) == ("finding.voided", "order.assigned")
    await world.say(it.off(TripCancelled, world.scene.car))
    await world.hear([], hour(4))
    *_, (topic, event) = await said(world)
    assert (topic, event["late"], await codes(world)) == ("finding.opened", True, ["USE-01"])
    assert event["finding"]["finding_id"].count(":") == 2


@pytest.mark.proves("R078")
async def test_an_exemption_that_is_filed_late_makes_a_breach_a_journey_without_order(
    world: World,
) -> None:
    await world.say(it.planned(world.name, 0, 48, world.name))
    await live(world, numbered(OUT))
    assert await codes(world) == ["SEAL-01"]
    await world.say(it.exempted(world.name, world.scene.car, 0, 9))
    await world.hear([], hour(3))
    assert await codes(world) == ["USE-01"]


@pytest.mark.proves("TERM-01")
async def test_silence_is_found_by_the_clock_and_taken_back_by_what_fills_it(world: World) -> None:
    told = numbered([Leg(45, 1), Leg(45, 0), Leg(45, 0)])
    await live(world, told[:14])
    now = told[13]["time"]
    for seconds in (5, 40, 700):
        await world.hear([], now + timedelta(seconds=seconds))
    assert await codes(world) == ["TERM-01", "USE-01"]
    await world.hear(told[14:], now + timedelta(hours=3))
    assert "TERM-01" not in await codes(world)


@pytest.mark.proves("TERM-01")
async def test_nobody_is_silent_while_we_are_deaf(world: World) -> None:
    told = numbered([Leg(45, 1), Leg(45, 0), Leg(45, 0)])
    await live(world, told[:14])
    now = told[13]["time"]
    world.scene.intake.deaf = True
    for seconds in (5, 40, 700):
        await world.hear([], now + timedelta(seconds=seconds))
    assert await codes(world) == ["USE-01"]
    world.scene.intake.deaf = False
    for seconds in (705, 740):
        await world.hear([], now + timedelta(seconds=seconds))
    assert await codes(world) == ["TERM-01", "USE-01"]


async def test_right_after_a_start_nobody_is_silent_yet(world: World) -> None:
    told = numbered([Leg(45, 1), Leg(45, 0)])
    await live(world, told[:14])
    await world.scene.restart()
    await world.hear([], hour(20))
    assert await codes(world) == ["USE-01"]
    await world.settle(hour(21))
    assert "TERM-01" in await codes(world)


async def test_what_a_restart_finds_it_says_once(world: World) -> None:
    await live(world, numbered(OUT))
    before = await said(world)
    await world.scene.restart()
    await world.hear([], hour(1.6))
    await world.hear([], hour(1.7))
    assert await said(world) == before


async def test_who_does_not_fit_into_a_transaction_waits_in_the_database(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(court, "AT_ONCE", 1)
    one = await another(scene)
    two = World(Scene(scene.connection, one.scene.intake), name=one.name)
    two.scene.versions = one.scene.versions
    await two.open()
    for world in (one, two):
        await world.hear(numbered(OUT), hour(2))
    await one.say(it.planned(one.name, 0, 48, one.name))
    await one.hear([], hour(2.1))
    assert await scene.connection.fetchval("SELECT count(*) FROM archive.docket") == 1
    await one.scene.restart()
    await one.hear([], hour(2.2))
    await one.hear([], hour(2.3))
    assert await scene.connection.fetchval("SELECT count(*) FROM archive.docket") == 0
    assert [await codes(one), await codes(two)] == [["SEAL-01"], ["SEAL-01"]]


@pytest.mark.proves("SEAL-02")
@pytest.mark.proves("R078")
async def test_where_a_car_was_as_a_seal_began_is_told_to_the_period(world: World) -> None:
    await world.say(it.planned(world.name, 2, 48, world.name))
    told = numbered([Leg(45, 1), Leg(300, 1)])
    await live(world, told[:-20])
    await world.settle(told[-20]["time"])
    seen = [event for topic, event in await said(world) if topic == "seal-start.seen"]
    [check] = [check for event in seen for check in event["checks"]]
    assert check == {
        "vehicle": world.scene.car,
        "place": "OUTSIDE",
        "fix_age_s": 240,
        "fences": [world.scene.car],
    }
    assert "SEAL-02" in await codes(world)
    await world.hear(told[-20:], hour(9))
    assert [topic for topic, _ in await said(world)].count("seal-start.seen") == 1


@pytest.mark.proves("TERM-07")
async def test_what_the_gateway_notes_about_a_number_is_found(world: World) -> None:
    told = numbered(OUT)
    await live(world, told[:5])
    await world.hear([], hour(0.5))
    car, connection = world.scene.car, world.scene.connection
    await connection.execute(
        "INSERT INTO archive.link_facts (device, kind, detail, hour, first_at, last_at)"
        " VALUES ($1, 'connected_twice', 'twice', $2, $3, $3)",
        car, hour(0), hour(0.3),
    )  # fmt: skip
    await connection.execute("SELECT pg_notify('archive_link_facts', '')")
    for later in (0.6, 0.7):
        await world.hear([], hour(later))
    assert "TERM-07" in await codes(world)


async def test_a_record_without_a_place_and_the_odometer_are_judged_too(world: World) -> None:
    found: list[Car] = []

    def rule(car: Car) -> Answer:
        found.append(car)
        return Answer()

    other = await another(world.scene, Rules((rule,), ()))
    told = numbered([Leg(20, 0)], odometer=12.3)
    await other.hear([{**told[0], "flags": ["no_fix"]}, *told[1:]], hour(1))
    records_ = found[-1].records
    assert records_.usable.tolist() == [False, True, True, True, True]
    assert records_.odometer_m.tolist() == [12_300.0] * 5
    assert [fact.kind for fact in found[-1].facts] == ["bound", "in_service"]


@pytest.fixture
def every_hour() -> Rules:
    """A rule that needs nothing but the time: the first record of every hour is against it."""

    def rule(car: Car) -> Answer:
        t = [at for at in car.records.t.tolist() if car.begin <= at]
        firsts = [at for at, before in zip(t[1:], t, strict=False) if at // HOUR > before // HOUR]
        due = (t[-1] // HOUR + 1) * HOUR if t else 0
        return Answer(tuple(Found("X-1", Visit(None, at, at, at, at, at)) for at in firsts), due)

    return Rules((rule,), ())


HOUR = 3_600_000_000


async def test_a_rule_is_asked_again_when_its_answer_is_due(
    scene: Scene, every_hour: Rules
) -> None:
    world = await another(scene, every_hour)
    await live(world, numbered([Leg(300, 0)]))
    found = [datetime.fromisoformat(each["since"]).hour for each in await world.findings()]
    assert found == [1, 2, 3, 4, 5]
    topics = [topic for topic, _ in await said(world)]
    assert topics == ["finding.opened"] * 5


async def test_an_earlier_fix_moves_a_finding_and_leaves_the_others(
    scene: Scene, every_hour: Rules
) -> None:
    world = await another(scene, every_hour)
    told = numbered([Leg(300, 0)])
    late = told.pop(24)
    await live(world, told)
    await world.hear([late], hour(5.5))
    found = [each["since"] for each in await world.findings()]
    assert found[1] == "2026-10-01T02:00:00Z"
    assert [topic for topic, _ in await said(world)].count("finding.voided") == 1


async def test_a_record_that_moves_no_time_is_evidence_all_the_same(world: World) -> None:
    await live(world, numbered(OUT))
    [before] = await world.findings()
    silent = {"time": hour(0) + timedelta(minutes=43), "seq": 900, "flags": ["no_fix"]}
    await world.hear([silent], hour(2))
    [after] = await world.findings()
    assert after["evidence"][0]["rows"] == before["evidence"][0]["rows"] + 1
    assert {**after, "evidence": before["evidence"]} == before
    assert [topic for topic, _ in await said(world)][-1] == "finding.amended"


async def test_two_findings_of_one_moment_have_two_names(scene: Scene) -> None:
    def rule(car: Car) -> Answer:
        stays = [Visit(None, at, at, at, at, at) for at in car.records.t[:1].tolist()]
        return Answer(tuple(Found("X-1", stay, about) for stay in stays for about in "AB"))

    world = await another(scene, Rules((rule,), ()))
    await world.hear(numbered([Leg(20, 0)]), hour(1))
    rows = await scene.connection.fetch("SELECT finding_id, scope FROM archive.standing ORDER BY 2")
    name = f"x-1:{world.scene.car}:{int(hour(0).timestamp() * 1000)}"
    assert [tuple(row) for row in rows] == [(name, "judged:X-1@A"), (f"{name}:2", "judged:X-1@B")]


async def test_many_records_at_once_are_judged_like_one_by_one(world: World) -> None:
    told = numbered([Leg(600, 1), Leg(45, 0), Leg(600, 0)])
    await live(world, told[:5])
    for begin in range(5, len(told), 100):
        portion = told[begin : begin + 100]
        await world.hear(portion, portion[-1]["time"] + timedelta(seconds=2))
    assert await codes(world) == ["USE-01", "USE-01"]


async def test_of_two_terminals_both_are_heard_in_the_order_of_time(world: World) -> None:
    found: list[Records] = []

    def rule(car: Car) -> Answer:
        found.append(car.records)
        return Answer()

    other = await another(world.scene, Rules((rule,), ()))
    car, second = other.scene.car, f"{other.scene.car}-2"
    bound = {"device": second, "vehicle": car, "valid_from": hour(0.2), "valid_to": None}
    await other.say(
        TerminalRegistered(device=second), TerminalBound.model_validate(bound),
        TerminalUnbound(device=car, vehicle=car, at=hour(0.7)),
    )  # fmt: skip
    told = numbered([Leg(60, 0)])
    await other.hear(told, hour(1))
    payloads = [
        {**each, "time": each["time"].isoformat(), "device": second, "boot": 1} for each in told
    ]
    await other.scene.deliver(f"v1/{second}/up/pos", *map(orjson.dumps, payloads))
    records_ = found[-1]
    assert records_.devices == (car, second)
    assert records_.device.tolist() == [0] * 3 + [*records_.device[3:-4].tolist()] + [1] * 4
    assert records_.t.tolist() == sorted(records_.t.tolist())
    assert len(records_.digests) == len(records_.t) == 19


@pytest.mark.proves("TERM-02")
async def test_what_lasts_over_many_stops_is_one_finding(world: World) -> None:
    told = numbered([Leg(300, 1), Leg(300, 0), Leg(300, 1), Leg(90, 1)])
    cut = [record | ({"flags": ["power_lost"]} if n > 9 else {}) for n, record in enumerate(told)]
    for begin in range(0, len(cut), 20):
        portion = cut[begin : begin + 20]
        await world.hear(portion, portion[-1]["time"] + timedelta(seconds=2))
    found = [event["finding"]["code"] for _, event in await said(world)]
    assert found.count("TERM-02") == 1
    assert await world.scene.connection.fetchval("SELECT count(*) FROM archive.stops") == 1


async def test_a_stop_that_began_earlier_is_another_border(world: World) -> None:
    told = numbered([Leg(45, 1), Leg(300, 1)])
    first = told.pop(15)
    await live(world, told)
    stops = "SELECT begins FROM archive.stops ORDER BY begins"
    before = await world.scene.connection.fetch(stops)
    await world.hear([first], hour(6))
    after = await world.scene.connection.fetch(stops)
    assert [len(before), len(after)] == [1, 1]
    assert after[0]["begins"] == first["time"] < before[0]["begins"]


@pytest.mark.parametrize("error", [ValueError, AssertionError, GEOSException])
async def test_a_rule_that_fails_about_one_car_holds_up_no_other(
    scene: Scene, error: type[Exception]
) -> None:
    def rule(car: Car) -> Answer:
        if car.vehicle == bad.scene.car and len(car.records.t):
            raise error("a bug")
        return ALL_IS_WELL(car)

    def daily(_: Table) -> Answer:
        raise LookupError("another")

    good = await another(scene, Rules((rule,), (daily,)))
    bad = World(Scene(scene.connection, good.scene.intake), name=good.name)
    bad.scene.versions = good.scene.versions
    await bad.open()
    for world in (bad, good):
        await world.hear(numbered(OUT), hour(2))
    await good.settle(hour(40))
    assert [await codes(bad), await codes(good)] == [[], ["USE-01"]]
    waits = "SELECT vehicle FROM archive.docket"
    assert [row["vehicle"] for row in await scene.connection.fetch(waits)] == [bad.scene.car]
    await good.scene.restart()
    await good.settle(hour(41))
    assert "USE-01" in await codes(bad)
    assert await scene.connection.fetch(waits) == []


async def test_an_archive_of_an_earlier_release_gets_its_odometer(world: World) -> None:
    connection = world.scene.connection
    await connection.execute("ALTER TABLE archive.fixes DROP COLUMN odometer_m")
    await migrate(connection)
    await world.scene.restart()
    await world.hear(numbered([Leg(20, 0)], odometer=1.5), hour(1))
    assert await connection.fetchval("SELECT max(odometer_m) FROM archive.fixes") == 1500
