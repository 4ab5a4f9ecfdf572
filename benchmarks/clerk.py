"""A clerk's command, with a year of data: alone, and with positions ingested beside it.

The command is `AssignCarAndDriver`: load the order, the platform, the car, both schedules; decide;
append to the order and to both schedules. The desk has just been started and has read what it reads
at its start (`fleet/desk/warming.py`); the first order of each car is told apart all the same. The
baseline is the same command with nothing remembered: every stream is read from its beginning.
"""

import asyncio
import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psycopg

from benchmarks import centre, feed
from benchmarks.latency import fresh
from fleet.desk.commands import parse, say, say_all
from fleet.desk.warming import warm
from fleet.ledger.applications import Lifecycle
from fleet.ledger.memory import Memory
from fleet.ledger.schema import migrate
from fleet.servers import Addresses
from projections.services import Plan

RATE = 5000
SLOTS = 3
"""Orders of each car in one run: the first is told apart."""

_LOOK_S, _PATIENCE_S = 0.2, 60
_COUNT = "SELECT count(*) FROM archive.fixes"


@dataclass(frozen=True, slots=True)
class Run:
    """How long each command took.

    Attributes:
        seconds: In the order they were said.
        cars: So many of them, the first, were the first of their car.
        ingested: Positions a second that were committed meanwhile.
    """

    seconds: tuple[float, ...]
    cars: int
    ingested: float = 0.0

    def milliseconds(self, share: float) -> float:
        """A percentile of all."""
        return _percentile(self.seconds, share)

    def first_milliseconds(self, share: float) -> float:
        """A percentile of the first of each car."""
        return _percentile(self.seconds[: self.cars], share)

    def later_milliseconds(self, share: float) -> float:
        """A percentile of the others."""
        return _percentile(self.seconds[self.cars :], share)


@dataclass(slots=True)
class Desk:
    """A database with a year in it.

    Attributes:
        folder: Of the servers.
        addresses: Of the servers.
        events: In the ledger when the measurement begins.
        used: So many slots of the coming days are used.
    """

    folder: Path
    addresses: Addresses
    events: int
    used: int = 0

    def remembering(self) -> Run:
        """The desk as it is."""
        return self._run(SLOTS, Memory())

    def forgetting(self) -> Run:
        """The baseline: a desk that remembers no stream."""
        return self._run(1, Memory(size=0))

    def _run(self, slots: int, memory: Memory) -> Run:
        """Say the commands, one after the other, on a desk that has just been started."""
        with Lifecycle.opened(self.addresses.database) as beside:
            wires = centre.approved(beside, self.used, slots)
        self.used += slots
        with Lifecycle.opened(self.addresses.database) as ledger:
            ledger.memory = memory
            warm(ledger)
            gc.collect()  # what earlier runs left behind is not this one's
            before, begun = self._ingested(), time.perf_counter()
            seconds = [_timed(ledger, wire) for wire in wires]
            lasted = time.perf_counter() - begun
        return Run(tuple(seconds), centre.CARS, round((self._ingested() - before) / lasted))

    @contextmanager
    def pressed(self) -> Iterator[None]:
        """Have positions ingested meanwhile, through the real broker."""
        with (
            _ended(Plan(self.folder, self.addresses).child("ingest")),
            _ended(_pressure(self.addresses.broker)) as pressure,
        ):
            assert pressure.stdout is not None  # noqa: S101 - asked for below
            pressure.stdout.readline()
            self._flowing()
            yield

    def _flowing(self) -> None:
        """Wait until a second's positions have come in."""
        wanted, deadline = self._ingested() + RATE, time.monotonic() + _PATIENCE_S
        while self._ingested() < wanted:
            if time.monotonic() > deadline:
                raise TimeoutError(f"fewer than {RATE} positions came in in {_PATIENCE_S} s")
            time.sleep(_LOOK_S)

    def _ingested(self) -> int:
        with psycopg.connect(self.addresses.database) as connection:
            [there] = connection.execute("SELECT to_regclass('archive.fixes')").fetchone() or [None]
            [count] = (connection.execute(_COUNT).fetchone() if there else None) or [0]
            return int(count)


@contextmanager
def desk() -> Iterator[Desk]:
    """Fresh servers, with the year."""
    with fresh() as (folder, addresses):
        migrate(addresses.database)
        with Lifecycle.opened(addresses.database) as ledger:
            say_all(ledger, feed.papers())
            centre.founded(ledger)
            events = asyncio.run(centre.lived(ledger, addresses.database))
        yield Desk(folder, addresses, events)


def _timed(ledger: Lifecycle, wire: centre.Wire) -> float:
    begun = time.perf_counter()
    say(ledger, parse(wire))
    return time.perf_counter() - begun


def _percentile(seconds: tuple[float, ...], share: float) -> float:
    return round(float(np.percentile(seconds, share * 100, method="higher")) * 1000, 2)


def _pressure(broker: str) -> subprocess.Popen[str]:
    words = (sys.executable, "-m", "benchmarks.pressure", broker, str(RATE))
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own program


@contextmanager
def _ended(child: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> Iterator[subprocess.Popen]:  # type: ignore[type-arg]
    try:
        yield child
    finally:
        child.terminate()
        child.wait()
