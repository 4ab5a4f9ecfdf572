"""A recorded track through the real broker: each vehicle becomes a terminal."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Literal, TypeVar
from uuid import uuid4

import asyncpg

from simulators.enrolment import Enrolled
from simulators.language import NUMBERED, Language
from simulators.radio import Radio
from simulators.recording import Recording, Row, boots, read
from simulators.terminal import SUBSCRIPTIONS, Identity, Terminal, Terminals
from simulators.tracker import Tracker, Who
from simulators.trackers import Trackers
from telemetry.fix import Fix
from telemetry.gateway.server import Serving, gateway
from telemetry.ingest import INGEST_LOCK, Feed
from telemetry.ingest import run as ingest
from telemetry.mqtt import Link

_GZIP = b"\x1f\x8b"
_WINDOW = 20_000  # records without an acknowledgement: more would be a queue, not a feed
_MOVING, _LOCATED, _MOVING_KMH = 1 << 22, 1 << 1, 3.0
_NUDGE_S = 1.5

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Playing:
    """How a track is played.

    Attributes:
        language: What the terminals speak.
        speed: Seconds of the track in a second; None: as fast as it goes.
        batch: Records of a vehicle in one message.
        repeat: How often every row is delivered.
        timeout_s: How long to wait for the last acknowledgement.
        first_repeat_s: Seconds until a terminal says something unanswered again.
    """

    language: Language
    speed: float | None = None
    batch: int = 1
    repeat: int = 1
    timeout_s: float = 120.0
    first_repeat_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Played:
    """What came of it.

    Attributes:
        rows: Rows of the file that could be sent.
        unreadable: Rows that could not be read, by reason.
        unusable: Rows that tell nothing that could be sent, by reason.
        renumbered: Vehicles whose records were numbered by row.
        registered: Vehicles that had no terminal before.
        sent: Messages published.
        resent: Of these, the ones said again because nobody answered.
        records: Different records said.
        acknowledged: Of these, the ones that the platform answered for.
        rejected: Of these, the ones that went to quarantine.
    """

    rows: int
    unreadable: dict[str, int]
    unusable: dict[str, int]
    renumbered: list[str]
    registered: int
    sent: int
    resent: int
    records: int
    acknowledged: int
    rejected: int

    @property
    def complete(self) -> bool:
        """Everything could be read, and everything sent was answered for."""
        return not self.unreadable and self.acknowledged == self.records

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self)


def opened(path: Path) -> Recording:
    """Read a track file, packed or not.

    Raises:
        NoTrackError: If it has not the columns of a track.
    """
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    with gzip.open(path) if packed else path.open("rb") as content:
        return read(
            TextIOWrapper(content, encoding="utf-8-sig", errors="surrogateescape", newline="")
        )


async def play(recording: Recording, playing: Playing, enrolled: Enrolled, link: Link) -> Played:
    """Publish a track and wait for the answers, not longer than told."""
    radio = Terminals(link, playing.first_repeat_s)
    terminals = _terminals(radio, recording.rows, playing.language, enrolled.devices)
    return await _play(recording, playing, enrolled.new, radio, terminals)


async def play_by_gateway(
    recording: Recording, playing: Playing, enrolled: Enrolled, gateway: tuple[str, int]
) -> Played:
    """The same over TCP: every vehicle has a terminal that registers and authenticates."""
    radio = Trackers(*gateway, playing.first_repeat_s)
    edition: Literal["2013", "2019"] = "2019" if playing.language == "2019" else "2013"
    trackers = {
        vehicle: radio.add(Tracker(Who(device, edition, enrolled.plates[vehicle])))
        for vehicle, device in enrolled.devices.items()
    }
    return await _play(recording, playing, enrolled.new, radio, trackers)


async def _play(
    recording: Recording, playing: Playing, new: int, radio: Radio[T], terminals: Mapping[str, T]
) -> Played:
    async with radio.working():
        with suppress(TimeoutError):
            async for row, fixes in _messages(recording.rows, playing):
                radio.say(terminals[row.vehicle], fixes, times=playing.repeat)
                async with asyncio.timeout(playing.timeout_s):
                    await (radio.below(_WINDOW) if radio.settled else radio.greeted())
            async with asyncio.timeout(playing.timeout_s):
                await _answered(radio)
    return Played(
        rows=len(recording.rows),
        unreadable=dict(recording.unreadable),
        unusable=dict(recording.unusable),
        renumbered=recording.renumbered,
        registered=new,
        sent=radio.sent,
        resent=radio.resent,
        records=radio.settled + radio.outstanding,
        acknowledged=radio.settled,
        rejected=radio.refused,
    )


@asynccontextmanager
async def ingesting(database: str, broker: str) -> AsyncIterator[bool]:
    """Ingest ourselves if nobody does; yields whether we do."""
    connection = await asyncpg.connect(database)
    try:
        free: bool = await connection.fetchval("SELECT pg_try_advisory_lock($1)", INGEST_LOCK)
        if free:
            await connection.execute("SELECT pg_advisory_unlock($1)", INGEST_LOCK)
    finally:
        await connection.close()
    if not free:
        yield False
        return
    work = asyncio.ensure_future(ingest(Feed(database, broker)))
    try:
        yield True
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


@asynccontextmanager
async def serving(
    database: str, broker: str, given: tuple[str, int] | None
) -> AsyncIterator[tuple[str, int]]:
    """The gateway's address: the given one, or one of our own meanwhile."""
    if given is not None:
        yield given
        return
    how = Serving(database, broker)
    async with gateway(how) as port:
        yield how.host, port


def link_to(broker: str) -> Link:
    """A connection for simulated terminals."""
    return Link(broker, client_id=f"play-{uuid4().hex[:12]}", subscriptions=SUBSCRIPTIONS)


def _terminals(
    radio: Terminals, rows: Sequence[Row], language: Language, devices: Mapping[str, str]
) -> dict[str, Terminal]:
    first: dict[str, int] = {}
    for row in rows:
        first[row.vehicle] = min(row.seq or 0, first.get(row.vehicle, row.seq or 0))
    if language not in NUMBERED:
        first = dict.fromkeys(first, 0)  # serials of frames begin at 0
    return {
        vehicle: radio.add(Identity(devices[vehicle], language, boot, first[vehicle]))
        for vehicle, boot in boots(rows).items()
    }


async def _messages(rows: Sequence[Row], playing: Playing) -> AsyncIterator[tuple[Row, list[Fix]]]:
    """Each message with its last row, when its time has come."""
    begun, first = asyncio.get_running_loop().time(), rows[0].deliver_at if rows else 0.0
    gathered: dict[str, list[Fix]] = {}
    for row in rows:
        if playing.speed:
            due = begun + (row.deliver_at - first) / playing.speed
            await asyncio.sleep(due - asyncio.get_running_loop().time())
        waiting = gathered.setdefault(row.vehicle, [])
        waiting.append(_fix(row))
        if len(waiting) >= playing.batch:
            yield row, gathered.pop(row.vehicle)
    last = {row.vehicle: row for row in rows}
    for vehicle, waiting in gathered.items():
        yield last[vehicle], waiting


async def _answered(radio: Radio[T]) -> None:
    """Wait until nothing is outstanding."""
    while outstanding := radio.outstanding:
        try:
            async with asyncio.timeout(_NUDGE_S):
                await radio.below(outstanding)
        except TimeoutError:
            radio.nudge()


def _fix(row: Row) -> Fix:
    moving = row.speed_kmh is not None and row.speed_kmh > _MOVING_KMH
    return Fix(
        device="",
        at=datetime.fromtimestamp(0, UTC) + timedelta(seconds=row.at),
        digest=b"",
        lon=row.lon,
        lat=row.lat,
        speed_kmh=row.speed_kmh,
        status=_LOCATED | _MOVING * moving,
        seq=row.seq,
        source="",
        raw=b"",
    )
