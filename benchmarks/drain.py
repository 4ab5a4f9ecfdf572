"""A queued backlog: how fast it is drained, each batch committed before it is acknowledged.

Ours and the rivals drain the same queue, each from a fresh broker. What is unequal: libmosquitto's
no-op only receives; the naive consumers, PostGIS and Node keep fewer columns, derive only who is in
which area (no dwell, no band, no gaps, no jumps, no corrections) and answer no device; PostGIS has
its messages in memory already; Node acknowledges before the commit.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import orjson

from benchmarks import arena, traffic
from benchmarks.latency import fresh
from benchmarks.publishing import Message
from benchmarks.registering import register
from benchmarks.results import Pair, Result, higher
from fleet.servers import start_postgres

_WARM = 4
_ROUNDS = 32  # fixes a car: 58,880
_HERE = Path(__file__).parent / "rivals"
_POSTGIS = sorted(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))

Broker = Callable[[], AbstractContextManager[str]]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Rival:
    """Another way to do it.

    Attributes:
        name: What it is.
        missing: Why it cannot run here; empty if it can.
        rate: Its messages a second, measured anew.
        floor: So many times as fast ours has to be.
        aim: So many times as fast it would like to be.
    """

    name: str
    missing: str
    rate: Callable[[], float]
    floor: float
    aim: float


class Track:
    """Servers with the papers of one number of shared areas, and everything that drains there."""

    def __init__(self, stack: ExitStack, shared: int) -> None:
        self._stack, self._shared = stack, shared
        folder, addresses = stack.enter_context(fresh())
        self._folder, self._database = folder, addresses.database
        register(self._database, shared)
        self._postgis: str | None = None

    def ours(
        self,
        broker: Broker = arena.mosquitto,
        form: Callable[[int], Sequence[Message]] | None = None,
    ) -> arena.Drained:
        """Our pipeline, as the service runs it."""
        start = int(time.time()) - (_ROUNDS + _WARM) * traffic.EVERY_S
        queue = form(start) if form else traffic.messages(_ROUNDS, start, _WARM)
        with broker() as url, arena.copy_of(self._database) as database:
            told = (database, url, str(len(queue)), str(_WARM), str(start))
            words = (sys.executable, "-m", "benchmarks.drainer", *told)
            found = arena.drained(words, url, queue, _ROUNDS * traffic.CARS)
            found.told["wanted"] += _ROUNDS * traffic.CARS
        if found.told["stored"] != found.told["wanted"]:
            raise RuntimeError(f"lost: {found.told}")
        return found

    def noop(self) -> float:
        """The client in C that does nothing."""
        program = self._folder / "noop"
        if not program.exists():
            source = (str(_HERE / "noop.c"), "-lmosquitto", "-o", str(program))
            subprocess.run(("/usr/bin/cc", "-O2", "-w", *source), check=True)  # noqa: S603 - our own source
        queue = traffic.messages(_ROUNDS, 1_790_000_000)
        with arena.mosquitto() as url:
            port = url.rpartition(":")[2]
            words = (str(program), "127.0.0.1", port, str(len(queue)))
            return arena.drained(words, url, queue, len(queue)).rate

    def naive(self, count: int, *, tree: bool) -> float:
        """Stock paho, pydantic, shapely, a commit a message."""
        queue = traffic.messages(1 + count // traffic.CARS, 1_790_000_000)[:count]
        with arena.mosquitto() as url, arena.copy_of(self._database) as database:
            told = (database, url, str(len(queue)), str(self._shared), str(int(tree)))
            words = (sys.executable, "-m", "benchmarks.rivals.naive", *told)
            return arena.drained(words, url, queue, len(queue)).rate

    def node(self) -> float:
        """mqtt.js, rbush, turf, pg."""
        areas = self._folder / "areas.json"
        own = {traffic.vehicle(car): ring for car, ring in enumerate(traffic.own())}
        areas.write_bytes(orjson.dumps({"own": own, "shared": traffic.shared(self._shared)}))
        queue = traffic.messages(_ROUNDS, 1_790_000_000)
        with arena.mosquitto() as url, arena.copy_of(self._database) as database:
            program = str(_HERE / "node" / "consumer.mjs")
            words = ("node", program, database, url, str(len(queue)), str(areas))
            return arena.drained(words, url, queue, len(queue)).rate

    def postgis(self) -> float:
        """ST_Covers in Debian's PostgreSQL, with its durability."""
        if self._postgis is None:
            folder = Path(tempfile.mkdtemp(prefix="gongche-postgis-"))
            self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
            folder.chmod(0o711)
            version = _POSTGIS[-1].parent.parent.name
            server = start_postgres(folder, Path(f"/usr/lib/postgresql/{version}/bin"))
            self._stack.callback(server.stop)
            self._postgis = server.url
        count = _ROUNDS * traffic.CARS
        with arena.copy_of(self._postgis) as database:
            told = (database, str(count), str(self._shared), "1790000000")
            words = (sys.executable, "-m", "benchmarks.rivals.postgis", *told)
            return arena.drained(words, "", (), count).rate


def measured(rounds: int, say: Say) -> Iterator[Result]:
    """Everything about draining."""
    for shared, some in ((500, _with_500), (5000, _with_5000)):
        with ExitStack() as stack:
            track = Track(stack, shared)
            yield from _against(track, some(track), shared, rounds, say)
            if shared == 500:  # noqa: PLR2004 - the rest is measured once
                yield from _forms(track, rounds, say)


def _with_500(track: Track) -> list[Rival]:
    return [
        Rival("the libmosquitto no-op", _without("cc", "mosquitto.h"), track.noop, 0.5, 1),
        Rival("the naive consumer", "", partial(track.naive, 6000, tree=False), 30, 100),
        Rival("naive with an STRtree", "", partial(track.naive, 6000, tree=True), 0, 0),
        Rival("a PostGIS micro-batch", _without("postgis"), track.postgis, 2, 5),
        Rival("a Node batch consumer", _without("node"), track.node, 2.5, 5),
    ]


def _with_5000(track: Track) -> list[Rival]:
    return [
        Rival("the naive consumer", "", partial(track.naive, 1500, tree=False), 150, 400),
        Rival("a PostGIS micro-batch", _without("postgis"), track.postgis, 4, 8),
    ]


def _against(
    track: Track, rivals: Sequence[Rival], shared: int, rounds: int, say: Say
) -> Iterator[Result]:
    """Ours once a round, beside every rival; who goes first changes."""
    ready = [rival for rival in rivals if not rival.missing]
    runs: list[tuple[float, list[float]]] = []
    for number in range(rounds):
        theirs = [rival.rate() for rival in ready] if number % 2 else []
        mine = track.ours()
        theirs = theirs or [rival.rate() for rival in ready]
        runs.append((mine.rate, theirs))
        say(f"drain, {shared}: ours {mine.rate:,.0f}/s, {[round(rate) for rate in theirs]}")
    for rival in rivals:
        name = f"drain, {shared} shared areas, against {rival.name} (floor and aim: of the ratio)"
        pairs: list[Pair] = [
            (mine, None if rival.missing else theirs[ready.index(rival)]) for mine, theirs in runs
        ]
        name += f"; baseline missing: {rival.missing}" if rival.missing else ""
        yield higher(name, pairs, "fixes/s", rival.floor or None, rival.aim or None)


def _forms(track: Track, rounds: int, say: Say) -> Iterator[Result]:
    """Other queues, and the other broker: beside the usual one."""
    told: list[tuple[str, Callable[[], arena.Drained], float | None, float | None]] = [
        ("drain, NATS as the broker", partial(track.ours, arena.nats), None, None),
        ("drain, 20 positions a message", partial(track.ours, form=_lists), 100_000, None),
        ("drain, one car after the other", partial(track.ours, form=_car_by_car), 0.5, 0.9),
    ]
    for name, run, floor, aim in told:
        pairs: list[Pair] = []
        for number in range(rounds):
            first = run() if number % 2 else None
            usual = track.ours()
            pairs.append(((first or run()).rate, usual.rate))
            say(f"{name}: {pairs[-1][0]:,.0f}/s, usual {pairs[-1][1]:,.0f}/s")
        yield higher(f"{name}, against one by one from Mosquitto", pairs, "fixes/s", floor, aim)


def _lists(start: int) -> list[Message]:
    return traffic.lists(_ROUNDS - _ROUNDS % 20, start, _WARM, 20) + traffic.lists(
        _ROUNDS % 20, start, _WARM + _ROUNDS - _ROUNDS % 20, _ROUNDS % 20
    )


def _car_by_car(start: int) -> list[Message]:
    return sorted(traffic.messages(_ROUNDS, start, _WARM), key=lambda each: each[0])


def _without(*needed: str) -> str:
    """What of it is not here."""
    here = {
        "cc": Path("/usr/bin/cc").exists(),
        "mosquitto.h": Path("/usr/include/mosquitto.h").exists(),
        "node": shutil.which("node") is not None and (_HERE / "node" / "node_modules").is_dir(),
        "postgis": bool(_POSTGIS) and os.geteuid() == 0,
    }
    named = {
        "cc": "a C compiler (Debian: gcc)",
        "mosquitto.h": "libmosquitto-dev",
        "node": "node and `npm install --prefix benchmarks/rivals/node`",
        "postgis": "Debian's postgresql-15-postgis-3",
    }
    return ", ".join(named[each] for each in needed if not here[each])
