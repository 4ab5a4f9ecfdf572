"""What the commands of this package share: the database, opened; and an orderly end."""

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import click

from fleet.ledger import schema
from fleet.ledger.patience import connected
from fleet.servers import Addresses, running
from fleet.settings import Settings, read
from projections import tables
from projections.moment import Moment, NoMomentError, moment


class Wrong(click.ClickException):
    """Called wrongly: one line that says how."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Opened:
    """The servers, running, the ledgers' tables made.

    Attributes:
        settings: The operator's page.
        addresses: Where the servers are.
    """

    settings: Settings
    addresses: Addresses

    def moment(self, text: str | None) -> Moment | None:
        """Read a TIME or POSITION of the command line.

        Raises:
            Wrong: If it is neither.
        """
        try:
            return None if text is None else moment(text, self.settings.zone)
        except NoMomentError as error:
            raise Wrong(str(error)) from error

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[asyncpg.Connection]:
        """To the database, the views' tables made."""
        async with connected(self.addresses.database, "gongche command") as connection:
            await tables.migrate(connection)
            yield connection


@contextmanager
def opened(data: Path | None, *, broker: bool = False) -> Iterator[Opened]:
    """The servers of the operator, or of the data folder. What is logged goes to stderr.

    Args:
        data: The data folder, where the command line names one.
        broker: Whether the broker is needed too.
    """
    settings = read(data)
    urls = settings.database_url, settings.broker_url
    with running(settings.data, *urls, broker=broker) as addresses:
        schema.migrate(addresses.database)
        yield Opened(settings, addresses)


def until_told(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end, or until SIGTERM or SIGINT, which are a good end."""
    asyncio.run(_until_told(work))


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    task, loop = asyncio.ensure_future(work), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        return
