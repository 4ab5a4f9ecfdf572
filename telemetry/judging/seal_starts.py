"""Where cars were when a sealed period began: told to the period, again when more is known."""

from collections import defaultdict
from collections.abc import Sequence

import asyncpg
import orjson

from fleet.ledger.append import New
from fleet.supervision.seal_commands import StartCheck
from fleet.supervision.seal_sight import SealStartSeen
from telemetry.judging.reading import SQL
from telemetry.rules.seal_start import Check

_METADATA = {"actor": "gongche", "channel": "telemetry"}


class SealStarts:
    """Gathers what the cars of a batch tell, on its connection."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._seen: dict[str, list[StartCheck]] = defaultdict(list)

    async def take(self, vehicle: str, checks: Sequence[Check]) -> None:
        """Note where a car was, as far as that was not told before."""
        if not checks:
            return
        rows = await self._connection.fetch(SQL["read_seal_starts"], vehicle)
        known = {row["period"]: orjson.loads(row["told"]) for row in rows}
        for check in checks:
            seen = _seen(vehicle, check)
            told = seen.model_dump(mode="json")
            if known.get(check.period) != told:
                self._seen[check.period].append(seen)
                text = orjson.dumps(told).decode()
                await self._connection.execute(SQL["write_seal_start"], vehicle, check.period, text)

    async def events(self) -> list[New]:
        """One for each period of which something was seen, for the supervision ledger."""
        events = []
        for period, checks in sorted(self._seen.items()):
            version = await self._connection.fetchval(SQL["next_seal_sighting"], period)
            event = SealStartSeen(period=period, checks=tuple(checks))
            events.append(New(f"seal-start:{period}", version, event, _METADATA))
        self._seen.clear()
        return events


def _seen(vehicle: str, check: Check) -> StartCheck:
    fences = tuple(name.partition("@")[0] for name in check.fences)
    return StartCheck(vehicle=vehicle, place=check.place, fix_age_s=check.fix_age_s, fences=fences)
