"""The whole system with an invented city in it: papers, services, terminals, violations."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import asyncpg
import orjson

from fleet.desk.commands import say_all
from fleet.ledger.applications import Lifecycle
from fleet.story_clock import VARIABLE, StoryClock
from projections.services import Plan, Running, services
from simulators import excursions, paperwork, town
from simulators.city import BACKFILL_S, City
from simulators.districts import outlines
from simulators.excursions import Excursion
from simulators.paperwork import Wire
from simulators.reckoning import SQL
from simulators.terminal import SUBSCRIPTIONS, Terminals
from simulators.town import Town
from telemetry.mqtt import Link

SCENARIOS: Mapping[str, bool] = {"city": True, "quiet": False}
"""By name: whether cars leave their areas."""

_FIRST_CERTAIN_S = 18.0  # seconds of the world after the city starts
_EVERY_S = 20.0
_PATIENCE_S = 35.0
_LABELS = "violations.jsonl"

Clock = Callable[[], datetime]
"""What time it is in the world."""


@dataclass(frozen=True, slots=True)
class Staging:
    """What is shown.

    Attributes:
        data: The data folder.
        port: Where the pages are served.
        vehicles: How many cars.
        seed: The same seed, the same city.
        speed: Seconds of the story in a second.
        scenario: One of `SCENARIOS`.
    """

    data: Path
    port: int
    vehicles: int
    seed: int
    speed: float
    scenario: str


def load(database: str, staging: Staging, stopped: threading.Event) -> Town:
    """Build the city and say its papers; what has been said before is not said again.

    Args:
        database: Its ledger's tables exist.
        staging: Which city.
        stopped: Set when there is no use in going on.
    """
    built = town.build(outlines(), staging.vehicles, staging.seed)
    with Lifecycle.opened(database) as ledger:
        say_all(ledger, _until(stopped, paperwork.commands(built)))
    return built


@asynccontextmanager
async def on_air(staging: Staging, built: Town, plan: Plan, now: Clock) -> AsyncIterator[Running]:
    """Run services and city; yields when the city's recent past has arrived."""
    told_until = await _told_until(plan.addresses.database)
    begin = max(now(), told_until) if told_until else now()
    clock = StoryClock(now(), begin, staging.speed)
    environment = {**plan.environment, VARIABLE: clock.text()}
    client = f"city-{uuid4().hex[:12]}"
    async with (
        services(replace(plan, environment=environment)) as running,
        Link(plan.addresses.broker, client_id=client, subscriptions=SUBSCRIPTIONS) as link,
    ):
        radio = Terminals(link)
        async with radio.working(), asyncio.TaskGroup() as tasks:
            start = clock.story(now()).timestamp()
            since = max(start - BACKFILL_S, told_until.timestamp() + 1 if told_until else 0.0)
            city = _city(staging, built, clock, start)
            city.switch_on(radio)
            said = await city.backfill(radio, since, start)
            work = tasks.create_task(city.run(radio, start, now))
            with suppress(TimeoutError):  # a slow machine: show what there is
                async with asyncio.timeout(_PATIENCE_S):
                    await radio.until_settled(said)
            yield running
            work.cancel()


def coming(
    staging: Staging, built: Town, start: float, under_way: Sequence[Excursion]
) -> Iterator[tuple[float, Excursion | None]]:
    """The moments at which violations follow on those that are under way.

    Args:
        staging: Which city.
        built: The city.
        start: When it goes on the air, seconds since 1970 in the story.
        under_way: What an earlier run has planned.
    """
    if not SCENARIOS[staging.scenario]:
        return iter(())
    every = _EVERY_S * staging.speed
    last = max((one.planned for one in under_way), default=0.0)
    first = max(start + _FIRST_CERTAIN_S * staging.speed, last + every)
    return excursions.plans(built, first, every, under_way)


def note(staging: Staging, excursion: Excursion) -> None:
    """Say in a file what has to be found, before it happens."""
    line = {"car": excursion.car, "planned": excursion.planned, **asdict(excursion.label)}
    with (staging.data / _LABELS).open("ab") as file:
        file.write(orjson.dumps(line) + b"\n")


def begun(staging: Staging, built: Town, start: float) -> list[Excursion]:
    """The excursions that an earlier run had planned and not finished: they happen as told."""
    labels = staging.data / _LABELS
    told = map(orjson.loads, labels.read_bytes().splitlines() if labels.exists() else ())
    found = [
        excursions.excursion(built, one["car"], one["planned"])
        for one in told
        if start < one["settled"] + BACKFILL_S and one["car"] < len(built.cars)
    ]
    return [one for one in found if one]


def _city(staging: Staging, built: Town, clock: StoryClock, start: float) -> City:
    under_way = begun(staging, built, start)
    following = coming(staging, built, start, under_way)
    return City(built, following, clock, partial(note, staging), out=under_way)


def _until(stopped: threading.Event, commands: Iterator[Wire]) -> Iterator[Wire]:
    for command in commands:
        if stopped.is_set():
            return
        yield command


async def _told_until(database: str) -> datetime | None:
    """The newest fix of an earlier run, if there was one."""
    connection = await asyncpg.connect(database)
    try:
        latest: datetime | None = await connection.fetchval(SQL["newest"])
    except (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError):
        return None  # a new folder
    finally:
        await connection.close()
    return latest
