"""Positions as they came in: partitioned by fix day, a repeat changes nothing, nothing is lost."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import asyncpg

from fleet.statements import statements
from telemetry.fix import DOUBTFUL, UNUSABLE, Fix, Malformed, Quality

SQL = statements("telemetry", "archive.sql")
_STANDING_SCHEMA = statements("telemetry", "standing.sql")["schema"]
_LINKS_SCHEMA = statements("telemetry", "links.sql")["schema"]
_SHIFTED_SCHEMA = statements("telemetry", "shifted.sql")["schema"]
_MIGRATION_LOCK = 0x676F6E6763686501
_FIRST_DAY = date(2010, 1, 1)
_TRY_AGAIN = timedelta(minutes=10)  # each try may hold up the feed for a second
_COLUMNS = (
    "device", "at", "digest", "lon", "lat", "speed_kmh", "course_deg", "altitude_m", "alarm",
    "status", "quality", "datum", "boot", "seq", "source", "raw", "received_at",
    "odometer_m",
)  # fmt: skip

SOURCE_KEPT = 500
"""So many characters of a topic are kept: more would not fit into an index."""

Identity = tuple[str, datetime, bytes]
"""What makes a fix itself: device, fix time, digest."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A fix and the moment it reached us (UTC)."""

    fix: Fix
    received_at: datetime

    @property
    def identity(self) -> Identity:
        """The key of the archive."""
        return (self.fix.device, self.fix.at, self.fix.digest)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Bytes that are no fix, where they came from, and why.

    Attributes:
        source: The topic.
        device: The terminal of the topic.
        received_at: On the clock that the fixes use (UTC).
        malformed: Why, and the bytes to keep.
        payload: The whole message: its hash names it to a device that gave it no number.
    """

    source: str
    device: str
    received_at: datetime
    malformed: Malformed
    payload: bytes = b""


@dataclass(frozen=True, slots=True)
class Place:
    """A position that verdicts may use, WGS-84 degrees."""

    at: datetime
    digest: bytes
    lon: float
    lat: float
    quality: int
    received_at: datetime


async def migrate(connection: asyncpg.Connection) -> None:
    """Make the tables that are not there yet; safe to call at every start, also by many."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _MIGRATION_LOCK)
        await connection.execute(SQL["schema"])
        await connection.execute(_STANDING_SCHEMA)
        await connection.execute(_LINKS_SCHEMA)
        await connection.execute(_SHIFTED_SCHEMA)


class Archive:
    """The writing side: one connection, one batch at a time.

    Args:
        connection: Used by nobody else meanwhile.
    """

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._days: set[str] = set()
        self._put_off: datetime | None = None

    async def open(self) -> None:
        """Make the staging table and look which days there are."""
        await self._connection.execute(SQL["staging"])
        rows = await self._connection.fetch(SQL["partitions"])
        self._days = {row["name"] for row in rows}

    async def make_days(self, days: Iterable[date], now: datetime) -> None:
        """Give each fix day its partition, before the batch's transaction begins; tomorrow too.

        Days that a clock error made up stay in the default partition. So do all that are missing
        while somebody reads for so long (a backup) that the feed would have to wait: each of them
        would wait for the same reader. They are tried again later.
        """
        if self._put_off is not None and now - self._put_off < _TRY_AGAIN:
            return
        self._put_off = None
        tomorrow, last = (now + timedelta(days=1)).date(), (now + timedelta(days=2)).date()
        for day in sorted({*days, tomorrow}):
            if _partition(day) not in self._days and _FIRST_DAY <= day <= last:
                try:
                    await self._make_day(day)
                except asyncpg.LockNotAvailableError:
                    self._put_off = now
                    return
                self._days.add(_partition(day))

    async def _make_day(self, day: date) -> None:
        async with self._connection.transaction():
            await self._connection.execute(SQL["wait_a_little"])
            await self._connection.execute("SELECT pg_advisory_xact_lock($1)", _MIGRATION_LOCK)
            await self._connection.execute(SQL["make_day"], day)

    async def keep(self, arrived: Sequence[Arrived], copies: Sequence[Arrived]) -> set[Identity]:
        """Store what is not there yet.

        Args:
            arrived: Each fix once.
            copies: Further copies with other bytes.

        Returns:
            The fixes that are new, or that this delivery made plausible or doubtful
            (late-data.md 6).
        """
        if not arrived:
            return set()
        await self._connection.copy_records_to_table(
            "staged_fixes", records=map(_row, arrived), columns=_COLUMNS, schema_name="pg_temp"
        )
        kept = await self._connection.fetch(SQL["keep_fixes"], int(Quality.FUTURE), int(DOUBTFUL))
        new = {(row["device"], row["at"], row["digest"]) for row in kept}
        if len(new) < len(arrived):
            await self._connection.execute(SQL["keep_supplements"])
        if copies:
            await self._connection.executemany(
                SQL["keep_copy"], [(*c.identity, c.fix.raw, c.received_at) for c in copies]
            )
        return new

    async def heard(self, devices: Sequence[str]) -> set[str]:
        """Which of these terminals have ever said anything."""
        rows = await self._connection.fetch(SQL["heard"], list(devices))
        return {row["device"] for row in rows}

    async def flag_reused(self, fix: Fix) -> None:
        """Flag every record of this device, boot and number."""
        await self._connection.execute(
            SQL["flag_reused"], fix.device, fix.boot, fix.seq, int(Quality.SEQUENCE_REUSED)
        )

    async def keep_messages(self, messages: Sequence[tuple[str, int, bytes, datetime]]) -> None:
        """Store frames that carry no position: device, message id, bytes, time of receipt."""
        if messages:
            await self._connection.execute(
                SQL["keep_messages"], *map(list, zip(*messages, strict=True))
            )

    async def keep_refusals(self, refusals: Sequence[Refusal]) -> None:
        """Put into quarantine what is no fix; the same again is counted."""
        times = Counter(_kept_once(refusal) for refusal in refusals)
        once = {_kept_once(refusal): refusal for refusal in refusals}
        if once:
            rows = [(*_quarantined(refusal), times[key]) for key, refusal in once.items()]
            columns = zip(*rows, strict=True)
            await self._connection.execute(SQL["keep_quarantine"], *map(list, columns))

    async def keep_latest(self, newest: dict[str, Arrived]) -> None:
        """Show where each vehicle is now: vehicle -> its newest good fix."""
        if newest:
            rows = [_latest(vehicle, each) for vehicle, each in sorted(newest.items())]
            await self._connection.execute(SQL["write_latest"], *map(list, zip(*rows, strict=True)))

    async def settle_latest(self, vehicles: Sequence[str]) -> None:
        """Show where these vehicles are after their papers changed, if it is known at all."""
        await self._connection.execute(SQL["settle_latest"], list(vehicles), int(UNUSABLE))
        await self._connection.execute(SQL["drop_latest"], list(vehicles))


def merge(arrived: Iterable[Arrived]) -> tuple[list[Arrived], list[Arrived]]:
    """Each fix once, and further copies that came with other bytes.

    A fix is from the future only if every delivery of it was, and doubtful if one was.
    """
    once: dict[Identity, Arrived] = {}
    copies: list[Arrived] = []
    for each in arrived:
        first = once.setdefault(each.identity, each)
        if first is each:
            continue
        if first.fix.raw != each.fix.raw:
            copies.append(each)
        quality = _together(first.fix.quality, each.fix.quality)
        if quality != first.fix.quality:
            once[each.identity] = replace(first, fix=replace(first.fix, quality=quality))
    return list(once.values()), copies


async def read_places(
    connection: asyncpg.Connection, device: str, begin: datetime, end: datetime
) -> list[Place]:
    """The places of one device that verdicts may use, in [begin, end), in time order."""
    rows = await connection.fetch(SQL["read_places"], device, begin, end, int(UNUSABLE))
    return [Place(*row) for row in rows]


async def place_before(
    connection: asyncpg.Connection, device: str, begin: datetime, end: datetime
) -> datetime | None:
    """Fix time of the last usable place of one device in [begin, end)."""
    found: datetime | None = await connection.fetchval(
        SQL["place_before"], device, begin, end, int(UNUSABLE)
    )
    return found


async def read_fixes(
    connection: asyncpg.Connection, vehicle: str, begin: datetime, end: datetime
) -> list[asyncpg.Record]:
    """Whatever the terminals of a vehicle said in [begin, end), in time order."""
    bindings = await connection.fetch(
        "SELECT device, valid_from, valid_to FROM archive.bindings WHERE vehicle = $1", vehicle
    )
    found: list[asyncpg.Record] = []
    for device, valid_from, valid_to in bindings:
        until = min(end, valid_to) if valid_to else end
        found += await connection.fetch(SQL["read_fixes"], device, max(begin, valid_from), until)
    return sorted(found, key=lambda row: (row["at"], row["digest"]))


def _partition(day: date) -> str:
    return f"fixes_{day:%Y%m%d}"


def _row(arrived: Arrived) -> tuple[object, ...]:
    fix = arrived.fix
    return (
        fix.device, fix.at, fix.digest, fix.lon, fix.lat, fix.speed_kmh, fix.course_deg,
        fix.altitude_m, fix.alarm, fix.status, int(fix.quality), fix.datum, fix.boot, fix.seq,
        fix.source, fix.raw, arrived.received_at, fix.odometer_m,
    )  # fmt: skip


def _together(one: Quality, other: Quality) -> Quality:
    return (one | other & DOUBTFUL) & ~(Quality.FUTURE & ~other)


def _kept_once(refusal: Refusal) -> tuple[str, bytes, str]:
    bad = refusal.malformed
    return _text(refusal.source)[:SOURCE_KEPT], bad.raw, bad.reason


def _quarantined(refusal: Refusal) -> tuple[object, ...]:
    bad = refusal.malformed
    return (
        refusal.received_at, _text(refusal.source)[:SOURCE_KEPT], refusal.device, bad.boot,
        bad.seq, bad.raw, bad.reason, _text(bad.detail),
    )  # fmt: skip


def _text(told: str) -> str:
    """In a form that the database takes: without zeros and half characters."""
    return told.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()


def _latest(vehicle: str, arrived: Arrived) -> tuple[object, ...]:
    fix = arrived.fix
    return (
        vehicle, fix.device, fix.at, fix.lon, fix.lat, fix.speed_kmh, fix.course_deg, fix.alarm,
        fix.status, int(fix.quality), arrived.received_at,
    )  # fmt: skip
