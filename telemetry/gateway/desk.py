"""Who may speak: registrations decided by the books, codes issued and checked."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import asyncpg
import structlog
from eventsourcing.persistence import PersistenceError

from fleet.ledger.patience import AWAY, Patience, connected
from telemetry.gateway.admission import ACCEPTED, Books, Provisioning, Verdict, admit
from telemetry.gateway.chronicle import Chronicle, Fact, Statement
from telemetry.gateway.codes import digest
from telemetry.gateway.credentials import Credentials
from telemetry.gateway.words import Admit, Admitted
from telemetry.links import CREDENTIALS_CHANNEL

log = structlog.get_logger()

_AT_ONCE = 6  # registrations that ask the ledger at the same time


class Desk:
    """One database connection, kept alive; codes in memory, good also while it is away.

    Args:
        database: `postgresql://...`
        credentials: Of all terminals.
        chronicle: Where facts go.
        provisioning: How strict the books are taken.

    Attributes:
        ready: Set once the codes are here.
        cut: Called with a terminal whose code was revoked by somebody else.
    """

    def __init__(
        self,
        database: str,
        credentials: Credentials,
        chronicle: Chronicle,
        provisioning: Provisioning,
    ) -> None:
        self.ready = asyncio.Event()
        self.cut: Callable[[str], None] = lambda _: None
        self.credentials = credentials
        self._database, self._chronicle, self._provisioning = database, chronicle, provisioning
        self._connection: asyncpg.Connection | None = None
        self._changed: set[str] = set()
        self._alone, self._crowd = asyncio.Lock(), asyncio.Semaphore(_AT_ONCE)

    async def run(self) -> None:
        """Be there until cancelled."""
        patience = Patience("gateway's desk")
        while True:
            try:
                async with connected(self._database, "gongche gateway") as connection:
                    await self._serve(connection, patience)
            except AWAY as error:
                await patience.wait(error)
            finally:
                self._connection = None

    async def _serve(self, connection: asyncpg.Connection, patience: Patience) -> None:
        gone, woken = asyncio.Event(), asyncio.Event()

        def away(_: object) -> None:
            gone.set()
            woken.set()

        def changed(*told: object) -> None:
            self._changed.add(str(told[-1]))
            woken.set()

        connection.add_termination_listener(away)
        await connection.add_listener(CREDENTIALS_CHANNEL, changed)
        await self.credentials.read(connection)
        self._connection = connection
        self.ready.set()
        patience.worked()
        while not gone.is_set():
            await woken.wait()
            woken.clear()
            devices, self._changed = self._changed, set()
            if devices and not gone.is_set():
                async with self._alone:
                    await self.credentials.read(connection, devices)
                for device in filter(self.credentials.revoked, devices):
                    self.cut(device)

    async def admit(
        self, device: str, wish: Admit, at: datetime, *, alone: bool
    ) -> Admitted | None:
        """Decide about a registration.

        Args:
            device: Whose.
            wish: What it said.
            at: The time on the clock of the books.
            alone: No other connection of this terminal is alive.

        Returns:
            The answer; None while the books cannot be read: the terminal will come again.
        """
        try:
            async with self._crowd:
                verdict = await self._verdict(device, wish, at, alone=alone)
                for kind, detail in verdict.facts:
                    self._chronicle.write(Fact(device, kind, detail, at))
                if verdict.result != ACCEPTED:
                    return Admitted(wish.header, verdict.result)
                async with self._alone:
                    code = await self.credentials.issue(self._opened, device, wish.registration, at)
        except (*AWAY, PersistenceError) as error:
            log.warning("registration has to wait", device=device, why=repr(error))
            return None
        return Admitted(wish.header, ACCEPTED, code)

    async def _verdict(self, device: str, wish: Admit, at: datetime, *, alone: bool) -> Verdict:
        books = Books(known=True)
        if self._provisioning == "bound":
            books = await self.credentials.books(device, wish.registration, at)
        credential = self.credentials.get(device)
        issued = credential.issued if credential else None
        if issued:
            issued = replace(issued, connected=not alone)
        return admit(wish.registration, device, books, issued, self._provisioning)

    def check(self, device: str, code: str, at: datetime) -> bool:
        """Whether a code is the terminal's; the first use of a new one ends the one before."""
        credential = self.credentials.get(device)
        if credential is None or not credential.good(code):
            return False
        if not credential.current_is(code):
            self.credentials.used(device, code)
            self._chronicle.write(Statement("use_code", (device, digest(code), at)))
            self._chronicle.write(Statement("announce_credentials", (device,)))
        return True

    def revoke(self, device: str, at: datetime) -> None:
        """The terminal signed off."""
        codes = self.credentials.forget(device)
        self._chronicle.write(Statement("revoke_code", (device, at, codes)))
        self._chronicle.write(Statement("announce_credentials", (device,)))

    @property
    def _opened(self) -> asyncpg.Connection:
        if self._connection is None:
            raise ConnectionError("no database connection")
        return self._connection
