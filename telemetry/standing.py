"""What is believed now, in the database: memories, visits and their records, findings."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import asyncpg
import orjson

from fleet.statements import statements
from fleet.supervision.finding import Finding
from telemetry.corrections import Amended, Opened, Voided
from telemetry.course import fence_of
from telemetry.judge import Change
from telemetry.moment import micros, moment
from telemetry.news import News
from telemetry.registry import Binding
from telemetry.visits import Memory, Visit
from telemetry.watch import Known

SQL = statements("telemetry", "standing.sql")
_Row = tuple[str, str, str, str, datetime | None, int, bool]
_TIMES = ("enter_lo", "enter_hi", "enter_confirmed", "exit_lo", "exit_hi", "exit_confirmed")


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding as it stands, and the version of its stream."""

    finding: Finding
    version: int


@dataclass(frozen=True, slots=True)
class Streams:
    """Findings that began at the same moment: the standing ones, and voided ones' versions."""

    standing: frozenset[str]
    voided: dict[str, int]


class Beliefs:
    """Reads and writes what is believed, on the connection of the batch.

    Visits, their records and findings are written with `write`, many at a time: a vehicle is
    judged once in a batch, so that nobody reads them before.
    """

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._visits: list[tuple[object, ...]] = []
        self._dropped: list[tuple[str]] = []
        self._records: list[tuple[object, ...]] = []
        self._standing: dict[str, _Row] = {}

    async def write(self) -> None:
        """Write what was said since the last time."""
        many = (
            ("write_visit", self._visits),
            ("drop_visit", self._dropped),
            ("write_record", self._records),
            ("write_standing", list(self._standing.values())),
        )
        for name, rows in many:
            if rows:
                await self._connection.executemany(SQL[name], rows)
        self._visits, self._dropped, self._records, self._standing = [], [], [], {}

    async def known_before(self, vehicle: str, at: int) -> Known | None:
        """The newest stored memory strictly before `at`."""
        row = await self._connection.fetchrow(SQL["read_checkpoint"], vehicle, moment(at))
        return None if row is None else _known(row)

    async def known_from(self, vehicle: str, at: int) -> list[Known]:
        """Stored memories at `at` and later."""
        rows = await self._connection.fetch(SQL["read_checkpoints"], vehicle, moment(at))
        return [_known(row) for row in rows]

    async def remember(
        self, vehicle: str, after: int, until: int, checkpoints: Iterable[Known]
    ) -> None:
        """Replace the memories after `after` and not later than `until`."""
        await self._connection.execute(
            SQL["forget_checkpoints"], vehicle, moment(after + 1), moment(until)
        )
        await self.add([(vehicle, known) for known in checkpoints])

    async def add(self, memories: Iterable[tuple[str, Known]]) -> None:
        """Store further memories of vehicles."""
        rows = [(vehicle, moment(known.at), _told(known)) for vehicle, known in memories]
        if rows:
            await self._connection.executemany(SQL["write_checkpoint"], rows)

    async def visits(self, vehicle: str, after: int) -> dict[str, list[tuple[str, Visit]]]:
        """Task key -> visits that were not over at `after`, with their ids."""
        found: dict[str, list[tuple[str, Visit]]] = defaultdict(list)
        for row in await self._connection.fetch(SQL["read_visits"], vehicle, moment(after)):
            key = f"fence:{row['fence']}@{row['fence_version']}"
            found[key].append((row["visit_id"], _visit(row)))
        return found

    async def findings(self, vehicle: str, after: int) -> dict[str, list[Standing]]:
        """Task key -> findings that were not over at `after`."""
        found: dict[str, list[Standing]] = defaultdict(list)
        for row in await self._connection.fetch(SQL["read_standing"], vehicle, moment(after)):
            finding = Finding.model_validate_json(row["finding"])
            found[row["scope"]].append(Standing(finding, row["version"]))
        return found

    async def streams(self, name: str) -> Streams:
        """The findings whose names begin like this."""
        rows = await self._connection.fetch(SQL["streams"], name)
        stood = {row["finding_id"]: (row["version"], row["voided"]) for row in rows}
        for found, row in self._standing.items():
            if found == name or found.startswith(f"{name}:"):
                stood[found] = row[-2], row[-1]
        voided = {found: version for found, (version, gone) in stood.items() if gone}
        return Streams(frozenset(stood.keys() - voided.keys()), voided)

    def stand(self, scope: str, standing: Standing, *, voided: bool = False) -> None:
        """Say how a finding stands now."""
        finding = standing.finding
        self._standing[finding.finding_id] = (
            finding.finding_id,
            finding.vehicle,
            scope,
            finding.model_dump_json(),
            finding.until_confirmed,
            standing.version,
            voided,
        )

    def record(self, vehicle: str, change: Change, news: News) -> str:
        """Append one correction of a visit and apply it; answers with the visit's id."""
        correction, cause = change.correction, news.cause(change.correction)
        visit_id = uuid4().hex if isinstance(correction, Opened) else correction.id
        fence, version = fence_of(change.key)
        if isinstance(correction, Voided):
            self._dropped.append((visit_id,))
        else:
            self._visits.append(_visit_row(vehicle, visit_id, change))
        self._records.append(
            (
                visit_id,
                type(correction).__name__.lower(),
                vehicle,
                fence,
                version,
                orjson.dumps(visit_json(correction.visit)).decode(),
                orjson.dumps(_changed(correction)).decode(),
                news.reason(correction) if isinstance(correction, Voided) else None,
                correction.merged_into if isinstance(correction, Voided) else None,
                cause.as_json(),
                cause.late,
                news.now,
            )
        )
        return visit_id

    async def bind(self, devices: Sequence[str], bindings: Sequence[Binding]) -> None:
        """Store the bindings of these terminals anew."""
        await self._connection.execute(SQL["forget_bindings"], list(devices))
        rows = [
            (b.device, b.vehicle, moment(b.begin), _end(b), b.spare)
            for b in bindings
            if b.begin < b.end
        ]
        if rows:
            columns = map(list, zip(*rows, strict=True))
            await self._connection.execute(SQL["write_bindings"], *columns)

    async def followed(self) -> int:
        """Up to which position of the lifecycle ledger the past was judged."""
        position: int = await self._connection.fetchval(SQL["read_followed"])
        return position

    async def follow(self, position: int) -> None:
        """The past is judged up to here."""
        await self._connection.execute(SQL["write_followed"], position)


def visit_json(visit: Visit) -> dict[str, Any]:
    """A visit as the records keep it: microseconds since 1970, flags sorted."""
    told: dict[str, Any] = {name: getattr(visit, name) for name in _TIMES}
    return told | {
        "flags": sorted(visit.flags),
        "enter_fixes": visit.enter_fixes,
        "exit_fixes": visit.exit_fixes,
    }


def _visit_row(vehicle: str, visit_id: str, change: Change) -> tuple[object, ...]:
    visit, (fence, version) = change.correction.visit, fence_of(change.key)
    times = [_moment(getattr(visit, name)) for name in _TIMES]
    profile = change.task.profile.name if change.task else ""
    flags, fixes = sorted(visit.flags), (visit.enter_fixes, visit.exit_fixes)
    return (visit_id, vehicle, fence, version, profile, *times, flags, *fixes)


def _changed(correction: Opened | Amended | Voided) -> dict[str, list[Any]]:
    if not isinstance(correction, Amended):
        return {}
    before, after = visit_json(correction.before), visit_json(correction.visit)
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def _told(known: Known) -> str:
    return json.dumps({key: memory.to_json() for key, memory in sorted(known.memories.items())})


def _known(row: asyncpg.Record) -> Known:
    memories = json.loads(row["memories"])
    return Known(micros(row["at"]), {key: Memory.from_json(told) for key, told in memories.items()})


def _visit(row: asyncpg.Record) -> Visit:
    return Visit(
        enter_lo=_micros(row["enter_lo"]),
        enter_hi=micros(row["enter_hi"]),
        enter_confirmed=micros(row["enter_confirmed"]),
        exit_lo=_micros(row["exit_lo"]),
        exit_hi=_micros(row["exit_hi"]),
        exit_confirmed=_micros(row["exit_confirmed"]),
        flags=frozenset(row["flags"]),
        enter_fixes=row["enter_fixes"],
        exit_fixes=row["exit_fixes"],
    )


def _micros(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def _moment(at: int | None) -> datetime | None:
    return None if at is None else moment(at)


def _end(binding: Binding) -> datetime | None:
    at = moment(binding.end)
    return None if at.year == 9999 else at  # noqa: PLR2004 - FOREVER
