"""Counting a car's days, and what rules find in weeks and months of them (USE-07, TERM-03, -06).

A day is counted once it is over. What comes late, or is filed late, about a day that was counted
has it counted anew, with all that follow. Nothing live waits for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from hashlib import sha256

import asyncpg
import orjson

from fleet.ledger.append import New
from fleet.supervision.finding import Evidence
from telemetry.car import Car
from telemetry.day import DailyRule, Day, Table
from telemetry.found import Found
from telemetry.judging.books import Books
from telemetry.judging.borders import SETTLED_S
from telemetry.judging.codex import in_force
from telemetry.judging.dossier import Dossiers
from telemetry.judging.hearing import a_bug_is_about
from telemetry.judging.mark import Mark
from telemetry.judging.reading import SQL
from telemetry.judging.recording import DAILY, Case, Recording
from telemetry.moment import BEGINNING, moment
from telemetry.rulebook import Rulebook
from telemetry.rules.days import days
from telemetry.standing import Beliefs
from telemetry.timeline import InForce
from telemetry.verdict import deciding
from telemetry.visits import Visit
from telemetry.wall_clock import begins, day_of, whole


class Daily:
    """Judges cars by their days, one after the other, on the connection of the batch."""

    def __init__(
        self, connection: asyncpg.Connection, books: Books, dossiers: Dossiers, beliefs: Beliefs
    ) -> None:
        self._connection, self._books, self._dossiers = connection, books, dossiers
        self._beliefs = beliefs

    async def judge(
        self, vehicle: str, since: int, rules: Sequence[DailyRule], at: tuple[int, datetime]
    ) -> list[New]:
        """Count the days of a car that are over, and bring the findings about them up to that.

        Args:
            vehicle: Its id.
            since: The days before this local midnight were counted, microseconds.
            rules: What to ask.
            at: Up to when silence is known, microseconds; and when this is recorded (UTC).
        """
        clock, now = at
        border = await self._dossiers.border(vehicle, since - SETTLED_S * 1_000_000, since)
        car = await self._dossiers.car(vehicle, border, clock)
        books = self._books.rulebooks(vehicle)
        book = in_force(books, clock)
        until = day_of(clock, book.zone)
        with a_bug_is_about(vehicle):
            rows = [row for row in counted(car, books) if whole(row.day, book.zone)[0] >= since]
        told = await self._kept(vehicle, since, rows, book)
        with a_bug_is_about(vehicle):
            found = [it for each in books for it in asked(rules, told, until, each)]
        case = Case(vehicle, DAILY, partial(proof, told), Mark(), now)
        stood = await self._dossiers.stood(vehicle, BEGINNING, DAILY)
        return await Recording(self._beliefs, case).record(found, stood)

    async def _kept(
        self, vehicle: str, since: int, rows: Sequence[Day], book: Rulebook
    ) -> list[Day]:
        """All rows of a car, those from a moment on replaced by these."""
        first = day_of(since, book.zone)
        await self._connection.execute(SQL["forget_days"], vehicle, first)
        told = [orjson.dumps(row.to_json(), option=orjson.OPT_SORT_KEYS).decode() for row in rows]
        dates = [row.day for row in rows]
        if rows:
            await self._connection.execute(SQL["write_days"], vehicle, dates, told)
        before = await self._connection.fetch(SQL["read_days"], vehicle, first)
        return [*(Day.from_json(orjson.loads(row["told"])) for row in before), *rows]


def asked(
    rules: Sequence[DailyRule], rows: Sequence[Day], until: date, book: InForce[Rulebook]
) -> list[Found]:
    """What begins while a rulebook is in force, decided by it and citing it.

    Args:
        rules: What to ask.
        rows: All days of a car.
        until: The first day that is not over.
        book: The numbers, and when they hold.
    """
    table = Table(rows, until, book.value)
    return [
        replace(it, inputs={**it.inputs, "policy": book.value.version})
        for rule in rules
        for it in rule(table).found
        if book.begin <= it.begin < book.end
    ]


def counted(car: Car, books: Sequence[InForce[Rulebook]]) -> list[Day]:
    """The rows of the days that are over, each by the rulebook that was in force as it began."""
    return [
        row
        for book in books
        for row in days(replace(car, rulebook=book.value))
        if book.begin <= whole(row.day, book.value.zone)[0] < book.end
    ]


def proof(rows: Sequence[Day], visit: Visit) -> Iterator[Evidence]:
    """The days that decided a stay's two ends, sealed by what was counted."""
    for begin, end in deciding(visit):
        mine = [row for row in rows if begin <= row.last and row.first <= end]
        if mine:
            told = orjson.dumps([row.to_json() for row in mine], option=orjson.OPT_SORT_KEYS)
            yield Evidence(
                kind="days",
                range=f"{mine[0].day}/{mine[-1].day}",
                rows=len(mine),
                digest=sha256(told).hexdigest(),
            )


class Counted:
    """Up to which local midnight the days of each car are counted.

    Args:
        known: Vehicle -> microseconds.
        zone: Of the local days.
    """

    def __init__(self, known: dict[str, int], zone: str) -> None:
        self._known, self._zone = known, zone
        self._changed: set[str] = set()
        self._waiting: dict[str, None] = {}
        self._midnight = BEGINNING

    def __len__(self) -> int:
        return len(self._waiting)

    def of(self, vehicle: str) -> int:
        """Records before it belong to days that were counted, microseconds."""
        return self._known.get(vehicle, BEGINNING)

    def touch(self, vehicle: str, at: int) -> None:
        """Something may have changed from a moment on (microseconds)."""
        known = self._known.get(vehicle)
        if known is None or at < known:
            self._known[vehicle] = begins(day_of(at, self._zone), self._zone)
            self._changed.add(vehicle)
        if self._known[vehicle] < self._midnight:
            self._waiting[vehicle] = None

    def pass_midnight(self, clock: int) -> None:
        """It is so late (microseconds); days may be over."""
        midnight = begins(day_of(clock, self._zone), self._zone)
        if midnight > self._midnight:
            self._midnight = midnight
            self._waiting |= dict.fromkeys(
                vehicle for vehicle, known in self._known.items() if known < midnight
            )

    def next(self) -> tuple[str, int] | None:
        """The next car whose days are to be counted, and since when; it waits no more."""
        if not self._waiting:
            return None
        vehicle = next(iter(self._waiting))
        del self._waiting[vehicle]
        since, self._known[vehicle] = self._known[vehicle], self._midnight
        self._changed.add(vehicle)
        return vehicle, since

    def put_off(self, vehicle: str, since: int) -> None:
        """Its days could not be counted: they are tried again with the next one."""
        self._known[vehicle] = since

    def changes(self) -> list[tuple[str, datetime]]:
        """What the database has to be told."""
        changed, self._changed = sorted(self._changed), set()
        return [(vehicle, moment(self._known[vehicle])) for vehicle in changed]
