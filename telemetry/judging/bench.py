"""Judging one car: the window that may have changed is read, heard, compared and written."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from functools import partial

import asyncpg

from fleet.ledger.append import New
from telemetry.found import Rule
from telemetry.judging.books import Books
from telemetry.judging.borders import SETTLED_S, Border, begin_of, borders, spanning
from telemetry.judging.calm import Calm
from telemetry.judging.dossier import Dossiers, border_of
from telemetry.judging.hearing import a_bug_is_about, calm, hear
from telemetry.judging.mark import Mark
from telemetry.judging.reading import SQL
from telemetry.judging.recording import JUDGED, Case, Recording, fixes
from telemetry.moment import moment
from telemetry.rules.seal_start import Check
from telemetry.standing import Beliefs, Standing


@dataclass(frozen=True, slots=True)
class Judged:
    """A car that was judged.

    Attributes:
        events: For the supervision ledger.
        calm: What its next record is compared with; None if it has to be judged anyhow.
        wake: When the clock alone may change an answer, microseconds.
        changed: From when on something may have changed, microseconds.
        checks: Where it was at the beginnings of sealed periods.
    """

    events: list[New]
    calm: Calm | None
    wake: int
    changed: int
    checks: Sequence[Check]


class Bench:
    """Judges cars, one after the other, on the connection of the batch."""

    def __init__(
        self, connection: asyncpg.Connection, books: Books, dossiers: Dossiers, beliefs: Beliefs
    ) -> None:
        self._connection, self._books, self._dossiers = connection, books, dossiers
        self._beliefs = beliefs

    async def judge(
        self, vehicle: str, mark: Mark, rules: Sequence[Rule], at: tuple[int, datetime]
    ) -> Judged:
        """Bring the findings about a car up to its facts.

        Args:
            vehicle: Its id.
            mark: Since when something may have changed, and why.
            rules: What to ask.
            at: Up to when silence is known, microseconds; and when this is recorded (UTC).

        Raises:
            CannotHearError: If a rule fails; nothing was written.
        """
        clock, now = at
        changed = min(mark.begin, await self._dossiers.newest(vehicle))
        window, stood = await self._window(vehicle, changed)
        car = await self._dossiers.car(vehicle, window, clock)
        with a_bug_is_about(vehicle):
            hearing = hear(car, rules, self._books.rulebooks(vehicle))
            kept, goes_on = borders(hearing, car.records, window), calm(hearing, car.records)
        case = Case(vehicle, JUDGED, partial(fixes, car.records), mark, now)
        events = await Recording(self._beliefs, case).record(hearing.found, stood)
        await self._keep_borders(vehicle, window, kept)
        return Judged(events, goes_on, hearing.wake, changed, hearing.checks)

    async def _window(self, vehicle: str, changed: int) -> tuple[Border, dict[str, list[Standing]]]:
        """Where to begin, and what stands from there on: scope -> findings."""
        settled = changed - SETTLED_S * 1_000_000
        border = await self._dossiers.border(vehicle, settled, changed)
        while True:
            stood = await self._dossiers.stood(vehicle, border.begin, JUDGED)
            findings = [each.finding for some in stood.values() for each in some]
            since = spanning(findings, border.begin, changed)
            if since is None:
                return border, _from(stood, border.begin)
            border = await self._dossiers.border(vehicle, since, changed)

    async def _keep_borders(self, vehicle: str, window: Border, found: Sequence[Border]) -> None:
        """Replace the borders from the window's begin on, if they differ."""
        begin = moment(window.begin)
        rows = await self._connection.fetch(SQL["borders_from"], vehicle, begin)
        known, now = {border_of(row) for row in rows}, set(found)
        gone = sorted(moment(each.begin) for each in known - now)
        if gone:
            await self._connection.execute(SQL["forget_borders"], vehicle, gone)
        new = sorted(tuple(map(moment, astuple(each))) for each in now - known)
        if new:
            columns = map(list, zip(*new, strict=True))
            await self._connection.execute(SQL["write_borders"], vehicle, *columns)


def _from(stood: dict[str, list[Standing]], begin: int) -> dict[str, list[Standing]]:
    """Those that begin in the window."""
    return {
        scope: [each for each in some if begin_of(each.finding) >= begin]
        for scope, some in stood.items()
    }
