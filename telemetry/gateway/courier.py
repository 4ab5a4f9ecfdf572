"""Carries orders from the ledger to the terminals, and what became of them back."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime

import asyncpg
import structlog
from eventsourcing.persistence import PersistenceError

from fleet.decider import Conflict
from fleet.ledger.applications import Lifecycle
from fleet.ledger.follow import channel, head, read_topics
from fleet.ledger.handle import handle
from fleet.ledger.patience import AWAY, Patience, connected
from fleet.ledger.saying import Said, Saying
from fleet.vehicle.terminal_order import Result, SettleTerminalOrder, terminal_order
from telemetry.gateway.errands import TOPICS, Errands

log = structlog.get_logger()

_LOOK_EVERY_S = 5.0  # for orders whose time is over
_LEDGER = "lifecycle"
_US = Saying("gateway", channel="jt808")


class Courier:
    """One database connection, kept alive.

    Args:
        database: `postgresql://...`
        ledger: Where outcomes are said.
        clock: The time on the clock of the books.

    Attributes:
        errands: What waits.
        arrived: Called with a terminal for which something new waits.
    """

    def __init__(self, database: str, ledger: Lifecycle, clock: Callable[[], datetime]) -> None:
        self.errands = Errands()
        self.arrived: Callable[[str], None] = lambda _: None
        self._database, self._ledger, self._clock = database, ledger, clock
        self._position = 0
        self._settled: deque[SettleTerminalOrder] = deque()
        self._woken = asyncio.Event()

    def settle(self, device: str, order: str, result: Result) -> None:
        """Say soon what became of an order."""
        self.errands.forget(device, order)
        self._settled.append(SettleTerminalOrder(order=order, result=result, at=self._clock()))
        self._woken.set()

    async def run(self) -> None:
        """Carry until cancelled."""
        patience = Patience("gateway's courier")
        while True:
            try:
                async with connected(self._database, "gongche gateway courier") as connection:
                    await self._serve(connection, patience)
            except (*AWAY, PersistenceError, Conflict) as error:
                await patience.wait(error)

    async def _serve(self, connection: asyncpg.Connection, patience: Patience) -> None:
        await connection.add_listener(channel(_LEDGER), lambda *_: self._woken.set())
        while True:
            self._woken.clear()
            await self._read(connection)
            for given in self.errands.expired(self._clock()):
                self.settle(given.device, given.order, "expired")
            await self._say()
            patience.worked()
            try:
                async with asyncio.timeout(_LOOK_EVERY_S):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def _read(self, connection: asyncpg.Connection) -> None:
        until, after = await head(connection, _LEDGER), self._position
        devices: dict[str, None] = {}
        while entries := await read_topics(connection, _LEDGER, TOPICS, after, until):
            devices |= dict.fromkeys(self.errands.take(entry.event) for entry in entries)
            after = entries[-1].position
        self._position = until
        for device in devices:
            self.arrived(device)

    async def _say(self) -> None:
        while self._settled:
            wish = self._settled[0]
            said = Said(f"terminal-order:{wish.order}", terminal_order, wish)
            await asyncio.to_thread(handle, self._ledger, said, saying=_US)
            log.info("order settled", order=wish.order, result=wish.result)
            self._settled.popleft()
