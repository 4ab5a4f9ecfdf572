"""The gateway under load: many terminals that report, beside clients that mean harm.

`python -m benchmarks.gateway [TERMINALS] [SECONDS]` measures once without them and once with:
half-open connections, slow ones that say a byte a second, garbage, and terminals that do not read.
"""

import asyncio
import os
import resource
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import orjson

from benchmarks.results import Result, higher
from fleet.ledger.schema import migrate
from fleet.servers import running
from fleet.servers.home import free_port
from fleet.servers.process import ourselves
from simulators.enrolment import Enrolled, enrol
from simulators.tracker import Tracker, Who
from simulators.trackers import Trackers
from telemetry.codecs import jt808
from telemetry.fix import Fix

EVERY_S = 10.0
"""Each terminal reports so often."""

SLOW, HALF_OPEN, GARBAGE, DEAF = 500, 300, 20, 100
"""How many of each kind mean harm at the same time; whoever is cut off comes again."""

_TERMINALS, _SECONDS = 2000, 30

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 2**20
_PATIENCE_S = 300.0
_HEARTBEATS = jt808.encode(jt808.Header(message=0x0002, phone="13800138000", serial=1), b"") * 500


@dataclass(frozen=True, slots=True)
class Held:
    """What was seen.

    Attributes:
        terminals: On the air all the time.
        on_air_s: Until all had registered and authenticated.
        reports: Said and answered.
        resent: Messages that had to be said again.
        p50_ms: Half of them were answered within.
        p99_ms: All but one in a hundred.
        cpu: Of the gateway, cores.
        memory_mib: Of the gateway, resident.
        cut: Connections of clients that mean harm, which the gateway ended.
    """

    terminals: int
    on_air_s: float
    reports: int
    resent: int
    p50_ms: float
    p99_ms: float
    cpu: float
    memory_mib: float
    cut: int


def held(terminals: int, seconds: float, *, harm: bool) -> Held:
    """Serve so many terminals for so long on fresh servers."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory(prefix="gongche-bench-") as folder:
        Path(folder).chmod(0o711)
        data = Path(folder) / "data"
        with running(data, None, None) as at:
            migrate(at.database)
            devices = [str(13_800_130_000 + number) for number in range(terminals)]
            enrolled = enrol(at.database, devices, "2013")
            servers = {"GONGCHE_DATABASE_URL": at.database, "GONGCHE_BROKER_URL": at.broker}
            port = free_port()
            with (
                _service("ingest", "--data", str(data), **servers),
                _service("gateway", "--data", str(data), "--port", str(port), **servers) as gateway,
            ):
                return asyncio.run(_held(port, enrolled, seconds, gateway, harm=harm))


def results() -> list[Result]:
    """2,000 terminals, without and with clients that mean harm; no baseline holds them."""
    seen = {
        True: held(_TERMINALS, _SECONDS, harm=True),
        False: held(_TERMINALS, _SECONDS, harm=False),
    }
    lines: list[Result] = []
    for harm, one in seen.items():
        what = f"gateway, {one.terminals} terminals{', 920 hostile clients' if harm else ''}"
        for name, value, unit in (
            ("report to acknowledgement, p50", one.p50_ms, "ms"),
            ("report to acknowledgement, p99", one.p99_ms, "ms"),
            ("cores", one.cpu, "cores"),
            ("memory", one.memory_mib, "MiB"),
            ("said again", float(one.resent), "reports"),
        ):
            lines.append(higher(f"{what}: {name}", [(value, None)], unit, None, None))
    return lines


@contextmanager
def _service(*words: str, **environment: str) -> Iterator[int]:
    process: subprocess.Popen[bytes] = ourselves(*words, **environment)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


async def _held(port: int, enrolled: Enrolled, seconds: float, gateway: int, *, harm: bool) -> Held:
    radio, loop = Trackers("127.0.0.1", port), asyncio.get_running_loop()
    trackers = [
        radio.add(Tracker(Who(device, "2019" if number % 4 == 0 else "2013", enrolled.plates[car])))
        for number, (car, device) in enumerate(enrolled.devices.items())
    ]
    begun = loop.time()
    async with radio.working(), asyncio.timeout(_PATIENCE_S):
        await radio.until_on_air(len(trackers))
        on_air_s = loop.time() - begun
        async with _harming(port, harm=harm) as cut:
            used, begun = _cpu_s(gateway), loop.time()
            await _report(radio, trackers, seconds)
            cores = (_cpu_s(gateway) - used) / (loop.time() - begun)
        await radio.below(1)
        waits = sorted(wait * 1000 for tracker in trackers for wait in tracker.waits)
        return Held(
            terminals=radio.on_air,
            on_air_s=round(on_air_s, 1),
            reports=radio.settled,
            resent=radio.resent,
            p50_ms=round(waits[len(waits) // 2], 1),
            p99_ms=round(waits[len(waits) * 99 // 100], 1),
            cpu=round(cores, 2),
            memory_mib=round(_memory_mib(gateway)),
            cut=cut[0],
        )


async def _report(radio: Trackers, trackers: list[Tracker], seconds: float) -> None:
    loop, number = asyncio.get_running_loop(), 0
    begun = loop.time()
    while (due := begun + number * EVERY_S / len(trackers)) < begun + seconds:
        await asyncio.sleep(max(0.0, due - loop.time()))
        radio.say(trackers[number % len(trackers)], [_fix(number)])
        number += 1


def _fix(number: int) -> Fix:
    at = datetime.now(UTC)  # noqa: TID251 - a terminal looks at the clock
    lon = 120.1 + number % 10_000 * 1e-5
    return Fix(device="", at=at, digest=b"", lon=lon, lat=30.3, status=2, source="", raw=b"")


@asynccontextmanager
async def _harming(port: int, *, harm: bool) -> AsyncIterator[list[int]]:
    """Clients that mean harm, for a while; how many of their connections were ended."""
    cut = [0]
    kinds = [(_slow, SLOW), (_half_open, HALF_OPEN), (_garbage, GARBAGE), (_deaf, DEAF)]
    work = [
        asyncio.ensure_future(_again_and_again(kind, port, cut))
        for kind, count in kinds
        for _ in range(count if harm else 0)
    ]
    try:
        yield cut
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)


async def _again_and_again(
    kind: Callable[[socket.socket], Awaitable[None]], port: int, cut: list[int]
) -> None:
    while True:
        wire = socket.socket()
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        wire.setblocking(False)  # noqa: FBT003 - its signature
        try:
            await asyncio.get_running_loop().sock_connect(wire, ("127.0.0.1", port))
            await kind(wire)
        except OSError:
            cut[0] += 1
        finally:
            wire.close()
        await asyncio.sleep(0.2)


async def _slow(wire: socket.socket) -> None:
    """Slow loris: a byte a second of a frame that never ends."""
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(wire, b"\x7e")
    while True:
        await loop.sock_sendall(wire, b"\x01")
        await asyncio.sleep(1)


async def _half_open(wire: socket.socket) -> None:
    """Nothing at all, until the gateway hangs up."""
    if not await asyncio.get_running_loop().sock_recv(wire, 1):
        raise ConnectionResetError


async def _garbage(wire: socket.socket) -> None:
    """Random bytes, as fast as they are taken."""
    loop, random = asyncio.get_running_loop(), Random(1)  # noqa: S311 - noise, no secret
    while True:
        await loop.sock_sendall(wire, random.randbytes(2000))
        await asyncio.sleep(0.01)


async def _deaf(wire: socket.socket) -> None:
    """Frames whose answers are never read."""
    loop = asyncio.get_running_loop()
    while True:
        await loop.sock_sendall(wire, _HEARTBEATS)


def _cpu_s(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory_mib(process: int) -> float:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE_MIB


if __name__ == "__main__":
    how_many, how_long = [*map(int, sys.argv[1:]), _TERMINALS, _SECONDS][:2]
    for with_harm in (False, True):
        seen = {"harm": with_harm, **asdict(held(how_many, how_long, harm=with_harm))}
        sys.stdout.buffer.write(orjson.dumps(seen) + b"\n")
        sys.stdout.flush()
