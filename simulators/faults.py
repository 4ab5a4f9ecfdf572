"""Kill -9 everything at random moments while positions arrive, and count what is left.

`python -m simulators.faults` is `gongche faults`.
"""

import asyncio
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from random import Random
from typing import Literal
from uuid import uuid4

import asyncpg

from fleet.ledger.schema import migrate
from fleet.servers import Server, start_nats, start_postgres
from fleet.servers.home import free_port
from fleet.servers.process import ourselves
from simulators import ordeal as plan
from simulators.both import Both
from simulators.demonstration import Staging, load
from simulators.fleetbook import Car
from simulators.ordeal import Message, Ordeal
from simulators.reckoning import SQL, Reckoning, reckon
from simulators.terminal import SUBSCRIPTIONS, Identity, Terminal, Terminals
from simulators.town import Town
from simulators.tracker import Tracker, Who
from simulators.trackers import Trackers
from telemetry.mqtt import Link

Target = Literal["ingest", "broker", "database", "gateway"]

_BETWEEN_KILLS_S = 2.0
_WINDOW = 4000  # fixes without an answer: then the terminals wait, and so do the kills
_FIRST_REPEAT_S = 3.0
_STUCK_S, _LOOK_S = 3.0, 0.5
_REDELIVERED_S = 40.0
_PATIENCE_S = 240.0
_UNTIL_HIT_S = 0.25  # a kill comes within this after its message


@dataclass(frozen=True, slots=True)
class Trial:
    """What to do.

    Attributes:
        fixes: How many are sent.
        terminals: By how many.
        kills: How often each of them is killed; with a gateway among them, the terminals that
            speak JT/T 808 do so over TCP.
        seed: Decides about everything but the moment within a quarter of a second.
        control: Broker and terminals take a message for safe before the commit: must lose.
    """

    fixes: int
    terminals: int
    kills: dict[Target, int]
    seed: int = 1
    control: bool = False


@dataclass(slots=True)
class Progress:
    """How far it is.

    Attributes:
        sent: Fixes published so far, copies not counted.
        killed: How often each of them was killed so far.
        resent: Messages that came again: planned copies and repeats.
    """

    sent: int = 0
    killed: dict[Target, int] = field(default_factory=dict)
    resent: int = 0


class Victims:
    """The servers of a data folder and the ingest, which can be killed and come again."""

    def __init__(self, data: Path, *, control: bool) -> None:
        self._data, self._control = data, control
        self.database, self.broker = start_postgres(data), start_nats(data)
        migrate(self.database.url)
        self._ingest: subprocess.Popen[bytes] | None = None
        self._gateway: subprocess.Popen[bytes] | None = None
        self.port = free_port()

    def kill(self, target: Target) -> None:
        """Kill -9, and start again at once."""
        match target:
            case "ingest":
                self.stop_ingest()
                self.start_ingest()
            case "gateway":
                self.stop_gateway()
                self.start_gateway()
            case "broker":
                self.broker = _again(self.broker, start_nats, self._data)
            case "database":
                self.database = _again(self.database, start_postgres, self._data)

    def start_ingest(self) -> None:
        """Let positions be taken."""
        early = ("--acknowledge-early",) if self._control else ()
        self._ingest = self._started("ingest", *early)

    def start_gateway(self) -> None:
        """Let terminals connect, always at the same port."""
        self._gateway = self._started("gateway", "--port", str(self.port))

    def stop_ingest(self) -> None:
        """Kill -9."""
        _killed(self._ingest)

    def stop_gateway(self) -> None:
        """Kill -9."""
        _killed(self._gateway)

    def _started(self, *words: str) -> subprocess.Popen[bytes]:
        return ourselves(
            *words,
            "--data",
            str(self._data),
            GONGCHE_DATABASE_URL=self.database.url,
            GONGCHE_BROKER_URL=self.broker.url,
        )

    def close(self) -> None:
        """End all of them."""
        self.stop_gateway()
        self.stop_ingest()
        self.broker.stop()
        self.database.stop()


async def run(data: Path, trial: Trial, tell: Callable[[Progress], None]) -> Reckoning:
    """Do it and count.

    Args:
        data: An empty folder.
        trial: What to do.
        tell: Called after every message.
    """
    victims = Victims(data, control=trial.control)
    try:
        town = load(victims.database.url, _staging(data, trial), threading.Event())
        ordeal = plan.plan(town, trial.fixes, trial.seed)
        victims.start_ingest()
        if "gateway" in trial.kills:
            victims.start_gateway()
        client = f"faults-{uuid4().hex[:12]}"
        async with Link(victims.broker.url, client_id=client, subscriptions=SUBSCRIPTIONS) as link:
            terminals = Terminals(link, _FIRST_REPEAT_S)
            trackers = Trackers("127.0.0.1", victims.port, _FIRST_REPEAT_S)
            radio = Both(terminals, trackers)
            speakers = [_speaker(car, terminals, trackers, trial) for car in town.cars]
            async with radio.working():
                await _Sender(radio, speakers, victims, trial, tell).send(ordeal)
        return await _counted(victims.database.url, ordeal, town, wait=trial.control)
    finally:
        victims.close()


@dataclass(slots=True)
class _Sender:
    radio: Both
    terminals: Sequence[Terminal | Tracker]
    victims: Victims
    trial: Trial
    tell: Callable[[Progress], None]
    progress: Progress = field(default_factory=Progress)
    said: list[tuple[Terminal | Tracker, list[bytes]]] = field(default_factory=list)

    async def send(self, ordeal: Ordeal) -> None:
        """Publish everything, kill in between, wait for the answers."""
        random, loop = Random(self.trial.seed), asyncio.get_running_loop()
        kills = schedule(self.trial.kills, len(ordeal.deliveries), random)
        seconds = _BETWEEN_KILLS_S * len(kills)
        begun, pause = loop.time(), seconds / max(1, len(ordeal.deliveries))
        for number, delivery in enumerate(ordeal.deliveries):
            self._publish(delivery)
            if not self.radio.settled:
                await self.radio.greeted()
                self.radio.trusting = self.trial.control
                begun = loop.time()
            await self.radio.below(_WINDOW)
            await asyncio.sleep(begun + pause * number - loop.time())
            if number in kills:
                await asyncio.sleep(random.uniform(0, _UNTIL_HIT_S))
                self._kill(kills[number])
            self.tell(self.progress)
        await self._answered()
        await self.radio.posted(_PATIENCE_S)

    def _publish(self, delivery: Message | plan.Again) -> None:
        match delivery:
            case Message(car=car, fixes=fixes):
                terminal = self.terminals[car]
                self.said.append((terminal, self.radio.say(terminal, fixes)))
                self.progress.sent += len(fixes)
            case plan.Again(number=number):
                self.radio.repeat(*self.said[number])
        self.progress.resent = self.radio.resent

    def _kill(self, target: Target) -> None:
        self.victims.kill(target)
        self.progress.killed[target] = self.progress.killed.get(target, 0) + 1

    async def _answered(self) -> None:
        """Wait until nothing is outstanding; what hangs is said again."""
        deadline = asyncio.get_running_loop().time() + _PATIENCE_S
        while outstanding := self.radio.outstanding:
            try:
                async with asyncio.timeout(_STUCK_S):
                    await self.radio.below(outstanding)
            except TimeoutError:
                if asyncio.get_running_loop().time() > deadline:
                    return  # what is missing is counted
                self.radio.again()


def schedule(kills: dict[Target, int], deliveries: int, random: Random) -> dict[int, Target]:
    """Which server dies after which delivery: in random order, spread over the whole run."""
    targets = [target for target, count in kills.items() for _ in range(count)]
    random.shuffle(targets)
    stretch = deliveries / max(1, len(targets))
    return {
        int((number + random.uniform(0.2, 0.8)) * stretch): target
        for number, target in enumerate(targets)
    }


def _speaker(
    car: Car, terminals: Terminals, trackers: Trackers, trial: Trial
) -> Terminal | Tracker:
    """A car's terminal, on the wire that is its own."""
    if "gateway" in trial.kills and car.language in ("2013", "2019"):
        return trackers.add(Tracker(Who(car.device, car.language, car.plate)))
    return terminals.add(Identity(car.device, car.language))


def _killed(child: subprocess.Popen[bytes] | None) -> None:
    if child:
        child.kill()
        child.wait()


def _staging(data: Path, trial: Trial) -> Staging:
    return Staging(data, 0, trial.terminals, trial.seed, 1.0, "city")


def _again(server: Server, start: Callable[[Path], Server], data: Path) -> Server:
    server.kill()
    return start(data)


async def _counted(database: str, ordeal: Ordeal, town: Town, *, wait: bool) -> Reckoning:
    connection = await asyncpg.connect(database)
    try:
        if wait:
            await _quiet(connection, len(ordeal.records))
        return await reckon(connection, ordeal, {car.device: car.vehicle for car in town.cars})
    finally:
        await connection.close()


async def _quiet(connection: asyncpg.Connection, wanted: int) -> None:
    """Nobody waits for answers: until all is there, or nothing has come for a long while.

    The broker says again what was not acknowledged: what comes only then is not lost.
    """
    loop, before = asyncio.get_running_loop(), 0
    last = loop.time()
    while before < wanted and loop.time() - last < _REDELIVERED_S:
        now = await connection.fetchval(SQL["stored"], plan.BEGIN)
        last = loop.time() if now != before else last
        before = now
        await asyncio.sleep(_LOOK_S)


if __name__ == "__main__":
    next(iter(entry_points(group="gongche.commands", name="faults"))).load()()
