"""The alert stream, on a real database and a real broker: nothing lost, nothing twice."""

import asyncio
import json
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager, suppress

import asyncpg

from fleet.supervision.finding import FindingOpened
from fleet.vehicle.fitting import PlateChanged
from projections import publisher, tables
from projections.alerts import Alert, backlog, stream
from telemetry.mqtt import Link
from tests.projections.stories import (
    AMENDED,
    OCTOBER,
    OPENED,
    PAPERS,
    UNIT,
    VOIDED,
    finding,
    written,
)


async def take(alerts: AsyncGenerator[Alert, None], number: int) -> list[Alert]:
    async with asyncio.timeout(30):
        return [await anext(alerts) for _ in range(number)]


@asynccontextmanager
async def publishing(dsn: str, broker: str) -> AsyncIterator[None]:
    task = asyncio.create_task(publisher.run(dsn, broker))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def listening(broker: str) -> Link:
    return Link(broker, client_id=uuid.uuid4().hex, subscriptions=["gongche/v1/alerts/#"])


async def wait_for(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await condition():  # noqa: ASYNC110 - a table rings no bell
            await asyncio.sleep(0.01)


async def kill(connection: asyncpg.Connection, name: str) -> bool:
    found: int = await connection.fetchval(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE application_name = $1 AND datname = current_database()",
        name,
    )
    return found > 0


async def test_the_stream_gives_what_stands_in_the_ledger_and_then_what_comes(
    connection: asyncpg.Connection, dsn: str
) -> None:
    await written(connection, "lifecycle", *PAPERS)
    first = await written(connection, "supervision", OPENED, AMENDED)
    async with aclosing(stream(dsn)) as alerts:
        old = await take(alerts, 2)
        later = asyncio.create_task(take(alerts, 1))
        last = await written(connection, "supervision", VOIDED)
        new = await later
    assert [alert.position for alert in old + new] == [f"supervision:{p}" for p in first + last]
    assert [alert.body["state"] for alert in old + new] == ["opened", "amended", "voided"]
    assert old[0].body["plate"] == "浙A0001警"


async def test_the_stream_resumes_after_a_position_without_loss_or_repeat(
    connection: asyncpg.Connection, dsn: str
) -> None:
    places = await written(
        connection, "supervision", *[FindingOpened(finding=finding(n)) for n in range(1200)]
    )
    seen: list[str] = []
    while len(seen) < len(places):
        after = int(seen[-1].partition(":")[2]) if seen else 0
        async with aclosing(stream(dsn, {"supervision": after})) as alerts:
            seen += [alert.position for alert in await take(alerts, min(700, 1200 - len(seen)))]
    assert seen == [f"supervision:{place}" for place in places]


async def test_a_stream_whose_connection_is_killed_goes_on_where_it_was(
    connection: asyncpg.Connection, dsn: str
) -> None:
    async with aclosing(stream(dsn)) as alerts:
        seen: list[Alert] = []
        for number in range(4):
            following = asyncio.create_task(take(alerts, 10))
            await wait_for(lambda: kill(connection, "gongche alerts"))
            events = [FindingOpened(finding=finding(number * 10 + n)) for n in range(10)]
            await written(connection, "supervision", *events)
            seen += await following
    assert [alert.body["id"] for alert in seen] == [finding(n).finding_id for n in range(40)]


async def test_an_alert_carries_the_plate_the_car_has_now(
    connection: asyncpg.Connection, dsn: str
) -> None:
    await written(connection, "lifecycle", *PAPERS)
    await written(connection, "supervision", OPENED)
    async with aclosing(stream(dsn)) as alerts:
        [before] = await take(alerts, 1)
        change = PlateChanged(vehicle="car-1", old="浙A0001警", new="浙A2", at=OCTOBER)
        await written(connection, "lifecycle", change)
        await written(connection, "supervision", AMENDED)
        [after] = await take(alerts, 1)
    assert (before.body["plate"], after.body["plate"]) == ("浙A0001警", "浙A2")


async def test_the_backlog_ends_where_the_ledger_ends(connection: asyncpg.Connection) -> None:
    places = await written(connection, "supervision", OPENED, AMENDED, VOIDED)
    seen = [alert.position async for alert in backlog(connection, {"supervision": places[0]})]
    assert seen == [f"supervision:{place}" for place in places[1:]]


async def test_alerts_go_out_on_mqtt_as_cloud_events_once_the_broker_has_them_the_place_moves(
    connection: asyncpg.Connection, dsn: str, broker_url: str
) -> None:
    unit = "unit-" + uuid.uuid4().hex[:20]
    car = PAPERS[1].model_copy(update={"unit": unit})
    await written(connection, "lifecycle", UNIT.model_copy(update={"unit": unit}), car)
    places = await written(connection, "supervision", OPENED, AMENDED)
    heard: list[dict[str, object]] = []
    async with listening(broker_url) as link, publishing(dsn, broker_url):
        async with asyncio.timeout(30):
            while len(heard) < 2:
                messages = await link.take()
                link.acknowledge(messages)
                topic = f"gongche/v1/alerts/{unit}/GEO-02"
                heard += [json.loads(m.payload) for m in messages if m.topic == topic]

        async def moved() -> bool:
            place = await connection.fetchval(tables.SQL["read_published"], "mqtt")
            return bool(place == places[-1])

        await wait_for(moved)
    assert [event["type"] for event in heard] == ["gongche.alert.opened", "gongche.alert.amended"]


async def test_a_publisher_that_is_killed_again_and_again_leaves_no_alert_out(
    connection: asyncpg.Connection, dsn: str, broker_url: str
) -> None:
    code = "K-" + uuid.uuid4().hex[:8]
    wanted = {f"{code}:{number}" for number in range(300)}
    heard: set[str] = set()

    async def hear(link: Link) -> None:
        while wanted - heard:
            messages = await link.take()
            link.acknowledge(messages)
            heard.update(json.loads(m.payload)["data"]["id"] for m in messages if code in m.topic)

    async with listening(broker_url) as link, publishing(dsn, broker_url):
        hearing = asyncio.create_task(hear(link))
        for part in range(3):
            told = [
                finding(n).model_copy(update={"code": code, "finding_id": f"{code}:{n}"})
                for n in range(part * 100, part * 100 + 100)
            ]
            await written(connection, "supervision", *[FindingOpened(finding=f) for f in told])
            await wait_for(lambda: kill(connection, "gongche publisher"))
        async with asyncio.timeout(30):
            await hearing
    assert heard >= wanted
